//! What a plugin weighs: its files, the sections of its WebAssembly and, where functions have names, its code by crate. Must not take long over hostile
//! modules.

use std::collections::HashMap;

use nd_package::module::{Kind, Module};
use serde::{Serialize, Serializer};
use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload};

use super::super::subject::{Subject, Wasm};
use super::symbol::{self, Budget};

/// Sizes in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Of the package, where it is one.
    pub package: Option<u64>,
    pub wasm: Option<usize>,
    /// In the order of the file.
    pub sections: Vec<SectionSize>,
    /// `None` where functions have no names.
    pub code: Option<Code>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SectionSize {
    pub name: String,
    pub is_custom: bool,
    pub bytes: u64,
}

/// Who the code is from. What was inlined counts where it ended up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The largest first.
    pub crates: Vec<CrateSize>,
    /// The [`LARGEST`] ones, the largest first.
    pub functions: Vec<FunctionSize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrateSize {
    pub origin: Origin,
    pub bytes: u64,
    pub functions: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunctionSize {
    pub name: String,
    pub origin: Origin,
    pub bytes: u64,
}

/// Where a function is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    Crate(String),
    /// Its name is none of Rust's: C, exports and what the linker makes.
    C,
    /// It has no name.
    Unnamed,
    /// Its name was not read, after so many and so long ones.
    Unread,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Crate(name) => name,
            Self::C => "(C)",
            Self::Unnamed => "(no name)",
            Self::Unread => "(not read)",
        })
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// So many functions are kept by name.
pub const LARGEST: usize = 100;
/// Engines take no more functions in a module.
const FUNCTIONS: usize = 1_000_000;

pub(super) fn of(subject: &Subject) -> Weight {
    let wasm = subject.wasm.as_ref();
    let sections = wasm.map(|wasm| wasm.module.sections.as_slice());
    let sections = sections.unwrap_or_default().iter();
    Weight {
        package: subject.packed_size,
        wasm: wasm.map(|wasm| wasm.module.size),
        sections: sections
            .map(|section| SectionSize {
                name: section.name.clone(),
                is_custom: section.is_custom,
                bytes: section.range.end.saturating_sub(section.range.start),
            })
            .collect(),
        code: wasm.and_then(code),
    }
}

fn code(wasm: &Wasm) -> Option<Code> {
    let functions = functions(&wasm.bytes, imported(&wasm.module))?;
    let mut budget = Budget::default();
    let mut crates: HashMap<Origin, (u64, usize)> = HashMap::new();
    // The largest ones first, should the budget not suffice.
    let mut sorted = functions;
    sorted.sort_by_key(|(name, bytes)| (std::cmp::Reverse(*bytes), *name));
    let mut largest = Vec::new();
    for (name, bytes) in sorted {
        let (origin, shown) = match name {
            Some(name) => symbol::read(name, &mut budget),
            None => (Origin::Unnamed, "(no name)".to_owned()),
        };
        let (all, count) = crates.entry(origin.clone()).or_default();
        *all += bytes;
        *count += 1;
        if largest.len() < LARGEST {
            largest.push(FunctionSize {
                name: shown,
                origin,
                bytes,
            });
        }
    }
    let crates = crates.into_iter();
    let mut crates: Vec<CrateSize> = crates
        .map(|(origin, (bytes, functions))| CrateSize {
            origin,
            bytes,
            functions,
        })
        .collect();
    crates.sort_by(|a, b| (b.bytes, &a.origin).cmp(&(a.bytes, &b.origin)));
    Some(Code {
        crates,
        functions: largest,
    })
}

fn imported(module: &Module) -> usize {
    let imports = module.imports.iter();
    imports
        .filter(|import| matches!(import.kind, Kind::Function(_)))
        .count()
}

/// A name, if it has one, and the bytes of its code.
type Function<'a> = (Option<&'a str>, u64);

/// All functions with code, in the order of the file. `None` if there are no names, or more functions than any engine takes.
fn functions(wasm: &[u8], imported: usize) -> Option<Vec<Function<'_>>> {
    let mut functions = Vec::new();
    let mut names = None;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.ok()? {
            Payload::CodeSectionEntry(body) => {
                if functions.len() == FUNCTIONS {
                    return None;
                }
                let range = body.range();
                functions.push((None, range.end - range.start));
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    names = Some(section);
                }
            }
            _ => {}
        }
    }
    name(&mut functions, names?, imported)?;
    Some(functions)
}

/// Gives functions their names, as far as the section can be read. `None` if it names no functions.
fn name<'a>(
    functions: &mut [Function<'a>],
    section: NameSectionReader<'a>,
    imported: usize,
) -> Option<()> {
    let mut any = None;
    for subsection in section {
        let Ok(Name::Function(map)) = subsection else {
            continue;
        };
        for naming in map.into_iter().map_while(Result::ok) {
            let index = (naming.index as usize).checked_sub(imported);
            if let Some((name, _)) = index.and_then(|index| functions.get_mut(index)) {
                *name = Some(naming.name);
                any = Some(());
            }
        }
    }
    any
}
