//~ imports
use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
//~ code
// Each thing a metadata agent can know has a trait of its own, in `nd_pdk::metadata`. Implement those you need, and add them to `register!`.
impl ArtistBiographyProvider for Plugin {
    fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
        if req.name.is_empty() {
            // Nothing is known. That is no failure: the server asks the next agent.
            return Err(Error::not_found());
        }
        // After any other error the next agent is asked as well, and the error is logged. //~services
        use_services(&req.id)?; //~services
        let biography = format!("{} makes music that is in your library.", req.name);
        Ok(ArtistBiographyResponse { biography })
    }
}
//~ test imports
use nd_pdk::testing::{call_export, json};
//~ tests
#[test]
fn a_biography_names_the_artist() {
    let _host = host();
    let answer = call_export("nd_get_artist_biography", r#"{"id": "1", "name": "Nina Simone"}"#);
    let text = "Nina Simone makes music that is in your library.";
    assert_eq!(answer.json(), json!({ "biography": text }));
}

#[test]
fn nothing_is_known_about_nobody() {
    let _host = host();
    let nobody = ArtistRequest::default();
    assert_eq!(Plugin.get_artist_biography(nobody), Err(Error::not_found()));
}
