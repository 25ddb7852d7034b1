use super::*;
use proptest::prelude::*;

fn list(hosts: &[&str]) -> Vec<String> {
    hosts.iter().map(|&host| host.to_owned()).collect()
}

fn http_error(url: &str, hosts: &[&str]) -> String {
    http(url, &list(hosts), Judged::ByAddress).unwrap_err()
}

fn dialled(address: &str, hosts: &[&str]) -> bool {
    dial(address.parse().unwrap(), &list(hosts)).is_ok()
}

#[test]
fn ranges_have_a_length() {
    for entry in ["192.168.0.0/16", "10.0.0.1/32", "fd00::/8"] {
        assert!(is_range(entry), "{entry}");
    }
    for entry in [
        "192.168.0.1",
        "192.168.0.0/33",
        "*",
        "nas.local/24",
        "fd00::",
    ] {
        assert!(!is_range(entry), "{entry}");
    }
}

#[test]
fn without_a_list_every_public_host_may_be_asked() {
    for url in [
        "http://example.org",
        "https://8.8.8.8:8443/x",
        "http://nas.local/",
        "http://0.0.0.0/",
        "http://[2001:db8::1]/",
    ] {
        assert!(http(url, &[], Judged::ByAddress).is_ok(), "{url}");
    }
}

#[test]
fn without_a_list_private_hosts_are_refused_by_their_text() {
    for host in [
        "localhost",
        "localhost:4533",
        "127.0.0.1",
        "127.9.9.9:80",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.5",
        "169.254.0.1",
        "[::1]:80",
        "[fc00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
    ] {
        assert_eq!(
            http_error(&format!("http://{host}/"), &[]),
            format!(
                "host {host:?} is not allowed: private/loopback addresses require explicit requiredHosts in manifest"
            )
        );
    }
}

#[test]
fn a_list_allows_what_it_names_and_nothing_else() {
    let hosts = ["api.example.org", "*.example.com"];
    for url in [
        "https://api.example.org:8443/",
        "http://a.example.com",
        "http://a.b.example.com",
    ] {
        assert!(http(url, &list(&hosts), Judged::ByAddress).is_ok(), "{url}");
    }
    for host in [
        "example.org",
        "API.example.org:443",
        "example.com",
        "notexample.com",
    ] {
        assert_eq!(
            http_error(&format!("https://{host}/x"), &hosts),
            format!("host {host:?} is not allowed")
        );
    }
    assert!(http("http://anything", &list(&["*"]), Judged::ByAddress).is_ok());
}

#[test]
fn a_literal_address_needs_itself_or_a_range() {
    assert!(
        http(
            "http://192.168.1.5:8080/",
            &list(&["192.168.1.5"]),
            Judged::ByAddress
        )
        .is_ok()
    );
    assert!(
        http(
            "http://192.168.1.5/",
            &list(&["192.168.0.0/16"]),
            Judged::ByAddress
        )
        .is_ok()
    );
    assert!(http("http://[fd00::5]/", &list(&["fd00::/8"]), Judged::ByAddress).is_ok());
    assert_eq!(
        http_error("http://192.168.1.5/", &["192.168.2.0/24", "nas.local"]),
        "host \"192.168.1.5\" is not allowed"
    );
}

#[test]
fn before_v0_64_a_list_names_private_hosts_and_has_no_ranges() {
    let judged = Judged::by(Version::new(0, 63, 9));
    for hosts in [["nas.local"], ["*.local"], ["*"]] {
        assert!(http("http://nas.local/", &list(&hosts), judged).is_ok());
    }
    assert!(http("http://[::1]:80/", &list(&["::1"]), judged).is_ok());
    let literal = "http://192.168.1.5/";
    assert!(http(literal, &list(&["192.168.1.5"]), judged).is_ok());
    assert_eq!(
        http(literal, &list(&["192.168.0.0/16"]), judged).unwrap_err(),
        "host \"192.168.1.5\" is not allowed"
    );
    assert!(http(literal, &[], judged).is_err());
    assert_eq!(Judged::by(Version::new(0, 64, 0)), Judged::ByAddress);
}

#[test]
fn connections_to_private_addresses_need_an_address_a_range_or_everything() {
    let private = [
        "127.0.0.1",
        "0.0.0.0",
        "::",
        "::1",
        "10.0.0.1",
        "172.31.0.1",
        "192.168.1.5",
        "fd00::1",
        "169.254.1.1",
        "fe80::1",
        "224.0.0.251",
        "ff02::fb",
        "ff12::1",
        "::ffff:127.0.0.1",
    ];
    for address in private {
        assert!(!dialled(address, &[]), "{address}");
        assert!(
            !dialled(address, &["nas.local", "*.local", "localhost"]),
            "{address}"
        );
        assert!(dialled(address, &["nas.local", address]), "{address}");
        assert!(dialled(address, &["*"]), "{address}");
    }
    assert!(dialled("192.168.1.5", &["192.168.1.0/24"]));
    assert!(!dialled("192.168.2.5", &["192.168.1.0/24"]));
    for public in [
        "8.8.8.8",
        "172.32.0.1",
        "224.0.1.1",
        "2001:db8::1",
        "ff05::1",
    ] {
        assert!(dialled(public, &["api.example.org"]), "{public}");
    }
}

