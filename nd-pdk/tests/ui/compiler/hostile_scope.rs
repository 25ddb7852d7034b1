//! No error, whatever the plugin calls its own things.
#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code)]

mod core {}
mod std {}
mod nd_pdk {}

struct Option;
struct Result;
struct P;
struct EXPORTS;
fn exports() {}

#[derive(::core::default::Default)]
struct Default;

impl ::nd_pdk::lifecycle::InitProvider for Default {
    fn on_init(&self) -> ::core::result::Result<(), ::nd_pdk::Error> {
        ::core::result::Result::Ok(())
    }
}

::nd_pdk::register!(Default: Lifecycle);

fn main() {}
