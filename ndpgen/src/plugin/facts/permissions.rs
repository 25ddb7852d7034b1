//! What a plugin asks for, with what each permission says. Must not judge it, nor keep what the server passes over.

use nd_rules::manifest::Permission;
use nd_rules::size;
use serde::{Serialize, Serializer};

use super::super::json::{Node, Value};
use super::{find, text};

/// A permission that the manifest declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permitted {
    #[serde(rename = "key", serialize_with = "as_key")]
    pub permission: Permission,
    /// Why, as the author puts it.
    pub reason: Option<String>,
    #[serde(flatten)]
    pub details: Details,
}

/// What a permission says beyond being there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Details {
    Plain {},
    Hosts {
        hosts: Vec<String>,
    },
    /// In bytes; `None` for the server's own limit.
    #[serde(rename_all = "camelCase")]
    Size {
        max_size: Option<i64>,
    },
    /// Whether the plugin sees the folders of its libraries.
    Filesystem {
        filesystem: bool,
    },
    /// How many tasks run at a time.
    #[serde(rename_all = "camelCase")]
    Concurrency {
        max_concurrency: i64,
    },
}

/// In the order of the manifest.
pub(super) fn of(manifest: &Node) -> Vec<Permitted> {
    let Some(permissions) = find(manifest, "permissions") else {
        return Vec::new();
    };
    let declared = permissions
        .members()
        .iter()
        .filter(|it| it.node.is_object());
    let mut found: Vec<Permitted> = Vec::new();
    for member in declared {
        let known = Permission::ALL
            .into_iter()
            .find(|permission| permission.key().eq_ignore_ascii_case(&member.key));
        let Some(permission) = known else { continue };
        // Of a key that is there twice the last one counts.
        found.retain(|it| it.permission != permission);
        found.push(Permitted {
            permission,
            reason: text(&member.node, "reason").filter(|reason| !reason.is_empty()),
            details: details(permission, &member.node),
        });
    }
    found
}

fn details(permission: Permission, entry: &Node) -> Details {
    match permission {
        Permission::Http | Permission::WebSocket => Details::Hosts {
            hosts: hosts(entry),
        },
        Permission::KvStore => {
            let max_size = text(entry, "maxSize").and_then(|text| size::parse(&text).ok());
            Details::Size { max_size }
        }
        Permission::Library => {
            let filesystem = find(entry, "filesystem").map(|node| &node.value);
            Details::Filesystem {
                filesystem: filesystem == Some(&Value::Bool(true)),
            }
        }
        Permission::TaskQueue => {
            let given = match find(entry, "maxConcurrency").map(|node| &node.value) {
                Some(Value::Number(number)) => number.as_i64(),
                Some(_) | None => None,
            };
            Details::Concurrency {
                max_concurrency: given.unwrap_or(1),
            }
        }
        Permission::Artwork
        | Permission::Cache
        | Permission::Matcher
        | Permission::Scheduler
        | Permission::ScrobbleRetriever
        | Permission::Storage
        | Permission::SubsonicApi
        | Permission::Users => Details::Plain {},
    }
}

fn hosts(entry: &Node) -> Vec<String> {
    let list = find(entry, "requiredHosts").map(Node::elements);
    let texts = list.unwrap_or_default().iter().filter_map(Node::text);
    texts.map(str::to_owned).collect()
}

fn as_key<S: Serializer>(permission: &Permission, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(permission.key())
}
