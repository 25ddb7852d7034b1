//! What a call to the host looks like from outside, in one sentence: for those who answer it in a test or read it in a log. Documentation only.

use super::scope::Scope;
use crate::model::{Call, Encoding, Field, Function, Output, Payload, Shape, Type};

/// "Calls `kvstore_get` with `{key}`; the reply is `{value, exists}`."
pub(super) fn traffic(cx: &Scope<'_>, function: &Function) -> String {
    let (request, reply) = match &function.call {
        Call::Envelope { params, output } => {
            let params: Vec<_> = params.iter().collect();
            let request = match params.as_slice() {
                [] => None,
                params => Some(object(cx, params)),
            };
            (request, object(cx, &results(output)))
        }
        Call::Direct { input, output } => {
            let request = input.as_ref().map(|input| block(cx, input));
            let reply = output.as_ref().map(|output| block(cx, output));
            (request, reply.unwrap_or_else(|| "not read".to_owned()))
        }
    };
    let request = request.map_or_else(
        || " and sends nothing".to_owned(),
        |request| format!(" with {request}"),
    );
    let import = &function.import;
    format!("Calls `{import}`{request}; the reply is {reply}.")
}

fn results(output: &Output) -> Vec<&Field> {
    match output {
        Output::Unit => Vec::new(),
        Output::Value(value) => vec![value],
        Output::Found { value, exists } => vec![value, exists],
        Output::Tuple(fields) => fields.iter().collect(),
    }
}

/// The keys of an object, and where in it there are bytes.
fn object(cx: &Scope<'_>, fields: &[&Field]) -> String {
    let keys: Vec<_> = fields
        .iter()
        .map(|field| field.name.wire.as_str())
        .collect();
    let mut places = Places::default();
    for field in fields {
        places.add(cx, &field.name.wire, &field.ty);
    }
    format!("`{{{}}}`{}", keys.join(", "), places.describe())
}

/// A block that is the value itself.
fn block(cx: &Scope<'_>, payload: &Payload) -> String {
    let form = match payload.encoding {
        Encoding::Text => "plain text",
        Encoding::Binary => "plain bytes",
        Encoding::Json => "JSON",
    };
    let or_null = if payload.nullable { " or `null`" } else { "" };
    let bytes = match (payload.encoding, &payload.ty) {
        (Encoding::Text | Encoding::Binary, _) => String::new(),
        (Encoding::Json, Type::Bytes) => ", the bytes as a base64 string".to_owned(),
        (Encoding::Json, ty) => {
            let mut places = Places::default();
            places.add(cx, "", ty);
            places.describe()
        }
    };
    format!("{form}{or_null}{bytes}")
}

/// Where in a JSON value there are bytes: paths of keys, with `[]` for the elements of a list and `.*` for the values of a map.
/// Named types are gone into one deep: further down there can be more paths than anything can list.
#[derive(Default)]
struct Places {
    paths: Vec<String>,
}

/// How many places a sentence lists.
const PLACES: usize = 8;

impl Places {
    fn add(&mut self, cx: &Scope<'_>, path: &str, ty: &Type) {
        if is_of_bytes(ty) {
            self.paths.push(format!("`{}`", innermost(path, ty)));
        }
        let Some(shape) = ty.named().and_then(|id| cx.shape(id)) else {
            return;
        };
        let path = innermost(path, ty);
        let inside: Vec<(&str, &Type)> = match shape {
            Shape::Struct(fields) => {
                let fields = fields.iter().filter(|field| is_of_bytes(&field.ty));
                let fields = fields.take((PLACES + 1).saturating_sub(self.paths.len()));
                fields
                    .map(|field| (field.name.wire.as_str(), &field.ty))
                    .collect()
            }
            Shape::Map(value) if is_of_bytes(value) => vec![("*", value)],
            Shape::Map(_) | Shape::Enum(_) => Vec::new(),
        };
        for (key, ty) in inside {
            let path = innermost(&below(&path, key), ty);
            self.paths.push(format!("`{path}`"));
        }
    }

    fn describe(&self) -> String {
        match self.paths.as_slice() {
            [] => String::new(),
            [only] => format!(", {only} as base64"),
            paths if paths.len() > PLACES => {
                format!(", {} and more as base64", paths[..PLACES].join(", "))
            }
            [rest @ .., last] => format!(", {} and {last} as base64", rest.join(", ")),
        }
    }
}

/// Whether a type consists of bytes, without going into those it names.
fn is_of_bytes(ty: &Type) -> bool {
    match ty {
        Type::Bytes => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => is_of_bytes(inner),
        Type::Scalar(_) | Type::Named(_) | Type::Boxed(_) | Type::Any => false,
    }
}

/// The path of what is innermost in lists and maps.
fn innermost(path: &str, ty: &Type) -> String {
    match ty {
        Type::List(element) => innermost(&format!("{path}[]"), element),
        Type::Map(value) => innermost(&below(path, "*"), value),
        Type::Nullable(inner) => innermost(path, inner),
        Type::Scalar(_) | Type::Bytes | Type::Named(_) | Type::Boxed(_) | Type::Any => {
            path.to_owned()
        }
    }
}

/// The path of what is under a key.
fn below(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}
