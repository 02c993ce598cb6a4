//! Articles on their way into the archive: stored in durable commits, counted, and told while they come. What imports,
//! fetches and watches is above; this never reads a file.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::archive::{Archive, ArchiveError, Cancel, PutSummary};
use crate::article::Article;
use crate::cli::args::Common;
use crate::cli::say;
use crate::ingest::{Failure, Piece};
use crate::text::isolate;

/// Articles stored in one durable commit, once they took so long to come: every commit writes segments of the index,
/// each with a dictionary of nearly all words, that have to be merged; and what is not committed is read again after
/// a power cut. Ctrl-C commits what was read.
const BATCH: usize = 1000;
const TOGETHER: Duration = Duration::from_secs(3);

/// Articles stored in one durable commit at most, however fast they come: they fit in 50 MB.
const MOST: usize = 5000;

/// Time between two tellings of how far it is: often enough to be believed, too seldom to cost.
const BETWEEN: Duration = Duration::from_millis(200);

/// Why a value of the front matter stands among what was cut.
const ODD_VALUE: &str = "front-matter";

/// Values that were not understood and are told one by one, at most: more of them have one cause.
const TOLD: usize = 10;

/// How long is waited between two tries while another process imports.
const AGAIN: Duration = Duration::from_millis(200);

/// What an import did.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Summary {
    pub imported: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Of those imported, versions of an article that is there.
    pub linked: usize,
    pub failed: Vec<Failure>,
    /// The import by whose number it is undone; none where there was nothing to store.
    pub batch: Option<i64>,
    /// Feeds that were subscribed to, where lists of them were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscribed: Option<usize>,
}

impl Summary {
    /// What was done, in numbers for people.
    pub(super) fn counts(&self) -> String {
        let Self { imported, updated, unchanged, .. } = self;
        let linked = match self.linked {
            0 => String::new(),
            n => format!(" ({n} of them other versions of a listed article)"),
        };
        format!("{imported} imported{linked}, {updated} updated, {unchanged} unchanged")
    }

    pub(super) fn add(&mut self, put: &PutSummary) {
        self.imported += put.imported;
        self.updated += put.updated;
        self.unchanged += put.unchanged;
        self.linked += put.linked;
    }

    /// Adds what another import did. What could be read now did not fail, whatever it did before.
    pub(super) fn join(&mut self, other: Self, read: &[PathBuf]) {
        self.imported += other.imported;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.linked += other.linked;
        let again = |failure: &Failure| read.iter().any(|path| path.display().to_string() == failure.path);
        self.failed.retain(|failure| !again(failure));
        self.failed.extend(other.failed);
        if other.imported + other.updated > 0 {
            self.batch = other.batch;
        }
    }

    pub(super) fn stored(&self) -> usize {
        self.imported + self.updated + self.unchanged
    }
}

/// What takes articles in for one command.
pub(super) struct Intake<'a> {
    common: &'a Common,
    archive: &'a dyn Archive,
    pub(super) summary: Summary,
    /// Articles that this command stored in batches before.
    pub(super) before: usize,
    waiting: Vec<Article>,
    odd: OddValues,
    pub(super) progress: Progress,
    last: Instant,
}

impl<'a> Intake<'a> {
    /// One into an open batch.
    pub(super) fn new(common: &'a Common, archive: &'a dyn Archive, batch: i64, progress: Progress) -> Self {
        let summary = Summary { batch: Some(batch), ..Summary::default() };
        let (waiting, odd, last) = (Vec::new(), OddValues::default(), Instant::now());
        Self { common, archive, summary, before: 0, waiting, odd, progress, last }
    }

    /// Takes a piece in, stores what has come together, and says how far it is.
    pub(super) fn take(&mut self, piece: Piece) -> anyhow::Result<()> {
        piece.articles.iter().try_for_each(|article| self.odd.tell(article))?;
        self.summary.failed.extend(piece.failed);
        self.waiting.extend(piece.articles);
        if self.waiting.len() >= MOST || self.waiting.len() >= BATCH && self.last.elapsed() >= TOGETHER {
            self.store()?;
            self.last = Instant::now();
        }
        self.progress.tell(piece.bytes, self.summary.stored() + self.waiting.len())
    }

    /// Notes what could not be brought in.
    pub(super) fn fail(&mut self, path: &str, reason: String) {
        self.summary.failed.push(Failure { path: path.to_owned(), reason });
    }

    /// Stores a piece in a commit of its own, and gives what it did.
    pub(super) fn store_piece(&mut self, piece: Piece) -> anyhow::Result<PutSummary> {
        self.store()?;
        piece.articles.iter().try_for_each(|article| self.odd.tell(article))?;
        self.summary.failed.extend(piece.failed);
        self.waiting.extend(piece.articles);
        self.store()
    }

