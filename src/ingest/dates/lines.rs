//! Lines of a page that say when it was published and nothing else.

use super::words::{self, Sense};
use super::{find, find_near};
use crate::article::{Lang, PartialDate};
use crate::fold;

/// Words inside a date that say nothing: `28th of July`, `28 من شهر يوليو`.
const FILLERS: [&str; 7] = ["st", "nd", "rd", "th", "of", "من", "شهر"];

/// Whether a folded word is a month's name.
fn is_month(folded: &str) -> bool {
    matches!(words::sense(folded, |_| None), Some((Sense::Month(..), _)))
}

/// Words that may stand around a date on a line that says when a page was published.
const AROUND: [&str; 80] = [
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
    "ه",
    "هجري",
    "هجريه",
    "ظهرا",
    "عصرا",
    "ليلا",
    "فجرا",
    "مكه",
    "المكرمه",
    "المحلي",
    "بالتوقيت",
    "ah",
    "ast",
    "edited",
];

/// The date of a line that says nothing but when the page was published (or changed).
pub(in crate::ingest) fn of_line(line: &str) -> Option<PartialDate> {
    of_line_near(line, Lang::Und, None)
}

/// The date of such a line on a page of this language and, where that is known, of this date: `Yesterday, 10:30`.
pub(in crate::ingest) fn of_line_near(
    line: &str,
    lang: Lang,
    reference: Option<&PartialDate>,
) -> Option<PartialDate> {
    let (date, range) = find_near(line, lang, reference)?;
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
pub(in crate::ingest) fn is_stamp(line: &str) -> bool {
    let mut timed = clock(line);
    let mut counted = false;
    for token in fold::tokens(line) {
        let word = token.text.as_str();
        let number = word.bytes().all(|b| b.is_ascii_digit());
        let dual = matches!(word, "ساعتين" | "دقيقتين" | "يومين" | "ساعه" | "دقيقه" | "اسبوع");
        counted |= number || dual;
        let known = AROUND.contains(&word) || FILLERS.contains(&word) || PASSED.contains(&word) || number;
        timed |= PASSED.contains(&word) || PUBLISHED.contains(&word) || is_month(word);
        // The Levant's names of two words: their first words are no names alone.
        let half = matches!(word, "تشرين" | "كانون" | "الاول" | "الثاني");
        if !known && !half && !is_month(word) {
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
pub(in crate::ingest) fn says_published(line: &str) -> bool {
    of_line(line).is_some() && fold::tokens(line).any(|t| PUBLISHED.contains(&t.text.as_str()))
}

/// Whether a line is the time of an entry in a live report: no date in it.
pub(in crate::ingest) fn is_clock(line: &str) -> bool {
    is_stamp(line) && find(line).is_none() && !fold::tokens(line).any(|t| is_month(&t.text))
}
