//! Real files to articles: bytes, then text, then blocks, then an article with its tags.
//!
//! Files are read, never written, and nothing is fetched. What a page carries besides its article is cut, and kept
//! with the article as [`crate::article::Cut`]: no line of a file is lost. Nothing here knows an archive.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::article::{Article, ArticleId, Cut, Lang, PartialDate, Provenance, Tag};
use crate::tag::{self, Tagger};
use crate::text;

mod dateline;
mod dates;
mod decode;
mod edition;
mod files;
mod front;
mod furniture;
mod html;
mod language;
mod markdown;
mod page;
mod records;
mod stamp;
mod stream;

pub use decode::Declared;
pub use edition::{edition, edition_hash};
pub use files::{Failure, walk};
pub use language::{language_near, language_of};
pub use stream::{Piece, read_all, total_bytes};

/// The date that a text says, as people and pages write it: civil or Hijri, in words or numbers, English or Arabic,
/// with its time where the zone is said too. The language is that of the page, for a text of numbers alone
/// ([`Lang::Und`] where it is not known). With a reference (the date of the page that the text stands on) also
/// days that are told from it: `yesterday`, `الاثنين الماضي`, `3 hours ago`. `None` where a date has two readings.
pub fn date_of(text: &str, lang: Lang, reference: Option<&PartialDate>) -> Option<PartialDate> {
    dates::of_text(text, lang, reference)
}

/// The version of the reading rules: part of every article's hash, so that a file which would now be read
/// differently counts as changed.
pub const VERSION: u32 = 3;

/// The largest file that is read as one article, in bytes: a thousand times the longest reportage. A bigger one is a
/// dump of something else.
pub const SIZE_LIMIT: u64 = 32 << 20;

/// Endings of formats whose markup would be taken for text.
const MARKUP: [&str; 8] = ["mhtml", "xml", "rss", "atom", "json", "csv", "tsv", "opml"];

/// The ending of files with an article on each line.
const RECORDS: &str = "jsonl";

/// Why a file gave no article.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// It cannot be opened or read.
    #[error("'{path}' cannot be read: {source}: check that it is there and that you may read it")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is bigger than [`SIZE_LIMIT`].
    #[error("'{path}' has {size} bytes, more than the {SIZE_LIMIT} of one article: split it into articles")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        size: u64,
    },
    /// Its bytes are no text in any encoding.
    #[error("'{path}' is no text but binary data: convert it to text or Markdown")]
    Binary {
        /// The file.
        path: String,
    },
    /// It is in a format that would be read as the wrong thing: its markup as text.
    #[error("'{path}': files of the form '{ending}' are not read: save the page as text, or write Markdown")]
    Form {
        /// The file.
        path: String,
        /// The ending of its name.
        ending: String,
    },
    /// Its markup is nothing that a page would have.
    #[error("'{path}' has {message}: save the article alone, or as text")]
    Markup {
        /// The file.
        path: String,
        /// What there is too much of.
        message: String,
    },
    /// A line of a file of records is none.
    #[error(
        "'{path}' is no record: {message}: write one object a line, as 'qari export --format jsonl' does"
    )]
    Record {
        /// The file and the number of the line.
        path: String,
        /// What is wrong, and where in the line.
        message: String,
    },
    /// There is nothing in it to read.
    #[error("'{path}' has no text: remove it, or check that it was saved whole")]
    Empty {
        /// The file.
        path: String,
    },
}

/// The form of a file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, as saved from a web page.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// An article on each line, as JSON.
    Records,
    /// A page of the web.
    Html,
}

impl Format {
    /// The format that a file's name promises; plain text for any other ending.
    pub fn of_path(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some(RECORDS) => Self::Records,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ => Self::Text,
        }
    }

    /// Its name in [`Provenance::format`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Records => "jsonl",
            Self::Html => "html",
        }
    }
}

