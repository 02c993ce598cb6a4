//! Files of many articles, cut into pieces that are read one by one: lines of records, rows, documents.
//!
//! A file of any size streams through here; only one record has to fit into memory. Finding the files is done in
//! [`super::stream`].

use std::io::{self, BufRead, Read};

use serde_json::Value;

use super::fields::{Fields, Mapping};
use super::form::Format;
use super::stream::Piece;
use super::{Failure, IngestError, Origin, SIZE_LIMIT, json, read_document, read_fields, read_line, table};
use crate::tag::Tagger;

/// Bytes of records that are read as one piece: a hundred articles, and a fraction of a second.
const PIECE: usize = 256 << 10;

/// Some records of a file; `first` is the number of the first one, or of its line.
pub(super) enum Batch {
    /// Lines of JSON.
    Lines { first: usize, text: Vec<u8> },
    /// A line that is longer than an article may be, and was passed over.
    Long { number: usize, size: u64 },
    /// Names and values, each with its number.
    Rows(Vec<(usize, Fields)>),
    /// Objects of JSON.
    Values { first: usize, values: Vec<Value> },
    /// Documents of a collection.
    Documents { first: usize, documents: Vec<Vec<u8>> },
}

/// Whether a form has many articles in a file, each a record.
pub(super) fn has_records(format: Format) -> bool {
    matches!(format, Format::Records | Format::Json | Format::Csv | Format::Trec)
}

/// Cuts a file into pieces for `give`, until that says `false`, which is also what comes back then.
///
/// # Errors
/// What cannot be read on; the pieces before were given.
pub(super) fn cut_up(
    format: Format,
    from: &mut dyn BufRead,
    mapping: &Mapping,
    path: &str,
    give: &mut dyn FnMut(Batch) -> bool,
) -> Result<bool, IngestError> {
    match format {
        Format::Json => values(from, mapping, path, give),
        Format::Csv => rows(from, mapping, path, give),
        Format::Trec => documents(from, give).map_err(|fault| fault.at(path)),
        _ => lines(from, give).map_err(|fault| fault.at(path)),
    }
}

/// Why a file cannot be cut further.
enum Fault {
    Io(io::Error),
    Long(u64),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Fault {
    fn at(self, path: &str) -> IngestError {
        let path = path.to_owned();
        match self {
            Self::Io(source) => IngestError::Io { path, source },
            Self::Long(size) => IngestError::TooLarge { path, size },
        }
    }
}

/// One line, no longer than an article may be; `false` at the end.
fn line(from: &mut dyn BufRead, text: &mut Vec<u8>) -> Result<bool, Fault> {
    let limit = SIZE_LIMIT + 1;
    let read = from.take(limit).read_until(b'\n', text)? as u64;
    let cut = read == limit && text.last() != Some(&b'\n');
    if cut { Err(Fault::Long(read)) } else { Ok(read > 0) }
}

fn lines(from: &mut dyn BufRead, give: &mut dyn FnMut(Batch) -> bool) -> Result<bool, Fault> {
    let (mut first, mut ended) = (1, false);
    while !ended {
        let (mut text, mut count, mut long) = (Vec::with_capacity(PIECE + (PIECE >> 2)), 0, None);
        while text.len() < PIECE && !ended && long.is_none() {
            let begin = text.len();
            match line(from, &mut text) {
                Ok(more) => ended = !more,
                Err(Fault::Long(size)) => {
                    text.truncate(begin);
                    long = Some(Batch::Long { number: first + count, size: size + skip_line(from)? });
                }
                Err(fault) => return Err(fault),
            }
            count += usize::from(!ended);
        }
        let given = text.is_empty() || give(Batch::Lines { first, text });
        if !given || !long.is_none_or(&mut *give) {
            return Ok(false);
        }
        first += count;
    }
    Ok(true)
}

/// Passes over the rest of a line, and says how long it was: the lines behind it are read all the same.
fn skip_line(from: &mut dyn BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = from.fill_buf()?;
        let end = buffer.iter().position(|b| *b == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        from.consume(used);
        skipped += used as u64;
        if end.is_some() || used == 0 {
            return Ok(skipped);
        }
    }
}

fn documents(from: &mut dyn BufRead, give: &mut dyn FnMut(Batch) -> bool) -> Result<bool, Fault> {
    let (mut first, mut ended) = (1, false);
    let mut document = Vec::new();
    while !ended {
        let (mut documents, mut size) = (Vec::new(), 0);
        while size < PIECE && !ended {
            let begin = document.len();
            ended = !line(from, &mut document)?;
            if document.len() as u64 > SIZE_LIMIT {
                return Err(Fault::Long(document.len() as u64));
            }
            let last = document.get(begin..).unwrap_or_default();
            if (ended || holds(last, b"</doc>")) && !document.trim_ascii().is_empty() {
                size += document.len();
                documents.push(std::mem::take(&mut document));
            }
        }
        let count = documents.len();
        if count > 0 && !give(Batch::Documents { first, documents }) {
            return Ok(false);
        }
        first += count;
    }
    Ok(true)
}

/// Whether a line holds a tag, in any case.
fn holds(line: &[u8], tag: &[u8]) -> bool {
    line.windows(tag.len()).any(|window| window.eq_ignore_ascii_case(tag))
}

/// Gathers records until they are a piece.
struct Gathered<'a, T> {
    items: Vec<T>,
    size: usize,
    give: &'a mut dyn FnMut(Vec<T>) -> bool,
    going: bool,
}

