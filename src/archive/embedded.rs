//! The embedded engine: a folder with `articles.db` (`SQLite`, the truth) and `index/` (full text, derived).
//!
//! The database is changed first and the index after it; an article is acknowledged when both are durable. After a
//! crash in between the index is behind, and catches up. This file opens an archive and puts its parts together;
//! the work is in the files below it. It never reads article files, draws, or asks.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use tantivy::{IndexReader, ReloadPolicy};

mod across;
mod analysis;
mod bits;
mod checks;
mod columns;
mod copies;
mod copy;
mod corrections;
mod db;
mod dictionary;
mod disk;
mod door;
mod facets;
mod index;
mod inflections;
mod labels;
mod matching;
mod packing;
mod pairs;
mod phrases;
mod plan;
mod raw;
mod record;
mod rows;
mod salvage;
mod schema;
mod scores;
mod search;
mod second;
mod sketch;
mod state;
mod store;
mod tally;
mod timeline;
mod titles;
mod translations;
mod upkeep;
mod weight;
mod writing;

#[cfg(test)]
mod tests;

pub use db::Mode;

use super::{Answer, ArchiveError, Cancel, Request};
use db::{Db, hold};
use index::{Standing, TextIndex};
use search::{Early, Patience, Search, Snapshot};
use state::Noted;

/// Articles written in one transaction, so that a reader's small writes in between wait for milliseconds only.
const TOGETHER: usize = 500;

/// An archive in a folder of this machine.
pub struct Embedded {
    db: Db,
    index: TextIndex,
    /// The importers' lock, held from the beginning of a batch to its end.
    importing: Mutex<Option<File>>,
    reader: Mutex<Option<Reading>>,
    noted: Mutex<Arc<Noted>>,
    patience: Patience,
}

/// The index as it is open for searching.
struct Reading {
    reader: IndexReader,
    /// By which it is seen that there is a newer commit.
    stamp: Option<Stamp>,
    snapshot: Arc<Snapshot>,
}

/// When the index's list of segments was written, and its length.
type Stamp = (SystemTime, u64);

