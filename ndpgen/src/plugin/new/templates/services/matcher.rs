//~ imports
use nd_pdk::host::matcher::{self, MatchOptions};
use nd_pdk::types::{SongRef, Track};
//~ use
if let Some(track) = find_track(id)? {
    nd_pdk::debug!("{id} is {} by {}", track.title, track.artist);
}
//~ code
/// The song in the library that goes by this ID. For songs from elsewhere fill in `mbid` or `isrc`, or `name` and `artists`.
fn find_track(id: &str) -> Result<Option<Track>, Error> {
    let song = SongRef { id: id.to_owned(), ..SongRef::default() };
    // One element for each song, `None` for those that are in no library of the plugin.
    let tracks = matcher::match_songs(vec![song], MatchOptions::default())?;
    Ok(tracks.into_iter().next().flatten())
}
//~ test imports
use nd_pdk::host::library::Library;
use nd_pdk::types::Track;
//~ builder
.library(Library { id: 1, name: "Music".into(), total_songs: 2, ..Library::default() })
//~ script
host.matcher().add_track(Track { id: SONG.into(), title: "Sinnerman".into(), ..Track::default() });
//~ tests
#[test]
fn only_songs_of_the_library_are_found() {
    let _host = host();
    let title = |id| find_track(id).unwrap().map(|track| track.title);
    assert_eq!(title(SONG).as_deref(), Some("Sinnerman"));
    assert_eq!(title("another"), None);
}
