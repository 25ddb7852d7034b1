//! Which keys are there, and whether their values have the right type. Must not judge what a value of the right type says.

use std::collections::HashSet;

use nd_rules::version::Version;
use serde_json::Number;

use super::super::super::code::Code;
use super::super::super::finding::Findings;
use super::super::super::json::{Document, Member, Node, Value};
use super::super::super::subject::Target;
use super::meant::stands_for;
use super::table::{self, Key, Kind, MANIFEST, Role};
use super::{at, opening};
use crate::diag::{advise, list, quote};

pub(super) fn check(cx: &mut Findings, document: &Document, target: Target) {
    let text = &document.text;
    let mut walk = Walk { cx, text, target };
    walk.object("", &document.root, MANIFEST);
}

/// Longer reasons are not repeated in what is proposed.
const LONGEST_REASON: usize = 45;

struct Walk<'a> {
    cx: &'a mut Findings,
    text: &'a str,
    target: Target,
}

impl Walk<'_> {
    /// `path` is empty for the manifest itself.
    fn object(&mut self, path: &str, object: &Node, keys: &'static [Key]) {
        let members = object.members().iter();
        let spelt: HashSet<&str> = members.map(|member| member.key.as_str()).collect();
        for member in object.members() {
            let known = keys
                .iter()
                .find(|key| key.name.eq_ignore_ascii_case(&member.key));
            let Some(key) = known else {
                self.unknown(path, member, keys);
                continue;
            };
            // Required keys are missed instead, and beside the right one it is one too many.
            if !spelt.contains(key.name) && key.role != Role::Required {
                self.other_case(key, member);
            }
            self.member(path, key, member);
        }
        let required = keys.iter().filter(|key| key.role == Role::Required);
        for key in required.filter(|key| !spelt.contains(key.name)) {
            self.missing(path, object, key);
        }
    }

    fn member(&mut self, path: &str, key: &Key, member: &Member) {
        let path = table::join(path, key.name);
        if let Role::RemovedIn(version) = key.role
            && self.target.navidrome.is_none_or(|it| it >= version)
        {
            return self.removed(&path, version, member);
        }
        match (key.role, &member.node.value) {
            (Role::Permission, Value::Null) => self.null_permission(key, &member.node),
            (Role::Required, Value::Null) => self.empty(&path, &member.node),
            (Role::Optional | Role::RemovedIn(_), Value::Null) => {}
            _ => self.value(&path, key, &member.node),
        }
    }

    fn value(&mut self, path: &str, key: &Key, node: &Node) {
        match (key.kind, &node.value) {
            (Kind::Text, Value::Text(text)) => {
                if key.role == Role::Required && text.trim().is_empty() {
                    self.empty(path, node);
                }
            }
            (Kind::Object(keys), Value::Object(_)) => self.object(path, node, keys),
            (Kind::Hosts, Value::List(elements)) => {
                for element in elements {
                    match element.value {
                        // What is wrong with an entry that is a text, or none, is said by the rules for hosts.
                        Value::Text(_) | Value::Null => {}
                        _ => self.no_host(path, element),
                    }
                }
            }
            (Kind::Count, Value::Number(number)) if is_whole(number) => {}
            (Kind::Flag, Value::Bool(_)) | (Kind::Elsewhere(_), _) => {}
            (kind, _) => self.wrong_type(path, kind, key.role, node),
        }
    }

    fn wrong_type(&mut self, path: &str, kind: Kind, role: Role, node: &Node) {
        let raw = &self.text[node.span.clone()];
        let found = match (kind, &node.value) {
            (Kind::Count, Value::Number(_)) => "a number with a fraction or an exponent",
            _ => node.kind(),
        };
        let message = format!(
            "{} must be {}, but is {found}: the server refuses the manifest",
            quote(path),
            wanted(kind)
        );
        let fix = match (instead(kind, raw, &node.value), role) {
            (Some(instead), _) => format!("write {}", quote(&instead)),
            (None, Role::Required) => format!("write {}", wanted(kind)),
            (None, Role::Optional | Role::Permission | Role::RemovedIn(_)) => {
                format!("write {}, or remove it", wanted(kind))
            }
        };
        self.cx
            .report(Code::WrongType, at(&node.span), message, fix);
    }

    fn no_host(&mut self, path: &str, element: &Node) {
        let message = format!(
            "an entry of {} must be a text, but is {}: the server refuses the manifest",
            quote(path),
            element.kind()
        );
        let fix = "write the name of a host in quotes, or remove it";
        self.cx
            .report(Code::WrongType, at(&element.span), message, fix);
    }

    fn unknown(&mut self, path: &str, member: &Member, keys: &'static [Key]) {
        let message = format!(
            "{} is no key of {}: the server passes over it, and what it says is lost",
            quote(&member.key),
            place(path)
        );
        let is_read = |key: &&Key| !matches!(key.role, Role::RemovedIn(_));
        let names = || keys.iter().filter(is_read).map(|key| key.name);
        let near = stands_for(&member.key, keys);
        let fix = match (near, &table::homes(&member.key)[..]) {
            (Some(near), _) => advise(Some(near), "known", names()),
            (None, [home]) => format!("move it into {}, where it belongs", place(home)),
            (None, [home, other]) => {
                format!(
                    "move it into {} or {}, where it belongs",
                    place(home),
                    place(other)
                )
            }
            (None, _) if path == "permissions" => format!(
                "remove it, or take a newer ndpgen if a newer Navidrome has it ({})",
                list("known", names())
            ),
            (None, _) => format!("remove it ({})", list("known", names())),
        };
        self.cx
            .report(Code::UnknownKey, at(&member.key_span), message, fix);
    }

    fn other_case(&mut self, key: &Key, member: &Member) {
        let message = format!(
            "{} is {} in other letters; the server reads it all the same, other tools may not",
            quote(&member.key),
            quote(key.name)
        );
        let fix = format!("write {}", quote(key.name));
        self.cx
            .report(Code::KeyCase, at(&member.key_span), message, fix);
    }

    fn missing(&mut self, path: &str, object: &Node, key: &Key) {
        let name = quote(key.name);
        let mut members = object.members().iter();
        let (place, message, fix) = match members.find(|it| it.key.eq_ignore_ascii_case(key.name)) {
            Some(member) => (
                at(&member.key_span),
                format!(
                    "the server wants {name} spelt exactly so, and refuses a manifest that has {} only",
                    quote(&member.key)
                ),
                format!("write {name}"),
            ),
            None => (
                opening(object),
                format!("{} has no {name}: the server refuses it", place(path)),
                format!("add {}", example(key)),
            ),
        };
        self.cx.report(Code::MissingKey, place, message, fix);
    }

    fn empty(&mut self, path: &str, node: &Node) {
        let name = quote(path);
        let message = match &node.value {
            Value::Text(text) if !text.is_empty() => {
                format!("{name} has blanks only, so nobody can tell what it is")
            }
            Value::Null => format!("{name} is null: the server refuses the manifest"),
            _ => format!("{name} is empty: the server refuses the manifest"),
        };
        let fix = format!("write the {path} of the plugin");
        self.cx
            .report(Code::EmptyValue, at(&node.span), message, fix);
    }

    fn removed(&mut self, path: &str, version: Version, member: &Member) {
        let message = format!("Navidrome {version} and later do not read {}", quote(path));
        let fix = "remove it; what it allowed no plugin can have any more";
        self.cx
            .report(Code::RemovedKey, at(&member.key_span), message, fix);
    }

    fn null_permission(&mut self, key: &Key, node: &Node) {
        let name = quote(key.name);
        let message = format!("the permission {name} is null, and so it is not declared");
        let fix = format!(
            "write `{{ \"reason\": \"…\" }}` to declare it, or remove {name} if the plugin does not need it"
        );
        self.cx
            .report(Code::NullPermission, at(&node.span), message, fix);
    }
}

