//! From documents to the model: every reference looked up, every default filled in, every name derived. The rules about what may stand
//! in a document are not here but in `check`; the one mistake found on the way is a reference to nothing.

mod cycles;
mod functions;
pub(crate) mod graph;
mod symbols;
mod types;
mod units;
mod used;

pub use functions::{host_function, method};
pub use symbols::Symbols;
pub use units::{Names, Unit, unit};

use indexmap::IndexMap;

use crate::diag::Collector;
use crate::model::{
    Api, Capability, Docs, ErrorConstant, Home, Permission, Service, Type, TypeDef, TypeId,
};
use crate::names;
use crate::schema::ErrorText;
use crate::source::Spanned;

/// The types of all files.
type Types = IndexMap<TypeId, TypeDef>;

/// What a resolving function needs to know about the file it works on.
#[derive(Clone, Copy)]
struct Context<'c> {
    collector: &'c Collector,
    symbols: &'c Symbols<'c>,
    unit: &'c Unit<'c>,
}

/// Builds the model. It is complete only if nothing is reported.
pub fn resolve(cx: &Collector, units: &[Unit<'_>], symbols: &Symbols<'_>) -> Api {
    let mut types = IndexMap::new();
    for unit in units {
        let cx = context(cx, symbols, unit);
        for def in types::definitions(cx) {
            types.insert(def.id.clone(), def);
        }
    }
    cycles::check_and_box(cx, symbols, &mut types);
    let contexts = || units.iter().map(|unit| context(cx, symbols, unit));
    Api {
        capabilities: contexts().filter_map(|cx| capability(cx, &types)).collect(),
        services: contexts().filter_map(|cx| service(cx, &types)).collect(),
        types,
    }
}

fn context<'c>(
    collector: &'c Collector,
    symbols: &'c Symbols<'c>,
    unit: &'c Unit<'c>,
) -> Context<'c> {
    Context {
        collector,
        symbols,
        unit,
    }
}

fn capability(cx: Context<'_>, types: &Types) -> Option<Capability> {
    let Names { name, module } = cx.unit.capability.as_ref()?;
    let (name, module) = (value(name), value(module));
    let document = cx.unit.document;
    let head = document.capability.as_ref();
    let layout = cx.unit.layout();
    let exports: Vec<_> = document
        .exports
        .iter()
        .map(|it| functions::export(cx, it))
        .collect();
    let payloads = exports.iter().flat_map(|it| [&it.input, &it.output]);
    let used = payloads.flatten().map(|it| &it.ty);
    Some(Capability {
        host_name: head.and_then(|it| it.host_name.as_ref()).map(value),
        docs: docs(head.and_then(|it| it.description.as_ref())),
        layout,
        errors: errors(&name, &document.errors),
        shared_types: foreign_types(cx, &cx.unit.home, used, types),
        traits: functions::traits(&name, &module, layout, exports),
        source: document.path.clone(),
        name,
        module,
    })
}

fn errors(capability: &str, errors: &[ErrorText]) -> Vec<ErrorConstant> {
    errors
        .iter()
        .map(|error| ErrorConstant {
            constant: names::error_constant(capability, &error.name.value),
            variant: names::variant(&error.name.value),
            text: error.text.value.clone(),
            docs: docs(error.description.as_ref()),
        })
        .collect()
}

fn service(cx: Context<'_>, types: &Types) -> Option<Service> {
    let Names { name, module } = cx.unit.service.as_ref()?;
    let (name, module) = (value(name), value(module));
    let document = cx.unit.document;
    let head = document.service.as_ref();
    let permission = head.and_then(|it| it.permission.as_ref()).map(value);
    let functions: Vec<_> = document
        .imports
        .iter()
        .map(|it| functions::import(cx, it))
        .collect();
    let used = functions
        .iter()
        .flat_map(|it| used::types_of_call(&it.call));
    let home = Home::Service(module.clone());
    Some(Service {
        docs: docs(head.and_then(|it| it.description.as_ref())),
        permission: permission.map_or(Permission::None, Permission::Key),
        shared_types: foreign_types(cx, &home, used, types),
        functions,
        source: document.path.clone(),
        name,
        module,
    })
}

/// What the module of a capability or service takes from others. The file's own types count for the module they live in.
fn foreign_types<'t>(
    cx: Context<'_>,
    home: &Home,
    functions: impl Iterator<Item = &'t Type>,
    types: &'t Types,
) -> Vec<TypeId> {
    let file = cx.unit.document.file;
    let schemas = match *home == cx.unit.home {
        true => cx.unit.document.schemas.as_slice(),
        false => &[],
    };
    let ids = schemas
        .iter()
        .filter_map(|it| cx.symbols.find(file, &it.name.value));
    let own = ids.filter_map(|id| types.get_index_of(id));
    used::foreign(home, own, functions, types)
}

fn docs(text: Option<&Spanned<String>>) -> Docs {
    Docs(text.map_or_else(String::new, |it| it.value.trim().to_owned()))
}

fn value(text: &Spanned<String>) -> String {
    text.value.clone()
}
