//! Which redirects are followed, and what goes along.

use super::*;

/// `/0` leads to `/1` and so on, `/9` is the end.
fn chain(http: &FakeHTTP) {
    for step in 0..9 {
        let route = http.on_get(format!("https://a.example/{step}"));
        route.redirect(302, format!("/{}", step + 1));
    }
    http.on_get("https://a.example/9").reply(200, "end");
}

fn sent(http: &FakeHTTP) -> Vec<String> {
    let requests = http.requests().into_iter();
    requests
        .map(|request| format!("{} {} {}", request.method, request.url, request.body_text()))
        .collect()
}

#[test]
fn four_redirects_are_followed() {
    let http = free();
    chain(&http);
    assert_eq!(get(&http, "https://a.example/5").body, b"end");
    let stopped = get(&http, "https://a.example/4");
    assert_eq!(
        (stopped.status_code, &*stopped.headers["Location"]),
        (302, "/9")
    );
    assert_eq!(http.requests().len(), 5 + 5);
}

#[test]
fn a_redirect_is_the_response_where_it_is_wanted() {
    let http = free();
    chain(&http);
    let mut call = request("GET", "https://a.example/0");
    call.no_follow_redirects = true;
    assert_eq!(send(&http, call).status_code, 302);
    assert_eq!(http.requests().len(), 1);
}

#[test]
fn every_target_is_checked() {
    let http = with_hosts(&["a.example"]);
    http.on_post("https://a.example")
        .redirect(302, "https://b.example:1/x")
        .redirect(302, "ftp://a.example/");
    let error = || {
        http.send(request("POST", "https://a.example"))
            .unwrap_err()
            .message
    };
    assert_eq!(
        error(),
        "Post \"https://b.example:1/x\": host \"b.example:1\" is not allowed"
    );
    assert_eq!(
        error(),
        "Post \"ftp://a.example/\": unsupported protocol scheme \"ftp\""
    );
}

#[test]
fn the_status_decides_about_method_and_body() {
    for (status, method, next) in [
        (301, "POST", "GET https://a.example/b "),
        (302, "PUT", "GET https://a.example/b "),
        (303, "DELETE", "GET https://a.example/b "),
        (302, "HEAD", "HEAD https://a.example/b "),
        (307, "POST", "POST https://a.example/b text"),
        (308, "PUT", "PUT https://a.example/b text"),
    ] {
        let http = free();
        http.on(method, "https://a.example/a").redirect(status, "b");
        for method in ["GET", "HEAD", "POST", "PUT"] {
            http.on(method, "https://a.example/b").reply(200, "");
        }
        let mut call = request(method, "https://a.example/a");
        call.body = b"text".to_vec();
        send(&http, call);
        assert_eq!(sent(&http)[1], next, "{status} {method}");
    }
}

#[test]
fn other_statuses_are_no_redirects() {
    let http = free();
    http.on_get("https://a.example")
        .redirect(300, "/x")
        .redirect(304, "/x")
        .reply(302, "")
        .redirect(302, "");
    for status in [300, 304, 302, 302] {
        assert_eq!(get(&http, "https://a.example").status_code, status);
    }
}

#[test]
fn credentials_stay_behind_and_do_not_come_back() {
    let http = free();
    http.on_post("https://a.example")
        .redirect(302, "https://sub.a.example/");
    http.on_get("https://sub.a.example")
        .redirect(302, "//b.example/");
    http.on_get("https://b.example")
        .redirect(302, "https://a.example/end");
    http.on_get("https://a.example/end").reply(200, "");
    let mut call = request("POST", "https://a.example");
    for name in ["authorization", "content-type", "x-token"] {
        call.headers.insert(name.to_owned(), "v".to_owned());
    }
    send(&http, call);
    let names: Vec<Vec<String>> = http
        .requests()
        .into_iter()
        .map(|sent| sent.headers.into_keys().collect())
        .collect();
    assert_eq!(
        names,
        [
            vec!["Authorization", "Content-Type", "X-Token"],
            vec!["Authorization", "X-Token"],
            vec!["X-Token"],
            vec!["X-Token"],
        ]
    );
}

#[test]
fn a_target_that_cannot_be_read_is_an_error() {
    let http = free();
    http.on_get("https://a.example").redirect(302, "http://[");
    assert_eq!(
        error(&http, "https://a.example"),
        "Get \"https://a.example\": failed to parse Location header \"http://[\": parse \"http://[\": missing ']' in host"
    );
}
