//! The service `Artwork` of a fake host: public addresses that nobody serves, but that say what they are for.
//!
//! Must not look anything up: the server makes an address of every identifier.

use std::cell::RefCell;

use nd_rules::artwork::{self, Kind, Link};

use crate::host::artwork::{ArtworkService, Error};
use crate::testing::world::World;

/// As long as that of the server. Only the server itself could check it.
const SIGNATURE: [u8; 32] = [0; 32];

/// The service `Artwork`: addresses that look like the server's, and what was asked for.
///
/// The same question always gets the same address, and others get others.
///
/// ```
/// use nd_pdk::host::artwork;
/// use nd_pdk::testing::{ArtworkLink, FakeHost};
///
/// let host = FakeHost::install();
/// host.artwork().use_base("https://music.example.com");
///
/// let cover = artwork::get_album_url("5", 300)?;
/// assert!(cover.starts_with("https://music.example.com/share/img/"));
/// assert_eq!(ArtworkLink::read(&cover).unwrap().artwork_id, "al-5");
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeArtwork {
    base: RefCell<String>,
    requests: RefCell<Vec<ArtworkRequest>>,
}

/// An address that the plugin asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtworkRequest {
    /// What the picture is of.
    pub kind: ArtworkKind,
    /// The identifier of the artist, album, track or playlist.
    pub id: String,
    /// Wanted size in pixels; 0 or less for the original.
    pub size: i32,
}

/// What a picture is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtworkKind {
    /// An artist.
    Artist,
    /// An album.
    Album,
    /// A track.
    Track,
    /// A playlist.
    Playlist,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtworkLink {
    /// The server's name of the picture: `ar-`, `al-`, `mf-` or `pl-` before the identifier of the artist, album, track or playlist; empty
    /// if that is.
    pub artwork_id: String,
    /// The size in pixels; `None` for the original.
    pub size: Option<i32>,
}

impl From<ArtworkKind> for Kind {
    fn from(kind: ArtworkKind) -> Self {
        match kind {
            ArtworkKind::Artist => Self::Artist,
            ArtworkKind::Album => Self::Album,
            ArtworkKind::Track => Self::Track,
            ArtworkKind::Playlist => Self::Playlist,
        }
    }
}

impl ArtworkLink {
    /// Reads an address that the fake host has made. `None` if it is any other.
    #[must_use]
    pub fn read(url: &str) -> Option<Self> {
        let Link { artwork_id, size } = Link::read(url)?;
        Some(Self { artwork_id, size })
    }
}

impl FakeArtwork {
    pub(crate) fn new(_: &World) -> Self {
        Self {
            base: RefCell::new(artwork::DEFAULT_BASE.to_owned()),
            requests: RefCell::default(),
        }
    }

    /// Begins addresses with this from now on, as if it were the `ShareURL` of the server: `https://music.example.com`.
    ///
    /// At first they begin with `http://localhost`, as on a server without `ShareURL` and `BaseURL`.
    pub fn use_base(&self, base: impl Into<String>) {
        self.base.replace(base.into());
    }

    /// What the plugin asked for, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<ArtworkRequest> {
        self.requests.borrow().clone()
    }

    fn url(&self, kind: ArtworkKind, id: &str, size: i32) -> String {
        self.requests.borrow_mut().push(ArtworkRequest {
            kind,
            id: id.to_owned(),
            size,
        });
        let base = self.base.borrow();
        artwork::url(&base, kind.into(), id, size, |_| SIGNATURE.to_vec())
    }
}

impl ArtworkService for FakeArtwork {
    fn get_artist_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(ArtworkKind::Artist, id, size))
    }

    fn get_album_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(ArtworkKind::Album, id, size))
    }

    fn get_track_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(ArtworkKind::Track, id, size))
    }

    fn get_playlist_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(ArtworkKind::Playlist, id, size))
    }
}

#[cfg(test)]
mod tests;
