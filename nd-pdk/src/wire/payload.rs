//! Whole blocks of bytes: what an export gets and gives, and what a function described in plain XTP takes and answers.
//!
//! Types that stand for a content type. Where the bytes come from and go to is not known here.

use std::marker::PhantomData;

use super::codec::{DecodeAs, Decoded, EncodeAs, Plain, with};
use super::{call, place};
use crate::Error;

/// Bytes that arrive.
pub trait Incoming {
    /// What they mean.
    type Value;

    /// Reads them.
    ///
    /// # Errors
    /// They are not what was agreed; the text says where and why.
    fn decode(bytes: Vec<u8>) -> Result<Self::Value, Error>;
}

/// Bytes that leave.
pub trait Outgoing {
    /// What they mean.
    type Value: ?Sized;
    /// How to say "none" where that is possible.
    const NULL: &'static [u8];
    /// Whether a missing value is said instead of reported as a failure.
    const NULLABLE: bool = false;

    /// Writes them; `None` if there is nothing to hand over, not even an empty block.
    ///
    /// # Errors
    /// The value cannot be written; the text says where and why.
    fn encode(value: &Self::Value) -> Result<Option<Vec<u8>>, Error>;
}

/// `application/json`: a `T` written with the codec `C`.
#[derive(Debug)]
pub struct Json<T: ?Sized, C = Plain>(PhantomData<(C, PhantomData<T>)>);

/// `text/plain; charset=utf-8`: the text of a `T`, a string or an enum.
#[derive(Debug)]
pub struct Text<T: ?Sized>(PhantomData<T>);

/// `application/x-binary`: the bytes as they are.
#[derive(Debug)]
pub struct Binary<T: ?Sized = Vec<u8>>(PhantomData<T>);

/// As an input a `W` that may be missing; as an output a `W` whose absence is [`Error::not_found`].
#[derive(Debug)]
pub struct Nullable<W>(PhantomData<W>);

impl<T, C: DecodeAs<T>> Incoming for Json<T, C> {
    type Value = T;

    fn decode(mut bytes: Vec<u8>) -> Result<T, Error> {
        if bytes.is_empty() {
            bytes = b"null".to_vec();
        }
        match serde_json::from_slice::<Decoded<C, T>>(&bytes) {
            Ok(value) => Ok(value.0),
            Err(error) => Err(unreadable(&bytes, &error)),
        }
    }
}

impl<T: ?Sized, C: EncodeAs<T>> Outgoing for Json<T, C> {
    type Value = T;
    const NULL: &'static [u8] = b"null";

    fn encode(value: &T) -> Result<Option<Vec<u8>>, Error> {
        let mut bytes = Vec::new();
        call::append(&mut bytes, &with::<C, T>(value))?;
        Ok(Some(bytes))
    }
}

impl<T: std::str::FromStr<Err: Into<Error>>> Incoming for Text<T> {
    type Value = T;

    fn decode(bytes: Vec<u8>) -> Result<T, Error> {
        String::from_utf8(bytes)?.parse().map_err(Into::into)
    }
}

impl<T: AsRef<str> + ?Sized> Outgoing for Text<T> {
    type Value = T;
    const NULL: &'static [u8] = b"";

    fn encode(value: &T) -> Result<Option<Vec<u8>>, Error> {
        Ok(Some(value.as_ref().as_bytes().to_vec()))
    }
}

impl Incoming for Binary {
    type Value = Vec<u8>;

    fn decode(bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
        Ok(bytes)
    }
}

impl<T: AsRef<[u8]> + ?Sized> Outgoing for Binary<T> {
    type Value = T;
    const NULL: &'static [u8] = b"";

    fn encode(value: &T) -> Result<Option<Vec<u8>>, Error> {
        Ok(Some(value.as_ref().to_vec()))
    }
}

/// Nothing: whatever arrives is ignored, and nothing leaves.
impl Incoming for () {
    type Value = ();

    fn decode(_: Vec<u8>) -> Result<(), Error> {
        Ok(())
    }
}

impl Outgoing for () {
    type Value = ();
    const NULL: &'static [u8] = b"";

    fn encode((): &()) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
}

impl<W: Incoming + Outgoing<Value: Sized>> Incoming for Nullable<W> {
    type Value = Option<<W as Incoming>::Value>;

    fn decode(bytes: Vec<u8>) -> Result<Self::Value, Error> {
        if bytes.is_empty() || bytes.trim_ascii() == W::NULL {
            return Ok(None);
        }
        W::decode(bytes).map(Some)
    }
}

impl<W: Outgoing> Outgoing for Nullable<W> {
    type Value = W::Value;
    const NULL: &'static [u8] = W::NULL;
    const NULLABLE: bool = true;

    fn encode(value: &W::Value) -> Result<Option<Vec<u8>>, Error> {
        W::encode(value)
    }
}

/// A `W` that may be missing, where it is the plugin that says so: an argument.
impl<W: Outgoing<Value: Sized>> Outgoing for Option<W> {
    type Value = Option<W::Value>;
    const NULL: &'static [u8] = W::NULL;

    fn encode(value: &Self::Value) -> Result<Option<Vec<u8>>, Error> {
        match value {
            Some(value) => W::encode(value),
            None => Ok(Some(W::NULL.to_vec())),
        }
    }
}

/// What is wrong with `text`, and where.
pub(super) fn unreadable(text: &[u8], error: &serde_json::Error) -> Error {
    let path = place::path(place::before(text, error.line(), error.column()));
    let place = if path.is_empty() {
        String::new()
    } else {
        format!(" in `{path}`")
    };
    Error::new(format!("unreadable JSON{place}: {error}"))
}
