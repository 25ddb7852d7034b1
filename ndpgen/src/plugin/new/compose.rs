//! The sources of a new plugin, joined from the templates of its parts. Must not know what the parts do.

use std::collections::{BTreeMap, BTreeSet};
use syn::{Item, UseTree};

use super::Plugin;
use super::parts::Capability;
use super::snippet::{Snippet, uses_services};

/// An identifier for where there is no song to speak of.
const SONG: &str = r#"const SONG: &str = "2GtwjXyYvUk5VJZJMAD7nx";"#;

/// Names by the path in front of them.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// `src/lib.rs` and `src/tests.rs`.
pub(super) fn sources(plugin: &Plugin) -> (String, String) {
    let choice = &plugin.choice;
    let capabilities = choice
        .capabilities()
        .map(|it| Snippet::of_capability(it, choice));
    let services = choice.services().map(|it| Snippet::of_service(it, choice));
    let snippets: Vec<_> = capabilities.chain(services).collect();
    let library_imports = imports(snippets.iter().map(|it| it.imports.as_str()));
    let library = library(plugin, &snippets, library_imports.clone());
    let tests = tests(&snippets, &library_imports, library.contains(SONG));
    (library, tests)
}

fn library(plugin: &Plugin, snippets: &[Snippet], mut imports: Imports) -> String {
    let choice = &plugin.choice;
    let capabilities = choice.capabilities().count();
    import(&mut imports, "nd_pdk", "Error");
    import(&mut imports, "nd_pdk", "register");
    let mut blocks = vec![
        format!(
            "//! {}: what the server calls, and what is asked of the server.",
            plugin.name.title()
        ),
        written(&imports),
    ];
    let code = |snippets: &[Snippet]| {
        let code = snippets.iter().map(|it| it.code.trim_end().to_owned());
        code.collect::<Vec<_>>()
    };
    let body = [code(&snippets[..capabilities]), vec![registered(plugin)]].concat();
    let uses = uses_services(choice).then(|| use_services(snippets));
    let rest: Vec<_> = uses
        .into_iter()
        .chain(code(&snippets[capabilities..]))
        .collect();
    if body.iter().chain(&rest).any(|block| block.contains("SONG")) {
        let docs =
            "/// The ID of a song, for where there is none to speak of: put in one of your own.";
        blocks.push(format!("{docs}\n{SONG}"));
    }
    blocks.push(PLUGIN.to_owned());
    blocks.extend(body);
    blocks.extend(rest);
    blocks.push("#[cfg(test)]\nmod tests;".to_owned());
    blocks.join("\n\n") + "\n"
}

const PLUGIN: &str = "\
/// The plugin. The server makes a fresh one for every call, so there is nothing to keep in it.
#[derive(Default)]
struct Plugin;";

fn registered(plugin: &Plugin) -> String {
    let names: Vec<_> = plugin.choice.capabilities().map(registered_name).collect();
    let line = format!("register!(Plugin: {});", names.join(", "));
    let lines = match line.len() > 100 {
        true => format!("register!(\n    Plugin: {}\n);", names.join(",\n    ")),
        false => line,
    };
    format!("// Writes the functions that the server calls.\n{lines}")
}

/// What the macro calls it; of a metadata agent the one trait that is implemented.
fn registered_name(capability: Capability) -> &'static str {
    match capability {
        Capability::Scrobbler => "Scrobbler",
        Capability::Lyrics => "Lyrics",
        Capability::SonicSimilarity => "SonicSimilarity",
        Capability::MetadataAgent => "metadata::ArtistBiographyProvider",
        Capability::TaskWorker => "TaskWorker",
        Capability::SchedulerCallback => "SchedulerCallback",
        Capability::WebSocketCallback => "WebSocketCallback",
        Capability::Lifecycle => "Lifecycle",
    }
}

