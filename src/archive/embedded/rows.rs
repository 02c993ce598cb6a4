//! Reading the database: rows of the list, whole articles, the first frame.
//!
//! The index is never asked here.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::packing::Dictionaries;
use super::{corrections, facets, record, state, store, tally, translations};
use crate::archive::query::{Field, Query, UNKNOWN};
use crate::archive::{Answer, Counts, Row, RowId};
use crate::article::{Article, ArticleId, Lang};

/// The columns of [`Row`], as [`row_at`] reads them.
const COLUMNS: &str = "a.row, a.id, a.title,
    a.lang, a.date, a.source, a.countries, a.topics, a.orgs, a.machine_translated, s.read, s.starred, s.tags, s.note, s.place,
    a.sources, (SELECT m.id FROM article m WHERE m.row = a.copy_of)";

fn row_at(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let facts = store::facts_at(3)(row)?;
    let sources: Option<String> = row.get(15)?;
    Ok(Row {
        row: row.get(0)?,
        id: ArticleId(row.get(1)?),
        title: row.get(2)?,
        lang: facts.lang,
        date: facts.date,
        source: facts.sources.into_iter().next(),
        sources: sources.as_deref().map(record::split).unwrap_or_default(),
        copies: usize::from(sources.is_some()),
        copy_of: row.get::<_, Option<String>>(16)?.map(ArticleId),
        countries: facts.countries,
        topics: facts.topics,
        pairs: Vec::new(),
        machine_translated: facts.machine_translated,
        translated: None,
        state: state::state_at(10)(row)?,
    })
}

/// The rows with these numbers, in this order.
pub(super) fn rows(conn: &Connection, wanted: &[RowId]) -> rusqlite::Result<Vec<Row>> {
    // One transaction: every statement outside one takes and gives back the lock of the log by itself.
    let conn = conn.unchecked_transaction()?;
    rows_in(&conn, wanted)
}

/// The same in a transaction that is open.
pub(super) fn rows_in(conn: &Connection, wanted: &[RowId]) -> rusqlite::Result<Vec<Row>> {
    let mut rows = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN state s USING (id) WHERE a.row = ?1"
    ))?;
    // The translations of an article that are in the archive, surest first.
    let mut pairs = conn.prepare_cached(
        "SELECT o.lang, o.id FROM (
             SELECT en AS other, by_hand, confidence FROM pair WHERE ar = ?1
             UNION ALL SELECT ar, by_hand, confidence FROM pair WHERE en = ?1
         ) p JOIN article o ON o.id = p.other WHERE o.copy_of IS NULL ORDER BY p.by_hand DESC, p.confidence DESC, o.id",
    )?;
    let translations_kept = translations::are_kept(conn)?;
    let mut copies = conn.prepare_cached("SELECT count(*) FROM article WHERE copy_of = ?1")?;
    let mut found = Vec::with_capacity(wanted.len());
    for number in wanted {
        let Some(mut row) = rows.query_row([number], row_at).optional()? else { continue };
        let other =
            |r: &rusqlite::Row<'_>| Ok((Lang::from_code(r.get_ref(0)?.as_str()?), ArticleId(r.get(1)?)));
        row.pairs = pairs.query_map([&row.id.0], other)?.collect::<rusqlite::Result<_>>()?;
        if row.pairs.is_empty() && translations_kept {
            row.translated = translations::lang_of(conn, &row.id.0, row.lang)?;
        }
        if row.copies > 0 {
            row.copies = copies.query_row([number], |row| row.get(0).map(record::size))?;
        }
        found.push(row);
    }
    Ok(found)
}

/// The numbers of the newest rows.
pub(super) fn newest(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<RowId>> {
    conn.prepare_cached(
        "SELECT row FROM article WHERE copy_of IS NULL ORDER BY newest DESC, row DESC LIMIT ?1",
    )?
    .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get(0))?
    .collect()
}

/// The newest rows and the counts of the whole archive, from the database alone.
pub(super) fn front(conn: &Connection, limit: usize) -> rusqlite::Result<Answer> {
    // Of one moment, while another process imports.
    let conn = conn.unchecked_transaction()?;
    let newest = newest(&conn, limit)?;
    let (mut total, mut again, mut counts) = (0, 0, HashMap::new());
    for (column, values) in tally::by_column(&conn)? {
        let sum = || values.iter().map(|(_, n)| *n).sum();
        match column.as_str() {
            "total" => total = sum(),
            "told" => again = sum(),
            _ => {
                if let Some(field) = tally::COUNTED.into_iter().find(|field| tally::column(*field) == column)
                {
                    counts.insert(field, values);
                }
            }
        }
    }
    let states = counts.entry(Field::Is).or_default();
    let rest = |value: &str, others: &str| {
        let n = states.iter().find(|(state, _)| state == value).map_or(0, |(_, n)| *n);
        (others.to_owned(), total.saturating_sub(n))
    };
    let rest = [rest("read", "unread"), rest("paired", "unpaired")];
    states.extend(rest.into_iter().filter(|(_, n)| *n > 0));
    let tags = counts.entry(Field::Tag).or_default();
    if !tags.is_empty() {
        let untagged = total.saturating_sub(state::tagged(&conn)?);
        tags.extend((untagged > 0).then(|| (UNKNOWN.to_owned(), untagged)));
    }
    let nothing_excluded = |(value, n)| (value, Counts::all(n));
    let counts = counts
        .into_iter()
        .map(|(field, values)| (field, values.into_iter().map(nothing_excluded).collect()))
        .collect();
    Ok(Answer {
        rows: Arc::new(newest),
        total,
        stories: total.saturating_sub(again),
        facets: facets::assemble(counts, &Query::default()),
        ..Answer::default()
    })
}

/// The number of an article.
pub(super) fn number(conn: &Connection, id: &ArticleId) -> rusqlite::Result<Option<RowId>> {
    conn.prepare_cached("SELECT row FROM article WHERE id = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()
}

/// One article, whole and as it was corrected.
pub(super) fn whole(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
) -> rusqlite::Result<Option<Article>> {
    let data: Option<Vec<u8>> = conn
        .prepare_cached("SELECT data FROM body JOIN article USING (row) WHERE id = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?;
    data.map(|data| corrections::corrected(conn, dictionaries.unpack(conn, &data)?)).transpose()
}

/// One article by its number, whole and as it was corrected.
pub(super) fn whole_at(
    conn: &Connection,
    dictionaries: &Dictionaries,
    row: RowId,
) -> rusqlite::Result<Option<Article>> {
    let data: Option<Vec<u8>> = conn
        .prepare_cached("SELECT data FROM body WHERE row = ?1")?
        .query_row([row], |r| r.get(0))
        .optional()?;
    data.map(|data| corrections::corrected(conn, dictionaries.unpack(conn, &data)?)).transpose()
}
