//! A damaged `articles.db` made anew from every record in it that can still be read.
//!
//! The damaged file is kept, in a folder of its own beside the new one. What cannot be read is told article by article.
//! The index is not touched: it belongs to the damaged file, and the new one builds its own.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

mod history;

use super::db::{self, Db, Folder, Mode};
use super::packing::Dictionaries;
use super::raw::{Pages, Record, Value};
use super::second::{self, Own};
use super::{
    TOGETHER, copies, corrections, pairs, record, schema, state, store, tally, translations, upkeep,
};
use crate::archive::{ArchiveError, Salvaged, State, StateChange};
use crate::article::{Article, ArticleId, Pair};

/// Keys of the table of properties, which has the form of the kept values.
const PROPERTIES: [&str; 3] = ["name", "format", "topics"];

/// Places of columns in an article's row, from format 4 on: they stand behind those of format 1.
const COPY_OF: usize = 16;
const BASE: usize = 18;

/// An article's row without its text.
struct Head {
    id: String,
    title: String,
    /// The import that it came with.
    batch: i64,
    /// Whether a tree leads to it.
    held: bool,
    /// The row that it is a copy of.
    copy_of: Option<i64>,
    /// The id of the article whose address it has, where that is not its own.
    base: Option<String>,
}

/// What the first pass over the pages tells.
#[derive(Default)]
struct Found {
    /// Rows that were removed.
    removed: HashSet<i64>,
    heads: HashMap<i64, Head>,
    paths: HashMap<i64, String>,
    /// What the reader made, by name, and how good the copy is: later ones are better, and sound second copies best.
    own: BTreeMap<String, (i64, Own)>,
    /// The rows that have an article, and whether a tree leads to them.
    rows: HashMap<String, Vec<(i64, bool)>>,
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
    match Db::open(path, Mode::ReadWrite)
        .and_then(|db| db.read(|conn| Ok(upkeep::database_faults(conn, &db.dictionaries))))
    {
        Ok(faults) if faults.is_empty() => return Ok(None),
        Ok(_) | Err(ArchiveError::Damaged { .. } | ArchiveError::Database { .. }) => {}
        Err(error) => return Err(error),
    }
    let io = |source| Folder::io(path, source);
    // Who has the damaged file open would go on writing to it.
    let _alone = db::alone(&folder)?;
    if mended.exists() {
        // An earlier salvage was broken off when all was written: what was in the damaged file's log is there only.
        let kept = put_in_place(&folder, &mended).map_err(io)?;
        return Ok(Some(Salvaged { kept: kept.display().to_string(), ..Salvaged::default() }));
    }
    let saved = write(&folder, &new)?;
    std::fs::rename(&new, &mended).map_err(io)?;
    let kept = put_in_place(&folder, &mended).map_err(io)?;
    Ok(Some(Salvaged { kept: kept.display().to_string(), ..saved }))
}

/// Writes everything readable to a new database.
fn write(folder: &Folder, new: &Path) -> Result<Salvaged, ArchiveError> {
    if new.exists() {
        std::fs::remove_file(new).map_err(|source| Folder::io(new, source))?;
    }
    let file = folder.database();
    let pages = Pages::open(&file, &folder.log()).map_err(|source| Folder::io(&file, source))?;
    let dictionaries = found_dictionaries(folder, &pages);
    let found = first_pass(&pages, &dictionaries);
    let work = || -> rusqlite::Result<Salvaged> {
        let mut conn = Connection::open(new)?;
        conn.pragma_update(None, "page_size", schema::PAGE as i64)?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        schema::migrate(&mut conn)?;
        dictionaries.keep_known(&conn)?;
        let Second { stored, unsure, torn } = second_pass(&pages, &dictionaries, &found, &mut conn)?;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut articles = stored.len();
        let mut lost = Vec::new();
        for (id, name) in found.lost(&stored) {
            let before = history::bring_back(&tx, &dictionaries, &id)?;
            articles += usize::from(before.is_some());
            lost.push(match before {
                Some(import) => format!(
                    "{name}: it cannot be read: it is as it was before import {import}: import it again"
                ),
                None => format!("{name}: it cannot be read: import it again"),
            });
        }
        copies::restore(&tx, &dictionaries, &found.copies())?;
        let notes = found.own.values().filter(|(_, own)| !matches!(own, Own::Batch(..))).count();
        found.own.values().try_for_each(|(_, own)| put_own(&tx, &dictionaries, own))?;
        translations::drop_lone(&tx)?;
        let imports = history::settle(&tx, &found, torn)?;
        pairs::changed(&tx)?;
        tally::recount(&tx)?;
        tx.commit()?;
        Ok(Salvaged { articles, notes, lost, imports, unsure, ..Salvaged::default() })
    };
    work().map_err(|e| folder.fault(&e))
}

