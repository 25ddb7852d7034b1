//! The other end of a call: requests that no plugin of this crate would send, as whatever runs plugins may get them.

use nd_pdk::Error;
use nd_pdk::host::kvstore::KVStoreService;
use nd_pdk::host::users::{User, UsersService};
use nd_pdk::testing::json;
use nd_pdk::wire::{Request, Serve};
use serde_json::Value;

struct Nobody;

impl UsersService for Nobody {
    fn get_users(&self) -> Result<Vec<User>, Error> {
        Ok(Vec::new())
    }

    fn get_admins(&self) -> Result<Vec<User>, Error> {
        Ok(Vec::new())
    }
}

/// The reply of a key-value store whose function has been called with `text`, and must not get as far as the store.
fn reply(function: &'static str, text: &str) -> Value {
    let store = nd_pdk::host::kvstore::MockKVStore::new();
    let store: &dyn KVStoreService = &store;
    let reply = store.serve(&Request::new(function, text.as_bytes()));
    serde_json::from_slice(&reply.unwrap()).unwrap()
}

#[test]
fn a_request_that_ends_early_is_refused_in_the_words_of_the_server() {
    for text in ["", " ", "{", r#"{"key": "a""#] {
        let expected = json!({"error": "unexpected end of JSON input"});
        assert_eq!(reply("kvstore_get", text), expected, "{text:?}");
    }
}

#[test]
fn an_argument_of_another_type_is_refused_in_the_words_of_the_server() {
    let error =
        "json: cannot unmarshal `key` of kvstore_get: invalid type: integer `1`, expected a string";
    assert_eq!(
        reply("kvstore_get", r#"{"key": 1}"#),
        json!({"error": error})
    );
    let error = "json: cannot unmarshal `ttlSeconds` of kvstore_setwithttl: invalid type: floating point `1.5`, expected i64";
    assert_eq!(
        reply(
            "kvstore_setwithttl",
            r#"{"key": "a", "value": "", "ttlSeconds": 1.5}"#
        ),
        json!({"error": error})
    );
}

#[test]
fn a_request_that_is_no_object_is_refused() {
    let error = "json: cannot unmarshal the request of kvstore_get: invalid type: sequence, expected a map at line 1 column 0";
    assert_eq!(reply("kvstore_get", "[]"), json!({"error": error}));
    let error = "invalid JSON: trailing characters at line 1 column 4";
    assert_eq!(reply("kvstore_get", "{} {}"), json!({"error": error}));
}

#[test]
fn functions_without_parameters_do_not_look_at_their_request() {
    let users: &dyn UsersService = &Nobody;
    for text in ["", "{}", "null", "]"] {
        let reply = users.serve(&Request::new("users_getusers", text.as_bytes()));
        assert_eq!(reply.unwrap(), b"{}", "{text:?}");
    }
}

#[test]
fn an_argument_that_is_missing_is_the_default_of_its_type() {
    let mut store = nd_pdk::host::kvstore::MockKVStore::new();
    store
        .expect_has()
        .withf(str::is_empty)
        .times(3)
        .returning(|_| Ok(true));
    let store: &dyn KVStoreService = &store;
    for text in ["{}", "null", r#"{"key": null}"#] {
        let reply = store.serve(&Request::new("kvstore_has", text.as_bytes()));
        assert_eq!(reply.unwrap(), br#"{"exists":true}"#, "{text:?}");
    }
}
