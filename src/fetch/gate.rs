//! Politeness: one request to a server at a time, a pause between two, and none where it asked to be left alone.
//!
//! It knows servers by name and asks them nothing.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Clock, FetchError};

/// How long is waited before it is looked again whether to stop.
const SLICE: Duration = Duration::from_millis(50);

pub(super) struct Gate {
    pause: Duration,
    clock: Arc<dyn Clock>,
    stop: Arc<AtomicBool>,
    servers: Mutex<HashMap<String, Server>>,
    left: Condvar,
}

#[derive(Default)]
struct Server {
    busy: bool,
    /// When it may be asked next.
    next: Duration,
    /// The pause that it asks for itself.
    pause: Duration,
    /// Until when it wants to be left alone.
    closed: Option<jiff::Timestamp>,
}

/// The right to ask a server, until it is dropped.
pub(super) struct Pass<'a> {
    gate: &'a Gate,
    server: String,
}

impl Gate {
    pub(super) fn new(pause: Duration, clock: Arc<dyn Clock>, stop: Arc<AtomicBool>) -> Self {
        Self { pause, clock, stop, servers: Mutex::default(), left: Condvar::new() }
    }

    fn servers(&self) -> MutexGuard<'_, HashMap<String, Server>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a server may be asked.
    ///
    /// # Errors
    /// `Busy` while it wants to be left alone, `Stopped`.
    pub(super) fn enter(&self, server: &str, url: &str) -> Result<Pass<'_>, FetchError> {
        let mut servers = self.servers();
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            let known = servers.entry(server.to_owned()).or_default();
            if let Some(until) = known.closed.filter(|until| *until > self.clock.today()) {
                return Err(FetchError::Busy { url: url.to_owned(), until });
            }
            let wait = known.next.saturating_sub(self.clock.now());
            if known.busy {
                let waited = self.left.wait_timeout(servers, SLICE);
                servers = waited.unwrap_or_else(PoisonError::into_inner).0;
            } else if wait.is_zero() {
                known.busy = true;
                return Ok(Pass { gate: self, server: server.to_owned() });
            } else {
                drop(servers);
                self.clock.sleep(wait.min(SLICE));
                servers = self.servers();
            }
        }
    }

    /// Leaves a longer pause than usual.
    pub(super) fn slow_down(&self, server: &str, pause: Duration) {
        let mut servers = self.servers();
        let server = servers.entry(server.to_owned()).or_default();
        // It was asked for its rules a moment ago.
        if server.pause != pause && pause > self.pause {
            server.next = self.clock.now() + pause;
        }
        server.pause = pause;
    }

    /// Leaves a server alone until then.
    pub(super) fn close(&self, server: &str, until: jiff::Timestamp) {
        self.servers().entry(server.to_owned()).or_default().closed = Some(until);
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut servers = self.gate.servers();
        if let Some(server) = servers.get_mut(&self.server) {
            server.busy = false;
            server.next = self.gate.clock.now() + self.gate.pause.max(server.pause);
        }
        self.gate.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clock that goes on only while one waits.
    #[derive(Default)]
    struct Still(Mutex<Duration>);

    impl Clock for Still {
        fn now(&self) -> Duration {
            *self.0.lock().unwrap()
        }

        fn today(&self) -> jiff::Timestamp {
            jiff::Timestamp::UNIX_EPOCH + self.now()
        }

        fn sleep(&self, time: Duration) {
            *self.0.lock().unwrap() += time;
        }
    }

    fn gate(pause: u64) -> (Gate, Arc<Still>, Arc<AtomicBool>) {
        let (clock, stop) = (Arc::new(Still::default()), Arc::new(AtomicBool::new(false)));
        (Gate::new(Duration::from_secs(pause), clock.clone(), Arc::clone(&stop)), clock, stop)
    }

    #[test]
    fn a_server_is_asked_again_after_a_pause_and_another_at_once() {
        let (gate, clock, _) = gate(2);
        drop(gate.enter("a", "u").unwrap());
        drop(gate.enter("b", "u").unwrap());
        assert_eq!(clock.now(), Duration::ZERO);
        drop(gate.enter("a", "u").unwrap());
        assert_eq!(clock.now(), Duration::from_secs(2));
        gate.slow_down("b", Duration::from_secs(7));
        drop(gate.enter("b", "u").unwrap());
        assert_eq!(clock.now(), Duration::from_secs(9));
    }

    #[test]
    fn a_server_answers_one_question_at_a_time() {
        let (gate, clock, _) = gate(1);
        let first = gate.enter("a", "u").unwrap();
        let (entered, told) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let pass = gate.enter("a", "u").unwrap();
                entered.send(clock.now()).unwrap();
                drop(pass);
            });
            assert!(told.recv_timeout(SLICE * 3).is_err(), "it waits while the first is there");
            drop(first);
            assert_eq!(told.recv().unwrap(), Duration::from_secs(1), "and leaves the pause");
        });
    }

    #[test]
    fn a_server_that_wants_to_be_left_alone_is_and_one_who_stops_does_not_wait() {
        let (gate, clock, stop) = gate(1000);
        let until = jiff::Timestamp::UNIX_EPOCH + Duration::from_mins(1);
        gate.close("a", until);
        assert!(matches!(gate.enter("a", "u"), Err(FetchError::Busy { until: told, .. }) if told == until));
        clock.sleep(Duration::from_mins(1));
        drop(gate.enter("a", "u").unwrap());
        stop.store(true, Ordering::Relaxed);
        assert!(matches!(gate.enter("a", "u"), Err(FetchError::Stopped)));
        assert_eq!(clock.now(), Duration::from_mins(1));
    }
}
