//! The other end of a call to the host, for native tests: reads the request, asks a service, writes the reply as the server would.
//!
//! The counterpart of `call` and `reply`; whom to ask is not decided here.

use std::fmt;

use serde_json::error::Category;
use serde_json::{Map, Value};

use super::codec::{DecodeAs, Decoded, EncodeAs, is_default, with};
use super::payload::{Incoming, Outgoing};
use crate::Error;

/// A service trait as something that answers calls; generated code implements it for `dyn` each of them.
pub trait Serve {
    /// Answers a call of one of the functions of the service, `None` for any other.
    fn serve(&self, request: &Request<'_>) -> Option<Vec<u8>>;
}

/// A call as it reaches the host.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    function: &'static str,
    text: &'a [u8],
}

/// The arguments of a call.
#[derive(Debug)]
pub struct Arguments {
    function: &'static str,
    /// An unreadable request matters only to functions that have parameters: the others never look at it.
    by_key: Result<Map<String, Value>, Error>,
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.function, self.text.escape_ascii())
    }
}

impl<'a> Request<'a> {
    /// A call of `function`, the name of the import, with `text`, the bytes of the block that the plugin handed over: a JSON object with a key for each
    /// parameter, or nothing at all for a function without parameters.
    ///
    /// Whatever runs a plugin makes one of each call, and gives it to the [`Serve`] of the service.
    ///
    /// ```
    /// use nd_pdk::Error;
    /// use nd_pdk::host::users::{User, UsersService};
    /// use nd_pdk::wire::{Request, Serve};
    ///
    /// struct Nobody;
    ///
    /// impl UsersService for Nobody {
    ///     fn get_users(&self) -> Result<Vec<User>, Error> {
    ///         Ok(Vec::new())
    ///     }
    ///
    ///     fn get_admins(&self) -> Result<Vec<User>, Error> {
    ///         Err("nobody is in charge".into())
    ///     }
    /// }
    ///
    /// let users: &dyn UsersService = &Nobody;
    /// let reply = users.serve(&Request::new("users_getadmins", b""));
    /// assert_eq!(reply.unwrap(), br#"{"error":"nobody is in charge"}"#);
    /// assert_eq!(users.serve(&Request::new("cache_has", b"{}")), None);
    /// ```
    #[must_use]
    pub fn new(function: &'static str, text: &'a [u8]) -> Self {
        Self { function, text }
    }

    /// The name of the import.
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// Whether an argument is missing or `null`. Reading it as bytes gives none at all then, which the server does not always take for empty ones.
    #[must_use]
    pub fn lacks(&self, key: &str) -> bool {
        let by_key: Result<Map<String, Value>, _> = serde_json::from_slice(self.text);
        by_key.is_ok_and(|by_key| by_key.get(key).is_none_or(Value::is_null))
    }

    /// Answers with a reply without results.
    pub fn unit(&self, ask: impl FnOnce(&Arguments) -> Result<(), Error>) -> Vec<u8> {
        self.reply(ask, |(), _| Ok(()))
    }

    /// Answers with the result called `key`, which is left out when it is zero or empty.
    pub fn value<C: EncodeAs<T>, T: Default + PartialEq>(
        &self,
        key: &str,
        ask: impl FnOnce(&Arguments) -> Result<T, Error>,
    ) -> Vec<u8> {
        self.reply(ask, |value, reply| put::<C, T>(reply, key, &value))
    }

    /// Answers with the result called `key` and the flag called `exists`, both left out when there is none.
    pub fn found<C: EncodeAs<T>, T: Default + PartialEq>(
        &self,
        key: &str,
        exists: &str,
        ask: impl FnOnce(&Arguments) -> Result<Option<T>, Error>,
    ) -> Vec<u8> {
        self.reply(ask, |value, reply| match value {
            Some(value) => {
                put::<C, T>(reply, key, &value)?;
                reply.insert(exists.to_owned(), true.into());
                Ok(())
            }
            None => Ok(()),
        })
    }

