//! The hosts that `http` and `websocket` may reach, one entry after the other and all together. Must not know how an entry is read.

mod any;
mod cover;
mod entry;
mod pattern;
mod range;
mod uncovered;

use nd_rules::address::Judged;

use super::super::super::code::Code;
use super::super::super::finding::Findings;
use super::super::super::json::{Member, Node, Value};
use super::meant::has_slip_of;
use super::table::HOSTS;
use super::{Beside, at, find, permission};
use crate::diag::quote;
use entry::{Entry, List, Mistake};
use uncovered::{Lists, OneList};

/// An entry of a list, in its place.
struct Listed<'a> {
    node: &'a Node,
    text: &'a str,
    entry: Entry,
}

pub(super) fn check(cx: &mut Findings, manifest: &Node, beside: &Beside<'_>) {
    let navidrome = beside.target.navidrome;
    let judged = navidrome.map_or(Judged::ByAddress, Judged::by);
    let mut lists = Vec::new();
    let mut are_unclear = false;
    for list in [List::Http(judged), List::WebSocket] {
        if let Some(member) = permission(manifest, list.permission().key()) {
            let clear = check_list(cx, manifest, member, list, beside);
            are_unclear |= clear.is_none();
            lists.extend(clear);
        }
    }
    let lists = Lists { lists, are_unclear };
    uncovered::check(cx, manifest, &lists, beside.wasm);
}

/// The list, if there is one, and all of it is right.
fn check_list<'a>(
    cx: &mut Findings,
    manifest: &Node,
    permission: &'a Member,
    list: List,
    beside: &Beside<'_>,
) -> Option<OneList<'a>> {
    let hosts = find(&permission.node, "requiredHosts").map(|member| &member.node);
    let nodes = hosts.map_or(&[][..], Node::elements);
    if nodes.is_empty() {
        no_hosts(cx, permission, hosts, list);
        return None;
    }
    let mut listed = Vec::new();
    let mut is_right = true;
    for node in nodes {
        let text = match &node.value {
            Value::Text(text) => text.as_str(),
            // To the server that is an empty text.
            Value::Null => "",
            Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => {
                is_right = false;
                continue;
            }
        };
        match entry::judge(text, list) {
            Ok(entry) => listed.push(Listed { node, text, entry }),
            Err(mistake) => {
                is_right = false;
                wrong(cx, node, text, &mistake, list);
            }
        }
    }
    // Before addresses counted, a list had no ranges, which is said elsewhere.
    if list == List::Http(Judged::ByText) {
        listed.retain(|it| !matches!(it.entry, Entry::Range(_)));
    }
    private_names(cx, &listed, list);
    let is_any_needless = any::check(cx, manifest, &listed, beside.wasm);
    cover::check(cx, &listed, is_any_needless);
    let node = hosts.filter(|_| is_right)?;
    Some(OneList { node, listed })
}

fn no_hosts(cx: &mut Findings, permission: &Member, hosts: Option<&Node>, list: List) {
    let is_list = hosts.is_none_or(|node| matches!(node.value, Value::List(_)));
    match (list, is_list) {
        (List::WebSocket, true) => {}
        (List::WebSocket, false) | (List::Http(_), _) => return,
    }
    if hosts.is_none() && has_slip_of(&permission.node, HOSTS, "requiredHosts") {
        return;
    }
    let place = hosts.map_or(&permission.key_span, |node| &node.span);
    let message =
        "the permission `websocket` names no hosts, so the server lets it connect to none";
    let fix =
        "name the hosts in `requiredHosts`, such as `\"requiredHosts\": [\"gateway.example.com\"]`";
    cx.report(Code::NoHosts, at(place), message, fix);
}

fn wrong(cx: &mut Findings, node: &Node, text: &str, mistake: &Mistake, list: List) {
    let fix = match &entry::corrected(mistake, list)[..] {
        [] => mistake.advice.to_owned(),
        [entry] => match (mistake.code, entry.strip_prefix("*.")) {
            (Code::HostPattern, Some(suffix)) => format!(
                "write {} for all hosts below {}, or name each host by itself",
                quote(entry),
                quote(suffix)
            ),
            (Code::HostPattern, None) if entry == "*" => {
                "write `*` if every host is meant, or name each host by itself".to_owned()
            }
            _ => format!("write {}", quote(entry)),
        },
        [entries @ .., last] => {
            let entries: Vec<String> = entries.iter().map(|entry| quote(entry)).collect();
            let last = quote(last);
            format!(
                "write {} and {last}, each as an entry of its own",
                entries.join(", ")
            )
        }
    };
    let entry = match text.trim().is_empty() {
        true => "this entry".to_owned(),
        false => quote(text),
    };
    let message = format!("{entry} {}", mistake.what);
    cx.report(mistake.code, at(&node.span), message, fix);
}

/// A name alone unlocks no private address; beside one that is listed it is needed for URLs with the name.
fn private_names(cx: &mut Findings, listed: &[Listed<'_>], list: List) {
    match list {
        List::Http(Judged::ByAddress) => {}
        List::Http(Judged::ByText) | List::WebSocket => return,
    }
    let unlocks =
        |it: &Listed<'_>| matches!(it.entry, Entry::Any | Entry::Address(_) | Entry::Range(_));
    if listed.iter().any(unlocks) {
        return;
    }
    for it in listed {
        let name = match &it.entry {
            Entry::Name(name) => name,
            Entry::Below(suffix) => suffix,
            Entry::Any | Entry::Address(_) | Entry::Range(_) => continue,
        };
        let is_below = matches!(it.entry, Entry::Below(_));
        let Some(private) = entry::private(name, is_below) else {
            continue;
        };
        let message = format!(
            "{} stands for {}, and a name does not unlock private addresses: the server refuses requests to it",
            quote(it.text),
            private.stands_for
        );
        let fix = format!("add {}", private.add);
        cx.report(Code::PrivateName, at(&it.node.span), message, fix);
    }
}

#[cfg(test)]
mod tests;
