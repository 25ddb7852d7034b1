//! One setting, or a value within one, as serde reads it. Must not know where it comes from.

use std::vec;

use serde::de::value::{MapAccessDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::fault::Fault;

/// A value that is JSON already, or a text that is read as whatever is asked for.
pub(super) struct Setting(Value);

impl Setting {
    /// A text that is JSON as what it says, anything else as it is.
    ///
    /// Read as bytes, as replies of the host are: a second reader of JSON, for text, would cost a plugin 6 kB.
    fn parsed(self) -> Value {
        match self.0 {
            Value::String(text) => {
                serde_json::from_slice(text.as_bytes()).unwrap_or(Value::String(text))
            }
            value @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_)) => value,
        }
    }
}

/// Hands a value over as what it is.
fn visit<'de, V: Visitor<'de>>(value: Value, visitor: V) -> Result<V::Value, Fault> {
    match value {
        Value::Null => visitor.visit_unit(),
        Value::Bool(value) => visitor.visit_bool(value),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), _, _) => visitor.visit_u64(number),
            (None, Some(number), _) => visitor.visit_i64(number),
            (None, None, number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
        },
        Value::String(text) => visitor.visit_string(text),
        Value::Array(items) => visitor.visit_seq(Elements(items.into_iter().enumerate())),
        Value::Object(object) => visitor.visit_map(Members::new(object.into_iter().map(Ok))),
    }
}

macro_rules! read_what_it_says {
    ($($method:ident($($argument:ty),*))+) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value, Fault> {
            visit(self.parsed(), visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Setting {
    type Error = Fault;

    /// Only of lists and objects it can be told that they are no texts.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) if text.starts_with(['[', '{']) => {
                visit(Self(Value::String(text)).parsed(), visitor)
            }
            value => visit(value, visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visit(self.0, visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visit(self.0, visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visit(self.0, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.0 {
            Value::Null => visitor.visit_none(),
            Value::String(text) if text.is_empty() || text == "null" => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) if !text.starts_with('{') => {
                visitor.visit_enum(StringDeserializer::new(text))
            }
            value => match Self(value).parsed() {
                Value::Object(object) => visitor.visit_enum(MapAccessDeserializer::new(
                    Members::new(object.into_iter().map(Ok)),
                )),
                Value::String(text) => visitor.visit_enum(StringDeserializer::new(text)),
                value => visit(value, visitor),
            },
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    read_what_it_says! {
        deserialize_bool()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_i128() deserialize_u128()
        deserialize_f32() deserialize_f64()
        deserialize_unit() deserialize_unit_struct(&'static str)
        deserialize_seq() deserialize_tuple(usize) deserialize_tuple_struct(&'static str, usize)
        deserialize_map() deserialize_struct(&'static str, &'static [&'static str])
    }

    forward_to_deserialize_any! { bytes byte_buf identifier ignored_any }
}

/// The elements of a list.
struct Elements(std::iter::Enumerate<vec::IntoIter<Value>>);

impl<'de> SeqAccess<'de> for Elements {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some((index, value)) = self.0.next() else {
            return Ok(None);
        };
        let element = seed.deserialize(Setting(value));
        element.map(Some).map_err(|fault| fault.of_element(index))
    }
}

/// The entries of an object, or all settings: each is fetched when its turn comes, which may fail.
pub(super) struct Members<I> {
    entries: I,
    current: Option<(String, Value)>,
}

impl<I: Iterator<Item = Result<(String, Value), Fault>>> Members<I> {
    pub(super) fn new(entries: I) -> Self {
        let current = None;
        Self { entries, current }
    }
}

impl<'de, I: Iterator<Item = Result<(String, Value), Fault>>> MapAccess<'de> for Members<I> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.current = self.entries.next().transpose()?;
        let Some((key, _)) = &self.current else {
            return Ok(None);
        };
        seed.deserialize(StrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Setting(value))
            .map_err(|fault| fault.of_key(&key))
    }
}
