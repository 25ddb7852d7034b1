//! Addresses of the machine and its network: who may reach them, by version of the server. Must not look at anything else of a request.

use nd_host::{NEWEST, Version};
use serde_json::{Value, json};

use crate::site::{Site, error, plugin_of, reply, result};

/// The last version that went by the text of the URL.
const BY_TEXT: Version = Version::new(0, 63, 2);

fn get(url: &str) -> Value {
    json!({"method": "GET", "url": url})
}

/// A site, and its URL by the name that every machine has for itself.
fn site() -> (Site, String) {
    let site = Site::start(|_| reply(200, &[], b""));
    let by_name = format!("http://localhost:{}/", site.address.port());
    (site, by_name)
}

fn blocked(url: &str) -> String {
    format!(
        "Get \"{url}\": dial to private/loopback address \"127.0.0.1\" blocked: requires an explicit IP or CIDR in requiredHosts"
    )
}

#[test]
fn the_address_a_range_and_a_star_let_a_private_address_pass() {
    let (site, by_name) = site();
    for entry in ["127.0.0.1", "127.0.0.0/8", "*"] {
        result(&plugin_of(NEWEST, &[entry]), get(&site.url("/")));
    }
    // The name must be there, too: the address alone does not allow it.
    result(
        &plugin_of(NEWEST, &["localhost", "127.0.0.1", "::1"]),
        get(&by_name),
    );
    assert_eq!(site.asked().len(), 4);
}

#[test]
fn a_name_never_lets_a_private_address_pass() {
    let (site, by_name) = site();
    for hosts in [&["localhost"][..], &["localhost", "10.0.0.0/8"]] {
        let error = error(&plugin_of(NEWEST, hosts), get(&by_name));
        // Whichever of its addresses the machine names first.
        let of_v6 = blocked(&by_name).replace("127.0.0.1\" ", "::1\" ");
        assert!(error == blocked(&by_name) || error == of_v6, "{error}");
    }
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn without_a_list_private_addresses_are_refused_by_their_text() {
    let (site, by_name) = site();
    for version in [BY_TEXT, NEWEST] {
        let plugin = plugin_of(version, &[]);
        for (url, host) in [
            (site.url("/"), site.address.to_string()),
            (
                by_name.clone(),
                format!("localhost:{}", site.address.port()),
            ),
        ] {
            assert_eq!(
                error(&plugin, get(&url)),
                format!(
                    "host \"{host}\" is not allowed: private/loopback addresses require explicit requiredHosts in manifest"
                )
            );
        }
    }
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn the_unspecified_address_passes_by_its_text_only() {
    let (site, _) = site();
    let url = format!("http://0.0.0.0:{}/", site.address.port());
    result(&plugin_of(BY_TEXT, &[]), get(&url));
    assert_eq!(
        error(&plugin_of(NEWEST, &[]), get(&url)),
        blocked(&url).replace("127.0.0.1", "0.0.0.0")
    );
}

#[test]
fn before_v0_64_a_name_lets_everything_pass_and_a_range_nothing() {
    let (site, by_name) = site();
    result(&plugin_of(BY_TEXT, &["localhost"]), get(&by_name));
    result(&plugin_of(BY_TEXT, &["127.0.0.1"]), get(&site.url("/")));
    result(&plugin_of(BY_TEXT, &["*"]), get(&by_name));
    assert_eq!(
        error(&plugin_of(BY_TEXT, &["127.0.0.0/8"]), get(&site.url("/"))),
        format!("host \"{}\" is not allowed", site.address)
    );
}
