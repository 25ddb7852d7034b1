//! What to do about a finding in a manifest that nobody has written: it is mended where its texts come from. Must not find anything.

use std::ops::Range;

use nd_rules::surface::HostFunction;

use super::super::code::Code;
use super::super::finding::{Finding, Place};
use super::super::json::{Member, Node};

/// Where the texts of such a manifest come from, to be said below findings about it.
pub const SOURCES: &str = "the manifest is generated: its name, author, description and website come from [package] and [package.metadata.navidrome] of Cargo.toml, \
                           the permissions from [package.metadata.navidrome.permissions], the settings from the struct that derives Config";

/// What to do instead of editing JSON; `None` where what is said already is right.
pub fn fix(finding: &Finding, manifest: &Node) -> Option<String> {
    match finding.code {
        Code::MissingPermission => missing_permission(&finding.place),
        Code::ReadableSecret => Some("add `#[config(secret)]` to the field".to_owned()),
        Code::EmptyValue | Code::MissingReason => in_cargo_toml(&finding.place, manifest),
        _ => None,
    }
}

fn missing_permission(place: &Place) -> Option<String> {
    let Place::Import { name, .. } = place else {
        return None;
    };
    let key = HostFunction::find(name)?.permission()?.key();
    let line = match key {
        // Without hosts the one allows none, and the other all public ones.
        "http" | "websocket" => {
            format!("{key} = {{ reason = \"why\", requiredHosts = [\"host.name\"] }}")
        }
        _ => format!("{key} = \"why\""),
    };
    Some(format!(
        "add `{line}` under [package.metadata.navidrome.permissions] in Cargo.toml, or do without calling it"
    ))
}

/// How to write a text that is missing.
fn in_cargo_toml(place: &Place, manifest: &Node) -> Option<String> {
    let Place::Manifest(span) = place else {
        return None;
    };
    let path = path(manifest, span);
    let path: Vec<&str> = path.iter().map(|member| member.key.as_str()).collect();
    match path[..] {
        ["author"] => Some(
            "write `authors = [\"your name\"]` under [package] in Cargo.toml, or `author = \"your name\"` under [package.metadata.navidrome]"
                .to_owned(),
        ),
        ["description"] => Some(
            "write `description = \"…\"` under [package] in Cargo.toml, or under [package.metadata.navidrome]".to_owned(),
        ),
        [key @ ("name" | "website")] => Some(format!(
            "write `{key} = \"…\"` under [package.metadata.navidrome] in Cargo.toml"
        )),
        ["permissions", key] | ["permissions", key, "reason"] => Some(format!(
            "write in Cargo.toml, under [package.metadata.navidrome.permissions], what the plugin does with it: `{key} = \"why\"`, or `{key} = {{ reason = \"why\", … }}` beside other keys"
        )),
        _ => None,
    }
}

/// The members on the way to these bytes.
fn path<'a>(node: &'a Node, span: &Range<usize>) -> Vec<&'a Member> {
    let mut path = Vec::new();
    let mut members = node.members();
    while let Some(member) = members
        .iter()
        .find(|it| it.key_span.start <= span.start && span.end <= it.node.span.end)
    {
        path.push(member);
        members = member.node.members();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::super::super::json::Document;
    use super::*;

    const MANIFEST: &str = r#"{"name": "N", "author": "", "permissions": {"cache": {"reason": ""}, "http": {}}, "config": {"schema": {"type": ""}}}"#;

    fn told(code: Code, at: &str) -> Option<String> {
        let document = Document::parse(MANIFEST.to_owned()).unwrap();
        let start = MANIFEST.find(at).unwrap();
        let place = Place::Manifest(start..start + at.len());
        fix_at(code, place, &document.root)
    }

    fn fix_at(code: Code, place: Place, manifest: &Node) -> Option<String> {
        let finding = Finding {
            code,
            place,
            message: String::new(),
            fix: String::new(),
        };
        fix(&finding, manifest)
    }

    #[test]
    fn texts_are_written_in_cargo_toml() {
        let author = told(Code::EmptyValue, "\"\"").unwrap();
        assert!(author.contains("authors = [\"your name\"]"), "{author}");
        let reason = told(Code::MissingReason, "\"http\"").unwrap();
        assert!(reason.contains("`http = \"why\"`"), "{reason}");
        let reason = told(Code::MissingReason, "\"reason\": \"\"").unwrap();
        assert!(reason.contains("`cache = \"why\"`"), "{reason}");
        assert_eq!(told(Code::EmptyValue, "\"type\""), None);
        assert_eq!(told(Code::MissingKey, "\"author\""), None);
    }

    #[test]
    fn a_permission_is_added_in_cargo_toml() {
        let document = Document::parse(MANIFEST.to_owned()).unwrap();
        for (function, expected) in [
            ("cache_getstring", "`cache = \"why\"`"),
            ("http_send", "`http = { reason = \"why\", requiredHosts ="),
        ] {
            let place = Place::Import {
                module: "extism:host/user".to_owned(),
                name: function.to_owned(),
            };
            let fix = fix_at(Code::MissingPermission, place, &document.root).unwrap();
            assert!(fix.contains(expected), "{fix}");
        }
    }
}
