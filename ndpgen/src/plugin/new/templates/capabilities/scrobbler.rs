//~ imports
use nd_pdk::scrobbler::{IsAuthorizedRequest, NowPlayingRequest, ScrobbleRequest, Scrobbler, ScrobblerError};
//~ code
impl Scrobbler for Plugin {
    /// Asked before each of the others, for users that the administrator has assigned to the plugin. `false` and errors lose the play: say `false`
    /// only of users who do not want this, such as those without an account elsewhere.
    fn is_authorized(&self, _: IsAuthorizedRequest) -> Result<bool, Error> {
        Ok(true)
    }

    /// Of interest for a moment only: an error is logged, and the server goes on.
    fn now_playing(&self, req: NowPlayingRequest) -> Result<(), Error> {
        nd_pdk::info!("{} listens to {}", req.username, req.track.title);
        Ok(())
    }

    /// After an error the server tries again if it is `RetryLater`, as long as it takes. Any other error loses the play, and so does a call that takes
    /// more than 30 seconds.
    fn scrobble(&self, req: ScrobbleRequest) -> Result<(), Error> {
        if req.track.title.is_empty() {
            // It would be no better the next time.
            return Err(ScrobblerError::Unrecoverable.with_reason("the song has no title"));
        }
        use_services(&req.track.id).map_err(|error| ScrobblerError::RetryLater.with_reason(error))?; //~services
        nd_pdk::info!("{} has played {} by {}", req.username, req.track.title, req.track.artist);
        Ok(())
    }
}
//~ test imports
use nd_pdk::scrobbler::{NowPlayingRequest, ScrobbleRequest, Scrobbler, ScrobblerError};
use nd_pdk::testing::{call_export, json};
use nd_pdk::types::TrackInfo;
//~ tests
fn play(title: &str) -> ScrobbleRequest {
    ScrobbleRequest {
        username: "ada".into(),
        track: TrackInfo {
            id: SONG.into(),
            title: title.into(),
            artist: "Nina Simone".into(),
            ..TrackInfo::default()
        },
        timestamp: 1_700_000_000,
    }
}

#[test]
fn everybody_is_authorized_without_any_settings() {
    let _host = host();
    let answer = call_export("nd_scrobbler_is_authorized", r#"{"username": "ada"}"#);
    assert_eq!(answer.json(), json!(true));
}

#[test]
fn what_is_playing_and_what_was_played_is_logged() {
    let host = host();
    let ScrobbleRequest { username, track, .. } = play("Sinnerman");
    let now = NowPlayingRequest { username, track, position: 0 };
    Plugin.now_playing(now).unwrap();
    Plugin.scrobble(play("Sinnerman")).unwrap();

    let lines: Vec<_> = host.logs().into_iter().map(|line| line.message).collect();
    assert_eq!(lines[0], "ada listens to Sinnerman");
    assert_eq!(lines.last().unwrap(), "ada has played Sinnerman by Nina Simone");
}

#[test]
fn a_song_without_a_title_is_given_up() {
    let _host = host();
    let error = Plugin.scrobble(play("")).unwrap_err();
    assert_eq!(ScrobblerError::of(&error), Some(ScrobblerError::Unrecoverable));
}

#[test] //~http
fn a_scrobble_waits_while_the_api_is_down() { //~http
    let host = host(); //~http
    host.http().on_get(FACTS).any_query().reply(503, ""); //~http
    let error = Plugin.scrobble(play("Sinnerman")).unwrap_err(); //~http
    assert_eq!(ScrobblerError::of(&error), Some(ScrobblerError::RetryLater)); //~http
} //~http