/// The dictionaries by which articles are packed: those of the files beside the database, and those in its pages.
fn found_dictionaries(folder: &Folder, pages: &Pages) -> Dictionaries {
    let dictionaries = Dictionaries::new(folder.path());
    dictionaries.found_files();
    let Ok(()) = pages.records(&mut |record| {
        if let (Some(row), [Value::Null, Value::Blob(data), Value::Int(_)]) =
            (record.row, record.values.as_slice())
        {
            dictionaries.found(row, data);
        }
        Ok::<_, std::convert::Infallible>(())
    });
    dictionaries
}

/// Everything but the articles themselves, which may be more than the memory holds.
fn first_pass(pages: &Pages, dictionaries: &Dictionaries) -> Found {
    let mut found = Found::default();
    let each = &mut |record: Record| {
        found.take(&record, dictionaries);
        Ok::<_, std::convert::Infallible>(())
    };
    let Ok(()) = pages.records(each);
    found
}

impl Found {
    /// Takes in a record, told by the number and the kinds of its values. Those to which a tree leads come first.
    fn take(&mut self, record: &Record, dictionaries: &Dictionaries) {
        let held = record.held;
        match record.row {
            Some(row) => self.take_row(row, held, &record.values, dictionaries),
            None if held => self.take_first_copy(&record.values),
            // It may be old, and its second copy is a row.
            None => {}
        }
    }

