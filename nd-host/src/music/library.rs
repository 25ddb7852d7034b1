//! How the parts of the music belong together. Must not change anything but the counts.

use std::collections::BTreeSet;

use nd_pdk::host::library::Library;
use nd_pdk::host::matcher::Track;

use super::names::{ALBUM_ARTIST, ARTIST, album_artist};
use super::{Album, Artist, Music};

impl Music {
    pub(crate) fn library(&self, id: i32) -> Option<&Library> {
        self.libraries.iter().find(|library| library.id == id)
    }

    pub(crate) fn album(&self, id: &str) -> Option<&Album> {
        self.albums.iter().find(|album| album.id == id)
    }

    pub(crate) fn artist(&self, id: &str) -> Option<&Artist> {
        self.artists.iter().find(|artist| artist.id == id)
    }

    /// Whether there is something with this id that users can have an opinion about.
    pub(crate) fn has_item(&self, id: &str) -> bool {
        self.track(id).is_some() || self.album(id).is_some() || self.artist(id).is_some()
    }

    /// The tracks of an album that are still there, in the order of their numbers.
    pub(crate) fn tracks_of(&self, album: &Album) -> Vec<&Track> {
        let tracks = self.tracks.iter();
        let mut tracks: Vec<_> = tracks
            .filter(|track| track.album_id == album.id && !track.missing)
            .collect();
        tracks.sort_by_key(|track| (track.disc_number, track.track_number));
        tracks
    }

    /// The albums whose artist this is.
    pub(crate) fn albums_of(&self, artist: &Artist) -> impl Iterator<Item = &Album> {
        let name = artist.name.clone();
        let albums = self.albums.iter();
        albums.filter(move |album| album.artist == name)
    }

    /// The artist of an album.
    pub(crate) fn artist_of(&self, album: &Album) -> Option<&Artist> {
        self.artist_named(&album.artist)
    }

    /// The artists of a track one by one.
    pub(crate) fn artists_of(&self, track: &Track) -> Vec<&Artist> {
        self.in_role(track, ARTIST, &track.artist)
    }

    /// The artists of the album that a track is on, one by one.
    pub(crate) fn album_artists_of(&self, track: &Track) -> Vec<&Artist> {
        self.in_role(track, ALBUM_ARTIST, album_artist(track))
    }

    fn in_role(&self, track: &Track, role: &str, for_people: &str) -> Vec<&Artist> {
        let one_by_one = track.participants.iter().filter(|other| other.role == role);
        let known: Vec<_> = one_by_one
            .filter_map(|other| self.artist_named(&other.name))
            .collect();
        match known.is_empty() {
            true => self.artist_named(for_people).into_iter().collect(),
            false => known,
        }
    }

    /// Counts what the libraries hold.
    pub(super) fn count(&mut self) {
        let mut libraries = std::mem::take(&mut self.libraries);
        for library in &mut libraries {
            self.count_one(library);
        }
        self.libraries = libraries;
    }

    fn count_one(&self, library: &mut Library) {
        let tracks = self.tracks.iter();
        let there = tracks.filter(|track| track.library_id == library.id && !track.missing);
        let (mut albums, mut artists) = (BTreeSet::new(), BTreeSet::new());
        for track in there {
            library.total_songs = library.total_songs.saturating_add(1);
            library.total_size = library.total_size.saturating_add(track.size);
            library.total_duration += track.duration;
            albums.insert(track.album_id.as_str());
            let all = self.artists_of(track).into_iter();
            artists.extend(
                all.chain(self.album_artists_of(track))
                    .map(|artist| &artist.id),
            );
        }
        // Singles have no album.
        albums.remove("");
        library.total_albums = count(albums.len());
        library.total_artists = count(artists.len());
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
