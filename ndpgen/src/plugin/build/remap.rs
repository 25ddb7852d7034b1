//! Names for folders that are the same on every machine: where a crate lies must not show in the bytes it becomes. Must not run anything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, Package};

use super::toolchain::{Compiler, SOURCE};

/// The folders of a build that are no part of the workspace.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'a> {
    pub target: &'a Path,
    /// Where cargo keeps what it downloads.
    pub cargo_home: Option<&'a Path>,
    pub compiler: &'a Compiler,
}

/// The arguments of the compiler that give every folder its name. Of those that fit a path the last one counts, so that the longest stand at the end.
pub fn flags(metadata: &Metadata, folders: Folders<'_>) -> Vec<String> {
    let mut names = BTreeMap::new();
    let mut name = |folder: &Path, name: &str| {
        names.insert(folder.to_owned(), name.to_owned());
        // A path through a link is seen both ways.
        if let Ok(canonical) = folder.canonicalize() {
            names.insert(canonical, name.to_owned());
        }
    };
    for package in &metadata.packages {
        if let Some((folder, its_name)) = named(package, metadata) {
            name(folder, &its_name);
        }
    }
    if let Some(cargo_home) = folders.cargo_home {
        name(cargo_home, "/cargo");
    }
    let Compiler { sysroot, commit } = folders.compiler;
    if let Some(sysroot) = sysroot {
        let commit = commit.as_deref().unwrap_or("unknown");
        // The name that a library which comes compiled has already.
        name(&sysroot.join(SOURCE), &format!("/rustc/{commit}"));
    }
    name(folders.target, "/target");
    name(metadata.workspace_root.as_std_path(), "/workspace");
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by_key(|(folder, _)| folder.components().count());
    let flag = |(folder, name): (PathBuf, String)| {
        format!("--remap-path-prefix={}={name}", folder.display())
    };
    names.into_iter().map(flag).collect()
}

/// The folder of a package that is not below the workspace, and its name.
fn named<'a>(package: &'a Package, metadata: &Metadata) -> Option<(&'a Path, String)> {
    let folder = package.manifest_path.parent()?;
    match &package.source {
        // All packages of a registry lie beside each other, be it in cargo's home or in a folder that they are vendored into.
        Some(source) if !source.repr.starts_with("git+") => {
            Some((folder.parent()?.as_std_path(), "/registry".to_owned()))
        }
        None if folder.starts_with(&metadata.workspace_root) => None,
        Some(_) | None => Some((
            folder.as_std_path(),
            format!("/{}-{}", package.name, package.version),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, source: &str, folder: &str) -> String {
        format!(
            r#"{{"name": "{name}", "version": "1.0.0", "id": "{name}", "source": {source}, "dependencies": [], "targets": [],
                "features": {{}}, "manifest_path": "{folder}/Cargo.toml"}}"#
        )
    }

    fn metadata(root: &str) -> Metadata {
        let packages = [
            package("hello", "null", root),
            package("near", "null", &format!("{root}/near")),
            package("far", "null", "/elsewhere/far"),
            package(
                "serde",
                r#""registry+https://example.org/index""#,
                "/home/me/.cargo/registry/src/example-1/serde-1.0.0",
            ),
            package(
                "forked",
                r#""git+https://example.org/forked#1""#,
                "/home/me/.cargo/git/checkouts/forked-1/1",
            ),
        ];
        let packages = packages.join(",");
        let json = format!(
            r#"{{"packages": [{packages}], "workspace_members": ["hello", "near"], "workspace_root": "{root}",
                "target_directory": "{root}/target", "version": 1}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    /// What the compiler makes of a path.
    fn remapped(flags: &[String], path: &str) -> String {
        let pairs = flags.iter().map(|flag| {
            let pair = flag.strip_prefix("--remap-path-prefix=").unwrap();
            pair.split_once('=').unwrap()
        });
        let mut fitting = pairs.filter(|(folder, _)| Path::new(path).starts_with(folder));
        match fitting.next_back() {
            Some((folder, name)) => path.replacen(folder, name, 1),
            None => path.to_owned(),
        }
    }

    fn flags_of(root: &str, target: &str) -> Vec<String> {
        let compiler = Compiler {
            sysroot: Some("/toolchain".into()),
            commit: Some("abc".to_owned()),
        };
        let folders = Folders {
            target: Path::new(target),
            cargo_home: Some(Path::new("/home/me/.cargo")),
            compiler: &compiler,
        };
        flags(&metadata(root), folders)
    }

    #[test]
    fn every_folder_has_a_name_that_is_the_same_everywhere() {
        let flags = flags_of("/home/me/hello", "/home/me/hello/target");
        for (path, expected) in [
            ("/home/me/hello/src/lib.rs", "/workspace/src/lib.rs"),
            (
                "/home/me/hello/near/src/lib.rs",
                "/workspace/near/src/lib.rs",
            ),
            ("/home/me/hello/target/x/out/a.rs", "/target/x/out/a.rs"),
            ("/elsewhere/far/src/lib.rs", "/far-1.0.0/src/lib.rs"),
            (
                "/home/me/.cargo/registry/src/example-1/serde-1.0.0/src/lib.rs",
                "/registry/serde-1.0.0/src/lib.rs",
            ),
            (
                "/home/me/.cargo/git/checkouts/forked-1/1/a.rs",
                "/forked-1.0.0/a.rs",
            ),
            ("/home/me/.cargo/other", "/cargo/other"),
            (
                "/toolchain/lib/rustlib/src/rust/library/std/src/lib.rs",
                "/rustc/abc/library/std/src/lib.rs",
            ),
            ("/elsewhere/other", "/elsewhere/other"),
        ] {
            assert_eq!(remapped(&flags, path), expected, "{flags:#?}");
        }
    }

    #[test]
    fn another_place_gives_the_same_names() {
        let one = flags_of("/a", "/a/target");
        let other = flags_of("/b/c", "/d");
        assert_eq!(
            remapped(&one, "/a/src/lib.rs"),
            remapped(&other, "/b/c/src/lib.rs")
        );
        assert_eq!(remapped(&one, "/a/target/x"), remapped(&other, "/d/x"));
    }
}
