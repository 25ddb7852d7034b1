//! The list of entries of a zip archive, found and read as Go's `archive/zip` does it, which the server uses. Must not look at contents.
//!
//! Readers of zip disagree about archives that are not quite sound: how far from the end the list may be, where it begins if sizes do not add up, where it
//! ends. Whether a package loads is Go's opinion, and no library shares it.

use super::{Damage, Entry, MOST_ENTRIES, Method};

/// How far from its end an archive is searched for the record that ends it.
const SEARCHED: usize = 65 * 1024;
const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LOCATOR_64: [u8; 4] = *b"PK\x06\x07";
const LOCATOR_64_LENGTH: i64 = 20;
const END_64: [u8; 4] = *b"PK\x06\x06";
const END_64_LENGTH: usize = 56;
const HEADER: [u8; 4] = *b"PK\x01\x02";
const HEADER_LENGTH: usize = 46;
/// Of the extra field with sizes of 64 bits.
const EXTRA_64: u16 = 1;

const FLAG_ENCRYPTED: u16 = 1;
const FLAG_DESCRIPTOR: u16 = 1 << 3;

/// Why there is no further entry.
enum Stop {
    /// What follows is none, or not all of one.
    NoHeader,
    /// The file ends where something should begin.
    EndOfFile,
}

/// Where the list is, by what ends the archive.
struct Directory {
    entries: u64,
    size: i64,
    offset: i64,
    /// Where the list ends.
    end: i64,
}

/// All entries, in the order of the list.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Entry>, Damage> {
    let directory = Directory::find(bytes)?;
    let base = directory.base(bytes)?;
    let mut rest = from(bytes, base + directory.offset).unwrap_or_default();
    let mut entries = Vec::new();
    let stop = loop {
        match header(rest, base) {
            Ok(_) if entries.len() == MOST_ENTRIES => return Err(Damage::TooManyEntries),
            Ok((entry, behind)) => {
                entries.push(entry);
                rest = behind;
            }
            Err(stop) => break stop,
        }
    };
    // The field for the number has 16 bits.
    let (claimed, found) = (directory.entries, entries.len());
    match stop {
        Stop::EndOfFile => Err(broken("the list of its entries has no end")),
        Stop::NoHeader if claimed & 0xffff == found as u64 => Ok(entries),
        Stop::NoHeader => Err(Damage::Broken(format!(
            "it says that it has {claimed} entries, and has {found}"
        ))),
    }
}

fn broken(why: &str) -> Damage {
    Damage::Broken(why.to_owned())
}

/// What is at an offset that may be nonsense.
pub(super) fn from(bytes: &[u8], offset: i64) -> Option<&[u8]> {
    bytes.get(usize::try_from(offset).ok()?..)
}

/// A field of a record that is long enough for it.
pub(super) fn field<const N: usize>(record: &[u8], at: usize) -> [u8; N] {
    let field = record.get(at..).and_then(<[u8]>::first_chunk);
    field.copied().unwrap_or([0; N])
}

pub(super) fn u16_at(record: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(field(record, at))
}

pub(super) fn u32_at(record: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(field(record, at))
}

fn u64_at(record: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(field(record, at))
}

impl Directory {
    fn find(bytes: &[u8]) -> Result<Self, Damage> {
        let at = end(bytes).ok_or_else(|| match bytes.starts_with(b"PK\x03\x04") {
            true => Damage::CutOff,
            false => Damage::NoArchive,
        })?;
        let record = &bytes[at..];
        let (entries, size, offset) = (u16_at(record, 10), u32_at(record, 12), u32_at(record, 16));
        let directory = Self {
            entries: entries.into(),
            size: size.into(),
            offset: offset.into(),
            end: i64::try_from(at).map_err(|_| Damage::NoArchive)?,
        };
        // That the size is compared to 16 bits is Go's.
        let is_64 = entries == u16::MAX || size == 0xffff || offset == u32::MAX;
        match locator_64(bytes, directory.end).filter(|_| is_64) {
            Some(at) => Self::read_64(bytes, at),
            None => Ok(directory),
        }
    }

    fn read_64(bytes: &[u8], end: i64) -> Result<Self, Damage> {
        let record = from(bytes, end)
            .filter(|record| record.starts_with(&END_64) && record.len() >= END_64_LENGTH)
            .ok_or_else(|| broken("the record that ends it is not where it says"))?;
        let signed = |at| i64::try_from(u64_at(record, at)).map_err(|_| misplaced());
        Ok(Self {
            entries: u64_at(record, 32),
            size: signed(40)?,
            offset: signed(48)?,
            end,
        })
    }

