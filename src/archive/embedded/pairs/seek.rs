//! Looking for pairs among all articles that were never looked at.
//!
//! They are taken in the order of their dates, and a window of profiles moves along with them: each article is read
//! once, however many it is compared with. Undated ones are taken in the order in which they were stored. What was
//! looked at is noted in the database; a run that is broken off loses no pair, and the next goes on. How likely two
//! articles are translations is decided in `pair`.

use std::collections::{HashSet, VecDeque};

use rusqlite::{Connection, Transaction, params};

use super::reading::{AROUND, Place, READ, Stop, before, both, dated_between, last_undated, next, profiles};
use super::{SPAN, align, store_new};
use crate::archive::embedded::db::Db;
use crate::archive::embedded::packing::Dictionaries;
use crate::archive::embedded::record;
use crate::archive::{ArchiveError, Cancel, RowId};
use crate::article::{Lang, Pair};
use crate::pair::{self, Profile, Scratch, Window};

/// Articles in the window at most. More than twice [`AROUND`], so that it is not moved for each article.
const HELD: usize = 7_000;

/// Cues in the window at most, whatever the articles: some 40 MB, and as much again for a moment when it moves. Articles
/// of news have 200 to 300.
const CUES: usize = 2_000_000;

/// Articles that are compared at once, on two threads.
const COMPARED: usize = 256;

/// Rows before and after an undated article in which dated ones are its candidates: those imported together with it.
const BESIDE: RowId = 200;

/// Undated articles that dated ones are compared with: the last ones stored.
const UNDATED: usize = 1_024;

/// Articles of which it is noted together that they were looked at, in one transaction. In the order of dates they are
/// all over the file, and each may change a page of its own: who stops the run waits for so many to be written, and so
/// do other writers; a run that is killed looks at so many again.
const NOTED: usize = 512;

/// An article that was looked at, with the pairs that were found.
struct Looked {
    row: RowId,
    seq: i64,
    pairs: Vec<(Pair, String)>,
}

