//! What the Subsonic API answers: the envelope around a body, in JSON and, for what has no body, in XML.
//!
//! Must not know which request it belongs to.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Error;

/// The key of the envelope.
const ENVELOPE: &str = "subsonic-response";
/// What the server calls itself in the envelope.
const SERVER: &str = "navidrome";
const SERVER_VERSION: &str = "0.64.0";

/// An answer of the Subsonic API.
#[derive(Debug, Clone, PartialEq)]
pub struct SubsonicReply(Content);

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Ok(Map<String, Value>),
    Failed { code: i32, message: String },
    Bytes { content_type: String, body: Vec<u8> },
    Error(String),
}

/// The JSON text of a success, as [`subsonicapi::call`](crate::host::subsonicapi::call) gives it: the body inside the envelope.
///
/// ```
/// use serde_json::{Value, json};
///
/// let text = nd_pdk::testing::subsonic_ok(json!({ "song": { "id": "1" } }));
/// let document: Value = serde_json::from_str(&text).unwrap();
/// assert_eq!(document["subsonic-response"]["status"], "ok");
/// assert_eq!(document["subsonic-response"]["song"]["id"], "1");
/// ```
///
/// # Panics
///
/// The body is no JSON object, or has an envelope already.
#[must_use]
#[track_caller]
pub fn subsonic_ok(body: impl Serialize) -> String {
    envelope("ok", object(body))
}

/// The JSON text of a failure, as [`subsonicapi::call`](crate::host::subsonicapi::call) gives it.
///
/// Codes of the API are 0 (generic), 10 (parameter missing), 40 (wrong user name or password), 50 (not allowed) and 70 (not found), among others.
///
/// ```
/// use serde_json::Value;
///
/// let text = nd_pdk::testing::subsonic_failed(70, "Song not found");
/// let document: Value = serde_json::from_str(&text).unwrap();
/// assert_eq!(document["subsonic-response"]["status"], "failed");
/// assert_eq!(document["subsonic-response"]["error"]["code"], 70);
/// ```
#[must_use]
pub fn subsonic_failed(code: i32, message: &str) -> String {
    let error = json!({ "code": code, "message": message });
    envelope("failed", Map::from_iter([("error".to_owned(), error)]))
}

impl SubsonicReply {
    /// A success with this body, a JSON object such as `json!({ "song": { … } })`; the envelope is put around it.
    ///
    /// # Panics
    ///
    /// The body is no JSON object, or has an envelope already.
    #[track_caller]
    pub fn ok(body: impl Serialize) -> Self {
        Self(Content::Ok(object(body)))
    }

    /// A failure inside the envelope. The call itself succeeds.
    pub fn failed(code: i32, message: impl Into<String>) -> Self {
        Self(Content::Failed {
            code,
            message: message.into(),
        })
    }

    /// A whole document as it is, without an envelope around it.
    ///
    /// # Panics
    ///
    /// It cannot be written as JSON.
    #[track_caller]
    pub fn json(document: impl Serialize) -> Self {
        Self::bytes("application/json", value(document).to_string())
    }

    /// Bytes such as a picture or a recorded document.
    pub fn bytes(content_type: impl Into<String>, body: impl AsRef<[u8]>) -> Self {
        Self(Content::Bytes {
            content_type: content_type.into(),
            body: body.as_ref().to_vec(),
        })
    }

    /// No answer: the call itself fails with this text.
    pub fn error(message: impl Into<String>) -> Self {
        Self(Content::Error(message.into()))
    }

    /// Content type and body for a request with `f=json`.
    pub(super) fn in_json(self) -> Result<(String, Vec<u8>), Error> {
        let json = |text: String| Ok(("application/json".to_owned(), text.into_bytes()));
        match self.0 {
            Content::Ok(body) => json(envelope("ok", body)),
            Content::Failed { code, message } => json(subsonic_failed(code, &message)),
            Content::Bytes { content_type, body } => Ok((content_type, body)),
            Content::Error(message) => Err(Error::new(message)),
        }
    }

    /// Content type and body in another format, which has to be scripted.
    pub(super) fn in_format(
        self,
        format: &str,
        endpoint: &str,
    ) -> Result<(String, Vec<u8>), Error> {
        match self.0 {
            Content::Bytes { content_type, body } => Ok((content_type, body)),
            Content::Error(message) => Err(Error::new(message)),
            Content::Ok(_) | Content::Failed { .. } => panic!(
                "subsonicapi::call_raw: `f={format}` asks for an answer that is neither JSON nor XML; script the bytes\n    \
                 host.subsonic_api().on({endpoint:?}).reply_bytes(\"<content type>\", \"…\");"
            ),
        }
    }

    /// Content type and body for a request without `f=json`.
    pub(super) fn in_xml(self, endpoint: &str) -> Result<(String, Vec<u8>), Error> {
        let xml = |text: String| Ok(("application/xml".to_owned(), text.into_bytes()));
        match self.0 {
            Content::Ok(body) if body.is_empty() => xml(xml_envelope("ok", "")),
            // The names in XML do not follow from those in JSON everywhere.
            Content::Ok(_) => panic!(
                "subsonicapi::call_raw: without `f=json` in the address the server answers `{endpoint}` in XML; add `f=json` there, or script the bytes\n    \
                 host.subsonic_api().on({endpoint:?}).reply_bytes(\"application/xml\", \"…\");"
            ),
            Content::Failed { code, message } => xml(xml_envelope(
                "failed",
                &format!(
                    r#"<error code="{code}" message="{}"></error>"#,
                    escape(&message)
                ),
            )),
            Content::Bytes { content_type, body } => Ok((content_type, body)),
            Content::Error(message) => Err(Error::new(message)),
        }
    }
}

#[track_caller]
fn value(document: impl Serialize) -> Value {
    match serde_json::to_value(document) {
        Ok(value) => value,
        Err(error) => panic!("an answer of the Subsonic API cannot be JSON: {error}"),
    }
}

#[track_caller]
fn object(body: impl Serialize) -> Map<String, Value> {
    match value(body) {
        Value::Object(body) if body.contains_key(ENVELOPE) => panic!(
            "the body of a Subsonic answer has an envelope already; pass what is inside `{ENVELOPE}`, or use `reply_json`"
        ),
        Value::Object(body) => body,
        other @ (Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)) => panic!(
            "the body of a Subsonic answer is a JSON object such as json!({{\"song\": {{}}}}), not {other}"
        ),
    }
}

fn envelope(status: &str, body: Map<String, Value>) -> String {
    let head = [
        ("status", json!(status)),
        ("version", json!(nd_rules::subsonic::VERSION)),
        ("type", json!(SERVER)),
        ("serverVersion", json!(SERVER_VERSION)),
        ("openSubsonic", json!(true)),
    ];
    let head = head.map(|(key, value)| (key.to_owned(), value));
    let response: Map<_, _> = head.into_iter().chain(body).collect();
    json!({ ENVELOPE: response }).to_string()
}

fn xml_envelope(status: &str, content: &str) -> String {
    let version = nd_rules::subsonic::VERSION;
    format!(
        r#"<subsonic-response xmlns="http://subsonic.org/restapi" status="{status}" version="{version}" type="{SERVER}" serverVersion="{SERVER_VERSION}" openSubsonic="true">{content}</subsonic-response>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&#34;")
}
