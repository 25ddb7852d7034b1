//! The tables in `tests/data/`: what goes over the wire, one file for each capability and each host service.
//!
//! Values are written as they are on the wire, those called `request` of a host function and `response` of an export to the byte.
//! Must not contain values itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// All names there are: the list that tables and plugins are compared with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surface {
    /// Exports of all capabilities.
    pub exports: BTreeSet<String>,
    /// Functions of all host services.
    pub host_functions: BTreeSet<String>,
}

/// An export: what the server sends, and what it gets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Input with a value in every field; none if the export takes no input.
    #[serde(default)]
    pub request: Value,
    /// What the plugin sees when all fields are missing or `null`.
    #[serde(default)]
    pub empty_request: Value,
    /// Output with a value in every field, to the byte; none if the export gives no output.
    pub response: Option<Box<RawValue>>,
    /// Output of zero values, to the byte.
    pub empty_response: Option<Box<RawValue>>,
    /// Whether the server takes `null` for "there is none".
    #[serde(default)]
    pub nullable: bool,
    /// Further inputs.
    #[serde(default)]
    pub more_requests: Vec<Seen>,
    /// Inputs that are no input of this export.
    #[serde(default)]
    pub refused_requests: Vec<Box<RawValue>>,
    /// Further outputs.
    #[serde(default)]
    pub more_responses: Vec<Response>,
}

/// An input of an export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What is special about it.
    pub name: String,
    /// The input, to the byte.
    pub request: Box<RawValue>,
    /// What the plugin sees.
    pub seen: Value,
}

/// An output of an export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// What is special about it.
    pub name: String,
    /// The output, to the byte.
    pub response: Box<RawValue>,
}

/// A host function: what the plugin sends, and what it makes of the replies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostFunction {
    /// The arguments, where they are not those of the request: bytes are lists of numbers here and base64 there.
    pub args: Option<Value>,
    /// The request, to the byte; none if nothing is sent.
    pub request: Option<Box<RawValue>>,
    /// A reply with every key.
    pub reply: Value,
    /// What the plugin gets from it.
    #[serde(default)]
    pub result: Value,
    /// What the plugin gets when all keys are missing or `null`.
    #[serde(default)]
    pub empty_result: Value,
    /// Further arguments.
    #[serde(default)]
    pub more_requests: Vec<Request>,
    /// Further replies.
    #[serde(default)]
    pub more_replies: Vec<Reply>,
    /// Replies that are no reply of this function.
    #[serde(default)]
    pub refused_replies: Vec<Box<RawValue>>,
}

/// A request to a host function.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What is special about it.
    pub name: String,
    /// The arguments, where they are not those of the request.
    pub args: Option<Value>,
    /// The request, to the byte.
    pub request: Box<RawValue>,
}

/// A reply of a host function.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// What is special about it.
    pub name: String,
    /// The reply, to the byte.
    pub reply: Box<RawValue>,
    /// What the plugin gets from it.
    pub result: Value,
}

/// All names there are.
///
/// # Panics
/// When the file is missing or malformed, as all functions of this module do.
pub fn surface() -> &'static Surface {
    static SURFACE: OnceLock<Surface> = OnceLock::new();
    SURFACE.get_or_init(|| read(&data().join("surface.json")))
}

/// The tables of all exports, by name.
pub fn exports() -> &'static BTreeMap<String, Export> {
    static EXPORTS: OnceLock<BTreeMap<String, Export>> = OnceLock::new();
    EXPORTS.get_or_init(|| read_all("exports"))
}

/// The tables of all host functions, by name.
pub fn host_functions() -> &'static BTreeMap<String, HostFunction> {
    static FUNCTIONS: OnceLock<BTreeMap<String, HostFunction>> = OnceLock::new();
    FUNCTIONS.get_or_init(|| read_all("host"))
}

/// Arguments are those of the request, unless the table says how they differ.
#[must_use]
pub fn arguments(args: Option<&Value>, request: Option<&RawValue>) -> Value {
    match (args, request) {
        (Some(args), _) => args.clone(),
        (None, Some(request)) => serde_json::from_str(request.get()).expect("requests are JSON"),
        (None, None) => json!({}),
    }
}

pub(crate) fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../data"))
}

/// Joins the tables of a folder.
fn read_all<T: DeserializeOwned>(folder: &str) -> BTreeMap<String, T> {
    let mut joined = BTreeMap::new();
    for file in std::fs::read_dir(data().join(folder)).expect("the folder is there") {
        let table: BTreeMap<String, T> = read(&file.expect("the folder is readable").path());
        for (name, row) in table {
            assert!(
                joined.insert(name.clone(), row).is_none(),
                "`{name}` has two tables"
            );
        }
    }
    joined
}

pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