/// Where bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The absolute path, or another name that stays the same (`edition:paris.en.md`). Without an identity of its
    /// own in the file, the article's id is made from this.
    pub path: String,
    /// The format; `None` to tell it from the path.
    pub format: Option<Format>,
}

/// Reads the articles of a file. Its path is made absolute first, so that the same file has the same id however
/// it was named.
///
/// # Errors
/// As [`IngestError`] says; every message names the file.
pub fn read_file(path: &Path) -> Result<Vec<Article>, IngestError> {
    read_file_with(path, &mut Tagger::default())
}

fn read_file_with(path: &Path, tagger: &mut Tagger) -> Result<Vec<Article>, IngestError> {
    let io = |source| IngestError::Io { path: path.display().to_string(), source };
    let absolute: PathBuf = path.canonicalize().map_err(io)?;
    let name = absolute.display().to_string();
    let ending =
        absolute.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).unwrap_or_default();
    if MARKUP.contains(&ending.as_str()) {
        return Err(IngestError::Form { path: name, ending });
    }
    let size = absolute.metadata().map_err(io)?.len();
    if size > SIZE_LIMIT {
        return Err(IngestError::TooLarge { path: name, size });
    }
    let bytes = std::fs::read(&absolute).map_err(io)?;
    read_bytes_with(&bytes, &Origin { path: name, format: None }, tagger)
}

/// Reads the articles of a file's bytes.
///
/// # Errors
/// [`IngestError::Binary`], [`IngestError::Empty`] and [`IngestError::TooLarge`].
pub fn read_bytes(bytes: &[u8], origin: &Origin) -> Result<Vec<Article>, IngestError> {
    read_bytes_with(bytes, origin, &mut Tagger::default())
}

fn read_bytes_with(bytes: &[u8], origin: &Origin, tagger: &mut Tagger) -> Result<Vec<Article>, IngestError> {
    let path = || origin.path.clone();
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(IngestError::TooLarge { path: path(), size: bytes.len() as u64 });
    }
    let format = origin.format.unwrap_or_else(|| Format::of_path(Path::new(&origin.path)));
    if format == Format::Records {
        let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace));
        return lines
            .zip(1..)
            .map(|(line, n)| {
                let origin = Origin { path: format!("{}#{n}", origin.path), format: origin.format };
                read_record(line, &origin, tagger)
            })
            .collect();
    }
    let tangled = |error: html::TooMany| IngestError::Markup { path: path(), message: error.to_string() };
    let decoded = match format {
        Format::Html => decode::decode_html(bytes, Declared::default()),
        _ => decode::decode(bytes),
    };
    let decoded = decoded.ok_or_else(|| IngestError::Binary { path: path() })?;
    let clean = text::clean(&decoded.text, text::Controls::Neutralise);
    let drafts: Vec<(Draft, String)> = match format {
        Format::Text => vec![(page::read(&clean), content_hash(bytes))],
        Format::Markdown => {
            let documents = front::documents(&clean).into_iter();
            documents.map(|one| (markdown::read(one), content_hash(one.as_bytes()))).collect()
        }
        Format::Records => Vec::new(),
        Format::Html => vec![(html::read(&decoded.text, None).map_err(tangled)?, content_hash(bytes))],
    };
    let provenance = |hash| Provenance {
        path: path(),
        format: format.name().to_owned(),
        encoding: decoded.encoding.clone(),
        hash,
    };
    let filled = |draft: &Draft| !draft.article.title.is_empty() || !draft.article.blocks.is_empty();
    let drafts = drafts.into_iter().filter(|(draft, _)| filled(draft));
    let articles: Vec<Article> =
        drafts.enumerate().map(|(n, (draft, hash))| finish(draft, n, provenance(hash), tagger)).collect();
    if articles.is_empty() { Err(IngestError::Empty { path: path() }) } else { Ok(articles) }
}

