//! Bringing articles in and taking them out again.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Sandbox, list, number, pages, records, text, texts};

fn whole(home: &Sandbox, query: &str) -> Value {
    let hits = home.line(&format!("search --json {query}")).records();
    assert_eq!(hits.len(), 1, "one article for {query}: {hits:?}");
    home.line(&format!("show --json {}", text(&hits[0], "id"))).records().remove(0)
}

fn blocks(article: &Value) -> Vec<(&str, &str)> {
    list(article, "blocks").iter().map(|b| (text(b, "kind"), text(b, "text"))).collect()
}

#[test]
fn saved_pages_become_articles_without_their_furniture() {
    let home = Sandbox::new();
    let told = home.run(["import".as_ref(), "--json".as_ref(), pages().as_os_str()]).records();
    assert_eq!(told[0], json!({ "committed": 4 }));
    // All is stored before pairs are looked for.
    assert_eq!(told[1], json!({ "stored": 4 }));
    assert_eq!(
        told[2],
        json!({ "imported": 4, "updated": 0, "unchanged": 0, "linked": 0, "failed": [], "batch": 1 })
    );
    assert_eq!(told.len(), 3);

    let arabic = whole(&home, "lang:ar Nilelink");
    assert_eq!(text(&arabic, "title"), "انقطاع كابل بحري يبطئ الإنترنت في مصر واليونان");
    assert_eq!(text(&arabic, "date"), "2020-03-03");
    assert_eq!(text(&arabic, "source"), "صحيفة الميناء");
    assert_eq!(text(&arabic, "author"), "سلمى حجازي");
    assert!(texts(&arabic, "countries").starts_with(&["EG", "GR"]), "{}", arabic["countries"]);
    let kinds: Vec<&str> = blocks(&arabic).iter().map(|(kind, _)| *kind).collect();
    let expected =
        ["paragraph", "paragraph", "heading", "paragraph", "item", "item", "item", "paragraph", "paragraph"];
    assert_eq!(kinds, expected);
    assert!(blocks(&arabic)[0].1.starts_with("تباطأت"), "the dateline is cut: {:?}", blocks(&arabic)[0]);
    assert!(blocks(&arabic)[8].1.ends_with("عمل متعمد."));
    let cut = list(&arabic, "cut");
    for piece in
        ["تخطى إلى المحتوى", "شارك على فيسبوك", "اقرأ أيضا", "أطول خمسة كابلات في المتوسط", "أضف تعليقك"]
    {
        assert!(cut.iter().any(|c| text(c, "text") == piece), "'{piece}' is kept with what was cut");
        assert!(blocks(&arabic).iter().all(|(_, t)| !t.contains(piece)), "'{piece}' is in the body");
    }

    let english = whole(&home, "lang:en Nilelink");
    assert_eq!(text(&english, "title"), "Severed sea cable slows the internet in Egypt and Greece");
    assert_eq!(text(&english, "source"), "The Quay Review");
    let kinds: Vec<&str> = blocks(&english).iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, expected);
    let reason = |piece: &str| {
        let of_piece = |c: &&Value| text(c, "text") == piece;
        list(&english, "cut").iter().find(of_piece).map(|c| text(c, "reason"))
    };
    assert_eq!(reason("Skip to main content"), Some("navigation"));
    assert_eq!(reason("Advertisement"), Some("advertisement"));
    assert_eq!(reason("Back to top"), Some("back-to-top"));
}

#[test]
fn a_page_that_states_no_date_has_none() {
    let home = Sandbox::with_pages();
    let clinic = whole(&home, "صفاقس");
    assert_eq!(clinic["date"], Value::Null);
    assert_eq!(texts(&clinic, "countries"), ["TN"]);
    assert_eq!(list(&clinic, "cut")[0], json!({ "text": "(يتبع)", "reason": "to-be-continued", "after": 1 }));
    assert!(home.line("search صفاقس").done().contains("undated"));
}

#[test]
fn the_translation_of_a_page_is_found_without_being_declared() {
    let home = Sandbox::with_pages();
    let (arabic, english) = (whole(&home, "lang:ar Nilelink"), whole(&home, "lang:en Nilelink"));
    assert_eq!(texts(&arabic, "pair"), [text(&english, "id")]);
    assert_eq!(texts(&english, "pair"), [text(&arabic, "id")]);
    let beads = list(&arabic, "beads");
    assert_eq!(beads.len(), 9, "paragraph matches paragraph: {beads:?}");
    for (i, bead) in beads.iter().enumerate() {
        assert_eq!((&bead["ar"], &bead["en"]), (&json!([i]), &json!([i])));
    }
    assert_eq!(list(&whole(&home, "Nairobi"), "pair").len(), 0);
}

