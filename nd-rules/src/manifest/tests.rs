use super::*;
use crate::size;

fn read(permissions: &str) -> Result<Permissions, String> {
    Permissions::from_json(&format!(
        r#"{{"name":"x","author":"y","version":"1","permissions":{permissions}}}"#
    ))
}

/// The errors of a manifest with these members.
fn errors(manifest: &str) -> String {
    Permissions::from_json(manifest).unwrap_err()
}

#[test]
fn without_permissions_the_defaults_count_and_nothing_is_declared() {
    let without = Permissions::from_json(r#"{"name":"x","author":"y","version":"1"}"#);
    for permissions in [without, read("null"), read("{}")] {
        let permissions = permissions.unwrap();
        assert_eq!(permissions, Permissions::none());
        assert!(!permissions.declares(Permission::Http));
    }
}

#[test]
fn a_manifest_says_what_the_plugin_is_and_by_whom() {
    assert_eq!(
        errors("{}"),
        "field author in Manifest: required; field name in Manifest: required; field version in Manifest: required"
    );
    assert_eq!(
        errors(r#"{"Name":"x","author":null,"version":""}"#),
        "field author length: must be >= 1; field name in Manifest: required; field version length: must be >= 1"
    );
    assert_eq!(
        errors(r#"{"name":7,"author":"y","version":"1","permissions":{"cache":1}}"#),
        "name must be a string, but is 7; permissions.cache must be an object, but is 1"
    );
}

#[test]
fn a_configuration_has_a_schema() {
    let with_config = |config: &str| {
        Permissions::from_json(&format!(
            r#"{{"name":"x","author":"y","version":"1","config":{config}}}"#
        ))
    };
    assert!(with_config("null").is_ok() && with_config(r#"{"schema":{}}"#).is_ok());
    assert_eq!(
        with_config(r#"{"Schema":{},"uiSchema":{}}"#).unwrap_err(),
        "field schema in ConfigDefinition: required"
    );
    assert_eq!(
        with_config("[]").unwrap_err(),
        "config must be an object, but is []"
    );
}

#[test]
fn a_permission_is_declared_by_an_object_and_not_by_null() {
    let permissions = read(r#"{"cache":{},"http":null,"users":{"reason":"why"}}"#).unwrap();
    assert!(permissions.declares(Permission::Cache) && permissions.declares(Permission::Users));
    assert!(!permissions.declares(Permission::Http) && !permissions.declares(Permission::KvStore));
}

#[test]
fn unknown_keys_do_not_count() {
    let permissions = read(r#"{"teleport":{},"http":{"requiredhost":["a"]}}"#).unwrap();
    assert!(!permissions.declares_key("teleport"));
    assert_eq!(permissions.http_hosts, Vec::<String>::new());
}

#[test]
fn keys_are_found_in_any_case_but_best_in_their_own() {
    let permissions = read(r#"{"HTTP":{"REQUIREDHOSTS":["a"]}}"#).unwrap();
    assert!(permissions.declares(Permission::Http));
    assert_eq!(permissions.http_hosts, ["a"]);
    let permissions = read(r#"{"http":{"REQUIREDHOSTS":["a"],"requiredHosts":["b"]}}"#).unwrap();
    assert_eq!(permissions.http_hosts, ["b"]);
}

#[test]
fn what_permissions_say_is_read() {
    let permissions = read(
        r#"{
            "http": {"requiredHosts": ["api.example.org", "10.0.0.0/8"]},
            "websocket": {"requiredHosts": ["chat.example.org"]},
            "kvstore": {"maxSize": "2MB"},
            "library": {"filesystem": true},
            "taskqueue": {"maxConcurrency": 4}
        }"#,
    )
    .unwrap();
    assert_eq!(permissions.http_hosts, ["api.example.org", "10.0.0.0/8"]);
    assert_eq!(permissions.websocket_hosts, ["chat.example.org"]);
    assert_eq!(permissions.kvstore_max_size, size::parse("2MB").unwrap());
    assert!(permissions.library_filesystem);
    assert_eq!(permissions.task_max_concurrency, 4);
}

#[test]
fn what_permissions_do_not_say_has_the_servers_defaults() {
    let permissions = read(
        r#"{"http":{},"websocket":{"requiredHosts":null},"kvstore":{"maxSize":""},"library":{},"taskqueue":{}}"#,
    )
    .unwrap();
    assert_eq!(permissions.http_hosts, Vec::<String>::new());
    assert_eq!(permissions.websocket_hosts, Vec::<String>::new());
    assert_eq!(permissions.kvstore_max_size, 1_048_576);
    assert!(!permissions.library_filesystem);
    assert_eq!(permissions.task_max_concurrency, 1);
}

#[test]
fn all_errors_are_told_together() {
    let error = read(
        r#"{"cache":true,"http":{"requiredHosts":"a"},"websocket":{"requiredHosts":[1]},
            "kvstore":{"maxSize":7},"library":{"filesystem":"yes"},"taskqueue":{"maxConcurrency":0}}"#,
    )
    .unwrap_err();
    assert_eq!(
        error,
        "permissions.cache must be an object, but is true; \
         permissions.http.requiredHosts must be a list, but is \"a\"; \
         permissions.kvstore.maxSize must be a string, but is 7; \
         permissions.library.filesystem must be true or false, but is \"yes\"; \
         field maxConcurrency: must be >= 1; \
         permissions.websocket.requiredHosts must be a list of strings, but is 1"
    );
}

#[test]
fn what_is_no_manifest_is_refused() {
    assert!(Permissions::from_json("").unwrap_err().contains("EOF"));
    assert_eq!(
        Permissions::from_json("[]").unwrap_err(),
        "the manifest is no JSON object"
    );
    assert!(
        read(r#"{"kvstore":{"maxSize":"much"}}"#)
            .unwrap_err()
            .starts_with("creating KVStore service: invalid maxSize")
    );
}

#[test]
fn everything_declares_everything() {
    for permission in Permission::ALL {
        assert!(Permissions::all().declares(permission));
        assert!(!Permissions::none().declares(permission));
    }
    assert!(Permissions::all().declares_key("of a tree of one's own"));
}

#[test]
fn a_key_is_declared_like_its_permission() {
    let permissions = read(r#"{"cache":{}}"#).unwrap();
    assert!(permissions.declares_key("cache"));
    assert!(!permissions.declares_key("cach") && !permissions.declares_key("users"));
}

#[test]
fn keys_that_are_no_permissions_are_found() {
    let manifest = r#"{"permissions": {"kvstor": {}, "KVStore": {}, "http": null, "timer": 7}}"#;
    assert_eq!(unknown_permissions(manifest), ["kvstor", "timer"]);
    assert_eq!(unknown_permissions("{"), [""; 0]);
}
