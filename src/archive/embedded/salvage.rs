//! A damaged `articles.db` made anew from every record in it that can still be read.
//!
//! The damaged file is kept, in a folder of its own beside the new one. What cannot be read is told article by article.
//! The index is not touched: it belongs to the damaged file, and the new one builds its own.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::db::{self, Db, Folder, Mode};
use super::raw::{Pages, Value};
use super::second::{self, Own};
use super::{TOGETHER, pairs, record, schema, state, store, tally, upkeep};
use crate::archive::{ArchiveError, Salvaged, State, StateChange};
use crate::article::{Article, ArticleId};

/// What the first pass over the pages tells.
#[derive(Default)]
struct Found {
    /// Rows that were removed.
    removed: HashSet<i64>,
    /// The id, the title and the path of each row.
    heads: HashMap<i64, (String, String)>,
    paths: HashMap<i64, String>,
    /// What the reader made, by name, and how good the copy is: later ones are better, and sound second copies best.
    own: BTreeMap<String, (i64, Own)>,
    /// The row that has an article now.
    rows: HashMap<String, i64>,
}

/// Mends the database of the archive in a folder; `None` where it is whole.
pub(super) fn mend(path: &Path) -> Result<Option<Salvaged>, ArchiveError> {
    let folder = Folder::new(path);
    if !folder.database().is_file() {
        return Err(ArchiveError::Missing { path: folder.name() });
    }
    if !folder.is_writable() {
        return Err(ArchiveError::ReadOnly { path: folder.name() });
    }
    let lock = db::lock(path).map_err(|source| Folder::io(path, source))?;
    let Some(_lock) = lock else { return Err(ArchiveError::Locked { path: folder.name() }) };
    let (new, mended) = (path.join("articles.db.new"), path.join("articles.db.mended"));
    match Db::open(path, Mode::ReadWrite).and_then(|db| db.read(|conn| Ok(upkeep::database_faults(conn)))) {
        Ok(faults) if faults.is_empty() => return Ok(None),
        Ok(_) | Err(ArchiveError::Damaged { .. } | ArchiveError::Database { .. }) => {}
        Err(error) => return Err(error),
    }
    let io = |source| Folder::io(path, source);
    if mended.exists() {
        // An earlier salvage was broken off when all was written: what was in the damaged file's log is there only.
        let kept = put_in_place(&folder, &mended).map_err(io)?;
        return Ok(Some(Salvaged { kept: kept.display().to_string(), ..Salvaged::default() }));
    }
    let (articles, notes, lost) = write(&folder, &new)?;
    std::fs::rename(&new, &mended).map_err(io)?;
    let kept = put_in_place(&folder, &mended).map_err(io)?;
    Ok(Some(Salvaged { articles, notes, lost, kept: kept.display().to_string() }))
}

/// Writes everything readable to a new database.
fn write(folder: &Folder, new: &Path) -> Result<(usize, usize, Vec<String>), ArchiveError> {
    if new.exists() {
        std::fs::remove_file(new).map_err(|source| Folder::io(new, source))?;
    }
    let file = folder.database();
    let pages = Pages::open(&file, &folder.log()).map_err(|source| Folder::io(&file, source))?;
    let found = first_pass(&pages);
    let work = || -> rusqlite::Result<(usize, usize, Vec<String>)> {
        let mut conn = Connection::open(new)?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        schema::migrate(&mut conn)?;
        let stored = second_pass(&pages, &found, &mut conn)?;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let notes = found.own.values().filter(|(_, own)| !matches!(own, Own::Batch(..))).count();
        found.own.values().try_for_each(|(_, own)| put_own(&tx, own))?;
        // Everything would count as one import, and could be undone at once.
        tx.execute("DELETE FROM journal", ())?;
        pairs::changed(&tx)?;
        tally::recount(&tx)?;
        tx.commit()?;
        Ok((stored.len(), notes, found.lost(&stored)))
    };
    work().map_err(|e| folder.fault(&e))
}

/// Everything but the articles themselves, which may be more than the memory holds.
fn first_pass(pages: &Pages) -> Found {
    let mut found = Found::default();
    let each = &mut |row: i64, values: Vec<Value>| {
        found.take(row, &values);
        Ok::<_, std::convert::Infallible>(())
    };
    let Ok(()) = pages.records(each);
    found.rows.retain(|_, row| !found.removed.contains(row));
    found
}

