//! What a plugin brings along by depending on this crate.

use std::collections::BTreeSet;
use std::process::Command;

/// Names of the crates that `nd-pdk` needs for `target`: itself, what it names, or everything below.
fn needed(target: &str, depth: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "tree",
            "--locked",
            "--edges=normal",
            "--prefix=none",
            "--format={p}",
        ])
        .args(["--target", target, "--depth", depth])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_plugin_gets_only_what_earns_its_bytes() {
    let expected = [
        "base64",
        "extism-pdk",
        "log",
        "nd-pdk",
        "nd-pdk-macros",
        "serde",
        "serde_json",
    ];
    assert_eq!(
        needed("wasm32-wasip1", "1"),
        expected.map(str::to_owned).into()
    );
}

/// What only tests need: the crates that are named for native targets, and everything below them that a plugin does not need anyway.
#[test]
fn nothing_of_tests_is_part_of_a_plugin() {
    let plugin = needed("wasm32-wasip1", "99");
    let native = needed("x86_64-unknown-linux-gnu", "99");
    let test_only: BTreeSet<_> = native.difference(&plugin).collect();
    for direct in ["inventory", "mockall", "nd-rules", "tempfile", "url"] {
        assert!(
            native.contains(direct) && !plugin.contains(direct),
            "{direct}"
        );
    }
    // Mocks alone are more than ten crates.
    assert!(test_only.len() > 20, "{test_only:?}");
    // With what the macros need while they run in the compiler.
    let permitted = [
        "anyhow",
        "base64",
        "bytemuck",
        "bytes",
        "either",
        "equivalent",
        "extism-convert",
        "extism-convert-macros",
        "extism-pdk",
        "extism-pdk-derive",
        "hashbrown",
        "indexmap",
        "itertools",
        "itoa",
        "log",
        "manyhow",
        "manyhow-macros",
        "memchr",
        "nd-pdk",
        "nd-pdk-macros",
        "num-traits",
        "proc-macro-crate",
        "proc-macro-utils",
        "proc-macro2",
        "prost",
        "prost-derive",
        "quote",
        "rmp",
        "rmp-serde",
        "serde",
        "serde_core",
        "serde_derive",
        "serde_json",
        "smallvec",
        "strsim",
        "syn",
        "toml_datetime",
        "toml_edit",
        "toml_parser",
        "unicode-ident",
        "winnow",
        "zmij",
    ];
    let strangers: Vec<_> = plugin
        .iter()
        .filter(|name| !permitted.contains(&name.as_str()))
        .collect();
    assert_eq!(
        strangers, [""; 0],
        "what is it for, and what does it weigh?"
    );
}

#[test]
fn natively_nothing_of_extism_is_linked() {
    let everything = needed("x86_64-unknown-linux-gnu", "99");
    assert!(everything.contains("serde_json"));
    assert!(
        !everything.iter().any(|name| name.contains("extism")),
        "{everything:?}"
    );
}
