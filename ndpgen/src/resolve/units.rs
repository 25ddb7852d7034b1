//! What each document becomes: a capability, a service, both, or the shared types, and under which names. Looks only at heads and file names.

use crate::model::{Home, TraitLayout};
use crate::names;
use crate::schema::{Document, Role};
use crate::source::{Span, Spanned, stem};

/// A document and what it is called.
#[derive(Debug)]
pub struct Unit<'d> {
    pub document: &'d Document,
    /// Where its schemas live.
    pub home: Home,
    pub capability: Option<Names>,
    pub service: Option<Names>,
}

/// The names of a capability or service. Those that come from the file name have their place at the file's beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub name: Spanned<String>,
    pub module: Spanned<String>,
}

impl Unit<'_> {
    /// How the exports are spread over traits.
    pub fn layout(&self) -> TraitLayout {
        let head = self.document.capability.as_ref();
        let traits = head.and_then(|it| it.traits.as_ref());
        traits.map_or(TraitLayout::AllRequired, |it| it.value)
    }
}

/// A document's names and home.
pub fn unit(document: &Document) -> Unit<'_> {
    let head = document.capability.as_ref();
    let capability = names(
        document,
        head.and_then(|it| it.name.as_ref()),
        head.and_then(|it| it.module.as_ref()),
    );
    let head = document.service.as_ref();
    let service = names(
        document,
        head.and_then(|it| it.name.as_ref()),
        head.and_then(|it| it.module.as_ref()),
    );
    let has_exports = !document.exports.is_empty();
    let has_imports = !document.imports.is_empty();
    // Types without any function still need a module: they make a capability without traits.
    let (home, capability, service) = match document.role {
        Role::Types => (Home::Shared, None, None),
        Role::Capability if has_exports || !has_imports => {
            let home = Home::Capability(capability.module.value.clone());
            (home, Some(capability), has_imports.then_some(service))
        }
        Role::Capability | Role::Service => {
            let home = Home::Service(service.module.value.clone());
            (home, None, Some(service))
        }
    };
    Unit {
        document,
        home,
        capability,
        service,
    }
}

fn names(
    document: &Document,
    name: Option<&Spanned<String>>,
    module: Option<&Spanned<String>>,
) -> Names {
    let stem = stem(&document.path);
    let derived = |value| Spanned {
        value,
        span: Span::beginning(document.file),
    };
    let name = name.cloned();
    let module = module.cloned();
    Names {
        name: name.unwrap_or_else(|| derived(names::name_of_file(stem))),
        module: module.unwrap_or_else(|| derived(names::module_of_file(stem))),
    }
}
