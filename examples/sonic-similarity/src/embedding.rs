//! Embeddings: lists of numbers that are the more alike the more alike the music sounds. Must not know songs.

use nd_pdk::Error;
use serde::{Deserialize, Serialize};

/// Steps between 0 and 1 that are kept. More digits would take up the store, and tell nothing about music.
const PRECISION: f32 = 10_000.0;

/// A direction in the space of the embeddings; of length 1, unless it was made by [`towards`](Self::towards).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Embedding(Vec<f32>);

impl Embedding {
    /// The same direction with length 1, so that a comparison is one sum of products.
    ///
    /// # Errors
    /// It has none: it is empty or nothing but zeros, or so large that it cannot be computed with.
    pub(crate) fn normalised(&self) -> Result<Self, Error> {
        let length = self.0.iter().map(|part| part * part).sum::<f32>().sqrt();
        if !length.is_finite() || length == 0.0 {
            return Err("an embedding must have numbers, not all of them 0".into());
        }
        let parts = self.0.iter();
        Ok(Self(
            parts
                .map(|part| (part / length * PRECISION).round() / PRECISION)
                .collect(),
        ))
    }

    /// How many numbers it has.
    pub(crate) fn dimensions(&self) -> usize {
        self.0.len()
    }

    /// The cosine of the angle between two embeddings of length 1: 1 for the same direction, 0 for nothing in common and for opposites.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        f64::from(self.closeness(other)).clamp(0.0, 1.0)
    }

    /// The larger the closer, for comparing; with embeddings of length 1 it is the cosine.
    pub(crate) fn closeness(&self, other: &Self) -> f32 {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(a, b)| a * b).sum()
    }

    /// The direction after this part of the way to `end`, from 0 to 1.
    pub(crate) fn towards(&self, end: &Self, part: f32) -> Self {
        let pairs = self.0.iter().zip(&end.0);
        Self(pairs.map(|(a, b)| a + (b - a) * part).collect())
    }
}

#[cfg(test)]
impl From<Vec<f32>> for Embedding {
    fn from(parts: Vec<f32>) -> Self {
        Self(parts)
    }
}
