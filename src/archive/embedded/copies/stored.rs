//! Entries of what is stored already: found in an archive of an earlier version, put back after a salvage, checked.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};

use super::{Entries, Linked, note, sources, whole};
use crate::archive::embedded::db::Db;
use crate::archive::embedded::packing::Dictionaries;
use crate::archive::embedded::sketch::Words;
use crate::archive::embedded::tally::Changes;
use crate::archive::embedded::{pairs, record, rows, store};
use crate::archive::{ArchiveError, Cancel, RowId};

/// The row up to which no sums are noted: those of articles that an earlier version stored. Nothing is written on
/// opening: they are compared when the index is built again.
pub(in crate::archive::embedded) const UNNOTED: &str = "unsketched";

/// Articles that are compared in one transaction.
const TOGETHER: usize = 200;

/// Notes in an archive of an earlier version which articles were never compared.
pub(in crate::archive::embedded) fn mark(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute(
        &format!("INSERT OR REPLACE INTO counter SELECT '{UNNOTED}', coalesce(max(row), 0) FROM article"),
        (),
    )
    .map(|_| ())
}

/// Links the articles that an earlier version stored, the last ones first; what is done stays done when it is stopped.
pub(in crate::archive::embedded) fn link_stored(
    db: &Db,
    cancel: &Cancel,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), ArchiveError> {
    let unnoted = || db.read(|conn| store::counter(conn, UNNOTED)).map(record::size);
    let all = unnoted()?;
    let mut left = all;
    while left > 0 {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        db.write(|tx| some(tx, &db.dictionaries))?;
        left = unnoted()?;
        progress(all.saturating_sub(left), all);
    }
    Ok(())
}

fn some(tx: &Transaction<'_>, dictionaries: &Dictionaries) -> rusqlite::Result<()> {
    let until = store::counter(tx, UNNOTED)?;
    let mut unnoted =
        tx.prepare_cached("SELECT row FROM article WHERE row <= ?1 ORDER BY row DESC LIMIT ?2")?;
    let unnoted: Vec<RowId> =
        unnoted.query_map([until, TOGETHER as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let (mut changes, mut linked) = (Changes::default(), Linked::default());
    for row in &unnoted {
        let Some(article) = whole(tx, dictionaries, *row)? else { continue };
        let words = Words::of(&article);
        note(tx, i64::from(*row), &words)?;
        let mut entries = Entries::new(tx, dictionaries, &mut changes, &mut linked);
        entries.changed(*row, &article, &words)?;
    }
    finish(tx, changes, &linked)?;
    let done = unnoted.last().map_or(0, |row| i64::from(*row) - 1);
    tx.execute("UPDATE counter SET value = ?2 WHERE name = ?1", params![UNNOTED, done]).map(|_| ())
}

fn finish(tx: &Transaction<'_>, changes: Changes, linked: &Linked) -> rusqlite::Result<()> {
    changes.write(tx)?;
    if linked.repair { pairs::changed(tx) } else { Ok(()) }
}

/// Puts entries back in a new database: whose copy each article was and whose address it has, by id. Those whose main
/// one is lost look for another.
pub(in crate::archive::embedded) fn restore(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    copies: &HashMap<String, (Option<String>, Option<String>)>,
) -> rusqlite::Result<()> {
    let (mut changes, mut linked) = (Changes::default(), Linked::default());
    let row = |id: &str| rows::number(tx, &id.into());
    let mut orphans = Vec::new();
    for (copy, (main, base)) in copies {
        let Some(copy) = row(copy)? else { continue };
        tx.execute("UPDATE article SET base = ?2 WHERE row = ?1", params![copy, base])?;
        let Some(main) = main else { continue };
        let of_none = |main: &String| copies.get(main).is_none_or(|(above, _)| above.is_none());
        let main = Some(main).filter(|main| of_none(main)).map(|main| row(main)).transpose()?.flatten();
        match main.filter(|main| *main != copy) {
            Some(main) => {
                let mut entries = Entries::new(tx, dictionaries, &mut changes, &mut linked);
                entries.link(copy, main)?;
            }
            None => orphans.push(copy),
        }
    }
    orphans.sort_unstable();
    for row in orphans {
        let Some(article) = whole(tx, dictionaries, row)? else { continue };
        let mut entries = Entries::new(tx, dictionaries, &mut changes, &mut linked);
        entries.changed(row, &article, &Words::of(&article))?;
    }
    finish(tx, changes, &linked)
}

/// A line for each entry that is not whole.
pub(in crate::archive::embedded) fn faults(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut astray = conn.prepare(
        "SELECT c.id FROM article c LEFT JOIN article m ON m.row = c.copy_of
         WHERE c.copy_of IS NOT NULL AND (m.row IS NULL OR m.copy_of IS NOT NULL OR c.sources IS NOT NULL)",
    )?;
    for id in astray.query_map((), |row| row.get::<_, String>(0))? {
        faults.push(format!("article '{}': the one that it is a copy of is not there or is a copy", id?));
    }
    let mut mains = conn.prepare(
        "SELECT row, id, sources FROM article m WHERE copy_of IS NULL
             AND (sources IS NOT NULL OR EXISTS (SELECT 1 FROM article c WHERE c.copy_of = m.row))",
    )?;
    let mut rows = mains.query(())?;
    while let Some(row) = rows.next()? {
        let (main, id, noted): (RowId, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if sources(conn, main)? != noted {
            faults.push(format!("article '{id}': the sources of its copies are not those that are noted"));
        }
    }
    Ok(faults)
}
