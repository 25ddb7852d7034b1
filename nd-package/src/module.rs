//! What a WebAssembly module shows before anything runs: imports, exports, sections. Must not judge them.

mod hosts;

use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use wasmparser::{
    BinaryReader, CompositeInnerType, CustomSectionReader, Encoding, ExternalKind, FuncType,
    Parser, Payload, RecGroup, TypeRef, ValType,
};

pub use self::hosts::hosts_in_data;

/// More imports, exports or sections than this no plugin has; a file of 256 MiB could name millions, and take gigabytes of memory to read.
const MOST_ENTRIES: usize = 100_000;
/// As many types as WebAssembly's implementations have agreed on to allow.
const MOST_TYPES: usize = 1_000_000;
/// Parameters and results of all types together; those of a plugin have some thousands.
const MOST_VALUES: usize = 1_000_000;
/// Magic number and version, before the first section.
const HEADER: u64 = 8;

/// What a module shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Module {
    /// The size of the file in bytes.
    pub size: usize,
    /// What it wants to have, in the order of the file.
    pub imports: Vec<Import>,
    /// What it offers, in the order of the file.
    pub exports: Vec<Export>,
    /// The parts of the file, in its order.
    pub sections: Vec<Section>,
}

/// Something that a module wants to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// From where: `extism:host/user`.
    pub module: String,
    /// What: `cache_getstring`.
    pub name: String,
    /// What kind of thing it is.
    pub kind: Kind,
}

/// Something that a module offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// What: `nd_on_init`.
    pub name: String,
    /// What kind of thing it is.
    pub kind: Kind,
}

/// What is imported or exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A function; `None` for a type that is not one of a function.
    Function(Option<Signature>),
    /// A memory.
    Memory,
    /// A table.
    Table,
    /// A global.
    Global,
    /// The tag of an exception.
    Tag,
}

/// What a function takes and gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The types of its parameters.
    pub params: Arc<[ValType]>,
    /// The types of its results.
    pub results: Arc<[ValType]>,
}

/// A part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `code`, `data`, …; of a custom section its own name.
    pub name: String,
    /// Whether it is a custom section, which does not matter to running.
    pub is_custom: bool,
    /// Its contents in the file, without its header.
    pub range: Range<u64>,
    /// What it takes of the file in bytes, with its header.
    pub size: u64,
}

/// The types of a module, for looking up what its functions are.
#[derive(Default)]
struct Types {
    types: Vec<Option<Signature>>,
    /// Parameters and results of all of them.
    values: usize,
    /// The type of each function, imported ones first.
    functions: Vec<u32>,
}

impl Module {
    /// Reads the sections of a module.
    ///
    /// # Errors
    /// The bytes are no wasm module (components are none), or are cut off, or have far more entries than any plugin.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        read(wasm).context("not a valid wasm module")
    }

    /// The names of the functions that are imported from there.
    pub fn functions_from<'a>(&'a self, module: &'a str) -> impl Iterator<Item = &'a str> {
        let imports = self.imports.iter().filter(move |it| it.module == module);
        imports
            .filter(|import| matches!(import.kind, Kind::Function(_)))
            .map(|import| import.name.as_str())
    }

    /// The names of the functions that are exported.
    pub fn exported_functions(&self) -> impl Iterator<Item = &str> {
        let functions = self
            .exports
            .iter()
            .filter(|export| matches!(export.kind, Kind::Function(_)));
        functions.map(|export| export.name.as_str())
    }

    /// The contents of the first custom section with this name; `wasm` is the file that the module was read from.
    pub fn custom_section<'w>(&self, wasm: &'w [u8], name: &str) -> Option<&'w [u8]> {
        let mut sections = self.sections.iter();
        let section = sections.find(|section| section.is_custom && section.name == name)?;
        let range =
            usize::try_from(section.range.start).ok()?..usize::try_from(section.range.end).ok()?;
        let reader = BinaryReader::new(wasm.get(range)?, section.range.start);
        Some(CustomSectionReader::new(reader).ok()?.data())
    }
}

