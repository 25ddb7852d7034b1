//! The plugin's type does not exist.

nd_pdk::register_lifecycle_init!(Plugin);
//                               ^^^^^^ cannot find type `Plugin` in this scope

fn main() {}
