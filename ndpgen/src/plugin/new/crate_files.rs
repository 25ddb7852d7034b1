//! What a crate has beside its sources: Cargo.toml, README, CI and the like, from templates. Must not decide which parts the plugin has.

use nd_rules::manifest::Permission;

use super::parts::{Capability, Part as _, Service};
use super::{Dependency, Neighbourhood, Plugin};
use crate::files::Artifact;
use crate::plugin::placeholder::MARK;

/// A template and what stands for its keys.
struct Filled<'a> {
    path: &'static str,
    template: &'static str,
    values: Vec<(&'static str, &'a str)>,
}

pub(super) fn all(plugin: &Plugin, neighbourhood: &Neighbourhood) -> Vec<Artifact> {
    let name = plugin.name.as_str();
    let dependencies = dependencies(plugin);
    let (profile, workspace) = tables(neighbourhood);
    let readme = Readme::of(plugin);
    let filled = |path, template, values| Filled {
        path,
        template,
        values,
    };
    let files = [
        filled(
            "Cargo.toml",
            // Under another name, as cargo leaves folders with a Cargo.toml out when it packs this crate.
            include_str!("templates/crate/crate.toml"),
            vec![
                ("name", name),
                ("dependencies", &dependencies),
                ("profile", profile),
                ("workspace", workspace),
            ],
        ),
        filled(
            "rust-toolchain.toml",
            include_str!("templates/crate/rust-toolchain.toml"),
            Vec::new(),
        ),
        filled(
            ".gitignore",
            include_str!("templates/crate/gitignore"),
            Vec::new(),
        ),
        filled(
            ".github/workflows/ci.yml",
            include_str!("templates/crate/ci.yml"),
            vec![("note", note(&plugin.dependency))],
        ),
        filled(
            "README.md",
            include_str!("templates/crate/README.md"),
            vec![
                ("name", name),
                ("summary", &readme.summary),
                ("mark", MARK.trim_end()),
                ("export", readme.call.0),
                ("input", readme.call.1),
                ("steps", &readme.steps),
                ("settings_title", readme.settings.0),
                ("settings", readme.settings.1),
            ],
        ),
    ];
    files.into_iter().map(Filled::artifact).collect()
}

impl Filled<'_> {
    fn artifact(self) -> Artifact {
        let mut contents = self.template.to_owned();
        for (key, value) in self.values {
            contents = contents.replace(&format!("{{{{{key}}}}}"), value);
        }
        let contents = contents.trim_end().to_owned() + "\n";
        Artifact {
            path: self.path.to_owned(),
            contents,
        }
    }
}

fn dependencies(plugin: &Plugin) -> String {
    let nd_pdk = match &plugin.dependency {
        Dependency::Path(path) => {
            let path = text_of_toml(&path.to_string_lossy());
            format!(
                "# Where the repository of nd-pdk is on this machine.\nnd-pdk = {{ path = {path} }}"
            )
        }
        Dependency::Version(version) => format!("nd-pdk = {}", text_of_toml(version)),
    };
    let choice = &plugin.choice;
    match choice.uses(Service::Config) || choice.uses(Service::SubsonicApi) {
        true => format!("{nd_pdk}\nserde = {{ version = \"1\", features = [\"derive\"] }}"),
        false => nd_pdk,
    }
}

/// A text between quotes. TOML escapes what JSON escapes, in the same way.
fn text_of_toml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The profile and the workspace. Cargo takes profiles from the root of a workspace only.
fn tables(neighbourhood: &Neighbourhood) -> (&'static str, &'static str) {
    let profile = include_str!("templates/crate/profile.toml");
    let workspace = include_str!("templates/crate/workspace.toml");
    match neighbourhood {
        Neighbourhood::Alone => (profile, ""),
        Neighbourhood::Member(_) => ("", ""),
        Neighbourhood::Apart(_) => (profile, workspace),
    }
}

