//! Whom a plugin may act for and what it may see: the refusals of the server, and what comes after them.

use nd_host::{Granted, Music, Settings};
use serde_json::json;

use super::asking::{ask, load, refusal, server, users};
use super::common::{package, relay};

const MATCH: &str = "matcher_matchsongs";
const FIRST: &str = "scrobbleretriever_getfirsttimestamp";
const CALL: &str = "subsonicapi_call";

#[test]
fn a_plugin_is_not_enabled_without_the_users_or_libraries_that_it_declares() {
    let server = server(Music::sample()).start().unwrap();
    for (permissions, settings, expected) in [
        (
            json!({"users": {}}),
            users(&[]),
            "the 'users' permission requires at least one user, or all users, to be assigned to the plugin",
        ),
        (
            json!({"library": {}}),
            Settings::new().libraries(Granted::Only(vec![])),
            "the 'library' permission requires at least one library, or all libraries, to be assigned to the plugin",
        ),
    ] {
        let package = package(&permissions, relay(&[]));
        let error = server.load(&package, &settings).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let enough = Settings::new();
        assert!(server.load(&package, &enough).is_ok(), "{permissions}");
    }
}

#[test]
fn what_is_not_assigned_is_refused() {
    let server = server(Music::sample()).start().unwrap();
    let permissions = json!({"users": {}, "library": {}, "matcher": {}, "scrobbleRetriever": {}, "subsonicapi": {}});
    let settings = users(&["ada"]).libraries(Granted::Only(vec![1]));
    let functions = [MATCH, FIRST, CALL, "library_getlibrary"];
    let plugin = load(&server, &permissions, &settings, &functions);
    let songs = json!([{"id": "sinnerman", "name": ""}]);
    let matching = |user: &str| json!({"songs": songs, "opts": {"username": user}});
    for (function, request, expected) in [
        (MATCH, matching("bob"), r#"matcher: user "bob" not found"#),
        (
            MATCH,
            matching("grace"),
            r#"matcher: plugin is not allowed to act as user "grace""#,
        ),
        (
            FIRST,
            json!({"username": ""}),
            r#"scrobbleRetriever: user "" not found"#,
        ),
        (
            FIRST,
            json!({"username": "grace"}),
            r#"scrobbleRetriever: plugin is not allowed to act as user "grace""#,
        ),
        (
            CALL,
            json!({"uri": "ping"}),
            "missing required parameter 'u' (username)",
        ),
        (
            CALL,
            json!({"uri": "ping%zz?u=ada"}),
            r#"invalid URL format: parse "ping%zz?u=ada": invalid URL escape "%zz""#,
        ),
        (CALL, json!({"uri": "ping?u=bob"}), "username bob not found"),
        (
            CALL,
            json!({"uri": "ping?u=grace"}),
            "user grace is not authorized for this plugin",
        ),
        (
            "library_getlibrary",
            json!({"id": 2}),
            "library not accessible: library ID 2 is not in the allowed list",
        ),
        (
            "library_getlibrary",
            json!({"id": 77}),
            "library not accessible: library ID 77 is not in the allowed list",
        ),
    ] {
        assert_eq!(refusal(&plugin, function, &request), expected);
    }
    let found = ask(&plugin, MATCH, &matching("ADA"));
    assert_eq!(found["results"][0]["playCount"], 42);
    let first = ask(&plugin, FIRST, &json!({"username": "ADA"}));
    assert_eq!(first, json!({"result": 1_767_560_400}));
}

#[test]
fn users_and_libraries_that_go_are_missed() {
    let server = server(Music::sample()).start().unwrap();
    let permissions = json!({"users": {}, "library": {}, "matcher": {}, "scrobbleRetriever": {}, "subsonicapi": {}});
    let settings = users(&["ada"]).libraries(Granted::Only(vec![1]));
    let functions = [MATCH, FIRST, CALL, "library_getlibrary"];
    let plugin = load(&server, &permissions, &settings, &functions);
    let matching = json!({"songs": [{"id": "sinnerman", "name": ""}], "opts": {"username": "ada"}});

    server.change_music(|music| music.remove_user("ada"));
    assert_eq!(
        refusal(&plugin, MATCH, &matching),
        "matcher: plugin is not authorized to scope by user"
    );
    assert_eq!(
        refusal(&plugin, FIRST, &json!({"username": "ada"})),
        "scrobbleRetriever: plugin is not authorized to scope by user"
    );
    assert_eq!(
        refusal(&plugin, CALL, &json!({"uri": "ping?u=ada"})),
        "no users configured for plugin plays"
    );

    server.change_music(|music| music.remove_library(1));
    assert_eq!(
        refusal(&plugin, MATCH, &matching),
        "matcher: no libraries configured for this plugin"
    );
    assert_eq!(
        refusal(&plugin, "library_getlibrary", &json!({"id": 1})),
        "library not found: data not found"
    );
    let nothing = json!({"songs": [], "opts": {}});
    assert_eq!(ask(&plugin, MATCH, &nothing), json!({}));
}

#[test]
fn requests_that_are_no_json_are_refused() {
    let server = server(Music::sample()).start().unwrap();
    let permissions = json!({"library": {}, "matcher": {}});
    let plugin = load(&server, &permissions, &Settings::new(), &[MATCH]);
    let report = plugin.call("call_matcher_matchsongs", "");
    let reply = report.outcome;
    assert_eq!(
        reply,
        nd_host::Outcome::Ok(br#"{"error":"unexpected end of JSON input"}"#.to_vec())
    );
}
