//! Why host functions that a plugin imports are not there, for whoever has to change that. Must not decide which are there.

use nd_rules::manifest::{Permissions, unknown_permissions};
use nd_rules::surface::HostFunction;
use nd_rules::version::Version;

/// What a server gives a plugin.
pub(super) struct Given<'a> {
    pub(super) permissions: &'a Permissions,
    pub(super) version: Version,
    /// The text of the manifest.
    pub(super) manifest: &'a str,
}

impl Given<'_> {
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
        let (since, version) = (function.since, self.version);
        if since > version {
            return Some(format!(
                "`{name}` is there since Navidrome {since}, and this is {version}"
            ));
        }
        let permission = function.permission()?;
        let key = permission.key();
        (!self.permissions.declares(permission)).then(|| {
            format!(
                "`{name}` needs the permission `{key}`: add it to `permissions` in manifest.json"
            )
        })
    }
}
