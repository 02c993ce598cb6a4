//! The list of articles: the numbers of all rows that match, and only those rows loaded that a window shows.
//! What a row looks like is the screen's affair.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::archive::{Row, RowId, State, StateChange};
use crate::article::ArticleId;

/// Rows of the screen that an article takes: its title, then date, languages and countries.
pub const ROWS_EACH: u16 = 2;
/// So many rows stay loaded; beyond it those far from the window are forgotten.
const KEPT: usize = 1000;

/// What the cursor stays on when other rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: a new search begins at its first row.
    #[default]
    Top,
    /// Its article, or else the first row.
    Article,
    /// Its article, or else what is now in its place.
    Place,
}

/// The state of the list.
#[derive(Clone, Debug, Default)]
pub struct List {
    rows: Arc<Vec<RowId>>,
    loaded: HashMap<RowId, Row>,
    cursor: usize,
    top: usize,
    window: usize,
    /// The numbers that are on their way, so that each is asked for once.
    asked: Vec<RowId>,
    /// What was changed since the start: an answer on its way may have been read before it was stored.
    changed: HashMap<ArticleId, StateChange>,
}

impl List {
    /// Shows other rows.
    pub fn show(&mut self, rows: Arc<Vec<RowId>>, first: Vec<Row>, keep: Keep) {
        let held = self.rows.get(self.cursor).copied().filter(|_| keep != Keep::Top);
        self.take(first);
        self.rows = rows;
        let article = held.and_then(|row| self.rows.iter().position(|r| *r == row));
        self.cursor = match (article, keep) {
            (Some(place), _) => place,
            (None, Keep::Place) => self.cursor,
            (None, _) => 0,
        };
        self.follow();
    }

    /// Takes in loaded rows.
    pub fn take(&mut self, rows: Vec<Row>) {
        for mut row in rows {
            if let Some(change) = self.changed.get(&row.id) {
                apply(&mut row.state, change);
            }
            self.loaded.insert(row.row, row);
        }
    }

    /// Shows a change of an article's state, now and in every row that comes later.
    pub fn change(&mut self, id: &ArticleId, change: &StateChange) {
        if let Some(row) = self.find_mut(id) {
            apply(&mut row.state, change);
        }
        let all = self.changed.entry(id.clone()).or_default();
        all.read = change.read.or(all.read);
        all.starred = change.starred.or(all.starred);
        all.place = change.place.or(all.place);
        all.tags = change.tags.clone().or(all.tags.take());
        all.note = change.note.clone().or(all.note.take());
    }

    /// Forgets what was loaded: the archive changed.
    pub fn forget(&mut self) {
        self.loaded.clear();
        self.asked.clear();
    }

    /// Marks numbers whose article is gone, so that they are not asked for again and again.
    pub fn gone(&mut self, asked: &[RowId]) {
        self.asked.clear();
        let missing = asked.iter().filter(|id| !self.loaded.contains_key(id)).copied().collect::<Vec<_>>();
        if !missing.is_empty() {
            let held = self.rows.get(self.cursor).copied();
            let rows: Vec<RowId> = self.rows.iter().copied().filter(|id| !missing.contains(id)).collect();
            self.cursor = held.and_then(|id| rows.iter().position(|r| *r == id)).unwrap_or(self.cursor);
            self.rows = Arc::new(rows);
            self.follow();
        }
    }

    /// The window shows so many rows of the screen.
    pub fn resize(&mut self, height: u16) {
        self.window = usize::from(height / ROWS_EACH).max(1);
        self.follow();
    }

    /// Articles that match.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The greatest row among the articles: whatever comes in later has a greater one.
    pub fn newest(&self) -> RowId {
        self.rows.iter().copied().max().unwrap_or(0)
    }

    /// Whether none matches.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The place of the cursor, from 0.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether nobody has moved from the first article.
    pub const fn is_at_top(&self) -> bool {
        self.cursor == 0 && self.top == 0
    }

    /// The places that the window shows.
    pub fn seen(&self) -> Range<usize> {
        self.top..(self.top + self.window).min(self.rows.len())
    }

    /// How many articles the window holds.
    pub const fn window(&self) -> usize {
        self.window
    }

    /// The row at a place, once it is loaded.
    pub fn row(&self, place: usize) -> Option<&Row> {
        self.loaded.get(self.rows.get(place)?)
    }

    /// The row under the cursor, once it is loaded.
    pub fn current(&self) -> Option<&Row> {
        self.row(self.cursor)
    }

    /// The loaded row of an article, wherever it stands.
    pub fn find(&self, id: &ArticleId) -> Option<&Row> {
        self.loaded.values().find(|row| row.id == *id)
    }

    /// The loaded row of an article, to be changed with what the reader did.
    fn find_mut(&mut self, id: &ArticleId) -> Option<&mut Row> {
        self.loaded.values_mut().find(|row| row.id == *id)
    }

    /// Whether an article is among the rows and loaded.
    pub fn holds(&self, id: &ArticleId) -> bool {
        self.current().is_some_and(|row| row.id == *id) || self.place_of(id).is_some()
    }

