use nd_rules::address::{Judged, http};
use proptest::prelude::*;

use super::super::tests::{found, manifest, report, report_with};
use super::entry::{List, corrected, judge};

/// A sound manifest with these hosts.
fn with_hosts(permission: &str, hosts: &str) -> String {
    manifest(
        &format!(r#""{permission}":{{"reason":"why","requiredHosts":[{hosts}]}}"#),
        "",
    )
}

/// The codes found for hosts of HTTP, and what to do.
fn hosts(permission: &str, hosts: &str) -> Vec<String> {
    let manifest = with_hosts(permission, hosts);
    let report = report(&manifest);
    let findings = report.findings();
    findings
        .map(|it| format!("{}: {}", it.code, it.fix))
        .collect()
}

#[test]
fn entries_that_are_right_are_left_alone() {
    for list in [
        r#""api.example.org","example.com","*.example.com","a_b.example.org","bücher.example""#,
        r#""10.0.0.1","192.168.0.0/16","fd00::/8","::1","example.com","nas.local","nas""#,
        r#""*.com","8.8.8.8""#,
    ] {
        assert_eq!(hosts("http", list), [""; 0], "{list}");
    }
    let sockets = r#""localhost","nas.local","10.0.0.1","[::1]","*.example.com""#;
    assert_eq!(hosts("websocket", sockets), [""; 0]);
}

#[test]
fn wrong_entries_are_put_right() {
    for (entry, expected) in [
        (
            "https://api.example.com/v1?x=1",
            "host-scheme: write `api.example.com`",
        ),
        (
            "https://user:pw@API.example.com:8080/",
            "host-scheme: write `api.example.com`",
        ),
        ("//example.com", "host-scheme: write `example.com`"),
        ("http:example.com", "host-scheme: write `example.com`"),
        ("example.com:8080", "host-port: write `example.com`"),
        ("*.example.com:*", "host-port: write `*.example.com`"),
        ("[::1]:8080", "host-port: write `::1`"),
        ("10.0.0.1:8080", "host-port: write `10.0.0.1`"),
        ("example.com/api", "host-path: write `example.com`"),
        ("10.0.0.1/api", "host-path: write `10.0.0.1`"),
        ("me@example.com", "host-path: write `example.com`"),
        (
            "/api",
            "host-path: write the name of the host alone, such as `api.example.com`",
        ),
        ("", "host-empty: remove it, or write the name of a host"),
        (" example.com ", "host-empty: write `example.com`"),
        (
            "a.example.com, b.example.com",
            "host-empty: write `a.example.com` and `b.example.com`, each as an entry of its own",
        ),
        (
            "a.example.com,b.example.com",
            "host-pattern: write `a.example.com` and `b.example.com`, each as an entry of its own",
        ),
        (
            "api.*.com",
            "host-pattern: name each host by itself, or all below one, as in `*.example.com`",
        ),
        (
            "*example.com",
            "host-pattern: write `example.com` and `*.example.com`, each as an entry of its own",
        ),
        (
            ".example.com",
            "host-pattern: write `*.example.com` and `example.com`, each as an entry of its own",
        ),
        ("example.com.", "host-pattern: write `example.com`"),
        (
            "{a,b}.example.com:80",
            "host-port: write `a.example.com` and `b.example.com`, each as an entry of its own",
        ),
        (
            "api?.example.com",
            "host-pattern: write `*.example.com` for all hosts below `example.com`, or name each host by itself",
        ),
        (
            "api-[0-9].example.com",
            "host-pattern: write `*.example.com` for all hosts below `example.com`, or name each host by itself",
        ),
        (
            "*.*.example.com",
            "host-pattern: write `*.example.com` for all hosts below `example.com`, or name each host by itself",
        ),
        (
            "^.*\\\\.example\\\\.com$",
            "host-pattern: write `*.example.com` for all hosts below `example.com`, or name each host by itself",
        ),
        (
            "**",
            "host-pattern: write `*` if every host is meant, or name each host by itself",
        ),
        (
            "*.",
            "host-pattern: write `*` if every host is meant, or name each host by itself",
        ),
        (
            "10.0.0.0/33",
            "host-range: write an address such as `192.168.1.10`, or a range such as `192.168.1.0/24`",
        ),
        ("10.1.2.3/255.255.0.0", "host-range: write `10.1.0.0/16`"),
        ("192.168.1.*", "host-range: write `192.168.1.0/24`"),
        ("10.x.x.x", "host-range: write `10.0.0.0/8`"),
        (
            "10.0.0.1-3",
            "host-range: write `10.0.0.1` and `10.0.0.2/31`, each as an entry of its own",
        ),
        ("10.0.0.0-10.0.0.255", "host-range: write `10.0.0.0/24`"),
        ("[fd00::1]", "host-range: write `fd00::1`"),
        (
            "10.0.0.300",
            "host-range: write an address such as `192.168.1.10`, or a range such as `192.168.1.0/24`",
        ),
        ("API.Example.com", "host-case: write `api.example.com`"),
    ] {
        let entry = format!("\"{entry}\"");
        assert_eq!(hosts("http", &entry), [expected], "{entry}");
    }
}

#[test]
fn websockets_are_compared_as_text() {
    assert_eq!(
        hosts("websocket", r#""::1""#),
        ["host-range: write `[::1]`"]
    );
    assert_eq!(
        hosts("websocket", r#""10.0.0.0/8""#),
        ["host-range: name each host as it stands in the URLs that are opened"]
    );
    assert_eq!(hosts("websocket", "").len(), 1);
    let manifest = manifest(r#""websocket":{"reason":"r"},"http":{"reason":"r"}"#, "");
    assert_eq!(
        found(&manifest, &report(&manifest)),
        [("no-hosts", "\"websocket\"")]
    );
}

#[test]
fn names_in_private_networks_need_an_address_beside_them() {
    let codes = |list: &str, navidrome| {
        let manifest = with_hosts("http", list);
        let report = report_with(&manifest, None, navidrome);
        report
            .findings()
            .map(|it| it.code.name())
            .collect::<Vec<_>>()
    };
    for name in [
        "localhost",
        "nas",
        "nas.local",
        "*.lan",
        "a.home.arpa",
        "host.docker.internal",
    ] {
        let list = format!("\"{name}\"");
        assert_eq!(codes(&list, None), ["private-name"], "{name}");
        assert_eq!(codes(&list, Some("0.63")), [""; 0], "{name}");
        let list = format!("\"{name}\",\"10.0.0.0/8\"");
        assert_eq!(codes(&list, None), [""; 0], "{name}");
    }
    let covered = "\"10.0.0.1\",\"10.0.0.0/8\"";
    assert_eq!(codes(covered, None), ["covered-host"]);
    assert_eq!(codes(covered, Some("0.63")), [""; 0]);
}

#[test]
fn entries_that_add_nothing_are_found() {
    for (list, covered) in [
        (r#""a.example.com","*.example.com""#, "a.example.com"),
        (r#""*.a.example.com","*.example.com""#, "*.a.example.com"),
        (r#""10.1.2.3","10.0.0.0/8""#, "10.1.2.3"),
        (r#""10.0.0.0/8","10.1.0.0/16""#, "10.1.0.0/16"),
        (r#""example.com","fd00::1","fd00::1""#, "fd00::1"),
    ] {
        let manifest = with_hosts("http", list);
        assert_eq!(
            found(&manifest, &report(&manifest)),
            [("covered-host", &*format!("\"{covered}\""))],
            "{list}"
        );
    }
}

#[test]
fn every_host_is_allowed_only_for_addresses_in_the_settings() {
    let with_schema = |hosts: &str, schema: &str| {
        let permissions = format!(r#""http":{{"reason":"why","requiredHosts":[{hosts}]}}"#);
        let manifest = manifest(&permissions, &format!(r#","config":{{"schema":{schema}}}"#));
        let report = report(&manifest);
        report
            .findings()
            .map(|it| it.code.name())
            .collect::<Vec<_>>()
    };
    for schema in [
        r#"{"properties":{"server_url":{"type":"string"}}}"#,
        r#"{"properties":{"a":{"type":"array","items":{"type":"string","format":"uri"}}}}"#,
        r#"{"properties":{"a":{"type":"object","properties":{"b":{"type":"string","title":"Address"}}}}}"#,
        r#"{"properties":{"a":{"type":["string","null"],"pattern":"^https?://"}}}"#,
    ] {
        assert_eq!(with_schema(r#""*""#, schema), [""; 0], "{schema}");
        assert_eq!(
            with_schema(r#""*","example.com""#, schema),
            ["covered-host"],
            "{schema}"
        );
    }
    for schema in [
        r#"{"properties":{"port":{"type":"integer","title":"Server port"}}}"#,
        "{}",
    ] {
        assert_eq!(with_schema(r#""*""#, schema), ["any-host"], "{schema}");
        assert_eq!(
            with_schema(r#""*","example.com""#, schema),
            ["any-host"],
            "{schema}"
        );
    }
}

#[test]
fn long_lists_and_entries_take_no_time() {
    let many: Vec<String> = (0..20_000)
        .map(|it| format!("\"h{it}.example.com\""))
        .collect();
    let manifest = with_hosts("http", &many.join(","));
    assert_eq!(report(&manifest).findings().count(), 0);
    let long = format!("\"{}\"", "a.{b,c}".repeat(100_000));
    assert_eq!(hosts("http", &long).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever is proposed in place of a wrong entry is right, and entries that are right allow what they name.
    #[test]
    fn no_entry_is_too_strange(entry in r"([a-c]{1,2}|[0-9]{1,3}|\*|\.|:|/|-|\[|\]|\{|\}|,|\?|\\|\^|@|=|#|//|https:|::1| |é|X){0,8}") {
        let quoted = serde_json::to_string(&entry).unwrap();
        for permission in ["http", "websocket"] {
            let manifest = with_hosts(permission, &quoted);
            let report = report(&manifest);
            for it in report.findings() {
                prop_assert!(it.code.name().contains("host") || it.code.name() == "private-name", "{report}");
            }
        }
        for list in [List::Http(Judged::ByAddress), List::WebSocket] {
            if let Err(mistake) = judge(&entry, list) {
                for other in corrected(&mistake, list) {
                    prop_assert!(judge(&other, list).is_ok(), "{entry}: {other}");
                }
            }
        }
    }
}

/// What a wrong entry was meant to allow it does not allow, and the corrected ones do.
#[test]
fn corrected_entries_allow_what_wrong_ones_do_not() {
    let list = List::Http(Judged::ByAddress);
    for wrong in [
        "https://api.example.com/v1",
        "example.com:8080",
        "*.example.com:443",
        "example.com/api",
        " example.com",
        "{a,b}.example.com",
        "*example.com",
        ".example.com",
        "*.*.example.com",
        "192.168.1.*",
        "10.0.0.1-20",
        "10.0.0.0/255.0.0.0",
        "[fd00::1]",
        "API.example.com",
    ] {
        let mistake = judge(wrong, list).unwrap_err();
        let corrected = corrected(&mistake, list);
        assert!(!corrected.is_empty(), "{wrong}");
        for entry in corrected {
            let host = entry.split('/').next().unwrap().replace('*', "any");
            let url = match host.contains(':') {
                true => format!("http://[{host}]:8080/"),
                false => format!("http://{host}:8080/"),
            };
            let allows = |entry: &str| http(&url, &[entry.to_owned()], Judged::ByAddress).is_ok();
            assert!(allows(&entry) && !allows(wrong), "{wrong}: {entry}, {url}");
        }
    }
}