impl Found {
    /// Takes in a record, told by the number and the kinds of its values.
    fn take(&mut self, row: i64, values: &[Value]) {
        use Value::{Blob, Int, Null, Text};
        match values {
            [Null, Int(gone)] => {
                self.removed.insert(*gone);
            }
            [Null, Blob(data)] => {
                if let Ok(article) = record::unpack(data) {
                    let last = self.rows.entry(article.id.0).or_insert(row);
                    *last = row.max(*last);
                }
            }
            [Null, Text(path), Text(_), Text(_), Text(_)] => {
                self.paths.insert(row, path.clone());
            }
            [Null, Text(id), Int(_), Int(_), Text(title), Text(_), Text(_), ..] => {
                self.heads.insert(row, (id.clone(), title.clone()));
            }
            [Text(key), Text(value), Int(sum)] => {
                if let Some((n, own)) = second::read(key, value, *sum) {
                    // A sound second copy is better than any first one.
                    self.own(own, n.saturating_add(i64::MAX / 2));
                }
            }
            [Text(id), Int(read), Int(starred), Text(tags), note, place, Int(seq)] => {
                let Ok(tags) = record::from_json(tags) else { return };
                let note = if let Text(note) = note { Some(note.clone()) } else { None };
                let place = if let Int(place) = place { usize::try_from(*place).ok() } else { None };
                let state = State { read: *read != 0, starred: *starred != 0, tags, note, place };
                self.own(Own::State(ArticleId(id.clone()), state), *seq);
            }
            _ => {}
        }
    }

    fn own(&mut self, own: Own, n: i64) {
        let better = self.own.get(&own.key()).is_none_or(|(before, _)| *before <= n);
        if better {
            self.own.insert(own.key(), (n, own));
        }
    }

    /// A line for each article that was there and is not among those stored.
    fn lost(&self, stored: &HashSet<String>) -> Vec<String> {
        let mut lost: Vec<String> = self
            .heads
            .iter()
            .filter(|(row, (id, _))| !self.removed.contains(row) && !stored.contains(id))
            .map(|(row, (id, title))| {
                let from = self.paths.get(row).map_or_else(String::new, |path| format!(", from '{path}'"));
                format!("article '{id}', '{title}'{from}: it cannot be read: import it again")
            })
            .collect();
        lost.sort_unstable();
        lost.dedup();
        lost
    }
}

/// Stores the articles. Gives their ids.
fn second_pass(pages: &Pages, found: &Found, conn: &mut Connection) -> rusqlite::Result<HashSet<String>> {
    let mut stored = HashSet::new();
    let mut waiting: Vec<Article> = Vec::new();
    pages.records(&mut |row, values| {
        if let [Value::Null, Value::Blob(data)] = values.as_slice()
            && let Ok(article) = record::unpack(data)
            && found.rows.get(&article.id.0) == Some(&row)
            && stored.insert(article.id.0.clone())
        {
            waiting.push(article);
        }
        if waiting.len() >= TOGETHER { store_all(conn, &mut waiting) } else { Ok(()) }
    })?;
    store_all(conn, &mut waiting)?;
    Ok(stored)
}

fn store_all(conn: &mut Connection, waiting: &mut Vec<Article>) -> rusqlite::Result<()> {
    let prepared = store::prepare(waiting)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    store::put(&tx, 0, &prepared)?;
    tx.commit()?;
    waiting.clear();
    Ok(())
}

fn put_own(tx: &Transaction<'_>, own: &Own) -> rusqlite::Result<()> {
    match own {
        Own::State(id, state) => {
            let State { read, starred, tags, note, place } = state.clone();
            let (read, starred, tags) = (Some(read), Some(starred), Some(tags));
            state::change(tx, id, &StateChange { read, starred, tags, note: Some(note), place: Some(place) })
        }
        Own::Pair(pair) => pairs::restore(tx, pair),
        Own::Kept(key, value) => upkeep::keep(tx, key, value),
        // The journal that it belongs to is not saved.
        Own::Batch(..) => Ok(()),
    }
}

/// Puts the new database in the place of the damaged one, which is kept. Gives where.
///
/// The damaged file has two names before its old one is given to the new file, so that at no moment there is none.
fn put_in_place(folder: &Folder, new: &Path) -> std::io::Result<PathBuf> {
    let mut names = (1..).map(|n| folder.path().join(format!("damaged-{n}")));
    let kept = names.find(|name| !name.exists()).expect("there are more numbers than folders");
    std::fs::create_dir(&kept)?;
    let old = kept.join("articles.db");
    if std::fs::hard_link(folder.database(), &old).is_err() {
        // A file system without second names.
        std::fs::copy(folder.database(), &old)?;
    }
    for (log, name) in [(folder.log(), "articles.db-wal"), (folder.shared(), "articles.db-shm")] {
        // The log of the one database must never be taken for the other's.
        if log.exists() {
            std::fs::rename(log, kept.join(name))?;
        }
    }
    for durable in [&kept, folder.path()] {
        File::open(durable)?.sync_all()?;
    }
    std::fs::rename(new, folder.database())?;
    File::open(folder.path())?.sync_all()?;
    Ok(kept)
}
