//! Finding and reading files of a library. Must not keep anything.

use std::fs::{self, DirEntry, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::checksum::Checksum;
use crate::slice::Slice;

const CHUNK: usize = 1 << 20;

/// What changes when somebody writes to a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    size: u64,
    modified: SystemTime,
}

impl Stamp {
    fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self {
            size: metadata.len(),
            modified: metadata.modified()?,
        })
    }
}

/// A file that was read up to a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reading {
    stamp: Stamp,
    offset: u64,
    checksum: Checksum,
}

/// What became of reading a file.
pub(crate) enum Read {
    /// All of it was read.
    Whole(Stamp, Checksum),
    /// The slice was over before.
    Part(Reading),
    /// Somebody wrote to it meanwhile.
    Changed,
}

/// Reads a file to its end or until the slice is over, from where `reading` stopped unless the file has changed since.
pub(crate) fn read(path: &Path, reading: Option<Reading>, slice: Slice) -> io::Result<Read> {
    let mut file = File::open(path)?;
    let stamp = Stamp::of(&file)?;
    let reading = reading.filter(|reading| reading.stamp == stamp);
    let (mut offset, mut checksum) = reading
        .map(|reading| (reading.offset, reading.checksum))
        .unwrap_or_default();
    file.seek(SeekFrom::Start(offset))?;

    let mut chunk = vec![0; CHUNK];
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        checksum = checksum.and(&chunk[..length]);
        offset += length as u64;
        if offset < stamp.size && slice.is_over() {
            return Ok(Read::Part(Reading {
                stamp,
                offset,
                checksum,
            }));
        }
    }
    if Stamp::of(&file)? != stamp || offset != stamp.size {
        return Ok(Read::Changed);
    }
    Ok(Read::Whole(stamp, checksum))
}

/// The folders at the top of a library, by name.
pub(crate) fn folders(library: &Path) -> io::Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(library)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.extend(name(&entry));
        }
    }
    folders.sort();
    Ok(folders)
}

/// The files of a folder and all below it, as paths within the library, sorted. Without a name, the files beside the folders. Links are not
/// followed: they could lead in circles.
pub(crate) fn files(library: &Path, folder: &str) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(library.join(&current))? {
            let entry = entry?;
            let Some(name) = name(&entry) else {
                continue;
            };
            let path = match current.as_str() {
                "" => name,
                parent => format!("{parent}/{name}"),
            };
            let kind = entry.file_type()?;
            if kind.is_file() {
                files.push(path);
            } else if kind.is_dir() && !folder.is_empty() {
                folders.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn name(entry: &DirEntry) -> Option<String> {
    let name = entry.file_name().into_string();
    name.inspect_err(|name| nd_pdk::warn!("passing over {name:?}, which is not UTF-8"))
        .ok()
}
