use nd_package::Package;
use serde_json::json;

use super::*;
use crate::plugin::finding::Findings;
use crate::plugin::subject::read_package;

const HEAD: &str = r#""name": "Hello", "author": "Somebody", "version": "1.2.3""#;

/// Facts of the package `hello.ndp`.
fn facts(manifest: &str, wat: &str) -> Facts {
    let package = Package {
        id: "hello".to_owned(),
        manifest: manifest.to_owned(),
        wasm: wat::parse_str(wat).unwrap(),
    };
    let archive = package.archive().unwrap();
    let subject = read_package("hello.ndp", &archive, &mut Findings::default());
    Facts::of(&subject)
}

/// A module with these host functions and exports.
fn module(imports: &[&str], exports: &[&str]) -> String {
    let imports = imports.iter().map(|name| {
        format!("(import \"extism:host/user\" \"{name}\" (func (param i64) (result i64)))")
    });
    let exports = exports
        .iter()
        .map(|name| format!("(func (export \"{name}\") (result i32) (i32.const 0))"));
    let parts: Vec<String> = imports.chain(exports).collect();
    format!("(module {})", parts.join("\n"))
}

fn navidrome(permissions: &str, wat: &str) -> Navidrome {
    let manifest = format!("{{{HEAD}, \"permissions\": {permissions}}}");
    facts(&manifest, wat).navidrome.unwrap()
}

#[test]
fn a_plugin_needs_the_newest_of_its_host_functions() {
    let wat = module(
        &["cache_setint", "http_send", "task_enqueue"],
        &["nd_on_init"],
    );
    let found = navidrome("{}", &wat);
    assert_eq!(found.to_string(), "v0.61.0, for http_send, task_enqueue");
    let wat = module(&["http_send", "matcher_matchsongs"], &[]);
    assert_eq!(
        navidrome("{}", &wat).to_string(),
        "v0.63.0, for matcher_matchsongs"
    );
    let wat = module(&["cache_setint"], &["nd_on_init"]);
    assert_eq!(
        navidrome("{}", &wat).to_string(),
        "v0.60.0, the first one with plugins"
    );
}

#[test]
fn a_plugin_needs_its_capabilities_and_the_rest_comes_later() {
    let scrobbler = ["nd_scrobbler_scrobble", "nd_scrobbler_playback_report"];
    let found = navidrome("{}", &module(&[], &scrobbler));
    assert_eq!(found.needs, Version::new(0, 60, 0));
    let later: Vec<String> = found.later.iter().map(ToString::to_string).collect();
    assert_eq!(
        later,
        ["nd_scrobbler_playback_report is called from v0.62.0 on"]
    );
    let found = navidrome("{}", &module(&[], &scrobbler[1..]));
    assert_eq!(found.to_string(), "v0.62.0, for the capability Scrobbler");
    assert_eq!(found.later, []);
}

#[test]
fn a_function_counts_from_when_its_answer_can_be_read() {
    let found = navidrome("{}", &module(&["subsonicapi_callraw"], &[]));
    assert_eq!(found.to_string(), "v0.61.0, for subsonicapi_callraw");
}

#[test]
fn ranges_of_addresses_are_read_later() {
    let permissions = r#"{"http": {"requiredHosts": ["10.0.0.0/8", "a.example.com"]}, "websocket": {"requiredHosts": ["10.0.0.0/8"]}}"#;
    let found = navidrome(permissions, &module(&["http_send"], &[]));
    assert_eq!(found.later.len(), 1);
    assert_eq!(
        found.later[0].to_string(),
        "10.0.0.0/8 is read from v0.64.0 on"
    );
    let found = navidrome(permissions, &module(&["storage_getstoragepath"], &[]));
    assert_eq!(found.later, []);
}

