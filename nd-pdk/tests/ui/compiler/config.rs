//! What the compiler finds: types that are no settings, defaults that are not there, and what only constants can tell.

use nd_pdk::Config;

#[derive(Config)]
struct Settings {
    path: std::path::PathBuf,
//        ^^^^ a setting cannot be a `PathBuf`
    #[config(default)]
    mode: Mode,
//        ^^^^ `Mode` has no default: write one, as in `default = …`
//        ^^^^ `Mode` has no default: write one, as in `default = …`
    #[config(default)]
    server: Server,
//          ^^^^ `Server` has no default: write one, as in `default = …`
//          ^^^^ `Server` has no default: write one, as in `default = …`
    #[config(default = 60 * "s")]
//                        ^^^^ cannot multiply `{integer}` by `&str`
//                        ^^^^ cannot multiply `{integer}` by `&str`
    seconds: u32,
}

#[derive(Config)]
enum Mode {
    Fast,
}

#[derive(Config)]
struct Server {
    host: String,
}

const MANY: u32 = 7;

#[derive(Config)]
struct Constants {
    #[config(default, label_by = "hots")]
//                    ^^^^ evaluation panicked: `label_by` names no setting of an element
    servers: Vec<Server>,
}

#[derive(Config)]
struct Bounds {
    #[config(default = MANY, max = MANY - 1)]
//                     ^^^^ evaluation panicked: `default` is greater than `max`
    days: u32,
}

#[derive(Config)]
struct Aliased {
    #[config(secret)]
//           ^^^^ evaluation panicked: `secret` is for texts
    number: Number,
}

type Number = u32;

struct Plain;

nd_pdk::register_config!(Plain);
//                       ^^^^ `Plain` is no struct of settings

fn main() {}
