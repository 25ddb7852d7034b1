//! Sonic similarity over a fixed catalogue, the same answer every time: for trying out clients and for testing.
//! Must not look like more than it is: places in the catalogue are made up, nothing is analysed.

mod catalogue;
mod place;

use nd_pdk::host::config;
use nd_pdk::sonicsimilarity::{
    FindSonicPathRequest, GetSonicSimilarTracksRequest, SonicMatch, SonicSimilarity,
    SonicSimilarityResponse,
};
use nd_pdk::types::SongRef;
use nd_pdk::{Error, register_sonicsimilarity};

use catalogue::{CATALOGUE, Recording};
use place::Place;

#[derive(Default)]
struct Catalogue;

impl SonicSimilarity for Catalogue {
    fn get_sonic_similar_tracks(
        &self,
        req: GetSonicSimilarTracksRequest,
    ) -> Result<SonicSimilarityResponse, Error> {
        fail_if_configured()?;
        let origin = catalogue::place_of(&req.song);
        let mut others = others(&[&req.song]);
        others.sort_by(|a, b| {
            a.place
                .distance(origin)
                .total_cmp(&b.place.distance(origin))
        });
        others.truncate(wanted(req.count));
        let matches = others
            .into_iter()
            .map(|other| found(other, origin))
            .collect();
        Ok(SonicSimilarityResponse { matches })
    }

    fn find_sonic_path(&self, req: FindSonicPathRequest) -> Result<SonicSimilarityResponse, Error> {
        fail_if_configured()?;
        let (start, end) = (
            catalogue::place_of(&req.start_song),
            catalogue::place_of(&req.end_song),
        );
        let mut others = others(&[&req.start_song, &req.end_song]);
        let steps = wanted(req.count).min(others.len());

        let (mut matches, mut last) = (Vec::new(), start);
        for step in 1..=steps {
            let ideal = start.towards(end, step as f64 / (steps + 1) as f64);
            let Some(next) = nearest(&others, ideal) else {
                break;
            };
            let next = others.remove(next);
            matches.push(found(next, last));
            last = next.place;
        }
        Ok(SonicSimilarityResponse { matches })
    }
}

register_sonicsimilarity!(Catalogue);

/// Lets the administrator see how the server and its clients take a plugin that fails.
fn fail_if_configured() -> Result<(), Error> {
    // A field that was emptied is there, with nothing in it.
    match config::get("error")?.filter(|text| !text.is_empty()) {
        Some(text) => Err(Error::new(text)),
        None => Ok(()),
    }
}

/// Negative numbers of songs are none.
fn wanted(count: i32) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// The catalogue without these songs.
fn others(songs: &[&SongRef]) -> Vec<&'static Recording> {
    CATALOGUE
        .iter()
        .filter(|recording| !songs.iter().any(|song| recording.is(song)))
        .collect()
}

/// The index of the recording nearest to a place; the first of several equally near.
fn nearest(recordings: &[&Recording], place: Place) -> Option<usize> {
    let distance = |index: &usize| recordings[*index].place.distance(place);
    (0..recordings.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

fn found(recording: &Recording, from: Place) -> SonicMatch {
    SonicMatch {
        song: recording.song(),
        similarity: recording.place.similarity(from),
    }
}

#[cfg(test)]
mod tests;
