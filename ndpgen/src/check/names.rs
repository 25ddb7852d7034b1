//! Names that meet after casing: in the folder, in a type, in a call.

use crate::diag::{Collector, quote};
use crate::model::TraitLayout;
use crate::names;
use crate::resolve::{self, Names, Unit};
use crate::schema::{Call, Document, Property, Role, Schema, SchemaShape};
use crate::source::{Span, Spanned};

use super::scope::Scope;

pub(super) fn check(cx: &Collector, units: &[Unit<'_>]) {
    check_one_types_file(cx, units);
    check_capabilities(cx, units);
    check_services(cx, units);
    for unit in units {
        for schema in &unit.document.schemas {
            check_inside(cx, schema);
        }
        for import in &unit.document.imports {
            check_parameters(cx, &import.name.value, &import.call);
        }
    }
}

/// `types.yaml` and `types.yml` would both be the shared types.
fn check_one_types_file(cx: &Collector, units: &[Unit<'_>]) {
    let mut files = Scope::new("two files of shared types");
    for unit in units.iter().filter(|it| it.document.role == Role::Types) {
        let Document { file, path, .. } = unit.document;
        let (origin, beginning) = (quote(path), Span::beginning(*file));
        files.claim_for(cx, "types".to_owned(), origin, beginning);
    }
}

/// The modules and names of capabilities, or of services.
struct Heads {
    modules: Scope,
    names: Scope,
}

impl Heads {
    fn new(kind: &str) -> Self {
        Self {
            modules: Scope::new(format!("the modules of two {kind}")),
            names: Scope::new(format!("two {kind}")),
        }
    }

    /// Says whether the module is new. What else comes from the same place would only repeat the mistake.
    fn claim(&mut self, cx: &Collector, Names { name, module }: &Names) -> bool {
        let is_new = self.modules.claim(cx, module.value.clone(), module);
        if is_new || name.span != module.span {
            self.names.claim(cx, name.value.clone(), name);
        }
        is_new
    }
}

/// Modules, names, macros and exports are unique among all capabilities: one plugin may have several.
fn check_capabilities(cx: &Collector, units: &[Unit<'_>]) {
    let mut heads = Heads::new("capabilities");
    let mut macros = Scope::new("the macros of two traits");
    let mut exports = Scope::new("two exports");
    for unit in units {
        let Some(capability) = &unit.capability else {
            continue;
        };
        if heads.claim(cx, capability) {
            for (register, thing) in register_macros(unit, &capability.module) {
                macros.claim(cx, register, thing);
            }
        }
        for export in &unit.document.exports {
            exports.claim(cx, export.name.value.clone(), &export.name);
        }
    }
}

/// The macros of a capability, each with what it is named after.
fn register_macros<'u>(
    unit: &'u Unit<'_>,
    module: &'u Spanned<String>,
) -> Vec<(String, &'u Spanned<String>)> {
    let exports = &unit.document.exports;
    match unit.layout() {
        TraitLayout::AllRequired if exports.is_empty() => Vec::new(),
        TraitLayout::AllRequired => vec![(names::register_macro(&module.value), module)],
        TraitLayout::PerMethod => exports
            .iter()
            .map(|export| {
                let method = resolve::method(&export.name.value, &export.about).wire;
                let register = names::register_method_macro(&module.value, &method);
                (register, &export.name)
            })
            .collect(),
    }
}

/// Modules, names and imports are unique among all services: one plugin may use several.
fn check_services(cx: &Collector, units: &[Unit<'_>]) {
    let mut heads = Heads::new("host services");
    let mut imports = Scope::new("two host functions");
    for unit in units {
        let Some(service) = &unit.service else {
            continue;
        };
        heads.claim(cx, service);
        for import in &unit.document.imports {
            imports.claim(cx, import.name.value.clone(), &import.name);
        }
    }
}

fn check_inside(cx: &Collector, schema: &Schema) {
    let name = quote(&schema.name.value);
    match &schema.shape {
        SchemaShape::Object { properties, .. } => {
            check_fields(cx, format!("two fields of {name}"), properties);
        }
        SchemaShape::Enum(values) => {
            let mut variants = Scope::new(format!("two variants of {name}"));
            for value in values {
                variants.claim(cx, names::variant(&value.value), value);
            }
        }
        SchemaShape::Map(_) => {}
    }
}

fn check_parameters(cx: &Collector, import: &str, call: &Call) {
    match call {
        Call::Envelope { params, .. } => {
            check_fields(cx, format!("two parameters of {}", quote(import)), params);
        }
        Call::Direct { .. } => {}
    }
}

fn check_fields(cx: &Collector, clash: String, fields: &[Property]) {
    let mut names = Scope::new(clash);
    for field in fields {
        names.claim(cx, names::snake(&field.name.value), &field.name);
    }
}
