//! What requests look like when they arrive.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use nd_pdk::Error;
use nd_pdk::host::http::{HTTPRequest, HTTPResponse, HTTPService, install};
use nd_pdk::http;
use nd_pdk::testing::FakeHost;

/// Answers everything with 204 and keeps the requests.
#[derive(Clone, Default)]
struct Recorder(Rc<RefCell<Vec<HTTPRequest>>>);

impl HTTPService for Recorder {
    fn send(&self, request: HTTPRequest) -> Result<Option<HTTPResponse>, Error> {
        self.0.borrow_mut().push(request);
        Ok(Some(HTTPResponse {
            status_code: 204,
            ..HTTPResponse::default()
        }))
    }
}

fn sent(request: http::Request) -> HTTPRequest {
    let recorder = Recorder::default();
    let _service = install(recorder.clone());
    assert_eq!(request.send().unwrap().status(), 204);
    recorder.0.take().remove(0)
}

fn header(name: &str, value: &str) -> HashMap<String, String> {
    HashMap::from([(name.to_owned(), value.to_owned())])
}

#[test]
fn each_function_sends_its_method() {
    type Start = fn(&str) -> http::Request;
    let starts: [(&str, Start); 6] = [
        ("GET", |url| http::get(url)),
        ("POST", |url| http::post(url)),
        ("PUT", |url| http::put(url)),
        ("PATCH", |url| http::patch(url)),
        ("DELETE", |url| http::delete(url)),
        ("HEAD", |url| http::head(url)),
    ];
    for (method, start) in starts {
        let expected = HTTPRequest {
            method: method.to_owned(),
            url: "https://example.org/".to_owned(),
            ..HTTPRequest::default()
        };
        assert_eq!(sent(start("https://example.org/")), expected);
    }
}

#[test]
fn a_query_is_encoded_and_appended_before_the_fragment() {
    let url = |start: &str| sent(http::get(start).query("a b", "ü&=+#/?%").query("n", 1.5)).url;
    let query = "a%20b=%C3%BC%26%3D%2B%23%2F%3F%25&n=1.5";
    assert_eq!(url("https://x.org"), format!("https://x.org?{query}"));
    assert_eq!(url("https://x.org/p?"), format!("https://x.org/p?{query}"));
    assert_eq!(
        url("https://x.org/p?c=d"),
        format!("https://x.org/p?c=d&{query}")
    );
    assert_eq!(
        url("https://x.org/p?c=d&"),
        format!("https://x.org/p?c=d&{query}")
    );
    assert_eq!(
        url("https://x.org/p#top?"),
        format!("https://x.org/p?{query}#top?")
    );
}

#[test]
fn what_is_encoded_is_read_back_by_others() {
    let text: String = (1..=0x2ff)
        .filter_map(char::from_u32)
        .chain(['漢', '🎵'])
        .collect();
    let host = FakeHost::install();
    let route = host
        .http()
        .on_post("https://x.org/")
        .any_query()
        .reply(200, "");
    let request = http::post("https://x.org/").query(&text, &text);
    request.form(&[(&text, &text)]).send().unwrap();

    let arrived = &route.requests()[0];
    assert_eq!(arrived.query(&text).as_deref(), Some(&*text));
    assert_eq!(arrived.form(&text).as_deref(), Some(&*text));
}

#[test]
fn a_header_replaces_its_namesake_in_any_case() {
    let request = http::get("https://x.org")
        .header("accept", "a")
        .header("ACCEPT", "b");
    assert_eq!(sent(request).headers, header("ACCEPT", "b"));
    let request = http::get("https://x.org").bearer("s3cret");
    assert_eq!(
        sent(request).headers,
        header("Authorization", "Bearer s3cret")
    );
}