impl<T> Gathered<'_, T> {
    fn add(&mut self, item: T, size: usize) -> bool {
        self.items.push(item);
        self.size += size;
        if self.size >= PIECE {
            self.flush();
        }
        self.going
    }

    fn flush(&mut self) {
        if !self.items.is_empty() && self.going {
            self.size = 0;
            self.going = (self.give)(std::mem::take(&mut self.items));
        }
    }
}

/// The bytes of a value's texts, roughly.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(size).sum(),
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + size(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
    }
}

fn values(
    from: &mut dyn BufRead,
    mapping: &Mapping,
    path: &str,
    give: &mut dyn FnMut(Batch) -> bool,
) -> Result<bool, IngestError> {
    let mut first = 1;
    let mut pass = |values: Vec<Value>| {
        let begin = first;
        first += values.len();
        give(Batch::Values { first: begin, values })
    };
    let mut gathered = Gathered { items: Vec::new(), size: 0, give: &mut pass, going: true };
    let io = |source| IngestError::Io { path: path.to_owned(), source };
    let mut head = Vec::new();
    from.take(SIZE_LIMIT).read_to_end(&mut head).map_err(io)?;
    let mut each = |value: Value| {
        let size = size(&value);
        gathered.add(value, size)
    };
    let read = if (head.len() as u64) < SIZE_LIMIT {
        let decoded = super::decode::decode(&head);
        let decoded = decoded.ok_or_else(|| IngestError::Binary { path: path.to_owned() })?;
        json::records(decoded.text.trim_start_matches('\u{FEFF}').as_bytes(), mapping, &mut each)
    } else {
        json::records(io::Cursor::new(head).chain(from), mapping, &mut each)
    };
    gathered.flush();
    let going = gathered.going;
    match read {
        Ok(()) => Ok(going),
        Err(error) => Err(IngestError::Record { path: path.to_owned(), message: error.to_string() }),
    }
}

fn rows(
    from: &mut dyn BufRead,
    mapping: &Mapping,
    path: &str,
    give: &mut dyn FnMut(Batch) -> bool,
) -> Result<bool, IngestError> {
    let mut pass = |rows: Vec<(usize, Fields)>| give(Batch::Rows(rows));
    let mut gathered = Gathered { items: Vec::new(), size: 0, give: &mut pass, going: true };
    let read = table::rows(from, mapping, &mut |number, row| {
        let size = row.values().map(size).sum();
        gathered.add((number, row), size)
    });
    gathered.flush();
    let going = gathered.going;
    match read {
        Ok(()) => Ok(going),
        Err(table::TableError::Io(source)) => Err(IngestError::Io { path: path.to_owned(), source }),
        Err(error) => Err(IngestError::Table { path: path.to_owned(), message: error.to_string() }),
    }
}

/// Reads a piece's articles; each record that cannot be read is told by itself.
pub(super) fn read(batch: Batch, origin: &str, mapping: &Mapping, tagger: &mut Tagger) -> Piece {
    let mut piece = Piece::default();
    let mut take =
        |number: usize,
         read: &mut dyn FnMut(&Origin) -> Result<Vec<crate::article::Article>, IngestError>| {
            let origin = Origin { path: format!("{origin}#{number}"), format: None };
            match read(&origin) {
                Ok(articles) => piece.articles.extend(articles),
                Err(error) => piece.failed.push(Failure { path: origin.path, reason: error.to_string() }),
            }
        };
    let bytes = match batch {
        Batch::Lines { first, text } => {
            for (number, line) in (first..).zip(text.split(|b| *b == b'\n')) {
                if !line.iter().all(u8::is_ascii_whitespace) {
                    take(number, &mut |origin| read_line(line, origin, mapping, tagger));
                }
            }
            text.len()
        }
        Batch::Long { number, size } => {
            let long = |origin: &Origin| IngestError::TooLarge { path: origin.path.clone(), size };
            take(number, &mut |origin| Err(long(origin)));
            size as usize
        }
        Batch::Rows(rows) => {
            let bytes = rows.iter().flat_map(|(_, row)| row.values()).map(size).sum();
            for (number, row) in rows {
                take(number, &mut |origin| read_fields(&row, Format::Csv, origin, mapping, tagger));
            }
            bytes
        }
        Batch::Values { first, values } => {
            let bytes = values.iter().map(size).sum();
            for (number, value) in (first..).zip(values) {
                let mut value = Some(value);
                take(number, &mut |origin| {
                    super::read_value(value.take().unwrap_or_default(), origin, mapping, tagger)
                });
            }
            bytes
        }
        Batch::Documents { first, documents } => {
            let bytes = documents.iter().map(Vec::len).sum();
            for (number, document) in (first..).zip(documents) {
                take(number, &mut |origin| read_document(&document, origin, mapping, tagger));
            }
            bytes
        }
    };
    piece.bytes = bytes as u64;
    piece
}
