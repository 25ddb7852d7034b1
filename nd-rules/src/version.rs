//! Versions of the server. Must not know what changed between them.

use std::fmt;
use std::str::FromStr;

/// A version of Navidrome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `0` in `v0.64.1`.
    pub major: u32,
    /// `64` in `v0.64.1`.
    pub minor: u32,
    /// `1` in `v0.64.1`.
    pub patch: u32,
}

/// The text is no version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoVersion(String);

impl Version {
    /// A version by its numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Display for NoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        write!(
            f,
            "{text:?} is no version of Navidrome: write it like v0.64.0, v0.64 or 0.64"
        )
    }
}

impl std::error::Error for NoVersion {}

/// Reads `v0.64.1`, with or without `v`; what is missing at the end is 0.
impl FromStr for Version {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let error = || NoVersion(text.to_owned());
        let numbers: Result<Vec<u32>, _> = text
            .strip_prefix('v')
            .unwrap_or(text)
            .split('.')
            .map(str::parse)
            .collect();
        match numbers.map_err(|_| error())?[..] {
            [major, minor] => Ok(Self::new(major, minor, 0)),
            [major, minor, patch] => Ok(Self::new(major, minor, patch)),
            _ => Err(error()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_their_short_forms_too() {
        for text in ["v0.64.0", "0.64.0", "v0.64", "0.64"] {
            assert_eq!(text.parse(), Ok(Version::new(0, 64, 0)), "{text}");
        }
        for text in ["", "v", "64", "0.64.0.1", "v0.x", "0.-1"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        assert!(Version::new(0, 9, 9) < Version::new(0, 60, 0));
        assert!(Version::new(0, 60, 3) < Version::new(0, 61, 0));
        assert_eq!(Version::new(0, 61, 2).to_string(), "v0.61.2");
    }
}
