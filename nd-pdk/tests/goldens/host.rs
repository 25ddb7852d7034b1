//! Host functions of generated services: what they send, and what they make of replies.

use crate::{call, envelope, found_and_tuple, keywords, plain_xtp, shared_types};
use nd_pdk::Error;
use std::collections::HashMap;

#[test]
fn without_parameters_nothing_is_sent() {
    let (request, names) = call(r#"{"names":["a",null]}"#, envelope::host::lamp::list);
    assert_eq!(request, "lamp_list ");
    assert_eq!(names.unwrap(), ["a", ""]);
    let (_, names) = call("{}", envelope::host::lamp::list);
    assert_eq!(names.unwrap(), Vec::<String>::new());
}

#[test]
fn every_parameter_is_a_key() {
    use envelope::host::lamp::{Colour, Mode, set_colour};
    let colour = Colour {
        red: 255,
        green: Some(0),
        ..Colour::default()
    };
    let tags = HashMap::from([("room".to_owned(), "hall".to_owned())]);
    let weights = vec![0.5, 1.0];
    let (request, result) = call("{}", || {
        set_colour(
            "desk",
            colour,
            b"ab",
            weights,
            tags,
            2.0,
            u32::MAX,
            "now",
            None,
            Mode::Blinking,
        )
    });
    let expected = concat!(
        r#"lamp_set {"lampName":"desk","colour":{"red":255,"green":0},"image":"YWI=","weights":[0.5,1.0],"#,
        r#""tags":{"room":"hall"},"speed":2.0,"count":4294967295,"when":"now","maybe":null,"mode":"blinking"}"#
    );
    assert_eq!(request, expected);
    assert_eq!(result, Ok(()));
}

#[test]
fn what_cannot_be_written_is_not_sent() {
    use envelope::host::lamp::{Colour, Mode, set_colour};
    let (request, result) = call("{}", || {
        let (colour, mode) = (Colour::default(), Mode::Steady);
        set_colour(
            "",
            colour,
            [],
            vec![],
            HashMap::new(),
            f64::NAN,
            0,
            "",
            Some(1),
            mode,
        )
    });
    assert_eq!(request, "");
    assert!(result.unwrap_err().message.contains("speed"));
}

#[test]
fn errors_of_the_host_keep_their_text() {
    use envelope::host::lamp::{get_colour, list};
    let reply = r#"{"error":"lamp \"x\" not found"}"#;
    let (_, colour) = call(reply, || get_colour("x"));
    assert_eq!(colour, Err(Error::new("lamp \"x\" not found")));
    let (_, names) = call(reply, list);
    assert_eq!(names, Err(Error::new("lamp \"x\" not found")));
    let (_, names) = call("", list);
    assert!(names.is_err(), "an empty reply is none");
    let (_, names) = call("[]", list);
    assert!(names.is_err());
}

#[test]
fn a_result_may_be_null() {
    use envelope::host::lamp::{Colour, get_colour};
    for (reply, expected) in [
        ("{}", None),
        (r#"{"result":null}"#, None),
        (r#"{"result":{}}"#, Some(Colour::default())),
    ] {
        let (request, colour) = call(reply, || get_colour("x"));
        assert_eq!(request, r#"lamp_get {"lampName":"x"}"#);
        assert_eq!(colour, Ok(expected), "{reply}");
    }
}

#[test]
#[allow(deprecated)]
fn deprecated_functions_still_work() {
    let (request, result) = call("{}", envelope::host::lamp::off);
    assert_eq!((request.as_str(), result), ("lamp_off ", Ok(())));
}

#[test]
fn a_flag_tells_absent_from_empty() {
    use found_and_tuple::host::store::{get_bytes, get_text};
    let text = |reply: &str| call(reply, || get_text("k")).1;
    assert_eq!(
        text(r#"{"value":"v","exists":true}"#),
        Ok(Some("v".to_owned()))
    );
    assert_eq!(text(r#"{"exists":true}"#), Ok(Some(String::new())));
    assert_eq!(text("{}"), Ok(None));
    assert_eq!(text(r#"{"value":"v"}"#), Ok(None));
    let (request, bytes) = call(r#"{"value":"YQ==","exists":true}"#, || get_bytes("k"));
    assert_eq!(request, r#"store_getbytes {"key":"k"}"#);
    assert_eq!(bytes, Ok(Some(b"a".to_vec())));
}

#[test]
fn two_results_are_a_tuple() {
    use found_and_tuple::host::store::{From, get_page, get_raw};
    let (_, raw) = call(r#"{"contentType":"text/plain","data":"YQ=="}"#, get_raw);
    assert_eq!(raw, Ok(("text/plain".to_owned(), b"a".to_vec())));
    let (_, raw) = call("{}", get_raw);
    assert_eq!(raw, Ok((String::new(), vec![])));
    let reply = r#"{"items":[1.5,null],"next":{"id":2}}"#;
    let (request, page) = call(reply, || get_page(From { id: 1 }));
    assert_eq!(request, r#"store_getpage {"from":{"id":1}}"#);
    assert_eq!(page, Ok((vec![1.5, 0.0], Some(From { id: 2 }))));
}

#[test]
fn any_name_is_a_function() {
    use keywords::host::r#loop::{clone, drop, imports, r#move};
    let (request, result) = call(r#"{"match":"m"}"#, || r#move("t", 1, vec!["p".to_owned()]));
    assert_eq!(
        request,
        r#"words_move {"type":"t","self":1,"params":["p"]}"#
    );
    assert_eq!(result.unwrap(), "m");
    let (request, _) = call("{}", || imports("w", "b"));
    assert_eq!(request, r#"words_imports {"wire":"w","request":"Yg=="}"#);
    assert_eq!(call("{}", drop).1, Ok(()));
    assert_eq!(call(r#"{"crate":true}"#, clone).1, Ok(true));
}

#[test]
fn plain_imports_are_called_without_an_envelope() {
    use plain_xtp::host::schema::{VowelReport, get_config, now, put_bytes, put_maybe, put_report};
    let (request, value) = call("\"v\"", || get_config("a \"b\""));
    assert_eq!(
        (request.as_str(), value),
        ("getConfig a \"b\"", Ok(Some("v".to_owned())))
    );
    assert_eq!(call("null", || get_config("")).1, Ok(None));
    let report = || VowelReport {
        count: 1,
        vowels: Some(vec![]),
    };
    let (request, result) = call("", || put_report(report()));
    assert_eq!(
        (request.as_str(), result),
        (r#"putReport {"count":1,"vowels":[]}"#, Ok(()))
    );
    let (request, bytes) = call("\"YQ==\"", || put_bytes([0x61, 0x62]));
    assert_eq!(
        (request.as_str(), bytes),
        ("putBytes ab", Ok(b"a".to_vec()))
    );
    assert_eq!(call("", || put_maybe(None)).0, "putMaybe null");
    assert_eq!(call("2026-08-21", now).1.as_deref(), Ok("2026-08-21"));
}

#[test]
fn shared_types_cross_services() {
    use shared_types::host::songs::{Artist, find};
    use shared_types::types::Song;
    let artist = Artist {
        name: "a".to_owned(),
        role: None,
    };
    let (request, songs) = call(r#"{"songs":[null,{"title":"t"}]}"#, || find(artist));
    assert_eq!(request, r#"songs_find {"artist":{"name":"a"}}"#);
    let song = Song {
        title: "t".to_owned(),
        ..Song::default()
    };
    assert_eq!(songs, Ok(vec![None, Some(song)]));
}
