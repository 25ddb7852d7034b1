//! Typed values in the cache and in the key-value store.

use std::collections::HashMap;
use std::time::Duration;

use nd_pdk::testing::FakeHost;
use nd_pdk::{cache, host, kvstore};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Album {
    name: String,
    year: Option<u16>,
}

fn album() -> Album {
    Album {
        name: "Baltimore".to_owned(),
        year: Some(1978),
    }
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn values_come_back_as_they_were() {
    let _host = FakeHost::install();
    assert_eq!(cache::get::<Album>("a").unwrap(), None);
    assert_eq!(kvstore::get::<Album>("a").unwrap(), None);
    cache::set("a", &album(), HOUR).unwrap();
    kvstore::set("a", &album()).unwrap();
    assert_eq!(cache::get("a").unwrap(), Some(album()));
    assert_eq!(kvstore::get("a").unwrap(), Some(album()));
}

#[test]
fn values_are_json_in_both() {
    let host = FakeHost::install();
    cache::set("a", "text", HOUR).unwrap();
    assert_eq!(host.cache().get("a"), Some(r#""text""#.into()));
    kvstore::set("a", &[1, 2][..]).unwrap();
    assert_eq!(host.kvstore().get_text("a").as_deref(), Some("[1,2]"));
}

#[test]
fn what_is_known_to_be_missing_differs_from_what_is_not_known() {
    let _host = FakeHost::install();
    assert_eq!(cache::get::<Option<Album>>("a").unwrap(), None);
    cache::set("a", &None::<Album>, HOUR).unwrap();
    assert_eq!(cache::get::<Option<Album>>("a").unwrap(), Some(None));
    cache::set("a", &Some(album()), HOUR).unwrap();
    assert_eq!(cache::get("a").unwrap(), Some(Some(album())));
}

#[test]
fn a_hit_in_the_cache_starts_the_time_anew() {
    let host = FakeHost::install();
    cache::set("a", &1, HOUR).unwrap();
    for _ in 0..3 {
        host.advance(HOUR - Duration::from_secs(1));
        assert_eq!(cache::get("a").unwrap(), Some(1));
    }
    host.advance(HOUR);
    assert_eq!(cache::get::<i32>("a").unwrap(), None);
}

#[test]
fn reading_the_key_value_store_prolongs_nothing() {
    let host = FakeHost::install();
    kvstore::set_with_ttl("a", &1, HOUR).unwrap();
    host.advance(HOUR - Duration::from_secs(1));
    assert_eq!(kvstore::get("a").unwrap(), Some(1));
    host.advance(Duration::from_secs(1));
    assert_eq!(kvstore::get::<i32>("a").unwrap(), None);
}

#[test]
fn times_are_whole_seconds_rounded_up_and_within_what_the_server_counts() {
    let cases = [
        (Duration::ZERO, 0),
        (Duration::from_nanos(1), 1),
        (Duration::from_secs(60), 60),
        (Duration::from_millis(60_001), 61),
        (Duration::MAX, i64::MAX / 1_000_000_000),
    ];
    for (ttl, seconds) in cases {
        let _cache = host::cache::mock(|m| {
            m.expect_set_string()
                .withf(move |_, _, sent| *sent == seconds)
                .times(1)
                .returning(|_, _, _| Ok(()));
        });
        let _kvstore = host::kvstore::mock(|m| {
            m.expect_set_with_ttl()
                .withf(move |_, _, sent| *sent == seconds)
                .times(1)
                .returning(|_, _, _| Ok(()));
        });
        cache::set("a", &1, ttl).unwrap();
        kvstore::set_with_ttl("a", &1, ttl).unwrap();
    }
}

#[test]
fn no_time_is_a_day_in_the_cache_and_refused_by_the_key_value_store() {
    let host = FakeHost::install();
    cache::set("a", &1, Duration::ZERO).unwrap();
    host.advance(24 * HOUR - Duration::from_secs(1));
    assert_eq!(host.cache().get("a"), Some("1".into()));
    host.advance(Duration::from_secs(1));
    assert_eq!(host.cache().get("a"), None);

    let error = kvstore::set_with_ttl("a", &1, Duration::ZERO).unwrap_err();
    assert_eq!(error.message, "ttlSeconds must be greater than 0");
}

#[test]
fn a_value_of_another_type_is_an_error_with_its_key() {
    let host = FakeHost::install();
    cache::set("a", &1, HOUR).unwrap();
    assert_eq!(
        cache::get::<Album>("a").unwrap_err().message,
        "the value of `a` cannot be read as JSON: invalid type: integer `1`, expected struct Album at line 1 column 1"
    );
    host.kvstore().preset("a", [0xff]);
    assert_eq!(
        kvstore::get::<Album>("a").unwrap_err().message,
        "the value of `a` cannot be read as JSON: expected value at line 1 column 1"
    );
    // Of another kind the cache gives nothing away.
    host::cache::set_int("b", 1, 60).unwrap();
    assert_eq!(cache::get::<i64>("b").unwrap(), None);
}

#[test]
fn a_value_that_json_cannot_express_is_an_error_and_nothing_is_stored() {
    let host = FakeHost::install();
    let impossible = HashMap::from([((1, 2), 3)]);
    let expected = "the value of `a` cannot be written as JSON: key must be a string";
    assert_eq!(
        cache::set("a", &impossible, HOUR).unwrap_err().message,
        expected
    );
    assert_eq!(
        kvstore::set("a", &impossible).unwrap_err().message,
        expected
    );
    assert!(host.cache().entries().is_empty() && host.kvstore().entries().is_empty());
}

#[test]
fn errors_of_the_server_stay_as_they_are() {
    let _host = FakeHost::install();
    let error = kvstore::set("", &1).unwrap_err();
    assert_eq!(error.message, "key cannot be empty");
}
