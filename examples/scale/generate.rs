//! News that nobody wrote: articles of invented words with the statistics of real ones, the same for the same seed.
//!
//! Words follow a Zipf-Mandelbrot law over 320,000 invented stems, Arabic ones carry clitics; names of countries,
//! organisations and topics are the real ones, so that tagging has its work; stock phrases make the text as
//! compressible as news. No article is like another.

use std::io::{self, Write};

use qari::article::Lang;
use qari::tag;
use serde_json::json;

/// Distinct stems of each language: together above the 300,000 that an archive of news has.
const STEMS: usize = 160_000;

/// The exponent and the offset of the Zipf-Mandelbrot law, as measured on news of both languages.
const ZIPF: (f64, f64) = (1.1, 2.7);

/// Stock phrases of each language, themselves of unequal frequency.
const PHRASES: usize = 30_000;

/// The share of stock phrases among what follows: with it, text packs about three times.
const PHRASE_SHARE: f64 = 0.12;

/// The share of articles in Arabic.
const ARABIC: f64 = 2.0 / 3.0;

/// Words of the shortest and of the longest article; their mean is 380.
const WORDS: (usize, usize) = (160, 600);

/// Sebastiano Vigna's `SplitMix64`: small, and good enough to choose words by.
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len())).copied().unwrap_or_default()
    }
}

/// Ranks by the Zipf-Mandelbrot law.
pub(super) struct Zipf(Vec<f64>);

impl Zipf {
    pub(super) fn new(size: usize) -> Self {
        let mut sum = 0.0;
        let mut cumulated: Vec<f64> = (0..size)
            .map(|rank| {
                sum += (rank as f64 + ZIPF.1).powf(-ZIPF.0);
                sum
            })
            .collect();
        for c in &mut cumulated {
            *c /= sum;
        }
        Self(cumulated)
    }

    pub(super) fn rank(&self, random: &mut Random) -> usize {
        let at = random.unit();
        self.0.partition_point(|c| *c < at).min(self.0.len() - 1)
    }
}