/// An object as a message names it.
fn place(path: &str) -> String {
    match path.is_empty() {
        true => "the manifest".to_owned(),
        false => quote(path),
    }
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Flag => "true or false",
        Kind::Count => "a whole number",
        Kind::Hosts => "a list of texts",
        Kind::Object(_) => "an object",
        Kind::Elsewhere(_) => "anything",
    }
}

/// What a required key may look like.
fn example(key: &Key) -> String {
    let value = match key.name {
        "version" => "\"0.1.0\"",
        "schema" => "{ \"type\": \"object\", \"properties\": {} }",
        _ => "\"…\"",
    };
    format!("`\"{}\": {value}`", key.name)
}

/// A number that is written without fraction and exponent, however large; those that 64 bits cannot hold are judged by their size elsewhere.
fn is_whole(number: &Number) -> bool {
    number.is_i64()
        || number.is_u64()
        || number
            .as_f64()
            .is_some_and(|it| it.abs() >= i64::MAX as f64)
}

/// Whether it is a permission, of which the reason alone was written.
fn has_reason(keys: &[Key]) -> bool {
    keys.iter().any(|key| key.name == "reason")
}

/// The value that was probably meant, as JSON.
fn instead(kind: Kind, raw: &str, value: &Value) -> Option<String> {
    match (kind, value) {
        (Kind::Text, Value::Number(_) | Value::Bool(_)) => Some(format!("\"{raw}\"")),
        (Kind::Flag, Value::Text(text)) => text
            .trim()
            .to_ascii_lowercase()
            .parse()
            .ok()
            .map(|it: bool| it.to_string()),
        (Kind::Count, Value::Text(text)) => text.trim().parse().ok().map(|it: i64| it.to_string()),
        (Kind::Count, Value::Number(number)) => {
            let number = number.as_f64()?;
            (number.fract() == 0.0).then(|| format!("{number:.0}"))
        }
        (Kind::Hosts, Value::Text(_)) => Some(format!("[{raw}]")),
        (Kind::Object(keys), Value::Text(text)) if has_reason(keys) && !text.trim().is_empty() => {
            let reason = if raw.len() <= LONGEST_REASON {
                raw
            } else {
                "\"…\""
            };
            Some(format!("{{ \"reason\": {reason} }}"))
        }
        (Kind::Object(_), Value::Bool(true)) => Some("{ \"reason\": \"…\" }".to_owned()),
        _ => None,
    }
}
