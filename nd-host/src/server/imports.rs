//! Which host functions a plugin can import, and why others are not there. Must not link them.

use nd_rules::manifest::{Permission, Permissions, unknown_permissions};
use nd_rules::surface::{HOST_FUNCTIONS, HostFunction};
use nd_rules::version::Version;

/// What a server gives a plugin.
pub(super) struct Given<'a> {
    pub(super) permissions: &'a Permissions,
    pub(super) version: Version,
    /// The text of the manifest.
    pub(super) manifest: &'a str,
}

/// Why a host function is not there.
enum Absent {
    /// It came later.
    Since(Version),
    /// The manifest does not declare this permission.
    Needs(Permission),
}

impl Given<'_> {
    /// The functions that are there.
    pub(super) fn functions(&self) -> impl Iterator<Item = &'static str> {
        let there = |function: &&HostFunction| self.absent(function).is_none();
        HOST_FUNCTIONS
            .iter()
            .filter(there)
            .map(|function| function.name)
    }

    fn absent(&self, function: &HostFunction) -> Option<Absent> {
        if function.since > self.version {
            return Some(Absent::Since(function.since));
        }
        let permission = function.permission()?;
        (!self.permissions.declares(permission)).then_some(Absent::Needs(permission))
    }

    /// A line for each of the functions that is not there, and then one for each key of the manifest that is no permission. The server says no more than
    /// what is missing.
    pub(super) fn hints<'a>(&self, functions: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut hints: Vec<String> = functions.filter_map(|name| self.hint(name)).collect();
        if hints.is_empty() {
            return hints;
        }
        let unknown = unknown_permissions(self.manifest).into_iter();
        hints.extend(unknown.map(|key| format!("`{key}` in manifest.json is no permission")));
        hints
    }

    fn hint(&self, name: &str) -> Option<String> {
        let Some(function) = HostFunction::find(name) else {
            return Some(format!("no Navidrome has `{name}`"));
        };
        let hint = match self.absent(function)? {
            Absent::Since(since) => {
                let version = self.version;
                format!("`{name}` is there since Navidrome {since}, and this is {version}")
            }
            Absent::Needs(permission) => {
                let key = permission.key();
                format!(
                    "`{name}` needs the permission `{key}`: add it to `permissions` in manifest.json"
                )
            }
        };
        Some(hint)
    }
}
