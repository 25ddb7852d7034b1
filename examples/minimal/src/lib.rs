//! The smallest useful plugin: a metadata agent that writes artist biographies.
//! Must stay small enough to be read in a minute.

use nd_pdk::Error;
use nd_pdk::host::config;
use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};

/// What is written for users who have not said it in the plugin's settings.
const TEXT: &str = "{name} makes music that is in your library.";

/// The plugin. The server makes a fresh one for every call, so there is nothing to keep in it.
#[derive(Default)]
struct Minimal;

// Each thing a metadata agent can know has a trait of its own. Implement those you need.
impl ArtistBiographyProvider for Minimal {
    fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
        if req.name.is_empty() {
            // No failure: the server asks the next agent.
            return Err(Error::not_found());
        }
        nd_pdk::debug!("writing a biography of {}", req.name);
        let text = config::get("text")?.filter(|text| !text.is_empty());
        let text = text.as_deref().unwrap_or(TEXT);
        let biography = text.replace("{name}", &req.name);
        Ok(ArtistBiographyResponse { biography })
    }
}

// Writes the function that the server calls.
nd_pdk::register_metadata_artist_biography!(Minimal);

#[cfg(test)]
mod tests;
