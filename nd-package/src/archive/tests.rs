use super::*;
use crate::Package;

fn archive() -> Vec<u8> {
    let package = Package {
        id: "hello".to_owned(),
        manifest: "{}".to_owned(),
        wasm: vec![7; 4096],
    };
    package.archive().unwrap()
}

#[test]
fn what_is_packed_is_listed_and_unpacked() {
    let bytes = archive();
    let archive = Archive::read(&bytes).unwrap();
    let names: Vec<&[u8]> = archive
        .entries()
        .iter()
        .map(|entry| &entry.name[..])
        .collect();
    assert_eq!(names, [&b"manifest.json"[..], b"plugin.wasm"]);
    let wasm = archive.find("plugin.wasm").unwrap();
    assert_eq!((wasm.size, wasm.method), (4096, Method::Deflated));
    assert_eq!(archive.unpack(wasm, 4096).unwrap(), vec![7; 4096]);
    assert_eq!(archive.unpack(wasm, 4095), Err(Unreadable::TooLarge));
}
