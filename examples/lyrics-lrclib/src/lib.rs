//! Lyrics from LRCLIB, synchronised where it has them.
//! Must not hold what LRCLIB looks like on the wire: that is in `lrclib`.

mod lrclib;
mod memory;
mod settings;
mod song;

use nd_pdk::Error;
use nd_pdk::lyrics::{GetLyricsRequest, GetLyricsResponse, Lyrics, LyricsText};

use settings::Settings;
use song::Song;

/// The plugin. The server makes a fresh one for every call: what is worth keeping goes to `memory`.
#[derive(Default)]
struct Lrclib;

impl Lyrics for Lrclib {
    fn get_lyrics(&self, req: GetLyricsRequest) -> Result<GetLyricsResponse, Error> {
        let Some(song) = Song::of(&req.track) else {
            nd_pdk::debug!("{} has too few tags to look for lyrics", req.track.id);
            return Ok(GetLyricsResponse::default());
        };
        let text = match memory::recall(&req.track.id, &song)? {
            Some(known) => known,
            None => {
                let found = lrclib::find(&song, &Settings::load()?)?;
                memory::remember(&req.track.id, song, found)
            }
        };
        // No lyrics are an empty list and no error: the server asks its next source.
        let lyrics = text.map(|text| LyricsText {
            // LRCLIB does not say which language it is.
            lang: String::new(),
            // The server sees for itself whether these are plain lines or LRC.
            text,
        });
        Ok(GetLyricsResponse {
            lyrics: lyrics.into_iter().collect(),
        })
    }
}

nd_pdk::register!(Lrclib: Lyrics);

#[cfg(test)]
mod tests;
