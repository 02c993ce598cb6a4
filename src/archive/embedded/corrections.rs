//! What the reader corrected, kept under a key of its own for each article, and laid over the article whenever it is
//! read; the columns by which it is found and counted are those of the corrected one.
//!
//! The article itself stays as it was imported. What a correction means is said in [`crate::article::correction`].

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::packing::Dictionaries;
use super::record::{self, Facts};
use super::tally::Changes;
use super::{copies, store, upkeep};
use crate::article::{Amendment, Article, ArticleId, Correction};

/// Before an article's id in the keys of corrections.
const PREFIX: &str = "correction:";

/// Behind every key of a correction: its last sign is the one after the prefix's.
const BEHIND: &str = "correction;";

fn key(id: &ArticleId) -> String {
    format!("{PREFIX}{id}")
}

/// What is corrected about an article. One that cannot be read corrects nothing: the check tells of it.
pub(super) fn of(conn: &Connection, id: &ArticleId) -> rusqlite::Result<Correction> {
    let kept = upkeep::kept(conn, &key(id))?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// All corrections, by article.
pub(super) fn all(conn: &Connection) -> rusqlite::Result<Vec<(ArticleId, Correction)>> {
    let mut kept =
        conn.prepare_cached("SELECT key, value FROM kept WHERE key > ?1 AND key < ?2 ORDER BY key")?;
    let mut rows = kept.query([PREFIX, BEHIND])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, text): (String, String) = (row.get(0)?, row.get(1)?);
        let Ok(correction) = serde_json::from_str::<Correction>(&text) else { continue };
        if let Some(id) = key.strip_prefix(PREFIX).filter(|_| !correction.is_empty()) {
            all.push((ArticleId::from(id), correction));
        }
    }
    Ok(all)
}

/// An article as it is read: with what was corrected.
pub(super) fn corrected(conn: &Connection, mut article: Article) -> rusqlite::Result<Article> {
    of(conn, &article.id)?.lay_over(&mut article);
    Ok(article)
}

/// Articles as they are read.
pub(super) fn corrected_all<'a>(
    conn: &Connection,
    articles: impl IntoIterator<Item = (i64, &'a Article)>,
) -> rusqlite::Result<Vec<(i64, Cow<'a, Article>)>> {
    let any =
        conn.prepare_cached("SELECT 1 FROM kept WHERE key > ?1 AND key < ?2")?.exists([PREFIX, BEHIND])?;
    let read = |(row, article): (i64, &'a Article)| {
        let correction = if any { of(conn, &article.id)? } else { Correction::default() };
        if correction.is_empty() {
            return Ok((row, Cow::Borrowed(article)));
        }
        let mut article = article.clone();
        correction.lay_over(&mut article);
        Ok((row, Cow::Owned(article)))
    };
    articles.into_iter().map(read).collect()
}

/// By what an article is counted that has these facts as it was imported.
pub(super) fn facts<'a>(
    conn: &Connection,
    article: &Article,
    imported: &'a Facts,
) -> rusqlite::Result<Cow<'a, Facts>> {
    let correction = of(conn, &article.id)?;
    if correction.is_empty() {
        return Ok(Cow::Borrowed(imported));
    }
    let mut article = article.clone();
    correction.lay_over(&mut article);
    Ok(Cow::Owned(Facts::of(&article)))
}

/// Changes what is corrected about an article, which need not be there now. Gives the correction as it is then.
pub(super) fn amend(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    id: &ArticleId,
    steps: &[Amendment],
) -> rusqlite::Result<Correction> {
    let before = of(tx, id)?;
    let mut after = before.clone();
    steps.iter().cloned().for_each(|step| after.amend(step));
    if after != before {
        upkeep::keep(tx, &key(id), &record::to_json(&after)?)?;
        restate(tx, dictionaries, id)?;
    }
    Ok(after)
}

/// A value was kept again that had been saved: where it is a correction, its article is counted by it.
pub(super) fn kept_again(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    key: &str,
) -> rusqlite::Result<()> {
    key.strip_prefix(PREFIX).map_or(Ok(()), |id| restate(tx, dictionaries, &ArticleId::from(id)))
}

/// Writes an article's columns anew by what is corrected now, and has it indexed again.
fn restate(tx: &Transaction<'_>, dictionaries: &Dictionaries, id: &ArticleId) -> rusqlite::Result<()> {
    let there: Option<i64> = tx
        .prepare_cached("SELECT row FROM article WHERE id = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?;
    let Some(row) = there else { return Ok(()) };
    let imported = store::whole(tx, dictionaries, row)?;
    let facts = Facts::of(&corrected(tx, imported)?);
    let before = store::stored_facts(tx, row)?;
    tx.prepare_cached("UPDATE article SET seq = ?2, countries = ?3, topics = ?4, orgs = ?5 WHERE row = ?1")?
        .execute(params![
            row,
            store::next(tx, "change")?,
            record::join(&facts.countries),
            record::join(&facts.topics),
            record::join(&facts.orgs)
        ])?;
    let mut changes = Changes::default();
    if copies::is_listed(tx, row)? {
        changes.article(&before, None, -1);
        changes.article(&store::stored_facts(tx, row)?, None, 1);
    }
    changes.write(tx)
}
