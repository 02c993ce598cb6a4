//! Decoders and readers of files: encodings, pages, saved pages, feeds and lists of them, texts, records, packings.

use qari::ingest::opml::{self, Outline};
use qari::ingest::{Answer, Declared, Format, IngestError, Piece, Reading, SIZE_LIMIT, decode_page};
use qari::tag::Tagger;

use super::{first_line, held};

/// Where the bytes are said to come from.
const ADDRESS: &str = "https://example.org/news/harbour";

/// Bytes in the encoding that the first line declares, or in any other.
pub fn encodings(data: &[u8]) {
    let (label, bytes) = first_line(data);
    let declared = Declared { charset: Some(&label), url: None };
    let decoded = decode_page(bytes, declared);
    assert_eq!(decoded, decode_page(bytes, declared));
    let Some((text, encoding)) = decoded else { return };
    assert!(!encoding.is_empty());
    // No encoding makes more than a sign of three bytes of each byte, and one for what is cut off at the end.
    assert!(text.len() <= 3 * bytes.len() + 3, "{encoding}: {} from {}", text.len(), bytes.len());
    if let (Ok(utf8), "UTF-8") = (std::str::from_utf8(bytes), encoding.as_str()) {
        assert_eq!(text, utf8.trim_start_matches('\u{FEFF}'));
    }
}

/// The articles of bytes in a form.
fn read(bytes: &[u8], kind: Option<&str>, format: Option<Format>) -> Result<Piece, IngestError> {
    let answer = Answer::open(ADDRESS, ADDRESS, kind, bytes.to_vec())?;
    answer.read(&Reading { format, ..Reading::default() }, &mut Tagger::default())
}

fn read_twice(bytes: &[u8], kind: Option<&str>, format: Option<Format>) {
    held::piece(&read(bytes, kind, format), &read(bytes, kind, format));
}

/// A page of the web, and the feeds that it names.
pub fn html(data: &[u8]) {
    read_twice(data, None, Some(Format::Html));
    let Ok(answer) = Answer::open(ADDRESS, ADDRESS, None, data.to_vec()) else { return };
    for feed in answer.feeds() {
        assert!(feed.starts_with("http") && !feed.chars().any(char::is_control), "{feed:?}");
    }
}

/// A saved page with its parts.
pub fn mhtml(data: &[u8]) {
    read_twice(data, None, Some(Format::Mhtml));
}

/// RSS, RDF, Atom, JSON Feed; and the same bytes as a list of feeds.
pub fn feeds(data: &[u8]) {
    read_twice(data, None, Some(Format::Feed));
    let lists = |bytes: &[u8]| Answer::open(ADDRESS, ADDRESS, None, bytes.to_vec())?.subscriptions();
    let Ok(found) = lists(data) else { return };
    for Outline { title, url } in &found.feeds {
        held::line(title, "the title of a feed");
        assert!(!url.is_empty() && !url.chars().any(char::is_control), "{url:?}");
    }
    let urls = |feeds: &[Outline]| feeds.iter().map(|feed| feed.url.clone()).collect::<Vec<_>>();
    let again = lists(opml::write(&found.feeds).as_bytes()).expect("a list that we wrote");
    assert_eq!(urls(&again.feeds), urls(&found.feeds), "a list is written as it was read");
    assert!(again.faults.is_empty(), "{:?}", again.faults);
}

/// Text as pages are copied into files, and Markdown with its front matter.
pub fn texts(data: &[u8]) {
    read_twice(data, None, Some(Format::Text));
    read_twice(data, None, Some(Format::Markdown));
}

/// Records in the form that the first line names: `json`, `jsonl`, `csv`, `tsv`, `trec`.
pub fn records(data: &[u8]) {
    let (name, bytes) = first_line(data);
    if let Some(format) = Format::of_name(&name) {
        read_twice(bytes, None, Some(format));
    }
}

/// Anything that may be packed, of the content type that the first line names, its form told by what is in it.
pub fn packed(data: &[u8]) {
    let (kind, bytes) = first_line(data);
    read_twice(bytes, Some(&kind), None);
    if let Ok(piece) = read(bytes, Some(&kind), None) {
        assert!(piece.bytes <= SIZE_LIMIT);
    }
}
