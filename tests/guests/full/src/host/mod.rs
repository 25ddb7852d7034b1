//! All host functions by the names of their imports, one file a service. Must not interpret results.

mod artwork;
mod cache;
mod config;
mod http;
mod kvstore;
mod library;
mod matcher;
mod pdk;
mod scheduler;
mod scrobbleretriever;
mod storage;
mod subsonicapi;
mod task;
mod users;
mod websocket;

use crate::commands::{Answer, Args, Command};

type Service = fn(&str, &Args) -> Option<Answer>;

const SERVICES: &[Service] = &[
    artwork::call,
    cache::call,
    config::call,
    http::call,
    kvstore::call,
    library::call,
    matcher::call,
    scheduler::call,
    scrobbleretriever::call,
    storage::call,
    subsonicapi::call,
    task::call,
    users::call,
    websocket::call,
    pdk::call,
];

/// Runs a command.
///
/// # Panics
/// When no service knows the function.
pub(crate) fn call(command: &Command) -> Answer {
    SERVICES
        .iter()
        .find_map(|call| call(&command.function, &command.args))
        .unwrap_or_else(|| panic!("there is no function `{}`", command.function))
}
