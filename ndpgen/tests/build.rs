//! `ndpgen build`, run as authors run it: on small crates in folders of their own, with the compiler and the server's rules.

#[path = "build/fixture.rs"]
mod fixture;
#[path = "build/from_code.rs"]
mod from_code;
#[path = "build/places.rs"]
mod places;

use fixture::{ASKING_PLUGIN, Crate, MANIFEST, PLUGIN, library};
use nd_package::Package;
use nd_package::module::Module;

#[test]
fn a_plugin_becomes_a_package_of_the_same_bytes_in_every_folder() {
    let places = [Crate::lasting("one"), Crate::lasting("other/deeper")];
    let packages = places.map(|place| {
        place.write_workspace_with_nd_pdk();
        for package in place.packages() {
            std::fs::remove_file(place.root().join(package)).unwrap();
        }
        let done = place.build_without_target_dir(&["--release"]);
        assert!(done.is_success(), "{done}");
        assert!(done.out.contains("Lifecycle"), "{done}");
        assert!(done.out.contains("Config (1 function)"), "{done}");
        place.root().join("my-plugin.ndp")
    });
    let package = Package::open(&packages[0]).unwrap();
    assert_eq!(package.id, "my-plugin");
    assert_eq!(package.manifest, MANIFEST);
    let module = Module::read(&package.wasm).unwrap();
    assert!(module.exported_functions().any(|it| it == "nd_on_init"));
    assert!(!module.sections.iter().any(|section| section.is_custom));
    let shown = String::from_utf8_lossy(&package.wasm);
    assert!(shown.contains("/workspace/plugin/src/absolute.rs"));
    assert!(!shown.contains(env!("CARGO_TARGET_TMPDIR")));
    let [one, other] = packages.map(|package| std::fs::read(package).unwrap());
    assert!(one == other, "the bytes differ");
}

#[test]
fn a_plugin_of_a_workspace_is_named_and_goes_where_it_is_told_to() {
    let place = Crate::new("members");
    place.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"one\", \"two\"]\n",
    );
    for name in ["one", "two"] {
        place.write_plugin(name, name, PLUGIN, MANIFEST);
    }
    let done = place.build(&[]);
    assert!(!done.is_success(), "{done}");
    assert!(
        done.err.contains("--package (plugins: `one`, `two`)"),
        "{done}"
    );
    // A target folder of its own, which cargo is told in a file.
    place.write(
        ".cargo/config.toml",
        "[build]\ntarget-dir = \"else where\"\n",
    );
    let done =
        place.build_without_target_dir(&["--package", "two", "--out", "packages/", "--quiet"]);
    assert!(
        done.is_success() && done.out.is_empty() && done.err.is_empty(),
        "{done}"
    );
    let package = Package::open(place.root().join("packages/two.ndp")).unwrap();
    let kept = place.root().join("else where/ndp/two.wasm");
    let kept = Module::read(&std::fs::read(kept).unwrap()).unwrap();
    assert!(
        kept.sections.iter().any(|section| section.name == "name"),
        "names are kept beside it"
    );
    assert!(kept.size > package.wasm.len());
    assert_eq!(place.packages(), ["packages/two.ndp"]);
}

#[test]
fn the_version_of_cargo_toml_counts() {
    let place = Crate::new("version");
    let old = MANIFEST.replace("0.1.0", "0.0.9");
    place.write_plugin("", "hello", PLUGIN, &old);
    let done = place.build(&[]);
    assert!(!done.is_success(), "{done}");
    assert!(done.err.contains("error[version-mismatch]"), "{done}");
    assert!(
        done.err.contains("0.0.9") && done.err.contains("0.1.0"),
        "{done}"
    );
    assert_eq!(place.read("manifest.json"), old, "untouched");
    assert!(place.packages().is_empty());
    let done = place.build(&["--sync-version"]);
    assert!(done.is_success(), "{done}");
    assert_eq!(place.read("manifest.json"), MANIFEST);
    let package = Package::open(place.root().join("hello.ndp")).unwrap();
    assert_eq!(package.manifest, MANIFEST);
}

#[test]
fn what_is_no_plugin_is_told_how_to_become_one() {
    let place = Crate::new("no-plugin");
    place.write(
        "Cargo.toml",
        "[package]\nname = \"tool\"\nedition = \"2024\"\n[workspace]\n",
    );
    place.write("src/main.rs", "fn main() {}\n");
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(
        done.err.contains("[lib]\ncrate-type = [\"cdylib\"]"),
        "{done}"
    );
    assert!(done.err.contains("src/lib.rs"), "{done}");
    let done = place.build_in("not-there", &[]);
    assert!(done.err.contains("there is no folder"), "{done}");
    let done = place.build_in("src", &[]);
    assert!(done.err.contains("there is no Cargo.toml"), "{done}");
    place.write("src/lib.rs", "");
    place.write("Cargo.toml", &library("tool"));
    let done = place.build(&[]);
    assert!(done.err.contains("manifest.json is not there"), "{done}");
}

