//~ imports
use nd_pdk::config;
use serde::Deserialize;
//~ use
let settings: Settings = config::load()?;
nd_pdk::info!("{}, {id}", settings.greeting);
//~ code
/// What the administrator can set; the form for it is in manifest.json. The server does not fill in the defaults of that form, so they are here, too.
#[derive(Deserialize)]
#[serde(default)]
struct Settings {
    greeting: String,
}

impl Default for Settings {
    fn default() -> Self {
        let greeting = "Hello".to_owned();
        Self { greeting }
    }
}
//~ test imports
use nd_pdk::testing::mockall::predicate::eq;
//~ tests
#[test]
fn settings_are_read_and_have_defaults() {
    let greeting = || config::load().map(|Settings { greeting }| greeting);
    let with_settings = FakeHost::builder().config_json(r#"{"greeting": "Good morning"}"#);
    let _host = with_settings.install();
    assert_eq!(greeting().as_deref(), Ok("Good morning"));

    let _new_host = host();
    assert_eq!(greeting().as_deref(), Ok("Hello"));
}

#[test]
fn only_the_settings_that_there_are_are_asked_for() {
    let _config = nd_pdk::host::config::mock(|m| {
        m.expect_get().with(eq("greeting")).times(1).returning(|_| Ok(None));
    });
    assert!(config::load::<Settings>().is_ok());
}
