//! Nothing that an author calls something gets in the way of what the derive writes, and names are those of serde.

#![allow(dead_code, reason = "only whether they can be loaded is asked")]

use nd_pdk::Config;
use nd_pdk::testing::FakeHost;

/// Names of the derive's own.
#[derive(Debug, PartialEq, Config)]
#[config(rename_all = "camelCase")]
struct Field {
    r#type: Kind,
    #[config(default)]
    the_constant: Constant,
    #[config(name = "Other Name")]
    setting: Option<Setting>,
}

#[derive(Debug, PartialEq, Config)]
enum Kind {
    Text,
    r#Box,
}

#[derive(Debug, PartialEq, Config)]
struct Constant {}

#[derive(Debug, PartialEq, Config)]
struct Setting {
    choice: u8,
}

mod inner {
    #[derive(Debug, PartialEq, nd_pdk::Config)]
    pub(super) struct Shadow {
        pub(super) default_0: Option<bool>,
    }
}

nd_pdk::register_config!(Field);

macro_rules! passed_on {
    ($type:ty, $default:expr) => {
        #[derive(Debug, PartialEq, Config)]
        struct PassedOn {
            #[config(default = $default)]
            value: $type,
        }
    };
}
passed_on!(Vec<i64>, [1, -2]);

#[test]
fn names_of_the_derive_are_free() {
    let json = r#"{"type": "Box", "Other Name": {"choice": 7}, "default_0": false}"#;
    let _host = FakeHost::builder().config_json(json).install();
    let expected = Field {
        r#type: Kind::Box,
        the_constant: Constant {},
        setting: Some(Setting { choice: 7 }),
    };
    assert_eq!(Field::load().unwrap(), expected);
    let shadow = inner::Shadow {
        default_0: Some(false),
    };
    assert_eq!(inner::Shadow::load().unwrap(), shadow);
    assert_eq!(PassedOn::load().unwrap().value, [1, -2]);
}
