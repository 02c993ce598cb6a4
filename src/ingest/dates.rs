//! Dates as people and pages write them, in English and in the Arabic of Egypt, the Levant and the Maghreb.
//!
//! A date is read only where its year is written; nothing is completed from a clock, and a date of two readings
//! (3/4/2021 in English) is none.

use std::ops::Range;

use crate::article::PartialDate;
use crate::fold;

/// Month names, folded, by month: English, short English, Egypt and the Gulf, the Levant and Iraq, Tunisia and
/// Algeria, Morocco, with their usual spellings.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "يناير", "جانفي", "كانون الثاني"],
    &["february", "feb", "فبراير", "فيفري", "شباط"],
    &["march", "mar", "مارس", "اذار"],
    &["april", "apr", "ابريل", "افريل", "نيسان"],
    &["may", "مايو", "ماي", "ايار"],
    &["june", "jun", "يونيو", "يونيه", "جوان", "حزيران"],
    &["july", "jul", "يوليو", "يوليه", "جويليه", "يوليوز", "تموز"],
    &["august", "aug", "اغسطس", "اوت", "غشت", "اب"],
    &["september", "sept", "sep", "سبتمبر", "شتنبر", "ايلول"],
    &["october", "oct", "اكتوبر", "تشرين الاول"],
    &["november", "nov", "نوفمبر", "نونبر", "تشرين الثاني"],
    &["december", "dec", "ديسمبر", "دجنبر", "كانون الاول"],
];

/// Words inside a date that say nothing: `28th of July`, `28 من شهر يوليو`.
const FILLERS: [&str; 7] = ["st", "nd", "rd", "th", "of", "من", "شهر"];

/// Years of news; a number outside is a Hijri year or none at all.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// A word of a text as a date sees it.
enum Part {
    /// Its value and how many digits it was written with.
    Number(u16, usize),
    Month(u8),
}

/// The first date in a text and the bytes that it takes.
pub(super) fn find(text: &str) -> Option<(PartialDate, Range<usize>)> {
    let (parts, ranges) = parts(text);
    (0..parts.len()).find_map(|at| {
        // The month of a day that the calendar does not have is no date either.
        let day_before =
            at.checked_sub(1).is_some_and(|i| matches!(parts.get(i), Some(Some(Part::Number(..)))));
        if day_before && matches!(parts.get(at), Some(Some(Part::Month(_)))) {
            return None;
        }
        let (date, length) = at_start(parts.get(at..)?, text)?;
        let (first, last) = ranges.get(at).zip(ranges.get(at + length - 1))?;
        Some((date, first.start..last.end))
    })
}

/// A date that lacks its day, completed from a text that says day and month of the same year: `Nov 12`.
pub(super) fn completed(coarse: &PartialDate, text: &str) -> Option<PartialDate> {
    let (parts, _) = parts(text);
    let number = |at: Option<usize>| match at.and_then(|i| parts.get(i)) {
        Some(Some(Part::Number(value, 1..=2))) => u8::try_from(*value).ok(),
        _ => None,
    };
    let at = parts.iter().position(|p| matches!(p, Some(Part::Month(_))))?;
    let Some(Some(Part::Month(month))) = parts.get(at) else { return None };
    let day = number(at.checked_sub(1)).or_else(|| number(Some(at + 1)))?;
    let fits = coarse.day().is_none() && coarse.month().is_none_or(|m| m == *month);
    fits.then(|| PartialDate::new(coarse.year(), Some(*month), Some(day)))?
}

/// The words of a text as parts of a date; anything else is a gap, and a date does not go over it.
fn parts(text: &str) -> (Vec<Option<Part>>, Vec<Range<usize>>) {
    let tokens: Vec<fold::Token> =
        fold::tokens(text).filter(|t| !FILLERS.contains(&t.text.as_str())).collect();
    let (mut parts, mut ranges) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let two = tokens.get(at + 1).map(|next| format!("{} {}", token.text, next.text));
        let (part, length) = match (two.and_then(|name| month(&name)), month(&token.text)) {
            (Some(number), _) => (Some(Part::Month(number)), 2),
            (None, Some(number)) => (Some(Part::Month(number)), 1),
            _ => (token.text.parse().ok().map(|n| Part::Number(n, token.text.len())), 1),
        };
        let end = tokens.get(at + length - 1).map_or(token.range.end, |t| t.range.end);
        parts.push(part);
        ranges.push(token.range.start..end);
        at += length;
    }
    (parts, ranges)
}

