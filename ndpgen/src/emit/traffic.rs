//! What a call to the host looks like from outside, in one sentence: for those who answer it in a test or read it in a log. Documentation only.

use super::scope::Scope;
use crate::model::{Call, Encoding, Field, Function, Output, Payload, Shape, Type, TypeId};

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
#[derive(Default)]
struct Places<'a> {
    paths: Vec<String>,
    /// The types around the one that is looked at: one that contains itself is gone into once.
    around: Vec<&'a TypeId>,
}

impl<'a> Places<'a> {
    fn add(&mut self, cx: &Scope<'a>, path: &str, ty: &'a Type) {
        match ty {
            Type::Bytes => self.paths.push(format!("`{path}`")),
            Type::Scalar(_) | Type::Any => {}
            Type::Nullable(inner) => self.add(cx, path, inner),
            Type::List(element) => self.add(cx, &format!("{path}[]"), element),
            Type::Map(value) => self.add(cx, &below(path, "*"), value),
            Type::Named(id) | Type::Boxed(id) => self.add_named(cx, path, id),
        }
    }

    fn add_named(&mut self, cx: &Scope<'a>, path: &str, id: &'a TypeId) {
        if self.around.contains(&id) {
            return;
        }
        self.around.push(id);
        match cx.shape(id) {
            Some(Shape::Struct(fields)) => {
                for field in fields {
                    self.add(cx, &below(path, &field.name.wire), &field.ty);
                }
            }
            Some(Shape::Map(value)) => self.add(cx, &below(path, "*"), value),
            Some(Shape::Enum(_)) | None => {}
        }
        self.around.pop();
    }

    fn describe(&self) -> String {
        match self.paths.as_slice() {
            [] => String::new(),
            [rest @ .., last] if !rest.is_empty() => {
                format!(", {} and {last} as base64", rest.join(", "))
            }
            [only, ..] => format!(", {only} as base64"),
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
