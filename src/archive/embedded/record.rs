//! An article as the database keeps it: the columns that rows and facets need, and values as JSON.
//!
//! No statements here, only values.

use rusqlite::types::{Type, Value};
use serde::de::DeserializeOwned;

use crate::archive::RowId;
use crate::archive::query::Field;
use crate::article::{Article, Lang, PartialDate, Precision, Tag};

/// Stands between the values of one column that holds several. Never in a value: [`join`] drops it.
pub(super) const SEPARATOR: char = '\u{1f}';

/// Bits that the row number has in [`order`]; two thousand million rows.
const ROW_BITS: u32 = 31;

/// The columns of an article by which it is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) lang: Lang,
    pub(super) date: Option<PartialDate>,
    /// Its source, and those of its copies.
    pub(super) sources: Vec<String>,
    pub(super) countries: Vec<String>,
    pub(super) topics: Vec<String>,
    pub(super) orgs: Vec<String>,
    pub(super) machine_translated: bool,
}

impl Facts {
    pub(super) fn of(article: &Article) -> Self {
        Self {
            lang: article.lang,
            date: article.date.clone(),
            sources: article
                .source
                .iter()
                .flat_map(|source| split(source))
                .filter(|s| !s.trim().is_empty())
                .collect(),
            countries: values(&article.countries),
            topics: values(&article.topics),
            orgs: values(&article.orgs),
            machine_translated: article.machine_translated,
        }
    }

    /// The values of a field that the article itself has (not the reader's state of it).
    pub(super) fn values(&self, field: Field) -> Vec<String> {
        match field {
            Field::Country => self.countries.clone(),
            Field::Topic => self.topics.clone(),
            Field::Org => self.orgs.clone(),
            Field::Lang if self.lang == Lang::Und => Vec::new(),
            Field::Lang => vec![self.lang.code().to_owned()],
            Field::Source => self.sources.clone(),
            Field::Year => self.date.iter().map(|d| d.year().to_string()).collect(),
            Field::Date | Field::Is | Field::Tag => Vec::new(),
        }
    }
}

/// Distinct values in their order, without what would break a list of them.
fn values(tags: &[Tag]) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        let value: String = tag.value.trim().chars().filter(|c| !c.is_control()).collect();
        if !value.is_empty() && !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct
}

/// Several values as one text.
pub(super) fn join(values: &[String]) -> String {
    let mut joined = String::new();
    for value in values {
        if !joined.is_empty() {
            joined.push(SEPARATOR);
        }
        joined.extend(value.chars().filter(|c| *c != SEPARATOR));
    }
    joined
}

/// The values of a text that [`join`] made.
pub(super) fn split(joined: &str) -> Vec<String> {
    joined.split(SEPARATOR).filter(|v| !v.is_empty()).map(str::to_owned).collect()
}

/// Minutes by which articles are ordered, later ones greater, 0 for undated ones: the first day that the date can
/// mean, and the time of day as its own place's clock had it. Months count 31 days here, so it is an order only.
pub(super) fn newest(date: Option<&PartialDate>) -> i64 {
    let Some(date) = date else { return 0 };
    let day = i64::from(date.first_day());
    let days = (day / 10_000) * 372 + (day / 100 % 100 - 1) * 31 + day % 100;
    let minutes = if date.precision() == Precision::Time {
        let text = date.to_string();
        let time = text.split_once('T').map_or("", |(_, time)| time);
        let mut parts = time.split(':').map(|p| p.parse::<i64>().unwrap_or(0));
        parts.next().unwrap_or(0) * 60 + parts.next().unwrap_or(0)
    } else {
        0
    };
    days * 1440 + minutes
}

/// The key that the index sorts by: date, then row, in one number, so that newest first is a total order.
pub(super) fn order(newest: i64, row: i64) -> u64 {
    (newest.unsigned_abs() << ROW_BITS) | (row.unsigned_abs() & ((1 << ROW_BITS) - 1))
}

/// The row in a key that [`order`] made.
pub(super) const fn row_of(order: u64) -> RowId {
    (order & ((1 << ROW_BITS) - 1)) as RowId
}

