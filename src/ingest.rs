//! Real files to articles: bytes, then text, then blocks, then an article with its tags.
//!
//! Files are read, never written, and nothing is fetched. What a page carries besides its article is cut, and kept
//! with the article as [`crate::article::Cut`]: no line of a file is lost. Nothing here knows an archive.

use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::article::{Article, ArticleId, Cut, Lang, PartialDate, Provenance, Tag};
use crate::tag::{self, Tagger};
use crate::text;

mod allowance;
mod answer;
mod batches;
mod dateline;
mod dates;
mod decode;
mod edition;
mod error;
mod feed;
mod fields;
mod files;
mod foreign;
mod form;
mod front;
mod furniture;
mod html;
mod json;
mod language;
mod markdown;
mod mhtml;
pub mod opml;
mod page;
mod records;
mod stamp;
mod stream;
mod table;
mod trec;
mod unpack;
mod whole;

pub use answer::Answer;
pub use decode::Declared;
pub use edition::{edition, edition_hash};
pub use error::IngestError;
pub use fields::{Mapping, MappingError};
pub use files::{Failure, STDIN, takes, walk};
pub use form::Format;
pub use language::{language_near, language_of};
pub use stream::{Piece, read_all, total_bytes};
pub use whole::{completed, is_summary, is_whole_of};

/// The date that a text says, as people and pages write it: civil or Hijri, in words or numbers, English or Arabic,
/// with its time where the zone is said too. The language is that of the page, for a text of numbers alone
/// ([`Lang::Und`] where it is not known). With a reference (the date of the page that the text stands on) also
/// days that are told from it: `yesterday`, `الاثنين الماضي`, `3 hours ago`. `None` where a date has two readings.
pub fn date_of(text: &str, lang: Lang, reference: Option<&PartialDate>) -> Option<PartialDate> {
    dates::of_text(text, lang, reference)
}

/// The text of a page's bytes and the encoding that they were in, as [`Provenance::encoding`] has it. A declaration,
/// HTTP's or the page's own, is believed where it makes sense; text that was misread before it was saved is read back
/// where that is certain. `None` where the bytes are no text.
pub fn decode_page(bytes: &[u8], declared: Declared<'_>) -> Option<(String, String)> {
    decode::decode_html(bytes, declared).map(|decoded| (decoded.text, decoded.encoding))
}

/// The version of the reading rules: part of every article's hash, so that a file which would now be read
/// differently counts as changed.
pub const VERSION: u32 = 3;

/// The largest file that is read as one article, in bytes, unpacked: a thousand times the longest reportage. A bigger
/// one is a dump of something else.
pub const SIZE_LIMIT: u64 = 32 << 20;

/// How files are to be read, where a person says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The form of all of them; told by name and content where it is not said.
    pub format: Option<Format>,
    /// What their records call the fields of an article.
    pub mapping: Mapping,
}

/// Where bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The absolute path, or another name that stays the same (`edition:paris.en.md`). Without an identity of its
    /// own in the file, the article's id is made from this.
    pub path: String,
    /// The format; `None` to tell it from the path and the content.
    pub format: Option<Format>,
}

/// Reads the articles of a file.
///
/// # Errors
/// As [`IngestError`] says, also where one record of many cannot be read; every message names the file.
pub fn read_file(path: &Path) -> Result<Vec<Article>, IngestError> {
    read_path(path, &Reading::default(), &mut Tagger::default()).and_then(without_failure)
}

/// The articles of a piece in which all could be read.
fn without_failure(piece: Piece) -> Result<Vec<Article>, IngestError> {
    match piece.failed.into_iter().next() {
        Some(failure) => Err(IngestError::Record { path: failure.path, message: failure.reason }),
        None => Ok(piece.articles),
    }
}

/// Reads a file's articles, and what of it could not be read. Its path is made absolute first, so that the same file
/// has the same id however it was named.
///
/// # Errors
/// As [`IngestError`] says, where nothing of it can be read; every message names the file.
fn read_path(path: &Path, how: &Reading, tagger: &mut Tagger) -> Result<Piece, IngestError> {
    let io = |source| IngestError::Io { path: path.display().to_string(), source };
    let absolute: PathBuf = path.canonicalize().map_err(io)?;
    let size = absolute.metadata().map_err(io)?.len();
    let name = absolute.display().to_string();
    if size > SIZE_LIMIT {
        return Err(IngestError::TooLarge { path: name, size });
    }
    let file = std::fs::File::open(&absolute).map_err(io)?;
    let mut bytes = Vec::with_capacity(size as usize);
    let unpacked = unpack::unpack(file).map_err(io)?;
    let read = unpacked.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(io)? as u64;
    if read > SIZE_LIMIT {
        return Err(IngestError::TooLarge { path: name, size: read });
    }
    let origin = Origin { path: name, format: how.format };
    read_whole(&bytes, &origin, Declared::default(), &how.mapping, tagger)
}

/// Reads the articles of a file's bytes.
///
/// # Errors
/// As [`IngestError`] says, also where one record of many cannot be read.
pub fn read_bytes(bytes: &[u8], origin: &Origin) -> Result<Vec<Article>, IngestError> {
    let read = read_whole(bytes, origin, Declared::default(), &Mapping::default(), &mut Tagger::default());
    read.and_then(without_failure)
}