#[test]
fn the_refusal_of_a_connection_names_the_address() {
    assert_eq!(
        dial("10.0.0.1".parse().unwrap(), &list(&["nas.local"])).unwrap_err(),
        "dial to private/loopback address \"10.0.0.1\" blocked: requires an explicit IP or CIDR in requiredHosts"
    );
}

#[test]
fn http_wants_http() {
    assert_eq!(
        http_error("ftp://example.org", &[]),
        "invalid URL scheme \"ftp\": must be http or https"
    );
    assert_eq!(
        http_error("example.org/x", &[]),
        "invalid URL scheme \"\": must be http or https"
    );
    assert!(http("HTTPS://example.org", &[], Judged::ByAddress).is_ok());
}

#[test]
fn a_websocket_needs_a_list() {
    assert_eq!(
        websocket("wss://chat.example.org:443/x", &[]).unwrap_err(),
        "host \"chat.example.org:443\" is not allowed"
    );
    assert!(websocket("wss://chat.example.org:443/x", &list(&["chat.example.org"])).is_ok());
    assert!(websocket("ws://a.chat.example.org", &list(&["*.chat.example.org"])).is_ok());
    assert!(websocket("ws://127.0.0.1:9", &list(&["*"])).is_ok());
}

#[test]
fn a_websocket_host_ends_at_its_last_colon() {
    assert!(websocket("ws://[::1]:80/", &list(&["[::1]"])).is_ok());
    assert_eq!(
        websocket("ws://[::1]/", &list(&["[::1]", "::1"])).unwrap_err(),
        "host \"[::1]\" is not allowed"
    );
}

#[test]
fn a_websocket_wants_ws() {
    for url in ["https://example.org", "example.org", ""] {
        assert_eq!(
            websocket(url, &list(&["*"])).unwrap_err(),
            "invalid URL scheme: must be ws:// or wss://"
        );
    }
    assert_eq!(
        websocket("ws://a b", &list(&["*"])).unwrap_err(),
        "invalid URL: parse \"ws://a b\": invalid character \" \" in host name"
    );
}

#[test]
fn what_is_wrong_with_a_url_is_said_in_the_servers_words() {
    for (url, cause) in [
        ("http://a\n", "net/url: invalid control character in URL"),
        ("://a", "missing protocol scheme"),
        ("a b:c/d", "first path segment in URL cannot contain colon"),
        ("http://a:b/", "invalid port \":b\" after host"),
        ("http://a:1:2/", "invalid port \":1:2\" after host"),
        ("http://[::1/", "missing ']' in host"),
        ("http://x[::1]/", "invalid IP-literal"),
        ("http://[::1]x/", "invalid port \"x\" after host"),
        ("http://a<b>^/", "invalid character \"^\" in host name"),
        ("http://a%41/", "invalid URL escape \"%41\""),
        ("http://a/%zz?%zz", "invalid URL escape \"%zz\""),
        ("http://a/%4", "invalid URL escape \"%4\""),
        ("http://us er@a/", "net/url: invalid userinfo"),
    ] {
        assert_eq!(parse(url), Err(format!("parse {url:?}: {cause}")));
    }
    assert_eq!(
        parse("http://[\u{ad}]/"),
        Err(
            r#"parse "http://[\u00ad]/": invalid host: ParseAddr("\u00ad"): unable to parse IP"#
                .to_owned()
        )
    );
    assert_eq!(
        parse("http://a/#%z"),
        Err("parse \"http://a/#%z\": invalid URL escape \"%z\"".to_owned())
    );
}

#[test]
fn a_host_is_taken_as_it_is_written() {
    for (url, host, hostname) in [
        (
            "http://Example.ORG:80/x?y=http://z",
            "Example.ORG:80",
            "Example.ORG",
        ),
        ("http://user:p@ss@a/", "a", "a"),
        (
            "http://[fe80::1%25en0]:8/",
            "[fe80::1%en0]:8",
            "fe80::1%en0",
        ),
        ("http://müsli.example/%41", "müsli.example", "müsli.example"),
        ("http:example.org", "", ""),
        ("http:///x", "", ""),
        ("/x", "", ""),
        ("//a/x", "a", "a"),
    ] {
        let address = parse(url).unwrap();
        assert_eq!(
            (&*address.host, address.hostname()),
            (host, hostname),
            "{url}"
        );
    }
}

#[test]
fn credentials_stay_with_a_host_and_those_below_it() {
    let keeps = |from: &str, to: &str| {
        let address = |host: &str| parse(&format!("http://{host}/")).unwrap();
        keeps_credentials(&address(from), &address(to))
    };
    assert!(keeps("example.org", "example.org:8080"));
    assert!(keeps("example.org", "a.example.org"));
    assert!(!keeps("a.example.org", "example.org"));
    assert!(!keeps("example.org", "notexample.org"));
    assert!(!keeps("www.example.com", "[::1%25.www.example.com]"));
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(url in any::<String>(), entry in any::<String>()) {
        let _ = http(&url, std::slice::from_ref(&entry), Judged::ByAddress);
        let _ = websocket(&url, &[entry]);
    }

    #[test]
    fn a_public_name_in_the_list_is_allowed_with_any_port(name in "[a-z]{1,9}(\\.[a-z]{1,9}){1,3}", port in any::<u16>()) {
        let url = format!("https://{name}:{port}/");
        prop_assert!(http(&url, std::slice::from_ref(&name), Judged::ByAddress).is_ok());
        let longer = format!("x{name}");
        prop_assert!(http(&url, &[longer], Judged::ByAddress).is_err());
    }
}
