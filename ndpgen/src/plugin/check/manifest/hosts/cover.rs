//! Entries that allow nothing that another one does not. Must not read entries.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::super::super::super::code::Code;
use super::super::super::super::finding::Findings;
use super::super::at;
use super::Listed;
use super::entry::Entry;
use crate::diag::quote;

/// `has_needless_any`: there is a `*` that should go, so it does not make the others needless.
pub(super) fn check(cx: &mut Findings, listed: &[Listed<'_>], has_needless_any: bool) {
    let all = All::of(listed);
    for (index, it) in listed.iter().enumerate() {
        let Some(by) = all.covering(index, &it.entry, has_needless_any) else {
            continue;
        };
        let (text, by) = (quote(it.text), listed[by].text);
        let message = match by == it.text {
            true => format!("{text} is in the list twice"),
            false => format!("{text} allows nothing that {} does not", quote(by)),
        };
        cx.report(Code::CoveredHost, at(&it.node.span), message, "remove it");
    }
}

/// Where each entry is first, to find what covers another one without comparing all with all.
struct All<'a>(HashMap<Key<'a>, usize>);

#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Any,
    Below(&'a str),
    Name(&'a str),
    Address(IpAddr),
    Range(IpNet),
}

impl<'a> All<'a> {
    fn of(listed: &'a [Listed<'_>]) -> Self {
        let mut first = HashMap::new();
        for (index, it) in listed.iter().enumerate() {
            first.entry(key(&it.entry)).or_insert(index);
        }
        Self(first)
    }

    /// The entry that makes another one needless.
    fn covering(&self, index: usize, entry: &Entry, has_needless_any: bool) -> Option<usize> {
        let Self(first) = self;
        let other = |key: &Key<'_>| first.get(key).copied();
        let twice = other(&key(entry)).filter(|other| *other < index);
        let any = || {
            let other = other(&Key::Any).filter(|_| !has_needless_any);
            other.filter(|_| *entry != Entry::Any)
        };
        let wider = || match entry {
            Entry::Any => None,
            Entry::Below(name) | Entry::Name(name) => {
                parents(name).find_map(|parent| other(&Key::Below(parent)))
            }
            Entry::Address(address) => {
                let single = IpNet::from(*address);
                ranges(single).find_map(|range| other(&Key::Range(range)))
            }
            Entry::Range(range) => {
                let wider = ranges(range.trunc()).skip(1);
                wider
                    .into_iter()
                    .find_map(|range| other(&Key::Range(range)))
            }
        };
        twice.or_else(any).or_else(wider)
    }
}

fn key(entry: &Entry) -> Key<'_> {
    match entry {
        Entry::Any => Key::Any,
        Entry::Below(suffix) => Key::Below(suffix),
        Entry::Name(name) => Key::Name(name),
        Entry::Address(address) => Key::Address(*address),
        Entry::Range(range) => Key::Range(range.trunc()),
    }
}

/// `a.b.c` is below `b.c` and `c`.
pub(super) fn parents(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').map(|(at, _)| &name[at + 1..])
}

/// A range and all that it is part of.
fn ranges(range: IpNet) -> impl Iterator<Item = IpNet> {
    std::iter::successors(Some(range), IpNet::supernet)
}
