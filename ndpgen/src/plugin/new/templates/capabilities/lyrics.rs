//~ imports
use nd_pdk::lyrics::{GetLyricsRequest, GetLyricsResponse, Lyrics, LyricsText};
//~ code
impl Lyrics for Plugin {
    /// After an error, as after an empty list, the server asks its next source.
    fn get_lyrics(&self, req: GetLyricsRequest) -> Result<GetLyricsResponse, Error> {
        let track = &req.track;
        if track.title.is_empty() {
            return Ok(GetLyricsResponse::default());
        }
        use_services(&track.id)?; //~services
        // The server sees for itself that these are lines with times (LRC); plain lines are fine, too.
        let text = format!("[00:00.00]This is {}\n[00:05.00]by {}", track.title, track.artist);
        let lyrics = LyricsText { lang: "eng".into(), text };
        Ok(GetLyricsResponse { lyrics: vec![lyrics] })
    }
}
//~ test imports
use nd_pdk::lyrics::{GetLyricsRequest, Lyrics};
use nd_pdk::types::TrackInfo;
//~ tests
fn lyrics_of(title: &str) -> Vec<String> {
    let track = TrackInfo {
        id: SONG.into(),
        title: title.into(),
        artist: "Nina Simone".into(),
        ..TrackInfo::default()
    };
    let answer = Plugin.get_lyrics(GetLyricsRequest { track }).unwrap();
    answer.lyrics.into_iter().map(|lyrics| lyrics.text).collect()
}

#[test]
fn lyrics_have_times() {
    let _host = host();
    let text = "[00:00.00]This is Sinnerman\n[00:05.00]by Nina Simone";
    assert_eq!(lyrics_of("Sinnerman"), [text]);
}

#[test]
fn a_song_without_a_title_has_no_lyrics() {
    let _host = host();
    assert_eq!(lyrics_of(""), [""; 0]);
}
