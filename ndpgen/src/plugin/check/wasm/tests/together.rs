//! The rules about manifest and WebAssembly together.

use super::*;

#[test]
fn a_host_function_needs_its_permission_and_a_permission_a_host_function() {
    for function in HOST_FUNCTIONS {
        let fields = host(function.name) + &export("nd_on_init");
        let found = any(&with_permissions(&fields, "{}"));
        let expected = function.permission().map(|_| Code::MissingPermission);
        assert!(
            found
                .iter()
                .filter(|it| **it != Code::MissingCallback)
                .copied()
                .eq(expected),
            "{function:?}: {found:?}"
        );
        let Some(key) = function.permission else {
            continue;
        };
        let permissions = format!(r#"{{"{}": {{}}}}"#, key.to_uppercase());
        let found = any(&with_permissions(&fields, &permissions));
        assert!(
            !found.contains(&Code::MissingPermission),
            "{function:?}: {found:?}"
        );
        assert!(
            !found.contains(&Code::UnusedPermission),
            "{function:?}: {found:?}"
        );
        let found = any(&with_permissions(&export("nd_on_init"), &permissions));
        assert!(found.contains(&Code::UnusedPermission), "{key}: {found:?}");
    }
}

#[test]
fn permissions_of_a_manifest_that_is_refused_count_as_well() {
    let fields = host("cache_has") + &export("nd_on_init");
    let text = |permissions: &str| format!(r#"{{"name": "", "permissions": {permissions}}}"#);
    assert_eq!(any(&with_manifest(&fields, text(r#"{"cache": {}}"#))), []);
    assert_eq!(
        any(&with_manifest(&fields, text(r#"{"cache": null}"#))),
        [Code::MissingPermission]
    );
    assert_eq!(
        any(&with_manifest(&fields, "[]".to_owned())),
        [Code::MissingPermission]
    );
}

#[test]
fn some_permissions_are_of_use_without_a_host_function() {
    let scrobbler = exports(&SCROBBLER);
    assert_eq!(any(&with_permissions(&scrobbler, r#"{"users": {}}"#)), []);
    assert_eq!(
        any(&with_permissions(
            &scrobbler,
            r#"{"users": {}, "library": {"filesystem": true}}"#
        )),
        []
    );
    let matcher = host("matcher_matchsongs") + &export("nd_on_init");
    assert_eq!(
        any(&with_permissions(
            &matcher,
            r#"{"matcher": {}, "library": {}, "users": {}}"#
        )),
        []
    );
    assert_eq!(
        any(&with_permissions(
            &matcher,
            r#"{"matcher": {}, "library": {"filesystem": true}}"#
        )),
        []
    );
    let subsonic = host("subsonicapi_call") + &export("nd_on_init");
    assert_eq!(
        any(&with_permissions(
            &subsonic,
            r#"{"subsonicapi": {}, "users": {}}"#
        )),
        []
    );
    let opens = r#"(import "wasi_snapshot_preview1" "path_filestat_get" (func (param i32 i32 i32 i32 i32) (result i32)))"#;
    let opens = opens.to_owned() + &export("nd_on_init");
    assert_eq!(any(&with_permissions(&opens, r#"{"storage": {}}"#)), []);
    assert_eq!(
        any(&with_permissions(
            &opens,
            r#"{"library": {"filesystem": true}}"#
        )),
        []
    );
    let library = host("library_getlibrary") + &export("nd_on_init");
    assert_eq!(
        any(&with_permissions(
            &library,
            r#"{"library": {"filesystem": false}}"#
        )),
        []
    );
    assert_eq!(
        any(&with_permissions(
            &library,
            r#"{"library": {"filesystem": true}}"#
        )),
        [Code::UnusedFilesystem]
    );
}

#[test]
fn permissions_and_exports_agree() {
    let init = export("nd_on_init");
    let of = |fields: &str, permissions: &str| any(&with_permissions(fields, permissions));
    let subsonic = host("subsonicapi_call") + &init;
    assert_eq!(
        of(&subsonic, r#"{"subsonicapi": {}}"#),
        [Code::PermissionNeedsPermission]
    );
    let schedules = host("scheduler_cancelschedule") + &init;
    assert_eq!(
        of(&schedules, r#"{"scheduler": {}}"#),
        [Code::PermissionNeedsExport]
    );
    assert_eq!(
        of(&exports(&SCROBBLER), "{}"),
        [Code::CapabilityNeedsPermission]
    );
}

#[test]
fn findings_are_where_their_cause_is() {
    let text = r#"{"Permissions": {"cache": {}, "library": {"fileSystem": true}}}"#;
    let mut cx = Findings::default();
    let fields = host("library_getlibrary") + &export("nd_on_init");
    check(
        &mut cx,
        &with_manifest(&fields, text.to_owned()),
        Target::default(),
    );
    let found = cx.into_sorted();
    let at: Vec<&str> = found
        .iter()
        .map(|it| match &it.place {
            Place::Manifest(span) => &text[span.clone()],
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(at, [r#""cache""#, r#""fileSystem""#]);
}

#[test]
fn who_reads_settings_needs_some_in_the_manifest() {
    for function in ["config_get", "config_getint", "config_keys"] {
        let fields = host(function) + &export("nd_on_init");
        let of = |members: &str| any(&with_manifest(&fields, format!("{{{members}}}")));
        assert_eq!(of(""), [Code::NoSettings], "{function}");
        assert_eq!(of(r#""config": null"#), [Code::NoSettings], "{function}");
        assert_eq!(of(r#""Config": {"schema": {}}"#), [], "{function}");
        assert_eq!(any(&subject(&fields)), [], "nobody knows");
    }
}

#[test]
fn a_plugin_that_registers_nothing_is_not_told_to_give_up_what_it_needs() {
    let permissions = r#"{"cache": {}, "taskqueue": {}, "library": {"filesystem": true}}"#;
    let found = any(&with_permissions("", permissions));
    assert_eq!(found, [Code::NoCapability]);
    let found = any(&with_permissions(&host("websocket_connect"), "{}"));
    assert_eq!(found, [Code::NoCapability, Code::MissingPermission]);
}
