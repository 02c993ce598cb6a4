//! The proof that no article is nearly another: the runs of five words that two of a sample have in common.

use std::collections::HashMap;

/// Articles of the sample, evenly spread: each is held against each other one, two million times.
const SAMPLE: usize = 2_000;

/// Words of a run. Near-duplicates share nearly all of these; two texts on one matter hardly any.
const RUN: usize = 5;

/// One step of the hash of Fowler, Noll and Vo (FNV-1a).
pub(super) fn fnv(hash: u64, next: impl Into<u64>) -> u64 {
    (hash ^ next.into()).wrapping_mul(0x100_0000_01B3)
}

/// The runs of some of the articles.
pub(super) struct Sample {
    step: usize,
    /// The distinct runs of each article taken.
    runs: Vec<Vec<u64>>,
}

impl Sample {
    /// A sample of so many articles.
    pub(super) fn of(articles: usize) -> Self {
        Self { step: articles.div_ceil(SAMPLE).max(1), runs: Vec::new() }
    }

    /// Takes an article's words in where it is of the sample.
    pub(super) fn take(&mut self, number: usize, words: &[u64]) {
        if number.is_multiple_of(self.step) {
            let run = |run: &[u64]| run.iter().copied().fold(0_u64, fnv);
            let mut runs: Vec<u64> = words.windows(RUN).map(run).collect();
            runs.sort_unstable();
            runs.dedup();
            self.runs.push(runs);
        }
    }

    /// The greatest resemblance of two articles: runs in common by runs in either (Broder 1997), 0 to 1.
    pub(super) fn most_alike(&self) -> f64 {
        let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
        for (article, runs) in self.runs.iter().enumerate() {
            for run in runs {
                holders.entry(*run).or_default().push(article);
            }
        }
        let width = self.runs.len();
        let mut common = vec![0_u16; width * width];
        for articles in holders.values() {
            for (at, one) in articles.iter().enumerate() {
                for other in &articles[at + 1..] {
                    common[one * width + other] += 1;
                }
            }
        }
        let resemblance = |(at, &common): (usize, &u16)| {
            let either = self.runs[at / width].len() + self.runs[at % width].len() - usize::from(common);
            f64::from(common) / either.max(1) as f64
        };
        common.iter().enumerate().filter(|(_, n)| **n > 0).map(resemblance).fold(0.0, f64::max)
    }
}
