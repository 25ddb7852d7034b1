//! Running exports natively, the way the host does: bytes in, bytes out.
//!
//! Must not know what stands in for the host.

use std::any::{TypeId, type_name};
use std::fmt;

use super::mock::without_path;
use crate::sys::native::{self, Ending};
use crate::wire::Export;

/// What the host finds under -2 if there is no error text: nothing.
const NOT_IMPLEMENTED: i32 = -2;

/// Which export of which plugin: what a test looks for.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Registered {
    name: &'static str,
    plugin: fn() -> TypeId,
    plugin_name: fn() -> &'static str,
}

inventory::collect!(Export);

/// For the `register` macros: makes an export known to the tests of its binary.
#[doc(hidden)]
#[macro_export]
macro_rules! __collect_export {
    ($export:expr) => {
        $crate::testing::inventory::submit!($export);
    };
}

impl Registered {
    pub(crate) const fn new<P: 'static>(name: &'static str) -> Self {
        Self {
            name,
            plugin: TypeId::of::<P>,
            plugin_name: type_name::<P>,
        }
    }

    fn is_of(&self, plugin: Option<TypeId>) -> bool {
        plugin.is_none_or(|plugin| (self.plugin)() == plugin)
    }
}

/// What came of a call of an export.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    /// 0 for success, -2 for "not implemented" if there is no error text, anything else for a failure.
    pub code: i32,
    /// The answer, if there is one.
    pub output: Option<Vec<u8>>,
    /// The text of the error, if there is one.
    pub error: Option<String>,
}

impl fmt::Debug for Outcome {
    /// The output is nearly always text, and unreadable as a list of numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let output = self.output.as_deref().map(String::from_utf8_lossy);
        f.debug_struct("Outcome")
            .field("code", &self.code)
            .field("output", &output)
            .field("error", &self.error)
            .finish()
    }
}

impl Outcome {
    /// The outcome of a call that answered with these bytes, to compare with.
    #[must_use]
    pub fn answered(output: impl AsRef<[u8]>) -> Self {
        Self {
            code: 0,
            output: Some(output.as_ref().to_vec()),
            error: None,
        }
    }

    /// The outcome of a call that failed with this text, to compare with.
    #[must_use]
    pub fn failed(error: impl Into<String>) -> Self {
        Self {
            code: -1,
            output: None,
            error: Some(error.into()),
        }
    }

    /// The answer as JSON, `null` if there is none: what the server reads.
    ///
    /// # Panics
    /// The call failed, or its answer is no JSON; the message says which.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        if let Some(failure) = self.failure("<export>") {
            panic!("there is no answer to read; the server logs \"{failure}\"");
        }
        match self.output.as_deref() {
            None | Some([]) => serde_json::Value::Null,
            Some(output) => match serde_json::from_slice(output) {
                Ok(answer) => answer,
                Err(error) => panic!("the answer is no JSON ({error}): {}", output.escape_ascii()),
            },
        }
    }

    /// The text that the server logs for a call of `export` that ends like this; `None` for a success.
    #[must_use]
    pub fn failure(&self, export: &str) -> Option<String> {
        match (&self.error, self.code) {
            (Some(text), _) if !text.is_empty() => Some(format!("plugin call failed: {text}")),
            (_, 0) => None,
            (_, NOT_IMPLEMENTED) => Some(format!("function not implemented: {export}")),
            (_, code) => Some(format!("plugin call exited with code {}", code as u32)),
        }
    }
}

/// Calls an export of the plugin by its name, with the bytes that the server would send: through the same decoding, error codes and encoding as
/// under WebAssembly.
///
/// Every type registered in this test binary counts as the plugin. As on the server the call has a fresh instance with empty
/// [variables](crate::pdk::var), and it ends after 30 seconds: of the clock of the [`FakeHost`](super::FakeHost), if one is installed. Destructors
/// that run then change nothing any more, as the server drops the instance without them.
///
/// ```standalone_crate
/// use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
/// use nd_pdk::testing::call_export;
/// use nd_pdk::{Error, register};
/// use serde_json::json;
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
/// register!(Biographies: metadata::ArtistBiographyProvider);
///
/// # fn main() {
/// let found = call_export("nd_get_artist_biography", r#"{"id":"1","name":"Ada"}"#);
/// assert_eq!(found.json(), json!({"biography": "Ada was born."}));
///
/// let nothing = call_export("nd_get_artist_biography", r#"{"id":"2","name":"Nobody"}"#);
/// assert_eq!((nothing.code, nothing.json()), (0, json!(null)));
///
/// let unreadable = call_export("nd_get_artist_biography", r#"{"name":7}"#);
/// assert_eq!(unreadable.code, -1);
/// assert!(unreadable.error.unwrap().starts_with("input: "));
/// # }
/// ```
///
/// # Panics
/// No plugin of the test binary exports it, or several do. And when the plugin panics: natively that is the test's failure, where the server
/// would log it and go on.
#[track_caller]
pub fn call_export(name: &str, input: impl AsRef<[u8]>) -> Outcome {
    match find(name, native::surroundings().plugin) {
        Ok(export) => run_export(|| export.run(), input),
        Err(problem) => panic!("{problem}"),
    }
}

