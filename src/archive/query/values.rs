//! What a field's values may be, and what they become: codes, slugs, dates, ranges.
//!
//! Names of countries, topics and organisations are looked up through [`Names`]; none is known here. Whether a
//! value occurs in the archive is not asked.

use std::fmt;

use super::fields::{LANGS, STATES, near};
use super::mistake::{Mistake, QueryError};
use super::{Field, Filter};
use crate::article::{PartialDate, Precision};
use crate::fold::fold;

/// The value of articles that have none: `year:unknown`.
pub const UNKNOWN: &str = "unknown";

/// Looks up what a person types for a value. Words come folded ([`crate::fold::fold`]).
pub trait Names {
    /// The ISO 3166-1 alpha-2 code of a country's name in either language, or of an abbreviation (`uk`).
    fn country(&self, folded: &str) -> Option<String>;

    /// The slug of a topic's name.
    fn topic(&self, folded: &str) -> Option<String>;

    /// The identifier of an organisation's name.
    fn org(&self, _folded: &str) -> Option<String> {
        None
    }

    /// The name of the country that was probably meant by a word that names none. Of topics and organisations any may
    /// stand: what was meant by one that finds nothing is offered (see [`crate::archive::Archive::offers`]).
    fn near_country(&self, _folded: &str) -> Option<String> {
        None
    }
}

/// Knows no names: countries are asked for by code, topics by slug.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn country(&self, _folded: &str) -> Option<String> {
        None
    }

    fn topic(&self, _folded: &str) -> Option<String> {
        None
    }
}

/// A span of time, both ends included as far as they can mean; an open end has no bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first date.
    pub from: Option<PartialDate>,
    /// The last date.
    pub to: Option<PartialDate>,
}

impl DateRange {
    /// Reads `2018`, `2018-11..2021`, `2020..` or `..2019`. `None` for anything else, an end before its start,
    /// and `..` alone.
    pub fn parse(value: &str) -> Option<Self> {
        let bound = |text: &str| -> Option<Option<PartialDate>> {
            if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
        };
        let Some((from, to)) = value.split_once("..") else {
            let date: PartialDate = value.parse().ok()?;
            return Some(Self { from: Some(date.clone()), to: Some(date) });
        };
        let range = Self { from: bound(from)?, to: bound(to)? };
        let backwards =
            matches!((&range.from, &range.to), (Some(f), Some(t)) if f.first_day() > t.last_day());
        let open = range.from.is_none() && range.to.is_none();
        (!backwards && !open).then_some(range)
    }

    /// The days that it spans, as `YYYYMMDD`, both included; 0 and [`u32::MAX`] for open ends.
    pub fn days(&self) -> (u32, u32) {
        (
            self.from.as_ref().map_or(0, PartialDate::first_day),
            self.to.as_ref().map_or(u32::MAX, PartialDate::last_day),
        )
    }

    /// Whether a date can fall inside: 2018 can fall in 2018-11.
    pub fn contains(&self, date: &PartialDate) -> bool {
        let (first, last) = self.days();
        date.first_day() <= last && date.last_day() >= first
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                from.iter().try_for_each(|date| write!(f, "{date}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|date| write!(f, "{date}"))
            }
        }
    }
}

impl Filter {
    /// The spans of a year or date filter, in the order of its values; empty for other fields. `unknown` gives
    /// none: ask [`Self::has_unknown`].
    pub fn ranges(&self) -> Vec<DateRange> {
        match self.field {
            Field::Year | Field::Date => {
                self.values.iter().filter_map(|value| DateRange::parse(value)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether articles without any value are among those meant.
    pub fn has_unknown(&self) -> bool {
        self.values.iter().any(|value| value == UNKNOWN)
    }
}

/// The form of a value that is kept in the query; `column` is where it stands.
pub(super) fn canonical(
    field: Field,
    typed: &str,
    names: &dyn Names,
    column: usize,
) -> Result<String, QueryError> {
    let folded = fold(typed);
    if folded == UNKNOWN || folded == fold("مجهول") {
        return Ok(UNKNOWN.to_owned());
    }
    let wrong = |mistake: Mistake, typed: &str| QueryError::new(column, mistake, [("typed", typed)]);
    match field {
        Field::Country => {
            let typed = typed.trim();
            let code = typed.len() == 2 && typed.bytes().all(|b| b.is_ascii_alphabetic());
            let found = names.country(&folded).or_else(|| code.then(|| typed.to_ascii_uppercase()));
            let meant = || names.near_country(&folded);
            found.ok_or_else(|| wrong(Mistake::UnknownCountry, typed).meant(meant()))
        }
        Field::Topic => Ok(names.topic(&folded).unwrap_or_else(|| typed.to_lowercase())),
        Field::Org => Ok(names.org(&folded).unwrap_or_else(|| typed.to_owned())),
        Field::Lang => listed(Mistake::UnknownLanguage, typed, column, &LANGS),
        Field::Is => listed(Mistake::UnknownState, typed, column, &STATES),
        Field::Year | Field::Date => span(field, typed.trim(), column),
        Field::Source | Field::Tag => Ok(typed.to_owned()),
    }
}

fn listed(
    mistake: Mistake,
    typed: &str,
    column: usize,
    list: &[(&str, &[&str])],
) -> Result<String, QueryError> {
    let folded = fold(typed);
    let known = list.iter().find(|(slug, words)| *slug == folded || words.iter().any(|w| fold(w) == folded));
    if let Some((slug, _)) = known {
        return Ok((*slug).to_owned());
    }
    let all: Vec<&str> = list.iter().map(|(slug, _)| *slug).collect();
    let words = list.iter().flat_map(|(slug, words)| std::iter::once(slug).chain(words.iter())).copied();
    // Two letters are too few to guess by: every code is near every other.
    let meant = near(typed, words).filter(|_| folded.chars().count() > 2).map(str::to_owned);
    Err(QueryError::new(column, mistake, [("typed", typed), ("list", &all.join(", "))]).meant(meant))
}

fn span(field: Field, typed: &str, column: usize) -> Result<String, QueryError> {
    let value: String = typed.chars().map(ascii_digit).collect();
    if let Some((from, to)) = value.split_once("..")
        && !from.is_empty()
        && DateRange::parse(to).is_some()
        && DateRange::parse(from).is_some()
        && DateRange::parse(&value).is_none()
    {
        let error = QueryError::new(column, Mistake::Backwards, [("typed", typed)]);
        return Err(error.meant(Some(format!("{to}..{from}"))));
    }
    let years_only = |range: &DateRange| {
        [&range.from, &range.to].into_iter().flatten().all(|date| date.precision() == Precision::Year)
    };
    let mistake = if field == Field::Year { Mistake::NoYear } else { Mistake::NoDate };
    let range = DateRange::parse(&value).filter(|range| field != Field::Year || years_only(range));
    range.map(|range| range.to_string()).ok_or_else(|| QueryError::new(column, mistake, [("typed", typed)]))
}

/// A digit of the Arabic or Persian set as its ASCII one.
const fn ascii_digit(c: char) -> char {
    let value = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6F0}'..='\u{6F9}' => c as u32 - 0x6F0,
        _ => return c,
    };
    match char::from_digit(value, 10) {
        Some(digit) => digit,
        None => c,
    }
}
