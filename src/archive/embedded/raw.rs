//! The records in the pages of a database file, whatever has become of the tree above them: for a database that
//! `SQLite` cannot read any more.
//!
//! After `SQLite`'s own description of its file format (<https://sqlite.org/fileformat2.html>): leaf pages of tables
//! (section 1.6), records (2.1), the write-ahead log (4.1). Nothing is written here, and nothing is believed: what is
//! no sound record is passed over. What a record is, the caller tells from its values.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The size of a page: what `SQLite` uses unless told otherwise, and an archive never tells it otherwise.
const PAGE: usize = 4096;

/// The most of a record that its own page holds, and the least that stays there when the rest goes to other pages
/// (section 1.6: `U - 35` and `(U - 12) * 32 / 255 - 23`).
const MOST: usize = PAGE - 35;
const LEAST: usize = (PAGE - 12) * 32 / 255 - 23;

/// Bytes of the log's own header, and of the header before each page in it.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// A value of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Int(i64),
    Real,
    Text(String),
    Blob(Vec<u8>),
}

/// The pages of a database file and of the log beside it.
pub(super) struct Pages {
    file: File,
    count: u32,
    /// Pages that the log has in a later form.
    later: HashMap<u32, Vec<u8>>,
}

impl Pages {
    /// Opens a database file and its log, which may be missing.
    pub(super) fn open(file: &Path, log: &Path) -> io::Result<Self> {
        let file = File::open(file)?;
        let later = match std::fs::read(log) {
            Ok(log) => committed(&log),
            Err(error) if error.kind() == io::ErrorKind::NotFound => HashMap::new(),
            Err(error) => return Err(error),
        };
        let size = file.metadata()?.len().div_ceil(PAGE as u64);
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        // A log makes the file longer by what is in it, whatever numbers it has.
        let last = later.keys().copied().max().unwrap_or(0).min(size.saturating_add(later.len() as u32));
        Ok(Self { file, count: size.max(last), later })
    }

    /// A page by its number, from 1; a file that ends within it gives zeros for the rest.
    fn page(&self, number: u32) -> Option<Vec<u8>> {
        if let Some(later) = self.later.get(&number) {
            return Some(later.clone());
        }
        let at = u64::from(number.checked_sub(1)?) * PAGE as u64;
        let mut page = Vec::with_capacity(PAGE);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at)).ok()?;
        file.take(PAGE as u64).read_to_end(&mut page).ok()?;
        page.resize(PAGE, 0);
        Some(page)
    }

    /// Calls `each` with the row number and the values of every record found.
    pub(super) fn records<E>(&self, each: &mut dyn FnMut(i64, Vec<Value>) -> Result<(), E>) -> Result<(), E> {
        let free = self.free();
        for number in (1..=self.count).filter(|n| !free.contains(n)) {
            let Some(page) = self.page(number) else { continue };
            for at in cells(&page, if number == 1 { 100 } else { 0 }) {
                if let Some((row, values)) = self.record(&page, at) {
                    each(row, values)?;
                }
            }
        }
        Ok(())
    }

    /// Pages that hold nothing any more (section 1.5). What is there may be old.
    fn free(&self) -> HashSet<u32> {
        let mut free = HashSet::new();
        let mut trunk = self.page(1).and_then(|page| number(&page, 32)).unwrap_or(0);
        while trunk != 0 && trunk <= self.count && free.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let leaves = number(&page, 4).unwrap_or(0).min((PAGE / 4 - 2) as u32) as usize;
            free.extend((0..leaves).filter_map(|leaf| number(&page, 8 + 4 * leaf)));
            trunk = number(&page, 0).unwrap_or(0);
        }
        free
    }

    /// The record of a cell.
    fn record(&self, page: &[u8], at: usize) -> Option<(i64, Vec<Value>)> {
        let mut rest = page.get(at..)?;
        let size = usize::try_from(varint(&mut rest)?).ok()?;
        let row = varint(&mut rest)?;
        // No record is longer than the file.
        if size > self.count as usize * PAGE {
            return None;
        }
        let payload = if size <= MOST {
            rest.get(..size)?.to_vec()
        } else {
            let here = LEAST + (size - LEAST) % (PAGE - 4);
            let here = if here <= MOST { here } else { LEAST };
            let mut payload = rest.get(..here)?.to_vec();
            let mut next = number(rest, here)?;
            while payload.len() < size {
                let more = self.page(next).filter(|_| next != 0)?;
                let wanted = (size - payload.len()).min(PAGE - 4);
                payload.extend_from_slice(more.get(4..4 + wanted)?);
                next = number(&more, 0)?;
            }
            payload
        };
        Some((row, values(&payload)?))
    }
}

