//! Highlights and snippets: what is marked, that it is original bytes, and that nothing typed can break it.

use proptest::prelude::*;
use unicode_segmentation::GraphemeCursor;

use super::*;
use crate::archive::query::{Query, Snippet, snippet};

fn matcher(query: &str, typing: bool) -> Matcher {
    Matcher::new(&Query::parse(query).unwrap(), typing)
}

/// What a query marks in a text.
fn marked<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
    matcher(query, false).find(text).into_iter().map(|range| text.get(range).unwrap()).collect()
}

fn typed<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
    matcher(query, true).find(text).into_iter().map(|range| text.get(range).unwrap()).collect()
}

#[test]
fn words_are_found_without_hamza_behind_clitics_and_under_marks() {
    assert_eq!(marked("الامن", "قال إنَّ الأَمْـن، وبالأمن"), ["الأَمْـن", "وبالأمن"]);
    assert_eq!(marked("لبنان", "في لبنان وبلبنان وللبنان لبن"), ["لبنان", "وبلبنان", "وللبنان"]);
    assert_eq!(marked("مسؤول", "مسئول ومسؤول"), ["مسئول", "ومسؤول"]);
    assert_eq!(marked("2018", "عام ٢٠١٨"), ["٢٠١٨"]);
    assert_eq!(marked("russia", "Russia’s and RUSSIA"), ["Russia’s", "RUSSIA"]);
}

#[test]
fn excluded_words_and_filters_mark_nothing() {
    assert!(matcher("-حرب country:FR", false).is_empty());
    assert_eq!(marked("سلام -حرب", "حرب وسلام"), ["وسلام"]);
}

#[test]
fn phrases_only_where_the_words_are_side_by_side_and_unexpanded() {
    assert_eq!(marked("\"مجلس الامن\"", "مجلس الأمن، ثم مجلس و الأمن، لمجلس الأمن"), ["مجلس الأمن"]);
    assert_eq!(marked("G20", "the G-20, 20 G"), ["G-20"]);
    assert_eq!(marked("\"لبنان\"", "ولبنان"), [""; 0]);
}

#[test]
fn exact_words_as_written() {
    assert_eq!(marked("=أمن", "أمن امن وأمن \u{200F}ا\u{654}من"), ["أمن", "ا\u{654}من"]);
    assert_eq!(marked("=Paris", "paris PARIS Paris Paris's"), ["Paris"]);
    assert_eq!(marked("=\"Paris Call\"", "Paris call, Paris  Call, Paris Call"), ["Paris Call"]);
}

#[test]
fn the_word_being_typed_marks_longer_ones_from_two_letters() {
    assert_eq!(typed("fr", "France far Frankly"), ["France", "Frankly"]);
    assert_eq!(typed("f", "France f"), ["f"]);
    assert_eq!(typed("فرنس", "فرنسا وفرنسا"), ["فرنسا", "وفرنسا"]);
    assert_eq!(typed("فر", "فرنسا وفرنسا"), ["فرنسا"]);
    assert_eq!(typed("fra spa", "France Spain"), ["Spain"], "only the last word is being typed");
    assert_eq!(typed("cyber-at", "cyber attack, attack"), ["cyber attack"]);
}

#[test]
fn other_inflections_are_marked_where_asked_for_and_only_for_plain_words() {
    let text = "Attacks attacked; في السودان لبن لبنان والمدارس مدرسته ومدرسة";
    let stemmed = |query: &str| -> Vec<String> {
        let found =
            matcher(query, false).with_stems(Arc::new(Protected::new(["لبنان", "السودان"]))).find(text);
        found.into_iter().map(|range| text.get(range).unwrap().to_owned()).collect()
    };
    assert_eq!(stemmed("attacking"), ["Attacks", "attacked"]);
    assert_eq!(stemmed("لبن"), ["لبن"]);
    assert_eq!(stemmed("سوداني"), ["السودان"]);
    assert_eq!(stemmed("المدرسة"), ["ومدرسة"]);
    for query in ["\"attack\"", "=attack", "x -attack"] {
        assert_eq!(stemmed(query), [""; 0], "{query}");
    }
}

