//! Calls to the host: the bytes that leave, and what becomes of every kind of reply.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use nd_pdk::Error;
use nd_pdk::testing::answer_raw;
use nd_pdk::wire::{
    self, Base64, Binary, Finite, Import, Json, List, Map, Maybe, Place, Plain, Reply, Service,
    Text,
};

const FUNCTION: Import = Import {
    name: "test_function",
    place: Place {
        module: "tests::host::test::imports",
        function: "function",
        parameters: &["key"],
        service: Service {
            has_mock: false,
            has_fake: false,
            permission: None,
        },
    },
};

/// The reply to a call without parameters.
fn reply(text: &str) -> Result<Reply, Error> {
    let text = text.as_bytes().to_vec();
    let _host = answer_raw(move |_, _| text.clone());
    wire::call(FUNCTION, &[])
}

/// The request of a call, and its error if it does not come to a call.
fn request(params: &[(&'static str, &dyn wire::Encode)]) -> Result<String, Error> {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&sent);
    let _host = answer_raw(move |import, request| {
        assert_eq!(import, "test_function");
        *seen.borrow_mut() = request.to_vec();
        b"{}".to_vec()
    });
    wire::call(FUNCTION, params)?.unit()?;
    Ok(String::from_utf8(sent.take()).unwrap())
}

fn unit(text: &str) -> Result<(), Error> {
    reply(text)?.unit()
}

fn count(text: &str) -> Result<i64, Error> {
    reply(text)?.value::<Plain, _>("count")
}

fn found(text: &str) -> Result<Option<Vec<u8>>, Error> {
    reply(text)?.found::<Base64, _>("value", "exists")
}

fn pair(text: &str) -> Result<(String, Vec<u8>), Error> {
    reply(text)?.pair::<Plain, Base64, _, _>("contentType", "data")
}

#[test]
fn a_request_is_an_object_with_a_key_for_each_parameter() {
    let headers = HashMap::from([("Accept".to_owned(), "a \"b\"".to_owned())]);
    let sent = request(&[
        ("key", &"ä\n"),
        ("value", &wire::with::<Base64, _>(&[0, 255][..])),
        ("ttlSeconds", &i64::MIN),
        ("score", &wire::with::<Finite, _>(&0.5)),
        ("headers", &headers),
        (
            "lists",
            &wire::with::<List<Base64>, _>(&vec![vec![1u8], vec![]]),
        ),
    ]);
    let expected = r#"{"key":"ä\n","value":"AP8=","ttlSeconds":-9223372036854775808,"score":0.5,"headers":{"Accept":"a \"b\""},"lists":["AQ==",""]}"#;
    assert_eq!(sent.as_deref(), Ok(expected));
}

#[test]
fn without_parameters_nothing_is_sent() {
    assert_eq!(request(&[]).as_deref(), Ok(""));
}

#[test]
fn nan_never_leaves() {
    let error = request(&[
        ("key", &"a"),
        ("value", &wire::with::<Finite, _>(&f64::NAN)),
    ])
    .unwrap_err();
    assert_eq!(
        error.message,
        "`value`: NaN cannot be written: JSON has finite numbers only"
    );
    let scores = vec![
        HashMap::from([("x", 1.0)]),
        HashMap::from([("y", f64::INFINITY)]),
    ];
    let scores: Vec<HashMap<String, f64>> = scores
        .into_iter()
        .map(|map| map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
        .collect();
    let error = request(&[("scores", &wire::with::<List<Map<Finite>>, _>(&scores))]).unwrap_err();
    assert_eq!(
        error.message,
        "`scores[1].y`: infinity cannot be written: JSON has finite numbers only"
    );
}

#[test]
fn what_is_left_out_of_a_reply_is_zero() {
    assert_eq!(unit("{}"), Ok(()));
    assert_eq!(count("{}"), Ok(0));
    assert_eq!(count(r#"{"count":7}"#), Ok(7));
    assert_eq!(found("{}"), Ok(None));
    assert_eq!(found(r#"{"value":"AA=="}"#), Ok(None));
    assert_eq!(found(r#"{"exists":false}"#), Ok(None));
    assert_eq!(found(r#"{"exists":true}"#), Ok(Some(vec![])));
    assert_eq!(
        found(r#"{"exists":true,"value":"AA=="}"#),
        Ok(Some(vec![0]))
    );
    assert_eq!(pair("{}"), Ok((String::new(), vec![])));
    assert_eq!(
        pair(r#"{"data":"AA==","contentType":"x/y"}"#),
        Ok(("x/y".into(), vec![0]))
    );
}

#[test]
fn null_in_a_reply_is_zero() {
    assert_eq!(count(r#"{"count":null,"error":null}"#), Ok(0));
    assert_eq!(found(r#"{"value":null,"exists":null}"#), Ok(None));
    assert_eq!(found(r#"{"value":null,"exists":true}"#), Ok(Some(vec![])));
    let result = reply(r#"{"result":null}"#)
        .unwrap()
        .value::<Maybe<Plain>, Option<i64>>("result");
    assert_eq!(result, Ok(None));
    let zero = reply(r#"{"result":0}"#)
        .unwrap()
        .value::<Maybe<Plain>, Option<i64>>("result");
    assert_eq!(zero, Ok(Some(0)));
}

#[test]
fn an_error_of_the_host_is_passed_on_word_by_word() {
    let text = "key \"ä\" cannot be empty";
    let json = r#"{"error":"key \"\u00e4\" cannot be empty"}"#;
    assert_eq!(unit(json), Err(Error::new(text)));
    assert_eq!(count(json), Err(Error::new(text)));
    assert_eq!(found(json), Err(Error::new(text)));
    assert_eq!(pair(json), Err(Error::new(text)));
    assert_eq!(count(r#"{"error":"","count":1}"#), Ok(1));
    assert_eq!(
        count(r#"{"count":1,"error":"late"}"#),
        Err(Error::new("late"))
    );
}

#[test]
fn unknown_keys_are_skipped_and_the_last_of_equal_ones_counts() {
    assert_eq!(count(r#"{"later":[{"count":1}],"count":2,"x":{}}"#), Ok(2));
    assert_eq!(count(r#"{"count":1,"count":2}"#), Ok(2));
    assert_eq!(unit(r#"{"error":"a","error":""}"#), Ok(()));
}

#[test]
fn what_is_no_reply_is_an_error_that_names_the_function() {
    assert_eq!(
        unit("").unwrap_err().message,
        "test_function: the host gave no reply"
    );
    for garbage in [
        "null",
        "[]",
        "1",
        "\"x\"",
        "{",
        "{} {}",
        "\u{0}\u{0}\u{0}",
        "not json",
    ] {
        let error = unit(garbage).unwrap_err();
        assert!(
            error
                .message
                .starts_with("test_function: the host's reply is unreadable JSON"),
            "{error}"
        );
    }
    let error = count(r#"{"count":"7"}"#).unwrap_err();
    assert!(
        error
            .message
            .contains("in `count`: invalid type: string \"7\""),
        "{error}"
    );
}

#[test]
fn direct_calls_have_no_envelope() {
    let _host = answer_raw(|_, request| {
        let mut reply = request.to_vec();
        reply.reverse();
        reply
    });
    assert_eq!(
        wire::call_direct::<Text<str>, Text<String>>(FUNCTION, "abc"),
        Ok("cba".into())
    );
    assert_eq!(
        wire::call_direct::<Binary<[u8]>, Binary>(FUNCTION, &[1, 2]),
        Ok(vec![2, 1])
    );
    assert_eq!(
        wire::call_direct::<Json<i32>, Json<i32>>(FUNCTION, &12),
        Ok(21)
    );
    assert_eq!(wire::call_direct::<(), Binary>(FUNCTION, &()), Ok(vec![]));
    assert_eq!(
        wire::call_direct::<Option<Json<i32>>, Text<String>>(FUNCTION, &None),
        Ok("llun".into())
    );
    let error = wire::call_direct::<Json<i32>, Json<bool>>(FUNCTION, &1).unwrap_err();
    assert!(
        error
            .message
            .starts_with("test_function: unreadable JSON: "),
        "{error}"
    );
}

#[test]
fn the_last_one_answers() {
    let answering = |text: &'static str| answer_raw(move |_, _| text.as_bytes().to_vec());
    let call = || {
        wire::call(FUNCTION, &[])
            .unwrap()
            .value::<Plain, i32>("n")
            .unwrap()
    };
    let outer = answering(r#"{"n":1}"#);
    let inner = answering(r#"{"n":2}"#);
    assert_eq!(call(), 2);
    drop(outer);
    assert_eq!(call(), 2);
    let third = answering(r#"{"n":3}"#);
    assert_eq!(call(), 3);
    drop(third);
    assert_eq!(call(), 2);
    drop(inner);
}
