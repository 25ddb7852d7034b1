//! What reaches a mock, and what of its answer reaches the plugin.

use std::collections::HashMap;

use nd_pdk::Error;
use nd_pdk::host::http::{HTTPRequest, HTTPResponse};
use nd_pdk::host::library::Library;
use nd_pdk::host::task::{QueueConfig, TaskInfo};
use nd_pdk::host::{cache, http, kvstore, library, subsonicapi, task, users};
use nd_pdk::testing::mockall::predicate::eq;

use super::panic_of;

#[test]
fn texts_numbers_and_bytes_arrive_as_sent() {
    let text = "ä \"quoted\"\n\u{0}";
    let _cache = cache::mock(|m| {
        m.expect_set_string()
            .with(eq(text), eq(""), eq(i64::MIN))
            .times(1)
            .returning(|_, _, _| Ok(()));
        m.expect_set_float()
            .with(eq("f"), eq(0.1), eq(0))
            .times(1)
            .returning(|_, _, _| Ok(()));
        m.expect_set_bytes()
            .with(eq("b"), eq(&[0, 255, 10][..]), eq(7))
            .times(1)
            .returning(|_, _, _| Ok(()));
    });

    assert_eq!(cache::set_string(text, "", i64::MIN), Ok(()));
    assert_eq!(cache::set_float("f", 0.1, 0), Ok(()));
    assert_eq!(cache::set_bytes("b", [0, 255, 10], 7), Ok(()));
}

#[test]
fn structs_maps_and_lists_arrive_as_sent() {
    let request = HTTPRequest {
        method: "POST".to_owned(),
        url: "https://api.example.com/a?b=c".to_owned(),
        headers: HashMap::from([
            ("Accept".to_owned(), "*/*".to_owned()),
            ("X-Empty".to_owned(), String::new()),
        ]),
        no_follow_redirects: true,
        body: vec![0, 159, 146, 150],
        timeout_ms: -1,
    };
    let _http = http::mock(|m| {
        m.expect_send()
            .with(eq(request.clone()))
            .times(1)
            .returning(|_| Ok(None));
    });
    let _kvstore = kvstore::mock(|m| {
        m.expect_get_many()
            .with(eq(vec!["a".to_owned(), String::new()]))
            .times(1)
            .returning(|keys| Ok(keys.into_iter().map(|key| (key, vec![0])).collect()));
    });
    let _task = task::mock(|m| {
        m.expect_create_queue()
            .withf(|name, config| name == "q" && *config == QueueConfig::default())
            .times(1)
            .returning(|_, _| Ok(()));
    });

    assert_eq!(http::send(request), Ok(None));
    assert_eq!(
        kvstore::get_many(vec!["a".to_owned(), String::new()]),
        Ok(HashMap::from([
            ("a".to_owned(), vec![0]),
            (String::new(), vec![0])
        ]))
    );
    assert_eq!(task::create_queue("q", QueueConfig::default()), Ok(()));
}

#[test]
fn structs_lists_and_pairs_come_back_as_answered() {
    let response = HTTPResponse {
        status_code: 404,
        body: vec![255, 0],
        ..HTTPResponse::default()
    };
    let music = Library {
        id: 1,
        name: "Music".to_owned(),
        ..Library::default()
    };
    let _http = http::mock(|m| {
        let response = response.clone();
        m.expect_send()
            .returning(move |_| Ok(Some(response.clone())));
    });
    let _library = library::mock(|m| {
        let all = vec![music.clone(), Library::default()];
        m.expect_get_all_libraries()
            .returning(move || Ok(all.clone()));
    });
    let _subsonic = subsonicapi::mock(|m| {
        m.expect_call_raw()
            .returning(|_| Ok(("image/png".to_owned(), vec![137, 80])));
    });

    assert_eq!(http::send(HTTPRequest::default()), Ok(Some(response)));
    assert_eq!(
        library::get_all_libraries(),
        Ok(vec![music, Library::default()])
    );
    assert_eq!(
        subsonicapi::call_raw("getCoverArt?id=1&u=ada"),
        Ok(("image/png".to_owned(), vec![137, 80]))
    );
}

#[test]
fn nothing_is_not_the_same_as_zero() {
    let _cache = cache::mock(|m| {
        m.expect_get_int()
            .with(eq("zero"))
            .returning(|_| Ok(Some(0)));
        m.expect_get_int().with(eq("none")).returning(|_| Ok(None));
        m.expect_get_string()
            .with(eq("empty"))
            .returning(|_| Ok(Some(String::new())));
        m.expect_get_string()
            .with(eq("none"))
            .returning(|_| Ok(None));
        m.expect_get_bytes().returning(|_| Ok(Some(Vec::new())));
    });
    let _task = task::mock(|m| {
        m.expect_get()
            .with(eq("t"))
            .returning(|_| Ok(Some(TaskInfo::default())));
        m.expect_get().with(eq("none")).returning(|_| Ok(None));
    });

    assert_eq!(cache::get_int("zero"), Ok(Some(0)));
    assert_eq!(cache::get_int("none"), Ok(None));
    assert_eq!(cache::get_string("empty"), Ok(Some(String::new())));
    assert_eq!(cache::get_string("none"), Ok(None));
    assert_eq!(cache::get_bytes("x"), Ok(Some(Vec::new())));
    assert_eq!(task::get("t"), Ok(Some(TaskInfo::default())));
    assert_eq!(task::get("none"), Ok(None));
}

#[test]
fn an_error_arrives_as_its_text() {
    let _users = users::mock(|m| {
        m.expect_get_users()
            .returning(|| Err(Error::new("no \"users\"\n ä")));
        m.expect_get_admins().returning(|| Err(Error::not_found()));
    });

    assert_eq!(users::get_users(), Err(Error::new("no \"users\"\n ä")));
    // The wire knows texts only: what kind of error it was stays behind.
    assert_eq!(users::get_admins(), Err(Error::new("not found")));
}

#[test]
fn an_answer_that_cannot_cross_the_wire_fails_the_test() {
    let _cache = cache::mock(|m| {
        m.expect_get_float().returning(|_| Ok(Some(f64::NAN)));
        m.expect_has().returning(|_| Err(Error::new("")));
    });

    let nan = panic_of(|| cache::get_float("f"));
    assert!(
        nan.contains("cache_getfloat") && nan.contains("NaN"),
        "{nan}"
    );
    let silent = panic_of(|| cache::has("f"));
    assert!(
        silent.contains("cache_has") && silent.contains("without a text"),
        "{silent}"
    );
}

#[test]
fn an_argument_that_cannot_cross_the_wire_never_reaches_the_mock() {
    let _cache = cache::mock(|m| {
        m.expect_set_float().never();
    });
    let error = cache::set_float("f", f64::INFINITY, 0).unwrap_err();
    assert!(error.message.contains("`value`: infinity"), "{error}");
}
