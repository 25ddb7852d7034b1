//! The permissions of a manifest with their places, also of a manifest that the server would refuse for another reason. Must not judge them.

use std::collections::BTreeMap;
use std::ops::Range;

use nd_rules::manifest::{self, Permission, Permissions};

use crate::plugin::finding::Place;
use crate::plugin::json::{Member, Node, Value};
use crate::plugin::subject::Manifest;

/// What a manifest declares.
pub(super) struct Declared<'a> {
    entries: BTreeMap<Permission, &'a Member>,
    has_threads: bool,
    /// `permissions`, or the whole manifest if there is none.
    all: Range<usize>,
}

impl<'a> Declared<'a> {
    pub(super) fn read(manifest: &'a Manifest) -> Self {
        let root = &manifest.document.root;
        let permissions = member(root, "permissions");
        let entries = Permission::ALL.into_iter().filter_map(|permission| {
            let entry = member(&permissions?.node, permission.key())?;
            entry.node.is_object().then_some((permission, entry))
        });
        Self {
            entries: entries.collect(),
            has_threads: has_threads(root),
            all: permissions.map_or(root.span.clone(), |it| it.key_span.clone()),
        }
    }

    pub(super) fn has(&self, permission: Permission) -> bool {
        self.entries.contains_key(&permission)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Permission> {
        self.entries.keys().copied()
    }

    /// Where a permission is declared, or where it should be.
    pub(super) fn place(&self, permission: Permission) -> Place {
        let key = self.entries.get(&permission).map(|entry| &entry.key_span);
        Place::Manifest(key.unwrap_or(&self.all).clone())
    }

    /// `library.filesystem`, where that is true.
    pub(super) fn filesystem(&self) -> Option<Place> {
        let entry = self.entries.get(&Permission::Library)?;
        let filesystem = member(&entry.node, "filesystem")?;
        let is_true = filesystem.node.value == Value::Bool(true);
        is_true.then(|| Place::Manifest(filesystem.key_span.clone()))
    }

    /// Whether `experimental.threads` is there, which servers up to v0.63 read.
    pub(super) fn has_threads(&self) -> bool {
        self.has_threads
    }

    /// The entries of `requiredHosts` that are texts, with their places.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&'a str, Place)> {
        let permissions = [Permission::Http, Permission::WebSocket].into_iter();
        let entries = permissions.filter_map(|it| self.entries.get(&it).copied());
        let lists = entries.filter_map(|entry| member(&entry.node, "requiredHosts"));
        let hosts = lists.flat_map(|list| list.node.elements());
        hosts.filter_map(|host| Some((host.text()?, Place::Manifest(host.span.clone()))))
    }

    /// The same without places, for rules that need no more than what is declared.
    pub(super) fn permissions(&self) -> Permissions {
        Permissions {
            declared: manifest::Declared::Only(self.all().collect()),
            ..Permissions::none()
        }
    }
}

fn has_threads(root: &Node) -> bool {
    let experimental = member(root, "experimental");
    let threads = experimental.and_then(|it| member(&it.node, "threads"));
    threads.is_some_and(|it| it.node.is_object())
}

/// The server reads keys whatever their case; of several it is the last one that counts.
fn member<'a>(node: &'a Node, key: &str) -> Option<&'a Member> {
    let mut members = node.members().iter();
    members.rfind(|member| member.key.eq_ignore_ascii_case(key))
}
