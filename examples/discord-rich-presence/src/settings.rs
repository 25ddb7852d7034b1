//! What the administrator has entered on the settings page. Must not show a token to anyone but Discord.

use std::fmt;

use nd_pdk::{Error, config};
use serde::{Deserialize, Serialize};

const API_URL: &str = "https://discord.com/api";
const DEFAULT_IMAGE_URL: &str =
    "https://raw.githubusercontent.com/navidrome/navidrome/master/resources/logo-192x192.png";

#[derive(Debug, Deserialize)]
pub(crate) struct Settings {
    /// The application on Discord whose activity it is.
    pub(crate) client_id: String,
    #[serde(default)]
    users: Vec<Account>,
    // Each of these is `None` if it was emptied, too.
    default_image_url: Option<String>,
    api_url: Option<String>,
    gateway_url: Option<String>,
}

/// A user of Navidrome, and who that is on Discord.
#[derive(Debug, Deserialize)]
pub(crate) struct Account {
    pub(crate) username: String,
    pub(crate) token: Token,
}

/// What a user proves to be oneself with. It has no `Display`, and `Debug` does not show it: so it cannot get into the log by mistake.
#[derive(Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Token(String);

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        config::load()
    }

    pub(crate) fn account(&self, user: &str) -> Result<&Account, Error> {
        let account = self.users.iter().find(|account| account.username == user);
        account.ok_or_else(|| Error::new(format!("the settings have no token for {user}")))
    }

    /// Shown where there is no cover.
    pub(crate) fn default_image_url(&self) -> &str {
        self.default_image_url
            .as_deref()
            .unwrap_or(DEFAULT_IMAGE_URL)
    }

    /// Where Discord's HTTP API begins, without a slash at the end.
    pub(crate) fn api_url(&self) -> &str {
        let url = self.api_url.as_deref().unwrap_or(API_URL);
        url.trim_end_matches('/')
    }

    /// The gateway, where Discord is not to be asked for it.
    pub(crate) fn gateway_url(&self) -> Option<&str> {
        self.gateway_url.as_deref()
    }
}

impl Token {
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
