//! The command `ndpgen`. Nothing happens here: see `ndpgen::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ndpgen::cli::run()
}
