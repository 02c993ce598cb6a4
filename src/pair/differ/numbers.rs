//! Numbers of both languages as values, in digits of every set and in words, and which of them have no counterpart.
//!
//! One and two are said without number words (an article, a dual), so they are told only where something else stands
//! in their place; so are numbers in words. Times of the day are left alone: each language counts its own hours.

use std::ops::Range;

use super::calendar::Days;
use super::{Found, Passage, Side, difference};
use crate::article::{Difference, DifferenceKind, Lang};
use crate::fold;
use crate::pair::lexicon::{self, Concept};

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Number {
    value: f64,
    /// Another value that it may be read as: `1.500` for a reader of German.
    other: Option<f64>,
    /// Whether digits say it: then it has to come back.
    digits: bool,
}

/// Units that multiply the number before them: million is millions by a plural only.
const SCALES: [(f64, &[&str]); 4] = [
    (1e3, &["thousand", "thousands", "الف", "الاف", "الفا"]),
    (1e6, &["million", "millions", "mln", "m", "مليون", "ملايين", "مليونا"]),
    (1e9, &["billion", "billions", "bn", "b", "مليار", "مليارات", "مليارا", "بليون"]),
    (1e12, &["trillion", "trillions", "تريليون", "تريليونات"]),
];

/// Arabic duals, which are numbers in one word.
const DUALS: [(f64, &[&str]); 4] = [
    (200.0, &["مءتين", "مءتان", "ماءتين", "ماءتان", "ماءتي", "مءتي"]),
    (2e3, &["الفين", "الفان", "الفي"]),
    (2e6, &["مليونين", "مليونان", "مليوني"]),
    (2e9, &["مليارين", "ملياران", "ملياري"]),
];

/// Decades by their Arabic names, as the years in a century that they begin with.
const DECADES: [(f64, &[&str]); 8] = [
    (20.0, &["عشرينيات", "عشرينات"]),
    (30.0, &["ثلاثينيات", "ثلاثينات"]),
    (40.0, &["اربعينيات", "اربعينات"]),
    (50.0, &["خمسينيات", "خمسينات"]),
    (60.0, &["ستينيات", "ستينات"]),
    (70.0, &["سبعينيات", "سبعينات"]),
    (80.0, &["ثمانينيات", "ثمانينات"]),
    (90.0, &["تسعينيات", "تسعينات"]),
];

/// A century, whose number says nothing that the decade before it does not.
const CENTURY: [&str; 3] = ["قرن", "century", "centuries"];

/// What stands behind a time of the day.
const HOURS: [&str; 8] = ["am", "pm", "a.m", "p.m", "gmt", "bst", "صباحا", "مساء"];

/// Ordinals above second, and the first of compounds (`الحادي والعشرين`), which number words of the other language may face.
const ORDINALS: [(f64, &[&str]); 9] = [
    (1.0, &["حادي", "حاديه"]),
    (3.0, &["third", "thirds", "ثالث", "ثالثه", "ثلث", "ثلثي", "ثلثا"]),
    (4.0, &["fourth", "quarter", "quarters", "رابع", "رابعه", "ربع", "ارباع"]),
    (5.0, &["fifth", "خامس", "خامسه", "خمس"]),
    (6.0, &["sixth", "سادس", "سادسه"]),
    (7.0, &["seventh", "سابع", "سابعه"]),
    (8.0, &["eighth", "ثامن", "ثامنه"]),
    (9.0, &["ninth", "تاسع", "تاسعه"]),
    (10.0, &["tenth", "عاشر", "عاشره"]),
];

