//! Any bytes as a manifest. What must hold is said in `ndpgen::plugin::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ndpgen::plugin::fuzz::manifest(bytes));
