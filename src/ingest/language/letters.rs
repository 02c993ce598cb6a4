//! Arabic, Persian and Urdu told apart by their letters, by which of them stand together, and by common words.
//!
//! It is asked about text in the Arabic script only, and always prefers one of the three; what is none of them is told
//! before.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a word of the table weighs, in the measure of the letters (ten times a natural logarithm): as much as two
/// pairs of letters that one language has and another hardly. Set on one half of the pairs of words.
const WORD: i32 = 40;

/// What pairs of letters weigh that are too rare to be counted.
const RARE: [i32; 3] = [123, 121, 121];

/// Letters that are read: what a text says beyond them it said before.
pub(super) const READ: usize = 600;

struct Letters {
    pairs: FxHashMap<(char, char), [i32; 3]>,
    words: FxHashMap<&'static str, [i32; 3]>,
}

static LETTERS: LazyLock<Letters> =
    LazyLock::new(|| Letters::read(include_str!("../../../assets/letters.txt")));

impl Letters {
    fn read(text: &'static str) -> Self {
        let mut letters = Self { pairs: FxHashMap::default(), words: FxHashMap::default() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split(' ');
            let Some(first) = fields.next().filter(|f| !f.is_empty()) else { continue };
            if first == "words" {
                let at = match fields.next() {
                    Some("ar") => 0,
                    Some("fa") => 1,
                    _ => 2,
                };
                for word in fields {
                    if let Some(weight) = letters.words.entry(word).or_default().get_mut(at) {
                        *weight = WORD;
                    }
                }
                continue;
            }
            let mut pair = first.chars();
            let mut number = || fields.next().and_then(|f| f.parse().ok()).unwrap_or(RARE[0]);
            if let Some(pair) = pair.next().zip(pair.next()) {
                letters.pairs.insert(pair, [number(), number(), number()]);
            }
        }
        letters
    }
}

/// How well the words of a text go with Arabic, Persian and Urdu: greater is likelier.
pub(super) fn weigh(text: &str) -> [i32; 3] {
    let letters = &*LETTERS;
    let mut weights = [0_i32; 3];
    let mut read = 0;
    for word in text.split(|c: char| !is_letter(c)).filter(|w| !w.is_empty()) {
        if read >= READ {
            break;
        }
        let mut before = '^';
        for c in word.chars().filter(|c| !is_mark(*c)).chain(['$']) {
            let pair = letters.pairs.get(&(before, c)).unwrap_or(&RARE);
            weights.iter_mut().zip(pair).for_each(|(weight, rarity)| *weight -= rarity);
            before = c;
            read += 1;
        }
        if let Some(said) = letters.words.get(word) {
            weights.iter_mut().zip(said).for_each(|(weight, word)| *weight += word);
        }
    }
    weights
}

/// A letter of a word, or what stands between its letters.
const fn is_letter(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{621}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}')
}

/// Tatweel, vowel marks, and the joiner inside Persian words.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200C}')
}
