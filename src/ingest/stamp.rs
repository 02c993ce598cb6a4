//! Dates as programs write them: RFC 3339 and its relatives (W3C, ISO 8601), RFC 822 of feeds and mails; and what
//! people put in their place.
//!
//! The offset is kept as it was stated. A time without one is no instant: of it, the day is kept.

use jiff::fmt::rfc2822;

use super::dates;
use crate::article::PartialDate;

/// Reads a stamp; where no program wrote it, as a date in a text.
pub(super) fn read(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    iso(text).or_else(|| text.parse().ok()).or_else(|| mail(text)).or_else(|| Some(dates::find(text)?.0))
}

/// ISO 8601 with a blank for the `T`, an offset without its colon, no seconds or a fraction of them.
fn iso(text: &str) -> Option<PartialDate> {
    let (date, behind) = text.split_at_checked(10)?;
    let behind = behind.strip_prefix(['T', 't', ' '])?.trim();
    let day = || date.parse().ok();
    let end =
        behind.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(behind.len());
    let (time, zone) = behind.split_at_checked(end)?;
    let seconds = if time.matches(':').count() == 1 { format!("{time}:00") } else { time.replace(',', ".") };
    let whole = seconds.split('.').next()?.len() == 8;
    let offset = match zone.trim() {
        "Z" | "z" | "UTC" | "GMT" => Some("Z".to_owned()),
        zone => offset(zone),
    };
    match offset.filter(|_| whole) {
        Some(offset) => format!("{date}T{seconds}{offset}").parse().ok().or_else(day),
        None => day(),
    }
}

/// `+03`, `+0300`, `+03:00` as RFC 3339 writes them.
fn offset(zone: &str) -> Option<String> {
    let sign = zone.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    (minutes.len() == 2).then(|| format!("{sign}{hours}:{minutes}"))
}

/// RFC 822 and its successors: `Sat, 25 Mar 2017 23:23:00 +0100`. The day's name is often wrong, or in another
/// language.
fn mail(text: &str) -> Option<PartialDate> {
    let behind = text.split_once(',').map_or(text, |(_, behind)| behind).trim();
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(behind).ok()?;
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().replace("+00:00", "Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_programs_are_read_with_their_offset() {
        for (text, date) in [
            ("2020-03-03T10:00:00Z", "2020-03-03T10:00:00Z"),
            ("2020-03-03T10:00:00.123+0300", "2020-03-03T10:00:00.123+03:00"),
            ("2020-03-03 10:00:00 +03", "2020-03-03T10:00:00+03:00"),
            ("2020-03-03T10:00-05:00", "2020-03-03T10:00:00-05:00"),
            ("2020-03-03 10:00:00", "2020-03-03"),
            ("2020-03-03", "2020-03-03"),
            ("2020-03", "2020-03"),
            ("Tue, 03 Mar 2020 10:00:00 +0300", "2020-03-03T10:00:00+03:00"),
            ("Mon, 3 Mar 2020 10:00 GMT", "2020-03-03T10:00:00Z"),
            ("الثلاثاء, 03 Mar 2020 10:00:00 +0300", "2020-03-03T10:00:00+03:00"),
            ("3 آذار 2020", "2020-03-03"),
        ] {
            assert_eq!(read(text).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["", "yesterday", "10:00", "2020-13-40T10:00:00Z", "ــــــــــ"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