#[test]
fn finding_in_an_article_takes_the_words_together() {
    let text = "مجلس الأمن القومي، والأمن في مجلس";
    let find = Matcher::for_find("مجلس الامن القو");
    let words =
        |ranges: Vec<Range<usize>>| ranges.into_iter().map(|r| text.get(r).unwrap()).collect::<Vec<_>>();
    assert_eq!(words(find.find(text)), ["مجلس الأمن القومي"]);
    assert!(Matcher::for_find(" - ").is_empty());
}

#[test]
fn a_snippet_is_the_part_with_the_most_matches_between_blanks() {
    let text =
        "zero one two three four five six paris seven eight nine ten paris call eleven twelve thirteen";
    let marks = |cut: &Snippet| -> Vec<String> {
        cut.highlights.iter().map(|r| cut.text.get(r.clone()).unwrap().to_owned()).collect()
    };
    let found = snippet(text, &matcher("paris call", false), 40);
    assert_eq!(found.text, "…paris seven eight nine ten paris call…");
    assert_eq!(marks(&found), ["paris", "paris", "call"]);
    let short = snippet(text, &matcher("paris call", false), 28);
    assert_eq!(short.text, "…ten paris call eleven…");
    assert_eq!(marks(&short), ["paris", "call"]);

    let start = snippet(text, &matcher("absent", false), 12);
    assert_eq!((start.text.as_str(), start.highlights.len()), ("zero one…", 0));
    let whole = snippet("كله هنا", &matcher("هنا", false), 40);
    assert_eq!((whole.text.as_str(), marks(&whole)), ("كله هنا", vec!["هنا".to_owned()]));
    let last = snippet(text, &matcher("thirteen", false), 30);
    assert_eq!(last.text, "…call eleven twelve thirteen");
}

fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[اأبلنو\u{64B}\u{654}ـ٠ ]{1,5}",
        "[a-c'. 0-9\u{301}🏻\u{600}-]{1,4}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn highlights_stand_apart_on_grapheme_boundaries(text in mixed(), query in "[=\"-]?[اأبلنوa-c0-9 ]{1,6}", typing: bool) {
        let Ok(query) = Query::parse(&query) else { return Ok(()) };
        let mut end = None;
        for range in Matcher::new(&query, typing).find(&text) {
            prop_assert!(range.start < range.end && end.is_none_or(|end| end < range.start));
            for at in [range.start, range.end] {
                prop_assert!(GraphemeCursor::new(at, text.len(), true).is_boundary(&text, 0).unwrap());
            }
            end = Some(range.end);
        }
    }

    #[test]
    fn a_snippet_is_short_and_its_highlights_are_inside(text in mixed(), max in 0..30_usize) {
        let cut = snippet(&text, &Matcher::for_find("ا"), max);
        prop_assert!(cut.text.chars().count() <= max.max(2), "{:?}", cut);
        for range in cut.highlights {
            prop_assert!(cut.text.get(range).is_some());
        }
    }

    #[test]
    fn a_word_of_the_text_is_found_in_it(text in mixed()) {
        let all: Vec<_> = tokens(&text).collect();
        // Not where one character stands for several words (¼, U+FDFA): its part joins the word before it.
        let shared = |range: &Range<usize>| all.iter().filter(|t| t.range.end > range.start).count() > 1;
        if let Some(token) = all.last().filter(|token| !shared(&token.range)) {
            prop_assert!(!Matcher::for_find(token.written(&text)).find(&text).is_empty());
        }
    }
}

#[test]
fn a_long_query_marks_what_each_of_its_words_marks_alone() {
    let text = "قال مجلس الأمن في لبنان إن Russia وبلبنان والأمن عام ٢٠١٨: Russia’s مجلس.";
    let words =
        ["الامن", "لبنان", "russia", "\"مجلس الامن\"", "=الأمن", "2018", "Russia", "\"مجلس الامن\"", "زيت"];
    for typing in [false, true] {
        for last in 0..words.len() {
            let query = words.get(..=last).unwrap();
            let alone = query.iter().enumerate();
            let alone = alone.flat_map(|(at, word)| matcher(word, typing && at == last).find(text)).collect();
            assert_eq!(matcher(&query.join(" "), typing).find(text), merged(alone), "{query:?} {typing}");
        }
    }
    let repeated = "russia ".repeat(200);
    assert_eq!(matcher(&repeated, false).needles.len(), 1, "a word is looked for once");
}
