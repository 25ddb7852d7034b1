mod limits;
mod redirects;
mod routes;
mod rules;

use std::rc::Rc;
use std::time::Duration;

use nd_rules::manifest::Permissions;
use serde_json::json;

use super::*;
use crate::testing::world::Setup;

/// The service of a plugin whose manifest has this list.
fn with_hosts(hosts: &[&str]) -> FakeHTTP {
    let permissions = Permissions {
        http_hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
        ..Permissions::all()
    };
    let setup = Setup {
        permissions,
        ..Setup::default()
    };
    FakeHTTP::new(&World {
        setup: Rc::new(setup),
        ..World::default()
    })
}

fn free() -> FakeHTTP {
    with_hosts(&["*"])
}

fn request(method: &str, url: &str) -> HTTPRequest {
    HTTPRequest {
        method: method.to_owned(),
        url: url.to_owned(),
        ..HTTPRequest::default()
    }
}

fn send(http: &FakeHTTP, request: HTTPRequest) -> HTTPResponse {
    http.send(request).unwrap().unwrap()
}

fn get(http: &FakeHTTP, url: &str) -> HTTPResponse {
    send(http, request("GET", url))
}

fn error(http: &FakeHTTP, url: &str) -> String {
    http.send(request("GET", url)).unwrap_err().message
}

fn elapsed(http: &FakeHTTP) -> Duration {
    let start = World::default().clock.now();
    http.world.clock.now().duration_since(start).unwrap()
}
