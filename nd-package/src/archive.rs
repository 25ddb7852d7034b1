//! What is in a zip archive, before anything of it is believed: names as they are, sizes as claimed, and reading with limits. Must not know which entries
//! a plugin has.

mod contents;
mod directory;

use std::fmt::{self, Display, Formatter};
use std::io::Read;

/// As many entries as an archive can have without zip64, of which a plugin needs two.
pub const MOST_ENTRIES: usize = 65_535;

/// An archive and the list of what is in it, as the server sees them: what it refuses is refused here, and what it reads is the same.
#[derive(Debug)]
pub struct Archive<'a> {
    bytes: &'a [u8],
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
    /// Whether it says that a password is needed.
    pub is_encrypted: bool,
    /// Whether the checksum stands behind the contents too.
    has_descriptor: bool,
    /// Of the contents; 0 if it is not known.
    checksum: u32,
    packed_size: i64,
    /// Where its own header is.
    offset: i64,
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
        let entries = directory::read(bytes)?;
        Ok(Self { bytes, entries })
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
        match contents::unpack(self.bytes, entry, limit) {
            Err(Unreadable::Damaged(_) | Unreadable::Method(_)) if entry.is_encrypted => {
                Err(Unreadable::Encrypted)
            }
            unpacked => unpacked,
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

impl Method {
    fn of(number: u16) -> Self {
        match number {
            0 => Method::Stored,
            8 => Method::Deflated,
            other => Method::Other(other),
        }
    }
}

/// Reads all there is, if it is no more than that, whatever the size is said to be: a few kilobytes can claim and unfold to gigabytes.
///
/// # Errors
/// There is more, or reading fails.
pub fn read_limited(from: impl Read, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = from.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    // More than allowed comes first: a damage behind that is not looked for either.
    match (bytes.len() as u64 > limit, read) {
        (true, _) => Err(Unreadable::TooLarge),
        (false, Err(error)) => Err(Unreadable::Damaged(error.to_string())),
        (false, Ok(_)) => Ok(bytes),
    }
}

impl Display for Method {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Method::Stored => f.write_str("stored"),
            Method::Deflated => f.write_str("deflated"),
            Method::Other(9) => f.write_str("Deflate64"),
            Method::Other(12) => f.write_str("BZIP2"),
            Method::Other(14) => f.write_str("LZMA"),
            Method::Other(93) => f.write_str("ZSTD"),
            Method::Other(95) => f.write_str("XZ"),
            Method::Other(number) => write!(f, "method {number}"),
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
