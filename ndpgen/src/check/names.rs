//! Names that meet after casing: in the folder, in a module, in a type, in a call.

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::model::{Api, Home, TraitLayout, TypeId};
use crate::names;
use crate::resolve::{self, Names, Symbols, Unit};
use crate::schema::{Call, Property, Role, Schema, SchemaShape};
use crate::source::{Span, Spanned};

use super::scope::Scope;

pub(super) fn check(cx: &Collector, units: &[Unit<'_>], symbols: &Symbols<'_>, api: &Api) {
    check_one_types_file(cx, units);
    check_capabilities(cx, units);
    check_services(cx, units);
    check_modules(cx, units, symbols, api);
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
        modules.claim(cx, capability.module.clone(), &module);
        let name = name.unwrap_or_else(|| file(unit));
        capabilities.claim(cx, capability.name.clone(), &name);
        for (register, thing) in register_macros(unit, capability, &module) {
            macros.claim(cx, register, &thing);
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

fn layout(unit: &Unit<'_>) -> TraitLayout {
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
        modules.claim(cx, service.module.clone(), &module);
        let name = name.unwrap_or_else(|| file(unit));
        services.claim(cx, service.name.clone(), &name);
        let mut constants = Scope::new(format!("two imports of {}", quote(&service.name)));
        for import in &unit.document.imports {
            imports.claim(cx, import.name.value.clone(), &import.name);
            constants.claim(cx, names::screaming(&import.name.value), &import.name);
        }
    }
}

/// Types and traits of one module share a namespace, as do functions.
fn check_modules(cx: &Collector, units: &[Unit<'_>], symbols: &Symbols<'_>, api: &Api) {
    let mut capabilities = api.capabilities.iter();
    let mut services = api.services.iter();
    for unit in units {
        check_shadowed(cx, unit, symbols);
        let mut own = Scope::new("two things in one module");
        for schema in &unit.document.schemas {
            own.claim(cx, names::type_name(&schema.name.value), &schema.name);
        }
        if let Some(capability) = unit.capability.as_ref().and(capabilities.next()) {
            for (name, thing) in foreign(&capability.shared_types, symbols) {
                own.claim(cx, name, &thing);
            }
            check_capability_module(cx, unit, &capability.name, &mut own);
        }
        if let Some(service) = unit.service.as_ref().and(services.next()) {
            let mut other = Scope::new("two things in one module");
            let scope = match unit.home {
                Home::Service(_) => &mut own,
                Home::Capability(_) | Home::Shared => &mut other,
            };
            for (name, thing) in foreign(&service.shared_types, symbols) {
                scope.claim(cx, name, &thing);
            }
            check_service_module(cx, unit, &service.name, scope);
        }
    }
}

/// The names of re-exported types, with their places.
fn foreign(
    types: &[TypeId],
    symbols: &Symbols<'_>,
) -> impl Iterator<Item = (String, Spanned<String>)> {
    types.iter().filter_map(|id| {
        let schema = symbols.schema(id)?;
        Some((id.name.clone(), schema.name.clone()))
    })
}

fn check_capability_module(cx: &Collector, unit: &Unit<'_>, name: &str, types: &mut Scope) {
    let mut methods = Scope::new(format!("two methods of {}", quote(name)));
    let exports = &unit.document.exports;
    if layout(unit) == TraitLayout::AllRequired && !exports.is_empty() {
        types.claim(cx, name.to_owned(), &head(unit, name));
    }
    for export in exports {
        let method = resolve::method(&export.name.value, &export.about);
        let thing = export.about.method.as_ref().unwrap_or(&export.name);
        methods.claim(cx, method.rust, thing);
        if layout(unit) == TraitLayout::PerMethod {
            types.claim(cx, names::provider_trait(&method.wire), thing);
        }
    }
    let errors = &unit.document.errors;
    if !errors.is_empty() {
        types.claim(cx, names::error_enum(name), &head(unit, name));
    }
    let mut constants = Scope::new(format!("two errors of {}", quote(name)));
    for error in errors {
        let constant = names::error_constant(name, &error.name.value);
        constants.claim(cx, constant, &error.name);
    }
}

fn check_service_module(cx: &Collector, unit: &Unit<'_>, name: &str, types: &mut Scope) {
    types.claim(cx, names::service_trait(name), &head(unit, name));
    let mut functions = Scope::new(format!("two functions of {}", quote(name)));
    for import in &unit.document.imports {
        let method = resolve::method(&import.name.value, &import.about);
        let thing = import.about.method.as_ref().unwrap_or(&import.name);
        functions.claim(cx, method.rust, thing);
    }
}

/// A schema with the name of a shared one would be taken for it.
fn check_shadowed(cx: &Collector, unit: &Unit<'_>, symbols: &Symbols<'_>) {
    if unit.home == Home::Shared {
        return;
    }
    for Schema { name, .. } in &unit.document.schemas {
        let shared = TypeId {
            home: Home::Shared,
            name: names::type_name(&name.value),
        };
        if let Some(first) = symbols.schema(&shared) {
            let message = format!("{} is a shared type already", quote(&name.value));
            let error = Diagnostic::new(Code::ShadowedType, name.span, message);
            let error = error.note("shared", first.name.span);
            cx.report(error.help("refer to the shared one, or choose another name"));
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

/// The place of what a module is called after: its head, or the beginning of the file.
fn head(unit: &Unit<'_>, name: &str) -> Spanned<String> {
    let document = unit.document;
    let capability = document.capability.as_ref().map(|it| it.span);
    let service = document.service.as_ref().map(|it| it.span);
    Spanned {
        value: name.to_owned(),
        span: capability.or(service).unwrap_or(file(unit).span),
    }
}

/// A name that comes from the file has its place at the file's beginning.
fn file(unit: &Unit<'_>) -> Spanned<String> {
    Spanned {
        value: unit.document.path.clone(),
        span: Span {
            file: unit.document.file,
            start: 0,
            end: 0,
        },
    }
}
