//! Days of other calendars as days of ours, and what a span of days is as a date.

use icu_calendar::cal::{Hijri, Persian};
use icu_calendar::{Date, Iso};

use super::words::Calendar;
use crate::article::PartialDate;

/// Years of news; a number outside is a year of another calendar or none at all.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// The Hijri years of the same time.
const HIJRI_YEARS: std::ops::RangeInclusive<u32> = 1317..=1524;

/// The solar years of the same time.
const PERSIAN_YEARS: std::ops::RangeInclusive<u32> = 1278..=1479;

/// Whether a number is a year of the news in a calendar.
pub(super) fn is_year(calendar: Calendar, year: u32) -> bool {
    match calendar {
        Calendar::Gregorian => YEARS.contains(&year),
        Calendar::Hijri => HIJRI_YEARS.contains(&year),
        Calendar::Persian => PERSIAN_YEARS.contains(&year),
    }
}

/// The date of a calendar, as precisely as it is said: a month of another calendar lies in two of ours, so that often
/// no more than the year is known. `None` for what the calendar does not have.
pub(super) fn date(calendar: Calendar, year: u32, month: u8, day: Option<u8>) -> Option<PartialDate> {
    if !is_year(calendar, year) {
        return None;
    }
    if calendar == Calendar::Gregorian {
        return PartialDate::new(u16::try_from(year).ok()?, Some(month), day);
    }
    let year = i32::try_from(year).ok()?;
    if let Some(day) = day {
        return ours(calendar, year, month, day);
    }
    let first = ours(calendar, year, month, 1)?;
    let last = (29..=31).rev().find_map(|day| ours(calendar, year, month, day))?;
    spanning(&first, &last)
}

/// The civil day of a day of another calendar.
fn ours(calendar: Calendar, year: i32, month: u8, day: u8) -> Option<PartialDate> {
    let date = match calendar {
        Calendar::Hijri => Date::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura())
            .ok()?
            .to_calendar(Iso),
        Calendar::Persian => Date::<Persian>::try_new_persian(year, month, day).ok()?.to_calendar(Iso),
        Calendar::Gregorian => Date::try_new_iso(year, month, day).ok()?,
    };
    let civil = u16::try_from(date.year().extended_year()).ok()?;
    PartialDate::new(civil, Some(date.month().ordinal), Some(date.day_of_month().0))
}

/// What two days have in common: the month or the year that both lie in.
pub(super) fn spanning(first: &PartialDate, last: &PartialDate) -> Option<PartialDate> {
    let same_year = first.year() == last.year();
    let month = first.month().filter(|_| first.month() == last.month());
    same_year.then(|| PartialDate::new(first.year(), month, None))?
}

/// A date with its day, as a civil day that can be counted from.
pub(super) fn civil(date: &PartialDate) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(
        i16::try_from(date.year()).ok()?,
        i8::try_from(date.month()?).ok()?,
        i8::try_from(date.day()?).ok()?,
    )
    .ok()
}

/// A civil day as a date.
pub(super) fn of_civil(day: jiff::civil::Date) -> Option<PartialDate> {
    PartialDate::new(
        u16::try_from(day.year()).ok()?,
        u8::try_from(day.month()).ok(),
        u8::try_from(day.day()).ok(),
    )
}

/// The day of the week, Monday being 0; `None` where no day is known.
pub(super) fn weekday(date: &PartialDate) -> Option<i8> {
    civil(date).map(|day| day.weekday().to_monday_zero_offset())
}

/// How many days lie between two dates that have theirs.
pub(super) fn days_between(one: &PartialDate, other: &PartialDate) -> Option<u64> {
    let days = civil(one)?.since(civil(other)?).ok()?.get_days();
    Some(u64::from(days.unsigned_abs()))
}

/// The day, week or month of an ISO week: with its weekday (Monday being 1) a day, without one what its days share.
pub(super) fn iso_week(year: u32, week: u8, weekday: Option<u8>) -> Option<PartialDate> {
    let year = i16::try_from(year).ok().filter(|y| YEARS.contains(&u32::try_from(*y).unwrap_or(0)))?;
    let week = i8::try_from(week).ok()?;
    let day = |day: i8| {
        let weekday = jiff::civil::Weekday::from_monday_one_offset(day).ok()?;
        of_civil(jiff::civil::ISOWeekDate::new(year, week, weekday).ok()?.date())
    };
    match weekday {
        Some(n) => day(i8::try_from(n).ok()?),
        None => spanning(&day(1)?, &day(7)?),
    }
}
