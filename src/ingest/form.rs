//! In which form a file's text is: told by the ending of its name, and by its first bytes where that says too little.
//!
//! It looks at names and at the beginning of a file; it reads nothing.

use std::path::Path;

/// The form of a file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, as saved from a web page.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// A web page with what belongs to it, as one mail message (RFC 2557).
    Mhtml,
    /// RSS, Atom, RDF or JSON Feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// Articles as JSON: one, a list of them, or one behind the other.
    Json,
    /// An article on each line, as JSON.
    Records,
    /// A table with an article in each row.
    Csv,
    /// Documents marked up as in the collections of TREC: `<DOC>` with a field in each element.
    Trec,
}

/// Every form with its name, and the endings of its files.
const FORMS: [(Format, &str, &[&str]); 10] = [
    (Format::Text, "text", &["txt", "text"]),
    (Format::Markdown, "markdown", &["md", "markdown"]),
    (Format::Html, "html", &["html", "htm", "xhtml", "shtml"]),
    (Format::Mhtml, "mhtml", &["mhtml", "mht"]),
    (Format::Feed, "feed", &["rss", "atom", "rdf"]),
    (Format::Opml, "opml", &["opml"]),
    (Format::Json, "json", &["json"]),
    (Format::Records, "jsonl", &["jsonl", "ndjson"]),
    (Format::Csv, "csv", &["csv", "tsv"]),
    (Format::Trec, "trec", &["trec", "sgm", "sgml"]),
];

/// Endings of files that are packed; what is in them has the ending before.
const PACKED: [&str; 4] = ["gz", "xz", "zst", "zstd"];

/// The ending that several forms have.
const XML: &str = "xml";

/// How much of a file is looked at to tell its form, in bytes. A feed's root may stand behind a long comment.
pub(super) const HEAD: usize = 8 << 10;

impl Format {
    /// The format that a file's name promises, the ending of a packing left out; `None` where it promises none.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = ending(path)?;
        FORMS.iter().find(|(_, _, endings)| endings.contains(&ending.as_str())).map(|(form, ..)| *form)
    }

    /// The format of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let is =
            |(_, known, endings): &&(Self, &str, &[&str])| *known == name || endings.contains(&name.as_str());
        FORMS.iter().find(is).map(|(form, ..)| *form)
    }

    /// The names that [`Format::of_name`] knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMS.iter().map(|(_, name, _)| *name)
    }

    /// Its name in [`crate::article::Provenance::format`].
    pub fn name(self) -> &'static str {
        FORMS.iter().find(|(form, ..)| *form == self).map_or("text", |(_, name, _)| name)
    }

    /// The format of a file that begins so, given what its name promises. Only text may turn out to be something
    /// else: what is saved as `.txt` is often a page's source, or a collection's document.
    pub(super) fn of_head(promised: Option<Self>, head: &[u8]) -> Self {
        match promised {
            Some(Self::Text) => match by_head(head) {
                Some(found @ (Self::Trec | Self::Html | Self::Feed)) => found,
                _ => Self::Text,
            },
            Some(Self::Json) if is_json_feed(head) => Self::Feed,
            Some(Self::Json) if has_lines(head) => Self::Records,
            Some(promised) => promised,
            None => by_head(head).unwrap_or(Self::Text),
        }
    }

    /// The format of what a server sent, given its content type without parameters and the path of its address. Servers
    /// send feeds as pages and pages as feeds, so that what is marked up is told by its own beginning first; a type
    /// that says no more than "text" leaves it to the address.
    pub(super) fn of_answer(kind: Option<&str>, path: &Path, head: &[u8]) -> Self {
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let typed = TYPES.iter().find(|(known, _)| *known == kind).map(|(_, format)| *format);
        match typed {
            Some(marked @ (Self::Html | Self::Feed | Self::Opml | Self::Mhtml | Self::Json)) => {
                by_head(head).unwrap_or(marked)
            }
            Some(other) => other,
            None => Self::of_head(Self::of_path(path), head),
        }
    }
}

/// The content types that say a format.
const TYPES: [(&str, Format); 18] = [
    ("text/html", Format::Html),
    ("application/xhtml+xml", Format::Html),
    ("application/rss+xml", Format::Feed),
    ("application/atom+xml", Format::Feed),
    ("application/rdf+xml", Format::Feed),
    ("application/feed+json", Format::Feed),
    ("text/x-opml", Format::Opml),
    ("application/xml+opml", Format::Opml),
    ("multipart/related", Format::Mhtml),
    ("application/x-mimearchive", Format::Mhtml),
    ("application/json", Format::Json),
    ("text/json", Format::Json),
    ("application/x-ndjson", Format::Records),
    ("application/jsonl", Format::Records),
    ("text/csv", Format::Csv),
    ("text/tab-separated-values", Format::Csv),
    ("text/markdown", Format::Markdown),
    ("text/x-markdown", Format::Markdown),
];

