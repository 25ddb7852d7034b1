//! The one error of this crate.
//!
//! It carries a text and what the host makes of it, nothing else: how a kind becomes an exit code is decided where an export ends.

use std::fmt;

/// Why a call failed: what trait methods return, and what host functions answer.
///
/// The host learns nothing but the text, so it should say what happened and to what. `?` turns
/// strings and the usual standard library and JSON errors into this one.
///
/// ```
/// use nd_pdk::Error;
///
/// fn port(text: &str) -> Result<u16, Error> {
///     let port = text.parse()?;
///     if port == 0 {
///         return Err("port 0 is reserved".into());
///     }
///     Ok(port)
/// }
///
/// assert_eq!(port("8080"), Ok(8080));
/// assert_eq!(port("0"), Err(Error::new("port 0 is reserved")));
/// assert_eq!(port("many").unwrap_err().message, "invalid digit found in string");
/// ```
///
/// An `extism_pdk::Error`, which is an `anyhow::Error`, does not convert by `?`: write
/// `.map_err(|error| Error::new(format!("{error:#}")))`. The other direction works by `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    /// What happened.
    pub message: String,
}

/// What the host makes of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call failed; the host gets the text.
    Failed,
    /// The plugin does not do this: the host goes on as if the export did not exist.
    NotImplemented,
    /// There is no such thing: no failure, merely an empty answer where the export may give one.
    NotFound,
}

impl Error {
    /// The call failed because of `message`.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Failed,
            message: message.into(),
        }
    }

    /// The plugin has nothing to say to this call, now or ever; the host treats it like a missing export.
    #[must_use]
    pub fn not_implemented() -> Self {
        Self {
            kind: ErrorKind::NotImplemented,
            message: "not implemented".to_owned(),
        }
    }

    /// What was asked for does not exist. Metadata exports answer it with an empty result instead of a failure,
    /// so the host asks the next agent and does not count it against this one.
    #[must_use]
    pub fn not_found() -> Self {
        Self {
            kind: ErrorKind::NotFound,
            message: "not found".to_owned(),
        }
    }

    /// What the host makes of it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Self::new(message)
    }
}

/// A blanket conversion would collide with the reflexive one, as [`Error`] is a standard error itself.
macro_rules! from_display {
    ($($source:ty),+ $(,)?) => {$(
        impl From<$source> for Error {
            fn from(source: $source) -> Self {
                Self::new(source.to_string())
            }
        }
    )+};
}

from_display! {
    Box<dyn std::error::Error>,
    Box<dyn std::error::Error + Send + Sync>,
    base64::DecodeError,
    serde_json::Error,
    std::char::ParseCharError,
    std::convert::Infallible,
    fmt::Error,
    std::array::TryFromSliceError,
    std::io::Error,
    std::net::AddrParseError,
    std::num::ParseFloatError,
    std::num::ParseIntError,
    std::num::TryFromIntError,
    std::str::ParseBoolError,
    std::str::Utf8Error,
    std::string::FromUtf8Error,
    std::time::SystemTimeError,
}
