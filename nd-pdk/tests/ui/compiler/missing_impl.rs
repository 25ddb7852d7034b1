//! The capability is registered but not implemented.

#[derive(Default)]
struct Plugin;

nd_pdk::register!(Plugin: Scrobbler);
//                ^^^^^^ `Plugin` does not implement `Scrobbler`
//                ^^^^^^ note: `Scrobbler` in `register!`, or `register_scrobbler!`, registers this trait

fn main() {}
