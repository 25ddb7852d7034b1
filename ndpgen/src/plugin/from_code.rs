//! The manifest of a plugin whose author writes none: `[package.metadata.navidrome]` of `Cargo.toml` says what the plugin is and asks for, the struct
//! that derives `Config` what can be set. Must not judge the result: it is checked like any other manifest.

pub mod fixes;
mod identity;
mod settings;

use anyhow::{Context as _, Result};
use serde::Serialize;
use serde_json::Value;

pub use identity::{Crate, is_described};
use identity::{Identity, Permissions};

/// The custom section of the WebAssembly in which nd-pdk's `register_config!` leaves the settings.
pub const SECTION: &str = "nd-pdk:config";

/// In the order in which people write manifests.
#[derive(Debug, Serialize)]
struct Manifest {
    #[serde(flatten)]
    identity: Identity,
    permissions: Permissions,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<Value>,
}

/// The text of the manifest. `settings` is what the section [`SECTION`] holds, if the plugin has one.
///
/// # Errors
/// `[package.metadata.navidrome]` has keys that do not exist or values of another type, or the section is not one that this version reads.
pub fn manifest(of: &Crate, settings: Option<&[u8]>) -> Result<String> {
    let described = identity::read(of).context("[package.metadata.navidrome] of Cargo.toml")?;
    let config = settings.map(settings::config).transpose();
    let config = config.with_context(|| format!("the section `{SECTION}` of the WebAssembly"))?;
    let manifest = Manifest {
        identity: described.identity,
        permissions: described.permissions,
        config,
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

#[cfg(test)]
mod tests;