/// Tens in English words that the list of news words does not have.
const ENGLISH: [(&str, f64); 17] = [
    ("twelve", 12.0),
    ("dozen", 12.0),
    ("dozens", 12.0),
    ("eleven", 11.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("half", 50.0),
    ("decade", 10.0),
];

/// Arabic tens and words that the list does not have, in the folded form.
const ARABIC: [(&str, f64); 11] = [
    ("ستين", 60.0),
    ("ستون", 60.0),
    ("سبعين", 70.0),
    ("سبعون", 70.0),
    ("ثمانين", 80.0),
    ("ثمانون", 80.0),
    ("تسعين", 90.0),
    ("تسعون", 90.0),
    ("عقد", 10.0),
    ("نصف", 50.0),
    ("منتصف", 50.0),
];

/// Tells the numbers of either side that the other does not have.
pub(super) fn compare(ar: &Side, en: &Side, days: &Days, found: &mut Vec<Difference>) {
    let (on_ar, on_en) = (of_side(ar), of_side(en));
    let alone = |mine: &[Found<Number>], others: &[Found<Number>], lang: Lang| -> Vec<usize> {
        let missing = |f: &Found<Number>| {
            !others.iter().any(|o| same(f.what, o.what))
                && !sum(f.what, others)
                && !days.has_month(f.what.value, lang)
        };
        mine.iter().enumerate().filter(|(_, f)| missing(f)).map(|(i, _)| i).collect()
    };
    let ar_alone = alone(&on_ar, &on_en, Lang::Ar);
    let en_alone = alone(&on_en, &on_ar, Lang::En);
    let mut tell = |all: &[Found<Number>], mine: &[usize], replaced: bool, side: Lang| {
        for number in mine.iter().filter_map(|i| all.get(*i)) {
            if number.what.digits && number.what.value > 2.0 || replaced {
                found.push(difference(DifferenceKind::Number, side, number.block, &number.range));
            }
        }
    };
    // A number in words is told where another stands in its place.
    let digits = |all: &[Found<Number>], mine: &[usize]| {
        mine.iter().filter_map(|i| all.get(*i)).any(|f| f.what.digits && f.what.value > 2.0)
    };
    let (ar_sure, en_sure) = (digits(&on_ar, &ar_alone), digits(&on_en, &en_alone));
    tell(&on_ar, &ar_alone, en_sure && ar_alone.len() == 1, Lang::Ar);
    tell(&on_en, &en_alone, ar_sure && en_alone.len() == 1, Lang::En);
}

/// Whether two numbers may be the same: by value, by a second reading, as a year of its century (`the 90s`).
fn same(one: Number, two: Number) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= a.abs().max(b.abs()) * 1e-6;
    let readings = |n: Number| [Some(n.value), n.other].into_iter().flatten();
    readings(one).any(|a| readings(two).any(|b| near(a, b)))
        || is_year(one) && near(one.value % 100.0, two.value)
        || is_year(two) && near(two.value % 100.0, one.value)
}

fn is_year(number: Number) -> bool {
    (1800.0..2100.0).contains(&number.value) && number.value.fract() == 0.0
}

/// Whether a number is said in parts on the other side (`1,200`: ألف ومئتان; `116 123`: `116123`).
fn sum(number: Number, others: &[Found<Number>]) -> bool {
    let pairs = others.windows(2).any(|w| match w {
        [a, b] => {
            let (a, b) = (a.what.value, b.what.value);
            let joined = format!("{a}{b}").parse().unwrap_or(f64::NAN);
            [a + b, a * b, joined].iter().any(|whole| (whole - number.value).abs() < 1e-6)
        }
        _ => false,
    });
    let triples =
        others.windows(3).any(|w| (w.iter().map(|f| f.what.value).sum::<f64>() - number.value).abs() < 1e-6);
    pairs || triples
}

fn of_side(side: &Side) -> Vec<Found<Number>> {
    let mut found = Vec::new();
    for passage in &side.passages {
        let numbers = numbers(passage, side.lang);
        found.extend(numbers.into_iter().map(|(what, range)| Found { what, block: passage.block, range }));
    }
    found
}

/// The numbers of a text, in order; a scale behind a number is part of it.
fn numbers(passage: &Passage, lang: Lang) -> Vec<(Number, Range<usize>)> {
    let mut found: Vec<(Number, Range<usize>)> = Vec::new();
    let words = &passage.words;
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let text = word.text.as_str();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            digits(passage, word, &mut found);
            continue;
        }
        if HOURS.contains(&text)
            && found
                .last()
                .is_some_and(|(n, range)| n.digits && is_behind(passage, range.end, word.range.start))
        {
            found.pop();
            continue;
        }
        let bare = bare(text, lang);
        if let Some(value) = value_in(&DECADES, bare) {
            found.push((Number { value, other: None, digits: false }, word.range.clone()));
            // The century behind it is no number of its own.
            if words.peek().is_some_and(|next| CENTURY.contains(&self::bare(&next.text, lang))) {
                words.next();
                words.next();
            }
            continue;
        }
        let behind = found.last().is_some_and(|(_, range)| is_behind(passage, range.end, word.range.start));
        if let Some(scale) = value_in(&SCALES, bare) {
            match found.last_mut().filter(|_| behind) {
                Some((number, range)) => {
                    number.value *= scale;
                    number.other = number.other.map(|other| other * scale);
                    range.end = word.range.end;
                }
                None if bare.len() > 2 => {
                    found.push((Number { value: scale, other: None, digits: false }, word.range.clone()));
                }
                None => {}
            }
        } else if let Some(value) = spelled(text, bare, lang) {
            let last =
                found.last_mut().filter(|(number, _)| behind && !number.digits && joins(number.value, value));
            if let Some((number, range)) = last {
                number.value = if value >= 100.0 && number.value < value {
                    number.value * value
                } else {
                    number.value + value
                };
                range.end = word.range.end;
            } else {
                found.push((Number { value, other: None, digits: false }, word.range.clone()));
            }
        }
    }
    found
}

