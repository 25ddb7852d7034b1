//! A list that allows every host, though nothing shows that the plugin has to reach hosts that its author does not know. Must not read entries.

use nd_package::module::hosts_in_data;

use super::super::super::super::code::Code;
use super::super::super::super::finding::Findings;
use super::super::super::super::json::{Node, Value};
use super::super::{at, find};
use super::Listed;
use super::entry::Entry;
use crate::diag::quote;

/// In the key or title of a setting that is an address.
const ADDRESS_WORDS: [&str; 6] = ["url", "uri", "host", "server", "address", "endpoint"];
/// The formats of addresses.
const ADDRESS_FORMATS: [&str; 10] = [
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "url",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "ip",
];

/// Proposed hosts are shown up to this number.
const MOST_PROPOSED: usize = 6;

/// Whether `*` is there and should not be.
pub(super) fn check(
    cx: &mut Findings,
    manifest: &Node,
    listed: &[Listed<'_>],
    wasm: &[u8],
) -> bool {
    let Some(any) = listed.iter().find(|it| it.entry == Entry::Any) else {
        return false;
    };
    if has_address_setting(manifest) {
        return false;
    }
    let message = "`*` allows every host, also those in private networks, though no setting is an address that only the user knows";
    let has_others = listed.iter().any(|it| it.entry != Entry::Any);
    let fix = match (has_others, &hosts_in_data(wasm)) {
        (true, _) => "remove it, and add the hosts that the other entries do not name yet".to_owned(),
        (false, hosts) if hosts.is_empty() => {
            "name the hosts that the plugin asks, such as `api.example.com` or `*.example.com`, or a range such as `192.168.0.0/16`; if the user gives the address, let a setting of config.schema say so with `\"format\": \"uri\"`".to_owned()
        }
        (false, hosts) => {
            let hosts = hosts.iter().take(MOST_PROPOSED).map(|host| quote(host));
            let hosts: Vec<String> = hosts.collect();
            format!(
                "name the hosts that the plugin asks; plugin.wasm has URLs with {}",
                hosts.join(", ")
            )
        }
    };
    cx.report(Code::AnyHost, at(&any.node.span), message, fix);
    true
}

/// Whether the user gives an address, which nothing else can know.
pub(super) fn has_address_setting(manifest: &Node) -> bool {
    let schema = find(manifest, "config").and_then(|config| find(&config.node, "schema"));
    schema.is_some_and(|schema| has_address(&schema.node))
}

/// Whether a schema has a text in it, however deep, that is evidently an address.
fn has_address(schema: &Node) -> bool {
    let properties = schema.get("properties").map(|member| &member.node);
    let mut named = properties.map_or(&[][..], Node::members).iter();
    named.any(|it| is_text(&it.node) && is_address_word(&it.key))
        || is_text(schema) && says_address(schema)
        || schema.members().iter().any(|it| has_address(&it.node))
        || schema.elements().iter().any(has_address)
}

/// A text, or a list of texts.
fn is_text(schema: &Node) -> bool {
    let of_type = |node: &Node, name: &str| match schema_type(node) {
        Some(Value::Text(text)) => text == name,
        Some(Value::List(types)) => types.iter().any(|it| it.text() == Some(name)),
        _ => false,
    };
    let items = || {
        schema
            .get("items")
            .is_some_and(|it| of_type(&it.node, "string"))
    };
    of_type(schema, "string") || of_type(schema, "array") && items()
}

fn schema_type(schema: &Node) -> Option<&Value> {
    schema.get("type").map(|member| &member.node.value)
}

fn says_address(schema: &Node) -> bool {
    let text = |key| schema.get(key).and_then(|member| member.node.text());
    let pattern = text("pattern").is_some_and(|it| it.contains("http") || it.contains("ws"));
    let format = text("format").is_some_and(|it| ADDRESS_FORMATS.contains(&it));
    pattern || format || text("title").is_some_and(is_address_word)
}

fn is_address_word(text: &str) -> bool {
    let text = text.to_lowercase();
    ADDRESS_WORDS.iter().any(|word| text.contains(word))
}
