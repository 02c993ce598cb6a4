//! Light stemming of folded tokens: light10 for Arabic, Snowball's English for Latin.
//!
//! By it the words that are searched for find their other inflections. Not Snowball for Arabic: it takes the first letter of
//! France and of Baghdad for a particle. It never looks for roots.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use frostem::Algorithm;
use rustc_hash::FxHashSet;

use super::token::{is_arabic, tokens};

mod inverse;

pub use inverse::{ARABIC_SUFFIXES, Stretch, words_of};

/// Letters that must be left of a word. Larkey's light10 leaves two; three spares most short names and roots.
const LEFT: usize = 3;

/// light10's prefixes (Larkey, Ballesteros and Connell 2007), longest first, with those of two steps that it
/// misses: a conjunction before بال, كال and لل.
const PREFIXES: [&str; 13] =
    ["وبال", "وكال", "فبال", "فكال", "ولل", "فلل", "وال", "بال", "كال", "فال", "ال", "لل", "و"];

/// light10's suffixes, each taken off once, in this order.
const SUFFIXES: [&str; 10] = ["ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي"];

/// What is taken off an English word of which two letters are left: `going`, `ups`.
const SHORT: [&str; 4] = ["s", "ed", "ing", "ly"];

/// Words, without suffixes, whose first و is of the root. light10 takes it for a conjunction and so parts وزير from
/// الوزير, where the و is inside. Only frequent words of news text whose rest is no word that و often stands
/// before: not والي, which is mostly وإلى.
const RADICAL: [&str; 31] = [
    "وزير",
    "وزراء",
    "وزار",
    "وكال",
    "وكلاء",
    "وكيل",
    "وثيق",
    "وثاءق",
    "وطن",
    "واشنطن",
    "وسيط",
    "وساط",
    "وسيل",
    "وساءل",
    "وفد",
    "وفود",
    "وضع",
    "وقت",
    "وقف",
    "وقوع",
    "وجود",
    "وجه",
    "وحد",
    "وحيد",
    "ورق",
    "ورش",
    "وصول",
    "وعود",
    "وفا",
    "وظاءف",
    "وظيف",
];

/// Words whose light10 stem is another, frequent word: of the name of God it leaves له, a pronoun; of ولاية and
/// ولايات it leaves ولا, a conjunction.
const FIXED: [(&str, &str); 10] = [
    ("الله", "الله"),
    ("والله", "الله"),
    ("فالله", "الله"),
    ("بالله", "الله"),
    ("وبالله", "الله"),
    ("تالله", "الله"),
    ("لله", "الله"),
    ("ولله", "الله"),
    ("ولايه", "ولاي"),
    ("ولايات", "ولاي"),
];

static RADICAL_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| RADICAL.into_iter().collect());

static ENGLISH: LazyLock<frostem::Stemmer> = LazyLock::new(|| frostem::Stemmer::new(Algorithm::English));

/// Names that are never stemmed: countries, cities, persons.
///
/// A name is found behind clitics too (ولبنان is لبنان), and with or without its article: السودان, للسودان and
/// سودان have one stem. Names of several words are left to stemming, word by word: were الولايات protected, it
/// would not meet ولاية any more.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    /// Folded names without ال.
    names: FxHashSet<String>,
}

impl Protected {
    /// Protects these names, as written in a gazetteer; they are folded here.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        let single = |name: S| {
            let mut words = tokens(name.as_ref());
            words.next().filter(|_| words.next().is_none()).map(|word| bare(&word.text).to_owned())
        };
        Self { names: names.into_iter().filter_map(single).collect() }
    }

    /// The name that a folded word is, without clitics and article.
    fn name<'a>(&self, folded: &'a str) -> Option<&'a str> {
        if self.names.is_empty() {
            return None;
        }
        let found = |word: &'a str| Some(bare(word)).filter(|name| self.names.contains(*name));
        let prepositions = |word: &'a str| {
            found(word)
                .or_else(|| word.strip_prefix("لل").and_then(found))
                .or_else(|| word.strip_prefix(['ب', 'ل', 'ك']).and_then(found))
        };
        prepositions(folded).or_else(|| folded.strip_prefix(['و', 'ف']).and_then(prepositions))
    }
}

