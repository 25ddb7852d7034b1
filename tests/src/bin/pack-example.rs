//! Packs an example for long runs on the local host, and prints where the package is. Must not run it.

use std::path::PathBuf;

use clap::Parser;
use nd_tests::package;

/// Builds an example, and writes it as a package.
#[derive(Debug, Parser)]
struct Arguments {
    /// The name of its folder in `examples`.
    example: String,
    /// Where the package goes.
    folder: PathBuf,
    /// Allow it to reach 127.0.0.1, which its manifest does not.
    #[arg(long)]
    local_servers: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let example = package::example(&arguments.example);
    let example = match arguments.local_servers {
        true => package::with_local_servers(example),
        false => example,
    };
    let path = example.write(&arguments.folder);
    println!("{}", path.expect("the package can be written").display());
}
