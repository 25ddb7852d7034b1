//! The command `cargo ndp`, which is `ndpgen` under a name that cargo finds. Nothing happens here: see `ndpgen::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ndpgen::cli::run_as_cargo_ndp()
}
