//! The words that dates are made of, in English and Arabic: months of four calendars' naming habits, weekdays, eras,
//! halves of the day, time zones, units, and the little words between them.
//!
//! Words stand here as [`crate::fold`] folds them. Nothing here reads a text.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A calendar that dates are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// The civil calendar.
    Gregorian,
    /// The Islamic one, as Saudi Arabia reckons it (Umm al-Qura).
    Hijri,
    /// The solar one of Iran.
    Persian,
}

/// A part of the day behind an hour of twelve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// Before noon.
    Am,
    /// After noon, with noon's own hour.
    Pm,
    /// Around noon: eleven is before it, one behind it.
    Noon,
    /// At night: eleven is before midnight, one behind it.
    Night,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// What a word or a few words say in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A month, 1 to 12.
    Month(Calendar, u8),
    /// A day of the week, Monday being 0.
    Weekday(i8),
    /// A mark of the calendar behind a year: `AH`.
    Era(Calendar),
    /// The letter meem: behind a year the Christian era, behind an hour the evening.
    Meem,
    /// A half of the day.
    Half(Half),
    /// A time zone, in minutes east of Greenwich.
    Zone(i32),
    /// Says nothing between a day, its month and its year.
    Link,
    /// Says nothing between a date and its time, or between two dates that are one.
    Around,
    /// A length of time, with the number that the word itself says: two in the Arabic dual.
    Unit(Unit, u32),
    /// So many days from today.
    Days(i64),
    /// The weekday or time before: `last`, `ago`.
    Past,
    /// The time before, standing in front of it: `منذ`.
    Since,
    /// The weekday behind.
    Next,
}

/// Months, each with its names: English, short English, Egypt and the Gulf, the Levant and Iraq, Tunisia and Algeria,
/// Morocco, with their usual spellings.
const GREGORIAN: [&[&str]; 12] = [
    &["january", "jan", "يناير", "جانفي", "كانون الثاني", "كانون ثاني"],
    &["february", "feb", "فبراير", "فيفري", "شباط"],
    &["march", "mar", "مارس", "اذار"],
    &["april", "apr", "ابريل", "افريل", "نيسان"],
    &["may", "مايو", "ماي", "ايار"],
    &["june", "jun", "يونيو", "يونيه", "جوان", "حزيران"],
    &["july", "jul", "يوليو", "يوليه", "جويليه", "يوليوز", "تموز"],
    &["august", "aug", "اغسطس", "اوت", "غشت", "اب"],
    &["september", "sept", "sep", "سبتمبر", "شتنبر", "ايلول"],
    &["october", "oct", "اكتوبر", "تشرين الاول", "تشرين اول"],
    &["november", "nov", "نوفمبر", "نونبر", "نوفنبر", "تشرين الثاني", "تشرين ثاني"],
    &["december", "dec", "ديسمبر", "دجنبر", "كانون الاول", "كانون اول"],
];

/// Months of the Hijri year, in Arabic and as they are transcribed.
const HIJRI: [&[&str]; 12] = [
    &["محرم", "المحرم", "محرم الحرام", "muharram", "al muharram"],
    &["صفر", "صفر الخير", "safar"],
    &[
        "ربيع الاول",
        "ربيع اول",
        "ربيع الانور",
        "rabi al awwal",
        "rabi i",
        "rabi ul awwal",
        "rabi al awal",
        "rabiul awwal",
    ],
    &[
        "ربيع الاخر",
        "ربيع الثاني",
        "ربيع اخر",
        "ربيع ثاني",
        "rabi al thani",
        "rabi ii",
        "rabi al akhir",
        "rabi ul thani",
        "rabi ath thani",
        "rabiul thani",
        "rabi al akhar",
    ],
    &[
        "جمادي الاولي",
        "جمادي الاول",
        "جماد الاول",
        "جماد الاولي",
        "jumada al awwal",
        "jumada al ula",
        "jumada i",
        "jumada al oula",
        "jumada al awal",
    ],
    &[
        "جمادي الاخره",
        "جمادي الثانيه",
        "جمادي الاخر",
        "جمادي الثاني",
        "جماد الثاني",
        "جماد الاخر",
        "جماد الاخره",
        "جماد الثانيه",
        "jumada al thani",
        "jumada al akhirah",
        "jumada al akhira",
        "jumada ii",
        "jumada al thaniyah",
        "jumada ath thani",
    ],
    &["رجب", "رجب الفرد", "rajab"],
    &["شعبان", "shaban", "sha ban", "shaaban"],
    &["رمضان", "رمضان المبارك", "ramadan", "ramadhan", "ramazan"],
    &["شوال", "shawwal", "shawal"],
    &[
        "ذو القعده",
        "ذي القعده",
        "ذوالقعده",
        "القعده",
        "dhu al qadah",
        "dhu al qidah",
        "dhul qadah",
        "dhul qidah",
        "dhul qada",
        "dhu al qada",
        "dhu al qa dah",
        "zul qadah",
        "zulqadah",
    ],
    &[
        "ذو الحجه",
        "ذي الحجه",
        "ذوالحجه",
        "الحجه",
        "dhu al hijjah",
        "dhul hijjah",
        "dhu al hijja",
        "dhul hijja",
        "zul hijjah",
        "zulhijjah",
    ],
];

