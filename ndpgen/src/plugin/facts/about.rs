//! What a manifest says of the plugin as a whole. Must not judge it.

use serde::Serialize;

use super::super::json::Node;
use super::text;

/// Texts about a plugin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct About {
    pub name: Option<String>,
    pub author: Option<String>,
    pub version: Option<String>,
    pub description: Option<String>,
    pub website: Option<String>,
}

pub(super) fn of(manifest: &Node) -> About {
    About {
        name: text(manifest, "name"),
        author: text(manifest, "author"),
        version: text(manifest, "version"),
        description: text(manifest, "description"),
        website: text(manifest, "website"),
    }
}
