//! The scenario tables of the services: the same requests, the same replies, as wasm on the local server.

use std::path::Path;

use nd_host::{Granted, LoadedPlugin, Music, Server, Settings};
use nd_rules::surface::HOST_FUNCTIONS;
use serde_json::{Map, Value, json};

use super::asking::{ask, load};

/// A plugin is loaded only with a user and a library; these go before the first step where a scenario has none.
const LEAVING_USER: &str = "leaving";
const LEAVING_LIBRARY: i64 = 9_999;

fn list(setup: &Value, key: &str) -> Vec<Value> {
    setup[key].as_array().cloned().unwrap_or_default()
}

/// The music of a scenario, as a file has it.
fn music(setup: &Value) -> Music {
    let own = list(setup, "users");
    let others = list(setup, "unassigned_users").into_iter();
    let others = others.map(|name| json!({ "userName": name }));
    let leaving = json!({ "userName": LEAVING_USER });
    let users: Vec<_> = own.into_iter().chain(others).chain([leaving]).collect();

    let libraries: Vec<_> = list(setup, "libraries")
        .into_iter()
        .chain(list(setup, "unassigned_libraries"))
        .chain([json!({ "id": LEAVING_LIBRARY })])
        .map(|mut library| {
            let library_keys = library.as_object_mut().unwrap();
            library_keys.remove("mountPoint");
            library_keys.entry("lastScanAt").or_insert(json!(0));
            library
        })
        .collect();
    let (played, scrobbles) = scrobbles(&setup["scrobbles"]);
    let tracks = list(setup, "tracks").into_iter().map(|mut track| {
        let keys = track.as_object_mut().unwrap();
        keys.entry("participants").or_insert(json!([]));
        track
    });
    let tracks: Vec<_> = tracks.chain(played).collect();
    let annotations: Vec<_> = list(setup, "annotations").iter().map(annotation).collect();
    let file = json!({"users": users, "libraries": libraries, "tracks": tracks, "annotations": annotations, "scrobbles": scrobbles});
    Music::from_text(&file.to_string()).unwrap()
}

/// The tracks that were played, and the scrobbles.
fn scrobbles(of_users: &Value) -> (Vec<Value>, Vec<Value>) {
    let (mut tracks, mut scrobbles) = (Map::new(), Vec::new());
    for (user, all) in of_users.as_object().into_iter().flatten() {
        for scrobble in all.as_array().unwrap() {
            let track = scrobble["mediaFileId"].as_str().unwrap();
            tracks.insert(track.to_owned(), json!({ "id": track, "title": track }));
            scrobbles.push(json!({"user": user, "track": track, "at": scrobble["submissionTime"], "id": scrobble["id"]}));
        }
    }
    (
        tracks.into_iter().map(|(_, track)| track).collect(),
        scrobbles,
    )
}

fn annotation(given: &Value) -> Value {
    json!({
        "user": given["username"], "of": given["track"], "starred": given["starred"], "starredAt": given["starred_at"],
        "rating": given["rating"], "playCount": given["play_count"], "playDate": given["play_date"],
    })
}

fn settings(setup: &Value) -> Settings {
    let users = list(setup, "users").into_iter();
    let users = users.map(|user| user["userName"].as_str().unwrap().to_owned());
    let users = match setup["all_users"] == true {
        true => Granted::All,
        false => Granted::Only(users.chain([LEAVING_USER.to_owned()]).collect()),
    };
    let libraries = list(setup, "libraries").into_iter();
    let libraries = libraries.map(|library| library["id"].as_i64().unwrap());
    let libraries = libraries.chain([LEAVING_LIBRARY]);
    let libraries = libraries.map(|id| i32::try_from(id).unwrap()).collect();
    Settings::new()
        .users(users)
        .libraries(Granted::Only(libraries))
}

fn start(scenario: &Value, functions: &[&str]) -> (Server, LoadedPlugin) {
    let setup = &scenario["setup"];
    let server = Server::builder().music(music(setup)).start().unwrap();
    let all = json!({"users": {}, "library": {"filesystem": true}, "matcher": {}, "scrobbleRetriever": {}});
    let permissions = match &setup["permissions"] {
        Value::Null => &all,
        permissions => permissions,
    };
    let plugin = load(&server, permissions, &settings(setup), functions);
    server.change_music(|music| {
        music.remove_user(LEAVING_USER);
        music.remove_library(i32::try_from(LEAVING_LIBRARY).unwrap());
    });
    (server, plugin)
}

/// With all numbers as floats: whether a whole one has a fraction is not what the tables are about.
fn comparable(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(comparable).collect(),
        Value::Object(keys) => {
            let keys = keys.iter();
            keys.map(|(key, value)| (key.clone(), comparable(value)))
                .collect()
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

fn run(table: &str, service: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/data/scenarios")
        .join(format!("{table}.json"));
    let scenarios: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let functions = HOST_FUNCTIONS.iter();
    let functions: Vec<_> = functions
        .filter(|function| function.service == service)
        .map(|function| function.name)
        .collect();
    for scenario in &scenarios {
        let (server, plugin) = start(scenario, &functions);
        for step in scenario["steps"].as_array().unwrap() {
            if let Some(id) = step["remove_library"].as_i64() {
                server.change_music(|music| music.remove_library(i32::try_from(id).unwrap()));
                continue;
            }
            let request = match &step["args"] {
                Value::Null => json!({}),
                args => args.clone(),
            };
            let reply = ask(&plugin, step["call"].as_str().unwrap(), &request);
            assert_eq!(
                comparable(&reply),
                comparable(&step["reply"]),
                "{}: {step}",
                scenario["name"]
            );
        }
    }
}

#[test]
fn users_reply_as_the_table_says() {
    run("users", "Users");
}

#[test]
fn libraries_reply_as_the_table_says() {
    run("library", "Library");
}

#[test]
fn the_matcher_replies_as_the_table_says() {
    run("matcher", "Matcher");
}

#[test]
fn scrobbles_reply_as_the_table_says() {
    run("scrobbleretriever", "ScrobbleRetriever");
}
