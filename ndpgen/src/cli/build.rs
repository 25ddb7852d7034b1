//! `ndpgen build`: a package out of a crate. Must not decide anything about plugins.

use clap::Args;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(_: &Arguments) -> Result<Outcome, Failure> {
    Ok(Outcome::Done)
}
