//! `webhook` as a server would run it, against a local service that fails, then works. Must not repeat its native tests.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use nd_host::{Level, LoadedPlugin, Outcome, Package, Server};
use nd_tests::package;
use nd_tests::server::http::{HttpServer, Received, Reply};
use serde_json::{Value, json};

use super::{DAY, answer, builder, failure, load, said, server};

const AUTHORIZED: &str = "nd_scrobbler_is_authorized";
const NOW_PLAYING: &str = "nd_scrobbler_now_playing";
const SCROBBLE: &str = "nd_scrobbler_scrobble";

/// By these beginnings the server tells whether to try again.
const RETRY_LATER: &str = "scrobbler(retry_later)";
const UNRECOVERABLE: &str = "scrobbler(unrecoverable)";

const ADA: &str = "users: [{userName: ada}]";

fn example() -> Package {
    package::with_local_servers(package::example("webhook"))
}

fn played(title: &str) -> Value {
    json!({
        "username": "ada",
        "track": {"id": format!("id of {title}"), "title": title, "artist": "Nina Simone", "album": "Pastel Blues", "duration": 622.1},
        "timestamp": 1_767_225_000,
    })
}

/// A service with two targets, `/steady?key=s3cret`, which always works, and `/shaky?key=s3cret`, whose status can be set.
struct Service {
    http: HttpServer,
    shaky: Arc<AtomicU16>,
}

impl Service {
    fn start(status: u16) -> Self {
        let shaky = Arc::new(AtomicU16::new(status));
        let current = Arc::clone(&shaky);
        let http = HttpServer::start(move |request| match request.path() {
            "/shaky" => match current.load(Ordering::SeqCst) {
                CLOSED => Reply::close(),
                status => Reply::text(status, ""),
            },
            _ => Reply::text(204, ""),
        });
        Self { http, shaky }
    }

    fn is_now(&self, status: u16) {
        self.shaky.store(status, Ordering::SeqCst);
    }

    fn config(&self) -> Value {
        let target = |name: &str| json!({"name": name, "url": format!("{}/{name}?key=s3cret", self.http.url())});
        json!({"targets": [target("steady"), target("shaky")]})
    }

    /// How often each target was asked: the steady one, and the other.
    fn asked(&self) -> (usize, usize) {
        let requests = self.http.requests();
        let count = |path| {
            requests
                .iter()
                .filter(|request| request.path() == path)
                .count()
        };
        (count("/steady"), count("/shaky"))
    }
}

/// Stands for a connection that is closed without an answer; no HTTP status is 0.
const CLOSED: u16 = 0;

fn scrobbles(plugin: &LoadedPlugin, title: &str) {
    assert_eq!(answer(plugin, SCROBBLE, &played(title)), Value::Null);
}

fn fails(plugin: &LoadedPlugin, title: &str) -> String {
    failure(plugin, SCROBBLE, &played(title))
}

