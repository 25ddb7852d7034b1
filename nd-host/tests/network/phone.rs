//! A plugin that uses WebSockets: it says in its log what arrives, and does what a test wants in its callbacks. Must not assert anything.

use nd_host::{LoadedPlugin, Outcome, Package, Server, ServerBuilder, Settings, Source};
use serde_json::{Value, json};

use crate::common;

const FUNCTIONS: [&str; 4] = [
    "websocket_connect",
    "websocket_sendtext",
    "websocket_sendbinary",
    "websocket_closeconnection",
];

const CALLBACKS: [&str; 4] = [
    "nd_websocket_on_text_message",
    "nd_websocket_on_binary_message",
    "nd_websocket_on_error",
    "nd_websocket_on_close",
];

/// Sets up the plugin.
pub(crate) struct Phone {
    hosts: Value,
    callbacks: Vec<(&'static str, Vec<(&'static str, Value)>)>,
}

impl Phone {
    /// With all callbacks, which do nothing but log their input.
    pub(crate) fn new() -> Self {
        Self {
            hosts: json!({"requiredHosts": ["127.0.0.1", "localhost"]}),
            callbacks: CALLBACKS.map(|name| (name, Vec::new())).into(),
        }
    }

    /// What the manifest says of WebSockets.
    pub(crate) fn permission(mut self, permission: Value) -> Self {
        self.hosts = permission;
        self
    }

    /// Lets a callback call a host function, and log its reply.
    pub(crate) fn on(mut self, callback: &str, function: &'static str, request: Value) -> Self {
        let mut callbacks = self.callbacks.iter_mut();
        let found = callbacks.find(|(name, _)| *name == callback);
        found
            .expect("there is such a callback")
            .1
            .push((function, request));
        self
    }

    /// Leaves a callback out.
    pub(crate) fn without(mut self, callback: &str) -> Self {
        self.callbacks.retain(|(name, _)| *name != callback);
        self
    }

    pub(crate) fn load(self) -> LoadedPlugin {
        self.load_on(Server::builder())
    }

    pub(crate) fn load_on(self, server: ServerBuilder) -> LoadedPlugin {
        let server = server.start().expect("the server starts");
        let loaded = server.load(&self.package(), &Settings::new());
        loaded.expect("the plugin loads")
    }

    fn package(self) -> Package {
        let mut exports = String::new();
        for (callback, calls) in &self.callbacks {
            let mut body = "(call $log (call $input))".to_owned();
            for (index, (function, request)) in calls.iter().enumerate() {
                let said = format!("{callback}_{index}");
                exports.push_str(&common::text(&said, &request.to_string()));
                body.push_str(&format!("(call $log (call ${function} (call ${said})))"));
            }
            exports.push_str(&common::export(callback, &body));
        }
        let wasm = common::relay_and(&FUNCTIONS, &exports);
        common::package(&json!({"websocket": self.hosts}), wasm)
    }
}

/// The reply of a host function.
pub(crate) fn call(plugin: &LoadedPlugin, function: &str, request: Value) -> Value {
    match plugin
        .call(&format!("call_{function}"), request.to_string())
        .outcome
    {
        Outcome::Ok(reply) => serde_json::from_slice(&reply).expect("replies are JSON"),
        other => panic!("the call failed: {other:?}"),
    }
}

pub(crate) fn connect(plugin: &LoadedPlugin, url: &str, id: &str) -> Value {
    call(plugin, "websocket_connect", to_connect(url, id))
}

pub(crate) fn to_connect(url: &str, id: &str) -> Value {
    json!({"url": url, "headers": {}, "connectionId": id})
}

pub(crate) fn send(plugin: &LoadedPlugin, id: &str, message: &str) -> Value {
    let request = json!({"connectionId": id, "message": message});
    call(plugin, "websocket_sendtext", request)
}

pub(crate) fn close(plugin: &LoadedPlugin, id: &str, code: i32, reason: &str) -> Value {
    call(
        plugin,
        "websocket_closeconnection",
        to_close(id, code, reason),
    )
}

pub(crate) fn to_close(id: &str, code: i32, reason: &str) -> Value {
    json!({"connectionId": id, "code": code, "reason": reason})
}

/// The calls that the server made on its own: the export without `nd_websocket_`, and its input.
pub(crate) fn told(plugin: &LoadedPlugin) -> Vec<(String, Value)> {
    let deliveries = plugin.deliveries().into_iter();
    deliveries
        .map(|delivery| {
            let name = delivery.export.trim_start_matches("nd_websocket_");
            let input = serde_json::from_slice(&delivery.input).expect("inputs are JSON");
            (name.to_owned(), input)
        })
        .collect()
}

/// What the plugin logged.
pub(crate) fn said(plugin: &LoadedPlugin) -> Vec<Value> {
    let lines = plugin.log().into_iter();
    lines
        .filter(|line| line.source == Source::Plugin)
        .map(|line| serde_json::from_str(&line.text).expect("it logs JSON"))
        .collect()
}
