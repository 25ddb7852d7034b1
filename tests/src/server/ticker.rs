//! A local exchange: the part of Coinbase Exchange's feed that the example `crypto-ticker` needs, with numbered prices and lost connections.
//! Must not know the plugin.

mod protocol;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use self::protocol::{Answer, Request};
use super::websocket::{Connection, Ended, Recorded, WebSocketServer};

/// How often prices come, and how often the connection is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// From one price to the next; those of several products take turns.
    pub interval: Duration,
    /// Each connection ends after so many prices; `None` for never. It is dropped without a word, closed with code 1001, and closed with code
    /// 1011, in turns.
    pub prices_per_connection: Option<u64>,
    /// Every fourth connection does not end then: it stays open and has nothing more to say, until the client has closed it.
    pub with_silence: bool,
}

/// An exchange on a free port of 127.0.0.1, until it is dropped.
///
/// A client that sends a subscription gets prices. Their numbers (`sequence`) start with 1, grow by 1, and go on over all connections, so that a
/// client can be asked whether it has seen all of them: what was sent before a connection ends arrives.
///
/// ```
/// use nd_tests::server::ticker::{Pace, TickerServer};
/// use std::time::Duration;
///
/// let exchange = TickerServer::start(Pace {
///     interval: Duration::from_millis(10),
///     prices_per_connection: Some(100),
///     with_silence: false,
/// });
/// let settings = exchange.url();
/// // … run a plugin with these settings, and see what it was sent:
/// assert_eq!(exchange.sent(), 0);
/// ```
#[derive(Debug)]
pub struct TickerServer {
    server: WebSocketServer,
    sent: Arc<AtomicU64>,
}

impl TickerServer {
    /// Opens the exchange.
    ///
    /// # Panics
    /// No port can be opened.
    #[must_use]
    pub fn start(pace: Pace) -> Self {
        let sent = Arc::new(AtomicU64::new(0));
        let server = {
            let sent = Arc::clone(&sent);
            WebSocketServer::start(move |connection| trade(connection, &pace, &sent))
        };
        Self { server, sent }
    }

    /// The address, without a slash at the end: `ws://127.0.0.1:43210`.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// How many prices were sent; the number of the last one.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    /// The connections so far, with all that was received.
    #[must_use]
    pub fn connections(&self) -> Vec<Recorded> {
        self.server.connections()
    }

    /// Waits until the connections are as the test expects, and gives them.
    ///
    /// # Panics
    /// They are not, after this time.
    #[must_use]
    #[track_caller]
    pub fn wait_until(
        &self,
        within: Duration,
        expected: impl Fn(&[Recorded]) -> bool,
    ) -> Vec<Recorded> {
        self.server.wait_until(within, expected)
    }
}

/// Talks to one client until it leaves, or the connection has had its prices.
fn trade(connection: &mut Connection, pace: &Pace, sent: &AtomicU64) -> Result<(), Ended> {
    let products = subscription(connection)?;
    for (prices, product) in (0..).zip(products.iter().cycle()) {
        if pace.prices_per_connection == Some(prices) {
            return match pace.with_silence && connection.number() % 4 == 3 {
                true => fall_silent(connection),
                false => hang_up(connection),
            };
        }
        pause(connection, pace.interval)?;
        // Taken by this price for good, also where sending it fails.
        let sequence = sent.fetch_add(1, Ordering::SeqCst) + 1;
        connection.send_text(&Answer::price(product, sequence).to_json())?;
    }
    Ok(())
}

/// Waits for a subscription that can be served, and confirms it.
fn subscription(connection: &mut Connection) -> Result<Vec<String>, Ended> {
    loop {
        match Request::read(&connection.receive()?) {
            Ok(Request::Subscribe(subscribe)) => {
                connection.send_text(&Answer::confirming(&subscribe).to_json())?;
                return Ok(subscribe.product_ids);
            }
            Err(refusal) => connection.send_text(&refusal.to_json())?,
        }
    }
}

/// Lets time pass, with an ear for the client: it may leave.
fn pause(connection: &mut Connection, time: Duration) -> Result<(), Ended> {
    let until = Instant::now() + time;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if connection.receive_within(left)?.is_none() {
            return Ok(());
        }
    }
}

fn fall_silent(connection: &mut Connection) -> Result<(), Ended> {
    loop {
        connection.receive()?;
    }
}

fn hang_up(connection: &mut Connection) -> Result<(), Ended> {
    match connection.number() % 3 {
        0 => connection.lose(),
        1 => connection.close(1001, "the exchange moves"),
        _ => connection.close(1011, "the exchange is out of order"),
    }
}

#[cfg(test)]
mod tests;
