//! The plugin's settings as a struct. Single settings are for [`crate::host::config`], which needs no permission.
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

mod fault;
mod setting;

use std::vec;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::Error;
use crate::host::config as host;
use fault::Fault;
use setting::Setting;

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
        visitor.visit_map(Entries::new(host::keys("")?))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let keys = fields.iter().map(|field| (*field).to_owned());
        visitor.visit_map(Entries::new(keys.collect()))
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

/// Those of the settings called `keys` that are there, each fetched when its turn comes.
struct Entries {
    keys: vec::IntoIter<String>,
    current: Option<(String, String)>,
}

impl Entries {
    fn new(keys: Vec<String>) -> Self {
        Self {
            keys: keys.into_iter(),
            current: None,
        }
    }

    fn advance(&mut self) -> Result<(), Fault> {
        self.current = None;
        for key in self.keys.by_ref() {
            if let Some(text) = host::get(&key)? {
                self.current = Some((key, text));
                break;
            }
        }
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.advance()?;
        let Some((key, _)) = &self.current else {
            return Ok(None);
        };
        seed.deserialize(StrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, text) = self.current.take().unwrap_or_default();
        seed.deserialize(Setting::text(text))
            .map_err(|fault| fault.of_key(&key))
    }
}
