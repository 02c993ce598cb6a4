//! One question to a server and its answer, by the library that speaks HTTP. What the answer says is taken apart here;
//! whether another question follows is decided above.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, Timeout, config::Config};
use url::Url;

use super::address::{is_inside, is_inside_ip};
use super::{Access, Ask, Document, FetchError, Limits};

/// How this program names itself to servers.
const AGENT: &str = concat!("qari/", env!("CARGO_PKG_VERSION"), " (reader of news archives)");

/// What it likes best first.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, text/html, application/xhtml+xml, \
                      application/feed+json, application/xml;q=0.9, application/json;q=0.9, text/*;q=0.8, */*;q=0.5";

/// How long the head of an answer may be: ten times the longest of newspapers.
const LONGEST_HEAD: usize = 64 << 10;

/// The longest time that a server can ask to be left alone for in one go; a broken one says a century.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// How long a server is left alone that does not say how long.
const USUAL_WAIT: Duration = Duration::from_mins(5);

/// Bytes that are read at once; it is looked in between whether to stop.
const PIECE: usize = 64 << 10;

/// Two ways to connect: anywhere, and only to machines outside this one's network.
pub(super) struct Agents {
    anywhere: Agent,
    outside: Agent,
    limits: Limits,
}

/// One question.
pub(super) struct Hop<'a> {
    pub(super) url: &'a Url,
    pub(super) ask: &'a Ask<'a>,
    pub(super) access: Access,
    /// Time that is left for it.
    pub(super) left: Duration,
    pub(super) bytes: u64,
    pub(super) stop: &'a AtomicBool,
}

/// What a server answers.
pub(super) enum Came {
    Unchanged,
    Document(Document),
    Elsewhere {
        to: String,
        permanent: bool,
    },
    /// It wants to be left alone.
    Busy(Timestamp),
}

impl Agents {
    pub(super) fn new(limits: Limits) -> Self {
        let config = || {
            Config::builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .user_agent(AGENT)
                .accept(ACCEPT)
                .max_response_header_size(LONGEST_HEAD)
                .timeout_resolve(Some(limits.connect))
                .timeout_connect(Some(limits.connect))
                .build()
        };
        // A proxy looks names up itself, and may lie inside.
        let proxied = config().proxy().is_some();
        let outside = if proxied {
            Agent::new_with_config(config())
        } else {
            Agent::with_parts(config(), DefaultConnector::default(), Outside::default())
        };
        Self { anywhere: Agent::new_with_config(config()), outside, limits }
    }

    /// Asks once.
    pub(super) fn ask(&self, hop: &Hop<'_>, today: Timestamp) -> Result<Came, FetchError> {
        let agent = match hop.access {
            Access::Anywhere => &self.anywhere,
            Access::Outside if is_inside(hop.url) => {
                return Err(FetchError::Inside { url: hop.url.to_string() });
            }
            Access::Outside => &self.outside,
        };
        let fault = |error: Error| self.fault(hop, error);
        let mut request = agent.get(hop.url.as_str());
        let marks = [(header::IF_NONE_MATCH, hop.ask.etag), (header::IF_MODIFIED_SINCE, hop.ask.modified)];
        for (name, mark) in marks {
            // A mark that no header can carry was damaged: the document is sent anew.
            if let Some(mark) = mark.filter(|m| ureq::http::HeaderValue::from_str(m).is_ok()) {
                request = request.header(name, mark);
            }
        }
        let left = hop.left.max(Duration::from_millis(1));
        let answer = request.config().timeout_global(Some(left)).build().call().map_err(fault)?;
        self.judge(hop, answer, today)
    }

    fn judge(&self, hop: &Hop<'_>, answer: Response<Body>, today: Timestamp) -> Result<Came, FetchError> {
        let url = || hop.url.to_string();
        let headers = answer.headers();
        match answer.status().as_u16() {
            200..=203 => self.document(hop, answer).map(Came::Document),
            304 if hop.ask.etag.is_some() || hop.ask.modified.is_some() => Ok(Came::Unchanged),
            code @ (301 | 302 | 303 | 307 | 308) => match text(headers, &header::LOCATION) {
                Some(to) => Ok(Came::Elsewhere { to, permanent: matches!(code, 301 | 308) }),
                None => {
                    Err(FetchError::Broken { url: url(), what: "a redirection that leads nowhere".into() })
                }
            },
            429 | 503 => Ok(Came::Busy(again(headers, today))),
            code => Err(FetchError::Status { url: url(), code, remedy: remedy(code) }),
        }
    }

    fn document(&self, hop: &Hop<'_>, answer: Response<Body>) -> Result<Document, FetchError> {
        let (head, body) = answer.into_parts();
        let url = hop.url.to_string();
        let kind = text(&head.headers, &header::CONTENT_TYPE);
        if let Some(kind) = kind.clone().filter(|kind| has_no_text(kind)) {
            return Err(FetchError::NotText { url, kind });
        }
        // What the library has unpacked does not say so any more.
        if let Some(packed) =
            text(&head.headers, &header::CONTENT_ENCODING).filter(|p| !p.eq_ignore_ascii_case("identity"))
        {
            return Err(FetchError::Broken { url, what: format!("packed as '{packed}', unasked") });
        }
        let too_large = || FetchError::TooLarge { url: hop.url.to_string(), limit: hop.bytes };
        if body.content_length().is_some_and(|length| length > hop.bytes) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let mut from = body.into_reader().take(hop.bytes + 1);
        loop {
            if hop.stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            match from.by_ref().take(PIECE as u64).read_to_end(&mut bytes) {
                Ok(0) => break,
                Ok(_) if bytes.len() as u64 > hop.bytes => return Err(too_large()),
                Ok(_) => {}
                Err(error) => return Err(self.fault(hop, Error::from(error))),
            }
        }
        let etag = text(&head.headers, &header::ETAG);
        let modified = text(&head.headers, &header::LAST_MODIFIED);
        Ok(Document { url, moved: None, kind, bytes, etag, modified })
    }

