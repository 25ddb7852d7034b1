//! Mocks of generated services: what they are asked, and what the caller gets.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use nd_pdk::Error;
use nd_pdk::testing::mockall::predicate::eq;

use crate::{bytes, envelope, found_and_tuple, keywords, plain_xtp, reserved_names, shared_types};

#[test]
fn an_enveloped_call_arrives_with_every_parameter() {
    use envelope::host::lamp::{self, Colour, Mode};
    let red = Colour {
        red: 255,
        green: Some(0),
        ..Colour::default()
    };
    let tags = HashMap::from([("room".to_owned(), "hall".to_owned())]);
    let (expected_red, expected_tags) = (red.clone(), tags.clone());
    let _lamp = lamp::mock(|m| {
        m.expect_set_colour()
            .withf(
                move |name, colour, image, weights, tags, speed, count, when, maybe, mode| {
                    (name, when, image) == ("desk", "now", &b"ab"[..])
                        && (colour, tags) == (&expected_red, &expected_tags)
                        && weights == &[0.5, 1.0]
                        && (*speed, *count, *maybe, *mode)
                            == (2.0, u32::MAX, Some(0), Mode::Blinking)
                },
            )
            .times(1)
            .returning(|_, _, _, _, _, _, _, _, _, _| Ok(()));
        m.expect_list()
            .returning(|| Ok(vec!["a".to_owned(), String::new()]));
    });

    let (weights, mode) = (vec![0.5, 1.0], Mode::Blinking);
    let set = lamp::set_colour(
        "desk",
        red,
        b"ab",
        weights,
        tags,
        2.0,
        u32::MAX,
        "now",
        Some(0),
        mode,
    );
    assert_eq!(set, Ok(()));
    assert_eq!(lamp::list(), Ok(vec!["a".to_owned(), String::new()]));
}

#[test]
fn a_result_that_may_be_null_tells_null_from_empty() {
    use envelope::host::lamp::{self, Colour};
    let _lamp = lamp::mock(|m| {
        m.expect_get_colour()
            .with(eq("none"))
            .returning(|_| Ok(None));
        m.expect_get_colour()
            .with(eq("black"))
            .returning(|_| Ok(Some(Colour::default())));
        m.expect_get_colour()
            .returning(|name| Err(Error::new(format!("no lamp {name:?}"))));
    });
    assert_eq!(lamp::get_colour("none"), Ok(None));
    assert_eq!(lamp::get_colour("black"), Ok(Some(Colour::default())));
    assert_eq!(lamp::get_colour("x"), Err(Error::new("no lamp \"x\"")));
}

#[test]
#[allow(deprecated)]
fn deprecated_functions_have_mocks_too() {
    let _lamp = envelope::host::lamp::mock(|m| {
        m.expect_off().times(1).returning(|| Ok(()));
    });
    assert_eq!(envelope::host::lamp::off(), Ok(()));
}

#[test]
fn a_flag_and_a_pair_come_back_as_answered() {
    use found_and_tuple::host::store::{self, From};
    let _store = store::mock(|m| {
        m.expect_get_text()
            .with(eq("empty"))
            .returning(|_| Ok(Some(String::new())));
        m.expect_get_text().returning(|_| Ok(None));
        m.expect_get_bytes().returning(|_| Ok(Some(vec![0])));
        m.expect_get_raw()
            .returning(|| Ok(("text/plain".to_owned(), vec![255])));
        m.expect_get_page()
            .with(eq(From { id: 7 }))
            .returning(|from| Ok((vec![0.0, 0.5], Some(from))));
        m.expect_get_page().returning(|_| Ok((Vec::new(), None)));
    });
    assert_eq!(store::get_text("empty"), Ok(Some(String::new())));
    assert_eq!(store::get_text("other"), Ok(None));
    assert_eq!(store::get_bytes("k"), Ok(Some(vec![0])));
    assert_eq!(store::get_raw(), Ok(("text/plain".to_owned(), vec![255])));
    assert_eq!(
        store::get_page(From { id: 7 }),
        Ok((vec![0.0, 0.5], Some(From { id: 7 })))
    );
    assert_eq!(store::get_page(From::default()), Ok((Vec::new(), None)));
}

