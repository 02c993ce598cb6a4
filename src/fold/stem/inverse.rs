//! The way back from a stem: where in a sorted dictionary the words that have it can stand.
//!
//! It names stretches that hold all of them, and others too: whoever reads a stretch asks [`super::stem`] of each word.
//! No dictionary is read here.

use super::{FIXED, LEFT, PREFIXES, Protected, SHORT, is_english};
use crate::fold::is_arabic;

/// A stretch of a sorted dictionary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    /// This word alone.
    Word(String),
    /// All words that begin so and go on with suffixes.
    Beginning(String),
    /// All words that begin so.
    Wide(String),
}

/// With what the suffixes begin that Snowball's English takes off, beside `e`, `i`, `s` and `y`.
const ENGLISH_SUFFIXES: [&str; 20] = [
    "ab", "al", "an", "ar", "at", "fu", "le", "li", "ll", "lo", "ly", "me", "ne", "on", "or", "ou", "ta",
    "te", "ti", "to",
];

/// The letters of light10's suffixes.
pub const ARABIC_SUFFIXES: [char; 7] = ['ا', 'ن', 'ت', 'و', 'ي', 'ه', 'ة'];

/// With what goes on a word whose stem ends in an `e` that was put there: relating, relation, relator, idealization.
const BEFORE_E: [char; 5] = ['a', 'e', 'i', 'o', 'y'];

impl Stretch {
    /// Whether a word of the stretch may have the stem, at a glance: thousands of words begin like a short stem, and few
    /// go on with a suffix.
    pub fn may_hold(&self, word: &str, stem: &str) -> bool {
        let Self::Beginning(beginning) = self else { return word.starts_with(text(self)) };
        let Some(rest) = word.strip_prefix(beginning.as_str()) else { return false };
        if !is_english(stem) {
            return rest.chars().all(|c| ARABIC_SUFFIXES.contains(&c));
        }
        // Where the beginning is not the stem, or that ends in `e`, a part of the suffix is in it.
        beginning != stem
            || stem.ends_with('e')
            || rest.is_empty()
            || rest.starts_with(['e', 'i', 's', 'y'])
            || rest.bytes().next() == stem.bytes().last()
            || ENGLISH_SUFFIXES.iter().any(|suffix| rest.starts_with(suffix))
    }
}

/// The stretches of the words whose stem this is; none lies in another. `protected` as for [`super::stem`].
pub fn words_of(stem: &str, protected: &Protected) -> Vec<Stretch> {
    let mut stretches = if stem.is_empty() {
        Vec::new()
    } else if is_english(stem) {
        english(stem)
    } else if stem.starts_with(is_arabic) {
        arabic(stem)
    } else {
        vec![Stretch::Word(stem.to_owned())]
    };
    if protected.names.contains(stem) {
        stretches.extend(names(stem));
    }
    apart(stretches)
}

fn english(stem: &str) -> Vec<Stretch> {
    let behind = |beginning: &str, letters: &[char]| {
        letters.iter().map(|c| Stretch::Beginning(format!("{beginning}{c}"))).collect::<Vec<_>>()
    };
    let mut stretches = Vec::new();
    if stem.len() <= 2 {
        stretches.push(Stretch::Word(stem.to_owned()));
        stretches.extend(SHORT.iter().map(|ending| Stretch::Word(format!("{stem}{ending}"))));
        return stretches;
    }
    stretches.push(Stretch::Beginning(stem.to_owned()));
    if let Some(before) = stem.strip_suffix('i') {
        stretches.extend(behind(before, &['y']));
    }
    if let Some(before) = stem.strip_suffix('e') {
        stretches.extend(behind(before, &BEFORE_E));
    }
    // possibility is possibl.
    if let Some(before) = stem.strip_suffix("ble").or_else(|| stem.strip_suffix("bl")) {
        stretches.push(Stretch::Beginning(format!("{before}bil")));
    }
    // dying is die, and skies are sky.
    if let Some(before) = stem.strip_suffix("ie").filter(|before| before.len() == 1) {
        stretches.push(Stretch::Beginning(format!("{before}ying")));
    }
    if stem == "sky" {
        stretches.push(Stretch::Word("skies".to_owned()));
    }
    stretches
}

