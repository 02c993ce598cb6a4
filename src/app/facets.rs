//! The facets' pane: which values stand in which row, the cursor among them, branches open and closed, and
//! finding a value by typing in either script. Counts come with the answer; how a row looks is the screen's affair.

use std::collections::HashSet;

use crate::app::entry::Entry;
use crate::archive::query::{Kin, Mark, UNKNOWN};
use crate::archive::{Choice, Dated, Facet, FacetValue, Field, Query};
use crate::article::Lang;
use crate::config::words::Words;

mod noted;
mod order;
mod range;
mod timeline;
mod tree;

use timeline::Timeline;
use tree::{DEEPEST, Tree, Visit, above, marks, tree};

/// A facet shows so many values until it is opened whole: enough for the common ones, and the next facet's head
/// stays in a window of 24 rows.
const SHORT: usize = 7;

/// Columns before a value: the cursor's mark, the choice, a blank; and those that each level of a tree adds.
pub const GUTTER: u16 = 3;
/// See [`GUTTER`].
pub const LEVEL: u16 = 2;

/// What stands in one row of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A blank row before a facet's name.
    Gap,
    /// The name of a facet, by its index among the facets.
    Head(usize),
    /// A value.
    Value {
        /// The facet's index.
        facet: usize,
        /// The value's index in it.
        value: usize,
        /// How deep in its tree.
        depth: u16,
        /// Whether its branch is open; `None` where it has none.
        open: Option<bool>,
    },
    /// So many values more, which opening shows.
    More {
        /// The facet's index.
        facet: usize,
        /// How many.
        hidden: usize,
    },
}

/// A place in the pane that outlives a change of the counts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Spot {
    Head(Field),
    Value(Field, String),
    More(Field),
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    answered: Vec<Facet>,
    slots: Vec<Slot>,
    cursor: usize,
    top: usize,
    window: usize,
    find: Option<Entry>,
    closed: HashSet<Field>,
    whole: HashSet<Field>,
    branches: HashSet<String>,
    by_name: bool,
    lang: Lang,
    /// The names of the months.
    months: Vec<String>,
    timeline: Timeline,
    /// How each value stands, beside `answered`.
    marks: Vec<Vec<Mark>>,
    query: Query,
    /// The date at which a range of time begins that is being drawn out to the cursor.
    anchor: Option<String>,
}

impl Facets {
    /// An empty pane whose values are sorted and named in the language of these words.
    pub fn new(words: &Words) -> Self {
        let months = (1..=12).map(|month| words.get(&format!("month.{month}")).to_owned()).collect();
        Self { lang: words.lang(), months, ..Self::default() }
    }

    /// Shows the facets of a new answer to a query; the cursor stays on its value.
    pub fn show(&mut self, facets: Vec<Facet>, days: &[Dated], query: &Query) {
        let spot = self.spot();
        self.timeline.take(facets.iter().find(|f| f.field == Field::Year), days, query);
        self.answered = facets;
        self.query = query.clone();
        self.arrange(spot.as_ref());
    }

    /// The window has so many rows.
    pub fn resize(&mut self, height: u16) {
        self.window = usize::from(height).max(1);
        self.follow();
    }

    /// The facets as the last answer brought them.
    pub fn facets(&self) -> &[Facet] {
        &self.answered
    }

