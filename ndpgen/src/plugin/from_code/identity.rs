//! What `Cargo.toml` says of a plugin. Must not know settings.

use anyhow::{Context as _, Result, bail};
use indexmap::IndexMap;
use nd_rules::manifest::Permission;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::diag::{advise, nearest, quote};

/// The key below `[package.metadata]`.
const METADATA: &str = "navidrome";
/// What may stand there.
const KEYS: [&str; 5] = ["name", "author", "description", "website", "permissions"];

/// What cargo knows of the crate of a plugin.
#[derive(Debug, Clone, Default)]
pub struct Crate {
    pub name: String,
    pub version: String,
    pub authors: Vec<String>,
    pub description: Option<String>,
    pub homepage: Option<String>,
    pub repository: Option<String>,
    /// `[package.metadata]`.
    pub metadata: Value,
}

impl From<&cargo_metadata::Package> for Crate {
    fn from(package: &cargo_metadata::Package) -> Self {
        Self {
            name: package.name.to_string(),
            version: package.version.to_string(),
            authors: package.authors.clone(),
            description: package.description.clone(),
            homepage: package.homepage.clone(),
            repository: package.repository.clone(),
            metadata: package.metadata.clone(),
        }
    }
}

/// Whether `Cargo.toml` describes the plugin, so that there is no manifest to look for.
pub fn is_described(of: &Crate) -> bool {
    of.metadata.get(METADATA).is_some()
}

#[derive(Debug, Serialize)]
pub(super) struct Identity {
    name: String,
    author: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
}

/// By the key of the permission, in the order of `Cargo.toml` as far as cargo keeps it.
pub(super) type Permissions = IndexMap<String, Map<String, Value>>;

#[derive(Debug)]
pub(super) struct Described {
    pub(super) identity: Identity,
    pub(super) permissions: Permissions,
}

pub(super) fn read(of: &Crate) -> Result<Described> {
    let empty = Map::new();
    let table = match of.metadata.get(METADATA) {
        None => &empty,
        Some(Value::Object(table)) => table,
        Some(_) => bail!("must be a table"),
    };
    let faults = unknown_keys(table);
    if !faults.is_empty() {
        bail!(faults.join("; "));
    }
    let said = |key| text(table, key);
    let identity = Identity {
        name: said("name")?.unwrap_or_else(|| in_words(&of.name)),
        author: said("author")?.or_else(|| author(of)).context(NO_AUTHOR)?,
        version: of.version.clone(),
        description: said("description")?.or_else(|| of.description.clone()),
        website: said("website")?.or_else(|| of.homepage.clone().or(of.repository.clone())),
    };
    Ok(Described {
        identity,
        permissions: permissions(table)?,
    })
}

const NO_AUTHOR: &str = "nobody is named as the author: write `authors = [\"your name\"]` under [package], or `author = \"your name\"` here";

/// What is wrong with the keys of the table and of its permissions, a text for each.
fn unknown_keys(table: &Map<String, Value>) -> Vec<String> {
    let keys = table.keys().filter(|key| !KEYS.contains(&key.as_str()));
    let keys = keys.map(|key| match elsewhere(key) {
        Some(place) => format!("unknown key {}: {place}", quote(key)),
        None => unknown(key, "keys", &KEYS),
    });
    let permissions = table.get("permissions").and_then(Value::as_object);
    let permissions = permissions.into_iter().flat_map(Map::keys);
    let permissions = permissions.filter(|key| Permission::from_key(key).is_none());
    let known = Permission::ALL.map(Permission::key);
    let permissions = permissions.map(|key| unknown(key, "permissions", &known));
    keys.chain(permissions).collect()
}

/// What people look for under other names than ours.
fn elsewhere(key: &str) -> Option<&'static str> {
    match key {
        "version" => Some("the version is that of [package]"),
        "authors" => {
            Some("`author` is one text; without it the first of `authors` in [package] counts")
        }
        "homepage" | "url" | "repository" => {
            Some("it is `website`; without it `homepage` or `repository` of [package] counts")
        }
        "id" => Some("the id is the name of the package's file"),
        "title" | "display-name" => Some("it is `name`"),
        "config" | "settings" => Some("settings are the fields of the struct that derives Config"),
        _ => None,
    }
}

fn text(table: &Map<String, Value>, key: &str) -> Result<Option<String>> {
    match table.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => bail!("`{key}` must be a text"),
    }
}

/// A permission is a table with the keys of the manifest, or just the reason for it.
fn permissions(table: &Map<String, Value>) -> Result<Permissions> {
    let permissions = match table.get("permissions") {
        None => return Ok(Permissions::new()),
        Some(Value::Object(permissions)) => permissions,
        Some(_) => bail!("`permissions` must be a table"),
    };
    permissions.iter().map(permission).collect()
}

fn permission((key, value): (&String, &Value)) -> Result<(String, Map<String, Value>)> {
    let said = match value {
        Value::String(reason) => Map::from_iter([("reason".to_owned(), reason.as_str().into())]),
        Value::Object(said) => said.clone(),
        _ => bail!("`permissions.{key}` must be a table, or the reason as a text"),
    };
    Ok((key.clone(), said))
}

fn unknown(key: &str, what: &str, known: &[&str]) -> String {
    let near = nearest(key, known.iter().copied());
    let advice = advise(near, what, known.iter().copied());
    format!("unknown key {}: {advice}", quote(key))
}

/// `my-plugin` is `My plugin`.
fn in_words(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => words,
    }
}

/// The first author, without the address behind the name.
fn author(of: &Crate) -> Option<String> {
    let author = of.authors.first()?;
    let name = author.split('<').next().unwrap_or(author).trim();
    Some(name.to_owned())
}
