//! Queries in SPARQL and their results as JSON. Must not know whom it asks about what.

use nd_pdk::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::web;

/// What all services answer: one binding for each row, in which variables without a value are missing.
#[derive(Deserialize)]
struct Answer<Row> {
    results: Results<Row>,
}

#[derive(Deserialize)]
struct Results<Row> {
    bindings: Vec<Row>,
}

/// The value of a variable, whether a text or an address.
#[derive(Deserialize)]
pub(crate) struct Term {
    pub(crate) value: String,
}

/// The rows of a query; a row has a [`Term`] for each of its variables.
///
/// # Errors
/// The service cannot be reached, answers with an error such as 429 or 503, or with something else than these rows.
pub(crate) fn select<Row: DeserializeOwned>(service: &str, query: &str) -> Result<Vec<Row>, Error> {
    let request = web::get(format!("{service}/sparql")).query("query", query);
    let response = request
        .header("Accept", "application/sparql-results+json")
        .send()?
        .error_for_status()?;
    let answer: Answer<Row> = response.json()?;
    Ok(answer.results.bindings)
}

/// A text as part of a query, in quotes. What is special in it is written in SPARQL as it is in JSON.
pub(crate) fn literal(text: &str) -> String {
    Value::from(text).to_string()
}
