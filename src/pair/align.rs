//! Which blocks of two articles correspond: dynamic programming over beads, with their posterior as confidence.
//!
//! A bead's weight is its prior, times how much likelier its lengths and its cues are for a translation than by
//! chance. The best path is the alignment; the sum over all paths tells how sure each of its beads is. Order is
//! kept: blocks that changed places between the two texts come out as text on one side only.

use crate::article::{Article, Bead};

mod crossing;
mod lattice;
mod weigh;

use crossing::Crossing;
use weigh::Weigher;

/// The shape of a bead: Arabic blocks, English blocks, and the logarithm of its prior.
#[derive(Clone, Copy, Debug)]
struct Shape {
    ar: usize,
    en: usize,
    prior: f64,
}

/// The most blocks that a side of a bead has.
const MOST_BLOCKS: usize = 4;

/// Every shape that is looked at. The priors are those of news paragraphs: most stand alone, now and then one is
/// split or left out; larger beads happen where both sides were set in paragraphs anew.
const SHAPES: [Shape; 17] = [
    Shape { ar: 1, en: 1, prior: -0.25 },
    Shape { ar: 1, en: 0, prior: -4.0 },
    Shape { ar: 0, en: 1, prior: -4.0 },
    Shape { ar: 1, en: 2, prior: -2.1 },
    Shape { ar: 2, en: 1, prior: -2.1 },
    Shape { ar: 1, en: 3, prior: -3.2 },
    Shape { ar: 3, en: 1, prior: -3.2 },
    Shape { ar: 2, en: 2, prior: -3.6 },
    Shape { ar: 1, en: 4, prior: -4.4 },
    Shape { ar: 4, en: 1, prior: -4.4 },
    Shape { ar: 2, en: 3, prior: -4.0 },
    Shape { ar: 3, en: 2, prior: -4.0 },
    Shape { ar: 3, en: 3, prior: -5.2 },
    Shape { ar: 2, en: 4, prior: -5.2 },
    Shape { ar: 4, en: 2, prior: -5.2 },
    Shape { ar: 3, en: 4, prior: -5.6 },
    Shape { ar: 4, en: 3, prior: -5.6 },
];

/// Arabic blocks that are aligned in one go, so that memory and time stay bounded for any length.
const WINDOW: usize = 2000;

/// Sets the blocks of an Arabic and of an English article beside each other.
///
/// All blocks of both, each in exactly one bead, in ascending order; a side is empty where its counterpart is
/// missing. Headings stand only with headings, list items only with items and one by one; quotations and
/// paragraphs may stand together. The confidence is the bead's posterior probability.
pub fn align(ar: &Article, en: &Article) -> Vec<Bead> {
    in_windows(ar, en, WINDOW)
}

/// The same, in windows of so many Arabic blocks.
pub(super) fn in_windows(ar: &Article, en: &Article, window: usize) -> Vec<Bead> {
    lattice::align(&Weigher::new(ar, en, Crossing::new(ar, en, window)), window)
}
