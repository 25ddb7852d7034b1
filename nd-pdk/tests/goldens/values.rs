//! Values of generated types: what is written, what is read, and that reading undoes writing.

use crate::{bytes, collections, enums, keywords, presence, recursive, scalars};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fmt::Debug;

/// Writes the value as this text, and reads the same value back, also from text with keys that nobody knows.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&read::<T>(json), value);
    let open = json.strip_suffix('}').unwrap();
    let comma = if open == "{" { "" } else { "," };
    let more = format!("{open}{comma}\"unknown\":[{{}}],\"\":null}}");
    assert_eq!(&read::<T>(&more), value);
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// Nothing, and `null` for each key, read as the default.
fn reads_nulls<T: Serialize + DeserializeOwned + PartialEq + Debug + Default>(keys: &[&str]) {
    assert_eq!(read::<T>("{}"), T::default());
    let nulls: HashMap<&str, ()> = keys.iter().map(|key| (*key, ())).collect();
    let nulls = serde_json::to_string(&nulls).unwrap();
    assert_eq!(read::<T>(&nulls), T::default(), "{nulls}");
}

#[test]
fn scalars_keep_their_range() {
    use scalars::capability::scalars::Numbers;
    let largest = Numbers {
        flag: true,
        i8: i8::MIN,
        i16: i16::MIN,
        i32: i32::MIN,
        i64: i64::MIN,
        plain: i64::MAX,
        u8: u8::MAX,
        u16: u16::MAX,
        u32: u32::MAX,
        u64: u64::MAX,
        single: 0.1,
        double: 0.1,
        number: -2.5,
        text: "\"\\ä".to_owned(),
        when: "2026-08-21T00:00:00Z".to_owned(),
    };
    round_trip(
        &largest,
        concat!(
            r#"{"flag":true,"i8":-128,"i16":-32768,"i32":-2147483648,"i64":-9223372036854775808,"#,
            r#""plain":9223372036854775807,"u8":255,"u16":65535,"u32":4294967295,"u64":18446744073709551615,"#,
            r#""single":0.1,"double":0.1,"number":-2.5,"text":"\"\\ä","when":"2026-08-21T00:00:00Z"}"#
        ),
    );
    reads_nulls::<Numbers>(&["flag", "i8", "u64", "single", "double", "text", "when"]);
    for wrong in [
        r#"{"i8":128}"#,
        r#"{"u32":-1}"#,
        r#"{"i32":1.5}"#,
        r#"{"text":1}"#,
    ] {
        assert!(serde_json::from_str::<Numbers>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_is_no_number_is_not_written() {
    use scalars::capability::scalars::Numbers;
    for single in [f32::NAN, f32::INFINITY] {
        let numbers = Numbers {
            single,
            ..Numbers::default()
        };
        assert!(serde_json::to_string(&numbers).is_err());
    }
}

#[test]
fn absent_null_and_empty_are_told_apart() {
    use presence::capability::schema::{Everything, Inner};
    let empty = r#"{"always":"","orNull":null,"innerOrNull":null}"#;
    round_trip(&Everything::default(), empty);
    let inner = || Inner {
        name: String::new(),
    };
    let zeros = Everything {
        or_null: Some(String::new()),
        inner_or_null: Some(inner()),
        maybe: Some(String::new()),
        maybe_number: Some(0.0),
        maybe_inner: Some(inner()),
        maybe_null: Some(0),
        ..Everything::default()
    };
    round_trip(
        &zeros,
        concat!(
            r#"{"always":"","orNull":"","innerOrNull":{"name":""},"maybe":"","maybeNumber":0.0,"#,
            r#""maybeInner":{"name":""},"maybeNull":0}"#
        ),
    );
    let full = Everything {
        unless_empty: "a".to_owned(),
        unless_zero: -1,
        unless_false: true,
        unless_none: vec![String::new()],
        unless_zero_float: 0.5,
        unless_plain: Inner {
            name: "b".to_owned(),
        },
        ..Everything::default()
    };
    round_trip(
        &full,
        concat!(
            r#"{"always":"","orNull":null,"innerOrNull":null,"unlessEmpty":"a","unlessZero":-1,"#,
            r#""unlessFalse":true,"unlessNone":[""],"unlessZeroFloat":0.5,"unlessPlain":{"name":"b"}}"#
        ),
    );
    reads_nulls::<Everything>(&[
        "always",
        "orNull",
        "maybeInner",
        "unlessNone",
        "unlessPlain",
    ]);
}

#[test]
fn bytes_are_base64_wherever_they_are() {
    use bytes::capability::schema::Blobs;
    let blobs = Blobs {
        buffer: vec![0, 255],
        base64: b"a".to_vec(),
        list: vec![vec![], b"b".to_vec()],
        map: HashMap::from([("k".to_owned(), b"c".to_vec())]),
        lists: vec![vec![None, Some(vec![])]],
        maybe: Some(vec![]),
        unless_empty: b"d".to_vec(),
    };
    round_trip(
        &blobs,
        concat!(
            r#"{"buffer":"AP8=","base64":"YQ==","list":["","Yg=="],"map":{"k":"Yw=="},"#,
            r#""lists":[[null,""]],"maybe":"","unlessEmpty":"ZA=="}"#
        ),
    );
    reads_nulls::<Blobs>(&[
        "buffer",
        "base64",
        "list",
        "map",
        "lists",
        "maybe",
        "unlessEmpty",
    ]);
    let holes: Blobs = read(r#"{"list":[null,"Yg=="],"map":{"k":null},"lists":[null]}"#);
    assert_eq!(holes.list, [vec![], b"b".to_vec()]);
    assert_eq!(holes.map["k"], b"");
    assert_eq!(holes.lists, [vec![]]);
    assert!(
        serde_json::from_str::<Blobs>(r#"{"buffer":"YQ"}"#).is_err(),
        "without padding"
    );
}

#[test]
fn collections_nest() {
    use collections::capability::schema::{Collections, Item};
    let item = || Item {
        name: "a".to_owned(),
    };
    let value = Collections {
        items: vec![item()],
        holes: vec![None, Some(item())],
        anything: serde_json::json!({ "free": [1, null] }),
        any_list: vec![serde_json::json!(true)],
        any_map: HashMap::from([("k".to_owned(), serde_json::json!("v"))]),
        by_name: HashMap::from([("k".to_owned(), item())]),
        scores: HashMap::from([("k".to_owned(), 0.5)]),
        groups: HashMap::from([("g".to_owned(), HashMap::from([("k".to_owned(), -2.0)]))]),
        floats: vec![1.5],
    };
    round_trip(
        &value,
        concat!(
            r#"{"items":[{"name":"a"}],"holes":[null,{"name":"a"}],"anything":{"free":[1,null]},"anyList":[true],"#,
            r#""anyMap":{"k":"v"},"byName":{"k":{"name":"a"}},"scores":{"k":0.5},"groups":{"g":{"k":-2.0}},"floats":[1.5]}"#
        ),
    );
    reads_nulls::<Collections>(&[
        "items", "holes", "anything", "anyMap", "scores", "groups", "floats",
    ]);
    let holes: Collections = read(r#"{"items":[null],"groups":{"g":null},"floats":[null]}"#);
    assert_eq!(
        (
            holes.items.len(),
            holes.groups["g"].len(),
            holes.floats.as_slice()
        ),
        (1, 0, &[0.0][..])
    );
    let nan = Collections {
        floats: vec![f32::NAN],
        ..Collections::default()
    };
    assert!(serde_json::to_string(&nan).is_err());
}

#[test]
fn enums_are_their_texts() {
    use enums::capability::schema::{One, State, States};
    assert_eq!(State::default(), State::Stopped);
    assert_eq!(State::NowPlaying.to_string(), "now_playing");
    assert_eq!("PAUSED".parse(), Ok(State::Paused));
    assert!("paused".parse::<State>().is_err());
    let states = States {
        main: State::Self_,
        others: vec![State::Paused],
        one: One::Only,
        last: Some(State::Stopped),
    };
    let json = r#"{"main":"self","others":["PAUSED"],"one":"only","last":"stopped"}"#;
    round_trip(&states, json);
    reads_nulls::<States>(&["main", "others", "one", "last"]);
    assert!(serde_json::from_str::<States>(r#"{"main":"other"}"#).is_err());
}

#[test]
fn recursive_types_end() {
    use recursive::capability::schema::{Node, Owner};
    let leaf = Node {
        name: "leaf".to_owned(),
        ..Node::default()
    };
    let tree = Node {
        name: "root".to_owned(),
        next: Some(Box::new(leaf.clone())),
        children: vec![leaf.clone()],
        owner: Some(Box::new(Owner {
            root: Some(Box::new(leaf)),
        })),
        ..Node::default()
    };
    let leaf = r#"{"name":"leaf","children":[],"byName":{}}"#;
    let json = format!(
        r#"{{"name":"root","next":{leaf},"children":[{leaf}],"byName":{{}},"owner":{{"root":{leaf}}}}}"#
    );
    round_trip(&tree, &json);
    reads_nulls::<Node>(&["next", "previous", "children", "byName", "owner"]);
}

#[test]
fn any_name_is_a_field() {
    use keywords::capability::r#match::{Type, Words};
    let words = Words {
        r#type: Type::Self_,
        self_: "1".to_owned(),
        r#fn: "2".to_owned(),
        r#async: "3".to_owned(),
        crate_: "4".to_owned(),
        super_: "5".to_owned(),
        r#ref: "6".to_owned(),
        r#dyn: "7".to_owned(),
        r#gen: "11".to_owned(),
        snake_case: "8".to_owned(),
        upper: "9".to_owned(),
        mixed_url_case: "10".to_owned(),
    };
    round_trip(
        &words,
        concat!(
            r#"{"type":"self","self":"1","fn":"2","async":"3","crate":"4","super":"5","ref":"6","#,
            r#""dyn":"7","gen":"11","snake_case":"8","UPPER":"9","mixedURLCase":"10"}"#
        ),
    );
}
