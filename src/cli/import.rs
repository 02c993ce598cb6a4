//! `qari import`: files and folders into the archive, and the undoing of an import.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Serialize;

use crate::archive::{Archive, ArchiveError, Cancel, PutSummary};
use crate::article::Article;
use crate::cli::args::Common;
use crate::cli::say::Listing;
use crate::cli::{Done, UsageError, place, record, say};
use crate::ingest::{self, Failure, Format, Reading};
use crate::text::{isolate, isolate_path};

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

/// What an import did.
#[derive(Debug, Default, Serialize)]
struct Summary {
    imported: usize,
    updated: usize,
    unchanged: usize,
    failed: Vec<Failure>,
    batch: i64,
}

impl Summary {
    fn add(&mut self, put: &PutSummary) {
        self.imported += put.imported;
        self.updated += put.updated;
        self.unchanged += put.unchanged;
    }

    fn stored(&self) -> usize {
        self.imported + self.updated + self.unchanged
    }

    fn fail(&mut self, failure: &Failure) {
        self.failed.push(failure.clone());
    }
}

/// How the files are to be read, as the arguments say.
fn reading(mapping: &[String], format: Option<&str>) -> anyhow::Result<Reading> {
    let mut how = Reading::default();
    for pair in mapping {
        how.mapping.add(pair).map_err(|error| UsageError(error.to_string()))?;
    }
    if let Some(name) = format {
        let known: Vec<&str> = Format::names().collect();
        let unknown =
            || UsageError(format!("'{name}' is no form of files: it is one of {}", known.join(", ")));
        how.format = Some(Format::of_name(name).ok_or_else(unknown)?);
    }
    Ok(how)
}

/// Imports files and folders.
pub(super) fn import(
    common: &Common,
    paths: &[PathBuf],
    mapping: &[String],
    format: Option<&str>,
) -> anyhow::Result<Done> {
    let how = reading(mapping, format)?;
    let opened = place::create(common)?;
    let archive = opened.archive.as_ref();
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stop))
        .context("cannot listen for Ctrl-C")?;
    // What the index is behind by is taken in first, so that Ctrl-C ends that too.
    match archive.catch_up(&Cancel::from(Arc::clone(&stop)), &mut |_, _| {}) {
        Ok(()) | Err(ArchiveError::Cancelled) => {}
        Err(error) => return Err(error.into()),
    }
    let batch = archive.begin_batch(&jiff::Timestamp::now().to_string())?;
    let mut summary = Summary { batch, ..Summary::default() };
    let (mut waiting, mut odd): (Vec<Article>, _) = (Vec::new(), OddValues::default());
    let mut progress = Progress::begin(common, paths);
    let mut last = Instant::now();
    ingest::read_all(paths, &how, &stop, |piece| -> anyhow::Result<()> {
        piece.articles.iter().try_for_each(|article| odd.tell(article))?;
        piece.failed.iter().for_each(|failure| summary.fail(failure));
        waiting.extend(piece.articles);
        if waiting.len() >= MOST || waiting.len() >= BATCH && last.elapsed() >= TOGETHER {
            store(common, archive, &mut waiting, &mut summary)?;
            last = Instant::now();
        }
        progress.tell(piece.bytes, summary.stored() + waiting.len())
    })?;
    store(common, archive, &mut waiting, &mut summary)?;
    odd.tell_rest()?;
    archive.end_batch(batch)?;
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "stored": summary.stored() }))?;
    }
    let began = Instant::now();
    let pairs = archive.find_pairs(&Cancel::from(Arc::clone(&stop)), &mut |done, total| {
        // A terminal that is gone is told by the summary.
        let _ = progress.tell_looked(began.elapsed(), done, total);
    })?;
    progress.end()?;
    let stopped = stop.load(Ordering::Relaxed);
    tell(common, &summary, pairs, &opened.name, stopped)?;
    Ok(match (summary.stored(), summary.failed.is_empty() && !stopped) {
        (_, true) => Done::Fully,
        (0, false) => Done::Failed,
        (_, false) => Done::Partly,
    })
}

fn store(
    common: &Common,
    archive: &dyn Archive,
    waiting: &mut Vec<Article>,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    if waiting.is_empty() {
        return Ok(());
    }
    summary.add(&archive.put(summary.batch, waiting)?);
    waiting.clear();
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "committed": summary.stored() }))?;
    }
    Ok(())
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
struct Progress {
    shown: bool,
    began: Instant,
    told: Option<Instant>,
    bytes: u64,
    total: u64,
}

impl Progress {
    fn begin(common: &Common, paths: &[PathBuf]) -> Self {
        let shown = !common.json && io::stderr().is_terminal();
        let total = if shown { ingest::total_bytes(paths) } else { 0 };
        Self { shown, began: Instant::now(), told: None, bytes: 0, total }
    }

    /// Takes in so many more bytes, and says how far it is from time to time.
    fn tell(&mut self, bytes: u64, articles: usize) -> anyhow::Result<()> {
        self.bytes += bytes;
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < BETWEEN) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        let line = far(self.began.elapsed(), self.bytes, self.total, articles);
        say::progress(&format!("{line}; Ctrl-C stops, what is stored stays"))?;
        Ok(())
    }

    /// Says from time to time how many of the articles were looked at for translations.
    fn tell_looked(&mut self, elapsed: Duration, done: usize, total: usize) -> anyhow::Result<()> {
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < BETWEEN) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        let line = far(elapsed, done as u64, total as u64, done);
        say::progress(&format!("looking for translations: {line}; Ctrl-C stops, what is found stays"))?;
        Ok(())
    }

    fn end(&self) -> anyhow::Result<()> {
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

fn tell(common: &Common, summary: &Summary, pairs: usize, name: &str, stopped: bool) -> anyhow::Result<()> {
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", record::line(summary)?)?;
        return Ok(());
    }
    let Summary { imported, updated, unchanged, batch, .. } = summary;
    let pairs = count(pairs, "pair found", "pairs found");
    let done = format!("{imported} imported, {updated} updated, {unchanged} unchanged; {pairs}, in ");
    Listing::new().line(&mut out, &(done + &isolate_path(name)))?;
    if *imported + *updated > 0 {
        writeln!(out, "undo with: qari import --undo {batch}")?;
    }
    for failure in &summary.failed {
        say::warn(&format!("not imported: '{}': {}", failure.path, failure.reason))?;
    }
    if stopped {
        say::warn("stopped on request; import again to go on")?;
    }
    Ok(())
}

/// A number with its word.
fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Undoes an import.
pub(super) fn undo(common: &Common, batch: i64) -> anyhow::Result<Done> {
    let opened = place::open_to_remove(common)?;
    let known = opened.archive.info()?.batches;
    if !known.iter().any(|(id, ..)| *id == batch) {
        let ids: Vec<String> = known.iter().map(|(id, ..)| id.to_string()).collect();
        let there = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
        anyhow::bail!("there is no import {batch} to undo: there is {there}");
    }
    let undone = opened.archive.undo_batch(batch)?;
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "undone": undone, "batch": batch }))?;
    } else {
        writeln!(say::out(), "import {batch} undone: {undone} articles are as before")?;
    }
    Ok(Done::Fully)
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

    #[test]
    fn ctrl_c_stops_the_search_for_pairs_too() {
        let stop = Arc::new(AtomicBool::new(false));
        let cancel = Cancel::from(Arc::clone(&stop));
        assert!(!cancel.is_cancelled());
        stop.store(true, Ordering::Relaxed);
        assert!(cancel.is_cancelled());
    }
}
