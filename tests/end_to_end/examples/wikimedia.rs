//! `wikimedia` as a server would run it, against local services that answer as Wikidata, Wikipedia and DBpedia do. Must not repeat its native tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use nd_host::{LoadedPlugin, Package, Server};
use nd_tests::package;
use nd_tests::server::http::{HttpServer, Received, Reply};
use serde_json::{Value, json};

use super::{HOUR, answer, failure, load, server};

const URL: &str = "nd_get_artist_url";
const BIOGRAPHY: &str = "nd_get_artist_biography";
const IMAGES: &str = "nd_get_artist_images";
const TOP_SONGS: &str = "nd_get_artist_top_songs";

const MBID: &str = "66c662b6-6e2f-4930-8610-912e24c63ed1";
const ENTITY: &str = "http://www.wikidata.org/entity/Q27593";
const ARTICLE: &str = "https://en.wikipedia.org/wiki/AC/DC";
const FILE: &str = "http://commons.wikimedia.org/wiki/Special:FilePath/ACDC%20In%20Tacoma.jpg";

fn uri(value: &str) -> Value {
    json!({"type": "uri", "value": value})
}

fn text(value: &str) -> Value {
    json!({"type": "literal", "xml:lang": "en", "value": value})
}

/// What a query service answers.
fn rows(rows: &Value) -> Reply {
    let variables: Vec<_> = rows[0]
        .as_object()
        .into_iter()
        .flat_map(|row| row.keys())
        .collect();
    let result = json!({"head": {"vars": variables}, "results": {"bindings": rows}});
    Reply::new(200, result.to_string()).header(
        "Content-Type",
        "application/sparql-results+json;charset=utf-8",
    )
}

/// Wikidata knows AC/DC by its MusicBrainz ID, and Sade by name only: she has no article in English, and no picture.
fn wikidata(query: &str) -> Reply {
    let acdc = json!([{
        "artist": uri(ENTITY), "website": uri("https://www.acdc.com/"), "image": uri(FILE), "article": uri(ARTICLE), "title": text("AC/DC"),
    }]);
    let songs = json!([
        {"title": text("Highway to Hell"), "recording": {"type": "literal", "value": "4d9e9e2d-1a0b-4b0e-8f5c-7d2b52e6a1ff"}},
        {"title": text("Highway to hell")},
        {"title": text("Thunderstruck")},
    ]);
    let sade = json!([{"artist": uri("http://www.wikidata.org/entity/Q182223")}]);
    match () {
        () if query.contains(&format!("wdt:P434 \"{MBID}\"")) => rows(&acdc),
        () if query.contains(&format!("wdt:P175 <{ENTITY}>")) => rows(&songs),
        () if query.contains("\"Sade\"@en") => rows(&sade),
        () => rows(&json!([])),
    }
}

fn summary() -> Value {
    json!({
        "type": "standard", "title": "AC/DC", "pageid": 84_027, "lang": "en", "dir": "ltr", "description": "Australian rock band",
        "thumbnail": {"source": "https://upload.wikimedia.org/thumb.jpg", "width": 320, "height": 200},
        "originalimage": {"source": "https://upload.wikimedia.org/original.jpg", "width": 2000, "height": 1250},
        "extract": "AC/DC are an Australian rock band formed in Sydney in 1973.",
        "extract_html": "<p><b>AC/DC</b> are an Australian rock band formed in Sydney in 1973.</p>",
    })
}

fn reply(request: &Received) -> Reply {
    let query = request.query("query").unwrap_or_default();
    match request.path() {
        "/wikidata/sparql" => wikidata(&query),
        "/wikipedia/api/rest_v1/page/summary/AC%2FDC" => Reply::json(200, summary()),
        "/dbpedia/sparql" if query.contains("Q182223") => {
            rows(&json!([{"text": text("Helen Folasade Adu, known as Sade, is a singer.")}]))
        }
        "/dbpedia/sparql" => rows(&json!([])),
        path => Reply::text(404, format!("there is no {path}")),
    }
}

/// The three services at one address, and a server with the plugin's package.
struct World {
    services: HttpServer,
    server: Server,
    package: Package,
}

impl World {
    fn new(reply: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            services: HttpServer::start(reply),
            server: server("{}"),
            package: package::with_local_servers(package::example("wikimedia")),
        }
    }

    fn load(&self) -> LoadedPlugin {
        let at = |service: &str| format!("{}/{service}", self.services.url());
        let config = json!({"wikidata_url": at("wikidata"), "wikipedia_url": at("wikipedia"), "dbpedia_url": at("dbpedia")});
        load(&self.server, &self.package, &config)
    }

    fn asked(&self) -> usize {
        self.services.requests().len()
    }
}

