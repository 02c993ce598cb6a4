//! `qari import`: files, folders and addresses of the web into the archive, and the undoing of an import.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::Context;

use crate::archive::{Archive, ArchiveError, Cancel};
use crate::cli::args::{Common, Import};
use crate::cli::gather::{self, Came, Errand, Outcome};
use crate::cli::intake::{Intake, Progress, Summary, count};
use crate::cli::say::Listing;
use crate::cli::{Done, UsageError, place, record, say, subscriptions};
use crate::fetch;
use crate::ingest::opml::{self, Subscriptions};
use crate::ingest::{self, Failure, Format, Reading};
use crate::text::isolate_path;

/// How the files are to be read, as the arguments say.
pub(super) fn reading(mapping: &[String], format: Option<&str>) -> anyhow::Result<Reading> {
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

/// What is to be brought in, sorted by how.
#[derive(Default)]
struct Wanted {
    files: Vec<PathBuf>,
    lists: Vec<PathBuf>,
    addresses: Vec<String>,
}

impl Wanted {
    fn of(paths: &[PathBuf], format: Option<Format>) -> anyhow::Result<Self> {
        let mut wanted = Self::default();
        for path in paths {
            match path.to_str().filter(|word| fetch::is_address(word)) {
                Some(word) => {
                    let url = fetch::address(word).map_err(|error| UsageError(error.to_string()))?;
                    wanted.addresses.push(url.into());
                }
                None if format.map_or_else(|| opml::is_opml(path), |format| format == Format::Opml) => {
                    wanted.lists.push(path.clone());
                }
                None => wanted.files.push(path.clone()),
            }
        }
        Ok(wanted)
    }
}

/// Listens for Ctrl-C: what was read is stored then. A second one ends the program at once: a pipe into which nobody
/// writes would be waited for without end.
pub(super) fn listen() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register_conditional_default(signal_hook::consts::SIGINT, Arc::clone(&stop))
        .context("cannot listen for Ctrl-C")?;
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stop))
        .context("cannot listen for Ctrl-C")?;
    Ok(stop)
}

/// Takes in first what the index is behind by, so that Ctrl-C ends that too.
pub(super) fn catch_up(archive: &dyn Archive, stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    match archive.catch_up(&Cancel::from(Arc::clone(stop)), &mut |_, _| {}) {
        Ok(()) | Err(ArchiveError::Cancelled) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Imports files, folders and addresses.
pub(super) fn import(common: &Common, asked: &Import) -> anyhow::Result<Done> {
    let how = reading(&asked.mapping, asked.format.as_deref())?;
    let wanted = Wanted::of(&asked.paths, how.format)?;
    let opened = place::create(common)?;
    let archive = opened.archive.as_ref();
    let stop = listen()?;
    catch_up(archive, &stop)?;
    let batch = archive.begin_batch(&jiff::Timestamp::now().to_string())?;
    let progress = Progress::begin(common, || ingest::total_bytes(&wanted.files));
    let mut intake = Intake::new(common, archive, batch, progress);
    for list in &wanted.lists {
        match opml::read(list) {
            Ok(found) => {
                subscribe(archive, &mut intake.summary, &list.display().to_string(), found, asked.full)?;
            }
            Err(error) => intake.fail(&list.display().to_string(), error.to_string()),
        }
    }
    ingest::read_all(&wanted.files, &how, &stop, |piece| intake.take(piece))?;
    if !wanted.addresses.is_empty() {
        let errands = wanted.addresses.iter().map(|url| Errand { full: asked.full, ..Errand::new(url) });
        let crew = gather::Crew::new(asked.pause, &stop, &opened.archive, &how);
        crew.gather(&errands.collect::<Vec<_>>(), |errand, outcome| {
            bring(archive, &mut intake, errand, outcome)
        })?;
    }
    intake.end()?;
    archive.end_batch(batch)?;
    let Intake { summary, mut progress, .. } = intake;
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "stored": summary.stored() }))?;
    }
    let pairs = find_pairs(archive, &stop, &mut progress)?;
    let stopped = stop.load(Ordering::Relaxed);
    tell(common, &summary, pairs, &opened.name, stopped)?;
    let done = summary.stored() + summary.subscribed.unwrap_or_default();
    Ok(ended(done, summary.failed.is_empty() && !stopped))
}

