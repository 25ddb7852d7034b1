//! Messages of Coinbase Exchange's feed. Must not know connections.

use serde::{Deserialize, Serialize};

use crate::server::websocket::Message;

/// What a client sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Request {
    Subscribe(Subscribe),
}

#[derive(Debug, Deserialize)]
pub(super) struct Subscribe {
    pub(super) product_ids: Vec<String>,
    channels: Vec<String>,
}

impl Request {
    /// Reads a request, or says what the exchange answers where it cannot be served.
    pub(super) fn read(message: &Message) -> Result<Self, Answer> {
        let text = message.text().unwrap_or_default();
        let request = serde_json::from_str(text)
            .map_err(|error| Answer::refusing("Malformed JSON", error.to_string()))?;
        let Self::Subscribe(subscribe) = &request;
        if !subscribe.channels.iter().any(|channel| channel == TICKER) {
            let reason = format!("only the channel {TICKER} has prices");
            return Err(Answer::refusing("Failed to subscribe", reason));
        }
        if subscribe.product_ids.is_empty() {
            return Err(Answer::refusing("Failed to subscribe", "no products"));
        }
        Ok(request)
    }
}

const TICKER: &str = "ticker";

/// What the exchange sends.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Answer {
    Subscriptions { channels: Vec<Channel> },
    Ticker(Ticker),
    Error { message: String, reason: String },
}

#[derive(Debug, Serialize)]
pub(super) struct Channel {
    name: String,
    product_ids: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Ticker {
    sequence: u64,
    product_id: String,
    price: String,
    side: Side,
    trade_id: u64,
    last_size: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    Buy,
    Sell,
}

impl Answer {
    pub(super) fn confirming(subscribe: &Subscribe) -> Self {
        let channels = subscribe.channels.iter().map(|name| Channel {
            name: name.clone(),
            product_ids: subscribe.product_ids.clone(),
        });
        Self::Subscriptions {
            channels: channels.collect(),
        }
    }

    /// A price that can be told from the others: its number stands behind the point, as in `1000.07`.
    pub(super) fn price(product: &str, sequence: u64) -> Self {
        Self::Ticker(Ticker {
            sequence,
            product_id: product.to_owned(),
            price: format!("1000.{sequence:02}"),
            side: if sequence.is_multiple_of(2) {
                Side::Buy
            } else {
                Side::Sell
            },
            trade_id: sequence,
            last_size: "0.01".to_owned(),
        })
    }

    fn refusing(message: &str, reason: impl Into<String>) -> Self {
        Self::Error {
            message: message.to_owned(),
            reason: reason.into(),
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain fields")
    }
}
