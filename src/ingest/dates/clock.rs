//! The time of day beside a date, and its zone. A time counts only where its zone is known: a page's local hour is
//! not an instant.

use super::scan::{Part, What};
use super::words::{Half, Sense};

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    /// Minutes east of Greenwich, where the zone is known.
    pub(super) zone: Option<i32>,
}

impl Time {
    /// The instant as RFC 3339 writes it behind the `T`; `None` without a zone.
    pub(super) fn written(&self) -> Option<String> {
        let Self { hour, minute, second, .. } = self;
        let zone = self.zone?;
        let (sign, east) = (if zone < 0 { '-' } else { '+' }, zone.abs());
        let offset =
            if zone == 0 { "Z".to_owned() } else { format!("{sign}{:02}:{:02}", east / 60, east % 60) };
        Some(format!("{hour:02}:{minute:02}:{second:02}{offset}"))
    }
}

/// The time that begins with one of these parts, and the place behind it. Words that only lead to it (`at`, `الساعة`)
/// and the sign of ISO 8601 may stand before it.
pub(super) fn at(parts: &[Part], from: usize) -> Option<(Time, usize)> {
    let mut at = from;
    while parts.get(at).is_some_and(|p| p.joins() && leads(p)) && at < from + 3 {
        at += 1;
    }
    let first = parts.get(at).filter(|p| p.joins())?;
    let joined = first.letter == Some('t');
    at += usize::from(joined);
    hours_and_minutes(parts, at).or_else(|| full_hour(parts, at)).or_else(|| military(parts, at))
}

fn leads(part: &Part) -> bool {
    matches!(part.what, What::Word(Sense::Around | Sense::Weekday(_)))
}

/// `10:30`, `10:30:15 pm`, `14h05`, `2021-07-28T10:30:15.120Z`, each with its zone.
fn hours_and_minutes(parts: &[Part], at: usize) -> Option<(Time, usize)> {
    let hour = parts.get(at)?.number(2)?;
    let mut next = parts.get(at + 1)?;
    let mut end = at + 1;
    let french = matches!(next.letter, Some('h' | 'س')) && next.bare();
    if french {
        end += 1;
        next = parts.get(end)?;
    }
    let divided = if french { next.bare() && !next.spaced } else { next.sign() == Some(':') };
    let minute = next.number(2).filter(|m| divided && *m < 60)?;
    end += 1;
    let mut second = 0;
    if let Some(value) =
        parts.get(end).filter(|p| p.sign() == Some(':')).and_then(|p| p.number(2)).filter(|s| *s < 60)
    {
        second = value;
        end += 1;
        // The fraction of a second is not kept.
        let fraction = |p: &Part| p.sign() == Some('.') && !p.spaced && matches!(p.what, What::Number(..));
        end += usize::from(parts.get(end).is_some_and(fraction));
    }
    let (hour, end) = halved(hour, parts, end);
    if hour > 23 {
        return None;
    }
    let (zone, end) = zone(parts, end);
    Some((Time { hour, minute, second, zone }, end))
}

/// `10 am`, `العاشرة` being left out: an hour that its half of the day makes one.
fn full_hour(parts: &[Part], at: usize) -> Option<(Time, usize)> {
    let hour = parts.get(at)?.number(2).filter(|h| (1..=12).contains(h))?;
    let (hour, end) = halved(hour, parts, at + 1);
    if end == at + 1 {
        return None;
    }
    let (zone, end) = zone(parts, end);
    Some((Time { hour, minute: 0, second: 0, zone }, end))
}

/// `1030 GMT`, as agencies write it, and `103000Z`, as ISO 8601 may.
fn military(parts: &[Part], at: usize) -> Option<(Time, usize)> {
    let value = match parts.get(at)?.what {
        What::Number(value, 4) => value * 100,
        What::Number(value, 6) => value,
        _ => return None,
    };
    let part = |over: u32| u8::try_from(value / over % 100).ok();
    let (hour, minute, second) = (part(10_000)?, part(100)?, part(1)?);
    let (zone, end) = zone(parts, at + 1);
    let timely = hour < 24 && minute < 60 && second < 60 && zone.is_some();
    timely.then_some((Time { hour, minute, second, zone }, end))
}

/// The hour of twenty-four by the half of the day behind it, and the place behind that.
fn halved(hour: u8, parts: &[Part], at: usize) -> (u8, usize) {
    let half = match parts.get(at).filter(|p| p.bare() || p.sign() == Some('.')).map(|p| p.what) {
        Some(What::Word(Sense::Half(half))) => half,
        Some(What::Word(Sense::Meem)) => Half::Pm,
        _ => return (hour, at),
    };
    let hour = match (half, hour) {
        (Half::Am | Half::Night, 12) => 0,
        (Half::Pm, 1..=11) | (Half::Noon, 1..=5) | (Half::Night, 6..=11) => hour + 12,
        _ => hour,
    };
    (hour, at + 1)
}

/// The zone that begins here, if one does, and the place behind it.
fn zone(parts: &[Part], at: usize) -> (Option<i32>, usize) {
    let mut from = at;
    while parts.get(from).is_some_and(|p| p.joins() && p.what == What::Word(Sense::Around)) && from < at + 2 {
        from += 1;
    }
    if let Some(Part { what: What::Word(Sense::Zone(named)), .. }) = parts.get(from).filter(|p| p.joins()) {
        // `GMT+3` is three hours east of it.
        if let Some((offset, end)) = parts.get(from + 1).and_then(|p| offset(p, parts, from + 1, *named == 0))
        {
            return (Some(named + offset), end);
        }
        return (Some(*named), from + 1);
    }
    match parts.get(at).and_then(|p| offset(p, parts, at, false)) {
        Some((offset, end)) => (Some(offset), end),
        None => (None, at),
    }
}

/// `+0300`, `+03:00`; behind a zone's name also `+3`.
fn offset(part: &Part, parts: &[Part], at: usize, named: bool) -> Option<(i32, usize)> {
    let sign = match part.sign_before()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let What::Number(value, digits) = part.what else { return None };
    let value = i32::try_from(value).ok()?;
    let minutes = parts
        .get(at + 1)
        .filter(|p| p.sign() == Some(':') && matches!(p.what, What::Number(_, 2)))
        .and_then(|p| p.number(2));
    let (east, end) = match (digits, minutes) {
        (4, _) => (value / 100 * 60 + value % 100, at + 1),
        (1 | 2, Some(minutes)) => (value * 60 + i32::from(minutes), at + 2),
        (1 | 2, None) if named || digits == 2 && sign > 0 => (value * 60, at + 1),
        _ => return None,
    };
    // No place is further from Greenwich than fourteen hours.
    (east <= 14 * 60).then_some((sign * east, end))
}
