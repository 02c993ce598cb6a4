//! Time as the network needs it: how long ago, what day it is, and waiting. Tests bring a clock of their own, and do
//! not wait.

use std::time::{Duration, Instant};

/// Tells the time, and waits.
pub trait Clock: Send + Sync {
    /// Time since a moment that stays the same.
    fn now(&self) -> Duration;
    /// The time of day, by which servers say when to come again.
    fn today(&self) -> jiff::Timestamp;
    /// Waits. Longer waits are made of short ones, so that they can be broken off.
    fn sleep(&self, time: Duration);
}

/// The machine's own.
#[derive(Debug)]
pub struct SystemClock {
    began: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { began: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn today(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}
