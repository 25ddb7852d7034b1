//! The pipeline behind the `ndpgen` command, as a library so that tests can drive each step. Not an API: use the command.
#![allow(missing_docs)]

pub mod model;
