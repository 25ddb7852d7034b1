//! The manifest of a new plugin: just the permissions that its parts need. Must not know which parts those are.

use indexmap::IndexMap;
use nd_rules::manifest::Permission;
use serde::Serialize;

use super::Plugin;
use super::parts::Service;
use crate::plugin::placeholder::MARK;

/// The host that the samples speak to. It belongs to nobody.
const HOST: &str = "api.example.org";

/// In the order in which people write manifests.
#[derive(Serialize)]
struct Manifest {
    name: String,
    author: String,
    version: &'static str,
    description: String,
    permissions: IndexMap<&'static str, Declared>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<Config>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Declared {
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    required_hosts: Option<[&'static str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_concurrency: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    schema: Schema,
    ui_schema: Form,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    #[serde(rename = "$schema")]
    draft: &'static str,
    r#type: &'static str,
    properties: IndexMap<&'static str, IndexMap<&'static str, &'static str>>,
    additional_properties: bool,
}

#[derive(Serialize)]
struct Form {
    r#type: &'static str,
    elements: [IndexMap<&'static str, &'static str>; 1],
}

pub(super) fn text(plugin: &Plugin) -> String {
    let permissions = plugin.choice.permissions().into_iter();
    let manifest = Manifest {
        name: plugin.name.title(),
        author: format!("{MARK}your name"),
        version: "0.1.0",
        description: format!("{MARK}what the plugin does, in a sentence"),
        permissions: permissions.map(|it| (it.key(), declared(it))).collect(),
        config: plugin.choice.uses(Service::Config).then(config),
    };
    let text = serde_json::to_string_pretty(&manifest);
    text.expect("texts and numbers can always be written") + "\n"
}

fn declared(permission: Permission) -> Declared {
    let why = match permission {
        Permission::Artwork => "for whom pictures are made public",
        Permission::Cache => "what is remembered for a while",
        Permission::Http => "what is asked of which service",
        Permission::KvStore => "what is kept",
        Permission::Library => "what is done with the libraries",
        Permission::Matcher => "which songs are looked up",
        Permission::Scheduler => "what is done how often",
        Permission::ScrobbleRetriever => "what is done with what users have played",
        Permission::Storage => "what the files are for",
        Permission::SubsonicApi => "what is asked of the server in a user's name",
        Permission::TaskQueue => "what the tasks do",
        Permission::Users => "for which users this is, and what is done for them",
        Permission::WebSocket => "what is received from whom",
    };
    let reaches_hosts = matches!(permission, Permission::Http | Permission::WebSocket);
    Declared {
        reason: format!("{MARK}{why}"),
        required_hosts: reaches_hosts.then_some([HOST]),
        max_concurrency: (permission == Permission::TaskQueue).then_some(1),
    }
}

/// The setting of the sample.
fn config() -> Config {
    let greeting = IndexMap::from([
        ("type", "string"),
        ("title", "Greeting"),
        ("description", "What the log begins with"),
        ("default", "Hello"),
    ]);
    let control = IndexMap::from([("type", "Control"), ("scope", "#/properties/greeting")]);
    Config {
        schema: Schema {
            draft: "http://json-schema.org/draft-07/schema#",
            r#type: "object",
            properties: IndexMap::from([("greeting", greeting)]),
            additional_properties: false,
        },
        ui_schema: Form {
            r#type: "VerticalLayout",
            elements: [control],
        },
    }
}
