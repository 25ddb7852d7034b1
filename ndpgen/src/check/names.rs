//! Names that meet after casing: in the folder, in a type, in a call.

use crate::diag::{Collector, quote};
use crate::model::TraitLayout;
use crate::names;
use crate::resolve::{self, Names, Unit};
use crate::schema::{Call, Property, Role, Schema, SchemaShape};
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
        files.claim(cx, "types".to_owned(), &file(unit));
    }
}

/// Modules, names, macros and exports are unique among all capabilities: one plugin may have several.
fn check_capabilities(cx: &Collector, units: &[Unit<'_>]) {
    let mut modules = Scope::new("the modules of two capabilities");
    let mut capabilities = Scope::new("two capabilities");
    let mut macros = Scope::new("the macros of two traits");
    let mut exports = Scope::new("two exports");
    for unit in units {
        let Some(capability) = &unit.capability else {
            continue;
        };
        let head = unit.document.capability.as_ref();
        let module = head.and_then(|it| it.module.clone());
        let name = head.and_then(|it| it.name.clone());
        let module = module.unwrap_or_else(|| file(unit));
        let is_new = modules.claim(cx, capability.module.clone(), &module);
        let name = name.unwrap_or_else(|| file(unit));
        // What is named after the module, or after the same file, would only repeat the mistake.
        if is_new || name.span != module.span {
            capabilities.claim(cx, capability.name.clone(), &name);
        }
        if is_new {
            for (register, thing) in register_macros(unit, capability, &module) {
                macros.claim(cx, register, &thing);
            }
        }
        for export in &unit.document.exports {
            exports.claim(cx, export.name.value.clone(), &export.name);
        }
    }
}

/// The macros of a capability, each with what it is named after.
fn register_macros(
    unit: &Unit<'_>,
    capability: &Names,
    module: &Spanned<String>,
) -> Vec<(String, Spanned<String>)> {
    let exports = &unit.document.exports;
    match (layout(unit), exports.is_empty()) {
        (_, true) => Vec::new(),
        (TraitLayout::AllRequired, false) => {
            vec![(names::register_macro(&capability.module), module.clone())]
        }
        (TraitLayout::PerMethod, false) => exports
            .iter()
            .map(|export| {
                let method = resolve::method(&export.name.value, &export.about).wire;
                let register = names::register_method_macro(&capability.module, &method);
                (register, export.name.clone())
            })
            .collect(),
    }
}

pub(super) fn layout(unit: &Unit<'_>) -> TraitLayout {
    let head = unit.document.capability.as_ref();
    let traits = head.and_then(|it| it.traits.as_ref());
    traits.map_or(TraitLayout::AllRequired, |it| it.value)
}

/// Modules, names and imports are unique among all services: one plugin may use several.
fn check_services(cx: &Collector, units: &[Unit<'_>]) {
    let mut modules = Scope::new("the modules of two host services");
    let mut services = Scope::new("two host services");
    let mut imports = Scope::new("two host functions");
    for unit in units {
        let Some(service) = &unit.service else {
            continue;
        };
        let head = unit.document.service.as_ref();
        let module = head.and_then(|it| it.module.clone());
        let name = head.and_then(|it| it.name.clone());
        let module = module.unwrap_or_else(|| file(unit));
        let is_new = modules.claim(cx, service.module.clone(), &module);
        let name = name.unwrap_or_else(|| file(unit));
        if is_new || name.span != module.span {
            services.claim(cx, service.name.clone(), &name);
        }
        let mut constants = Scope::new(format!("two imports of {}", quote(&service.name)));
        for import in &unit.document.imports {
            imports.claim(cx, import.name.value.clone(), &import.name);
            constants.claim(cx, names::screaming(&import.name.value), &import.name);
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

/// A name that comes from the file has its place at the file's beginning.
pub(super) fn file(unit: &Unit<'_>) -> Spanned<String> {
    Spanned {
        value: unit.document.path.clone(),
        span: Span::beginning(unit.document.file),
    }
}
