//! What outlives a call: how far an inspection has come, and the results. Must not look at files.

use nd_pdk::{Error, clock, kvstore};
use serde::{Deserialize, Serialize};

use crate::statistics::{Size, Statistics};
use crate::walk::Cursor;

const PROGRESS: &str = "progress";

/// Before the id of a library: the key of its report.
const REPORTS: &str = "library:";

/// Slices save their progress in the time of one call and come one second after another. If it is older, in seconds, none will come any more.
const ALIVE: u64 = 60;

/// How far an inspection has come. Cursor and counts are kept together: a slice that the server ends is done again, and nothing counts twice.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The libraries that are not finished, beginning with the one the cursor is in.
    pub(crate) libraries: Vec<i32>,
    pub(crate) cursor: Cursor,
    pub(crate) statistics: Statistics,
    /// In Unix seconds.
    saved: i64,
}

impl Progress {
    /// Begins an inspection. It is on record at once, so that no second one begins beside it.
    pub(crate) fn begin(libraries: Vec<i32>) -> Result<Self, Error> {
        let mut progress = Self {
            libraries,
            cursor: Cursor::default(),
            statistics: Statistics::default(),
            saved: 0,
        };
        progress.save()?;
        Ok(progress)
    }

    /// The inspection that is under way.
    pub(crate) fn load() -> Result<Option<Self>, Error> {
        kvstore::get(PROGRESS)
    }

    /// Whether there is, or will be in a moment, a slice that goes on with it.
    pub(crate) fn is_alive(&self) -> bool {
        // In either direction: a clock that was set back by months must not keep it alive for months.
        clock::unix_seconds().abs_diff(self.saved) < ALIVE
    }

    pub(crate) fn save(&mut self) -> Result<(), Error> {
        self.saved = clock::unix_seconds();
        kvstore::set(PROGRESS, self)
    }

    /// Turns from the first library to the one after it.
    pub(crate) fn next_library(&mut self) {
        self.libraries.remove(0);
        self.cursor = Cursor::default();
        self.statistics = Statistics::default();
    }

    pub(crate) fn end() -> Result<(), Error> {
        kvstore::delete(PROGRESS)
    }
}

/// The result for one library.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The name of the library.
    pub(crate) library: String,
    /// In Unix seconds.
    pub(crate) finished: i64,
    #[serde(flatten)]
    pub(crate) statistics: Statistics,
}

impl Report {
    pub(crate) fn new(library: String, statistics: Statistics) -> Self {
        Self {
            library,
            finished: clock::unix_seconds(),
            statistics,
        }
    }

    /// Whether there has ever been one.
    pub(crate) fn any() -> Result<bool, Error> {
        Ok(!kvstore::list(REPORTS)?.is_empty())
    }

    pub(crate) fn save(&self, id: i32) -> Result<(), Error> {
        kvstore::set(&format!("{REPORTS}{id}"), self)
    }

    pub(crate) fn log(&self) {
        let Self {
            library,
            statistics,
            ..
        } = self;
        nd_pdk::info!(
            "{library}: {} in {} folders",
            statistics.total,
            statistics.folders
        );
        for (extension, count) in &statistics.extensions {
            nd_pdk::info!("{library}: {extension}: {count}");
        }
        for file in &statistics.largest {
            nd_pdk::info!("{library}: {}: {}", Size(file.bytes), file.path);
        }
        if statistics.unreadable > 0 {
            nd_pdk::warn!(
                "{library}: {} files or folders cannot be read; at level debug the next inspection names them",
                statistics.unreadable
            );
        }
    }
}
