//! The songs that can be found, and a place for every other song. Must not compare them.

use nd_pdk::types::{ArtistRef, SongRef};

use crate::place::Place;

/// A song of the catalogue.
#[derive(Debug)]
pub(crate) struct Recording {
    name: &'static str,
    artist: &'static str,
    pub(crate) place: Place,
}

const fn recording(name: &'static str, artist: &'static str, energy: f64, mood: f64) -> Recording {
    Recording {
        name,
        artist,
        place: Place { energy, mood },
    }
}

pub(crate) static CATALOGUE: [Recording; 8] = [
    recording("Gymnopédie No. 1", "Erik Satie", 0.1, 0.4),
    recording("Clair de lune", "Claude Debussy", 0.2, 0.6),
    recording("Adagio for Strings", "Samuel Barber", 0.3, 0.1),
    recording("Blue in Green", "Miles Davis", 0.2, 0.3),
    recording("Take Five", "Dave Brubeck", 0.5, 0.7),
    recording("Paint It Black", "The Rolling Stones", 0.8, 0.2),
    recording("Here Comes the Sun", "The Beatles", 0.5, 0.9),
    recording("Dancing Queen", "ABBA", 0.9, 0.9),
];

impl Recording {
    /// Whether it is this song, as far as title and artist can tell.
    pub(crate) fn is(&self, song: &SongRef) -> bool {
        let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        same(self.name, &song.name)
            && song
                .artists
                .iter()
                .all(|artist| same(self.artist, &artist.name))
    }

    /// The song by the title and artist under which the server looks for it.
    pub(crate) fn song(&self) -> SongRef {
        let artist = ArtistRef {
            name: self.artist.into(),
            ..ArtistRef::default()
        };
        SongRef {
            name: self.name.into(),
            artists: vec![artist],
            ..SongRef::default()
        }
    }
}

/// Where a song is: its place in the catalogue, or one made up from its title.
pub(crate) fn place_of(song: &SongRef) -> Place {
    match CATALOGUE.iter().find(|recording| recording.is(song)) {
        Some(recording) => recording.place,
        None => made_up(&song.name),
    }
}

/// The same title always gets the same place.
fn made_up(title: &str) -> Place {
    let [low, high, ..] = fnv1a(title.to_lowercase().as_bytes()).to_le_bytes();
    let part = |byte: u8| f64::from(byte) / f64::from(u8::MAX);
    Place {
        energy: part(low),
        mood: part(high),
    }
}

/// The 32-bit FNV-1a hash, as the standard library promises no hash to stay what it is.
fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}
