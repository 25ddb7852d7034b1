//! From a tree to a typed document. Reports everything that can be seen within one file, without looking up any name.

mod fields;
mod functions;
mod schemas;
mod types;
mod useless;
mod values;

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::keys::{Construct, LAYOUTS, VERSION};
use crate::names;
use crate::schema::{Capability, Document, ErrorText, Role, Service};
use crate::source::{FileId, Source, Span, Spanned, stem};
use crate::tree::{Entry, Node, NodeKind};

use fields::Fields;

/// Reads one document. None if its root already is something else.
pub fn read(cx: &Collector, file: FileId, source: &Source, root: &Node) -> Option<Document> {
    let role = role(source);
    let construct = match role {
        Role::Capability | Role::Types => Construct::CapabilityDocument,
        Role::Service => Construct::ServiceDocument,
    };
    if !check_version(cx, root) {
        return None;
    }
    let beginning = Span {
        end: root.span.start,
        ..root.span
    };
    let fields = fields::open(cx, construct, beginning, root)?;
    // Another version was refused above; this is for what is no text at all.
    fields.text(cx, "version");
    check_file_name(cx, source, beginning);
    useless::check_document(cx, role, &fields);
    Some(Document {
        file,
        path: source.path.clone(),
        role,
        since: fields.since(cx, "x-since"),
        capability: fields
            .entry("x-capability")
            .and_then(|it| capability(cx, it)),
        service: fields.entry("x-service").and_then(|it| service(cx, it)),
        errors: fields.named(cx, "x-errors", |it| error_text(cx, it)),
        exports: fields.named(cx, "exports", |it| functions::export(cx, it)),
        imports: fields.named(cx, "imports", |it| functions::import(cx, role, it)),
        schemas: schemas::components(cx, &fields),
    })
}

fn role(source: &Source) -> Role {
    match source.path.split_once('/') {
        Some(("host", _)) => Role::Service,
        _ if stem(&source.path) == "types" => Role::Types,
        _ => Role::Capability,
    }
}

/// A document of another version follows other rules: nothing else in it is looked at.
fn check_version(cx: &Collector, root: &Node) -> bool {
    let NodeKind::Map(entries) = &root.kind else {
        if root.kind == NodeKind::Null {
            let error = Diagnostic::new(Code::WrongType, root.span, "the document is empty");
            cx.report(error.help("a document begins with `version: v1-draft`"));
            return false;
        }
        return true;
    };
    let Some(entry) = entries.iter().find(|entry| entry.key.value == "version") else {
        return true;
    };
    let NodeKind::Text(version) = &entry.value.kind else {
        return true;
    };
    if version == VERSION {
        return true;
    }
    let message = format!("version {} of XTP is not supported", quote(version));
    let error = Diagnostic::new(Code::UnsupportedVersion, entry.value.span, message);
    cx.report(error.help(match version.as_str() {
        "v0" => "v0 only lists names: write `version: v1-draft` and give each export its types",
        _ => "write `version: v1-draft`",
    }));
    false
}

/// Modules and traits are named after their file.
fn check_file_name(cx: &Collector, source: &Source, beginning: Span) {
    if !names::names_module(stem(&source.path)) {
        let message = "no module can be named after this file";
        let error = Diagnostic::new(Code::InvalidIdentifier, beginning, message);
        cx.report(error.help("use letters from a to z in the file name"));
    }
}

fn capability(cx: &Collector, entry: &Entry) -> Option<Capability> {
    let span = entry.key.span;
    let fields = fields::open(cx, Construct::Capability, span, &entry.value)?;
    useless::check_not_empty(cx, "x-capability", entry);
    Some(Capability {
        name: fields.text(cx, "name"),
        module: fields.text(cx, "module"),
        host_name: fields.text(cx, "host-name"),
        traits: fields.one_of(cx, "traits", LAYOUTS, Code::UnknownValue),
        description: fields.text(cx, "description"),
    })
}

fn service(cx: &Collector, entry: &Entry) -> Option<Service> {
    let span = entry.key.span;
    let fields = fields::open(cx, Construct::Service, span, &entry.value)?;
    Some(Service {
        name: fields.text(cx, "name"),
        module: fields.text(cx, "module"),
        permission: permission(cx, &fields),
        description: fields.text(cx, "description"),
    })
}

/// A text, or a `null` that says there is none.
fn permission(cx: &Collector, fields: &Fields<'_>) -> Option<Spanned<String>> {
    match fields.entry("permission")?.value.kind {
        NodeKind::Null => None,
        NodeKind::Bool(_)
        | NodeKind::Number
        | NodeKind::Text(_)
        | NodeKind::List(_)
        | NodeKind::Map(_) => fields.text(cx, "permission"),
    }
}

fn error_text(cx: &Collector, entry: &Entry) -> Option<ErrorText> {
    let fields = fields::open(cx, Construct::ErrorText, entry.key.span, &entry.value)?;
    let description = fields.text(cx, "description");
    Some(ErrorText {
        name: entry.key.clone(),
        text: fields.text(cx, "text")?,
        description,
    })
}
