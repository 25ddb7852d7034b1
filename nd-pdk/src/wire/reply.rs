//! Replies in Navidrome's envelope: an object with a key for each result, or with `error`.
//!
//! The host leaves out what is zero, empty or false, so a missing key is no error. Calls are not made here.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::codec::{DecodeAs, Decoded, Plain};
use super::payload::unreadable;
use crate::Error;

/// What the host answered.
#[derive(Debug)]
#[must_use = "the reply may be an error"]
pub struct Reply {
    function: &'static str,
    text: Vec<u8>,
}

impl Reply {
    /// The reply of `function`.
    pub(super) fn new(function: &'static str, text: Vec<u8>) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::new(format!("{function}: the host gave no reply")));
        }
        Ok(Self { function, text })
    }

    /// A reply without results.
    ///
    /// # Errors
    /// The host's error, with its text; or a reply that is no object.
    pub fn unit(self) -> Result<(), Error> {
        self.read::<Plain, (), Plain, ()>([None, None]).map(drop)
    }

    /// The result called `key`; its default if the host left it out.
    ///
    /// # Errors
    /// The host's error, with its text; or a reply that is no object or holds something else.
    pub fn value<C: DecodeAs<T>, T: Default>(self, key: &'static str) -> Result<T, Error> {
        let (value, _) = self.read::<C, T, Plain, bool>([Some(key), None])?;
        Ok(value)
    }

    /// The result called `key` if the flag called `exists` is set.
    ///
    /// # Errors
    /// The host's error, with its text; or a reply that is no object or holds something else.
    pub fn found<C: DecodeAs<T>, T: Default>(
        self,
        key: &'static str,
        exists: &'static str,
    ) -> Result<Option<T>, Error> {
        let (value, exists) = self.read::<C, T, Plain, bool>([Some(key), Some(exists)])?;
        Ok(exists.then_some(value))
    }

    /// The results called `first` and `second`; their defaults if the host left them out.
    ///
    /// # Errors
    /// The host's error, with its text; or a reply that is no object or holds something else.
    pub fn pair<C1, C2, T1, T2>(
        self,
        first: &'static str,
        second: &'static str,
    ) -> Result<(T1, T2), Error>
    where
        C1: DecodeAs<T1>,
        C2: DecodeAs<T2>,
        T1: Default,
        T2: Default,
    {
        self.read::<C1, T1, C2, T2>([Some(first), Some(second)])
    }

    fn read<C1, T1, C2, T2>(&self, keys: [Option<&str>; 2]) -> Result<(T1, T2), Error>
    where
        C1: DecodeAs<T1>,
        C2: DecodeAs<T2>,
        T1: Default,
        T2: Default,
    {
        let mut reader = serde_json::Deserializer::from_slice(&self.text);
        let results = reader.deserialize_map(Results::<C1, T1, C2, T2> {
            keys,
            types: PhantomData,
        });
        match results.and_then(|results| reader.end().map(|()| results)) {
            Ok((_, _, error)) if !error.is_empty() => Err(Error::new(error)),
            Ok((first, second, _)) => Ok((first, second)),
            Err(error) => {
                let Error { message, .. } = unreadable(&self.text, &error);
                Err(Error::new(format!(
                    "{}: the host's reply is {message}",
                    self.function
                )))
            }
        }
    }
}

/// Reads the keys asked for and `error`; skips the others.
struct Results<'a, C1, T1, C2, T2> {
    keys: [Option<&'a str>; 2],
    types: PhantomData<(C1, T1, C2, T2)>,
}

impl<'de, C1, T1, C2, T2> Visitor<'de> for Results<'_, C1, T1, C2, T2>
where
    C1: DecodeAs<T1>,
    C2: DecodeAs<T2>,
    T1: Default,
    T2: Default,
{
    type Value = (T1, T2, String);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut results = Self::Value::default();
        while let Some(key) = entries.next_key::<String>()? {
            if Some(key.as_str()) == self.keys[0] {
                results.0 = entries.next_value::<Decoded<C1, T1>>()?.0;
            } else if Some(key.as_str()) == self.keys[1] {
                results.1 = entries.next_value::<Decoded<C2, T2>>()?.0;
            } else if key == "error" {
                results.2 = entries.next_value::<Decoded<Plain, String>>()?.0;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(results)
    }
}