    /// The rows that the window shows, with their place.
    pub fn seen(&self) -> impl Iterator<Item = (usize, Slot)> + '_ {
        self.slots.iter().copied().enumerate().skip(self.top).take(self.window)
    }

    /// The cursor's place among the rows.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// What is being typed to find a value.
    pub const fn find(&self) -> Option<&Entry> {
        self.find.as_ref()
    }

    /// The same, to be edited; [`Facets::found`] must follow.
    pub const fn find_mut(&mut self) -> Option<&mut Entry> {
        self.find.as_mut()
    }

    /// A value by the indices of its slot.
    pub fn value(&self, facet: usize, value: usize) -> Option<&FacetValue> {
        self.answered.get(facet)?.values.get(value)
    }

    /// How a value stands in its tree.
    pub fn mark(&self, facet: usize, value: usize) -> Mark {
        self.marks.get(facet).and_then(|marks| marks.get(value)).copied().unwrap_or_default()
    }

    /// The values above and below a value in its tree.
    pub fn kin<'a>(&'a self, field: Field, value: &'a str) -> Kin<'a> {
        let mut kin = Kin::default();
        let Some(facet) = self.answered.iter().find(|f| f.field == field && f.field != Field::Year) else {
            return kin;
        };
        kin.above = above(facet, value).collect();
        let is_below = |v: &&FacetValue| above(facet, &v.value).any(|parent| parent == value);
        kin.below = facet.values.iter().filter(is_below).map(|v| v.value.as_str()).collect();
        kin
    }

    /// Every year that was seen, for the histogram, and those between: oldest first, with what is left of each.
    pub fn years(&self) -> Vec<(u16, usize, Mark)> {
        self.timeline.years()
    }

    /// The facet and the value under the cursor.
    pub fn current(&self) -> Option<(Field, Option<&FacetValue>)> {
        match self.slots.get(self.cursor)? {
            Slot::Gap => None,
            Slot::Head(facet) | Slot::More { facet, .. } => Some((self.answered.get(*facet)?.field, None)),
            Slot::Value { facet, value, .. } => {
                Some((self.answered.get(*facet)?.field, self.value(*facet, *value)))
            }
        }
    }

    /// Whether a facet is folded to its name.
    pub fn is_closed(&self, field: Field) -> bool {
        self.closed.contains(&field) && self.find.is_none()
    }

    /// Whether opening the cursor's row shows or hides rows rather than choosing a value.
    pub fn on_branch(&self) -> bool {
        matches!(self.slots.get(self.cursor), Some(Slot::Head(_) | Slot::More { .. }))
    }

    /// Begins finding a value by typing.
    pub fn begin_find(&mut self) {
        self.find = Some(Entry::default());
        self.arrange(None);
        self.cursor = 0;
        self.step(0);
    }

    /// Shows what now matches; the cursor goes to the first value.
    pub fn found(&mut self) {
        self.arrange(None);
        self.top = 0;
        self.cursor = self.slots.iter().position(|s| matches!(s, Slot::Value { .. })).unwrap_or(0);
        self.follow();
    }

    /// Ends it; the cursor stays on the value it is on, whose branch is opened.
    pub fn end_find(&mut self) {
        let spot = self.spot();
        if let Some(Spot::Value(field, value)) = &spot {
            self.reveal(*field, value);
        }
        self.find = None;
        self.arrange(spot.as_ref());
    }

    /// Opens whatever hides a value.
    fn reveal(&mut self, field: Field, value: &str) {
        self.closed.remove(&field);
        let Some(facet) = self.answered.iter().find(|f| f.field == field) else { return };
        if facet.values.iter().position(|v| v.value == value).is_some_and(|at| at >= SHORT) {
            self.whole.insert(field);
        }
        let mut above = facet.values.iter().find(|v| v.value == value).and_then(|v| v.parent.clone());
        while let Some(parent) = above {
            above = facet.values.iter().find(|v| v.value == parent).and_then(|v| v.parent.clone());
            if !self.branches.insert(parent) {
                break;
            }
        }
    }

    /// Whether the cursor's row has a sign in this column, counted from where one begins to read, that tells whether its
    /// branch is open.
    pub fn branch_sign_at(&self, column: u16) -> bool {
        match self.slots.get(self.cursor) {
            Some(Slot::Value { depth, open: Some(_), .. }) => column == GUTTER + LEVEL * depth,
            _ => false,
        }
    }

    /// Opens or closes the branch, the facet or the rest of it under the cursor.
    pub fn toggle_branch(&mut self) {
        let spot = self.spot();
        match self.slots.get(self.cursor).copied() {
            Some(Slot::Head(facet)) => flip(&mut self.closed, self.answered.get(facet).map(|f| f.field)),
            Some(Slot::More { facet, .. }) => {
                flip(&mut self.whole, self.answered.get(facet).map(|f| f.field));
            }
            Some(Slot::Value { facet, value, open: Some(_), .. }) => {
                let name = self.value(facet, value).map(|v| v.value.clone());
                flip(&mut self.branches, name);
            }
            Some(Slot::Value { facet, .. }) => {
                flip(&mut self.closed, self.answered.get(facet).map(|f| f.field));
                let head = self.answered.get(facet).map(|f| Spot::Head(f.field));
                return self.arrange(head.as_ref());
            }
            _ => {}
        }
        self.arrange(spot.as_ref());
    }

    /// Sorts values by name, or by count again.
    pub fn toggle_sort(&mut self) {
        let spot = self.spot();
        self.by_name = !self.by_name;
        self.arrange(spot.as_ref());
    }

    /// Whether values are sorted by name.
    pub const fn by_name(&self) -> bool {
        self.by_name
    }

    /// Moves the cursor by so many rows, over the gaps.
    pub fn step(&mut self, by: isize) {
        let last = self.slots.len().saturating_sub(1);
        if self.anchor.is_some() {
            return self.draw_out(by);
        }
        let mut to = self.cursor.saturating_add_signed(by).min(last);
        if self.slots.get(to) == Some(&Slot::Gap) {
            to = if by < 0 { to.saturating_sub(1) } else { (to + 1).min(last) };
        }
        self.cursor = to;
        self.follow();
    }

    /// Moves the cursor to a row.
    pub fn go_to(&mut self, row: usize) {
        self.anchor = None;
        self.cursor = row;
        self.step(0);
    }

    /// Scrolls the window, taking the cursor along only as far as it must.
    pub fn scroll(&mut self, by: isize) {
        let last = self.slots.len().saturating_sub(self.window);
        self.top = self.top.saturating_add_signed(by).min(last);
        let end = (self.top + self.window).saturating_sub(1).max(self.top);
        self.cursor = self.cursor.clamp(self.top, end);
        self.step(0);
    }

    /// The row in this line of the window.
    pub fn row_at(&self, line: u16) -> Option<usize> {
        let row = self.top + usize::from(line);
        self.slots.get(row).filter(|s| **s != Slot::Gap).map(|_| row)
    }

    fn spot(&self) -> Option<Spot> {
        let field = |facet: usize| self.answered.get(facet).map(|f| f.field);
        match *self.slots.get(self.cursor)? {
            Slot::Gap => None,
            Slot::Head(facet) => Some(Spot::Head(field(facet)?)),
            Slot::More { facet, .. } => Some(Spot::More(field(facet)?)),
            Slot::Value { facet, value, .. } => {
                Some(Spot::Value(field(facet)?, self.value(facet, value)?.value.clone()))
            }
        }
    }

    fn row_of(&self, spot: &Spot) -> Option<usize> {
        let is = |facet: usize, field: Field| self.answered.get(facet).is_some_and(|f| f.field == field);
        self.slots.iter().position(|slot| match (slot, spot) {
            (Slot::Head(f), Spot::Head(field)) | (Slot::More { facet: f, .. }, Spot::More(field)) => {
                is(*f, *field)
            }
            (Slot::Value { facet, value, .. }, Spot::Value(field, name)) => {
                is(*facet, *field) && self.value(*facet, *value).is_some_and(|v| v.value == *name)
            }
            _ => false,
        })
    }

    fn arrange(&mut self, spot: Option<&Spot>) {
        self.unfold();
        let mut slots = Vec::new();
        for (index, facet) in self.answered.iter().enumerate() {
            let values = self.values_of(index, facet);
            if values.is_empty() && (self.find.is_some() || facet.values.is_empty()) {
                continue;
            }
            if !slots.is_empty() {
                slots.push(Slot::Gap);
            }
            slots.push(Slot::Head(index));
            slots.extend(values);
        }
        self.slots = slots;
        if let Some(row) = spot.and_then(|s| self.row_of(s)) {
            self.cursor = row;
        }
        if self.date_at(self.cursor).is_none() {
            self.anchor = None;
        }
        self.step(0);
    }

    /// Puts the dates that are open among the values, and finds how every value stands.
    fn unfold(&mut self) {
        let branches = &self.branches;
        for facet in self.answered.iter_mut().filter(|f| f.field == Field::Year) {
            facet.values = self.timeline.values(branches, &self.months);
        }
        let marks = self.answered.iter().map(|facet| match facet.field {
            Field::Year => facet.values.iter().map(|v| self.timeline.mark(&v.value)).collect(),
            _ => marks(facet, self.query.filter(facet.field, false).is_some_and(|f| f.all)),
        });
        self.marks = marks.collect();
    }

    /// The rows of a facet's values: those that match while one types, else the tree as far as it is open.
    fn values_of(&self, index: usize, facet: &Facet) -> Vec<Slot> {
        let slot =
            |value: usize, depth: u16, open: Option<bool>| Slot::Value { facet: index, value, depth, open };
        if let Some(find) = self.find.as_ref().filter(|f| !f.is_empty()) {
            let matching = facet.values.iter().enumerate().filter(|(_, v)| answers(v, find.text()));
            return matching.map(|(i, _)| slot(i, 0, None)).collect();
        }
        if self.is_closed(facet.field) {
            return Vec::new();
        }
        let mut rows = Vec::new();
        self.branch(facet, &tree(facet), (None, 0), &mut |v, depth, open| rows.push(slot(v, depth, open)));
        let roots = rows.iter().filter(|row| matches!(row, Slot::Value { depth: 0, .. })).count();
        if roots <= SHORT + 1 {
            return rows;
        }
        if self.whole.contains(&facet.field) {
            rows.push(Slot::More { facet: index, hidden: 0 });
            return rows;
        }
        // What is chosen stays, and what has no date stands beside the dates.
        let stays = |value: usize| {
            let undated = || facet.field == Field::Year && value + 1 == facet.values.len();
            let unknown = || facet.values.get(value).is_some_and(|v| v.value == UNKNOWN);
            self.mark(index, value) != Mark::Off || (undated() && unknown())
        };
        let (mut place, mut shown, mut hidden) = (0, true, 0);
        rows.retain(|row| {
            if let Slot::Value { value, depth: 0, .. } = row {
                place += 1;
                shown = place <= SHORT || stays(*value);
                hidden += usize::from(!shown);
            }
            shown
        });
        rows.push(Slot::More { facet: index, hidden });
        rows
    }

    /// Walks the children of a value in order, going into the open ones.
    fn branch(&self, facet: &Facet, tree: &Tree<'_>, node: (Option<&str>, u16), visit: &mut Visit<'_>) {
        let (parent, depth) = node;
        let mut children = tree.get(&parent).cloned().unwrap_or_default();
        if self.by_name && facet.field != Field::Year {
            let key = |v: &FacetValue| (v.value == UNKNOWN, order::key(self.label(v), self.lang));
            children.sort_by_cached_key(|i| facet.values.get(*i).map(key));
        }
        for child in children {
            let Some(value) = facet.values.get(child) else { continue };
            let name = Some(value.value.as_str());
            let chosen = |i: &usize| facet.values.get(*i).is_some_and(|v| v.choice != Choice::Off);
            let open = match tree.get(&name) {
                // A choice below stays in sight.
                Some(below) => Some(self.branches.contains(&value.value) || below.iter().any(chosen)),
                None => {
                    (facet.field == Field::Year && self.timeline.has_below(&value.value)).then_some(false)
                }
            };
            visit(child, depth, open);
            if open == Some(true) && usize::from(depth) < DEEPEST {
                self.branch(facet, tree, (name, depth + 1), visit);
            }
        }
    }

    /// A value's name in the interface's language, else in the other, else the value itself.
    pub fn label<'a>(&self, value: &'a FacetValue) -> &'a str {
        let (first, second) = match self.lang {
            Lang::Ar => (&value.label_ar, &value.label_en),
            _ => (&value.label_en, &value.label_ar),
        };
        [first, second].into_iter().find(|l| !l.is_empty()).unwrap_or(&value.value)
    }

    fn follow(&mut self) {
        self.window = self.window.max(1);
        self.cursor = self.cursor.min(self.slots.len().saturating_sub(1));
        // The facet's name above its first value comes into view with it.
        let reach = self.cursor.saturating_sub(usize::from(self.cursor <= 2));
        if reach < self.top {
            self.top = reach;
        }
        if self.cursor >= self.top + self.window {
            self.top = self.cursor + 1 - self.window;
        }
        self.top = self.top.min(self.slots.len().saturating_sub(self.window));
    }
}

fn flip<T: std::hash::Hash + Eq>(set: &mut HashSet<T>, item: Option<T>) {
    if let Some(item) = item
        && !set.remove(&item)
    {
        set.insert(item);
    }
}

/// Whether a value's name in either language, or the value itself, contains what was typed.
fn answers(value: &FacetValue, typed: &str) -> bool {
    let typed = crate::fold::fold(typed);
    [&value.label_ar, &value.label_en, &value.value]
        .into_iter()
        .any(|name| crate::fold::fold(name).contains(typed.trim()))
}

#[cfg(test)]
mod tests;
