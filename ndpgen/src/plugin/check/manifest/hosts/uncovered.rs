//! Hosts in the data of the WebAssembly that no entry allows, where that shows that an entry is wrong. Must not read entries.
//!
//! What is in the data is a guess: a text may have links that the plugin never follows. So one host that is not allowed says nothing. An entry is only
//! doubted if it is almost a host in the data, and a list only if it allows none of them.

use std::collections::{BTreeSet, HashSet};

use nd_package::module::hosts_in_data;

use super::super::super::super::code::Code;
use super::super::super::super::finding::Findings;
use super::super::super::super::json::Node;
use super::super::at;
use super::Listed;
use super::any;
use super::cover::parents;
use super::entry::Entry;
use crate::diag::quote;

/// The lists of a manifest, as far as they say which hosts are allowed.
pub(super) struct Lists<'a> {
    pub(super) lists: Vec<OneList<'a>>,
    /// Whether a list is left out because it says nothing, or because entries of it are wrong.
    pub(super) are_unclear: bool,
}

pub(super) struct OneList<'a> {
    pub(super) node: &'a Node,
    pub(super) listed: Vec<Listed<'a>>,
}

/// Where projects and their documentation are, which messages link to.
const LINKED: [&str; 5] = [
    "codeberg.org",
    "github.com",
    "github.io",
    "gitlab.com",
    "navidrome.org",
];
/// Each entry is compared with each host. No plugin that somebody wrote has more.
const MOST_COMPARED: usize = 100;
const LONGEST_COMPARED: usize = 80;
/// Names this short are near to too many others.
const SHORTEST_COMPARED: usize = 8;
const MOST_SLIPS: usize = 2;
/// Hosts are shown up to this number.
const MOST_SHOWN: usize = 6;

pub(super) fn check(cx: &mut Findings, manifest: &Node, all: &Lists<'_>, wasm: &[u8]) {
    let allowed = Allowed::of(&all.lists);
    if all.lists.is_empty() || allowed.any {
        return;
    }
    let found = hosts_in_data(wasm);
    let is_name = |host: &&String| host.parse::<std::net::IpAddr>().is_err();
    let found: BTreeSet<&str> = found.iter().filter(is_name).map(String::as_str).collect();
    let refused = found.iter().copied();
    let refused: Vec<&str> = refused.filter(|host| !allowed.allows(host)).collect();
    let mut is_explained = all.are_unclear || any::has_address_setting(manifest);
    for one in &all.lists {
        for it in one.listed.iter().take(MOST_COMPARED) {
            if found.iter().any(|host| is_for(&it.entry, host)) {
                continue;
            }
            if let Some(host) = refused
                .iter()
                .take(MOST_COMPARED)
                .find(|host| is_near(&it.entry, host))
            {
                near(cx, it, host);
                is_explained = true;
            }
        }
    }
    let spoken_to: Vec<&str> = refused
        .iter()
        .copied()
        .filter(|host| !is_linked(host))
        .collect();
    if let (Some(first), false) = (
        all.lists.first(),
        is_explained || found.len() > refused.len(),
    ) {
        none(cx, first, &spoken_to);
    }
}

/// An entry for which nothing speaks, and a host that it almost allows.
fn near(cx: &mut Findings, it: &Listed<'_>, host: &str) {
    let message = format!(
        "plugin.wasm has URLs with {}, which {} does not allow: the server refuses such requests",
        quote(host),
        quote(it.text)
    );
    let below = format!("*.{}", it.text);
    let fix = match host.ends_with(&below[1..]) {
        true => format!(
            "write {}, or {} for all hosts below {}",
            quote(host),
            quote(&below),
            quote(it.text)
        ),
        false => format!("did you mean {}?", quote(host)),
    };
    cx.report(Code::UncoveredHost, at(&it.node.span), message, fix);
}

/// A list that allows none of the hosts.
fn none(cx: &mut Findings, list: &OneList<'_>, hosts: &[&str]) {
    if hosts.is_empty() {
        return;
    }
    let shown = hosts.iter().take(MOST_SHOWN).map(|host| quote(host));
    let shown: Vec<String> = shown.collect();
    let more = if hosts.len() > shown.len() {
        ", …"
    } else {
        ""
    };
    let message = format!(
        "plugin.wasm has URLs with {}{more}, and no entry allows one of these hosts: the server refuses such requests",
        shown.join(", ")
    );
    let addresses = list
        .listed
        .iter()
        .all(|it| matches!(it.entry, Entry::Address(_) | Entry::Range(_)));
    let fix = match addresses {
        true => {
            "add the hosts that the plugin asks: an address or a range allows only URLs with addresses, not with names"
        }
        false => "add the hosts that the plugin asks, or `*.` and the end of their names",
    };
    cx.report(Code::UncoveredHost, at(&list.node.span), message, fix);
}

/// Names and ends of names that are allowed, by permission together: the data do not tell which URL is for which.
struct Allowed<'a> {
    any: bool,
    names: HashSet<&'a str>,
    below: HashSet<&'a str>,
}

impl<'a> Allowed<'a> {
    fn of(lists: &'a [OneList<'_>]) -> Self {
        let mut allowed = Self {
            any: false,
            names: HashSet::new(),
            below: HashSet::new(),
        };
        for it in lists.iter().flat_map(|one| &one.listed) {
            match &it.entry {
                Entry::Any => allowed.any = true,
                Entry::Name(name) => drop(allowed.names.insert(name)),
                Entry::Below(suffix) => drop(allowed.below.insert(suffix)),
                Entry::Address(_) | Entry::Range(_) => {}
            }
        }
        allowed
    }

    fn allows(&self, host: &str) -> bool {
        self.names.contains(host) || parents(host).any(|parent| self.below.contains(parent))
    }
}

fn is_for(entry: &Entry, host: &str) -> bool {
    match entry {
        Entry::Any => true,
        Entry::Name(name) => name == host,
        Entry::Below(suffix) => parents(host).any(|parent| parent == suffix),
        Entry::Address(_) | Entry::Range(_) => false,
    }
}

/// Whether a slip of the pen, or `*.` in front, would make the entry allow the host.
fn is_near(entry: &Entry, host: &str) -> bool {
    match entry {
        Entry::Name(name) => parents(host).any(|parent| parent == name) || is_slip(name, host),
        Entry::Below(suffix) => parents(host).any(|parent| is_slip(suffix, parent)),
        Entry::Any | Entry::Address(_) | Entry::Range(_) => false,
    }
}

fn is_slip(name: &str, host: &str) -> bool {
    let lengths = SHORTEST_COMPARED..=LONGEST_COMPARED;
    lengths.contains(&name.len())
        && name.len().abs_diff(host.len()) <= MOST_SLIPS
        && strsim::osa_distance(name, host) <= MOST_SLIPS
}

fn is_linked(host: &str) -> bool {
    LINKED.contains(&host)
        || parents(host).any(|parent| LINKED.contains(&parent))
        || host.starts_with("docs.")
}
