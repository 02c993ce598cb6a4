//! Where a query's words stand in a text: highlights, in bytes of the original.
//!
//! It tells what to mark, not what matches the query as a whole: excluded words and filters have no place in a
//! text that is shown.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::GraphemeCursor;

use super::{Needle, Query};
use crate::fold::{Protected, Token, stem, tokens, written_form};

/// Finds the words of a query in texts.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    needles: Vec<Needle>,
    /// The needles by each whole token that they may begin with, so that a text is not held against every word of a
    /// long query.
    by_form: HashMap<String, Vec<usize>>,
    /// Those that may begin with a longer token.
    open: Vec<usize>,
    /// Stems of the words that may be inflected, each with the written forms that are not meant; empty unless asked
    /// for.
    stems: HashMap<String, Vec<String>>,
    /// The names that have no stem.
    protected: Arc<Protected>,
}

impl Matcher {
    /// Of the words that a query asks for. `typing`: its last word is being typed, and marks longer words from
    /// two letters on.
    pub fn new(query: &Query, typing: bool) -> Self {
        let wanted = query.needles(typing).into_iter().filter(|(negated, _)| !negated);
        Self::of(wanted.flat_map(|(_, needles)| needles))
    }

    fn of(needles: impl IntoIterator<Item = Needle>) -> Self {
        let mut matcher = Self::default();
        for needle in needles {
            let Some(first) = needle.slots.first() else { continue };
            let known = |known: &Vec<usize>| known.iter().any(|at| matcher.needles.get(*at) == Some(&needle));
            if first.forms.first().and_then(|form| matcher.by_form.get(form)).is_some_and(known) {
                continue;
            }
            let place = matcher.needles.len();
            for form in &first.forms {
                matcher.by_form.entry(form.clone()).or_default().push(place);
            }
            if !first.prefixes.is_empty() {
                matcher.open.push(place);
            }
            matcher.needles.push(needle);
        }
        matcher
    }

    /// Marks words of the same stem too (`attacks` for `attack`), as a search that asks for stems finds
    /// them. `protected` must be the names that the index was made with.
    #[must_use]
    pub fn with_stems(mut self, protected: Arc<Protected>) -> Self {
        let words = self.needles.iter().filter(|needle| needle.inflects);
        let words = words.filter_map(|needle| Some((needle.slots.first()?.forms.first()?, &needle.without)));
        self.stems =
            words.map(|(word, without)| (stem(word, &protected).into_owned(), without.clone())).collect();
        self.protected = protected;
        self
    }

    /// Of what is typed to be found in an open article: the words side by side, folded, with clitics, the last
    /// one perhaps unfinished.
    pub fn for_find(typed: &str) -> Self {
        Self::of(Needle::loose_phrase(typed))
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// Where its words stand: byte ranges of `text`, ascending, apart from each other, on grapheme boundaries. A
    /// phrase is one range with its blanks.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let all: Vec<Token> = tokens(text).collect();
        let mut found: Vec<Range<usize>> = Vec::new();
        for (start, token) in all.iter().enumerate() {
            let rest = all.get(start..).unwrap_or_default();
            if !self.stems.is_empty()
                && let Some(without) = self.stems.get(&*stem(&token.text, &self.protected))
                && (without.is_empty() || !without.contains(&written_form(token.written(text))))
            {
                found.push(token.range.clone());
            }
            let beginning = self.by_form.get(&token.text).into_iter().flatten().chain(&self.open);
            let needles = beginning.filter_map(|place| self.needles.get(*place));
            found.extend(needles.filter_map(|needle| needle.at(text, rest)));
        }
        merged(found.into_iter().map(|range| on_graphemes(text, range)).collect())
    }
}

/// Ranges in order, those that touch or overlap made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// The range widened to whole grapheme clusters. Tokens end on them save for rare neighbours (a prepended sign, an
/// emoji's modifier).
fn on_graphemes(text: &str, range: Range<usize>) -> Range<usize> {
    let boundary = |at: usize| GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true);
    let before = |at: usize| GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten();
    let after = |at: usize| GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten();
    let start = if boundary(range.start) { range.start } else { before(range.start).unwrap_or(0) };
    let end = if boundary(range.end) { range.end } else { after(range.end).unwrap_or(text.len()) };
    start..end
}

#[cfg(test)]
mod tests;
