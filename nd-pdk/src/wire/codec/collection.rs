//! Lists and maps whose elements have a codec of their own.
//!
//! Elements are read straight into their collection; a collection that is `null` is empty.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;

use super::{DecodeAs, Decoded, EncodeAs, with};

/// A list whose elements are written with `C`.
#[derive(Debug)]
pub struct List<C>(PhantomData<C>);

/// A map with string keys whose values are written with `C`.
#[derive(Debug)]
pub struct Map<C>(PhantomData<C>);

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
