//! The command `nd-host`. Must not do more than hand over to the parts.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
