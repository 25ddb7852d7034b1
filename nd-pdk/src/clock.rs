//! Time as a plugin can know it.
//!
//! Under WebAssembly only the wall clock is real; in native tests the time is that of the fake host. No timers: the scheduler has those.

use std::time::{Duration, SystemTime};

use crate::sys;

/// The server ends every call of a plugin after this time, host functions included.
pub const CALL_LIMIT: Duration = Duration::from_secs(30);

/// The time of day; in a native test that of its `testing::FakeHost`.
///
/// ```
/// let host = nd_pdk::testing::FakeHost::install();
/// assert_eq!(nd_pdk::clock::now(), host.now());
/// ```
#[must_use]
pub fn now() -> SystemTime {
    sys::now()
}

/// The time of day in Unix seconds, as the services of the server count it. A clock before 1970 counts as 1970.
///
/// ```
/// use nd_pdk::clock;
/// use nd_pdk::host::scrobbleretriever;
///
/// # let host = nd_pdk::testing::FakeHost::builder().user("ada").install();
/// # host.scrobbles().play("ada", "track-1", clock::unix_seconds() - 3600);
/// if let Some(last) = scrobbleretriever::get_last_timestamp("ada")? {
///     let hours = (clock::unix_seconds() - last) / 3600;
///     nd_pdk::info!("the last play is {hours} hours ago");
/// #   assert_eq!(hours, 1);
/// }
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[must_use]
pub fn unix_seconds() -> i64 {
    let time = now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(time.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}

/// When the running call ends, for work that is done in slices.
///
/// The server does not warn: after [`CALL_LIMIT`] the instance is gone, and what was not stored with it. Ask before each piece of the work,
/// and leave the rest to a schedule or a task.
///
/// ```
/// use nd_pdk::clock::Deadline;
/// use nd_pdk::host::{kvstore, scheduler};
/// use std::time::Duration;
///
/// # fn import(_album: u64) -> Result<(), nd_pdk::Error> { Ok(()) }
/// # let _host = nd_pdk::testing::FakeHost::install();
/// let deadline = Deadline::of_call();
/// for album in 0..500 {
///     if deadline.remaining() < Duration::from_secs(5) {
///         kvstore::set("next-album", album.to_string())?;
///         scheduler::schedule_one_time(1, "import", "")?;
///         break;
///     }
///     import(album)?;
/// }
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Deadline(SystemTime);

impl Deadline {
    /// The end of the running call. Where no export runs, as in a test that calls a trait method itself, a call begins now.
    #[must_use]
    pub fn of_call() -> Self {
        Self(sys::call_began() + CALL_LIMIT)
    }

    /// The time left; none if it is over, or if the clock was set meanwhile to a time after it.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.0.duration_since(now()).unwrap_or_default()
    }
}
