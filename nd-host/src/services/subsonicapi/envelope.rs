//! What is around every answer but bytes. Must not know what is inside.

use nd_rules::subsonic::{Request, VERSION};
use nd_rules::version::Version;
use serde_json::{Map, Value, json};

use super::endpoint::{Body, Failure};
use super::xml;

/// The name of the envelope.
const NAME: &str = "subsonic-response";
/// What the server calls itself in it.
const SERVER: &str = "navidrome";

pub(super) struct Envelope {
    server_version: Version,
    encoding: Encoding,
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Json,
    Xml,
}

impl Envelope {
    /// In JSON for `f=json`, otherwise in XML.
    pub(super) fn new(server_version: Version, request: &Request) -> Self {
        let is_json = |(name, value): &(String, String)| name == "f" && value == "json";
        let encoding = match request.parameters.iter().any(is_json) {
            true => Encoding::Json,
            false => Encoding::Xml,
        };
        Self {
            server_version,
            encoding,
        }
    }

    pub(super) fn ok(&self, body: Body) -> (&'static str, Vec<u8>) {
        self.write("ok", body)
    }

    pub(super) fn failed(&self, failure: &Failure) -> (&'static str, Vec<u8>) {
        let Failure { code, message } = failure;
        let error = json!({ "code": code, "message": message });
        self.write("failed", Map::from_iter([("error".to_owned(), error)]))
    }

    fn write(&self, status: &str, body: Body) -> (&'static str, Vec<u8>) {
        let Version {
            major,
            minor,
            patch,
        } = self.server_version;
        let head = [
            ("status", json!(status)),
            ("version", json!(VERSION)),
            ("type", json!(SERVER)),
            ("serverVersion", json!(format!("{major}.{minor}.{patch}"))),
            ("openSubsonic", json!(true)),
        ];
        let head = head.map(|(key, value)| (key.to_owned(), value));
        let content: Map<String, Value> = head.into_iter().chain(body).collect();
        match self.encoding {
            Encoding::Json => {
                let document = json!({ NAME: content });
                ("application/json", document.to_string().into_bytes())
            }
            Encoding::Xml => ("application/xml", xml::document(NAME, &content)),
        }
    }
}