/// Looks at every article that never was. Gives how many pairs are new; ends early when it is cancelled.
pub(in crate::archive::embedded) fn seek(
    db: &Db,
    cancel: &Cancel,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<usize, ArchiveError> {
    let mut found = 0;
    while !cancel.is_cancelled() {
        let mut todo = db.read(unlooked)?;
        todo.sort_unstable();
        let total = todo.len();
        let mut told = |done: usize| progress(done, total);
        let mut walk = Walk::new(db, cancel, &mut told);
        let result = walk.all(&todo);
        let ended = walk.note();
        found += walk.found;
        match result.and(ended) {
            // Articles that changed meanwhile are looked at in the next round.
            Ok(()) if walk.noted > 0 => {}
            Ok(()) | Err(ArchiveError::Cancelled) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The articles that were never looked at, each as [`record::order`] has it.
fn unlooked(conn: &Connection) -> rusqlite::Result<Vec<u64>> {
    conn.prepare_cached("SELECT newest, row FROM article WHERE looked = 0 AND copy_of IS NULL")?
        .query_map((), |row| Ok(record::order(row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The way along the articles.
struct Walk<'a> {
    db: &'a Db,
    cancel: &'a Cancel,
    told: &'a mut dyn FnMut(usize),
    /// Articles in the order of their places, of any language, and the profiles of those that can have translations.
    order: VecDeque<Stop>,
    window: Window<Stop>,
    /// Up to here all are in the window, from its first one on.
    cursor: Place,
    /// Up to this date there is no article behind the cursor.
    complete: i64,
    /// Candidates by another order: for undated articles dated ones stored beside them, up to a row; for dated ones
    /// the last undated ones.
    beside: Window<Stop>,
    beside_until: RowId,
    /// Articles that are looked at together.
    queue: Vec<Place>,
    looked: Vec<(RowId, i64)>,
    done: usize,
    found: usize,
    noted: usize,
}

impl<'a> Walk<'a> {
    fn new(db: &'a Db, cancel: &'a Cancel, told: &'a mut dyn FnMut(usize)) -> Self {
        Self {
            db,
            cancel,
            told,
            order: VecDeque::new(),
            window: Window::default(),
            cursor: (i64::MIN, 0),
            complete: i64::MIN,
            beside: Window::default(),
            beside_until: 0,
            queue: Vec::new(),
            looked: Vec::new(),
            done: 0,
            found: 0,
            noted: 0,
        }
    }

    /// Looks at articles in the order of their places: undated ones come first.
    fn all(&mut self, todo: &[u64]) -> Result<(), ArchiveError> {
        let place = |order: &u64| (record::newest_of(*order), record::row_of(*order));
        let (undated, dated) = todo.split_at(todo.partition_point(|order| place(order).0 == 0));
        for at in undated.iter().map(place) {
            self.approach(at)?;
            self.look_beside(at.1)?;
            self.take(at)?;
        }
        self.compare()?;
        self.window = Window::default();
        self.order.clear();
        if !dated.is_empty() {
            self.beside = self.last_undated()?;
        }
        for at in dated.iter().map(place) {
            self.approach(at)?;
            self.take(at)?;
        }
        self.compare()
    }

    fn take(&mut self, at: Place) -> Result<(), ArchiveError> {
        self.queue.push(at);
        if self.queue.len() >= COMPARED { self.compare() } else { Ok(()) }
    }

    /// Moves the window on until it has the articles around a place.
    fn approach(&mut self, at: Place) -> Result<(), ArchiveError> {
        let (from, until) = reach(at.0);
        if at > self.cursor {
            let start = self.db.read(|conn| before(conn, at, from))?;
            if start > self.cursor {
                self.compare()?;
                self.order.clear();
                self.window.drop_while(|_| true);
                (self.cursor, self.complete) = (start, i64::MIN);
            }
        }
        while self.complete < until && self.after(at) < AROUND {
            if !self.has_room() {
                self.compare()?;
                self.leave(at, AROUND);
            }
            if !self.has_room() {
                // Long articles: fewer of them.
                self.leave(at, AROUND / 8);
            }
            if !self.has_room() {
                break;
            }
            self.load(until)?;
        }
        Ok(())
    }

    fn has_room(&self) -> bool {
        self.order.len() <= HELD && self.window.cues() <= CUES
    }

    /// Articles in the window that stand behind a place.
    fn after(&self, at: Place) -> usize {
        self.order.len() - self.order.partition_point(|stop| stop.place() <= at)
    }

    /// Drops the articles that are not needed any more, and more than so many before a place.
    fn leave(&mut self, at: Place, before: usize) {
        let here = self.order.partition_point(|stop| stop.place() < at);
        let far = self.order.partition_point(|stop| stop.newest < reach(at.0).0);
        self.order.drain(..far.max(here.saturating_sub(before)));
        let first = self.order.front().map_or(self.cursor, Stop::place);
        self.window.drop_while(|stop| stop.place() < first);
    }

    /// Takes the next articles into the window.
    fn load(&mut self, until: i64) -> Result<(), ArchiveError> {
        let listed = self.db.read(|conn| next(conn, self.cursor, until))?;
        if listed.len() < READ {
            self.complete = until;
        }
        for (stop, profile) in profiles(self.db, self.cancel, &listed)? {
            self.cursor = stop.place();
            self.order.push_back(stop);
            if let Some(profile) = profile {
                self.window.push(stop, profile);
            }
        }
        Ok(())
    }

    /// Has the dated articles stored beside a row at hand.
    fn look_beside(&mut self, row: RowId) -> Result<(), ArchiveError> {
        // Some more each time, so that this is not done for each article.
        if row + BESIDE <= self.beside_until {
            return Ok(());
        }
        if self.beside.cues() > CUES / 4 {
            self.compare()?;
            self.beside.drop_while(|stop| stop.row < row.saturating_sub(BESIDE));
        }
        let (from, until) = (self.beside_until.max(row.saturating_sub(BESIDE + 1)), row + 2 * BESIDE);
        let listed = self.db.read(|conn| dated_between(conn, from, until))?;
        for (stop, profile) in profiles(self.db, self.cancel, &listed)? {
            if let Some(profile) = profile {
                self.beside.push(stop, profile);
            }
        }
        self.beside_until = until;
        Ok(())
    }

    /// The undated articles that dated ones are compared with.
    fn last_undated(&self) -> Result<Window<Stop>, ArchiveError> {
        let listed = self.db.read(|conn| last_undated(conn, UNDATED))?;
        let mut undated = Window::default();
        for (stop, profile) in profiles(self.db, self.cancel, &listed)? {
            if let Some(profile) = profile.filter(|_| undated.cues() < CUES / 4) {
                undated.push(stop, profile);
            }
        }
        Ok(undated)
    }

    /// Compares the articles that wait with those around them, and stores the pairs.
    fn compare(&mut self) -> Result<(), ArchiveError> {
        if self.queue.is_empty() {
            return Ok(());
        }
        self.window.settle();
        self.beside.settle();
        let queue = std::mem::take(&mut self.queue);
        let (one, other) = queue.split_at(queue.len() / 2);
        let (db, cancel) = (self.db, self.cancel);
        let (window, beside) = (&self.window, &self.beside);
        let around = Around { dictionaries: &db.dictionaries, order: &self.order, window, beside };
        let work = |places: &[Place]| db.read(|conn| around.look(conn, places, cancel));
        let mut looked = both(one, other, work)?;
        let all = looked.len() == queue.len();
        let pairs: Vec<(Pair, String)> =
            looked.iter_mut().flat_map(|looked| std::mem::take(&mut looked.pairs)).collect();
        if !pairs.is_empty() {
            self.found += self.db.write(|tx| store_new(tx, &pairs))?;
        }
        self.looked.extend(looked.iter().map(|looked| (looked.row, looked.seq)));
        self.done += queue.len();
        (self.told)(self.done);
        if self.looked.len() >= NOTED {
            self.note()?;
        }
        if all || !cancel.is_cancelled() { Ok(()) } else { Err(ArchiveError::Cancelled) }
    }

    /// Notes that articles were looked at; not of those that changed meanwhile.
    fn note(&mut self) -> Result<(), ArchiveError> {
        if self.looked.is_empty() {
            return Ok(());
        }
        // Articles that were stored together share pages.
        self.looked.sort_unstable();
        self.db.write(|tx| note(tx, &self.looked))?;
        self.noted += self.looked.len();
        self.looked.clear();
        Ok(())
    }
}

fn note(tx: &Transaction<'_>, looked: &[(RowId, i64)]) -> rusqlite::Result<()> {
    let mut note = tx.prepare_cached("UPDATE article SET looked = 1 WHERE row = ?1 AND seq = ?2")?;
    looked.iter().try_for_each(|place| note.execute(*place).map(|_| ()))
}

/// The first and the last date that an article's translation may have; undated ones stand among themselves.
const fn reach(newest: i64) -> (i64, i64) {
    if newest == 0 { (0, 0) } else { (if newest > SPAN { newest - SPAN } else { 1 }, newest + SPAN) }
}

/// What articles are compared with.
struct Around<'a> {
    dictionaries: &'a Dictionaries,
    order: &'a VecDeque<Stop>,
    window: &'a Window<Stop>,
    beside: &'a Window<Stop>,
}

impl Around<'_> {
    /// Looks at some articles. Those that went or changed their place meanwhile, or were looked at by another process,
    /// are left out, and those that come after it is cancelled.
    fn look(&self, conn: &Connection, places: &[Place], cancel: &Cancel) -> rusqlite::Result<Vec<Looked>> {
        let mut scratch = Scratch::default();
        let mut looked = Vec::with_capacity(places.len());
        for at in places {
            if cancel.is_cancelled() {
                break;
            }
            let stop = self.order.binary_search_by_key(at, Stop::place).ok();
            let Some(stop) = stop.and_then(|at| self.order.get(at)).filter(|stop| !stop.looked) else {
                continue;
            };
            let pairs = match self.window.profile(|other| other.place().cmp(at)) {
                Some(profile) => self.pairs(conn, stop, profile, &mut scratch)?,
                None => Vec::new(),
            };
            looked.push(Looked { row: stop.row, seq: stop.seq, pairs });
        }
        Ok(looked)
    }

    /// The pairs of one article.
    fn pairs(
        &self,
        conn: &Connection,
        stop: &Stop,
        profile: &Profile,
        scratch: &mut Scratch,
    ) -> rusqlite::Result<Vec<(Pair, String)>> {
        let (from, until) = reach(stop.newest);
        // Of two that were never looked at, the first one finds the second.
        let may = |other: &Stop| {
            (other.looked || other.place() > stop.place()) && (from..=until).contains(&other.newest)
        };
        let near = |other: &Stop| stop.newest > 0 || other.row.abs_diff(stop.row) <= BESIDE;
        let mut likely = self.window.find(profile, scratch, may);
        likely.extend(self.beside.find(profile, scratch, near));
        let mut likely: Vec<(RowId, f32)> = likely
            .into_iter()
            .filter(|(_, score)| *score >= pair::ACCEPT)
            .map(|(stop, s)| (stop.row, s))
            .collect();
        if let Some(story) = profile.story() {
            likely.extend(declared(conn, stop, profile.lang(), story)?.into_iter().map(|row| (row, 1.0)));
        }
        let mut seen = HashSet::new();
        likely.retain(|(row, _)| seen.insert(*row));
        if likely.is_empty() {
            return Ok(Vec::new());
        }
        align(conn, self.dictionaries, stop.row, &likely)
    }
}

/// Articles in the other language that declare the same story, whenever they were published.
fn declared(conn: &Connection, stop: &Stop, lang: Lang, story: &str) -> rusqlite::Result<Vec<RowId>> {
    const VERSIONS: i64 = 200;
    let other = if lang == Lang::Ar { Lang::En } else { Lang::Ar };
    conn.prepare_cached(
        "SELECT row FROM article WHERE pair_key = ?1 AND lang = ?2 AND (looked = 1 OR row > ?3) AND copy_of IS NULL
         ORDER BY row LIMIT ?4",
    )?
    .query_map(params![story, other.code(), stop.row, VERSIONS], |row| row.get(0))?
    .collect()
}
