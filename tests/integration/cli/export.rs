//! `export`: what leaves the archive comes back the same.

use std::fs;

use serde_json::Value;

use crate::support::{Sandbox, list, text};

#[test]
fn exported_records_are_those_of_show() {
    let home = Sandbox::with_pages();
    let exported = home.line("export --format jsonl Nilelink").records();
    assert_eq!(exported.len(), 2);
    for article in &exported {
        assert_eq!(
            home.line(&format!("show --json {}", text(article, "id"))).records(),
            std::slice::from_ref(article)
        );
    }
    assert_eq!(home.line("export --format jsonl --out all.jsonl").done(), "");
    assert_eq!(fs::read_to_string(home.path("all.jsonl")).unwrap().lines().count(), 4);
}

#[test]
fn markdown_that_was_exported_comes_back_the_same() {
    let home = Sandbox::with_pages();
    // What Markdown would take for its own.
    let odd = "Ports of Oman & <the> coast\n\n# no heading, a paragraph that begins with its sign\n\n1. Salalah has *stars* and_underscores_ in it.\n2. Sur has [brackets] and `ticks` \\ too.\n\n2020. This paragraph begins with a year and a full stop.\n";
    home.write("odd.txt", odd);
    home.line("import odd.txt").done();
    for archive in [home.archive().display().to_string(), "edition".to_owned()] {
        let before = home.line(&format!("export --format jsonl --archive {archive}")).records();
        let folder = home.path("out");
        fs::create_dir_all(&folder).unwrap();
        home.line(&format!("export --format md --out out --archive {archive}")).done();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), before.len());
        home.line("import --archive elsewhere out").done();
        let after = home.line("export --format jsonl --archive elsewhere").records();
        assert_eq!(after.len(), before.len());
        for old in &before {
            let new = after.iter().find(|a| a["title"] == old["title"]).expect("the title is kept");
            for field in ["lang", "date", "source", "author", "url", "blocks", "countries", "topics"] {
                assert_eq!(new[field], old[field], "{field} of {}", text(old, "title"));
            }
            assert_eq!(list(new, "pair").len(), list(old, "pair").len(), "{}", text(old, "title"));
        }
        fs::remove_dir_all(&folder).unwrap();
        fs::remove_dir_all(home.path("elsewhere")).unwrap();
    }
}

#[test]
fn markdown_on_standard_output_is_logical_text_with_front_matter() {
    let home = Sandbox::with_pages();
    let text = home.line("export --format md Nilelink lang:ar").done();
    assert!(text.starts_with("---\nid: "), "{text}");
    assert!(text.contains("\ndate: \"2020-03-03\"\n"));
    assert!(text.contains("\n## من يتأثر بالعطل\n") && text.contains("\n- تحويل حركة البيانات"));
    let shaped = |c: char| ('\u{FE70}'..='\u{FEFC}').contains(&c);
    assert!(!text.contains(shaped), "letters are as they are spelled");
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let home = Sandbox::with_pages();
    home.line("export --format md --out no/such/place.md").refused(1, &["'no/such/place.md'", "check"]);
    if fs::metadata("/dev/full").is_ok() {
        home.line("export --format jsonl --out /dev/full").refused(1, &["No space"]);
        let full = || fs::File::options().write(true).open("/dev/full").unwrap();
        for line in ["search year:2020", "facets", "export --format md", "archive info", "man", "print -"] {
            let mut command = home.command(line.split(' '));
            let input = home.write("in.txt", "some words\n");
            let child = command.stdout(full()).stdin(fs::File::open(input).unwrap());
            let ran = crate::support::Ran::of(child.stderr(std::process::Stdio::piped()));
            assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{line}: {ran:?}");
        }
    }
}

#[test]
fn what_was_cut_is_exported_with_the_record() {
    let home = Sandbox::with_pages();
    let article: Value = home.line("export --format jsonl Nairobi").records().remove(0);
    assert_eq!(text(&list(&article, "cut")[0], "text"), "(more to follow)");
}

#[test]
fn exported_translations_name_their_story() {
    let home = Sandbox::new();
    home.line("export --archive edition --format md --out all.md date:2018").done();
    let text = fs::read_to_string(home.path("all.md")).unwrap();
    assert_eq!(text.matches("pair: \"paris-call-2018\"").count(), 2, "{text}");
}

#[test]
fn articles_exported_to_one_file_come_back_as_themselves() {
    let home = Sandbox::new();
    home.line("export --archive edition --format md --out all.md").done();
    home.line("import --archive other all.md").done();
    let ids = |archive: &str| {
        let hits = home.line(&format!("search --json --archive {archive} sort:title")).records();
        hits.iter().map(|hit| (text(hit, "id").to_owned(), text(hit, "title").to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(ids("other").len(), 8);
    assert_eq!(ids("other"), ids("edition"));
    assert!(home.line("search --json --archive other is:paired").records().len() == 8);
}

#[test]
fn exported_records_come_back_as_themselves() {
    let home = Sandbox::new();
    home.line("export --archive edition --format jsonl --out all.jsonl").done();
    home.line("import --archive other all.jsonl").done();
    let records =
        |archive: &str| home.line(&format!("export --archive {archive} --format jsonl sort:title")).records();
    let (before, after) = (records("edition"), records("other"));
    assert_eq!(after.len(), 8);
    for (old, new) in before.iter().zip(&after) {
        let kept =
            ["id", "title", "original_title", "lang", "date", "source", "author", "url", "blocks", "cut"];
        for field in kept.into_iter().chain(["countries", "topics", "pair", "machine_translated"]) {
            assert_eq!(new[field], old[field], "{field} of {}", text(old, "title"));
        }
    }
    let again = home.line("import --json --archive other all.jsonl").records();
    assert_eq!(again.last().expect("a summary")["unchanged"], 8);
}

#[test]
fn a_line_that_is_no_record_is_named_and_the_rest_goes_on() {
    let home = Sandbox::new();
    let lines = "{\"title\": \"Tide tables\", \"text\": \"High water at noon.\\n\\nLow water at six.\"}\n\n{\"title\": \n[1]\n{}\n{\"title\": \"Red \\u001b[31mtide\", \"text\": \"a\\u009bb\"}";
    home.write("tides.jsonl", lines);
    let told = home.line("import --json --archive other tides.jsonl");
    assert_eq!(told.code, 3);
    let summary: Value =
        told.out.lines().last().map(|l| serde_json::from_str(l).unwrap()).expect("a summary");
    assert_eq!(summary["imported"], 2);
    let failed: Vec<&str> = list(&summary, "failed").iter().map(|f| text(f, "path")).collect();
    assert!(failed.len() == 3 && failed[0].ends_with("#3") && failed[2].ends_with("#5"), "{failed:?}");
    let found = home.line("export --format jsonl --archive other water").records();
    assert_eq!(list(&found[0], "blocks").len(), 2);
    let red = home.line("export --format jsonl --archive other Red").records();
    assert_eq!((text(&red[0], "title"), text(&list(&red[0], "blocks")[0], "text")), ("Red [31mtide", "ab"));
}
