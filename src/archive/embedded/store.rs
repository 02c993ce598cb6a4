//! Writing articles: stored, changed, removed, and a batch undone as a whole.
//!
//! Statements inside a transaction that the caller opened; nothing here touches the index. Every change takes the
//! next change number, by which the index catches up.

use rusqlite::{OptionalExtension, Transaction, params};

use super::copies::{self, Entries, Linked};
use super::packing::{Dictionaries, Dictionary, Packer};
use super::record::{self, Facts};
use super::sketch::Words;
use super::tally::Changes;
use super::{corrections, pairs, second, state, translations};
use crate::article::{Article, ArticleId};

mod putting;

pub(super) use putting::{put, put_back};

/// An article made ready outside the transaction, so that other writers wait for the inserts only.
pub(super) struct Prepared<'a> {
    article: &'a Article,
    facts: Facts,
    data: Vec<u8>,
    title_key: String,
    words: Words,
}

/// Makes articles ready, on two threads, packed with a dictionary.
pub(super) fn prepare<'a>(
    articles: &'a [Article],
    dictionary: Option<&Dictionary>,
) -> rusqlite::Result<Vec<Prepared<'a>>> {
    let (first, second) = articles.split_at(articles.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| prepare_all(second, dictionary));
        let mut prepared = prepare_all(first, dictionary)?;
        // A panic there is one of ours, and goes on here.
        prepared.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        Ok(prepared)
    })
}

fn prepare_all<'a>(
    articles: &'a [Article],
    dictionary: Option<&Dictionary>,
) -> rusqlite::Result<Vec<Prepared<'a>>> {
    let mut packer = Packer::new(dictionary)?;
    articles.iter().map(|article| Prepared::new(article, &mut packer)).collect()
}

impl<'a> Prepared<'a> {
    fn new(article: &'a Article, packer: &mut Packer) -> rusqlite::Result<Self> {
        Ok(Self {
            article,
            facts: Facts::of(article),
            data: packer.pack(article)?,
            title_key: title_key(&article.title),
            words: Words::of(article),
        })
    }
}

/// The key that titles sort by: its first folded words. 80 letters tell titles apart; the index of it stays small.
fn title_key(title: &str) -> String {
    crate::fold::fold(title).trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(80).collect()
}

/// The next number of a counter.
pub(super) fn next(tx: &Transaction<'_>, counter: &str) -> rusqlite::Result<i64> {
    tx.prepare_cached(
        "INSERT INTO counter VALUES (?1, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value",
    )?
    .query_row([counter], |row| row.get(0))
}

/// A counter's number; 0 before its first.
pub(super) fn counter(conn: &rusqlite::Connection, counter: &str) -> rusqlite::Result<i64> {
    let value = conn
        .prepare_cached("SELECT value FROM counter WHERE name = ?1")?
        .query_row([counter], |row| row.get(0))
        .optional()?;
    Ok(value.unwrap_or(0))
}

/// The row of a stored article and its hash.
fn known(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<Option<(i64, String)>> {
    tx.prepare_cached(&format!(
        "SELECT a.row, {} FROM article a JOIN provenance p USING (row) WHERE a.id = ?1",
        record::HASH
    ))?
    .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

/// Whether the article is the one stored: by its hash, or as a whole where it has none.
fn is_same(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    row: i64,
    hash: &str,
    article: &Article,
) -> rusqlite::Result<bool> {
    if !hash.is_empty() || !article.provenance.hash.is_empty() {
        return Ok(hash == article.provenance.hash);
    }
    Ok(whole(tx, dictionaries, row)? == *article)
}

/// The article of a row, whole, as it was imported.
pub(super) fn whole(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    row: i64,
) -> rusqlite::Result<Article> {
    let data: Vec<u8> =
        tx.prepare_cached("SELECT data FROM body WHERE row = ?1")?.query_row([row], |r| r.get(0))?;
    dictionaries.unpack(tx, &data)
}

/// Notes how an article was before the batch; the first note of a batch holds.
fn journal(tx: &Transaction<'_>, batch: i64, id: &str, row: Option<i64>) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO journal VALUES (?1, ?2,
             (SELECT data FROM body WHERE row = ?3), (SELECT batch FROM article WHERE row = ?3))",
    )?
    .execute(params![batch, id, row])?;
    Ok(())
}

