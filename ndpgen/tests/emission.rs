//! Emission of what schemas may hold but rarely do: it ends soon, and what it writes stays in proportion.

use ndpgen::compile::compile;
use ndpgen::emit::{Target, emit_tree};
use ndpgen::model::{Api, Docs};
use ndpgen::source::Source;
use serde_json::{Map, Value, json};

fn compile_text(path: &str, text: String) -> Api {
    let path = path.to_owned();
    let (_, api) = compile(&[Source { path, text }]).unwrap_or_else(|report| panic!("{report}"));
    api
}

fn emit(api: &Api, path: &str) -> String {
    let mount = syn::parse_str("crate::generated").unwrap();
    let artifacts = emit_tree(api, &Target::Tree { mount, mocks: true });
    let file = artifacts.into_iter().find(|artifact| artifact.path == path);
    file.unwrap().contents
}

/// A service with one function, whose one parameter is of the type `T0`.
fn service(schemas: &Map<String, Value>) -> String {
    let param = json!({"$ref": "#/components/schemas/T0"});
    let text = json!({
        "version": "v1-draft",
        "x-service": {"permission": null},
        "imports": {"lamp_set": {"x-params": {"request": param}}},
        "components": {"schemas": schemas},
    });
    emit(
        &compile_text("host/lamp.yaml", text.to_string()),
        "host/lamp.rs",
    )
}

/// As many paths lead to the bytes as there are numbers of sixty bits.
#[test]
fn types_that_meet_again_are_not_written_path_by_path() {
    let types = (0..60).map(|at| {
        let next = json!({"$ref": format!("#/components/schemas/T{}", at + 1)});
        (
            format!("T{at}"),
            json!({"properties": {"left": next, "right": next}}),
        )
    });
    let bottom = json!({"properties": {"data": {"type": "buffer"}}});
    let text = service(&types.chain([("T60".to_owned(), bottom)]).collect());
    assert!(
        text.contains("Calls `lamp_set` with `{request}`; the reply is `{}`."),
        "{text}"
    );
    assert!(text.len() < 61 * 1000, "{}", text.len());
}

#[test]
fn a_sentence_lists_few_of_many_places() {
    let buffers = |count| -> String {
        let fields = (0..count).map(|at| (format!("f{at:03}"), json!({"type": "buffer"})));
        let of_all = json!({"properties": fields.collect::<Map<_, _>>()});
        let text = service(&Map::from_iter([("T0".to_owned(), of_all)]));
        text.replace("\n/// ", " ")
    };
    let eight = "`request.f000`, `request.f001`, `request.f002`, `request.f003`, `request.f004`, `request.f005`, `request.f006`";
    let text = buffers(8);
    assert!(
        text.contains(&format!("{eight} and `request.f007` as base64;")),
        "{text}"
    );
    let text = buffers(500);
    assert!(
        text.contains(&format!("{eight}, `request.f007` and more as base64;")),
        "{text}"
    );
    assert!(!text.contains("request.f008"));
}

/// A megabyte of whatever might be the start of something comes out again: only backslashes are added, or brackets around a URL.
#[test]
fn descriptions_of_nothing_but_marks_end() {
    for (mark, tail) in [
        ("<", ">"),
        ("</", ""),
        ("<https://", ">"),
        ("https://", ""),
        ("[", "]"),
        ("[](", ""),
        ("[](", ")"),
        ("[[]](", ""),
        ("[][", "]"),
        ("]:", ""),
        ("`", ""),
        ("``a`", ""),
        ("\\", ""),
        ("|", ""),
    ] {
        let marks = mark.repeat(1_000_000 / mark.len());
        check_description(&format!("a {marks}{tail}"));
    }
    check_description(&format!("https://a/{}", ")".repeat(1_000_000)));
    check_description(&format!("https://{}", ".".repeat(1_000_000)));
    let rows = (1..1_400).map(|ticks| "`".repeat(ticks));
    check_description(&format!("a {}", rows.collect::<Vec<_>>().join(" ")));
}

fn check_description(text: &str) {
    let yaml = "{version: v1-draft, exports: {light: {}}}".to_owned();
    let mut api = compile_text("lamp.yaml", yaml);
    api.capabilities[0].docs = Docs(text.to_owned());
    let file = emit(&api, "capability/lamp.rs");
    let docs: String = file
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .collect();
    let marks = |text: &str| -> String {
        text.chars()
            .filter(|char| !matches!(char, '\\' | ' ' | '<' | '>'))
            .collect()
    };
    let start: String = text.chars().take(20).collect();
    assert!(marks(&docs) == marks(text), "{start}");
}
