//! What the test puts there.

use super::*;

#[test]
fn presets_are_there_with_their_time_left() {
    let (world, store) = store();
    store.preset_for("b", "text", Duration::from_millis(2_500));
    store.preset("a", [1, 2]);
    world.clock.advance(SECOND);
    let entry = |key: &str, value: &[u8], time_left| KVEntry {
        key: key.to_owned(),
        value: value.to_vec(),
        time_left,
    };
    assert_eq!(
        store.entries(),
        [entry("a", &[1, 2], None), entry("b", b"text", Some(SECOND))]
    );
}

#[test]
fn a_preset_for_less_than_a_second_is_over_already() {
    let (_, store) = store();
    store.preset("a", "there");
    store.preset_for("a", "gone", Duration::from_millis(999));
    assert_eq!(store.get("a"), None);
    assert_eq!(store.used(), 0);
}

#[test]
#[should_panic = "no value can be stored under the key \"\": key cannot be empty"]
fn a_preset_that_the_server_cannot_have_is_refused() {
    store().1.preset("", "value");
}

#[test]
#[should_panic = "the value of the key \"key\" is no text"]
fn bytes_are_not_taken_for_text() {
    let (_, store) = store();
    store.preset("key", [0xff]);
    let _ = store.get_text("key");
}