fn acdc() -> Value {
    json!({"id": "ar-1", "name": "AC/DC", "mbid": MBID, "count": 3})
}

fn named(name: &str) -> Value {
    json!({"id": "ar-2", "name": name, "mbid": ""})
}

#[test]
fn facts_about_an_artist_come_from_three_services_who_learn_who_asks() {
    let world = World::new(reply);
    let plugin = world.load();

    assert_eq!(answer(&plugin, URL, &acdc()), json!({"url": ARTICLE}));
    let biography = answer(&plugin, BIOGRAPHY, &acdc());
    assert_eq!(biography["biography"], summary()["extract"]);
    let images = answer(&plugin, IMAGES, &acdc());
    let largest = json!({"url": format!("{FILE}?width=960"), "size": 960});
    assert_eq!(images["images"][0], largest);
    let songs = answer(&plugin, TOP_SONGS, &acdc());
    let songs = songs["songs"].as_array().unwrap();
    assert_eq!(songs.len(), 2, "{songs:?}");
    assert_eq!(songs[0]["name"], "Highway to Hell");
    assert_eq!(songs[0]["mbid"], "4d9e9e2d-1a0b-4b0e-8f5c-7d2b52e6a1ff");
    assert_eq!(songs[1]["artists"][0]["name"], "AC/DC");

    let asked = world.services.requests();
    // Who the artist is was asked for once.
    let paths: Vec<_> = asked.iter().map(Received::path).collect();
    let article = "/wikipedia/api/rest_v1/page/summary/AC%2FDC";
    assert_eq!(paths, ["/wikidata/sparql", article, "/wikidata/sparql"]);
    for request in &asked {
        let agent = request.header("User-Agent").unwrap();
        assert!(agent.starts_with("navidrome-wikimedia/"), "{agent}");
    }
    assert_eq!(
        asked[0].header("Accept"),
        Some("application/sparql-results+json")
    );
}

#[test]
fn an_artist_without_an_article_has_a_biography_from_dbpedia() {
    let world = World::new(reply);
    let plugin = world.load();
    let biography = answer(&plugin, BIOGRAPHY, &named("Sade"));
    let text = "Helen Folasade Adu, known as Sade, is a singer.";
    assert_eq!(biography, json!({"biography": text}));
    assert_eq!(
        answer(&plugin, IMAGES, &named("Sade")),
        json!({"images": []})
    );
}

#[test]
fn that_nobody_knows_an_artist_is_remembered_for_two_hours_after_the_last_question() {
    let world = World::new(reply);
    let plugin = world.load();
    let unknown = named("The \"Nobodies\" \\ Ω");
    for _ in 0..2 {
        assert_eq!(answer(&plugin, URL, &unknown), Value::Null);
    }
    assert_eq!(world.asked(), 1);
    let query = world.services.requests()[0].query("query").unwrap();
    assert!(query.contains(r#""The \"Nobodies\" \\ Ω"@en"#), "{query}");

    plugin.advance(2 * HOUR);
    answer(&plugin, URL, &unknown);
    assert_eq!(world.asked(), 2);
}

#[test]
fn a_failure_is_told_and_not_remembered() {
    let status = Arc::new(AtomicU16::new(503));
    let current = Arc::clone(&status);
    let world = World::new(move |request| match current.load(Ordering::SeqCst) {
        200 => reply(request),
        // Whatever there is before the status has to be survived, too.
        0 => Reply::close(),
        status => Reply::text(status, "<html>busy</html>").header("Retry-After", "120"),
    });
    let plugin = world.load();

    let text = failure(&plugin, URL, &acdc());
    let url = format!("{}/wikidata/sparql", world.services.url());
    assert_eq!(text, format!("GET {url} answered 503"));
    status.store(0, Ordering::SeqCst);
    let text = failure(&plugin, URL, &acdc());
    assert!(text.ends_with("EOF"), "{text}");

    status.store(200, Ordering::SeqCst);
    assert_eq!(answer(&plugin, URL, &acdc()), json!({"url": ARTICLE}));
}

#[test]
fn a_plugin_that_is_loaded_again_asks_again() {
    let world = World::new(reply);
    for loads in 1..=2 {
        let plugin = world.load();
        for _ in 0..2 {
            assert_eq!(answer(&plugin, URL, &acdc()), json!({"url": ARTICLE}));
        }
        assert_eq!(world.asked(), loads);
    }
}

#[test]
fn the_manifest_that_is_shipped_reaches_no_other_host() {
    let world = World {
        package: package::example("wikimedia"),
        ..World::new(reply)
    };
    let text = failure(&world.load(), URL, &acdc());
    let host = world.services.address();
    assert!(
        text.contains(&format!("host \"{host}\" is not allowed")),
        "{text}"
    );
    assert_eq!(world.asked(), 0);
}
