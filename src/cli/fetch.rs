//! `qari fetch`: the feeds that are subscribed to, and what is new in them.
//!
//! Only this asks servers for feeds, and only when it is run: nothing is fetched in the background.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::archive::feeds::{self, Edit, Feed};
use crate::archive::{Archive, Cancel, PutSummary};
use crate::article::Article;
use crate::cli::args::{Common, Fetch};
use crate::cli::gather::{Came, Crew, Errand, Outcome};
use crate::cli::import::{catch_up, ended, find_pairs, listen};
use crate::cli::intake::{Intake, Progress, Summary, begin_patiently, count};
use crate::cli::say::{self, Listing};
use crate::cli::{Done, UsageError, place, record, subscriptions};
use crate::ingest::{Failure, Reading};
use crate::text::{isolate, isolate_path};

/// How long at most what is known of feeds waits to be kept: the whole list is written each time.
const KEEP: Duration = Duration::from_secs(1);

/// What came of one feed, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Record<'a> {
    url: &'a str,
    title: &'a str,
    /// `fetched`, `not-modified`, `waiting`, `gone`, `failed` or `stopped`.
    status: &'static str,
    imported: usize,
    updated: usize,
    unchanged: usize,
    error: Option<&'a str>,
}

/// Carries `qari fetch` out.
pub(super) fn fetch(common: &Common, asked: &Fetch) -> anyhow::Result<Done> {
    if !asked.add.is_empty() {
        return subscriptions::add(common, asked);
    }
    if let Some(list) = &asked.opml {
        return subscriptions::add_list(common, list, asked.full);
    }
    if !asked.remove.is_empty() {
        return subscriptions::remove(common, &asked.remove);
    }
    if asked.list {
        return subscriptions::list(common);
    }
    if let Some(file) = &asked.export_opml {
        return subscriptions::export(common, (file != Path::new("-")).then_some(file));
    }
    bring(common, asked)
}

/// Brings what is new.
fn bring(common: &Common, asked: &Fetch) -> anyhow::Result<Done> {
    let known = subscriptions::known(common)?;
    let wanted =
        if asked.feeds.is_empty() { known.clone() } else { subscriptions::named(&known, &asked.feeds)? };
    if known.is_empty() {
        say::note("no feed is subscribed to: 'qari fetch --add URL' subscribes to one")?;
        if common.json {
            writeln!(say::out(), "{}", record::line(&Summary::default())?)?;
        }
        return Ok(Done::Fully);
    }
    let opened = place::create(common)?;
    let stop = listen()?;
    catch_up(opened.archive.as_ref(), &stop)?;
    let now = jiff::Timestamp::now().to_string();
    let mut run = Run::new(common, opened.archive.as_ref(), &stop, wanted.len());
    let (due, waiting): (Vec<Feed>, Vec<Feed>) =
        wanted.into_iter().partition(|feed| feed.is_due(&now) || (feed.gone && !asked.feeds.is_empty()));
    for feed in &waiting {
        let status = if feed.gone { "gone" } else { "waiting" };
        run.tell(feed, status, &PutSummary::default(), feed.error.as_deref())?;
    }
    let errands = due.iter().map(|feed| Errand {
        url: feed.url.clone(),
        etag: feed.etag.clone().filter(|_| !asked.again),
        modified: feed.modified.clone().filter(|_| !asked.again),
        full: feed.full || asked.full,
        records: true,
    });
    let crew = Crew::new(asked.pause, &stop, &opened.archive, &Reading::default());
    crew.gather(&errands.collect::<Vec<_>>(), |errand, outcome| {
        let feed = due.iter().find(|feed| feed.url == errand.url);
        feed.map_or(Ok(()), |feed| run.take(feed.clone(), outcome))
    })?;
    let (summary, mut progress) = run.end()?;
    let pairs = find_pairs(opened.archive.as_ref(), &stop, &mut progress)?;
    let stopped = stop.load(Ordering::Relaxed);
    conclude(common, &summary, pairs, &opened.name, stopped)?;
    let answered = summary.answered;
    Ok(ended(answered, summary.told.failed.is_empty() && !stopped))
}

/// What a run did.
struct Ended {
    told: Summary,
    /// Feeds that answered.
    answered: usize,
}

/// One run over feeds. The importers' lock is held from the first article that is stored on.
struct Run<'a> {
    common: &'a Common,
    archive: &'a dyn Archive,
    stop: &'a Arc<AtomicBool>,
    intake: Option<Intake<'a>>,
    ended: Ended,
    /// How feeds stand that were not kept yet, by the address that each had.
    known: Vec<(String, Feed)>,
    kept: Instant,
    progress: Progress,
    feeds: usize,
    done: usize,
    listing: Listing,
}

impl<'a> Run<'a> {
    fn new(common: &'a Common, archive: &'a dyn Archive, stop: &'a Arc<AtomicBool>, feeds: usize) -> Self {
        Self {
            common,
            archive,
            stop,
            intake: None,
            ended: Ended { told: Summary::default(), answered: 0 },
            known: Vec::new(),
            kept: Instant::now(),
            progress: Progress::begin(common, || feeds as u64),
            feeds,
            done: 0,
            listing: Listing::new(),
        }
    }

