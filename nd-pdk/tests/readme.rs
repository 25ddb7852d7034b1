//! What README and the guide show: code as it compiles and runs, messages as tests print them.

#[path = "readme/first_test.rs"]
mod first_test;
#[path = "readme/hello.rs"]
mod hello;

#[test]
fn readme_shows_this_plugin() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(include_str!("readme/hello.rs")));
}

#[test]
fn the_guide_shows_this_test() {
    let guide = include_str!("../src/testing/guide.md");
    assert!(guide.contains(include_str!("readme/first_test.rs")));
}

/// The guide explains some messages that are not ours: of the server, and of the compiler.
const OF_OTHERS: [&str; 3] = [
    "| `module closed with context deadline exceeded` ",
    "| `host \"…\" is not allowed` ",
    "| `unresolved import` or `can't find crate` ",
];

#[test]
fn the_guide_explains_messages_that_tests_print() {
    let guide = include_str!("../src/testing/guide.md");
    let (_, table) = guide
        .split_once("| message | meaning |\n|---|---|\n")
        .unwrap();
    let known = messages();
    for row in table.lines() {
        if OF_OTHERS.iter().any(|others| row.starts_with(others)) {
            continue;
        }
        let cell = row.trim_start_matches("| ").split(" | ").next().unwrap();
        let message = cell.replace('`', "");
        for part in message.split('…').map(str::trim) {
            assert!(known.contains(part), "no test prints `{part}` of {row}");
        }
    }
}

/// All messages that are compared with files, without backticks.
fn messages() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/failures");
    let files = std::fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let texts = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let texts = texts.map(|path| std::fs::read_to_string(path).unwrap());
    texts.collect::<String>().replace('`', "")
}