/// The month of a folded name, with or without what clings to it (ويوليو is another word: only the name itself).
fn month(folded: &str) -> Option<u8> {
    (1_u8..).zip(MONTHS).find(|(_, names)| names.contains(&folded)).map(|(number, _)| number)
}

/// A date that begins with the first of these parts, and how many of them it takes.
fn at_start(parts: &[Option<Part>], text: &str) -> Option<(PartialDate, usize)> {
    let taken: Vec<&Part> = parts.iter().take(4).map_while(Option::as_ref).collect();
    with_month(&taken).or_else(|| Some((in_numbers(&taken, text.contains(fold::is_arabic))?, 3)))
}

/// A date whose month has its name; two names for one month (`تموز/يوليو`) count as one.
fn with_month(parts: &[&Part]) -> Option<(PartialDate, usize)> {
    let at = parts.iter().position(|p| matches!(p, Part::Month(_)))?;
    let Some(Part::Month(month)) = parts.get(at) else { return None };
    let twice = usize::from(matches!(parts.get(at + 1), Some(Part::Month(same)) if same == month));
    let number = |index: usize| match parts.get(index) {
        Some(Part::Number(value, digits)) => Some((*value, *digits)),
        _ => None,
    };
    let behind = at + 1 + twice;
    let dated = |day: Option<(u16, usize)>, year_at: usize| {
        let (year, digits) = number(year_at)?;
        let day = day.filter(|(_, digits)| *digits <= 2).and_then(|(value, _)| u8::try_from(value).ok());
        let date = PartialDate::new(in_news(year, digits)?, Some(*month), day)?;
        Some((date, year_at + 1))
    };
    match at {
        0 => number(behind)
            .filter(|(_, digits)| *digits <= 2)
            .and_then(|day| dated(Some(day), behind + 1))
            .or_else(|| dated(None, behind)),
        1 => number(0).filter(|(_, digits)| *digits <= 2).and_then(|day| dated(Some(day), behind)),
        _ => None,
    }
}

/// A date in three numbers: year first, or last. Of `3/4/2021`, only Arabic says which is the day.
fn in_numbers(parts: &[&Part], arabic: bool) -> Option<PartialDate> {
    let [Part::Number(first, width), Part::Number(second, _), Part::Number(third, last), ..] = parts else {
        return None;
    };
    let dated = |year: (u16, usize), month: u16, day: u16| {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        PartialDate::new(in_news(year.0, year.1)?, Some(month), Some(day))
    };
    if *width == 4 {
        return dated((*first, 4), *second, *third);
    }
    let year = (*third, *last);
    if *second > 12 {
        dated(year, *first, *second)
    } else if *first > 12 || first == second || arabic {
        dated(year, *second, *first)
    } else {
        None
    }
}

/// The year that a number of so many digits is.
fn in_news(number: u16, digits: usize) -> Option<u16> {
    (digits == 4 && YEARS.contains(&number)).then_some(number)
}

/// Words that may stand around a date on a line that says when a page was published.
const AROUND: [&str; 66] = [
    "published",
    "posted",
    "updated",
    "update",
    "last",
    "modified",
    "date",
    "time",
    "on",
    "at",
    "am",
    "pm",
    "gmt",
    "utc",
    "est",
    "edt",
    "et",
    "bst",
    "cet",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "نشر",
    "نشرت",
    "في",
    "اخر",
    "تحديث",
    "تم",
    "التحديث",
    "النشر",
    "تاريخ",
    "بتاريخ",
    "بتوقيت",
    "غرينتش",
    "الساعه",
    "يوم",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعه",
    "السبت",
    "الاحد",
    "م",
    "ص",
    "ء",
    "مساء",
    "صباحا",
    "ميلادي",
    "الموافق",
    "منذ",
    "اضيف",
];

/// The date of a line that says nothing but when the page was published (or changed).
pub(super) fn of_line(line: &str) -> Option<PartialDate> {
    let (date, range) = find(line)?;
    let outside = fold::tokens(line).filter(|t| t.range.start < range.start || t.range.start >= range.end);
    outside
        .filter(|t| !t.text.bytes().all(|b| b.is_ascii_digit()))
        .all(|t| AROUND.contains(&t.text.as_str()) || FILLERS.contains(&t.text.as_str()))
        .then_some(date)
}