/// Whether a file has an article on each line, so that it can be read piece by piece.
fn is_records(path: &Path) -> bool {
    Format::of_path(path) == Format::Records
}

/// Reads one line of a file of records; the origin names file and line.
fn read_record(line: &[u8], origin: &Origin, tagger: &mut Tagger) -> Result<Article, IngestError> {
    let path = || origin.path.clone();
    let decoded = decode::decode(line).ok_or_else(|| IngestError::Binary { path: path() })?;
    let draft = records::read(&decoded.text)
        .map_err(|error| IngestError::Record { path: path(), message: error.to_string() })?;
    if draft.article.title.is_empty() && draft.article.blocks.is_empty() {
        return Err(IngestError::Empty { path: path() });
    }
    let provenance = Provenance {
        path: path(),
        format: Format::Records.name().to_owned(),
        encoding: decoded.encoding.clone(),
        hash: content_hash(line),
    };
    Ok(finish(draft, 0, provenance, tagger))
}

/// An article on its way: what a format's reader found, before what all formats have in common is done.
#[derive(Debug, Default)]
struct Draft {
    article: Article,
    /// The identity that the file itself states (front matter `id`).
    identity: Option<String>,
}

/// What every article goes through once it has blocks: dateline, language, title, id, tags. `n` is its place in
/// its file, from 0.
fn finish(draft: Draft, n: usize, provenance: Provenance, tagger: &mut Tagger) -> Article {
    let Draft { mut article, identity } = draft;
    dateline::take(&mut article);
    dateline::take_signature(&mut article);
    if article.lang == Lang::Und {
        article.lang = page::body_language(&article);
    }
    language::tell_blocks(&mut article);
    if article.title.is_empty() {
        article.title = page::title_from_body(&article);
    }
    article.cut.sort_by_key(|cut| cut.after);
    let place = || if n == 0 { provenance.path.clone() } else { format!("{}#{n}", provenance.path) };
    article.id = match identity.or_else(|| article.url.clone()) {
        // An article that was exported comes back as itself, with its stars and notes.
        Some(id) if is_article_id(&id) => ArticleId(id),
        identity => article_id(&identity.unwrap_or_else(place)),
    };
    article.provenance = provenance;
    tagger.tag(&mut article);
    article
}

/// The SHA-256 of a file's bytes and of the versions that read and tagged them, in hexadecimal.
fn content_hash(bytes: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(bytes)
        .chain_update(VERSION.to_le_bytes())
        .chain_update(tag::VERSION.to_le_bytes())
        .finalize();
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// The letters of ids: Crockford's base 32.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Whether a text is an id that [`article_id`] could have made.
fn is_article_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| LETTERS.contains(&b))
}

/// An id of twelve letters (60 bits of the identity's SHA-256, in Crockford's base 32, which has no letters that
/// look alike): with a million articles, two have the same by a chance of less than one in a million.
fn article_id(identity: &str) -> ArticleId {
    let digest = Sha256::digest(identity.as_bytes());
    let bits = digest.iter().take(8).fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
    let letter = |i: u32| LETTERS.get((bits >> (59 - 5 * i) & 31) as usize).copied().map_or('0', char::from);
    ArticleId((0..12).map(letter).collect())
}

/// Metadata that was found and the line that it stood on.
#[derive(Debug, PartialEq)]
enum Meta {
    Date(PartialDate),
    Author(String),
    Source(String),
}

/// Keeps a piece of the file that is no part of the article.
fn cut(article: &mut Article, text: &str, reason: &str) {
    let after = article.blocks.len() as i64 - 1;
    article.cut.push(Cut { text: text.to_owned(), reason: reason.to_owned(), after });
}

/// Tags that the file declares, without doublets.
fn declared(values: impl IntoIterator<Item = String>) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for value in values {
        if tags.iter().all(|t| t.value != value) {
            tags.push(Tag::declared(value));
        }
    }
    tags
}

#[cfg(test)]
mod tests;
