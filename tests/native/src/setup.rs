//! What is there before a scenario begins, as data, and how a fake host gets to have it.
//! Must not know what a scenario is about.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use nd_pdk::host::library::Library;
use nd_pdk::host::matcher::Track;
use nd_pdk::host::scrobbleretriever::ScrobbleRef;
use nd_pdk::host::users::User;
use nd_pdk::testing::{Annotation, Builder, FakeHost, HTTPRoute, SubsonicReply};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is there before a scenario begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Setup {
    /// The id of the plugin.
    pub plugin_id: Option<String>,
    /// The configuration, as the administrator writes it.
    pub config: Option<Value>,
    /// Those of the manifest; without them everything is permitted.
    pub permissions: Option<Value>,
    /// Users for whom the plugin may act.
    pub users: Vec<User>,
    /// Users for whom it may not.
    pub unassigned_users: Vec<String>,
    /// Whether it may act for all.
    pub all_users: bool,
    /// Libraries that are the plugin's.
    pub libraries: Vec<Library>,
    /// Libraries that are not.
    pub unassigned_libraries: Vec<Library>,
    artwork_base: Option<String>,
    storage_path: Option<String>,
    http: Vec<Route>,
    addresses: BTreeMap<String, IpAddr>,
    /// The songs of the server.
    pub tracks: Vec<Track>,
    /// What users have said about them.
    pub annotations: Vec<Annotated>,
    /// What users have listened to, by their names.
    pub scrobbles: BTreeMap<String, Vec<ScrobbleRef>>,
    subsonic: Vec<Endpoint>,
    websocket: Vec<Address>,
}

/// What an address replies to HTTP requests.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Route {
    /// `GET` by default.
    method: Option<String>,
    url: String,
    any_query: bool,
    with_header: Option<(String, String)>,
    /// 200 by default.
    status: Option<u16>,
    text: String,
    json: Option<Value>,
    headers: Vec<(String, String)>,
    takes_seconds: f64,
    redirect: Option<String>,
    fail: Option<String>,
    time_out: bool,
}

/// What a user has said about a track.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Annotated {
    /// The user.
    pub username: String,
    /// The id of the track.
    pub track: String,
    /// Whether the user has starred it.
    pub starred: bool,
    /// When, in Unix seconds.
    pub starred_at: Option<i64>,
    /// 0 to 5.
    pub rating: i32,
    /// How often the user has played it.
    pub play_count: i64,
    /// When last, in Unix seconds.
    pub play_date: Option<i64>,
}

/// What an endpoint of the Subsonic API answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endpoint {
    endpoint: String,
    #[serde(default)]
    query: BTreeMap<String, String>,
    answers: Subsonic,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Subsonic {
    Ok(Value),
    Json(Value),
    Failed(i32, String),
    Bytes(String, Vec<u8>),
    Error(String),
}

/// What an address does with connections.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Address {
    url: String,
    refuse: Option<String>,
    greet: Vec<String>,
    answer: BTreeMap<String, String>,
}

impl Setup {
    /// Whether the scenario needs others than the plugin and its host to play along: servers, or paths that a host gives only when it is told to.
    #[must_use]
    pub fn is_scripted(&self) -> bool {
        let elsewhere = self.artwork_base.is_some() || self.storage_path.is_some();
        elsewhere
            || !(self.http.is_empty()
                && self.addresses.is_empty()
                && self.subsonic.is_empty()
                && self.websocket.is_empty())
    }

    /// Puts a host in place that has all of it.
    ///
    /// # Panics
    /// When there is something wrong with it.
    pub fn install(&self) -> FakeHost {
        let host = self.builder().install();
        self.script(&host);
        for route in &self.http {
            route.script(&host);
        }
        for endpoint in &self.subsonic {
            endpoint.script(&host);
        }
        for address in &self.websocket {
            address.script(&host);
        }
        host
    }

