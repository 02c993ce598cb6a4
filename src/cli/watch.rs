//! `qari import --watch`: what is in some folders, and then what appears or changes in them, until Ctrl-C.
//!
//! The archive is held only while something is stored, so that others may import and a reader beside sees what came.
//! What is removed from a folder stays in the archive.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::archive::{Archive, Cancel};
use crate::cli::args::{Common, Import};
use crate::cli::import::{catch_up, ended, find_pairs, listen, reading};
use crate::cli::intake::{Intake, Progress, Summary, begin_patiently, count};
use crate::cli::say::{self, Listing};
use crate::cli::{Done, UsageError, place, record};
use crate::fetch;
use crate::ingest::{self, Reading};
use crate::text::isolate_path;

mod settle;

use settle::{QUIET, Settling, Stamp};

/// How often it is looked whether files have settled, and whether to stop.
const TICK: Duration = Duration::from_millis(100);

/// Imports folders and watches them.
pub(super) fn watch(common: &Common, asked: &Import) -> anyhow::Result<Done> {
    let how = reading(&asked.mapping, asked.format.as_deref())?;
    let folders = folders(&asked.paths)?;
    let opened = place::create(common)?;
    let stop = listen()?;
    catch_up(opened.archive.as_ref(), &stop)?;
    // It is watched before it is read: what comes meanwhile is read after it.
    let (tell, events) = channel();
    let mut watcher =
        notify::recommended_watcher(tell).context("this system tells nobody of changed files")?;
    for folder in &folders {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| refusal(folder, error))?;
    }
    let mut watch =
        Watch { common, archive: opened.archive.as_ref(), how, folders, stop, told: Summary::default() };
    watch.import(&watch.folders.clone())?;
    if !common.json {
        let name = isolate_path(&opened.name);
        let line = format!("watching, for {name}; Ctrl-C ends it");
        say::note(&line)?;
    }
    watch.follow(&events)?;
    watch.conclude(&opened.name)?;
    Ok(ended(watch.told.stored().max(1), watch.told.failed.is_empty()))
}

/// The folders, as the system names them.
fn folders(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let one = |path: &PathBuf| {
        let name = path.display();
        if path.as_os_str() == ingest::STDIN || path.to_str().is_some_and(fetch::is_address) {
            return Err(UsageError(format!("'{name}' cannot be watched: name a folder")).into());
        }
        let whole =
            path.canonicalize().with_context(|| format!("'{name}' cannot be watched: check the path"))?;
        if whole.is_dir() {
            Ok(whole)
        } else {
            Err(UsageError(format!("'{name}' is a file, and folders are watched: name its folder")).into())
        }
    };
    let found: BTreeSet<PathBuf> = paths.iter().map(one).collect::<anyhow::Result<_>>()?;
    Ok(found.into_iter().collect())
}

/// Why a folder cannot be watched, with the remedy.
fn refusal(folder: &Path, error: notify::Error) -> anyhow::Error {
    let name = folder.display();
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => anyhow::anyhow!(
            "'{name}' has more folders than the system watches: raise fs.inotify.max_user_watches, or watch fewer"
        ),
        _ => anyhow::Error::new(error).context(format!("'{name}' cannot be watched")),
    }
}

struct Watch<'a> {
    common: &'a Common,
    archive: &'a dyn Archive,
    how: Reading,
    folders: Vec<PathBuf>,
    stop: Arc<AtomicBool>,
    told: Summary,
}

impl Watch<'_> {
    /// Takes in what changes, until it is stopped.
    fn follow(&mut self, events: &Receiver<notify::Result<Event>>) -> anyhow::Result<()> {
        let (began, mut waiting) = (Instant::now(), Settling::default());
        while !self.stop.load(Ordering::Relaxed) {
            match events.recv_timeout(TICK) {
                Ok(event) => {
                    let now = began.elapsed();
                    self.changed(event)?.into_iter().for_each(|path| waiting.note(path, now));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the system stopped telling of changes"),
            }
            // Files that come without a pause are taken in as they settle, whatever else comes.
            let settled =
                if waiting.is_empty() { Vec::new() } else { waiting.settled(began.elapsed(), stamp) };
            if !settled.is_empty() {
                self.import(&settled)?;
            }
        }
        Ok(())
    }

    /// The files that an event speaks of.
    fn changed(&self, event: notify::Result<Event>) -> anyhow::Result<Vec<PathBuf>> {
        let event = match event {
            Ok(event) if event.need_rescan() => return Ok(self.all(&self.folders)),
            Ok(event) => event,
            Err(error) => {
                say::warn(&format!("a change was not told ({error}): the folders are looked through"))?;
                return Ok(self.all(&self.folders));
            }
        };
        Ok(if is_change(event.kind) { self.all(&event.paths) } else { Vec::new() })
    }

    /// The files among these, and those in the folders among these, that an import takes in.
    fn all(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let taken = |path: &PathBuf| self.folders.iter().any(|root| ingest::takes(root, path));
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(|path| path.is_dir());
        // A folder that was moved in is told by its own name only.
        files.into_iter().chain(ingest::walk(&folders).flatten()).filter(taken).collect()
    }

    /// Imports paths in a batch of their own, and looks for the translations among them.
    fn import(&mut self, paths: &[PathBuf]) -> anyhow::Result<()> {
        let Some(batch) = begin_patiently(self.archive, &Cancel::from(Arc::clone(&self.stop)))? else {
            return Ok(());
        };
        let progress = Progress::begin(self.common, || ingest::total_bytes(paths));
        let mut intake = Intake::new(self.common, self.archive, batch, progress);
        intake.before = self.told.stored();
        ingest::read_all(paths, &self.how, &self.stop, |piece| intake.take(piece))?;
        intake.end()?;
        self.archive.end_batch(batch)?;
        let Intake { summary, mut progress, .. } = intake;
        let pairs = find_pairs(self.archive, &self.stop, &mut progress)?;
        self.tell(&summary, pairs)?;
        self.told.join(summary, paths);
        Ok(())
    }

    fn tell(&self, did: &Summary, pairs: usize) -> anyhow::Result<()> {
        for failure in &did.failed {
            say::warn(&format!("not imported: '{}': {}", failure.path, failure.reason))?;
        }
        let Summary { imported, updated, batch, .. } = did;
        let Some(batch) = batch.filter(|_| imported + updated > 0 && !self.common.json) else {
            return Ok(());
        };
        let pairs = count(pairs, "pair found", "pairs found");
        let line =
            format!("{imported} imported, {updated} updated; {pairs}; undo with: qari import --undo {batch}");
        writeln!(say::out(), "{line}")?;
        Ok(())
    }

    fn conclude(&self, name: &str) -> anyhow::Result<()> {
        let mut out = say::out();
        if self.common.json {
            writeln!(out, "{}", record::line(&self.told)?)?;
            return Ok(());
        }
        let done = format!("watching ended: {}, in ", self.told.counts());
        Listing::new().line(&mut out, &(done + &isolate_path(name)))?;
        Ok(())
    }
}

/// Whether something was written, made or moved. To be read, by this program too, is no change.
const fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => matches!(kind, AccessKind::Close(AccessMode::Write)),
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) => true,
        EventKind::Remove(_) | EventKind::Other => false,
    }
}

/// The length of a file and when it was written; `None` where it is none, or is gone.
fn stamp(path: &Path) -> Option<Stamp> {
    let found = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some((found.len(), found.modified().ok()?))
}

/// What is waited for must be seen to settle.
const _: () = assert!(TICK.as_millis() < QUIET.as_millis());