/// Adds a new article. Gives its row, and whether pairs of it were waiting (it had been removed and is back).
fn insert(
    tx: &Transaction<'_>,
    batch: i64,
    prepared: &Prepared<'_>,
    base: Option<&ArticleId>,
    changes: &mut Changes,
) -> rusqlite::Result<(i64, bool)> {
    let article = prepared.article;
    let facts = corrections::facts(tx, article, &prepared.facts)?;
    let told = pairs::Told::before(tx, [&article.id])?;
    columns(
        tx,
        "INSERT INTO article (id, seq, batch, title, title_key, lang, date, newest, source, countries, topics,
             orgs, machine_translated, pair_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        batch,
        prepared,
        &facts,
    )?;
    let row = tx.last_insert_rowid();
    if let Some(base) = base {
        tx.prepare_cached("UPDATE article SET base = ?2 WHERE row = ?1")?.execute(params![row, base.0])?;
    }
    parts(tx, row, prepared)?;
    let state = state::read(tx, &article.id)?;
    if state.is_some() {
        state::touch(tx, &article.id)?;
    }
    changes.article(&facts, state.as_ref(), 1);
    let paired = told.any();
    if paired {
        told.after(tx)?;
    }
    Ok((row, paired))
}

/// Writes an article's columns by a statement that takes them in one order, the id first. The change is numbered.
fn columns(
    tx: &Transaction<'_>,
    sql: &str,
    batch: i64,
    prepared: &Prepared<'_>,
    facts: &Facts,
) -> rusqlite::Result<()> {
    let article = prepared.article;
    let seq = next(tx, "change")?;
    tx.prepare_cached(sql)?.execute(params![
        article.id.0,
        seq,
        batch,
        article.title,
        prepared.title_key,
        facts.lang.code(),
        facts.date.as_ref().map(ToString::to_string),
        record::newest(facts.date.as_ref()),
        facts.sources.first(),
        record::join(&facts.countries),
        record::join(&facts.topics),
        record::join(&facts.orgs),
        article.machine_translated,
        article.pair_key,
    ])?;
    Ok(())
}

/// Writes what stands beside the columns: the whole and where it came from.
fn parts(tx: &Transaction<'_>, row: i64, prepared: &Prepared<'_>) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO body VALUES (?1, ?2)")?.execute(params![row, prepared.data])?;
    let from = &prepared.article.provenance;
    tx.prepare_cached("INSERT OR REPLACE INTO provenance VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        row,
        from.path,
        from.format,
        from.encoding,
        record::hash(&from.hash)
    ])?;
    Ok(())
}

/// Puts a changed article in the place of the old one. Says whether pairs of it went.
fn replace(
    tx: &Transaction<'_>,
    batch: i64,
    row: i64,
    prepared: &Prepared<'_>,
    changes: &mut Changes,
) -> rusqlite::Result<bool> {
    let article = prepared.article;
    let facts = corrections::facts(tx, article, &prepared.facts)?;
    let listed = copies::is_listed(tx, row)?;
    if listed {
        changes.article(&stored_facts(tx, row)?, None, -1);
    }
    columns(
        tx,
        "UPDATE article SET seq = ?2, batch = ?3, title = ?4, title_key = ?5, lang = ?6, date = ?7, newest = ?8,
             source = ?9, countries = ?10, topics = ?11, orgs = ?12, machine_translated = ?13, pair_key = ?14,
             looked = 0
         WHERE id = ?1",
        batch,
        prepared,
        &facts,
    )?;
    if listed {
        changes.article(&stored_facts(tx, row)?, None, 1);
    }
    parts(tx, row, prepared)?;
    forget_pairs(tx, &article.id)
}