fn arabic(stem: &str) -> Vec<Stretch> {
    let fixed = FIXED.iter().filter(|row| row.1 == stem).flat_map(|row| {
        let behind = PREFIXES.iter().map(|prefix| Stretch::Word(format!("{prefix}{}", row.0)));
        behind.chain([Stretch::Word(row.0.to_owned())])
    });
    let mut stretches: Vec<Stretch> = fixed.collect();
    if stem.chars().nth(LEFT - 1).is_none() {
        // So little is left of no longer word.
        stretches.push(Stretch::Word(stem.to_owned()));
        return stretches;
    }
    let beginnings = PREFIXES.iter().map(|prefix| Stretch::Beginning(format!("{prefix}{stem}")));
    stretches.extend(beginnings.chain([Stretch::Beginning(stem.to_owned())]));
    stretches
}

/// A protected name behind what [`Protected::name`] takes from it.
fn names(name: &str) -> Vec<Stretch> {
    let mut words = Vec::new();
    for conjunction in ["", "و", "ف"] {
        for preposition in ["", "لل", "ب", "ل", "ك"] {
            for article in ["", "ال"] {
                words.push(Stretch::Word(format!("{conjunction}{preposition}{article}{name}")));
            }
        }
    }
    words
}

/// Leaves out what lies in another stretch.
fn apart(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    // In this order a beginning stands before all that begin so.
    stretches.sort_by(|a, b| text(a).cmp(text(b)).then(b.cmp(a)));
    let mut kept: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match kept.last_mut() {
            Some(last) if *last == stretch => {}
            Some(last) if !matches!(last, Stretch::Word(_)) && text(&stretch).starts_with(text(last)) => {
                *last = Stretch::Wide(text(last).to_owned());
            }
            _ => kept.push(stretch),
        }
    }
    kept
}

fn text(stretch: &Stretch) -> &str {
    match stretch {
        Stretch::Word(text) | Stretch::Beginning(text) | Stretch::Wide(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fold::stem;

    fn covers(stretches: &[Stretch], word: &str) -> usize {
        let covers = |stretch: &&Stretch| match stretch {
            Stretch::Word(only) => only == word,
            Stretch::Beginning(beginning) | Stretch::Wide(beginning) => word.starts_with(beginning.as_str()),
        };
        stretches.iter().filter(covers).count()
    }

    fn found_once(word: &str, protected: &Protected) {
        let stem = stem(word, protected);
        let stretches = words_of(&stem, protected);
        assert_eq!(covers(&stretches, word), 1, "'{word}' of '{stem}': {stretches:?}");
        let one = stretches.iter().find(|stretch| covers(std::slice::from_ref(*stretch), word) == 1);
        assert!(one.is_some_and(|stretch| stretch.may_hold(word, &stem)), "'{word}' of '{stem}'");
    }

    #[test]
    fn irregular_words_and_those_whose_letters_change_are_found() {
        let none = Protected::default();
        let words = "dying lying tying skies skis skys idly gently ugly early only singly news \
            possibility abilities ability hoping hopping relational rationally idealization operator \
            energies flying happily ties using uses used does going as is 35 2018 cosmos";
        for word in words.split_whitespace() {
            found_once(word, &none);
        }
        for word in ["الله", "ولله", "ولايات", "للولايه", "وزيرها", "والوزير", "من", "ومن", "كتابها", "35هجمه"]
        {
            found_once(word, &none);
        }
    }

    #[test]
    fn a_name_is_found_behind_what_it_is_written_together_with() {
        let names = Protected::new(["السودان", "لبنان", "Wales"]);
        for word in ["للسودان", "وبالسودان", "سودان", "فلبنان", "لبنانيه", "wales", "wale"]
        {
            found_once(word, &names);
        }
    }

    const ENGLISH: &str = "[a-z]{0,5}(abl|at|iz|iv|enc|bl|tt|l|y|i|e|us|ss)?\
        (s|ed|ing|ly|li|y|e|ies|ied|ation|ational|ization|izer|ability|bility|ivity|iveness|ousness|fulness|\
        ement|ment|ence|ency|ance|ancy|alism|ality|ally|ently|edly|ingly|ible|able|ate|icate|icity|ical|or|er|\
        ion|ism|ous|ive|ize|logy|less|ll){0,3}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn every_english_word_lies_in_one_stretch_of_its_stem(word in ENGLISH) {
            if !word.is_empty() {
                found_once(&word, &Protected::default());
            }
        }

        #[test]
        fn every_arabic_word_lies_in_one_stretch_of_its_stem(
            word in "(و|ف)?(ب|ك|ل)?(ال|لل)?[اوبكلفنتيهم]{1,5}(ي|ه|يه|ين|ون|ات|ان|ها){0,3}",
        ) {
            found_once(&word, &Protected::new(["مالي", "كوبا"]));
        }
    }
}
