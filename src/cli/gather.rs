//! Documents brought from the network by a few threads, one server at a time for each, read into articles there, and
//! handed to the command that asked in the order in which they come.
//!
//! Nothing is stored here. A thread that waits for a server when the command ends is left behind: it holds nothing.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::archive::Archive;
use crate::article::Article;
use crate::cli::say;
use crate::fetch::{self, Ask, Client, FetchError, Limits, SystemClock};
use crate::ingest::{self, Answer, Failure, Format, IngestError, Piece, Reading};
use crate::tag::Tagger;

/// Servers that are asked at once: waiting for one takes no time of the machine's.
const THREADS: usize = 8;

/// How long is waited before it is looked again whether to stop.
const SLICE: Duration = Duration::from_millis(50);

/// How long those that work are waited for once it is to stop, so that what they have is not lost.
const GRACE: Duration = Duration::from_millis(500);

/// One document to bring.
#[derive(Clone, Debug, Default)]
pub(super) struct Errand {
    pub url: String,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// Whether the pages of a feed's items are read where the feed has only their beginning.
    pub full: bool,
    /// Whether it must be a feed, or a file of records.
    pub records: bool,
}

impl Errand {
    pub(super) fn new(url: &str) -> Self {
        Self { url: url.to_owned(), ..Self::default() }
    }

    fn server(&self) -> String {
        let url = fetch::address(&self.url).ok();
        let server =
            url.and_then(|url| Some(format!("{}:{:?}", url.host_str()?, url.port_or_known_default())));
        server.unwrap_or_default()
    }
}

/// What came of an errand.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The server has the same as before.
    Unchanged,
    /// Articles.
    Came(Box<Came>),
    /// Nothing.
    Failed {
        reason: String,
        /// Until when the server asks to be left alone.
        until: Option<Timestamp>,
        /// Whether it was taken away for good.
        gone: bool,
    },
    /// It was stopped before something came.
    Stopped,
}

/// What came.
#[derive(Debug)]
pub(super) struct Came {
    pub piece: Piece,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// Where it is from now on.
    pub moved: Option<String>,
    /// The document itself, where it is a list of feeds.
    pub list: Option<Answer>,
    /// Pages that are not to be had, of items that stay as the feed has them.
    pub refused: Vec<Failure>,
}

impl Came {
    /// Says which pages were not to be had: the first, and how many more.
    pub(super) fn tell_refused(&self) -> std::io::Result<()> {
        match self.refused.as_slice() {
            [] => Ok(()),
            [only] => say::warn(&format!("the beginning of an article stays alone: {}", only.reason)),
            [first, more @ ..] => {
                let (reason, more) = (&first.reason, more.len());
                say::warn(&format!(
                    "the beginnings of {} articles stay alone: {reason}; so do {more} more",
                    more + 1
                ))
            }
        }
    }
}

/// Those who bring documents.
#[derive(Clone)]
pub(super) struct Crew {
    client: Arc<Client>,
    stop: Arc<AtomicBool>,
    archive: Arc<dyn Archive>,
    how: Arc<Reading>,
}

/// The errands for one server.
type Round = Vec<(usize, Errand)>;

impl Crew {
    /// Some who leave so many seconds between two requests to a server.
    pub(super) fn new(
        pause: Option<f64>,
        stop: &Arc<AtomicBool>,
        archive: &Arc<dyn Archive>,
        how: &Reading,
    ) -> Self {
        let pause = pause.map_or(fetch::PAUSE, Duration::from_secs_f64);
        let limits = Limits { bytes: ingest::SIZE_LIMIT, ..Limits::default() };
        let clock = Arc::new(SystemClock::default());
        let client = Arc::new(Client::new(limits, pause, clock, Arc::clone(stop)));
        Self { client, stop: Arc::clone(stop), archive: Arc::clone(archive), how: Arc::new(how.clone()) }
    }

