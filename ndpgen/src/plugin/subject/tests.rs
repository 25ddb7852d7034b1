use super::*;
use std::fs;

#[test]
fn what_is_not_there_is_reported() {
    let mut findings = Findings::default();
    let subject = open(Path::new("there/is/none.ndp"), &mut findings);
    assert_eq!(subject.origin, Origin::Nothing);
    assert_eq!(findings.into_sorted().len(), 1);
}

#[test]
fn a_lone_wasm_file_has_no_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.wasm");
    fs::write(&path, b"\0asm\x01\0\0\0").unwrap();
    let mut findings = Findings::default();
    let subject = open(&path, &mut findings);
    assert_eq!(subject.origin, Origin::Wasm);
    assert!(subject.wasm.is_some() && subject.manifest.is_none() && subject.id.is_none());
    assert_eq!(findings.into_sorted(), []);
}