    /// How much stands before the archive, which its offsets do not count.
    fn base(&self, bytes: &[u8]) -> Result<i64, Damage> {
        let start = self.end.checked_sub(self.size).ok_or_else(misplaced)?;
        if start < 0 || from(bytes, start).is_none_or(<[u8]>::is_empty) {
            return Err(misplaced());
        }
        let base = start - self.offset;
        let is_wrong = base > 0 && from(bytes, self.offset).is_some_and(|at| header(at, 0).is_ok());
        Ok(if is_wrong { 0 } else { base })
    }
}

fn misplaced() -> Damage {
    broken("the list of its entries is not where it says")
}

/// Where the record begins that ends the archive, with what may stand behind it.
fn end(bytes: &[u8]) -> Option<usize> {
    let first = bytes.len().saturating_sub(SEARCHED);
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let at = (first..=last)
        .rev()
        .find(|at| bytes[*at..].starts_with(&END))?;
    let comment = usize::from(u16_at(&bytes[at..], 20));
    (at + END_LENGTH + comment <= bytes.len()).then_some(at)
}

/// Where the other record is that ends an archive with more than 32 bits can count.
fn locator_64(bytes: &[u8], end: i64) -> Option<i64> {
    let locator = from(bytes, end - LOCATOR_64_LENGTH)?;
    let is_locator = locator.starts_with(&LOCATOR_64);
    let (disk, disks) = (u32_at(locator, 4), u32_at(locator, 16));
    let at = i64::try_from(u64_at(locator, 8)).ok()?;
    (is_locator && disk == 0 && disks == 1).then_some(at)
}

/// An entry of the list, and what stands behind it.
fn header(bytes: &[u8], base: i64) -> Result<(Entry, &[u8]), Stop> {
    let (fixed, rest) = part(bytes, HEADER_LENGTH)?;
    if !fixed.starts_with(&HEADER) {
        return Err(Stop::NoHeader);
    }
    let length = |at| usize::from(u16_at(fixed, at));
    let (name, extra, comment) = (length(28), length(30), length(32));
    let (variable, behind) = part(rest, name + extra + comment)?;
    let mut wide = Wide {
        size: u32_at(fixed, 24).into(),
        packed_size: u32_at(fixed, 20).into(),
        offset: u32_at(fixed, 42).into(),
    };
    wide.widen(&variable[name..name + extra])?;
    let flags = u16_at(fixed, 8);
    let entry = Entry {
        name: variable[..name].to_vec(),
        size: wide.size,
        method: Method::of(u16_at(fixed, 10)),
        is_encrypted: flags & FLAG_ENCRYPTED != 0,
        has_descriptor: flags & FLAG_DESCRIPTOR != 0,
        checksum: u32_at(fixed, 16),
        packed_size: wide.packed_size.cast_signed(),
        offset: wide.offset.cast_signed().wrapping_add(base),
    };
    Ok((entry, behind))
}

/// So many bytes, and what stands behind them.
fn part(bytes: &[u8], length: usize) -> Result<(&[u8], &[u8]), Stop> {
    match bytes.is_empty() && length > 0 {
        true => Err(Stop::EndOfFile),
        false => bytes.split_at_checked(length).ok_or(Stop::NoHeader),
    }
}

/// What an entry says with 32 bits, or elsewhere with 64.
struct Wide {
    size: u64,
    packed_size: u64,
    offset: u64,
}

impl Wide {
    /// Takes the fields with all bits set from the extra field for them. Only the size may be without one.
    fn widen(&mut self, mut extra: &[u8]) -> Result<(), Stop> {
        const ELSEWHERE: u64 = u32::MAX as u64;
        let fields = [&mut self.size, &mut self.packed_size, &mut self.offset];
        let mut wanted = fields.map(|field| (*field == ELSEWHERE).then_some(field));
        while let Some((tag_and_length, rest)) = extra.split_at_checked(4) {
            let length = usize::from(u16_at(tag_and_length, 2));
            let Some((mut contents, rest)) = rest.split_at_checked(length) else {
                break;
            };
            if u16_at(tag_and_length, 0) == EXTRA_64 {
                for field in wanted.iter_mut().filter_map(Option::take) {
                    let (value, rest) = contents.split_at_checked(8).ok_or(Stop::NoHeader)?;
                    *field = u64_at(value, 0);
                    contents = rest;
                }
            }
            extra = rest;
        }
        match wanted {
            [_, None, None] => Ok(()),
            [_, _, _] => Err(Stop::NoHeader),
        }
    }
}
