//! Tables with an article in each row (`.csv`, `.tsv`), read row by row.
//!
//! The first row names the columns. What parts them is told by that row; the encoding by the beginning of the file.
//! What the columns mean is judged in [`super::fields`].

use std::io::Read;

use encoding_rs::{Encoding, UTF_8};
use serde_json::Value;

use super::allowance::Allowance;
use super::decode;
use super::fields::{Fields, Mapping};

/// What parts the columns of tables.
const SIGNS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How much of a table is looked at to tell its encoding, in bytes.
const SAMPLE: u64 = 256 << 10;

/// What is told of a row that is longer than an article may be.
const TOO_LONG: &str = "it is longer than an article may be: close the quote in it that is never closed";

/// Characters of a table's names in a message.
const TOLD: usize = 300;

/// Why a table gave no articles.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    #[error("none of its columns ({0}) is known as a title or a text: name them, as in --map title=COLUMN")]
    Columns(String),
    #[error("row {row} cannot be read: {source}")]
    Row { row: usize, source: csv::Error },
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Gives each row to `each` with its number in the file, until that says `false`. A row with fewer columns lacks
/// those at its end; what stands behind the last named column is left out.
///
/// # Errors
/// [`TableError::Columns`] before any row; the others when they are met, with the rows before given.
pub(super) fn rows(
    mut from: impl Read,
    mapping: &Mapping,
    each: &mut dyn FnMut(usize, Fields) -> bool,
) -> Result<(), TableError> {
    let mut head = Vec::new();
    from.by_ref().take(SAMPLE).read_to_end(&mut head)?;
    let encoding =
        decode::decode(&head).and_then(|d| Encoding::for_label(d.encoding.as_bytes())).unwrap_or(UTF_8);
    if encoding.is_ascii_compatible() {
        let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let bytes = std::io::Cursor::new(head.split_off(mark)).chain(from);
        return cells(bytes, encoding, mapping, each);
    }
    // UTF-16, as spreadsheets save it: its line ends are no single bytes.
    from.take(super::SIZE_LIMIT).read_to_end(&mut head)?;
    let text = encoding.decode(&head).0.into_owned();
    cells(text.as_bytes(), UTF_8, mapping, each)
}

fn cells(
    from: impl Read,
    encoding: &'static Encoding,
    mapping: &Mapping,
    each: &mut dyn FnMut(usize, Fields) -> bool,
) -> Result<(), TableError> {
    let mut from = from;
    let mut head = Vec::new();
    from.by_ref().take(SAMPLE).read_to_end(&mut head)?;
    let sign = sign(&head);
    let allowance = Allowance::new(super::SIZE_LIMIT, TOO_LONG);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sign)
        .flexible(true)
        .has_headers(false)
        // A quote inside a cell of a table parted by tabs is a quote.
        .quoting(sign != b'\t' || has_quoted_cell(&head))
        .from_reader(allowance.of(std::io::Cursor::new(head).chain(from)));
    let decoded = |cell: &[u8]| match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding.decode_without_bom_handling(cell).0.into_owned(),
    };
    let mut row = csv::ByteRecord::new();
    let mut names: Vec<String> = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        allowance.renew();
        match reader.read_byte_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) if names.is_empty() => {
                names = row.iter().map(|cell| decoded(cell).trim().to_owned()).collect();
                if !mapping.has_article(names.iter().map(String::as_str)) {
                    return Err(TableError::Columns(told(&names)));
                }
            }
            Ok(true) => {
                let cells = names.iter().cloned().zip(row.iter().map(|cell| Value::from(decoded(cell))));
                if !each(number, cells.filter(|(name, _)| !name.is_empty()).collect()) {
                    return Ok(());
                }
            }
            Err(source) => return Err(TableError::Row { row: number, source }),
        }
    }
}

/// The names of columns for a person, as far as one reads them.
fn told(names: &[String]) -> String {
    let all = names.join(", ");
    let mut short: String = all.chars().take(TOLD).collect();
    if short.len() < all.len() {
        short.push('…');
    }
    short
}

/// What parts the columns: the sign that stands most often in the first row, outside quotes.
fn sign(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; SIGNS.len()];
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                if let Some(count) =
                    SIGNS.iter().position(|sign| sign == byte).and_then(|i| counts.get_mut(i))
                {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let best = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|count| *count == best).and_then(|i| SIGNS.get(i)).copied().unwrap_or(b',')
}

/// Whether a cell of a table that is parted by tabs begins and ends with a quote.
fn has_quoted_cell(head: &[u8]) -> bool {
    let cells = head.split(|b| matches!(b, b'\t' | b'\n'));
    cells
        .map(<[u8]>::trim_ascii)
        .any(|cell| cell.len() > 2 && cell.starts_with(b"\"") && cell.ends_with(b"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &[u8]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        rows(table, &Mapping::default(), &mut |number, row| {
            let cell = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
            found.push((number, format!("{}|{}", cell("Title"), cell("Body"))));
            true
        })
        .unwrap();
        found
    }

    #[test]
    fn rows_are_read_whatever_parts_their_columns() {
        let two = [(2, "a, b|one\ntwo".to_owned()), (3, "c|-".to_owned())];
        assert_eq!(read(b"Title,Body\n\"a, b\",\"one\ntwo\"\nc\n"), two);
        assert_eq!(read(b"\xEF\xBB\xBFTitle;Body\r\n\"a, b\";\"one\ntwo\"\r\nc\r\n"), two);
        assert_eq!(read(b"Title\tBody\n\"a, b\"\t\"one\ntwo\"\nc\n"), two);
        assert_eq!(read(b"Title\tBody\n12\" gun\tx\n"), [(2, "12\" gun|x".to_owned())]);
        let wide: Vec<u8> =
            "\u{FEFF}Title\tBody\r\nعنوان\tx\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), [(2, "عنوان|x".to_owned())]);
        let arabic = "Title,Body\nوصل القطار متأخرا إلى المحطة القديمة,لم ينتظره أحد\n";
        let old = encoding_rs::WINDOWS_1256.encode(arabic).0.into_owned();
        assert_eq!(read(&old), read(arabic.as_bytes()));
    }

    #[test]
    fn a_table_without_a_known_column_names_those_it_has() {
        let error = rows(&b"a,b\n1,2\n"[..], &Mapping::default(), &mut |_, _| true).unwrap_err();
        assert!(error.to_string().contains("(a, b)"), "{error}");
        let mapping: Mapping = "text=b".parse().unwrap();
        let mut seen = 0;
        rows(&b"a,b\n1,2\n"[..], &mapping, &mut |_, _| {
            seen += 1;
            true
        })
        .unwrap();
        assert_eq!(seen, 1);
    }
}
