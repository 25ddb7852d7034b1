//! Folders of this machine as a plugin sees them. Must not know what they are for.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// A folder of this machine that the plugin sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mount {
    /// Where it is on this machine.
    pub(crate) host: PathBuf,
    /// Where the plugin sees it: `/storage`.
    pub(crate) guest: String,
    pub(crate) access: Access,
}

/// What a plugin may do in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// In the form the runtime takes them.
pub(super) fn allowed_paths(mounts: &[Mount]) -> BTreeMap<String, PathBuf> {
    let mut paths = BTreeMap::new();
    for mount in mounts {
        let (mut host, guest) = mount.allowed_path();
        // Two libraries may have one folder, and the runtime one guest path for each way to write it.
        while paths.contains_key(&host) {
            host.push_str("/.");
        }
        paths.insert(host, guest);
    }
    paths
}

impl Mount {
    /// In the form the runtime takes it: a mark before the path of what is only read.
    fn allowed_path(&self) -> (String, PathBuf) {
        let host = self.host.display();
        let host = match self.access {
            Access::Read => format!("ro:{host}"),
            Access::Write => host.to_string(),
        };
        (host, PathBuf::from(&self.guest))
    }
}
