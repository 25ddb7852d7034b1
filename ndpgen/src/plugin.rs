//! The author's tool: plugins are made, built, checked and inspected. Must not know how the Rust API is generated.

pub mod build;
pub mod check;
pub mod code;
pub mod facts;
pub mod finding;
pub mod from_code;
pub mod fuzz;
pub mod inspect;
pub mod json;
pub mod new;
pub mod placeholder;
pub mod subject;
pub mod workspace;
