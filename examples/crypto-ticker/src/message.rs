//! The messages of Coinbase Exchange's feed, as far as they are of use here. Must not do anything with them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the plugin sends, once after it has connected. Who sends nothing for 5 seconds is disconnected.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "subscribe")]
pub(crate) struct Subscribe<'a> {
    product_ids: &'a [String],
    channels: [Channel; 2],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Channel {
    /// A message whenever something was sold.
    Ticker,
    /// A message every second, so that silence means a broken connection.
    Heartbeat,
}

impl<'a> Subscribe<'a> {
    pub(crate) fn to(product_ids: &'a [String]) -> Self {
        Self {
            product_ids,
            channels: [Channel::Ticker, Channel::Heartbeat],
        }
    }
}

/// What the exchange sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Message {
    Ticker(Ticker),
    Heartbeat,
    Subscriptions,
    Error(Refusal),
    /// Whatever else it will say one day.
    #[serde(other)]
    Other,
}

/// Something was sold.
#[derive(Debug, Deserialize)]
pub(crate) struct Ticker {
    pub(crate) product_id: String,
    /// A decimal number, which stays text so that no digit gets lost.
    pub(crate) price: String,
    /// Grows with everything that happens to the product, so the numbers of sales have gaps.
    pub(crate) sequence: u64,
}

/// A subscription that was not understood or asks for what there is not.
#[derive(Debug, Deserialize)]
pub(crate) struct Refusal {
    message: String,
    #[serde(default)]
    reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.reason.is_empty() {
            return Ok(());
        }
        write!(f, " ({})", self.reason)
    }
}