#[test]
fn the_storage_folder_is_needed_by_who_opens_files_in_it() {
    let files = r#"(module (import "wasi_snapshot_preview1" "path_open"
        (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32))))"#;
    let found = navidrome(r#"{"storage": {}}"#, files);
    assert_eq!(found.to_string(), "v0.64.0, for the permission storage");
    let path =
        "(import \"extism:host/user\" \"storage_getstoragepath\" (func (param i64) (result i64)))";
    let both = files.replacen("(module", &format!("(module {path}"), 1);
    let found = navidrome(r#"{"storage": {}}"#, &both);
    assert_eq!(found.to_string(), "v0.64.0, for storage_getstoragepath");
    let found = navidrome(r#"{"library": {"filesystem": true}}"#, files);
    assert_eq!(found.needs, Version::new(0, 60, 0));
}

#[test]
fn the_http_of_the_runtime_works_with_older_servers_only() {
    let wat =
        r#"(module (import "extism:host/env" "http_request" (func (param i64 i64) (result i64))))"#;
    let limit = navidrome("{}", wat).limit.unwrap();
    assert_eq!(limit.before, Version::new(0, 64, 0));
    assert_eq!(navidrome("{}", "(module)").limit, None);
}

#[test]
fn whoever_runs_the_server_learns_what_to_do() {
    let manifest = format!(
        r#"{{{HEAD}, "permissions": {{"library": {{"filesystem": true}}, "scrobbleRetriever": {{}}}},
            "config": {{"schema": {{"properties": {{"key": {{}}, "url": {{}}}}, "required": ["key"]}}}}}}"#
    );
    let exports = [
        "nd_get_album_info",
        "nd_lyrics_get_lyrics",
        "nd_scrobbler_scrobble",
    ];
    let facts = facts(&manifest, &module(&[], &exports));
    let expected = [
        ToSet::Agents,
        ToSet::LyricsPriority,
        ToSet::Users,
        ToSet::PlayerScrobbling,
        ToSet::Libraries,
        ToSet::LibraryWriteAccess,
        ToSet::ScrobbleHistory,
        ToSet::Settings(vec!["key".to_owned()]),
    ];
    assert_eq!(facts.to_set, expected);
    assert!(
        ToSet::Agents
            .text(Some("hello"))
            .starts_with("Agents = \"hello,…\"")
    );
}

#[test]
fn nothing_is_to_be_done_for_a_plugin_that_asks_for_nothing() {
    let facts = facts(&format!("{{{HEAD}}}"), &module(&[], &["nd_on_init"]));
    assert_eq!(facts.to_set, []);
}

#[test]
fn settings_are_those_of_the_first_level() {
    let manifest = format!(
        r##"{{{HEAD}, "config": {{
            "schema": {{"properties": {{
                "token": {{"type": "string", "title": "Token"}},
                "count": {{"type": ["integer", "null"], "default": 3}},
                "value": {{}}}},
                "required": ["token"]}},
            "uiSchema": {{"type": "Group", "elements": [
                {{"type": "Control", "scope": "#/properties/token", "options": {{"format": "password"}}}},
                {{"type": "Control", "scope": "#/properties/count", "options": {{"detail": {{"elements": [
                    {{"type": "Control", "scope": "#/properties/value", "options": {{"format": "password"}}}}]}}}}}}]}}}}}}"##
    );
    let settings = facts(&manifest, "(module)").settings;
    let expected = json!([
        {"key": "token", "title": "Token", "types": ["string"], "isRequired": true, "default": null, "isSecret": true},
        {"key": "count", "title": null, "types": ["integer", "null"], "isRequired": false, "default": 3, "isSecret": false},
        {"key": "value", "title": null, "types": [], "isRequired": false, "default": null, "isSecret": false},
    ]);
    assert_eq!(serde_json::to_value(settings).unwrap(), expected);
}

#[test]
fn machines_get_everything() {
    let manifest = format!(
        r#"{{{HEAD}, "permissions": {{
            "http": {{"reason": "Asks", "requiredHosts": ["a.example.com"]}},
            "KVStore": {{"maxSize": "8MB"}}, "cache": null, "taskqueue": {{}}, "unknown": {{}}}}}}"#
    );
    let wat = module(&["http_send", "http_sent"], &["nd_on_init", "nd_other"]);
    let found = serde_json::to_value(facts(&manifest, &wat)).unwrap();
    assert_eq!(found["id"], "hello");
    assert_eq!(found["version"], "1.2.3");
    assert_eq!(
        found["capabilities"],
        json!([{"name": "Lifecycle", "exports": [{"name": "nd_on_init", "since": "v0.60.0"}]}])
    );
    assert_eq!(
        found["services"],
        json!([{"name": "HTTP", "functions": [{"name": "http_send", "since": "v0.61.0"}]}])
    );
    assert_eq!(found["unknownFunctions"], json!(["http_sent"]));
    assert_eq!(
        found["permissions"],
        json!([
            {"key": "http", "reason": "Asks", "hosts": ["a.example.com"]},
            {"key": "kvstore", "reason": null, "maxSize": 8_000_000},
            {"key": "taskqueue", "reason": null, "maxConcurrency": 1},
        ])
    );
    assert_eq!(
        found["navidrome"],
        json!({"needs": "v0.61.0", "reasons": [{"hostFunction": "http_send"}], "later": [], "limit": null})
    );
    assert!(found["weight"]["package"].as_u64() > Some(0));
    assert_eq!(found["weight"]["sections"][0]["name"], "type");
}

