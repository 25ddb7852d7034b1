//! Which URLs may be asked for.

use super::*;

#[test]
fn urls_are_checked_before_anything_is_sent() {
    let http = with_hosts(&["a.example"]);
    for (url, text) in [
        (
            "http://a b/",
            "invalid URL: parse \"http://a b/\": invalid character \" \" in host name",
        ),
        (
            "ftp://a.example/",
            "invalid URL scheme \"ftp\": must be http or https",
        ),
        (
            "http://b.example:8080/",
            "host \"b.example:8080\" is not allowed",
        ),
    ] {
        assert_eq!(error(&http, url), text);
    }
    assert_eq!(http.requests(), []);
}

#[test]
fn without_a_list_private_hosts_are_refused() {
    let http = with_hosts(&[]);
    assert_eq!(
        error(&http, "http://192.168.1.5/"),
        "host \"192.168.1.5\" is not allowed: private/loopback addresses require explicit requiredHosts in manifest"
    );
    http.on_get("https://a.example").reply(200, "");
    assert_eq!(get(&http, "https://a.example").status_code, 200);
}

#[test]
fn a_name_never_unlocks_a_private_address() {
    let http = with_hosts(&["nas.example", "localhost"]);
    http.resolve("nas.example", [192, 168, 1, 5]);
    for (url, address) in [
        ("http://nas.example/", "192.168.1.5"),
        ("http://localhost:4533/", "127.0.0.1"),
    ] {
        assert_eq!(
            error(&http, url),
            format!(
                "Get {url:?}: dial to private/loopback address {address:?} blocked: \
                 requires an explicit IP or CIDR in requiredHosts"
            )
        );
    }
    assert_eq!(http.requests(), []);
}

#[test]
fn a_private_address_is_refused_without_a_list_too() {
    let http = with_hosts(&[]);
    http.resolve("nas.example", [10, 0, 0, 1]);
    assert_eq!(
        error(&http, "http://nas.example/"),
        "Get \"http://nas.example/\": dial to private/loopback address \"10.0.0.1\" blocked: \
         requires an explicit IP or CIDR in requiredHosts"
    );
}

#[test]
fn an_address_or_a_range_in_the_list_does() {
    for entry in ["192.168.1.5", "192.168.0.0/16", "*"] {
        let http = with_hosts(&["nas.example", entry]);
        http.resolve("nas.example", [192, 168, 1, 5]);
        for url in ["http://nas.example/", "http://192.168.1.5:4533/"] {
            http.on_get(url).reply(200, "");
            assert_eq!(get(&http, url).status_code, 200, "{entry} {url}");
        }
    }
}

#[test]
fn what_cannot_be_sent_is_an_error_of_the_network() {
    let http = free();
    assert_eq!(
        error(&http, "http:///x"),
        "Get \"http:///x\": http: no Host in request URL"
    );
    let mut call = request("post", "http://a.example");
    call.headers.insert("x-token".to_owned(), "a\nb".to_owned());
    assert_eq!(
        http.send(call).unwrap_err().message,
        "Post \"http://a.example\": net/http: invalid header field value for \"X-Token\""
    );
}

#[test]
fn a_method_is_one_word() {
    let http = free();
    let error = http.send(request("ge t", "http://a.example")).unwrap_err();
    assert_eq!(error.message, "net/http: invalid method \"GE T\"");
    assert_eq!(http.requests(), []);
}

#[test]
fn names_stand_for_addresses_in_any_case() {
    let http = with_hosts(&["nas.example", "NAS.example"]);
    http.resolve("Nas.Example", [10, 0, 0, 1]);
    for url in ["http://nas.example/", "http://NAS.example/"] {
        let text = error(&http, url);
        assert!(text.contains("\"10.0.0.1\" blocked"), "{text}");
    }
}

#[test]
fn headers_with_one_name_do_not_depend_on_chance() {
    let http = free();
    http.on_get("http://a.example").reply(200, "");
    // Each map has an order of its own.
    for _ in 0..8 {
        let mut call = request("GET", "http://a.example");
        let headers = [("X-Key", "upper"), ("x-key", "lower"), ("X-key", "mixed")];
        call.headers = headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        send(&http, call);
    }
    for request in http.requests() {
        assert_eq!(request.header("X-Key"), Some("lower"));
    }
}

#[test]
#[should_panic = r#""wss://a.example" in the test has the scheme `wss`"#]
fn a_route_is_for_http() {
    let _ = free().on_get("wss://a.example");
}
