//! Songs and tracks in the terms of the rule that compares them, and tracks as a plugin sees them. Must not know which tracks are in its reach.

use nd_rules::matching::{self, Artist, Song};

use crate::host::matcher::{ArtistRef, SongRef, Track};
use crate::testing::Annotation;

/// For each song the track it is.
#[must_use]
pub fn find_all<'a>(songs: &[SongRef], tracks: &'a [Track]) -> Vec<Option<&'a Track>> {
    let artists: Vec<_> = tracks.iter().map(artists_of_track).collect();
    let candidates: Vec<_> = tracks
        .iter()
        .zip(&artists)
        .map(|(track, artists)| candidate(track, artists))
        .collect();
    songs
        .iter()
        .map(|wanted| {
            let artists: Vec<_> = wanted.artists.iter().map(artist).collect();
            let position = matching::find(&song(wanted, &artists), &candidates)?;
            tracks.get(position)
        })
        .collect()
}

#[allow(
    deprecated,
    reason = "older plugins fill them in, and the server reads them"
)]
fn song<'a>(song: &'a SongRef, artists: &'a [Artist<'a>]) -> Song<'a> {
    Song {
        id: &song.id,
        mbid: &song.mbid,
        isrc: &song.isrc,
        title: &song.name,
        artists,
        artist: Artist {
            id: "",
            mbid: &song.artist_mbid,
            name: &song.artist,
        },
        album: &song.album,
        album_mbid: &song.album_mbid,
        duration_ms: song.duration_ms,
        duration_seconds: song.duration,
    }
}

fn candidate<'a>(track: &'a Track, artists: &'a [Artist<'a>]) -> matching::Track<'a> {
    matching::Track {
        id: &track.id,
        mbid: &track.mbz_recording_id,
        isrcs: track.tags.get("isrc").map_or(&[], Vec::as_slice),
        title: &track.title,
        artists,
        album: &track.album,
        album_mbid: &track.mbz_album_id,
        // Casting floats to integers ends at the bounds.
        duration_ms: (track.duration * 1000.0) as u32,
        missing: track.missing,
    }
}

/// The text for people, and the artists one by one.
fn artists_of_track(track: &Track) -> Vec<Artist<'_>> {
    let for_people = Artist {
        name: &track.artist,
        ..Artist::default()
    };
    let one_by_one = track
        .participants
        .iter()
        .filter(|participant| participant.role == "artist");
    one_by_one.map(artist).chain([for_people]).collect()
}

fn artist(artist: &ArtistRef) -> Artist<'_> {
    Artist {
        id: &artist.id,
        mbid: &artist.mbid,
        name: &artist.name,
    }
}

/// As a plugin sees it: the path is told with access to files only, and what a user has said about it where a user is asked for.
#[must_use]
pub fn seen(track: &Track, filesystem: bool, annotation: Option<Annotation>) -> Track {
    let mut seen = track.clone();
    seen.participants
        .sort_by(|one, other| one.role.cmp(&other.role));
    if !filesystem {
        seen.path.clear();
    }
    if let Some(annotation) = annotation {
        annotate(&mut seen, annotation);
    }
    seen
}

/// Fills in what a user has said about a track.
fn annotate(track: &mut Track, annotation: Annotation) {
    let Annotation {
        starred,
        starred_at,
        rating,
        play_count,
        play_date,
    } = annotation;
    track.starred = starred;
    track.starred_at = starred_at;
    track.rating = rating;
    track.play_count = play_count;
    track.play_date = play_date;
}