/// A row's number as the database has it.
pub(super) const fn row(number: i64) -> RowId {
    number as RowId
}

/// What [`newest`] gave, in a key that [`order`] made.
pub(super) fn newest_of(order: u64) -> i64 {
    (order >> ROW_BITS) as i64
}

/// The first day, `YYYYMMDD`, in a key that [`order`] made; 0 for undated.
pub(super) fn day_of(order: u64) -> u32 {
    let days = (order >> ROW_BITS) / 1440;
    if days == 0 {
        return 0;
    }
    // Days of a month count from 1, so that day 31 must not carry into the next.
    let from_zero = days - 1;
    (from_zero / 372 * 10_000 + (from_zero / 31 % 12 + 1) * 100 + from_zero % 31 + 1) as u32
}

/// The hash of a provenance in the table `p`, as text. Before format 3 it was kept as such.
pub(super) const HASH: &str = "CASE typeof(p.hash) WHEN 'blob' THEN lower(hex(p.hash)) ELSE p.hash END";

/// A hash as it is kept: its bytes, half as long as their digits. What is no hexadecimal number is kept as it is.
pub(super) fn hash(digits: &str) -> Value {
    let pair = |pair: &[u8]| match pair {
        [one, other] => Some(digit(*one)? << 4 | digit(*other)?),
        _ => None,
    };
    match digits.as_bytes().chunks(2).map(pair).collect::<Option<Vec<u8>>>() {
        Some(bytes) if !bytes.is_empty() => Value::Blob(bytes),
        _ => Value::Text(digits.to_owned()),
    }
}

/// A digit that [`HASH`] gives back.
const fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

/// A count or index that the database keeps as a signed number.
pub(super) fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// A value that the database keeps as JSON text.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| damaged(&format!("a value is damaged ({e})")))
}

/// A value in bytes of JSON that were packed.
pub(super) fn from_json_bytes<T: DeserializeOwned>(json: &[u8]) -> rusqlite::Result<T> {
    serde_json::from_slice(json).map_err(|e| damaged(&format!("an article is damaged ({e})")))
}

/// A value as the database keeps it.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

/// The fault of a stored value that cannot be read.
pub(super) fn damaged(message: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, message.to_owned().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_dates_are_greater_and_undated_is_least() {
        let key = |text: &str| newest(Some(&text.parse().unwrap()));
        let ascending = [
            "0001",
            "2018",
            "2018-01-02",
            "2018-01-31",
            "2018-02",
            "2018-12-31T09:30:00Z",
            "2018-12-31T09:31:00Z",
        ];
        assert!(ascending.windows(2).all(|w| key(w[0]) < key(w[1])));
        assert_eq!(newest(None), 0);
        assert!(key("0001") > 0);
        // The greatest date leaves room for the row.
        assert_eq!(row_of(order(key("9998-12-31T23:59:00Z"), 2_000_000_000)), 2_000_000_000);
        assert!(order(key("9998-12-31T23:59:00Z"), 1) > order(key("9998-12-31T23:58:00Z"), 2_000_000_000));
    }

    #[test]
    fn the_day_can_be_read_back_from_the_key() {
        for (text, day) in
            [("0001", 10_101), ("2018-01-31", 20_180_131), ("2018-12-31T23:59:00Z", 20_181_231)]
        {
            assert_eq!(day_of(order(newest(Some(&text.parse().unwrap())), 7)), day);
        }
        assert_eq!(day_of(order(0, 7)), 0);
    }

    #[test]
    fn a_hash_is_kept_in_half_its_length_and_comes_back() {
        assert_eq!(hash("00ff9a"), Value::Blob(vec![0, 0xff, 0x9a]));
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        for digits in ["00ff9a", "", "0", "xy", "00FF", "hash of a test"] {
            let sql = format!("SELECT {HASH} FROM (SELECT ?1 AS hash) p");
            let back: String = conn.query_row(&sql, [hash(digits)], |row| row.get(0)).unwrap();
            assert_eq!(back, digits);
        }
        assert_eq!(hash("0"), Value::Text("0".to_owned()));
    }
}