/// The ending of a file's name, in small letters; that of what is in it where it is packed.
fn ending(path: &Path) -> Option<String> {
    let lower = |path: &Path| path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let ending = lower(path)?;
    if PACKED.contains(&ending.as_str()) { lower(Path::new(path.file_stem()?)) } else { Some(ending) }
}

/// Whether a file in a folder is taken in: what is asked for by name is tried whatever it is called.
pub(super) fn is_supported(path: &Path) -> bool {
    ending(path).is_some_and(|e| e == XML) || Format::of_path(path).is_some_and(|form| form != Format::Opml)
}

/// What the first bytes tell, in any encoding that has ASCII in it, wide ones too.
fn by_head(head: &[u8]) -> Option<Format> {
    let ascii: String = head
        .iter()
        .take(HEAD)
        .filter(|b| **b != 0)
        .map(|b| if b.is_ascii() { char::from(b.to_ascii_lowercase()) } else { '\u{FFFD}' })
        .collect();
    let text = ascii.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FFFD}');
    if text.starts_with('{') && is_json_feed(head) {
        return Some(Format::Feed);
    }
    if text.starts_with(['{', '[']) {
        return Some(if has_lines(head) { Format::Records } else { Format::Json });
    }
    if is_mail(text) {
        return Some(Format::Mhtml);
    }
    let root = root(text)?;
    Some(match root {
        "html" | "head" | "body" | "title" | "meta" | "table" | "div" | "script" => Format::Html,
        "rss" | "feed" | "rdf:rdf" | "channel" => Format::Feed,
        "opml" => Format::Opml,
        _ if ["<doc>", "<doc ", "<docno>"].iter().any(|tag| text.contains(tag)) => Format::Trec,
        _ => return None,
    })
}

/// Whether a text begins with the head of a mail message that has parts.
fn is_mail(text: &str) -> bool {
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    let field = |name: &str| head.starts_with(name) || head.contains(&format!("\n{name}"));
    field("mime-version:") && field("content-type:")
}

/// The name of the first element, in small letters; declarations and comments before it are passed over.
fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        rest = rest.strip_prefix('<')?;
        let behind = if rest.starts_with("!--") {
            rest.split_once("-->")?.1
        } else if rest.starts_with("!doctype html") {
            return Some("html");
        } else if rest.starts_with(['!', '?']) {
            rest.split_once('>')?.1
        } else {
            return rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        };
        rest = behind.trim_start();
    }
}

/// Whether JSON says of itself that it is a feed; by the version, which stands first.
fn is_json_feed(head: &[u8]) -> bool {
    let version = b"jsonfeed.org";
    head.windows(version.len()).any(|bytes| bytes == version)
}

/// Whether there is an object on each of the first lines. The last one may be cut.
fn has_lines(head: &[u8]) -> bool {
    let mut lines = head.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let object = |line: &[u8]| {
        let line = line.trim_ascii();
        line.starts_with(b"{") && line.ends_with(b"}") && line.len() > 2
    };
    let (first, second) = (lines.next(), lines.next());
    first.is_some_and(object) && second.is_some_and(|line| line.trim_ascii().starts_with(b"{"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_told_by_the_name_and_else_by_the_beginning() {
        let of = |name: &str, head: &str| Format::of_head(Format::of_path(Path::new(name)), head.as_bytes());
        for (name, head, form) in [
            ("a.md", "<div>", Format::Markdown),
            ("a.html.gz", "", Format::Html),
            ("a.csv.xz", "", Format::Csv),
            ("a.txt", "Rain fell.", Format::Text),
            ("a.txt", "\u{FEFF}<DOC>\n<DOCNO>1</DOCNO>", Format::Trec),
            ("a.txt", "<!DOCTYPE html><html>", Format::Html),
            ("a.xml", "<?xml version=\"1.0\"?>\n<!-- x > y -->\n<rss version='2.0'>", Format::Feed),
            ("a.xml", "\u{FEFF}  <rdf:RDF xmlns=\"x\">", Format::Feed),
            ("a.xml", "<add><doc id='3'>", Format::Trec),
            ("a.xml", "<opml version='1.0'>", Format::Opml),
            ("a", "{\"title\": \"x\"}", Format::Json),
            ("a.json", "{\"title\": \"x\"}\n{\"title\": \"y\"}\n", Format::Records),
            ("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", Format::Feed),
            ("a", "[\n {\"title\": \"x\"},", Format::Json),
            ("a", "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n", Format::Mhtml),
            ("a", "Content of the day", Format::Text),
        ] {
            assert_eq!(of(name, head), form, "{name}: {head}");
        }
        let wide: Vec<u8> = "\u{FEFF}<rss>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Format::of_head(None, &wide), Format::Feed);
    }

    #[test]
    fn a_name_of_a_form_is_known_again() {
        for name in Format::names() {
            assert_eq!(Format::of_name(name).map(Format::name), Some(name));
        }
        assert_eq!(Format::of_name("NDJSON"), Some(Format::Records));
        assert_eq!(Format::of_name("pdf"), None);
    }
}
