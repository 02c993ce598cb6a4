//! Values that stand under one another: who is above whom, and what a choice above or below makes of a value.

use std::collections::HashSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::archive::query::Mark;
use crate::archive::{Choice, Facet, FacetValue};

/// No tree of topics is as deep.
pub(super) const DEEPEST: usize = 8;

/// The values above a value of a tree, nearest first. A tree deeper than this is a loop in somebody's file.
pub(super) fn above<'a>(facet: &'a Facet, value: &'a str) -> impl Iterator<Item = &'a str> {
    let parent =
        |value: &str| facet.values.iter().find(|v| v.value == value).and_then(|v| v.parent.as_deref());
    std::iter::successors(parent(value), move |above| parent(above)).take(DEEPEST)
}

/// How each value of a facet stands in its tree.
pub(super) fn marks(facet: &Facet, all: bool) -> Vec<Mark> {
    if facet.values.iter().all(|v| v.parent.is_none()) {
        return facet.values.iter().map(|v| v.choice.into()).collect();
    }
    let choice = |value: &str| facet.values.iter().find(|v| v.value == value).map(|v| v.choice);
    let mut below: HashSet<&str> = HashSet::new();
    for chosen in facet.values.iter().filter(|v| v.choice != Choice::Off) {
        below.extend(above(facet, &chosen.value));
    }
    let stands = |v: &FacetValue| {
        let is_above = |wanted| above(facet, &v.value).any(|parent| choice(parent) == Some(wanted));
        match v.choice {
            Choice::Off if is_above(Choice::Exclude) => Mark::WithinExcluded,
            Choice::Off if !all && is_above(Choice::Include) => Mark::WithinIncluded,
            Choice::Off if below.contains(v.value.as_str()) => Mark::Below,
            choice => choice.into(),
        }
    };
    facet.values.iter().map(stands).collect()
}

/// Indices of values by the value above them; those at the root, or whose parent is not listed, under `None`.
pub(super) type Tree<'a> = FxHashMap<Option<&'a str>, Vec<usize>>;
/// Takes a value's index, how deep it stands, and whether its branch is open.
pub(super) type Visit<'a> = dyn FnMut(usize, u16, Option<bool>) + 'a;

/// The tree of a facet's values.
pub(super) fn tree(facet: &Facet) -> Tree<'_> {
    let mut tree = Tree::default();
    if facet.values.iter().all(|v| v.parent.is_none()) {
        tree.insert(None, (0..facet.values.len()).collect());
        return tree;
    }
    let known: FxHashSet<&str> = facet.values.iter().map(|v| v.value.as_str()).collect();
    for (index, value) in facet.values.iter().enumerate() {
        let parent = value.parent.as_deref().filter(|p| known.contains(p) && *p != value.value);
        tree.entry(parent).or_default().push(index);
    }
    tree
}
