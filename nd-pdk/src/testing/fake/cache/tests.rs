use super::*;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86_400);

fn cache() -> (World, FakeCache) {
    let world = World::default();
    let cache = FakeCache::new(&world);
    (world, cache)
}

#[test]
fn values_come_back_with_the_type_they_were_set_with() {
    let (_, cache) = cache();
    cache.set_string("s", "", 0).unwrap();
    cache.set_int("i", 0, 0).unwrap();
    cache.set_float("f", 0.0, 0).unwrap();
    cache.set_bytes("b", &[], 0).unwrap();
    assert_eq!(cache.get_string("s"), Ok(Some(String::new())));
    assert_eq!(cache.get_int("i"), Ok(Some(0)));
    assert_eq!(cache.get_float("f"), Ok(Some(0.0)));
    assert_eq!(cache.get_bytes("b"), Ok(Some(Vec::new())));
}

#[test]
fn another_type_finds_nothing() {
    let (_, cache) = cache();
    for value in [
        CacheValue::from("1"),
        CacheValue::from(1),
        CacheValue::from(1.0),
        CacheValue::from(b"1"),
    ] {
        cache.preset("key", value);
        let found = [
            cache.get_string("key").unwrap().is_some(),
            cache.get_int("key").unwrap().is_some(),
            cache.get_float("key").unwrap().is_some(),
            cache.get_bytes("key").unwrap().is_some(),
        ];
        assert_eq!(found.iter().filter(|found| **found).count(), 1);
        assert_eq!(cache.has("key"), Ok(true));
    }
}

#[test]
fn setting_replaces_whatever_was_there() {
    let (_, cache) = cache();
    cache.set_string("key", "text", 0).unwrap();
    cache.set_int("key", 7, 0).unwrap();
    assert_eq!(cache.get_string("key"), Ok(None));
    assert_eq!(cache.get_int("key"), Ok(Some(7)));
}

#[test]
fn a_missing_key_is_no_error() {
    let (_, cache) = cache();
    assert_eq!(cache.get_string("key"), Ok(None));
    assert_eq!(cache.has("key"), Ok(false));
    assert_eq!(cache.remove("key"), Ok(()));
}

#[test]
fn any_key_will_do() {
    let (_, cache) = cache();
    let long = "k".repeat(10_000);
    cache.set_int("", 1, 0).unwrap();
    cache.set_int(&long, 2, 0).unwrap();
    assert_eq!(cache.get_int(""), Ok(Some(1)));
    assert_eq!(cache.get_int(&long), Ok(Some(2)));
}

#[test]
fn what_is_removed_is_gone() {
    let (_, cache) = cache();
    cache.set_int("key", 1, 0).unwrap();
    cache.remove("key").unwrap();
    assert_eq!(cache.has("key"), Ok(false));
}

#[test]
fn a_value_lives_for_its_time() {
    let (world, cache) = cache();
    cache.set_int("key", 1, 60).unwrap();
    world.clock.advance(59 * SECOND);
    assert_eq!(cache.get("key"), Some(CacheValue::Int(1)));
    world.clock.advance(SECOND);
    assert_eq!(cache.get("key"), None);
    assert_eq!(cache.get_int("key"), Ok(None));
    assert_eq!(cache.has("key"), Ok(false));
    assert_eq!(cache.entries(), []);
}

#[test]
fn without_a_time_of_its_own_a_value_lives_for_a_day() {
    for seconds in [0, -1, i64::MIN] {
        let (world, cache) = cache();
        cache.set_int("key", 1, seconds).unwrap();
        assert_eq!(cache.entries()[0].time_left, DAY);
        world.clock.advance(DAY);
        assert_eq!(cache.has("key"), Ok(false));
    }
}

#[test]
fn the_longest_time_is_no_trouble() {
    let (world, cache) = cache();
    cache.set_int("key", 1, i64::MAX).unwrap();
    world.clock.advance(1_000_000 * DAY);
    assert_eq!(cache.get_int("key"), Ok(Some(1)));
}

#[test]
fn every_hit_restarts_the_time() {
    let hits: [fn(&FakeCache) -> bool; 3] = [
        |cache| cache.get_int("key").unwrap().is_some(),
        |cache| cache.has("key").unwrap(),
        // The type is looked at after the value was found.
        |cache| cache.get_string("key").unwrap().is_none(),
    ];
    for hit in hits {
        let (world, cache) = cache();
        cache.set_int("key", 1, 60).unwrap();
        world.clock.advance(59 * SECOND);
        assert!(hit(&cache));
        world.clock.advance(59 * SECOND);
        assert!(cache.has("key").unwrap());
    }
}

#[test]
fn looking_at_values_does_not_restart_their_time() {
    let (world, cache) = cache();
    cache.preset_for("key", "text", 60 * SECOND);
    world.clock.advance(20 * SECOND);
    assert_eq!(cache.get("key"), Some("text".into()));
    assert_eq!(
        cache.entries(),
        [CacheEntry {
            key: "key".to_owned(),
            value: "text".into(),
            time_left: 40 * SECOND
        }]
    );
    world.clock.advance(40 * SECOND);
    assert_eq!(cache.get_string("key"), Ok(None));
}

#[test]
fn presets_are_read_like_what_the_plugin_set() {
    let (_, cache) = cache();
    cache.preset("s", "text");
    cache.preset("i", 42);
    cache.preset("f", 4.5);
    cache.preset("b", b"\0\xff");
    assert_eq!(cache.get_string("s"), Ok(Some("text".to_owned())));
    assert_eq!(cache.get_int("i"), Ok(Some(42)));
    assert_eq!(cache.get_float("f"), Ok(Some(4.5)));
    assert_eq!(cache.get_bytes("b"), Ok(Some(vec![0, 0xff])));
    let keys: Vec<_> = cache.entries().into_iter().map(|entry| entry.key).collect();
    assert_eq!(keys, ["b", "f", "i", "s"]);
}

#[test]
fn unloading_the_plugin_empties_its_cache() {
    let (_, cache) = cache();
    cache.preset("key", 1);
    cache.unload();
    assert_eq!(cache.has("key"), Ok(false));
}
