//! Names that stand on one side of a bead only.
//!
//! A name is told by its consonants, which both scripts write. Which words are names is learnt from the two articles
//! themselves: an English word with a capital that faces an Arabic word of the same consonants somewhere is one. Where
//! that name stands in a bead whose other side has nothing like it, it is told. A name that occurs once is not.

use std::collections::{HashMap, HashSet};

use crate::article::{Difference, DifferenceKind, Lang};
use crate::fold;
use crate::pair::{lexicon, name};

use super::{Side, difference};

/// Sound classes of a name that is compared: shorter ones fit other words by chance.
const LONG: usize = 4;

/// Beads in which a name faces itself before it is believed to be one.
const SEEN: usize = 2;

/// Names that the two articles write in both scripts: their skeletons.
pub(super) struct Known(HashSet<String>);

impl Known {
    /// Learns names from all beads of a pair.
    pub(super) fn of(sides: &[(Side, Side)]) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (ar, en) in sides {
            let on_ar: HashSet<String> = arabic(ar, LONG).into_iter().flat_map(|(forms, ..)| forms).collect();
            let on_en: HashSet<String> =
                english(en, LONG).into_iter().map(|(skeleton, ..)| skeleton).collect();
            for skeleton in on_en.intersection(&on_ar) {
                *counts.entry(skeleton.clone()).or_default() += 1;
            }
        }
        Self(counts.into_iter().filter(|(_, n)| *n >= SEEN).map(|(skeleton, _)| skeleton).collect())
    }

    /// Tells the known names of either side that the other does not have.
    pub(super) fn compare(&self, ar: &Side, en: &Side, found: &mut Vec<Difference>) {
        let (on_ar, on_en) = (arabic(ar, LONG), english(en, LONG));
        for (skeleton, block, range) in &on_en {
            let there = on_ar.iter().flat_map(|(forms, ..)| forms).any(|form| is_near(form, skeleton));
            if self.0.contains(skeleton) && !there {
                found.push(difference(DifferenceKind::Name, Lang::En, *block, range));
            }
        }
        for (forms, block, range) in &on_ar {
            let Some(known) = forms.iter().find(|form| self.0.contains(*form)) else { continue };
            if !on_en.iter().any(|(skeleton, ..)| is_near(known, skeleton)) {
                found.push(difference(DifferenceKind::Name, Lang::Ar, *block, range));
            }
        }
    }
}

/// Whether two skeletons may be one name: equal, or one longer by its end.
fn is_near(one: &str, two: &str) -> bool {
    one == two || one.len().abs_diff(two.len()) <= 2 && (one.starts_with(two) || two.starts_with(one))
}

/// Whether a side has a word of the same consonants as a word of the other script.
pub(super) fn writes(side: &Side, word: &str) -> bool {
    let of = |folded: &str| {
        if side.lang == Lang::Ar {
            vec![name::latin(folded)]
        } else {
            lexicon::without_openings(folded).map(name::arabic).collect()
        }
    };
    let wanted: Vec<String> =
        fold::tokens(word).flat_map(|t| of(&t.text)).filter(|s| s.len() >= name::SHORTEST).collect();
    let there: Vec<String> = match side.lang {
        Lang::Ar => arabic(side, name::SHORTEST).into_iter().flat_map(|(forms, ..)| forms).collect(),
        _ => english(side, name::SHORTEST).into_iter().map(|(skeleton, ..)| skeleton).collect(),
    };
    wanted.iter().any(|one| there.iter().any(|two| is_near(one, two)))
}

type Place = std::ops::Range<usize>;

/// The words of an English side that are written as names.
fn english(side: &Side, shortest: usize) -> Vec<(String, usize, Place)> {
    let mut found = Vec::new();
    for passage in &side.passages {
        for word in passage.words.iter().filter(|w| w.capital && lexicon::english(&w.text).is_none()) {
            let skeleton = name::latin(&word.text);
            if skeleton.len() >= shortest {
                found.push((skeleton, passage.block, word.range.clone()));
            }
        }
    }
    found
}

/// The words of an Arabic side that may be names, by every way to take off what is written before them.
fn arabic(side: &Side, shortest: usize) -> Vec<(Vec<String>, usize, Place)> {
    let mut found = Vec::new();
    for passage in &side.passages {
        for word in passage.words.iter().filter(|w| lexicon::arabic(&w.text).is_none()) {
            let skeletons = lexicon::without_openings(&word.text).map(name::arabic);
            let forms: Vec<String> = skeletons.filter(|skeleton| skeleton.len() >= shortest).collect();
            if !forms.is_empty() {
                found.push((forms, passage.block, word.range.clone()));
            }
        }
    }
    found
}
