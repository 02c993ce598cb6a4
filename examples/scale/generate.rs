//! News that nobody wrote: articles of invented words with the statistics of real ones, the same for the same seed.
//!
//! Stock phrases make the text as compressible as news; names of countries, organisations and topics are the real
//! ones, so that tagging has its work. No article is like another, which [`alike`] proves on a sample.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, Write};

use qari::article::Lang;
use qari::tag;
use serde::Serialize;

mod alike;
mod random;
mod words;

use alike::Sample;
use random::{Random, Zipf};
use words::Words;

/// The share of stock phrases among what follows: with it, text packs about three times.
const PHRASE_SHARE: f64 = 0.12;

/// The share of numbers among the words.
const NUMBER_SHARE: f64 = 0.02;

/// The share of articles in Arabic.
const ARABIC: f64 = 2.0 / 3.0;

/// Words of the shortest and of the longest article before its last paragraph, in Arabic and in English. Arabic says
/// the same in fewer words, for its articles and pronouns are written with the next word. The mean of all is 380 words,
/// and a text has 2 to 3 KB.
const LENGTHS: [(usize, usize); 2] = [(238, 388), (355, 525)];

/// Writes articles one a line.
pub(super) struct Generator {
    random: Random,
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
    /// Words as they are written, clitics included, each counted once.
    pub(super) distinct: usize,
    /// The greatest share of five-word runs that two articles of a sample have in common.
    pub(super) alike: f64,
}

/// A line, in the field names of `qari export`.
#[derive(Serialize)]
struct Line<'a> {
    url: String,
    title: &'a str,
    lang: &'static str,
    date: String,
    source: String,
    author: String,
    blocks: Vec<Block<'a>>,
}

#[derive(Serialize)]
struct Block<'a> {
    kind: &'static str,
    text: &'a str,
}

/// An article before it is a line.
struct Draft {
    title: String,
    blocks: Vec<String>,
    lang: Lang,
    words: usize,
}

impl Draft {
    fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.title).chain(&self.blocks).map(String::as_str)
    }

    /// A number for each word, in their order; punctuation is none of theirs.
    fn hashes(&self) -> impl Iterator<Item = u64> {
        let words = self.texts().flat_map(|text| text.split(' '));
        let words = words.map(|word| word.trim_end_matches(['.', ',', '،'])).filter(|word| !word.is_empty());
        words.map(|word| word.bytes().fold(0xCBF2_9CE4_8422_2325, alike::fnv))
    }
}

/// What is a hash already, taken as it is.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().copied().fold(self.0, alike::fnv);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (arabic, english) = (Words::new(Lang::Ar, &mut random), Words::new(Lang::En, &mut random));
        let name_zipf = Zipf::new(arabic.names());
        Self { random, name_zipf, arabic, english }
    }

    /// Writes so many articles as JSON lines.
    pub(super) fn write(&mut self, articles: usize, out: &mut impl Write) -> io::Result<Written> {
        let mut written = Written::default();
        let mut distinct: HashSet<u64, BuildHasherDefault<Same>> = HashSet::default();
        let mut sample = Sample::of(articles);
        for number in 0..articles {
            let draft = self.article();
            written.words += draft.words;
            written.text += draft.texts().map(|text| text.len() as u64).sum::<u64>();
            let words: Vec<u64> = draft.hashes().collect();
            sample.take(number, &words);
            distinct.extend(words);
            serde_json::to_writer(&mut *out, &self.line(number, &draft))?;
            out.write_all(b"\n")?;
        }
        written.distinct = distinct.len();
        written.alike = sample.most_alike();
        Ok(written)
    }

    fn line<'a>(&mut self, number: usize, draft: &'a Draft) -> Line<'a> {
        let random = &mut self.random;
        Line {
            url: format!("https://example.org/{number}"),
            title: &draft.title,
            lang: draft.lang.code(),
            date: format!(
                "{}-{:02}-{:02}",
                2005 + (20.0 * random.unit().sqrt()) as u32,
                random.between(1, 12),
                random.between(1, 28)
            ),
            source: format!("Source {}", (300.0 * random.unit() * random.unit()) as u32),
            author: format!("Author {}", random.below(5000)),
            blocks: draft.blocks.iter().map(|text| Block { kind: "paragraph", text }).collect(),
        }
    }

    fn article(&mut self) -> Draft {
        let arabic = self.random.unit() < ARABIC;
        let (lang, words) = if arabic { (Lang::Ar, &self.arabic) } else { (Lang::En, &self.english) };
        let random = &mut self.random;
        // What an article is about comes back in it.
        let mut subjects: Vec<&str> = Vec::new();
        for _ in 0..random.between(1, 3) {
            subjects.push(words.name(self.name_zipf.rank(random)));
        }
        subjects.extend(topic(lang, random));
        let mut count = subjects[0].split(' ').count();
        let mut title = format!("{} ", subjects[0]);
        count += run(words, random.between(4, 8), random, &mut title);
        let (shortest, longest) = LENGTHS[usize::from(!arabic)];
        let length = random.between(shortest, longest);
        let mut blocks = Vec::new();
        while count < length {
            let mut paragraph = String::with_capacity(1024);
            for _ in 0..random.between(1, 4) {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                count += run(words, random.between(5, 12), random, &mut paragraph);
                if random.unit() < 0.4 {
                    let subject = subjects[random.below(subjects.len())];
                    paragraph.push(' ');
                    paragraph.push_str(subject);
                    count += subject.split(' ').count();
                }
                paragraph.push_str(if arabic { "، " } else { ", " });
                count += run(words, random.between(3, 10), random, &mut paragraph);
                paragraph.push('.');
            }
            blocks.push(paragraph);
        }
        Draft { title, blocks, lang, words: count }
    }
}

/// A topic's label, for most articles.
fn topic(lang: Lang, random: &mut Random) -> Option<&'static str> {
    let leaves = tag::topics().iter().filter(|t| t.parent.is_some());
    let at = (random.unit() * random.unit() * leaves.clone().count() as f64) as usize;
    let leaf = leaves.into_iter().nth(at)?;
    (random.unit() < 0.8).then(|| if lang == Lang::Ar { leaf.ar } else { leaf.en })
}

/// Appends a run of about so many words; gives how many they are.
fn run(words: &Words, length: usize, random: &mut Random, out: &mut String) -> usize {
    let mut count = 0;
    while count < length {
        if count > 0 {
            out.push(' ');
        }
        if random.unit() < PHRASE_SHARE {
            count += words.phrase(random, out);
        } else if random.unit() < NUMBER_SHARE {
            out.push_str(&random.between(2, 2030).to_string());
            count += 1;
        } else {
            words.one(random, out);
            count += 1;
        }
    }
    count
}