#[test]
fn a_scrobble_goes_out_as_the_settings_say() {
    let service = HttpServer::start(|_| Reply::text(200, "ok"));
    let at = |target: &str| format!("{}/{target}", service.url());
    let config = json!({"targets": [
        {"name": "all", "url": at("all"), "headers": [{"name": "Authorization", "value": "Bearer s3cret"}]},
        {"name": "chosen", "url": at("chosen"), "template": r#"{"text": "{user} played {title}", "seconds": "{duration}"}"#},
        {"name": "get", "url": at("get?what={title}&by={artist}"), "method": "GET"},
        {"name": "announcements", "url": at("announcements"), "events": ["now_playing"]},
    ]});
    let plugin = load(&server(ADA), &example(), &config);
    let is_authorized = answer(&plugin, AUTHORIZED, &json!({"username": "ada"}));
    assert_eq!(is_authorized, json!(true));

    scrobbles(&plugin, "Rock \"&\" Roll?");

    let [all, chosen, get] = service.requests().try_into().unwrap();
    let Received { method, target, .. } = &all;
    assert_eq!((method.as_str(), target.as_str()), ("POST", "/all"));
    assert_eq!(all.header("Authorization"), Some("Bearer s3cret"));
    assert_eq!(all.header("Content-Type"), Some("application/json"));
    assert_eq!(all.json()["title"], "Rock \"&\" Roll?");
    assert_eq!(all.json()["timestamp"], 1_767_225_000);
    assert_eq!(
        chosen.json(),
        json!({"text": "ada played Rock \"&\" Roll?", "seconds": 622})
    );
    assert_eq!((get.method.as_str(), get.path()), ("GET", "/get"));
    assert_eq!(get.query("what").as_deref(), Some("Rock \"&\" Roll?"));
    assert_eq!(get.query("by").as_deref(), Some("Nina Simone"));

    let announcement =
        json!({"username": "ada", "track": played("Sinnerman")["track"], "position": 12});
    answer(&plugin, NOW_PLAYING, &announcement);
    let sent = service.requests();
    assert_eq!((sent.len(), sent[3].path()), (4, "/announcements"));
    assert_eq!(sent[3].json()["position"], 12);
}

#[test]
fn who_has_a_scrobble_does_not_get_it_twice_while_another_fails() {
    let service = Service::start(503);
    let server = server(ADA);
    let plugin = load(&server, &example(), &service.config());
    for status in [503, 429, CLOSED] {
        service.is_now(status);
        let text = fails(&plugin, "Sinnerman");
        assert!(text.starts_with(RETRY_LATER), "{text}");
    }
    assert_eq!(service.asked(), (1, 3));

    drop(plugin);
    let plugin = load(&server, &example(), &service.config());
    plugin.advance(7 * DAY);
    let text = fails(&plugin, "Sinnerman");
    assert!(text.starts_with(RETRY_LATER), "{text}");
    service.is_now(200);
    scrobbles(&plugin, "Sinnerman");
    assert_eq!(service.asked(), (1, 5));
    assert_eq!(service.http.requests()[5].json()["title"], "Sinnerman");

    // Another play is another matter.
    scrobbles(&plugin, "Four Women");
    assert_eq!(service.asked(), (2, 6));
}

fn start(folder: &Path) -> Server {
    builder(ADA).data_folder(folder).start().unwrap()
}

#[test]
fn nothing_is_lost_or_sent_twice_when_the_server_restarts_before_the_target_works() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(CLOSED);
    for _ in 0..2 {
        let server = start(folder.path());
        let plugin = load(&server, &example(), &service.config());
        for title in ["Sinnerman", "Four Women"] {
            fails(&plugin, title);
        }
    }
    assert_eq!(service.asked(), (2, 4));

    service.is_now(201);
    let server = start(folder.path());
    let plugin = load(&server, &example(), &service.config());
    for title in ["Sinnerman", "Four Women"] {
        scrobbles(&plugin, title);
    }
    assert_eq!(service.asked(), (2, 6));
    let requests = service.http.requests();
    let received: Vec<_> = requests[6..]
        .iter()
        .map(|request| request.json()["title"].clone())
        .collect();
    assert_eq!(received, ["Sinnerman", "Four Women"]);
}

#[test]
fn a_target_that_is_not_there_is_one_that_may_be_there_later_and_its_address_stays_a_secret() {
    let service = Service::start(200);
    let config = service.config();
    drop(service);
    let plugin = load(&server(ADA), &example(), &config);

    let text = fails(&plugin, "Sinnerman");
    assert!(text.starts_with(RETRY_LATER), "{text}");
    assert!(text.contains("connection refused"), "{text}");
    let log = said(&plugin, Level::Warn);
    assert_eq!(log.len(), 2, "{log:?}");
    for text in log.iter().chain([&text]) {
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn a_target_that_refuses_a_scrobble_is_not_asked_again() {
    let service = Service::start(404);
    let plugin = load(&server(ADA), &example(), &service.config());
    let text = fails(&plugin, "Sinnerman");
    assert!(text.starts_with(UNRECOVERABLE), "{text}");
    assert!(text.ends_with("shaky: status 404"), "{text}");
    assert_eq!(service.asked(), (1, 1));
}

#[test]
fn settings_that_cannot_be_used_keep_scrobbles_until_they_are_mended() {
    let service = Service::start(200);
    let mut broken = service.config();
    broken["targets"][0]["template"] = json!("{\"text\": \"{titel}\"}");
    let server = server(ADA);
    let plugin = load(&server, &example(), &broken);
    let ada = json!({"username": "ada"});
    assert_eq!(answer(&plugin, AUTHORIZED, &ada), json!(true));
    let text = fails(&plugin, "Sinnerman");
    assert!(
        text.starts_with(RETRY_LATER) && text.contains("titel"),
        "{text}"
    );
    assert_eq!(service.asked(), (0, 0));

    drop(plugin);
    let plugin = load(&server, &example(), &service.config());
    scrobbles(&plugin, "Sinnerman");
    assert_eq!(service.asked(), (1, 1));
}

#[test]
fn those_whose_plays_are_not_reported_are_not_authorized() {
    let service = Service::start(200);
    let mut config = service.config();
    config["users"] = json!(["grace"]);
    let plugin = load(&server(ADA), &example(), &config);
    let ada = json!({"username": "ada"});
    assert_eq!(answer(&plugin, AUTHORIZED, &ada), json!(false));
    let outcome = plugin
        .call(SCROBBLE, played("Sinnerman").to_string())
        .outcome;
    assert_eq!(
        outcome,
        Outcome::Failed("scrobbler(not_authorized)".to_owned())
    );
    assert_eq!(service.asked(), (0, 0));
}
