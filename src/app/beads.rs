//! Corrections by hand of which paragraphs correspond: merge, split, confirm, and take back. What is corrected is
//! stored at once and wins over what is found; nothing here guesses.

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::page::{Page, Side};
use crate::article::{Bead, Place};

/// How sure a correction by hand is.
const BY_HAND: f32 = 1.0;

/// What is done to the bead that is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Correction {
    /// It and the next one are one bead.
    Merge,
    /// Its first block of each side is a bead of its own; a pair of single blocks is two texts on one side only.
    Split,
    /// It is right as it is.
    Confirm,
}

impl Correction {
    /// The beads after it; `None` where there is nothing to merge or to split.
    fn apply(self, beads: &[Bead], at: usize) -> Option<Vec<Bead>> {
        let bead = beads.get(at)?;
        let (parts, replaced) = match self {
            Self::Confirm => (vec![bead.clone()], 1),
            Self::Merge => {
                let next = beads.get(at + 1)?;
                let joined = |a: &[usize], b: &[usize]| [a, b].concat();
                (vec![of(&joined(&bead.ar, &next.ar), &joined(&bead.en, &next.en))], 2)
            }
            Self::Split => (split(bead)?, 1),
        };
        let parts = parts.into_iter().map(|part| Bead { confidence: BY_HAND, ..part });
        let before = beads.get(..at)?.iter().cloned();
        let after = beads.get(at + replaced..)?.iter().cloned();
        Some(before.chain(parts).chain(after).collect())
    }
}

fn of(ar: &[usize], en: &[usize]) -> Bead {
    Bead { ar: ar.to_vec(), en: en.to_vec(), confidence: BY_HAND }
}

fn split(bead: &Bead) -> Option<Vec<Bead>> {
    let cut = |side: &[usize]| match side {
        [] => (Vec::new(), Vec::new()),
        [first, rest @ ..] => (vec![*first], rest.to_vec()),
    };
    match (bead.ar.len(), bead.en.len()) {
        (0 | 1, 0) | (0, 1) => None,
        (1, 1) => Some(vec![of(&bead.ar, &[]), of(&[], &bead.en)]),
        _ => {
            let ((ar, more_ar), (en, more_en)) = (cut(&bead.ar), cut(&bead.en));
            Some(vec![of(&ar, &en), of(&more_ar, &more_en)])
        }
    }
}

impl Model {
    /// Corrects the bead that is marked, and stores the pair as it is then.
    pub(super) fn correct(&mut self, correction: Correction, fx: &mut Vec<Effect>) {
        let current = self.reader.page().and_then(Page::current_bead);
        let beads = self.reader.beads().map(<[Bead]>::to_vec);
        let (true, Some(at), Some(beads)) = (self.reader.beside, current, beads) else {
            let said = self.words.get("message.beads-beside").to_owned();
            return self.say(said);
        };
        if self.beside_made() {
            let said = self.words.get("message.beads-made").to_owned();
            return self.say(said);
        }
        let Some(corrected) = correction.apply(&beads, at) else {
            let said = self.words.get("message.beads-nothing").to_owned();
            return self.say(said);
        };
        self.reader.remember_beads(beads);
        let key = match correction {
            Correction::Merge => "message.beads-merged",
            Correction::Split => "message.beads-split",
            Correction::Confirm => "message.beads-confirmed",
        };
        self.set_beads(corrected, at, fx);
        let said = self.words.get(key).to_owned();
        self.say(said);
    }

    /// Takes the last correction back; says whether there was one.
    pub(super) fn take_back_beads(&mut self, fx: &mut Vec<Effect>) -> bool {
        if !self.reader.beside {
            return false;
        }
        let Some(before) = self.reader.beads_before() else { return false };
        let at = self.reader.page().and_then(Page::current_bead).unwrap_or_default();
        self.set_beads(before, at, fx);
        let said = self.words.get("message.beads-back").to_owned();
        self.say(said);
        true
    }

    /// Shows the pair with other beads, the mark on one of them, and stores it.
    fn set_beads(&mut self, beads: Vec<Bead>, at: usize, fx: &mut Vec<Effect>) {
        let marked = beads.get(at.min(beads.len().saturating_sub(1))).cloned().unwrap_or_default();
        let Some(pair) = self.reader.set_beads(beads, BY_HAND) else { return };
        let request = self.next_request();
        self.reader.expect_pairs(request);
        fx.push(Effect::Compare { request, pair: Box::new(pair.clone()) });
        fx.push(Effect::StorePair(Box::new(pair)));
        self.face(0);
        let place = |side: &[usize]| side.first().map(|block| Place::Block(*block));
        if let Some(page) = self.reader.page_mut() {
            match (place(&marked.ar), place(&marked.en)) {
                (Some(place), _) => page.goto_place(Side::Ar, place, None),
                (None, Some(place)) => page.goto_place(Side::En, place, None),
                (None, None) => false,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beads() -> Vec<Bead> {
        let guess = |ar: &[usize], en: &[usize]| Bead { confidence: 0.4, ..of(ar, en) };
        vec![guess(&[0], &[0]), guess(&[1, 2], &[1]), guess(&[3], &[])]
    }

    fn shape(beads: &[Bead]) -> Vec<(Vec<usize>, Vec<usize>)> {
        beads.iter().map(|b| (b.ar.clone(), b.en.clone())).collect()
    }

    #[test]
    fn merging_joins_a_bead_with_the_next_and_makes_it_sure() {
        let merged = Correction::Merge.apply(&beads(), 1).unwrap();
        assert_eq!(shape(&merged), [(vec![0], vec![0]), (vec![1, 2, 3], vec![1])]);
        assert_eq!((merged[0].confidence, merged[1].confidence), (0.4, 1.0));
        assert_eq!(Correction::Merge.apply(&beads(), 2), None, "the last has no next");
    }

    #[test]
    fn splitting_parts_the_first_block_of_each_side() {
        let split = Correction::Split.apply(&beads(), 1).unwrap();
        assert_eq!(shape(&split)[1..3], [(vec![1], vec![1]), (vec![2], vec![])]);
        let apart = Correction::Split.apply(&beads(), 0).unwrap();
        assert_eq!(shape(&apart)[..2], [(vec![0], vec![]), (vec![], vec![0])]);
        assert_eq!(Correction::Split.apply(&beads(), 2), None, "one block cannot be parted");
    }

    #[test]
    fn every_block_stays_in_exactly_one_bead() {
        let all = |beads: &[Bead]| {
            let ar: Vec<usize> = beads.iter().flat_map(|b| b.ar.clone()).collect();
            let en: Vec<usize> = beads.iter().flat_map(|b| b.en.clone()).collect();
            (ar, en)
        };
        for correction in [Correction::Merge, Correction::Split, Correction::Confirm] {
            for at in 0..4 {
                if let Some(after) = correction.apply(&beads(), at) {
                    assert_eq!(all(&after), all(&beads()), "{correction:?} at {at}");
                }
            }
        }
    }
}
