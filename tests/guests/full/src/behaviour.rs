//! What an export does, as told by the plugin's configuration. Must not know any capability.
//!
//! | key | meaning |
//! |---|---|
//! | `mode` | one of the [`Mode`]s in snake case, `answer` if unset |
//! | `response` | the answer as JSON, the default of its type if unset |
//! | `text` | the text of the error or the panic |

use nd_pdk::scrobbler::ScrobblerError;
use nd_pdk::{Error, host, pdk::config};
use serde::de::{DeserializeOwned, IntoDeserializer as _, value};
use serde::{Deserialize, Serialize};

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    /// Logs the request as it was understood, then answers.
    #[default]
    Answer,
    Fail,
    /// Passes on whatever error a host function gives.
    FailWithHost,
    FailToScrobble,
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
    match mode() {
        Mode::Answer => {
            nd_pdk::info!("{}", serde_json::to_string(request)?);
            match config::get("response") {
                Some(response) => Ok(serde_json::from_str(&response)?),
                None => Ok(Response::default()),
            }
        }
        Mode::Fail => Err(Error::new(text())),
        Mode::FailWithHost => {
            host::cache::has("key")?;
            Ok(Response::default())
        }
        Mode::FailToScrobble => Err(ScrobblerError::RetryLater.with_reason(text())),
        Mode::NotFound => Err(Error::not_found()),
        Mode::NotImplemented => Err(Error::not_implemented()),
        Mode::Panic => panic!("{}", text()),
    }
}

/// # Panics
/// When it is none: then the test is wrong.
fn mode() -> Mode {
    let Some(mode) = config::get("mode") else {
        return Mode::default();
    };
    Mode::deserialize(mode.as_str().into_deserializer())
        .unwrap_or_else(|error: value::Error| panic!("{error}"))
}

fn text() -> String {
    config::get("text").unwrap_or_default()
}