    fn builder(&self) -> Builder {
        let mut host = FakeHost::builder();
        if let Some(config) = &self.config {
            host = host.config_json(&config.to_string());
        }
        if let Some(permissions) = &self.permissions {
            let manifest = json!({"name": "Test", "author": "Test", "version": "1", "permissions": permissions});
            host = host.manifest(&manifest.to_string());
        }
        if let Some(id) = &self.plugin_id {
            host = host.plugin_id(id);
        }
        let users = self.users.iter().cloned();
        host = users.fold(host, Builder::user_with);
        let users = self.unassigned_users.iter();
        host = users.fold(host, Builder::unassigned_user);
        if self.all_users {
            host = host.all_users();
        }
        let libraries = self.libraries.iter().cloned();
        host = libraries.fold(host, Builder::library);
        let libraries = self.unassigned_libraries.iter().cloned();
        libraries.fold(host, Builder::unassigned_library)
    }

    fn script(&self, host: &FakeHost) {
        if let Some(base) = &self.artwork_base {
            host.artwork().use_base(base);
        }
        if let Some(path) = &self.storage_path {
            host.storage().use_path(path);
        }
        for (name, address) in &self.addresses {
            host.http().resolve(name, *address);
        }
        host.matcher().add_tracks(self.tracks.iter().cloned());
        for annotated in &self.annotations {
            let (username, track) = (&annotated.username, &annotated.track);
            host.matcher()
                .annotate(username, track, annotated.annotation());
        }
        for (username, scrobbles) in &self.scrobbles {
            host.scrobbles().add(username, scrobbles.iter().cloned());
        }
    }
}

impl Annotated {
    fn annotation(&self) -> Annotation {
        Annotation {
            starred: self.starred,
            starred_at: self.starred_at,
            rating: self.rating,
            play_count: self.play_count,
            play_date: self.play_date,
        }
    }
}

impl Route {
    fn script(&self, host: &FakeHost) {
        let method = self.method.as_deref().unwrap_or("GET");
        let mut route = host.http().on(method, &self.url);
        if self.any_query {
            route = route.any_query();
        }
        if let Some((name, value)) = &self.with_header {
            route = route.with_header(name, value);
        }
        let route = self.reply(route);
        let headers = self.headers.iter();
        let route = headers.fold(route, |route, (name, value)| route.header(name, value));
        if self.takes_seconds > 0.0 {
            route.takes(Duration::from_secs_f64(self.takes_seconds));
        }
    }

    fn reply(&self, route: HTTPRoute) -> HTTPRoute {
        let status = self.status.unwrap_or(200);
        match (&self.redirect, &self.fail, &self.json) {
            (Some(location), _, _) => route.redirect(status, location),
            (None, Some(cause), _) => route.fail(cause),
            (None, None, Some(json)) => route.reply_json(status, json),
            (None, None, None) if self.time_out => route.time_out(),
            (None, None, None) => route.reply(status, &self.text),
        }
    }
}

impl Endpoint {
    fn script(&self, host: &FakeHost) {
        let route = host.subsonic_api().on(&self.endpoint);
        let query = self.query.iter();
        let route = query.fold(route, |route, (name, value)| route.with_query(name, value));
        let _ = match &self.answers {
            Subsonic::Ok(body) => route.reply_ok(body),
            Subsonic::Json(document) => route.reply(SubsonicReply::json(document)),
            Subsonic::Failed(code, message) => route.reply_failed(*code, message),
            Subsonic::Bytes(content_type, body) => route.reply_bytes(content_type, body),
            Subsonic::Error(message) => route.reply(SubsonicReply::error(message)),
        };
    }
}

impl Address {
    fn script(&self, host: &FakeHost) {
        let mut script = host.websocket().on_connect(&self.url);
        if let Some(cause) = &self.refuse {
            script = script.refuse(cause);
        }
        for message in &self.greet {
            script = script.greet(message.as_str());
        }
        for (text, answer) in &self.answer {
            script = script.answer(text, answer.as_str());
        }
    }
}
