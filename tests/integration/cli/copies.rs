//! Versions of one text from several files: one entry, and each version whole.

use serde_json::json;

use crate::support::{Sandbox, list, number, text};

/// A report of sixty words and more, in Markdown, as a paper of this name carried it.
fn page(source: &str, address: &str, more: &str) -> String {
    format!(
        "---\ntitle: The lamps of the quay\nlang: en\ndate: 2023-02-03\nsource: {source}\nurl: http://{address}\n---\n\n\
         The town council voted on Friday to replace every lamp along the old quay before the summer fair begins.\n\n\
         Each of the iron posts will be taken down, cleaned and painted by pupils of the craft school next door, who \
         did the same with the railings of the market bridge two years ago.\n\n\
         A painter who lives above the rope shop said that she would miss the yellow light on the water.\n\n{more}\n"
    )
}

#[test]
fn a_report_that_several_papers_carried_is_one_entry_with_all_its_sources() {
    let home = Sandbox::new();
    home.write("alef.md", page("Alef", "alef.example/1", ""));
    home.write("bee.md", page("Bee", "bee.example/9", "The gulls were not asked."));
    let told = home.line("import --json alef.md bee.md").records().pop().unwrap();
    assert_eq!((number(&told["imported"]), number(&told["linked"])), (2, 1), "{told}");
    let hits = home.line("search --json source:Bee gulls").records();
    let [hit] = hits.as_slice() else { panic!("one hit, not {hits:?}") };
    let [copy] = list(hit, "copies") else { panic!("one copy: {hit}") };
    assert_eq!((&copy["source"], &copy["url"]), (&json!("Bee"), &json!("http://bee.example/9")));
    assert!(text(copy, "path").ends_with("/bee.md") && copy["date"] == "2023-02-03", "{copy}");
    // The copy is there by its own id, and says of what it is one.
    let whole = home.line(&format!("show --json {}", text(copy, "id"))).records().remove(0);
    assert_eq!(list(&whole, "copies")[0]["id"], hit["id"]);
    assert_eq!(list(&whole, "blocks").len(), 4);
    // The parts of the line under the title are kept together.
    let shown = |id: &str| home.line(&format!("show --profile visual {id} --width 90")).done();
    let said = |id: &str| shown(id).replace('\u{a0}', " ");
    assert!(said(text(hit, "id")).contains("Alef, Bee"), "{}", said(text(hit, "id")));
    assert!(said(text(copy, "id")).contains("copy of Alef"), "{}", said(text(copy, "id")));
    let info = home.line("archive --json info").records().remove(0);
    assert_eq!((number(&info["articles"]), number(&info["copies"])), (1, 1));
    let again = home.line("import alef.md bee.md").done();
    assert!(again.contains("0 imported, 0 updated, 2 unchanged"), "{again}");
    home.line("archive check").done();
}

#[test]
fn an_archive_that_was_exported_comes_back_with_nothing_new() {
    let home = Sandbox::new();
    home.write("alef.md", page("Alef", "alef.example/1", ""));
    home.write(
        "other.md",
        page("Alef", "alef.example/1", "A second file of the same address has a line more."),
    );
    home.line("import alef.md other.md").done();
    home.line("export --format jsonl --out all.jsonl").done();
    let again = home.line("import --json all.jsonl").records().pop().unwrap();
    assert_eq!(
        (number(&again["imported"]), number(&again["updated"]), number(&again["unchanged"])),
        (0, 0, 1)
    );
    let told = home.line("import --archive fresh alef.md other.md").done();
    assert!(told.contains("2 imported (1 of them"), "{told}");
}
