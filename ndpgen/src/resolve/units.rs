//! What each document becomes: a capability, a service, both, or the shared types, and under which names. Looks only at heads and file names.

use crate::model::Home;
use crate::names;
use crate::schema::{Document, Role};
use crate::source::{Spanned, stem};

/// A document and what it is called.
#[derive(Debug)]
pub struct Unit<'d> {
    pub document: &'d Document,
    /// Where its schemas live.
    pub home: Home,
    pub capability: Option<Names>,
    pub service: Option<Names>,
}

/// The names of a capability or service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub name: String,
    pub module: String,
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
            let home = Home::Capability(capability.module.clone());
            (home, Some(capability), has_imports.then_some(service))
        }
        Role::Capability | Role::Service => {
            let home = Home::Service(service.module.clone());
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
    Names {
        name: name.map_or_else(|| names::name_of_file(stem), |it| it.value.clone()),
        module: module.map_or_else(|| names::module_of_file(stem), |it| it.value.clone()),
    }
}
