use super::*;
use crate::address::parse;

fn begin(method: &str, url: &str, redirects: Redirects) -> (Exchange, Hop) {
    let headers = [
        ("authorization", "Bearer secret"),
        ("cookie", "a=b"),
        ("content-type", "text/plain"),
        ("x-own", "kept"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let wanted = Wanted {
        method,
        url,
        headers: &headers.into(),
        body: b"body".to_vec(),
        redirects,
    };
    Exchange::begin(wanted, parse(url).unwrap()).unwrap()
}

/// Where one redirect leads to.
fn redirected(method: &str, status: u16, location: &str) -> Hop {
    let (mut exchange, first) = begin(method, "https://a.example/x/y?z", Redirects::FiveRequests);
    let next = exchange.redirected(&first, status, Some(location), |_| Ok(()));
    next.unwrap().expect("it is followed")
}

fn names(hop: &Hop) -> Vec<&str> {
    hop.headers.keys().map(String::as_str).collect()
}

#[test]
fn a_request_takes_ten_seconds_unless_it_says_otherwise() {
    assert_eq!(timeout(0), Duration::from_secs(10));
    assert_eq!(timeout(1), Duration::from_millis(1));
    assert_eq!(timeout(-1), Duration::ZERO);
}

#[test]
fn methods_are_in_upper_case_and_get_by_default() {
    let (_, first) = begin("post", "http://a.example/#part", Redirects::Returned);
    assert_eq!(
        (&*first.method, first.sent_url()),
        ("POST", "http://a.example/")
    );
    assert_eq!(
        begin("", "http://a.example/", Redirects::Returned).1.method,
        "GET"
    );
}

#[test]
fn only_307_and_308_keep_method_and_body() {
    for status in [301, 302, 303] {
        let next = redirected("PUT", status, "/");
        assert_eq!((&*next.method, &*next.body), ("GET", &b""[..]), "{status}");
        assert_eq!(names(&next), ["Authorization", "Cookie", "X-Own"]);
        assert_eq!(redirected("HEAD", status, "/").method, "HEAD");
    }
    for status in [307, 308] {
        let next = redirected("PUT", status, "/");
        assert_eq!(
            (&*next.method, &*next.body),
            ("PUT", &b"body"[..]),
            "{status}"
        );
        assert_eq!(names(&next).len(), 4);
    }
}

#[test]
fn credentials_stay_with_the_host_they_were_meant_for() {
    let next = redirected("GET", 307, "https://b.example/");
    assert_eq!(names(&next), ["Content-Type", "X-Own"]);
    assert_eq!(
        names(&redirected("GET", 307, "http://a.example:8080/")).len(),
        4
    );
}

#[test]
fn a_location_is_relative_to_where_it_comes_from() {
    for (location, url) in [
        ("z", "https://a.example/x/z"),
        ("/z", "https://a.example/z"),
        ("?q", "https://a.example/x/y?q"),
        ("//b.example/z", "https://b.example/z"),
        ("HTTP://b.example", "HTTP://b.example"),
    ] {
        assert_eq!(redirected("GET", 302, location).url, url);
    }
}

#[test]
fn the_response_to_the_fifth_request_is_the_answer() {
    let (mut exchange, first) = begin("GET", "http://a.example/", Redirects::FiveRequests);
    for _ in 0..4 {
        let next = exchange.redirected(&first, 302, Some("/"), |_| Ok(()));
        assert!(next.unwrap().is_some());
    }
    let fifth = exchange.redirected(&first, 302, Some("/"), |_| Ok(()));
    assert_eq!(fifth, Ok(None));
}

#[test]
fn ten_redirects_are_one_too_many() {
    let (mut exchange, first) = begin("GET", "http://a.example/", Redirects::TenRequests);
    for _ in 0..9 {
        let next = exchange.redirected(&first, 302, Some("/next"), |_| Ok(()));
        assert!(next.unwrap().is_some());
    }
    let tenth = exchange.redirected(&first, 302, Some("/next"), |_| Ok(()));
    assert_eq!(
        tenth.unwrap_err(),
        "Get \"/next\": stopped after 10 redirects"
    );
}

#[test]
fn without_a_place_to_go_a_redirect_is_the_answer() {
    let (mut exchange, first) = begin("GET", "http://a.example/", Redirects::FiveRequests);
    for (status, location) in [
        (302, None),
        (302, Some("")),
        (304, Some("/")),
        (200, Some("/")),
    ] {
        let next = exchange.redirected(&first, status, location, |_| Ok(()));
        assert_eq!(next, Ok(None), "{status} {location:?}");
    }
    let (mut exchange, first) = begin("GET", "http://a.example/", Redirects::Returned);
    assert_eq!(
        exchange.redirected(&first, 302, Some("/"), |_| Ok(())),
        Ok(None)
    );
}

#[test]
fn errors_say_method_url_and_cause_without_the_password() {
    let (mut exchange, first) = begin(
        "pOST",
        "http://me:secret@a.example/?q=@:",
        Redirects::FiveRequests,
    );
    assert_eq!(
        exchange.error(&first.url, "EOF"),
        "Post \"http://me:***@a.example/?q=@:\": EOF"
    );
    let refused = exchange.redirected(&first, 302, Some("http://b.example/"), |address| {
        Err(format!("host {:?} is not allowed", address.host))
    });
    assert_eq!(
        refused.unwrap_err(),
        "Post \"http://b.example/\": host \"b.example\" is not allowed"
    );
    let unreadable = exchange.redirected(&first, 302, Some("http://[::1/"), |_| Ok(()));
    assert_eq!(
        unreadable.unwrap_err(),
        "Post \"http://me:***@a.example/?q=@:\": failed to parse Location header \"http://[::1/\": parse \"http://[::1/\": missing ']' in host"
    );
}

#[test]
fn some_targets_cannot_be_asked() {
    assert_eq!(
        redirected("GET", 302, "ftp://a.example/").check(),
        Err("unsupported protocol scheme \"ftp\"".to_owned())
    );
    assert_eq!(
        redirected("GET", 302, "http:///x").check(),
        Err("http: no Host in request URL".to_owned())
    );
    assert_eq!(redirected("GET", 302, "/").check(), Ok(()));
}

#[test]
fn some_responses_have_no_body() {
    assert!(has_body("GET", 200) && has_body("POST", 404));
    assert!(!has_body("HEAD", 200) && !has_body("GET", 204) && !has_body("GET", 304));
}
