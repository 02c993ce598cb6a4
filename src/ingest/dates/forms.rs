//! A date that says its year, in every order that it is written in, with its double in another calendar and its time.
//!
//! Nothing is completed from a clock here, and a date of two readings is none unless something in the text decides:
//! its language, its weekday, the same day in the other calendar.

use super::calendar;
use super::clock;
use super::scan::{Part, What};
use super::words::{Calendar, Sense};
use crate::article::PartialDate;

/// What decides between two readings of a date.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// Whether numbers go from the day to the year: those of a text in the Arabic script do.
    pub(super) arabic: bool,
    /// The day that was written before the date, Monday being 0.
    pub(super) weekday: Option<i8>,
    /// A date near which it must lie: that of the page, or the same day in another calendar.
    pub(super) near: Option<(&'a PartialDate, u64)>,
}

/// Days between the Umm al-Qura calendar and the sighting of a moon that still are the same date.
const SIGHTING: u64 = 2;

/// Days between a page's own date and one written on it that decide how the latter is read.
pub(super) const ABOUT_NOW: u64 = 7;

/// A date found: what it is, and the place behind it.
pub(super) struct Found {
    pub(super) date: PartialDate,
    pub(super) calendar: Calendar,
    pub(super) end: usize,
}

/// The date that begins with a part, with the same day in another calendar behind it, and with its time.
pub(super) fn dated(parts: &[Part], arabic: bool, at: usize, near: Option<&PartialDate>) -> Option<Found> {
    let weekday = match parts.get(at)?.what {
        What::Word(Sense::Weekday(day)) => Some(day),
        _ => None,
    };
    let from = at + usize::from(weekday.is_some());
    let joined = weekday.is_none() || parts.get(from).is_some_and(Part::joins);
    let evidence = Evidence { arabic, weekday, near: near.map(|date| (date, ABOUT_NOW)) };
    let first = joined.then(|| plain(parts, from, evidence))??;
    let mut found = double(parts, first, evidence);
    if let Some(time) = clock::at(parts, found.end) {
        found = timed(found, time);
    }
    Some(found)
}

/// A date with a time of day behind it: an instant where the zone is known too.
pub(super) fn timed(found: Found, (time, end): (clock::Time, usize)) -> Found {
    let date = time.written().filter(|_| found.date.day().is_some());
    let instant = date.and_then(|time| format!("{}T{time}", found.date.to_day_string()).parse().ok());
    Found { date: instant.unwrap_or(found.date), calendar: found.calendar, end }
}

/// A date in one calendar, without a time.
pub(super) fn plain(parts: &[Part], at: usize, evidence: Evidence<'_>) -> Option<Found> {
    with_month(parts, at, evidence).or_else(|| iso(parts, at)).or_else(|| in_numbers(parts, at, evidence))
}

/// The same day in another calendar behind a date: the civil one is taken, completed and decided by the other.
fn double(parts: &[Part], first: Found, evidence: Evidence<'_>) -> Found {
    let mut at = first.end;
    let mut steps = 0;
    let between = |p: &Part| p.joins() && matches!(p.what, What::Word(Sense::Around | Sense::Weekday(_)));
    while parts.get(at).is_some_and(between) && steps < 4 {
        at += 1;
        steps += 1;
    }
    if !parts.get(at).is_some_and(Part::joins) {
        return first;
    }
    let evidence = Evidence { near: Some((&first.date, SIGHTING)), ..evidence };
    let second = plain(parts, at, evidence).or_else(|| day_and_month(parts, at, &first.date));
    match second {
        Some(second) if second.calendar != first.calendar => {
            let civil = if second.calendar == Calendar::Gregorian { second.date } else { first.date };
            Found { date: civil, calendar: Calendar::Gregorian, end: second.end }
        }
        _ => first,
    }
}

/// A civil day and month without a year, beside the same day in another calendar, which knows it.
fn day_and_month(parts: &[Part], at: usize, same: &PartialDate) -> Option<Found> {
    let day = parts.get(at)?.number(2)?;
    let (month, end) = month(parts, at + 1, Calendar::Gregorian)?;
    let years = [same.year(), same.year().saturating_add(1), same.year().saturating_sub(1)];
    let date = years
        .into_iter()
        .filter_map(|year| PartialDate::new(year, Some(month), Some(day)))
        .find(|date| calendar::days_between(date, same).is_some_and(|days| days <= SIGHTING))?;
    Some(Found { date, calendar: Calendar::Gregorian, end })
}

