use std::collections::BTreeMap;

use nd_pdk::Config;

#[derive(Config)]
struct Settings {
    #[config(default = 60)]
    text: String,
    #[config(default = "60")]
    number: u32,
    #[config(default = 1.5)]
    whole: u32,
    #[config(default = "yes")]
    verbose: bool,
    #[config(default = RATIO)]
    ratio: f64,
    #[config(default = "a")]
    list: Vec<String>,
    #[config(default = ["a", 1])]
    elements: Vec<String>,
    #[config(default = {})]
    map: BTreeMap<String, String>,
    #[config(default)]
    optional: Option<bool>,
    #[config(default = "fast")]
    mode: Mode,
    #[config(default = 0, min = 1)]
    small: u8,
    #[config(default = 10, min = 1, max = 9)]
    large: u8,
    #[config(min = 2, max = 1)]
    nothing: f32,
    #[config(min_length = 2, max_length = 1)]
    nothing_either: String,
    #[config(min = 0.5)]
    halves: i64,
}

const RATIO: f64 = 0.5;

#[derive(Config)]
enum Mode {
    Fast,
}

fn main() {}
