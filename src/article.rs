//! An article as plain data: what every other room passes around.
//!
//! No I/O, no layout, no search. Text in here is logical order, NFC, already cleaned of control characters;
//! byte ranges are UTF-8 byte ranges into the string that the field's documentation names.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub mod correction;
mod date;
mod difference;
mod lang;

pub use correction::{Amendment, Correction};
pub use date::{PartialDate, PartialDateError, Precision};
pub use difference::{Difference, DifferenceKind};
pub use lang::Lang;

/// The stable name of an article: the same after a rebuild of the index and after importing the file again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

/// Stands between the id of an article and the language of the machine translation that was made of it.
const MADE: &str = "-mt-";

/// The letters of ids: Crockford's base 32.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl ArticleId {
    /// An id of twelve letters (60 bits of the identity's SHA-256, in Crockford's base 32, which has no letters that
    /// look alike): with a million articles, two have the same by a chance of less than one in a million.
    pub fn of(identity: &str) -> Self {
        let digest = Sha256::digest(identity.as_bytes());
        let bits = digest.iter().take(8).fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        let letter =
            |i: u32| LETTERS.get((bits >> (59 - 5 * i) & 31) as usize).copied().map_or('0', char::from);
        Self((0..12).map(letter).collect())
    }

    /// Whether a text is an id that [`ArticleId::of`] could have made.
    pub fn is_one(text: &str) -> bool {
        text.len() == 12 && text.bytes().all(|b| LETTERS.contains(&b))
    }

    /// The id of the machine translation that is made of this article in a language.
    #[must_use]
    pub fn machine_translation(&self, to: Lang) -> Self {
        Self(format!("{}{MADE}{}", self.0, to.code()))
    }

    /// The article that this would be a machine translation of, and its language; `None` where the id is of no such
    /// form.
    pub fn translated(&self) -> Option<(Self, Lang)> {
        let (of, code) = self.0.rsplit_once(MADE)?;
        let lang = Lang::from_code(code);
        (!of.is_empty() && lang.code() == code).then(|| (Self(of.to_owned()), lang))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ArticleId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// One article in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Stable id; [`crate::article`] says what stays the same.
    pub id: ArticleId,
    /// The title in the article's own language.
    pub title: String,
    /// The title of the text that this one was translated from, where the page carries it.
    pub original_title: Option<String>,
    /// The language of the body.
    pub lang: Lang,
    /// The date of publication, as precisely as the file states it.
    pub date: Option<PartialDate>,
    /// The publisher or agency.
    pub source: Option<String>,
    /// The author's name.
    pub author: Option<String>,
    /// The address of the original page.
    pub url: Option<String>,
    /// Whether the text is a machine translation.
    pub machine_translated: bool,
    /// The caption of the picture that stands at the top of the article; it is among what was cut too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The body, in reading order, without the title.
    pub blocks: Vec<Block>,
    /// What was cut from the file as page furniture, so that it can be shown.
    pub cut: Vec<Cut>,
    /// ISO 3166-1 alpha-2 codes of the countries that the article is about, most important first.
    pub countries: Vec<Tag>,
    /// Codes of countries that are merely mentioned.
    pub mentions: Vec<Tag>,
    /// Slugs of leaf topics, most important first.
    pub topics: Vec<Tag>,
    /// Organisations, by their identifier in the gazetteer (`NATO`, `EU`).
    pub orgs: Vec<Tag>,
    /// A key that translations of one story share, where the file declares one (front matter `pair:`).
    pub pair_key: Option<String>,
    /// Where it came from.
    pub provenance: Provenance,
}

impl Provenance {
    /// The file itself: the path without the number of a record in it.
    pub fn file(&self) -> &str {
        let number = |n: &str| n.bytes().all(|b| b.is_ascii_digit());
        self.path.rsplit_once('#').filter(|(_, n)| number(n)).map_or(&self.path, |(file, _)| file)
    }
}

