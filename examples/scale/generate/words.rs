//! The words and stock phrases of a language: invented stems in the patterns of the language, by their frequency.
//!
//! 160,000 stems each, and Arabic ones carry clitics. The most frequent words are the language's own little ones.

use std::collections::HashSet;

use qari::article::Lang;
use qari::tag;

use super::random::{Random, Zipf};

/// Distinct stems of each language: together above the 300,000 that an archive of news has.
const STEMS: usize = 160_000;

/// Stock phrases of each language, themselves of unequal frequency.
const PHRASES: usize = 30_000;

/// How much longer, in letters, a stem may be than another of about its frequency: frequent ones are the short ones.
const UNEQUAL: usize = 2;

/// The words that every text of the language has most of. Of clitics they bear the conjunction alone.
const LITTLE: [&[&str]; 2] = [
    &[
        "في", "من", "على", "إلى", "أن", "عن", "ما", "مع", "لا", "قد", "هذا", "التي", "كان", "بعد", "هو", "إن",
        "هذه", "بين", "لم", "كل", "أو", "قبل", "ذلك", "منذ",
    ],
    &[
        "the", "of", "to", "and", "in", "a", "for", "on", "that", "is", "with", "as", "at", "by", "it",
        "was", "from", "be", "an", "has", "not", "are", "this", "but",
    ],
];

const LETTERS: &str = "اليمنورتبدسعقفكحجشصطخضذثزغظهأ";
const ONSETS: [&str; 24] = [
    "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr", "r", "s",
    "st", "t", "tr", "v",
];
const VOWELS: [&str; 9] = ["a", "e", "i", "o", "u", "ea", "ou", "ai", "io"];
const CODAS: [&str; 12] = ["", "", "n", "r", "s", "t", "l", "nd", "st", "ck", "m", "ng"];

/// Patterns of Arabic words; the digits stand for the letters of the root.
const PATTERNS: [&str; 20] = [
    "123",
    "1ا23",
    "م12و3",
    "ت12ي3",
    "است12ا3",
    "12ا3",
    "م1ا23",
    "12ي3",
    "ان12ا3",
    "ا1ت2ا3",
    "12و3",
    "م123ة",
    "1ا23ة",
    "123ان",
    "ت1ا23",
    "م123",
    "12ا3ة",
    "ي123",
    "ت123",
    "1و12ي3",
];

/// The words of a language.
pub(super) struct Words {
    lang: Lang,
    stems: Vec<String>,
    zipf: Zipf,
    /// Each with the number of its words.
    phrases: Vec<(String, usize)>,
    phrase_zipf: Zipf,
    names: Vec<&'static str>,
}

impl Words {
    pub(super) fn new(lang: Lang, random: &mut Random) -> Self {
        let little = LITTLE[usize::from(lang != Lang::Ar)];
        let mut seen: HashSet<String> = little.iter().map(|&word| word.to_owned()).collect();
        let mut invented = Vec::with_capacity(STEMS);
        while invented.len() + little.len() < STEMS {
            let mut word = stem(lang, random);
            if seen.contains(&word) {
                word.push_str(&stem(lang, random));
            }
            if seen.insert(word.clone()) {
                invented.push(word);
            }
        }
        invented.sort_by_cached_key(|word| word.chars().count() + random.below(UNEQUAL));
        let stems = little.iter().map(|&word| word.to_owned()).chain(invented).collect();
        let pick = |ar: &'static str, en: &'static str| if lang == Lang::Ar { ar } else { en };
        let countries = tag::countries().map(|c| pick(c.ar, c.en));
        let names = countries.chain(tag::orgs().map(|o| pick(o.ar, o.en))).collect();
        let (zipf, phrase_zipf) = (Zipf::new(STEMS), Zipf::new(PHRASES));
        let mut words = Self { lang, stems, zipf, phrases: Vec::new(), phrase_zipf, names };
        words.phrases = (0..PHRASES)
            .map(|_| {
                let (mut phrase, length) = (String::new(), random.between(2, 5));
                for _ in 0..length {
                    if !phrase.is_empty() {
                        phrase.push(' ');
                    }
                    words.one(random, &mut phrase);
                }
                (phrase, length)
            })
            .collect();
        words
    }

    /// How many names there are.
    pub(super) fn names(&self) -> usize {
        self.names.len()
    }

    pub(super) fn name(&self, rank: usize) -> &'static str {
        self.names[rank]
    }

    /// Appends a stock phrase; gives the number of its words.
    pub(super) fn phrase(&self, random: &mut Random, out: &mut String) -> usize {
        let (phrase, words) = &self.phrases[self.phrase_zipf.rank(random)];
        out.push_str(phrase);
        *words
    }

    /// Appends one word.
    pub(super) fn one(&self, random: &mut Random, out: &mut String) {
        let rank = self.zipf.rank(random);
        let stem = &self.stems[rank];
        if self.lang != Lang::Ar {
            out.push_str(stem);
            return;
        }
        let little = rank < LITTLE[0].len();
        out.push_str(match random.below(20) {
            0 => "و",
            _ if little => "",
            1..5 => "ال",
            5 => "وال",
            6 => "ب",
            7 => "بال",
            8 => "ل",
            9 => "لل",
            10 => "ف",
            _ => "",
        });
        out.push_str(stem);
        out.push_str(match random.below(24) {
            _ if little => "",
            0 => "ه",
            1 => "ها",
            2 => "هم",
            _ => "",
        });
    }
}

fn stem(lang: Lang, random: &mut Random) -> String {
    if lang == Lang::Ar { arabic(random) } else { english(random) }
}

fn arabic(random: &mut Random) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    // Early letters are the frequent ones.
    let mut root = || {
        let at = (random.unit() * random.unit() * letters.len() as f64) as usize;
        letters.get(at).copied().unwrap_or('ن')
    };
    let root = [root(), root(), root()];
    let fourth =
        (random.unit() < 0.5).then(|| letters.get(random.below(letters.len())).copied().unwrap_or('م'));
    let mut word = String::new();
    for c in random.pick(&PATTERNS).chars() {
        match c.to_digit(10) {
            Some(n) => word.push(root.get(n as usize - 1).copied().unwrap_or('ل')),
            None => word.push(c),
        }
    }
    word.extend(fourth);
    word
}

fn english(random: &mut Random) -> String {
    let syllables = random.between(1, 4);
    let parts =
        (0..syllables).flat_map(|_| [random.pick(&ONSETS), random.pick(&VOWELS), random.pick(&CODAS)]);
    parts.collect()
}