    /// Brings all of them; `each` is told what came of one after the other.
    ///
    /// # Errors
    /// Those of `each`.
    pub(super) fn gather(
        &self,
        errands: &[Errand],
        mut each: impl FnMut(&Errand, Outcome) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let rounds = Arc::new(Mutex::new(rounds(errands)));
        let (give, outcomes) = channel();
        for _ in 0..THREADS.min(errands.len()) {
            let (crew, rounds, give) = (self.clone(), Arc::clone(&rounds), give.clone());
            let named = std::thread::Builder::new().name("fetch".to_owned());
            named.spawn(move || crew.work(&rounds, &give)).expect("the system gives a program its threads");
        }
        drop(give);
        let mut told = vec![false; errands.len()];
        self.listen(&outcomes, |number, outcome| {
            let Some(errand) = errands.get(number) else { return Ok(()) };
            told[number] = true;
            each(errand, outcome)
        })?;
        for (errand, _) in errands.iter().zip(told).filter(|(_, told)| !told) {
            each(errand, Outcome::Stopped)?;
        }
        Ok(())
    }

    /// Takes outcomes until there are no more, or it was stopped a moment ago.
    fn listen(
        &self,
        outcomes: &Receiver<(usize, Outcome)>,
        mut each: impl FnMut(usize, Outcome) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut stopped: Option<Instant> = None;
        loop {
            match outcomes.recv_timeout(SLICE) {
                Ok((number, outcome)) => each(number, outcome)?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.stop.load(Ordering::Relaxed) && stopped.get_or_insert_with(Instant::now).elapsed() > GRACE
            {
                return Ok(());
            }
        }
    }

    fn work(&self, rounds: &Mutex<VecDeque<Round>>, give: &Sender<(usize, Outcome)>) {
        let mut tagger = Tagger::default();
        loop {
            let round = rounds.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(round) = round else { return };
            for (number, errand) in round {
                if give.send((number, self.bring(&errand, &mut tagger))).is_err() {
                    return;
                }
            }
        }
    }

    fn bring(&self, errand: &Errand, tagger: &mut Tagger) -> Outcome {
        if self.stop.load(Ordering::Relaxed) {
            return Outcome::Stopped;
        }
        let ask =
            Ask { url: &errand.url, etag: errand.etag.as_deref(), modified: errand.modified.as_deref() };
        let document = match self.client.get(&ask) {
            Ok(fetch::Answer::Document(document)) => document,
            Ok(fetch::Answer::Unchanged) => return Outcome::Unchanged,
            Err(error) => return failed(&error),
        };
        let fetch::Document { url, moved, kind, bytes, etag, modified } = document;
        let read = Answer::open(&errand.url, &url, kind.as_deref(), bytes).and_then(|answer| {
            let form = self.how.format.unwrap_or_else(|| answer.form());
            if form == Format::Opml && !errand.records {
                return Ok(Ok((Piece::default(), form, Some(answer))));
            }
            if errand.records && !has_items(form) {
                return Ok(Err(no_feed(&errand.url, form, &answer.feeds())));
            }
            Ok(Ok((answer.read(&self.how, tagger)?, form, None)))
        });
        match read {
            Ok(Ok((mut piece, form, list))) => {
                let refused = match form {
                    Format::Feed => self.complete(&mut piece, errand, tagger),
                    _ => Vec::new(),
                };
                Outcome::Came(Box::new(Came { piece, etag, modified, moved, list, refused }))
            }
            Ok(Err(reason)) => Outcome::Failed { reason, until: None, gone: false },
            Err(error) => Outcome::Failed { reason: error.to_string(), until: None, gone: false },
        }
    }

    /// Puts the whole articles in the place of items that have only their beginning: those that are stored already, and
    /// where it is asked for those of the pages. Gives the pages that are not to be had; those that only failed today
    /// are in the piece.
    fn complete(&self, piece: &mut Piece, errand: &Errand, tagger: &mut Tagger) -> Vec<Failure> {
        let mut refused = Vec::new();
        for item in &mut piece.articles {
            // What cannot be looked up is stored as it came.
            let stored = self.archive.get(&item.id).ok().flatten();
            if let Some(stored) = stored.filter(|stored| ingest::is_whole_of(stored, item)) {
                *item = stored;
                continue;
            }
            let Some(url) = item.url.clone().filter(|_| errand.full && ingest::is_summary(item)) else {
                continue;
            };
            match self.page(&url, &errand.url, tagger) {
                Ok(Some(page)) => {
                    if let Some(whole) = ingest::completed(item, page) {
                        *item = whole;
                    }
                }
                Ok(None) => {}
                Err(PageError::Fetch(FetchError::Stopped)) => break,
                Err(error) => {
                    let alone = matches!(error, PageError::Fetch(FetchError::Busy { .. }));
                    let lasting = matches!(&error, PageError::Fetch(error) if error.is_lasting());
                    let failure = Failure { path: url, reason: error.to_string() };
                    if lasting { &mut refused } else { &mut piece.failed }.push(failure);
                    if alone {
                        break;
                    }
                }
            }
        }
        refused
    }

    /// The article of a page that a feed leads to; none where it leads to something else.
    fn page(&self, url: &str, feed: &str, tagger: &mut Tagger) -> Result<Option<Article>, PageError> {
        let document = self.client.follow(url, feed)?;
        let answer = Answer::open(url, &document.url, document.kind.as_deref(), document.bytes)?;
        if !matches!(answer.form(), Format::Html | Format::Text | Format::Markdown) {
            return Ok(None);
        }
        Ok(answer.read(&Reading::default(), tagger)?.articles.into_iter().next())
    }
}

/// Why a page did not complete an item.
#[derive(Debug, thiserror::Error)]
enum PageError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Read(#[from] IngestError),
}

/// Errands by server, in the order of the first for each.
fn rounds(errands: &[Errand]) -> VecDeque<Round> {
    let mut places = std::collections::HashMap::new();
    let mut rounds: VecDeque<Round> = VecDeque::new();
    for (number, errand) in errands.iter().enumerate() {
        let at = *places.entry(errand.server()).or_insert(rounds.len());
        if at == rounds.len() {
            rounds.push_back(Round::new());
        }
        rounds[at].push((number, errand.clone()));
    }
    rounds
}

fn failed(error: &FetchError) -> Outcome {
    let until = match error {
        FetchError::Stopped => return Outcome::Stopped,
        FetchError::Busy { until, .. } => Some(*until),
        _ => None,
    };
    let gone = matches!(error, FetchError::Status { code: 410, .. });
    Outcome::Failed { reason: error.to_string(), until, gone }
}

/// Whether a document of this form is read again and again for what is new in it.
const fn has_items(form: Format) -> bool {
    matches!(form, Format::Feed | Format::Json | Format::Records | Format::Csv | Format::Trec)
}

fn no_feed(url: &str, form: Format, feeds: &[String]) -> String {
    let remedy = match feeds {
        _ if form == Format::Opml => format!("subscribe to what it lists with 'qari import {url}'"),
        [] => format!("look for its feed, or read it with 'qari import {url}'"),
        feeds => {
            let named: Vec<String> = feeds.iter().map(|feed| format!("'{feed}'")).collect();
            format!("it names {}: subscribe to that with 'qari fetch --add'", named.join(", "))
        }
    };
    format!("'{url}' is no feed (its form is '{}'): {remedy}", form.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_has_one_round() {
        let urls = ["http://a.example/1", "https://a.example/", "http://b.example/", "http://a.example:80/2"];
        let errands: Vec<Errand> = urls.map(Errand::new).into();
        let numbers: Vec<Vec<usize>> =
            rounds(&errands).iter().map(|round| round.iter().map(|(n, _)| *n).collect()).collect();
        assert_eq!(numbers, [vec![0, 3], vec![1], vec![2]]);
    }

    #[test]
    fn what_is_no_feed_says_where_there_is_one() {
        let told = no_feed("http://a.example/", Format::Html, &["http://a.example/rss".into()]);
        assert!(told.contains("'http://a.example/rss'") && told.contains("'html'"), "{told}");
        assert!(no_feed("http://a.example/", Format::Opml, &[]).contains("qari import"));
    }
}
