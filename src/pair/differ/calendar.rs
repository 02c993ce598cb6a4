//! Months and days of the week in both languages, and which of them have no counterpart.
//!
//! A month may come back as its number; `may` and `march` are months only where a number or a preposition of time
//! stands beside them.

use std::ops::Range;

use crate::article::{Difference, DifferenceKind, Lang};
use crate::pair::lexicon;

use super::{Found, Side, Word, difference};

/// The months, folded: English long and short, Egypt, the Levant, the Maghreb.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "يناير", "جانفي"],
    &["february", "feb", "فبراير", "فيفري", "شباط"],
    &["march", "مارس", "اذار"],
    &["april", "apr", "ابريل", "افريل", "نيسان"],
    &["may", "مايو", "ايار"],
    &["june", "jun", "يونيو", "يونيه", "جوان", "حزيران"],
    &["july", "jul", "يوليو", "يوليه", "جويليه", "يوليوز", "تموز"],
    &["august", "aug", "اغسطس", "غشت", "اوت"],
    &["september", "sept", "sep", "سبتمبر", "شتنبر", "ايلول"],
    &["october", "oct", "اكتوبر"],
    &["november", "nov", "نوفمبر", "نونبر"],
    &["december", "dec", "ديسمبر", "دجنبر"],
];

/// Months of two words in the Levant: the second tells which.
const LEVANTINE: [(&str, &str, u8); 4] =
    [("كانون", "الثاني", 1), ("تشرين", "الاول", 10), ("تشرين", "الثاني", 11), ("كانون", "الاول", 12)];

/// English months that are words too, and what makes them months when it stands before.
const WORDS: [&str; 3] = ["may", "march", "august"];
/// An Arabic month that is a name as well: it needs a number beside it.
const NAMES: [&str; 2] = ["جوان", "اوت"];

const BEFORE: [&str; 12] =
    ["in", "of", "last", "since", "until", "by", "next", "this", "from", "early", "late", "mid"];

const DAYS: [&[&str]; 7] = [
    &["monday", "الاثنين", "الإثنين"],
    &["tuesday", "الثلاثاء"],
    &["wednesday", "الاربعاء"],
    &["thursday", "الخميس"],
    &["friday", "الجمعه"],
    &["saturday", "السبت"],
    &["sunday", "الاحد"],
];

/// A month from 1, or a day of the week from 0 for Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Month(u8),
    Week(u8),
}

/// The days that both sides of a bead name.
pub(super) struct Days {
    ar: Vec<Found<Day>>,
    en: Vec<Found<Day>>,
    ar_numbers: Vec<u8>,
    en_numbers: Vec<u8>,
}

impl Days {
    pub(super) fn of(ar: &Side, en: &Side) -> Self {
        Self { ar: of_side(ar), en: of_side(en), ar_numbers: small(ar), en_numbers: small(en) }
    }

    /// Whether the other side of a language names the month of this number.
    pub(super) fn has_month(&self, number: f64, lang: Lang) -> bool {
        let others = if lang == Lang::Ar { &self.en } else { &self.ar };
        others.iter().any(|f| matches!(f.what, Day::Month(m) if (f64::from(m) - number).abs() < 0.5))
    }

    /// Tells the days of either side that the other does not have.
    pub(super) fn compare(&self, found: &mut Vec<Difference>) {
        let mut tell = |mine: &[Found<Day>], others: &[Found<Day>], numbers: &[u8], side: Lang| {
            for day in mine {
                let there = others.iter().any(|o| o.what == day.what)
                    || matches!(day.what, Day::Month(m) if numbers.contains(&m));
                if !there {
                    found.push(difference(DifferenceKind::Date, side, day.block, &day.range));
                }
            }
        };
        tell(&self.ar, &self.en, &self.en_numbers, Lang::Ar);
        tell(&self.en, &self.ar, &self.ar_numbers, Lang::En);
    }
}

/// The numbers of a side that may be months.
fn small(side: &Side) -> Vec<u8> {
    let words = side.passages.iter().flat_map(|p| &p.words);
    words.filter_map(|w| w.text.parse().ok()).filter(|n| (1..=12).contains(n)).collect()
}

fn of_side(side: &Side) -> Vec<Found<Day>> {
    let mut found = Vec::new();
    for passage in &side.passages {
        for (at, word) in passage.words.iter().enumerate() {
            let near = |by: isize| at.checked_add_signed(by).and_then(|i| passage.words.get(i));
            if let Some((what, range)) = day(word, near(-1), near(1), side.lang) {
                found.push(Found { what, block: passage.block, range });
            }
        }
    }
    found
}

fn day(word: &Word, before: Option<&Word>, after: Option<&Word>, lang: Lang) -> Option<(Day, Range<usize>)> {
    let number = |w: Option<&Word>| w.is_some_and(|w| w.text.starts_with(|c: char| c.is_ascii_digit()));
    if lang == Lang::En {
        let text = word.text.as_str();
        let beside =
            number(before) || number(after) || before.is_some_and(|w| BEFORE.contains(&w.text.as_str()));
        let month =
            month(text).filter(|_| word.capital && (beside || text.len() > 3 && !WORDS.contains(&text)));
        let week = || DAYS.iter().position(|names| names.contains(&text) && word.capital);
        return month
            .map(Day::Month)
            .or_else(|| week().map(|d| Day::Week(d as u8)))
            .map(|day| (day, word.range.clone()));
    }
    let two = |second: &Word| {
        let first = lexicon::without_openings(&word.text)
            .find_map(|bare| LEVANTINE.iter().find(|(one, two, _)| *one == bare && *two == second.text))?;
        Some((Day::Month(first.2), word.range.start..second.range.end))
    };
    if let Some(found) = after.and_then(two) {
        return Some(found);
    }
    let beside = number(before) || number(after);
    let is_month = |bare: &str| month(bare).filter(|_| beside || !NAMES.contains(&bare));
    let plain = lexicon::without_openings(&word.text).find_map(is_month).map(Day::Month);
    let week = || {
        let bare = [word.text.as_str(), word.text.trim_start_matches(['و', 'ف'])];
        DAYS.iter().position(|names| bare.iter().any(|bare| names.contains(bare)))
    };
    plain.or_else(|| week().map(|d| Day::Week(d as u8))).map(|day| (day, word.range.clone()))
}

fn month(word: &str) -> Option<u8> {
    MONTHS.iter().position(|names| names.contains(&word)).map(|at| at as u8 + 1)
}
