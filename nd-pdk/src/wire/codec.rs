//! How single values look in JSON, where that is not what `serde` would do.
//!
//! Lenient when reading (`null` is the default of any type), exact when writing. Knows values only, no messages.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Writes a `T` in its own way.
pub trait EncodeAs<T: ?Sized> {
    /// Writes `value`.
    ///
    /// # Errors
    /// The value cannot be said in JSON, or writing fails.
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Reads a `T` in its own way.
pub trait DecodeAs<T> {
    /// Reads a value; `null` is the default.
    ///
    /// # Errors
    /// What is there is no such value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;
}

/// The way `serde` does it, but for `null`.
#[derive(Debug)]
pub enum Plain {}

/// Floating-point numbers. JSON has no NaN and no infinities: writing one is an error instead of the `null` that the host would read as 0.
#[derive(Debug)]
pub enum Finite {}

/// Bytes as standard, padded base64.
#[derive(Debug)]
pub enum Base64 {}

/// A list whose elements are written with `C`.
#[derive(Debug)]
pub struct List<C>(PhantomData<C>);

/// A map with string keys whose values are written with `C`.
#[derive(Debug)]
pub struct Map<C>(PhantomData<C>);

/// A value that may be `null`, written with `C`.
#[derive(Debug)]
pub struct Maybe<C>(PhantomData<C>);

/// For `#[serde(with = "…")]`: a field written and read with `C`.
#[derive(Debug)]
pub struct As<C>(PhantomData<C>);

impl<C> As<C> {
    /// Writes `value` with `C`.
    ///
    /// # Errors
    /// Those of the codec.
    pub fn serialize<T: ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
    where
        C: EncodeAs<T>,
    {
        C::encode(value, serializer)
    }

    /// Reads a value with `C`.
    ///
    /// # Errors
    /// Those of the codec.
    pub fn deserialize<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
    where
        C: DecodeAs<T>,
    {
        C::decode(deserializer)
    }
}

/// For `#[serde(deserialize_with = "…")]`: reads `null` as the default.
///
/// # Errors
/// What is there is neither `null` nor a `T`.
pub fn lenient<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// For `#[serde(skip_serializing_if = "…")]`: whether there is nothing to write.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Borrows `value` so that it is written with `C`.
pub fn with<C, T: ?Sized>(value: &T) -> With<'_, C, T> {
    With {
        value,
        codec: PhantomData,
    }
}

/// See [`with`].
#[derive(Debug)]
pub struct With<'a, C, T: ?Sized> {
    value: &'a T,
    codec: PhantomData<C>,
}

impl<C: EncodeAs<T>, T: ?Sized> Serialize for With<'_, C, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(self.value, serializer)
    }
}

/// A value that was read with `C`.
pub(super) struct Decoded<C, T>(pub(super) T, PhantomData<C>);

impl<'de, C: DecodeAs<T>, T> Deserialize<'de> for Decoded<C, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(C::decode(deserializer)?, PhantomData))
    }
}

impl<T: Serialize + ?Sized> EncodeAs<T> for Plain {
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

impl<T: for<'de> Deserialize<'de> + Default> DecodeAs<T> for Plain {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        lenient(deserializer)
    }
}

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

impl<C: EncodeAs<T>, T> EncodeAs<[T]> for List<C> {
    fn encode<S: Serializer>(value: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(with::<C, T>))
    }
}

impl<C: EncodeAs<T>, T> EncodeAs<Vec<T>> for List<C> {
    fn encode<S: Serializer>(value: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        Self::encode(value.as_slice(), serializer)
    }
}

impl<C: DecodeAs<T>, T> DecodeAs<Vec<T>> for List<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        struct Elements<C, T>(PhantomData<(C, T)>);

        impl<'de, C: DecodeAs<T>, T> Visitor<'de> for Elements<C, T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(element) = elements.next_element::<Decoded<C, T>>()? {
                    list.push(element.0);
                }
                Ok(list)
            }

            fn visit_none<E>(self) -> Result<Vec<T>, E> {
                Ok(Vec::new())
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Vec<T>, D::Error> {
                inner.deserialize_seq(self)
            }
        }

        deserializer.deserialize_option(Elements::<C, T>(PhantomData))
    }
}

impl<C: EncodeAs<T>, T, H> EncodeAs<HashMap<String, T, H>> for Map<C> {
    fn encode<S: Serializer>(
        value: &HashMap<String, T, H>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(value.iter().map(|(key, value)| (key, with::<C, T>(value))))
    }
}

impl<C: DecodeAs<T>, T, H: BuildHasher + Default> DecodeAs<HashMap<String, T, H>> for Map<C> {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<HashMap<String, T, H>, D::Error> {
        struct Entries<C, T, H>(PhantomData<(C, T, H)>);

        impl<'de, C, T, H> Visitor<'de> for Entries<C, T, H>
        where
            C: DecodeAs<T>,
            H: BuildHasher + Default,
        {
            type Value = HashMap<String, T, H>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut map = HashMap::default();
                while let Some((key, value)) = entries.next_entry::<String, Decoded<C, T>>()? {
                    map.insert(key, value.0);
                }
                Ok(map)
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(HashMap::default())
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
                inner.deserialize_map(self)
            }
        }

        deserializer.deserialize_option(Entries::<C, T, H>(PhantomData))
    }
}

impl<C: EncodeAs<T>, T> EncodeAs<Option<T>> for Maybe<C> {
    fn encode<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => C::encode(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<C: DecodeAs<T>, T> DecodeAs<Option<T>> for Maybe<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        Ok(Option::<Decoded<C, T>>::deserialize(deserializer)?.map(|value| value.0))
    }
}
