//! Scalars that JSON has no word for: floats that are no numbers, and bytes.
//!
//! Never approximates: what cannot be written is an error.

use std::fmt;

use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserializer, Visitor};
use serde::ser::Serializer;

use super::{DecodeAs, EncodeAs, lenient};

/// Floating-point numbers. JSON has no NaN and no infinities: writing one is an error instead of the `null` that the host would read as 0.
#[derive(Debug)]
pub enum Finite {}

/// Bytes as standard, padded base64.
#[derive(Debug)]
pub enum Base64 {}

macro_rules! finite {
    ($($float:ty, $serialize:ident;)+) => {$(
        impl EncodeAs<$float> for Finite {
            fn encode<S: Serializer>(value: &$float, serializer: S) -> Result<S::Ok, S::Error> {
                if value.is_finite() { serializer.$serialize(*value) } else { Err(not_finite(f64::from(*value))) }
            }
        }

        impl DecodeAs<$float> for Finite {
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$float, D::Error> {
                lenient(deserializer)
            }
        }
    )+};
}

finite! {
    f32, serialize_f32;
    f64, serialize_f64;
}

fn not_finite<E: serde::ser::Error>(value: f64) -> E {
    E::custom(match (value.is_nan(), value > 0.0) {
        (true, _) => "NaN cannot be written: JSON has finite numbers only",
        (false, true) => "infinity cannot be written: JSON has finite numbers only",
        (false, false) => "negative infinity cannot be written: JSON has finite numbers only",
    })
}

impl<T: AsRef<[u8]> + ?Sized> EncodeAs<T> for Base64 {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(value.as_ref(), &STANDARD))
    }
}

impl DecodeAs<Vec<u8>> for Base64 {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes as base64 text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<u8>, E> {
                STANDARD
                    .decode(text)
                    .map_err(|error| E::custom(format_args!("base64: {error}")))
            }

            fn visit_none<E>(self) -> Result<Vec<u8>, E> {
                Ok(Vec::new())
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Vec<u8>, D::Error> {
                inner.deserialize_str(self)
            }
        }

        deserializer.deserialize_option(Text)
    }
}
