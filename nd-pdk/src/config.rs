//! The plugin's settings as a struct. Single settings are for [`crate::host::config`], which needs no permission.
//!
//! [`Config`](derive@Config) is derived for a struct that says everything about the settings: how they are read, their defaults, and the form they are
//! changed with. [`load`] reads any struct of serde's, for plugins that keep a manifest of their own.
//!
//! The server hands settings over as texts: a text as it is, everything else as its JSON, such as `30`, `true` or `["a","b"]`. [`load`] turns them into
//! what the fields of the struct are.
//!
//! ```
//! use nd_pdk::config;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Settings {
//!     token: String,
//!     #[serde(default = "an_hour")]
//!     seconds: u64,
//!     #[serde(default)]
//!     verbose: bool,
//!     limit: Option<u32>,
//!     #[serde(default)]
//!     servers: Vec<Server>,
//! }
//!
//! #[derive(Deserialize)]
//! struct Server {
//!     host: String,
//!     port: u16,
//! }
//!
//! fn an_hour() -> u64 {
//!     60 * 60
//! }
//!
//! let _host = nd_pdk::testing::FakeHost::builder()
//!     .config_json(r#"{"token": "s3cret", "verbose": true, "servers": [{"host": "a.example.org", "port": 80}]}"#)
//!     .install();
//! let settings: Settings = config::load()?;
//! assert_eq!((settings.token.as_str(), settings.seconds, settings.verbose, settings.limit), ("s3cret", 3600, true, None));
//! assert_eq!((settings.servers[0].host.as_str(), settings.servers[0].port), ("a.example.org", 80));
//! # Ok::<(), nd_pdk::Error>(())
//! ```
//!
//! | field | reads |
//! |---|---|
//! | `String` | the text as it is, also an empty one |
//! | numbers, `bool` | `30`, `1.5`, `true`, `false` |
//! | an enum without data | the name of a variant |
//! | lists, maps, structs | JSON, with the same rules for what is in it |
//! | `Option` | `None` if the setting is not there, empty or `null` |
//!
//! A setting that was never saved is not there, whatever the manifest's schema has as default: give the field a `#[serde(default)]`.
//!
//! A struct is asked for its fields only, also by `rename` and `alias`. With `#[serde(flatten)]` serde does not say which they are, nor of what type:
//! every setting is read then, and what is flattened can hold texts, lists and objects, no numbers. Load two structs instead.
//!
//! # The description
//!
//! What [`register_config!`](crate::register_config) leaves in a plugin: a custom section of the WebAssembly module called `nd-pdk:config`, which holds
//! one JSON text. It is for the tools that make the plugin's manifest, and is no part of the running plugin. A tool that finds a `format` it does not know
//! should say so.
//!
//! ```json
//! {"format": 1, "settings": [FIELD, …]}
//! ```
//!
//! A `FIELD` has `name`, `label`, `required` and `kind`, and those of `help`, `default` and `group` that were given. `default` is the value as JSON: a choice
//! is its name, an object has those of its fields that have a default. A field with neither `default` nor `required` is an `Option`. `kind` is an object with
//! one key:
//!
//! | key | what is in it |
//! |---|---|
//! | `text` | `secret`, `multiline`, `url`: `true` or not there; `pattern`, `minLength`, `maxLength` if given |
//! | `boolean` | nothing |
//! | `integer` | `min`, `max`: those given, else those of the type in Rust; not there beyond 2^53, where the server is not exact |
//! | `number` | `min`, `max` if given |
//! | `choice` | `options`, each with `name` and `label` |
//! | `list` | `of`, the kind of the elements; `labelBy`, the name of a field of theirs; `minItems`, `maxItems` if given |
//! | `map` | `of`, the kind of the values |
//! | `object` | `fields`, each a `FIELD` |

mod described;
mod fault;
mod json;
mod limits;
mod setting;
#[doc(hidden)]
pub mod tree;
mod types;

use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::Error;
use crate::host::config as host;
#[doc = include_str!("config/derive.md")]
#[doc(inline)]
pub use nd_pdk_macros::Config;

pub use described::Config;
use fault::Fault;
use setting::Members;

/// Reads the settings; see [the module](self) for what becomes of them.
///
/// # Errors
///
/// A setting is missing or does not fit its field. The text names the setting and what is wrong with it, as in ``the setting `servers[1].port`: expected
/// u16, found a text``, and never holds the value, which may be a secret; what your own conversions say is taken as it is.
pub fn load<T: DeserializeOwned>() -> Result<T, Error> {
    T::deserialize(Settings).map_err(Fault::into)
}

/// All settings of the plugin.
struct Settings;

impl<'de> Deserializer<'de> for Settings {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(entries(host::keys("")?))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let keys = fields.iter().map(|field| (*field).to_owned());
        visitor.visit_map(entries(keys.collect()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}

/// Those of the settings called `keys` that are there.
fn entries(keys: Vec<String>) -> Members<impl Iterator<Item = Result<(String, Value), Fault>>> {
    Members::new(keys.into_iter().filter_map(|key| {
        let text = host::get(&key).map_err(Fault::from).transpose()?;
        Some(text.map(|text| (key, Value::String(text))))
    }))
}