fn read(wasm: &[u8]) -> Result<Module> {
    let mut module = Module {
        size: wasm.len(),
        ..Module::default()
    };
    let mut types = Types::default();
    let mut exports = Vec::new();
    let mut end = HEADER;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Some(section) = section(&payload, end) {
            end = section.range.end;
            module.sections.push(section);
        }
        ensure!(
            module.sections.len() <= MOST_ENTRIES,
            "it has more than {MOST_ENTRIES} sections"
        );
        match payload {
            Payload::Version { encoding, .. } => ensure!(
                encoding == Encoding::Module,
                "it is a component, not a module"
            ),
            Payload::TypeSection(section) => {
                for group in section {
                    types.add(group?)?;
                }
            }
            Payload::ImportSection(section) => {
                ensure_few(section.count())?;
                for import in section.into_imports() {
                    let import = import?;
                    module.imports.push(Import {
                        module: import.module.to_owned(),
                        name: import.name.to_owned(),
                        kind: types.imported(import.ty),
                    });
                }
            }
            Payload::FunctionSection(section) => {
                for function in section {
                    types.functions.push(function?);
                }
            }
            Payload::ExportSection(section) => {
                ensure_few(section.count())?;
                for export in section {
                    let export = export?;
                    exports.push((export.name.to_owned(), export.kind, export.index));
                }
            }
            // Nothing else shows.
            _ => {}
        }
    }
    let export = |(name, kind, index)| Export {
        name,
        kind: types.exported(kind, index),
    };
    module.exports = exports.into_iter().map(export).collect();
    Ok(module)
}

fn ensure_few(entries: u32) -> Result<()> {
    ensure!(
        entries as usize <= MOST_ENTRIES,
        "it has more than {MOST_ENTRIES} imports or exports"
    );
    Ok(())
}

impl Types {
    fn add(&mut self, group: RecGroup) -> Result<()> {
        for ty in group.into_types() {
            let signature = match ty.composite_type.inner {
                CompositeInnerType::Func(function) => Some(signature(&function)),
                _ => None,
            };
            self.values += signature
                .as_ref()
                .map_or(0, |it| it.params.len() + it.results.len());
            self.types.push(signature);
        }
        ensure!(
            self.types.len() <= MOST_TYPES,
            "it has more than {MOST_TYPES} types"
        );
        ensure!(
            self.values <= MOST_VALUES,
            "its types have more than {MOST_VALUES} parameters and results"
        );
        Ok(())
    }

    fn imported(&mut self, ty: TypeRef) -> Kind {
        match ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                self.functions.push(ty);
                Kind::Function(self.signature(ty))
            }
            TypeRef::Table(_) => Kind::Table,
            TypeRef::Memory(_) => Kind::Memory,
            TypeRef::Global(_) => Kind::Global,
            TypeRef::Tag(_) => Kind::Tag,
        }
    }

    fn exported(&self, kind: ExternalKind, index: u32) -> Kind {
        match kind {
            ExternalKind::Func | ExternalKind::FuncExact => {
                let ty = self.functions.get(index as usize);
                Kind::Function(ty.and_then(|ty| self.signature(*ty)))
            }
            ExternalKind::Table => Kind::Table,
            ExternalKind::Memory => Kind::Memory,
            ExternalKind::Global => Kind::Global,
            ExternalKind::Tag => Kind::Tag,
        }
    }

    fn signature(&self, ty: u32) -> Option<Signature> {
        self.types.get(ty as usize).cloned().flatten()
    }
}

fn signature(function: &FuncType) -> Signature {
    Signature {
        params: function.params().into(),
        results: function.results().into(),
    }
}

/// `start` is where the section before it ends.
fn section(payload: &Payload<'_>, start: u64) -> Option<Section> {
    let (name, range) = match payload {
        Payload::CustomSection(section) => (section.name(), section.range()),
        Payload::TypeSection(section) => ("type", section.range()),
        Payload::ImportSection(section) => ("import", section.range()),
        Payload::FunctionSection(section) => ("function", section.range()),
        Payload::TableSection(section) => ("table", section.range()),
        Payload::MemorySection(section) => ("memory", section.range()),
        Payload::TagSection(section) => ("tag", section.range()),
        Payload::GlobalSection(section) => ("global", section.range()),
        Payload::ExportSection(section) => ("export", section.range()),
        Payload::ElementSection(section) => ("element", section.range()),
        Payload::DataSection(section) => ("data", section.range()),
        Payload::StartSection { range, .. } => ("start", range.clone()),
        Payload::DataCountSection { range, .. } => ("data count", range.clone()),
        Payload::CodeSectionStart {
            unchecked_range: range,
            ..
        } => ("code", range.clone()),
        _ => return None,
    };
    Some(Section {
        name: name.to_owned(),
        is_custom: matches!(payload, Payload::CustomSection(_)),
        size: range.end - start,
        range,
    })
}

#[cfg(test)]
mod tests;
