use nd_pdk::Config;

#[derive(Config)]
#[config(rename_all = "camel_case", label = "Settings")]
struct Settings {
    #[config(defualt = 1, hidden, secret, secret)]
    unknown: u32,
    #[config(label = "")]
    no_label: String,
    #[config(label = 7, group)]
    no_texts: String,
    #[config(name = "no_label", pattern = " ")]
    same: String,
    #[config(rename_all = "camelCase")]
    of_types: bool,
    #[config(secret = true, min_length = -1, max_length = "3")]
    forms: String,
    #[config(min)]
    missing: u8,
    #[config("text")]
    no_key: u8,
    #[config = "text"]
    no_list: u8,
}

#[derive(Config)]
enum Mode {
    #[config(name = "b", default)]
    A,
    #[config(label = "  ")]
    B,
}

fn main() {}
