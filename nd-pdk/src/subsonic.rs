//! Calls of the server's own Subsonic API, typed. Endpoints that answer with bytes, such as `getCoverArt`, are for
//! [`host::subsonicapi::call_raw`](crate::host::subsonicapi::call_raw).
//!
//! Needs the permissions `subsonicapi` and `users` in the manifest, and Navidrome v0.60.0 or later.
//!
//! ```
//! use nd_pdk::{Error, subsonic};
//! use serde::Deserialize;
//!
//! // What stands beside `status` in the response.
//! #[derive(Deserialize)]
//! struct Albums {
//!     #[serde(rename = "albumList2")]
//!     list: List,
//! }
//!
//! // Empty lists are left out of the response.
//! #[derive(Default, Deserialize)]
//! #[serde(default)]
//! struct List {
//!     album: Vec<Album>,
//! }
//!
//! #[derive(Deserialize)]
//! struct Album {
//!     name: String,
//! }
//!
//! # let host = nd_pdk::testing::FakeHost::builder().user("ada").install();
//! # let answer = nd_pdk::testing::json!({"albumList2": {"album": [{"name": "Baltimore"}]}});
//! # host.subsonic_api().on("getAlbumList2").with_query("size", "10").reply_ok(answer);
//! let newest: Albums = subsonic::request("getAlbumList2", "ada")
//!     .param("type", "newest")
//!     .param("size", 10)
//!     .send()?;
//! assert_eq!(newest.list.album[0].name, "Baltimore");
//! # Ok::<(), Error>(())
//! ```

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::host::subsonicapi as host;
use crate::http::push_pair;

/// Asks `endpoint`, such as `getAlbumList2`, in the name of a user, who must be one of those that the administrator let the plugin act for.
pub fn request(endpoint: &str, username: &str) -> Request {
    let mut uri = format!("{endpoint}?");
    push_pair(&mut uri, "u", username);
    Request {
        endpoint: endpoint.to_owned(),
        uri,
    }
}

/// A request, to be sent with [`send`](Self::send). [`request`] makes one.
#[derive(Debug, Clone)]
#[must_use = "nothing happens before `send`"]
pub struct Request {
    endpoint: String,
    uri: String,
}

impl Request {
    /// Adds a parameter, percent-encoded; a key may come several times. The server sets `c`, `v` and `f` itself.
    pub fn param(mut self, key: &str, value: impl fmt::Display) -> Self {
        push_pair(&mut self.uri, key, &value.to_string());
        self
    }

    /// Sends the request, and reads from the response what `T` asks for: its fields are those beside `status`.
    ///
    /// Where only success counts, as with `scrobble`, a struct without fields is enough.
    ///
    /// # Errors
    ///
    /// The API refuses: the text has its code and its message. Code 70, that there is no such thing, is [`ErrorKind::NotFound`](crate::ErrorKind), which
    /// a metadata agent may pass on as its own answer.
    ///
    /// Those of [`host::subsonicapi::call`](crate::host::subsonicapi::call), such as that the plugin may not act for the user. A response that `T` cannot
    /// read.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    pub fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        let document = host::call(&self.uri)?;
        // Read as bytes, as replies of the host are: a second reader of JSON, for text, would cost a plugin 9 kB.
        let document = document.as_bytes();
        self.check(document)?;
        match serde_json::from_slice(document) {
            Ok(Document { response }) => Ok(response),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// Whether the API did what it was asked for. Its content is read separately, as it is missing from a refusal.
    fn check(&self, document: &[u8]) -> Result<(), Error> {
        let envelope: Document<Envelope> =
            serde_json::from_slice(document).map_err(|error| self.unreadable(&error))?;
        match envelope.response {
            Envelope {
                status: Status::Ok, ..
            } => Ok(()),
            Envelope {
                status: Status::Failed,
                error,
            } => Err(self.refused(error.unwrap_or_default())),
        }
    }

    fn refused(&self, Refusal { code, message }: Refusal) -> Error {
        let mut error = match code {
            NOTHING_THERE => Error::not_found(),
            _ => Error::new(""),
        };
        error.message = format!("{} failed with code {code}: {message}", self.endpoint);
        error
    }

    fn unreadable(&self, error: &serde_json::Error) -> Error {
        let endpoint = &self.endpoint;
        Error::new(format!(
            "the response of {endpoint} cannot be read: {error}"
        ))
    }
}

/// The code of the Subsonic API for data that was not found.
const NOTHING_THERE: i32 = 70;

#[derive(Deserialize)]
struct Document<T> {
    #[serde(rename = "subsonic-response")]
    response: T,
}

#[derive(Deserialize)]
struct Envelope {
    status: Status,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    Failed,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: i32,
    message: String,
}