impl Article {
    /// The text of a place: the title or a block. `None` for a block that is not there.
    pub fn text_at(&self, place: Place) -> Option<&str> {
        match place {
            Place::Title => Some(&self.title),
            Place::Block(i) => self.blocks.get(i).map(|b| b.text.as_str()),
        }
    }
}

/// What a block is in the layout of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// A heading inside the body.
    Heading,
    /// Running text.
    #[default]
    Paragraph,
    /// One item of a list; its text is without its marker.
    Item,
    /// A quotation set apart.
    Quote,
}

/// One block of the body: a heading, a paragraph, a list item or a quotation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text; never a newline in it, nor a list marker.
    pub text: String,
    /// Its language, where that is known and is not the article's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The number of an item of a numbered list as it was written, with its sign: `1.`, `(\u{662})`. Empty for all else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub marker: String,
    /// Links in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

impl Block {
    /// A block without links.
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), ..Self::default() }
    }
}

/// A link inside a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Bytes of the block's text that carry the link.
    pub range: Range<usize>,
    /// Where it leads.
    pub url: String,
}

/// A piece of page furniture that was left out of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The text as it stood in the file.
    pub text: String,
    /// Why it was cut: a slug such as `navigation`, `repeated-title`, `share`, `related`, `dateline`.
    pub reason: String,
    /// Index of the block before it, -1 at the top.
    pub after: i64,
}

/// A country, topic or organisation found in an article, with how sure and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// The value: an ISO 3166-1 alpha-2 code, a topic's slug, an organisation's identifier.
    pub value: String,
    /// Between 0 and 1; 1 where the file declares it.
    pub score: f32,
    /// The words that speak for it; empty where the file declares it.
    pub evidence: Vec<Evidence>,
}

impl Tag {
    /// A tag that the file itself declares.
    pub fn declared(value: impl Into<String>) -> Self {
        Self { value: value.into(), score: 1.0, evidence: Vec::new() }
    }
}

/// A place in an article that has text of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The title.
    Title,
    /// The block with this index.
    Block(usize),
}

/// Words that speak for a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand.
    pub place: Place,
    /// Bytes of that place's text.
    pub range: Range<usize>,
}

/// Where an article came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The file, absolute; or `edition:NAME` for the built-in edition.
    pub path: String,
    /// The name of the form that it was read in: `text`, `html`, `feed`, `jsonl` and the others that `import` reads.
    pub format: String,
    /// The encoding it was read with, by its WHATWG name (`UTF-8`, `windows-1256`; `cp720` has none), and what the
    /// text had been misread as before it was saved (`UTF-8, misread as windows-1252`).
    pub encoding: String,
    /// SHA-256 of the file's bytes and the reader's version, in hexadecimal: tells whether the article changed.
    pub hash: String,
    /// Whether the file itself states the article's id: what comes with that id is that article, from whatever file.
    /// Known while it is imported, and not kept.
    #[serde(skip)]
    pub states_id: bool,
}

/// Paragraphs that correspond: indices into the blocks of the Arabic and of the English article.
/// Either side may be empty (text on one side only), either may have several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bead {
    /// Block indices of the Arabic article, ascending and contiguous.
    pub ar: Vec<usize>,
    /// Block indices of the English article, ascending and contiguous.
    pub en: Vec<usize>,
    /// How likely the bead is right, 0 to 1.
    pub confidence: f32,
}

/// Two articles that tell the same text in two languages, and how their paragraphs correspond.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The Arabic article.
    pub ar: ArticleId,
    /// The English article.
    pub en: ArticleId,
    /// How likely they are translations, 0 to 1; 1 where declared or confirmed by hand.
    pub confidence: f32,
    /// All blocks of both, in order, each in exactly one bead.
    pub beads: Vec<Bead>,
}

impl FromStr for ArticleId {
    type Err = std::convert::Infallible;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Ok(Self(s.to_owned()))
    }
}