/// The words of a language.
pub(super) struct Words {
    pub(super) stems: Vec<String>,
    phrases: Vec<String>,
    names: Vec<String>,
}

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
    "است1 2ا3",
    "12ا3",
    "م1ا23",
    "12ي3",
    "ان12ا3",
    "ا1ت2ا3",
    "12و3",
    "م123ة",
    "1ا23ة",
    "123ان",
    "ت1ا2 3",
    "م123",
    "12ا3ة",
    "ي123",
    "ت123",
    "1و12ي3",
];

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
    for c in random.pick(&PATTERNS).chars().filter(|c| *c != ' ') {
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

impl Words {
    /// The words of a language: frequent ones are the short ones, as they are in life.
    pub(super) fn new(lang: Lang, random: &mut Random) -> Self {
        let mut seen = std::collections::HashSet::with_capacity(STEMS * 2);
        let mut stems = Vec::with_capacity(STEMS);
        while stems.len() < STEMS {
            let mut word = if lang == Lang::Ar { arabic(random) } else { english(random) };
            if seen.contains(&word) {
                word.push_str(&if lang == Lang::Ar { arabic(random) } else { english(random) });
            }
            if seen.insert(word.clone()) {
                stems.push(word);
            }
        }
        stems.sort_by_cached_key(|word| word.chars().count() + random.below(6));
        let zipf = Zipf::new(STEMS);
        let mut words = Self { stems, phrases: Vec::new(), names: Vec::new() };
        words.phrases = (0..PHRASES)
            .map(|_| {
                let length = random.between(2, 5);
                (0..length).map(|_| words.one(lang, &zipf, random)).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let pick = |ar: &'static str, en: &'static str| if lang == Lang::Ar { ar } else { en }.to_owned();
        words.names = tag::countries().map(|c| pick(c.ar, c.en)).collect();
        words.names.extend(tag::orgs().map(|o| pick(o.ar, o.en)));
        words
    }

    fn one(&self, lang: Lang, zipf: &Zipf, random: &mut Random) -> String {
        let stem = &self.stems[zipf.rank(random)];
        if lang != Lang::Ar {
            return stem.clone();
        }
        let before = match random.below(20) {
            0..6 => "ال",
            6 => "و",
            7 => "وال",
            8 => "ب",
            9 => "بال",
            10 => "ل",
            11 => "لل",
            12 => "ف",
            _ => "",
        };
        let behind = match random.below(16) {
            0 => "ه",
            1 => "ها",
            2 => "هم",
            _ => "",
        };
        format!("{before}{stem}{behind}")
    }
}

/// Writes articles one a line.
pub(super) struct Generator {
    random: Random,
    zipf: Zipf,
    phrase_zipf: Zipf,
    name_zipf: Zipf,
    arabic: Words,
    english: Words,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    pub(super) words: usize,
    /// Bytes of titles and paragraphs.
    pub(super) text: u64,
}

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (arabic, english) = (Words::new(Lang::Ar, &mut random), Words::new(Lang::En, &mut random));
        let name_zipf = Zipf::new(arabic.names.len());
        Self { zipf: Zipf::new(STEMS), phrase_zipf: Zipf::new(PHRASES), name_zipf, random, arabic, english }
    }

    /// Writes so many articles as JSON lines in the field names of `qari export`.
    pub(super) fn write(&mut self, articles: usize, out: &mut impl Write) -> io::Result<Written> {
        let mut written = Written::default();
        for number in 0..articles {
            let (title, blocks, lang, words) = self.article();
            written.words += words;
            written.text += (title.len() + blocks.iter().map(String::len).sum::<usize>()) as u64;
            let random = &mut self.random;
            let date = format!(
                "{}-{:02}-{:02}",
                2005 + (20.0 * random.unit().sqrt()) as u32,
                random.between(1, 12),
                random.between(1, 28)
            );
            let blocks: Vec<_> =
                blocks.into_iter().map(|text| json!({ "kind": "paragraph", "text": text })).collect();
            let source = format!("Source {}", (300.0 * random.unit() * random.unit()) as u32);
            let line = json!({
                "url": format!("https://example.org/{number}"),
                "title": title,
                "lang": lang.code(),
                "date": date,
                "source": source,
                "author": format!("Author {}", random.below(5000)),
                "blocks": blocks,
            });
            writeln!(out, "{line}")?;
        }
        Ok(written)
    }

    /// Title, paragraphs, language and number of words.
    fn article(&mut self) -> (String, Vec<String>, Lang, usize) {
        let arabic = self.random.unit() < ARABIC;
        let (lang, words) = if arabic { (Lang::Ar, &self.arabic) } else { (Lang::En, &self.english) };
        let random = &mut self.random;
        let mut pieces = Pieces { lang, words, zipf: &self.zipf, phrase_zipf: &self.phrase_zipf, count: 0 };
        // What an article is about comes back in it.
        let mut subjects: Vec<String> = Vec::new();
        for _ in 0..random.between(1, 3) {
            subjects.push(words.names[self.name_zipf.rank(random)].clone());
        }
        subjects.extend(topic(lang, random));
        let title = format!("{} {}", subjects[0], pieces.run(random.between(4, 8), random));
        let length = random.between(WORDS.0, WORDS.1);
        let mut blocks = Vec::new();
        while pieces.count < length {
            let mut paragraph = String::new();
            for _ in 0..random.between(1, 4) {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(&pieces.run(random.between(5, 12), random));
                if random.unit() < 0.4 {
                    paragraph.push(' ');
                    paragraph.push_str(&subjects[random.below(subjects.len())]);
                    pieces.count += 1;
                }
                paragraph.push_str(if arabic { "، " } else { ", " });
                paragraph.push_str(&pieces.run(random.between(3, 10), random));
                paragraph.push('.');
            }
            blocks.push(paragraph);
        }
        (title, blocks, lang, pieces.count)
    }
}

/// A topic's label, for most articles.
fn topic(lang: Lang, random: &mut Random) -> Option<String> {
    let leaves: Vec<_> = tag::topics().iter().filter(|t| t.parent.is_some()).collect();
    let leaf = leaves.get((random.unit() * random.unit() * leaves.len() as f64) as usize)?;
    (random.unit() < 0.8).then(|| if lang == Lang::Ar { leaf.ar } else { leaf.en }.to_owned())
}

/// Runs of words.
struct Pieces<'a> {
    lang: Lang,
    words: &'a Words,
    zipf: &'a Zipf,
    phrase_zipf: &'a Zipf,
    count: usize,
}

impl Pieces<'_> {
    fn run(&mut self, length: usize, random: &mut Random) -> String {
        let mut run = String::new();
        let mut left = length;
        while left > 0 {
            if !run.is_empty() {
                run.push(' ');
            }
            if random.unit() < PHRASE_SHARE {
                let phrase = &self.words.phrases[self.phrase_zipf.rank(random)];
                let words = phrase.split(' ').count();
                run.push_str(phrase);
                self.count += words;
                left = left.saturating_sub(words);
            } else if random.unit() < 0.02 {
                run.push_str(&random.between(2, 2030).to_string());
                self.count += 1;
                left -= 1;
            } else {
                run.push_str(&self.words.one(self.lang, self.zipf, random));
                self.count += 1;
                left -= 1;
            }
        }
        run
    }
}
