//! Running exports natively, the way the host does: bytes in, bytes out.
//!
//! Must not know what stands in for the host.

use crate::sys::native;

/// What the host sees of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// 0 for success, -2 for "not implemented" if there is no error text, anything else for a failure.
    pub code: i32,
    /// The answer, if there is one.
    pub output: Option<Vec<u8>>,
    /// The text of the error, if there is one.
    pub error: Option<String>,
}

/// Runs the glue between an export and its trait with the bytes the host would send.
///
/// The glue of a registered trait is `<module>::exports::<export>::<Plugin>`; it is not part of the documentation.
///
/// ```
/// use nd_pdk::metadata::{self, ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
/// use nd_pdk::{Error, testing::run_export};
///
/// #[derive(Default)]
/// struct Biographies;
///
/// impl ArtistBiographyProvider for Biographies {
///     fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
///         match req.name.as_str() {
///             "Nobody" => Err(Error::not_found()),
///             name => Ok(ArtistBiographyResponse { biography: format!("{name} was born.") }),
///         }
///     }
/// }
///
/// let run = |request| run_export(metadata::exports::nd_get_artist_biography::<Biographies>, request);
///
/// let found = run(r#"{"id":"1","name":"Ada"}"#);
/// assert_eq!(found.output.as_deref(), Some(&br#"{"biography":"Ada was born."}"#[..]));
/// let nothing = run(r#"{"id":"2","name":"Nobody"}"#);
/// assert_eq!(nothing.output.as_deref(), Some(&b"null"[..]));
/// ```
pub fn run_export(export: impl FnOnce() -> i32, input: impl AsRef<[u8]>) -> Outcome {
    let (code, call) = native::run(export, input.as_ref());
    Outcome {
        code,
        output: call.output,
        error: call.error,
    }
}