#[test]
fn without_webassembly_nothing_is_said_about_it() {
    let mut facts = facts(&format!("{{{HEAD}}}"), "(module)");
    facts.surface = None;
    let json = serde_json::to_value(&facts).unwrap();
    assert_eq!(json.get("capabilities"), None);
    assert_eq!(json["name"], "Hello");
}

/// Names a function, with bodies of `nops` instructions.
fn function(name: &str, nops: usize) -> String {
    format!("(func (@name \"{name}\") {})", "nop ".repeat(nops))
}

#[test]
fn code_is_weighed_by_crate() {
    let wat = format!(
        "(module (import \"extism:host/env\" \"free\" (func (@name \"_ZN1x1yE\") (param i64))) {} {} {} {} (func))",
        function("_ZN1b1f17h0123456789abcdefE", 100),
        function("_ZN1b1g17h0123456789abcdefE", 10),
        function(
            "_RNvMNtCsi9YzqDQQz2q_5alloc5sliceSh6repeatCsciUMGOH01m6_1b",
            50
        ),
        function("memcpy", 30),
    );
    let code = facts(&format!("{{{HEAD}}}"), &wat).weight.code.unwrap();
    // A body ends with an `end`, and begins with how many locals it has.
    let crates = code.crates.iter();
    let crates: Vec<(String, u64, usize)> = crates
        .map(|it| (it.origin.to_string(), it.bytes, it.functions))
        .collect();
    let expected = [
        ("b", 114, 2),
        ("alloc", 52, 1),
        ("(C)", 32, 1),
        ("(no name)", 2, 1),
    ];
    assert_eq!(
        crates,
        expected.map(|(name, bytes, count)| (name.to_owned(), bytes, count))
    );
    let functions: Vec<&str> = code.functions.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        functions,
        ["b::f", "<[u8]>::repeat", "memcpy", "b::g", "(no name)"]
    );
}

#[test]
fn code_without_names_is_not_weighed_by_crate() {
    let wat = "(module (@custom \"other\" \"text\") (func nop))";
    let weight = facts(&format!("{{{HEAD}}}"), wat).weight;
    assert_eq!(weight.code, None);
    let other = weight.sections.iter().find(|it| it.is_custom).unwrap();
    assert_eq!(other.name, "other");
}

#[test]
fn a_great_many_names_take_no_time() {
    let functions: String = (0..200_000).map(|at| format!("(func $f{at})")).collect();
    let started = std::time::Instant::now();
    let wat = format!("(module {functions})");
    let code = facts(&format!("{{{HEAD}}}"), &wat).weight.code.unwrap();
    assert_eq!(code.crates[0].functions, 200_000);
    assert_eq!(code.functions.len(), LARGEST);
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn the_short_form_has_what_matters() {
    let manifest = format!(
        r#"{{{HEAD}, "permissions": {{"http": {{"requiredHosts": ["a.example.com"]}}, "users": {{}}}}}}"#
    );
    let exports = ["nd_scrobbler_scrobble", "nd_scrobbler_playback_report"];
    let text = summary(&facts(&manifest, &module(&["http_send"], &exports)));
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("size        "));
    let expected = "\
implements  Scrobbler
calls       HTTP (1 function)
may use     http (a.example.com), users
needs       Navidrome v0.61.0, for http_send
            nd_scrobbler_playback_report is called from v0.62.0 on
to set      users: assign at least one, or all
            scrobbling: on in the users' players";
    assert_eq!(lines.collect::<Vec<_>>().join("\n"), expected);
}