impl Embedded {
    /// Opens the archive in a folder. The index is not touched: see [`crate::archive::Archive::catch_up`].
    ///
    /// # Errors
    ///
    /// `Missing` where there is none and `mode` does not make one, `NewerFormat` for one of a newer program.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, ArchiveError> {
        Self::open_with(path, mode, Arc::new(disk::Disk::open))
    }

    fn open_with(path: &Path, mode: Mode, opener: disk::Opener) -> Result<Self, ArchiveError> {
        let db = Db::open(path, mode)?;
        let name: String = db.read(|conn| {
            conn.query_row("SELECT value FROM property WHERE key = 'name'", (), |row| row.get(0))
        })?;
        let index = TextIndex::new(db.folder.clone(), name, opener);
        let (importing, reader, noted) = (Mutex::default(), Mutex::default(), Mutex::default());
        let archive = Self { db, index, importing, reader, noted, patience: Patience::default() };
        if mode != Mode::ReadOnly {
            match archive.count_anew() {
                // Who writes now will count, or the next who opens it.
                Ok(()) | Err(ArchiveError::Locked { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(archive)
    }

    /// Makes a damaged database anew from all that can still be read in it, and keeps the damaged one; `None` where it
    /// is whole. The index is built when the archive is opened.
    ///
    /// # Errors
    ///
    /// `Missing` where there is none, `Locked` while another process imports, `InUse` while somebody has a damaged one
    /// open.
    pub fn mend(path: &Path) -> Result<Option<super::Salvaged>, ArchiveError> {
        salvage::mend(path)
    }

    /// Mends the counts of the first frame, where topics were arranged anew, or an earlier version was broken off while it looked for pairs.
    fn count_anew(&self) -> Result<(), ArchiveError> {
        if !self.db.read(tally::is_current)? {
            self.db.write(tally::recount)?;
        }
        if self.db.read(pairs::uncounted)? {
            self.db.write(pairs::recount)?;
        }
        Ok(())
    }

    /// Runs `work` while no other process imports: under the lock of a batch that is open, or one for this work.
    fn exclusively<T>(&self, work: impl FnOnce() -> Result<T, ArchiveError>) -> Result<T, ArchiveError> {
        self.db.writable()?;
        let mut importing = hold(&self.importing);
        if importing.is_some() {
            return work();
        }
        *importing = Some(self.db.lock_import()?);
        let result = work();
        self.index.end_writing();
        *importing = None;
        result
    }

    fn standing(&self) -> Result<Standing, ArchiveError> {
        self.db.read(|conn| self.index.standing(conn))
    }

    /// The same, as it is told: where nothing was ever stored, no index is missing.
    fn standing_told(&self) -> Result<Standing, ArchiveError> {
        let nothing = self.db.read(|conn| store::counter(conn, "change"))? == 0;
        if nothing { Ok(Standing::Current) } else { self.standing() }
    }

    /// Brings the index up. The importers' lock is held. An index that cannot be changed is built again: after a power
    /// cut there may be files that nobody knows of in the way of new ones.
    fn bring_up(&self, cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> Result<(), ArchiveError> {
        match self.steps(cancel, progress) {
            Err(ArchiveError::Index { .. }) => {
                self.close_reader();
                self.index.clear()?;
                self.steps(cancel, progress)
            }
            done => done,
        }
    }

    /// Brings the index up, step by step.
    fn steps(&self, cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> Result<(), ArchiveError> {
        let mut since = match self.standing()? {
            Standing::Current => return Ok(()),
            Standing::Behind(since) => since,
            Standing::Ahead | Standing::Unusable => {
                self.close_reader();
                self.index.clear()?;
                0
            }
        };
        let begun = since;
        loop {
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            let step = || self.db.read_with(|conn| self.index.step(conn, &self.db.dictionaries, since));
            let until = index::guarded(&self.db.folder, step)?;
            let last = self.db.read(|conn| store::counter(conn, "change"))?;
            since = until;
            let done = usize::try_from(until - begun).unwrap_or(0);
            progress(done, usize::try_from(last - begun).unwrap_or(done));
            if until >= last {
                return Ok(());
            }
        }
    }

    fn close_reader(&self) {
        *hold(&self.reader) = None;
    }

    /// The newest commit of the index, `None` where there is none that can be used.
    fn snapshot(&self) -> Result<Option<Arc<Snapshot>>, ArchiveError> {
        let mut reading = hold(&self.reader);
        let stamp = self.stamp();
        if let Some(reading) = reading.as_ref()
            && reading.stamp.is_some()
            && reading.stamp == stamp
        {
            return Ok(Some(Arc::clone(&reading.snapshot)));
        }
        let fault = |e: tantivy::TantivyError| self.db.folder.index_fault(e);
        let Some(seq) = self.index.seq() else {
            *reading = None;
            return Ok(None);
        };
        let open = reading.take().map(|open| open.reader);
        let opened = index::guarded(&self.db.folder, || {
            let reader = match (open, self.index.opened()) {
                (Some(reader), _) => reader,
                (None, Some(index)) => {
                    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fault)?
                }
                (None, None) => return Ok(None),
            };
            reader.reload().map_err(fault)?;
            let snapshot = Snapshot::new(reader.searcher(), seq).map_err(fault)?;
            Ok(Some((reader, Arc::new(snapshot))))
        })?;
        let Some((reader, snapshot)) = opened else { return Ok(None) };
        *reading = Some(Reading { reader, stamp, snapshot: Arc::clone(&snapshot) });
        Ok(Some(snapshot))
    }

    fn stamp(&self) -> Option<Stamp> {
        let meta = std::fs::metadata(self.db.folder.index().join("meta.json")).ok()?;
        Some((meta.modified().ok()?, meta.len()))
    }

    /// The reader's state as the database has it now.
    fn noted(&self) -> Result<Arc<Noted>, ArchiveError> {
        let mut noted = hold(&self.noted);
        self.db.read(|conn| {
            if noted.is_behind(conn)? {
                Arc::make_mut(&mut noted).follow(conn)?;
            }
            Ok(Arc::clone(&noted))
        })
    }

    /// Searches; `early` is told what is found before all is.
    fn find(
        &self,
        request: &Request,
        cancel: &Cancel,
        early: Option<&mut Early<'_>>,
    ) -> Result<Answer, ArchiveError> {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        let noted = self.noted()?;
        let Some(snapshot) = self.snapshot()? else {
            let facets = facets::assemble(std::collections::HashMap::new(), &request.query);
            let partial = self.db.read(|conn| store::counter(conn, "change"))? != 0;
            return Ok(Answer { facets, partial, ..Answer::default() });
        };
        let search = Search {
            db: &self.db,
            snapshot: &snapshot,
            fields: self.index.fields,
            noted: &noted,
            cancel,
            patience: self.patience,
        };
        let mut answer = index::guarded(&self.db.folder, || search.answer(request, early))?;
        answer.partial = self.db.read(|conn| store::counter(conn, "change"))? != snapshot.seq;
        Ok(answer)
    }
}
