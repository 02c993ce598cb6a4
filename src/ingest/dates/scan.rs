//! A text cut into the parts that dates are made of: numbers, known words, and all else.

use std::ops::Range;

use super::words::{self, Sense};
use crate::fold;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A number and how many digits it was written with.
    Number(u32, usize),
    /// A word, or a few, that dates are made of.
    Word(Sense),
    /// Anything else.
    Other,
}

/// A part of a text.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) what: What,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// The signs between it and the part before, without blanks. A date does not go over words that say nothing
    /// (`of`): those are left out, and what stands around them counts.
    gap: String,
    /// Whether blanks stand right before it.
    pub(super) spaced: bool,
    /// The single letter that it is, where it is one: the T and W of ISO 8601, the h of an hour.
    pub(super) letter: Option<char>,
}

impl Part {
    /// Its number, if it has at most so many digits.
    pub(super) fn number(&self, most: usize) -> Option<u8> {
        match self.what {
            What::Number(value, digits) if digits <= most => u8::try_from(value).ok(),
            _ => None,
        }
    }

    /// The sign before it; `None` where there are several, or none.
    pub(super) fn sign(&self) -> Option<char> {
        let mut signs = self.gap.chars();
        signs.next().filter(|_| signs.next().is_none())
    }

    /// The last sign before it, if no blank follows that: the plus of `+03`.
    pub(super) fn sign_before(&self) -> Option<char> {
        self.gap.chars().next_back().filter(|_| !self.spaced)
    }

    /// Whether no more than the signs of a date stand before it.
    pub(super) fn joins(&self) -> bool {
        self.gap.chars().count() <= 3 && self.gap.chars().all(|c| DATE_SIGNS.contains(&c))
    }

    /// Whether an apostrophe stands right before it, as before a year without its century.
    pub(super) fn apostrophe(&self) -> bool {
        self.gap.ends_with(['\'', '’', '‘'])
    }

    /// Whether nothing but blanks stands before it.
    pub(super) fn bare(&self) -> bool {
        self.gap.is_empty()
    }
}

/// Signs inside a date, and between a date, its time and its double.
const DATE_SIGNS: [char; 17] =
    [',', '،', '.', '/', '-', '–', '—', '‑', '(', ')', '\'', '’', '‘', '|', ':', '[', ']'];

/// The parts of a text.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let tokens: Vec<fold::Token> = fold::tokens(text).collect();
    let (mut parts, mut gap) = (Vec::with_capacity(tokens.len()), String::new());
    let (mut at, mut end) = (0, 0);
    while let Some(token) = tokens.get(at) {
        let between = text.get(end..token.range.start).unwrap_or_default();
        gap.extend(between.chars().filter(|c| !c.is_whitespace() && !fold::is_bidi_control(*c)));
        let spaced = between.ends_with(char::is_whitespace);
        let nth = |n: usize| tokens.get(at + n).map(|t| t.text.as_str());
        let (what, length) = meaning(&token.text, nth);
        let last = tokens.get(at + length - 1).unwrap_or(token);
        end = last.range.end;
        at += length;
        if what == What::Word(Sense::Link) {
            continue;
        }
        let mut letters = token.text.chars();
        let letter = letters.next().filter(|_| letters.next().is_none() && length == 1);
        let range = token.range.start..last.range.end;
        parts.push(Part { what, range, gap: std::mem::take(&mut gap), spaced, letter });
    }
    parts
}

fn meaning<'a>(token: &str, nth: impl Fn(usize) -> Option<&'a str>) -> (What, usize) {
    if token.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = token.chars().count();
        return (token.parse().map_or(What::Other, |value| What::Number(value, digits)), 1);
    }
    words::sense(token, nth).map_or((What::Other, 1), |(sense, length)| (What::Word(sense), length))
}
