//! Which package a plugin is built from, and whether it can be one. Must not run anything but `cargo metadata`.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use cargo_metadata::{CargoOpt, CrateType, Metadata, MetadataCommand, Package, TargetKind};

use toml::{Table, Value};

use super::toolchain::{self, Choice, TARGET};
use crate::diag::{advise, list, nearest, quote};
use crate::plugin::workspace::{self, CARGO_TOML, package_in};

/// What cargo knows of the crate or workspace in a folder.
///
/// # Errors
/// There is none, or cargo cannot read it; in cargo's words.
pub fn read(choice: &Choice, folder: &Path) -> Result<Metadata> {
    ensure!(
        folder.join(CARGO_TOML).is_file(),
        "there is no Cargo.toml in {}: name the folder of a crate, or make one with `ndpgen new`",
        folder.display()
    );
    let mut question = MetadataCommand::new();
    question
        .cargo_path(toolchain::cargo(choice))
        .features(CargoOpt::SomeFeatures(Vec::new()))
        .other_options(["--filter-platform".to_owned(), TARGET.to_owned()]);
    Ok(workspace::ask(folder, &mut question, |command| {
        toolchain::prepare(choice, command);
    })?)
}

/// The package to build: the one with this name, the one in the folder itself, or the only plugin of the workspace.
///
/// # Errors
/// There is none, there are several, or it cannot become a plugin.
pub fn select<'a>(
    metadata: &'a Metadata,
    folder: &Path,
    name: Option<&str>,
) -> Result<&'a Package> {
    let members = metadata.workspace_packages();
    let package = match (name, package_in(metadata, folder)) {
        (Some(name), _) => named(&members, name)?,
        (None, Some(package)) => package,
        (None, None) => only_plugin(&members)?,
    };
    can_be_plugin(package)?;
    Ok(package)
}

fn named<'a>(members: &[&'a Package], name: &str) -> Result<&'a Package> {
    if let Some(package) = members.iter().find(|package| package.name.as_str() == name) {
        return Ok(package);
    }
    let names = || members.iter().map(|package| package.name.as_str());
    let advice = advise(nearest(name, names()), "packages", names());
    bail!("the workspace has no package {}: {advice}", quote(name))
}

/// Those members of the workspace that can be built to plugins.
pub fn plugins<'a>(members: &[&'a Package]) -> Vec<&'a Package> {
    members.iter().copied().filter(|it| is_plugin(it)).collect()
}

fn only_plugin<'a>(members: &[&'a Package]) -> Result<&'a Package> {
    let plugins = plugins(members);
    match plugins[..] {
        [plugin] => Ok(plugin),
        [] => bail!("no package of the workspace is a plugin: one that is has {CDYLIB}"),
        [..] => {
            let names = plugins.iter().map(|package| package.name.as_str());
            bail!(
                "the workspace has several plugins: name one with --package ({})",
                list("plugins", names)
            )
        }
    }
}

/// What the library of a plugin has to say.
const CDYLIB: &str = "crate-type = [\"cdylib\"] under [lib] in its Cargo.toml";

fn is_plugin(package: &Package) -> bool {
    let is_cdylib =
        |target: &cargo_metadata::Target| target.crate_types.contains(&CrateType::CDyLib);
    package
        .targets
        .iter()
        .any(|target| is_cdylib(target) && !is_example(target))
}

fn is_example(target: &cargo_metadata::Target) -> bool {
    target.kind.contains(&TargetKind::Example)
}

fn can_be_plugin(package: &Package) -> Result<()> {
    if is_plugin(package) {
        return Ok(());
    }
    let is_bin = |target: &cargo_metadata::Target| target.kind.contains(&TargetKind::Bin);
    let is_program = |target: &cargo_metadata::Target| {
        is_bin(target) || is_example(target) || target.kind.contains(&TargetKind::CustomBuild)
    };
    let is_test = |target: &cargo_metadata::Target| {
        target.kind.contains(&TargetKind::Test) || target.kind.contains(&TargetKind::Bench)
    };
    let has_library = !package
        .targets
        .iter()
        .all(|it| is_program(it) || is_test(it));
    let first = match has_library {
        true => "Its library must become a cdylib",
        false => {
            "It has no library, and the server runs no program: what is in src/main.rs moves to src/lib.rs"
        }
    };
    let path = &package.manifest_path;
    let cargo_toml = fs::read_to_string(path).unwrap_or_default();
    bail!(
        "{} is not a plugin. {first}; {}\n",
        quote(&package.name),
        to_write(&cargo_toml, path.as_str())
    )
}

