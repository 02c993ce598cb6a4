//! What a server sent, read as a file is: its form by what the server says, by the address, and by its content, and its
//! encoding as declared.
//!
//! The bytes are there already: nothing is fetched here.

use std::io::{Cursor, Read};
use std::path::Path;

use url::Url;

use super::opml::Subscriptions;
use super::{Declared, Format, IngestError, Origin, Piece, Reading, SIZE_LIMIT, decode, html, opml, unpack};
use super::{form, read_whole};
use crate::tag::Tagger;

/// A document that was fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    asked: String,
    url: String,
    kind: Option<String>,
    bytes: Vec<u8>,
}

impl Answer {
    /// A document that was asked for at one address and came from another, or the same, with its content type. Packed
    /// ones (`.gz`, `.xz`, `.zst`) are unpacked.
    ///
    /// # Errors
    /// What cannot be unpacked, and what is larger than [`SIZE_LIMIT`] then.
    pub fn open(asked: &str, url: &str, kind: Option<&str>, bytes: Vec<u8>) -> Result<Self, IngestError> {
        let path = || asked.to_owned();
        let io = |source| IngestError::Io { path: path(), source };
        let mut unpacked = Vec::new();
        let from = unpack::unpack(Cursor::new(bytes)).map_err(io)?;
        let size = from.take(SIZE_LIMIT + 1).read_to_end(&mut unpacked).map_err(io)? as u64;
        if size > SIZE_LIMIT {
            return Err(IngestError::TooLarge { path: path(), size });
        }
        Ok(Self { asked: path(), url: url.to_owned(), kind: kind.map(str::to_owned), bytes: unpacked })
    }

    /// The form that it is in.
    pub fn form(&self) -> Format {
        let kind = self.kind.as_deref().map(|kind| kind.split(';').next().unwrap_or_default().trim());
        let path = Url::parse(&self.url).map(|url| url.path().to_owned()).unwrap_or_default();
        let head = self.bytes.get(..self.bytes.len().min(form::HEAD)).unwrap_or_default();
        Format::of_answer(kind, Path::new(&path), head)
    }

    fn declared(&self) -> Declared<'_> {
        Declared { charset: self.kind.as_deref().and_then(charset), url: Some(&self.url) }
    }

    /// Its articles; a feed may have none.
    ///
    /// # Errors
    /// As [`IngestError`] says, where nothing of it can be read.
    pub fn read(&self, how: &Reading, tagger: &mut Tagger) -> Result<Piece, IngestError> {
        let format = how.format.unwrap_or_else(|| self.form());
        let origin = Origin { path: self.asked.clone(), format: Some(format) };
        let read = read_whole(&self.bytes, &origin, self.declared(), &how.mapping, tagger);
        let mut piece = match read {
            Err(IngestError::Empty { .. }) if format == Format::Feed => Piece::default(),
            read => read?,
        };
        if matches!(format, Format::Text | Format::Markdown | Format::Html) {
            for article in &mut piece.articles {
                article.url.get_or_insert_with(|| self.url.clone());
            }
        }
        piece.bytes = self.bytes.len() as u64;
        Ok(piece)
    }

    /// The feeds that it lists, where it is a list of feeds.
    ///
    /// # Errors
    /// As [`opml::read`] says.
    pub fn subscriptions(&self) -> Result<Subscriptions, IngestError> {
        opml::read_declared(&self.bytes, self.declared(), &self.asked)
    }

    /// The addresses of the feeds that it names, where it is a page.
    pub fn feeds(&self) -> Vec<String> {
        let decoded = decode::decode_html(&self.bytes, self.declared());
        decoded.map(|decoded| html::feeds(&decoded.text, Some(&self.url))).unwrap_or_default()
    }
}

/// The label of the encoding in a content type.
fn charset(kind: &str) -> Option<&str> {
    let value = kind.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    });
    value.filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(url: &str, kind: Option<&str>, bytes: &str) -> Format {
        Answer::open(url, url, kind, bytes.into()).unwrap().form()
    }

    #[test]
    fn a_server_says_what_it_sends_and_is_believed_as_far_as_it_is_so() {
        let page = "http://a.example/1";
        for (url, kind, bytes, wanted) in [
            (page, Some("text/html; charset=x"), "<p>Rain", Format::Html),
            (page, Some("text/html"), "<?xml version='1.0'?><rss>", Format::Feed),
            (page, Some("application/rss+xml"), "<!doctype html><p>gone", Format::Html),
            (page, Some("application/rss+xml"), "x", Format::Feed),
            (page, Some("text/xml"), "<rdf:RDF>", Format::Feed),
            (page, Some("text/csv"), "title,text", Format::Csv),
            (page, Some("application/json"), "[{}]", Format::Json),
            (
                page,
                Some("application/json"),
                "{\"version\":\"https://jsonfeed.org/version/1\"}",
                Format::Feed,
            ),
            (page, Some("application/x-ndjson"), "{}", Format::Records),
            (page, Some("text/plain"), "Rain", Format::Text),
            ("http://a.example/n.csv?x=.html", Some("text/plain"), "title,text", Format::Csv),
            ("http://a.example/n.md", Some("application/octet-stream"), "# Rain", Format::Markdown),
            ("http://a.example/n", None, "<html>", Format::Html),
            ("http://a.example/n", Some("text/x-opml"), "<opml>", Format::Opml),
        ] {
            assert_eq!(form(url, kind, bytes), wanted, "{url} {kind:?} {bytes}");
        }
    }

    #[test]
    fn the_encoding_that_http_declares_is_used_and_links_are_completed() {
        // HARBOUR in windows-1256, too short to be told by its letters alone.
        let mut page = b"<!doctype html><title>T</title><article><h1>T</h1><p>".to_vec();
        let text = "\u{627}\u{644}\u{645}\u{64A}\u{646}\u{627}\u{621} <a href='/more'>x</a>";
        let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(text);
        page.extend_from_slice(&bytes);
        let kind = Some("text/html; Charset=\"windows-1256\"");
        let answer = Answer::open("http://a.example/old", "http://a.example/b/new", kind, page).unwrap();
        let piece = answer.read(&Reading::default(), &mut Tagger::default()).unwrap();
        let [article] = piece.articles.as_slice() else { panic!("one article") };
        assert_eq!(article.provenance.encoding, "windows-1256");
        assert_eq!(article.provenance.path, "http://a.example/old");
        assert_eq!(article.url.as_deref(), Some("http://a.example/b/new"));
        let links: Vec<&str> =
            article.blocks.iter().flat_map(|b| &b.links).map(|link| link.url.as_str()).collect();
        assert_eq!(links, ["http://a.example/more"]);
    }

    #[test]
    fn a_feed_without_items_is_no_fault_and_a_page_names_its_feeds() {
        let read = |bytes: &str| {
            let answer = Answer::open("http://a.example/", "http://a.example/", None, bytes.into()).unwrap();
            (
                answer.feeds(),
                answer.read(&Reading::default(), &mut Tagger::default()).map(|p| p.articles.len()),
            )
        };
        let (_, empty) = read("<rss version='2.0'><channel><title>T</title></channel></rss>");
        assert_eq!(empty.unwrap(), 0);
        let (feeds, _) = read(
            "<html><link rel='Alternate home' type='application/rss+xml' href='feed.xml'><link rel=alternate \
             type=application/atom+xml href='https://b.example/a'><link rel=alternate hreflang=ar href=/ar>",
        );
        assert_eq!(feeds, ["http://a.example/feed.xml", "https://b.example/a"]);
    }
}
