//! Translation pairs: kept by article id, found among likely candidates, corrected by hand.
//!
//! How likely two articles are translations, and which blocks correspond, is decided in `pair`; what is confirmed
//! by hand is never changed here.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::packing::Dictionaries;
use super::second::{self, Own};
use super::{corrections, record, rows, store, tally};
use crate::archive::RowId;
use crate::article::{ArticleId, Lang, Pair};
use crate::pair;

mod offer;
mod reading;
mod seek;

pub(super) use offer::candidates;
pub(super) use seek::seek;

/// Minutes between the dates of an article and its translation, at most ten days: agencies translate within a week.
const SPAN: i64 = 10 * 1440;

/// Stands between the hashes of a pair's texts and the sum of the pair. No hash has it.
const SUM: char = '#';

/// Forgets the pairs of an article that were found; its counterparts are looked at again.
pub(super) fn forget_found(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE article SET looked = 0 WHERE id IN (
             SELECT en FROM pair WHERE ar = ?1 AND NOT by_hand UNION SELECT ar FROM pair WHERE en = ?1 AND NOT by_hand)",
    )?
    .execute([&id.0])?;
    tx.prepare_cached("DELETE FROM pair WHERE (ar = ?1 OR en = ?1) AND NOT by_hand")?.execute([&id.0])?;
    Ok(())
}

/// Makes a change of the pairs known to those who read. The counts are right already: see [`Told`].
pub(super) fn changed(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let now = store::next(tx, "pair")?;
    tx.prepare_cached("INSERT OR REPLACE INTO counter VALUES ('pair-counted', ?1)")?.execute([now])?;
    Ok(())
}

/// Counts paired articles and stories anew.
pub(super) fn recount(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let (paired, again) = count(tx)?;
    tally::set(tx, "is", "paired", paired)?;
    tally::set(tx, "told", "again", again)?;
    changed(tx)
}

/// Whether pairs were stored that are not counted: earlier versions counted them last.
pub(super) fn uncounted(conn: &Connection) -> rusqlite::Result<bool> {
    Ok(store::counter(conn, "pair")? != store::counter(conn, "pair-counted")?)
}

/// What some articles and all that are joined to them by pairs add to the counts, before a change of their pairs or
/// of whether they are there; so a change costs as much as it touches, however large the archive is.
pub(super) struct Told {
    joined: BTreeSet<String>,
    paired: i64,
    again: i64,
}

