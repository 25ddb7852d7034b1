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
    let everything = needed("wasm32-wasip1", "99");
    for test_only in [
        "fragile",
        "inventory",
        "mockall",
        "mockall_derive",
        "nd-rules",
        "predicates",
        "proptest",
        "rand",
        "tempfile",
        "trybuild",
    ] {
        assert!(!everything.contains(test_only), "{test_only}");
    }
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
