//! The reader's own state of articles: in the database by article id, and in memory by row, for filters and counts
//! that are right at once.
//!
//! The memory follows the database by change numbers, so that what another process noted is seen too.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::record;
use super::second::{self, Own};
use super::store::{counter, next};
use super::tally::Changes;
use crate::archive::{RowId, State, StateChange};
use crate::article::ArticleId;

/// The article was read.
pub(super) const READ: u8 = 1;
/// It has a star.
pub(super) const STARRED: u8 = 2;
/// It has a translation.
pub(super) const PAIRED: u8 = 4;
/// It has tags of the reader.
const TAGGED: u8 = 8;

/// The state noted for an article, `None` where nothing ever was.
pub(super) fn read(conn: &Connection, id: &ArticleId) -> rusqlite::Result<Option<State>> {
    conn.prepare_cached("SELECT read, starred, tags, note, place FROM state WHERE id = ?1")?
        .query_row([&id.0], state_at(0))
        .optional()
}

/// Articles with tags of the reader.
pub(super) fn tagged(conn: &Connection) -> rusqlite::Result<usize> {
    conn.prepare_cached(
        "SELECT count(*) FROM state JOIN article USING (id) WHERE tags <> '[]' AND copy_of IS NULL",
    )?
    .query_row((), |row| row.get(0).map(record::size))
}

/// Reads a [`State`] from five columns that begin at `at`; all of them may be null.
pub(super) fn state_at(at: usize) -> impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<State> {
    move |row| {
        let tags: Option<String> = row.get(at + 2)?;
        Ok(State {
            read: row.get::<_, Option<bool>>(at)?.unwrap_or_default(),
            starred: row.get::<_, Option<bool>>(at + 1)?.unwrap_or_default(),
            tags: tags.map(|t| record::from_json(&t)).transpose()?.unwrap_or_default(),
            note: row.get(at + 3)?,
            place: row.get::<_, Option<i64>>(at + 4)?.map(record::size),
        })
    }
}

/// Changes the state of an article, there or not, and the archive's counts with it.
pub(super) fn change(tx: &Transaction<'_>, id: &ArticleId, change: &StateChange) -> rusqlite::Result<()> {
    let before = read(tx, id)?;
    let mut state = before.clone().unwrap_or_default();
    let StateChange { read, starred, tags, note, place } = change;
    state.read = read.unwrap_or(state.read);
    state.starred = starred.unwrap_or(state.starred);
    if let Some(tags) = tags {
        // Blank and repeated tags say nothing.
        let mut seen = BTreeSet::new();
        state.tags = tags.iter().map(|t| t.trim().to_owned()).collect();
        state.tags.retain(|t| !t.is_empty() && seen.insert(t.clone()));
    }
    state.note = note.clone().unwrap_or(state.note);
    state.place = place.unwrap_or(state.place);
    if before.as_ref() == Some(&state) {
        return Ok(());
    }
    let seq = next(tx, "state")?;
    tx.prepare_cached("INSERT OR REPLACE INTO state VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            id.0,
            state.read,
            state.starred,
            record::to_json(&state.tags)?,
            state.note,
            state.place.map(|place| place as i64),
            seq
        ],
    )?;
    second::put(tx, Own::State(id.clone(), state.clone()))?;
    let there =
        tx.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND copy_of IS NULL")?.exists([&id.0])?;
    if there {
        let mut changes = Changes::default();
        changes.state(&before.unwrap_or_default(), -1);
        changes.state(&state, 1);
        changes.write(tx)?;
    }
    Ok(())
}

/// Marks the state of an article as changed, because its row is another one.
pub(super) fn touch(tx: &Transaction<'_>, id: &ArticleId) -> rusqlite::Result<()> {
    let seq = next(tx, "state")?;
    tx.prepare_cached("UPDATE state SET seq = ?2 WHERE id = ?1")?.execute(params![id.0, seq])?;
    Ok(())
}