#[test]
fn direct_calls_have_mocks_too() {
    use plain_xtp::host::schema::{self, VowelReport};
    let report = VowelReport {
        count: 2,
        vowels: Some(vec!["a".to_owned()]),
    };
    let expected = report.clone();
    let _schema = schema::mock(|m| {
        m.expect_get_config()
            .with(eq("none"))
            .returning(|_| Ok(None));
        m.expect_get_config()
            .returning(|key| Ok(Some(key.to_uppercase())));
        m.expect_put_report()
            .with(eq(expected))
            .times(1)
            .returning(|_| Ok(()));
        m.expect_put_bytes()
            .returning(|bytes| Ok(bytes.iter().rev().copied().collect()));
        m.expect_put_maybe()
            .withf(Option::is_none)
            .times(1)
            .returning(|_| Ok(()));
        m.expect_now().returning(|| Ok("12:00".to_owned()));
    });
    assert_eq!(schema::get_config("none"), Ok(None));
    assert_eq!(schema::get_config("ä"), Ok(Some("Ä".to_owned())));
    assert_eq!(schema::put_report(report), Ok(()));
    assert_eq!(schema::put_bytes([0, 255]), Ok(vec![255, 0]));
    assert_eq!(schema::put_maybe(None), Ok(()));
    assert_eq!(schema::now(), Ok("12:00".to_owned()));
}

#[test]
fn a_direct_call_cannot_report_an_error() {
    use plain_xtp::host::schema;
    let _schema = schema::mock(|m| {
        m.expect_now().returning(|| Err(Error::new("broken clock")));
    });
    let panic = catch_unwind(AssertUnwindSafe(schema::now)).unwrap_err();
    let message = panic.downcast::<String>().unwrap();
    assert!(
        message.starts_with("`now` failed with \"broken clock\", but it has no way to report"),
        "{message}"
    );
}

#[test]
fn names_that_mean_something_to_rust_or_to_mocks_are_mocked_like_others() {
    use keywords::host::r#loop;
    let _loop = r#loop::mock(|m| {
        m.expect_move()
            .with(eq("t"), eq(-1), eq(vec![String::new()]))
            .returning(|r#type, _, _| Ok(r#type.to_owned()));
        m.expect_drop().returning(|| Err(Error::new("held")));
        m.expect_clone().returning(|| Ok(true));
    });
    assert_eq!(
        r#loop::r#move("t", -1, vec![String::new()]),
        Ok("t".to_owned())
    );
    assert_eq!(r#loop::drop(), Err(Error::new("held")));
    assert_eq!(r#loop::clone(), Ok(true));

    use reserved_names::host::workshop;
    let _workshop = workshop::mock(|m| {
        m.expect_mock_().returning(|text| Ok(text.to_owned()));
        m.expect_serve()
            .with(eq("r"), eq(3))
            .returning(|_, count| Ok(count + 1));
    });
    assert_eq!(workshop::mock_("m"), Ok("m".to_owned()));
    assert_eq!(workshop::serve("r", 3), Ok(4));
}

#[test]
fn nested_types_arrive_and_come_back() {
    use bytes::host::blobs::{self, Tree};
    let _blobs = blobs::mock(|m| {
        m.expect_keep()
            .withf(|_, more, name| more == &[vec![0], vec![]] && name == "n")
            .returning(|tree, _, name| Ok(HashMap::from([(name.to_owned(), tree)])));
    });
    let kept = blobs::keep(Tree::default(), vec![vec![0], vec![]], "n");
    assert_eq!(kept, Ok(HashMap::from([("n".to_owned(), Tree::default())])));

    use shared_types::host::songs::{self, Artist, Song};
    let _songs = songs::mock(|m| {
        m.expect_find()
            .with(eq(Artist::default()))
            .returning(|_| Ok(vec![None, Some(Song::default())]));
    });
    assert_eq!(
        songs::find(Artist::default()),
        Ok(vec![None, Some(Song::default())])
    );
}
