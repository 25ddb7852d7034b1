//! Scenarios: what a plugin calls one after the other, and what the server replies. Read from `tests/data/scenarios/`, one file a service.
//! Must not contain any.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::setup::Setup;
use crate::tables;

/// A scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// What is there before the plugin is loaded.
    #[serde(default)]
    pub setup: Setup,
    /// What happens.
    pub steps: Vec<Step>,
}

/// Something that happens.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// The plugin calls a host function.
    Call(Call),
    /// Time passes, and the server calls the plugin for what falls due.
    Advance(Advance),
    /// The other end of a connection does something; the plugin gets to know it when time passes.
    Peer(Peer),
    /// The plugin is loaded anew.
    Reload(Reload),
    /// A library goes from the server.
    RemoveLibrary(RemoveLibrary),
}

/// A call of a host function.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The function.
    pub call: String,
    /// Its arguments; bytes are lists of numbers, or `{"byte": 7, "times": 1000}`.
    #[serde(default)]
    pub args: Value,
    /// The reply as it is on the wire: what is zero has no key, and failures are `{"error": text}`.
    pub reply: Value,
    /// What the plugin gets from it, unless the reply is a failure; bytes are lists of numbers.
    #[serde(default)]
    pub ok: Value,
    /// The calls that the plugin makes before the reply, because the server has called it.
    #[serde(default)]
    pub meanwhile: Vec<Call>,
}

/// Time passes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    /// So many seconds.
    pub advance: f64,
    /// The calls that the server makes meanwhile.
    #[serde(default)]
    pub delivered: Vec<Delivered>,
    /// The calls that the plugin makes in them.
    #[serde(default)]
    pub meanwhile: Vec<Call>,
}

/// A call that the server makes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivered {
    /// So many seconds after the scenario began.
    pub at: f64,
    /// The export.
    pub export: String,
    /// Its input as it is on the wire.
    pub input: Value,
}

/// The other end of a connection does something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// The connection.
    pub peer: String,
    /// What it does.
    pub does: Deed,
}

/// What the other end of a connection does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Sends text.
    SendText(String),
    /// Sends bytes.
    SendBinary(Vec<u8>),
    /// Closes with a code and a reason.
    Close(i32, String),
    /// Is gone without a word.
    Lose,
}

/// The plugin is loaded anew.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reload {
    /// Whether: always `true`.
    pub reload: bool,
}

/// A library goes from the server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveLibrary {
    /// Its ID.
    pub remove_library: i32,
}

/// All scenarios by the names of their services.
///
/// # Panics
/// When a file is missing or malformed.
#[must_use]
pub fn all() -> BTreeMap<String, Vec<Scenario>> {
    let folder = tables::data().join("scenarios");
    let files = std::fs::read_dir(folder).expect("the folder is there");
    let paths = files.map(|file| file.expect("the folder is readable").path());
    paths
        .map(|path| {
            let service = path
                .file_stem()
                .expect("files have names")
                .to_string_lossy();
            (service.into_owned(), tables::read(&path))
        })
        .collect()
}
