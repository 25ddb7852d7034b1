//~ imports
use nd_pdk::sonicsimilarity::{FindSonicPathRequest, GetSonicSimilarTracksRequest, SonicMatch, SonicSimilarity, SonicSimilarityResponse};
use nd_pdk::types::SongRef;
//~ code
impl SonicSimilarity for Plugin {
    /// Errors reach the person who asked. The server looks the songs up in its library, and leaves out those it does not find.
    fn get_sonic_similar_tracks(&self, req: GetSonicSimilarTracksRequest) -> Result<SonicSimilarityResponse, Error> {
        use_services(&req.song.id)?; //~services
        // To begin with: nothing sounds more like a song than the song itself.
        Ok(matches([req.song], req.count))
    }

    /// From one song to another, in the order of the list: the server does not sort it.
    fn find_sonic_path(&self, req: FindSonicPathRequest) -> Result<SonicSimilarityResponse, Error> {
        Ok(matches([req.start_song, req.end_song], req.count))
    }
}

/// At most `count` of the songs. 1 is as similar as can be.
fn matches(songs: impl IntoIterator<Item = SongRef>, count: i32) -> SonicSimilarityResponse {
    let matches = songs.into_iter().map(|song| SonicMatch { song, similarity: 1.0 });
    let count = usize::try_from(count).unwrap_or(0);
    SonicSimilarityResponse { matches: matches.take(count).collect() }
}
//~ test imports
use nd_pdk::sonicsimilarity::{FindSonicPathRequest, GetSonicSimilarTracksRequest, SonicSimilarity, SonicSimilarityResponse};
use nd_pdk::types::SongRef;
//~ tests
fn sounding_song(id: &str) -> SongRef {
    SongRef { id: id.into(), ..SongRef::default() }
}

fn ids(answer: SonicSimilarityResponse) -> Vec<String> {
    answer.matches.into_iter().map(|one| one.song.id).collect()
}

#[test]
fn a_song_sounds_like_itself() {
    let _host = host();
    let song = sounding_song(SONG);
    let request = GetSonicSimilarTracksRequest { song, count: 10 };
    assert_eq!(ids(Plugin.get_sonic_similar_tracks(request).unwrap()), [SONG]);
}

#[test]
fn a_path_is_never_longer_than_asked_for() {
    let _host = host();
    let path = |count| {
        let (start_song, end_song) = (sounding_song("first"), sounding_song("last"));
        let request = FindSonicPathRequest { start_song, end_song, count };
        ids(Plugin.find_sonic_path(request).unwrap())
    };
    assert_eq!(path(10), ["first", "last"]);
    assert_eq!(path(1), ["first"]);
    assert_eq!(path(-1), [""; 0]);
}
