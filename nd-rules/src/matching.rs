//! Which track of a library a song is. Must not know where tracks come from.
//!
//! Identifiers are asked first: the track's own, the MusicBrainz recording, the ISRC. Then an artist must be the same and the title much alike, as
//! texts. How the server weighs titles that are nearly the same is its own affair: a test should use pairs that are clearly one song, or clearly two.

mod text;

#[cfg(test)]
mod tests;

use text::Words;

/// A song from elsewhere, as it was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Song<'a> {
    /// The server's own identifier of the track; empty when unknown, as for all texts here.
    pub id: &'a str,
    /// MusicBrainz recording.
    pub mbid: &'a str,
    /// International Standard Recording Code.
    pub isrc: &'a str,
    /// Title.
    pub title: &'a str,
    /// The artists; they win over `artist`.
    pub artists: &'a [Artist<'a>],
    /// The one artist of older requests.
    pub artist: Artist<'a>,
    /// Name of the album.
    pub album: &'a str,
    /// MusicBrainz release.
    pub album_mbid: &'a str,
    /// Length in milliseconds; 0 when unknown. Wins over `duration_seconds`.
    pub duration_ms: u32,
    /// Length in seconds, as older requests give it.
    pub duration_seconds: f32,
}

/// An artist of a song or of a track.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Artist<'a> {
    /// The server's own identifier.
    pub id: &'a str,
    /// MusicBrainz artist.
    pub mbid: &'a str,
    /// Name.
    pub name: &'a str,
}

/// A track of a library.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Track<'a> {
    /// The server's own identifier.
    pub id: &'a str,
    /// MusicBrainz recording; empty when unknown.
    pub mbid: &'a str,
    /// International Standard Recording Codes.
    pub isrcs: &'a [String],
    /// Title.
    pub title: &'a str,
    /// The artists.
    pub artists: &'a [Artist<'a>],
    /// Name of the album.
    pub album: &'a str,
    /// MusicBrainz release; empty when unknown.
    pub album_mbid: &'a str,
    /// Length in milliseconds; 0 when unknown.
    pub duration_ms: u32,
    /// Whether the file has disappeared.
    pub missing: bool,
}

/// How alike two titles must be to count as the same, 1 being equal.
const SIMILAR_ENOUGH: f64 = 0.85;

impl<'a> Song<'a> {
    /// The artists that count: the list, or the one artist if the list is empty. Empty when none is named.
    #[must_use]
    pub fn artists(&self) -> Vec<Artist<'a>> {
        let one = [self.artist];
        let given = match self.artists {
            [] => &one[..],
            artists => artists,
        };
        given.iter().copied().filter(Artist::is_named).collect()
    }

    /// The length that counts, in milliseconds; 0 when unknown.
    #[must_use]
    pub fn duration_ms(&self) -> u32 {
        match self.duration_ms {
            // Casting floats to integers ends at the bounds, and a negative length is none.
            0 => (f64::from(self.duration_seconds) * 1000.0) as u32,
            given => given,
        }
    }
}

impl Artist<'_> {
    fn is_named(&self) -> bool {
        [self.id, self.mbid, self.name]
            .iter()
            .any(|text| !text.is_empty())
    }
}

/// The position of the track that the song is; `None` if it is none of them.
///
/// Each of the identifiers is tried on all tracks before the next one. Among tracks of the same rank the first one wins.
#[must_use]
pub fn find(song: &Song<'_>, tracks: &[Track<'_>]) -> Option<usize> {
    let first = |is_it: &dyn Fn(&Track<'_>) -> bool| {
        tracks
            .iter()
            .position(|track| !track.missing && is_it(track))
    };
    first(&|track| same(song.id, track.id))
        .or_else(|| first(&|track| same(song.mbid, track.mbid)))
        .or_else(|| first(&|track| track.isrcs.iter().any(|isrc| same(song.isrc, isrc))))
        .or_else(|| find_by_title(song, tracks))
}

/// Whether two identifiers are known and equal.
fn same(wanted: &str, given: &str) -> bool {
    !wanted.is_empty() && wanted == given
}

fn find_by_title(song: &Song<'_>, tracks: &[Track<'_>]) -> Option<usize> {
    let artists = song.artists();
    let title = Words::of_title(song.title);
    tracks
        .iter()
        .enumerate()
        .filter(|(_, track)| !track.missing && any_artist(&artists, track.artists))
        .filter_map(|(position, track)| Some((position, Likeness::of(song, &title, track)?)))
        // Of several that are equally good the first is kept.
        .reduce(|best, other| if other.1.beats(&best.1) { other } else { best })
        .map(|(position, _)| position)
}

/// Whether one of the artists is on the track; the others may be missing on either side.
fn any_artist(wanted: &[Artist<'_>], given: &[Artist<'_>]) -> bool {
    wanted.iter().any(|wanted| {
        let name = Words::of_artist(wanted.name);
        given.iter().any(|given| {
            same(wanted.id, given.id)
                || same(wanted.mbid, given.mbid)
                || name.is(&Words::of_artist(given.name))
        })
    })
}

/// How well a track whose artist is right fits a song.
#[derive(Debug, Clone, Copy)]
struct Likeness {
    title: f64,
    /// From 1 for the same length or an unknown one down to 0.
    length: f64,
    album: f64,
}

impl Likeness {
    /// `None` if the titles are too different.
    fn of(song: &Song<'_>, title: &Words, track: &Track<'_>) -> Option<Self> {
        let title = title.similarity(&Words::of_title(track.title));
        (title >= SIMILAR_ENOUGH).then(|| Self {
            title,
            length: closeness(song.duration_ms(), track.duration_ms),
            album: match same(song.album_mbid, track.album_mbid) {
                true => 1.0,
                false => Words::of_title(song.album).similarity(&Words::of_title(track.album)),
            },
        })
    }

    /// The title decides, then the length, then the album.
    fn beats(&self, other: &Self) -> bool {
        self.title
            .total_cmp(&other.title)
            .then(self.length.total_cmp(&other.length))
            .then(self.album.total_cmp(&other.album))
            .is_gt()
    }
}

fn closeness(wanted_ms: u32, given_ms: u32) -> f64 {
    match (wanted_ms, given_ms) {
        (0, _) | (_, 0) => 1.0,
        (wanted, given) => 1.0 / (1.0 + f64::from(wanted.abs_diff(given)) / 1000.0),
    }
}
