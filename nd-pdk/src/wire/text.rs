//! Values that are one of a few texts: enums, and the errors of a capability that the host recognises by their text.
//!
//! Macros that add to a type declared elsewhere; they declare none themselves.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Visitor};

use crate::Error;

/// Reads an enum from its text.
///
/// # Errors
/// What is there is no text, or not one of the texts of `T`.
pub fn deserialize_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err = Error>,
    D: Deserializer<'de>,
{
    struct OneOf<T>(std::marker::PhantomData<T>);

    impl<T: FromStr<Err = Error>> Visitor<'_> for OneOf<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(OneOf(std::marker::PhantomData))
}

/// The error for a text that is none of `known`.
#[must_use]
pub fn unknown_text(text: &str, known: &[&str]) -> Error {
    Error::new(format!(
        "unknown value `{text}`, expected one of {}",
        known.join(", ")
    ))
}

/// Gives an enum its texts: `text_enum!(Colour, Red = "red", Green = "green")` adds `as_str`, `Display`, `FromStr`, `AsRef<str>`,
/// `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_enum {
    ($name:ident, $($variant:ident = $text:literal),+ $(,)?) => {
        impl $name {
            /// The text that stands for it on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::Error> {
                match text {
                    $($text => ::core::result::Result::Ok(Self::$variant),)+
                    _ => ::core::result::Result::Err($crate::wire::unknown_text(text, &[$($text),+])),
                }
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::deserialize_text(deserializer)
            }
        }
    };
}

/// Gives an enum of errors the texts that the host recognises: `capability_errors!(ScrobblerError, RetryLater = SCROBBLER_ERROR_RETRY_LATER)`
/// adds `as_str`, `of`, `with_reason`, `Display`, `std::error::Error` and the conversion into [`Error`](crate::Error).
#[doc(hidden)]
#[macro_export]
macro_rules! __capability_errors {
    ($name:ident, $($variant:ident = $text:expr),+ $(,)?) => {
        impl $name {
            /// The text that the host recognises inside an error message.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Which of them the host takes an error for: the first whose text is in its message. `None` if it recognises none.
            #[must_use]
            pub fn of(error: &$crate::Error) -> ::core::option::Option<Self> {
                [$(Self::$variant),+].into_iter().find(|known| error.message.contains(known.as_str()))
            }

            /// The error to return, with a reason for the reader of the log.
            #[must_use]
            pub fn with_reason(self, reason: impl ::core::fmt::Display) -> $crate::Error {
                $crate::Error::new(::std::format!("{self}: {reason}"))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::error::Error for $name {}

        impl ::core::convert::From<$name> for $crate::Error {
            fn from(error: $name) -> Self {
                Self::new(error.as_str())
            }
        }
    };
}