/// A word without its article, where enough stays behind it.
fn bare(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| longer_than(rest, LEFT - 1)).unwrap_or(word)
}

fn longer_than(word: &str, letters: usize) -> bool {
    word.chars().nth(letters).is_some()
}

fn without_suffixes(mut word: &str) -> &str {
    // Most words end in none of them; the first look tells, because an end that stays hides all the others.
    if !word.ends_with(['ا', 'ن', 'ت', 'ه', 'ة', 'ي']) {
        return word;
    }
    for suffix in SUFFIXES {
        if let Some(rest) = word.strip_suffix(suffix).filter(|rest| longer_than(rest, LEFT - 1)) {
            word = rest;
        }
    }
    word
}

/// The light10 stem of a folded Arabic word: one prefix (or a pair of them) and each suffix once, at least three
/// letters left. Other scripts are given back as they are.
pub fn light10(folded: &str) -> Cow<'_, str> {
    if !folded.starts_with(is_arabic) {
        return Cow::Borrowed(folded);
    }
    if let Some(stem) = fixed(folded) {
        return Cow::Borrowed(stem);
    }
    let whole = without_suffixes(folded);
    if RADICAL_SET.contains(whole) {
        return Cow::Borrowed(whole);
    }
    if !folded.starts_with(['و', 'ف', 'ب', 'ك', 'ا', 'ل']) {
        return Cow::Borrowed(whole);
    }
    let rest = PREFIXES
        .iter()
        .find_map(|prefix| folded.strip_prefix(prefix).filter(|rest| longer_than(rest, LEFT - 1)))
        .unwrap_or(folded);
    Cow::Borrowed(fixed(rest).unwrap_or_else(|| without_suffixes(rest)))
}

fn is_english(folded: &str) -> bool {
    folded.bytes().all(|b| b.is_ascii_lowercase())
}

fn fixed(word: &str) -> Option<&'static str> {
    FIXED.iter().find(|row| row.0 == word).map(|row| row.1)
}

/// The stem of a folded token: the name itself for a protected one, light10 for Arabic, Snowball's English for
/// Latin letters, digits as they are.
pub fn stem<'a>(folded: &'a str, protected: &Protected) -> Cow<'a, str> {
    if let Some(name) = protected.name(folded) {
        return Cow::Borrowed(name);
    }
    if !is_english(folded) {
        return light10(folded);
    }
    let stem = ENGLISH.stem(folded);
    let plain = |ending: &&str| folded.strip_suffix(*ending) == Some(&stem);
    // Two letters are seldom what is left of a word; one is never a word that others are forms of.
    let keeps = stem.len() > 2 || stem.len() == 2 && SHORT.iter().any(plain);
    if keeps { stem } else { Cow::Borrowed(folded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_radical_waw_is_listed_as_it_is_looked_up() {
        for word in RADICAL {
            assert!(word.starts_with('و') && without_suffixes(word) == word, "{word}");
        }
        assert_eq!(RADICAL_SET.len(), RADICAL.len(), "no word twice");
        assert_eq!(light10("والي"), light10("الي"));
    }

    #[test]
    fn every_prefix_and_suffix_passes_the_first_look() {
        for suffix in SUFFIXES {
            assert_eq!(without_suffixes(&format!("مكتب{suffix}")), "مكتب", "{suffix}");
        }
        for prefix in PREFIXES {
            assert_eq!(light10(&format!("{prefix}مكتب")), "مكتب", "{prefix}");
        }
    }

    #[test]
    fn a_state_is_no_negation() {
        for word in ["ولايه", "الولايه", "والولايات", "للولايات"] {
            assert_eq!(light10(word), "ولاي", "{word}");
        }
        assert_eq!(light10("ولا"), "ولا");
    }
}
