//! Templates of parts: sections of Rust, in which some lines are for some plugins only. Must not know how a crate is put together.
//!
//! A section begins with a line `//~ NAME`. A line that ends with `//~CONDITION` is there if that holds.

use super::choice::Choice;
use super::parts::{Capability, Service};

/// The sections of a template, empty where it has none.
#[derive(Debug, Default)]
pub(super) struct Snippet {
    pub(super) imports: String,
    /// What the service does for the ID of a song or an artist, as statements.
    pub(super) use_it: String,
    pub(super) code: String,
    pub(super) test_imports: String,
    /// Calls on the builder of the fake host.
    pub(super) builder: String,
    /// What is scripted on the fake host.
    pub(super) script: String,
    pub(super) tests: String,
}

/// When a line is there.
#[derive(Debug, Clone, Copy)]
enum Condition {
    /// This capability uses services.
    Services,
    /// This capability uses HTTP.
    Http,
    /// Services are used for songs.
    Track,
    /// Services are used for artists.
    Artist,
    /// The plugin uses this service.
    Uses(Service),
}

impl Snippet {
    pub(super) fn of_capability(capability: Capability, choice: &Choice) -> Self {
        let text = match capability {
            Capability::Scrobbler => include_str!("templates/capabilities/scrobbler.rs"),
            Capability::Lyrics => include_str!("templates/capabilities/lyrics.rs"),
            Capability::SonicSimilarity => {
                include_str!("templates/capabilities/sonic-similarity.rs")
            }
            Capability::MetadataAgent => include_str!("templates/capabilities/metadata-agent.rs"),
            Capability::TaskWorker => include_str!("templates/capabilities/task-worker.rs"),
            Capability::SchedulerCallback => {
                include_str!("templates/capabilities/scheduler-callback.rs")
            }
            Capability::WebSocketCallback => {
                include_str!("templates/capabilities/websocket-callback.rs")
            }
            Capability::Lifecycle => include_str!("templates/capabilities/lifecycle.rs"),
        };
        let is_first = capability == choice.first();
        Self::read(text, |condition| holds(condition, choice, is_first))
    }

    pub(super) fn of_service(service: Service, choice: &Choice) -> Self {
        let text = match service {
            Service::Artwork => include_str!("templates/services/artwork.rs"),
            Service::Cache => include_str!("templates/services/cache.rs"),
            Service::Config => include_str!("templates/services/config.rs"),
            Service::Http => include_str!("templates/services/http.rs"),
            Service::KvStore => include_str!("templates/services/kvstore.rs"),
            Service::Library => include_str!("templates/services/library.rs"),
            Service::Matcher => include_str!("templates/services/matcher.rs"),
            Service::Scheduler => include_str!("templates/services/scheduler.rs"),
            Service::ScrobbleRetriever => include_str!("templates/services/scrobble-retriever.rs"),
            Service::Storage => include_str!("templates/services/storage.rs"),
            Service::SubsonicApi => include_str!("templates/services/subsonicapi.rs"),
            Service::Task => include_str!("templates/services/task.rs"),
            Service::Users => include_str!("templates/services/users.rs"),
            Service::WebSocket => include_str!("templates/services/websocket.rs"),
        };
        Self::read(text, |condition| holds(condition, choice, false))
    }

    fn read(text: &str, holds: impl Fn(Condition) -> bool) -> Self {
        let mut snippet = Self::default();
        let mut section = &mut snippet.imports;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("//~ ") {
                section = snippet.section(name);
                continue;
            }
            let (line, is_there) = match line.rsplit_once(" //~") {
                Some((line, condition)) => (line, holds(Condition::named(condition))),
                None => (line, true),
            };
            if is_there {
                section.push_str(line);
                section.push('\n');
            }
        }
        snippet
    }

    fn section(&mut self, name: &str) -> &mut String {
        match name {
            "imports" => &mut self.imports,
            "use" => &mut self.use_it,
            "code" => &mut self.code,
            "test imports" => &mut self.test_imports,
            "builder" => &mut self.builder,
            "script" => &mut self.script,
            "tests" => &mut self.tests,
            other => unreachable!("a template has the section {other:?}"),
        }
    }
}

impl Condition {
    fn named(name: &str) -> Self {
        match name {
            "services" => Self::Services,
            "http" => Self::Http,
            "track" => Self::Track,
            "artist" => Self::Artist,
            "scheduler" => Self::Uses(Service::Scheduler),
            "task" => Self::Uses(Service::Task),
            "websocket" => Self::Uses(Service::WebSocket),
            other => unreachable!("a template has the condition {other:?}"),
        }
    }
}

fn holds(condition: Condition, choice: &Choice, is_first: bool) -> bool {
    let for_artists = choice.first() == Capability::MetadataAgent;
    match condition {
        Condition::Services => is_first && uses_services(choice),
        Condition::Http => is_first && choice.uses(Service::Http),
        Condition::Track => !for_artists,
        Condition::Artist => for_artists,
        Condition::Uses(service) => choice.uses(service),
    }
}

/// Whether there are services beyond those that are set up when the plugin is loaded.
pub(super) fn uses_services(choice: &Choice) -> bool {
    let set_up = |service| {
        matches!(
            service,
            Service::Scheduler | Service::Task | Service::WebSocket
        )
    };
    choice.services().any(|service| !set_up(service))
}
