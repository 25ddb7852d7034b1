//~ imports
use nd_pdk::http;
use std::time::Duration;
//~ use
if let Some(fact) = look_up(id)? {
    nd_pdk::debug!("{id}: {fact}");
}
//~ code
/// To do: the address of your service. The manifest names its host, as the server lets the plugin go nowhere else.
const FACTS: &str = "https://api.example.org/facts";

/// What another service knows; `None` if nothing.
fn look_up(id: &str) -> Result<Option<String>, Error> {
    let response = http::get(FACTS)
        .query("id", id) // percent-encoded
        .timeout(Duration::from_secs(5)) // of the 30 seconds that the call has
        .send()?;
    match response.status() {
        404 => Ok(None),
        _ => Ok(Some(response.error_for_status()?.text()?.to_owned())),
    }
}
//~ script
host.http().on_get(FACTS).any_query().reply(200, "It was recorded in 1965.");
//~ tests
#[test]
fn facts_are_looked_up_by_id() {
    let host = host();
    let text = "It was recorded in 1965.";
    assert_eq!(look_up("a & b").unwrap().as_deref(), Some(text));
    let sent = host.http().requests();
    assert_eq!(sent[0].query("id").as_deref(), Some("a & b"));
}

#[test]
fn not_to_know_something_is_no_failure_but_silence_is() {
    let host = host();
    host.http().on_get(FACTS).any_query().reply(404, "");
    assert_eq!(look_up(SONG), Ok(None));

    host.http().on_get(FACTS).any_query().time_out();
    assert!(look_up(SONG).is_err());
}