/// Months of the Iranian solar year.
const PERSIAN: [&str; 12] =
    ["فروردين", "ارديبهشت", "خرداد", "تير", "مرداد", "شهريور", "مهر", "ابان", "اذر", "دي", "بهمن", "اسفند"];

const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "الاثنين", "اثنين", "الاتنين"],
    &["tuesday", "tues", "tue", "الثلاثاء", "ثلاثاء", "الثلاثا"],
    &["wednesday", "wed", "الاربعاء", "اربعاء", "الاربعا"],
    &["thursday", "thurs", "thur", "thu", "الخميس", "خميس"],
    &["friday", "fri", "الجمعه", "جمعه"],
    &["saturday", "sat", "السبت", "سبت"],
    &["sunday", "sun", "الاحد"],
];

/// Zones that keep one offset the year round, or whose name says which of two it is. `AST` is Arabia's standard time,
/// as the feeds of the Gulf write it; the Atlantic's has no Arabic press. Names with several meanings (`IST`, `CST` in
/// China, `ET`) and the local times of places with summer time are left out: their hour is not known.
const ZONES: [(i32, &[&str]); 26] = [
    (
        0,
        &[
            "gmt",
            "utc",
            "z",
            "غرينتش",
            "جرينتش",
            "غرينيتش",
            "جرينيتش",
            "غرنتش",
            "جرينتش الموحد",
            "wet",
            "greenwich mean time",
        ],
    ),
    (60, &["bst", "cet", "wat", "west", "توقيت تونس", "بتوقيت تونس", "بتوقيت الجزائر", "توقيت الجزائر"]),
    (120, &["cest", "eet", "cat", "sast", "بتوقيت طرابلس", "بتوقيت ليبيا"]),
    (
        180,
        &[
            "ast",
            "eest",
            "msk",
            "eat",
            "trt",
            "ksa",
            "saudi time",
            "mecca time",
            "makkah time",
            "riyadh time",
            "doha time",
            "baghdad time",
            "moscow time",
        ],
    ),
    (
        180,
        &[
            "بتوقيت مكه",
            "بتوقيت مكه المكرمه",
            "توقيت مكه",
            "توقيت مكه المكرمه",
            "مكه",
            "مكه المكرمه",
            "بتوقيت السعوديه",
            "بتوقيت الرياض",
            "بتوقيت الدوحه",
            "بتوقيت قطر",
            "بتوقيت الكويت",
            "بتوقيت بغداد",
            "بتوقيت العراق",
            "بتوقيت البحرين",
            "بتوقيت المنامه",
            "بتوقيت صنعاء",
            "بتوقيت اليمن",
            "بتوقيت عدن",
        ],
    ),
    (180, &["بتوقيت موسكو", "بتوقيت اسطنبول", "بتوقيت تركيا", "بتوقيت انقره", "بتوقيت نيروبي"]),
    (
        240,
        &[
            "gst",
            "uae time",
            "dubai time",
            "gulf standard time",
            "بتوقيت الامارات",
            "بتوقيت ابوظبي",
            "بتوقيت ابو ظبي",
            "بتوقيت دبي",
            "بتوقيت مسقط",
            "بتوقيت عمان مسقط",
        ],
    ),
    (210, &["irst"]),
    (270, &["aft", "بتوقيت كابول"]),
    (300, &["pkt", "بتوقيت باكستان", "بتوقيت اسلام اباد"]),
    (330, &["بتوقيت الهند", "بتوقيت نيودلهي", "بتوقيت نيو دلهي"]),
    (420, &["wib", "ict", "بتوقيت جاكرتا"]),
    (
        480,
        &[
            "sgt",
            "hkt",
            "awst",
            "beijing time",
            "بتوقيت بكين",
            "بتوقيت بيجين",
            "بتوقيت الصين",
            "بتوقيت سنغافوره",
        ],
    ),
    (540, &["jst", "kst", "tokyo time", "بتوقيت طوكيو", "بتوقيت اليابان", "بتوقيت سيول"]),
    (600, &["aest"]),
    (660, &["aedt"]),
    (720, &["nzst"]),
    (780, &["nzdt"]),
    (-180, &["brt", "adt"]),
    (-240, &["edt"]),
    (-300, &["est", "cdt"]),
    (-360, &["cst", "mdt"]),
    (-420, &["mst", "pdt"]),
    (-480, &["pst"]),
    (-600, &["hst"]),
    (-540, &["akst"]),
];

