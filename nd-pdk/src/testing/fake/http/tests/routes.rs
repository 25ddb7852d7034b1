//! Which route answers, what it answers, and what a test sees of the request.

use super::*;

#[test]
fn a_route_answers_its_method_and_url() {
    let http = free();
    http.on_get("https://a.example/x?q=1").reply(200, "got");
    http.on_post("https://a.example/x?q=1").reply(201, "posted");
    http.on("PATCH", "https://a.example/x?q=1")
        .reply(202, "patched");
    for (method, body) in [
        ("GET", "got"),
        ("", "got"),
        ("post", "posted"),
        ("Patch", "patched"),
    ] {
        let response = send(&http, request(method, "https://a.example/x?q=1"));
        assert_eq!(response.body, body.as_bytes(), "{method}");
    }
}

#[test]
fn the_last_of_several_routes_counts() {
    let http = free();
    http.on_get("https://a.example/")
        .and_below()
        .any_query()
        .reply(404, "");
    http.on_get("https://a.example/x")
        .with_query("q", "two words")
        .reply(200, "");
    assert_eq!(
        get(&http, "https://a.example/x?q=two+words&page=1").status_code,
        200
    );
    assert_eq!(get(&http, "https://a.example/x?q=other").status_code, 404);
}

#[test]
fn conditions_tell_requests_apart() {
    let http = free();
    let asked = http
        .on_post("https://a.example/rpc")
        .when(|request| request.body_json()["method"] == "ask");
    let asked = asked.with_header("x-token", "t").reply(200, "");
    http.on_put("https://a.example/rpc").reply(200, "");
    let mut call = request("POST", "https://a.example/rpc");
    call.body = br#"{"method":"ask"}"#.to_vec();
    call.headers.insert("X-TOKEN".to_owned(), "t".to_owned());
    assert_eq!(send(&http, call).status_code, 200);
    send(&http, request("PUT", "https://a.example/rpc"));
    assert_eq!((asked.requests().len(), http.requests().len()), (1, 2));
}

