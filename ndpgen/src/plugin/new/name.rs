//! Names of plugins: what cargo takes for a package, the server for an id, and the compiler without a warning. Must not look at the disk.

use heck::ToKebabCase as _;
use std::fmt;

use crate::diag;

/// A name that fits everywhere: lower-case ASCII letters and digits, in words with single `-` or `_` between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// Why a name does not fit, and one that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError {
    given: String,
    why: &'static str,
    proposal: String,
}

/// As many as crates.io takes.
const LONGEST: usize = 64;

/// Cargo refuses these, or the crate would get in the way of one that it uses.
const TAKEN: [&str; 18] = [
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "nd-pdk",
    "nd_pdk",
    "nd-pdk-macros",
    "nd_pdk_macros",
    "proc-macro",
    "proc_macro",
    "serde",
    "serde_json",
    "std",
    "test",
    "clippy",
    "rustc",
];

/// Windows has no files of these names.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

impl Name {
    /// # Errors
    /// It does not fit; the text has one that does.
    pub fn new(name: &str) -> Result<Self, NameError> {
        match complaint(name) {
            None => Ok(Self(name.to_owned())),
            Some(why) => Err(NameError {
                given: name.to_owned(),
                why,
                proposal: proposal(name),
            }),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: "My plugin".
    pub fn title(&self) -> String {
        let words = self.0.replace(['-', '_'], " ");
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }
}

/// What is wrong with a name, if anything is.
fn complaint(name: &str) -> Option<&'static str> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if name.contains(['/', '\\']) {
        return Some("it is a path: the folder goes to --path");
    }
    if !name.split(['-', '_']).all(is_word) {
        return Some(
            "it has to be lower-case letters a to z and digits, with a single `-` or `_` between words",
        );
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return Some("it begins with a digit, which cargo does not take");
    }
    if name.len() > LONGEST {
        return Some("it has more than 64 letters");
    }
    if is_keyword(name) {
        return Some("it is a keyword of Rust");
    }
    if TAKEN.contains(&name) {
        return Some("it is the name of something that cargo or the plugin itself needs");
    }
    if DEVICES.contains(&name) {
        return Some("Windows has no file of that name");
    }
    None
}

fn is_keyword(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_err()
        && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A name like it that fits.
fn proposal(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.is_empty());
    let ascii: String = last
        .unwrap_or_default()
        .chars()
        .take(LONGEST)
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                '-'
            }
        })
        .collect();
    let mut words = ascii.to_kebab_case();
    if words.is_empty() {
        words = "my-plugin".to_owned();
    }
    if words.starts_with(|first: char| first.is_ascii_digit()) {
        words.insert_str(0, "plugin-");
    }
    words.truncate(LONGEST);
    let words = words.trim_end_matches('-');
    match complaint(words) {
        None => words.to_owned(),
        Some(_) => format!("{words}-plugin"),
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            given,
            why,
            proposal,
        } = self;
        let given = diag::quote(given);
        write!(
            f,
            "{given} cannot be the name of a plugin: {why}; how about `{proposal}`?"
        )
    }
}

impl std::error::Error for NameError {}
