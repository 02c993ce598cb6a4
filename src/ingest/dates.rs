//! Dates as people and pages write them, in English and in the Arabic of Egypt, the Levant, the Gulf and the Maghreb:
//! civil and Hijri, in words and numbers, with the time where its zone is said too.
//!
//! A date is read only where its year is written, or where it is told from a date that is given; nothing is completed
//! from a clock, and a date of two readings (3/4/2021 in English) is none.

use std::ops::Range;

use crate::article::{Lang, PartialDate, Precision};
use crate::fold;

mod calendar;
mod clock;
mod forms;
mod lines;
mod relative;
mod scan;
mod words;

pub(super) use lines::{is_clock, is_stamp, of_line, says_published};

use scan::{Part, What};
use words::Sense;

/// Parts of a time that may stand before its date: `10:30 GMT, Wednesday 28 July 2021`.
const TIME_PARTS: usize = 8;

/// The first date in a text that says its year, and the bytes that it takes.
pub(super) fn find(text: &str) -> Option<(PartialDate, Range<usize>)> {
    find_near(text, Lang::Und, None)
}

/// The first date in a text and the bytes that it takes. The language is that of the page, where the text itself has no
/// letters: it says which of two numbers is the day. With a reference (the date of the page), days that are told from
/// it are read too where no date says its year: `yesterday`, `Monday`, `منذ 3 ساعات`.
pub(super) fn find_near(
    text: &str,
    lang: Lang,
    reference: Option<&PartialDate>,
) -> Option<(PartialDate, Range<usize>)> {
    let parts = scan::parts(text);
    let arabic = lang.is_rtl() || text.contains(fold::is_arabic);
    let absolute = (0..parts.len()).find_map(|at| {
        // The month of a day that the calendar does not have is no date either.
        let month = matches!(parts.get(at)?.what, What::Word(Sense::Month(..)));
        let day = at.checked_sub(1).and_then(|i| parts.get(i)).is_some_and(|p| p.number(2).is_some());
        if month && day && parts.get(at)?.joins() {
            return None;
        }
        let found = with_time_before(&parts, at, forms::dated(&parts, arabic, at, reference)?);
        Some((found.1.date, range(&parts, found.0, found.1.end)?))
    });
    absolute.or_else(|| {
        let reference = reference?;
        (0..parts.len()).find_map(|at| {
            let found = relative::told(&parts, at, reference)?;
            Some((found.date, range(&parts, at, found.end)?))
        })
    })
}

/// The date that a text is or has: in the archive's own notation, else the first that it says, else what a reference
/// date makes of it. A text that is nothing but a year or eight digits is a date as well.
pub(super) fn of_text(text: &str, lang: Lang, reference: Option<&PartialDate>) -> Option<PartialDate> {
    let in_news = |date: &PartialDate| calendar::is_year(words::Calendar::Gregorian, date.year().into());
    let exact = text.trim().parse().ok().filter(in_news);
    exact
        .or_else(|| find_near(text, lang, reference).map(|(date, _)| date))
        .or_else(|| alone(&scan::parts(text)))
}

/// `20210728`, `2021 م`: numbers that are a date only where nothing stands around them.
fn alone(parts: &[Part]) -> Option<PartialDate> {
    let What::Number(value, digits) = parts.first()?.what else { return None };
    let era = matches!(
        parts.get(1).map(|p| p.what),
        Some(What::Word(Sense::Era(words::Calendar::Gregorian) | Sense::Meem))
    );
    match (digits, parts.len()) {
        (8, 1) => forms::compact(value),
        (4, 2) if era && calendar::is_year(words::Calendar::Gregorian, value) => {
            PartialDate::year_only(u16::try_from(value).ok()?)
        }
        _ => None,
    }
}

/// The bytes of parts.
fn range(parts: &[Part], from: usize, end: usize) -> Option<Range<usize>> {
    let (first, last) = parts.get(from).zip(end.checked_sub(1).and_then(|i| parts.get(i)))?;
    Some(first.range.start..last.range.end)
}

/// A date with the time that stands before it, where none stands behind; and where it begins then.
fn with_time_before(parts: &[Part], at: usize, found: forms::Found) -> (usize, forms::Found) {
    if found.date.precision() == Precision::Time || !parts.get(at).is_some_and(Part::joins) {
        return (at, found);
    }
    for from in at.saturating_sub(TIME_PARTS)..at {
        if let Some((time, _)) =
            clock::at(parts, from).filter(|(time, end)| *end == at && time.zone.is_some())
        {
            let end = found.end;
            return (from, forms::Found { end, ..forms::timed(found, (time, end)) });
        }
    }
    (at, found)
}

/// A date that lacks its day, completed from a text that says day and month of the same year: `Nov 12`.
pub(super) fn completed(coarse: &PartialDate, text: &str) -> Option<PartialDate> {
    let parts = scan::parts(text);
    let number = |at: Option<usize>| at.and_then(|i| parts.get(i)).and_then(|p| p.number(2));
    let at = (0..parts.len()).find(|at| forms::month(&parts, *at, words::Calendar::Gregorian).is_some())?;
    let (month, end) = forms::month(&parts, at, words::Calendar::Gregorian)?;
    let day = number(at.checked_sub(1)).or_else(|| number(Some(end)))?;
    let fits = coarse.day().is_none() && coarse.month().is_none_or(|m| m == month);
    fits.then(|| PartialDate::new(coarse.year(), Some(month), Some(day)))?
}

#[cfg(test)]
mod tests;
