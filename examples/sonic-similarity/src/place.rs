//! Where music sits between calm and lively, dark and bright. Must not know songs.

use std::f64::consts::SQRT_2;

/// A point in the unit square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// From calm (0) to lively (1).
    pub(crate) energy: f64,
    /// From dark (0) to bright (1).
    pub(crate) mood: f64,
}

impl Place {
    /// From 0 to the diagonal of the square.
    pub(crate) fn distance(self, other: Self) -> f64 {
        (self.energy - other.energy).hypot(self.mood - other.mood)
    }

    /// 1 for the same place, 0 for opposite corners.
    pub(crate) fn similarity(self, other: Self) -> f64 {
        1.0 - self.distance(other) / SQRT_2
    }

    /// The point on the way to `end` after this part of the way, from 0 to 1.
    pub(crate) fn towards(self, end: Self, part: f64) -> Self {
        Self {
            energy: self.energy + (end.energy - self.energy) * part,
            mood: self.mood + (end.mood - self.mood) * part,
        }
    }
}