/// How a command ended that stored so many articles.
pub(super) const fn ended(stored: usize, whole: bool) -> Done {
    match (stored, whole) {
        (_, true) => Done::Fully,
        (0, false) => Done::Failed,
        (_, false) => Done::Partly,
    }
}

/// Looks for the translations among what came in.
pub(super) fn find_pairs(
    archive: &dyn Archive,
    stop: &Arc<AtomicBool>,
    progress: &mut Progress,
) -> anyhow::Result<usize> {
    let began = Instant::now();
    let pairs = archive.find_pairs(&Cancel::from(Arc::clone(stop)), &mut |done, total| {
        // A terminal that is gone is told by the summary.
        let _ = progress.tell_looked(began.elapsed(), done, total);
    })?;
    progress.end()?;
    Ok(pairs)
}

/// Takes in what came from an address.
fn bring(
    archive: &dyn Archive,
    intake: &mut Intake<'_>,
    errand: &Errand,
    outcome: Outcome,
) -> anyhow::Result<()> {
    match outcome {
        Outcome::Came(came) => {
            came.tell_refused()?;
            take_in(archive, intake, errand, *came)
        }
        Outcome::Failed { reason, .. } => {
            intake.fail(&errand.url, reason);
            Ok(())
        }
        Outcome::Unchanged | Outcome::Stopped => Ok(()),
    }
}

/// Takes in articles, or the feeds of a list.
fn take_in(
    archive: &dyn Archive,
    intake: &mut Intake<'_>,
    errand: &Errand,
    came: Came,
) -> anyhow::Result<()> {
    match came.list.map(|list| list.subscriptions()) {
        None => intake.take(came.piece),
        Some(Ok(found)) => subscribe(archive, &mut intake.summary, &errand.url, found, errand.full),
        Some(Err(error)) => {
            intake.fail(&errand.url, error.to_string());
            Ok(())
        }
    }
}

/// Subscribes to the feeds of a list.
fn subscribe(
    archive: &dyn Archive,
    summary: &mut Summary,
    path: &str,
    found: Subscriptions,
    full: bool,
) -> anyhow::Result<()> {
    let (added, whole) = subscriptions::take_list(archive, path, found, full)?;
    *summary.subscribed.get_or_insert(0) += added;
    if !whole {
        let reason = "some of its feeds were left out, as was told: the others are subscribed to".to_owned();
        summary.failed.push(Failure { path: path.to_owned(), reason });
    }
    Ok(())
}

fn tell(common: &Common, summary: &Summary, pairs: usize, name: &str, stopped: bool) -> anyhow::Result<()> {
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", record::line(summary)?)?;
        return Ok(());
    }
    let Summary { imported, updated, batch, .. } = summary;
    let pairs = count(pairs, "pair found", "pairs found");
    let done = format!("{}; {pairs}, in ", summary.counts());
    Listing::new().line(&mut out, &(done + &isolate_path(name)))?;
    if let Some(batch) = batch.filter(|_| *imported + *updated > 0) {
        writeln!(out, "undo with: qari import --undo {batch}")?;
    }
    if let Some(subscribed) = summary.subscribed {
        let feeds = count(subscribed, "new feed", "new feeds");
        writeln!(out, "subscribed to {feeds}: 'qari fetch' brings what is in them")?;
    }
    for failure in &summary.failed {
        say::warn(&format!("not imported: '{}': {}", failure.path, failure.reason))?;
    }
    if stopped {
        say::warn("stopped on request; import again to go on")?;
    }
    Ok(())
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
