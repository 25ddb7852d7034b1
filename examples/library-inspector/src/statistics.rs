//! What is known of the files of a library. Must not know where the files are or when they are looked at.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::walk::Entry;

/// Under what files are counted whose name does not say what they are.
const OTHER: &str = "other";

/// Longer ones are parts of titles, not extensions. It also bounds how much there is to keep.
const LONGEST_EXTENSION: usize = 8;

/// Counts over a library, or over the part of it that was visited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Statistics {
    pub(crate) total: Count,
    /// Without the root.
    pub(crate) folders: u64,
    /// Files and folders that could not be looked at.
    pub(crate) unreadable: u64,
    /// By extension, in lower case.
    pub(crate) extensions: BTreeMap<String, Count>,
    /// The largest first; of two of a size the one that comes first by name.
    pub(crate) largest: Vec<LargeFile>,
}

/// How many files, and how large they are together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Count {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

/// One of the largest files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LargeFile {
    /// Relative to the root of the library.
    pub(crate) path: String,
    pub(crate) bytes: u64,
}

impl Statistics {
    /// Counts what a walk came by, and keeps it if it is among so many largest files.
    pub(crate) fn add(&mut self, entry: Entry, largest: usize) {
        match entry {
            Entry::Folder => self.folders += 1,
            Entry::File { path, bytes } => {
                self.total.add(bytes);
                self.extensions
                    .entry(extension(&path))
                    .or_default()
                    .add(bytes);
                self.keep(&path, bytes, largest);
            }
            Entry::Unreadable { path, reason } => {
                self.unreadable += 1;
                nd_pdk::debug!("{}: {reason}", path.display());
            }
        }
    }

    fn keep(&mut self, path: &Path, bytes: u64, largest: usize) {
        let place = self.largest.partition_point(|kept| kept.bytes >= bytes);
        if place < largest {
            let path = path.display().to_string();
            self.largest.insert(place, LargeFile { path, bytes });
            self.largest.truncate(largest);
        }
    }
}

impl Count {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files, {}", self.files, Size(self.bytes))
    }
}

fn extension(path: &Path) -> String {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let sound = |text: &&str| {
        text.len() <= LONGEST_EXTENSION && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    extension
        .filter(sound)
        .unwrap_or(OTHER)
        .to_ascii_lowercase()
}

/// A number of bytes for people to read.
pub(crate) struct Size(pub(crate) u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
        let (mut size, mut unit) = (self.0 as f64, None);
        for larger in UNITS {
            if size < 1024.0 {
                break;
            }
            (size, unit) = (size / 1024.0, Some(larger));
        }
        match unit {
            Some(unit) => write!(f, "{size:.1} {unit}"),
            None => write!(f, "{} bytes", self.0),
        }
    }
}
