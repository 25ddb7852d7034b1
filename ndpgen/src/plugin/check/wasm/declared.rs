//! The permissions of a manifest with their places. Must not judge them.

use std::collections::BTreeSet;
use std::ops::Range;

use nd_rules::manifest::{Permission, Permissions};

use crate::plugin::check::manifest::meant;
use crate::plugin::finding::Place;
use crate::plugin::json::{Member, Node};
use crate::plugin::subject::Manifest;

/// What a manifest declares, and where.
pub(super) struct Declared<'a> {
    pub permissions: &'a Permissions,
    /// Permissions that are misspelt or mistyped, which is reported elsewhere.
    meant: BTreeSet<Permission>,
    root: &'a Node,
}

impl<'a> Declared<'a> {
    pub(super) fn of(manifest: &'a Manifest) -> Self {
        let root = &manifest.document.root;
        Self {
            permissions: &manifest.permissions,
            meant: meant::permissions(root),
            root,
        }
    }

    /// Whether a permission is declared, or was meant to be.
    pub(super) fn has(&self, permission: Permission) -> bool {
        self.permissions.declares(permission) || self.meant.contains(&permission)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Permission> {
        let all = Permission::ALL.into_iter();
        all.filter(|permission| self.permissions.declares(*permission))
    }

    /// Where a permission is declared.
    pub(super) fn place(&self, permission: Permission) -> Place {
        self.place_of(self.entry(permission))
    }

    /// `library.filesystem`, where that is true.
    pub(super) fn filesystem(&self) -> Option<Place> {
        let entry = self.entry(Permission::Library);
        let filesystem = entry.and_then(|it| it.node.get_in_any_case("filesystem"));
        let is_true = self.permissions.library_filesystem;
        is_true.then(|| self.place_of(filesystem.or(entry)))
    }

    pub(super) fn has_settings(&self) -> bool {
        meant::has_settings(self.root)
    }

    /// Whether `experimental.threads` is there, which servers up to v0.63 read.
    pub(super) fn has_threads(&self) -> bool {
        let experimental = self.root.get_in_any_case("experimental");
        let threads = experimental.and_then(|it| it.node.get_in_any_case("threads"));
        threads.is_some_and(|it| it.node.is_object())
    }

    /// The entries of `requiredHosts` that are texts, with their places.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&'a str, Place)> {
        let permissions = [Permission::Http, Permission::WebSocket].into_iter();
        let entries = permissions.filter_map(|it| self.entry(it));
        let lists = entries.filter_map(|entry| entry.node.get_in_any_case("requiredHosts"));
        let hosts = lists.flat_map(|list| list.node.elements());
        hosts.filter_map(|host| Some((host.text()?, Place::Manifest(host.span.clone()))))
    }

    fn entry(&self, permission: Permission) -> Option<&'a Member> {
        let permissions = self.root.get_in_any_case("permissions")?;
        permissions.node.get_in_any_case(permission.key())
    }

    fn place_of(&self, member: Option<&Member>) -> Place {
        let key: Option<&Range<usize>> = member.map(|it| &it.key_span);
        Place::Manifest(key.unwrap_or(&self.root.span).clone())
    }
}