fn note(dependency: &Dependency) -> &'static str {
    match dependency {
        Dependency::Version(_) => "",
        Dependency::Path(_) => {
            "\
# This cannot work yet: Cargo.toml takes nd-pdk from a folder of the author's machine. Name a version there once nd-pdk is on crates.io,
# or check its repository out beside this one in a step of its own, and name that folder.
"
        }
    }
}

/// What the README says of this plugin only.
struct Readme {
    summary: String,
    /// An export and an input to try it with.
    call: (&'static str, &'static str),
    /// What has to be done on the server, continuing a numbered list.
    steps: String,
    settings: (&'static str, &'static str),
}

impl Readme {
    fn of(plugin: &Plugin) -> Self {
        let choice = &plugin.choice;
        let summaries: Vec<_> = choice.capabilities().map(Capability::summary).collect();
        let settings = match choice.uses(Service::Config) {
            true => (
                "Settings",
                "| setting | meaning | default |\n|---|---|---|\n| `greeting` | what the log begins with | `Hello` |\n\n\
                 They are changed on the plugin's page of the server, which loads the plugin anew then. For another setting add a field to `Settings` in \
                 `src/lib.rs`, and\nthe same to `config` in `manifest.json`.",
            ),
            false => (
                "Settings",
                "There are none. `ndpgen new --service config` makes a plugin that has one.",
            ),
        };
        Self {
            summary: joined(&summaries),
            call: call(choice.first()),
            steps: steps(plugin),
            settings,
        }
    }
}

fn joined(parts: &[&str]) -> String {
    match parts {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

fn steps(plugin: &Plugin) -> String {
    let (name, choice) = (plugin.name.as_str(), &plugin.choice);
    let mut steps = Vec::new();
    let permissions = choice.permissions();
    if permissions.contains(&Permission::Users) {
        steps.push("Assign users to the plugin there: it is told of nobody else, and cannot be enabled without.".to_owned());
    }
    if permissions.contains(&Permission::Library) {
        steps.push("Assign libraries to the plugin there: it sees no others, and cannot be enabled without.".to_owned());
    }
    if choice.has(Capability::Scrobbler) {
        steps
            .push("Let the user's player scrobble: the switch is on the player's page.".to_owned());
    }
    if choice.has(Capability::MetadataAgent) {
        steps.push(format!(
            "Name the plugin in the server's configuration, where agents are asked in this order: `Agents = \"{name},lastfm\"`."
        ));
    }
    if choice.has(Capability::Lyrics) {
        steps.push(format!(
            "Name the plugin in the server's configuration, where sources are asked in this order: `LyricsPriority = \".lrc,embedded,{name}\"`."
        ));
    }
    let numbered = steps.iter().zip(3..);
    numbered
        .map(|(step, number)| format!("{number}. {step}\n"))
        .collect()
}

/// An export of the capability, with an input that it answers.
fn call(capability: Capability) -> (&'static str, &'static str) {
    const TRACK: &str = r#"{"track": {"id": "1", "title": "Sinnerman", "artist": "Nina Simone"}}"#;
    match capability {
        Capability::Scrobbler => ("nd_scrobbler_is_authorized", r#"{"username": "u"}"#),
        Capability::Lyrics => ("nd_lyrics_get_lyrics", TRACK),
        Capability::SonicSimilarity => (
            "nd_get_sonic_similar_tracks",
            r#"{"song": {"id": "1", "name": "Sinnerman"}, "count": 10}"#,
        ),
        Capability::MetadataAgent => (
            "nd_get_artist_biography",
            r#"{"id": "1", "name": "Nina Simone"}"#,
        ),
        Capability::TaskWorker => (
            "nd_task_execute",
            r#"{"queueName": "songs", "taskId": "1", "payload": "MQ==", "attempt": 1}"#,
        ),
        Capability::SchedulerCallback => (
            "nd_scheduler_callback",
            r#"{"scheduleId": "hourly", "payload": "1", "isRecurring": true}"#,
        ),
        Capability::WebSocketCallback => (
            "nd_websocket_on_text_message",
            r#"{"connectionId": "events", "message": "1"}"#,
        ),
        Capability::Lifecycle => ("nd_on_init", "{}"),
    }
}
