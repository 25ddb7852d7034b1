//! Which functions the server and plugins have for each other, and since when. Must not say what any of them does.

mod generated;

pub use self::generated::{EXPORTS, HOST_FUNCTIONS};
use crate::manifest::Permission;
use crate::version::Version;

/// A function of the server that a plugin can import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostFunction {
    /// The name of the import: `cache_getstring`.
    pub name: &'static str,
    /// The name of its service: `Cache`.
    pub service: &'static str,
    /// The key under `permissions` without which it is not there; `None` for what is always there.
    pub permission: Option<&'static str>,
    /// The first version that has it.
    pub since: Version,
    /// The first version whose answer is JSON, where earlier ones answered in another form.
    pub json_since: Option<Version>,
    /// Whether the function reads its request.
    pub takes_request: bool,
}

/// A function that the server calls where a plugin exports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// The name of the export: `nd_on_init`.
    pub name: &'static str,
    /// The name of its capability: `Lifecycle`.
    pub capability: &'static str,
    /// The first version that calls it.
    pub since: Version,
    /// Whether whoever exports another function of the capability must export this one too, because they only work together.
    pub required: bool,
}

impl HostFunction {
    /// The function with this name, if there is one.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        HOST_FUNCTIONS.iter().find(|function| function.name == name)
    }

    /// The first version with which a plugin can use it: it is there, and its answer is JSON.
    #[must_use]
    pub fn usable_since(&self) -> Version {
        self.json_since.unwrap_or(self.since)
    }

    /// The permission without which it is not there; `None` for what is always there.
    #[must_use]
    pub fn permission(&self) -> Option<Permission> {
        self.permission.and_then(Permission::from_key)
    }
}

impl Export {
    /// The export with this name, if the server calls one.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        EXPORTS.iter().find(|export| export.name == name)
    }

    /// The functions of a capability, in the order of its description.
    pub fn of(capability: &str) -> impl Iterator<Item = &'static Self> {
        EXPORTS
            .iter()
            .filter(move |export| export.capability == capability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_one_that_manifests_can_declare() {
        let unknown = |function: &&HostFunction| {
            function.permission.is_some() && function.permission().is_none()
        };
        assert_eq!(HOST_FUNCTIONS.iter().find(unknown), None);
        for permission in Permission::ALL {
            let uses = |function: &HostFunction| function.permission() == Some(permission);
            assert!(HOST_FUNCTIONS.iter().any(uses), "{permission:?}");
        }
    }

    #[test]
    fn functions_and_exports_are_found_by_name() {
        let get = HostFunction::find("config_get").unwrap();
        assert_eq!((get.service, get.permission()), ("Config", None));
        assert_eq!(HostFunction::find("config_gets"), None);
        let used = HostFunction::find("kvstore_getstorageused").unwrap();
        assert!(get.takes_request && !used.takes_request);
        assert_eq!(get.usable_since(), Version::new(0, 60, 0));
        let raw = HostFunction::find("subsonicapi_callraw").unwrap();
        assert_eq!(raw.since, Version::new(0, 60, 2));
        assert_eq!(raw.usable_since(), Version::new(0, 61, 0));
        assert_eq!(
            Export::find("nd_task_execute").unwrap().since,
            Version::new(0, 61, 0)
        );
        assert_eq!(Export::find("nd_task"), None);
    }

    #[test]
    fn what_a_capability_cannot_do_without_is_required() {
        let required = |capability| -> Vec<&str> {
            let required = Export::of(capability).filter(|export| export.required);
            required.map(|export| export.name).collect()
        };
        let scrobbler = [
            "nd_scrobbler_is_authorized",
            "nd_scrobbler_now_playing",
            "nd_scrobbler_scrobble",
        ];
        assert_eq!(required("Scrobbler"), scrobbler, "the report came later");
        assert_eq!(required("MetadataAgent"), [""; 0], "each is of use alone");
        assert_eq!(required("Scrobblers"), [""; 0]);
    }
}
