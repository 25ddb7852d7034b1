//! The contents of an entry, taken and compared with the list as Go's `archive/zip` does it. Must not know names.

use std::io::Read;

use flate2::CrcReader;
use flate2::read::DeflateDecoder;

use super::directory::{from, u16_at, u32_at};
use super::{Entry, Method, Unreadable, read_limited};

const HEADER: [u8; 4] = *b"PK\x03\x04";
const HEADER_LENGTH: usize = 30;
/// May stand before a descriptor.
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
/// A checksum and two sizes, which are not looked at: some write them with 64 bits.
const DESCRIPTOR_LENGTH: usize = 12;

pub(super) fn unpack(bytes: &[u8], entry: &Entry, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let (packed, behind) = packed(bytes, entry)?;
    // Not more than it says is read, nor more than allowed.
    let limit_or_size = limit.min(entry.size);
    let (read, found) = match entry.method {
        Method::Stored => checked(packed, limit_or_size),
        Method::Deflated => checked(DeflateDecoder::new(packed), limit_or_size),
        Method::Other(_) => return Err(Unreadable::Method(entry.method)),
    };
    let contents = match read {
        Err(Unreadable::TooLarge) if entry.size <= limit => {
            return Err(damaged("there is more of it than the archive says"));
        }
        read => read?,
    };
    if contents.len() as u64 != entry.size {
        return Err(damaged("there is less of it than the archive says"));
    }
    let is_right = match entry.has_descriptor {
        true => found == entry.checksum && descriptor(behind) == Some(entry.checksum),
        // None is written.
        false => entry.checksum == 0 || found == entry.checksum,
    };
    match is_right {
        true => Ok(contents),
        false => Err(damaged("its checksum is not that of the archive")),
    }
}

fn damaged(why: &str) -> Unreadable {
    Unreadable::Damaged(why.to_owned())
}

/// The bytes of an entry as far as they are there, and what stands behind them.
fn packed<'a>(bytes: &'a [u8], entry: &Entry) -> Result<(&'a [u8], &'a [u8]), Unreadable> {
    let header = from(bytes, entry.offset)
        .filter(|header| header.starts_with(&HEADER) && header.len() >= HEADER_LENGTH)
        .ok_or_else(|| damaged("it is not where the archive says"))?;
    let length = |at| usize::from(u16_at(header, at));
    let start = HEADER_LENGTH + length(26) + length(28);
    let contents = header.get(start..).unwrap_or_default();
    let size = usize::try_from(entry.packed_size).unwrap_or(0);
    Ok(contents.split_at(size.min(contents.len())))
}

/// Contents and their checksum.
fn checked(from: impl Read, limit: u64) -> (Result<Vec<u8>, Unreadable>, u32) {
    let mut reader = CrcReader::new(from);
    let read = read_limited(&mut reader, limit);
    (read, reader.crc().sum())
}

/// The checksum in a descriptor, if there is all of it.
fn descriptor(behind: &[u8]) -> Option<u32> {
    let fields = behind.strip_prefix(&DESCRIPTOR).unwrap_or(behind);
    (fields.len() >= DESCRIPTOR_LENGTH).then(|| u32_at(fields, 0))
}