    /// Stores what came of a feed, and tells it.
    fn take(&mut self, feed: Feed, outcome: Outcome) -> anyhow::Result<()> {
        let now = jiff::Timestamp::now().to_string();
        let url = feed.url.clone();
        match outcome {
            Outcome::Stopped => return self.tell(&feed, "stopped", &PutSummary::default(), None),
            Outcome::Unchanged => {
                self.ended.answered += 1;
                let feed = Feed { fetched: Some(now), error: None, until: None, gone: false, ..feed };
                self.tell(&feed, "not-modified", &PutSummary::default(), None)?;
                self.known.push((url, feed));
            }
            Outcome::Failed { reason, until, gone } => {
                let until = until.map(|until| until.to_string());
                let status = if gone { "gone" } else { "failed" };
                self.tell(&feed, status, &PutSummary::default(), Some(&reason))?;
                self.ended.told.failed.push(Failure { path: url.clone(), reason: reason.clone() });
                self.known.push((url, Feed { error: Some(reason), until, gone, ..feed }));
            }
            Outcome::Came(came) => {
                let Some((feed, put)) = self.store(feed.clone(), *came, now)? else {
                    return self.tell(&feed, "stopped", &PutSummary::default(), None);
                };
                self.ended.answered += 1;
                self.tell(&feed, "fetched", &put, feed.error.as_deref())?;
                self.known.push((url, feed));
            }
        }
        if self.kept.elapsed() > KEEP { self.keep() } else { Ok(()) }
    }

    /// Stores the articles of a feed, and gives how it stands then; `None` where it was stopped first.
    fn store(&mut self, feed: Feed, came: Came, now: String) -> anyhow::Result<Option<(Feed, PutSummary)>> {
        came.tell_refused()?;
        let Came { piece, etag, modified, moved, .. } = came;
        let own = piece.articles.first().and_then(|article: &Article| article.source.clone());
        let (failed, whole) = (piece.failed.clone(), piece.failed.is_empty());
        let mut put = PutSummary::default();
        if piece.articles.is_empty() {
            self.ended.told.failed.extend(failed.clone());
        } else {
            if self.intake.is_none() {
                let stop = Cancel::from(Arc::clone(self.stop));
                let Some(batch) = begin_patiently(self.archive, &stop)? else { return Ok(None) };
                let progress = Progress::begin(self.common, || 0);
                self.intake = Some(Intake::new(self.common, self.archive, batch, progress));
            }
            let intake = self.intake.as_mut().expect("it was opened a moment ago");
            put = intake.store_piece(piece)?;
        }
        if let Some(to) = &moved {
            say::warn(&format!(
                "'{}' has moved for good to '{to}', and is asked for there from now on",
                feed.url
            ))?;
        }
        let title = if feed.title.is_empty() { own.unwrap_or_default() } else { feed.title };
        let feed = Feed {
            url: moved.unwrap_or(feed.url),
            title,
            // What was not read whole is asked for again.
            etag: etag.filter(|_| whole),
            modified: modified.filter(|_| whole),
            fetched: Some(now),
            error: failed.first().map(|failure| failure.reason.clone()),
            until: None,
            gone: false,
            count: feed.count + put.imported,
            full: feed.full,
        };
        Ok(Some((feed, put)))
    }

    /// Says what came of a feed.
    fn tell(
        &mut self,
        feed: &Feed,
        status: &'static str,
        put: &PutSummary,
        error: Option<&str>,
    ) -> anyhow::Result<()> {
        self.done += 1;
        let PutSummary { imported, updated, unchanged, .. } = *put;
        if self.common.json {
            let record =
                Record { url: &feed.url, title: &feed.title, status, imported, updated, unchanged, error };
            writeln!(say::out(), "{}", record::line(&record)?)?;
            return Ok(());
        }
        self.progress.end()?;
        let said = match status {
            "fetched" => format!("{imported} new, {updated} changed"),
            "not-modified" => "nothing new".to_owned(),
            "waiting" => format!("waits until {}", feed.until.as_deref().unwrap_or_default()),
            other => other.to_owned(),
        };
        let line = format!("{said:>22}  {}", isolate(feed.name()));
        self.listing.line(&mut say::out(), &line)?;
        self.progress.tell_feeds(self.done, self.feeds)
    }

    /// Keeps how the feeds stand.
    fn keep(&mut self) -> anyhow::Result<()> {
        let known = std::mem::take(&mut self.known);
        if !known.is_empty() {
            feeds::edit(self.archive, &Edit::Know(known))?;
        }
        self.kept = Instant::now();
        Ok(())
    }

    fn end(mut self) -> anyhow::Result<(Ended, Progress)> {
        self.keep()?;
        let mut ended = self.ended;
        if let Some(mut intake) = self.intake {
            intake.end()?;
            let told = std::mem::take(&mut intake.summary);
            self.archive.end_batch(told.batch.expect("an intake has a batch"))?;
            let failed = ended.told.failed.into_iter().chain(told.failed.clone()).collect();
            ended.told = Summary { failed, ..told };
        }
        Ok((ended, self.progress))
    }
}

fn conclude(common: &Common, ended: &Ended, pairs: usize, name: &str, stopped: bool) -> anyhow::Result<()> {
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", record::line(&ended.told)?)?;
        return Ok(());
    }
    let Summary { imported, updated, batch, failed, .. } = &ended.told;
    let pairs = count(pairs, "pair found", "pairs found");
    let done = format!("{}; {pairs}, in ", ended.told.counts());
    Listing::new().line(&mut out, &(done + &isolate_path(name)))?;
    if let Some(batch) = batch.filter(|_| imported + updated > 0) {
        writeln!(out, "undo with: qari import --undo {batch}")?;
    }
    for failure in failed {
        say::warn(&format!("not fetched: {}", failure.reason))?;
    }
    if stopped {
        say::warn("stopped on request; what came is stored")?;
    }
    Ok(())
}

/// A usage error in words.
pub(super) fn usage(why: impl Into<String>) -> anyhow::Error {
    UsageError(why.into()).into()
}
