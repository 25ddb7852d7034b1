//! What an export does, as told by the plugin's configuration. Must not know any capability.
//!
//! | key | meaning |
//! |---|---|
//! | `mode` | one of the [`Mode`]s in snake case, `answer` if unset |
//! | `response` | the answer as JSON, the default of its type if unset |
//! | `text` | the text of the error or the panic |
//! | `commands` | the commands to run, as a JSON list |

use nd_pdk::scrobbler::ScrobblerError;
use nd_pdk::{Error, host, pdk::config};
use serde::de::{DeserializeOwned, IntoDeserializer as _, value};
use serde::{Deserialize, Serialize};

use crate::commands::Command;

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
    /// Runs commands, whatever comes of them, then answers.
    CallHost,
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
            answer()
        }
        Mode::CallHost => {
            let commands: Vec<Command> = serde_json::from_str(&value("commands"))?;
            for command in &commands {
                crate::host::call(command);
            }
            answer()
        }
        Mode::Fail => Err(Error::new(value("text"))),
        Mode::FailWithHost => {
            host::cache::has("key")?;
            Ok(Response::default())
        }
        Mode::FailToScrobble => Err(ScrobblerError::RetryLater.with_reason(value("text"))),
        Mode::NotFound => Err(Error::not_found()),
        Mode::NotImplemented => Err(Error::not_implemented()),
        Mode::Panic => panic!("{}", value("text")),
    }
}

fn answer<Response: DeserializeOwned + Default>() -> Result<Response, Error> {
    match config::get("response") {
        Some(response) => Ok(serde_json::from_str(&response)?),
        None => Ok(Response::default()),
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

fn value(key: &str) -> String {
    config::get(key).unwrap_or_default()
}
