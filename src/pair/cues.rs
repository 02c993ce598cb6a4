//! The cues of a text: what a translation of it would share with it whatever the words.
//!
//! Numbers, Latin words, names by their skeleton, words of the lexicon, and values of the article's own tags,
//! each as a small key that is the same in both languages. Nothing here compares.

use crate::article::{Article, Lang, Place, Tag};
use crate::fold;

use super::lexicon::{self, Concept};
use super::name;

/// What a cue is, and so how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Kind {
    /// A number of one digit, or a number word below ten.
    Digit,
    /// A number of two digits.
    Number,
    /// A number of three digits or more, or with a fraction.
    Figure,
    /// A year.
    Year,
    /// A Latin word: any word of the English text, the few Latin words of the Arabic one.
    Latin,
    /// A name's skeleton of three sounds.
    Name3,
    /// A name's skeleton of four sounds.
    Name4,
    /// A name's skeleton of five sounds or more.
    Name5,
    /// A word of the lexicon.
    Concept,
    /// A country of the article's tags.
    Country,
    /// An organisation of the article's tags.
    Org,
    /// A topic of the article's tags.
    Topic,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Digit,
        Self::Number,
        Self::Figure,
        Self::Year,
        Self::Latin,
        Self::Name3,
        Self::Name4,
        Self::Name5,
        Self::Concept,
        Self::Country,
        Self::Org,
        Self::Topic,
    ];
}

/// A cue: 28 bits of the value's hash, then four of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Key(u32);

impl Key {
    fn new(kind: Kind, value: &str) -> Self {
        Self((hash(value.bytes()) << 4) | kind as u32)
    }

    /// A whole title, which no profile has among its cues: that of an article itself, or the one that it names as the
    /// original's.
    pub(super) fn of_title(title: &str, original: bool) -> Self {
        const TITLE: u32 = 15;
        Self((hash(std::iter::once(u8::from(original)).chain(title.bytes())) << 4) | TITLE)
    }

    /// The key as a number; the order of the numbers is that of the keys.
    pub(super) const fn number(self) -> u32 {
        self.0
    }

    pub(super) fn kind(self) -> Kind {
        Kind::ALL.get((self.0 & 15) as usize).copied().unwrap_or(Kind::Topic)
    }
}

/// FNV-1a, of which the upper bits are spread well enough.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The cues of a running text, in order of their first byte; a key may come more than once.
pub(super) fn of_text(text: &str, lang: Lang) -> Vec<(Key, usize)> {
    let mut out = Vec::new();
    numbers(text, &mut out);
    for token in fold::tokens(text) {
        let (word, at) = (token.text.as_str(), token.range.start);
        let Some(first) = word.chars().next() else { continue };
        if first.is_ascii_digit() {
            continue;
        }
        if first.is_ascii_alphabetic() {
            let capital = is_capital(text, at);
            latin_word(word, at, capital, lang, &mut out);
        } else if lang != Lang::En {
            arabic_word(word, at, &mut out);
        }
    }
    out.sort_by_key(|&(_, at)| at);
    out
}

/// Whether the word that begins here is written as a name is: `Macron`, `iPhone`.
pub(super) fn is_capital(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|word| word.chars().take(2).any(char::is_uppercase))
}

/// The cues that the article's tags give for one place: values with evidence there.
pub(super) fn of_tags(article: &Article, place: Place) -> Vec<Key> {
    let here = |tag: &&Tag| tag.evidence.iter().any(|e| e.place == place);
    let countries = article.countries.iter().chain(&article.mentions);
    let countries = countries.filter(here).map(|t| Key::new(Kind::Country, &t.value));
    countries.chain(article.orgs.iter().filter(here).map(|t| Key::new(Kind::Org, &t.value))).collect()
}

/// The cues that the article's tags give for the whole of it.
pub(super) fn of_article(article: &Article) -> Vec<Key> {
    let key = |kind| move |t: &Tag| Key::new(kind, &t.value);
    let countries = article.countries.iter().chain(&article.mentions).map(key(Kind::Country));
    let orgs = article.orgs.iter().map(key(Kind::Org));
    countries.chain(orgs).chain(article.topics.iter().map(key(Kind::Topic))).collect()
}

