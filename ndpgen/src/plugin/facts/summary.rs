//! Facts in a few lines, for the end of a build. Must not leave out what whoever installs the plugin has to know.

use nd_rules::size;

use super::super::finding::printable;
use super::permissions::{Details, Permitted};
use super::{Facts, and_more};
use crate::diag::plural;

/// So many names of a kind are enough.
const SHOWN: usize = 8;

/// The most important facts, aligned, one line each and each ended.
pub fn summary(facts: &Facts) -> String {
    let rows = rows(facts);
    let width = rows.iter().map(|(label, _)| label.len()).max();
    let width = width.unwrap_or_default();
    let line = |(label, text): (&str, String)| format!("{label:width$}  {}\n", printable(&text));
    rows.into_iter().map(line).collect()
}

fn rows(facts: &Facts) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    rows.extend(weight(facts).map(|text| ("size", text)));
    if let Some(surface) = &facts.surface {
        let names = surface.capabilities.iter().map(|it| it.name.to_owned());
        rows.push(("implements", or_nothing(and_more(names, SHOWN))));
        let services = surface.services.iter().map(|service| {
            let functions = plural(service.functions.len(), "function");
            format!("{} ({functions})", service.name)
        });
        rows.push(("calls", or_nothing(and_more(services, SHOWN))));
    }
    let permissions = facts.permissions.iter().map(permission);
    let permissions = and_more(permissions, SHOWN);
    rows.push(("may use", or_nothing(permissions)));
    if let Some(navidrome) = &facts.navidrome {
        rows.push(("needs", format!("Navidrome {navidrome}")));
        let limit = navidrome.limit.iter().map(ToString::to_string);
        rows.extend(limit.map(|text| ("works", text)));
        if !navidrome.later.is_empty() {
            let later = navidrome.later.iter().map(ToString::to_string);
            rows.push(("", and_more(later, SHOWN)));
        }
    }
    for (index, to_set) in facts.to_set.iter().enumerate() {
        let label = if index == 0 { "to set" } else { "" };
        rows.push((label, to_set.text(facts.id.as_deref())));
    }
    rows
}

fn weight(facts: &Facts) -> Option<String> {
    let wasm = facts.weight.wasm.map(|it| bytes(it as u64));
    let wasm = wasm.map(|size| format!("{size} of WebAssembly"));
    let package = facts.weight.package.map(bytes);
    let package = package.map(|size| format!("{size} as a package"));
    let sizes: Vec<String> = wasm.into_iter().chain(package).collect();
    (!sizes.is_empty()).then(|| sizes.join(", "))
}

fn permission(permitted: &Permitted) -> String {
    let Permitted {
        permission,
        details,
        ..
    } = permitted;
    let key = permission.key();
    match details {
        Details::Hosts { hosts } if !hosts.is_empty() => {
            format!("{key} ({})", and_more(hosts.iter().cloned(), SHOWN))
        }
        Details::Size {
            max_size: Some(max_size),
        } => format!("{key} ({})", size::show(*max_size)),
        Details::Filesystem { filesystem: true } => format!("{key} (with its files)"),
        Details::Hosts { .. }
        | Details::Size { max_size: None }
        | Details::Filesystem { filesystem: false }
        | Details::Plain {}
        | Details::Concurrency { .. } => key.to_owned(),
    }
}

fn or_nothing(text: String) -> String {
    match text.is_empty() {
        true => "nothing".to_owned(),
        false => text,
    }
}

fn bytes(bytes: u64) -> String {
    size::show(i64::try_from(bytes).unwrap_or(i64::MAX))
}
