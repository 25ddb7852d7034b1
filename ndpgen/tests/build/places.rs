//! Folders that are not where one looks first: `ndpgen build` uses those that cargo would, and the other commands find what it left there.

use super::fixture::{Crate, MANIFEST, PLUGIN};

const NAME: &str = "Größe mit Leerzeichen/plugin";

fn workspace() -> Crate {
    let place = Crate::new(NAME);
    place.write(
        "all/Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"hello\"]\n",
    );
    place.write_plugin("all/hello", "hello_2", PLUGIN, MANIFEST);
    place
}

#[test]
fn a_relative_target_folder_is_relative_to_the_user() {
    let place = workspace();
    let variables = [("CARGO_TARGET_DIR", "built here")];
    let done = place.run_with(&variables, &["build", "all"]);
    assert!(done.is_success(), "{done}");
    assert!(place.root().join("built here/ndp/hello_2.wasm").is_file());
    let strewn = ["all/built here", "all/hello/built here"];
    assert!(!strewn.iter().any(|it| place.root().join(it).exists()));
    assert_eq!(place.packages(), ["all/hello_2.ndp"]);
    let inspected = place.run_with(&variables, &["inspect", "all/hello"]);
    assert!(inspected.is_success(), "{inspected}");
    assert!(inspected.out.contains("Lifecycle"), "{inspected}");
}

#[test]
fn a_configured_target_folder_is_found_from_anywhere() {
    let place = workspace();
    // The other target is that of a crate which runs elsewhere, too.
    place.write(
        "all/.cargo/config.toml",
        "[build]\ntarget-dir = \"configured\"\ntarget = \"no-such-target\"\n",
    );
    let done = place.run_without_target_dir(&["build", "all"]);
    assert!(done.is_success(), "{done}");
    assert!(
        place
            .root()
            .join("all/configured/ndp/hello_2.wasm")
            .is_file()
    );
    let inspected = place.run_without_target_dir(&["inspect", "all/hello"]);
    assert!(inspected.is_success(), "{inspected}");
    assert!(inspected.out.contains("Lifecycle"), "{inspected}");
}

#[test]
fn a_folder_in_the_way_is_found_before_anything_is_compiled() {
    let place = Crate::new("taken");
    place.write_plugin("", "taken", "does not compile", MANIFEST);
    place.write("taken.ndp/something", "of the user");
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert_eq!(
        done.err,
        "taken.ndp is a folder: remove it, or name another file with --out\n"
    );
    assert_eq!(place.read("taken.ndp/something"), "of the user");
}

#[test]
fn the_library_may_have_another_name_than_the_package() {
    let place = Crate::new("names");
    place.write(
        "Cargo.toml",
        "[package]\nname = \"a-1_b\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nname = \"other\"\ncrate-type = [\"cdylib\", \"rlib\"]\n[features]\ndefault = [\"on\"]\non = []\n[workspace]\n",
    );
    let plugin = PLUGIN.replace("unsafe(no_mangle)", "no_mangle");
    place.write(
        "src/lib.rs",
        &format!("#[cfg(not(feature = \"on\"))]\ncompile_error!(\"off\");\n{plugin}"),
    );
    place.write("manifest.json", MANIFEST);
    let done = place.build(&["--out", "not there/yet/"]);
    assert!(done.is_success(), "{done}");
    assert_eq!(place.packages(), ["not there/yet/a-1_b.ndp"]);
}