    /// The place of an article among the rows, where it is loaded.
    pub fn place_of(&self, id: &ArticleId) -> Option<usize> {
        let row = self.find(id)?.row;
        self.rows.iter().position(|r| *r == row)
    }

    /// Moves the cursor by so many articles, staying inside.
    pub fn step(&mut self, by: isize) {
        self.go_to(self.cursor.saturating_add_signed(by));
    }

    /// Moves the cursor to a place, or to the last one.
    pub fn go_to(&mut self, place: usize) {
        self.cursor = place;
        self.follow();
    }

    /// Scrolls the window, taking the cursor along only as far as it must.
    pub fn scroll(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(self.window);
        self.top = self.top.saturating_add_signed(by).min(last);
        let seen = self.seen();
        self.cursor = self.cursor.clamp(seen.start, seen.end.saturating_sub(1).max(seen.start));
    }

    /// The numbers to load for the window and one window on either side, so that paging finds them there.
    pub fn wanted(&self) -> Vec<RowId> {
        let seen = self.seen();
        let all_there = seen.clone().all(|place| self.row(place).is_some());
        if all_there {
            return Vec::new();
        }
        let from = seen.start.saturating_sub(self.window);
        let to = (seen.end + self.window).min(self.rows.len());
        let around = self.rows.get(from..to).unwrap_or_default();
        around.iter().copied().filter(|id| !self.loaded.contains_key(id)).collect()
    }

    /// Remembers what was asked for; `false` when the same is on its way already.
    pub fn ask(&mut self, rows: &[RowId]) -> bool {
        let new = self.asked != rows;
        self.asked = rows.to_vec();
        new
    }

    /// Forgets rows far from the window when there are many.
    pub fn trim(&mut self) {
        if self.loaded.len() > KEPT {
            let seen = self.seen();
            let from = seen.start.saturating_sub(2 * self.window);
            let to = (seen.end + 2 * self.window).min(self.rows.len());
            let near: Vec<RowId> = self.rows.get(from..to).unwrap_or_default().to_vec();
            self.loaded.retain(|id, _| near.contains(id));
        }
    }

    /// Keeps the cursor among the rows, and the window on the cursor.
    fn follow(&mut self) {
        self.window = self.window.max(1);
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        }
        if self.cursor >= self.top + self.window {
            self.top = self.cursor + 1 - self.window;
        }
        self.top = self.top.min(self.rows.len().saturating_sub(self.window));
    }
}

/// Puts a change into a state, as far as the screen shows it.
pub(super) fn apply(state: &mut State, change: &StateChange) {
    state.read = change.read.unwrap_or(state.read);
    state.starred = change.starred.unwrap_or(state.starred);
    state.place = change.place.unwrap_or(state.place);
    if let Some(tags) = &change.tags {
        state.tags.clone_from(tags);
    }
    if let Some(note) = &change.note {
        state.note.clone_from(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: RowId, height: u16) -> List {
        let mut list = List::default();
        list.resize(height);
        list.show(Arc::new((0..n).collect()), Vec::new(), Keep::Top);
        list
    }

    fn row(row: RowId) -> Row {
        Row { row, id: ArticleId(format!("a{row}")), ..Row::default() }
    }

    #[test]
    fn only_the_rows_near_the_window_are_asked_for() {
        let mut list = list(1_000_000, 20);
        assert_eq!(list.wanted(), (0..20).collect::<Vec<_>>());
        list.go_to(500_000);
        assert_eq!(list.wanted().len(), 30);
        list.take((499_000..500_020).map(row).collect());
        assert!(list.wanted().is_empty());
        list.trim();
        assert!(list.loaded.len() <= 50, "{}", list.loaded.len());
        assert!(list.current().is_some());
    }

    #[test]
    fn the_window_follows_the_cursor_and_both_stay_inside() {
        let mut list = list(30, 20);
        list.step(9);
        assert_eq!(list.seen(), 0..10);
        list.step(1);
        assert_eq!(list.seen(), 1..11);
        list.step(isize::MAX);
        assert_eq!((list.cursor(), list.seen()), (29, 20..30));
        list.scroll(-100);
        assert_eq!((list.cursor(), list.seen()), (9, 0..10));
        list.show(Arc::new(vec![1, 2]), Vec::new(), Keep::Article);
        assert!(list.cursor() < 2);
        list.show(Arc::new(Vec::new()), Vec::new(), Keep::Article);
        list.scroll(1);
        list.step(-1);
        assert_eq!((list.cursor(), list.seen()), (0, 0..0));
    }

    #[test]
    fn the_cursor_stays_on_its_article_when_counts_change_and_goes_to_the_top_for_a_new_search() {
        let mut list = list(10, 20);
        list.go_to(5);
        list.show(Arc::new(vec![3, 5, 7]), Vec::new(), Keep::Article);
        assert_eq!(list.cursor(), 1);
        list.show(Arc::new(vec![3, 5, 7]), Vec::new(), Keep::Top);
        assert_eq!(list.cursor(), 0);
    }

    #[test]
    fn an_article_that_is_gone_leaves_the_list() {
        let mut list = list(3, 20);
        list.take(vec![row(0), row(2)]);
        list.gone(&[0, 1, 2]);
        assert_eq!(list.len(), 2);
        assert!(list.wanted().is_empty());
    }
}
