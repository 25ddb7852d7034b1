//! What the server makes of a finished call. Must not change the order of the rules: the first that fits wins.

use std::fmt;

use super::blocks::Shown;
use super::invoke::Finished;

/// The exit code by which an export says that it is not implemented.
const NOT_IMPLEMENTED: i32 = -2;

/// What the server makes of a call.
///
/// ```
/// use nd_host::Outcome;
///
/// let outcome = Outcome::Failed("no such artist".into());
/// assert_eq!(
///     outcome.error("nd_get_artist_url").as_deref(),
///     Some("plugin call failed: no such artist"),
/// );
/// assert_eq!(Outcome::Ok(vec![]).error("nd_get_artist_url"), None);
/// ```
///
/// `Debug` shows output that is text as text.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The plugin has no such export.
    NotFound,
    /// The export trapped, took too long, or set an error text, whatever its exit code. With the text.
    Failed(String),
    /// The export returned -2 without an error text.
    NotImplemented,
    /// The export returned another non-zero code without an error text.
    ExitCode(u32),
    /// The export succeeded with this output, which the server then decodes. Empty output stands for a zero value.
    Ok(Vec<u8>),
}

impl Outcome {
    pub(crate) fn of(finished: Finished) -> Self {
        match (finished.error, finished.exit_code) {
            (Some(text), _) => Self::Failed(text),
            (None, 0) => Self::Ok(finished.output),
            (None, NOT_IMPLEMENTED) => Self::NotImplemented,
            (None, code) => Self::ExitCode(code.cast_unsigned()),
        }
    }

    /// The error in the server's words, for a call of `export`; `None` when the call succeeded.
    #[must_use]
    pub fn error(&self, export: &str) -> Option<String> {
        match self {
            Self::NotFound => Some(format!("function not found: {export}")),
            Self::Failed(text) => Some(format!("plugin call failed: {text}")),
            Self::NotImplemented => Some(format!("function not implemented: {export}")),
            Self::ExitCode(code) => Some(format!("plugin call exited with code {code}")),
            Self::Ok(_) => None,
        }
    }

    /// The error as a line of the log, which says which export it is about.
    pub(crate) fn logged(&self, export: &str) -> Option<String> {
        let error = self.error(export)?;
        match self {
            Self::Failed(_) | Self::ExitCode(_) => Some(format!("{export}: {error}")),
            // These name the export themselves.
            Self::NotFound | Self::NotImplemented | Self::Ok(_) => Some(error),
        }
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("NotFound"),
            Self::Failed(text) => f.debug_tuple("Failed").field(text).finish(),
            Self::NotImplemented => f.write_str("NotImplemented"),
            Self::ExitCode(code) => f.debug_tuple("ExitCode").field(code).finish(),
            Self::Ok(output) => f.debug_tuple("Ok").field(&Shown(output)).finish(),
        }
    }
}
