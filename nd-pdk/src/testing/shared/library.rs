//! Libraries as a plugin sees them. Must not know which ones it may see.

use crate::host::library::Library;

/// Where a plugin sees a library, if it may see files.
#[must_use]
pub fn mount_point(id: i32) -> String {
    format!("/libraries/{id}")
}

/// As a plugin sees it: places are told with access to files only.
#[must_use]
pub fn seen(library: &Library, filesystem: bool) -> Library {
    let mut seen = library.clone();
    if !filesystem {
        seen.path.clear();
        seen.mount_point.clear();
    } else if seen.mount_point.is_empty() {
        seen.mount_point = mount_point(library.id);
    }
    seen
}
