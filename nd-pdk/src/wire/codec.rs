//! How single values look in JSON, where that is not what `serde` would do.
//!
//! Lenient when reading (`null` is the default of any type), exact when writing. Knows values only, no messages.

mod collection;
mod scalar;

use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub use collection::{List, Map};
pub use scalar::{Base64, Finite};

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
pub(in crate::wire) struct Decoded<C, T>(pub(in crate::wire) T, PhantomData<C>);

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
