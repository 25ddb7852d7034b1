//! What a given version of the server does not have yet. Must not judge what no version has.

use std::collections::BTreeSet;

use nd_package::surface::USER_MODULE;
use nd_rules::surface::{HOST_FUNCTIONS, HostFunction};
use nd_rules::version::Version;

use super::declared::Declared;
use super::{exports, imports};
use crate::diag::quote;
use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::{Target, Wasm};

/// The first version that reads ranges of addresses in `requiredHosts`.
const RANGES: Version = Version::new(0, 64, 0);

pub(super) fn check(
    cx: &mut Findings,
    wasm: &Wasm,
    declared: Option<&Declared<'_>>,
    target: Target,
) {
    let Some(server) = target.navidrome else {
        return;
    };
    host_functions(cx, wasm, server);
    called(cx, wasm, server);
    if let Some(declared) = declared {
        permissions(cx, wasm, declared, server);
        ranges(cx, declared, server);
    }
}

fn host_functions(cx: &mut Findings, wasm: &Wasm, server: Version) {
    let mut seen = BTreeSet::new();
    for import in wasm
        .module
        .imports
        .iter()
        .filter(|it| it.module == USER_MODULE)
    {
        let Some(function) = HostFunction::find(&import.name) else {
            continue;
        };
        let since = function.usable_since();
        if since <= server || !seen.insert(function.name) {
            continue;
        }
        let name = quote(function.name);
        let message = match function.since <= server {
            true => format!(
                "before Navidrome {since} {name} answers in another form, which nd-pdk does not read; {server} is asked for"
            ),
            false => format!(
                "{name} came with Navidrome {since}: {server}, which is asked for, does not load the plugin"
            ),
        };
        let fix = format!("do without it, or ask for Navidrome {since} at least");
        cx.report(
            Code::NewerHostFunction,
            imports::place(import),
            message,
            fix,
        );
    }
}

fn called(cx: &mut Findings, wasm: &Wasm, server: Version) {
    for export in exports::called(wasm) {
        let since = export.since;
        if since <= server {
            continue;
        }
        let message = format!(
            "Navidrome calls {} from {since} on: {server}, which is asked for, does not",
            quote(export.name)
        );
        let fix = format!(
            "ask for Navidrome {since} at least, or see that the plugin is of use without it"
        );
        cx.report(
            Code::NewerExport,
            Place::Export(export.name.to_owned()),
            message,
            fix,
        );
    }
}

/// Permissions that came later and of which no function is imported, which would say the same.
fn permissions(cx: &mut Findings, wasm: &Wasm, declared: &Declared<'_>, server: Version) {
    let imported: BTreeSet<&str> = wasm.module.functions_from(USER_MODULE).collect();
    for permission in declared.all() {
        let functions = || {
            HOST_FUNCTIONS
                .iter()
                .filter(|it| it.permission() == Some(permission))
        };
        let Some(since) = functions().map(|it| it.since).min() else {
            continue;
        };
        if since <= server || functions().any(|it| imported.contains(it.name)) {
            continue;
        }
        let key = quote(permission.key());
        let message = format!(
            "the permission {key} came with Navidrome {since}: {server}, which is asked for, passes over it"
        );
        let fix = format!("do without it, or ask for Navidrome {since} at least");
        cx.report(
            Code::NewerHostFunction,
            declared.place(permission),
            message,
            fix,
        );
    }
}

fn ranges(cx: &mut Findings, declared: &Declared<'_>, server: Version) {
    if server >= RANGES {
        return;
    }
    for (host, place) in declared.hosts().filter(|(host, _)| is_range(host)) {
        let message = format!(
            "Navidrome reads ranges of addresses from {RANGES} on: to {server}, which is asked for, {} is a name that no host has",
            quote(host)
        );
        let fix = format!("name the addresses one by one, or ask for Navidrome {RANGES} at least");
        cx.report(Code::NewerHostRule, place, message, fix);
    }
}

/// Whether it is an address with the length of its prefix: `10.0.0.0/8`.
fn is_range(host: &str) -> bool {
    let Some((address, length)) = host.split_once('/') else {
        return false;
    };
    address.parse::<std::net::IpAddr>().is_ok() && length.parse::<u8>().is_ok()
}
