//! A plugin as a page to read: facts under headings. Must not find out anything itself.

pub mod built;
mod page;
mod weight;

use nd_rules::size;

use self::page::Page;
use super::facts::{Details, Facts, Permitted, Setting, Since, Surface, and_more};
use crate::diag::plural;

/// So many names of a kind are enough; machines get them all.
const SHOWN: usize = 40;

/// What is shown of a plugin.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many crates and how many functions.
    pub crates: usize,
}

/// The page, with colours.
pub fn page(facts: &Facts, options: Options) -> String {
    let mut page = Page::default();
    about(&mut page, facts);
    if let Some(surface) = &facts.surface {
        implements(&mut page, surface);
        calls(&mut page, surface);
    }
    asks_for(&mut page, facts);
    needs(&mut page, facts);
    settings(&mut page, &facts.settings);
    to_set(&mut page, facts);
    weight::show(&mut page, &facts.weight, options.crates);
    page.into_text()
}

fn about(page: &mut Page, facts: &Facts) {
    let about = &facts.about;
    let name = about.name.as_ref().or(facts.id.as_ref());
    let title = [name, about.version.as_ref()];
    let title: Vec<&str> = title.into_iter().flatten().map(String::as_str).collect();
    match title.is_empty() {
        true => page.heading("A plugin without a name"),
        false => page.heading(&title.join(" ")),
    }
    let rows = [
        ("id", &facts.id),
        ("author", &about.author),
        ("about", &about.description),
        ("website", &about.website),
    ];
    for (label, text) in rows {
        if let Some(text) = text {
            page.row(label, text);
        }
    }
}

fn implements(page: &mut Page, surface: &Surface) {
    page.heading("Implements");
    for capability in &surface.capabilities {
        page.row(capability.name, &names(&capability.exports));
    }
    if surface.capabilities.is_empty() {
        page.line("nothing that the server calls");
    }
}

fn calls(page: &mut Page, surface: &Surface) {
    page.heading("Calls");
    for service in &surface.services {
        page.row(service.name, &names(&service.functions));
    }
    if surface.services.is_empty() {
        page.line("nothing of the server");
    }
    if !surface.unknown_functions.is_empty() {
        let unknown = surface.unknown_functions.iter().cloned();
        page.row("(unknown)", &and_more(unknown, SHOWN));
    }
    // Every plugin has some of these.
    let kernel = nd_package::surface::KERNEL_MODULE;
    for imports in surface
        .other_imports
        .iter()
        .filter(|it| it.module != kernel)
    {
        let functions = imports.functions.iter().cloned();
        page.row(&imports.module, &and_more(functions, SHOWN));
    }
    if surface.opens_files {
        page.row("files", "can open those that the server lets it see");
    }
}

/// The names, newer ones with their version.
fn names(functions: &[Since]) -> String {
    let oldest = functions.iter().map(|it| it.since).min();
    let name = |it: &Since| match Some(it.since) == oldest {
        true => it.name.to_owned(),
        false => format!("{} ({})", it.name, it.since),
    };
    and_more(functions.iter().map(name), SHOWN)
}

fn asks_for(page: &mut Page, facts: &Facts) {
    page.heading("Asks for");
    for permitted in &facts.permissions {
        let Permitted {
            permission, reason, ..
        } = permitted;
        page.row(
            permission.key(),
            reason.as_deref().unwrap_or("(no reason given)"),
        );
        if let Some(details) = details(permitted) {
            page.row("", &details);
        }
    }
    if facts.permissions.is_empty() {
        page.line("no permissions");
    }
}

fn details(permitted: &Permitted) -> Option<String> {
    use nd_rules::manifest::Permission::WebSocket;
    match &permitted.details {
        Details::Plain {} => None,
        Details::Hosts { hosts } if !hosts.is_empty() => {
            let hosts = and_more(hosts.iter().cloned(), SHOWN);
            Some(format!("hosts: {hosts}"))
        }
        Details::Hosts { .. } if permitted.permission == WebSocket => {
            Some("hosts: none".to_owned())
        }
        Details::Hosts { .. } => Some("hosts: all public ones".to_owned()),
        Details::Size { max_size } => {
            let size = max_size.map(size::show);
            let size = size.unwrap_or_else(|| "1 MiB, the server's own limit".to_owned());
            Some(format!("at most {size}"))
        }
        Details::Filesystem { filesystem: true } => {
            Some("with the files of its libraries".to_owned())
        }
        Details::Filesystem { filesystem: false } => Some("without files".to_owned()),
        Details::Concurrency { max_concurrency } => {
            let tasks = usize::try_from(*max_concurrency).unwrap_or_default();
            Some(format!("at most {} at a time", plural(tasks, "task")))
        }
    }
}

fn needs(page: &mut Page, facts: &Facts) {
    let Some(navidrome) = &facts.navidrome else {
        return;
    };
    page.heading("Navidrome");
    page.row("needs", &navidrome.to_string());
    for later in &navidrome.later {
        page.row("later", &later.to_string());
    }
    if let Some(limit) = &navidrome.limit {
        page.row("works", &limit.to_string());
    }
}

fn settings(page: &mut Page, settings: &[Setting]) {
    if settings.is_empty() {
        return;
    }
    page.heading("Settings");
    for setting in settings {
        page.row(&setting.key, &describe(setting));
    }
}

/// `Address of the feed: string, required, default "wss://…"`
fn describe(setting: &Setting) -> String {
    let mut parts = vec![match setting.types.is_empty() {
        true => "anything".to_owned(),
        false => setting.types.join(" or "),
    }];
    if setting.is_required {
        parts.push("required".to_owned());
    }
    if setting.is_secret {
        parts.push("secret".to_owned());
    }
    parts.extend(setting.default.iter().map(|it| format!("default {it}")));
    let parts = parts.join(", ");
    match &setting.title {
        Some(title) => format!("{title}: {parts}"),
        None => parts,
    }
}

fn to_set(page: &mut Page, facts: &Facts) {
    if facts.to_set.is_empty() {
        return;
    }
    page.heading("To set on the server");
    for to_set in &facts.to_set {
        page.line(&to_set.text(facts.id.as_deref()));
    }
}
