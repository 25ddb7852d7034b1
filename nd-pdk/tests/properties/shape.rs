//! Values of any type that can be read, from random bytes, together with a JSON text that says the same.
//!
//! A type tells what it consists of by the calls it makes when it is read: that is all that is known of it here.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, Serialize, forward_to_deserialize_any};

/// A value and the JSON text for it, with missing keys, unknown keys and `null`s.
pub(crate) fn arbitrary<T: for<'de> Deserialize<'de>>(choices: &[u8]) -> (T, String) {
    let mut source = Source {
        choices,
        json: String::new(),
        is_null_excluded: false,
    };
    let value = T::deserialize(&mut source).expect("everything the type asks for is given");
    (value, source.json)
}

/// Decides by the next byte, and writes down what it decided. At the end of the bytes everything is empty, so it comes to an end.
struct Source<'a> {
    choices: &'a [u8],
    json: String,
    /// An option inside an option: that the outer one is there has been said, which a `null` would take back.
    is_null_excluded: bool,
}

impl Source<'_> {
    fn choose(&mut self, options: u8) -> u8 {
        self.take::<1>()[0] % options
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut taken = [0; N];
        for byte in &mut taken {
            if let Some((first, rest)) = self.choices.split_first() {
                (*byte, self.choices) = (*first, rest);
            }
        }
        taken
    }

    fn text(&mut self) -> String {
        const LETTERS: [&str; 8] = ["a", "Z", "ß", "\"", "\\", "\n", "\u{0}", "🎵"];
        (0..self.choose(5))
            .map(|_| LETTERS[usize::from(self.choose(8))])
            .collect()
    }

    fn write(&mut self, value: impl Serialize) {
        self.json += &serde_json::to_string(&value).unwrap();
    }

    /// A key that no version of the type knows.
    fn unknown_key(&mut self) {
        if self.choose(4) == 0 {
            self.json += r#""fromALaterVersion":{"a":[1,null,{}]},"#;
        }
    }

    /// Opens a group, or closes it without the comma after the last element.
    fn close(&mut self, bracket: char) {
        if self.json.ends_with(',') {
            self.json.pop();
        }
        self.json.push(bracket);
    }
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident $number:ty;)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let number = match self.choose(4) {
                0 => <$number>::MIN,
                1 => <$number>::MAX,
                _ => <$number>::from_le_bytes(self.take()),
            };
            self.write(number);
            visitor.$visit(number)
        }
    )+};
}

macro_rules! floats {
    ($($deserialize:ident $visit:ident $float:ty;)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let float = <$float>::from_le_bytes(self.take());
            let float = if float.is_finite() { float } else { 3.0 };
            self.write(float);
            visitor.$visit(float)
        }
    )+};
}

impl<'de> Deserializer<'de> for &mut Source<'_> {
    type Error = Error;

    numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
    }

    floats! {
        deserialize_f32 visit_f32 f32;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        unreachable!(
            "no type may depend on what is there: {}",
            &visitor as &dyn Expected
        )
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = self.choose(2) == 1;
        self.write(value);
        visitor.visit_bool(value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // The one thing that calls do not tell apart.
        let is_base64 = (&visitor as &dyn Expected).to_string().contains("base64");
        let text = if is_base64 {
            ["", "AA==", "+/8=", "AAEC"][usize::from(self.choose(4))].to_owned()
        } else {
            self.text()
        };
        self.write(&text);
        visitor.visit_str(&text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if !self.is_null_excluded && self.choose(4) == 0 {
            self.json += "null";
            visitor.visit_none()
        } else {
            self.is_null_excluded = true;
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.json.push('[');
        let left = self.choose(4);
        let value = visitor.visit_seq(Elements { source: self, left })?;
        self.close(']');
        Ok(value)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.json.push('{');
        let keys = (0..self.choose(4)).map(|_| self.text()).collect();
        let value = visitor.visit_map(Entries { source: self, keys })?;
        self.close('}');
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.json.push('{');
        let mut keys: Vec<_> = fields
            .iter()
            .filter(|_| self.choose(8) != 0)
            .map(ToString::to_string)
            .collect();
        if self.choose(2) == 1 {
            keys.reverse();
        }
        let value = visitor.visit_map(Entries { source: self, keys })?;
        self.unknown_key();
        self.close('}');
        Ok(value)
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct enum identifier ignored_any
    }
}

struct Elements<'s, 'a> {
    source: &'s mut Source<'a>,
    left: u8,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        self.source.is_null_excluded = false;
        let element = seed.deserialize(&mut *self.source)?;
        self.source.json.push(',');
        Ok(Some(element))
    }
}

struct Entries<'s, 'a> {
    source: &'s mut Source<'a>,
    keys: Vec<String>,
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(key) = self.keys.pop() else {
            return Ok(None);
        };
        self.source.write(&key);
        self.source.json.push(':');
        let key: StrDeserializer<'_, Error> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.source.is_null_excluded = false;
        let value = seed.deserialize(&mut *self.source)?;
        self.source.json.push(',');
        Ok(value)
    }
}
