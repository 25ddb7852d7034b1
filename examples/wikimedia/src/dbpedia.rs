//! DBpedia: texts about what has no article in the Wikipedia of the language. Must not look for artists.

use nd_pdk::Error;
use serde::Deserialize;

use crate::settings::Settings;
use crate::sparql::{self, Term};

#[derive(Deserialize)]
struct Row {
    text: Term,
}

/// The text about an entity of Wikidata, in the language of the settings, or else in English.
///
/// # Errors
/// See [`sparql::select`].
pub(crate) fn text(entity: &str, settings: &Settings) -> Result<Option<String>, Error> {
    let language = &settings.language;
    // `false` is sorted before `true`.
    let query = format!(
        "SELECT ?text WHERE {{
  ?artist owl:sameAs <{entity}> ; dbo:abstract ?text .
  FILTER(LANG(?text) IN (\"{language}\", \"en\"))
}} ORDER BY (LANG(?text) = \"en\") LIMIT 1"
    );
    let rows: Vec<Row> = sparql::select(&settings.dbpedia, &query)?;
    Ok(rows.into_iter().next().map(|row| row.text.value))
}
