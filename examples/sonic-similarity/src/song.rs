//! Songs as they are known here, and as the server names them. Must not store or compare them.

use nd_pdk::Error;
use nd_pdk::sonicsimilarity::SonicMatch;
use nd_pdk::types::{ArtistRef, SongRef};
use serde::{Deserialize, Serialize};

use crate::embedding::Embedding;

/// The songs that come with the plugin. Their embeddings are made up, from calm to lively, dark to bright, acoustic to electronic, and instrumental
/// to sung; those of a real analysis have some hundred numbers that mean nothing by themselves.
const BUNDLED: &[u8] = include_bytes!("songs.json");

/// A song that can be found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Song {
    title: String,
    artist: String,
    /// MusicBrainz recording ID; empty when unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    mbid: String,
    pub(crate) embedding: Embedding,
}

impl Song {
    /// Whether it is this one, as far as MusicBrainz ID, or else title and artist, can tell.
    pub(crate) fn is(&self, song: &SongRef) -> bool {
        if !self.mbid.is_empty() && !song.mbid.is_empty() {
            return self.mbid == song.mbid;
        }
        let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        let mut artists = song.artists.iter();
        same(&self.title, &song.name)
            && (song.artists.is_empty() || artists.any(|artist| same(&self.artist, &artist.name)))
    }

    /// What the server needs to find it in the library.
    pub(crate) fn found(&self, similarity: f64) -> SonicMatch {
        let artist = ArtistRef {
            name: self.artist.clone(),
            ..ArtistRef::default()
        };
        let song = SongRef {
            name: self.title.clone(),
            mbid: self.mbid.clone(),
            artists: vec![artist],
            ..SongRef::default()
        };
        SonicMatch { song, similarity }
    }
}

/// The songs that come with the plugin.
///
/// # Errors
/// Never, as a test reads them, too.
pub(crate) fn bundled() -> Result<Vec<Song>, Error> {
    Ok(serde_json::from_slice(BUNDLED)?)
}

/// Makes songs ready to be compared.
///
/// # Errors
/// The embedding of one of them is no direction, or not as long as that of the first song.
pub(crate) fn prepare(songs: &mut [Song]) -> Result<(), Error> {
    let dimensions = songs.first().map_or(0, |song| song.embedding.dimensions());
    for song in songs {
        let problem = |what: &str| Error::new(format!("{} by {}: {what}", song.title, song.artist));
        let found = song.embedding.dimensions();
        if found != dimensions {
            let what =
                format!("the embedding has {found} numbers, that of the first song {dimensions}");
            return Err(problem(&what));
        }
        let normalised = song.embedding.normalised();
        song.embedding = normalised.map_err(|error| problem(&error.message))?;
    }
    Ok(())
}
