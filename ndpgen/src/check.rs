//! The rules that need more than one place to be looked at: names that meet, types that do not fit, versions that contradict each other.
//! Reports, and builds nothing.

mod calls;
mod heads;
mod modules;
mod names;
mod payloads;
mod properties;
mod scope;
mod since;

use crate::diag::Collector;
use crate::model::Api;
use crate::resolve::{Symbols, Unit};

/// Checks all documents, and how they fit together. The model is the one made from them.
pub fn check(cx: &Collector, units: &[Unit<'_>], symbols: &Symbols<'_>, api: &Api) {
    names::check(cx, units);
    modules::check(cx, units, symbols, api);
    for unit in units {
        heads::check(cx, unit);
        payloads::check(cx, unit.document, symbols);
        properties::check(cx, unit.document, symbols);
        calls::check(cx, unit.document);
        since::check(cx, unit.document);
    }
}
