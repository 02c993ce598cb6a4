//! Reading the database: rows of the list, whole articles, the first frame.
//!
//! The index is never asked here.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::{facets, record, state, store, tally};
use crate::archive::query::{Field, Query, UNKNOWN};
use crate::archive::{Answer, Counts, Row, RowId};
use crate::article::{Article, ArticleId, Lang};

/// Rows fetched by one statement; `SQLite`'s own limit of parameters is far above.
const AT_ONCE: usize = 200;

/// The columns of [`Row`], as [`row_at`] reads them.
const COLUMNS: &str = "a.row, a.id, a.title,
    a.lang, a.date, a.source, a.countries, a.topics, a.orgs, a.machine_translated, s.read, s.starred, s.tags, s.note, s.place";

fn row_at(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let facts = store::facts_at(3)(row)?;
    Ok(Row {
        row: row.get(0)?,
        id: ArticleId(row.get(1)?),
        title: row.get(2)?,
        lang: facts.lang,
        date: facts.date,
        source: facts.source,
        countries: facts.countries,
        topics: facts.topics,
        pairs: Vec::new(),
        machine_translated: facts.machine_translated,
        state: state::state_at(10)(row)?,
    })
}

/// The rows with these numbers, in this order.
pub(super) fn rows(conn: &Connection, wanted: &[RowId]) -> rusqlite::Result<Vec<Row>> {
    // One transaction: every statement outside one takes and gives back the lock of the log by itself.
    let conn = conn.unchecked_transaction()?;
    let mut found: HashMap<RowId, Row> = HashMap::with_capacity(wanted.len());
    for chunk in wanted.chunks(AT_ONCE) {
        let mut rows = conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM article a LEFT JOIN state s USING (id) WHERE a.row IN ({})",
            marks(chunk.len())
        ))?;
        for row in rows.query_map(params_from_iter(chunk), row_at)? {
            let row = row?;
            found.insert(row.row, row);
        }
    }
    let mut ordered: Vec<Row> = wanted.iter().filter_map(|number| found.remove(number)).collect();
    ordered.chunks_mut(AT_ONCE).try_for_each(|chunk| translations(&conn, chunk))?;
    Ok(ordered)
}

/// So many marks of parameters.
fn marks(n: usize) -> String {
    vec!["?"; n].join(",")
}

/// Gives each of these rows its translations that are in the archive, surest first.
fn translations(conn: &Connection, rows: &mut [Row]) -> rusqlite::Result<()> {
    let marks = marks(rows.len());
    // The first list's marks are numbered from 1, and the second list's go on: the same ids are bound twice.
    let mut pairs = conn.prepare_cached(&format!(
        "SELECT p.own, o.lang, o.id FROM (
             SELECT ar AS own, en AS other, by_hand, confidence FROM pair WHERE ar IN ({marks})
             UNION ALL SELECT en, ar, by_hand, confidence FROM pair WHERE en IN ({marks})
         ) p JOIN article o ON o.id = p.other ORDER BY p.by_hand DESC, p.confidence DESC, o.id"
    ))?;
    let ids = || rows.iter().map(|row| &row.id.0);
    let mut found = pairs.query(params_from_iter(ids().chain(ids())))?;
    let mut by_own: HashMap<String, Vec<(Lang, ArticleId)>> = HashMap::new();
    while let Some(row) = found.next()? {
        let other = (Lang::from_code(&row.get::<_, String>(1)?), ArticleId(row.get(2)?));
        by_own.entry(row.get(0)?).or_default().push(other);
    }
    for row in rows {
        row.pairs = by_own.remove(&row.id.0).unwrap_or_default();
    }
    Ok(())
}

/// The numbers of the newest rows.
pub(super) fn newest(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<RowId>> {
    conn.prepare_cached("SELECT row FROM article ORDER BY newest DESC, row DESC LIMIT ?1")?
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

/// One article, whole.
pub(super) fn whole(conn: &Connection, id: &ArticleId) -> rusqlite::Result<Option<Article>> {
    let data: Option<Vec<u8>> = conn
        .prepare_cached("SELECT data FROM body JOIN article USING (row) WHERE id = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?;
    data.map(|data| record::unpack(&data)).transpose()
}

/// One article by its number, whole.
pub(super) fn whole_at(conn: &Connection, row: RowId) -> rusqlite::Result<Option<Article>> {
    let data: Option<Vec<u8>> = conn
        .prepare_cached("SELECT data FROM body WHERE row = ?1")?
        .query_row([row], |r| r.get(0))
        .optional()?;
    data.map(|data| record::unpack(&data)).transpose()
}
