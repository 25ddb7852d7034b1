//! The macros as plugin authors meet them: what compiles, and what the compiler says about mistakes.
//!
//! Two ways of checking: the texts of the macros themselves are compared word by word (`ui/fail`); those of the compiler change with its
//! version, so of these only number, place, headline and the notes of ours are compared (`ui/compiler`), natively and for WebAssembly.

use std::collections::BTreeMap;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn texts_of_the_macros() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*.rs");
}

#[test]
fn errors_of_the_compiler() {
    let project = Project::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/compiler"));
    assert_eq!(project.check(None), project.expected());
    if has_wasm_target() {
        assert_eq!(project.check(Some(WASM)), project.expected());
    } else {
        eprintln!("skipped for {WASM}: the toolchain has no standard library for it");
    }
}

const WASM: &str = "wasm32-wasip1";

/// What is compared of an error: line, column, headline; and the same place again for each note of ours.
type Errors = Vec<(u64, u64, String)>;

/// A scratch crate with a binary for each case.
struct Project {
    directory: PathBuf,
    cases: Vec<PathBuf>,
}

impl Project {
    fn new(cases: PathBuf) -> Self {
        let mut cases: Vec<_> = fs::read_dir(cases)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        cases.sort();
        let nd_pdk = env!("CARGO_MANIFEST_DIR");
        let mut manifest = format!(
            "[package]\nname = \"ui-compiler\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nnd-pdk = {{ path = {nd_pdk:?} }}\n"
        );
        for case in &cases {
            manifest += &format!("[[bin]]\nname = {:?}\npath = {case:?}\n", stem(case));
        }
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui-compiler");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("Cargo.toml"), manifest).unwrap();
        fs::copy(
            Path::new(nd_pdk).join("../Cargo.lock"),
            directory.join("Cargo.lock"),
        )
        .unwrap();
        Self { directory, cases }
    }

    /// The errors of each case, as the compiler reports them.
    fn check(&self, target: Option<&str>) -> BTreeMap<String, Errors> {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.directory).args([
            "check",
            "--keep-going",
            "--message-format=json",
            "--target-dir=target",
        ]);
        command.args(target.map(|target| format!("--target={target}")));
        let output = command.output().unwrap();
        let mut errors = self.without_errors();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let message: Value = serde_json::from_str(line).unwrap();
            if let Some(error) = error(&message["message"]) {
                let (line, column, _) = error;
                let notes = notes(&message["message"]).map(|note| (line, column, note));
                errors
                    .get_mut(message["target"]["name"].as_str().unwrap())
                    .expect("an error in a case")
                    .extend(iter::once(error).chain(notes));
            }
        }
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(
            errors.values().any(|errors| !errors.is_empty()),
            "the cases were not compiled:\n{log}"
        );
        errors
            .into_iter()
            .map(|(case, mut errors)| {
                errors.sort();
                (case, errors)
            })
            .collect()
    }

    /// The errors that the cases announce: `// ^^^^ headline or note` below the place.
    fn expected(&self) -> BTreeMap<String, Errors> {
        let mut errors = self.without_errors();
        for case in &self.cases {
            let text = fs::read_to_string(case).unwrap();
            let errors = errors.get_mut(&stem(case)).unwrap();
            let mut place = 0;
            for (number, line) in (1..).zip(text.lines()) {
                match line.find('^').filter(|_| line.starts_with("//")) {
                    Some(column) => {
                        let error = line.trim_start_matches(['/', ' ', '^']).to_owned();
                        errors.push((place, column as u64 + 1, error));
                    }
                    None => place = number,
                }
            }
            errors.sort();
        }
        errors
    }

    fn without_errors(&self) -> BTreeMap<String, Errors> {
        self.cases
            .iter()
            .map(|case| (stem(case), Errors::new()))
            .collect()
    }
}

fn stem(case: &Path) -> String {
    case.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// Place and text of an error; the summary at the end of a compilation has no place.
fn error(message: &Value) -> Option<(u64, u64, String)> {
    if message["level"] != "error" {
        return None;
    }
    let spans = message["spans"].as_array()?;
    let place = spans.iter().find(|span| span["is_primary"] == true)?;
    let text = message["message"].as_str()?.to_owned();
    Some((
        place["line_start"].as_u64()?,
        place["column_start"].as_u64()?,
        text,
    ))
}

/// What we say beneath an error: how to register a trait.
fn notes(message: &Value) -> impl Iterator<Item = String> {
    let children = message["children"].as_array().into_iter().flatten();
    let texts = children.filter_map(|child| child["message"].as_str());
    let ours = texts.filter(|text| text.contains("registers this trait"));
    ours.map(|text| format!("note: {text}"))
}

fn has_wasm_target() -> bool {
    let rustc = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .output()
        .unwrap();
    Path::new(String::from_utf8(rustc.stdout).unwrap().trim()).exists()
}
