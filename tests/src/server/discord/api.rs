//! Discord's HTTP API: where the gateway is, and pictures of elsewhere. Must not know the gateway's protocol.

use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::record::{Record, Rule};
use crate::server::http::{Received, Reply};

#[derive(Debug)]
pub(super) struct Api {
    pub(super) gateway_url: String,
    /// With none of them, every token is good.
    pub(super) tokens: Vec<String>,
    pub(super) registers_images: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    urls: Vec<Url>,
}

#[derive(Serialize)]
struct Asset {
    url: Url,
    external_asset_path: String,
}

impl Api {
    pub(super) fn answer(&self, request: &Received, record: &Record) -> Reply {
        match (request.method.as_str(), request.path()) {
            ("GET", "/api/gateway") => Reply::json(200, json!({"url": self.gateway_url})),
            ("POST", path) if is_assets(path) => self.register(request, record),
            (method, path) => {
                record.violated("", Rule::Request(format!("{method} {path}")));
                Reply::json(404, json!({"message": "404: Not Found", "code": 0}))
            }
        }
    }

    fn register(&self, request: &Received, record: &Record) -> Reply {
        let token = request.header("Authorization").unwrap_or_default();
        if token.is_empty() || !self.knows(token) {
            return Reply::json(401, json!({"message": "401: Unauthorized", "code": 0}));
        }
        let wanted: Wanted = match serde_json::from_slice(&request.body) {
            Ok(wanted) => wanted,
            Err(error) => {
                record.violated(token, Rule::Request(error.to_string()));
                return Reply::json(400, json!({"message": "Invalid Form Body", "code": 50035}));
            }
        };
        if !self.registers_images {
            return Reply::json(500, json!({"message": "Internal Server Error", "code": 0}));
        }
        let assets = wanted.urls.into_iter().map(|url| Asset {
            external_asset_path: record.register(url.as_str()),
            url,
        });
        Reply::json(200, json!(assets.collect::<Vec<_>>()))
    }

    fn knows(&self, token: &str) -> bool {
        self.tokens.is_empty() || self.tokens.iter().any(|known| known == token)
    }
}

/// `/api/v9/applications/<a number>/external-assets`.
fn is_assets(path: &str) -> bool {
    path.strip_prefix("/api/v9/applications/")
        .and_then(|rest| rest.strip_suffix("/external-assets"))
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}
