//! Keys, values and the quota.

mod preset;
mod time;

use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::testing::world::Setup;
use nd_rules::manifest::Permissions;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

fn store() -> (World, FakeKVStore) {
    let world = World::default();
    let store = FakeKVStore::new(&world);
    (world, store)
}

fn store_of(kvstore_max_size: i64) -> FakeKVStore {
    let permissions = Permissions {
        kvstore_max_size,
        ..Permissions::all()
    };
    let setup = Rc::new(Setup {
        permissions,
        ..Setup::default()
    });
    FakeKVStore::new(&World {
        setup,
        ..World::default()
    })
}

fn failed<T>(message: &str) -> Result<T, Error> {
    Err(Error::new(message))
}

#[test]
fn values_come_back_byte_for_byte() {
    let (_, store) = store();
    store.set("key", b"\0\xff").unwrap();
    store.set("empty", b"").unwrap();
    assert_eq!(KVStoreService::get(&store, "key"), Ok(Some(vec![0, 0xff])));
    assert_eq!(KVStoreService::get(&store, "empty"), Ok(Some(Vec::new())));
    assert_eq!(store.has("empty"), Ok(true));
    store.set("key", b"new").unwrap();
    assert_eq!(store.get_text("key").as_deref(), Some("new"));
}

#[test]
fn keys_are_exact() {
    let (_, store) = store();
    store.set("Key", b"1").unwrap();
    assert_eq!(KVStoreService::get(&store, "key"), Ok(None));
    assert_eq!(store.has("key"), Ok(false));
    store.delete("key").unwrap();
    assert_eq!(store.has("Key"), Ok(true));
}

#[test]
fn only_storing_looks_at_keys() {
    let (_, store) = store();
    let longest = "k".repeat(256);
    let too_long = "é".repeat(128) + "k";
    assert_eq!(store.set(&longest, b""), Ok(()));
    assert_eq!(store.set("", b""), failed("key cannot be empty"));
    let error = "key exceeds maximum length of 256 bytes";
    assert_eq!(store.set(&too_long, b""), failed(error));
    assert_eq!(store.set_with_ttl(&too_long, b"", 1), failed(error));
    for key in ["", &too_long] {
        assert_eq!(KVStoreService::get(&store, key), Ok(None));
        assert_eq!(store.has(key), Ok(false));
        assert_eq!(store.delete(key), Ok(()));
    }
}

#[test]
fn the_quota_counts_values_and_not_keys() {
    let store = store_of(10);
    store.set(&"k".repeat(200), b"12345").unwrap();
    store.set("b", b"12345").unwrap();
    assert_eq!(store.get_storage_used(), Ok(10));
    assert_eq!(
        store.set("c", b"1"),
        failed("storage limit exceeded: would use 11 B of 10 B allowed")
    );
    assert_eq!(store.has("c"), Ok(false));
    assert_eq!(store.set("c", b""), Ok(()));
}

#[test]
fn the_text_about_the_quota_uses_decimal_units() {
    let store = store_of(1_000_000);
    store.set("a", &[0; 1_000_000]).unwrap();
    assert_eq!(
        store.set("b", &[0; 100_000]),
        failed("storage limit exceeded: would use 1.1 MB of 1.0 MB allowed")
    );
}

#[test]
fn a_write_that_does_not_grow_is_accepted_even_beyond_the_quota() {
    let store = store_of(10);
    store.preset("old", [0; 20]);
    assert_eq!(store.set("old", &[1; 20]), Ok(()));
    assert_eq!(store.set("old", &[1; 15]), Ok(()));
    assert_eq!(
        store.set("old", &[1; 16]),
        failed("storage limit exceeded: would use 16 B of 10 B allowed")
    );
    assert_eq!(store.used(), 15);
}

#[test]
fn expired_values_take_no_space() {
    let store = store_of(10);
    store.set_with_ttl("a", &[0; 10], 1).unwrap();
    store.world.clock.advance(SECOND);
    assert_eq!(store.get_storage_used(), Ok(0));
    // Not even as the size that a new value takes over.
    assert_eq!(
        store.set("a", &[0; 11]),
        failed("storage limit exceeded: would use 11 B of 10 B allowed")
    );
    assert_eq!(store.set("a", &[0; 10]), Ok(()));
}

#[test]
fn lists_are_in_the_order_of_bytes_and_prefixes_ignore_case() {
    let (_, store) = store();
    for key in ["user:b", "USER:a", "user:é", "user_x", "userx", "other"] {
        store.set(key, b"").unwrap();
    }
    assert_eq!(store.list("user:").unwrap(), ["USER:a", "user:b", "user:é"]);
    assert_eq!(store.list("user_").unwrap(), ["user_x"]);
    assert_eq!(store.list("").unwrap().len(), 6);
    // The backslash is not part of what is looked for.
    assert_eq!(store.list(r"ot\her").unwrap(), ["other"]);
}

#[test]
fn deleting_what_is_not_there_succeeds() {
    let (_, store) = store();
    store.set("key", b"").unwrap();
    assert_eq!(store.delete("key"), Ok(()));
    assert_eq!(store.delete("key"), Ok(()));
    assert_eq!(store.has("key"), Ok(false));
}

#[test]
fn deleting_by_prefix_needs_one_and_counts() {
    let (_, store) = store();
    for key in ["a:1", "A:2", "b:1"] {
        store.set(key, b"").unwrap();
    }
    assert_eq!(store.delete_by_prefix(""), failed("prefix cannot be empty"));
    assert_eq!(store.delete_by_prefix("a:"), Ok(2));
    assert_eq!(store.delete_by_prefix("a:"), Ok(0));
    assert_eq!(store.list("").unwrap(), ["b:1"]);
}

#[test]
fn many_values_are_read_at_once_without_those_that_are_missing() {
    let (_, store) = store();
    store.set("a", b"1").unwrap();
    store.set("empty", b"").unwrap();
    let keys = ["a", "A", "empty", "a", ""].map(str::to_owned).to_vec();
    let expected = [("a", b"1".to_vec()), ("empty", Vec::new())];
    let expected = expected.map(|(key, value)| (key.to_owned(), value));
    assert_eq!(store.get_many(keys), Ok(HashMap::from(expected)));
    assert_eq!(store.get_many(Vec::new()), Ok(HashMap::new()));
}

proptest! {
    #[test]
    fn accepted_writes_that_grow_never_exceed_the_quota(
        writes in prop::collection::vec(("[a-c]", 0_usize..50, 0_i64..4), 0..40),
    ) {
        let store = store_of(100);
        for (key, size, ttl) in writes {
            let before = store.used();
            let result = match ttl {
                0 => store.set(&key, &vec![0; size]),
                ttl => store.set_with_ttl(&key, &vec![0; size], ttl),
            };
            let after = store.used();
            prop_assert!(after <= 100);
            if result.is_err() {
                prop_assert_eq!(before, after);
                prop_assert!(before + size as i64 > 100);
            }
            store.world.clock.advance(SECOND);
        }
    }
}
