//! Our own short list of frequent news words in both languages (`assets/lexicon.toml`), as concepts.
//!
//! A word is looked up after its inflection is taken off, lightly: this finds words, it does not analyse them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::fold;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// Endings of Arabic words that the list's base forms go without, longest first.
const ARABIC_ENDINGS: [&str; 14] =
    ["", "ه", "ات", "ين", "ون", "ان", "ي", "يه", "يين", "يون", "ا", "ها", "هم", "هما"];

/// What stands before an Arabic word and is written together with it.
const ARABIC_OPENINGS: [&str; 14] =
    ["", "ال", "و", "ب", "ل", "لل", "وال", "بال", "ف", "ك", "ول", "وب", "كال", "فال"];

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concept {
    /// A number word, with the number.
    Number(u32),
    /// Any other line, by its place in the list.
    Word(u32),
}

#[derive(serde::Deserialize)]
struct Source {
    numbers: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
}

struct Lexicon {
    arabic: FxHashMap<String, Concept>,
    english: FxHashMap<String, Concept>,
}

impl Lexicon {
    fn built_in() -> Self {
        let source: Source = toml::from_str(include_str!("../../assets/lexicon.toml"))
            .expect("the embedded list is valid TOML");
        let mut lexicon = Self { arabic: FxHashMap::default(), english: FxHashMap::default() };
        for (left, right) in &source.numbers {
            let number = left.split(' ').next().and_then(|n| n.parse().ok());
            lexicon.add(left, right, Concept::Number(number.expect("a number opens each line of [numbers]")));
        }
        for (i, (left, right)) in source.words.iter().enumerate() {
            lexicon.add(left, right, Concept::Word(i as u32));
        }
        lexicon
    }

    /// Adds a line. A word that stands in two lines keeps its first meaning: one token gives one cue.
    fn add(&mut self, english: &str, arabic: &str, concept: Concept) {
        for token in fold::tokens(english) {
            self.english.entry(token.text).or_insert(concept);
        }
        for token in fold::tokens(arabic) {
            self.arabic.entry(token.text).or_insert(concept);
        }
    }
}

/// The concept of an English word, as folded.
pub(super) fn english(word: &str) -> Option<Concept> {
    let list = &LEXICON.english;
    let bare = word.trim_end_matches("'s").trim_end_matches("’s");
    if let Some(&found) = list.get(bare) {
        return Some(found);
    }
    let stem = |ending: &str, put: &str| {
        let cut = bare.strip_suffix(ending)?;
        (cut.len() >= 3).then(|| list.get(&format!("{cut}{put}")).copied())?
    };
    [
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("d", ""),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
    ]
    .into_iter()
    .find_map(|(ending, put)| stem(ending, put))
}

/// The concept of an Arabic word, as folded.
pub(super) fn arabic(word: &str) -> Option<Concept> {
    let list = &LEXICON.arabic;
    for opening in ARABIC_OPENINGS {
        let Some(rest) = word.strip_prefix(opening) else { continue };
        for ending in ARABIC_ENDINGS {
            let Some(base) = rest.strip_suffix(ending) else { continue };
            let whole = opening.is_empty() && ending.is_empty();
            if !whole && base.chars().count() < 3 {
                continue;
            }
            if let Some(&found) = list.get(base) {
                return Some(found);
            }
        }
    }
    None
}

/// The ways to read a word without what is written together with it before: itself first.
pub(super) fn without_openings(word: &str) -> impl Iterator<Item = &str> {
    ARABIC_OPENINGS.into_iter().filter_map(move |opening| {
        let rest = word.strip_prefix(opening)?;
        (opening.is_empty() || rest.chars().count() >= 3).then_some(rest)
    })
}
