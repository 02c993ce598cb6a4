//! An article that means harm: whatever is in its text, its metadata or its file's name, nothing of it reaches the
//! terminal as a command.

use serde_json::Value;

use crate::support::{Sandbox, assert_tame, list, text};

/// Screen switching, a window title by C1, the clipboard, a bell, backspaces, a right-to-left override without end,
/// an isolate without end and an end without an isolate.
pub(crate) const HARM: &str = "\u{1b}[2J\u{1b}[?1049h\u{9b}31mred\u{9d}0;title\u{9c}\u{1b}]52;c;ZXZpbA==\u{7}\u{8}\u{8}\
    \u{202e}turned\u{202d}\u{2066}opened\u{2069}\u{2069}\u{2067}\u{85}";

fn unescaped(value: &Value) {
    match value {
        Value::String(text) => assert_tame(text),
        Value::Array(values) => values.iter().for_each(unescaped),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            assert_tame(name);
            unescaped(value);
        }),
        _ => {}
    }
}

#[test]
fn nothing_in_an_article_reaches_the_terminal_as_a_command() {
    let home = Sandbox::new();
    // Long enough that so many control characters do not make it binary data.
    let calm = "Nothing happens in this sentence, and it takes its time about it. ".repeat(40);
    let page =
        format!("A quiet title {HARM} ends\n\nThe paragraph says {HARM} zebra. {calm}\n\n- an item {HARM}\n");
    home.write("in/page.txt", &page);
    let quoted = serde_json::to_string(HARM).unwrap();
    let front = format!(
        "---\ntitle: {quoted}\nlang: ar\nsource: {quoted}\nauthor: {quoted}\nurl: {quoted}\ntopics: [{quoted}]\n\
         countries: [{quoted}]\npair: {quoted}\ndate: {quoted}\n---\n\nقال الحمار الوحشي zebra {HARM} ثم مضى.\n"
    );
    home.write("in/front.md", front);
    home.write(
        "in/\u{1b}[31mname\u{202e}.txt",
        "A file with a name\n\nThat is all that zebra says in this one.\n",
    );
    home.write("in/\u{1b}[32mbinary.txt", b"\0\0\0\0");

    let run = |line: &str| {
        let ran = home.line(line);
        assert_tame(&ran.out);
        assert_tame(&ran.err);
        ran
    };
    run("import in");
    let hits = crate::support::records(&run("search --json zebra").out);
    assert_eq!(hits.len(), 3);
    run("search zebra");
    run("facets");
    run("archive info");
    run("export --format md zebra");
    run("read nowhere in/\u{1b}[32mbinary.txt");
    run(&format!("show {HARM}"));
    run(&format!("print {HARM}"));
    run(&format!("search z --archive {HARM}"));
    for hit in &hits {
        let id = text(hit, "id");
        for profile in ["visual", "visual-lrm", "implicit", "logical"] {
            run(&format!("show {id} --width 60 --profile {profile}"));
        }
        let whole = crate::support::records(&run(&format!("show --json {id}")).out).remove(0);
        unescaped(&whole["blocks"]);
        assert!(list(&whole, "blocks").iter().any(|b| text(b, "text").contains("zebra")));
    }
    run("facets --json");
}

#[test]
fn the_filter_passes_no_command_on() {
    let home = Sandbox::new();
    for profile in ["visual", "visual-lrm", "implicit", "logical"] {
        let line = format!("print --width 50 --profile {profile}");
        let out = home.pipe(&line, format!("before {HARM} after\nقبل {HARM} بعد\n").as_bytes()).done();
        assert_tame(&out);
        assert!(out.contains("before"), "the text around it stays: {out}");
    }
}
