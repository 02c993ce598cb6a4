//! `show`: an article as a record, and laid out.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Sandbox, columns, list, number, text, texts};

fn articles(home: &Sandbox) -> Vec<Value> {
    let hits = home.line("search --json year:2018..2021").records();
    let line = |hit: &Value| format!("show --json {}", text(hit, "id"));
    hits.iter().map(|hit| home.line(&line(hit)).records().remove(0)).collect()
}

#[test]
fn the_record_has_the_hits_fields_the_blocks_the_beads_and_the_evidence() {
    let home = Sandbox::new();
    let all = articles(&home);
    let by_id = |id: &str| all.iter().find(|a| text(a, "id") == id).unwrap();
    for article in &all {
        let kinds: BTreeSet<&str> = list(article, "blocks").iter().map(|b| text(b, "kind")).collect();
        assert!(kinds.iter().all(|k| ["heading", "paragraph", "item", "quote"].contains(k)), "{kinds:?}");
        assert!(list(article, "blocks").len() >= 8);
        assert!(list(article, "blocks").iter().all(|b| !text(b, "text").contains('\n')));
        assert!(article["cut"].is_array() && article["orgs"].is_array());

        let other = by_id(texts(article, "pair")[0]);
        let (ar, en) = if text(article, "lang") == "ar" { (article, other) } else { (other, article) };
        for (side, whole) in [("ar", ar), ("en", en)] {
            let indices: Vec<usize> =
                list(article, "beads").iter().flat_map(|b| list(b, side)).map(number).collect();
            let expected: Vec<usize> = (0..list(whole, "blocks").len()).collect();
            assert_eq!(indices, expected, "each block of {side} is in one bead, in order");
        }
        let sure = |bead: &Value| (0.0..=1.0).contains(&bead["confidence"].as_f64().unwrap());
        assert!(list(article, "beads").iter().all(sure));
    }
}

#[test]
fn evidence_points_at_the_words_it_quotes() {
    let home = Sandbox::with_pages();
    let hits = home.line("search --json Nilelink").records();
    for hit in &hits {
        let article = home.line(&format!("show --json {}", text(hit, "id"))).records().remove(0);
        let mut values = Vec::new();
        for evidence in list(&article, "evidence") {
            values.push((text(evidence, "facet"), text(evidence, "value")));
            assert!(evidence["score"].as_f64().unwrap() > 0.0);
            for word in list(evidence, "words") {
                let whole = match word["block"].as_i64().unwrap() {
                    -1 => text(&article, "title"),
                    block => text(&list(&article, "blocks")[block as usize], "text"),
                };
                let range = number(&word["start"])..number(&word["end"]);
                assert_eq!(whole.get(range), Some(text(word, "text")));
            }
        }
        assert!(values.contains(&("country", "EG")) && values.contains(&("country", "GR")), "{values:?}");
    }
}

#[test]
fn a_laid_out_article_fits_its_columns_and_is_whole() {
    let home = Sandbox::with_pages();
    for language in ["ar", "en"] {
        let hit = home.line(&format!("search --json Nilelink lang:{language}")).records().remove(0);
        let id = text(&hit, "id");
        let article = home.line(&format!("show --json {id}")).records().remove(0);
        for width in [24_usize, 60, 100] {
            let shown = home.line(&format!("show {id} --width {width}")).done();
            for row in shown.lines() {
                assert!(columns(row) <= width && row.trim_end() == row, "{width}: {row:?}");
            }
        }
        // Wrapped only, the text can be compared; blanks apart, nothing is missing.
        let logical = home.line(&format!("show {id} --width 40 --profile logical")).done();
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for block in list(&article, "blocks") {
            assert!(squeeze(&logical).contains(&squeeze(text(block, "text"))), "{block}");
        }
    }
}

#[test]
fn side_by_side_shows_both_texts_from_top_to_end() {
    let home = Sandbox::with_pages();
    let arabic = home.line("search --json Nilelink lang:ar").records().remove(0);
    for width in [100_usize, 50] {
        let shown = home.line(&format!("show {} --side-by-side --width {width}", text(&arabic, "id"))).done();
        assert!(shown.lines().all(|row| columns(row) <= width), "{width}");
        let first = shown.lines().take(12).collect::<String>();
        assert!(first.contains("Severed sea cable"), "{first}");
        // "Cable" of the Arabic title in its joined forms, from left to right on the screen.
        assert!(first.contains("\u{FEDE}\u{FE91}\u{FE8E}\u{FEDB}"), "{first}");
        assert!(shown.contains("deliberate act."), "to the end: {shown}");
        assert!(shown.lines().count() < 80, "nothing but the text: {} rows", shown.lines().count());
    }
    let grid = home.line("search --json Nairobi").records().remove(0);
    home.line(&format!("show {} --side-by-side", text(&grid, "id"))).refused(1, &["--side-by-side"]);
}

#[test]
fn what_stands_on_one_side_only_is_printed_too() {
    let home = Sandbox::new();
    let front = |lang: &str| format!("---\nlang: {lang}\npair: bridge\n---\n\n");
    let english = "# A bridge opens in Basra\n\nThe bridge opened on Monday after 7 years of work.\n\n\
        Nobody translated these words about fishermen.\n\nIt carries 4 lanes over the Shatt al-Arab.\n";
    let arabic = "# جسر يفتح في البصرة\n\nافتتح الجسر يوم الاثنين بعد 7 سنوات من العمل.\n\n\
        وهو يحمل 4 مسارات فوق شط العرب.\n";
    home.write("in/bridge.en.md", front("en") + english);
    home.write("in/bridge.ar.md", front("ar") + arabic);
    home.line("import in").done();
    let hit = home.line("search --json fishermen").records().remove(0);
    let article = home.line(&format!("show --json {}", text(&hit, "id"))).records().remove(0);
    let alone = |bead: &Value| list(bead, "ar").is_empty();
    assert_eq!(list(&article, "beads").iter().filter(|b| alone(b)).count(), 1, "{}", article["beads"]);
    for width in [150, 60] {
        let shown = home.line(&format!("show {} --side-by-side --width {width}", text(&hit, "id"))).done();
        assert!(shown.contains("fishermen"), "{shown}");
    }
}

#[test]
fn an_article_is_found_by_the_beginning_of_its_id() {
    let home = Sandbox::with_pages();
    let hit = home.line("search --json Nairobi").records().remove(0);
    let id = text(&hit, "id");
    assert_eq!(home.line(&format!("show --json {}", id.get(..5).unwrap())).records()[0]["id"], hit["id"]);
    home.line("show nothing-has-this-id").refused(1, &["'nothing-has-this-id'", "qari search"]);
    home.line(&format!("show {id} --width 0")).refused(2, &["--width"]);
}
