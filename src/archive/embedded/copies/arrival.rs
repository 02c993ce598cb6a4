//! What an article is that comes with the id of a stored one: its new text, the same again, or a version of it from
//! another file.
//!
//! Nothing is written here.

use rusqlite::{OptionalExtension, Transaction};

use crate::archive::embedded::packing::Dictionaries;
use crate::archive::embedded::record;
use crate::archive::embedded::sketch::Words;
use crate::article::{Article, ArticleId, Provenance};
use crate::fold;

/// A text that has half as many words again as another one is no summary where the other one is.
const FULLER: (usize, usize) = (3, 2);

/// What stands between the hash of a feed's item and that of the page that completed it. No hash has it.
const JOINT: char = '-';

/// What an article is that comes with the id of a stored one.
#[derive(Debug, PartialEq)]
pub(in crate::archive::embedded) enum Arrival {
    /// A new form of what is stored.
    Update,
    /// What is stored, from another file.
    Same,
    /// Articles to be stored in its place, each with the id of the article that it is a version of; the last one
    /// is counted.
    Versions(Vec<(Article, Option<ArticleId>)>),
}

/// Tells what an article is of which the stored one in a row has the id.
pub(in crate::archive::embedded) fn arrival(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    article: &Article,
    row: i64,
) -> rusqlite::Result<Arrival> {
    let (path, hash): (String, String) = tx
        .prepare_cached(&format!("SELECT p.path, {} FROM provenance p WHERE p.row = ?1", record::HASH))?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // A page that completes the stored item of a feed is the same article, wherever it was found.
    let completes = article.provenance.hash.strip_prefix(&hash).is_some_and(|rest| rest.starts_with(JOINT));
    let stored_from = Provenance { path, ..Provenance::default() };
    if stored_from.file() == article.provenance.file() || completes && !hash.is_empty() {
        return Ok(Arrival::Update);
    }
    let number = u32::try_from(row).unwrap_or_default();
    let Some(stored) = super::whole(tx, dictionaries, number)? else { return Ok(Arrival::Update) };
    let (words, stored_words) = (Words::of(article), Words::of(&stored));
    let same = words.is_same(&stored_words) && fold::fold(&article.title) == fold::fold(&stored.title);
    if article.provenance.states_id {
        // The file says which article it is: what else it says holds.
        return Ok(if same && tells_the_same(article, &stored) { Arrival::Same } else { Arrival::Update });
    }
    if same {
        return Ok(Arrival::Same);
    }
    let version = version(article);
    let fuller = words.len() * FULLER.1 >= stored_words.len() * FULLER.0;
    if fuller && article.lang == stored.lang && !is_there(tx, &version.id)? {
        let excerpt = self::version(&stored);
        return Ok(Arrival::Versions(vec![(article.clone(), None), (excerpt, Some(stored.id))]));
    }
    Ok(Arrival::Versions(vec![(version, Some(article.id.clone()))]))
}

/// Whether two articles with one text agree in what is known about it.
fn tells_the_same(one: &Article, two: &Article) -> bool {
    let facts = |article: &Article| {
        let Article { lang, date, source, author, url, machine_translated, pair_key, .. } = article.clone();
        let tags = [&article.countries, &article.mentions, &article.topics, &article.orgs];
        let values = tags.map(|tags| tags.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>());
        (lang, date, source, author, url, machine_translated, pair_key, values)
    };
    facts(one) == facts(two)
}

/// The version that an article is where the one of its id is gone and the version is still there.
pub(in crate::archive::embedded) fn again(
    tx: &Transaction<'_>,
    article: &Article,
) -> rusqlite::Result<Option<(Article, Option<ArticleId>)>> {
    let any = tx.prepare_cached("SELECT 1 FROM article WHERE base = ?1")?.exists([&article.id.0])?;
    if !any {
        return Ok(None);
    }
    let version = version(article);
    Ok(is_there(tx, &version.id)?.then(|| (version, Some(article.id.clone()))))
}

/// An article by the id that it has as a version of another one with the same address: the same whenever its file is
/// imported again.
fn version(article: &Article) -> Article {
    let id = ArticleId::of(&format!("{} in {}", article.id, article.provenance.file()));
    Article { id, ..article.clone() }
}

fn is_there(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?
        .query_row([&id.0], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}
