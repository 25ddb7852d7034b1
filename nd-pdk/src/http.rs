//! HTTP for plugins: requests that are built, responses that are read. Sending is the host's business.
//!
//! [`crate::host::http`] underneath says which hosts a plugin may reach. It needs the `http` permission in the manifest, and Navidrome v0.61.0 or later.
//!
//! ```
//! use nd_pdk::{Error, http};
//! use serde::Deserialize;
//! use std::time::Duration;
//!
//! #[derive(Deserialize)]
//! struct Found {
//!     name: String,
//! }
//!
//! fn search(name: &str) -> Result<Vec<Found>, Error> {
//!     let response = http::get("https://api.example.org/artists")
//!         .query("name", name)
//!         .query("limit", 5)
//!         .bearer("s3cret")
//!         .timeout(Duration::from_secs(5))
//!         .send()?;
//!     if response.status() == 404 {
//!         return Err(Error::not_found());
//!     }
//!     response.error_for_status()?.json()
//! }
//!
//! let host = nd_pdk::testing::FakeHost::install();
//! let artists = host
//!     .http()
//!     .on_get("https://api.example.org/artists?name=AC%2FDC&limit=5")
//!     .reply(200, r#"[{"name": "AC/DC"}]"#)
//!     .reply(503, "");
//!
//! assert_eq!(search("AC/DC")?[0].name, "AC/DC");
//! assert_eq!(artists.requests()[0].header("Authorization"), Some("Bearer s3cret"));
//!
//! // The query is left out: it may hold a secret.
//! let error = search("AC/DC").err().unwrap();
//! assert_eq!(error.message, "GET https://api.example.org/artists answered 503");
//! # Ok::<(), Error>(())
//! ```
//!
//! # Limits
//!
//! - A response is cut after 10 MiB of its body, without notice.
//! - Of a repeated header only the first value arrives.
//! - At most four redirects are followed; after that the redirect itself is the response.
//! - All of a request takes 10 seconds at most, unless [`Request::timeout`] says otherwise, and never longer than what is left of the plugin call's 30.

mod address;
mod date;
mod request;
mod response;

pub use address::encode;
pub(crate) use address::push_pair;
pub use request::Request;
pub use response::Response;

/// A `GET` request.
pub fn get(url: impl Into<String>) -> Request {
    Request::new("GET", url.into())
}

/// A `POST` request.
pub fn post(url: impl Into<String>) -> Request {
    Request::new("POST", url.into())
}

/// A `PUT` request.
pub fn put(url: impl Into<String>) -> Request {
    Request::new("PUT", url.into())
}

/// A `PATCH` request.
pub fn patch(url: impl Into<String>) -> Request {
    Request::new("PATCH", url.into())
}

/// A `DELETE` request.
pub fn delete(url: impl Into<String>) -> Request {
    Request::new("DELETE", url.into())
}

/// A `HEAD` request: the response is that to a `GET`, without its body.
pub fn head(url: impl Into<String>) -> Request {
    Request::new("HEAD", url.into())
}