fn latin_word(word: &str, at: usize, capital: bool, lang: Lang, out: &mut Vec<(Key, usize)>) {
    let bare = word.trim_end_matches("'s").trim_end_matches("’s");
    if bare.len() >= 2 {
        out.push((Key::new(Kind::Latin, bare), at));
    }
    if lang != Lang::En {
        return;
    }
    match lexicon::english(word) {
        Some(concept) => out.push((concept_key(concept), at)),
        None if capital => out.extend(name_key(&name::latin(bare)).map(|key| (key, at))),
        // Loanwords are written small: only long ones, which no other word resembles by chance.
        None => {
            let loanword = name_key(&name::latin(bare)).filter(|key| key.kind() == Kind::Name5);
            out.extend(loanword.map(|key| (key, at)));
        }
    }
}

fn arabic_word(word: &str, at: usize, out: &mut Vec<(Key, usize)>) {
    if let Some(concept) = lexicon::arabic(word) {
        out.push((concept_key(concept), at));
        return;
    }
    let from = out.len();
    for bare in lexicon::without_openings(word) {
        if let Some(key) = name_key(&name::arabic(bare))
            && !out.iter().skip(from).any(|&(seen, _)| seen == key)
        {
            out.push((key, at));
        }
    }
}

fn concept_key(concept: Concept) -> Key {
    match concept {
        Concept::Number(n) => number_key(&n.to_string()),
        Concept::Word(n) => Key::new(Kind::Concept, &n.to_string()),
    }
}

fn name_key(skeleton: &str) -> Option<Key> {
    let kind = match skeleton.len() {
        0..name::SHORTEST => return None,
        3 => Kind::Name3,
        4 => Kind::Name4,
        _ => Kind::Name5,
    };
    Some(Key::new(kind, skeleton))
}

fn number_key(digits: &str) -> Key {
    let kind = match digits.len() {
        1 => Kind::Digit,
        2 => Kind::Number,
        4 if digits.starts_with("19") || digits.starts_with("20") => Kind::Year,
        _ => Kind::Figure,
    };
    Key::new(kind, digits)
}

/// Numbers written in digits of any of the three sets: separators of thousands dropped, leading zeros too.
fn numbers(text: &str, out: &mut Vec<(Key, usize)>) {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some(first) = digit(c) else { continue };
        let mut groups = vec![String::from(first)];
        let mut fraction = false;
        while let Some(&(next_at, next)) = chars.peek() {
            if let Some(d) = digit(next) {
                groups.last_mut().expect("opened with one group").push(d);
                chars.next();
                continue;
            }
            let after = text.get(next_at + next.len_utf8()..).and_then(|t| t.chars().next()).and_then(digit);
            if after.is_none() || !matches!(next, ',' | '.' | '،' | '٬' | '٫') {
                break;
            }
            fraction |= matches!(next, '.' | '٫');
            groups.push(String::new());
            chars.next();
        }
        push_number(&groups, fraction, at, out);
    }
}

/// One written number: `10,500` is one figure, `2.8` one with a fraction, `1,2` and a dotted date several.
fn push_number(groups: &[String], fraction: bool, at: usize, out: &mut Vec<(Key, usize)>) {
    let thousands = !fraction && groups.iter().skip(1).all(|g| g.len() == 3);
    let whole = match groups {
        [one] => Some(one.clone()),
        _ if thousands => Some(groups.concat()),
        [whole, rest] if fraction => Some(format!("{whole}.{rest}")),
        _ => None,
    };
    let trimmed = |g: &str| match g.trim_start_matches('0') {
        "" => String::from("0"),
        kept => kept.to_owned(),
    };
    match whole {
        Some(number) => out.push((number_key(&trimmed(&number)), at)),
        None => out.extend(groups.iter().map(|g| (number_key(&trimmed(g)), at))),
    }
}

/// The ASCII digit of a decimal digit in the three sets that news is written with.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '٠'..='٩' => c as u32 - '٠' as u32,
        '۰'..='۹' => c as u32 - '۰' as u32,
        _ => return None,
    };
    char::from_digit(value, 10)
}
