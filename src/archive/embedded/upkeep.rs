//! What is said about an archive as a whole, whether it is sound, and the values that the program keeps in it.
//!
//! Nothing is mended here: the index is built again by [`super::Embedded`].

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::db::Db;
use super::index::{self, Standing, TextIndex};
use super::packing::Dictionaries;
use super::second::{self, Own};
use super::{copies, corrections, pairs, record, schema, store, tally, translations};
use crate::archive::{ArchiveError, Info};
use crate::article::Article;

/// Faults that are told one by one; a damaged file has thousands.
const TOLD: usize = 20;

pub(super) fn kept(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT value FROM kept WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

pub(super) fn keep(tx: &Transaction<'_>, key: &str, value: &str) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO kept VALUES (?1, ?2)")?.execute([key, value])?;
    second::put(tx, Own::Kept(key.to_owned(), value.to_owned()))
}

/// What the archive holds.
pub(super) fn info(db: &Db, index_current: bool) -> Result<Info, ArchiveError> {
    let mut info = db.read(|conn| {
        let count = |sql: &str| conn.query_row(sql, (), |row| row.get(0).map(record::size));
        let date = |order: &str| -> rusqlite::Result<Option<String>> {
            conn.query_row(
                &format!("SELECT date FROM article WHERE newest > 0 AND copy_of IS NULL ORDER BY newest {order} LIMIT 1"),
                (),
                |row| row.get(0),
            )
            .optional()
        };
        let languages = conn
            .prepare("SELECT lang, count(*) FROM article WHERE copy_of IS NULL GROUP BY lang ORDER BY count(*) DESC, lang")?
            .query_map((), |row| Ok((row.get(0)?, record::size(row.get(1)?))))?
            .collect::<Result<_, _>>()?;
        let batches = conn
            .prepare(
                "SELECT id, begun, (SELECT count(*) FROM journal j WHERE j.batch = b.id) FROM batch b
                 WHERE EXISTS (SELECT 1 FROM journal j WHERE j.batch = b.id) ORDER BY id",
            )?
            .query_map((), |row| Ok((row.get(0)?, row.get(1)?, record::size(row.get(2)?))))?
            .collect::<Result<_, _>>()?;
        let parsed = |text: Option<String>| text.and_then(|t| t.parse().ok());
        Ok(Info {
            format: schema::format(conn)?,
            articles: count("SELECT count(*) FROM article WHERE copy_of IS NULL")?,
            copies: count("SELECT count(*) FROM article WHERE copy_of IS NOT NULL")?,
            languages,
            pairs: count(
                "SELECT count(*) FROM pair WHERE ar IN (SELECT id FROM article WHERE copy_of IS NULL)
                     AND en IN (SELECT id FROM article WHERE copy_of IS NULL)",
            )?,
            dates: parsed(date("ASC")?).zip(parsed(date("DESC")?)),
            batches,
            ..Info::default()
        })
    })?;
    info.path = db.folder.name();
    info.bytes = bytes(db.folder.path());
    info.index_current = index_current;
    Ok(info)
}

/// Bytes of the files below a folder; what cannot be read counts nothing.
fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => bytes(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

/// A line for every fault of the database and the index.
pub(super) fn check(db: &Db, index: &TextIndex, standing: Standing) -> Result<Vec<String>, ArchiveError> {
    let mut faults = db.read(|conn| Ok(database_faults(conn, &db.dictionaries)))?;
    faults.extend(db.read(|conn| db.dictionaries.file_faults(conn))?);
    match standing {
        Standing::Current => faults.extend(index::faults(index, db)?),
        Standing::Behind(_) => faults.push("index: behind the articles: run 'qari archive rebuild'".into()),
        Standing::Ahead => faults.push(
            "index: newer than the articles, which were put back from a copy or lost their end: run 'qari archive \
             rebuild'"
                .into(),
        ),
        Standing::Unusable => {
            faults.push("index: missing, damaged or of another version: run 'qari archive rebuild'".into());
        }
    }
    Ok(faults)
}

/// A part of the check.
type Part = fn(&Connection, &Dictionaries) -> rusqlite::Result<Vec<String>>;

/// A line for every fault of the database as it is at one moment: what others write meanwhile is no fault of it.
pub(super) fn database_faults(conn: &Connection, dictionaries: &Dictionaries) -> Vec<String> {
    // Ends with this function; where it cannot begin, the parts say why.
    let _moment = conn.unchecked_transaction();
    let mut faults = Vec::new();
    let packed: Part = |conn, _| Dictionaries::faults(conn);
    let linked: Part = |conn, _| {
        if schema::format(conn)? >= schema::ENTRIES { copies::faults(conn) } else { Ok(Vec::new()) }
    };
    let made = translations::faults;
    let parts: [Part; 8] = [integrity, packed, articles, journal, pair_faults, linked, made, own_and_counts];
    for part in parts {
        match part(conn, dictionaries) {
            Ok(found) => faults.extend(found),
            Err(error) => faults.push(error.to_string()),
        }
    }
    faults.truncate(TOLD);
    faults.into_iter().map(|fault| format!("articles.db: {fault}: run 'qari archive rebuild'")).collect()
}

/// What `SQLite` finds: its pages, its indexes.
fn integrity(conn: &Connection, _: &Dictionaries) -> rusqlite::Result<Vec<String>> {
    conn.prepare(&format!("PRAGMA integrity_check({TOLD})"))?
        .query_map((), |row| row.get::<_, String>(0))?
        // One fault may be told in several lines.
        .filter_map(|line| line.map(|line| (line != "ok").then(|| line.replace('\n', ", "))).transpose())
        .collect()
}

/// Articles that cannot be read whole, or whose columns are not those of their text.
fn articles(conn: &Connection, dictionaries: &Dictionaries) -> rusqlite::Result<Vec<String>> {
    let mut all = conn.prepare(&format!(
        "SELECT a.id, b.data, a.batch, a.batch IS (SELECT max(j.batch) FROM journal j WHERE j.id = a.id),
             p.path, p.format, p.encoding, {}, a.*
         FROM article a LEFT JOIN body b USING (row) LEFT JOIN provenance p USING (row)",
        record::HASH
    ))?;
    let mut rows = all.query(())?;
    let mut faults = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, data): (String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let article =
            data.and_then(|data| dictionaries.unpack(conn, &data).ok()).filter(|article| article.id.0 == id);
        let fault = match article {
            None => "its text cannot be read",
            Some(article) if !is_as_stored(conn, row, &article)? => "its row is not that of its text",
            Some(_) if row.get::<_, i64>(2)? != 0 && !row.get::<_, bool>(3)? => {
                "the import that it came with is not known"
            }
            Some(_) => continue,
        };
        if faults.len() < TOLD {
            faults.push(format!("article '{id}': {fault}"));
        }
    }
    Ok(faults)
}

/// Whether the columns of a row are those of its article as it was corrected.
fn is_as_stored(conn: &Connection, row: &rusqlite::Row<'_>, article: &Article) -> rusqlite::Result<bool> {
    let imported = record::Facts::of(article);
    store::is_as_stored(row, 4, article, &*corrections::facts(conn, article, &imported)?)
}

/// Earlier versions, kept to undo an import, that cannot be read.
fn journal(conn: &Connection, dictionaries: &Dictionaries) -> rusqlite::Result<Vec<String>> {
    let mut all = conn.prepare(
        "SELECT batch, id, previous, previous_batch = 0 OR EXISTS (
             SELECT 1 FROM journal o WHERE o.batch = j.previous_batch AND o.id = j.id)
         FROM journal j WHERE previous IS NOT NULL",
    )?;
    let mut rows = all.query(())?;
    let mut faults = Vec::new();
    while let Some(row) = rows.next()? {
        let (batch, id, data): (i64, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let known: bool = row.get::<_, Option<bool>>(3)?.unwrap_or_default();
        let sound = known && dictionaries.unpack(conn, &data).is_ok_and(|article| article.id.0 == id);
        if sound || faults.len() >= TOLD {
            continue;
        }
        faults.push(format!("import {batch}: article '{id}' as it was before cannot be read"));
    }
    Ok(faults)
}

/// Pairs whose beads are not those that were stored.
fn pair_faults(conn: &Connection, _: &Dictionaries) -> rusqlite::Result<Vec<String>> {
    let faults = pairs::damaged(conn)?;
    Ok(faults
        .into_iter()
        .take(TOLD)
        .map(|(ar, en)| format!("the pair of '{ar}' and '{en}' is damaged"))
        .collect())
}

/// What the reader made, against its second copy; the kept counts, against the articles; the last change numbers.
fn own_and_counts(conn: &Connection, _: &Dictionaries) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    if schema::format(conn)? >= 2 {
        let differing = second::differing(conn)?;
        faults
            .extend(differing.into_iter().take(TOLD).map(|key| format!("'{key}' is not as its second copy")));
    }
    if tally::read(conn)? != tally::counted(conn)? {
        faults.push("the kept counts differ from the articles".into());
    }
    // Without its name the archive does not open.
    conn.query_row("SELECT value FROM property WHERE key = 'name'", (), |row| row.get::<_, String>(0))?;
    let last = "SELECT max(coalesce((SELECT max(seq) FROM article), 0), coalesce((SELECT max(seq) FROM removed), 0))";
    let last: i64 = conn.query_row(last, (), |row| row.get(0))?;
    faults.extend(rows_that_were(conn)?);
    let noted: i64 = conn.query_row("SELECT coalesce(max(seq), 0) FROM state", (), |row| row.get(0))?;
    if last != store::counter(conn, "change")? || noted != store::counter(conn, "state")? {
        faults.push("the number of the last change is not that of the last change".into());
    }
    Ok(faults)
}

/// Every row number that was ever given belongs to an article that is there or to one that was removed, and to one of
/// them only: by the list of the removed ones the index forgets them.
fn rows_that_were(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let count = |sql: &str| conn.query_row(sql, (), |row| row.get::<_, i64>(0));
    let given = count("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'article'), 0)")?;
    let there = count("SELECT count(*) FROM article")?;
    let gone = count(
        "SELECT count(DISTINCT row) FROM removed WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.row = removed.row)
             AND row BETWEEN 1 AND (SELECT seq FROM sqlite_sequence WHERE name = 'article')",
    )?;
    let listed = count("SELECT count(*) FROM removed")?;
    let whole = there + gone == given && gone == listed;
    Ok((!whole).then(|| "the list of removed articles is not whole".to_owned()).into_iter().collect())
}