/// The state of all articles by row, and their stories.
#[derive(Clone, Debug, Default)]
pub(super) struct Noted {
    /// The state counter that is taken in.
    seq: i64,
    /// The pair counter that is taken in.
    pairs: i64,
    /// When that was, and how long it took.
    pairs_taken: Option<(Instant, Duration)>,
    /// Bits such as [`READ`] by row.
    flags: Vec<u8>,
    /// Sets of tags that occur; [`Noted::tag_set`] gives an index into it. The first is the empty set.
    pub(super) tag_sets: Vec<Vec<String>>,
    set_numbers: HashMap<Vec<String>, u32>,
    tags: HashMap<RowId, u32>,
    /// The story of a paired row, by row: the least row of its translations. Others have 0, which is no row.
    stories: Vec<RowId>,
}

impl Noted {
    /// The bits of a row.
    pub(super) fn flags(&self, row: RowId) -> u8 {
        usize::try_from(row).ok().and_then(|at| self.flags.get(at)).copied().unwrap_or(0)
    }

    /// Which set of tags a row has.
    pub(super) fn tag_set(&self, row: RowId, flags: u8) -> u32 {
        if flags & TAGGED == 0 { 0 } else { self.tags.get(&row).copied().unwrap_or(0) }
    }

    /// The story that a paired row belongs to.
    pub(super) fn story(&self, row: RowId) -> RowId {
        self.stories.get(row as usize).copied().filter(|story| *story != 0).unwrap_or(row)
    }

    /// A number above every story's, save those of rows without a translation.
    pub(super) fn story_end(&self) -> usize {
        self.stories.len()
    }

    fn flag(&mut self, row: RowId, bit: u8, on: bool) {
        let Ok(at) = usize::try_from(row) else { return };
        if at >= self.flags.len() {
            self.flags.resize(at + 1, 0);
        }
        if on {
            self.flags[at] |= bit;
        } else {
            self.flags[at] &= !bit;
        }
    }

    /// Whether the database has noted something since.
    pub(super) fn is_behind(&self, conn: &Connection) -> rusqlite::Result<bool> {
        Ok(counter(conn, "state")? != self.seq
            || counter(conn, "pair")? != self.pairs && self.may_take_pairs()
            || self.tag_sets.is_empty())
    }

    /// Takes in what was noted since.
    pub(super) fn follow(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        if self.tag_sets.is_empty() {
            self.tag_set_number(Vec::new());
        }
        let mut changed = conn.prepare_cached(
            "SELECT a.row, s.read, s.starred, s.tags, s.seq FROM state s JOIN article a USING (id)
             WHERE s.seq > ?1",
        )?;
        let now = counter(conn, "state")?;
        let mut rows = changed.query([self.seq])?;
        while let Some(row) = rows.next()? {
            let (number, tags): (RowId, String) = (row.get(0)?, row.get(3)?);
            self.flag(number, READ, row.get(1)?);
            self.flag(number, STARRED, row.get(2)?);
            let mut tags: Vec<String> = record::from_json(&tags)?;
            tags.sort_unstable();
            self.flag(number, TAGGED, !tags.is_empty());
            let set = self.tag_set_number(tags);
            self.tags.insert(number, set);
        }
        self.seq = now;
        let now = counter(conn, "pair")?;
        if now != self.pairs && self.may_take_pairs() {
            let begun = Instant::now();
            self.follow_pairs(conn)?;
            self.pairs = now;
            self.pairs_taken = Some((Instant::now(), begun.elapsed()));
        }
        Ok(())
    }

    /// Whether the pairs may be taken in anew. They are read as a whole: where there are so many that this is felt, it
    /// takes a fifth of the time at most while ever more are found.
    fn may_take_pairs(&self) -> bool {
        const FELT: Duration = Duration::from_millis(100);
        self.pairs_taken.is_none_or(|(when, took)| took < FELT || when.elapsed() > took * 4)
    }

    fn tag_set_number(&mut self, tags: Vec<String>) -> u32 {
        if let Some(number) = self.set_numbers.get(&tags) {
            return *number;
        }
        let number = self.tag_sets.len() as u32;
        self.tag_sets.push(tags.clone());
        self.set_numbers.insert(tags, number);
        number
    }

    fn follow_pairs(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        for flags in &mut self.flags {
            *flags &= !PAIRED;
        }
        let stories = super::pairs::stories(conn)?;
        let end = stories.keys().max().map_or(0, |row| *row as usize + 1);
        self.stories = vec![0; end];
        for (row, story) in stories {
            self.stories[row as usize] = story;
            self.flag(row, PAIRED, true);
        }
        Ok(())
    }
}
