//! One waiting place for a request: a newer one replaces the one that waits. Nothing is queued up.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::archive::Cancel;

/// A place for one request, and the flag that stops the one being worked on.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    inner: Mutex<Inner<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct Inner<T> {
    waiting: Option<T>,
    running: Option<Cancel>,
    closed: bool,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            inner: Mutex::new(Inner { waiting: None, running: None, closed: false }),
            changed: Condvar::new(),
        }
    }
}

impl<T> Slot<T> {
    /// A worker that panicked has not left the slot half changed: every change is one assignment.
    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a request in, replaces one that waits and stops one that runs.
    pub(crate) fn put(&self, request: T) {
        let mut inner = self.lock();
        if let Some(cancel) = inner.running.take() {
            cancel.cancel();
        }
        inner.waiting = Some(request);
        self.changed.notify_one();
    }

    /// Drops a request that waits, which it gives, and stops one that runs.
    pub(crate) fn stop(&self) -> Option<T> {
        let mut inner = self.lock();
        if let Some(cancel) = inner.running.take() {
            cancel.cancel();
        }
        inner.waiting.take()
    }

    /// Waits for a request; `None` once the slot is closed.
    pub(crate) fn take(&self) -> Option<(T, Cancel)> {
        let mut inner = self.lock();
        loop {
            if inner.closed {
                return None;
            }
            if let Some(request) = inner.waiting.take() {
                let cancel = Cancel::default();
                inner.running = Some(cancel.clone());
                return Some((request, cancel));
            }
            inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the worker: what waits is dropped, what runs is stopped.
    pub(crate) fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        inner.waiting = None;
        if let Some(cancel) = inner.running.take() {
            cancel.cancel();
        }
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_request_wins_and_stops_the_one_that_runs() {
        let slot = Slot::default();
        slot.put(1);
        let (first, cancel) = slot.take().unwrap();
        slot.put(2);
        slot.put(3);
        assert!(cancel.is_cancelled());
        assert_eq!((first, slot.take().unwrap().0), (1, 3));
    }

    #[test]
    fn a_closed_slot_ends_its_worker() {
        let slot = Slot::default();
        slot.put(1);
        slot.close();
        assert!(slot.take().is_none());
    }
}
