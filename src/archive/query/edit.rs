//! A query changed by something other than typing: a facet clicked, a range dragged, a piece dropped.
//!
//! Every change leaves a query that can be written and read again. Whether a value occurs in the archive is the
//! caller's affair.

use super::parse::{narrowed, trimmed};
use super::{Atom, DateRange, Field, Filter, Query, Sort};
use crate::article::PartialDate;

/// What a query says about one value of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Nothing.
    #[default]
    Off,
    /// Articles with it are asked for.
    Include,
    /// Articles with it are left out.
    Exclude,
}

impl Choice {
    /// The next one in the order of a facet's key: off, include, exclude.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Off => Self::Include,
            Self::Include => Self::Exclude,
            Self::Exclude => Self::Off,
        }
    }
}

impl Query {
    /// Whether it asks for nothing, and so matches every article. The order does not matter.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.filters.is_empty()
    }

    /// The filter of a field and sign.
    pub fn filter(&self, field: Field, negated: bool) -> Option<&Filter> {
        self.filters.iter().find(|f| f.field == field && f.negated == negated)
    }

    /// What it says about a value.
    pub fn choice(&self, field: Field, value: &str) -> Choice {
        let has = |negated| self.filter(field, negated).is_some_and(|f| f.values.iter().any(|v| v == value));
        match (has(true), has(false)) {
            (true, _) => Choice::Exclude,
            (false, true) => Choice::Include,
            (false, false) => Choice::Off,
        }
    }

    /// Takes a value to its next choice, and gives that.
    pub fn cycle(&mut self, field: Field, value: &str) -> Choice {
        let next = self.choice(field, value).next();
        self.set(field, value, next);
        next
    }

    /// Says this and nothing else about a value. A blank value changes nothing.
    pub fn set(&mut self, field: Field, value: &str, choice: Choice) {
        if value.trim().is_empty() || self.choice(field, value) == choice {
            return;
        }
        for filter in self.filters.iter_mut().filter(|f| f.field == field) {
            filter.values.retain(|v| v != value);
        }
        let negated = choice == Choice::Exclude;
        if choice != Choice::Off {
            match self.filters.iter_mut().find(|f| f.field == field && f.negated == negated) {
                Some(filter) => filter.values.push(value.to_owned()),
                None => {
                    self.filters.push(Filter { field, negated, all: false, values: vec![value.to_owned()] });
                }
            }
        }
        self.tidy();
    }

    /// Turns a field from any of its values to all of them, or back. Nothing changes where an article has one
    /// value only, or fewer than two values are asked for. Gives whether all are required now.
    pub fn toggle_all(&mut self, field: Field) -> bool {
        let filter = self.filters.iter_mut().find(|f| f.field == field && !f.negated && f.values.len() > 1);
        let Some(filter) = filter.filter(|_| field.is_many()) else { return false };
        filter.all = !filter.all;
        filter.all
    }

    /// Asks for one span of years or dates in place of what was asked for; no bounds at all ask for none.
    /// Other fields, and a span that ends before it starts, change nothing.
    pub fn set_range(&mut self, field: Field, from: Option<PartialDate>, to: Option<PartialDate>) {
        let range = DateRange { from, to };
        let text = range.to_string();
        let open = range.from.is_none() && range.to.is_none();
        if !matches!(field, Field::Year | Field::Date) || (!open && DateRange::parse(&text).is_none()) {
            return;
        }
        match self.filters.iter_mut().find(|f| f.field == field && !f.negated) {
            Some(filter) => filter.values = if open { Vec::new() } else { vec![text] },
            None if open => {}
            None => self.filters.push(Filter { field, negated: false, all: false, values: vec![text] }),
        }
        self.tidy();
    }

    /// Takes one written form of a word away from what it means, or gives it back. The word is the alternative of a
    /// group, both counted from 0; a phrase and an exact word have one form and stay as they are.
    pub fn toggle_form(&mut self, (group, alternative): (usize, usize), form: &str) {
        let atom = self.groups.get_mut(group).and_then(|group| group.any.get_mut(alternative));
        let Some(atom) = atom else { return };
        let (word, mut without) = match &*atom {
            Atom::Word(word) => (word.clone(), Vec::new()),
            Atom::Narrowed { word, without } => (word.clone(), without.clone()),
            Atom::Phrase(_) | Atom::Exact(_) => return,
        };
        match without.iter().position(|known| known == form) {
            Some(at) => {
                without.remove(at);
            }
            None => without.push(form.to_owned()),
        }
        *atom = narrowed(word, without.iter().filter_map(|form| trimmed(form)));
    }

    /// Drops all filters; words and order stay.
    pub fn clear_filters(&mut self) {
        self.filters.clear();
    }

    /// The query without what it says about a field.
    #[must_use]
    pub fn without(&self, field: Field) -> Self {
        let filters = self.filters.iter().filter(|f| f.field != field).cloned().collect();
        Self { groups: self.groups.clone(), filters, sort: self.sort }
    }

    /// The query with its words only, in the default order.
    #[must_use]
    pub fn text_only(&self) -> Self {
        Self { groups: self.groups.clone(), ..Self::default() }
    }

    /// What it consists of, each as it would be typed: a group of words, a value of a field (values that are all
    /// required are one piece), an order that is not the default. For a breadcrumb.
    pub fn pieces(&self) -> Vec<String> {
        self.parts().iter().map(ToString::to_string).collect()
    }

    /// The query without one of its pieces, numbered as [`Self::pieces`] lists them.
    #[must_use]
    pub fn without_piece(&self, index: usize) -> Self {
        let mut query = Self::default();
        for (_, part) in self.parts().into_iter().enumerate().filter(|(i, _)| *i != index) {
            query.groups.extend(part.groups);
            query.sort = if part.sort == Sort::default() { query.sort } else { part.sort };
            for filter in part.filters {
                match query
                    .filters
                    .iter_mut()
                    .find(|f| f.field == filter.field && f.negated == filter.negated)
                {
                    Some(same) => same.values.extend(filter.values),
                    None => query.filters.push(filter),
                }
            }
        }
        query
    }

    /// The same pieces, each as a query of its own, for who shows them in other words.
    pub fn parts(&self) -> Vec<Self> {
        let groups = self.groups.iter().filter(|g| !g.any.is_empty());
        let mut parts: Vec<Self> =
            groups.map(|g| Self { groups: vec![g.clone()], ..Self::default() }).collect();
        for filter in &self.filters {
            let one = |values: Vec<String>| Self {
                filters: vec![Filter { values, ..filter.clone() }],
                ..Self::default()
            };
            if filter.all {
                parts.push(one(filter.values.clone()));
            } else {
                parts.extend(filter.values.iter().map(|value| one(vec![value.clone()])));
            }
        }
        if self.sort != Sort::default() {
            parts.push(Self { sort: self.sort, ..Self::default() });
        }
        parts
    }

    /// Drops filters without values, and `all` where fewer than two are left.
    fn tidy(&mut self) {
        self.filters.retain(|f| !f.values.is_empty());
        for filter in &mut self.filters {
            filter.all &= filter.values.len() > 1 && !filter.negated;
        }
    }
}