impl Told {
    /// Before the change.
    pub(super) fn before<'a>(
        tx: &Transaction<'_>,
        ids: impl IntoIterator<Item = &'a ArticleId>,
    ) -> rusqlite::Result<Self> {
        Self::of(tx, ids.into_iter().map(|id| id.0.clone()).collect())
    }

    /// Whether the articles have pairs at all, their counterparts in the archive or not.
    pub(super) fn any(&self) -> bool {
        self.joined.len() > 1
    }

    /// After it: brings the counts up.
    pub(super) fn after(self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let now = Self::of(tx, self.joined)?;
        tally::shift(tx, "is", "paired", now.paired - self.paired)?;
        tally::shift(tx, "told", "again", now.again - self.again)
    }

    fn of(conn: &Connection, seeds: BTreeSet<String>) -> rusqlite::Result<Self> {
        let mut beside =
            conn.prepare_cached("SELECT en FROM pair WHERE ar = ?1 UNION SELECT ar FROM pair WHERE en = ?1")?;
        let mut there = conn.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND copy_of IS NULL")?;
        let mut waiting: Vec<String> = seeds.iter().cloned().collect();
        let mut joined = seeds;
        let mut edges: Vec<(String, String)> = Vec::new();
        while let Some(id) = waiting.pop() {
            let others: Vec<String> = beside.query_map([&id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for other in others {
                if joined.insert(other.clone()) {
                    waiting.push(other.clone());
                }
                edges.push((id.clone(), other));
            }
        }
        let mut stories: HashMap<RowId, RowId> = HashMap::new();
        let mut rows: HashMap<&str, RowId> = HashMap::new();
        for (number, id) in joined.iter().enumerate() {
            if there.exists([id])? {
                rows.insert(id, number as RowId);
            }
        }
        for (one, other) in &edges {
            if let (Some(one), Some(other)) = (rows.get(one.as_str()), rows.get(other.as_str())) {
                join(&mut stories, *one, *other);
            }
        }
        let (paired, again) = sums(&whole(stories));
        Ok(Self { joined, paired, again })
    }
}

/// Articles with a translation, and how many of them tell a story that another one tells already.
pub(super) fn count(conn: &Connection) -> rusqlite::Result<(i64, i64)> {
    Ok(sums(&stories(conn)?))
}

fn sums(stories: &HashMap<RowId, RowId>) -> (i64, i64) {
    let distinct: HashSet<&RowId> = stories.values().collect();
    (stories.len() as i64, (stories.len() - distinct.len()) as i64)
}

/// The story of every row that has a translation: the least row that it is joined to.
pub(super) fn stories(conn: &Connection) -> rusqlite::Result<HashMap<RowId, RowId>> {
    let mut joined: HashMap<RowId, RowId> = HashMap::new();
    let mut all = conn.prepare_cached(
        "SELECT a.row, e.row FROM pair p JOIN article a ON a.id = p.ar JOIN article e ON e.id = p.en
         WHERE a.copy_of IS NULL AND e.copy_of IS NULL",
    )?;
    let mut pairs = all.query(())?;
    while let Some(pair) = pairs.next()? {
        join(&mut joined, pair.get(0)?, pair.get(1)?);
    }
    Ok(whole(joined))
}

fn join(joined: &mut HashMap<RowId, RowId>, one: RowId, other: RowId) {
    let (a, b) = (root(joined, one), root(joined, other));
    joined.insert(a.max(b), a.min(b));
}

/// Each row with the end of its chain.
fn whole(mut joined: HashMap<RowId, RowId>) -> HashMap<RowId, RowId> {
    let rows: Vec<RowId> = joined.keys().copied().collect();
    rows.into_iter().map(|row| (row, root(&mut joined, row))).collect()
}

/// The end of the chain that a row begins, which is made shorter on the way.
fn root(joined: &mut HashMap<RowId, RowId>, row: RowId) -> RowId {
    let mut at = row;
    loop {
        let next = *joined.entry(at).or_insert(at);
        if next == at {
            break;
        }
        let beyond = joined.get(&next).copied().unwrap_or(next);
        joined.insert(at, beyond);
        at = beyond;
    }
    at
}

/// A pair as it is stored.
struct Stored {
    pair: Pair,
    hashes: String,
}

/// The pairs of an article whose counterpart is there: by hand first, then the surest.
pub(super) fn of(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
) -> rusqlite::Result<Vec<Pair>> {
    let mut found = conn.prepare_cached(
        "SELECT p.ar, p.en, p.confidence, p.beads, p.hashes FROM pair p
         JOIN article a ON a.id = p.ar JOIN article e ON e.id = p.en
         WHERE p.ar = ?1 OR p.en = ?1 ORDER BY p.by_hand DESC, p.confidence DESC, p.ar, p.en",
    )?;
    let stored: Vec<Stored> = found
        .query_map([&id.0], |row| {
            let beads: String = row.get(3)?;
            let pair = Pair {
                ar: ArticleId(row.get(0)?),
                en: ArticleId(row.get(1)?),
                confidence: row.get(2)?,
                beads: record::from_json(&beads)?,
            };
            Ok(Stored { pair, hashes: row.get(4)? })
        })?
        .collect::<Result<_, _>>()?;
    stored.into_iter().map(|stored| current(conn, dictionaries, stored)).collect()
}

/// The pair, aligned anew where one of its articles is not the one that it was made of.
fn current(conn: &Connection, dictionaries: &Dictionaries, stored: Stored) -> rusqlite::Result<Pair> {
    let mut pair = stored.pair;
    if texts_of(&stored.hashes) != hashes(conn, &pair)? {
        let (ar, en) =
            (rows::whole(conn, dictionaries, &pair.ar)?, rows::whole(conn, dictionaries, &pair.en)?);
        if let (Some(ar), Some(en)) = (ar, en) {
            pair.beads = pair::align(&ar, &en);
        }
    }
    Ok(pair)
}

/// What tells the two texts of a pair from other versions of them.
fn hashes(conn: &Connection, pair: &Pair) -> rusqlite::Result<String> {
    let hash = |id: &ArticleId| {
        conn.prepare_cached(&format!(
            "SELECT {} FROM provenance p JOIN article USING (row) WHERE id = ?1",
            record::HASH
        ))?
        .query_row([&id.0], |row| row.get::<_, String>(0))
        .optional()
        // What was put back into a text makes another of it.
        .and_then(|hash| {
            Ok(hash.unwrap_or_default() + &corrections::of(conn, id)?.mark().unwrap_or_default())
        })
    };
    Ok(texts(&hash(&pair.ar)?, &hash(&pair.en)?))
}

/// The hashes of the two texts of a pair, as they are stored.
fn texts(ar: &str, en: &str) -> String {
    format!("{ar}+{en}")
}

/// The part of the stored hashes that tells the two texts.
fn texts_of(stored: &str) -> &str {
    stored.rsplit_once(SUM).map_or(stored, |(texts, _)| texts)
}

/// The hashes of a pair's texts, and behind them a sum of all that is stored of the pair: by it a byte that changed on
/// the disk is seen.
fn with_sum(texts: &str, pair: &Pair) -> rusqlite::Result<String> {
    let digest = Sha256::new().chain_update(texts).chain_update(record::to_json(pair)?).finalize();
    let sum = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    Ok(format!("{texts}{SUM}{sum:016x}"))
}

/// Pairs that are not as they were stored. Those of the first format have no sum.
pub(super) fn damaged(conn: &Connection) -> rusqlite::Result<Vec<(ArticleId, ArticleId)>> {
    let mut all = conn.prepare("SELECT ar, en, confidence, beads, hashes FROM pair")?;
    let mut rows = all.query(())?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (ar, en) = (ArticleId(row.get(0)?), ArticleId(row.get(1)?));
        let (beads, hashes): (String, String) = (row.get(3)?, row.get(4)?);
        let Ok(beads) = record::from_json(&beads) else {
            found.push((ar, en));
            continue;
        };
        let pair = Pair { ar, en, confidence: row.get(2)?, beads };
        if hashes.contains(SUM) && hashes != with_sum(texts_of(&hashes), &pair)? {
            found.push((pair.ar, pair.en));
        }
    }
    Ok(found)
}

