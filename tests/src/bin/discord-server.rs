//! The local Discord as a program, for long runs of the example `discord-rich-presence`. Prints its addresses, runs until it is interrupted, and prints
//! what it saw. Must not hold any of the protocol.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use clap::Parser;
use nd_tests::server::discord::{DiscordServer, Event, Loss, Options};

/// A local Discord for the example `discord-rich-presence`: it checks what it is told, and loses connections. Ends with status 1 if a rule was broken.
#[derive(Debug, Parser)]
struct Arguments {
    /// Seconds from one heartbeat to the next.
    #[arg(long, default_value_t = 5)]
    heartbeat_seconds: u64,
    /// A token that is good; without any, every token is.
    #[arg(long = "token")]
    tokens: Vec<String>,
    /// End each connection after so many heartbeats, each time in another way.
    #[arg(long)]
    lose_after: Option<u64>,
    /// Drop one connection after so many heartbeats.
    #[arg(long, conflicts_with = "lose_after")]
    lose_once_after: Option<u64>,
    /// Refuse to register pictures.
    #[arg(long)]
    no_images: bool,
    /// Seconds from one line of what was seen to the next.
    #[arg(long, default_value_t = 60)]
    report_seconds: u64,
}

impl Arguments {
    fn options(self) -> Options {
        let always = self
            .lose_after
            .map(|after_heartbeats| Loss::Always { after_heartbeats });
        let once = self
            .lose_once_after
            .map(|after_heartbeats| Loss::Once { after_heartbeats });
        Options {
            heartbeat_interval: Duration::from_secs(self.heartbeat_seconds.max(1)),
            tokens: self.tokens,
            loss: always.or(once).unwrap_or(Loss::Never),
            registers_images: !self.no_images,
        }
    }
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let pause = Duration::from_secs(arguments.report_seconds.max(1));
    // Before it starts: whoever reads its addresses may interrupt it.
    let (interrupt, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The second time nobody listens any more.
        let _ = interrupt.send(());
    })?;
    let discord = DiscordServer::start(arguments.options());
    let mut out = io::stdout();
    writeln!(out, "api_url {}", discord.api_url())?;
    writeln!(out, "gateway_url {}", discord.gateway_url())?;
    // A script waits for these lines, and a pipe would keep them.
    out.flush()?;

    while interrupted.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        writeln!(out, "{}", summary(&discord))?;
        out.flush()?;
    }
    writeln!(out, "{}", summary(&discord))?;
    let violations = discord.violations();
    for violation in &violations {
        writeln!(out, "violation: {:?}", violation.rule)?;
    }
    Ok(ExitCode::from(u8::from(!violations.is_empty())))
}

/// What was seen so far, in one line. No tokens: they may be real.
fn summary(discord: &DiscordServer) -> String {
    let sessions = discord.sessions();
    let count = |is_it: fn(&Event) -> bool| {
        let events = sessions.values().flatten();
        events.filter(|event| is_it(event)).count()
    };
    format!(
        "{} users, {} connections, {} refused, {} lost, {} ended; {} heartbeats, {} updates, {} requests; {} violations",
        sessions.len(),
        count(|event| matches!(event, Event::Identified(_))),
        count(|event| matches!(event, Event::Refused)),
        count(|event| matches!(event, Event::Lost)),
        count(|event| matches!(event, Event::Ended)),
        count(|event| matches!(event, Event::Heartbeat(_))),
        count(|event| matches!(event, Event::Presence(_))),
        discord.requests().len(),
        discord.violations().len(),
    )
}