    /// Answers with the results called `first` and `second`, each left out when it is zero or empty.
    pub fn pair<C1, C2, T1, T2>(
        &self,
        first: &str,
        second: &str,
        ask: impl FnOnce(&Arguments) -> Result<(T1, T2), Error>,
    ) -> Vec<u8>
    where
        C1: EncodeAs<T1>,
        C2: EncodeAs<T2>,
        T1: Default + PartialEq,
        T2: Default + PartialEq,
    {
        self.reply(ask, |values, reply| {
            put::<C1, T1>(reply, first, &values.0)?;
            put::<C2, T2>(reply, second, &values.1)
        })
    }

    /// Answers a function described in plain XTP: the input is the block, the output is the block.
    ///
    /// # Panics
    /// The service fails: such a function has no way to say so, the server would end the call.
    pub fn direct<A: Incoming, R: Outgoing<Value: Sized>>(
        &self,
        ask: impl FnOnce(A::Value) -> Result<R::Value, Error>,
    ) -> Vec<u8> {
        let output = A::decode(self.text.to_vec())
            .and_then(ask)
            .and_then(|value| R::encode(&value));
        match output {
            Ok(output) => output.unwrap_or_default(),
            Err(error) => panic!(
                "`{}` failed with \"{error}\", but it has no way to report an error: the server would end the plugin's call here",
                self.function
            ),
        }
    }

    fn reply<T>(
        &self,
        ask: impl FnOnce(&Arguments) -> Result<T, Error>,
        write: impl FnOnce(T, &mut Map<String, Value>) -> Result<(), Error>,
    ) -> Vec<u8> {
        let mut reply = Map::new();
        match ask(&self.arguments()) {
            Ok(value) => {
                let written = write(value, &mut reply);
                written.unwrap_or_else(|error| panic!("{}", self.unwritable(&error)));
            }
            Err(error) => reply = self.refusal(error),
        }
        Value::Object(reply).to_string().into_bytes()
    }

    /// The mistake is in what the test answers; as an error of the host the plugin might pass over it.
    fn unwritable(&self, error: &Error) -> String {
        format!(
            "the test's answer to `{}` cannot be sent: {error}. No server answers that",
            self.function
        )
    }

    /// A failure is the text and nothing else.
    fn refusal(&self, error: Error) -> Map<String, Value> {
        assert!(
            !error.message.is_empty(),
            "`{}` failed without a text: the server would leave the text out, and the plugin take the reply for a success. \
             Give the error a text",
            self.function
        );
        Map::from_iter([("error".to_owned(), Value::String(error.message))])
    }

    fn arguments(&self) -> Arguments {
        let by_key = serde_json::from_slice(self.text).map(Option::unwrap_or_default);
        Arguments {
            function: self.function,
            by_key: by_key.map_err(|error| unreadable(self.function, &error)),
        }
    }
}

impl Arguments {
    /// The argument called `key`; the default of its type if there is none.
    ///
    /// # Errors
    /// It is of another type, or the request is no JSON object. The texts begin as the server's do.
    pub fn get<C: DecodeAs<T>, T>(&self, key: &str) -> Result<T, Error> {
        let by_key = self.by_key.as_ref().map_err(Error::clone)?;
        let value = by_key.get(key).unwrap_or(&Value::Null);
        serde::Deserialize::deserialize(value)
            .map(|value: Decoded<C, T>| value.0)
            .map_err(|error| mistyped(&format!("`{key}` of {}", self.function), &error))
    }
}

fn unreadable(function: &str, error: &serde_json::Error) -> Error {
    match error.classify() {
        Category::Eof => Error::new("unexpected end of JSON input"),
        Category::Data => mistyped(&format!("the request of {function}"), error),
        Category::Syntax | Category::Io => Error::new(format!("invalid JSON: {error}")),
    }
}

fn mistyped(what: &str, error: &serde_json::Error) -> Error {
    Error::new(format!("json: cannot unmarshal {what}: {error}"))
}

fn put<C: EncodeAs<T>, T: Default + PartialEq>(
    reply: &mut Map<String, Value>,
    key: &str,
    value: &T,
) -> Result<(), Error> {
    if !is_default(value) {
        reply.insert(key.to_owned(), serde_json::to_value(with::<C, T>(value))?);
    }
    Ok(())
}