/// A call that nobody waits for: what the server would log of its failure is printed, so that the test that fails over it shows it.
pub(super) fn run_alone(name: &str, export: Export, input: &[u8]) -> Outcome {
    let outcome = run_export(|| export.run(), input);
    tell(name, &outcome);
    outcome
}

/// A call that nobody waits for, of an export that the plugin does without; printed as well.
pub(super) fn not_found(name: &str) -> Outcome {
    let outcome = Outcome::failed(format!("function not found: {name}"));
    tell(name, &outcome);
    outcome
}

/// Prints what the server would log of a failure.
fn tell(name: &str, outcome: &Outcome) {
    if let Some(failure) = outcome.failure(name) {
        eprintln!("[server] {name}: {failure}");
    }
}

/// The names of all exports, sorted.
pub(super) fn names(plugin: Option<TypeId>) -> Vec<&'static str> {
    let mut names: Vec<_> = inventory::iter::<Export>
        .into_iter()
        .filter(|export| export.registered.is_of(plugin))
        .map(|export| export.registered.name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The export, or why there is none.
pub(crate) fn find(name: &str, plugin: Option<TypeId>) -> Result<Export, Problem<'_>> {
    let named = inventory::iter::<Export>
        .into_iter()
        .filter(|export| export.registered.name == name)
        .filter(|export| export.registered.is_of(plugin));
    let found: Vec<_> = named.copied().collect();
    match found.as_slice() {
        [export] => Ok(*export),
        [] => Err(Problem::Missing { name, plugin }),
        several => {
            let plugins = several.iter();
            let mut plugins: Vec<_> = plugins
                .map(|export| (export.registered.plugin_name)())
                .collect();
            plugins.sort_unstable();
            Err(Problem::Ambiguous { name, plugins })
        }
    }
}

/// Why an export cannot be called.
#[derive(Debug)]
pub(crate) enum Problem<'a> {
    Missing {
        name: &'a str,
        plugin: Option<TypeId>,
    },
    Ambiguous {
        name: &'a str,
        plugins: Vec<&'static str>,
    },
}

impl fmt::Display for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Missing { name, plugin } => {
                let place = match plugin {
                    Some(_) => "the type that `FakeHost::builder().plugin` names",
                    None => "this test binary",
                };
                write!(
                    f,
                    "no `register` macro of {place} exports `{name}`{}",
                    Known(*plugin)
                )
            }
            Problem::Ambiguous { name, plugins } => write!(
                f,
                "`{name}` is exported {} times in this test binary, by {}. A plugin like that would not link; a test with several plugins says \
                 which one is meant:\n    let host = nd_pdk::testing::FakeHost::builder().plugin::<{}>().install();",
                plugins.len(),
                plugins.join(", "),
                plugins
                    .first()
                    .map_or("MyPlugin", |name| without_path(name)),
            ),
        }
    }
}

/// The exports there are, for an author who misspelt one.
struct Known(Option<TypeId>);

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (names(self.0).as_slice(), self.0) {
            ([], Some(_)) => f.write_str("; it registers nothing in this test binary"),
            ([], None) => f.write_str(
                "; nothing at all is registered. The plugin must be, in its crate:\n    nd_pdk::register!(MyPlugin: …);\n\
                 and a test in `tests/`, which is a crate of its own, must mention the plugin's crate:\n    use <crate> as _;",
            ),
            (names, _) => write!(f, "; registered are\n    {}", names.join("\n    ")),
        }
    }
}

/// Runs the glue between an export and its trait: `<module>::exports::<export>::<Plugin>`.
///
/// For plugins that are not registered; [`call_export`] is for those that are.
#[doc(hidden)]
pub fn run_export(export: impl FnOnce() -> i32, input: impl AsRef<[u8]>) -> Outcome {
    let (ending, call) = native::run(export, input.as_ref());
    match ending {
        Ending::Returned(code) => Outcome {
            code,
            output: call.output,
            error: call.error,
        },
        Ending::TimedOut => Outcome::failed("module closed with context deadline exceeded"),
    }
}
