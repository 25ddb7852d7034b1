//! Wikidata: which artist it is, and what is known of it. Must not remember anything.

use std::collections::HashSet;

use nd_pdk::metadata::ImageInfo;
use nd_pdk::{Error, debug};
use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use crate::sparql::{self, Term, literal};

/// In pixels; sizes that Wikimedia has ready.
const WIDTHS: [i32; 3] = [960, 500, 250];

/// An artist in Wikidata.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Artist {
    /// The address that is its identity.
    pub(crate) entity: String,
    /// Its article in the Wikipedia of the language in the settings.
    pub(crate) article: Option<Article>,
    pub(crate) website: Option<String>,
    /// The address of a file at Wikimedia Commons.
    pub(crate) image: Option<String>,
}

/// An article in Wikipedia.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Article {
    pub(crate) title: String,
    pub(crate) url: String,
}

/// A song of an artist.
pub(crate) struct Song {
    pub(crate) title: String,
    /// A MusicBrainz ID.
    pub(crate) recording: Option<String>,
}

#[derive(Deserialize)]
struct ArtistRow {
    artist: Term,
    website: Option<Term>,
    image: Option<Term>,
    article: Option<Term>,
    title: Option<Term>,
}

#[derive(Deserialize)]
struct SongRow {
    title: Term,
    recording: Option<Term>,
}

/// The artist with a MusicBrainz ID, or else the best known one with a name.
///
/// # Errors
/// See [`sparql::select`].
pub(crate) fn artist(name: &str, mbid: &str, settings: &Settings) -> Result<Option<Artist>, Error> {
    if !mbid.is_empty() {
        // P434 is the MusicBrainz ID of an artist.
        let pattern = format!("?artist wdt:P434 {} .", literal(mbid));
        if let Some(artist) = best(&pattern, settings)? {
            return Ok(Some(artist));
        }
    }
    if name.is_empty() {
        return Ok(None);
    }
    let (text, language) = (literal(name), &settings.language);
    // `mul` is for names that are the same in all languages. Whoever has a MusicBrainz ID makes music, which others of that name may not.
    let pattern = format!(
        "VALUES ?name {{ {text}@{language} {text}@en {text}@mul }}
  ?artist rdfs:label ?name ; wdt:P434 [] ."
    );
    let artist = best(&pattern, settings)?;
    if artist.is_none() {
        debug!("Wikidata does not know {name}");
    }
    Ok(artist)
}

/// Of the artists that a pattern is for the one with the most articles about it.
fn best(pattern: &str, settings: &Settings) -> Result<Option<Artist>, Error> {
    let language = &settings.language;
    // P856 is the official website, P18 a picture.
    let query = format!(
        "SELECT ?artist ?website ?image ?article ?title WHERE {{
  {pattern}
  ?artist wikibase:sitelinks ?articles .
  OPTIONAL {{ ?artist wdt:P856 ?website }}
  OPTIONAL {{ ?artist wdt:P18 ?image }}
  OPTIONAL {{ ?article schema:about ?artist ; schema:isPartOf <https://{language}.wikipedia.org/> ; schema:name ?title }}
}} ORDER BY DESC(?articles) LIMIT 1"
    );
    let rows: Vec<ArtistRow> = sparql::select(&settings.wikidata, &query)?;
    Ok(rows.into_iter().next().map(Artist::from))
}

impl From<ArtistRow> for Artist {
    fn from(row: ArtistRow) -> Self {
        let article = row.article.zip(row.title);
        Self {
            entity: row.artist.value,
            article: article.map(|(url, title)| Article {
                title: title.value,
                url: url.value,
            }),
            website: row.website.map(|term| term.value),
            image: row.image.map(|term| term.value),
        }
    }
}

/// The songs of an artist with the most articles about them, each title once.
///
/// # Errors
/// See [`sparql::select`].
pub(crate) fn songs(entity: &str, count: u32, settings: &Settings) -> Result<Vec<Song>, Error> {
    let language = &settings.language;
    // Songs, singles, and musical works or compositions (P31) performed by the artist (P175); P4404 is the MusicBrainz ID of a recording.
    let query = format!(
        "SELECT ?title (SAMPLE(?id) AS ?recording) WHERE {{
  VALUES ?kind {{ wd:Q7366 wd:Q134556 wd:Q105543609 }}
  ?song wdt:P31 ?kind ; wdt:P175 <{entity}> ; wikibase:sitelinks ?articles .
  OPTIONAL {{ ?song wdt:P4404 ?id }}
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language \"{language},en,mul\" . ?song rdfs:label ?title }}
}} GROUP BY ?song ?title ?articles ORDER BY DESC(?articles) LIMIT {count}"
    );
    let rows: Vec<SongRow> = sparql::select(&settings.wikidata, &query)?;
    let songs = rows.into_iter().map(|row| Song {
        title: row.title.value,
        recording: row.recording.map(|term| term.value),
    });
    // A song and the single that it came out as are two things in Wikidata.
    let mut titles = HashSet::new();
    Ok(songs
        .filter(|song| titles.insert(song.title.to_lowercase()))
        .collect())
}

/// A file at Wikimedia Commons in several sizes.
pub(crate) fn images(file: &str) -> Vec<ImageInfo> {
    let image = |width| ImageInfo {
        url: format!("{file}?width={width}"),
        size: width,
    };
    WIDTHS.map(image).into()
}
