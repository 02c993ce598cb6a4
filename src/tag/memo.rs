//! What is known of the words that an importer has met: their stems, and whether a name may begin with them.
//!
//! News repeats its words: nine in ten are known already, and few begin a name. Nothing here depends on the order in
//! which words come, save the time that it takes.

use rustc_hash::FxHashMap;

use super::{gazetteer, phrases, topics};

/// Words that are remembered, at most; beyond it all are forgotten. They fit in five megabytes.
const MOST: usize = 1 << 15;

/// What is known of a folded word.
#[derive(Debug)]
pub(super) struct Known {
    /// The word.
    pub(super) token: Box<str>,
    /// Its stem, as topics are matched.
    pub(super) stem: Box<str>,
    /// Whether a country's name may begin with it.
    pub(super) country: bool,
    /// Whether an organisation's name may begin with it.
    pub(super) org: bool,
    /// Whether a topic's term begins with its stem.
    pub(super) term: bool,
}

impl Known {
    fn of(token: &str) -> Self {
        let (names, stem) = (gazetteer::get(), phrases::stem(token));
        let readings = phrases::readings_of(token);
        Self {
            country: names.country_names.may_begin(&readings),
            org: names.org_names.may_begin(&readings),
            term: topics::may_begin(&stem),
            stem: stem.into(),
            token: token.into(),
        }
    }
}

/// Words by number.
#[derive(Debug, Default)]
pub(super) struct Memo {
    numbers: FxHashMap<Box<str>, usize>,
    known: Vec<Known>,
}

impl Memo {
    /// Forgets all where it remembers too much. Numbers given before are void then.
    pub(super) fn make_room(&mut self) {
        if self.known.len() >= MOST {
            self.numbers.clear();
            self.known.clear();
        }
    }

    /// The number of a folded word.
    pub(super) fn number(&mut self, token: &str) -> usize {
        if let Some(number) = self.numbers.get(token) {
            return *number;
        }
        self.known.push(Known::of(token));
        self.numbers.insert(token.into(), self.known.len() - 1);
        self.known.len() - 1
    }

    /// What is known of the word with a number that [`Memo::number`] gave.
    pub(super) fn known(&self, number: usize) -> &Known {
        self.known.get(number).expect("numbers are given out for words that are kept")
    }
}
