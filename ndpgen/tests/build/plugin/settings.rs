use nd_pdk::lifecycle::{Error, InitProvider};
use nd_pdk::{Config, register_config};

#[derive(Config)]
struct Settings {
    /// From your account page.
    #[config(label = "API token", secret)]
    token: String,
    #[config(default = 60, min = 1, max = 3600)]
    interval_seconds: u32,
}

register_config!(Settings);

#[derive(Default)]
struct MyPlugin;

impl InitProvider for MyPlugin {
    fn on_init(&self) -> Result<(), Error> {
        let Settings { token, interval_seconds } = Settings::load()?;
        Ok(nd_pdk::host::cache::set_string(&token, "greeted", interval_seconds.into())?)
    }
}

nd_pdk::register_lifecycle_init!(MyPlugin);
