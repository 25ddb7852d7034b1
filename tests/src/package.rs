//! Examples as packages, for the local host to load. Must not load them.

use nd_host::Package;
use serde_json::{Value, json};

use crate::plugins;

/// An example with the manifest that it ships.
///
/// # Panics
/// When there is no such example, or it cannot be built.
#[must_use]
pub fn example(name: &str) -> Package {
    let manifest = plugins::repository()
        .join("examples")
        .join(name)
        .join("manifest.json");
    Package {
        id: name.to_owned(),
        manifest: std::fs::read_to_string(&manifest)
            .unwrap_or_else(|error| panic!("{}: {error}", manifest.display())),
        wasm: plugins::wasm(name),
    }
}

/// The same plugin, allowed to reach local servers as well: what an administrator's own server at home would need, too.
///
/// # Panics
/// When its manifest is none.
#[must_use]
pub fn with_local_servers(package: Package) -> Package {
    let mut manifest: Value = serde_json::from_str(&package.manifest).expect("manifests are JSON");
    for permission in ["http", "websocket"] {
        if let Some(declared) = manifest["permissions"].get_mut(permission) {
            let mut hosts = declared["requiredHosts"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            hosts.push(json!("127.0.0.1"));
            declared["requiredHosts"] = json!(hosts);
        }
    }
    Package {
        manifest: manifest.to_string(),
        ..package
    }
}
