//! The plugin in README: compiled, and its unit test run, as it stands there.

#[path = "readme/hello.rs"]
mod hello;

#[test]
fn readme_shows_this_plugin() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(include_str!("readme/hello.rs")));
}
