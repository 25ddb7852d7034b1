//! What must hold for any bytes, tried with the whole corpus, with what is left of plugins that are cut off, and with chance. The fuzz targets go further.

use std::path::{Path, PathBuf};
use std::{env, fs};

use ndpgen::plugin::fuzz;
use proptest::prelude::*;
use proptest::sample::Index;
use wasmparser::{Parser, Payload};

use super::{BASE, CASES, Case, cases, name_of, of_base, read, set_up, wasm_of};

/// A folder to write the inputs to, as seeds of the fuzz targets.
const SEEDS: &str = "NDPGEN_SEEDS";

/// What is read, and how.
struct Input {
    target: &'static str,
    name: String,
    bytes: Vec<u8>,
}

impl Input {
    fn try_out(&self) {
        match self.target {
            "fuzz_package" => fuzz::package(&self.bytes),
            "fuzz_manifest" => fuzz::manifest(&self.bytes),
            "fuzz_wasm" => fuzz::wasm(&self.bytes),
            other => panic!("no target {other}"),
        }
    }
}

/// Everything of the corpus, and the base.
fn inputs() -> Vec<Input> {
    let base = Path::new(CASES).join(BASE);
    let of_case = |case: PathBuf| {
        let name = name_of(&case).to_owned();
        let input = |target, bytes: Option<Vec<u8>>| {
            let name = name.clone();
            bytes.map(|bytes| Input {
                target,
                name,
                bytes,
            })
        };
        let has_wasm = ["plugin.wat", "plugin.wasm.hex"].map(|it| case.join(it).is_file());
        let wasm = has_wasm.contains(&true).then(|| wasm_of(&case));
        let manifest = read(&case, "manifest.json").map(String::into_bytes);
        [
            input("fuzz_package", package_of(&case)),
            input("fuzz_manifest", manifest),
            input("fuzz_wasm", wasm),
        ]
    };
    let cases = cases().into_iter().chain([base]);
    cases.flat_map(of_case).flatten().collect()
}

/// The package of a case, if it is one.
fn package_of(case: &Path) -> Option<Vec<u8>> {
    let Case { folder, name } = set_up(case);
    let path = folder.path().join(name);
    path.is_file()
        .then(|| fs::read(path).expect("a package can be read"))
}

fn base_package() -> Vec<u8> {
    package_of(&Path::new(CASES).join(BASE)).expect("the base is a package")
}

fn base_wasm() -> Vec<u8> {
    wasm_of(&Path::new(CASES).join(BASE))
}

#[test]
fn the_whole_corpus_is_handled() {
    let seeds = env::var_os(SEEDS).map(PathBuf::from);
    for input in inputs() {
        input.try_out();
        if let Some(seeds) = &seeds {
            let folder = seeds.join(input.target);
            fs::create_dir_all(&folder).expect("a folder for the seeds");
            fs::write(folder.join(&input.name), &input.bytes).expect("a seed can be written");
        }
    }
}

#[test]
fn what_is_cut_off_anywhere_is_handled() {
    let (package, wasm) = (base_package(), base_wasm());
    (0..package.len()).for_each(|length| fuzz::package(&package[..length]));
    (0..wasm.len()).for_each(|length| fuzz::wasm(&wasm[..length]));
    let manifest = of_base("manifest.json").into_bytes();
    (0..manifest.len()).for_each(|length| fuzz::manifest(&manifest[..length]));
}

#[test]
fn what_is_wrong_in_any_one_place_is_handled() {
    let (package, wasm) = (base_package(), base_wasm());
    // All bits of four bytes are the size that stands for one of 64 bits, or a place behind the end.
    for spoil in [
        &[0][..],
        &[1],
        &[0x80],
        &[0xff],
        &[0xff; 2],
        &[0xff; 4],
        &[0; 4],
    ] {
        for at in 0..=package.len() - spoil.len() {
            fuzz::package(&overwrite(package.clone(), at, spoil));
        }
        for at in 0..=wasm.len() - spoil.len() {
            fuzz::wasm(&overwrite(wasm.clone(), at, spoil));
        }
    }
}

fn overwrite(mut bytes: Vec<u8>, at: usize, with: &[u8]) -> Vec<u8> {
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

#[test]
fn what_lacks_a_section_or_has_it_twice_is_handled() {
    let wasm = base_wasm();
    let sections = Parser::new(0).parse_all(&wasm);
    let sections = sections.map(|payload| payload.expect("the base is WebAssembly"));
    let ends: Vec<usize> = sections.filter_map(|payload| end_of(&payload)).collect();
    assert!(ends.len() >= 5, "{ends:?}");
    let mut start = 8;
    for end in ends {
        fuzz::wasm(&[&wasm[..start], &wasm[end..]].concat());
        fuzz::wasm(&[&wasm[..end], &wasm[start..]].concat());
        fuzz::wasm(&wasm[..end]);
        start = end;
    }
}

fn end_of(payload: &Payload<'_>) -> Option<usize> {
    let (_, range) = payload.as_section()?;
    usize::try_from(range.end).ok()
}

/// One step away from a sound plugin.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    CutOff(Index),
    Leave(Index, usize),
    Repeat(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<Index>(), 1u8..).prop_map(|(at, bits)| Change::Flip(at, bits)),
        1 => any::<Index>().prop_map(Change::CutOff),
        1 => (any::<Index>(), 1usize..64).prop_map(|(at, count)| Change::Leave(at, count)),
        1 => (any::<Index>(), 1usize..64).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        let piece = |at: &Index, count: usize| {
            let start = at.index(length);
            start..(start + count).min(length)
        };
        match self {
            Change::Flip(at, bits) => bytes[at.index(length)] ^= bits,
            Change::CutOff(at) => bytes.truncate(at.index(length)),
            Change::Leave(at, count) => drop(bytes.drain(piece(at, *count))),
            Change::Repeat(at, count) => {
                let piece = bytes[piece(at, *count)].to_vec();
                let start = at.index(length);
                bytes.splice(start..start, piece);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_chance_makes_of_a_package_is_handled(changes in prop::collection::vec(change(), 1..6)) {
        let mut bytes = base_package();
        changes.iter().for_each(|change| change.apply(&mut bytes));
        fuzz::package(&bytes);
    }

    #[test]
    fn what_chance_makes_of_wasm_is_handled(changes in prop::collection::vec(change(), 1..6)) {
        let mut bytes = base_wasm();
        changes.iter().for_each(|change| change.apply(&mut bytes));
        fuzz::wasm(&bytes);
    }

    #[test]
    fn what_chance_makes_of_a_manifest_is_handled(changes in prop::collection::vec(change(), 1..6)) {
        let mut bytes = of_base("manifest.json").into_bytes();
        changes.iter().for_each(|change| change.apply(&mut bytes));
        fuzz::manifest(&bytes);
    }
}