fn read_whole(
    bytes: &[u8],
    origin: &Origin,
    declared: Declared<'_>,
    mapping: &Mapping,
    tagger: &mut Tagger,
) -> Result<Piece, IngestError> {
    let path = || origin.path.clone();
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(IngestError::TooLarge { path: path(), size: bytes.len() as u64 });
    }
    let head = bytes.get(..bytes.len().min(form::HEAD)).unwrap_or_default();
    if let Some(what) = foreign::told(head) {
        return Err(IngestError::Foreign { path: path(), what });
    }
    let promised = Format::of_path(Path::new(&origin.path));
    let format = origin.format.unwrap_or_else(|| Format::of_head(promised, head));
    if batches::has_records(format) {
        let (mut piece, mut bytes) = (Piece::default(), bytes);
        batches::cut_up(format, &mut bytes, mapping, &origin.path, &mut |batch| {
            let read = batches::read(batch, &origin.path, mapping, tagger);
            piece.articles.extend(read.articles);
            piece.failed.extend(read.failed);
            true
        })?;
        let empty = piece.articles.is_empty() && piece.failed.is_empty();
        return if empty { Err(IngestError::Empty { path: path() }) } else { Ok(piece) };
    }
    let (drafts, encoding) = match format {
        Format::Html => read_page(bytes, declared, origin)?,
        Format::Mhtml => read_saved(bytes, origin)?,
        Format::Feed => read_feed(bytes, declared, origin)?,
        _ => read_text(bytes, format, origin)?,
    };
    let articles = finish_all(drafts, format, &encoding, origin, tagger)?;
    Ok(Piece { articles, ..Piece::default() })
}

/// Drafts, each with the hash of what it was made from, and the encoding of their file.
type Drafts = (Vec<(Draft, String)>, String);

/// Reads text that has no markup, or Markdown.
fn read_text(bytes: &[u8], format: Format, origin: &Origin) -> Result<Drafts, IngestError> {
    let path = || origin.path.clone();
    let decoded = decode::decode(bytes).ok_or_else(|| IngestError::Binary { path: path() })?;
    let clean = text::clean(&decoded.text, text::Controls::Neutralise);
    let drafts: Vec<(Draft, String)> = match format {
        Format::Text => vec![(page::read(&clean), content_hash(bytes))],
        Format::Markdown => {
            let documents = front::documents(&clean).into_iter();
            documents.map(|one| (markdown::read(one), content_hash(one.as_bytes()))).collect()
        }
        other => return Err(IngestError::Form { path: path(), form: other.name() }),
    };
    Ok((drafts, decoded.encoding))
}

/// Reads a page of the web.
fn read_page(bytes: &[u8], declared: Declared<'_>, origin: &Origin) -> Result<Drafts, IngestError> {
    let path = || origin.path.clone();
    let decoded = decode::decode_html(bytes, declared).ok_or_else(|| IngestError::Binary { path: path() })?;
    let draft = html::read(&decoded.text, declared.url)
        .map_err(|error| IngestError::Markup { path: path(), message: error.to_string() })?;
    Ok((vec![(draft, content_hash(bytes))], decoded.encoding))
}

/// Reads a page that was saved with what belongs to it.
fn read_saved(bytes: &[u8], origin: &Origin) -> Result<Drafts, IngestError> {
    let path = || origin.path.clone();
    let (draft, decoded) = mhtml::read(bytes)
        .map_err(|error| IngestError::Markup { path: path(), message: error.to_string() })?;
    Ok((vec![(draft, content_hash(bytes))], decoded.encoding))
}

/// Reads the items of a feed. An item's hash is its own: the feed changes whenever an item comes.
fn read_feed(bytes: &[u8], declared: Declared<'_>, origin: &Origin) -> Result<Drafts, IngestError> {
    let path = || origin.path.clone();
    let (drafts, decoded) = feed::read(bytes, declared).map_err(|error| match error {
        feed::FeedError::Binary => IngestError::Binary { path: path() },
        feed::FeedError::None => IngestError::Feed { path: path() },
    })?;
    let hash = |draft: &Draft| content_hash(&serde_json::to_vec(&draft.article).unwrap_or_default());
    Ok((
        drafts
            .into_iter()
            .map(|draft| {
                let hash = hash(&draft);
                (draft, hash)
            })
            .collect(),
        decoded.encoding,
    ))
}

/// Reads one line of a file of records; the origin names file and line.
fn read_line(
    line: &[u8],
    origin: &Origin,
    mapping: &Mapping,
    tagger: &mut Tagger,
) -> Result<Vec<Article>, IngestError> {
    let decoded = decode::decode(line).ok_or_else(|| IngestError::Binary { path: origin.path.clone() })?;
    let drafts = records::read(&decoded.text, mapping)
        .map_err(|error| IngestError::Record { path: origin.path.clone(), message: error.to_string() })?;
    let drafts = drafts.into_iter().map(|draft| (draft, content_hash(line))).collect();
    finish_all(drafts, Format::Records, &decoded.encoding, origin, tagger)
}

