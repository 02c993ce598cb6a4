//! Topics of the user's own: they are found, named and asked for as those of the program are.

use crate::support::{Sandbox, text, texts};

const TOPICS: &str = r#"
[beekeeping]
under = "environment"
ar = "تربية النحل"
en = "Beekeeping"
strong = ["النحالين", "خلايا النحل", "beekeepers", "beehives"]
terms = ["عسل", "honey"]
colour = "yellow"
"#;

#[test]
fn a_topic_of_the_users_is_found_labelled_and_asked_for() {
    let home = Sandbox::new();
    home.write("config/qari/topics.toml", TOPICS);
    let page = home.write(
        "bees.md",
        "# Beekeepers count their losses\n\nHalf of the beehives in the valley are empty.\n\nThe beekeepers sold no honey.\n",
    );
    let ran = home.run(["import".as_ref(), page.as_os_str()]);
    assert!(ran.err.contains("topics.toml:8: beekeeping.colour: unknown key"), "{}", ran.err);
    ran.done();
    let hits = home.line("search --json topic:beekeeping").records();
    assert_eq!(hits.len(), 1);
    assert_eq!(texts(&hits[0], "topics")[0], "beekeeping");
    assert_eq!(home.line("search --json topic:environment").records().len(), 1, "its root has it too");
    let facets = home.line("facets --json").records();
    let facet = facets.iter().find(|f| text(f, "value") == "beekeeping").unwrap();
    assert_eq!((text(facet, "parent"), text(&facet["label"], "en")), ("environment", "Beekeeping"));
    assert_eq!(home.run(["search", "--json", "موضوع:«تربية النحل»"]).records().len(), 1);
}

#[test]
fn changed_topics_make_an_article_worth_reading_again() {
    let home = Sandbox::new();
    let page = home.write("bees.md", "# Beekeepers count losses\n\nHalf of the beehives are empty.\n");
    home.run(["import".as_ref(), page.as_os_str()]).done();
    assert!(home.line("search --json topic:beekeeping").records().is_empty());
    home.write("config/qari/topics.toml", TOPICS.replace("colour = \"yellow\"\n", ""));
    let told = home.run(["import".as_ref(), "--json".as_ref(), page.as_os_str()]).records();
    assert!(told.iter().any(|t| t["updated"] == 1), "{told:?}");
    assert_eq!(home.line("search --json topic:beekeeping").records().len(), 1);
}
