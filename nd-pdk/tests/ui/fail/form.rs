struct Plugin;

nd_pdk::register!();
nd_pdk::register!(Plugin);
nd_pdk::register!(Plugin Scrobbler);
nd_pdk::register!(Plugin:);
nd_pdk::register!(Plugin: Scrobbler Lyrics);
nd_pdk::register_scrobbler!();
nd_pdk::register_scrobbler!(Plugin: Scrobbler);
nd_pdk::register_scrobbler!(Plugin::default());
nd_pdk::register!(Plugin {}: Scrobbler);
nd_pdk::register_exports!(Plugin, crate::Trait);
nd_pdk::register_exports!(Plugin, crate::Trait, crate::exports, []);

fn main() {}
