use nd_rules::address::{self, Judged};

use super::*;

fn hosts(hosts: &[&str]) -> Vec<String> {
    hosts.iter().map(|&host| host.to_owned()).collect()
}

fn http(list: &[&str], url: &str) -> Option<String> {
    about_refusal(Reaching::Http, &hosts(list), |hosts| {
        address::http(url, hosts, Judged::ByAddress)
    })
}

fn websocket(list: &[&str], url: &str) -> Option<String> {
    about_refusal(Reaching::WebSocket, &hosts(list), |hosts| {
        address::websocket(url, hosts)
    })
}

#[test]
fn a_refused_host_is_noted_with_the_list_of_the_manifest() {
    assert_eq!(
        http(&["a.example", "b.example:8080"], "http://b.example:8080/").unwrap(),
        "note: host \"b.example:8080\" is not allowed: the manifest has for `http` the `requiredHosts` [\"a.example\", \"b.example:8080\"]; \
         an entry is a host name without port, `*.example.org` for all names below, an IP address or range, or `*`"
    );
    assert_eq!(
        websocket(&["a.example"], "wss://b.example/").unwrap(),
        "note: host \"b.example\" is not allowed: the manifest has for `websocket` the `requiredHosts` [\"a.example\"]; \
         an entry is a host name without port, `*.example.org` for all names below, or `*`"
    );
}

#[test]
fn a_refused_host_without_a_list_is_noted_with_what_that_means() {
    let text = http(&[], "http://localhost/").unwrap();
    let means = "the manifest has no `requiredHosts` for `http`, so every public host is allowed and no other one;";
    assert!(text.contains(means), "{text}");
    let text = websocket(&[], "wss://b.example/").unwrap();
    let means = "the manifest has no `requiredHosts` for `websocket`, so no host is allowed;";
    assert!(text.contains(means), "{text}");
}

#[test]
fn a_blocked_address_is_noted_too() {
    let list = hosts(&["nas.example"]);
    let text = about_refusal(Reaching::Http, &list, |hosts| {
        address::dial([192, 168, 1, 5].into(), hosts)
    });
    let text = text.unwrap();
    assert!(
        text.contains("the `requiredHosts` [\"nas.example\"]"),
        "{text}"
    );
}

#[test]
fn what_the_list_does_not_decide_has_no_note() {
    for url in ["ftp://b.example/", "http://a b/", "https://a.example/"] {
        assert_eq!(http(&["a.example"], url), None, "{url}");
        assert_eq!(websocket(&["a.example"], url), None, "{url}");
    }
    assert_eq!(websocket(&["a.example"], "wss://a.example/"), None);
}

#[test]
fn asking_answers_what_the_rule_answers() {
    let ask = |list: &[&str]| {
        asking(Reaching::Http, &hosts(list), |hosts| {
            address::http("https://a.example/", hosts, Judged::ByAddress)
                .map(|address| address.host)
        })
    };
    assert_eq!(ask(&["a.example"]).as_deref(), Ok("a.example"));
    assert_eq!(
        ask(&["b.example"]).unwrap_err(),
        "host \"a.example\" is not allowed"
    );
}

#[test]
fn raw_characters_of_a_query_are_noted_with_their_encoding() {
    let url = "https://a.example/x?name=AC/DC & Café|100%&b=50%25";
    assert_eq!(
        about_url(url),
        [
            "note: the query of \"https://a.example/x?name=AC/DC & Café|100%&b=50%25\" has characters that must be percent-encoded: \
             ' ' as %20, 'é' as %C3%A9, '|' as %7C, '%' as %25. The server sends it as it is. \
             In a value `&` (%26), `#` (%23) and `+` (%2B) must be encoded, too"
        ]
    );
}

#[test]
fn a_fragment_is_noted_as_not_sent() {
    assert_eq!(
        about_url("https://a.example/x?name=Key #1&b=2"),
        [
            "note: the query of \"https://a.example/x?name=Key #1&b=2\" has characters that must be percent-encoded: ' ' as %20. \
             The server sends it as it is. \
             In a value `&` (%26), `#` (%23) and `+` (%2B) must be encoded, too",
            "note: of \"https://a.example/x?name=Key #1&b=2\" the fragment is not sent: \"#1&b=2\". \
             A `#` that belongs to a value must be percent-encoded: %23",
        ]
    );
}

#[test]
fn a_url_that_is_encoded_has_no_note() {
    for url in [
        "https://a.example",
        "https://a.example/x?name=Simon%20%26%20Garfunkel&b=a+b",
        "https://a.example/x?a=-._~!$&'()*+,;=:@/?%c3%A9",
        // The server encodes a path on its own.
        "https://a.example/a b/é?c=d",
    ] {
        assert_eq!(about_url(url), Vec::<String>::new(), "{url}");
    }
}
