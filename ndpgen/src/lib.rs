//! The pipeline behind the `ndpgen` command, as a library so that tests can drive each step. Not an API: use the command.
#![allow(missing_docs)]

pub mod check;
pub mod cli;
pub mod compile;
pub mod diag;
pub mod docs;
pub mod emit;
pub mod files;
pub mod json_schema;
pub mod keys;
pub mod load;
pub mod model;
pub mod names;
pub mod plugin;
pub mod read;
pub mod render;
pub mod replace;
pub mod resolve;
pub mod rustfmt;
pub mod schema;
pub mod source;
pub mod tree;
pub mod xtp;
