//! What is kept: checksums and the journal in files, how far the run is in the key-value store. Must not decide what is kept.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;

use nd_pdk::host::{kvstore as keys, storage};
use nd_pdk::{Error, kvstore};
use serde::{Deserialize, Serialize};

use crate::checksum::Checksum;
use crate::files::{Reading, Stamp};
use crate::queue::Place;

const RUN: &str = "run";
const WAITING: &str = "waiting:";
const DONE: &str = "done:";
const CURSOR: &str = "cursor:";
const JOURNAL: &str = "journal.txt";

/// All folders are looked at once in a run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    /// When it began, in Unix seconds.
    pub(crate) number: i64,
    /// Whether there is a task for each folder.
    pub(crate) planned: bool,
}

/// Where the work on a folder goes on.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// The file that is next; those before it are done.
    pub(crate) file: String,
    /// How much of it is read.
    pub(crate) reading: Option<Reading>,
    /// How many files are done.
    pub(crate) files: usize,
    /// Those of them that are damaged.
    pub(crate) damaged: Vec<String>,
}

/// A file as it was found.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) stamp: Stamp,
    pub(crate) checksum: Checksum,
}

pub(crate) type Checksums = BTreeMap<String, Known>;

pub(crate) fn run() -> Result<Option<Run>, Error> {
    kvstore::get(RUN)
}

pub(crate) fn set_run(run: &Run) -> Result<(), Error> {
    kvstore::set(RUN, run)
}

/// Forgets how far the last run was, and its journal.
pub(crate) fn clear() -> Result<(), Error> {
    for prefix in [WAITING, DONE, CURSOR] {
        keys::delete_by_prefix(prefix)?;
    }
    Ok(fs::write(path(JOURNAL)?, "")?)
}

/// Whether there is a task for the folder, or was in this run.
pub(crate) fn is_planned(place: &Place) -> Result<bool, Error> {
    Ok(is_done(place)? || keys::has(&key(WAITING, place))?)
}

pub(crate) fn set_waiting(place: &Place) -> Result<(), Error> {
    kvstore::set(&key(WAITING, place), &place.folder)
}

pub(crate) fn is_done(place: &Place) -> Result<bool, Error> {
    keys::has(&key(DONE, place))
}

/// In this order: if the server ends in between, the folder is done, and the task that runs again sees it.
pub(crate) fn set_done(place: &Place) -> Result<(), Error> {
    keys::set(&key(DONE, place), "")?;
    keys::delete(&key(CURSOR, place))?;
    keys::delete(&key(WAITING, place))
}

/// How many folders are done, and how many are not.
pub(crate) fn progress() -> Result<(usize, usize), Error> {
    Ok((keys::list(DONE)?.len(), keys::list(WAITING)?.len()))
}

pub(crate) fn cursor(place: &Place) -> Result<Cursor, Error> {
    Ok(kvstore::get(&key(CURSOR, place))?.unwrap_or_default())
}

pub(crate) fn set_cursor(place: &Place, cursor: &Cursor) -> Result<(), Error> {
    kvstore::set(&key(CURSOR, place), cursor)
}

pub(crate) fn checksums(place: &Place) -> Result<Checksums, Error> {
    match fs::read(path(&file_name(place))?) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Checksums::new()),
        Err(error) => Err(error.into()),
    }
}

/// Written to the side first: who reads it finds all of the old or all of the new, however the server ends.
pub(crate) fn set_checksums(place: &Place, checksums: &Checksums) -> Result<(), Error> {
    let name = file_name(place);
    let beside = path(&format!("{name}.new"))?;
    fs::write(&beside, serde_json::to_vec(checksums)?)?;
    Ok(fs::rename(beside, path(&name)?)?)
}

/// Adds a line to the journal of the run.
pub(crate) fn note(line: &str) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    let mut journal = options.create(true).append(true).open(path(JOURNAL)?)?;
    Ok(journal.write_all(format!("{line}\n").as_bytes())?)
}

fn path(name: &str) -> Result<PathBuf, Error> {
    Ok(PathBuf::from(storage::get_storage_path()?).join(name))
}

fn key(prefix: &str, place: &Place) -> String {
    format!("{prefix}{}", id(place))
}

fn file_name(place: &Place) -> String {
    format!("{}.json", id(place))
}

/// Folders have names of any length and with any characters; keys and files have not.
fn id(place: &Place) -> String {
    let folder = Checksum::of(place.folder.as_bytes()).number();
    format!("{}-{folder:016x}", place.library)
}
