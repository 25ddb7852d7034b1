//! The plugin in README and the first test in the guide: compiled, and their unit tests run, as they stand there.

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
