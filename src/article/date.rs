//! A date that is known as far as its file states it: a year, a month, a day, or an instant.
//!
//! Parsing here is of the archive's own notation only (`YYYY[-MM[-DD]]`, RFC 3339); dates as people and pages
//! write them are read in `ingest`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How precisely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year only.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
    /// An instant with its offset.
    Time,
}

/// A date of the proleptic Gregorian calendar, year 1 to 9999, of some precision.
///
/// Ordered by the first day that it can mean. Written `YYYY[-MM[-DD]]` or RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
    /// The time of day with its offset, as RFC 3339 writes it after the `T`.
    time: Option<String>,
}

/// Why a date was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no date: write YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339 (2018-11-12T09:30:00Z)")]
pub struct PartialDateError(pub String);

impl PartialDate {
    /// A year. `None` outside 1 to 9999.
    pub fn year_only(year: u16) -> Option<Self> {
        Self::new(year, None, None)
    }

    /// A date from its parts; `None` where they name no day of the calendar.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let month_ok = month.is_none_or(|m| (1..=12).contains(&m));
        let day_ok = match (month, day) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(m), Some(d)) => month_ok && d >= 1 && d <= days_in_month(year, m),
        };
        ((1..=9999).contains(&year) && month_ok && day_ok).then_some(Self { year, month, day, time: None })
    }

    /// The year, 1 to 9999.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, where known.
    pub const fn month(&self) -> Option<u8> {
        self.month
    }

    /// The day of the month, where known.
    pub const fn day(&self) -> Option<u8> {
        self.day
    }

    /// How precisely it is known.
    pub const fn precision(&self) -> Precision {
        match (self.month, self.day, &self.time) {
            (None, ..) => Precision::Year,
            (_, None, _) => Precision::Month,
            (_, _, None) => Precision::Day,
            _ => Precision::Time,
        }
    }

    /// The first day it can mean, as `YYYYMMDD`: a key that sorts.
    pub fn first_day(&self) -> u32 {
        u32::from(self.year) * 10_000
            + u32::from(self.month.unwrap_or(1)) * 100
            + u32::from(self.day.unwrap_or(1))
    }

    /// The last day it can mean, as `YYYYMMDD`.
    pub fn last_day(&self) -> u32 {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        u32::from(self.year) * 10_000 + u32::from(month) * 100 + u32::from(day)
    }

    /// The date without the time of day: `YYYY[-MM[-DD]]`.
    pub fn to_day_string(&self) -> String {
        match (self.month, self.day) {
            (Some(m), Some(d)) => format!("{:04}-{m:02}-{d:02}", self.year),
            (Some(m), None) => format!("{:04}-{m:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_day_string())?;
        match &self.time {
            Some(time) => write!(f, "T{time}"),
            None => Ok(()),
        }
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let refuse = || PartialDateError(s.to_owned());
        let (date, time) = match s.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (s, None),
        };
        let mut parts = date.split('-');
        let mut number = |len: usize| -> Result<Option<u16>, PartialDateError> {
            match parts.next() {
                None => Ok(None),
                Some(p) if p.len() == len && p.bytes().all(|b| b.is_ascii_digit()) => {
                    p.parse().map(Some).map_err(|_| refuse())
                }
                Some(_) => Err(refuse()),
            }
        };
        let year = number(4)?.ok_or_else(refuse)?;
        let month = number(2)?.map(|m| m as u8);
        let day = number(2)?.map(|d| d as u8);
        if parts.next().is_some() {
            return Err(refuse());
        }
        let mut parsed = Self::new(year, month, day).ok_or_else(refuse)?;
        if let Some(time) = time {
            if day.is_none() || s.parse::<jiff::Timestamp>().is_err() {
                return Err(refuse());
            }
            parsed.time = Some(time.to_owned());
        }
        Ok(parsed)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = PartialDateError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_is_read_and_written_back() {
        for (text, precision) in [
            ("2018", Precision::Year),
            ("2018-11", Precision::Month),
            ("2018-11-12", Precision::Day),
            ("2018-11-12T09:30:00Z", Precision::Time),
            ("2018-11-12T09:30:00+03:00", Precision::Time),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!((date.to_string().as_str(), date.precision()), (text, precision));
        }
    }

    #[test]
    fn what_names_no_day_is_refused_with_the_value_quoted() {
        for text in ["", "18", "2018-13", "2018-02-29", "2018-1-2", "2018-11-12-1", "2018T10:00:00Z", "0000"]
        {
            let error = text.parse::<PartialDate>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("'{text}' is no date")), "{error}");
        }
        assert!("2020-02-29".parse::<PartialDate>().is_ok());
    }

    #[test]
    fn a_year_spans_its_days() {
        let date = PartialDate::year_only(2018).unwrap();
        assert_eq!((date.first_day(), date.last_day()), (20_180_101, 20_181_231));
    }
}
