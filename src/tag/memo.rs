//! What is known of the words that an importer has met: their stems, and whether a name may begin with them.
//!
//! News repeats its words: nine in ten are known already, and few begin a name. Nothing here depends on the order in
//! which words come, save the time that it takes.

use rustc_hash::FxHashMap;

use super::{gazetteer, phrases, topics};

/// Words that are remembered, at most; beyond it those that were met once only are forgotten. They fit in five megabytes.
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
    /// Whether it was met again since it was taken in, or since room was made last.
    again: bool,
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
            again: false,
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
    /// Forgets rare words where it remembers too many. Numbers given before are void then.
    pub(super) fn make_room(&mut self) {
        if self.known.len() < MOST {
            return;
        }
        self.known.retain(|known| known.again);
        if self.known.len() > MOST / 2 {
            // Each was met twice: room is made at once, rather than for a few words at a time.
            self.known.clear();
        }
        self.known.iter_mut().for_each(|known| known.again = false);
        self.numbers = (0..).zip(&self.known).map(|(number, known)| (known.token.clone(), number)).collect();
    }

    /// The number of a folded word.
    pub(super) fn number(&mut self, token: &str) -> usize {
        if let Some(&number) = self.numbers.get(token) {
            if let Some(known) = self.known.get_mut(number) {
                known.again = true;
            }
            return number;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met_again_is_remembered_and_the_rest_makes_room() {
        let mut memo = Memo::default();
        for n in 0..MOST {
            memo.number(&format!("w{n}"));
            memo.number("harbour");
        }
        memo.make_room();
        assert_eq!(memo.known.len(), 1);
        let number = memo.number("harbour");
        assert_eq!((number, &*memo.known(number).token), (0, "harbour"));
        for _ in 0..2 {
            for n in 0..MOST {
                memo.number(&format!("w{n}"));
            }
        }
        memo.make_room();
        assert!(memo.known.is_empty(), "no room is made by forgetting few");
        assert_eq!(memo.number("w7"), 0);
    }
}
