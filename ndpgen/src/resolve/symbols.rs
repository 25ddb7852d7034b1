//! Looking up schemas by name: first in the document itself, then among the shared ones.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::model::{Home, TypeId};
use crate::names;
use crate::schema::Schema;
use crate::source::FileId;

use super::Unit;

/// Every schema, by file and name and by the type it becomes.
#[derive(Debug)]
pub struct Symbols<'d> {
    files: HashMap<FileId, IndexMap<&'d str, TypeId>>,
    types: HashMap<TypeId, &'d Schema>,
    /// The first schema of each name, in whatever file.
    anywhere: HashMap<&'d str, &'d Schema>,
    shared: Option<FileId>,
}

impl<'d> Symbols<'d> {
    pub fn new(units: &[Unit<'d>]) -> Self {
        let mut symbols = Self {
            files: HashMap::new(),
            types: HashMap::new(),
            anywhere: HashMap::new(),
            shared: None,
        };
        for unit in units {
            symbols.add(unit);
        }
        symbols
    }

    fn add(&mut self, unit: &Unit<'d>) {
        let file = unit.document.file;
        if unit.home == Home::Shared {
            self.shared = Some(file);
        }
        let names = self.files.entry(file).or_default();
        for schema in &unit.document.schemas {
            let home = unit.home.clone();
            let name = names::type_name(&schema.name.value);
            let id = TypeId { home, name };
            names.insert(&schema.name.value, id.clone());
            self.types.entry(id).or_insert(schema);
            self.anywhere.entry(&schema.name.value).or_insert(schema);
        }
    }

    /// The type that a reference in a file means.
    pub fn find(&self, file: FileId, name: &str) -> Option<&TypeId> {
        let in_file = |file: &FileId| self.files.get(file)?.get(name);
        in_file(&file).or_else(|| in_file(self.shared.as_ref()?))
    }

    /// A schema of a name in a file where a reference may not be able to see it.
    pub fn find_anywhere(&self, name: &str) -> Option<&'d Schema> {
        self.anywhere.get(name).copied()
    }

    /// The schema that a type comes from.
    pub fn schema(&self, id: &TypeId) -> Option<&'d Schema> {
        self.types.get(id).copied()
    }

    /// The names that a reference in a file can mean, in order of definition.
    pub fn names(&self, file: FileId) -> impl Iterator<Item = &'d str> + Clone {
        let shared = self.shared.filter(|shared| *shared != file);
        let files = [Some(file), shared].into_iter().flatten();
        let names = |file| self.files.get(&file).into_iter().flat_map(IndexMap::keys);
        files.flat_map(names).copied()
    }
}
