//! Native tests: what surrounds a plugin, and running its exports the way the host does.
//!
//! Bytes in, bytes out. Comfort for single host services does not belong here.

mod callback;
mod clock;
mod export;
mod fake;
mod world;

use std::rc::Rc;

use crate::log::Level;
use crate::sys::native::{self, Surroundings};

pub use export::{Outcome, run_export};
pub use fake::*;

/// The surroundings of a plugin under test: answers to host functions, configuration, log.
///
/// They count for the thread that installs them, until the guard goes.
///
/// ```
/// use nd_pdk::testing::TestHost;
///
/// let host = TestHost::new()
///     .config("greeting", "hello")
///     .install();
///
/// assert_eq!(nd_pdk::pdk::config::get("greeting").as_deref(), Some("hello"));
/// nd_pdk::info!("greeted {} listeners", 2);
/// assert_eq!(host.logs()[0].1, "greeted 2 listeners");
/// ```
#[derive(Default)]
#[must_use = "nothing changes before `install`"]
pub struct TestHost {
    surroundings: Surroundings,
}

/// Keeps a [`TestHost`] in place; when it goes, what was there before counts again.
#[must_use = "the surroundings are gone as soon as this is dropped: bind it to a name"]
pub struct Installed {
    surroundings: Rc<Surroundings>,
}

impl TestHost {
    /// No configuration, every log level kept, no host function answered.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers every host function: gets the name of the import and the bytes of the request, gives the bytes of the reply.
    ///
    /// ```
    /// use nd_pdk::testing::TestHost;
    ///
    /// let _host = TestHost::new()
    ///     .answer(|import, request| {
    ///         assert_eq!((import, request), ("cache_getstring", &br#"{"key":"colour"}"#[..]));
    ///         br#"{"value":"blue","exists":true}"#.to_vec()
    ///     })
    ///     .install();
    ///
    /// assert_eq!(nd_pdk::host::cache::get_string("colour")?.as_deref(), Some("blue"));
    /// # Ok::<(), nd_pdk::Error>(())
    /// ```
    pub fn answer(mut self, answer: impl Fn(&str, &[u8]) -> Vec<u8> + 'static) -> Self {
        self.surroundings.transport = Some(Box::new(answer));
        self
    }

    /// Sets a value of the plugin's configuration, as [`pdk::config`](crate::pdk::config) reads it.
    ///
    /// The service [`host::config`](crate::host::config) knows nothing of it: like those of every service, its functions ask [`answer`](Self::answer).
    pub fn config(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.surroundings.config.insert(key.into(), value.into());
        self
    }

    /// Keeps log messages from this level on.
    pub fn log_level(mut self, least: Level) -> Self {
        self.surroundings.least_level = least;
        self
    }

    /// Puts the surroundings in place for this thread.
    pub fn install(self) -> Installed {
        let surroundings = Rc::new(self.surroundings);
        native::enter(Rc::clone(&surroundings));
        Installed { surroundings }
    }
}

impl Installed {
    /// The messages logged so far.
    #[must_use]
    pub fn logs(&self) -> Vec<(Level, String)> {
        self.surroundings.logs.borrow().clone()
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        native::leave(&self.surroundings);
    }
}
