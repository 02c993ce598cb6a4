//! The facets' pane: which values stand in which row, the cursor among them, branches open and closed, and
//! finding a value by typing in either script. Counts come with the answer; how a row looks is the screen's affair.

use std::collections::{HashMap, HashSet};

use crate::app::entry::Entry;
use crate::archive::{Choice, Facet, FacetValue, Field};
use crate::article::Lang;

/// A facet shows so many values until it is opened whole: enough for the common ones, and the next facet's head
/// stays in a window of 24 rows.
const SHORT: usize = 7;

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
}

impl Facets {
    /// An empty pane whose values are sorted and named in this language.
    pub fn new(lang: Lang) -> Self {
        Self { lang, ..Self::default() }
    }

    /// Shows the facets of a new answer; the cursor stays on its value.
    pub fn show(&mut self, facets: Vec<Facet>) {
        let spot = self.spot();
        self.answered = facets;
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
        let mut to = self.cursor.saturating_add_signed(by).min(last);
        if self.slots.get(to) == Some(&Slot::Gap) {
            to = if by < 0 { to.saturating_sub(1) } else { (to + 1).min(last) };
        }
        self.cursor = to;
        self.follow();
    }

    /// Moves the cursor to a row.
    pub fn go_to(&mut self, row: usize) {
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
        self.step(0);
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
        let chosen = |row: &Slot| match row {
            Slot::Value { value, .. } => facet.values.get(*value).is_some_and(|v| v.choice != Choice::Off),
            _ => false,
        };
        if !self.whole.contains(&facet.field) && rows.len() > SHORT + 1 {
            let all = rows.len();
            let mut place = 0;
            rows.retain(|row| {
                place += 1;
                place <= SHORT || chosen(row)
            });
            rows.push(Slot::More { facet: index, hidden: all - rows.len() });
        } else if self.whole.contains(&facet.field) && rows.len() > SHORT + 1 {
            rows.push(Slot::More { facet: index, hidden: 0 });
        }
        rows
    }

    /// Walks the children of a value in order, going into the open ones.
    fn branch(&self, facet: &Facet, tree: &Tree<'_>, node: (Option<&str>, u16), visit: &mut Visit<'_>) {
        let (parent, depth) = node;
        let mut children = tree.get(&parent).cloned().unwrap_or_default();
        if self.by_name && facet.field != Field::Year {
            children.sort_by_cached_key(|i| facet.values.get(*i).map(|v| self.label(v).to_lowercase()));
        }
        for child in children {
            let Some(value) = facet.values.get(child) else { continue };
            let name = Some(value.value.as_str());
            let open = tree.get(&name).map(|below| {
                let chosen = |i: &usize| facet.values.get(*i).is_some_and(|v| v.choice != Choice::Off);
                // A choice below stays in sight.
                self.branches.contains(&value.value) || below.iter().any(chosen)
            });
            visit(child, depth, open);
            // A tree deeper than this is a loop in somebody's file.
            if open == Some(true) && depth < 8 {
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

    /// The years with their counts in order, for the histogram; an unknown year is not among them.
    pub fn years(facet: &Facet) -> Vec<(u16, usize, Choice)> {
        let mut years: Vec<_> =
            facet.values.iter().filter_map(|v| Some((v.value.parse().ok()?, v.count, v.choice))).collect();
        years.sort_by_key(|(year, ..)| *year);
        years
    }
}

fn flip<T: std::hash::Hash + Eq>(set: &mut HashSet<T>, item: Option<T>) {
    if let Some(item) = item
        && !set.remove(&item)
    {
        set.insert(item);
    }
}

/// Indices of values by the value above them; those at the root, or whose parent is not listed, under `None`.
type Tree<'a> = HashMap<Option<&'a str>, Vec<usize>>;
type Visit<'a> = dyn FnMut(usize, u16, Option<bool>) + 'a;

fn tree(facet: &Facet) -> Tree<'_> {
    let known: HashSet<&str> = facet.values.iter().map(|v| v.value.as_str()).collect();
    let mut tree = Tree::new();
    for (index, value) in facet.values.iter().enumerate() {
        let parent = value.parent.as_deref().filter(|p| known.contains(p) && *p != value.value);
        tree.entry(parent).or_default().push(index);
    }
    tree
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
