use std::collections::BTreeSet;
use std::fs;

use nd_rules::manifest::Permissions;
use proptest::prelude::*;

use super::super::super::finding::Report;
use super::super::super::subject::{self, Subject};
use super::*;

/// What is found in a manifest.
pub(super) fn report_with(
    manifest: &str,
    crate_version: Option<&str>,
    navidrome: Option<&str>,
) -> Report {
    let crate_version = crate_version.map(|it| it.parse().expect("a version"));
    let target = Target {
        navidrome: navidrome.map(|it| it.parse().expect("a version")),
    };
    let beside = Beside {
        crate_version: crate_version.as_ref(),
        wasm: &[],
        target,
    };
    let document = Document::parse(manifest.to_owned()).expect("JSON");
    let mut findings = Findings::default();
    check_document(&mut findings, &document, &beside);
    Report::new("test", Some(manifest), findings)
}

pub(super) fn report(manifest: &str) -> Report {
    report_with(manifest, None, None)
}

/// The codes and the texts they are about.
pub(super) fn found<'a>(manifest: &'a str, report: &Report) -> Vec<(&'static str, &'a str)> {
    let text = |place: &Place| match place {
        Place::Manifest(span) => &manifest[span.clone()],
        other => panic!("{other:?}"),
    };
    let findings = report.findings();
    findings
        .map(|it| (it.code.name(), text(&it.place)))
        .collect()
}

/// A sound manifest with these permissions and further members.
pub(super) fn manifest(permissions: &str, more: &str) -> String {
    format!(
        r#"{{"name":"x","author":"y","version":"1.0.0","permissions":{{{permissions}}}{more}}}"#
    )
}

/// What all rules find that look at manifests.
fn report_of_all(manifest: &str) -> Report {
    let mut findings = Findings::default();
    let mut subject = Subject::new("test");
    subject::read_manifest(&mut subject, manifest.as_bytes(), &mut findings);
    super::super::check(&mut findings, &subject, Target::default());
    Report::new("test", Some(manifest), findings)
}

