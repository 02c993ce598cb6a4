//! What is said about an archive as a whole, whether it is sound, and the values that the program keeps in it.
//!
//! Nothing is mended here: the index is built again by [`super::Embedded`].

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::db::Db;
use super::index::{self, Standing, TextIndex};
use super::{record, schema, tally};
use crate::archive::{ArchiveError, Info};

/// Faults that are told one by one; a damaged file has thousands.
const TOLD: usize = 20;

pub(super) fn kept(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT value FROM kept WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

pub(super) fn keep(tx: &Transaction<'_>, key: &str, value: &str) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO kept VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}

/// What the archive holds.
pub(super) fn info(db: &Db, index_current: bool) -> Result<Info, ArchiveError> {
    let mut info = db.read(|conn| {
        let count = |sql: &str| conn.query_row(sql, (), |row| row.get(0).map(record::size));
        let date = |order: &str| -> rusqlite::Result<Option<String>> {
            conn.query_row(
                &format!("SELECT date FROM article WHERE newest > 0 ORDER BY newest {order} LIMIT 1"),
                (),
                |row| row.get(0),
            )
            .optional()
        };
        let languages = conn
            .prepare("SELECT lang, count(*) FROM article GROUP BY lang ORDER BY count(*) DESC, lang")?
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
            articles: count("SELECT count(*) FROM article")?,
            languages,
            pairs: count(
                "SELECT count(*) FROM pair WHERE ar IN (SELECT id FROM article) AND en IN (SELECT id FROM article)",
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
    let mut faults = db.read(|conn| {
        let mut faults: Vec<String> = conn
            .prepare(&format!("PRAGMA integrity_check({TOLD})"))?
            .query_map((), |row| row.get::<_, String>(0))?
            .filter_map(|line| line.ok().filter(|line| line != "ok"))
            .map(|line| format!("articles.db: {line}: restore a copy made with 'qari archive copy'"))
            .collect();
        faults.extend(bodies(conn)?);
        if tally::read(conn)? != tally::counted(conn)? {
            faults.push(
                "articles.db: the kept counts differ from the articles: run 'qari archive rebuild'".into(),
            );
        }
        Ok(faults)
    })?;
    match standing {
        Standing::Current => faults.extend(index::faults(index, db)?),
        Standing::Behind(_) => faults.push("index: behind the articles: run 'qari archive rebuild'".into()),
        Standing::Unusable => {
            faults.push("index: missing, damaged or of another version: run 'qari archive rebuild'".into());
        }
    }
    Ok(faults)
}

/// Articles that cannot be read whole.
fn bodies(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut all = conn.prepare("SELECT a.id, b.data FROM article a LEFT JOIN body b USING (row)")?;
    let mut rows = all.query(())?;
    let mut faults = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, data): (String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let sound = data.is_some_and(|data| record::unpack(&data).is_ok_and(|article| article.id.0 == id));
        if !sound && faults.len() < TOLD {
            faults.push(format!("article '{id}': its text cannot be read: import its file again"));
        }
    }
    Ok(faults)
}
