//! Whatever stands in a schema file, compiling it ends: with a model, or with a report, never with a panic.

mod survival;

use ndpgen::compile::compile;
use ndpgen::diag::{Code, Report};
use ndpgen::load::load;
use ndpgen::model::Api;
use ndpgen::source::Source;

fn run(path: &str, text: &str) -> Result<Api, Report> {
    let source = Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    compile(&[source]).map(|(_, api)| api)
}

fn codes(text: &str) -> Vec<Code> {
    let report = run("greeter.yaml", text).expect_err("the text has a mistake");
    let mut codes: Vec<Code> = report.findings().iter().map(|it| it.code).collect();
    codes.dedup();
    codes
}

#[test]
fn deep_nesting_ends() {
    let depth = 500_000;
    assert_eq!(codes(&"[".repeat(depth)), [Code::TooDeep]);
    assert_eq!(codes(&"{a: ".repeat(depth / 4)), [Code::TooDeep]);
    assert_eq!(codes(&"- ".repeat(depth)), [Code::TooDeep]);
    assert_eq!(codes(&"? ".repeat(depth)), [Code::TooDeep]);
    let block: String = (0..1_000)
        .map(|at| format!("{}a:\n", " ".repeat(at)))
        .collect();
    assert_eq!(codes(&block), [Code::TooDeep]);
}

#[test]
fn deep_types_end() {
    let items = "items: {type: array, ".repeat(80);
    let text = format!("version: v1-draft\nexports: {{a: {{input: {{type: array, {items}");
    assert_eq!(codes(&text), [Code::TooDeep]);
}

/// Each alias adds the depth of what it stands for: twenty collections, fifty times over.
#[test]
fn aliases_of_aliases_are_as_deep_as_what_they_stand_for() {
    let items = "{type: array, items: ".repeat(20);
    let end = "}".repeat(20);
    let mut text = format!("version: v1-draft\na0: &a0 {items}{{type: string}}{end}\n");
    for at in 1..50 {
        text.push_str(&format!("a{at}: &a{at} {items}*a{}{end}\n", at - 1));
    }
    assert_eq!(codes(&text), [Code::TooDeep]);
}

#[test]
fn aliases_reach_the_same_depth_as_what_is_written_out() {
    let nested = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!("[&a {open}x{close}, {open}*a{close}]")
    };
    // With the list around both: 1 + 31 + 31, then 1 + 32 + 32.
    assert_eq!(codes(&nested(31)), [Code::WrongType]);
    assert_eq!(codes(&nested(32)), [Code::TooDeep]);
}

#[test]
fn exploding_aliases_end() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for at in 1..200 {
        let aliases = vec![format!("*a{}", at - 1); 10].join(", ");
        text.push_str(&format!("a{at}: &a{at} [{aliases}]\n"));
    }
    assert_eq!(codes(&text), [Code::AliasExplosion]);
}

#[test]
fn a_long_text_behind_many_aliases_ends() {
    let aliases = "*a, ".repeat(10_000);
    let text = format!("a: &a {}\nb: [{aliases}]\n", "x".repeat(500_000));
    assert_eq!(codes(&text), [Code::AliasExplosion]);
}

#[test]
fn anchors_around_anchors_end() {
    let open: String = (0..60).map(|at| format!("&a{at} [")).collect();
    let text = format!("{open}{}{}", "x, ".repeat(100_000), "]".repeat(60));
    assert_eq!(codes(&text), [Code::AliasExplosion]);
}

#[test]
fn large_files_end() {
    assert_eq!(codes(&"a: b\n".repeat(2 << 20)), [Code::FileTooLarge]);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("large.yaml");
    std::fs::write(path, "a: b\n".repeat(2 << 20)).expect("a file can be written");
    let report = load(folder.path()).expect_err("the file is too large");
    assert_eq!(report.findings()[0].code, Code::FileTooLarge);
}

#[test]
fn many_mistakes_end() {
    let keys: String = (0..40_000).map(|at| format!("key{at}: 1\n")).collect();
    let text = format!("version: v1-draft\nexports: {{}}\n{keys}");
    let report = run("greeter.yaml", &text).expect_err("no such keys");
    assert_eq!(report.findings().len(), 40_000);
    assert!(
        report
            .to_string()
            .ends_with("40000 errors in 1 file; nothing was written")
    );
}

#[test]
fn a_misspelt_key_behind_many_mistakes_is_not_missing_as_well() {
    let keys: String = (0..900).map(|at| format!("key{at}: 1\n")).collect();
    let text = format!("version: v1-draft\n{keys}exprots: {{}}\n");
    let report = run("greeter.yaml", &text).expect_err("no such keys");
    assert_eq!(report.findings().len(), 901);
    let last = report.findings().last().and_then(|it| it.help.as_deref());
    assert!(last.is_some_and(|it| it.starts_with("did you mean `exports`?")));
    assert!(
        report
            .findings()
            .iter()
            .all(|it| it.code == Code::UnknownKey)
    );
}

#[test]
fn many_mistakes_on_one_line_end() {
    let keys: String = (0..10_000).map(|at| format!("key{at}: 1, ")).collect();
    let text = format!("{{version: v1-draft, exports: {{}}, {keys}}}");
    assert_eq!(codes(&text), [Code::UnknownKey]);
}

#[test]
fn long_names_end() {
    let name = "n".repeat(900_000);
    let text = format!("version: v1-draft\nexports: {{}}\n? {name}\n: {name}\n");
    let report = run("greeter.yaml", &text).expect_err("no such key");
    assert!(report.to_string().len() < 2_000);
}

#[test]
fn a_chain_of_types_needs_no_stack() {
    let mut text = String::from("version: v1-draft\nexports: {}\ncomponents: {schemas: {");
    for at in 0..8_000 {
        let next = (at + 1) % 8_000;
        text.push_str(&format!(
            "T{at}: {{properties: {{n: {{$ref: '#/components/schemas/T{next}'}}}}}},"
        ));
    }
    text.push_str("}}");
    let api = run("greeter.yaml", &text).expect("a ring of optional fields is fine");
    assert_eq!(api.types.len(), 8_000);
}

#[test]
fn a_terminal_is_not_at_the_mercy_of_a_schema() {
    let text = "version: v1-draft\nexports: {}\n\"k\\e[2Jey\": 1 \u{1b}[31m\n";
    let report = run("greeter.yaml", text)
        .expect_err("no such key")
        .to_string();
    assert!(!report.contains('\u{1b}'), "{report}");
}
