//! The local exchange as a program, for long runs of the example `crypto-ticker`. Prints its URL, runs until it is interrupted, and prints what it
//! saw. Must not hold any of the protocol.

use std::io::{self, Write as _};
use std::sync::mpsc;
use std::time::Duration;

use clap::Parser;
use nd_tests::server::ticker::{Pace, TickerServer};

/// A local exchange for the example `crypto-ticker`: numbered prices over WebSocket, and connections that get lost.
#[derive(Debug, Parser)]
struct Arguments {
    /// Milliseconds from one price to the next.
    #[arg(long, default_value_t = 100)]
    interval_ms: u64,
    /// End each connection after so many prices; without it they stay.
    #[arg(long)]
    prices_per_connection: Option<u64>,
    /// Let every fourth connection fall silent instead.
    #[arg(long, requires = "prices_per_connection")]
    with_silence: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    // Before the exchange opens: whoever reads its URL may interrupt it.
    let (interrupt, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The second time nobody listens any more.
        let _ = interrupt.send(());
    })?;
    let exchange = TickerServer::start(Pace {
        interval: Duration::from_millis(arguments.interval_ms),
        prices_per_connection: arguments.prices_per_connection,
        with_silence: arguments.with_silence,
    });
    let mut out = io::stdout();
    writeln!(out, "{}", exchange.url())?;
    // A script waits for this line, and a pipe would keep it.
    out.flush()?;

    interrupted.recv()?;
    let connections = exchange.connections();
    let ended = connections.iter().filter(|one| one.end.is_some()).count();
    let (all, prices) = (connections.len(), exchange.sent());
    writeln!(
        out,
        "{all} connections, of which {ended} ended; {prices} prices"
    )?;
    Ok(())
}
