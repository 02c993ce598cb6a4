//! Why a file, or a record of one, gave no article: what a person is told, and how it is mended.
//!
//! Messages name the file; nothing is retried here.

use super::SIZE_LIMIT;

/// Why a file gave no article.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// It cannot be opened, read or unpacked.
    #[error("'{path}' cannot be read: {source}: {}", remedy(source))]
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
    /// It holds files or pages of its own, and no text by itself.
    #[error("'{path}' is {what}")]
    Foreign {
        /// The file.
        path: String,
        /// What it is, and the remedy.
        what: &'static str,
    },
    /// It is in a form that has no articles in it.
    #[error("'{path}' has the form '{form}', which is not read: save the page as text, or write Markdown")]
    Form {
        /// The file.
        path: String,
        /// The name of the form.
        form: &'static str,
    },
    /// It is no feed.
    #[error("'{path}' is no feed: neither rss, rdf nor feed is its root")]
    Feed {
        /// The file.
        path: String,
    },
    /// Its markup is nothing that a page would have.
    #[error("'{path}' has {message}: save the article alone, or as text")]
    Markup {
        /// The file.
        path: String,
        /// What there is too much of.
        message: String,
    },
    /// A table of which nothing can be read.
    #[error("'{path}': {message}")]
    Table {
        /// The file.
        path: String,
        /// What is wrong, and the remedy.
        message: String,
    },
    /// A record in which nothing is known as the title or the text of an article.
    #[error("'{path}' has no field that is known as a title or a text: name one, as in --map text=NAME")]
    Fields {
        /// The file and the number of the record.
        path: String,
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
    /// A list of feeds that names none.
    #[error("'{path}' is no list of feeds: {message}: export it again from the reader that made it")]
    Opml {
        /// The file.
        path: String,
        /// What is wrong.
        message: String,
    },
}

/// What the system does not say comes from unpacking.
fn remedy(source: &std::io::Error) -> &'static str {
    match source.raw_os_error() {
        Some(_) => "check that it is there and that you may read it",
        None => "save it again, or unpack it yourself and import what is in it",
    }
}
