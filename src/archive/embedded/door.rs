//! The embedded engine behind the door that every archive has: each method hands its work to the part that does it.
//!
//! Nothing is worked out here.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use super::db::hold;
use super::index::Standing;
use super::{
    Embedded, TOGETHER, copies, copy, corrections, dictionary, packing, pairs, rows, second, state, store,
    tally, translations, upkeep,
};
use crate::archive::{
    Answer, Archive, ArchiveError, Cancel, Info, Offer, PutSummary, Request, Row, RowId, State, StateChange,
    Translation, Version,
};
use crate::article::{Amendment, Article, ArticleId, Correction, Pair};

impl Archive for Embedded {
    fn info(&self) -> Result<Info, ArchiveError> {
        let current = self.standing_told()? == Standing::Current;
        upkeep::info(&self.db, current)
    }

    fn version(&self) -> Result<u64, ArchiveError> {
        let counters = ["change", "pair", translations::COUNTER];
        let numbers = self.db.read(|conn| {
            counters.iter().map(|name| store::counter(conn, name)).collect::<rusqlite::Result<Vec<i64>>>()
        })?;
        let mut mark = DefaultHasher::new();
        (numbers, self.stamp()).hash(&mut mark);
        Ok(mark.finish())
    }

    fn begin_batch(&self, now: &str) -> Result<i64, ArchiveError> {
        let mut importing = hold(&self.importing);
        if importing.is_none() {
            *importing = Some(self.db.lock_import()?);
        }
        self.db.write(|tx| {
            tx.execute("INSERT INTO batch (begun) VALUES (?1)", [now])?;
            let batch = tx.last_insert_rowid();
            second::put(tx, second::Own::Batch(batch, now.to_owned()))?;
            Ok(batch)
        })
    }

    fn put(&self, batch: i64, articles: &[Article]) -> Result<PutSummary, ArchiveError> {
        self.exclusively(|| self.put_all(batch, articles))
    }

    fn end_batch(&self, batch: i64) -> Result<(), ArchiveError> {
        let mut importing = hold(&self.importing);
        self.index.end_writing();
        *importing = None;
        // A batch that changed nothing cannot be undone and is not worth a line.
        self.db.write(|tx| {
            tx.execute(
                "DELETE FROM batch WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM journal WHERE batch = ?1)",
                [batch],
            )?;
            second::forget_batches(tx)
        })
    }

    fn undo_batch(&self, batch: i64) -> Result<usize, ArchiveError> {
        self.exclusively(|| {
            let undone = self.db.write(|tx| store::undo(tx, &self.db.dictionaries, batch))?;
            self.bring_up(&Cancel::default(), &mut |_, _| {})?;
            Ok(undone)
        })
    }

    fn remove(&self, ids: &[ArticleId]) -> Result<usize, ArchiveError> {
        self.exclusively(|| {
            let mut removed = 0;
            for chunk in ids.chunks(TOGETHER) {
                removed += self.db.write(|tx| {
                    store::remove(tx, &self.db.dictionaries, chunk.iter().map(|id| id.0.as_str()))
                })?;
            }
            self.bring_up(&Cancel::default(), &mut |_, _| {})?;
            Ok(removed)
        })
    }

    fn get(&self, id: &ArticleId) -> Result<Option<Article>, ArchiveError> {
        self.db.read(|conn| match rows::whole(conn, &self.db.dictionaries, id)? {
            None => translations::whole(conn, &self.db.dictionaries, id),
            found => Ok(found),
        })
    }

    fn front(&self, limit: usize) -> Result<Answer, ArchiveError> {
        self.db.read(|conn| rows::front(conn, limit))
    }

    fn search(&self, request: &Request, cancel: &Cancel) -> Result<Answer, ArchiveError> {
        self.find(request, cancel, None)
    }

    fn search_by_steps(
        &self,
        request: &Request,
        cancel: &Cancel,
        early: &mut dyn FnMut(Answer),
    ) -> Result<Answer, ArchiveError> {
        self.find(request, cancel, Some(early))
    }

    fn offers(&self, request: &Request, typed: &str, cancel: &Cancel) -> Result<Vec<Offer>, ArchiveError> {
        dictionary::offers(self, request, typed, cancel)
    }

    fn rows(&self, wanted: &[RowId]) -> Result<Vec<Row>, ArchiveError> {
        self.db.read(|conn| rows::rows(conn, wanted))
    }

    fn copies(&self, id: &ArticleId) -> Result<Vec<Version>, ArchiveError> {
        self.db.read(|conn| copies::versions(conn, &self.db.dictionaries, id))
    }

