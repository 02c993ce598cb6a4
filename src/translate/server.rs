//! A server that speaks as `LibreTranslate` does (<https://docs.libretranslate.com>): one `POST /translate` a paragraph.
//!
//! Only the address that was set is asked; a redirection is told, never followed.

use std::io::Read;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;
use ureq::http::{HeaderMap, header};
use ureq::{Agent, Error, config::Config};
use url::Url;

use super::{Maker, TranslateError};
use crate::article::Lang;

/// How this program names itself to servers.
const AGENT: &str = concat!("qari/", env!("CARGO_PKG_VERSION"), " (reader of news archives)");

/// Bytes of an answer: the longest paragraphs have some tens of thousands.
const LIMIT: usize = 4 << 20;

/// Until there is a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Between two looks whether to stop.
const LOOK: Duration = Duration::from_millis(20);

/// How long is waited when a server asks to be left alone for a moment: what it says, and no longer than one waits for a
/// paragraph; what is usual where it says nothing.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const USUAL_WAIT: Duration = Duration::from_secs(2);

/// The server.
pub(super) struct Server {
    url: Url,
    key: String,
    timeout: Duration,
    agent: Agent,
}

/// What it answers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    #[serde(rename = "translatedText")]
    translated: Option<String>,
    error: Option<String>,
}

/// A status, when to come again, and the bytes.
type Came = (u16, Option<Duration>, Vec<u8>);

impl Server {
    pub(super) fn new(address: &str, key: &str, timeout: Duration) -> Result<Self, TranslateError> {
        let refused = || TranslateError::Address { url: address.to_owned() };
        let mut url = Url::parse(address).map_err(|_| refused())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(refused());
        }
        let path = url.path().trim_end_matches('/').to_owned();
        if !path.ends_with("/translate") {
            url.set_path(&format!("{path}/translate"));
        }
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AGENT)
            .accept("application/json")
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(timeout))
            .build();
        Ok(Self { url, key: key.to_owned(), timeout, agent: Agent::new_with_config(config) })
    }

    /// Asks once, on a thread that is left behind where one does not want to wait for it: it holds nothing, and ends
    /// with its time.
    fn ask(&self, body: &str, stopped: &dyn Fn() -> bool) -> Result<Came, TranslateError> {
        let (agent, url, body) = (self.agent.clone(), self.url.clone(), body.to_owned());
        let (give, take) = channel();
        std::thread::spawn(move || {
            // Nobody listens any more where it was stopped.
            let _ = give.send(post(&agent, &url, &body));
        });
        loop {
            match take.recv_timeout(LOOK) {
                Ok(came) => return came.map_err(|error| self.fault(error)),
                Err(RecvTimeoutError::Timeout) if stopped() => return Err(TranslateError::Stopped),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(self.fault(Error::ConnectionFailed));
                }
            }
        }
    }

    fn judge(&self, code: u16, bytes: &[u8]) -> Result<String, TranslateError> {
        let url = || self.url.to_string();
        if bytes.len() > LIMIT {
            return Err(TranslateError::TooLong { by: self.name(), limit: LIMIT });
        }
        let answer = serde_json::from_slice::<Answer>(bytes);
        if code != 200 {
            let said = answer.ok().and_then(|answer| answer.error);
            let said = said.map_or_else(String::new, |said| format!(" ({said})"));
            return Err(TranslateError::Refused { url: url(), code, said, remedy: remedy(code) });
        }
        match answer {
            Ok(Answer { translated: Some(translated), .. }) => Ok(translated),
            Ok(Answer { error: Some(what), .. }) => Err(TranslateError::Broken { url: url(), what }),
            Ok(_) => Err(TranslateError::Broken { url: url(), what: "no 'translatedText'".to_owned() }),
            Err(error) => Err(TranslateError::Broken { url: url(), what: error.to_string() }),
        }
    }

    fn fault(&self, error: Error) -> TranslateError {
        match error {
            Error::Timeout(_) => {
                TranslateError::Slow { by: self.name(), seconds: self.timeout.as_secs().max(1) }
            }
            other => TranslateError::Connection { url: self.url.to_string(), what: other.to_string() },
        }
    }
}

impl Maker for Server {
    fn name(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    fn translate(
        &self,
        text: &str,
        from: Lang,
        to: Lang,
        stopped: &dyn Fn() -> bool,
    ) -> Result<String, TranslateError> {
        let mut body = json!({ "q": text, "source": from.code(), "target": to.code(), "format": "text" });
        if !self.key.is_empty() {
            body["api_key"] = self.key.clone().into();
        }
        let body = body.to_string();
        let (code, wait, bytes) = self.ask(&body, stopped)?;
        if !matches!(code, 429 | 503) {
            return self.judge(code, &bytes);
        }
        let end = Instant::now() + wait.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT);
        while Instant::now() < end {
            if stopped() {
                return Err(TranslateError::Stopped);
            }
            std::thread::sleep(LOOK);
        }
        let (code, _, bytes) = self.ask(&body, stopped)?;
        self.judge(code, &bytes)
    }
}

fn post(agent: &Agent, url: &Url, body: &str) -> Result<Came, Error> {
    let answer = agent.post(url.as_str()).header(header::CONTENT_TYPE, "application/json").send(body)?;
    let (head, body) = answer.into_parts();
    let mut bytes = Vec::new();
    body.into_reader().take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(Error::from)?;
    Ok((head.status.as_u16(), again(&head.headers), bytes))
}

/// How long the server wants to be left alone: `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3).
fn again(headers: &HeaderMap) -> Option<Duration> {
    let said = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = said.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let when = jiff::fmt::rfc2822::parse(said).ok()?.timestamp();
    Some(Duration::try_from(when.duration_since(jiff::Timestamp::now())).unwrap_or_default())
}

const fn remedy(code: u16) -> &'static str {
    match code {
        401 | 403 => "set 'key' under [translate] to one that it gave you",
        300..=399 => {
            "it leads elsewhere, which is not followed: set 'url' under [translate] to the place itself"
        }
        400 => "see whether it knows Arabic and English",
        404 | 405 => "there is no LibreTranslate at this address: check 'url' under [translate]",
        429 | 503 => "it is busy: try again later",
        _ => "the fault is the server's: try again later",
    }
}
