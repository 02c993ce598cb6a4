//! `search` and `facets`: the records, the query on a command line, the built-in edition.

use qari::fold;
use serde_json::Value;

use crate::support::{Sandbox, list, number, text, texts};

/// Every hit has these fields and no others.
const HIT: [&str; 15] = [
    "author",
    "copies",
    "countries",
    "date",
    "highlights",
    "id",
    "lang",
    "mentions",
    "pair",
    "score",
    "snippet",
    "source",
    "title",
    "topics",
    "url",
];

fn ids(home: &Sandbox, line: &str) -> Vec<String> {
    home.line(line).records().iter().map(|hit| text(hit, "id").to_owned()).collect()
}

#[test]
fn with_nothing_configured_the_edition_answers_in_records_of_a_fixed_shape() {
    let home = Sandbox::new();
    let hits = home.line("search --json year:2018..2021").records();
    assert_eq!(hits.len(), 8);
    for hit in &hits {
        let fields: Vec<&String> = hit.as_object().unwrap().keys().collect();
        assert_eq!(fields, HIT);
        assert!(["ar", "en"].contains(&text(hit, "lang")));
        assert!(
            text(hit, "date").len() == 10 && !text(hit, "title").is_empty() && !text(hit, "id").is_empty()
        );
        assert!(
            texts(hit, "countries").iter().all(|c| c.len() == 2 && c.chars().all(|c| c.is_ascii_uppercase()))
        );
        assert!(texts(hit, "mentions").iter().all(|c| !texts(hit, "countries").contains(c)));
        assert!(!texts(hit, "topics").is_empty());
        assert_eq!(texts(hit, "pair").len(), 1);
        assert!(hit["score"].is_null() && hit["url"].is_null());
    }
    let dates: Vec<&str> = hits.iter().map(|h| text(h, "date")).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "newest first: {dates:?}");
    assert_eq!(ids(&home, "search --json --archive edition year:2018..2021").len(), 8);
}

#[test]
fn highlights_are_bytes_of_the_snippet_that_say_the_word() {
    let home = Sandbox::new();
    // Without hamza, with other clitics, in capitals with marks: as people type.
    for (query, word) in [("الامن", "امن"), ("امريكية", "امريك"), ("BEIJING", "beijing"), ("cybér", "cyber")]
    {
        let hits = home.line(&format!("search --json {query}")).records();
        assert!(!hits.is_empty(), "{query}");
        let mut seen = 0;
        for hit in &hits {
            for range in list(hit, "highlights") {
                let (start, end) = (number(&range[0]), number(&range[1]));
                let shown =
                    text(hit, "snippet").get(start..end).expect("a range on the boundaries of characters");
                assert!(fold::fold(shown).contains(word), "'{shown}' is no {query}");
                seen += 1;
            }
        }
        assert!(seen > 0, "{query} is highlighted nowhere");
    }
}

#[test]
fn a_query_needs_no_quotes_and_no_double_hyphen() {
    let home = Sandbox::new();
    let all = ids(&home, "search --json year:2018..2021");
    let without = ids(&home, "search --json -country:RU");
    let with = ids(&home, "search --json country:RU");
    assert!(!with.is_empty() && !without.is_empty());
    assert_eq!(with.len() + without.len(), all.len());
    assert!(with.iter().all(|id| !without.contains(id)));
    assert_eq!(ids(&home, "search -country:RU --json"), without);
    assert_eq!(ids(&home, "search --json -- -country:RU"), without);
    // Words after one another are one query; a word that names a command is a word there.
    assert_eq!(ids(&home, "search --json Paris Call"), ids(&home, "search --json Call Paris"));
    assert_eq!(ids(&home, "search --json search import").len(), 0);
    // The Arabic names of fields, and Arabic digits.
    assert_eq!(ids(&home, "search --json سنة:٢٠١٨"), ids(&home, "search --json year:2018"));
}

