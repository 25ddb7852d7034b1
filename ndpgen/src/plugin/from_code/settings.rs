//! The settings that a plugin describes in its WebAssembly, as JSON Schema and as form. Must not know where the description comes from.

mod form;
mod schema;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Deserializer, Value, json};

/// The version of the description that is read here.
const FORMAT: u32 = 1;

/// What `register_config!` of nd-pdk writes.
#[derive(Debug, Deserialize)]
struct Description {
    settings: Vec<Field>,
}

#[derive(Debug, Deserialize)]
struct Format {
    format: u32,
}

/// A setting, or a field of one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Field {
    name: String,
    label: String,
    help: Option<String>,
    required: bool,
    /// `null` is one, too.
    default: Option<Value>,
    /// The part of the form it is shown in.
    group: Option<String>,
    kind: Kind,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Kind {
    Text(Text),
    Boolean {},
    Integer(Bounds),
    Number(Bounds),
    Choice { options: Vec<Choice> },
    List(List),
    Map { of: Box<Kind> },
    Object { fields: Vec<Field> },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[derive(Default)]
struct Text {
    secret: bool,
    multiline: bool,
    url: bool,
    pattern: Option<String>,
    min_length: Option<u64>,
    max_length: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Bounds {
    min: Option<Value>,
    max: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    name: String,
    label: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct List {
    of: Box<Kind>,
    /// The field that names an element.
    label_by: Option<String>,
    min_items: Option<u64>,
    max_items: Option<u64>,
}

/// The one text in the section. The linker puts those of several calls behind each other.
fn only(description: &[u8]) -> Result<Value> {
    let texts = Deserializer::from_slice(description).into_iter();
    let texts: Result<Vec<Value>, _> = texts.collect();
    let mut texts = texts.context("cannot be read")?;
    ensure!(
        texts.len() <= 1,
        "describes {} structs of settings, and a plugin has one: call `register_config!` once, and in no crate that the plugin depends on",
        texts.len()
    );
    texts.pop().context("is empty")
}

/// `config` of the manifest.
pub(super) fn config(description: &[u8]) -> Result<Value> {
    let description = only(description)?;
    let Format { format } = Format::deserialize(&description).context("cannot be read")?;
    ensure!(
        format == FORMAT,
        "has format {format}, and this ndpgen reads {FORMAT}: nd-pdk and ndpgen must be of one version"
    );
    let described = Description::deserialize(description).context("cannot be read")?;
    Ok(json!({
        "schema": schema::root(&described.settings),
        "uiSchema": form::root(&described.settings),
    }))
}
