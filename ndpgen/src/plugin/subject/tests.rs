use super::*;
use crate::plugin::code::Code;
use std::fs;
use tempfile::TempDir;

const MANIFEST: &str =
    r#"{"name": "Hello", "author": "You", "version": "1.0.0", "permissions": {"http": {}}}"#;
const WASM: &[u8] = b"\0asm\x01\0\0\0";

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    folder
}

fn opened(path: &Path) -> (Subject, Vec<Code>) {
    let mut findings = Findings::default();
    let subject = open(path, &mut findings);
    let findings = findings.into_sorted();
    (subject, findings.iter().map(|it| it.code).collect())
}

#[test]
fn what_is_not_there_is_reported() {
    let (subject, codes) = opened(Path::new("there/is/none.ndp"));
    assert_eq!(subject.origin, Origin::Nothing);
    assert_eq!(codes, [Code::UnreadablePackage]);
}

#[test]
fn what_is_no_package_is_not_told_to_be_renamed() {
    let files: [(&str, &[u8]); 3] = [
        ("manifest.json", MANIFEST.as_bytes()),
        ("Cargo.toml", CRATE),
        ("libhello.so", b"\x7fELF\x02\x01"),
    ];
    let folder = folder(&files);
    for (name, _) in files {
        assert_eq!(
            opened(&folder.path().join(name)).1,
            [Code::UnreadablePackage],
            "{name}"
        );
    }
}

#[test]
fn a_workspace_names_its_plugins() {
    let workspace = b"[workspace]\nresolver = \"3\"\nmembers = [\"a\", \"b\"]\n";
    let member = |name: &str, kind: &str| {
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"{kind}\"]\n"
        )
    };
    let (plugin, other) = (member("one", "cdylib"), member("two", "rlib"));
    let folder = folder(&[
        ("Cargo.toml", workspace),
        ("a/Cargo.toml", plugin.as_bytes()),
        ("a/src/lib.rs", b""),
        ("b/Cargo.toml", other.as_bytes()),
        ("b/src/lib.rs", b""),
    ]);
    let mut findings = Findings::default();
    open(folder.path(), &mut findings);
    let findings = findings.into_sorted();
    assert_eq!(findings.len(), 1);
    assert!(findings[0].fix.ends_with("(plugins: `a`)"), "{findings:?}");
}

#[test]
fn a_lone_wasm_file_has_no_manifest() {
    let folder = folder(&[("plugin.wasm", WASM)]);
    let (subject, codes) = opened(&folder.path().join("plugin.wasm"));
    assert_eq!(subject.origin, Origin::Wasm);
    assert!(subject.wasm.is_some() && subject.manifest.is_none() && subject.id.is_none());
    assert_eq!(codes, []);
}

#[test]
fn a_folder_is_named_like_the_package_it_comes_from() {
    let manifest = ("hello.ndp/manifest.json", MANIFEST.as_bytes());
    let folder = folder(&[manifest, ("hello.ndp/plugin.wasm", WASM)]);
    let (subject, codes) = opened(&folder.path().join("hello.ndp"));
    assert_eq!(subject.id.as_deref(), Some("hello"));
    assert_eq!(subject.manifest_text(), Some(MANIFEST));
    assert!(subject.wasm.is_some());
    assert_eq!(codes, []);
}

#[test]
fn the_rest_is_read_when_one_part_cannot_be() {
    let folder = folder(&[("manifest.json", b"{"), ("plugin.wasm", WASM)]);
    let (subject, codes) = opened(folder.path());
    assert!(subject.wasm.is_some());
    assert_eq!(
        (subject.manifest_text(), codes),
        (Some("{"), vec![Code::ManifestSyntax])
    );
}

#[test]
fn what_the_server_would_refuse_is_read_nevertheless() {
    let mut subject = Subject::new("test");
    let manifest = MANIFEST.replace("Hello", "");
    read_manifest(&mut subject, manifest.as_bytes(), &mut Findings::default());
    let permissions = subject.manifest.unwrap().permissions;
    assert!(permissions.declares_key("http"));
}

const CRATE: &[u8] = b"[package]\nname = \"hello\"\nversion = \"0.3.0\"\nedition = \"2024\"\n";

#[test]
fn a_crate_has_a_manifest_beside_cargo_toml_and_no_wasm() {
    let manifest = ("manifest.json", MANIFEST.as_bytes());
    let folder = folder(&[("Cargo.toml", CRATE), ("src/lib.rs", b""), manifest]);
    let (subject, codes) = opened(folder.path());
    assert_eq!((subject.origin, codes), (Origin::Crate, vec![]));
    assert_eq!(subject.id.as_deref(), Some("hello"));
    assert_eq!(subject.crate_version, Some(semver::Version::new(0, 3, 0)));
    assert!(subject.manifest.is_some() && subject.wasm.is_none());
}

#[test]
fn a_crate_may_describe_its_plugin_in_cargo_toml() {
    let described = [
        CRATE,
        b"[package.metadata.navidrome]\nname = \"Described\"\nauthor = \"You\"\n",
    ]
    .concat();
    let described = folder(&[("Cargo.toml", &described), ("src/lib.rs", b"")]);
    let (subject, codes) = opened(described.path());
    assert!(subject.manifest_text().unwrap().contains("Described"));
    assert_eq!(codes, []);
    let silent = folder(&[("Cargo.toml", CRATE), ("src/lib.rs", b"")]);
    assert_eq!(opened(silent.path()).1, [Code::MissingManifest]);
}

#[test]
fn a_crate_that_cargo_cannot_read_is_reported_once() {
    let folder = folder(&[("Cargo.toml", b"[package")]);
    let mut findings = Findings::default();
    open(folder.path(), &mut findings);
    let findings = findings.into_sorted();
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .message
            .starts_with("cargo cannot read the crate: ")
    );
    assert!(!findings[0].message.contains('\n'));
}

#[cfg(unix)]
#[test]
fn a_package_has_the_id_of_its_own_name_and_not_of_a_link_to_it() {
    let folder = folder(&[("real.ndp", b"")]);
    let link = folder.path().join("link.ndp");
    std::os::unix::fs::symlink("real.ndp", &link).unwrap();
    assert_eq!(opened(&link).0.id.as_deref(), Some("real"));
}