#[test]
fn what_does_not_compile_is_shown_as_cargo_shows_it() {
    let place = Crate::new("broken");
    place.write_plugin("", "broken", "fn broken() -> u8 { \"text\" }", MANIFEST);
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(
        done.err.contains("error[E0308]: mismatched types"),
        "{done}"
    );
    assert!(done.err.contains("--> src/lib.rs:1:21"), "{done}");
    assert!(done.out.is_empty() && place.packages().is_empty(), "{done}");
    let done = place.build(&["--profile", "unknown"]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(
        done.err.contains("profile `unknown` is not defined"),
        "{done}"
    );
}

#[test]
fn with_an_error_nothing_is_written() {
    let place = Crate::new("faulty");
    place.write_plugin("", "faulty", ASKING_PLUGIN, MANIFEST);
    place.write("faulty.ndp", "an old one");
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(done.err.contains("error[missing-permission]"), "{done}");
    assert!(done.err.contains("no package is written"), "{done}");
    assert_eq!(place.read("faulty.ndp"), "an old one");
    let left = "faulty.ndp is not touched: it is still that of an earlier build\n";
    assert!(done.err.contains(left), "{done}");
    let done = place.build(&["--no-check"]);
    assert!(done.is_success(), "{done}");
    assert!(Package::open(place.root().join("faulty.ndp")).is_ok());
}

#[test]
fn a_manifest_that_is_none_is_found_before_anything_is_compiled() {
    let place = Crate::new("syntax");
    place.write_plugin("", "syntax", "does not compile", "{\n  \"name\": }");
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(done.err.contains("manifest.json:2:11"), "{done}");
    assert!(!done.err.contains("src/lib.rs"), "{done}");
}

#[test]
fn a_toolchain_that_there_is_not_is_an_error_before_anything_else() {
    let place = Crate::new("toolchain");
    let done = place.build_with(&[("NDPDK_WASM_TOOLCHAIN", "nightly")], &[]);
    assert_eq!(done.code, Some(2), "{done}");
    assert!(
        done.err.contains("none of rustup, debian and auto"),
        "{done}"
    );
    let nothing = place.root().join("nothing");
    std::fs::create_dir_all(&nothing).unwrap();
    let nothing = nothing.to_str().unwrap();
    let variables = [
        ("NDPDK_WASM_TOOLCHAIN", "rustup"),
        ("PATH", nothing),
        ("RUSTC", "not-there"),
    ];
    let done = place.build_with(&variables, &[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(
        done.err.contains("rustup target add wasm32-wasip1"),
        "{done}"
    );
    assert!(done.err.contains("apt-get install"), "{done}");
}

#[test]
fn flags_of_the_user_count_beside_ours() {
    let place = Crate::new("flags");
    let plugin = format!("{PLUGIN}\n#[cfg(not(mine))]\ncompile_error!(\"the flag is lost\");\n");
    place.write_plugin("", "flags", &plugin, MANIFEST);
    let mut built = Vec::new();
    for config in [
        "[target.wasm32-wasip1]\nrustflags = [\"--cfg\", \"mine\"]\n",
        "[build]\nrustflags = [\"--cfg\", \"mine\"]\n",
        "[build]\nrustflags = \"--cfg mine\"\n",
        "[build]\nrustflags = [\"--cfg\", \"lost\"]\n[target.'cfg(target_family = \"wasm\")']\nrustflags = [\"--cfg\", \"mine\"]\n",
    ] {
        place.write(".cargo/config.toml", config);
        let done = place.build(&["--no-optimise"]);
        assert!(done.is_success(), "{config}{done}");
        built.push(std::fs::read(place.root().join("flags.ndp")).unwrap());
    }
    std::fs::remove_file(place.root().join(".cargo/config.toml")).unwrap();
    let done = place.build_with(&[("RUSTFLAGS", "--cfg  mine")], &["--no-optimise"]);
    assert!(done.is_success(), "{done}");
    let second = std::fs::read(place.root().join("flags.ndp")).unwrap();
    assert!(built.iter().all(|it| *it == second), "the bytes differ");
}
