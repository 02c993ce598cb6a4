//! Dates as they are written, in sentences and lines of our own.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Option<String> {
    of_text(text, Lang::Und, None).map(|date| date.to_string())
}

fn told(text: &str, reference: &str) -> Option<String> {
    of_text(text, Lang::Und, Some(&reference.parse().unwrap())).map(|date| date.to_string())
}

#[test]
fn dates_are_read_as_they_are_written() {
    for (text, date) in [
        ("28 يوليو 2021ء", "2021-07-28"),
        ("٢٨ تموز ٢٠٢١", "2021-07-28"),
        ("۲۸ تموز ۲۰۲۱", "2021-07-28"),
        ("28 تموز/يوليو 2021", "2021-07-28"),
        ("28 تموز (يوليو) 2021", "2021-07-28"),
        ("28 يوليو/ تموز من عام 2021", "2021-07-28"),
        ("28 جويلية 2021", "2021-07-28"),
        ("فاتح غشت: 1 غشت 2021", "2021-08-01"),
        ("3 كانون الثاني 2019", "2019-01-03"),
        ("تشرين الثاني/نوفمبر 2018", "2018-11"),
        ("July 28, 2021", "2021-07-28"),
        ("the 28th of July 2021", "2021-07-28"),
        ("28-Jul-2021", "2021-07-28"),
        ("2021 July 28", "2021-07-28"),
        ("July 28 '21", "2021-07-28"),
        ("Nov. 12, 2018", "2018-11-12"),
        ("November 2018", "2018-11"),
        ("2018-11-12 09:30", "2018-11-12"),
        ("2018/11/12", "2018-11-12"),
        ("28/07/2021", "2021-07-28"),
        ("07/28/2021", "2021-07-28"),
        ("28.07.2021", "2021-07-28"),
        ("03-04-2021", "2021-04-03"),
        ("نشر في 03/04/2021", "2021-04-03"),
        ("Wednesday 03/04/2020", "2020-03-04"),
        ("15/08/98", "1998-08-15"),
        ("Wed 28/7/21", "2021-07-28"),
        ("2021-W30-3", "2021-07-28"),
        ("2021-W29", "2021-07"),
        ("20210728", "2021-07-28"),
        ("2021 م", "2021"),
        ("2021", "2021"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn what_is_no_date_or_has_two_readings_is_none() {
    for text in [
        "03/04/2021",
        "12 نوفمبر",
        "1442-07-28",
        "31 June 2021",
        "in 2018",
        "Nov 12",
        "may 5",
        "28/07/21",
        "192.168.10.2021",
        "30 فبراير 2021",
        "قتل 28 في يوليو",
        "أمس",
        "3 hours ago",
        "",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(of_text("03/04/2021", Lang::Ar, None), PartialDate::new(2021, Some(4), Some(3)));
    assert_eq!(read("قتل 28 في يوليو 2021").as_deref(), Some("2021-07"), "the number is of people");
}

#[test]
fn hijri_days_are_those_of_umm_al_qura() {
    for (text, date) in [
        ("14 رمضان 1445 هـ", "2024-03-24"),
        ("١٤ رمضان ١٤٤٥هـ", "2024-03-24"),
        ("Ramadan 14, 1445 AH", "2024-03-24"),
        ("14 Ramadan 1445", "2024-03-24"),
        ("1 شوال 1446", "2025-03-30"),
        ("14/9/1445هـ", "2024-03-24"),
        ("1445/9/14 هـ", "2024-03-24"),
        ("10 ذو الحجة 1440هـ", "2019-08-11"),
        ("3 جمادى الآخرة 1442هـ", "2021-01-16"),
        ("Dhul-Hijjah 10, 1440", "2019-08-11"),
        // A month of the one calendar lies in two of the other.
        ("رمضان 1445 هـ", "2024"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text}");
    }
    assert_eq!(read("31 رمضان 1445 هـ"), None);
    assert_eq!(read("14 رمضان 1245 هـ"), None, "no year of news");
}

#[test]
fn of_two_calendars_the_civil_one_counts_and_the_other_decides() {
    for (text, date) in [
        ("الأحد 14 رمضان 1445هـ الموافق 24 مارس 2024م", "2024-03-24"),
        // The moon was seen a day later than reckoned: the civil date is what was printed.
        ("15 رمضان 1445هـ الموافق 24 مارس 2024م", "2024-03-24"),
        ("24 مارس 2024 الموافق 14 رمضان 1445", "2024-03-24"),
        ("14 رمضان 1445 هـ الموافق 24 مارس", "2024-03-24"),
        ("14/9/1445هـ - 24/3/2024م", "2024-03-24"),
        ("24 Ramadan 1445 - 03/04/2024", "2024-04-03"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn a_time_is_kept_where_its_zone_is_known() {
    for (text, date) in [
        ("Wed, 28 Jul 2021 10:30:00 +0300", "2021-07-28T10:30:00+03:00"),
        ("Wed, 28 Jul 21 10:30:00 GMT", "2021-07-28T10:30:00Z"),
        ("2021-07-28T10:30:00.250+03:00", "2021-07-28T10:30:00.250+03:00"),
        ("2021-07-28 10:30:00+03:00", "2021-07-28T10:30:00+03:00"),
        ("20210728T103000Z", "2021-07-28T10:30:00Z"),
        ("28 يوليو 2021 الساعة 10:30 مساء بتوقيت غرينتش", "2021-07-28T22:30:00Z"),
        ("28 يوليو 2021 - 10:30 ص بتوقيت مكة المكرمة", "2021-07-28T10:30:00+03:00"),
        ("28 July 2021 at 10 pm GMT+3", "2021-07-28T22:00:00+03:00"),
        ("28 July 2021, 10:30 AST", "2021-07-28T10:30:00+03:00"),
        ("1030 GMT, 28 July 2021", "2021-07-28T10:30:00Z"),
        ("12:15 AM EST - July 28, 2021", "2021-07-28T00:15:00-05:00"),
        ("28 جويلية 2021 14h05 UTC", "2021-07-28T14:05:00Z"),
        ("28 July 2021 10:30", "2021-07-28"),
        ("28 يوليو 2021 الساعة 10 صباحا", "2021-07-28"),
        ("28 يوليو 2021 10:30 بتوقيت القاهرة", "2021-07-28"),
        ("28 July 2021 25:30 GMT", "2021-07-28"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn days_are_told_from_a_reference_only() {
    // A Wednesday.
    for (text, date) in [
        ("أمس", "2021-07-27"),
        ("yesterday", "2021-07-27"),
        ("أول أمس", "2021-07-26"),
        ("اليوم", "2021-07-28"),
        ("Monday", "2021-07-26"),
        ("Wednesday", "2021-07-28"),
        ("last Wednesday", "2021-07-21"),
        ("الاثنين الماضي", "2021-07-26"),
        ("الأربعاء الماضي", "2021-07-21"),
        ("الأحد المقبل", "2021-08-01"),
        ("3 hours ago", "2021-07-28"),
        ("30 hours ago", "2021-07-27"),
        ("منذ 3 أيام", "2021-07-25"),
        ("قبل يومين", "2021-07-26"),
        ("منذ أسبوع", "2021-07-21"),
        ("a week ago", "2021-07-21"),
        ("2 months ago", "2021-05"),
        ("منذ سنتين", "2019"),
        ("12 November", "2020-11-12"),
        ("Updated July 27", "2021-07-27"),
        ("27/07/21", "2021-07-27"),
        ("01/08/2021", "2021-08-01"),
        // What says its year needs no reference.
        ("2 hours ago | 1 June 2020", "2020-06-01"),
    ] {
        assert_eq!(told(text, "2021-07-28").as_deref(), Some(date), "{text}");
    }
    assert_eq!(
        told("3 hours ago", "2021-07-28T01:30:00+03:00").as_deref(),
        Some("2021-07-27T22:30:00+03:00")
    );
    assert_eq!(told("أمس 10:30 بتوقيت غرينتش", "2021-07-28").as_deref(), Some("2021-07-27T10:30:00Z"));
    assert_eq!(told("yesterday", "2021-07"), None, "a month has many yesterdays");
}

#[test]
fn a_date_line_says_nothing_else() {
    assert!(of_line("نشر في: الأربعاء 28 يوليو 2021، الساعة 10:30 م").is_some());
    assert!(of_line("Last updated on Wednesday, July 28, 2021 at 10:30 GMT").is_some());
    assert!(of_line("الأحد 14 رمضان 1445هـ الموافق 24 مارس 2024م").is_some());
    assert!(of_line("استقال الوزير في 28 يوليو 2021 بعد خلاف").is_none());
}

/// Digits of Arabic and of Persian.
fn in_digits(text: &str, zero: char) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|d| char::from_u32(zero as u32 + d)).unwrap_or(c);
    text.chars().map(digit).collect()
}

proptest! {
    #[test]
    fn nothing_that_is_written_brings_the_reader_down(text in "\\PC{0,60}", near in 1900_u16..2100) {
        let reference = PartialDate::new(near, Some(2), Some(28));
        let _ = of_text(&text, Lang::Und, reference.as_ref());
        let _ = (of_line(&text), is_stamp(&text), is_clock(&text));
    }

    #[test]
    fn words_and_signs_of_dates_in_any_order_are_read_or_refused(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "28", "7", "2021", "1445", "يوليو", "رمضان", "July", "GMT", "+", "-", "/", ":", "30", "هـ", "م",
                "الموافق", "منذ", "ago", "ساعات", "الاثنين", "last", "yesterday", "T", "W", "99999999", ".", "0",
            ]),
            0..12,
        ),
        glue in proptest::sample::select(vec!["", " "]),
    ) {
        let text = words.join(glue);
        let reference = PartialDate::new(2020, Some(2), Some(29));
        if let Some((_, range)) = find_near(&text, Lang::Und, reference.as_ref()) {
            prop_assert!(text.get(range).is_some_and(|t| !t.is_empty()));
        }
    }
}

#[test]
fn every_month_is_read_in_every_style_and_digit() {
    for (calendar, number, name) in words::months() {
        let year = if calendar == words::Calendar::Gregorian { 2021 } else { 1445 };
        let wanted = calendar::date(calendar, year, number, Some(9)).unwrap();
        for style in [
            format!("9 {name} {year}"),
            format!("{name} 9, {year}"),
            format!("9-{name}-{year}"),
            format!("9 {name}، {year}"),
            format!("9 من {name} عام {year}"),
        ] {
            for zero in ['0', '\u{660}', '\u{6F0}'] {
                let text = in_digits(&style, zero);
                assert_eq!(of_text(&text, Lang::Und, None), Some(wanted.clone()), "{text}");
            }
        }
    }
}
