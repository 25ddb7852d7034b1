use nd_pdk::Config;

#[derive(Config)]
#[config(rename_all = "camelCase")]
struct Settings {
    cache_days: u32,
    #[config(name = "cacheDays")]
    other: u32,
}

#[derive(Config)]
#[config(rename_all = "lowercase")]
enum Mode {
    Fast,
    FAST,
}

fn main() {}
