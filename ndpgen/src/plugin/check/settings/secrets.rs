//! Settings that look like secrets, and whether the form masks them. Must not judge the form.

use std::collections::HashSet;
use std::ptr::from_ref;

use heck::ToSnakeCase as _;

use super::findings::Reporter;
use super::form::Shown;
use super::tree::{Tree, children, escape, has_type, text};
use crate::diag::quote;
use crate::plugin::code::Code;
use crate::plugin::json::{Member, Node};

/// Words for secrets.
const SECRETS: [&str; 13] = [
    "token",
    "tokens",
    "password",
    "passwords",
    "passwd",
    "pwd",
    "secret",
    "secrets",
    "passphrase",
    "apikey",
    "credential",
    "credentials",
    "passcode",
];
/// What makes a key a secret one.
const OF_KEYS: [&str; 4] = ["api", "secret", "access", "private"];
/// After a word for a secret: something about it, which everyone may see.
const ABOUT: [&str; 24] = [
    "url", "uri", "address", "endpoint", "host", "server", "path", "file", "name", "type", "kind",
    "format", "id", "length", "size", "limit", "count", "per", "expiry", "lifetime", "ttl",
    "header", "hint", "prefix",
];
/// A form with more settings than this is not written out.
const WRITTEN: usize = 8;
/// Nor are more lists in lists.
const DETAILS: usize = 2;

/// Finds secrets that the form shows in clear.
pub(super) fn check<'a>(cx: &mut Reporter<'_>, tree: &Tree<'a>, shown: &Shown<'a>) {
    let mut secrets = Secrets::new(tree, &shown.masked);
    if shown.everything {
        secrets.open.push(tree.root);
    }
    for member in &shown.whole {
        secrets.look_at(member);
    }
    let of_all: HashSet<*const Node> = tree
        .properties(tree.root)
        .iter()
        .map(|it| from_ref(&it.node))
        .collect();
    for member in secrets.collect() {
        let control = control(&member.key, MASK);
        let fix = match of_all.contains(&from_ref(&member.node)) {
            true => format!("mask it in its Control: `{control}`"),
            false => format!("mask it in the `options.detail` of what it is in: `{control}`"),
        };
        report(cx, member, &fix);
    }
}

/// The form is made from the schema then, which shows all texts alike.
pub(super) fn check_without_form(cx: &mut Reporter<'_>, tree: &Tree<'_>) {
    let masked = HashSet::new();
    let mut secrets = Secrets::new(tree, &masked);
    secrets.open.push(tree.root);
    let found = secrets.collect();
    let nodes = found.iter().map(|it| from_ref(&it.node)).collect();
    let Some(form) = (!found.is_empty()).then(|| form(tree, tree.root, &nodes, DETAILS)) else {
        return;
    };
    for member in found {
        let fix = format!("add a form that masks it: `\"uiSchema\": {form}`");
        report(cx, member, &fix);
    }
}

fn report(cx: &mut Reporter<'_>, member: &Member, fix: &str) {
    let key = match text(&member.node, "title") {
        Some(title) if !names_secret(&member.key) => {
            format!("{}, with the title {},", quote(&member.key), quote(title))
        }
        _ => quote(&member.key),
    };
    let message = match text(&member.node, "format") {
        Some("password") => format!(
            "{key} looks like a secret, but the form shows it in clear: the `format` of a schema masks nothing"
        ),
        _ => format!("{key} looks like a secret, but the form shows it in clear"),
    };
    cx.report(Code::ReadableSecret, &member.key_span, message, fix);
}

/// Looks for secrets in everything that is shown, each schema once.
struct Secrets<'t, 'a> {
    tree: &'t Tree<'a>,
    masked: &'t HashSet<*const Node>,
    seen: HashSet<*const Node>,
    open: Vec<&'a Node>,
    found: Vec<&'a Member>,
}

impl<'t, 'a> Secrets<'t, 'a> {
    fn new(tree: &'t Tree<'a>, masked: &'t HashSet<*const Node>) -> Self {
        Self {
            tree,
            masked,
            seen: HashSet::new(),
            open: Vec::new(),
            found: Vec::new(),
        }
    }

    fn look_at(&mut self, member: &'a Member) {
        if self.masked.contains(&from_ref(&member.node)) {
            return;
        }
        if looks_secret(self.tree, member) {
            self.found.push(member);
        }
        self.open.push(&member.node);
    }

    fn collect(mut self) -> Vec<&'a Member> {
        while let Some(schema) = self.open.pop() {
            if !self.seen.insert(from_ref(schema)) {
                continue;
            }
            let properties = schema.get("properties").map(|it| it.node.members());
            for member in properties.into_iter().flatten() {
                self.look_at(member);
            }
            let inside = children(schema).into_iter().map(|it| it.node);
            let is_open = |it: &&Node| !self.masked.contains(&from_ref(*it));
            self.open.extend(inside.filter(is_open));
            self.open.extend(self.tree.same(schema));
        }
        self.found
    }
}

/// Whether a setting is a text whose key or title says that it is a secret.
fn looks_secret<'a>(tree: &Tree<'a>, member: &'a Member) -> bool {
    let title = text(&member.node, "title").unwrap_or_default();
    if !names_secret(&member.key) && !names_secret(title) {
        return false;
    }
    let said = tree.alternatives(&member.node);
    let is_choice = |it: &&Node| it.get("enum").is_some() || it.get("const").is_some();
    said.iter().any(|it| has_type(it, "string")) && !said.iter().any(is_choice)
}

fn names_secret(name: &str) -> bool {
    let words = name.to_snake_case();
    let words: Vec<&str> = words.split('_').collect();
    let is_secret = |at: usize| {
        let before = at.checked_sub(1).map(|at| words[at]);
        let is_key = matches!(words[at], "key" | "keys");
        SECRETS.contains(&words[at]) || is_key && before.is_some_and(|it| OF_KEYS.contains(&it))
    };
    let secret = (0..words.len()).rfind(|at| is_secret(*at));
    secret.is_some_and(|at| !words[at + 1..].iter().any(|word| ABOUT.contains(word)))
}

const MASK: &str = "{\"format\": \"password\"}";

fn control(key: &str, options: &str) -> String {
    let scope = format!("#/properties/{}", escape(key));
    match options {
        "" => format!("{{\"type\": \"Control\", \"scope\": \"{scope}\"}}"),
        _ => format!("{{\"type\": \"Control\", \"scope\": \"{scope}\", \"options\": {options}}}"),
    }
}

/// The form to write: all settings, with masks on these, also inside lists.
fn form<'a>(
    tree: &Tree<'a>,
    base: &'a Node,
    secrets: &HashSet<*const Node>,
    details: usize,
) -> String {
    let settings = tree.properties(base);
    let written = settings.iter().take(WRITTEN).map(|it| {
        let items = it.node.get("items").map(|items| &items.node);
        let has_secret = |items: &&'a Node| {
            let inner = tree.properties(items);
            inner.iter().any(|it| secrets.contains(&from_ref(&it.node)))
        };
        let options = match items.filter(has_secret) {
            _ if secrets.contains(&from_ref(&it.node)) => MASK.to_owned(),
            Some(items) if details > 0 => {
                format!(
                    "{{\"detail\": {}}}",
                    form(tree, items, secrets, details - 1)
                )
            }
            Some(_) | None => String::new(),
        };
        control(&it.key, &options)
    });
    let mut written: Vec<String> = written.collect();
    if settings.len() > WRITTEN {
        written.push("…".to_owned());
    }
    format!(
        "{{\"type\": \"VerticalLayout\", \"elements\": [{}]}}",
        written.join(", ")
    )
}
