//! What is in a zip archive, before anything of it is believed: names as they are, sizes as claimed, and reading with limits. Must not know which entries
//! a plugin has.

use std::fmt::{self, Display, Formatter};
use std::io::Read;

use flate2::read::DeflateDecoder;
use rawzip::{
    CompressionMethod, ErrorKind, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord,
    ZipSliceArchive,
};

/// As many entries as an archive can have without zip64, of which a plugin needs two.
pub const MOST_ENTRIES: usize = 65_535;

/// An archive and the list of what is in it.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    entries: Vec<Entry>,
}

/// What the list says of an entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As it stands there: neither unique, nor safe, nor text.
    pub name: Vec<u8>,
    /// How large it claims to be.
    pub size: u64,
    /// How it is packed.
    pub method: Method,
    /// Whether a password is needed.
    pub is_encrypted: bool,
    place: ZipArchiveEntryWayfinder,
}

/// How an entry is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// As it is.
    Stored,
    /// The usual way.
    Deflated,
    /// In some other way, which the server does not unpack.
    Other(u16),
}

/// Why a file is no archive that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// It does not begin like one, and has no list of entries at its end.
    NoArchive,
    /// It begins like one, but its list of entries is not there: its end is missing.
    CutOff,
    /// The list of entries is not what it says.
    Broken(String),
    /// It has more than [`MOST_ENTRIES`].
    TooManyEntries,
}

/// Why an entry cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It needs a password.
    Encrypted,
    /// It is packed in a way that the server does not unpack.
    Method(Method),
    /// It has more bytes than allowed, whatever it claims.
    TooLarge,
    /// It is not what the list of entries says of it.
    Damaged(String),
}

impl<'a> Archive<'a> {
    /// Reads the list of what is in an archive.
    ///
    /// # Errors
    /// There is no list, or it is not as long as it says, or too long.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Damage> {
        let zip = ZipArchive::from_slice(bytes).map_err(|error| no_list(bytes, &error))?;
        let mut entries = Vec::new();
        for record in zip.entries() {
            let record = record.map_err(|error| Damage::Broken(error.to_string()))?;
            if entries.len() == MOST_ENTRIES {
                return Err(Damage::TooManyEntries);
            }
            entries.push(entry(&record));
        }
        // The field for the number has 16 bits.
        let (claimed, found) = (zip.entries_hint(), entries.len());
        if claimed & 0xffff != found as u64 {
            let message = format!("it says that it has {claimed} entries, and has {found}");
            return Err(Damage::Broken(message));
        }
        Ok(Self { zip, entries })
    }

    /// What is in it, in the order of its list.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this name; of several the last one, as for whoever unpacks them one after the other.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let mut entries = self.entries.iter().rev();
        entries.find(|entry| entry.name == name.as_bytes())
    }

    /// The contents of an entry, as far as they are no more than `limit` bytes; never takes much more memory than they are.
    ///
    /// # Errors
    /// The entry is larger, or cannot be unpacked.
    pub fn unpack(&self, entry: &Entry, limit: u64) -> Result<Vec<u8>, Unreadable> {
        if entry.is_encrypted {
            return Err(Unreadable::Encrypted);
        }
        let packed = self.zip.get_entry(entry.place);
        let packed = packed.map_err(|error| damaged(&error))?;
        match entry.method {
            Method::Stored => read_limited(packed.verifying_reader(packed.data()), limit),
            Method::Deflated => {
                let unpacked = DeflateDecoder::new(packed.data());
                read_limited(packed.verifying_reader(unpacked), limit)
            }
            Method::Other(_) => Err(Unreadable::Method(entry.method)),
        }
    }
}

impl Entry {
    /// Its name to show, with a mark for what is no text.
    #[must_use]
    pub fn shown_name(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }
}

fn no_list(bytes: &[u8], error: &rawzip::Error) -> Damage {
    match error.kind() {
        ErrorKind::MissingEndOfCentralDirectory | ErrorKind::Eof => {
            match bytes.starts_with(b"PK\x03\x04") {
                true => Damage::CutOff,
                false => Damage::NoArchive,
            }
        }
        _ => Damage::Broken(error.to_string()),
    }
}

fn entry(record: &ZipFileHeaderRecord<'_>) -> Entry {
    Entry {
        name: record.file_path().as_bytes().to_vec(),
        size: record.uncompressed_size_hint(),
        method: match record.compression_method() {
            CompressionMethod::STORE => Method::Stored,
            CompressionMethod::DEFLATE => Method::Deflated,
            other => Method::Other(other.as_u16()),
        },
        is_encrypted: record.flags().is_encrypted(),
        place: record.wayfinder(),
    }
}

/// Reads all there is, if it is no more than that, whatever the size is said to be: a few kilobytes can claim and unfold to gigabytes.
///
/// # Errors
/// There is more, or reading fails.
pub fn read_limited(from: impl Read, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = from.take(limit + 1).read_to_end(&mut bytes);
    // More than allowed comes first: a damage behind that is not looked for either.
    match (bytes.len() as u64 > limit, read) {
        (true, _) => Err(Unreadable::TooLarge),
        (false, Err(error)) => Err(Unreadable::Damaged(error.to_string())),
        (false, Ok(_)) => Ok(bytes),
    }
}

fn damaged(error: &rawzip::Error) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

impl Display for Method {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Method::Stored => f.write_str("stored"),
            Method::Deflated => f.write_str("deflated"),
            Method::Other(number) => match CompressionMethod::new(*number).name() {
                Some(name) => f.write_str(name),
                None => write!(f, "method {number}"),
            },
        }
    }
}

impl Display for Damage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("it is no zip archive that can be read")?;
        match self {
            Damage::NoArchive => Ok(()),
            Damage::CutOff => f.write_str(": its end is missing"),
            Damage::Broken(message) => write!(f, ": {message}"),
            Damage::TooManyEntries => write!(f, ": it has more than {MOST_ENTRIES} entries"),
        }
    }
}

impl std::error::Error for Damage {}

impl Display for Unreadable {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Encrypted => f.write_str("it is encrypted"),
            Unreadable::Method(method) => write!(
                f,
                "it is packed with {method}, and the server unpacks deflated and stored entries only"
            ),
            Unreadable::TooLarge => f.write_str("it is too large"),
            Unreadable::Damaged(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Unreadable {}

#[cfg(test)]
mod tests;