/// The pages of the transactions in a log that were committed.
fn committed(log: &[u8]) -> HashMap<u32, Vec<u8>> {
    let (mut pages, mut waiting) = (HashMap::new(), HashMap::new());
    let Some(salts) = log.get(16..24) else { return pages };
    let mut frames = log.get(LOG_HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + PAGE);
    // Frames with other salts are left over from an earlier use of the file.
    while let Some(frame) = frames.next().filter(|frame| frame.get(8..16) == Some(salts)) {
        let (Some(page), Some(size), Some(data)) = (number(frame, 0), number(frame, 4), frame.get(24..))
        else {
            break;
        };
        waiting.insert(page, data.to_vec());
        if size != 0 {
            pages.extend(waiting.drain());
        }
    }
    pages
}

/// Where the cells of a page begin that is, or was, a leaf of a table. `header` is where the page's own header is.
fn cells(page: &[u8], header: usize) -> Vec<usize> {
    let pair = |at: usize| Some(usize::from(u16::from_be_bytes([*page.get(at)?, *page.get(at + 1)?])));
    // Branches and leaves of indexes are told by their first byte; any other first byte may be a damaged one.
    if matches!(page.get(header), Some(2 | 5 | 10)) {
        return Vec::new();
    }
    let count = pair(header + 3).unwrap_or(0).min((PAGE - 8) / 2);
    (0..count).filter_map(|n| pair(header + 8 + 2 * n)).filter(|at| *at > header && *at < PAGE).collect()
}

/// Four bytes as a number.
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of one to nine bytes, taken from the front.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut value: u64 = 0;
    for n in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if n == 8 {
            return Some((value << 8 | u64::from(byte)) as i64);
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            break;
        }
    }
    Some(value as i64)
}

/// The values of a record (section 2.1); `None` where it is not one.
fn values(record: &[u8]) -> Option<Vec<Value>> {
    let mut head = record;
    let length = usize::try_from(varint(&mut head)?).ok()?;
    let mut types = record.get(record.len() - head.len()..length)?;
    let mut body = record.get(length..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        let kind = varint(&mut types)?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind as usize,
            5 => 6,
            6 | 7 => 8,
            12.. => ((kind - 12) / 2) as usize,
            _ => return None,
        };
        let (value, rest) = (body.get(..size)?, body.get(size..)?);
        values.push(match kind {
            0 => Value::Null,
            8 | 9 => Value::Int(kind - 8),
            1..=6 => Value::Int(integer(value)),
            7 => Value::Real,
            _ if kind % 2 == 0 => Value::Blob(value.to_vec()),
            _ => Value::Text(String::from_utf8(value.to_vec()).ok()?),
        });
        body = rest;
    }
    body.is_empty().then_some(values)
}

/// A signed number of up to eight bytes.
fn integer(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|b| *b >= 0x80) { -1 } else { 0 };
    bytes.iter().fold(sign, |n, byte| n << 8 | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_every_kind_and_length_are_read_as_sqlite_wrote_them() {
        let folder = tempfile::tempdir().unwrap();
        let (file, log) = (folder.path().join("a.db"), folder.path().join("a.db-wal"));
        let conn = rusqlite::Connection::open(&file).unwrap();
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER PRIMARY KEY, i, t TEXT, b BLOB)",
        )
        .unwrap();
        let numbers = [0, 1, -1, 127, -128, 40_000, -9_000_000, 1 << 40, i64::MIN, i64::MAX];
        let mut expected = Vec::new();
        for (n, i) in (1_i64..).zip(numbers) {
            // Short ones, ones that just fit a page, ones over several pages.
            let length = [0, 300, 4_050, 4_061, 4_062, 8_000, 60_000][n as usize % 7];
            let (text, blob) = ("ميناء".repeat(n as usize), vec![n as u8; length]);
            conn.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", (n, i, &text, &blob)).unwrap();
            expected.push((n, vec![Value::Null, Value::Int(i), Value::Text(text), Value::Blob(blob)]));
        }
        // Once out of the log, once out of the file itself.
        for checkpoint in [false, true] {
            if checkpoint {
                conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).unwrap();
            }
            let mut found = Vec::new();
            let pages = Pages::open(&file, &log).unwrap();
            pages
                .records(&mut |row, values| {
                    // The table of tables is on the first page.
                    if values.len() == 4 {
                        found.push((row, values));
                    }
                    Ok::<_, ()>(())
                })
                .unwrap();
            assert_eq!(found, expected, "checkpoint: {checkpoint}");
        }
    }

    #[test]
    fn what_is_no_database_ends_and_gives_nothing_that_is_not_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        for fill in [0_u8, 1, 13, 0x7f, 0xff] {
            std::fs::write(&file, vec![fill; 3 * PAGE + 17]).unwrap();
            let pages = Pages::open(&file, &file).unwrap();
            pages
                .records(&mut |_, values| {
                    let empty = |v: &Value| matches!(v, Value::Text(t) if t.is_empty());
                    if values.iter().all(empty) { Ok(()) } else { Err(values) }
                })
                .unwrap();
        }
    }
}
