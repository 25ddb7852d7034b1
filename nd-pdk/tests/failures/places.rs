//! Where a test made its mistake: the panic names its line, not one in the library.

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::time::Duration;

use nd_pdk::host::matcher::Track;
use nd_pdk::host::scrobbleretriever::ScrobbleRef;
use nd_pdk::testing::{Annotation, FakeHost, HTTPReply, SubsonicReply, subsonic_ok};

thread_local! {
    /// Whether the last panic of the thread was in this file.
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// Notes the place of every panic, and prints it as before.
fn watch() {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(panic::Location::file);
            HERE.set(place == Some(file!()));
            print(panic);
        }));
    });
}

#[track_caller]
fn assert_panics_here<T>(mistake: impl FnOnce() -> T) {
    watch();
    HERE.set(false);
    let outcome = catch_unwind(AssertUnwindSafe(mistake)).map(|_| ());
    assert!(outcome.is_err(), "did not panic");
    assert!(HERE.get(), "the panic does not name the line of the test");
}

/// A value that JSON has no form for.
fn unwritable() -> HashMap<(i32, i32), i32> {
    HashMap::from([((1, 2), 3)])
}

fn scrobble(id: i64) -> ScrobbleRef {
    ScrobbleRef {
        id,
        ..ScrobbleRef::default()
    }
}

fn rated() -> Track {
    Track {
        rating: 5,
        ..Track::default()
    }
}

#[test]
fn of_the_key_value_store() {
    let host = FakeHost::install();
    let store = host.kvstore();
    store.preset("bytes", [0xff]);
    assert_panics_here(|| store.preset("", ""));
    assert_panics_here(|| store.preset_for("", "", Duration::from_secs(1)));
    assert_panics_here(|| store.get_text("bytes"));
}

#[test]
fn of_libraries_and_tracks() {
    let host = FakeHost::builder().user("ada").install();
    let matcher = host.matcher();
    assert_panics_here(|| host.library().remove(1));
    assert_panics_here(|| matcher.add_track(Track::default()));
    assert_panics_here(|| matcher.add_track(rated()));
    assert_panics_here(|| matcher.add_tracks([rated()]));
    assert_panics_here(|| matcher.annotate("eve", "a", Annotation::default()));
    assert_panics_here(|| matcher.annotate("ada", "a", Annotation::default()));
}

#[test]
fn of_scrobbles() {
    let host = FakeHost::builder().user("ada").install();
    let scrobbles = host.scrobbles();
    scrobbles.add("ada", [scrobble(i64::MAX)]);
    assert_panics_here(|| scrobbles.play("eve", "a", 1));
    assert_panics_here(|| scrobbles.play("ada", "a", 1));
    assert_panics_here(|| scrobbles.add("eve", [scrobble(1)]));
    assert_panics_here(|| scrobbles.add("ada", [scrobble(i64::MAX)]));
}

#[test]
fn of_the_subsonic_api() {
    let host = FakeHost::install();
    let api = host.subsonic_api();
    assert_panics_here(|| api.on("rest/ping"));
    assert_panics_here(|| api.on("ping").reply_ok(1));
    assert_panics_here(|| api.on("ping").reply_json(unwritable()));
    assert_panics_here(|| SubsonicReply::ok(1));
    assert_panics_here(|| SubsonicReply::json(unwritable()));
    assert_panics_here(|| subsonic_ok(unwritable()));
}

#[test]
fn of_http() {
    const URL: &str = "https://a.example/";
    let host = FakeHost::install();
    let http = host.http();
    assert_panics_here(|| http.on_get("a.example"));
    assert_panics_here(|| http.on_post("wss://a.example/"));
    assert_panics_here(|| http.on_get(URL).reply_json(200, unwritable()));
    assert_panics_here(|| http.on_get(URL).header("ETag", "x"));
    assert_panics_here(|| http.on_get(URL).fail("EOF").header("ETag", "x"));
    assert_panics_here(|| {
        let computed = http.on_get(URL).reply_with(|_| HTTPReply::new(200, ""));
        computed.takes(Duration::from_secs(1))
    });
    assert_panics_here(|| HTTPReply::json(200, unwritable()));
    assert_panics_here(|| HTTPReply::failure("EOF").header("ETag", "x"));
}

#[test]
fn of_web_sockets() {
    let host = FakeHost::install();
    let websocket = host.websocket();
    assert_panics_here(|| websocket.on_connect("https://a.example/"));
    assert_panics_here(|| websocket.connection("a"));
    assert_panics_here(|| {
        websocket.peer("a").send_text("x");
    });
}

#[test]
fn of_the_setup() {
    assert_panics_here(|| FakeHost::builder().manifest("{}"));
    assert_panics_here(|| FakeHost::builder().plugin_id("a/b"));
}

#[test]
fn a_call_that_nothing_answers() {
    assert_panics_here(|| nd_pdk::host::cache::has("a"));
    assert_panics_here(|| nd_pdk::host::kvstore::set("a", "b"));
}
