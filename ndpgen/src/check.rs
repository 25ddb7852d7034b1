//! The rules that need more than one place or one file to be looked at. Reports, and builds nothing.

use crate::diag::Collector;
use crate::resolve::{Symbols, Unit};

/// Checks all documents together.
pub fn check(_cx: &Collector, _units: &[Unit<'_>], _symbols: &Symbols<'_>) {}
