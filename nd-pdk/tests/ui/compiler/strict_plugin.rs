//! No error, whatever lints the plugin sets: several capabilities and plugin types, qualified and generic paths, trailing commas.
#![deny(warnings, missing_docs, unused, unreachable_pub)]
#![forbid(unsafe_code)]

use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
use nd_pdk::scrobbler::{IsAuthorizedRequest, NowPlayingRequest, ScrobbleRequest, Scrobbler};
use nd_pdk::Error;

mod agents {
    use super::*;

    #[derive(Default)]
    pub(crate) struct Agent<T> {
        text: T,
    }

    impl<T: ToString> ArtistBiographyProvider for Agent<T> {
        fn get_artist_biography(&self, _: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
            Ok(ArtistBiographyResponse { biography: self.text.to_string() })
        }
    }
}

#[derive(Default)]
struct Listener;

impl Scrobbler for Listener {
    fn is_authorized(&self, _: IsAuthorizedRequest) -> Result<bool, Error> {
        Ok(true)
    }

    fn now_playing(&self, _: NowPlayingRequest) -> Result<(), Error> {
        Ok(())
    }

    fn scrobble(&self, _: ScrobbleRequest) -> Result<(), Error> {
        Ok(())
    }
}

nd_pdk::register!(crate::agents::Agent<String>: ::nd_pdk::metadata::ArtistBiographyProvider,);
nd_pdk::register!(Listener: nd_pdk::scrobbler::Scrobbler);

fn main() {}