#[test]
fn importing_again_changes_nothing_and_a_changed_file_is_updated_until_it_is_undone() {
    let home = Sandbox::new();
    let page = home.write("news/grid.txt", fs::read(pages().join("grid.en.txt")).unwrap());
    home.line("import news").done();
    let before = whole(&home, "Nairobi");

    let again = home.line("import --json news").records().pop().unwrap();
    assert_eq!(
        (&again["imported"], &again["updated"], &again["unchanged"]),
        (&json!(0), &json!(0), &json!(1))
    );
    assert_eq!(whole(&home, "Nairobi"), before);

    let changed = fs::read_to_string(&page).unwrap().replace("two days", "three weeks");
    fs::write(&page, changed).unwrap();
    let third = home.line("import --json ./news/../news/grid.txt").records().pop().unwrap();
    assert_eq!((&third["imported"], &third["updated"]), (&json!(0), &json!(1)));
    let after = whole(&home, "Nairobi");
    assert_eq!(after["id"], before["id"]);
    assert!(blocks(&after)[0].1.contains("three weeks"));

    let undone = home.line(&format!("import --json --undo {}", third["batch"])).records();
    assert_eq!(undone, [json!({ "undone": 1, "batch": third["batch"] })]);
    assert_eq!(whole(&home, "Nairobi"), before);
    home.line("import --undo 1").done();
    assert_eq!(home.line("search --json Nairobi").records().len(), 0);
    home.line("import --undo 77").refused(1, &["77"]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let home = Sandbox::new();
    fs::create_dir_all(home.path("in/folder.txt")).unwrap();
    home.write("in/binary.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0");
    home.write("in/empty.txt", "");
    home.write(
        "in/good.txt",
        "Rain closes the mountain road to Taif\n\nThe road was closed for an hour after a storm.\n",
    );
    home.write("in/picture.png", b"\x89PNG\r\n\x1a\n");

    let ran = home.line("import --json in nowhere.txt");
    assert_eq!(ran.code, 3, "{ran:?}");
    let told = records(&ran.out);
    let summary = told.last().unwrap();
    assert_eq!(summary["imported"], 1);
    let failed: Vec<&str> = list(summary, "failed").iter().map(|f| text(f, "path")).collect();
    assert_eq!(failed.len(), 3, "{failed:?}");
    for (path, name) in failed.iter().zip(["binary.txt", "empty.txt", "nowhere.txt"]) {
        assert!(path.ends_with(name), "{path}: {name} expected");
    }
    assert!(list(summary, "failed").iter().all(|f| !text(f, "reason").is_empty()));

    let ran = home.line("import in/binary.txt");
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{ran:?}");
    assert!(ran.err.contains("binary.txt") && ran.err.contains("convert"), "{}", ran.err);
}

#[test]
fn pages_in_the_old_encodings_of_arabic_are_read() {
    let home = Sandbox::new();
    let page = fs::read_to_string(pages().join("clinic.ar.txt")).unwrap();
    home.write("windows.txt", encoding_rs::WINDOWS_1256.encode(&page).0);
    home.line("import windows.txt").done();
    let article = whole(&home, "صفاقس");
    assert_eq!(article["provenance"]["encoding"], "windows-1256");
    assert_eq!(text(&article, "title"), page.lines().next().unwrap());
}

#[test]
fn removing_asks_first_and_takes_out_what_the_query_finds() {
    let home = Sandbox::with_pages();
    home.line("remove Nilelink").refused(2, &["--yes"]);
    assert_eq!(home.line("search --json Nilelink").records().len(), 2);
    let removed = home.line("remove Nilelink lang:en --yes --json").records();
    assert_eq!(removed, [json!({ "removed": 1 })]);
    let left = home.line("search --json Nilelink").records();
    assert_eq!(left.len(), 1);
    assert_eq!(list(&left[0], "pair").len(), 0, "nobody is paired with what is gone");
    home.line("remove Nilelink lang:en --yes").refused(1, &["Nilelink"]);
    home.line(&format!("remove id:{} --yes", text(&left[0], "id"))).done();
    assert_eq!(number(&home.line("archive info --json").records()[0]["articles"]), 2);
}

#[test]
fn a_declared_value_that_is_not_understood_is_told_and_left_out() {
    let home = Sandbox::new();
    let front =
        "---\ntitle: A harbour opens\ndate: soon\n---\n\nThe harbour opened to the public this week.\n";
    home.write("harbour.md", front);
    let told = home.line("import harbour.md");
    assert!(told.err.contains("harbour.md") && told.err.contains("date: soon"), "{}", told.err);
    assert!(home.line("search --json harbour").records()[0]["date"].is_null());
}

#[test]
fn records_come_from_another_program_and_are_named_as_a_person_says() {
    let home = Sandbox::new();
    let table = "Kopf;Story\nThe tide turned;Ships came back to the harbour.\n";
    home.pipe("import - --format csv --map title=Kopf", table.as_bytes()).done();
    let found = home.line("search --json harbour").records();
    assert_eq!(text(&found[0], "title"), "The tide turned");
    // The same from the same place changes nothing, wherever it stands in it.
    let again = home.pipe("import --json - --format csv --map title=Kopf", table.as_bytes()).records();
    assert_eq!(again.last().unwrap()["unchanged"], 1);
    home.line("import x.csv --map colour=x").refused(2, &["'colour'", "author"]);
    home.line("import x.csv --format pdf").refused(2, &["'pdf'", "csv"]);
}

#[test]
fn a_file_with_many_values_that_mean_nothing_is_told_by_the_first_of_them() {
    let home = Sandbox::new();
    let record = |n: usize| format!("{{\"title\":\"Tide {n}\",\"text\":\"x\",\"date\":\"the day {n}\"}}\n");
    home.write("odd.jsonl", (0..40).map(record).collect::<String>());
    let ran = home.line("import odd.jsonl");
    let told = ran.err;
    assert_eq!(told.matches("not understood, left out").count(), 10, "{told}");
    assert!(told.contains("30 more values"), "{told}");
}

#[test]
fn the_caption_of_a_page_is_shown_with_its_article() {
    let home = Sandbox::new();
    let told =
        "The ferry left the harbour at dawn with nine people on board, and came back late in the evening.";
    let page = format!(
        "<html><body><article><h1>A long day at sea</h1><figure><img src='a.jpg'><figcaption>The ferry on Monday\
         </figcaption></figure><p>{told}</p><p>{told} Nobody was hurt.</p></article></body></html>"
    );
    home.write("in/a.html", page);
    home.line("import in").done();
    let article = whole(&home, "ferry");
    assert_eq!(text(&article, "caption"), "The ferry on Monday");
    assert!(blocks(&article).iter().all(|(_, text)| !text.contains("Monday")), "{:?}", blocks(&article));
}
