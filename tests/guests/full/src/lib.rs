//! A plugin for tests: it has every export of every capability and reaches every host function.
//!
//! Exports do what the plugin's configuration says (`behaviour`); host functions are called through one more export
//! (`commands`). Must not hold expectations of its own: the tests that load it do.

mod behaviour;
mod capabilities;
mod commands;
mod host;

#[derive(Default)]
struct Full;

nd_pdk::register!(
    Full: Lifecycle, Lyrics, MetadataAgent, SchedulerCallback, Scrobbler, SonicSimilarity, TaskWorker, WebSocketCallback
);
nd_pdk::register_exports!(Full, commands::Commands, commands::exports, [call_host]);
