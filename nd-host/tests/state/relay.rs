//! A plugin that hands on what a test asks, with callbacks of the test's. Must not assert anything but that calls succeed.

use nd_host::{LoadedPlugin, Outcome, Package, Server, Settings};
use nd_rules::surface::HOST_FUNCTIONS;
use serde_json::Value;

use crate::common::{package, relay_and};

/// A plugin with these permissions and exports, which imports every function that the permissions give it.
pub(crate) fn relay(permissions: &Value, exports: &str) -> Package {
    let declared = |key: &str| permissions.get(key).is_some();
    let functions = HOST_FUNCTIONS.iter();
    let functions = functions.filter(|function| function.permission.is_some_and(declared));
    let functions: Vec<&str> = functions.map(|function| function.name).collect();
    Package {
        id: "relay".to_owned(),
        ..package(permissions, relay_and(&functions, exports))
    }
}

/// Loads a plugin for all users and libraries.
pub(crate) fn load(server: &Server, package: &Package) -> LoadedPlugin {
    let loaded = server.load(package, &Settings::new());
    loaded.unwrap_or_else(|error| panic!("{error:#}"))
}

/// What a host function replies to this request.
#[track_caller]
pub(crate) fn ask(plugin: &LoadedPlugin, function: &str, request: &Value) -> Value {
    let export = format!("call_{function}");
    match plugin.call(&export, request.to_string()).outcome {
        Outcome::Ok(reply) => serde_json::from_slice(&reply).expect("replies are JSON"),
        outcome => panic!("{function}: {outcome:?}"),
    }
}
