//! A table of names of one or more tokens, and the longest of them at a place of a text.
//!
//! Tokens come folded. What a token may be read as (with and without its Arabic clitics) is decided here; what a
//! name means is the caller's.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::memo::Known;
use crate::fold;

/// Letters that must stay behind a clitic for it to be taken for one: with fewer, words come apart that are whole.
const BEHIND_CLITIC: usize = 3;

/// A token of a text with what it may be read as.
pub(super) struct Word<'a> {
    /// What is known of it.
    pub(super) known: &'a Known,
    /// The written form, for names that need their capitals.
    pub(super) written: &'a str,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// The folded token, or its stem.
    token: &'a str,
    /// Whether it may have clitics; a stem has none any more.
    clitics: bool,
}

impl Word<'_> {
    /// What it may be read as: itself, then without conjunction, preposition, article; each once.
    pub(super) fn readings(&self) -> Vec<Cow<'_, str>> {
        if self.clitics { readings(self.token) } else { vec![Cow::Borrowed(self.token)] }
    }

    fn reads(&self, token: &str) -> bool {
        *self.token == *token || self.clitics && readings(self.token).iter().any(|r| r == token)
    }
}

/// What a folded token may be read as.
pub(super) fn readings_of(token: &str) -> Vec<Cow<'_, str>> {
    if token.starts_with(fold::is_arabic) { readings(token) } else { vec![Cow::Borrowed(token)] }
}

/// The words of a text.
pub(super) fn words<'a>(text: &'a str, words: &'a [(&'a Known, Range<usize>)]) -> Vec<Word<'a>> {
    let word = |(known, range): &'a (&'a Known, Range<usize>)| Word {
        known,
        written: text.get(range.clone()).unwrap_or_default(),
        range: range.clone(),
        token: &known.token,
        clitics: known.token.starts_with(fold::is_arabic),
    };
    words.iter().map(word).collect()
}

/// The words of a text by their stems alone, as topics are matched.
pub(super) fn stems<'a>(text: &'a str, words: &'a [(&'a Known, Range<usize>)]) -> Vec<Word<'a>> {
    let word = |(known, range): &'a (&'a Known, Range<usize>)| Word {
        known,
        written: text.get(range.clone()).unwrap_or_default(),
        range: range.clone(),
        token: &known.stem,
        clitics: false,
    };
    words.iter().map(word).collect()
}

/// The stem by which topics are matched: no name is spared.
pub(super) fn stem(token: &str) -> String {
    fold::stem(token, &fold::Protected::default()).into_owned()
}

/// What a folded Arabic token may be: itself; without و or ف; without ب ل ك; without ال. A name that is written
/// with its article is looked for with it: القاهرة is a city, قاهرة only an adjective.
fn readings<'a>(token: &'a str) -> Vec<Cow<'a, str>> {
    let bare = token.strip_prefix(['و', 'ف']).filter(|r| enough(r));
    let mut forms: Vec<Cow<'a, str>> = Vec::with_capacity(4);
    let mut add = |form: Cow<'a, str>| {
        // Few enough that looking through them is faster than a set.
        if !forms.contains(&form) {
            forms.push(form);
        }
    };
    add(token.into());
    if let Some(rest) = bare {
        add(rest.into());
    }
    for form in std::iter::once(token).chain(bare) {
        if let Some(rest) = form.strip_prefix("لل").filter(|r| enough(r)) {
            add(format!("ال{rest}").into());
            add(format!("الل{rest}").into());
        }
        if let Some(rest) = form.strip_prefix(['ب', 'ل', 'ك']).filter(|r| enough(r)) {
            add(rest.into());
        }
    }
    for at in 0..forms.len() {
        let without = match forms.get(at) {
            Some(Cow::Borrowed(form)) => without_article(form).map(Cow::Borrowed),
            Some(Cow::Owned(form)) => without_article(form).map(|rest| Cow::Owned(rest.to_owned())),
            None => None,
        };
        if let Some(rest) = without.filter(|rest| !forms.contains(rest)) {
            forms.push(rest);
        }
    }
    forms
}

