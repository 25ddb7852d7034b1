//! What an export does, as told by the plugin's configuration. Must not know any capability.
//!
//! | key | meaning |
//! |---|---|
//! | `mode` | one of the [`Mode`]s in snake case, `answer` if unset |
//! | `response` | the answer as JSON, the default of its type if unset |
//! | `text` | the text of the error or the panic |

use nd_pdk::{Error, pdk::config};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    /// Logs the request as it was understood, then answers.
    #[default]
    Answer,
    Fail,
    NotFound,
    NotImplemented,
    Panic,
}

/// Handles a call of any export.
pub(crate) fn behave<Request, Response>(request: &Request) -> Result<Response, Error>
where
    Request: Serialize,
    Response: DeserializeOwned + Default,
{
    match json("mode")? {
        Mode::Answer => {
            nd_pdk::info!("{}", serde_json::to_string(request)?);
            json("response")
        }
        Mode::Fail => Err(Error::new(text())),
        Mode::NotFound => Err(Error::not_found()),
        Mode::NotImplemented => Err(Error::not_implemented()),
        Mode::Panic => panic!("{}", text()),
    }
}

fn json<T: DeserializeOwned + Default>(key: &str) -> Result<T, Error> {
    match config::get(key) {
        Some(value) => Ok(serde_json::from_str(&value)?),
        None => Ok(T::default()),
    }
}

fn text() -> String {
    config::get("text").unwrap_or_default()
}
