//! `correct`: what an article is about is said by hand, outlives imports, and goes from one archive to another.

use serde_json::{Value, json};

use crate::support::{Sandbox, list, text, texts};

const PAGE: &str = "<html><head><title>Ferries to Oman</title></head><body><nav><a href=\"/\">Home</a></nav>\
    <article><h1>Ferries to Oman</h1><p>Two ferries will sail from Muscat each week, the port of Oman said, and a third \
    one from Sur in the summer when the sea is calm.</p><p>Tickets are sold from Monday, and children travel free until \
    the end of the year, it said in a statement.</p></article>\
    <div class=\"related\"><h3>Related</h3><ul><li><a href=\"/a\">Kenya builds a lighthouse</a></li></ul></div>\
    </body></html>";

fn home() -> (Sandbox, String) {
    let home = Sandbox::new();
    home.write("ferries.html", PAGE);
    home.line("import ferries.html").done();
    let id = text(&home.line("search --json lang:en").records()[0], "id").to_owned();
    (home, id)
}

fn shown(home: &Sandbox, id: &str) -> Value {
    home.line(&format!("show --json {id}")).records().remove(0)
}

#[test]
fn what_an_article_is_about_is_said_by_hand_and_wins_over_the_next_import() {
    let (home, id) = home();
    assert_eq!(texts(&shown(&home, &id), "countries"), ["OM"]);
    let said =
        home.run(["correct", "--json", &id, "--is", "كينيا", "topic:economy", "--not", "OM"]).records();
    assert_eq!(
        (texts(&said[0], "is"), texts(&said[0], "not")),
        (vec!["country:KE", "topic:economy"], vec!["country:OM"])
    );
    home.write("ferries.html", PAGE.replace("each week", "every week, Oman said,"));
    home.line("import ferries.html").done();
    let article = shown(&home, &id);
    assert_eq!((texts(&article, "countries"), texts(&article, "mentions")), (vec!["KE"], vec![]));
    assert!(texts(&article, "topics").contains(&"economy"));
    assert_eq!(home.line("search --json country:KE").records().len(), 1);
    assert!(home.line("search --json country:OM").records().is_empty());
    home.run(["correct", &id, "--forget-all"]).done();
    assert_eq!(texts(&shown(&home, &id), "countries"), ["OM"]);
    home.line("archive check").done();
}

#[test]
fn what_was_cut_is_put_back_and_cut_again() {
    let (home, id) = home();
    let cut = |home: &Sandbox| -> Vec<String> {
        list(&shown(home, &id), "cut").iter().map(|cut| text(cut, "text").to_owned()).collect()
    };
    let piece = cut(&home).into_iter().find(|piece| piece.contains("lighthouse")).unwrap();
    assert!(home.line("search --json lighthouse").records().is_empty());
    home.run(["correct", &id, "--put-back", &piece]).done();
    assert_eq!(home.line("search --json lighthouse").records().len(), 1);
    assert!(!cut(&home).contains(&piece));
    home.run(["correct", &id, "--cut-again", &piece]).done();
    assert!(cut(&home).contains(&piece));
    home.run(["correct", &id, "--put-back", "no such words"]).refused(1, &["no such words", "show --json"]);
}

#[test]
fn corrections_go_to_another_archive_line_by_line() {
    let (home, id) = home();
    home.run(["correct", &id, "--is", "org:Harbour Board", "--mentions", "KE"]).done();
    let listed = home.line("correct --json").done();
    home.line("import --archive other ferries.html").done();
    let lines = format!("{listed}{{\"id\":\"x\",\"is\":[\"planet:Mars\"]}}\n");
    let taken = home.pipe("correct --archive other --from -", lines.as_bytes());
    assert_eq!((taken.code, taken.out.as_str()), (3, "1 corrected\n"));
    assert!(taken.err.contains("line 2") && taken.err.contains("planet:Mars"), "{}", taken.err);
    assert_eq!(home.line("correct --json --archive other").done(), listed);
    let moved = home.run(["show", "--json", "--archive", "other", &id]).records().remove(0);
    assert_eq!((texts(&moved, "mentions"), texts(&moved, "orgs")), (vec!["KE"], vec!["Harbour Board"]));
    assert_eq!(moved["correction"]["judged"][0]["verdict"], json!("is"));
}

#[test]
fn what_names_nothing_is_refused_with_what_is_meant() {
    let (home, id) = home();
    home.run(["correct", &id, "--is", "Frannce"]).refused(2, &["Frannce", "France"]);
    home.run(["correct", &id, "--mentions", "topic:norms"]).refused(2, &["topic:norms", "--is"]);
    assert!(home.line("correct --json").records().is_empty());
}
