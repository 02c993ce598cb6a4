//! Names that stand on one side of a bead only.
//!
//! A name is told by its consonants, which both scripts write. Which words are names is learnt from the two articles
//! themselves: an English word with a capital and an Arabic word of nearly the same consonants that stand in the same
//! beads are one. Where that name stands in a bead whose other side has nothing like it, it is told. A name that occurs
//! once is not.

use std::collections::{HashMap, HashSet};

use crate::article::{Difference, DifferenceKind, Lang};
use crate::fold;
use crate::pair::{lexicon, name};

use super::{Side, difference};

/// Beads in which a name faces itself before it is believed to be one.
const SEEN: usize = 2;

/// Sound classes from which two names may differ in one of them: shorter ones fit other words by chance.
const LONG: usize = 4;

/// Names that the two articles write in both scripts.
pub(super) struct Known {
    /// The forms of the Arabic words, by the English skeleton.
    by_english: HashMap<String, HashSet<Form>>,
    /// The English skeletons, by the form of the Arabic word: as it is written, for many other words have the same
    /// consonants.
    by_arabic: HashMap<Form, HashSet<String>>,
}

/// An Arabic word without what may be written before it, and its skeleton.
type Form = (String, String);

impl Known {
    /// Learns names from all beads of a pair: what is alike and stands in the same beads.
    pub(super) fn of(sides: &[(Side, Side)]) -> Self {
        let mut on_ar: HashMap<Form, Vec<usize>> = HashMap::new();
        let mut on_en: HashMap<String, Vec<usize>> = HashMap::new();
        for (bead, (ar, en)) in sides.iter().enumerate() {
            for form in arabic(ar).into_iter().flat_map(|(forms, ..)| forms) {
                on_ar.entry(form).or_default().push(bead);
            }
            for (skeleton, ..) in english(en) {
                on_en.entry(skeleton).or_default().push(bead);
            }
        }
        on_ar.values_mut().chain(on_en.values_mut()).for_each(Vec::dedup);
        let mut known = Self { by_english: HashMap::new(), by_arabic: HashMap::new() };
        for (skeleton, beads) in on_en.into_iter().filter(|(_, beads)| beads.len() >= SEEN) {
            for (form, there) in &on_ar {
                if is_alike(&form.1, &skeleton) && is_company(&beads, there) {
                    known.by_english.entry(skeleton.clone()).or_default().insert(form.clone());
                    known.by_arabic.entry(form.clone()).or_default().insert(skeleton.clone());
                }
            }
        }
        known
    }

    /// Tells the known names of either side that the other does not have.
    pub(super) fn compare(&self, ar: &Side, en: &Side, found: &mut Vec<Difference>) {
        let (on_ar, on_en) = (arabic(ar), english(en));
        for (skeleton, block, range) in &on_en {
            let Some(forms) = self.by_english.get(skeleton) else { continue };
            let mut there = on_ar.iter().flat_map(|(forms, ..)| forms);
            if !there.any(|form| forms.contains(form) || is_alike(&form.1, skeleton)) {
                found.push(difference(DifferenceKind::Name, Lang::En, *block, range));
            }
        }
        for (forms, block, range) in &on_ar {
            let Some((form, names)) = forms.iter().find_map(|form| Some((form, self.by_arabic.get(form)?)))
            else {
                continue;
            };
            if !on_en.iter().any(|(skeleton, ..)| names.contains(skeleton) || is_alike(&form.1, skeleton)) {
                found.push(difference(DifferenceKind::Name, Lang::Ar, *block, range));
            }
        }
    }
}

/// Whether two lists of beads are mostly the same, so that what stands in them belongs together.
fn is_company(one: &[usize], two: &[usize]) -> bool {
    let shared = one.iter().filter(|bead| two.contains(bead)).count();
    shared >= SEEN && shared * 3 >= one.len().max(two.len()) * 2
}

/// Whether two skeletons may be one name: near, or of some length and apart in one sound.
fn is_alike(one: &str, two: &str) -> bool {
    is_near(one, two) || one.len().min(two.len()) >= LONG && one_apart(one, two)
}

/// Whether one sound class was put in, left out or exchanged.
fn one_apart(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let same = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str, from: usize| text.get(from..).unwrap_or_default().to_owned();
    match long.len() - short.len() {
        0 => rest(short, same + 1) == rest(long, same + 1),
        1 => rest(short, same) == rest(long, same + 1),
        _ => false,
    }
}

/// Whether two skeletons are equal, or one longer by its end.
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
        Lang::Ar => {
            arabic(side).into_iter().flat_map(|(forms, ..)| forms).map(|(_, skeleton)| skeleton).collect()
        }
        _ => english(side).into_iter().map(|(skeleton, ..)| skeleton).collect(),
    };
    wanted.iter().any(|one| there.iter().any(|two| is_near(one, two)))
}

type Place = std::ops::Range<usize>;

/// The words of an English side that are written as names.
fn english(side: &Side) -> Vec<(String, usize, Place)> {
    let mut found = Vec::new();
    for passage in &side.passages {
        for word in passage.words.iter().filter(|w| w.capital && lexicon::english(&w.text).is_none()) {
            let skeleton = name::latin(&word.text);
            if skeleton.len() >= name::SHORTEST {
                found.push((skeleton, passage.block, word.range.clone()));
            }
        }
    }
    found
}

/// The words of an Arabic side that may be names, by every way to take off what is written before them.
fn arabic(side: &Side) -> Vec<(Vec<Form>, usize, Place)> {
    let mut found = Vec::new();
    for passage in &side.passages {
        for word in passage.words.iter().filter(|w| lexicon::arabic(&w.text).is_none()) {
            let forms =
                lexicon::without_openings(&word.text).map(|form| (form.to_owned(), name::arabic(form)));
            let forms: Vec<Form> = forms.filter(|(_, skeleton)| skeleton.len() >= name::SHORTEST).collect();
            if !forms.is_empty() {
                found.push((forms, passage.block, word.range.clone()));
            }
        }
    }
    found
}