/// Forgets the pairs of an article that were found. Says whether it had any.
pub(super) fn forget_pairs(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<bool> {
    let told = pairs::Told::before(tx, [id])?;
    let any = told.any();
    if any {
        pairs::forget_found(tx, id)?;
        told.after(tx)?;
    }
    Ok(any)
}

/// Whether the columns of a row are those of its article and of the facts by which it is counted: first the four of its provenance, then the article's own,
/// beginning at column `at`. What an index of the table has too, `SQLite`'s own check compares.
pub(super) fn is_as_stored(
    row: &rusqlite::Row<'_>,
    at: usize,
    article: &Article,
    facts: &Facts,
) -> rusqlite::Result<bool> {
    let from = &article.provenance;
    for (i, part) in [&from.path, &from.format, &from.encoding, &from.hash].into_iter().enumerate() {
        if row.get::<_, Option<String>>(at + i)?.as_ref() != Some(part) {
            return Ok(false);
        }
    }
    Ok(row.get::<_, String>("title")? == article.title
        && row.get::<_, String>("lang")? == facts.lang.code()
        && row.get::<_, Option<String>>("date")? == facts.date.as_ref().map(ToString::to_string)
        && row.get::<_, Option<String>>("source")?.as_ref() == facts.sources.first()
        && row.get::<_, String>("countries")? == record::join(&facts.countries)
        && row.get::<_, String>("topics")? == record::join(&facts.topics)
        && row.get::<_, String>("orgs")? == record::join(&facts.orgs)
        && row.get::<_, bool>("machine_translated")? == article.machine_translated)
}

/// By what a stored article is counted.
pub(super) fn stored_facts(tx: &Transaction<'_>, row: i64) -> rusqlite::Result<Facts> {
    tx.prepare_cached(
        "SELECT lang, date, coalesce(sources, source), countries, topics, orgs, machine_translated
         FROM article WHERE row = ?1",
    )?
    .query_row([row], facts_at(0))
}

/// Reads [`Facts`] from seven columns that begin at `at`.
pub(super) fn facts_at(at: usize) -> impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Facts> {
    move |row| {
        let lang: String = row.get(at)?;
        let date: Option<String> = row.get(at + 1)?;
        let list = |i: usize| row.get::<_, String>(at + i).map(|joined| record::split(&joined));
        Ok(Facts {
            lang: crate::article::Lang::from_code(&lang),
            date: date.and_then(|d| d.parse().ok()),
            sources: row
                .get::<_, Option<String>>(at + 2)?
                .map_or_else(Vec::new, |joined| record::split(&joined)),
            countries: list(3)?,
            topics: list(4)?,
            orgs: list(5)?,
            machine_translated: row.get(at + 6)?,
        })
    }
}

/// Removes the articles that are there. Gives how many.
pub(super) fn remove<'a>(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    ids: impl IntoIterator<Item = &'a str>,
) -> rusqlite::Result<usize> {
    let (mut changes, mut linked) = (Changes::default(), Linked::default());
    let (mut removed, mut repair) = (0, false);
    for id in ids {
        let row: Option<i64> = tx
            .prepare_cached("SELECT row FROM article WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(row) = row else { continue };
        let id = ArticleId::from(id);
        Entries::new(tx, dictionaries, &mut changes, &mut linked).leave(record::row(row))?;
        changes.article(&stored_facts(tx, row)?, state::read(tx, &id)?.as_ref(), -1);
        repair |= forget_pairs(tx, &id)?;
        let told = pairs::Told::before(tx, [&id])?;
        let seq = next(tx, "change")?;
        tx.prepare_cached("INSERT INTO removed VALUES (?1, ?2)")?.execute([seq, row])?;
        for table in ["article", "body", "provenance"] {
            tx.prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1"))?.execute([row])?;
        }
        // Pairs made by hand stay for when it comes back.
        if told.any() {
            told.after(tx)?;
        }
        translations::remove(tx, &id.0)?;
        removed += 1;
    }
    changes.write(tx)?;
    if repair || linked.repair {
        pairs::changed(tx)?;
    }
    Ok(removed)
}

/// Makes the archive as if the batch had never been: what it added goes, what it updated is as before. What a later
/// batch changed again stays as that batch left it. Gives how many articles were touched.
pub(super) fn undo(tx: &Transaction<'_>, dictionaries: &Dictionaries, batch: i64) -> rusqlite::Result<usize> {
    let entries: Vec<(String, Option<Vec<u8>>, Option<i64>)> = tx
        .prepare("SELECT id, previous, previous_batch FROM journal WHERE batch = ?1")?
        .query_map([batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut packer = Packer::new(dictionaries.newest(tx)?.as_deref())?;
    let (mut changes, mut linked) = (Changes::default(), Linked::default());
    let (mut undone, mut added, mut repair) = (0, Vec::new(), false);
    for (id, previous, previous_batch) in entries {
        let now: Option<(i64, i64)> = tx
            .prepare_cached("SELECT row, batch FROM article WHERE id = ?1")?
            .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match (now, previous) {
            (Some((row, last)), Some(data)) if last == batch => {
                let article = dictionaries.unpack(tx, &data)?;
                let prepared = Prepared::new(&article, &mut packer)?;
                repair |= replace(tx, previous_batch.unwrap_or(0), row, &prepared, &mut changes)?;
                copies::note(tx, row, &prepared.words)?;
                Entries::new(tx, dictionaries, &mut changes, &mut linked).changed(
                    record::row(row),
                    &article,
                    &prepared.words,
                )?;
                undone += 1;
            }
            (Some((_, last)), None) if last == batch => added.push(id),
            (Some(_), previous) => {
                tx.prepare_cached(
                    "UPDATE journal SET previous = ?3, previous_batch = ?4
                     WHERE id = ?2 AND batch = (SELECT min(batch) FROM journal WHERE id = ?2 AND batch > ?1)",
                )?
                .execute(params![batch, id, previous, previous_batch])?;
            }
            (None, _) => {}
        }
    }
    changes.write(tx)?;
    undone += remove(tx, dictionaries, added.iter().map(String::as_str))?;
    tx.execute("DELETE FROM journal WHERE batch = ?1", [batch])?;
    tx.execute("DELETE FROM batch WHERE id = ?1", [batch])?;
    second::forget_batches(tx)?;
    if repair || linked.repair {
        pairs::changed(tx)?;
    }
    Ok(undone)
}