    /// What the library says, for people.
    fn fault(&self, hop: &Hop<'_>, error: Error) -> FetchError {
        let url = hop.url.to_string();
        let connect = self.limits.connect.as_secs().max(1);
        match error {
            Error::HostNotFound if hop.access == Access::Outside && is_inside(hop.url) => {
                FetchError::Inside { url }
            }
            Error::HostNotFound => FetchError::Host { url },
            Error::Timeout(Timeout::Resolve) => {
                FetchError::Slow { url, what: "looking the host up", seconds: connect }
            }
            Error::Timeout(Timeout::Connect) => {
                FetchError::Slow { url, what: "the connection", seconds: connect }
            }
            Error::Timeout(_) => {
                FetchError::Slow { url, what: "the answer", seconds: self.limits.whole.as_secs().max(1) }
            }
            Error::Tls(what) => FetchError::Tls { url, what: what.to_owned() },
            Error::Rustls(what) => FetchError::Tls { url, what: what.to_string() },
            Error::Io(error) => self.io_fault(hop, &error),
            Error::ConnectionFailed => FetchError::Connection { url, what: "nobody answers".into() },
            Error::LargeResponseHeader(..) => {
                FetchError::Broken { url, what: "the head of the answer has no end".into() }
            }
            other => FetchError::Broken { url, what: other.to_string() },
        }
    }

    fn io_fault(&self, hop: &Hop<'_>, error: &io::Error) -> FetchError {
        let url = hop.url.to_string();
        match error.kind() {
            // What does not speak TLS, and a certificate that is none of the host's.
            io::ErrorKind::InvalidData if hop.url.scheme() == "https" => {
                FetchError::Tls { url, what: error.to_string() }
            }
            io::ErrorKind::ConnectionRefused => {
                FetchError::Connection { url, what: "the connection is refused".into() }
            }
            io::ErrorKind::TimedOut => FetchError::Slow {
                url,
                what: "the connection",
                seconds: self.limits.connect.as_secs().max(1),
            },
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
                FetchError::Connection { url, what: "the network is not reached".into() }
            }
            // What looking a name up gives where nothing is found, in the words of the system.
            _ if error.to_string().contains("lookup address") => FetchError::Host { url },
            _ => FetchError::Broken { url, what: error.to_string() },
        }
    }
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    let bytes = headers.get(name)?.as_bytes();
    Some(String::from_utf8_lossy(bytes).trim().to_owned()).filter(|value| !value.is_empty())
}

/// When a server may be asked again: `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3).
fn again(headers: &HeaderMap, today: Timestamp) -> Timestamp {
    let said = text(headers, &header::RETRY_AFTER);
    let wait = said.as_deref().and_then(|said| {
        if let Ok(seconds) = said.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let when = jiff::fmt::rfc2822::parse(said).ok()?.timestamp();
        Some(Duration::try_from(when.duration_since(today)).unwrap_or_default())
    });
    today.saturating_add(wait.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT)).unwrap_or(Timestamp::MAX)
}

fn remedy(code: u16) -> &'static str {
    match code {
        401 | 403 | 407 => {
            "it lets only those in whom it knows; save the page in a browser and import the file"
        }
        404 => "there is nothing at this address; check it",
        410 => "it was taken away for good; give another address",
        402 | 451 => "it does not give it out here",
        400..=499 => "check the address",
        500..=599 => "the fault is the server's; try again later",
        _ => "there is no document in this answer",
    }
}

/// Whether a content type is that of something without text.
fn has_no_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (family, _) = kind.split_once('/').unwrap_or_default();
    matches!(family, "image" | "audio" | "video" | "font")
        || matches!(kind.as_str(), "application/pdf" | "application/zip" | "application/x-shockwave-flash")
}

/// Looks names up, and knows no machine of this one's own network.
#[derive(Debug, Default)]
struct Outside {
    inner: DefaultResolver,
}

impl Resolver for Outside {
    fn resolve(&self, uri: &Uri, config: &Config, time: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, time)?;
        let mut kept = self.empty();
        found.iter().filter(|socket| !is_inside_ip(socket.ip())).for_each(|socket| kept.push(*socket));
        if kept.is_empty() { Err(Error::HostNotFound) } else { Ok(kept) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_when_it_may_be_asked_again() {
        let today: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let said = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.parse().unwrap());
            again(&headers, today).to_string()
        };
        assert_eq!(said("120"), "2026-03-01T12:02:00Z");
        assert_eq!(said("Sun, 01 Mar 2026 13:30:00 GMT"), "2026-03-01T13:30:00Z");
        assert_eq!(said("Sat, 28 Feb 2026 13:30:00 GMT"), "2026-03-01T12:00:00Z", "long ago");
        assert_eq!(said("99999999999999"), "2026-03-02T12:00:00Z", "a day at most");
        assert_eq!(said("soon"), "2026-03-01T12:05:00Z");
        assert_eq!(again(&HeaderMap::new(), today).to_string(), "2026-03-01T12:05:00Z");
    }
}
