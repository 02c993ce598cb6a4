//! What is on the screen: the first frame, other sizes, no colours, articles that mean harm, questions.

use crate::support::pty::Terminal;
use crate::support::{Sandbox, pages};

/// The Arabic title "Washington joins the Paris Call" has this word, Paris: in its joined forms, from left to right.
const PARIS: &str = "\u{FEB2}\u{FEF3}\u{FEAD}\u{FE8E}\u{FE91}";

#[test]
fn with_nothing_configured_it_opens_on_the_edition_in_both_languages() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "", (120, 40), &[("XTERM_VERSION", "XTerm(379)")]);
    terminal.wait_for("Washington Comes Aboard the Paris Call");
    terminal.wait_for(PARIS);
    terminal.wait_for("2021-11-10");
    terminal.wait_for("Country");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn the_answers_of_the_terminal_are_never_typed_into_the_reader() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "", (100, 30), &[]);
    terminal.wait_for("Paris Call");
    terminal.keys("/Beijing");
    terminal.wait_for("Beijing");
    terminal.wait("the prompt without digits of an answer", |screen| !screen.contents().contains("62"));
    terminal.keys("\r");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn it_follows_the_window_through_every_size() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "lang:en", (200, 50), &[]);
    terminal.wait_for("Paris Call");
    for window in [(80, 24), (40, 12), (10, 3), (2, 1), (40, 12), (80, 24), (200, 50)] {
        terminal.resize(window);
        if window.0 >= 40 {
            terminal.wait(&format!("{window:?}"), |screen| screen.contents().contains("Paris"));
            // The last row is the program's own: it is never scrolled out of its window.
            terminal.wait("the status line", |screen| {
                screen.rows(0, window.0).last().is_some_and(|row| !row.trim().is_empty())
            });
        }
    }
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    terminal.assert_restored();
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "", (18, 5), &[]);
    terminal.wait_for("small");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn without_colour_there_is_none() {
    for (variables, coloured) in [(&[("NO_COLOR", "1")][..], false), (&[][..], true)] {
        let home = Sandbox::new();
        let mut terminal = Terminal::open(&home, "", (120, 40), variables);
        terminal.wait_for("Paris Call");
        terminal.keys("j\r");
        terminal.wait("an open article", |screen| screen.contents().contains('%'));
        terminal.keys("q");
        assert_eq!(terminal.left(), 0);
        assert_eq!(!colours(&terminal.bytes()).is_empty(), coloured, "{:?}", colours(&terminal.bytes()));
    }
}

/// The SGR parameters that set a colour.
fn colours(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let parameters = text.split("\x1b[").filter_map(|part| part.split_once('m').map(|(p, _)| p));
    let only_digits = parameters.filter(|p| p.chars().all(|c| c.is_ascii_digit() || ";:".contains(c)));
    let sets_colour = |p: &str| {
        p.split([';', ':']).any(|n| {
            let n: u16 = n.parse().unwrap_or(0);
            (30..=38).contains(&n) || (40..=48).contains(&n) || (90..=107).contains(&n)
        })
    };
    only_digits.filter(|p| sets_colour(p)).map(str::to_owned).collect()
}

#[test]
fn nothing_in_an_article_reaches_the_terminal_as_a_command() {
    let harm =
        "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[31;5mX\u{9b}2J\u{9d}0;owned\u{9c}\u{202e}\u{202d}\u{2067}\u{8}";
    let home = Sandbox::new();
    let calm = "Nothing happens in this sentence, and it takes its time about it. ".repeat(9);
    home.write(
        "in/page.txt",
        format!("Quiet title {harm} ends\n\nzebra {harm} stripes. {calm}\n\n- item {harm} here\n"),
    );
    let coded = serde_json::to_string(harm).unwrap();
    home.write(
        "in/front.md",
        format!("---\ntitle: {coded}\nsource: {coded}\nauthor: {coded}\n---\n\nMule {calm}\n"),
    );
    let mut terminal = Terminal::open(&home, "read in", (120, 40), &[]);
    terminal.wait_for("Quiet title");
    // The list, the article, why it has its countries, what was cut, a search, the help; Ctrl-C closes a pop-up, and
    // unlike Esc it is no beginning of another key.
    terminal.keys("jk\r");
    // Without an open article there is no pop-up to close, and Ctrl-C would leave.
    terminal.wait("an open article", |screen| screen.contents().contains('%'));
    for keys in ["e", "\x03", "c", "/zeb", "\r", "?", "\x03", "/\x15Mule\r"] {
        terminal.keys(keys);
    }
    terminal.wait_for("Mule");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    let bytes = terminal.bytes();
    let text = String::from_utf8(bytes).expect("whole characters");
    assert!(text.contains("Quiet title"));
    for wild in [
        "\u{1b}]52",
        "\u{1b}[31;5m",
        "\u{9b}",
        "\u{9d}",
        "\u{9c}",
        "\u{202e}",
        "\u{202d}",
        "\u{2067}",
        "\u{7}",
    ] {
        assert!(!text.contains(wild), "{wild:?} was sent");
    }
    terminal.assert_restored();
}

#[test]
fn files_are_read_without_an_archive_and_what_cannot_be_read_is_told_by_the_code() {
    let home = Sandbox::new();
    home.write("grid.txt", std::fs::read(pages().join("grid.en.txt")).unwrap());
    for (line, code) in [("read grid.txt", 0), ("read grid.txt nowhere.txt", 3)] {
        let mut terminal = Terminal::open(&home, line, (120, 40), &[]);
        terminal.wait_for("Kenya drills");
        terminal.keys("q");
        assert_eq!(terminal.left(), code, "{line}");
    }
    assert!(!home.path("data/qari").exists(), "nothing is kept");
}

#[test]
fn removing_asks_on_the_terminal_and_takes_no_for_an_answer() {
    let home = Sandbox::with_pages();
    for (answer, code, left) in [("\n", 1, 4), ("n\n", 1, 4), ("y\n", 0, 3)] {
        let mut terminal = Terminal::open(&home, "remove Nairobi", (120, 40), &[]);
        terminal.wait_for("[y/N]");
        assert!(terminal.screen().contains("Kenya drills"), "what would go is named: {}", terminal.screen());
        terminal.keys(answer);
        assert_eq!(terminal.left(), code);
        let info = home.line("archive info --json").records().remove(0);
        assert_eq!(info["articles"], left);
    }
}

#[test]
fn doctor_tells_what_the_terminal_answered() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "doctor --json", (120, 40), &[("VTE_VERSION", "7006")]);
    assert_eq!(terminal.left(), 0);
    let text = String::from_utf8(terminal.bytes()).unwrap();
    let record = text.lines().find_map(|l| l.find('{').and_then(|at| l.get(at..))).expect("a record");
    let record: serde_json::Value = serde_json::from_str(record.trim_end()).unwrap();
    assert_eq!(record["primary"], serde_json::json!([62, 0]));
    assert_eq!(record["profile"], "visual-bdsm");
    terminal.assert_restored();
}
