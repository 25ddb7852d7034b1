//~ imports
use nd_pdk::cache;
use std::time::Duration;
//~ use
if is_news(id)? {
    nd_pdk::debug!("{id} comes up for the first time this hour");
}
//~ code
/// How long the cache remembers what came up.
const MEMORY: Duration = Duration::from_secs(60 * 60);

/// Whether this has not come up for a while. Statics are empty at every call; the cache lasts until the plugin is loaded anew.
fn is_news(id: &str) -> Result<bool, Error> {
    let key = format!("seen:{id}");
    let seen: Option<bool> = cache::get(&key)?; // a hit starts its time anew
    cache::set(&key, &true, MEMORY)?;
    Ok(seen.is_none())
}
//~ tests
#[test]
fn what_was_seen_is_news_again_after_an_hour() {
    let host = host();
    assert_eq!(is_news(SONG), Ok(true));
    assert_eq!(is_news(SONG), Ok(false));

    host.elapse(MEMORY);
    assert_eq!(is_news(SONG), Ok(true));
}