/// Words of a time that has passed, and of clocks.
const PASSED: [&str; 27] = [
    "ago",
    "second",
    "seconds",
    "minute",
    "minutes",
    "min",
    "mins",
    "hour",
    "hours",
    "hr",
    "hrs",
    "day",
    "days",
    "week",
    "weeks",
    "ثانيه",
    "ثوان",
    "دقيقه",
    "دقائق",
    "دقيقتين",
    "ساعه",
    "ساعات",
    "ساعتين",
    "يوم",
    "ايام",
    "يومين",
    "اسبوع",
];

/// Words that say when a page was published or changed.
const PUBLISHED: [&str; 10] =
    ["published", "posted", "updated", "modified", "نشر", "نشرت", "النشر", "تحديث", "التحديث", "اضيف"];

/// Whether a line says nothing but a time, with or without a date: `10:45 AM`, `2 hours ago`, `Last updated: August 8`.
pub(super) fn is_stamp(line: &str) -> bool {
    let mut timed = clock(line);
    let mut counted = false;
    for token in fold::tokens(line) {
        let word = token.text.as_str();
        let number = word.bytes().all(|b| b.is_ascii_digit());
        let dual = matches!(word, "ساعتين" | "دقيقتين" | "يومين" | "ساعه" | "دقيقه" | "اسبوع");
        counted |= number || dual;
        let known = AROUND.contains(&word) || FILLERS.contains(&word) || PASSED.contains(&word) || number;
        timed |= PASSED.contains(&word) || PUBLISHED.contains(&word) || month(word).is_some();
        // The Levant's names of two words: their first words are no names alone.
        let half = matches!(word, "تشرين" | "كانون" | "الاول" | "الثاني");
        if !known && !half && month(word).is_none() {
            return false;
        }
    }
    timed && counted
}

/// Whether a line has a time of day in it: `10:45`.
fn clock(line: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let mut parts = line.split(':');
    let Some(mut before) = parts.next() else { return false };
    parts.any(|part| {
        let met = digit(before.chars().next_back()) && digit(part.chars().next());
        before = part;
        met
    })
}

/// Whether a line says when a page was published or changed, a date with it.
pub(super) fn says_published(line: &str) -> bool {
    of_line(line).is_some() && fold::tokens(line).any(|t| PUBLISHED.contains(&t.text.as_str()))
}

/// Whether a line is the time of an entry in a live report: no date in it.
pub(super) fn is_clock(line: &str) -> bool {
    is_stamp(line) && find(line).is_none() && !fold::tokens(line).any(|t| month(&t.text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, date) in [
            ("28 يوليو 2021ء", "2021-07-28"),
            ("٢٨ تموز ٢٠٢١", "2021-07-28"),
            ("28 تموز/يوليو 2021", "2021-07-28"),
            ("28 جويلية 2021", "2021-07-28"),
            ("فاتح غشت: 1 غشت 2021", "2021-08-01"),
            ("3 كانون الثاني 2019", "2019-01-03"),
            ("تشرين الثاني/نوفمبر 2018", "2018-11"),
            ("July 28, 2021", "2021-07-28"),
            ("the 28th of July 2021", "2021-07-28"),
            ("Nov. 12, 2018", "2018-11-12"),
            ("November 2018", "2018-11"),
            ("2018-11-12 09:30", "2018-11-12"),
            ("2018/11/12", "2018-11-12"),
            ("28/07/2021", "2021-07-28"),
            ("07/28/2021", "2021-07-28"),
            ("نشر في 03/04/2021", "2021-04-03"),
        ] {
            assert_eq!(find(text).map(|(d, _)| d.to_string()).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_has_two_readings_is_none() {
        for text in ["03/04/2021", "12 نوفمبر", "1442-07-28", "31 June 2021", "in 2018", "Nov 12", "may 5"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_line_says_nothing_else() {
        assert!(of_line("نشر في: الأربعاء 28 يوليو 2021، الساعة 10:30 م").is_some());
        assert!(of_line("Last updated on Wednesday, July 28, 2021 at 10:30 GMT").is_some());
        assert!(of_line("استقال الوزير في 28 يوليو 2021 بعد خلاف").is_none());
    }
}
