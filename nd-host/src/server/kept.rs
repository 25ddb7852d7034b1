//! The latest of what goes on for weeks. Must not know what it is.

use std::collections::VecDeque;

/// What is kept takes no more memory than this, in bytes, but for the latest of all.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The latest things, as many as are worth keeping.
#[derive(Debug)]
pub(super) struct Kept<T> {
    most: usize,
    /// With the bytes that each takes.
    items: VecDeque<(T, usize)>,
    bytes: usize,
}

impl<T: Clone> Kept<T> {
    /// Keeps so many.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            items: VecDeque::new(),
            bytes: 0,
        }
    }

    /// Keeps one more, which takes so many bytes; the oldest go.
    pub(super) fn push(&mut self, item: T, bytes: usize) {
        self.items.push_back((item, bytes));
        self.bytes += bytes;
        while self.items.len() > 1 && (self.items.len() > self.most || self.bytes > MOST_BYTES) {
            let oldest = self.items.pop_front();
            self.bytes -= oldest.map_or(0, |(_, bytes)| bytes);
        }
    }

    /// What is kept, the oldest first.
    pub(super) fn all(&self) -> Vec<T> {
        self.items.iter().map(|(item, _)| item.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let mut kept = Kept::new(2);
        for item in 1..=3 {
            kept.push(item, 1);
        }
        assert_eq!(kept.all(), [2, 3]);
    }

    #[test]
    fn the_oldest_go_when_they_take_too_much_and_the_latest_stays() {
        let mut kept = Kept::new(10);
        kept.push(1, MOST_BYTES / 2);
        kept.push(2, MOST_BYTES / 2);
        assert_eq!(kept.all(), [1, 2]);
        kept.push(3, 1);
        assert_eq!(kept.all(), [2, 3]);
        kept.push(4, MOST_BYTES + 1);
        assert_eq!(kept.all(), [4]);
        kept.push(5, 1);
        assert_eq!(kept.all(), [5]);
    }
}
