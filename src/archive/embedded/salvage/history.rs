//! The history of the imports in a salvage: how each article was before an import, by which the import can be undone.
//!
//! What can be read of it is kept. Where a part of it is lost, the articles concerned belong to no import any more, so
//! that undoing one never takes what came after it; which imports these are is told.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::Found;
use crate::archive::embedded::packing::Dictionaries;
use crate::archive::embedded::raw::Value;
use crate::archive::embedded::record;
use crate::archive::embedded::second::{self, Own};
use crate::archive::embedded::store;
use crate::article::ArticleId;

/// The number that no import has: what belongs to it cannot be undone.
pub(super) const NO_BATCH: i64 = 0;

/// How an article was before an import.
pub(super) struct Entry {
    batch: i64,
    id: String,
    previous: Option<Vec<u8>>,
    previous_batch: Option<i64>,
    held: bool,
}

impl Entry {
    /// The entry in a record that is one. An earlier version that cannot be read is counted to its import.
    pub(super) fn read(
        values: &[Value],
        held: bool,
        dictionaries: &Dictionaries,
        torn: &mut BTreeMap<i64, usize>,
    ) -> Option<Self> {
        use Value::{Blob, Int, Null, Text};
        let (batch, id, previous, previous_batch) = match values {
            [Int(batch), Text(id), Null, Null] => (*batch, id, None, None),
            [Int(batch), Text(id), Blob(data), Int(before)] => (*batch, id, Some(data), Some(*before)),
            _ => return None,
        };
        let sound = |data: &Vec<u8>| dictionaries.unpack_known(data).is_ok_and(|article| article.id.0 == *id);
        if !previous.is_none_or(sound) {
            *torn.entry(batch).or_default() += 1;
            return None;
        }
        let previous = previous.cloned();
        (batch > NO_BATCH).then(|| Self { batch, id: id.clone(), previous, previous_batch, held })
    }

    /// Whether it is one of an import that was not undone: one to which no tree leads may be.
    pub(super) fn is_of_known(&self, found: &Found) -> bool {
        self.held || found.begun(self.batch).is_some()
    }

    /// Stores it; the first of an article and an import is the best one.
    pub(super) fn store(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        tx.prepare_cached("INSERT OR IGNORE INTO journal VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            self.batch,
            self.id,
            self.previous,
            self.previous_batch
        ])?;
        Ok(())
    }
}

impl Found {
    /// When an import began.
    fn begun(&self, batch: i64) -> Option<&str> {
        let key = Own::Batch(batch, String::new()).key();
        match self.own.get(&key) {
            Some((_, Own::Batch(_, begun))) => Some(begun),
            _ => None,
        }
    }
}

/// Notes the import that an article came with.
pub(super) fn came_with(tx: &Transaction<'_>, id: &ArticleId, batch: i64) -> rusqlite::Result<()> {
    if batch != NO_BATCH {
        tx.prepare_cached("UPDATE article SET batch = ?2 WHERE id = ?1")?.execute(params![id.0, batch])?;
    }
    Ok(())
}

/// Puts an article back that cannot be read, as it was before the last import that changed it. Gives which that was,
/// `None` where none did.
pub(super) fn bring_back(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    id: &str,
) -> rusqlite::Result<Option<i64>> {
    let last: Option<(i64, Vec<u8>, i64)> = tx
        .prepare_cached(
            "SELECT batch, previous, coalesce(previous_batch, 0) FROM journal WHERE id = ?1 AND previous IS NOT NULL
             ORDER BY batch DESC LIMIT 1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((batch, previous, previous_batch)) = last else { return Ok(None) };
    let article = [dictionaries.unpack_known(&previous)?];
    let prepared = store::prepare(&article, dictionaries.newest(tx)?.as_deref())?;
    store::put_back(tx, dictionaries, NO_BATCH, &prepared)?;
    came_with(tx, &ArticleId::from(id), previous_batch)?;
    // It is as if that import, and what came after it, had been undone.
    tx.execute("DELETE FROM journal WHERE id = ?1 AND batch >= ?2", params![id, batch])?;
    Ok(Some(batch))
}

/// Makes what is stored of the history agree with itself and with the articles, when all is stored. `torn` is what is
/// known to be lost already, by import. Gives a line for each import that cannot be undone, or not in full.
pub(super) fn settle(
    tx: &Transaction<'_>,
    found: &Found,
    mut torn: BTreeMap<i64, usize>,
) -> rusqlite::Result<Vec<String>> {
    // That of the salvage itself.
    tx.execute("DELETE FROM journal WHERE batch = ?1", [NO_BATCH])?;
    let numbers = |sql: &str| -> rusqlite::Result<Vec<(i64, usize)>> {
        let mut rows = tx.prepare(sql)?;
        let rows = rows.query_map((), |row| Ok((row.get(0)?, record::size(row.get(1)?))))?;
        rows.collect()
    };
    // An article or an earlier version that came with an import of which nothing is noted for it.
    let cut = "SELECT batch, count(*) FROM (
            SELECT batch, id FROM article UNION SELECT previous_batch, id FROM journal WHERE previous IS NOT NULL) c
        WHERE batch <> 0 AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.batch = c.batch AND j.id = c.id)
        GROUP BY batch";
    for (batch, lost) in numbers(cut)? {
        let before = torn.entry(batch).or_default();
        // The one that could not be read may be the same.
        *before = lost.max(*before);
    }
    // The import of an article is the last that is noted for it: by another number a later one would be undone with it.
    tx.execute(
        "UPDATE article SET batch = 0
         WHERE batch <> 0 AND batch IS NOT (SELECT max(batch) FROM journal j WHERE j.id = article.id)",
        (),
    )?;
    tx.execute(
        "UPDATE journal SET previous_batch = 0 WHERE previous IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM journal o WHERE o.batch = journal.previous_batch AND o.id = journal.id)",
        (),
    )?;
    let noted: BTreeMap<i64, usize> =
        numbers("SELECT batch, count(*) FROM journal GROUP BY batch")?.into_iter().collect();
    for batch in noted.keys() {
        let begun = found.begun(*batch).unwrap_or_default().to_owned();
        tx.execute("INSERT INTO batch VALUES (?1, ?2)", params![batch, begun])?;
        second::put(tx, Own::Batch(*batch, begun))?;
    }
    let known = found.own.values().filter_map(|(_, own)| match own {
        Own::Batch(batch, _) if !noted.contains_key(batch) => Some(*batch),
        _ => None,
    });
    torn.extend(known.map(|batch| (batch, 0)));
    Ok(torn
        .into_iter()
        .map(|(batch, lost)| line(batch, found.begun(batch), lost, noted.get(&batch)))
        .collect())
}

/// What is told of an import of which a part is lost.
fn line(batch: i64, begun: Option<&str>, lost: usize, left: Option<&usize>) -> String {
    let name = begun.map_or_else(|| format!("import {batch}"), |begun| format!("import {batch} ({begun})"));
    match left {
        Some(left) => format!("{name}: undoing it leaves {lost} articles as they are, of {}", lost + left),
        None => format!("{name}: it can no longer be undone"),
    }
}
