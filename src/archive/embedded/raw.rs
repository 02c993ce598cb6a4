//! The records in the pages of a database file, whatever has become of the tree above them: for a database that
//! `SQLite` cannot read any more.
//!
//! After `SQLite`'s own description of its file format (<https://sqlite.org/fileformat2.html>): the pages of tables and
//! of indexes, which tables without row numbers are too (section 1.6), records (2.1), the write-ahead log (4.1). Nothing
//! is written here, and nothing is believed: what is no sound record is passed over. What a record is, the caller tells
//! from its values.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The sizes of pages that an archive has: its own, and the one that `SQLite` takes by itself, of earlier archives.
const SIZES: [usize; 2] = [super::schema::PAGE, 4096];

/// Pages that are looked at to tell their size, where the file does not say it.
const LOOKED_AT: usize = 64;

/// Where the header of a page begins on the first one, after the file's own (section 1.3).
const FILE_HEADER: usize = 100;

/// Bytes of the log's own header, and of the header before each page in it.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// A value of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// A record, and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// Its row number; `None` in an index, and in a table without row numbers.
    pub(super) row: Option<i64>,
    /// Whether a tree leads to its page. To what is no longer in use none leads, nor to what is below damage.
    pub(super) held: bool,
    pub(super) values: Vec<Value>,
}

/// How the cells of a page are laid out (section 1.6).
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    /// A leaf of a table: length, row number, record.
    Table,
    /// A leaf of an index: length, record.
    Leaf,
    /// A branch of an index, which has records too: page below, length, record.
    Branch,
}

impl Layout {
    /// As what a page may be read that begins with a byte. A bit of that may have changed, which makes a branch of a
    /// leaf; what is read wrongly is no sound record.
    fn of(first: Option<&u8>) -> &'static [Self] {
        match first {
            Some(13 | 5) => &[Self::Table],
            Some(10) => &[Self::Leaf],
            Some(2) => &[Self::Branch, Self::Leaf],
            _ => &[Self::Table, Self::Leaf, Self::Branch],
        }
    }
}

/// The pages of a database file and of the log beside it.
pub(super) struct Pages {
    file: File,
    /// Bytes of a page.
    size: usize,
    count: u32,
    /// Pages that the log has in a later form.
    later: HashMap<u32, Vec<u8>>,
}

impl Pages {
    /// Opens a database file and its log, which may be missing.
    pub(super) fn open(file: &Path, log: &Path) -> io::Result<Self> {
        let file = File::open(file)?;
        let size = size_of_pages(&file)?;
        let later = match std::fs::read(log) {
            Ok(log) => committed(&log, size),
            Err(error) if error.kind() == io::ErrorKind::NotFound => HashMap::new(),
            Err(error) => return Err(error),
        };
        let count = u32::try_from(file.metadata()?.len().div_ceil(size as u64)).unwrap_or(u32::MAX);
        // A log makes the file longer by what is in it, whatever numbers it has.
        let last = later.keys().copied().max().unwrap_or(0).min(count.saturating_add(later.len() as u32));
        Ok(Self { file, size, count: count.max(last), later })
    }

    /// A page by its number, from 1; a file that ends within it gives zeros for the rest.
    fn page(&self, number: u32) -> Option<Vec<u8>> {
        if let Some(later) = self.later.get(&number) {
            return Some(later.clone());
        }
        page_of(&self.file, self.size, number.checked_sub(1)?)
    }

