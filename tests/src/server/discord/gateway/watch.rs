//! Numbers and times of one connection. Must not send anything.

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

/// Discord takes no more messages in a minute.
const MOST_PER_MINUTE: usize = 120;
const MINUTE: Duration = Duration::from_secs(60);
/// Heartbeats have that long beyond two intervals: clients count in seconds, and machines are slow at times.
const LEEWAY: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Watch {
    interval: Duration,
    /// When the last heartbeat came, at first when the connection was made.
    last_heartbeat: Instant,
    heartbeats: u64,
    /// The number of the last message that was sent; 0 for none.
    sequence: u64,
    /// What it was when the last heartbeat came.
    sequence_at_heartbeat: u64,
    /// When the messages of the last minute came.
    messages: VecDeque<Instant>,
}

impl Watch {
    pub(super) fn new(interval: Duration) -> Self {
        Self {
            interval,
            last_heartbeat: Instant::now(),
            heartbeats: 0,
            sequence: 0,
            sequence_at_heartbeat: 0,
            messages: VecDeque::new(),
        }
    }

    pub(super) fn next_sequence(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    pub(super) fn heartbeats(&self) -> u64 {
        self.heartbeats
    }

    /// Notes a heartbeat. It may have been on its way while numbers were sent, but those from before the last heartbeat it must know.
    ///
    /// # Errors
    /// The numbers that would have been right; 0 stands for none.
    pub(super) fn heartbeat(&mut self, sequence: Option<u64>) -> Result<(), RangeInclusive<u64>> {
        let expected = self.sequence_at_heartbeat..=self.sequence;
        self.heartbeats += 1;
        self.last_heartbeat = Instant::now();
        self.sequence_at_heartbeat = self.sequence;
        if expected.contains(&sequence.unwrap_or(0)) {
            return Ok(());
        }
        Err(expected)
    }

    /// How long there was no heartbeat, if that is too long.
    pub(super) fn is_overdue(&self) -> Option<Duration> {
        let silence = self.last_heartbeat.elapsed();
        (silence > 2 * self.interval + LEEWAY).then_some(silence)
    }

    /// Notes a message, and says whether there are too many.
    pub(super) fn is_flood(&mut self) -> bool {
        let now = Instant::now();
        self.messages.push_back(now);
        while self
            .messages
            .front()
            .is_some_and(|first| now.duration_since(*first) > MINUTE)
        {
            self.messages.pop_front();
        }
        self.messages.len() > MOST_PER_MINUTE
    }
}
