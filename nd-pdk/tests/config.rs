//! The `Config` derive as plugins use it: what is loaded over a fake host, and what the description says.

#[path = "config/any.rs"]
mod any;
#[path = "config/described.rs"]
mod described;
#[path = "config/loaded.rs"]
mod loaded;
#[path = "config/names.rs"]
mod names;