    /// Calls `each` with every record found: first those to whose page a tree leads, then the others.
    pub(super) fn records<E>(&self, each: &mut dyn FnMut(Record) -> Result<(), E>) -> Result<(), E> {
        let free = self.free();
        let held = self.held(&free);
        for wanted in [true, false] {
            for number in (1..=self.count).filter(|n| held.contains(n) == wanted && !free.contains(n)) {
                let Some(page) = self.page(number) else { continue };
                let header = header(number);
                for layout in Layout::of(page.get(header)) {
                    for at in cells(&page, header, if *layout == Layout::Branch { 12 } else { 8 }) {
                        if let Some((row, values)) = self.record(&page, at, *layout) {
                            each(Record { row, held: wanted, values })?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Pages to which a tree leads: its roots, which the table of tables names, and what branches name.
    fn held(&self, free: &HashSet<u32>) -> HashSet<u32> {
        let mut held = HashSet::from([1]);
        for number in (1..=self.count).filter(|n| !free.contains(n)) {
            let Some(page) = self.page(number) else { continue };
            let at = header(number);
            match page.get(at) {
                Some(2 | 5) => {
                    let below = cells(&page, at, 12).into_iter().chain([at + 8]);
                    held.extend(below.filter_map(|cell| self::number(&page, cell)));
                }
                Some(13) => {
                    let tables = cells(&page, at, 8);
                    let tables =
                        tables.into_iter().filter_map(|cell| self.record(&page, cell, Layout::Table));
                    held.extend(tables.filter_map(|(_, values)| root(&values)));
                }
                _ => {}
            }
        }
        held
    }

    /// Pages that hold nothing any more (section 1.5). What is there may be old.
    fn free(&self) -> HashSet<u32> {
        let mut free = HashSet::new();
        let mut trunk = self.page(1).and_then(|page| number(&page, 32)).unwrap_or(0);
        while trunk != 0 && trunk <= self.count && free.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let leaves = number(&page, 4).unwrap_or(0).min((self.size / 4 - 2) as u32) as usize;
            free.extend((0..leaves).filter_map(|leaf| number(&page, 8 + 4 * leaf)));
            trunk = number(&page, 0).unwrap_or(0);
        }
        free
    }

    /// The record of a cell.
    fn record(&self, page: &[u8], at: usize, layout: Layout) -> Option<(Option<i64>, Vec<Value>)> {
        let mut rest = page.get(at + if layout == Layout::Branch { 4 } else { 0 }..)?;
        let size = usize::try_from(varint(&mut rest)?).ok()?;
        let row = if layout == Layout::Table { Some(varint(&mut rest)?) } else { None };
        // No record is longer than the file.
        if size > self.count as usize * self.size {
            return None;
        }
        // The most of a record that its own page holds, of a table and of an index, and the least that stays there
        // when the rest goes to other pages (section 1.6).
        let most = match layout {
            Layout::Table => self.size - 35,
            Layout::Leaf | Layout::Branch => (self.size - 12) * 64 / 255 - 23,
        };
        let least = (self.size - 12) * 32 / 255 - 23;
        let payload = if size <= most {
            rest.get(..size)?.to_vec()
        } else {
            let here = least + (size - least) % (self.size - 4);
            let here = if here <= most { here } else { least };
            let mut payload = rest.get(..here)?.to_vec();
            let mut next = number(rest, here)?;
            while payload.len() < size {
                let more = self.page(next).filter(|_| next != 0)?;
                let wanted = (size - payload.len()).min(self.size - 4);
                payload.extend_from_slice(more.get(4..4 + wanted)?);
                next = number(&more, 0)?;
            }
            payload
        };
        Some((row, values(&payload)?))
    }
}

/// The page at a place, from 0; a file that ends within it gives zeros for the rest.
fn page_of(mut file: &File, size: usize, place: u32) -> Option<Vec<u8>> {
    let mut page = Vec::with_capacity(size);
    file.seek(SeekFrom::Start(u64::from(place) * size as u64)).ok()?;
    file.take(size as u64).read_to_end(&mut page).ok()?;
    page.resize(size, 0);
    Some(page)
}

/// The size of a file's pages: as its header says (section 1.3.2) or, where that is damaged, the one by which most of
/// its pages are such as there are.
fn size_of_pages(file: &File) -> io::Result<usize> {
    let header = page_of(file, 100, 0).unwrap_or_default();
    let said = header.get(16..18).map_or(0, |said| usize::from(said[0]) << 8 | usize::from(said[1]));
    if header.starts_with(b"SQLite format 3\0") && SIZES.contains(&said) {
        return Ok(said);
    }
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    let sound = |size: &usize| {
        let pages = (length / size).clamp(1, LOOKED_AT);
        let leaves = (0..pages as u32).filter_map(|place| page_of(file, *size, place));
        leaves.filter(|page| is_leaf(page)).count() * LOOKED_AT / pages
    };
    Ok(SIZES.into_iter().max_by_key(sound).unwrap_or(SIZES[0]))
}

/// Whether a page looks like a leaf of a table: all its cells are in it, the first where the header says.
fn is_leaf(page: &[u8]) -> bool {
    let pair =
        |at: usize| page.get(at..at + 2).map_or(0, |pair| usize::from(pair[0]) << 8 | usize::from(pair[1]));
    let cells = cells(page, 0, 8);
    page.first() == Some(&13) && !cells.is_empty() && cells.iter().min() == Some(&pair(5))
}

/// The pages of the transactions in a log that were committed.
fn committed(log: &[u8], page_size: usize) -> HashMap<u32, Vec<u8>> {
    let (mut pages, mut waiting) = (HashMap::new(), HashMap::new());
    let Some(salts) = log.get(16..24) else { return pages };
    let mut frames = log.get(LOG_HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + page_size);
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

/// Where the header of a page begins.
const fn header(number: u32) -> usize {
    if number == 1 { FILE_HEADER } else { 0 }
}

/// Where the cells of a page begin. `header` is where the page's own header is, and `length` how long.
fn cells(page: &[u8], header: usize, length: usize) -> Vec<usize> {
    let pair = |at: usize| Some(usize::from(u16::from_be_bytes([*page.get(at)?, *page.get(at + 1)?])));
    let count = pair(header + 3).unwrap_or(0).min(page.len().saturating_sub(8) / 2);
    let cells = (0..count).filter_map(|n| pair(header + length + 2 * n));
    cells.filter(|at| *at > header && *at < page.len()).collect()
}

/// The root page in a row of the table of tables (section 2.6); `None` for other rows.
fn root(values: &[Value]) -> Option<u32> {
    match values {
        [Value::Text(kind), Value::Text(_), Value::Text(_), Value::Int(root), _]
            if matches!(kind.as_str(), "table" | "index") =>
        {
            u32::try_from(*root).ok()
        }
        _ => None,
    }
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
            7 => Value::Real(f64::from_bits(integer(value) as u64)),
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
mod tests;
