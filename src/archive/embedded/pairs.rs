//! Translation pairs: kept by article id, found among likely candidates, corrected by hand.
//!
//! How likely two articles are translations, and which blocks correspond, is decided in `pair`; what is confirmed
//! by hand is never changed here.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::second::{self, Own};
use super::{record, rows, store, tally};
use crate::archive::{Cancel, RowId};
use crate::article::{Article, ArticleId, Lang, Pair};
use crate::pair::{self, Profile};

/// Candidates that are compared with one article. Reading and comparing one takes about a millisecond.
const CANDIDATES: i64 = 200;

/// Days between the dates of an article and its translation, at most: agencies translate within a week.
const DAYS: i64 = 10;

/// Stands between the hashes of a pair's texts and the sum of the pair. No hash has it.
const SUM: char = '#';

/// Profiles kept while many articles are looked at: some 20 MB.
const PROFILES: usize = 4_000;

/// Whether there are pairs with an article, its counterpart in the archive or not.
pub(super) fn any(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM pair WHERE ar = ?1 OR en = ?1")?.exists([&id.0])
}

/// Forgets the pairs of an article that were found; its counterparts are looked at again. Says whether there were.
pub(super) fn forget_found(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<bool> {
    tx.prepare_cached(
        "UPDATE article SET looked = 0 WHERE id IN (
             SELECT en FROM pair WHERE ar = ?1 AND NOT by_hand UNION SELECT ar FROM pair WHERE en = ?1 AND NOT by_hand)",
    )?
    .execute([&id.0])?;
    let gone =
        tx.prepare_cached("DELETE FROM pair WHERE (ar = ?1 OR en = ?1) AND NOT by_hand")?.execute([&id.0])?;
    Ok(gone > 0)
}

/// Counts paired articles and stories anew, and makes the change known.
pub(super) fn changed(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let now = store::next(tx, "pair")?;
    tx.prepare_cached("INSERT OR REPLACE INTO counter VALUES ('pair-counted', ?1)")?.execute([now])?;
    let (paired, again) = count(tx)?;
    tally::set(tx, "is", "paired", paired)?;
    tally::set(tx, "told", "again", again)
}

/// Whether pairs were stored that are not counted yet: looking for pairs counts at its end only.
pub(super) fn uncounted(conn: &Connection) -> rusqlite::Result<bool> {
    Ok(store::counter(conn, "pair")? != store::counter(conn, "pair-counted")?)
}

/// Articles with a translation, and how many of them tell a story that another one tells already.
pub(super) fn count(conn: &Connection) -> rusqlite::Result<(i64, i64)> {
    let stories = stories(conn)?;
    let distinct: HashSet<&RowId> = stories.values().collect();
    Ok((stories.len() as i64, (stories.len() - distinct.len()) as i64))
}

