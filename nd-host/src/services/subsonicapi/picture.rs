//! Pictures of what has none: a colour for each identifier. Must not read files.

use nd_rules::artwork::{Kind, artwork_id};

use super::asked::Asked;
use super::endpoint::Failure;
use crate::music::Music;

pub(super) const CONTENT_TYPE: &str = "image/png";

/// The side of a picture for whoever asks for no size, and of the largest one, in pixels.
const DEFAULT_SIZE: u32 = 300;
const LARGEST: u32 = 1_200;

/// The cover with this identifier: that of a track, album, artist or playlist, or of the picture of one (`al-…`).
pub(super) fn cover(music: &Music, asked: &Asked<'_>) -> Result<Vec<u8>, Failure> {
    let id = asked.required("id")?;
    if !is_known(music, id) {
        return Err(Failure::not_found("Artwork not found"));
    }
    let size = asked.parsed("size").filter(|size| *size > 0);
    let size = size.unwrap_or(DEFAULT_SIZE).min(LARGEST);
    let picture = draw(size, colour(id));
    picture.map_err(|error| Failure::generic(error.to_string()))
}

fn is_known(music: &Music, id: &str) -> bool {
    let is = |kind, own: &str| id == own || id == artwork_id(kind, own);
    let mut tracks = music.tracks().iter();
    let mut albums = music.albums().iter();
    let mut artists = music.artists().iter();
    let mut playlists = music.playlists().iter();
    tracks.any(|track| is(Kind::Track, &track.id))
        || albums.any(|album| is(Kind::Album, &album.id))
        || artists.any(|artist| is(Kind::Artist, &artist.id))
        || playlists.any(|playlist| is(Kind::Playlist, &playlist.id))
}

/// Red, green and blue.
fn colour(id: &str) -> [u8; 3] {
    let letters = nd_rules::identifier::from_texts(&[id]).into_bytes();
    // Letters and digits differ by less than half of a byte.
    [0, 1, 2].map(|position| letters[position].wrapping_mul(2))
}

/// A square of one colour.
fn draw(size: u32, colour: [u8; 3]) -> Result<Vec<u8>, png::EncodingError> {
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, size, size);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    let pixels = size as usize * size as usize;
    writer.write_image_data(&colour.repeat(pixels))?;
    writer.finish()?;
    Ok(picture)
}
