//! Whether what the manifest permits and what the WebAssembly does fit together. Must not judge one of them alone.

use std::collections::{BTreeMap, BTreeSet};

use nd_package::surface::{KERNEL_MODULE, USER_MODULE, WASI_MODULE};
use nd_rules::manifest::Permission::{
    self, Artwork, Cache, Http, KvStore, Library, Matcher, Scheduler, ScrobbleRetriever, Storage,
    SubsonicApi, TaskQueue, Users, WebSocket,
};
use nd_rules::manifest::{Has, LoadRule};
use nd_rules::surface::{Export, HostFunction};

use super::declared::Declared;
use super::exports;
use super::runtime::is_about_files;
use crate::diag::{list, quote};
use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::Wasm;

/// What of a module has to do with permissions.
struct Uses<'a> {
    host_functions: BTreeSet<&'a str>,
    /// The host functions that need a permission, by it.
    by_permission: BTreeMap<Permission, Vec<&'a str>>,
    exports: Vec<&'static Export>,
    opens_files: bool,
    /// Extism's own HTTP.
    builtin_http: bool,
}

impl<'a> Uses<'a> {
    fn of(wasm: &'a Wasm) -> Self {
        let module = &wasm.module;
        let host_functions: BTreeSet<&str> = module.functions_from(USER_MODULE).collect();
        let mut by_permission: BTreeMap<Permission, Vec<&str>> = BTreeMap::new();
        for name in &host_functions {
            if let Some(permission) = HostFunction::find(name).and_then(HostFunction::permission) {
                by_permission.entry(permission).or_default().push(name);
            }
        }
        Self {
            host_functions,
            by_permission,
            exports: exports::called(wasm),
            opens_files: module.functions_from(WASI_MODULE).any(is_about_files),
            builtin_http: module
                .functions_from(KERNEL_MODULE)
                .any(|it| it == "http_request"),
        }
    }

    fn has_capability(&self, capability: &str) -> bool {
        self.exports.iter().any(|it| it.capability == capability)
    }

    /// Whether the plugin would miss a permission, which gives some plugins something without any host function being called.
    fn needs(&self, permission: Permission, declared: &Declared<'_>) -> bool {
        self.by_permission.contains_key(&permission)
            || match permission {
                // Says as whom the plugin may act, and for whom it is called.
                Users => {
                    self.has_capability("Scrobbler")
                        || [SubsonicApi, ScrobbleRetriever, Matcher]
                            .into_iter()
                            .any(|it| declared.has(it))
                }
                // Says among which songs the matcher looks, and mounts the libraries.
                Library => declared.has(Matcher) || declared.filesystem().is_some(),
                // Mounts its folder.
                Storage => self.opens_files,
                // Says which hosts Extism's own HTTP may ask.
                Http => self.builtin_http,
                Artwork | Cache | KvStore | Matcher | Scheduler | ScrobbleRetriever
                | SubsonicApi | TaskQueue | WebSocket => false,
            }
    }
}

pub(super) fn check(cx: &mut Findings, wasm: &Wasm, declared: &Declared<'_>) {
    let uses = Uses::of(wasm);
    missing(cx, &uses, declared);
    // What is not registered is not there, and neither is what it would use: these are findings about a part of the plugin.
    if uses.exports.is_empty() {
        return;
    }
    unused(cx, &uses, declared);
    filesystem(cx, &uses, declared);
    load_rules(cx, &uses, declared);
}

fn missing(cx: &mut Findings, uses: &Uses<'_>, declared: &Declared<'_>) {
    for (permission, functions) in &uses.by_permission {
        if declared.has(*permission) {
            continue;
        }
        let (Some(first), key) = (functions.first(), permission.key()) else {
            continue;
        };
        let names: Vec<String> = functions.iter().map(|name| quote(name)).collect();
        let (are, they) = match names.len() {
            1 => ("is", "it is"),
            _ => ("are", "they are"),
        };
        let message = format!(
            "{} {are} imported, and {they} only there with the permission {}: the server does not load the plugin",
            names.join(", "),
            quote(key)
        );
        let fix = format!(
            "{}, or do without calling {}",
            declare(*permission),
            match names.len() {
                1 => "it",
                _ => "them",
            }
        );
        let place = Place::Import {
            module: USER_MODULE.to_owned(),
            name: (*first).to_owned(),
        };
        cx.report(Code::MissingPermission, place, message, fix);
    }
}