const HALVES: [(Half, &[&str]); 4] = [
    (Half::Am, &["am", "a m", "ص", "صباحا", "صباح", "فجرا", "قبل الظهر", "midnight", "ضحي"]),
    (Half::Pm, &["pm", "p m", "مساء", "عصرا", "بعد الظهر", "المساء"]),
    (Half::Noon, &["ظهرا", "noon", "الظهر"]),
    (Half::Night, &["ليلا"]),
];

const UNITS: [(Unit, u32, &[&str]); 14] = [
    (Unit::Second, 1, &["second", "seconds", "sec", "secs", "ثانيه", "ثوان", "ثواني"]),
    (Unit::Minute, 1, &["minute", "minutes", "min", "mins", "دقيقه", "دقائق", "دقاءق"]),
    (Unit::Minute, 2, &["دقيقتين", "دقيقتان"]),
    (Unit::Hour, 1, &["hour", "hours", "hr", "hrs", "ساعه", "ساعات"]),
    (Unit::Hour, 2, &["ساعتين", "ساعتان"]),
    (Unit::Day, 1, &["day", "days", "يوم", "ايام", "يوما"]),
    (Unit::Day, 2, &["يومين", "يومان"]),
    (Unit::Week, 1, &["week", "weeks", "اسبوع", "اسابيع", "اسبوعا"]),
    (Unit::Week, 2, &["اسبوعين", "اسبوعان"]),
    (Unit::Month, 1, &["month", "months", "اشهر", "شهور", "شهرا"]),
    (Unit::Month, 2, &["شهرين", "شهران"]),
    (Unit::Year, 1, &["years", "سنوات", "اعوام", "عاما"]),
    (Unit::Year, 2, &["سنتين", "عامين"]),
    (Unit::Second, 2, &["ثانيتين"]),
];

const DAYS: [(i64, &[&str]); 6] = [
    (0, &["today", "tonight", "اليوم", "الليله", "this morning", "this evening", "just now", "now", "الان"]),
    (-1, &["yesterday", "امس", "البارحه", "بالامس", "ليله امس", "last night", "يوم امس"]),
    (-2, &["day before yesterday", "اول امس", "امس الاول", "اول من امس"]),
    (1, &["tomorrow", "غدا", "الغد", "يوم غد"]),
    (2, &["day after tomorrow", "بعد غد"]),
    (0, &["هذا اليوم", "صباح اليوم", "مساء اليوم"]),
];

