//! Dates that are told from another one: yesterday, last Monday, three hours ago, the 28th of July without its year.
//!
//! They are read only against a date that is given: that of the page.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar;
use super::clock;
use super::forms::{self, Found};
use super::scan::{Part, What};
use super::words::{Calendar, Sense, Unit};
use crate::article::PartialDate;

/// Hours that are surely not the same day any more.
const DAY: i64 = 24;

/// A day without its year lies at most so many days behind the page's date: sites in the east are a day ahead.
const AHEAD: i64 = 1;

/// The date that begins with a part, told from a reference that knows its day.
pub(super) fn told(parts: &[Part], at: usize, reference: &PartialDate) -> Option<Found> {
    let today = calendar::civil(reference)?;
    let passed = passed(parts, at, today, reference);
    let (date, end) = passed.or_else(|| {
        let (day, end) = named(parts, at, today).or_else(|| of_this_year(parts, at, today))?;
        Some((calendar::of_civil(day)?, end))
    })?;
    let found = Found { date, calendar: Calendar::Gregorian, end };
    Some(match clock::at(parts, end) {
        Some(time) => forms::timed(found, time),
        None => found,
    })
}

/// `yesterday`, `الاثنين الماضي`, `last Monday`, `Monday`.
fn named(parts: &[Part], at: usize, today: Date) -> Option<(Date, usize)> {
    let sense = |at: usize| match parts.get(at).map(|p| p.what) {
        Some(What::Word(sense)) if at == 0 || parts.get(at).is_some_and(Part::joins) => Some(sense),
        _ => None,
    };
    // A part that nothing joins to the one before may still begin a date.
    let What::Word(first) = parts.get(at)?.what else { return None };
    let weekday = |at: usize| match sense(at) {
        Some(Sense::Weekday(day)) => Some(day),
        _ => None,
    };
    match first {
        Sense::Days(days) => Some((today.checked_add(days.days()).ok()?, at + 1)),
        Sense::Past => Some((back(today, weekday(at + 1)?, true)?, at + 2)),
        Sense::Next => Some((ahead(today, weekday(at + 1)?)?, at + 2)),
        Sense::Weekday(day) => match sense(at + 1) {
            Some(Sense::Past) => Some((back(today, day, true)?, at + 2)),
            Some(Sense::Next) => Some((ahead(today, day)?, at + 2)),
            _ => Some((back(today, day, false)?, at + 1)),
        },
        _ => None,
    }
}

/// The last such weekday: today itself where it may be.
fn back(today: Date, weekday: i8, before: bool) -> Option<Date> {
    let ago = (today.weekday().to_monday_zero_offset() - weekday).rem_euclid(7);
    let ago = if ago == 0 && before { 7 } else { ago };
    today.checked_sub(i64::from(ago).days()).ok()
}

fn ahead(today: Date, weekday: i8) -> Option<Date> {
    let to = (weekday - today.weekday().to_monday_zero_offset()).rem_euclid(7);
    today.checked_add(i64::from(if to == 0 { 7 } else { to }).days()).ok()
}

/// `3 hours ago`, `an hour ago`, `منذ ثلاث ساعات` by its digits, `قبل يومين`.
fn passed(parts: &[Part], at: usize, today: Date, reference: &PartialDate) -> Option<(PartialDate, usize)> {
    let what = |at: usize| parts.get(at).map(|p| p.what);
    let since = what(at) == Some(What::Word(Sense::Since));
    let from = at + usize::from(since);
    let counted = match what(from)? {
        What::Number(value, 1..=3) => Some(i64::from(value)),
        _ => None,
    };
    // `a day ago`, `an hour ago`: the article is no word of ours.
    let one = !since && counted.is_none() && what(from) == Some(What::Other);
    let unit_at = from + usize::from(counted.is_some() || one);
    let Some(What::Word(Sense::Unit(unit, implied))) = what(unit_at) else { return None };
    let end = unit_at + 1;
    let ago = what(end) == Some(What::Word(Sense::Past));
    if !since && !ago {
        return None;
    }
    let count = counted.unwrap_or(i64::from(implied));
    Some((before(today, count, unit, reference)?, end + usize::from(ago)))
}

/// The time so many units before a date, as precisely as the unit says.
fn before(today: Date, count: i64, unit: Unit, reference: &PartialDate) -> Option<PartialDate> {
    let day = |span: jiff::Span| calendar::of_civil(today.checked_sub(span).ok()?);
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let seconds = count
                * match unit {
                    Unit::Second => 1,
                    Unit::Minute => 60,
                    _ => 3600,
                };
            instant(reference, seconds).or_else(|| day((seconds / 3600 / DAY).days()))
        }
        Unit::Day => day(count.days()),
        Unit::Week => day(count.weeks()),
        Unit::Month => {
            let date = day(count.months())?;
            PartialDate::new(date.year(), date.month(), None)
        }
        Unit::Year => PartialDate::year_only(day(count.years())?.year()),
    }
}

/// The instant so many seconds before one that is known, in its own zone.
fn instant(reference: &PartialDate, seconds: i64) -> Option<PartialDate> {
    let written = reference.to_string();
    let (_, time) = written.split_once('T')?;
    let zone_at = time.find(['Z', '+', '-'])?;
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let local: jiff::civil::DateTime = format!("{}T{clock}", reference.to_day_string()).parse().ok()?;
    let then = local.checked_sub(seconds.seconds()).ok()?;
    format!("{}{zone}", then.strftime("%Y-%m-%dT%H:%M:%S")).parse().ok()
}

/// `28 July`, `July 28` without a year: the last one.
fn of_this_year(parts: &[Part], at: usize, today: Date) -> Option<(Date, usize)> {
    let joined = |at: usize| parts.get(at).filter(|p| p.joins()).and_then(|p| p.number(2));
    let month_first = forms::month(parts, at, Calendar::Gregorian);
    let (day, month, end) = if let Some((month, end)) = month_first {
        (joined(end)?, month, end + 1)
    } else {
        let day = parts.get(at)?.number(2)?;
        let (month, end) = forms::month(parts, at + 1, Calendar::Gregorian)?;
        (day, month, end)
    };
    let latest = today.checked_add(AHEAD.days()).ok()?;
    let in_year = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    // Four years back at most, for the 29th of February.
    let date = (0..=4).filter_map(|back| in_year(today.year().checked_sub(back)?)).find(|d| *d <= latest)?;
    Some((date, end))
}
