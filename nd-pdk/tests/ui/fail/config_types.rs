use std::collections::BTreeMap;

use nd_pdk::Config;

#[derive(Config)]
struct Settings {
    #[config(min = 1)]
    verbose: bool,
    #[config(secret)]
    number: Option<u32>,
    #[config(max = 3)]
    text: String,
    #[config(label_by = "host")]
    one: String,
    #[config(min_items = 1)]
    map: BTreeMap<String, u8>,
    #[config(pattern = "a", url, multiline, min_length = 1)]
    ratio: f64,
    #[config(max_items = 1, max_length = 2)]
    list: Vec<bool>,
}

fn main() {}
