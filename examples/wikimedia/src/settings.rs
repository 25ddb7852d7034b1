//! What the administrator can set. Must not ask anybody else.

use std::fmt;

use nd_pdk::{Error, config};
use serde::Deserialize;

const WIKIDATA: &str = "https://query.wikidata.org";
const DBPEDIA: &str = "https://dbpedia.org";

/// The settings. A field that was never saved is not there; one that was emptied is an empty text, and `None` just the same.
#[derive(Deserialize)]
struct Saved {
    language: Option<Language>,
    wikidata_url: Option<String>,
    wikipedia_url: Option<String>,
    dbpedia_url: Option<String>,
}

/// The settings with what stands in for those that are not there. Addresses end without a slash.
pub(crate) struct Settings {
    pub(crate) language: Language,
    pub(crate) wikidata: String,
    pub(crate) wikipedia: String,
    pub(crate) dbpedia: String,
}

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        let saved: Saved = config::load()?;
        let language = saved.language.unwrap_or_default();
        let wikipedia = format!("https://{language}.wikipedia.org");
        Ok(Self {
            language,
            wikidata: address(saved.wikidata_url.as_deref(), WIKIDATA),
            wikipedia: address(saved.wikipedia_url.as_deref(), &wikipedia),
            dbpedia: address(saved.dbpedia_url.as_deref(), DBPEDIA),
        })
    }
}

fn address(saved: Option<&str>, default: &str) -> String {
    saved.unwrap_or(default).trim_end_matches('/').to_owned()
}

/// A language by the code that is part of the name of its Wikipedia, such as `en` or `zh-yue`. It can be put into queries as it is.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Language(String);

impl Default for Language {
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl TryFrom<String> for Language {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
        if code.split('-').all(part) {
            Ok(Self(code))
        } else {
            Err("the language is no code such as `en` or `zh-yue`")
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
