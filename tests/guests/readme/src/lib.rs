//! The plugin shown in README, as the tests of nd-pdk keep it. Must hold nothing of its own.

#[path = "../../../../nd-pdk/tests/readme/hello.rs"]
mod hello;