/// Words with one sense that has no number in it.
const OTHERS: [(Sense, &[&str]); 8] = [
    (Sense::Era(Calendar::Hijri), &["ه", "هجري", "هجريه", "للهجره", "ah", "a h", "hijri", "هجرى"]),
    (Sense::Era(Calendar::Gregorian), &["ميلادي", "ميلاديه", "للميلاد", "ad", "ce", "a d", "c e", "ء", "ميلادى"]),
    (Sense::Meem, &["م"]),
    (Sense::Link, &["st", "nd", "rd", "th", "of", "من", "شهر", "عام", "سنه", "لعام", "لسنه", "the"]),
    (
        Sense::Around,
        &[
            "at",
            "on",
            "in",
            "في",
            "الساعه",
            "عند",
            "تمام",
            "بتاريخ",
            "تاريخ",
            "الموافق",
            "الموافقه",
            "موافق",
            "المصادف",
            "corresponding",
            "to",
            "بتوقيت",
            "توقيت",
            "بالتوقيت",
            "time",
            "local",
            "hours",
            "المحلي",
        ],
    ),
    (
        Sense::Past,
        &["last", "ago", "past", "الماضي", "الماضيه", "الفائت", "الفاءت", "المنصرم", "المنقضي", "مضت"],
    ),
    (Sense::Since, &["منذ", "قبل", "من قبل"]),
    (Sense::Next, &["next", "المقبل", "المقبله", "القادم", "القادمه"]),
];

/// Phrases by their first word: what follows it, and what all of it says; the longest first.
type Table = FxHashMap<&'static str, Vec<(Vec<&'static str>, Sense)>>;

static WORDS: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut add = |phrase: &'static str, sense: Sense| {
        let mut words = phrase.split(' ');
        let first = words.next().unwrap_or_default();
        let entries = table.entry(first).or_default();
        let rest: Vec<&str> = words.collect();
        // The first sense of a word stands: اذر is March before it is a month of Iran.
        if entries.iter().all(|(others, _)| *others != rest) {
            entries.push((rest, sense));
        }
    };
    let with_names = |calendar, months: [&'static [&'static str]; 12]| {
        (1_u8..)
            .zip(months)
            .flat_map(move |(n, names)| names.iter().map(move |name| (*name, Sense::Month(calendar, n))))
    };
    with_names(Calendar::Gregorian, GREGORIAN).for_each(|(name, sense)| add(name, sense));
    with_names(Calendar::Hijri, HIJRI).for_each(|(name, sense)| add(name, sense));
    (1_u8..).zip(PERSIAN).for_each(|(n, name)| add(name, Sense::Month(Calendar::Persian, n)));
    for (day, names) in (0_i8..).zip(WEEKDAYS) {
        for name in names {
            add(name, Sense::Weekday(day));
        }
    }
    for (offset, names) in ZONES {
        for name in names {
            add(name, Sense::Zone(offset));
        }
    }
    for (half, names) in HALVES {
        for name in names {
            add(name, Sense::Half(half));
        }
    }
    for (days, names) in DAYS {
        for name in names {
            add(name, Sense::Days(days));
        }
    }
    for (unit, count, names) in UNITS {
        for name in names {
            add(name, Sense::Unit(unit, count));
        }
    }
    for (sense, names) in OTHERS {
        for name in names {
            add(name, sense);
        }
    }
    for entries in table.values_mut() {
        entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    table
});

/// The sense of the longest phrase that folded words begin with, and how many of them it takes. `nth` gives the word
/// behind the first, from 1.
pub(super) fn sense<'a>(first: &str, nth: impl Fn(usize) -> Option<&'a str>) -> Option<(Sense, usize)> {
    let entries = WORDS.get(first)?;
    let fits = |rest: &Vec<&str>| (1..).zip(rest).all(|(n, word)| nth(n) == Some(*word));
    entries.iter().find(|(rest, _)| fits(rest)).map(|(rest, sense)| (*sense, rest.len() + 1))
}

/// The names of every month: calendar, number, name.
#[cfg(test)]
pub(super) fn months() -> impl Iterator<Item = (Calendar, u8, &'static str)> {
    let of = |calendar, months: [&'static [&'static str]; 12]| {
        (1_u8..).zip(months).flat_map(move |(n, names)| names.iter().map(move |name| (calendar, n, *name)))
    };
    of(Calendar::Gregorian, GREGORIAN).chain(of(Calendar::Hijri, HIJRI))
}