/// The story of every row that has a translation: the least row that it is joined to.
pub(super) fn stories(conn: &Connection) -> rusqlite::Result<HashMap<RowId, RowId>> {
    let mut joined: HashMap<RowId, RowId> = HashMap::new();
    let mut all = conn.prepare_cached(
        "SELECT a.row, e.row FROM pair p JOIN article a ON a.id = p.ar JOIN article e ON e.id = p.en",
    )?;
    let mut pairs = all.query(())?;
    while let Some(pair) = pairs.next()? {
        let (a, b) = (root(&mut joined, pair.get(0)?), root(&mut joined, pair.get(1)?));
        joined.insert(a.max(b), a.min(b));
    }
    let rows: Vec<RowId> = joined.keys().copied().collect();
    Ok(rows.into_iter().map(|row| (row, root(&mut joined, row))).collect())
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
pub(super) fn of(conn: &Connection, id: &ArticleId) -> rusqlite::Result<Vec<Pair>> {
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
    stored.into_iter().map(|stored| current(conn, stored)).collect()
}

/// The pair, aligned anew where one of its articles is not the one that it was made of.
fn current(conn: &Connection, stored: Stored) -> rusqlite::Result<Pair> {
    let mut pair = stored.pair;
    if texts_of(&stored.hashes) != hashes(conn, &pair)? {
        let (ar, en) = (rows::whole(conn, &pair.ar)?, rows::whole(conn, &pair.en)?);
        if let (Some(ar), Some(en)) = (ar, en) {
            pair.beads = pair::align(&ar, &en);
        }
    }
    Ok(pair)
}

/// What tells the two texts of a pair from other versions of them.
fn hashes(conn: &Connection, pair: &Pair) -> rusqlite::Result<String> {
    let hash = |id: &ArticleId| {
        conn.prepare_cached("SELECT hash FROM provenance JOIN article USING (row) WHERE id = ?1")?
            .query_row([&id.0], |row| row.get::<_, String>(0))
            .optional()
            .map(Option::unwrap_or_default)
    };
    Ok(format!("{}+{}", hash(&pair.ar)?, hash(&pair.en)?))
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

/// Stores a pair; a found one never replaces one made by hand. Says whether it was stored.
pub(super) fn store(tx: &Transaction<'_>, pair: &Pair, by_hand: bool) -> rusqlite::Result<bool> {
    let stored = tx
        .prepare_cached(
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
            with_sum(&hashes(tx, pair)?, pair)?
        ])?;
    if by_hand {
        second::put(tx, Own::Pair(pair.clone()))?;
    }
    Ok(stored > 0)
}

/// Stores a pair made or corrected by hand; blocks are set beside each other where it has no beads.
pub(super) fn confirm(tx: &Transaction<'_>, pair: &Pair) -> rusqlite::Result<()> {
    let whole = |id: &ArticleId| {
        rows::whole(tx, id)?.ok_or_else(|| record::damaged(&format!("there is no article '{id}' to pair")))
    };
    let (ar, en) = (whole(&pair.ar)?, whole(&pair.en)?);
    let mut pair = pair.clone();
    if pair.beads.is_empty() {
        pair.beads = pair::align(&ar, &en);
    }
    store(tx, &pair, true)?;
    changed(tx)
}

/// Looks for pairs of many articles; keeps what it read of the candidates.
#[derive(Default)]
pub(super) struct Finder {
    profiles: HashMap<RowId, Profile>,
}

impl Finder {
    /// The pairs of one article.
    pub(super) fn find(
        &mut self,
        conn: &Connection,
        article: &Article,
        row: RowId,
    ) -> rusqlite::Result<Vec<Pair>> {
        let Some(other) = other_language(article.lang) else { return Ok(Vec::new()) };
        let scored = self.scored(conn, article, row, other)?;
        let mut pairs = Vec::new();
        for (candidate, score) in scored.into_iter().filter(|(_, score)| *score >= pair::ACCEPT) {
            let Some(other) = rows::whole_at(conn, candidate)? else { continue };
            let (ar, en) = if article.lang == Lang::Ar { (article, &other) } else { (&other, article) };
            let beads = pair::align(ar, en);
            pairs.push(Pair { ar: ar.id.clone(), en: en.id.clone(), confidence: score, beads });
        }
        Ok(pairs)
    }

    /// Candidates in the other language with how likely they are translations, best first.
    fn scored(
        &mut self,
        conn: &Connection,
        article: &Article,
        row: RowId,
        other: Lang,
    ) -> rusqlite::Result<Vec<(RowId, f32)>> {
        let candidates = likely(conn, article, row, other)?;
        if self.profiles.len() + candidates.len() > PROFILES {
            self.profiles.clear();
        }
        for candidate in &candidates {
            if !self.profiles.contains_key(candidate)
                && let Some(article) = rows::whole_at(conn, *candidate)?
            {
                self.profiles.insert(*candidate, Profile::of(&article));
            }
        }
        let there: Vec<(RowId, &Profile)> =
            candidates.iter().filter_map(|row| self.profiles.get(row).map(|p| (*row, p))).collect();
        let best = pair::best(&Profile::of(article), there.iter().map(|(_, profile)| *profile));
        Ok(best.into_iter().filter_map(|(at, score)| there.get(at).map(|(row, _)| (*row, score))).collect())
    }
}

/// The language in which translations of an article are looked for.
const fn other_language(lang: Lang) -> Option<Lang> {
    match lang {
        Lang::Ar => Some(Lang::En),
        Lang::En => Some(Lang::Ar),
        _ => None,
    }
}

/// Articles that may be translations: of the same declared story; of nearly the same date; undated ones, those
/// imported together first.
fn likely(conn: &Connection, article: &Article, row: RowId, other: Lang) -> rusqlite::Result<Vec<RowId>> {
    let mut found: Vec<RowId> = Vec::new();
    let mut add = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> rusqlite::Result<()> {
        let mut rows = conn.prepare_cached(sql)?;
        for row in rows.query_map(params, |row| row.get(0))? {
            let row = row?;
            if !found.contains(&row) {
                found.push(row);
            }
        }
        Ok(())
    };
    let lang = other.code();
    if let Some(key) = &article.pair_key {
        add(
            "SELECT row FROM article WHERE pair_key = ?1 AND lang = ?2 ORDER BY row LIMIT ?3",
            &[key, &lang, &CANDIDATES],
        )?;
    }
    let newest = record::newest(article.date.as_ref());
    if newest > 0 {
        let span = DAYS * 1440;
        add(
            "SELECT row FROM article WHERE newest BETWEEN ?1 - ?2 AND ?1 + ?2 AND newest > 0 AND lang = ?3
             ORDER BY abs(newest - ?1), abs(row - ?4) LIMIT ?5",
            &[&newest, &span, &lang, &row, &CANDIDATES],
        )?;
        add(
            "SELECT row FROM article WHERE newest = 0 AND lang = ?1 ORDER BY abs(row - ?2) LIMIT ?3",
            &[&lang, &row, &CANDIDATES],
        )?;
    } else {
        // Rows before and after by their number, so that the statement reads no more than it gives.
        for beside in [
            "SELECT row FROM article WHERE row < ?1 AND lang = ?2 ORDER BY row DESC LIMIT ?3",
            "SELECT row FROM article WHERE row > ?1 AND lang = ?2 ORDER BY row LIMIT ?3",
        ] {
            add(beside, &[&row, &lang, &CANDIDATES])?;
        }
    }
    Ok(found)
}

/// Candidates for an article's translation that are not paired with it, best first.
pub(super) fn candidates(conn: &Connection, id: &ArticleId, limit: usize) -> rusqlite::Result<Vec<RowId>> {
    let (Some(article), Some(row)) = (rows::whole(conn, id)?, rows::number(conn, id)?) else {
        return Ok(Vec::new());
    };
    let Some(other) = other_language(article.lang) else { return Ok(Vec::new()) };
    let mut paired = conn.prepare_cached(
        "SELECT row FROM article WHERE id IN (
             SELECT en FROM pair WHERE ar = ?1 UNION SELECT ar FROM pair WHERE en = ?1)",
    )?;
    let paired: HashSet<RowId> = paired.query_map([&id.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let scored = Finder::default().scored(conn, &article, row, other)?;
    let mut best: Vec<RowId> = scored.into_iter().map(|(row, _)| row).collect();
    // A person may know better than the score: those of about the same time are offered after the likely ones.
    let near = likely(conn, &article, row, other)?;
    best.extend(near.iter().filter(|row| !best.contains(row)).copied().collect::<Vec<_>>());
    Ok(best.into_iter().filter(|row| !paired.contains(row)).take(limit).collect())
}

/// Articles that were never looked at.
pub(super) fn unlooked(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<RowId>> {
    conn.prepare_cached("SELECT row FROM article WHERE looked = 0 ORDER BY row LIMIT ?1")?
        .query_map([limit as i64], |row| row.get(0))?
        .collect()
}

/// Looks at some articles: gives the pairs of each.
pub(super) fn look(
    conn: &Connection,
    finder: &mut Finder,
    rows: &[RowId],
    cancel: &Cancel,
) -> rusqlite::Result<Vec<(RowId, Vec<Pair>)>> {
    let mut looked = Vec::with_capacity(rows.len());
    for &row in rows {
        if cancel.is_cancelled() {
            break;
        }
        let pairs = match rows::whole_at(conn, row)? {
            Some(article) => finder.find(conn, &article, row)?,
            None => Vec::new(),
        };
        looked.push((row, pairs));
    }
    Ok(looked)
}

/// Stores what was found. Gives how many pairs are new.
pub(super) fn store_found(tx: &Transaction<'_>, looked: &[(RowId, Vec<Pair>)]) -> rusqlite::Result<usize> {
    let mut new = 0;
    for (row, pairs) in looked {
        for pair in pairs {
            let known = tx
                .prepare_cached("SELECT 1 FROM pair WHERE ar = ?1 AND en = ?2")?
                .exists([&pair.ar.0, &pair.en.0])?;
            if !known && store(tx, pair, false)? {
                new += 1;
            }
        }
        tx.prepare_cached("UPDATE article SET looked = 1 WHERE row = ?1")?.execute([row])?;
    }
    if new > 0 {
        store::next(tx, "pair")?;
    }
    Ok(new)
}
