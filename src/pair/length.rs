//! How well the lengths of two passages fit a translation (after Gale and Church 1993, on the logarithm of the
//! ratio rather than on the difference).

/// English characters for one Arabic character in news, before the article itself is looked at.
const ENGLISH_PER_ARABIC: f64 = 1.15;
/// Characters that the prior weighs as much as: an article of a page outweighs it.
const PRIOR_LENGTH: f64 = 500.0;
/// How far the logarithm of the ratio scatters between long paragraphs that are translations.
const SPREAD: f64 = 0.2;
/// What a short passage adds to the variance: so much divided by its length in characters.
const SPREAD_PER_CHAR: f64 = 2.0;
/// How far it scatters between paragraphs that have nothing to do with each other.
const SPREAD_BY_CHANCE: f64 = 0.9;

/// The measure for one pair of articles.
pub(super) struct Lengths {
    ratio: f64,
}

impl Lengths {
    /// From the lengths in characters of the two whole texts.
    pub(super) fn new(arabic: usize, english: usize) -> Self {
        let english = english as f64 + PRIOR_LENGTH * ENGLISH_PER_ARABIC;
        // Bounded: beyond this, something is missing on one side, and no ratio of a translation is learnt.
        Self { ratio: (english / (arabic as f64 + PRIOR_LENGTH)).clamp(0.85, 1.6) }
    }

    /// The logarithm of how much likelier these lengths are for a translation than for two passages by chance.
    pub(super) fn fit(&self, arabic: usize, english: usize) -> f64 {
        let expected = arabic as f64 * self.ratio + 1.0;
        let found = english as f64 + 1.0;
        let variance = SPREAD * SPREAD + SPREAD_PER_CHAR / expected.min(found);
        let distance = (found / expected).ln();
        let squared = distance * distance;
        let chance = SPREAD_BY_CHANCE * SPREAD_BY_CHANCE + variance;
        0.5 * (squared / chance - squared / variance + (chance / variance).ln())
    }
}
