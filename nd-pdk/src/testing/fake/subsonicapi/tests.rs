use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Value, json};

use super::super::access::sample::{small, user, world};
use super::*;

fn service() -> FakeSubsonicAPI {
    FakeSubsonicAPI::new(&world(small))
}

/// What is inside the envelope of an answer.
fn response(service: &FakeSubsonicAPI, uri: &str) -> Value {
    let text = service.call(uri).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["subsonic-response"].take()
}

#[test]
fn requests_are_refused_in_the_words_of_the_server() {
    let refusal = |uri| service().call(uri).unwrap_err().message;
    assert_eq!(refusal("ping"), "missing required parameter 'u' (username)");
    assert_eq!(refusal("ping?u=mallory"), "username mallory not found");
    assert_eq!(
        refusal("ping?u=eve"),
        "user eve is not authorized for this plugin"
    );
    assert!(refusal("ping?u=ada\r").starts_with("invalid URL format: "));
    let raw = service().call_raw("ping?u=eve").unwrap_err().message;
    assert_eq!(raw, "user eve is not authorized for this plugin");

    let nobody = world(|setup| setup.users = vec![user("eve", false)]);
    assert_eq!(
        FakeSubsonicAPI::new(&nobody)
            .call("ping?u=eve")
            .unwrap_err()
            .message,
        "no users configured for plugin plugin"
    );
}

#[test]
fn ping_is_answered_until_it_is_scripted() {
    let service = service();
    let pong = response(&service, "ping.view?u=ada");
    assert_eq!(pong["status"], "ok");
    assert_eq!(pong["version"], "1.16.1");
    assert_eq!(pong["openSubsonic"], true);
    service.on("ping").reply_failed(0, "closed");
    let expected = json!({ "code": 0, "message": "closed" });
    assert_eq!(response(&service, "ping?u=ada")["error"], expected);
    assert_eq!(response(&service, "ping?u=ada")["status"], "failed");
}

#[test]
fn requests_are_seen_as_the_server_rewrites_them() {
    let service = service();
    service.on("getSong").reply_ok(json!({}));
    service
        .call("http://x/rest/getSong?u=ADA&id=1&id=2&c=me&f=xml")
        .unwrap();
    service.call_raw("getSong.view?u=ada&f=json").unwrap();
    service.call("getSong?u=eve").unwrap_err();
    let [first, second] = &service.requests()[..] else {
        panic!("refused requests do not reach the API");
    };
    let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = all
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        owned.collect()
    };
    let expected = SubsonicRequest {
        endpoint: "getSong".to_owned(),
        username: "ADA".to_owned(),
        query: pairs(&[
            ("c", "top-songs"),
            ("f", "json"),
            ("id", "1"),
            ("id", "2"),
            ("u", "ADA"),
            ("v", "1.16.1"),
        ]),
    };
    assert_eq!(*first, expected);
    assert_eq!(first.query("id").as_deref(), Some("1"));
    assert_eq!(first.query("size"), None);
    assert_eq!(second.endpoint, "getSong.view");
}

#[test]
fn a_body_stands_inside_the_envelope() {
    let service = service();
    service
        .on("getSong")
        .reply_ok(json!({ "song": { "id": "1" } }));
    let answer = response(&service, "getSong?u=ada");
    assert_eq!(answer["status"], "ok");
    assert_eq!(answer["song"], json!({ "id": "1" }));
}