/// The month at a place, in a calendar, and the place behind it: two names of one month (`تموز/يوليو`) count as one.
pub(super) fn month(parts: &[Part], at: usize, wanted: Calendar) -> Option<(u8, usize)> {
    let named = |at: usize| match parts.get(at).filter(|p| p.joins())?.what {
        What::Word(Sense::Month(calendar, month)) if calendar == wanted => Some(month),
        _ => None,
    };
    let month = named(at)?;
    Some((month, at + if named(at + 1) == Some(month) { 2 } else { 1 }))
}

/// A date whose month has its name, in the three orders that there are.
fn with_month(parts: &[Part], at: usize, evidence: Evidence<'_>) -> Option<Found> {
    [Calendar::Gregorian, Calendar::Hijri, Calendar::Persian]
        .into_iter()
        .find_map(|calendar| with_month_of(parts, at, calendar, evidence))
}

fn with_month_of(parts: &[Part], at: usize, calendar: Calendar, evidence: Evidence<'_>) -> Option<Found> {
    let number = |at: usize| parts.get(at).filter(|p| p.joins()).and_then(|p| p.number(2));
    let full = |day: Option<u8>, month: u8, year_at: usize| {
        let (year, end) =
            year(parts, year_at, calendar, evidence, |year| calendar::date(calendar, year, month, day))?;
        let date = calendar::date(calendar, year, month, day)?;
        Some(Found { date, calendar, end })
    };
    if let Some((month, end)) = month(parts, at, calendar) {
        // `July 28, 2021`, else `July 2021`.
        let with_day = number(end).and_then(|day| full(Some(day), month, end + 1));
        return with_day.or_else(|| full(None, month, end));
    }
    let (month, end) = month(parts, at + 1, calendar)?;
    if let Some(day) = parts.get(at)?.number(2) {
        return full(Some(day), month, end);
    }
    // `2021 July 28`
    let What::Number(year, 4) = parts.get(at)?.what else { return None };
    let date = calendar::date(calendar, year, month, Some(number(end)?))?;
    Some(Found { date, calendar, end: end + 1 })
}

/// The year at a place and the place behind it and its era. A year of two digits counts where an apostrophe stands for
/// its century, or where the weekday or a date near by bears it out.
fn year(
    parts: &[Part],
    at: usize,
    calendar: Calendar,
    evidence: Evidence<'_>,
    with: impl Fn(u32) -> Option<PartialDate>,
) -> Option<(u32, usize)> {
    let part = parts.get(at).filter(|p| p.joins())?;
    let What::Number(value, digits) = part.what else { return None };
    let year = match digits {
        4 => value,
        2 if calendar == Calendar::Gregorian => {
            let year = century(value);
            let sure = part.apostrophe() || with(year).is_some_and(|date| borne_out(&date, evidence));
            let timed = parts.get(at + 1).is_some_and(Part::bare) && clock::at(parts, at + 1).is_some();
            (sure || timed && evidence.weekday.is_some()).then_some(year)?
        }
        _ => return None,
    };
    let (era, end) = era(parts, at + 1, calendar);
    (era.is_none_or(|e| e == calendar) && calendar::is_year(calendar, year)).then_some((year, end))
}

/// A year of two digits in full, by the rule of RFC 2822 (section 4.3): below fifty it is one of this century.
const fn century(year: u32) -> u32 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// Whether the weekday or a date near by speaks for a date.
fn borne_out(date: &PartialDate, evidence: Evidence<'_>) -> bool {
    evidence.weekday.is_some_and(|day| calendar::weekday(date) == Some(day)) || near(date, evidence)
}

fn near(date: &PartialDate, evidence: Evidence<'_>) -> bool {
    evidence.near.is_some_and(|(other, most)| calendar::days_between(date, other).is_some_and(|d| d <= most))
}

/// The era behind a year: the letter meem only where no hour stands before it, which nothing here does.
fn era(parts: &[Part], at: usize, calendar: Calendar) -> (Option<Calendar>, usize) {
    match parts.get(at).filter(|p| p.joins()).map(|p| p.what) {
        Some(What::Word(Sense::Era(era))) => (Some(era), at + 1),
        Some(What::Word(Sense::Meem)) if calendar == Calendar::Gregorian => (Some(calendar), at + 1),
        _ => (None, at),
    }
}