#[test]
fn examples_have_no_findings() {
    let folders = fs::read_dir("../examples").expect("the examples");
    let mut seen = 0;
    for folder in folders {
        let path = folder.expect("an example").path().join("manifest.json");
        let text = fs::read_to_string(&path).expect("a manifest");
        let report = report_of_all(&text);
        assert_eq!(report.to_string(), "", "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 12);
}

#[test]
fn keys_are_judged_at_their_places() {
    for (manifest, expected) in [
        (r#"{}"#, vec![("missing-key", "{"); 3]),
        (
            r#"{"Name":"x","author":" ","version":null}"#,
            vec![
                ("missing-key", "\"Name\""),
                ("empty-value", "\" \""),
                ("empty-value", "null"),
            ],
        ),
        (
            &manifest(
                r#""http":null,"Cache":{"reason":"r"},"htpp":{}"#,
                r#","title":"t""#,
            ),
            vec![
                ("null-permission", "null"),
                ("key-case", "\"Cache\""),
                ("unknown-key", "\"htpp\""),
                ("unknown-key", "\"title\""),
            ],
        ),
        (
            &manifest(
                "",
                r#","description":5,"NAME":"y","config":{"schema":{"a":1,"a":2}},"uischema":{},"Experimental":{}"#,
            ),
            vec![
                ("wrong-type", "5"),
                ("duplicate-key", "\"NAME\""),
                ("duplicate-key", "\"a\""),
                ("unknown-key", "\"uischema\""),
                ("key-case", "\"Experimental\""),
                ("removed-key", "\"Experimental\""),
            ],
        ),
        (
            &manifest(
                r#""kvstore":{"maxSize":"much"},"library":{"reason":"","filesystem":"true"},"taskqueue":{"reason":"To do: say","maxConcurrency":0}"#,
                r#","website":"example.com""#,
            ),
            vec![
                ("missing-reason", "\"kvstore\""),
                ("invalid-size", "\"much\""),
                ("missing-reason", "\"\""),
                ("wrong-type", "\"true\""),
                ("placeholder-text", "\"To do: say\""),
                ("invalid-concurrency", "0"),
                ("invalid-website", "\"example.com\""),
            ],
        ),
    ] {
        assert_eq!(found(manifest, &report(manifest)), expected, "{manifest}");
    }
}

#[test]
fn a_key_that_older_servers_read_is_right_for_them() {
    let manifest = manifest("", r#","experimental":{"threads":{},"fibres":1}"#);
    let codes = |navidrome| found(&manifest, &report_with(&manifest, None, navidrome));
    assert_eq!(codes(None), [("removed-key", "\"experimental\"")]);
    assert_eq!(codes(Some("0.64")), [("removed-key", "\"experimental\"")]);
    assert_eq!(codes(Some("0.63.2")), [("unknown-key", "\"fibres\"")]);
}

#[test]
fn versions_are_semantic_and_that_of_the_crate() {
    for (version, expected) in [
        ("1.2.3-rc.1+5", ""),
        ("1.2", "write `1.2.0`"),
        ("v1", "write `1.0.0`"),
        (" 01.2.3", "write `1.2.3`"),
        ("v1.2.3-rc.1", "write `1.2.3-rc.1`"),
        (
            "latest",
            "write three numbers with dots between them, such as `1.2.3`",
        ),
    ] {
        let manifest = format!(r#"{{"name":"x","author":"y","version":"{version}"}}"#);
        let report = report(&manifest);
        let fixes: Vec<&str> = report.findings().map(|it| it.fix.as_str()).collect();
        assert_eq!(fixes.join(""), expected, "{version}");
    }
    let manifest = manifest("", "");
    assert_eq!(
        found(&manifest, &report_with(&manifest, Some("1.0.0"), None)),
        []
    );
    assert_eq!(
        found(&manifest, &report_with(&manifest, Some("1.0.1"), None)),
        [("version-mismatch", "\"1.0.0\"")]
    );
}

#[test]
fn websites_can_be_followed() {
    for (website, is_one) in [
        ("https://example.com/plugin?x=1#y", true),
        ("HTTP://example.com", true),
        ("ftp://example.com", false),
        ("https:example.com", false),
        ("https://", false),
        (" https://example.com", false),
        ("", false),
    ] {
        let manifest = manifest("", &format!(r#","website":"{website}""#));
        assert_eq!(
            found(&manifest, &report(&manifest)).is_empty(),
            is_one,
            "{website}"
        );
    }
}

/// Values as they are found in wrong manifests.
fn value() -> impl Strategy<Value = String> {
    const VALUES: &[&str] = &[
        "null",
        "true",
        "5",
        "-1",
        "0",
        "1.0",
        "2.5",
        "1e3",
        "1e30",
        "-1e30",
        "9.21e18",
        "18446744073709551615",
        "\"\"",
        "\" \"",
        "\"1.0.0\"",
        "\"1MB\"",
        "\"*\"",
        "[]",
        "[\"\"]",
        "[null, 5]",
        "{}",
        "[\"*\"]",
        "{\"reason\": 5}",
        "{\"requiredHosts\": \"a\"}",
        "{\"maxSize\": 5, \"MAXSIZE\": \"x\"}",
        "{\"maxSize\": \"x\"}",
        "{\"maxConcurrency\": 9.21e18}",
        "{\"maxConcurrency\": 0}",
        "{\"MaxConcurrency\": 1.0}",
        "{\"filesystem\": 1}",
        "{\"schema\": {}}",
        "{\"Schema\": {}}",
        "{\"requiredHosts\": [1]}",
        "{\"requiredHosts\": [null]}",
        "{\"maxConcurrency\": 1e19}",
        "{\"maxConcurrency\": -9223372036854775808}",
    ];
    prop::sample::select(VALUES).prop_map(str::to_owned)
}

fn object(
    keys: &'static [&'static str],
    value: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    let member = (prop::sample::select(keys), value);
    prop::collection::vec(member, 0..7).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        format!("{{{}}}", members.join(", "))
    })
}

fn any_manifest() -> impl Strategy<Value = String> {
    let permissions = object(
        &[
            "http",
            "HTTP",
            "websocket",
            "kvstore",
            "library",
            "taskqueue",
            "TaskQueue",
            "cache",
            "cach",
        ],
        value(),
    );
    let sound = prop::bool::weighted(0.7);
    let config = object(&["schema", "Schema", "uiSchema", "x"], value());
    let parts = (sound, permissions, config, value(), value());
    parts.prop_flat_map(|(is_sound, permissions, config, one, other)| {
        let keys: &[&str] = &[
            "name",
            "Name",
            "author",
            "version",
            "VERSION",
            "permissions",
            "Permissions",
            "config",
            "Config",
            "website",
            "x",
        ];
        let values = vec![
            permissions.clone(),
            permissions,
            config,
            one,
            other,
            "\"1.0.0\"".to_owned(),
        ];
        let begin = match is_sound {
            true => r#""name": "x", "author": "y", "version": "1.0.0""#,
            false => r#""name": "x""#,
        };
        let member = (prop::sample::select(keys), prop::sample::select(values));
        prop::collection::vec(member, 0..4).prop_map(move |members| {
            let mut text = begin.to_owned();
            for (key, value) in members {
                text.push_str(&format!(", \"{key}\": {value}"));
            }
            format!("{{{text}}}")
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever the server would refuse is found, by these rules and those for settings.
    #[test]
    fn a_manifest_without_errors_is_one_that_the_server_takes(manifest in any_manifest()) {
        let report = report_of_all(&manifest);
        if let Err(refusal) = Permissions::from_json(&manifest) {
            prop_assert!(report.has_errors(), "{manifest}\n{refusal}\n{report}");
        }
    }
}

#[test]
fn many_keys_take_no_time() {
    let codes = |manifest: &str| {
        let report = report(manifest);
        let codes = report.findings().map(|it| it.code.name());
        codes.collect::<BTreeSet<_>>()
    };
    let unknown: Vec<String> = (0..20_000).map(|it| format!("\"k{it}\":1")).collect();
    let unknown = manifest("", &format!(",{}", unknown.join(",")));
    assert!(codes(&unknown).contains("unknown-key"));
    let twice = manifest("", &r#","NAME":"x""#.repeat(50_000));
    assert!(codes(&twice).contains("duplicate-key"));
}
