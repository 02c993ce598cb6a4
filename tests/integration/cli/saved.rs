//! Searches kept under names: kept, listed with what is new, narrowed, renamed, forgotten.

use serde_json::json;

use crate::support::{Sandbox, pages, text};

fn import(home: &Sandbox, name: &str, title: &str) {
    let page = format!("---\ntitle: {title}\nlang: en\ndate: 2021-05-06\n---\n\n{title} and its ships.\n");
    let path = home.write(name, page);
    home.run(["import".as_ref(), path.as_os_str()]).done();
}

#[test]
fn a_search_is_kept_and_tells_what_came_in_since_it_was_looked_at() {
    let home = Sandbox::new();
    home.run(["import".as_ref(), pages().as_os_str()]).done();
    assert!(home.line("saved --json").records().is_empty());
    home.run(["saved", "keep", "the sea", "lang:en", "ships"]).done();
    home.run(["saved", "keep", "عربي", "لغة:ar"]).done();
    import(&home, "one.md", "A quay for ships");
    import(&home, "two.md", "Bread without flour");
    let listed = home.line("saved list --json").records();
    assert_eq!(listed[0]["name"], "the sea");
    assert_eq!(listed[0]["query"], "ships lang:en");
    assert_eq!(listed[0]["new"], json!(2), "{listed:?}");
    assert_eq!((text(&listed[1], "query"), &listed[1]["new"]), ("lang:ar", &json!(0)));
    let found = home.run(["search", "--json", "--saved", "the sea", "--new"]).records();
    assert_eq!(found.len(), 2);
    let found = home.run(["search", "--json", "--saved", "the sea", "--new", "flour"]).records();
    assert_eq!(found.iter().map(|hit| text(hit, "title")).collect::<Vec<_>>(), ["Bread without flour"]);
    home.run(["saved", "seen", "the sea"]).done();
    assert!(home.run(["search", "--json", "--saved", "the sea", "--new"]).records().is_empty());
    home.run(["saved", "rename", "the sea", "البحر"]).done();
    home.run(["saved", "remove", "عربي"]).done();
    let names: Vec<String> =
        home.line("saved --json").records().iter().map(|s| text(s, "name").to_owned()).collect();
    assert_eq!(names, ["البحر"]);
    home.run(["search", "--saved", "the sea"]).refused(2, &["the sea", "البحر"]);
}

#[test]
fn the_built_in_edition_keeps_searches_too() {
    let home = Sandbox::new();
    home.line("saved keep eighteen year:2018").done();
    assert_eq!(home.line("saved --json").records().len(), 1);
    assert!(!home.line("search --json --saved eighteen").records().is_empty());
}
