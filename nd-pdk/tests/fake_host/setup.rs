//! What the administrator has set up, what stays over a reload, and hosts beside each other.

use super::panics::panic_of;
use nd_pdk::host::{cache, config, http, kvstore, task, users, websocket};
use nd_pdk::lyrics::{GetLyricsRequest, GetLyricsResponse, Lyrics};
use nd_pdk::testing::{FakeHost, call_export};
use nd_pdk::{Error, register};

#[test]
fn the_configuration_is_the_same_for_both_ways_to_read_it() {
    let _host = FakeHost::builder()
        .config_json(r#"{"url": "https://example.org", "days": 30, "tags": ["a", 1], "empty": ""}"#)
        .config("extra", "x")
        .install();
    assert_eq!(
        config::keys("").unwrap(),
        ["days", "empty", "extra", "tags", "url"]
    );
    for key in ["url", "days", "tags", "extra"] {
        assert_eq!(
            config::get(key).unwrap(),
            nd_pdk::pdk::config::get(key),
            "{key}"
        );
    }
    assert_eq!(config::get_int("days").unwrap(), Some(30));
    assert_eq!(config::get("tags").unwrap().as_deref(), Some(r#"["a",1]"#));
    // The one difference: Extism cannot tell an empty text from a missing one.
    assert_eq!(config::get("empty").unwrap().as_deref(), Some(""));
    assert_eq!(nd_pdk::pdk::config::get("empty"), None);
}

#[test]
fn users_come_in_the_order_they_were_added() {
    let _host = FakeHost::builder()
        .user("ada")
        .unassigned_user("eve")
        .admin("root")
        .install();
    let names = |users: Vec<users::User>| -> Vec<_> {
        users.into_iter().map(|user| user.user_name).collect()
    };
    assert_eq!(names(users::get_users().unwrap()), ["ada", "root"]);
    assert_eq!(names(users::get_admins().unwrap()), ["root"]);
}

#[test]
fn a_manifest_permits_what_it_says() {
    let manifest = r#"{
        "name": "x", "author": "y", "version": "1.0.0",
        "permissions": {
            "http": {"requiredHosts": ["*.example.org"]},
            "kvstore": {"maxSize": "10"},
            "cache": null
        }
    }"#;
    let host = FakeHost::builder().manifest(manifest).install();
    host.http()
        .on_get("https://api.example.org/")
        .reply(200, "ok");
    let get = |url: &str| {
        http::send(http::HTTPRequest {
            url: url.to_owned(),
            ..Default::default()
        })
    };
    assert_eq!(
        get("https://api.example.org/").unwrap().unwrap().body,
        b"ok"
    );
    assert_eq!(
        get("https://example.com/").unwrap_err(),
        Error::new("host \"example.com\" is not allowed")
    );
    assert!(
        kvstore::set("k", [0; 11])
            .unwrap_err()
            .message
            .starts_with("storage limit exceeded")
    );
    // What needs no permission is always there.
    assert_eq!(config::get("x").unwrap(), None);
    let text = panic_of(|| cache::has("k"));
    assert!(text.contains("needs the permission `cache`"), "{text}");
}

#[test]
fn a_plugin_id_is_one_that_the_server_takes() {
    let _host = FakeHost::builder().plugin_id("my plugin.v2").install();
    for id in ["", ".", "..", "a/b", "x ", "x."] {
        let text = panic_of(|| FakeHost::builder().plugin_id(id));
        assert!(
            text.starts_with(&format!("{id:?} cannot be the id of a plugin: ")),
            "{text}"
        );
    }
}

#[test]
fn a_manifest_is_complete_or_refused() {
    assert_eq!(
        panic_of(|| FakeHost::builder().manifest("{}")),
        "manifest.json: field author in Manifest: required; field name in Manifest: required; \
         field version in Manifest: required"
    );
}

#[test]
fn reloading_forgets_what_the_server_forgets() {
    let host = FakeHost::install();
    host.load();
    cache::set_string("k", "v", 0).unwrap();
    task::create_queue("q", task::QueueConfig::default()).unwrap();
    task::enqueue("q", "x").unwrap();
    host.websocket().on_connect("wss://example.org/");
    websocket::connect("wss://example.org/", <_>::default(), "c").unwrap();

    let init = host.reload().unwrap();
    assert_eq!((init.code, init.error), (0, None));
    assert_eq!(cache::get_string("k").unwrap(), None);
    assert_eq!(
        websocket::send_text("c", "x").unwrap_err(),
        Error::new("connection ID \"c\" not found")
    );
    assert_eq!(host.tasks().queues(), []);
    assert_eq!(host.tasks().tasks().len(), 1, "tasks are on disk");
    assert_eq!(
        host.kvstore().get_text("diary").as_deref(),
        Some("init\ninit\n")
    );
    let jobs = host.scheduler().jobs();
    assert_eq!(jobs.len(), 1, "made anew by `on_init`");
}

#[test]
fn the_host_installed_last_counts_until_it_goes() {
    let outer = FakeHost::builder().config("name", "outer").install();
    cache::set_string("k", "outer", 0).unwrap();
    {
        let _inner = FakeHost::builder().config("name", "inner").install();
        assert_eq!(cache::get_string("k").unwrap(), None);
        assert_eq!(nd_pdk::pdk::config::get("name").as_deref(), Some("inner"));
    }
    assert_eq!(cache::get_string("k").unwrap().as_deref(), Some("outer"));
    assert_eq!(nd_pdk::pdk::config::get("name").as_deref(), Some("outer"));
    assert_eq!(outer.calls().len(), 2);
}

#[test]
fn threads_have_hosts_of_their_own() {
    let barrier = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let barrier = &barrier;
            scope.spawn(move || {
                let host = FakeHost::install();
                cache::set_int("k", number, 0).unwrap();
                nd_pdk::info!("{number}");
                barrier.wait();
                assert_eq!(cache::get_int("k").unwrap(), Some(number));
                assert_eq!(host.logs().len(), 1);
            });
        }
    });
}

/// A second plugin in the test binary, with an export that the first one has.
#[derive(Default)]
struct Other;

impl Lyrics for Other {
    fn get_lyrics(&self, _: GetLyricsRequest) -> Result<GetLyricsResponse, Error> {
        Err(Error::new("the other plugin"))
    }
}

register!(Other: Lyrics);

#[test]
fn of_two_plugins_a_host_can_have_one() {
    let text = panic_of(|| call_export("nd_lyrics_get_lyrics", "{}"));
    assert!(
        text.contains("::Other") && text.contains("::Words"),
        "{text}"
    );

    let _host = FakeHost::builder().plugin::<Other>().install();
    let outcome = call_export("nd_lyrics_get_lyrics", "{}");
    assert_eq!(outcome.error.as_deref(), Some("the other plugin"));
}

#[test]
fn a_plugin_is_loaded_if_manifest_and_exports_fit_together() {
    let load = |permissions: &str| {
        let manifest = format!(
            r#"{{"name": "x", "author": "y", "version": "1", "permissions": {permissions}}}"#
        );
        let host = FakeHost::builder().manifest(&manifest).install();
        host.load().map(|init| init.code)
    };
    let everything = r#"{"users": {}, "scheduler": {}, "taskqueue": {}, "kvstore": {}}"#;
    assert_eq!(load(everything), Some(0));

    let text = panic_of(|| load(r#"{"matcher": {}}"#));
    for refusal in [
        "'matcher' permission requires 'library' permission to be declared",
        "scrobbler capability requires 'users' permission to be declared in manifest",
    ] {
        assert!(text.contains(refusal), "{text}");
    }
}
