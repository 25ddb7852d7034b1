//! `coverartarchive` as a server would run it, against a local archive that redirects to another machine. Must not repeat its native tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nd_host::{LoadedPlugin, Package, Server};
use nd_tests::package;
use nd_tests::server::http::{HttpServer, Received, Reply};
use serde_json::{Value, json};

use super::{DAY, HOUR, answer, failure, load, server};

const IMAGES: &str = "nd_get_album_images";
const MBID: &str = "76df3287-6cda-33eb-8e9a-044b5e15ffdd";

/// An index as the archive writes it, with the back before the front.
fn index() -> Value {
    let picture = |id: u32, kind: &str| {
        let at = format!("http://coverartarchive.org/release/{MBID}/{id}");
        json!({
            "id": id, "approved": true, "comment": "", "edit": 20_202_510, "types": [kind], "front": kind == "Front", "back": kind == "Back",
            "image": format!("{at}.jpg"),
            "thumbnails": {
                "1200": format!("{at}-1200.jpg"), "500": format!("{at}-500.jpg"), "250": format!("{at}-250.jpg"),
                "large": format!("{at}-500.jpg"), "small": format!("{at}-250.jpg"),
            },
        })
    };
    let images = [picture(5, "Back"), picture(7, "Front")];
    json!({"images": images, "release": format!("https://musicbrainz.org/release/{MBID}")})
}

fn cover(size: u32) -> Value {
    let url = format!("http://coverartarchive.org/release/{MBID}/7-{size}.jpg");
    json!({"url": url, "size": size})
}

/// A machine that has the index, after one more redirect on itself.
fn machine() -> HttpServer {
    HttpServer::start(|request| match request.path() {
        "/download/index.json" => Reply::redirect(302, "/12/items/index.json"),
        "/12/items/index.json" => Reply::json(200, index()),
        path => Reply::text(404, format!("there is no {path}")),
    })
}

/// An archive that redirects requests for its only release to this URL.
fn archive(index: String) -> HttpServer {
    HttpServer::start(move |request| {
        if request.path() == format!("/release/{MBID}") {
            return Reply::redirect(307, &index);
        }
        Reply::text(404, "<!doctype html><title>404 Not Found</title>")
    })
}

fn example() -> Package {
    package::with_local_servers(package::example("coverartarchive"))
}

fn load_for(server: &Server, archive: &HttpServer, max_size: u32) -> LoadedPlugin {
    let config = json!({"coverartarchive_url": archive.url(), "max_size": max_size});
    load(server, &example(), &config)
}

fn album(mbid: &str) -> Value {
    json!({"name": "Pastel Blues", "artist": "Nina Simone", "mbid": mbid})
}

fn paths(server: &HttpServer) -> Vec<String> {
    let requests = server.requests();
    requests
        .iter()
        .map(|request| request.path().to_owned())
        .collect()
}

#[test]
fn the_front_cover_is_found_over_redirects_to_another_machine() {
    let machine = machine();
    let archive = archive(format!("{}/download/index.json", machine.url()));
    let plugin = load_for(&server("{}"), &archive, 1200);

    let images = answer(&plugin, IMAGES, &album(MBID));
    assert_eq!(
        images,
        json!({"images": [cover(1200), cover(500), cover(250)]})
    );
    assert_eq!(paths(&archive), [format!("/release/{MBID}")]);
    assert_eq!(
        paths(&machine),
        ["/download/index.json", "/12/items/index.json"]
    );
    // Clients say to every machine who they are.
    let asked = machine.requests();
    let agent = |request: &Received| request.header("User-Agent").unwrap().to_owned();
    assert!(agent(&asked[1]).starts_with("navidrome-coverartarchive/"));
}

#[test]
fn a_cover_is_kept_for_a_month_with_all_its_sizes() {
    let machine = machine();
    let archive = archive(format!("{}/download/index.json", machine.url()));
    let server = server("{}");
    let plugin = load_for(&server, &archive, 1200);
    answer(&plugin, IMAGES, &album(MBID));
    drop(plugin);

    let plugin = load_for(&server, &archive, 500);
    plugin.advance(30 * DAY - HOUR);
    let images = answer(&plugin, IMAGES, &album(MBID));
    assert_eq!(images, json!({"images": [cover(500), cover(250)]}));
    assert_eq!(paths(&archive).len(), 1);

    plugin.advance(HOUR);
    answer(&plugin, IMAGES, &album(MBID));
    assert_eq!(paths(&archive).len(), 2);
}

#[test]
fn an_album_without_a_cover_is_asked_for_once_a_day() {
    let archive = archive(String::new());
    let server = server("{}");
    let unknown = album("00000000-0000-0000-0000-000000000000");
    for _ in 0..2 {
        let plugin = load_for(&server, &archive, 1200);
        assert_eq!(answer(&plugin, IMAGES, &unknown), Value::Null);
    }
    let asked = ["release", "release-group"]
        .map(|entity| format!("/{entity}/00000000-0000-0000-0000-000000000000"));
    assert_eq!(paths(&archive), asked);

    let plugin = load_for(&server, &archive, 1200);
    plugin.advance(DAY);
    answer(&plugin, IMAGES, &unknown);
    assert_eq!(paths(&archive).len(), 4);
}

#[test]
fn a_redirect_to_a_host_that_the_manifest_does_not_name_is_not_followed() {
    let machine = machine();
    // The same machine by another name.
    let elsewhere = format!("localhost:{}", machine.address().port());
    let archive = archive(format!("http://{elsewhere}/download/index.json"));
    let plugin = load_for(&server("{}"), &archive, 1200);

    let text = failure(&plugin, IMAGES, &album(MBID));
    assert!(
        text.contains(&format!("host \"{elsewhere}\" is not allowed")),
        "{text}"
    );
    assert_eq!(paths(&machine), [""; 0]);
}

#[test]
fn redirects_without_end_are_given_up() {
    let archive = archive(format!("/release/{MBID}"));
    let plugin = load_for(&server("{}"), &archive, 1200);
    let text = failure(&plugin, IMAGES, &album(MBID));
    let release = format!("/release/{MBID}");
    assert_eq!(text, format!("GET {}{release} answered 307", archive.url()));
    // The server makes five requests, and hands out the last answer.
    assert_eq!(paths(&archive), vec![release; 5]);
}

#[test]
fn an_archive_out_of_order_is_a_failure_and_asked_again() {
    let is_down = Arc::new(AtomicBool::new(true));
    let is_down_now = Arc::clone(&is_down);
    let archive = HttpServer::start(move |_| match is_down_now.load(Ordering::SeqCst) {
        true => Reply::text(503, "busy"),
        false => Reply::json(200, index()),
    });
    let plugin = load_for(&server("{}"), &archive, 250);

    let text = failure(&plugin, IMAGES, &album(MBID));
    assert_eq!(
        text,
        format!("GET {}/release/{MBID} answered 503", archive.url())
    );
    is_down.store(false, Ordering::SeqCst);
    let images = answer(&plugin, IMAGES, &album(MBID));
    assert_eq!(images, json!({"images": [cover(250)]}));
}