/// The function in which each service is used once.
fn use_services(snippets: &[Snippet]) -> String {
    let uses: String = snippets.iter().map(|it| it.use_it.as_str()).collect();
    format!(
        "/// The services that you chose, each used once. `id` is that of what a call is about. Keep what you need, where you need it.\n\
         fn use_services(id: &str) -> Result<(), Error> {{\n\
         nd_pdk::debug!(\"looking into {{id}}\");\n\
         {uses}Ok(())\n}}"
    )
}

fn tests(snippets: &[Snippet], library: &Imports, has_song: bool) -> String {
    let mut own = imports(snippets.iter().map(|it| it.test_imports.as_str()));
    import(&mut own, "nd_pdk::testing", "FakeHost");
    // `use super::*` brings what the plugin itself imports.
    for (path, names) in &mut own {
        if let Some(known) = library.get(path) {
            names.retain(|name| !known.contains(name));
        }
    }
    own.retain(|_, names| !names.is_empty());
    let mut body = vec![host(snippets)];
    body.extend(snippets.iter().map(|it| it.tests.trim_end().to_owned()));
    let mut blocks = vec![
        "//! The plugin as ordinary Rust, over a fake host that keeps the server's rules, or with mocks of single services.".to_owned(),
        written(&own),
        "use super::*;".to_owned(),
        "const MANIFEST: &str = include_str!(\"../manifest.json\");".to_owned(),
    ];
    if !has_song && body.iter().any(|block| block.contains("SONG")) {
        blocks.push(SONG.to_owned());
    }
    blocks.extend(body);
    blocks.join("\n\n") + "\n"
}

/// The function that gives tests a server.
fn host(snippets: &[Snippet]) -> String {
    let mut builder: Vec<&str> = Vec::new();
    for line in snippets.iter().flat_map(|it| it.builder.lines()) {
        if !builder.contains(&line) {
            builder.push(line);
        }
    }
    let built = format!(
        "FakeHost::builder().manifest(MANIFEST){}.install()",
        builder.concat()
    );
    let script: String = snippets.iter().map(|it| it.script.as_str()).collect();
    let body = match script.is_empty() {
        true => built,
        false => format!("let host = {built};\n{script}host"),
    };
    format!(
        "/// A server as the tests want it. What the manifest does not permit is refused.\nfn host() -> FakeHost {{\n{body}\n}}"
    )
}

fn imports<'a>(sections: impl Iterator<Item = &'a str>) -> Imports {
    let mut imports = Imports::new();
    for section in sections {
        let file = syn::parse_file(section).expect("the imports of a template are Rust");
        for item in file.items {
            if let Item::Use(item) = item {
                flatten(&item.tree, &mut Vec::new(), &mut imports);
            }
        }
    }
    imports
}

fn flatten(tree: &UseTree, path: &mut Vec<String>, imports: &mut Imports) {
    match tree {
        UseTree::Path(step) => {
            path.push(step.ident.to_string());
            flatten(&step.tree, path, imports);
            path.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, path, imports);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            if let Some((last, before)) = path.split_last() {
                import(imports, &before.join("::"), last);
            }
        }
        UseTree::Name(name) => import(imports, &path.join("::"), &name.ident.to_string()),
        UseTree::Rename(_) | UseTree::Glob(_) => unreachable!("templates import by name"),
    }
}

fn import(imports: &mut Imports, path: &str, name: &str) {
    let names = imports.entry(path.to_owned()).or_default();
    names.insert(name.to_owned());
}

/// The standard library first, as a group of its own; rustfmt sorts the rest.
fn written(imports: &Imports) -> String {
    let (std, other): (Vec<_>, Vec<_>) = imports
        .iter()
        .partition(|(path, _)| path.starts_with("std"));
    let group = |imports: Vec<(&String, &BTreeSet<String>)>| {
        let lines = imports.into_iter().map(|(path, names)| {
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            match names.as_slice() {
                [name] => format!("use {path}::{name};"),
                names => format!("use {path}::{{{}}};", names.join(", ")),
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let groups = [group(std), group(other)];
    let groups: Vec<_> = groups.into_iter().filter(|it| !it.is_empty()).collect();
    groups.join("\n\n")
}
