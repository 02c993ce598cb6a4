//! What a query may have meant instead, and what is wrong with one, as people and scripts are told.

use crate::support::{Sandbox, number, records, text};

#[test]
fn what_finds_nothing_is_put_right_and_counted() {
    let home = Sandbox::new();
    // The keys of a Chinese name in Arabic, on a Latin keyboard.
    let ran = home.line("search hgwdk");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("did you mean 'الصين'?"), "{}", ran.err);
    let ran = home.line("search --json hgwdk");
    let offers = records(&ran.err);
    assert_eq!((text(&offers[0], "offer"), text(&offers[0], "query")), ("keyboard", "الصين"));
    let found = home.line("search --json الصين").records().len();
    assert_eq!(number(&offers[0]["count"]), found);
}

#[test]
fn a_country_by_name_offers_its_filter_beside_what_it_finds() {
    let home = Sandbox::new();
    for word in ["فرنسا", "France", "وفرنسا"] {
        let ran = home.line(&format!("search --json {word}"));
        let offers = records(&ran.err);
        assert_eq!((text(&offers[0], "offer"), text(&offers[0], "meant")), ("facet", "country:FR"), "{word}");
        assert!(number(&offers[0]["count"]) > 0);
    }
    let ran = home.line("--lang ar search فرنسا");
    assert!(ran.err.contains("country:FR") && ran.err.contains("اسم فرنسا"), "{}", ran.err);
    assert!(home.line("search --json country:FR").err.is_empty());
}

#[test]
fn a_topic_that_is_not_known_offers_the_one_that_is_called_nearly_so() {
    let home = Sandbox::new();
    let ran = home.line("search --json topic:cybr");
    let offers = records(&ran.err);
    assert_eq!((text(&offers[0], "offer"), text(&offers[0], "query")), ("spelling", "topic:cyber-security"));
    assert!(number(&offers[0]["count"]) > 0);
    let ran = home.line("search موضوع:سيبرني");
    assert!(ran.err.contains("did you mean 'topic:cyber-security'?"), "{}", ran.err);
    home.line("search دولة:فرنصا").refused(2, &["'فرنصا'", "did you mean 'فرنسا'?"]);
}

#[test]
fn a_mistake_in_a_query_is_told_in_the_interfaces_language() {
    let home = Sandbox::new();
    home.line("search contry:FR").refused(2, &["'contry' at column 1", "did you mean 'country'?"]);
    home.line("--lang ar search contry:FR")
        .refused(2, &["حقل غير معروف 'contry'", "العمود 1", "هل تقصد 'country'؟"]);
    home.line("--lang ar facets sort:size").refused(2, &["'sort:size' ليس ترتيبًا"]);
}

#[test]
fn a_question_is_asked_with_any_of_its_words_whatever_its_punctuation() {
    let home = Sandbox::new();
    let ran = home.run(["search", "--json", "--any", "- what did \"China say: and where?"]);
    assert!(!ran.records().is_empty());
}

#[test]
fn the_forms_of_a_word_are_listed_with_the_articles_that_have_them() {
    let home = Sandbox::new();
    home.write("in/a.md", "---\nid: formsa\ntitle: One\n---\n\nZebra and zebra, ZEBRAS too.\n");
    home.write("in/b.md", "---\nid: formsb\ntitle: Two\n---\n\nA Zebra.\n");
    home.line("import in").done();
    let ran = home.line("search --forms --json zebra");
    let forms = ran.records();
    let told: Vec<(&str, usize)> =
        forms.iter().map(|form| (text(form, "written"), number(&form["articles"]))).collect();
    assert_eq!(told, [("Zebra", 2), ("ZEBRAS", 1), ("zebra", 1)]);
    assert_eq!(
        (number(&forms[0]["read"]), number(&forms[0]["of"]), text(&forms[0], "word")),
        (2, 2, "zebra")
    );
    let ran = home.line("search --forms zebra~-ZEBRAS");
    assert!(ran.out.contains("ZEBRAS") && ran.out.contains("left out"), "{}", ran.out);
    assert!(ran.err.contains("counted in all 2 articles"), "{}", ran.err);
    assert!(home.line("search --forms =zebra").err.contains("no word"));
}
