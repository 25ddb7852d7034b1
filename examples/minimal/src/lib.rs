//! The smallest useful plugin: a metadata agent that writes artist biographies.
//! Must stay small enough to be read in a minute.

use nd_pdk::Error;
use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};

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
        let biography = format!("{} makes music that is in your library.", req.name);
        Ok(ArtistBiographyResponse { biography })
    }
}

// Writes the function that the server calls.
nd_pdk::register_metadata_artist_biography!(Minimal);

#[cfg(test)]
mod tests {
    use super::*;

    fn biography(name: &str) -> Result<ArtistBiographyResponse, Error> {
        let artist = ArtistRequest {
            name: name.into(),
            ..ArtistRequest::default()
        };
        Minimal.get_artist_biography(artist)
    }

    #[test]
    fn names_the_artist() {
        let response = biography("Nina Simone").unwrap();
        assert_eq!(
            response.biography,
            "Nina Simone makes music that is in your library."
        );
    }

    #[test]
    fn knows_nothing_about_nobody() {
        assert_eq!(biography("").unwrap_err(), Error::not_found());
    }
}