#[test]
fn a_document_stands_as_it_is() {
    let service = service();
    service.on("getSong").reply_json(json!([1, "two"]));
    assert_eq!(service.call("getSong?u=ada"), Ok(r#"[1,"two"]"#.to_owned()));
}

#[test]
fn replies_follow_each_other_and_the_last_one_stays() {
    let service = service();
    let count = |count: u32| json!({ "count": count });
    service
        .on("getScanStatus")
        .reply_ok(count(1))
        .fail("closed")
        .reply_ok(count(3));
    let next = || {
        service
            .call("getScanStatus?u=ada")
            .map(|text| text.contains(r#""count":3"#))
    };
    assert_eq!(next(), Ok(false));
    assert_eq!(next(), Err(Error::new("closed")));
    assert_eq!(next(), Ok(true));
    assert_eq!(next(), Ok(true));
}

#[test]
fn of_several_routes_the_latest_counts() {
    let service = service();
    let answer = |uri| response(&service, uri)["n"].clone();
    service.on("getSong").reply_ok(json!({ "n": "any" }));
    service
        .on("getSong")
        .with_query("id", "1")
        .with_query("u", "zoe")
        .reply_ok(json!({ "n": "id and user" }));
    service
        .on("getSong")
        .with_query("id", "1")
        .reply_ok(json!({ "n": "id" }));
    assert_eq!(answer("getSong?id=1&u=zoe"), "id");
    assert_eq!(answer("getSong?id=2&u=zoe"), "any");
    service.on("getSong").reply_ok(json!({ "n": "all" }));
    assert_eq!(answer("getSong?id=1&u=zoe"), "all");
}

#[test]
fn a_closure_sees_the_request_and_may_use_the_service() {
    let service = Rc::new(service());
    let calls = Rc::new(Cell::new(0));
    let (inner, counter) = (Rc::downgrade(&service), Rc::clone(&calls));
    service.on("getSong").reply_with(move |request| {
        counter.set(counter.get() + 1);
        let service = inner.upgrade().unwrap();
        service.on("getAlbum").reply_ok(json!({}));
        service.call("getAlbum?u=ada").unwrap();
        SubsonicReply::ok(json!({ "song": { "id": request.query("id") } }))
    });
    assert_eq!(response(&service, "getSong?id=7&u=ada")["song"]["id"], "7");
    assert_eq!((calls.get(), service.requests().len()), (1, 2));
}

#[test]
fn bytes_come_with_their_content_type() {
    let service = service();
    service
        .on("getCoverArt")
        .reply_bytes("image/jpeg", [0xFF, 0xD8]);
    let answer = service.call_raw("getCoverArt?id=al-1&u=ada");
    assert_eq!(answer, Ok(("image/jpeg".to_owned(), vec![0xFF, 0xD8])));
    let text = service.call("getCoverArt?id=al-1&u=ada");
    assert_eq!(text, Ok("\u{FFFD}\u{FFFD}".to_owned()));
}

#[test]
fn refusals_are_xml_documents_unless_json_is_asked_for() {
    let service = service();
    service
        .on("getCoverArt")
        .reply_failed(70, "No <art> & \"so\" on");
    let (kind, body) = service.call_raw("getCoverArt?u=ada").unwrap();
    let text = String::from_utf8(body).unwrap();
    assert_eq!(kind, "application/xml");
    assert!(text.starts_with("<subsonic-response ") && text.contains(r#"status="failed""#));
    let error = r#"><error code="70" message="No &lt;art&gt; &amp; &#34;so&#34; on"></error></subsonic-response>"#;
    assert!(text.ends_with(error), "{text}");

    let (kind, body) = service.call_raw("getCoverArt?f=json&u=ada").unwrap();
    assert_eq!(kind, "application/json");
    assert_eq!(
        body,
        subsonic_failed(70, "No <art> & \"so\" on").into_bytes()
    );
}

#[test]
#[should_panic = r#"add `f=json` there, or script the bytes"#]
fn a_body_in_xml_must_be_scripted_as_it_is() {
    let service = service();
    service.on("getSong").reply_ok(json!({ "song": {} }));
    let _ = service.call_raw("getSong?u=ada");
}

#[test]
#[should_panic = "`f=jsonp` asks for an answer that is neither JSON nor XML; script the bytes"]
fn a_body_in_another_format_must_be_scripted_as_it_is() {
    let service = service();
    let song = service.on("getSong");
    song.reply_bytes("text/javascript", "show({})");
    let (kind, body) = service.call_raw("getSong?u=ada&f=jsonp").unwrap();
    assert_eq!(
        (kind.as_str(), &*body),
        ("text/javascript", &b"show({})"[..])
    );

    service.on("ping").reply_failed(40, "wrong");
    let _ = service.call_raw("ping?u=ada&f=jsonp");
}

#[test]
#[should_panic = "`subsonicapi_call` was called, but no route of the test is for\n    rest/getSong?u=ada\n\
                  routes:\n    none\nadd\n    \
                  host.subsonic_api().on(\"getSong\").reply_ok(nd_pdk::testing::json!({}));"]
fn an_endpoint_without_script_names_the_line_to_add() {
    let _ = service().call("rest/getSong?u=ada");
}

#[test]
#[should_panic = "`subsonicapi_callraw` was called, but no route of the test is for\n    getSong?u=ada&id=2\n\
                  routes, the nearest first:\n    \
                      on(\"getSong\").with_query(\"id\", \"1\").with_query(\"size\", \"5\")\n        \
                          query id: wants \"1\", got \"2\"\n        \
                          query size: wants \"5\", got none\n    \
                      on(\"getAlbum\").with_query(\"id\", \"1\")\n        \
                          endpoint: wants getAlbum, got getSong\n\
                  add\n"]
fn routes_for_other_requests_say_why_they_are_not_for_this_one() {
    let service = service();
    service
        .on("getAlbum")
        .with_query("id", "1")
        .reply_ok(json!({}));
    service
        .on("getSong")
        .with_query("id", "1")
        .with_query("size", "5")
        .reply_ok(json!({}));
    let _ = service.call_raw("getSong?u=ada&id=2");
}

#[test]
#[should_panic = "the route `on(\"getSong\").with_query(\"id\", \"1\")` of the test has no reply: add `.reply_ok(nd_pdk::testing::json!({}))`"]
fn a_route_needs_a_reply() {
    let service = service();
    let _route = service.on("getSong").with_query("id", "1");
    let _ = service.call("getSong?u=ada&id=1");
}

#[test]
#[should_panic = "this takes the bare name of an endpoint"]
fn an_endpoint_is_no_address() {
    let _ = service().on("rest/getSong?id=1");
}

#[test]
fn a_condition_after_a_reply_is_one_of_the_route_too() {
    let service = service();
    service.on("getSong").reply_ok(json!({ "n": "any" }));
    let _route = service
        .on("getSong")
        .reply_ok(json!({ "n": "id" }))
        .with_query("id", "1");
    assert_eq!(response(&service, "getSong?u=ada&id=1")["n"], "id");
    assert_eq!(response(&service, "getSong?u=ada&id=2")["n"], "any");
}

#[test]
#[should_panic = "has an envelope already"]
fn an_envelope_is_not_put_around_another() {
    service()
        .on("getSong")
        .reply_ok(json!({ "subsonic-response": {} }));
}

#[test]
#[should_panic = "is a JSON object such as json!({\"song\": {}}), not \"{}\""]
fn a_body_is_an_object() {
    service().on("getSong").reply_ok("{}");
}
