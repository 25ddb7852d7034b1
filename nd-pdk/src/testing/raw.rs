//! Answering host functions with bytes.
//!
//! Below all types: for tests of generated code and of what the server sends. Plugins are better served by mocks and fakes.

use std::rc::Rc;

use super::mock::StandIn;
use crate::sys::native::{self, Responder};
use crate::wire::Import;

struct Raw<F>(F);

impl<F: Fn(&str, &[u8]) -> Vec<u8>> Responder for Raw<F> {
    fn answer(&self, import: &Import, request: &[u8]) -> Option<Vec<u8>> {
        Some((self.0)(import.name, request))
    }
}

/// Answers every host function of this thread: gets the name of the import and the bytes of the request, gives the bytes of the reply.
///
/// ```
/// let _raw = nd_pdk::testing::answer_raw(|import, request| {
///     assert_eq!((import, request), ("cache_getstring", &br#"{"key":"colour"}"#[..]));
///     br#"{"value":"blue","exists":true}"#.to_vec()
/// });
///
/// assert_eq!(nd_pdk::host::cache::get_string("colour")?.as_deref(), Some("blue"));
/// # Ok::<(), nd_pdk::Error>(())
/// ```
pub fn answer_raw(answer: impl Fn(&str, &[u8]) -> Vec<u8> + 'static) -> StandIn {
    let raw: Rc<dyn Responder> = Rc::new(Raw(answer));
    native::stand_in(Rc::downgrade(&raw));
    StandIn::new(raw)
}
