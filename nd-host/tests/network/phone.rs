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
        let mut said = String::new();
        let mut exports: Vec<String> = FUNCTIONS
            .iter()
            .map(|name| {
                let body = format!("(call $answer (call ${name} (call $input)))");
                common::export(&format!("call_{name}"), &body)
            })
            .collect();
        for (callback, calls) in &self.callbacks {
            let mut body = "(call $log (call $input))".to_owned();
            for (function, request) in calls {
                let request = request.to_string();
                body.push_str(&format!(
                    "(call $log (call ${function} (call $say (i32.const {}) (i32.const {}))))",
                    said.len(),
                    request.len()
                ));
                said.push_str(&request);
            }
            exports.push(common::export(callback, &body));
        }
        let wasm = module(&said, &exports.concat());
        common::package(&json!({"websocket": self.hosts}), wasm)
    }
}

fn module(said: &str, exports: &str) -> Vec<u8> {
    let said: String = said.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    let imports = FUNCTIONS.map(|name| {
        format!(r#"(import "extism:host/user" "{name}" (func ${name} (param i64) (result i64)))"#)
    });
    common::module(&format!(
        r#"{}
        (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
        (import "extism:host/env" "length" (func $length (param i64) (result i64)))
        (import "extism:host/env" "input_length" (func $input_length (result i64)))
        (import "extism:host/env" "input_load_u8" (func $input_load (param i64) (result i32)))
        (import "extism:host/env" "store_u8" (func $store (param i64 i32)))
        (import "extism:host/env" "output_set" (func $output (param i64 i64)))
        (import "extism:host/env" "log_info" (func $log (param i64)))
        (memory (export "memory") 1)
        (data (i32.const 0) "{said}")
        (func $answer (param i64)
            (call $output (local.get 0) (call $length (local.get 0))))
        (func $say (param $from i32) (param $bytes i32) (result i64)
            (local $block i64) (local $at i32)
            (local.set $block (call $alloc (i64.extend_i32_u (local.get $bytes))))
            (loop $next
                (call $store
                    (i64.add (local.get $block) (i64.extend_i32_u (local.get $at)))
                    (i32.load8_u (i32.add (local.get $from) (local.get $at))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (br_if $next (i32.lt_u (local.get $at) (local.get $bytes))))
            (local.get $block))
        (func $input (result i64) (local $block i64) (local $at i64)
            (local.set $block (call $alloc (call $input_length)))
            (block $end (loop $next
                (br_if $end (i64.ge_u (local.get $at) (call $input_length)))
                (call $store
                    (i64.add (local.get $block) (local.get $at))
                    (call $input_load (local.get $at)))
                (local.set $at (i64.add (local.get $at) (i64.const 1)))
                (br $next)))
            (local.get $block))
        {exports}"#,
        imports.concat()
    ))
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
