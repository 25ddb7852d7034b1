//! What the administrator has set. Must not send anything.

use nd_pdk::{Error, config, http};
use serde::Deserialize;

use crate::play::{Event, Play};
use crate::template::{Json, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) targets: Vec<Target>,
    /// Login names; empty for everybody.
    users: Vec<String>,
}

/// Where plays are reported to.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    /// For the log, as addresses and headers may hold secrets, and to remember who has what.
    pub(crate) name: String,
    pub(crate) url: Address,
    #[serde(default)]
    pub(crate) method: Method,
    #[serde(default = "scrobbles")]
    events: Vec<Event>,
    #[serde(default)]
    pub(crate) headers: Vec<Header>,
    /// What is posted instead of all there is.
    pub(crate) template: Option<Json>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Method {
    Get,
    #[default]
    Post,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// An address with placeholders in its query, and nowhere else: where a request goes must not be up to the title of a song.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Address {
    before_query: String,
    /// With its question mark, if there is one.
    query: Text,
}

impl Settings {
    /// # Errors
    /// They cannot be used, and why.
    pub(crate) fn load() -> Result<Self, Error> {
        let settings: Self = config::load()?;
        let mut names: Vec<_> = settings.targets.iter().map(|target| &target.name).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Error::new(format!("two targets are called {:?}", pair[0]))),
            None => Ok(settings),
        }
    }

    /// Whether plays of this user are reported at all.
    pub(crate) fn is_for(&self, user: &str) -> bool {
        let listed = self.users.is_empty() || self.users.iter().any(|name| name == user);
        listed && !self.targets.is_empty()
    }

    /// The targets that want to hear of such events.
    pub(crate) fn targets(&self, event: Event) -> Vec<&Target> {
        let targets = self.targets.iter();
        targets
            .filter(|target| target.events.contains(&event))
            .collect()
    }
}

impl Address {
    /// The address for this play, with everything that is filled in percent-encoded.
    pub(crate) fn fill(&self, play: &Play<'_>) -> String {
        self.before_query.clone() + &self.query.fill(play, http::encode)
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(url: String) -> Result<Self, String> {
        let (before_query, query) = url.split_at(url.find('?').unwrap_or(url.len()));
        if !before_query.starts_with("http://") && !before_query.starts_with("https://") {
            return Err("an address begins with http:// or https://".to_owned());
        }
        if before_query.contains(['{', '}']) {
            return Err(
                "placeholders may stand in the query only, after the question mark".to_owned(),
            );
        }
        Ok(Self {
            before_query: before_query.to_owned(),
            query: Text::parse(query)?,
        })
    }
}

fn scrobbles() -> Vec<Event> {
    vec![Event::Scrobble]
}