/// Stores a pair made of texts with these hashes; a found one never replaces one made by hand.
fn insert(tx: &Transaction<'_>, pair: &Pair, texts: &str, by_hand: bool) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO pair VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE
         SET confidence = excluded.confidence, by_hand = excluded.by_hand, beads = excluded.beads,
             hashes = excluded.hashes
         WHERE excluded.by_hand OR NOT pair.by_hand",
    )?
    .execute(params![
        pair.ar.0,
        pair.en.0,
        pair.confidence,
        by_hand,
        record::to_json(&pair.beads)?,
        with_sum(texts, pair)?
    ])?;
    if by_hand {
        second::put(tx, Own::Pair(pair.clone()))?;
    }
    Ok(())
}

/// Stores a pair that was made by hand as it was. The counts are not brought up.
pub(super) fn restore(tx: &Transaction<'_>, pair: &Pair) -> rusqlite::Result<()> {
    insert(tx, pair, &hashes(tx, pair)?, true)
}

/// Stores a pair made or corrected by hand; blocks are set beside each other where it has no beads.
pub(super) fn confirm(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    pair: &Pair,
) -> rusqlite::Result<()> {
    let whole = |id: &ArticleId| {
        rows::whole(tx, dictionaries, id)?
            .ok_or_else(|| record::damaged(&format!("there is no article '{id}' to pair")))
    };
    let (ar, en) = (whole(&pair.ar)?, whole(&pair.en)?);
    let mut pair = pair.clone();
    if pair.beads.is_empty() {
        pair.beads = pair::align(&ar, &en);
    }
    let told = Told::before(tx, [&pair.ar, &pair.en])?;
    insert(tx, &pair, &texts(&ar.provenance.hash, &en.provenance.hash), true)?;
    told.after(tx)?;
    changed(tx)
}

/// The pairs of an article with others, given by row and score, and the hashes of the texts that they were made of.
fn align(
    conn: &Connection,
    dictionaries: &Dictionaries,
    row: RowId,
    others: &[(RowId, f32)],
) -> rusqlite::Result<Vec<(Pair, String)>> {
    let Some(article) = rows::whole_at(conn, dictionaries, row)? else { return Ok(Vec::new()) };
    let mut pairs = Vec::new();
    for &(other, confidence) in others {
        let Some(other) = rows::whole_at(conn, dictionaries, other)? else { continue };
        let (ar, en) = match (article.lang, other.lang) {
            (Lang::Ar, Lang::En) => (&article, &other),
            (Lang::En, Lang::Ar) => (&other, &article),
            // It changed since it was listed.
            _ => continue,
        };
        let pair = Pair { ar: ar.id.clone(), en: en.id.clone(), confidence, beads: pair::align(ar, en) };
        pairs.push((pair, texts(&ar.provenance.hash, &en.provenance.hash)));
    }
    Ok(pairs)
}

/// Stores pairs that were found and are not known yet. Gives how many those are.
fn store_new(tx: &Transaction<'_>, pairs: &[(Pair, String)]) -> rusqlite::Result<usize> {
    let mut new = 0;
    for (pair, texts) in pairs {
        let known = tx
            .prepare_cached("SELECT 1 FROM pair WHERE ar = ?1 AND en = ?2")?
            .exists([&pair.ar.0, &pair.en.0])?;
        if known {
            continue;
        }
        let told = Told::before(tx, [&pair.ar, &pair.en])?;
        insert(tx, pair, texts, false)?;
        told.after(tx)?;
        new += 1;
    }
    if new > 0 {
        changed(tx)?;
    }
    Ok(new)
}