    fn take_row(&mut self, row: i64, held: bool, values: &[Value], dictionaries: &Dictionaries) {
        use Value::{Blob, Int, Null, Text};
        match values {
            [Null, Int(gone)] => {
                self.removed.insert(*gone);
            }
            [Null, Blob(data)] => {
                if let Ok(article) = dictionaries.unpack_known(data) {
                    self.rows.entry(article.id.0).or_default().push((row, held));
                }
            }
            [Null, Text(begun)] => self.own(Own::Batch(row, begun.clone()), i64::from(held)),
            [Null, Text(path), Text(_), Text(_), Text(_) | Blob(_)] => {
                self.paths.entry(row).or_insert_with(|| path.clone());
            }
            [Null, Text(id), Int(_), Int(batch), Text(title), Text(_), Text(_), ..] => {
                let copy_of = if let Some(Int(main)) = values.get(COPY_OF) { Some(*main) } else { None };
                let base = if let Some(Text(base)) = values.get(BASE) { Some(base.clone()) } else { None };
                let (id, title, batch) = (id.clone(), title.clone(), *batch);
                let new = || Head { id, title, batch, held, copy_of, base };
                self.heads.entry(row).or_insert_with(new);
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

    /// Takes in what the reader made from a table without row numbers, where no sound second copy is there.
    fn take_first_copy(&mut self, values: &[Value]) {
        use Value::{Int, Real, Text};
        match values {
            [Text(key), Text(value)] if !PROPERTIES.contains(&key.as_str()) => {
                self.own(Own::Kept(key.clone(), value.clone()), 0);
            }
            [Text(ar), Text(en), confidence, Int(1), Text(beads), Text(_)] => {
                let Ok(beads) = record::from_json(beads) else { return };
                let confidence = match confidence {
                    Real(confidence) => *confidence as f32,
                    // A number without a fraction is stored as a whole one.
                    Int(whole) => *whole as f32,
                    _ => return,
                };
                let (ar, en) = (ArticleId(ar.clone()), ArticleId(en.clone()));
                self.own(Own::Pair(Pair { ar, en, confidence, beads }), 0);
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

    /// Whose copy the articles are that are one, and whose address they have, by id.
    fn copies(&self) -> HashMap<String, (Option<String>, Option<String>)> {
        let is_now = |row: i64, head: &Head| self.row(&head.id).is_some_and(|(now, _)| now == row);
        let copies = self.heads.iter().filter(|(row, head)| is_now(**row, head));
        copies
            .filter(|(_, head)| head.copy_of.is_some() || head.base.is_some())
            .map(|(_, head)| {
                // One whose main article is lost is no copy of itself: it looks for another.
                let main = head.copy_of.map(|row| self.heads.get(&row).map_or(&head.id, |main| &main.id));
                (head.id.clone(), (main.cloned(), head.base.clone()))
            })
            .collect()
    }

    /// The row that has an article now: the last one. Where no tree leads to it and the list of removed ones names it,
    /// it is left out. One of the two alone proves no removal.
    fn row(&self, id: &str) -> Option<(i64, bool)> {
        let rows = self.rows.get(id)?.iter().copied();
        rows.filter(|(row, held)| *held || !self.removed.contains(row)).max()
    }

    /// The articles that were there and are not among those stored, by id, and how each is called.
    fn lost(&self, stored: &HashSet<String>) -> BTreeMap<String, String> {
        let gone = |row: &i64, head: &Head| !head.held && self.removed.contains(row);
        self.heads
            .iter()
            .filter(|(row, head)| !stored.contains(&head.id) && !gone(row, head))
            // What is left out is told as such.
            .filter(|(_, head)| !self.rows.contains_key(&head.id))
            .map(|(row, Head { id, title, .. })| {
                let from = self.paths.get(row).map_or_else(String::new, |path| format!(", from '{path}'"));
                (id.clone(), format!("article '{id}', '{title}'{from}"))
            })
            .collect()
    }
}

/// What the second pass did.
#[derive(Default)]
struct Second {
    /// The articles stored, by id.
    stored: HashSet<String>,
    /// A line for each whose removal is not certain.
    unsure: Vec<String>,
    /// How many of an import's earlier versions cannot be read.
    torn: BTreeMap<i64, usize>,
}

/// Stores the articles, and how they were before each import.
fn second_pass(
    pages: &Pages,
    dictionaries: &Dictionaries,
    found: &Found,
    conn: &mut Connection,
) -> rusqlite::Result<Second> {
    let mut second = Second::default();
    let mut waiting = Waiting::default();
    pages.records(&mut |Record { row, held, values }| {
        match (row, values.as_slice()) {
            (Some(row), [Value::Null, Value::Blob(data)]) => {
                if let Ok(article) = dictionaries.unpack_known(data) {
                    second.article(found, (row, held), article, &mut waiting);
                }
            }
            (Some(_), values) => {
                waiting.translations.extend(translations::Found::read(values, dictionaries));
            }
            (None, values) => {
                let entry = history::Entry::read(values, held, dictionaries, &mut second.torn);
                waiting.entries.extend(entry.filter(|entry| entry.is_of_known(found)));
            }
        }
        if waiting.len() >= TOGETHER { waiting.store(conn, dictionaries) } else { Ok(()) }
    })?;
    waiting.store(conn, dictionaries)?;
    second.unsure.sort_unstable();
    Ok(second)
}

impl Second {
    /// Puts an article to those to be stored, if this is the row that has it now.
    fn article(&mut self, found: &Found, at: (i64, bool), article: Article, waiting: &mut Waiting) {
        let (row, held) = at;
        let named = found.removed.contains(&row);
        let (id, title) = (&article.id.0, &article.title);
        match found.row(id) {
            None => self.unsure.push(format!(
                "article '{id}', '{title}': the list of removed ones names it, and it is no longer in its place: it is \
                 left out: import it again if it was not you who removed it"
            )),
            Some(now) if now == at && self.stored.insert(id.clone()) => {
                if named && held {
                    self.unsure.push(format!(
                        "article '{id}', '{title}': the list of removed ones names it, but it is in its place: it is \
                         kept: run 'qari remove id:{id}' if it was you who removed it"
                    ));
                }
                let batch = found.heads.get(&row).filter(|head| head.id == *id).map_or(0, |head| head.batch);
                waiting.articles.push(article);
                waiting.batches.push(batch);
            }
            Some(_) => {}
        }
    }
}

/// What is written together.
#[derive(Default)]
struct Waiting {
    articles: Vec<Article>,
    /// The imports that they came with.
    batches: Vec<i64>,
    entries: Vec<history::Entry>,
    translations: Vec<translations::Found>,
}

impl Waiting {
    const fn len(&self) -> usize {
        self.articles.len() + self.entries.len() + self.translations.len()
    }

    fn store(&mut self, conn: &mut Connection, dictionaries: &Dictionaries) -> rusqlite::Result<()> {
        if let Some(new) = Dictionaries::learn(conn, &self.articles)? {
            dictionaries.keep(conn, &new)?;
        }
        let prepared = store::prepare(&self.articles, dictionaries.newest(conn)?.as_deref())?;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        store::put_back(&tx, dictionaries, history::NO_BATCH, &prepared)?;
        drop(prepared);
        for (article, batch) in self.articles.drain(..).zip(self.batches.drain(..)) {
            history::came_with(&tx, &article.id, batch)?;
        }
        self.entries.drain(..).try_for_each(|entry| entry.store(&tx))?;
        self.translations.drain(..).try_for_each(|found| found.store(&tx))?;
        tx.commit()
    }
}

fn put_own(tx: &Transaction<'_>, dictionaries: &Dictionaries, own: &Own) -> rusqlite::Result<()> {
    match own {
        Own::State(id, state) => {
            let State { read, starred, tags, note, place } = state.clone();
            let (read, starred, tags) = (Some(read), Some(starred), Some(tags));
            state::change(tx, id, &StateChange { read, starred, tags, note: Some(note), place: Some(place) })
        }
        Own::Pair(pair) => pairs::restore(tx, pair),
        Own::Kept(key, value) => {
            upkeep::keep(tx, key, value)?;
            corrections::kept_again(tx, dictionaries, key)
        }
        // Its place is in the history.
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