#[test]
fn bodies_come_with_their_content_type() {
    let post = || http::post("https://x.org");
    let cases = [
        (post().text("grün"), "text/plain; charset=utf-8", "grün"),
        (post().json(&[1, 2]), "application/json", "[1,2]"),
        (post().json("a"), "application/json", "\"a\""),
        (
            post().form(&[("a", 1), ("b c", 2)]),
            "application/x-www-form-urlencoded",
            "a=1&b%20c=2",
        ),
    ];
    for (request, content_type, body) in cases {
        let arrived = sent(request);
        assert_eq!(arrived.headers, header("Content-Type", content_type));
        assert_eq!(arrived.body, body.as_bytes());
    }
    assert_eq!(sent(post().body([0, 255])).body, [0, 255]);
    assert_eq!(sent(post().body([0, 255])).headers, HashMap::new());
}

#[test]
fn a_content_type_of_its_own_wins_before_and_after_the_body() {
    let own = header("content-type", "application/ld+json");
    let before = http::post("https://x.org").header("content-type", "application/ld+json");
    assert_eq!(sent(before.json(&1)).headers, own);
    let after = http::post("https://x.org").json(&1);
    let after = after.header("content-type", "application/ld+json");
    assert_eq!(sent(after).headers, own);
}

#[test]
fn timeouts_are_whole_milliseconds_up_to_the_end_of_a_call_and_never_zero() {
    let milliseconds = |time| sent(http::get("https://x.org").timeout(time)).timeout_ms;
    assert_eq!(milliseconds(Duration::ZERO), 1);
    assert_eq!(milliseconds(Duration::from_nanos(1)), 1);
    assert_eq!(milliseconds(Duration::from_micros(2_500)), 3);
    assert_eq!(milliseconds(Duration::from_secs(5)), 5_000);
    assert_eq!(milliseconds(Duration::MAX), 30_000);
    assert_eq!(sent(http::get("https://x.org")).timeout_ms, 0);
}

#[test]
fn redirects_are_followed_unless_they_are_the_response() {
    let host = FakeHost::install();
    host.http()
        .on_get("https://x.org/a")
        .redirect(302, "https://x.org/b");
    host.http().on_get("https://x.org/b").reply(200, "there");

    let followed = http::get("https://x.org/a").send().unwrap();
    assert_eq!(
        (followed.status(), followed.text().unwrap()),
        (200, "there")
    );
    let first = http::get("https://x.org/a").no_redirects().send().unwrap();
    assert_eq!(first.status(), 302);
    assert_eq!(first.header("location"), Some("https://x.org/b"));
}

#[test]
fn a_body_that_json_cannot_express_is_an_error_and_nothing_is_sent() {
    let host = FakeHost::install();
    let impossible = HashMap::from([((1, 2), 3)]);
    let request = http::put("https://me:pw@x.org/p?token=s3cret").json(&impossible);
    let error = request.send().unwrap_err();
    assert_eq!(
        error.message,
        "PUT https://x.org/p: the body cannot be written as JSON: key must be a string"
    );
    assert!(host.http().requests().is_empty());
}

#[test]
fn errors_and_debugging_show_no_secrets_of_the_address() {
    let host = FakeHost::install();
    host.http()
        .on_get("https://x.org/p")
        .any_query()
        .fail("connection refused");
    let request = http::get("https://x.org/p")
        .query("token", "s3cret")
        .bearer("s3cret");
    assert_eq!(format!("{request:?}"), r#"Request("GET https://x.org/p")"#);
    assert_eq!(
        request.send().unwrap_err().message,
        r#"Get "https://x.org/p": connection refused"#
    );

    let _service = nd_pdk::host::http::mock(|m| {
        m.expect_send().returning(|_| {
            Err(r#"Get "http://me:***@x.org?k=s3cret": redirected to "https://y.org/?k=s3cret#k", "a?b""#.into())
        });
    });
    let error = http::get("http://me:pw@x.org?k=s3cret").send().unwrap_err();
    assert_eq!(
        error.message,
        r#"Get "http://x.org": redirected to "https://y.org/", "a?b""#
    );
}
