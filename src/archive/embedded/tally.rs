//! The counts of the whole archive, kept in the database and changed in the transaction that changes what they
//! count, so that the first frame has them without the index.
//!
//! Topics are counted by what articles have, and by the topics above them, once an article.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::record::{self, Facts};
use super::{labels, pairs, state, store};
use crate::archive::State;
use crate::archive::query::{Field, UNKNOWN};

/// Counts by the name of their column and by value.
pub(super) type Kept = HashMap<String, HashMap<String, usize>>;

/// Fields that are counted, in the order in which answers give them.
pub(super) const COUNTED: [Field; 8] = [
    Field::Country,
    Field::Topic,
    Field::Org,
    Field::Lang,
    Field::Source,
    Field::Year,
    Field::Is,
    Field::Tag,
];

/// The name of a field in the table. Stable: it is stored.
pub(super) const fn column(field: Field) -> &'static str {
    match field {
        Field::Country => "country",
        Field::Topic => "topic",
        Field::Org => "org",
        Field::Lang => "lang",
        Field::Source => "source",
        Field::Year => "year",
        Field::Date => "date",
        Field::Is => "is",
        Field::Tag => "tag",
    }
}

/// Changes to the counts, gathered and then written at once.
#[derive(Debug, Default)]
pub(super) struct Changes(HashMap<(&'static str, String), i64>);

impl Changes {
    /// Counts an article in (`by` 1) or out (-1).
    pub(super) fn article(&mut self, facts: &Facts, state: Option<&State>, by: i64) {
        self.add("total", "", by);
        for field in [Field::Country, Field::Topic, Field::Org, Field::Lang, Field::Source, Field::Year] {
            let mut values = facts.values(field);
            if field == Field::Topic {
                values = labels::with_ancestors(&values);
            }
            for value in &values {
                self.add(column(field), value, by);
            }
            if values.is_empty() {
                self.add(column(field), UNKNOWN, by);
            }
        }
        self.add(column(Field::Is), if facts.date.is_some() { "dated" } else { "undated" }, by);
        if facts.machine_translated {
            self.add(column(Field::Is), "mt", by);
        }
        if let Some(state) = state {
            self.state(state, by);
        }
    }

    /// Counts the reader's state of an article in or out.
    pub(super) fn state(&mut self, state: &State, by: i64) {
        if state.read {
            self.add(column(Field::Is), "read", by);
        }
        if state.starred {
            self.add(column(Field::Is), "starred", by);
        }
        for tag in &state.tags {
            self.add(column(Field::Tag), tag, by);
        }
    }

    fn add(&mut self, column: &'static str, value: &str, by: i64) {
        *self.0.entry((column, value.to_owned())).or_default() += by;
    }

    pub(super) fn write(self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        self.0.into_iter().try_for_each(|((column, value), by)| shift(tx, column, &value, by))
    }
}

/// Sets a count that is found by counting.
pub(super) fn set(tx: &Transaction<'_>, column: &str, value: &str, n: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO tally VALUES (?1, ?2, ?3)")?
        .execute(params![column, value, n])?;
    Ok(())
}

/// Changes a count.
pub(super) fn shift(tx: &Transaction<'_>, column: &str, value: &str, by: i64) -> rusqlite::Result<()> {
    if by != 0 {
        tx.prepare_cached(
            "INSERT INTO tally VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )?
        .execute(params![column, value, by])?;
    }
    Ok(())
}

/// How many articles there are.
pub(super) fn total(conn: &Connection) -> rusqlite::Result<i64> {
    let total = conn
        .prepare_cached("SELECT n FROM tally WHERE field = 'total' AND value = ''")?
        .query_row((), |row| row.get(0))
        .optional()?;
    Ok(total.unwrap_or(0))
}

/// All counts above zero, by the name of their column.
pub(super) fn read(conn: &Connection) -> rusqlite::Result<Kept> {
    let mut counts = Kept::new();
    let mut all = conn.prepare_cached("SELECT field, value, n FROM tally WHERE n > 0")?;
    let mut rows = all.query(())?;
    while let Some(row) = rows.next()? {
        counts.entry(row.get(0)?).or_default().insert(row.get(1)?, record::size(row.get(2)?));
    }
    Ok(counts)
}

/// A column's name, and its values with their counts.
pub(super) type Column = (String, Vec<(String, usize)>);

/// All counts above zero of one column after another: without a table by value, which the first frame has no need of.
pub(super) fn by_column(conn: &Connection) -> rusqlite::Result<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    let mut all = conn.prepare_cached("SELECT field, value, n FROM tally WHERE n > 0 ORDER BY field")?;
    let mut rows = all.query(())?;
    while let Some(row) = rows.next()? {
        let column = row.get_ref(0)?.as_str()?;
        let counted = (row.get(1)?, record::size(row.get(2)?));
        match columns.last_mut() {
            Some((name, values)) if name == column => values.push(counted),
            _ => columns.push((column.to_owned(), vec![counted])),
        }
    }
    Ok(columns)
}

/// The counts as they should be, from the articles. Pairs are counted where they change.
pub(super) fn counted(conn: &Connection) -> rusqlite::Result<Kept> {
    let mut changes = Changes::default();
    let mut articles = conn.prepare(
        "SELECT a.lang, a.date, coalesce(a.sources, a.source), a.countries, a.topics, a.orgs, a.machine_translated,
             s.read, s.starred, s.tags, s.note, s.place
         FROM article a LEFT JOIN state s USING (id) WHERE a.copy_of IS NULL",
    )?;
    let mut rows = articles.query(())?;
    while let Some(row) = rows.next()? {
        changes.article(&store::facts_at(0)(row)?, Some(&state::state_at(7)(row)?), 1);
    }
    let (paired, again) = pairs::count(conn)?;
    changes.add(column(Field::Is), "paired", paired);
    changes.add("told", "again", again);
    let mut counts = Kept::new();
    for ((column, value), n) in changes.0 {
        if let Some(n) = usize::try_from(n).ok().filter(|n| *n > 0) {
            counts.entry(column.to_owned()).or_default().insert(value, n);
        }
    }
    Ok(counts)
}

/// Counts everything anew, and notes the tree of topics by which it was counted.
pub(super) fn recount(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let counts = counted(tx)?;
    tx.execute("DELETE FROM tally", ())?;
    for (column, values) in counts {
        for (value, n) in values {
            set(tx, &column, &value, i64::try_from(n).unwrap_or(i64::MAX))?;
        }
    }
    tx.execute("INSERT OR REPLACE INTO property VALUES ('topics', ?1)", [labels::tree()])?;
    Ok(())
}

/// Whether the counts were made by the tree of topics that holds now.
pub(super) fn is_current(conn: &Connection) -> rusqlite::Result<bool> {
    // Compared there: a damaged one is another one, whatever is in it.
    conn.prepare_cached("SELECT 1 FROM property WHERE key = 'topics' AND value = ?1")?
        .exists([labels::tree()])
}
