//! Prices: each is counted, and now and then one of them is logged. Must not know how they arrive.

use std::time::{Duration, SystemTime};

use nd_pdk::{Error, cache, clock};
use serde::{Deserialize, Serialize};

use crate::message::Ticker;

/// Counted from the last price, as reading starts the time of a value in the cache anew.
const KEPT_FOR: Duration = Duration::from_secs(24 * 3600);

/// What is known of a product.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    /// The number of the last price.
    sequence: u64,
    /// How many prices came since the plugin was loaded.
    count: u64,
    /// When the last log line was written. The time to live of a value in the cache is no clock for that: reading it starts it anew, and where
    /// prices come often it would never end.
    logged: Option<SystemTime>,
}

/// Counts a price, and logs it unless another one of the product was logged within `interval`.
pub(crate) fn arrived(ticker: &Ticker, interval: Duration) -> Result<(), Error> {
    let key = format!("price:{}", ticker.product_id);
    let known = cache::get::<Known>(&key)?;
    if known.as_ref().map(|known| known.sequence) == Some(ticker.sequence) {
        // A subscription begins with the latest price, which may have come over the connection before.
        return Ok(());
    }

    let now = clock::now();
    let count = known.as_ref().map_or(0, |known| known.count) + 1;
    let mut logged = known.and_then(|known| known.logged);
    if logged.is_none_or(|logged| is_over(logged, interval, now)) {
        let Ticker {
            product_id, price, ..
        } = ticker;
        nd_pdk::info!("{product_id} {price} (price {count})");
        logged = Some(now);
    }
    let sequence = ticker.sequence;
    let known = Known {
        sequence,
        count,
        logged,
    };
    cache::set(&key, &known, KEPT_FOR)
}

/// Whether the interval is over. A clock that was set back does not silence the log until it has caught up.
fn is_over(since: SystemTime, interval: Duration, now: SystemTime) -> bool {
    now.duration_since(since)
        .map_or(true, |passed| passed >= interval)
}
