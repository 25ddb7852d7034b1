//! The Cover Art Archive's API: the index of a release's pictures. Must not remember anything.

use nd_pdk::http::{self, encode};
use nd_pdk::metadata::ImageInfo;
use nd_pdk::{Error, debug};
use serde::{Deserialize, Serialize};

/// MusicBrainz and its archive ask clients to say who they are and where to read about them.
const USER_AGENT: &str = concat!(
    "navidrome-coverartarchive/",
    env!("CARGO_PKG_VERSION"),
    " (https://www.navidrome.org)"
);

/// The pictures of a release.
#[derive(Deserialize)]
struct Index {
    images: Vec<Picture>,
}

/// A picture, and where it is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Picture {
    /// Whether it is the one that stands for the release.
    #[serde(default)]
    front: bool,
    /// The scan itself, of any size, which may be many megabytes.
    image: String,
    #[serde(default)]
    thumbnails: Thumbnails,
}

/// The archive's smaller copies, by the pixels of their longer side. Entries from before these numbers have the two names only.
#[derive(Default, Serialize, Deserialize)]
struct Thumbnails {
    #[serde(rename = "1200")]
    w1200: Option<String>,
    #[serde(rename = "500")]
    w500: Option<String>,
    #[serde(rename = "250")]
    w250: Option<String>,
    large: Option<String>,
    small: Option<String>,
}

impl Picture {
    /// The picture in all sizes up to one, the largest first. The scan itself, of unknown size, if there is no other.
    pub(crate) fn images(self, max_size: i32) -> Vec<ImageInfo> {
        let Thumbnails {
            w1200,
            w500,
            w250,
            large,
            small,
        } = self.thumbnails;
        let sizes = [(1200, w1200), (500, w500.or(large)), (250, w250.or(small))];
        let sizes = sizes
            .into_iter()
            .filter_map(|(size, url)| Some((size, url?)));
        let mut images: Vec<_> = sizes.map(|(size, url)| ImageInfo { url, size }).collect();
        if images.is_empty() {
            let (url, size) = (self.image, 0);
            return vec![ImageInfo { url, size }];
        }
        images.retain(|image| image.size <= max_size);
        images
    }
}

/// The front cover of a release, or of a release group, as some tags hold the ID of that.
///
/// One picture only: in an answer to the server nothing tells the cover from a page of the booklet.
///
/// # Errors
/// The archive cannot be reached, answers with an error such as 429 or 503, or with something else than an index.
pub(crate) fn cover(mbid: &str, archive: &str) -> Result<Option<Picture>, Error> {
    for entity in ["release", "release-group"] {
        if let Some(index) = index(&format!("{archive}/{entity}/{}", encode(mbid)))? {
            return Ok(index.images.into_iter().find(|picture| picture.front));
        }
    }
    debug!("the archive has nothing of {mbid}");
    Ok(None)
}

fn index(url: &str) -> Result<Option<Index>, Error> {
    let request = http::get(url).header("User-Agent", USER_AGENT);
    // The archive redirects to one of the machines that have the file.
    let response = request.header("Accept", "application/json").send()?;
    match response.status() {
        // What is no MusicBrainz ID at all is 400. Neither is a failure: of those the server would soon have enough.
        400 | 404 => Ok(None),
        _ => response.error_for_status()?.json().map(Some),
    }
}