    /// Stores what waits.
    pub(super) fn store(&mut self) -> anyhow::Result<PutSummary> {
        if self.waiting.is_empty() {
            return Ok(PutSummary::default());
        }
        let batch = self.summary.batch.expect("an intake has a batch");
        let put = self.archive.put(batch, &self.waiting)?;
        self.summary.add(&put);
        self.waiting.clear();
        if self.common.json {
            writeln!(
                say::out(),
                "{}",
                serde_json::json!({ "committed": self.before + self.summary.stored() })
            )?;
        }
        Ok(put)
    }

    /// Stores the rest and tells what was odd; the batch stays open.
    pub(super) fn end(&mut self) -> anyhow::Result<()> {
        self.store()?;
        self.odd.tell_rest()?;
        Ok(())
    }
}

/// Begins a batch; while another process has one, it is waited for, and told once. `None` where it was stopped first.
pub(super) fn begin_patiently(archive: &dyn Archive, stop: &Cancel) -> anyhow::Result<Option<i64>> {
    let mut told = false;
    loop {
        match archive.begin_batch(&jiff::Timestamp::now().to_string()) {
            Ok(batch) => return Ok(Some(batch)),
            Err(ArchiveError::Locked { .. }) if stop.is_cancelled() => return Ok(None),
            Err(ArchiveError::Locked { path }) => {
                if !std::mem::replace(&mut told, true) {
                    say::warn(&format!(
                        "archive '{path}' is being written by another process: waiting for it"
                    ))?;
                }
                std::thread::sleep(AGAIN);
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Declared values that were not understood; they are left out, the article is not.
#[derive(Default)]
struct OddValues {
    found: usize,
}

impl OddValues {
    /// Says which values of an article were not understood; a file full of them is told by its first ones.
    fn tell(&mut self, article: &Article) -> io::Result<()> {
        for cut in article.cut.iter().filter(|cut| cut.reason == ODD_VALUE) {
            self.found += 1;
            if self.found <= TOLD {
                let path = &article.provenance.path;
                say::warn(&format!("'{path}': not understood, left out: {}", isolate(&cut.text)))?;
            }
        }
        Ok(())
    }

    fn tell_rest(&self) -> io::Result<()> {
        match self.found.saturating_sub(TOLD) {
            0 => Ok(()),
            more => say::warn(&format!("{more} more values were not understood, and left out")),
        }
    }
}

/// One line on the terminal that is written over; nothing where standard error is not one.
pub(super) struct Progress {
    shown: bool,
    began: Instant,
    told: Option<Instant>,
    bytes: u64,
    total: u64,
}

impl Progress {
    pub(super) fn begin(common: &Common, total: impl FnOnce() -> u64) -> Self {
        let shown = !common.json && io::stderr().is_terminal();
        let total = if shown { total() } else { 0 };
        Self { shown, began: Instant::now(), told: None, bytes: 0, total }
    }

    /// Takes in so many more bytes, and says how far it is from time to time.
    pub(super) fn tell(&mut self, bytes: u64, articles: usize) -> anyhow::Result<()> {
        self.bytes += bytes;
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < BETWEEN) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        let line = far(self.began.elapsed(), self.bytes, self.total, articles);
        say::progress(&format!("{line}; Ctrl-C stops, what is stored stays"))?;
        Ok(())
    }

    /// Says how many feeds were asked.
    pub(super) fn tell_feeds(&mut self, done: usize, total: usize) -> anyhow::Result<()> {
        if self.shown && done < total {
            say::progress(&format!("{done} of {total} feeds; Ctrl-C stops, what is stored stays"))?;
        }
        Ok(())
    }

    /// Says from time to time how many of the articles were looked at for translations.
    pub(super) fn tell_looked(&mut self, elapsed: Duration, done: usize, total: usize) -> anyhow::Result<()> {
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < BETWEEN) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        let line = far(elapsed, done as u64, total as u64, done);
        say::progress(&format!("looking for translations: {line}; Ctrl-C stops, what is found stays"))?;
        Ok(())
    }

    pub(super) fn end(&self) -> anyhow::Result<()> {
        if self.shown {
            say::progress("")?;
        }
        Ok(())
    }
}

/// How far an import is, how fast, and when it will end, once there is something to judge by.
fn far(elapsed: Duration, bytes: u64, total: u64, articles: usize) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 1.0 || bytes == 0 {
        return format!("{articles} articles");
    }
    let rate = articles as f64 / seconds;
    let left = (total.saturating_sub(bytes) as f64 / bytes as f64 * seconds).round() as u64;
    let percent = (bytes.min(total) * 100).checked_div(total).unwrap_or(100);
    format!("{articles} articles, {rate:.0} a second, {percent} %, {}:{:02} left", left / 60, left % 60)
}

/// A number with its word.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_rate_and_end_once_there_is_something_to_judge_by() {
        assert_eq!(far(Duration::from_millis(300), 10, 100, 7), "7 articles");
        assert_eq!(far(Duration::from_secs(10), 25, 100, 300), "300 articles, 30 a second, 25 %, 0:30 left");
        // A file that grew meanwhile, or whose size is not known.
        assert_eq!(far(Duration::from_secs(2), 9, 0, 4), "4 articles, 2 a second, 100 %, 0:00 left");
    }
}