    fn pairs(&self, id: &ArticleId) -> Result<Vec<Pair>, ArchiveError> {
        self.db.read(|conn| {
            let mut found = pairs::of(conn, &self.db.dictionaries, id)?;
            found.extend(translations::pair(conn, &self.db.dictionaries, id)?);
            Ok(found)
        })
    }

    fn candidates(&self, id: &ArticleId, limit: usize) -> Result<Vec<Row>, ArchiveError> {
        self.db.read(|conn| {
            let found = pairs::candidates(conn, &self.db.dictionaries, id, limit)?;
            rows::rows(conn, &found)
        })
    }

    fn confirm_pair(&self, pair: &Pair) -> Result<(), ArchiveError> {
        self.db.write(|tx| pairs::confirm(tx, &self.db.dictionaries, pair))
    }

    fn find_pairs(
        &self,
        cancel: &Cancel,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<usize, ArchiveError> {
        self.db.writable()?;
        pairs::seek(&self.db, cancel, progress)
    }

    fn translation(&self, of: &ArticleId) -> Result<Option<Translation>, ArchiveError> {
        self.db.read(|conn| translations::read(conn, &self.db.dictionaries, of))
    }

    fn store_translation(
        &self,
        original: &Article,
        translation: &Article,
        by: &str,
        now: &str,
    ) -> Result<(), ArchiveError> {
        self.db.write(|tx| translations::store(tx, &self.db.dictionaries, original, translation, (by, now)))
    }

    fn remove_translation(&self, of: &ArticleId) -> Result<bool, ArchiveError> {
        self.db.write(|tx| translations::remove(tx, &of.0))
    }

    fn state(&self, id: &ArticleId) -> Result<State, ArchiveError> {
        self.db.read(|conn| Ok(state::read(conn, id)?.unwrap_or_default()))
    }

    fn set_state(&self, id: &ArticleId, change: &StateChange) -> Result<(), ArchiveError> {
        self.db.write(|tx| state::change(tx, id, change))
    }

    fn kept(&self, key: &str) -> Result<Option<String>, ArchiveError> {
        self.db.read(|conn| upkeep::kept(conn, key))
    }

    fn keep(&self, key: &str, value: &str) -> Result<(), ArchiveError> {
        self.db.write(|tx| upkeep::keep(tx, key, value))
    }

    fn edit_kept(
        &self,
        key: &str,
        edit: &mut dyn FnMut(Option<&str>) -> Option<String>,
    ) -> Result<(), ArchiveError> {
        self.db.write(|tx| match edit(upkeep::kept(tx, key)?.as_deref()) {
            Some(value) => upkeep::keep(tx, key, &value),
            None => Ok(()),
        })
    }

    fn correction(&self, id: &ArticleId) -> Result<Correction, ArchiveError> {
        self.db.read(|conn| corrections::of(conn, id))
    }

    fn corrections(&self) -> Result<Vec<(ArticleId, Correction)>, ArchiveError> {
        self.db.read(corrections::all)
    }

    fn amend(&self, id: &ArticleId, steps: &[Amendment]) -> Result<Correction, ArchiveError> {
        let after = self.db.write(|tx| corrections::amend(tx, &self.db.dictionaries, id, steps))?;
        match self.exclusively(|| self.bring_up(&Cancel::default(), &mut |_, _| {})) {
            // Who imports now takes it into the index.
            Ok(()) | Err(ArchiveError::Locked { .. }) => Ok(after),
            Err(error) => Err(error),
        }
    }

    fn catch_up(&self, cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> Result<(), ArchiveError> {
        // An index whose commit is sound may still have lost a file, or the end of one.
        let sound = self.snapshot().is_ok();
        if sound && self.standing()? == Standing::Current {
            return Ok(());
        }
        self.exclusively(|| {
            if !sound {
                self.close_reader();
                self.index.clear()?;
            }
            self.bring_up(cancel, progress)
        })
    }

    fn rebuild(&self, cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> Result<(), ArchiveError> {
        self.exclusively(|| {
            self.db.write(tally::recount)?;
            self.db.read(|conn| packing::Dictionaries::write_files(conn, self.db.folder.path()))?;
            copies::link_stored(&self.db, cancel, progress)?;
            self.close_reader();
            self.index.clear()?;
            self.bring_up(cancel, progress)
        })
    }

    fn check(&self) -> Result<Vec<String>, ArchiveError> {
        let faults = self.standing_told().and_then(|standing| upkeep::check(&self.db, &self.index, standing));
        match faults {
            Err(error @ (ArchiveError::Damaged { .. } | ArchiveError::Database { .. })) => {
                Ok(vec![error.to_string()])
            }
            faults => faults,
        }
    }

    fn copy_to(&self, folder: &Path, cancel: &Cancel) -> Result<(), ArchiveError> {
        copy::copy(&self.db, folder, cancel)
    }
}
