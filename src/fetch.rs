//! The network: documents asked for by HTTP and HTTPS, politely and within bounds. Beside `translate`, which asks
//! one server of the user's, the only room that opens a connection; it asks for nothing that it was not told to.
//!
//! Servers are hostile or broken: everything has an end in time, in bytes and in redirections. Nothing here knows what
//! a document means, and nothing is stored.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

mod address;
mod clock;
mod error;
mod gate;
mod http;
mod robots;

pub use address::{address, is_address};
pub use clock::{Clock, SystemClock};
pub use error::FetchError;

use gate::Gate;
use http::{Agents, Hop};
use robots::Robots;

/// The name that servers are told, and the one that `robots.txt` is searched for.
const NAME: &str = "qari";

/// Between two requests to one server, unless it is told otherwise: what browsers do in a burst, a reader spreads.
pub const PAUSE: Duration = Duration::from_secs(1);

/// The longest pause that a `robots.txt` can ask for: more is a way to say no, and would hold a run up for hours.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How much of a `robots.txt` is read (RFC 9309, section 2.5, asks for at least 500 KiB).
const ROBOTS_LIMIT: u64 = 512 << 10;

/// The bounds of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until there is a connection, TLS included.
    pub connect: Duration,
    /// For everything, redirections and the last byte included.
    pub whole: Duration,
    /// Bytes, unpacked.
    pub bytes: u64,
    /// Redirections, one after the other.
    pub redirections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Three attempts to send the first packet.
            connect: Duration::from_secs(10),
            // A megabyte over a slow line.
            whole: Duration::from_mins(1),
            bytes: 32 << 20,
            redirections: 8,
        }
    }
}

/// What is asked for. The two marks are those that came with the document when it was fetched before: a server that
/// still has the same one says so and sends nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// The address.
    pub url: &'a str,
    /// The `ETag` that it had.
    pub etag: Option<&'a str>,
    /// The `Last-Modified` that it had, as it was written.
    pub modified: Option<&'a str>,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is the same as when the marks were given.
    Unchanged,
    /// A document.
    Document(Document),
}

/// A document as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The address that it came from in the end.
    pub url: String,
    /// The address that it has moved to for good, as the server says.
    pub moved: Option<String>,
    /// The content type with its parameters, as the server says.
    pub kind: Option<String>,
    /// Its bytes, unpacked where they were packed for the way.
    pub bytes: Vec<u8>,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`, as it is written.
    pub modified: Option<String>,
}

/// What asks servers. One for a run: it remembers whom it asked when. Any thread may use it.
pub struct Client {
    agents: Agents,
    limits: Limits,
    gate: Gate,
    robots: Mutex<HashMap<String, Arc<Robots>>>,
    clock: Arc<dyn Clock>,
    stop: Arc<AtomicBool>,
}

impl Client {
    /// One that leaves `pause` between two requests to a server, and gives up soon after `stop` is set.
    pub fn new(limits: Limits, pause: Duration, clock: Arc<dyn Clock>, stop: Arc<AtomicBool>) -> Self {
        let gate = Gate::new(pause, Arc::clone(&clock), Arc::clone(&stop));
        Self { agents: Agents::new(limits), limits, gate, robots: Mutex::default(), clock, stop }
    }

    /// Asks for a document that a person named: as a browser does, whatever `robots.txt` tells those who wander.
    ///
    /// # Errors
    /// As [`FetchError`] says; every message names the address.
    pub fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        self.through(ask, Access::Anywhere, self.limits.bytes)
    }

    /// Asks for a page that a document leads to and nobody named: only where `robots.txt` lets one, and never from
    /// outside into this machine or its own network.
    ///
    /// # Errors
    /// As [`FetchError`] says; every message names the address.
    pub fn follow(&self, url: &str, from: &str) -> Result<Document, FetchError> {
        let (target, origin) = (address(url)?, address(from)?);
        let access = if address::is_inside(&origin) { Access::Anywhere } else { Access::Outside };
        let robots = self.robots(&target, access)?;
        if !robots.allow(&target) {
            return Err(FetchError::Robots { url: target.to_string() });
        }
        if let Some(delay) = robots.delay() {
            self.gate.slow_down(&key(&target), delay.min(LONGEST_PAUSE));
        }
        match self.through(&Ask { url, ..Ask::default() }, access, self.limits.bytes)? {
            Answer::Document(document) => Ok(document),
            Answer::Unchanged => {
                Err(FetchError::Broken { url: url.to_owned(), what: "nothing was sent".into() })
            }
        }
    }

    /// What a server lets those who wander do. What cannot be asked for lets nothing (RFC 9309, section 2.3.1).
    fn robots(&self, page: &Url, access: Access) -> Result<Arc<Robots>, FetchError> {
        let place = page.join("/robots.txt").map_err(|_| FetchError::Address { url: page.to_string() })?;
        let known = || self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(robots) = known().get(place.as_str()) {
            return Ok(Arc::clone(robots));
        }
        let ask = Ask { url: place.as_str(), ..Ask::default() };
        let robots = match self.through(&ask, access, ROBOTS_LIMIT) {
            Ok(Answer::Document(document)) => Robots::read(&document.bytes, NAME),
            Err(FetchError::Status { code, .. }) if (400..500).contains(&code) => Robots::default(),
            Err(FetchError::NotText { .. }) => Robots::default(),
            Err(error @ (FetchError::Stopped | FetchError::Inside { .. })) => return Err(error),
            Ok(Answer::Unchanged) | Err(_) => Robots::closed(),
        };
        let robots = Arc::new(robots);
        known().insert(place.to_string(), Arc::clone(&robots));
        Ok(robots)
    }

    /// Asks, and goes where it is sent.
    fn through(&self, ask: &Ask<'_>, access: Access, bytes: u64) -> Result<Answer, FetchError> {
        let mut at = address(ask.url)?;
        let (began, mut for_good) = (self.clock.now(), true);
        let mut pass = self.gate.enter(&key(&at), at.as_str())?;
        for _ in 0..=self.limits.redirections {
            if self.stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            let left = self.limits.whole.saturating_sub(self.clock.now().saturating_sub(began));
            let hop = Hop { url: &at, ask, access, left, bytes, stop: &self.stop };
            match self.agents.ask(&hop, self.clock.today())? {
                http::Came::Unchanged => return Ok(Answer::Unchanged),
                http::Came::Document(mut document) => {
                    let elsewhere = document.url != address(ask.url)?.as_str();
                    document.moved = (for_good && elsewhere).then(|| document.url.clone());
                    return Ok(Answer::Document(document));
                }
                http::Came::Busy(until) => {
                    self.gate.close(&key(&at), until);
                    return Err(FetchError::Busy { url: at.to_string(), until });
                }
                http::Came::Elsewhere { to, permanent } => {
                    let to = address::next(&at, &to)?;
                    for_good &= permanent;
                    if key(&to) != key(&at) {
                        drop(pass);
                        pass = self.gate.enter(&key(&to), to.as_str())?;
                    }
                    at = to;
                }
            }
        }
        Err(FetchError::Circle { url: ask.url.to_owned(), times: self.limits.redirections })
    }
}

/// Where a request may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Anywhere,
    /// Not to this machine, nor to the network that it is in.
    Outside,
}

/// The server that an address belongs to: its host and its port.
fn key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    format!("{host}:{}", url.port_or_known_default().unwrap_or_default())
}
