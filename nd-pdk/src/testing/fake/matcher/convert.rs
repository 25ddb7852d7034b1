//! Songs and tracks in the terms of the rule that compares them, and back.
//!
//! Must not decide anything.

use nd_rules::matching::{self, Artist, Song};

use super::Annotation;
use crate::host::matcher::{ArtistRef, SongRef, Track};

/// For each song the track it is.
pub(super) fn find_all<'a>(songs: &[SongRef], tracks: &'a [Track]) -> Vec<Option<&'a Track>> {
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

/// Fills in what a user has said about a track.
pub(super) fn annotate(track: &mut Track, annotation: Annotation) {
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

/// A new track has nobody yet who could have said something about it.
///
/// # Panics
/// It says something that belongs to a user.
#[track_caller]
pub(super) fn refuse_annotations(track: &Track) {
    let given = Annotation {
        starred: track.starred,
        starred_at: track.starred_at,
        rating: track.rating,
        play_count: track.play_count,
        play_date: track.play_date,
    };
    assert!(
        given == Annotation::default(),
        "host.matcher().add_track(…): what {:?} says about favourites, ratings and plays belongs to a user; set it with\n    \
         host.matcher().annotate(\"ada\", id, {given:?});",
        track.title
    );
}
