//! The beads of a pair, made to fit the two articles, and the runs of text that has no counterpart.
//!
//! Plain data. Nothing here knows of rows or columns.

use std::ops::Range;

use crate::app::page::Side;
use crate::article::Bead;

/// A bead as the page uses it: both sides are runs of blocks, and together the beads hold every block once.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BeadAt {
    /// Its index in the pair; `None` for blocks that the pair does not name.
    pub(super) original: Option<usize>,
    /// Blocks of the Arabic and of the English article.
    pub(super) blocks: [Range<usize>; 2],
    /// How likely it is right.
    pub(super) confidence: f32,
}

impl BeadAt {
    /// The side that alone has text, if one does.
    pub(super) fn only(&self) -> Option<Side> {
        match (self.blocks[0].is_empty(), self.blocks[1].is_empty()) {
            (false, true) => Some(Side::Ar),
            (true, false) => Some(Side::En),
            _ => None,
        }
    }
}

/// A run of beads with text on the same one side, folded to one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fold {
    /// The side that has text.
    pub(super) side: Side,
    /// The beads of the run.
    pub(super) beads: Range<usize>,
    /// Its blocks on that side.
    pub(super) blocks: Range<usize>,
}

/// How sure the beads of a page are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sureness {
    /// Beads with text on both sides and a high confidence.
    pub sure: usize,
    /// Beads with text on both sides and a low confidence.
    pub guessed: usize,
    /// Beads with text on one side only.
    pub one_sided: usize,
}

/// Makes beads fit articles of so many blocks: what lies outside an article or was named before is dropped, what
/// is not named becomes one-sided beads before the next that is.
pub(super) fn fit(beads: &[Bead], lengths: [usize; 2]) -> Vec<BeadAt> {
    let mut fitted = Vec::with_capacity(beads.len());
    let mut next = [0, 0];
    for (original, bead) in beads.iter().enumerate() {
        let blocks = [&bead.ar, &bead.en]
            .map(|indices| (indices.iter().copied().min(), indices.iter().copied().max()));
        let mut runs = [0..0, 0..0];
        for (side, bounds) in blocks.into_iter().enumerate() {
            let (Some(low), Some(high)) = bounds else { continue };
            let (low, high) = (low.max(next[side]), high.saturating_add(1).min(lengths[side]));
            if low < high {
                skipped(&mut fitted, side, next[side]..low);
                next[side] = high;
                runs[side] = low..high;
            }
        }
        if runs.iter().any(|run| !run.is_empty()) {
            fitted.push(BeadAt { original: Some(original), blocks: runs, confidence: bead.confidence });
        }
    }
    for side in 0..2 {
        skipped(&mut fitted, side, next[side]..lengths[side]);
    }
    fitted
}

/// Blocks that no bead names, each a bead of its own.
fn skipped(fitted: &mut Vec<BeadAt>, side: usize, blocks: Range<usize>) {
    for block in blocks {
        let mut runs = [0..0, 0..0];
        runs[side] = block..block + 1;
        fitted.push(BeadAt { original: None, blocks: runs, confidence: 0.0 });
    }
}

/// The runs of one-sided beads, in order.
pub(super) fn folds(beads: &[BeadAt]) -> Vec<Fold> {
    let mut folds: Vec<Fold> = Vec::new();
    for (index, bead) in beads.iter().enumerate() {
        let Some(side) = bead.only() else { continue };
        let blocks = bead.blocks[side.index()].clone();
        match folds.last_mut() {
            Some(last) if last.side == side && last.beads.end == index => {
                last.beads.end = index + 1;
                last.blocks.end = blocks.end;
            }
            _ => folds.push(Fold { side, beads: index..index + 1, blocks }),
        }
    }
    folds
}

/// Counts the beads by how sure they are.
pub(super) fn count(beads: &[BeadAt], sure_from: f32) -> Sureness {
    let mut sureness = Sureness::default();
    for bead in beads {
        if bead.only().is_some() {
            sureness.one_sided += 1;
        } else if bead.confidence >= sure_from {
            sureness.sure += 1;
        } else {
            sureness.guessed += 1;
        }
    }
    sureness
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(ar: &[usize], en: &[usize]) -> Bead {
        Bead { ar: ar.to_vec(), en: en.to_vec(), confidence: 1.0 }
    }

    fn runs(beads: &[BeadAt]) -> Vec<[Range<usize>; 2]> {
        beads.iter().map(|b| b.blocks.clone()).collect()
    }

    #[test]
    fn beads_that_fit_stay_as_they_are() {
        let given = [bead(&[0], &[0]), bead(&[1, 2], &[1]), bead(&[], &[2])];
        let fitted = fit(&given, [3, 3]);
        assert_eq!(runs(&fitted), [[0..1, 0..1], [1..3, 1..2], [0..0, 2..3]]);
        assert_eq!(fitted.iter().map(|b| b.original).collect::<Vec<_>>(), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn blocks_that_no_bead_names_stand_alone_and_foreign_indices_are_dropped() {
        let given = [bead(&[1], &[0]), bead(&[1], &[1]), bead(&[9], &[40])];
        let fitted = fit(&given, [3, 2]);
        assert_eq!(runs(&fitted), [[0..1, 0..0], [1..2, 0..1], [0..0, 1..2], [2..3, 0..0]]);
        assert_eq!(fitted[0].original, None);
        assert_eq!(fit(&[], [1, 1]).len(), 2);
    }

    #[test]
    fn neighbours_on_the_same_side_fold_to_one_line() {
        let given = [bead(&[0], &[0]), bead(&[1], &[]), bead(&[2], &[]), bead(&[], &[1]), bead(&[3], &[2])];
        let fitted = fit(&given, [4, 3]);
        let folds = folds(&fitted);
        assert_eq!(folds.len(), 2);
        assert_eq!((folds[0].side, folds[0].beads.clone(), folds[0].blocks.clone()), (Side::Ar, 1..3, 1..3));
        assert_eq!((folds[1].side, folds[1].beads.clone(), folds[1].blocks.clone()), (Side::En, 3..4, 1..2));
        assert_eq!(count(&fitted, 0.5), Sureness { sure: 2, guessed: 0, one_sided: 3 });
    }
}
