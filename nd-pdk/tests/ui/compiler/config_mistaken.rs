//! One mistake in a struct of settings is one error, wherever the struct is used.

use nd_pdk::Config;

#[derive(Config)]
struct Settings {
    #[config(secert)]
//           ^^^^^^ there is no `secert` for a setting; did you mean `secret`? (known: default, group, label, label_by, max, max_items, max_length, min, min_items, min_length, multiline, name, pattern, secret, url)
    token: String,
}

nd_pdk::register_config!(Settings);

#[derive(Config)]
struct Outer {
    #[config(default)]
    settings: Settings,
    #[config(default)]
    list: Vec<Settings>,
}

fn main() {
    let _ = Settings::load().map(|settings| settings.token);
    let _ = Outer::load().map(|outer| (outer.settings, outer.list));
}
