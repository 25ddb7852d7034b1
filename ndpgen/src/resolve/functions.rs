//! Exports and their traits, host functions and their calls.

use crate::model::{
    Call, Encoding, Export, Field, Function, Name, Obligation, Output, Payload, Scalar, Trait,
    TraitLayout, Type, Version,
};
use crate::names;
use crate::schema;

use super::types::{field, since, type_of};
use super::{Context, docs, value};

/// Whether it must be implemented is decided later, when the whole capability is known.
pub(super) fn export(cx: Context<'_>, export: &schema::Export) -> Export {
    let about = &export.about;
    Export {
        export: export.name.value.clone(),
        method: method(&export.name.value, about),
        docs: docs(about.description.as_ref()),
        input: export.input.as_ref().map(|it| payload(cx, it)),
        output: export.output.as_ref().map(|it| payload(cx, it)),
        since: since(cx, about.since.as_ref(), None),
        obligation: Obligation::Required,
        deprecated: about.deprecated.as_ref().map(value),
    }
}

/// Both names of a method: as the host spells it, and as Rust does.
pub fn method(function: &str, about: &schema::About) -> Name {
    let wire = match &about.method {
        Some(name) => name.value.clone(),
        None => names::pascal(function),
    };
    Name {
        rust: names::snake(&wire),
        wire,
    }
}

/// The same for a function of a host service.
pub fn host_function(function: &str, about: &schema::About) -> Name {
    let Name { wire, .. } = method(function, about);
    Name {
        rust: names::host_function(&wire),
        wire,
    }
}

/// Groups the exports of a capability.
pub(super) fn traits(
    name: &str,
    module: &str,
    layout: TraitLayout,
    exports: Vec<Export>,
) -> Vec<Trait> {
    if exports.is_empty() {
        return Vec::new();
    }
    match layout {
        TraitLayout::AllRequired => vec![Trait {
            name: names::capability_trait(name),
            register_macro: names::register_macro(module),
            exports: with_obligations(exports),
        }],
        TraitLayout::PerMethod => {
            let one = |export: Export| Trait {
                name: names::provider_trait(&export.method.wire),
                register_macro: names::register_method_macro(module, &export.method.wire),
                exports: vec![export],
            };
            exports.into_iter().map(one).collect()
        }
    }
}

/// What came after the first methods must not break the plugins that were written before it.
fn with_obligations(mut exports: Vec<Export>) -> Vec<Export> {
    let first = exports.iter().filter_map(|it| it.since).min();
    for export in &mut exports {
        export.obligation = match export.since > first {
            true => Obligation::Defaulted,
            false => Obligation::Required,
        };
    }
    exports
}

fn payload(cx: Context<'_>, payload: &schema::Payload) -> Payload {
    let encoding = payload.content_type.value;
    let (ty, nullable) = match type_of(cx, &payload.ty) {
        Type::Nullable(inner) => (*inner, true),
        ty => (ty, false),
    };
    let ty = match (encoding, ty) {
        // Text is what it says, also where it says base64.
        (Encoding::Text, Type::Bytes) => Type::Scalar(Scalar::String),
        (Encoding::Json | Encoding::Text | Encoding::Binary, ty) => ty,
    };
    Payload {
        ty,
        encoding,
        nullable,
        docs: docs(payload.description.as_ref()),
    }
}

pub(super) fn import(cx: Context<'_>, import: &schema::Import) -> Function {
    let about = &import.about;
    let since = since(cx, about.since.as_ref(), None);
    Function {
        import: import.name.value.clone(),
        method: host_function(&import.name.value, about),
        docs: docs(about.description.as_ref()),
        call: call(cx, &import.call, since),
        since,
        json_since: import.json_since.as_ref().map(|it| it.value),
        deprecated: about.deprecated.as_ref().map(value),
    }
}

fn call(cx: Context<'_>, call: &schema::Call, since: Option<Version>) -> Call {
    match call {
        schema::Call::Envelope { params, results } => Call::Envelope {
            params: params.iter().map(|it| field(cx, it, since)).collect(),
            output: output(cx, results, since),
        },
        schema::Call::Direct { input, output } => Call::Direct {
            input: input.as_deref().map(|it| payload(cx, it)),
            output: output.as_deref().map(|it| payload(cx, it)),
        },
    }
}

/// A flag and the value it speaks of become one.
fn output(cx: Context<'_>, results: &[schema::Property], since: Option<Version>) -> Output {
    let (flags, values): (Vec<_>, Vec<_>) = results.iter().partition(|it| it.exists_for.is_some());
    let field = |it: &&schema::Property| field(cx, it, since);
    match (values.as_slice(), flags.as_slice()) {
        ([], _) => Output::Unit,
        ([value], []) => Output::Value(field(value)),
        ([value], [exists, ..]) => Output::Found {
            value: field(value),
            exists: field(exists),
        },
        (values, _) => Output::Tuple(values.iter().map(field).collect::<Vec<Field>>()),
    }
}
