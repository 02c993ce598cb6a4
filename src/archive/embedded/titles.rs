//! The order of the articles by title, read once for each commit of the index: by pages, so that a search that waits
//! for it can be given up, and the next one goes on from there.
//!
//! The database keeps the order; nothing is compared here.

use std::sync::{Arc, Mutex};

use rusqlite::{Connection, params};

use super::bits::Bits;
use super::columns::Columns;
use super::db::{Db, hold};
use crate::archive::{ArchiveError, Cancel, RowId};

/// Titles read between two looks at the cancel flag: about a millisecond.
const PAGE: i64 = 1_000;

/// How far the reading has come.
#[derive(Debug, Default)]
struct Reading {
    /// The rank of each row, in the order of rows; made when the reading begins.
    ranks: Vec<(RowId, u32)>,
    /// The last title that was read.
    key: String,
    row: Option<RowId>,
    /// Titles without a letter stand behind all others.
    letterless: bool,
    order: Vec<u32>,
    done: Option<Arc<Vec<u32>>>,
}

/// Ranks in the order of titles.
#[derive(Debug, Default)]
pub(super) struct Titles(Mutex<Reading>);

impl Titles {
    /// All ranks in the order of their titles.
    pub(super) fn order(
        &self,
        db: &Db,
        columns: &Columns,
        cancel: &Cancel,
    ) -> Result<Arc<Vec<u32>>, ArchiveError> {
        let mut reading = hold(&self.0);
        loop {
            if let Some(order) = &reading.done {
                return Ok(Arc::clone(order));
            }
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            db.read(|conn| reading.page(conn, columns))?;
        }
    }
}

impl Reading {
    /// Reads on.
    fn page(&mut self, conn: &Connection, columns: &Columns) -> rusqlite::Result<()> {
        if self.ranks.is_empty() {
            self.ranks = (0..columns.len() as u32).map(|rank| (columns.row(rank), rank)).collect();
            self.ranks.sort_unstable();
        }
        let (mut read, first) = (0, self.row.map_or(0, i64::from));
        let (select, key, row) = if self.letterless {
            ("title_key = ?1 AND row > ?2", "", first)
        } else {
            // Behind every title without a letter.
            ("(title_key, row) > (?1, ?2)", self.key.as_str(), self.row.map_or(i64::MAX, i64::from))
        };
        let sql =
            format!("SELECT title_key, row FROM article WHERE {select} ORDER BY title_key, row LIMIT {PAGE}");
        let mut page = conn.prepare_cached(&sql)?;
        let mut rows = page.query(params![key, row])?;
        let (mut last, mut key) = (self.row, String::new());
        while let Some(found) = rows.next()? {
            let row: RowId = found.get(1)?;
            read += 1;
            last = Some(row);
            if read == PAGE {
                key = found.get(0)?;
            }
            if let Ok(at) = self.ranks.binary_search_by_key(&row, |(row, _)| *row) {
                self.order.push(self.ranks[at].1);
            }
        }
        (self.row, self.key) = (last, key);
        if read < PAGE {
            self.end(columns);
        }
        Ok(())
    }

    /// Goes over to what stands behind, and ends.
    fn end(&mut self, columns: &Columns) {
        if !self.letterless {
            self.letterless = true;
            self.row = None;
            return;
        }
        // The database may have changed since the index was read; no article is left out for that.
        let mut seen = Bits::none(columns.len());
        for rank in &self.order {
            seen.insert(*rank);
        }
        let mut all = Bits::all(columns.len());
        all.and_not(&seen);
        let mut order = std::mem::take(&mut self.order);
        order.extend(all.iter());
        self.ranks = Vec::new();
        self.done = Some(Arc::new(order));
    }
}