/// ISO 8601 in its rarer forms: `20210728T1030Z`, `2021-W30-3`.
fn iso(parts: &[Part], at: usize) -> Option<Found> {
    let found = |date, end| Some(Found { date, calendar: Calendar::Gregorian, end });
    match parts.get(at)?.what {
        What::Number(value, 8) => {
            parts.get(at + 1).filter(|p| p.letter == Some('t') && !p.spaced && p.bare())?;
            found(compact(value)?, at + 1)
        }
        What::Number(year, 4) => {
            let sign = parts.get(at + 1).filter(|p| p.letter == Some('w') && !p.spaced)?;
            sign.sign().is_none_or(|s| s == '-').then_some(())?;
            let week = parts.get(at + 2).filter(|p| p.bare() && !p.spaced)?.number(2)?;
            let day = parts.get(at + 3).filter(|p| p.sign() == Some('-') && !p.spaced);
            match day.and_then(|p| p.number(1)) {
                Some(day) => found(calendar::iso_week(year, week, Some(day))?, at + 4),
                None => found(calendar::iso_week(year, week, None)?, at + 3),
            }
        }
        _ => None,
    }
}

/// Eight digits as year, month and day.
pub(super) fn compact(value: u32) -> Option<PartialDate> {
    let (month, day) = (u8::try_from(value / 100 % 100).ok()?, u8::try_from(value % 100).ok()?);
    calendar::date(Calendar::Gregorian, value / 10_000, month, Some(day))
}

/// A date in three numbers with the same sign between them.
fn in_numbers(parts: &[Part], at: usize, evidence: Evidence<'_>) -> Option<Found> {
    let [first, second, third] = parts.get(at..at + 3)? else { return None };
    let sign = second.sign().filter(|s| matches!(s, '/' | '-' | '.' | '–' | '‑'))?;
    if third.sign() != Some(sign) {
        return None;
    }
    // Four numbers are an address or a version.
    let more = |p: &Part| p.sign() == Some(sign) && !p.spaced && matches!(p.what, What::Number(..));
    let before =
        at.checked_sub(1).and_then(|i| parts.get(i)).is_some_and(|p| matches!(p.what, What::Number(..)))
            && first.sign() == Some(sign)
            && !first.spaced;
    if before || parts.get(at + 3).is_some_and(more) && sign == '.' {
        return None;
    }
    let values = [first, second, third].map(|p| match p.what {
        What::Number(value, digits) => Some((value, digits)),
        _ => None,
    });
    let [Some(first), Some(second), Some(third)] = values else { return None };
    let (marked, end) = era(parts, at + 3, Calendar::Gregorian);
    let calendar = marked.unwrap_or(Calendar::Gregorian);
    // Where the month goes first, slashes stand between; hyphens and dots are those of the rest of the world.
    let evidence = Evidence { arabic: evidence.arabic || sign != '/', ..evidence };
    let date = of_three([first, second, third], calendar, evidence)?;
    Some(Found { date, calendar, end })
}

/// The one reading of three numbers, if there is one.
fn of_three(numbers: [(u32, usize); 3], calendar: Calendar, evidence: Evidence<'_>) -> Option<PartialDate> {
    let [(first, width), (second, _), (third, last)] = numbers;
    let read = |year: u32, month: u32, day: u32| {
        calendar::date(calendar, year, u8::try_from(month).ok()?, Some(u8::try_from(day).ok()?))
    };
    if width == 4 {
        return read(first, second, third).or_else(|| read(first, third, second));
    }
    let arabic = evidence.arabic || calendar != Calendar::Gregorian;
    if last == 4 {
        return decided([read(third, second, first), read(third, first, second), None], arabic, evidence);
    }
    if calendar != Calendar::Gregorian || last > 2 || width > 2 {
        return None;
    }
    // Without a century, which number is the year is open too, unless one can be nothing else.
    let readings = [
        read(century(third), second, first),
        read(century(third), first, second),
        read(century(first), second, third),
    ];
    decided(readings, false, evidence)
}

/// The reading that stands alone, or that something decides for: the first is the one from day to year.
fn decided(readings: [Option<PartialDate>; 3], arabic: bool, evidence: Evidence<'_>) -> Option<PartialDate> {
    let [day_first, month_first, year_first] = readings;
    if arabic && day_first.is_some() {
        return day_first;
    }
    let mut all: Vec<PartialDate> = [day_first, month_first, year_first].into_iter().flatten().collect();
    all.dedup();
    if all.len() > 1 {
        all.retain(|date| borne_out(date, evidence));
    }
    if all.len() == 1 { all.pop() } else { None }
}
