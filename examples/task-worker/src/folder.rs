//! Checks the files of a folder, as many as one slice has time for. Must not know tasks or runs.

use std::io::{self, ErrorKind};
use std::path::Path;

use nd_pdk::Error;

use crate::files::{self, Read};
use crate::queue::Place;
use crate::slice::Slice;
use crate::store::{self, Checksums, Cursor, Known};

/// Why a folder cannot be checked.
pub(crate) enum Fault {
    /// It may be better next time: a network drive that does not answer.
    Passing(Error),
    /// It will not be: the folder is gone.
    Lasting(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Passing(error)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Passing(error.into())
    }
}

/// How far one slice got.
pub(crate) enum Progress {
    /// There is more to do.
    Paused,
    Finished(Cursor),
}

/// Goes on where the last slice stopped. What was found is stored before the cursor: if the server ends in between, some files are read twice, and
/// none is passed over.
pub(crate) fn check(library: &Path, place: &Place, slice: Slice) -> Result<Progress, Fault> {
    let files = files::files(library, &place.folder).map_err(of_folder)?;
    let mut cursor = store::cursor(place)?;
    let mut checksums = store::checksums(place)?;

    let start = files.partition_point(|file| *file < cursor.file);
    for (index, file) in files.iter().enumerate().skip(start) {
        let is_partly_read = *file == cursor.file;
        let reading = cursor.reading.take().filter(|_| is_partly_read);
        cursor.file.clone_from(file);
        let read = match files::read(&library.join(file), reading, slice) {
            Ok(read) => read,
            Err(error) if is_lasting(&error) => {
                nd_pdk::warn!("{file} cannot be read: {error}");
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        if let Read::Part(reading) = read {
            cursor.reading = Some(reading);
            return pause(place, &checksums, &cursor);
        }
        note(file, read, &mut checksums, &mut cursor);
        if let Some(next) = files.get(index + 1).filter(|_| slice.is_over()) {
            cursor.file.clone_from(next);
            return pause(place, &checksums, &cursor);
        }
    }

    checksums.retain(|file, _| files.binary_search(file).is_ok());
    store::set_checksums(place, &checksums)?;
    Ok(Progress::Finished(cursor))
}

fn pause(place: &Place, checksums: &Checksums, cursor: &Cursor) -> Result<Progress, Fault> {
    store::set_checksums(place, checksums)?;
    store::set_cursor(place, cursor)?;
    Ok(Progress::Paused)
}

/// Compares a file with what it was. Damage keeps the old checksum, so that every run reports it until somebody puts the file right.
fn note(file: &str, read: Read, checksums: &mut Checksums, cursor: &mut Cursor) {
    let Read::Whole(stamp, checksum) = read else {
        return;
    };
    cursor.files += 1;
    let before = checksums.get(file).filter(|known| known.stamp == stamp);
    if before.is_some_and(|known| known.checksum != checksum) {
        nd_pdk::error!("{file} is damaged: its content has changed, and nobody has written to it");
        cursor.damaged.push(file.to_owned());
        return;
    }
    checksums.insert(file.to_owned(), Known { stamp, checksum });
}

fn of_folder(error: io::Error) -> Fault {
    if is_lasting(&error) {
        return Fault::Lasting(format!("cannot be read: {error}"));
    }
    error.into()
}

fn is_lasting(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::PermissionDenied
    )
}
