use nd_pdk::host::cache;
use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
use nd_pdk::{Error, register_metadata_artist_biography};

#[derive(Default)]
struct Hello;

impl ArtistBiographyProvider for Hello {
    fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
        if req.name.is_empty() {
            return Err(Error::not_found()); // the server asks the next agent
        }
        let times = cache::get_int(&req.id)?.unwrap_or(0) + 1;
        cache::set_int(&req.id, times, 0)?; // 0 seconds to live: the server's 24 hours
        nd_pdk::info!("asked {times} times for {}", req.name);
        Ok(ArtistBiographyResponse {
            biography: format!("{} says hello.", req.name),
        })
    }
}

register_metadata_artist_biography!(Hello);

#[cfg(test)]
mod tests {
    use super::*;
    use nd_pdk::testing::FakeHost;

    #[test]
    fn counts_how_often_an_artist_was_asked_for() -> Result<(), Error> {
        let host = FakeHost::install();
        let artist = ArtistRequest {
            id: "nina".into(),
            name: "Nina Simone".into(),
            ..Default::default()
        };

        let answer = Hello.get_artist_biography(artist.clone())?;
        Hello.get_artist_biography(artist)?;

        assert_eq!(answer.biography, "Nina Simone says hello.");
        assert_eq!(host.cache().get("nina"), Some(2.into()));
        assert_eq!(host.logs()[1].message, "asked 2 times for Nina Simone");
        Ok(())
    }
}
