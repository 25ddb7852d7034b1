//! Names that meet inside one generated module: its types, traits and functions.

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::model::{Api, Home, TraitLayout, TypeId};
use crate::names;
use crate::resolve::{self, Symbols, Unit};
use crate::schema::{Document, Schema};
use crate::source::Spanned;

use super::scope::Scope;

/// Types and traits of one module share a namespace, as do functions.
pub(super) fn check(cx: &Collector, units: &[Unit<'_>], symbols: &Symbols<'_>, api: &Api) {
    let mut capabilities = api.capabilities.iter();
    let mut services = api.services.iter();
    for unit in units {
        let mut own = Scope::new("two things in one module");
        let mut other = Scope::new("two things in one module");
        if let Some(names) = &unit.capability
            && let Some(capability) = capabilities.next()
        {
            claim_foreign(cx, &mut own, &capability.shared_types, symbols);
            claim_capability(cx, &mut own, unit, &names.name);
        }
        if let Some(names) = &unit.service
            && let Some(service) = services.next()
        {
            let scope = match unit.home {
                Home::Service(_) => &mut own,
                Home::Capability(_) | Home::Shared => &mut other,
            };
            claim_foreign(cx, scope, &service.shared_types, symbols);
            claim_service(cx, scope, unit.document, &names.name);
        }
        claim_types(cx, &mut own, unit, symbols);
    }
}

/// The types that the module re-exports.
fn claim_foreign(cx: &Collector, scope: &mut Scope, types: &[TypeId], symbols: &Symbols<'_>) {
    for id in types {
        if let Some(Schema { name, .. }) = symbols.schema(id) {
            let origin = format!("the re-exported schema {}", quote(&name.value));
            scope.claim_for(cx, id.name.clone(), origin, name.span);
        }
    }
}

fn claim_capability(cx: &Collector, scope: &mut Scope, unit: &Unit<'_>, name: &Spanned<String>) {
    let Document {
        exports, errors, ..
    } = unit.document;
    let Spanned { value: name, span } = name;
    if unit.layout() == TraitLayout::AllRequired && !exports.is_empty() {
        let origin = "the trait".to_owned();
        scope.claim_for(cx, names::capability_trait(name), origin, *span);
    }
    let mut methods = Scope::new(format!("two methods of {}", quote(name)));
    for export in exports {
        let method = resolve::method(&export.name.value, &export.about);
        let thing = export.about.method.as_ref().unwrap_or(&export.name);
        let is_new = methods.claim(cx, method.rust, thing);
        if unit.layout() == TraitLayout::PerMethod && is_new {
            let origin = format!("the trait of {}", quote(&thing.value));
            scope.claim_for(cx, names::provider_trait(&method.wire), origin, thing.span);
        }
    }
    if !errors.is_empty() {
        let origin = "the enum of `x-errors`".to_owned();
        scope.claim_for(cx, names::error_enum(name), origin, *span);
    }
    let mut constants = Scope::new(format!("two errors of {}", quote(name)));
    let mut variants = Scope::new(format!(
        "two variants of {}",
        quote(&names::error_enum(name))
    ));
    for error in errors {
        let constant = names::error_constant(name, &error.name.value);
        // One mistake is enough; the words `code_1` and `code1` differ as constants only.
        if constants.claim(cx, constant, &error.name) {
            variants.claim(cx, names::variant(&error.name.value), &error.name);
        }
    }
}

fn claim_service(cx: &Collector, scope: &mut Scope, document: &Document, name: &Spanned<String>) {
    let Spanned { value: name, span } = name;
    scope.claim_for(
        cx,
        names::service_trait(name),
        "the trait".to_owned(),
        *span,
    );
    scope.claim_for(cx, names::mock(name), "the mock".to_owned(), *span);
    let mut functions = Scope::new(format!("two functions of {}", quote(name)));
    for import in &document.imports {
        let method = resolve::host_function(&import.name.value, &import.about);
        let thing = import.about.method.as_ref().unwrap_or(&import.name);
        functions.claim(cx, method.rust, thing);
    }
}

/// The schemas of the file itself.
fn claim_types(cx: &Collector, scope: &mut Scope, unit: &Unit<'_>, symbols: &Symbols<'_>) {
    for Schema { name, .. } in &unit.document.schemas {
        let rust = names::type_name(&name.value);
        let shared = TypeId {
            home: Home::Shared,
            name: rust.clone(),
        };
        match symbols
            .schema(&shared)
            .filter(|_| unit.home != Home::Shared)
        {
            // A schema with the name of a shared one would be taken for it.
            Some(first) => {
                let message = format!("{} is a shared type already", quote(&name.value));
                let error = Diagnostic::new(Code::ShadowedType, name.span, message);
                let error = error.note("shared", first.name.span);
                cx.report(error.help("refer to the shared one, or choose another name"));
            }
            None => {
                scope.claim(cx, rust, name);
            }
        }
    }
}
