//! What a manifest must and should say by itself. Must not judge the WebAssembly, nor look into the schema and the form of the settings.

mod duplicates;
mod hosts;
mod identity;
mod keys;
pub(super) mod meant;
mod permissions;
mod table;

use std::ops::Range;

use super::super::finding::{Findings, Place};
use super::super::json::{Document, Member, Node, Value};
use super::super::subject::{Subject, Target};

pub(super) fn check(cx: &mut Findings, subject: &Subject, target: Target) {
    if let Some(manifest) = &subject.manifest {
        let beside = Beside {
            crate_version: subject.crate_version.as_ref(),
            wasm: subject.wasm.as_ref().map_or(&[], |wasm| &wasm.bytes),
            target,
        };
        check_document(cx, &manifest.document, &beside);
    }
}

/// What else is known of the plugin.
struct Beside<'a> {
    crate_version: Option<&'a semver::Version>,
    /// For hosts in its data; empty if there is none.
    wasm: &'a [u8],
    target: Target,
}

fn check_document(cx: &mut Findings, document: &Document, beside: &Beside<'_>) {
    duplicates::check(cx, document);
    keys::check(cx, document, beside.target);
    identity::check(cx, &document.root, beside.crate_version);
    permissions::check(cx, &document.root);
    hosts::check(cx, &document.root, beside);
}

/// The member that the server reads for a key, `null` being as good as none.
fn find<'a>(object: &'a Node, key: &str) -> Option<&'a Member> {
    let member = object.get_in_any_case(key)?;
    (member.node.value != Value::Null).then_some(member)
}

/// The object of a permission, if it is declared.
fn permission<'a>(manifest: &'a Node, key: &str) -> Option<&'a Member> {
    let permissions = find(manifest, "permissions")?;
    find(&permissions.node, key).filter(|member| member.node.is_object())
}

fn at(span: &Range<usize>) -> Place {
    Place::Manifest(span.clone())
}

/// For what is not in an object: the brace it begins with.
fn opening(object: &Node) -> Place {
    Place::Manifest(object.span.start..object.span.start + 1)
}

#[cfg(test)]
mod tests;
