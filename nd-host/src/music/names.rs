//! What follows from names and titles: identifiers, artists and albums that nobody has written down. Must not check anything.

use nd_pdk::host::matcher::{ArtistRef, Track};
use nd_rules::identifier::from_texts;

use super::entry::TrackEntry;
use super::{Album, Artist, Music};

/// The roles of artists who have pages of their own.
pub(super) const ARTIST: &str = "artist";
pub(super) const ALBUM_ARTIST: &str = "albumartist";

pub(super) fn artist_id(name: &str) -> String {
    from_texts(&["artist", name])
}

pub(super) fn album_id(title: &str, artist: &str) -> String {
    from_texts(&["album", title, artist])
}

pub(super) fn track_id(title: &str, artist: &str, album: &str, numbers: [i32; 2]) -> String {
    let [disc, track] = numbers.map(|number| number.to_string());
    from_texts(&["track", title, artist, album, &disc, &track])
}

pub(super) fn playlist_id(name: &str, owner: &str) -> String {
    from_texts(&["playlist", name, owner])
}

impl TrackEntry {
    /// Takes from the album what it does not say itself.
    pub(super) fn inherit(&mut self, album: &Album, number: i32) {
        self.album.clone_from(&album.title);
        self.library_id.get_or_insert(album.library_id);
        self.mbz_album_id.clone_from(&album.mbid);
        self.compilation |= album.compilation;
        for (own, of_album) in [
            (&mut self.year, album.year),
            (&mut self.track_number, number),
            (&mut self.disc_number, 1),
        ] {
            if *own == 0 {
                *own = of_album;
            }
        }
        for own in [&mut self.artist, &mut self.album_artist] {
            if own.is_empty() {
                own.clone_from(&album.artist);
            }
        }
        if self.genres.is_empty() {
            self.genres.clone_from(&album.genres);
        }
    }
}

impl Music {
    pub(super) fn artist_named(&self, name: &str) -> Option<&Artist> {
        self.artists.iter().find(|artist| artist.name == name)
    }

    /// The id of the album that a track names; empty if it names none. An album that nobody has described is there from now on.
    pub(super) fn album_of(&mut self, track: &Track) -> String {
        if track.album.is_empty() {
            return String::new();
        }
        let artist = album_artist(track);
        let mut albums = self.albums.iter();
        let known = albums.find(|album| album.title == track.album && album.artist == artist);
        if let Some(album) = known {
            return album.id.clone();
        }
        let album = Album {
            id: album_id(&track.album, artist),
            title: track.album.clone(),
            artist: artist.to_owned(),
            mbid: track.mbz_album_id.clone(),
            year: track.year,
            genres: track.genres.clone(),
            compilation: track.compilation,
            created_at: track.created_at,
            library_id: track.library_id,
        };
        self.albums.push(album.clone());
        album.id
    }

    /// Artists of the track of whom nobody has spoken before are there from now on.
    pub(super) fn meet_artists(&mut self, track: &Track) {
        let for_people = [track.artist.as_str(), album_artist(track)];
        let for_people = for_people.map(|name| (name, "", ""));
        let one_by_one = track.participants.iter().filter(|other| {
            let role = other.role.as_str();
            role == ARTIST || role == ALBUM_ARTIST
        });
        let one_by_one =
            one_by_one.map(|other| (other.name.as_str(), other.id.as_str(), other.mbid.as_str()));
        for (name, id, mbid) in one_by_one.chain(for_people) {
            if name.is_empty() || self.artist_named(name).is_some() {
                continue;
            }
            let id = match id {
                "" => artist_id(name),
                id => id.to_owned(),
            };
            self.artists.push(Artist {
                id,
                name: name.to_owned(),
                mbid: mbid.to_owned(),
                sort_name: String::new(),
            });
        }
    }

    /// The participants that a track's artist and album artist come to.
    pub(super) fn participants(&self, track: &Track) -> Vec<ArtistRef> {
        let names = [
            (track.artist.as_str(), ARTIST),
            (album_artist(track), ALBUM_ARTIST),
        ];
        let known = names
            .into_iter()
            .filter_map(|(name, role)| Some((self.artist_named(name)?, role)));
        known
            .map(|(artist, role)| ArtistRef {
                id: artist.id.clone(),
                name: artist.name.clone(),
                mbid: artist.mbid.clone(),
                sort_name: artist.sort_name.clone(),
                role: role.to_owned(),
                sub_role: String::new(),
            })
            .collect()
    }
}

/// The artist of the album that a track is on.
pub(super) fn album_artist(track: &Track) -> &str {
    match track.album_artist.as_str() {
        "" => &track.artist,
        artist => artist,
    }
}
