//! Whether two texts are the same or nearly: by runs of folded words, and by the numbers that stand between the same
//! words. And the few numbers by which the likely ones are found.
//!
//! Values only: nothing is read or written here. What is stored of a sketch is stored for ever, so the sums are our own
//! and the same on every machine and in every version.

use std::collections::HashMap;

use crate::article::Article;
use crate::fold;

/// Words in a run: Broder's shingles ("On the resemblance and containment of documents", 1997). Runs of five are hardly
/// ever shared by texts that were written apart.
const RUN: usize = 5;

/// Sums that are kept of a text: of two texts that share six tenths of their runs, one in forty pairs has none of four
/// in common.
pub(super) const KEPT: usize = 4;

/// Words of a text that can be told to be nearly another: of fewer, one changed word changes every run.
const LONG: usize = 40;

/// Words of a text that is the same as another one by itself: a shorter one says too little, and its title has to be
/// the same too.
const TELLING: usize = 20;

/// What part of all their runs two texts share that are nearly the same.
const ALIKE: f64 = 0.6;

/// Of the numbers that stand between the same words in both texts, one in so many may be another one: the bulletins of
/// two days differ in nearly all.
const SLIPS: usize = 10;

/// FNV-1a, 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The folded words of a body.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// A sum of each word.
    sums: Vec<u64>,
    /// Whether it is a number.
    numbers: Vec<bool>,
}

impl Words {
    /// The words of an article's body, its title left out.
    pub(super) fn of(article: &Article) -> Self {
        let mut words = Self::default();
        let mut word = String::new();
        for block in &article.blocks {
            let mut tokens = fold::tokens(&block.text);
            while tokens.advance(&mut word).is_some() {
                words.sums.push(sum(&word));
                words.numbers.push(word.starts_with(|c: char| c.is_ascii_digit()));
            }
        }
        words
    }

    pub(super) const fn len(&self) -> usize {
        self.sums.len()
    }

    /// A sum of each run; of a text that is no longer than one, its own.
    fn runs(&self) -> impl Iterator<Item = u64> {
        let whole = (1..RUN).contains(&self.sums.len()).then_some(self.sums.as_slice());
        whole.into_iter().chain(self.sums.windows(RUN)).map(run)
    }

    /// The least sums of its runs, by which texts that share most of them are found. None of a text without words.
    pub(super) fn sketch(&self) -> Vec<u32> {
        let mut least: Vec<u64> = Vec::with_capacity(KEPT + 1);
        for run in self.runs() {
            if least.len() == KEPT && least.last().is_some_and(|last| run >= *last) {
                continue;
            }
            if let Err(at) = least.binary_search(&run) {
                least.insert(at, run);
                least.truncate(KEPT);
            }
        }
        // The upper half is enough: what it leads to is compared.
        least.into_iter().map(|run| (run >> 32) as u32).collect()
    }

    /// Whether two bodies are word for word the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.sums == other.sums
    }

    /// Whether two bodies, of articles with these titles, are the same text or nearly.
    pub(super) fn is_like(&self, title: &str, other: &Self, other_title: &str) -> bool {
        if are_numbered(title, other_title) {
            return false;
        }
        if self.is_same(other) {
            let telling = self.len() >= TELLING || fold::fold(title) == fold::fold(other_title);
            return telling && self.len() > 0;
        }
        self.len().min(other.len()) >= LONG && self.shared(other) >= ALIKE && self.numbers_agree(other)
    }

    /// What part of the runs of both stands in both (the resemblance of Broder).
    pub(super) fn shared(&self, other: &Self) -> f64 {
        let (one, two) = (distinct(self.runs()), distinct(other.runs()));
        let both = one.iter().filter(|run| two.binary_search(run).is_ok()).count();
        let all = one.len() + two.len() - both;
        if all == 0 { 0.0 } else { both as f64 / all as f64 }
    }

    /// Whether the numbers that stand between the same words are the same.
    fn numbers_agree(&self, other: &Self) -> bool {
        let (one, two) = (self.numbers_by_place(), other.numbers_by_place());
        let both = one.iter().filter_map(|(place, numbers)| Some((numbers, two.get(place)?)));
        let (mut all, mut differing) = (0, 0);
        for (one, two) in both {
            all += 1;
            differing += usize::from(one != two);
        }
        differing * SLIPS <= all
    }

    /// The numbers by the words before and behind them. Several that stand between the same words are in their order.
    fn numbers_by_place(&self) -> HashMap<(u64, u64), Vec<u64>> {
        let mut places: HashMap<(u64, u64), Vec<u64>> = HashMap::new();
        let mut at = 0;
        while at < self.sums.len() {
            let numbers = self.numbers.iter().skip(at).take_while(|number| **number).count();
            if numbers > 0 {
                let before = at.checked_sub(1).and_then(|before| self.sums.get(before));
                let behind = self.sums.get(at + numbers);
                let place = (before.copied().unwrap_or_default(), behind.copied().unwrap_or_default());
                places.entry(place).or_default().extend(self.sums.iter().skip(at).take(numbers));
            }
            at += numbers + 1;
        }
        places
    }
}

/// Whether two titles differ in their numbers alone: those of a series, whose parts often have one text.
fn are_numbered(title: &str, other: &str) -> bool {
    let parts = |title: &str| -> (Vec<String>, Vec<String>) {
        let tokens = fold::tokens(title).map(|token| token.text);
        tokens.partition(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let ((numbers, words), (other_numbers, other_words)) = (parts(title), parts(other));
    words == other_words && numbers != other_numbers
}

/// A sum of a word's bytes.
fn sum(word: &str) -> u64 {
    word.bytes().fold(BASIS, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// A sum of a run of words: as FNV takes bytes, and then mixed (the end of `SplitMix64`), so that the least ones are
/// those of no kind of text.
fn run(words: &[u64]) -> u64 {
    let mut sum = words.iter().fold(BASIS, |sum, word| (sum.rotate_left(23) ^ word).wrapping_mul(PRIME));
    sum = (sum ^ sum >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    sum = (sum ^ sum >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ sum >> 31
}

fn distinct(sums: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut sums: Vec<u64> = sums.collect();
    sums.sort_unstable();
    sums.dedup();
    sums
}

#[cfg(test)]
mod tests;
