//! Album covers from the Cover Art Archive.
//! Must not hold what the archive looks like on the wire: that is in `archive`.

mod archive;
mod settings;

use std::time::Duration;

use nd_pdk::metadata::{AlbumImagesProvider, AlbumImagesResponse, AlbumRequest};
use nd_pdk::{Error, kvstore};

use archive::Picture;
use settings::Settings;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Covers get better scans now and then.
const FOUND: Duration = Duration::from_secs(30 * DAY.as_secs());
/// Somebody may upload one tomorrow.
const MISSING: Duration = DAY;

/// The plugin. The server makes a fresh one for every call: what is worth keeping goes to the key-value store.
#[derive(Default)]
struct CoverArt;

impl AlbumImagesProvider for CoverArt {
    fn get_album_images(&self, req: AlbumRequest) -> Result<AlbumImagesResponse, Error> {
        if req.mbid.is_empty() {
            nd_pdk::debug!("“{}” has no MusicBrainz ID to look it up by", req.name);
            return Err(Error::not_found());
        }
        let settings = Settings::load()?;
        // No failure: the server asks the next agent.
        let cover = cover(&req.mbid, &settings)?.ok_or_else(Error::not_found)?;
        let images = cover.images(settings.max_size());
        Ok(AlbumImagesResponse { images })
    }
}

nd_pdk::register!(CoverArt: metadata::AlbumImagesProvider);

/// The cover of a release, asked for once a month, or once a day while there is none.
///
/// The server's cache would count from the last time that an answer was asked for, and never forget what is asked for daily.
fn cover(mbid: &str, settings: &Settings) -> Result<Option<Picture>, Error> {
    if let Some(known) = kvstore::get(mbid)? {
        return Ok(known);
    }
    let cover = archive::cover(mbid, settings.archive())?;
    let time = if cover.is_some() { FOUND } else { MISSING };
    // A store that is full makes the plugin slower, not wrong.
    if let Err(error) = kvstore::set_with_ttl(mbid, &cover, time) {
        nd_pdk::warn!("cannot remember the cover of {mbid}: {error}");
    }
    Ok(cover)
}

#[cfg(test)]
mod tests;
