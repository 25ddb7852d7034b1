struct Plugin;

nd_pdk::register!(Plugin: Scrobbler, Lyrics, scrobbler::Scrobbler);

fn main() {}
