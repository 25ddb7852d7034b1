use nd_pdk::{Config, register_config};

#[derive(Config)]
struct Settings {
    /// From your account page.
    #[config(label = "API token", secret)]
    token: String,
    #[config(default = 60, min = 1, max = 3600)]
    interval_seconds: u32,
    #[config(default)]
    verbose: bool,
}

register_config!(Settings);

fn interval() -> Result<u32, nd_pdk::Error> {
    Ok(Settings::load()?.interval_seconds) // 60 where nothing was saved
}
