//! A query changed by something other than typing: a facet clicked, a range dragged, a piece dropped.
//!
//! Every change leaves a query that can be written and read again. Whether a value occurs in the archive is the
//! caller's affair.

use super::parse::{narrowed, trimmed};
use super::{Atom, Field, Filter, Query, Sort};

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

/// How a value stands in a tree of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Nothing is said about it.
    #[default]
    Off,
    /// It is asked for.
    Include,
    /// It is excluded.
    Exclude,
    /// What stands above it is asked for, and so it is.
    WithinIncluded,
    /// What stands above it is excluded, and so it is.
    WithinExcluded,
    /// Something below it is asked for or excluded.
    Below,
}

impl Mark {
    /// What the query itself says about the value.
    pub const fn choice(self) -> Choice {
        match self {
            Self::Include => Choice::Include,
            Self::Exclude => Choice::Exclude,
            Self::Off | Self::WithinIncluded | Self::WithinExcluded | Self::Below => Choice::Off,
        }
    }
}

impl From<Choice> for Mark {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Off => Self::Off,
            Choice::Include => Self::Include,
            Choice::Exclude => Self::Exclude,
        }
    }
}

/// The values above a value and below it in a tree, in any order; none for a value of a list.
#[derive(Clone, Debug, Default)]
pub struct Kin<'a> {
    /// Its parent, the parent of that, and so on.
    pub above: Vec<&'a str>,
    /// Everything under it.
    pub below: Vec<&'a str>,
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

    /// How a value stands among its kin. With `all`, what is above is asked for besides, and says nothing about it.
    pub fn mark(&self, field: Field, value: &str, kin: &Kin<'_>) -> Mark {
        let all = self.filter(field, false).is_some_and(|f| f.all);
        let is = |name: &&str, choice: Choice| self.choice(field, name) == choice;
        match self.choice(field, value) {
            Choice::Off if kin.above.iter().any(|v| is(v, Choice::Exclude)) => Mark::WithinExcluded,
            Choice::Off if !all && kin.above.iter().any(|v| is(v, Choice::Include)) => Mark::WithinIncluded,
            Choice::Off if kin.below.iter().any(|v| !is(v, Choice::Off)) => Mark::Below,
            choice => choice.into(),
        }
    }

    /// Takes a value of a tree to its next choice: off, included, excluded. Inside what is included it is excluded and
    /// back; inside what is excluded, it is asked for in place of that. What a choice makes idle below it is dropped.
    pub fn cycle_in(&mut self, field: Field, value: &str, kin: &Kin<'_>) {
        let next = match self.mark(field, value, kin) {
            Mark::Off | Mark::Below => Choice::Include,
            Mark::WithinExcluded => {
                let excluded: Vec<&&str> =
                    kin.above.iter().filter(|v| self.choice(field, v) == Choice::Exclude).collect();
                for excluded in excluded {
                    self.set(field, excluded, Choice::Off);
                }
                Choice::Include
            }
            Mark::Include | Mark::WithinIncluded => Choice::Exclude,
            Mark::Exclude => Choice::Off,
        };
        self.set_in(field, value, next, kin);
    }

    /// Says this about a value of a tree, and drops what that makes idle below it: with it included or excluded, what
    /// is included there; with it excluded, what is excluded there too.
    pub fn set_in(&mut self, field: Field, value: &str, choice: Choice, kin: &Kin<'_>) {
        let all = self.filter(field, false).is_some_and(|f| f.all);
        for below in &kin.below {
            let idle = match (choice, self.choice(field, below)) {
                (Choice::Include, Choice::Include) => !all,
                (Choice::Exclude, Choice::Include | Choice::Exclude) => true,
                _ => false,
            };
            if idle {
                self.set(field, below, Choice::Off);
            }
        }
        self.set(field, value, choice);
    }

    /// Turns a field from any of its values to all of them, or back. Nothing changes where an article has one
    /// value only, or fewer than two values are asked for. Gives whether all are required now.
    pub fn toggle_all(&mut self, field: Field) -> bool {
        let filter = self.filters.iter_mut().find(|f| f.field == field && !f.negated && f.values.len() > 1);
        let Some(filter) = filter.filter(|_| field.is_many()) else { return false };
        filter.all = !filter.all;
        filter.all
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

    /// Excludes what a piece asks for, or asks for what it excludes. Nothing changes, and `false` is given, where the
    /// piece is an order, or values that are all required, which have no opposite in the language.
    pub fn turn_piece(&mut self, index: usize) -> bool {
        let parts = self.parts();
        let Some(part) = parts.get(index) else { return false };
        if !part.groups.is_empty() {
            let group = self.groups.iter_mut().filter(|g| !g.any.is_empty()).nth(index);
            return group.map(|group| group.negated = !group.negated).is_some();
        }
        let Some(filter) = part.filters.first().filter(|f| !f.all) else { return false };
        let turned = if filter.negated { Choice::Include } else { Choice::Exclude };
        let into_all = self.filter(filter.field, false).is_some_and(|f| f.all);
        if turned == Choice::Include && into_all {
            return false;
        }
        for value in &filter.values {
            self.set(filter.field, value, turned);
        }
        true
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_s_parent_is_chosen_and_a_child_excluded_and_back() {
        let child = Kin { above: vec!["cyber"], below: vec![] };
        let parent = Kin { above: vec![], below: vec!["norms", "laws"] };
        let mut query = Query::parse("topic:norms,laws,ports").unwrap();
        assert_eq!(query.mark(Field::Topic, "cyber", &parent), Mark::Below);
        query.cycle_in(Field::Topic, "cyber", &parent);
        assert_eq!(query.to_string(), "topic:ports,cyber", "the parent takes its children in");
        assert_eq!(query.mark(Field::Topic, "norms", &child), Mark::WithinIncluded);
        query.cycle_in(Field::Topic, "norms", &child);
        assert_eq!(query.to_string(), "topic:ports,cyber -topic:norms");
        query.cycle_in(Field::Topic, "norms", &child);
        assert_eq!(query.to_string(), "topic:ports,cyber");
        query.cycle_in(Field::Topic, "cyber", &parent);
        assert_eq!(query.to_string(), "topic:ports -topic:cyber");
        assert_eq!(query.mark(Field::Topic, "norms", &child), Mark::WithinExcluded);
        query.cycle_in(Field::Topic, "norms", &child);
        assert_eq!(query.to_string(), "topic:ports,norms", "nothing is left of what its parent excludes");
        let mut all = Query::parse("topic:cyber+norms").unwrap();
        assert_eq!(all.mark(Field::Topic, "laws", &child), Mark::Off);
        all.set_in(Field::Topic, "cyber", Choice::Exclude, &parent);
        assert_eq!(all.to_string(), "-topic:cyber");
    }
}
