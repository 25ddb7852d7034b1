//! Keys, quota and times to live of a key-value store, and what the server refuses. Must not hold values.

use std::fmt;
use std::time::Duration;

use crate::size;

/// Most bytes of a key.
pub const KEY_LIMIT: usize = 256;
/// How often expired values are removed.
pub const SWEEP_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// 9999-12-31 23:59:59 UTC: SQLite knows no later time, and without one a value stays for good.
pub const LAST_SECOND: i64 = 253_402_300_799;

/// What the server refuses; the text is the one that it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// A value without a key.
    EmptyKey,
    /// A key of more than 256 bytes.
    LongKey,
    /// A time to live of nothing or less.
    NoTtl,
    /// Deleting all that has a prefix, without one.
    EmptyPrefix,
    /// All values together would take more than the manifest says.
    OverQuota {
        /// What they would take, in bytes.
        used: i64,
        /// What the manifest allows.
        allowed: i64,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyKey => f.write_str("key cannot be empty"),
            Self::LongKey => write!(f, "key exceeds maximum length of {KEY_LIMIT} bytes"),
            Self::NoTtl => f.write_str("ttlSeconds must be greater than 0"),
            Self::EmptyPrefix => f.write_str("prefix cannot be empty"),
            Self::OverQuota { used, allowed } => write!(
                f,
                "storage limit exceeded: would use {} of {} allowed",
                size::show(*used),
                size::show(*allowed)
            ),
        }
    }
}

impl std::error::Error for StoreError {}

/// Whether a value may have this key, which counts for storing only.
///
/// # Errors
///
/// If it is empty or has more than [`KEY_LIMIT`] bytes.
pub fn check_key(key: &str) -> Result<(), StoreError> {
    match key.len() {
        0 => Err(StoreError::EmptyKey),
        1..=KEY_LIMIT => Ok(()),
        _ => Err(StoreError::LongKey),
    }
}

/// Whether this is a time to live.
///
/// # Errors
///
/// If it is not positive.
pub fn check_ttl(seconds: i64) -> Result<(), StoreError> {
    match seconds {
        1.. => Ok(()),
        _ => Err(StoreError::NoTtl),
    }
}

/// Whether all that has this prefix may be deleted.
///
/// # Errors
///
/// If it is empty: that would be everything.
pub fn check_prefix(prefix: &str) -> Result<(), StoreError> {
    match prefix {
        "" => Err(StoreError::EmptyPrefix),
        _ => Ok(()),
    }
}

/// Whether a value of `size` bytes may take the place of one of `before` bytes, where all together take `used`. One that does not make the total grow
/// may always.
///
/// # Errors
///
/// If the total would be more than `allowed`.
pub fn check_quota(size: i64, before: i64, used: i64, allowed: i64) -> Result<(), StoreError> {
    let growth = size - before;
    let used = used + growth;
    if growth > 0 && used > allowed {
        return Err(StoreError::OverQuota { used, allowed });
    }
    Ok(())
}

/// From which second on, since 1970, a value is invisible that is stored now for so many seconds; `None` for one that stays for good.
#[must_use]
pub fn expiry(now: i64, ttl_seconds: i64) -> Option<i64> {
    let expires = now.checked_add(ttl_seconds)?;
    (expires <= LAST_SECOND).then_some(expires)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_1_to_256_bytes() {
        assert_eq!(check_key(""), Err(StoreError::EmptyKey));
        assert_eq!(check_key("k"), Ok(()));
        assert_eq!(check_key(&"k".repeat(256)), Ok(()));
        // 258 bytes, though only 129 characters.
        assert_eq!(check_key(&"é".repeat(129)), Err(StoreError::LongKey));
    }

    #[test]
    fn what_does_not_grow_is_always_taken() {
        assert_eq!(check_quota(5, 5, 100, 10), Ok(()));
        assert_eq!(check_quota(10, 0, 0, 10), Ok(()));
        let error = check_quota(1, 0, 1_000_000, 1_000_000).unwrap_err();
        assert_eq!(
            error.to_string(),
            "storage limit exceeded: would use 1.0 MB of 1.0 MB allowed"
        );
    }

    #[test]
    fn after_the_year_9999_nothing_expires() {
        assert_eq!(expiry(0, 60), Some(60));
        assert_eq!(expiry(LAST_SECOND - 1, 1), Some(LAST_SECOND));
        assert_eq!(expiry(LAST_SECOND, 1), None);
        assert_eq!(expiry(1, i64::MAX), None);
    }
}
