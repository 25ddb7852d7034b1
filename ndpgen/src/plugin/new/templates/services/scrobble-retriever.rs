//~ imports
use nd_pdk::clock;
use nd_pdk::host::{scrobbleretriever, users};
//~ use
for user in users::get_users()? {
    let hours = hours_since_last_play(&user.user_name)?;
    nd_pdk::debug!("{} has listened {hours:?} hours ago", user.name);
}
//~ code
/// `None` for users who have played nothing yet; nobody has where the server's option `EnableScrobbleHistory` is off.
fn hours_since_last_play(user: &str) -> Result<Option<i64>, Error> {
    let last = scrobbleretriever::get_last_timestamp(user)?;
    Ok(last.map(|last| (clock::unix_seconds() - last) / 3600))
}
//~ test imports
use nd_pdk::clock;
//~ builder
.user("ada")
//~ tests
#[test]
fn the_last_play_is_known() {
    let host = host();
    assert_eq!(hours_since_last_play("ada"), Ok(None));

    host.scrobbles().play("ada", SONG, clock::unix_seconds() - 2 * 3600);
    assert_eq!(hours_since_last_play("ada"), Ok(Some(2)));
    assert!(hours_since_last_play("a user of nobody's").is_err());
}
