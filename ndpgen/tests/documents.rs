//! What is said about findings outside of the program: it has to be what the program says. `NDPGEN_BLESS=1 cargo test -p ndpgen --test documents`
//! rewrites the list of codes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use ndpgen::plugin::code::Code;

const CODES: &str = "docs/CHECKS.md";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    let text = fs::read_to_string(path);
    text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All codes as a page.
fn page() -> String {
    let mut page = "\
# What `ndpgen check` finds

An error is something that the server refuses, that can never work, or that the server passes over in silence. A warning is legal, but less or more than meant.
Each finding says where it is, why it matters, and what to do. For examples, see the `expected.txt` of the plugins in [`ndpgen/tests/plugins`](../ndpgen/tests/plugins),
whose names begin with the code. This page is made from the program, where `ndpgen check --codes` prints the same.
"
    .to_owned();
    let mut group = None;
    for code in Code::ALL {
        if group.replace(code.group()) != Some(code.group()) {
            let title = code.group().title();
            write!(
                page,
                "\n## {title}\n\n| code | | what it is about |\n|---|---|---|\n"
            )
            .expect("texts take all");
        }
        let (severity, meaning) = (code.severity(), code.meaning());
        writeln!(page, "| `{code}` | {severity} | {meaning} |").expect("texts take all");
    }
    page
}

#[test]
fn the_list_of_codes_is_current() {
    let path = repository().join(CODES);
    if env::var_os("NDPGEN_BLESS").is_some() {
        fs::write(&path, page()).expect("the page can be written");
    }
    assert_eq!(read(&path), page(), "{CODES}: NDPGEN_BLESS=1 rewrites it");
}

#[test]
fn a_meaning_fits_into_a_table() {
    for code in Code::ALL {
        assert!(!code.meaning().contains('|'), "{code}");
    }
}

#[test]
fn the_readme_shows_a_finding_as_it_is() {
    let readme = read(&repository().join("README.md"));
    let (_, section) = readme
        .split_once("### When something is wrong")
        .expect("README says what is found");
    let mut blocks = section.split("```");
    let shown = blocks.nth(1).and_then(|it| it.strip_prefix("text\n"));
    let shown = shown.expect("a finding is shown");
    let (_, code) = shown.split_once('[').expect("it has a code");
    let (code, _) = code.split_once(']').expect("it has a code");
    let expected = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/plugins")
        .join(code)
        .join("expected.txt");
    assert_eq!(shown.trim_end(), read(&expected).trim_end());
}
