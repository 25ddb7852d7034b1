//! Cases that are made by code: archives that no tool packs, and files that are too large to keep. Must not say what is found in them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use nd_package::package::{LARGEST_MANIFEST, MANIFEST, WASM};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{of_base, wasm_of};

/// Makes a plugin at this path.
type Make = fn(&Path);

const MADE: &[(&str, Make)] = &[
    ("unreadable-package", |path| write(path, b"no archive")),
    ("unreadable-package--cut-off", |path| {
        let whole = pack(&sound());
        write(path, &whole[..whole.len() - 40]);
    }),
    ("unreadable-package--empty", |path| write(path, b"")),
    ("unreadable-package--wasm", |path| write(path, &wasm())),
    ("unreadable-package--missing", |_| {}),
    ("unreadable-package--wrong-number", |path| {
        let mut bytes = pack(&sound());
        let at = bytes.len() - 12;
        bytes[at] = 7;
        write(path, &bytes);
    }),
    ("unreadable-package--many-entries", |path| {
        let names: Vec<String> = (0..70_000).map(|number| number.to_string()).collect();
        let entries: Vec<Entry<'_>> = names.iter().map(|it| (it.as_str(), Vec::new())).collect();
        write(path, &pack(&entries));
    }),
    ("missing-manifest", |path| {
        write(path, &pack(&[(WASM, wasm())]));
    }),
    ("missing-manifest--folder", |path| {
        fs::create_dir(path).expect("a folder");
        write(&path.join(WASM), &wasm());
    }),
    ("missing-manifest--other-case", |path| {
        write(
            path,
            &pack(&[("Manifest.json", manifest()), (WASM, wasm())]),
        );
    }),
    ("missing-wasm", |path| {
        write(path, &pack(&[(MANIFEST, manifest())]));
    }),
    ("missing-wasm--other-name", |path| {
        write(
            path,
            &pack(&[(MANIFEST, manifest()), ("hello.wasm", wasm())]),
        );
    }),
    ("missing-wasm--in-a-folder", |path| {
        write(
            path,
            &pack(&[
                ("hello/manifest.json", manifest()),
                ("hello/plugin.wasm", wasm()),
            ]),
        );
    }),
    ("duplicate-entry", |path| {
        let twin = ("plugin.wasn", wasm());
        let bytes = pack(&[sound(), vec![twin]].concat());
        write(path, &replace(bytes, b"plugin.wasn", b"plugin.wasm"));
    }),
    ("unsafe-entry", |path| {
        let names = ["../up", "/absolute", "C:/drive", "back\\slash", "new\nline"];
        let extra = names.map(|name| (name, Vec::new()));
        write(path, &pack(&[sound(), extra.to_vec()].concat()));
    }),
    ("unsafe-entry--no-text", |path| {
        let bytes = pack(&[sound(), vec![("no text", Vec::new())]].concat());
        write(path, &replace(bytes, b"no text", b"no\xfftext"));
    }),
    ("extra-entry", |path| {
        write(
            path,
            &pack(&[sound(), vec![("README.md", Vec::new())]].concat()),
        );
    }),
    ("extra-entry--many", |path| {
        let names: Vec<String> = (0..1_000).map(|number| format!("{number:04}")).collect();
        let extra = names.iter().map(|name| (name.as_str(), Vec::new()));
        write(
            path,
            &pack(&sound().into_iter().chain(extra).collect::<Vec<_>>()),
        );
    }),
    ("unreadable-entry", |path| {
        let mut bytes = store(&sound());
        let at = bytes
            .windows(5)
            .position(|it| it == b"Hello")
            .expect("the manifest is stored");
        bytes[at] = b'J';
        write(path, &bytes);
    }),
    ("unreadable-entry--encrypted", |path| {
        let bytes = with_list_field(store(&sound()), 8, 1);
        write(path, &replace(bytes, b"Hello", b"\x8a\x01\xf3\x77\x0e"));
    }),
    ("unreadable-entry--method", |path| {
        write(path, &with_list_field(pack(&sound()), 10, 93));
    }),
    ("entry-too-large", |path| {
        let spaces = vec![b' '; 50 * 1024 * 1024];
        write(path, &pack(&[(MANIFEST, spaces), (WASM, wasm())]));
    }),
    ("entry-too-large--folder", |path| {
        fs::create_dir(path).expect("a folder");
        let size = usize::try_from(LARGEST_MANIFEST).expect("it fits") + 1;
        write(&path.join(MANIFEST), &vec![b' '; size]);
        write(&path.join(WASM), &wasm());
    }),
    ("manifest-syntax--nested-too-deep", |path| {
        let (open, close) = (r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
        let manifest = format!("{open}1{close}").into_bytes();
        write(path, &pack(&[(MANIFEST, manifest), (WASM, wasm())]));
    }),
];

/// The cases that are made here.
pub(super) const NAMES: &[&str] = &{
    let mut names = [""; MADE.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = MADE[at].0;
        at += 1;
    }
    names
};

/// Makes the case of this name, if it is one of those that are made.
pub(super) fn make(name: &str, path: &Path) -> bool {
    let case = MADE.iter().find(|(made, _)| *made == name);
    if let Some((_, make)) = case {
        make(path);
    }
    case.is_some()
}

type Entry<'a> = (&'a str, Vec<u8>);

/// What a plugin has to have.
fn sound() -> Vec<Entry<'static>> {
    vec![(MANIFEST, manifest()), (WASM, wasm())]
}

fn manifest() -> Vec<u8> {
    of_base(MANIFEST).into_bytes()
}

fn wasm() -> Vec<u8> {
    wasm_of(Path::new(super::BASE))
}

fn pack(entries: &[Entry<'_>]) -> Vec<u8> {
    pack_as(entries, CompressionMethod::Deflated)
}

fn store(entries: &[Entry<'_>]) -> Vec<u8> {
    pack_as(entries, CompressionMethod::Stored)
}

fn pack_as(entries: &[Entry<'_>], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, contents) in entries {
        writer.start_file(*name, options).expect("an entry begins");
        writer.write_all(contents).expect("an entry is written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Sets a field of the first entry in the list of an archive.
fn with_list_field(mut bytes: Vec<u8>, offset: usize, value: u8) -> Vec<u8> {
    let entry = bytes.windows(4).position(|it| it == b"PK\x01\x02");
    bytes[entry.expect("an archive has a list") + offset] = value;
    bytes
}

/// Replaces one text by another of the same length everywhere.
fn replace(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("the case can be written");
}
