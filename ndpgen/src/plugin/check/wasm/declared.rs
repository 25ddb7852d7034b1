//! The permissions of a manifest with their places. Must not judge them.

use std::ops::Range;

use nd_rules::manifest::{Permission, Permissions};

use crate::plugin::finding::Place;
use crate::plugin::json::{Member, Node};
use crate::plugin::subject::Manifest;

/// What a manifest declares, and where.
pub(super) struct Declared<'a> {
    pub permissions: &'a Permissions,
    root: &'a Node,
}

impl<'a> Declared<'a> {
    pub(super) fn of(manifest: &'a Manifest) -> Self {
        Self {
            permissions: &manifest.permissions,
            root: &manifest.document.root,
        }
    }

    pub(super) fn has(&self, permission: Permission) -> bool {
        self.permissions.declares(permission)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Permission> {
        let all = Permission::ALL.into_iter();
        all.filter(|permission| self.has(*permission))
    }

    /// Where a permission is declared.
    pub(super) fn place(&self, permission: Permission) -> Place {
        self.place_of(self.entry(permission))
    }

    /// `library.filesystem`, where that is true.
    pub(super) fn filesystem(&self) -> Option<Place> {
        let entry = self.entry(Permission::Library);
        let filesystem = entry.and_then(|it| member(&it.node, "filesystem"));
        let is_true = self.permissions.library_filesystem;
        is_true.then(|| self.place_of(filesystem.or(entry)))
    }

    /// Whether `experimental.threads` is there, which servers up to v0.63 read.
    pub(super) fn has_threads(&self) -> bool {
        let experimental = member(self.root, "experimental");
        let threads = experimental.and_then(|it| member(&it.node, "threads"));
        threads.is_some_and(|it| it.node.is_object())
    }

    /// The entries of `requiredHosts` that are texts, with their places.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&'a str, Place)> {
        let permissions = [Permission::Http, Permission::WebSocket].into_iter();
        let entries = permissions.filter_map(|it| self.entry(it));
        let lists = entries.filter_map(|entry| member(&entry.node, "requiredHosts"));
        let hosts = lists.flat_map(|list| list.node.elements());
        hosts.filter_map(|host| Some((host.text()?, Place::Manifest(host.span.clone()))))
    }

    fn entry(&self, permission: Permission) -> Option<&'a Member> {
        let permissions = member(self.root, "permissions")?;
        member(&permissions.node, permission.key())
    }

    fn place_of(&self, member: Option<&Member>) -> Place {
        let key: Option<&Range<usize>> = member.map(|it| &it.key_span);
        Place::Manifest(key.unwrap_or(&self.root.span).clone())
    }
}

/// The server reads keys whatever their case, and rather in its own.
fn member<'a>(node: &'a Node, key: &str) -> Option<&'a Member> {
    let mut members = node.members().iter();
    let in_any_case = || members.find(|member| member.key.eq_ignore_ascii_case(key));
    node.get(key).or_else(in_any_case)
}