/// What makes a cdylib of the library, by what Cargo.toml says of it already: TOML takes no table twice, and no key.
fn to_write(cargo_toml: &str, path: &str) -> String {
    let table: Table = cargo_toml.parse().unwrap_or_default();
    let library = table.get("lib");
    let kinds = library.and_then(|it| it.get("crate-type").or(it.get("crate_type")));
    match (library, kinds) {
        (None, _) => format!("add to {path}:\n\n[lib]\ncrate-type = [\"cdylib\"]"),
        (Some(_), None) => {
            format!("add to [lib] in {path}:\n\ncrate-type = [\"cdylib\"]")
        }
        (Some(_), Some(kinds)) => {
            let mut wanted = kinds.as_array().cloned().unwrap_or_default();
            wanted.insert(0, "cdylib".into());
            let wanted = Value::Array(wanted);
            format!("change `crate-type` under [lib] in {path} to:\n\ncrate-type = {wanted}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_there_is_not_written_again() {
        let said = |text| to_write(text, "Cargo.toml");
        let new = "add to Cargo.toml:\n\n[lib]\ncrate-type = [\"cdylib\"]";
        assert_eq!(said("[package]"), new);
        let added = "add to [lib] in Cargo.toml:\n\ncrate-type = [\"cdylib\"]";
        assert_eq!(said("[lib]\nname = \"x\""), added);
        let changed = said("[lib]\ncrate-type = [\"rlib\"]");
        assert!(changed.starts_with("change `crate-type`"), "{changed}");
        assert!(
            changed.ends_with("\ncrate-type = [\"cdylib\", \"rlib\"]"),
            "{changed}"
        );
    }

    /// A workspace in `/w` with packages of these names and kinds of target.
    fn workspace(packages: &[(&str, &str)]) -> Metadata {
        let members: Vec<_> = packages
            .iter()
            .map(|(name, _)| format!("{name:?}"))
            .collect();
        let packages = packages.iter().map(|(name, kind)| {
            format!(
                r#"{{"name": "{name}", "version": "1.0.0", "id": "{name}", "source": null, "dependencies": [], "features": {{}},
                    "manifest_path": "/w/{name}/Cargo.toml", "targets": [{{"kind": ["{kind}"], "crate_types": ["{kind}"], "name": "{name}",
                    "src_path": "/w/{name}/src/x.rs", "edition": "2024"}}]}}"#
            )
        });
        let packages: Vec<_> = packages.collect();
        let json = format!(
            r#"{{"packages": [{}], "workspace_members": [{}], "workspace_root": "/w", "target_directory": "/w/target", "version": 1}}"#,
            packages.join(","),
            members.join(",")
        );
        serde_json::from_str(&json).unwrap()
    }

    fn selected(packages: &[(&str, &str)], name: Option<&str>) -> Result<String, String> {
        let metadata = workspace(packages);
        let package = select(&metadata, Path::new("/w"), name);
        package
            .map(|package| package.name.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_only_plugin_of_a_workspace_is_found_among_other_crates() {
        let packages = [("tool", "bin"), ("plugin", "cdylib"), ("shared", "lib")];
        assert_eq!(selected(&packages, None).unwrap(), "plugin");
    }

    #[test]
    fn of_several_plugins_one_must_be_named() {
        let packages = [("one", "cdylib"), ("two", "cdylib"), ("tool", "bin")];
        let error = selected(&packages, None).unwrap_err();
        assert!(error.contains("plugins: `one`, `two`"), "{error}");
        assert_eq!(selected(&packages, Some("two")).unwrap(), "two");
        let error = selected(&packages, Some("tow")).unwrap_err();
        assert!(error.contains("did you mean `two`?"), "{error}");
    }

    #[test]
    fn what_is_no_cdylib_is_told_what_to_add() {
        for (kind, hint) in [
            ("lib", "must become a cdylib"),
            ("bin", "src/main.rs moves to src/lib.rs"),
        ] {
            let error = selected(&[("other", kind)], Some("other")).unwrap_err();
            assert!(error.contains(hint), "{error}");
            assert!(
                error.contains("[lib]\ncrate-type = [\"cdylib\"]"),
                "{error}"
            );
        }
        assert!(selected(&[("tool", "bin")], None).is_err());
    }
}
