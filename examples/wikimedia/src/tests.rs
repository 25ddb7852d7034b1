//! The plugin as ordinary Rust, with a fake host that has a Wikidata, a Wikipedia and a DBpedia. Must not need wasm or the network.

mod answers;
mod lookups;

use nd_pdk::testing::{FakeHost, HTTPRoute, json};
use serde::Serialize;

use super::*;

const MANIFEST: &str = include_str!("../manifest.json");
const MBID: &str = "66c662b6-6e2f-4930-8610-912e24c63ed1";
const ENTITY: &str = "http://www.wikidata.org/entity/Q27593";
const WIKIDATA: &str = "https://query.wikidata.org/sparql";
const DBPEDIA: &str = "https://dbpedia.org/sparql";
const SUMMARY: &str = "https://en.wikipedia.org/api/rest_v1/page/summary/AC%2FDC";
const FILE: &str = "http://commons.wikimedia.org/wiki/Special:FilePath/ACDC%20live.jpg";

fn host() -> FakeHost {
    FakeHost::builder().manifest(MANIFEST).install()
}

fn request() -> ArtistRequest {
    ArtistRequest {
        id: "ar-1".into(),
        name: "AC/DC".into(),
        mbid: MBID.into(),
    }
}

fn url() -> Result<String, Error> {
    Ok(Wikimedia.get_artist_url(request())?.url)
}

fn biography() -> Result<String, Error> {
    Ok(Wikimedia.get_artist_biography(request())?.biography)
}

fn images() -> Result<Vec<(String, i32)>, Error> {
    let images = Wikimedia.get_artist_images(request())?.images.into_iter();
    Ok(images.map(|image| (image.url, image.size)).collect())
}

fn songs(count: i32) -> Result<Vec<SongRef>, Error> {
    let request = TopSongsRequest {
        id: "ar-1".into(),
        name: "AC/DC".into(),
        mbid: MBID.into(),
        count,
    };
    Ok(Wikimedia.get_artist_top_songs(request)?.songs)
}

fn uri(value: &str) -> impl Serialize + use<> {
    json!({"type": "uri", "value": value})
}

fn text(value: &str) -> impl Serialize + use<> {
    json!({"type": "literal", "xml:lang": "en", "value": value})
}

/// The result of a query as the services write it.
fn rows(bindings: impl Serialize) -> impl Serialize {
    json!({"head": {"vars": []}, "results": {"bindings": bindings}})
}

/// An artist with all that Wikidata may have.
fn everything() -> impl Serialize {
    json!({
        "artist": uri(ENTITY),
        "website": uri("https://www.acdc.com"),
        "image": uri(FILE),
        "article": uri("https://en.wikipedia.org/wiki/AC/DC"),
        "title": text("AC/DC"),
    })
}

/// A Wikidata in which every artist is this one.
fn wikidata(host: &FakeHost, artist: impl Serialize) -> HTTPRoute {
    let route = host.http().on_get(WIKIDATA).any_query();
    route.reply_json(200, rows(json!([artist])))
}

/// A service without anything that a query is for.
fn empty(host: &FakeHost, service: &str) -> HTTPRoute {
    let route = host.http().on_get(service).any_query();
    route.reply_json(200, rows(json!([])))
}

/// The text of a query that was sent.
fn query(route: &HTTPRoute, index: usize) -> String {
    route.requests()[index].query("query").unwrap()
}
