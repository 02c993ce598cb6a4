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

/// Each place of the command line that somebody else's text can stand in.
fn lines(harm: &str) -> Vec<String> {
    let lines = [
        "search z --lang @",
        "search z --theme @",
        "search z --limit @",
        "search z --archive @",
        "search z --archive https://@",
        "search z --config @",
        "search country:@",
        "search year:@",
        "search \"@",
        "search sort:@ @",
        "facets @:@",
        "show @",
        "show z --width @",
        "show z --profile @",
        "import @ @/@",
        "import --undo @",
        "read @",
        "export @ --format @",
        "export @ --format md --out @/@",
        "remove @ --yes",
        "remove id:@ --yes",
        "print @",
        "print --direction @",
        "print --profile=@",
        "archive @",
        "archive copy /dev/null/@",
        "completions @",
        "doctor --profile @",
        "search --@",
        "--@ search",
    ];
    lines.iter().map(|line| line.replace('@', harm)).collect()
}

#[test]
fn no_argument_and_no_variable_reaches_the_terminal_as_a_command() {
    let home = Sandbox::with_pages();
    for line in lines(HARM).into_iter().chain([format!("{HARM}:{HARM}"), format!("-{HARM}")]) {
        let ran = home.line(&line);
        assert_tame(&ran.out);
        assert_tame(&ran.err);
    }
    for name in ["QARI_ARCHIVE", "LANG", "LC_ALL", "TERM", "TERM_PROGRAM", "COLORTERM", "VTE_VERSION", "HOME"]
    {
        for line in ["doctor", "doctor --json", "search zebra", "archive info", "archive info --json"] {
            let ran = crate::support::Ran::of(home.command(line.split(' ')).env(name, HARM));
            assert_tame(&ran.out);
            assert_tame(&ran.err);
            if line.ends_with("--json") && ran.code == 0 {
                crate::support::records(&ran.out);
            }
        }
    }
}

#[test]
fn no_setting_reaches_the_terminal_as_a_command() {
    let quoted = serde_json::to_string(HARM).unwrap();
    for settings in [
        format!("theme = {HARM}\n"),
        format!("theme = {quoted}\nlanguage = {quoted}\n"),
        format!("{quoted} = 1\nmeasure = {quoted}\n"),
        format!("[keys]\n{quoted} = [{quoted}]\nnext-match = {quoted}\n"),
        format!("keys = {quoted}\n"),
        format!("profile = {quoted}\n"),
        HARM.to_owned(),
    ] {
        let home = Sandbox::new();
        home.write("config/qari/config.toml", &settings);
        for line in ["doctor", "doctor --json", "search zebra"] {
            let ran = home.line(line);
            assert_tame(&ran.out);
            assert_tame(&ran.err);
            if line.ends_with("--json") && ran.code == 0 {
                crate::support::records(&ran.out);
            }
        }
    }
}

#[test]
fn on_a_terminal_too_nothing_foreign_is_a_command() {
    use crate::support::pty::Terminal;

    let home = Sandbox::with_pages();
    // What the test's shell would take for several words is left out.
    let harm = HARM.replace(char::is_whitespace, "");
    home.write(&format!("in/{harm}.txt"), format!("A title {harm}\n\nIt says {harm} zebra.\n"));
    home.write(&format!("in/{harm}binary.txt"), b"\0\0\0\0");
    let more = ["import in", "import in --json", "search zebra", "facets", "archive info", "archive rebuild"];
    for line in lines(&harm).into_iter().filter(|l| !l.starts_with("doctor")).chain(more.map(str::to_owned)) {
        let mut terminal = Terminal::open(&home, &line, (100, 30), &[]);
        terminal.left();
        let text = String::from_utf8(terminal.bytes()).expect("whole characters");
        // What is ours: lines end as terminals want it, and progress is written over.
        assert_tame(&text.replace("\r\n", "\n").replace("\x1b[K", "").replace('\r', ""));
        assert!(!text.contains("31mred\u{9d}") && !text.contains("\x1b]"), "{line}: {text:?}");
    }
}

#[test]
fn a_message_on_a_terminal_is_laid_out_and_its_path_keeps_its_order() {
    use crate::support::pty::Terminal;

    let home = Sandbox::new();
    // Two folders of Arabic names, then a Latin name. Forms: beh alone, teh alone.
    for (variables, folders) in [
        (&[("XTERM_VERSION", "XTerm(379)")][..], "'/tmp/\u{FE8F}/\u{FE95}/x.txt'"),
        (&[][..], "'/tmp/\u{FE8F}\u{200E}/\u{FE95}\u{200E}/x.txt'"),
    ] {
        let mut terminal = Terminal::open(&home, "print /tmp/ب/ت/x.txt", (100, 30), variables);
        assert_eq!(terminal.left(), 1);
        let text = String::from_utf8(terminal.bytes()).unwrap();
        assert!(text.contains(&format!("qari: cannot read {folders}: check the name")), "{text:?}");
    }
}