#[test]
fn replies_are_given_one_after_the_other_and_the_last_one_stays() {
    let http = free();
    http.on_get("https://a.example")
        .reply(503, "")
        .fail("EOF")
        .reply_json(200, json!({"a": 1}));
    assert_eq!(get(&http, "https://a.example").status_code, 503);
    assert_eq!(
        error(&http, "https://a.example"),
        "Get \"https://a.example\": EOF"
    );
    for _ in 0..2 {
        let response = get(&http, "https://a.example");
        assert_eq!(response.body, br#"{"a":1}"#);
        assert_eq!(response.headers["Content-Type"], "application/json");
    }
}

#[test]
fn a_computed_reply_may_use_the_host_again() {
    let http = Rc::new(free());
    let inner = Rc::clone(&http);
    http.on_get("https://a.example/inner").reply(200, "deep");
    http.on_get("https://a.example").reply_with(move |_| {
        inner.on_get("https://a.example/added").reply(200, "");
        HTTPReply::new(201, get(&inner, "https://a.example/inner").body).header("x-a", "b")
    });
    let response = get(&http, "https://a.example");
    assert_eq!((response.status_code, &*response.body), (201, &b"deep"[..]));
    assert_eq!(response.headers["X-A"], "b");
    assert_eq!(get(&http, "https://a.example/added").status_code, 200);
}

#[test]
fn a_request_is_seen_as_it_was_sent() {
    let http = free();
    http.on_post("https://a.example/x")
        .any_query()
        .reply(204, "");
    let mut call = request("post", "https://a.example/x?name=Ada%20L&name=2");
    call.body = b"artist=Nina+Simone&n=1".to_vec();
    for (name, value) in [
        ("content-type", "application/x-www-form-urlencoded"),
        ("HOST", "b.example"),
    ] {
        call.headers.insert(name.to_owned(), value.to_owned());
    }
    send(&http, call);
    let [sent] = &http.requests()[..] else {
        panic!("one request");
    };
    assert_eq!(
        (&*sent.method, &*sent.url),
        ("POST", "https://a.example/x?name=Ada%20L&name=2")
    );
    assert_eq!(sent.query("name").as_deref(), Some("Ada L"));
    assert_eq!(sent.query("page"), None);
    assert_eq!(
        sent.header("CONTENT-TYPE"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(sent.header("Host"), None);
    assert_eq!(sent.form("artist").as_deref(), Some("Nina Simone"));
    assert_eq!(sent.body_text(), "artist=Nina+Simone&n=1");
    assert!(format!("{sent:?}").contains(r#"body: "artist=Nina+Simone&n=1""#));
}

/// What a test reads of a request that no route is for.
fn unanswered(http: &FakeHTTP, request: HTTPRequest) -> String {
    let run = std::panic::AssertUnwindSafe(|| http.send(request));
    let panic = std::panic::catch_unwind(run).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[test]
fn a_request_without_a_route_panics_with_what_does_not_fit_and_the_line_to_add() {
    let http = free();
    http.on_get("https://a.example/v1")
        .and_below()
        .any_query()
        .when(|_| panic!("asked of a request that is for another path"))
        .reply(200, "");
    http.on_post("https://a.example/y").reply(200, "");
    http.on_get("https://a.example/y")
        .with_header("X-Page", "2")
        .with_header("authorization", "Bearer k3y")
        .when(|_| true)
        .reply(200, "");
    http.on_get("https://a.example/y")
        .when(|request| request.body.is_empty())
        .reply(200, "");
    let mut call = request("GET", "https://a.example/y");
    call.body = b"{\n}".to_vec();
    let bearer = "Bearer wrong".to_owned();
    call.headers.insert("Authorization".to_owned(), bearer);
    assert_eq!(
        unanswered(&http, call),
        r#"`http_send` was called, but no route of the test is for
    GET https://a.example/y
    Authorization: Bearer wrong
    body: {\n}
routes, the nearest first:
    on_get("https://a.example/y").when(…)
        condition: `when` said no
    on_get("https://a.example/y").with_header("X-Page", "2").with_header("authorization", "Bearer k3y").when(…)
        header X-Page: wants "2", got none
        header authorization: wants "Bearer k3y", got "Bearer wrong"
    on_post("https://a.example/y")
        method: wants POST, got GET
    on_get("https://a.example/v1").and_below().any_query().when(…)
        path: wants /v1 and below, got /y
add
    host.http().on_get("https://a.example/y").reply_json(200, nd_pdk::testing::json!({}));"#
    );
}

#[test]
fn the_line_to_add_has_the_method() {
    let mut call = request("patch", "https://a.example/y");
    call.body = vec![0xff; 3];
    assert_eq!(
        unanswered(&free(), call),
        r#"`http_send` was called, but no route of the test is for
    PATCH https://a.example/y
    body: 3 bytes that are no text
routes:
    none
add
    host.http().on("PATCH", "https://a.example/y").reply_json(200, nd_pdk::testing::json!({}));"#
    );
}

#[test]
fn a_fragment_is_not_sent() {
    let http = free();
    http.on_get("https://a.example/x")
        .redirect(302, "https://a.example/y#end");
    http.on_get("https://a.example/y").fail("EOF");
    assert_eq!(
        error(&http, "https://a.example/x#top"),
        "Get \"https://a.example/y#end\": EOF"
    );
    let sent = http.requests();
    let urls: Vec<_> = sent.iter().map(|request| &*request.url).collect();
    assert_eq!(urls, ["https://a.example/x", "https://a.example/y"]);
}

#[test]
fn a_url_that_is_not_encoded_is_sent_as_it_is() {
    let http = free();
    http.on_get("https://a.example/").any_query().reply(200, "");
    let url = "https://a.example/?name=AC/DC & Co";
    assert_eq!(get(&http, url).status_code, 200);
    assert_eq!(http.requests()[0].url, url);
}

#[test]
#[should_panic(expected = "the route `on_get(\"https://a.example\")` of the test has no reply")]
fn a_route_without_a_reply_panics() {
    let http = free();
    http.on_get("https://a.example");
    get(&http, "https://a.example");
}

#[test]
#[should_panic(expected = "`takes` is about the reply before it, and there is none")]
fn what_is_about_a_reply_needs_one() {
    free().on_get("https://a.example").takes(Duration::ZERO);
}
