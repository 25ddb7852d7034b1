//! Songs that sound alike, and paths from one song to another, by the embeddings that an analysis of the music has made.
//! Must not analyse anything: where the embeddings come from is up to the administrator.

mod embedding;
mod song;
mod store;

use nd_pdk::lifecycle::InitProvider;
use nd_pdk::sonicsimilarity::{
    FindSonicPathRequest, GetSonicSimilarTracksRequest, SonicSimilarity, SonicSimilarityResponse,
};
use nd_pdk::types::SongRef;
use nd_pdk::{Error, config, register};
use serde::Deserialize;

use embedding::Embedding;
use song::Song;

/// What the administrator can set.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    songs: Vec<Song>,
}

#[derive(Default)]
struct Embeddings;

impl InitProvider for Embeddings {
    /// Runs after each change of the settings, too: the store always has what they say.
    fn on_init(&self) -> Result<(), Error> {
        let mut songs = config::load::<Settings>()?.songs;
        if songs.is_empty() {
            songs = song::bundled()?;
        }
        // Before anything is stored: if there is a mistake in the new songs, the old ones stay.
        song::prepare(&mut songs)?;
        store::replace(&songs)?;
        nd_pdk::info!("{} songs can be compared", songs.len());
        Ok(())
    }
}

impl SonicSimilarity for Embeddings {
    fn get_sonic_similar_tracks(
        &self,
        req: GetSonicSimilarTracksRequest,
    ) -> Result<SonicSimilarityResponse, Error> {
        let songs = store::load()?;
        let Some(origin) = find(&songs, &req.song) else {
            return Ok(SonicSimilarityResponse::default());
        };
        let similarity = |song: &Song| song.embedding.similarity(&origin.embedding);
        let others = songs.iter().filter(|song| !song.is(&req.song));
        let mut matches: Vec<_> = others.map(|song| song.found(similarity(song))).collect();
        matches.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        matches.truncate(wanted(req.count));
        Ok(SonicSimilarityResponse { matches })
    }

    /// Goes straight from one song to the other, and takes what is closest to each step of the way.
    fn find_sonic_path(&self, req: FindSonicPathRequest) -> Result<SonicSimilarityResponse, Error> {
        let songs = store::load()?;
        let ends = find(&songs, &req.start_song).zip(find(&songs, &req.end_song));
        let Some((start, end)) = ends else {
            return Ok(SonicSimilarityResponse::default());
        };
        let is_end = |song: &Song| song.is(&req.start_song) || song.is(&req.end_song);
        let mut others: Vec<_> = songs.iter().filter(|song| !is_end(song)).collect();
        let steps = wanted(req.count).min(others.len());

        let (mut matches, mut last) = (Vec::new(), start);
        for step in 1..=steps {
            let part = step as f32 / (steps + 1) as f32;
            let ideal = start.embedding.towards(&end.embedding, part);
            let Some(next) = closest(&others, &ideal) else {
                break;
            };
            let next = others.remove(next);
            matches.push(next.found(next.embedding.similarity(&last.embedding)));
            last = next;
        }
        Ok(SonicSimilarityResponse { matches })
    }
}

register!(Embeddings: lifecycle::InitProvider, SonicSimilarity);

/// The song of a request. That it is not known is no failure: nothing sounds like it, as far as we can tell.
fn find<'a>(songs: &'a [Song], wanted: &SongRef) -> Option<&'a Song> {
    let found = songs.iter().find(|song| song.is(wanted));
    if found.is_none() {
        nd_pdk::debug!("there is no embedding of {:?}", wanted.name);
    }
    found
}

/// Negative numbers of songs are none.
fn wanted(count: i32) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// The index of the song closest to an embedding; the first of several equally close.
fn closest(songs: &[&Song], embedding: &Embedding) -> Option<usize> {
    let closeness = |index: &usize| songs[*index].embedding.closeness(embedding);
    (0..songs.len()).min_by(|a, b| closeness(b).total_cmp(&closeness(a)))
}

#[cfg(test)]
mod tests;
