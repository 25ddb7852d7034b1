//! Facts about artists from Wikidata, Wikipedia and DBpedia.
//! Must not hold how any of them is asked: each has a module of its own.

mod dbpedia;
mod memory;
mod settings;
mod sparql;
mod web;
mod wikidata;
mod wikipedia;

use nd_pdk::Error;
use nd_pdk::metadata::{
    ArtistBiographyProvider, ArtistBiographyResponse, ArtistImagesProvider, ArtistImagesResponse,
    ArtistRequest, ArtistTopSongsProvider, ArtistURLProvider, ArtistURLResponse, TopSongsRequest,
    TopSongsResponse,
};
use nd_pdk::types::{ArtistRef, SongRef};

use settings::Settings;
use wikidata::{Artist, Song};

/// The plugin. The server makes a fresh one for every call: what is worth keeping goes to `memory`.
#[derive(Default)]
struct Wikimedia;

impl ArtistURLProvider for Wikimedia {
    fn get_artist_url(&self, req: ArtistRequest) -> Result<ArtistURLResponse, Error> {
        let artist = artist(&req.name, &req.mbid, &Settings::load()?)?;
        let article = artist.article.map(|article| article.url);
        let url = article.or(artist.website).ok_or_else(Error::not_found)?;
        Ok(ArtistURLResponse { url })
    }
}

impl ArtistBiographyProvider for Wikimedia {
    fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
        let settings = Settings::load()?;
        let artist = artist(&req.name, &req.mbid, &settings)?;
        let summary = match &artist.article {
            Some(article) => wikipedia::summary(article, &settings)?,
            None => None,
        };
        let biography = match summary.and_then(wikipedia::Summary::text) {
            Some(text) => Some(text),
            None => dbpedia::text(&artist.entity, &settings)?,
        };
        let biography = biography.ok_or_else(Error::not_found)?;
        Ok(ArtistBiographyResponse { biography })
    }
}

impl ArtistImagesProvider for Wikimedia {
    fn get_artist_images(&self, req: ArtistRequest) -> Result<ArtistImagesResponse, Error> {
        let settings = Settings::load()?;
        let artist = artist(&req.name, &req.mbid, &settings)?;
        let images = match (artist.image, artist.article) {
            (Some(file), _) => wikidata::images(&file),
            (None, Some(article)) => {
                let summary = wikipedia::summary(&article, &settings)?;
                summary
                    .and_then(wikipedia::Summary::image)
                    .into_iter()
                    .collect()
            }
            (None, None) => Vec::new(),
        };
        // To the server an empty list is a miss, too.
        Ok(ArtistImagesResponse { images })
    }
}

impl ArtistTopSongsProvider for Wikimedia {
    fn get_artist_top_songs(&self, req: TopSongsRequest) -> Result<TopSongsResponse, Error> {
        let count = u32::try_from(req.count).unwrap_or(0);
        if count == 0 {
            return Err(Error::not_found());
        }
        let settings = Settings::load()?;
        let artist = artist(&req.name, &req.mbid, &settings)?;
        let by = ArtistRef {
            name: req.name,
            mbid: req.mbid,
            ..ArtistRef::default()
        };
        let songs = wikidata::songs(&artist.entity, count, &settings)?;
        let songs = songs.into_iter().map(|song| found(song, &by)).collect();
        Ok(TopSongsResponse { songs })
    }
}

nd_pdk::register!(
    Wikimedia: metadata::ArtistURLProvider,
    metadata::ArtistBiographyProvider,
    metadata::ArtistImagesProvider,
    metadata::ArtistTopSongsProvider,
);

/// What Wikidata knows of an artist, from memory if the question is not the first one.
///
/// # Errors
/// "Not found", after which the server asks the next agent; and what keeps Wikidata from answering.
fn artist(name: &str, mbid: &str, settings: &Settings) -> Result<Artist, Error> {
    let artist = match memory::recall(name, mbid)? {
        Some(known) => known,
        None => {
            let artist = wikidata::artist(name, mbid, settings)?;
            memory::remember(name, mbid, &artist)?;
            artist
        }
    };
    artist.ok_or_else(Error::not_found)
}

/// The song as the server looks it up in the library.
fn found(song: Song, by: &ArtistRef) -> SongRef {
    SongRef {
        name: song.title,
        mbid: song.recording.unwrap_or_default(),
        artists: vec![by.clone()],
        ..SongRef::default()
    }
}

#[cfg(test)]
mod tests;
