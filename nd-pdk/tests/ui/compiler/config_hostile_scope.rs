//! No error, whatever the plugin calls its own things.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, unused_qualifications, unreachable_pub, missing_docs)]
#![allow(dead_code)]

mod core {}
mod std {}
mod nd_pdk {}
mod serde {}

struct Option;
struct Result;
struct Vec;
struct Field;
struct Config;
fn text() {}

#[derive(::nd_pdk::Config)]
struct Settings {
    #[config(default = "a", secret)]
    text: ::std::string::String,
    #[config(default = ["a"], min_items = 1)]
    list: ::std::vec::Vec<::std::string::String>,
    #[config(default = -1.5, min = -2)]
    number: f32,
    #[config(default = Kind::String)]
    kind: Kind,
    optional: ::std::option::Option<u8>,
    #[config(default)]
    map: ::std::collections::BTreeMap<::std::string::String, bool>,
    #[config(default)]
    server: Server,
}

#[derive(::nd_pdk::Config)]
enum Kind {
    None,
    String,
}

#[derive(::nd_pdk::Config)]
struct Server {
    #[config(default = 1, max = 7)]
    string: u8,
}

::nd_pdk::register_config!(Settings);

fn main() {}