/// How to come to a permission.
fn declare(permission: Permission) -> String {
    let key = permission.key();
    // Without hosts the one allows none, and the other all public ones.
    let hosts = match permission {
        Http | WebSocket => ", \"requiredHosts\": [\"host.name\"]",
        Artwork | Cache | KvStore | Library | Matcher | Scheduler | ScrobbleRetriever | Storage
        | SubsonicApi | TaskQueue | Users => "",
    };
    format!("add `\"{key}\": {{ \"reason\": \"why\"{hosts} }}` to `permissions` of the manifest")
}

fn unused(cx: &mut Findings, uses: &Uses<'_>, declared: &Declared<'_>) {
    for permission in declared.all().filter(|it| !uses.needs(*it, declared)) {
        let functions = nd_rules::surface::HOST_FUNCTIONS.iter();
        let functions = functions.filter(|it| it.permission() == Some(permission));
        let message = format!(
            "the permission {} is declared, and the plugin uses nothing of it ({})",
            quote(permission.key()),
            list("host functions", functions.map(|it| it.name))
        );
        let fix =
            "remove it: every permission is something that users have to trust the plugin with";
        cx.report(
            Code::UnusedPermission,
            declared.place(permission),
            message,
            fix,
        );
    }
}

fn filesystem(cx: &mut Findings, uses: &Uses<'_>, declared: &Declared<'_>) {
    let Some(place) = declared.filesystem() else {
        return;
    };
    // Both are told the paths of songs with it, which is a reason without files being opened.
    let is_told_paths =
        uses.has_capability("Scrobbler") || uses.host_functions.contains("matcher_matchsongs");
    if uses.opens_files || is_told_paths {
        return;
    }
    let message = "the plugin may read all files of the libraries, and opens none";
    let fix =
        "remove `filesystem`; keep it only if the plugin needs the paths of libraries as texts";
    cx.report(Code::UnusedFilesystem, place, message, fix);
}

fn load_rules(cx: &mut Findings, uses: &Uses<'_>, declared: &Declared<'_>) {
    let exports: Vec<&str> = uses.exports.iter().map(|it| it.name).collect();
    for rule in declared.permissions.broken_rules(&exports) {
        if matches!(rule.needs, Has::Permission(needed) if declared.has(needed)) {
            continue;
        }
        let place = match rule.who_has {
            Has::Permission(permission) => declared.place(permission),
            Has::Export(name) => Place::Export(name.to_owned()),
            Has::ExportOf(prefix) => {
                let first = exports.iter().find(|name| name.starts_with(prefix));
                Place::Export(first.copied().unwrap_or(prefix).to_owned())
            }
        };
        let (code, fix) = broken(rule);
        let message = format!("the server does not load the plugin: {}", rule.message);
        cx.report(code, place, message, fix);
    }
}

fn broken(rule: &LoadRule) -> (Code, String) {
    let code = match (rule.who_has, rule.needs) {
        (Has::Permission(_), Has::Permission(_)) => Code::PermissionNeedsPermission,
        (Has::Permission(_), Has::Export(_) | Has::ExportOf(_)) => Code::PermissionNeedsExport,
        (Has::Export(_) | Has::ExportOf(_), _) => Code::CapabilityNeedsPermission,
    };
    let fix = match rule.needs {
        Has::Permission(permission) => declare(permission),
        Has::Export(name) | Has::ExportOf(name) => match Export::find(name) {
            Some(export) => format!(
                "implement the trait of `{}` and register it with `nd_pdk::register!`, or remove the permission",
                export.capability
            ),
            None => "export it, or remove the permission".to_owned(),
        },
    };
    (code, fix)
}
