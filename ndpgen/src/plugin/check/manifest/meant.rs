//! What keys were meant to be that are misspelt, or hold something of another type. They are reported once, as what they are: what follows from them must
//! not be reported as well. Must not report anything.

use std::collections::BTreeSet;

use nd_rules::manifest::Permission;

use super::super::super::json::{Member, Node, Value};
use super::find;
use super::table::{self, Key, MANIFEST, PERMISSIONS, Role};
use crate::diag::nearest;

/// So many unknown keys are looked at; each is compared with all known ones.
const MOST_UNKNOWN: usize = 1_000;

/// The key that an unknown one stands for, or is a slip of.
pub(super) fn stands_for(word: &str, keys: &'static [Key]) -> Option<&'static str> {
    let is_read = |key: &&Key| !matches!(key.role, Role::RemovedIn(_));
    let names = keys.iter().filter(is_read).map(|key| key.name);
    table::meant(word, keys).or_else(|| nearest(word, names))
}

/// Whether an unknown key of an object stands for this one.
pub(super) fn has_slip_of(object: &Node, keys: &'static [Key], name: &str) -> bool {
    unknown(object, keys).any(|it| stands_for(&it.key, keys) == Some(name))
}

/// Whether `config` is there, be it wrong or misspelt.
pub(in crate::plugin::check) fn has_settings(manifest: &Node) -> bool {
    find(manifest, "config").is_some() || has_slip_of(manifest, MANIFEST, "config")
}

/// The permissions that a manifest was meant to declare, and does not.
pub(in crate::plugin::check) fn permissions(manifest: &Node) -> BTreeSet<Permission> {
    let mut meant = BTreeSet::new();
    if let Some(member) = find(manifest, "permissions") {
        meant.extend(undeclared(&member.node));
    }
    for member in unknown(manifest, MANIFEST) {
        match named(&member.key) {
            // Where it belongs is said as well.
            Some(permission) => drop(meant.insert(permission)),
            None if stands_for(&member.key, MANIFEST) == Some("permissions") => {
                let declared = member.node.members().iter();
                meant.extend(declared.filter_map(|it| named(&it.key)));
                meant.extend(undeclared(&member.node));
            }
            None => {}
        }
    }
    meant
}

/// What is meant by entries of `permissions` that declare nothing. Nobody can tell for something else than an object.
fn undeclared(permissions: &Node) -> Vec<Permission> {
    if !permissions.is_object() {
        return Permission::ALL.to_vec();
    }
    let mistyped = permissions.members().iter().filter(|it| is_mistyped(it));
    let mistyped = mistyped.filter_map(|it| named(&it.key));
    let misspelt = unknown(permissions, PERMISSIONS);
    let misspelt = misspelt.filter_map(|it| named(stands_for(&it.key, PERMISSIONS)?));
    mistyped.chain(misspelt).collect()
}

/// `null` is as good as nothing, and no mistake by itself.
fn is_mistyped(permission: &Member) -> bool {
    match permission.node.value {
        Value::Null | Value::Object(_) => false,
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => true,
    }
}

fn named(key: &str) -> Option<Permission> {
    let mut all = Permission::ALL.into_iter();
    all.find(|it| it.key().eq_ignore_ascii_case(key))
}

fn unknown<'a>(object: &'a Node, keys: &'static [Key]) -> impl Iterator<Item = &'a Member> {
    let is_known = |it: &&Member| {
        keys.iter()
            .any(|key| key.name.eq_ignore_ascii_case(&it.key))
    };
    let members = object.members().iter();
    members.filter(move |it| !is_known(it)).take(MOST_UNKNOWN)
}
