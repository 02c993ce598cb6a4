//! `qari import`: files and folders into the archive, and the undoing of an import.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use serde::Serialize;

use crate::archive::{Archive, ArchiveError, Cancel, PutSummary};
use crate::article::Article;
use crate::cli::args::Common;
use crate::cli::say::Listing;
use crate::cli::{Done, place, record, say};
use crate::ingest::{self, Failure};
use crate::text::{isolate, isolate_path};

/// Articles stored in one durable commit: few enough that Ctrl-C loses little, enough that the index is not
/// committed all the time.
const BATCH: usize = 1000;

/// Why a value of the front matter stands among what was cut.
const ODD_VALUE: &str = "front-matter";

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

/// Imports files and folders.
pub(super) fn import(common: &Common, paths: &[PathBuf]) -> anyhow::Result<Done> {
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
    let mut waiting: Vec<Article> = Vec::new();
    let mut files = 0;
    for path in ingest::walk(paths) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        match path.and_then(|p| place::read(&p)) {
            Ok(articles) => {
                articles.iter().try_for_each(tell_odd_values)?;
                waiting.extend(articles);
            }
            Err(failure) => summary.fail(&failure),
        }
        files += 1;
        if waiting.len() >= BATCH {
            store(common, archive, &mut waiting, &mut summary)?;
        }
        tell_progress(common, files, summary.stored() + waiting.len())?;
    }
    store(common, archive, &mut waiting, &mut summary)?;
    archive.end_batch(batch)?;
    let pairs = archive.find_pairs(&Cancel::from(Arc::clone(&stop)))?;
    end_progress(common)?;
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

/// Says which declared values of an article were not understood; they are left out, the article is not.
fn tell_odd_values(article: &Article) -> io::Result<()> {
    for cut in article.cut.iter().filter(|cut| cut.reason == ODD_VALUE) {
        say::warn(&format!(
            "'{}': not understood, left out: {}",
            article.provenance.path,
            isolate(&cut.text)
        ))?;
    }
    Ok(())
}

/// One line on the terminal that is written over; nothing where standard error is not one.
fn tell_progress(common: &Common, files: usize, articles: usize) -> anyhow::Result<()> {
    if !common.json && files.is_multiple_of(50) {
        say::progress(&format!("{files} files, {articles} articles; Ctrl-C stops, what is stored stays"))?;
    }
    Ok(())
}

fn end_progress(common: &Common) -> anyhow::Result<()> {
    if !common.json {
        say::progress("")?;
    }
    Ok(())
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
    fn ctrl_c_stops_the_search_for_pairs_too() {
        let stop = Arc::new(AtomicBool::new(false));
        let cancel = Cancel::from(Arc::clone(&stop));
        assert!(!cancel.is_cancelled());
        stop.store(true, Ordering::Relaxed);
        assert!(cancel.is_cancelled());
    }
}
