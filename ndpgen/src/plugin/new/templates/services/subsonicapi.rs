//~ imports
use nd_pdk::host::users;
use nd_pdk::subsonic;
use serde::Deserialize;
//~ use
for user in users::get_users()? {
    let songs = favourites(&user.user_name)?;
    nd_pdk::debug!("{} has {songs} favourites", user.name);
}
//~ code
/// What `getStarred2` answers.
#[derive(Deserialize)]
struct Answer {
    starred2: Starred,
}

/// Where there is no favourite there is no list.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Starred {
    song: Vec<Song>,
}

/// As much of it as is needed: other fields are passed over.
#[derive(Deserialize)]
struct Song {
    id: String,
}

/// How many songs are a user's favourites. The API is asked in the name of that user; what it refuses is an error.
fn favourites(user: &str) -> Result<usize, Error> {
    let answer: Answer = subsonic::request("getStarred2", user).send()?;
    let songs = answer.starred2.song.iter();
    Ok(songs.filter(|song| !song.id.is_empty()).count())
}
//~ test imports
use nd_pdk::testing::json;
//~ builder
.user("ada")
//~ script
let starred = json!({"starred2": {"song": [{"id": SONG, "title": "Sinnerman"}]}});
host.subsonic_api().on("getStarred2").reply_ok(starred);
//~ tests
#[test]
fn favourites_are_counted_for_a_user() {
    let host = host();
    assert_eq!(favourites("ada"), Ok(1));
    assert_eq!(host.subsonic_api().requests()[0].username, "ada");

    host.subsonic_api().on("getStarred2").reply_ok(json!({"starred2": {}}));
    assert_eq!(favourites("ada"), Ok(0));
}

#[test]
fn a_refusal_of_the_api_is_an_error() {
    let host = host();
    host.subsonic_api().on("getStarred2").reply_failed(50, "not authorized");
    assert!(favourites("ada").is_err());
}
