//~ imports
use nd_pdk::host::artwork;
//~ use
if let Some(url) = picture(id)? {
    nd_pdk::debug!("a picture of {id}: {url}");
}
//~ code
/// An address of a picture, to hand to other services; `None` if only this machine could open it.
fn picture(id: &str) -> Result<Option<String>, Error> {
    let url = artwork::get_track_url(id, 300)?; //~track
    let url = artwork::get_artist_url(id, 300)?; //~artist
    // So it begins where the server's options have neither `ShareURL` nor `BaseURL`.
    Ok(Some(url).filter(|url| !url.starts_with("http://localhost")))
}
//~ tests
#[test]
fn a_picture_is_only_named_where_others_can_see_it() {
    let host = host();
    assert_eq!(picture(SONG), Ok(None));

    host.artwork().use_base("https://music.example.org");
    let url = picture(SONG).unwrap().unwrap();
    assert!(url.starts_with("https://music.example.org/"));
    assert_eq!(host.artwork().requests()[0].id, SONG);
}
