//! What the server makes of a plugin's Subsonic request before its own API sees it. Must not know users, or answer requests.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use url::{Url, form_urlencoded};

use crate::escape::escapes_are_whole;
use crate::quoted::quoted;

/// The version of the Subsonic API that every request names, whatever the plugin wrote.
pub const VERSION: &str = "1.16.1";

/// A request as the API sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The last segment of the path, such as `getAlbum`.
    pub endpoint: String,
    /// Who it acts as, as the plugin wrote it.
    pub username: String,
    /// The query, decoded and sorted by name; several values of a name keep their order.
    pub parameters: Vec<(String, String)>,
}

/// Which format of the answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON, whatever the plugin wrote.
    Json,
    /// What the plugin wrote.
    AsWritten,
}

/// Why there is no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The address cannot be read; `parse "URL": …` with what is wrong.
    InvalidUrl(String),
    /// The query does not say whom to act as.
    NoUser,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl(problem) => write!(f, "invalid URL format: {problem}"),
            Self::NoUser => f.write_str("missing required parameter 'u' (username)"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Reads the address of a plugin's request and sets what is not up to the plugin: the client and the version, and for JSON the format.
///
/// # Errors
/// The address cannot be read, or names no user.
pub fn rewrite(uri: &str, plugin_id: &str, format: Format) -> Result<Request, Refusal> {
    let url = parse(uri).map_err(Refusal::InvalidUrl)?;
    let mut query = read_query(url.query().unwrap_or_default());
    let username = query
        .get("u")
        .and_then(|values| values.first().cloned())
        .filter(|username| !username.is_empty())
        .ok_or(Refusal::NoUser)?;

    let mut set = |name: &str, value: &str| query.insert(name.to_owned(), vec![value.to_owned()]);
    set("c", plugin_id);
    set("v", VERSION);
    match format {
        Format::Json => set("f", "json"),
        Format::AsWritten => None,
    };
    Ok(Request {
        endpoint: last_segment(url.path()).to_owned(),
        username,
        parameters: flatten(query),
    })
}

/// Addresses may be whole ones, or begin anywhere in the path.
fn parse(uri: &str) -> Result<Url, String> {
    // What is wrong is what the server finds; the parser here is more lenient in some places and stricter in others.
    crate::address::parse(uri)?;
    Url::parse("http://localhost/rest/")
        .and_then(|base| base.join(uri))
        .map_err(|error| format!("parse {}: {error}", quoted(uri)))
}

fn last_segment(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit_once('/').map_or(path, |(_, last)| last)
}

/// Parts that cannot be decoded are left out, as the server does without a word: `a=100%` is none.
fn read_query(query: &str) -> BTreeMap<String, Vec<String>> {
    let mut parameters = BTreeMap::<String, Vec<String>>::new();
    let readable = query
        .split('&')
        .filter(|part| !part.contains(';') && escapes_are_whole(part));
    for (name, value) in readable.flat_map(|part| form_urlencoded::parse(part.as_bytes())) {
        parameters
            .entry(name.into_owned())
            .or_default()
            .push(value.into_owned());
    }
    parameters
}

fn flatten(query: BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    query
        .into_iter()
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
        .collect()
}