/// Whether two number words behind each other are one number: `twenty five`, خمسة وعشرين, `three hundred`.
fn joins(before: f64, value: f64) -> bool {
    (before >= 20.0 && value < 10.0)
        || (before < 10.0 && (10.0..100.0).contains(&value))
        || value >= 100.0 && before < 100.0
        || before >= 100.0 && value < before
}

/// Whether nothing but a blank, a hyphen or a conjunction stands between two words.
fn is_behind(passage: &Passage, end: usize, start: usize) -> bool {
    let gap = passage.text.get(end..start).unwrap_or("x");
    gap.chars().count() <= 2 && gap.chars().all(|c| c.is_whitespace() || c == '-')
}

/// A word without what is written together with it before; numbers take و ب ل ال.
fn bare(text: &str, lang: Lang) -> &str {
    if lang != Lang::Ar {
        return text;
    }
    let known = |word: &str| {
        value_in(&SCALES, word)
            .or_else(|| value_in(&DUALS, word))
            .or_else(|| value_in(&ORDINALS, word))
            .is_some()
            || ARABIC.iter().any(|(known, _)| *known == word)
            || value_in(&DECADES, word).is_some()
            || CENTURY.contains(&word)
    };
    lexicon::without_openings(text).find(|word| known(word)).unwrap_or(text)
}

fn value_in(table: &[(f64, &[&str])], word: &str) -> Option<f64> {
    table.iter().find(|(_, words)| words.contains(&word)).map(|(value, _)| *value)
}

/// The value of a number word.
fn spelled(text: &str, bare: &str, lang: Lang) -> Option<f64> {
    let plain = value_in(&DUALS, bare).or_else(|| value_in(&ORDINALS, bare));
    let own = if lang == Lang::Ar { &ARABIC[..] } else { &ENGLISH[..] };
    let known = plain.or_else(|| own.iter().find(|(word, _)| *word == bare).map(|(_, value)| *value));
    known.or_else(|| {
        let concept = if lang == Lang::Ar { lexicon::arabic(text) } else { lexicon::english(text) };
        match concept? {
            Concept::Number(n) => Some(f64::from(n)),
            Concept::Word(_) => None,
        }
    })
}

/// A number in digits: separators of thousands and of fractions read, times and versions left alone.
fn digits(passage: &Passage, word: &super::Word, found: &mut Vec<(Number, Range<usize>)>) {
    let text = passage.text;
    let before = text.get(..word.range.start).and_then(|t| t.chars().next_back());
    let after = text.get(word.range.end..).and_then(|t| t.chars().next());
    // `10:30` is a time; `3.5` may come as two words, of which the second is the fraction.
    if before == Some(':')
        || after == Some(':') && text.get(word.range.end + 1..).is_some_and(starts_with_digit)
    {
        return;
    }
    let number: String = word.text.chars().take_while(char::is_ascii_digit).collect();
    let Ok(value) = number.parse::<f64>() else { return };
    if let Some((last, range)) = found.last_mut()
        && last.digits
        && range.end + before.map_or(0, char::len_utf8) == word.range.start
        && let Some(sign) = before
    {
        let fraction = value / 10_f64.powi(number.len() as i32);
        match sign {
            ',' | '٬' | '،' if number.len() == 3 => {
                last.value = last.value * 1000.0 + value;
                last.other = None;
                range.end = word.range.end;
                return;
            }
            '.' | '٫' | ',' | '،' if last.other.is_none() => {
                let thousands = (number.len() == 3).then_some(last.value * 1000.0 + value);
                last.value += fraction;
                last.other = thousands;
                range.end = word.range.end;
                return;
            }
            _ => {}
        }
    }
    found.push((Number { value, other: None, digits: true }, word.range.clone()));
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| fold::fold(&c.to_string()).starts_with(|d: char| d.is_ascii_digit()))
}