/// Reads one object of a file in JSON; the origin names file and number.
fn read_value(
    value: serde_json::Value,
    origin: &Origin,
    mapping: &Mapping,
    tagger: &mut Tagger,
) -> Result<Vec<Article>, IngestError> {
    let hash = content_hash(value.to_string().as_bytes());
    let drafts = records::of_value(value, mapping)
        .map_err(|error| IngestError::Record { path: origin.path.clone(), message: error.to_string() })?;
    let drafts = drafts.into_iter().map(|draft| (draft, hash.clone())).collect();
    finish_all(drafts, Format::Json, "UTF-8", origin, tagger)
}

/// Reads one document of a collection; the origin names file and number.
fn read_document(
    bytes: &[u8],
    origin: &Origin,
    mapping: &Mapping,
    tagger: &mut Tagger,
) -> Result<Vec<Article>, IngestError> {
    let decoded = decode::decode(bytes).ok_or_else(|| IngestError::Binary { path: origin.path.clone() })?;
    let documents = trec::documents(&decoded.text).into_iter();
    let drafts = documents.flat_map(|text| {
        let hash = content_hash(text.as_bytes());
        fields::drafts(&trec::fields(text), mapping).into_iter().map(move |draft| (draft, hash.clone()))
    });
    finish_all(drafts.collect(), Format::Trec, &decoded.encoding, origin, tagger)
}

/// Reads one row or record of names and values; the origin names file and number.
fn read_fields(
    fields: &fields::Fields,
    format: Format,
    origin: &Origin,
    mapping: &Mapping,
    tagger: &mut Tagger,
) -> Result<Vec<Article>, IngestError> {
    let hash = content_hash(format!("{fields:?}").as_bytes());
    let drafts = fields::drafts(fields, mapping).into_iter().map(|draft| (draft, hash.clone())).collect();
    finish_all(drafts, format, "UTF-8", origin, tagger)
}

/// What a format's reader found, each draft with the hash of what it was made from.
fn finish_all(
    drafts: Vec<(Draft, String)>,
    format: Format,
    encoding: &str,
    origin: &Origin,
    tagger: &mut Tagger,
) -> Result<Vec<Article>, IngestError> {
    let filled = |draft: &Draft| !draft.article.title.is_empty() || !draft.article.blocks.is_empty();
    let drafts = drafts.into_iter().filter(|(draft, _)| filled(draft));
    let articles: Vec<Article> = drafts
        .enumerate()
        .map(|(n, (draft, hash))| {
            let (format, encoding) = (format.name().to_owned(), encoding.to_owned());
            finish(
                draft,
                n,
                Provenance { path: origin.path.clone(), format, encoding, hash, states_id: false },
                tagger,
            )
        })
        .collect();
    let path = || origin.path.clone();
    match articles.is_empty() {
        false => Ok(articles),
        true if batches::has_records(format) => Err(IngestError::Fields { path: path() }),
        true => Err(IngestError::Empty { path: path() }),
    }
}

/// An article on its way: what a format's reader found, before what all formats have in common is done.
#[derive(Debug, Default)]
struct Draft {
    article: Article,
    /// The identity that the file itself states (front matter `id`).
    identity: Option<String>,
    /// What tells it from the other articles of its file, and from no others: the number of a row.
    local: Option<String>,
}

/// What every article goes through once it has blocks: dateline, language, title, id, tags. `n` is its place in
/// its file, from 0.
fn finish(draft: Draft, n: usize, provenance: Provenance, tagger: &mut Tagger) -> Article {
    let Draft { mut article, identity, local } = draft;
    dateline::take(&mut article);
    dateline::take_signature(&mut article);
    if article.lang == Lang::Und {
        article.lang = page::body_language(&article, Lang::Und);
    }
    language::tell_blocks(&mut article);
    if article.title.is_empty() {
        article.title = page::title_from_body(&article);
    }
    article.cut.sort_by_key(|cut| cut.after);
    let place = || match local {
        // The number of a row is its place, wherever the row stands when the file is read again.
        Some(local) => format!("{}#{local}", provenance.file()),
        None if provenance.path.starts_with(STDIN) => provenance.hash.clone(),
        None if n == 0 => provenance.path.clone(),
        None => format!("{}#{n}", provenance.path),
    };
    let states_id = identity.is_some();
    article.id = match identity.or_else(|| article.url.clone()) {
        // An article that was exported comes back as itself, with its stars and notes.
        Some(id) if ArticleId::is_one(&id) => ArticleId(id),
        identity => ArticleId::of(&identity.unwrap_or_else(place)),
    };
    article.provenance = Provenance { states_id, ..provenance };
    tagger.tag(&mut article);
    article
}

/// The SHA-256 of a file's bytes and of what read and tagged them (versions, the user's topics), in hexadecimal.
fn content_hash(bytes: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(bytes)
        .chain_update(VERSION.to_le_bytes())
        .chain_update(tag::VERSION.to_le_bytes())
        .chain_update(tag::extension())
        .finalize();
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
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
