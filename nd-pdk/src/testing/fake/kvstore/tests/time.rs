//! Times to live, and when what is over is removed.

use nd_rules::kvstore::LAST_SECOND;

use super::*;

#[test]
fn a_time_to_live_must_be_positive() {
    let (_, store) = store();
    for seconds in [0, -1] {
        assert_eq!(
            store.set_with_ttl("", b"", seconds),
            failed("ttlSeconds must be greater than 0")
        );
    }
}

#[test]
fn an_expired_value_is_invisible_everywhere_however_often_it_was_read() {
    let (world, store) = store();
    store.set_with_ttl("key", b"value", 60).unwrap();
    world.clock.advance(59 * SECOND);
    assert_eq!(store.has("key"), Ok(true));
    world.clock.advance(SECOND);
    assert_eq!(store.has("key"), Ok(false));
    assert_eq!(KVStoreService::get(&store, "key"), Ok(None));
    assert!(store.get_many(vec!["key".to_owned()]).unwrap().is_empty());
    assert!(store.list("").unwrap().is_empty());
    assert_eq!(store.used(), 0);
    assert_eq!(store.entries(), []);
}

#[test]
fn times_to_live_count_in_whole_seconds() {
    let (world, store) = store();
    world.clock.advance(Duration::from_millis(900));
    store.set_with_ttl("key", b"", 1).unwrap();
    world.clock.advance(Duration::from_millis(99));
    assert_eq!(store.has("key"), Ok(true));
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(store.has("key"), Ok(false));
}

#[test]
fn a_plain_set_takes_the_time_to_live_away() {
    let (world, store) = store();
    store.set_with_ttl("key", b"1", 60).unwrap();
    store.set("key", b"2").unwrap();
    world.clock.advance(60 * SECOND);
    assert_eq!(store.get_text("key").as_deref(), Some("2"));
}

#[test]
fn beyond_the_year_9999_means_for_good() {
    let (world, store) = store();
    let last = LAST_SECOND - world.clock.unix();
    store.set_with_ttl("last", b"", last).unwrap();
    store.set_with_ttl("beyond", b"", last + 1).unwrap();
    store.set_with_ttl("longest", b"", i64::MAX).unwrap();
    let lives: Vec<_> = store.entries().into_iter().map(|e| e.time_left).collect();
    let last = Duration::from_secs(last as u64);
    assert_eq!(lives, [None, Some(last), None]);
}

#[test]
fn deleting_by_prefix_counts_expired_values_until_they_are_swept() {
    let (world, store) = store();
    world.clock.advance(HOUR / 2);
    store.set_with_ttl("a:1", b"", 1).unwrap();
    world.clock.advance(HOUR / 2 - SECOND);
    assert_eq!(store.delete_by_prefix("a:"), Ok(1));

    store.set_with_ttl("a:1", b"", 1).unwrap();
    world.clock.advance(SECOND);
    assert_eq!(store.delete_by_prefix("a:"), Ok(0));

    store.set_with_ttl("a:1", b"", 1).unwrap();
    store.set("a:2", b"").unwrap();
    world.clock.advance(HOUR - SECOND);
    assert_eq!(store.delete_by_prefix("a:"), Ok(2));
}

#[test]
fn the_hours_between_sweeps_count_from_the_last_load() {
    let (world, store) = store();
    store.set_with_ttl("a:1", b"", 1).unwrap();
    world.clock.advance(HOUR / 2);
    store.unload();
    world.clock.advance(HOUR - SECOND);
    assert_eq!(store.delete_by_prefix("a:"), Ok(1));

    store.set_with_ttl("a:1", b"", 1).unwrap();
    store.set_with_ttl("a:2", b"", 2).unwrap();
    world.clock.advance(SECOND);
    assert_eq!(store.delete_by_prefix("a:"), Ok(1));
}

#[test]
fn what_was_swept_stays_swept_when_the_plugin_is_loaded_again() {
    let (world, store) = store();
    store.set_with_ttl("a:1", b"", 1).unwrap();
    world.clock.advance(HOUR);
    store.unload();
    assert_eq!(store.delete_by_prefix("a:"), Ok(0));
}