fn without_article(form: &str) -> Option<&str> {
    form.strip_prefix("ال").filter(|rest| enough(rest))
}

fn enough(rest: &str) -> bool {
    rest.chars().nth(BEHIND_CLITIC - 1).is_some()
}

/// How a name has to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// In any way: Arabic has no capitals, and topics are no names.
    Any,
    /// With a capital first, as English names are: `Turkey`, never `turkey`.
    Capital,
    /// Exactly so, token by token: `US`, never `us`.
    Exact(Vec<String>),
}

struct Phrase<T> {
    rest: Vec<String>,
    case: Case,
    value: T,
}

impl<T> Phrase<T> {
    fn fits(&self, words: &[Word<'_>]) -> bool {
        let Some(first) = words.first() else { return false };
        let tokens = words.len() > self.rest.len()
            && words.iter().skip(1).zip(&self.rest).all(|(word, token)| word.reads(token));
        tokens
            && match &self.case {
                Case::Any => true,
                Case::Capital => first.written.starts_with(char::is_uppercase),
                Case::Exact(written) => words.iter().zip(written).all(|(word, exact)| {
                    // The range of a token takes in a genitive's ending (`US's`).
                    word.written
                        .strip_prefix(exact.as_str())
                        .is_some_and(|t| !t.starts_with(char::is_alphanumeric))
                }),
            }
    }
}

/// Names by their first token.
pub(super) struct Phrases<T> {
    by_first: FxHashMap<String, Vec<Phrase<T>>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a name by its tokens; one without tokens is left out.
    pub(super) fn insert(&mut self, tokens: Vec<String>, case: Case, value: T) {
        let mut tokens = tokens.into_iter();
        if let Some(first) = tokens.next() {
            self.by_first.entry(first).or_default().push(Phrase { rest: tokens.collect(), case, value });
        }
    }

    /// Whether a name begins with one of these readings of a token.
    pub(super) fn may_begin(&self, readings: &[Cow<'_, str>]) -> bool {
        readings.iter().any(|reading| self.by_first.contains_key(&**reading))
    }

    /// The values of the longest names that begin with the first of these words, and how many words they take.
    pub(super) fn longest(&self, words: &[Word<'_>]) -> (usize, Vec<&T>) {
        let mut best = (0, Vec::new());
        let Some(first) = words.first() else { return best };
        let mut look = |reading: &str| {
            for phrase in self.by_first.get(reading).into_iter().flatten() {
                let length = phrase.rest.len() + 1;
                if length >= best.0 && phrase.fits(words) {
                    if length > best.0 {
                        best.0 = length;
                        best.1.clear();
                    }
                    best.1.push(&phrase.value);
                }
            }
        };
        if first.clitics {
            for reading in &readings(first.token) {
                look(reading);
            }
        } else {
            look(first.token);
        }
        best
    }
}

/// The folded tokens of a name.
pub(super) fn tokens(name: &str) -> Vec<String> {
    fold::tokens(name).map(|t| t.text).collect()
}

/// The forms of a nationality: the Arabic adjective in ي with the endings of gender, number and case on each of
/// its words that has one (كوري شمالي, كورية شمالية); an English one with its plural s.
pub(super) fn inflected(adjective: &str) -> Vec<Vec<String>> {
    let base = tokens(adjective);
    let mut forms = vec![base.clone()];
    if base.iter().any(|t| t.starts_with(fold::is_arabic)) {
        for ending in ["ه", "ا", "ين", "ون", "ات", "ان", "تان", "تين", "و"] {
            let with = |t: &String| if t.ends_with('ي') { format!("{t}{ending}") } else { t.clone() };
            forms.push(base.iter().map(with).collect());
        }
    } else if let Some((last, before)) = base.split_last() {
        let plural = before.iter().cloned().chain([format!("{last}s")]);
        forms.push(plural.collect());
    }
    forms
}