#[test]
fn limit_any_and_relevance_do_what_they_say() {
    let home = Sandbox::new();
    let ran = home.line("search --limit 3 year:2018..2021");
    assert!(ran.err.contains("3 of 8"), "{}", ran.err);
    assert_eq!(home.line("search --json --limit 3 year:2018..2021").records().len(), 3);
    let scores: Vec<f64> = home
        .line("search --json sort:relevance cyber OR dialogue")
        .records()
        .iter()
        .map(|hit| hit["score"].as_f64().expect("a score"))
        .collect();
    assert!(scores.len() > 1 && scores.is_sorted_by(|a, b| a >= b), "best first: {scores:?}");

    let home = Sandbox::with_pages();
    let ran = home.line("search anchor Nairobi");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("--any"), "{}", ran.err);
    assert_eq!(home.line("search --json --any anchor Nairobi").records().len(), 2);
    // No date matches an article without one; it is counted beside.
    let ran = home.line("search --json date:2020");
    assert_eq!(ran.out.lines().count(), 2);
    assert!(home.line("search date:2020").err.contains("2 undated"));
}

#[test]
fn facets_count_beside_their_own_selection_and_are_named_in_both_languages() {
    let home = Sandbox::new();
    let all = home.line("facets --json").records();
    let france = home.line("facets --json country:FR lang:ar").records();
    let count = |records: &[Value], facet: &str, value: &str| {
        let found = records.iter().find(|r| text(r, "facet") == facet && text(r, "value") == value);
        found.map_or(0, |r| number(&r["count"]))
    };
    for record in all.iter().chain(&france) {
        let fields: Vec<&String> = record.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["count", "facet", "label", "parent", "value"]);
        assert!(
            !text(&record["label"], "ar").is_empty() && !text(&record["label"], "en").is_empty(),
            "{record}"
        );
    }
    let label =
        |value: &str| all.iter().find(|r| text(r, "value") == value).map(|r| r["label"].clone()).unwrap();
    assert_eq!((text(&label("FR"), "ar"), text(&label("FR"), "en")), ("فرنسا", "France"));
    assert!(all.iter().any(|r| text(r, "facet") == "topic" && !r["parent"].is_null()), "topics are a tree");

    assert_eq!(count(&all, "lang", "ar") + count(&all, "lang", "en"), 8);
    // The chosen country does not narrow the countries, the chosen language does.
    assert_eq!(count(&france, "country", "RU") * 2, count(&all, "country", "RU"));
    assert_eq!(count(&france, "lang", "en"), count(&all, "country", "FR") / 2);
    assert_eq!(count(&france, "year", "2018"), 1);
    // What is chosen stays in sight without a hit.
    let none = home.line("facets --json country:JP").records();
    assert!(none.iter().any(|r| text(r, "value") == "JP" && number(&r["count"]) == 0));
}

#[test]
fn a_mistake_in_the_query_is_wrong_usage_and_says_where() {
    let home = Sandbox::new();
    home.line("search countri:FR").refused(2, &["'countri'", "column 1", "'country'"]);
    home.line("facets year:soon").refused(2, &["soon", "column"]);
    home.line("remove countri:FR --yes").refused(2, &["countri"]);
    home.line("export countri:FR --format jsonl").refused(2, &["countri"]);
}

#[test]
fn the_archive_named_by_argument_goes_before_the_environment_before_the_standard_one() {
    let home = Sandbox::with_pages();
    let grid = crate::support::pages().join("grid.en.txt");
    home.run(["import".as_ref(), "--archive".as_ref(), "other".as_ref(), grid.as_os_str()]).done();
    let articles = |line: &str, variable: Option<&str>| {
        let mut command = home.command(line.split(' '));
        command.envs(variable.map(|v| ("QARI_ARCHIVE", v)));
        number(&crate::support::Ran::of(&mut command).records()[0]["articles"])
    };
    assert_eq!(articles("archive info --json", None), 4);
    assert_eq!(articles("archive info --json", Some("other")), 1);
    assert_eq!(articles("archive info --json", Some("")), 4);
    assert_eq!(articles("archive info --json --archive edition", Some("other")), 8);
    assert_eq!(articles("--archive other archive info --json", Some("edition")), 1);
}
