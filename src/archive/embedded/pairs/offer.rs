//! What a person is offered as an article's translation: likely ones first, then those of about the same time.
//!
//! One article at a time; pairs of many are looked for by `seek`.

use std::collections::HashSet;

use rusqlite::Connection;

use super::SPAN;
use crate::archive::RowId;
use crate::archive::embedded::packing::Dictionaries;
use crate::archive::embedded::{record, rows};
use crate::article::{Article, ArticleId, Lang};
use crate::pair::{self, Profile};

/// Articles that are read to be compared with one. Reading and comparing one takes a part of a millisecond.
const CANDIDATES: i64 = 200;

/// Candidates for an article's translation that are not paired with it, best first.
pub(in crate::archive::embedded) fn candidates(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
    limit: usize,
) -> rusqlite::Result<Vec<RowId>> {
    let (Some(article), Some(row)) = (rows::whole(conn, dictionaries, id)?, rows::number(conn, id)?) else {
        return Ok(Vec::new());
    };
    let Some(other) = other_language(article.lang) else { return Ok(Vec::new()) };
    let mut paired = conn.prepare_cached(
        "SELECT row FROM article WHERE id IN (
             SELECT en FROM pair WHERE ar = ?1 UNION SELECT ar FROM pair WHERE en = ?1)",
    )?;
    let paired: HashSet<RowId> = paired.query_map([&id.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let near = likely(conn, &article, row, other)?;
    let mut profiles = Vec::with_capacity(near.len());
    for row in &near {
        if let Some(article) = rows::whole_at(conn, dictionaries, *row)? {
            profiles.push((*row, Profile::of(&article)));
        }
    }
    let scored = pair::best(&Profile::of(&article), profiles.iter().map(|(_, profile)| profile));
    let mut best: Vec<RowId> =
        scored.into_iter().filter_map(|(at, _)| profiles.get(at).map(|(row, _)| *row)).collect();
    // A person may know better than the score: those of about the same time are offered after the likely ones.
    best.extend(near.iter().filter(|row| !best.contains(row)).copied().collect::<Vec<_>>());
    Ok(best.into_iter().filter(|row| !paired.contains(row)).take(limit).collect())
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
            "SELECT row FROM article WHERE pair_key = ?1 AND lang = ?2 AND copy_of IS NULL ORDER BY row LIMIT ?3",
            &[key, &lang, &CANDIDATES],
        )?;
    }
    let newest = record::newest(article.date.as_ref());
    if newest > 0 {
        add(
            "SELECT row FROM article WHERE newest BETWEEN ?1 - ?2 AND ?1 + ?2 AND newest > 0 AND lang = ?3 AND copy_of IS NULL
             ORDER BY abs(newest - ?1), abs(row - ?4) LIMIT ?5",
            &[&newest, &SPAN, &lang, &row, &CANDIDATES],
        )?;
        add(
            "SELECT row FROM article WHERE newest = 0 AND lang = ?1 AND copy_of IS NULL ORDER BY abs(row - ?2) LIMIT ?3",
            &[&lang, &row, &CANDIDATES],
        )?;
    } else {
        // Rows before and after by their number, so that the statement reads no more than it gives.
        for beside in [
            "SELECT row FROM article WHERE row < ?1 AND lang = ?2 AND copy_of IS NULL ORDER BY row DESC LIMIT ?3",
            "SELECT row FROM article WHERE row > ?1 AND lang = ?2 AND copy_of IS NULL ORDER BY row LIMIT ?3",
        ] {
            add(beside, &[&row, &lang, &CANDIDATES])?;
        }
    }
    Ok(found)
}
