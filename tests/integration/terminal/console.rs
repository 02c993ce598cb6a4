//! A terminal without Arabic letters: the Linux console, and what takes no UTF-8. Nothing is sent that it would show
//! as a box.

use crate::support::Sandbox;
use crate::support::pty::Terminal;

/// A walk through every surface: list, facets, both articles, side by side, a search, help, the calibration.
#[track_caller]
fn walk(home: &Sandbox, line: &str, variables: &[(&str, &str)]) -> String {
    let mut terminal = Terminal::open(home, line, (120, 40), variables);
    terminal.wait_for("Paris Call");
    for (keys, comes) in [
        ("f", "include"),
        ("\t", "side by side"),
        ("j\r", "sure"),
        ("s", "side by side"),
        ("/\u{641}\u{631}\u{646}\u{633}\u{627}", "frnsa"),
        ("\r", "Articles"),
        ("?", "Keys"),
        ("\x03", "Articles"),
        ("t", "Which of these reads right?"),
        ("j", "ONE"),
        ("\x03", "Articles"),
    ] {
        terminal.keys(keys);
        terminal.wait_for(comes);
    }
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    String::from_utf8(terminal.bytes()).expect("whole characters")
}

/// What the console's font has, as `qari` sends it.
fn on_a_console(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{FF}'
            | '─'
            | '│'
            | '┌'
            | '┐'
            | '└'
            | '┘'
            | '├'
            | '┤'
            | '┬'
            | '┴'
            | '┼'
            | '▄'
            | '█'
    )
}

#[test]
fn nothing_is_sent_to_the_linux_console_that_its_font_lacks() {
    let home = Sandbox::new();
    let sent = walk(&home, "", &[("TERM", "linux"), ("COLORTERM", "")]);
    let lacking: Vec<char> = sent.chars().filter(|c| !on_a_console(*c)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    assert!(sent.contains("al-"), "Arabic is there in Latin letters");
    assert!(sent.contains("This terminal has no Arabic letters"), "and it is said so");
    let mut again = Terminal::open(&home, "lang:en", (120, 40), &[("TERM", "linux")]);
    again.wait_for("side by side");
    again.keys("q");
    assert_eq!(again.left(), 0);
    let again = String::from_utf8(again.bytes()).expect("whole characters");
    assert!(!again.contains("This terminal has no Arabic letters"), "once");
}

#[test]
fn a_terminal_that_takes_no_utf_8_is_sent_ascii_also_in_an_arabic_locale() {
    let home = Sandbox::new();
    let sent = walk(&home, "", &[("TERM", "xterm"), ("LANG", "ar_EG.ISO-8859-6")]);
    assert!(sent.is_ascii(), "{:?}", sent.chars().filter(|c| !c.is_ascii()).collect::<String>());
    assert!(sent.contains("Articles"), "the interface speaks English");
}

#[test]
fn the_option_and_the_setting_win_over_what_the_terminal_is_taken_for() {
    let arabic = |sent: &str| sent.contains('\u{FE8E}');
    let open = |home: &Sandbox, line: &str, term: &str| {
        let mut terminal = Terminal::open(home, line, (120, 40), &[("TERM", term)]);
        terminal.wait_for("Paris Call");
        terminal.keys("q");
        assert_eq!(terminal.left(), 0);
        String::from_utf8(terminal.bytes()).expect("whole characters")
    };
    let home = Sandbox::new();
    assert!(arabic(&open(&home, "--glyphs arabic", "linux")));
    assert!(!arabic(&open(&home, "--glyphs latin", "xterm-256color")));
    home.write("config/qari/config.toml", "glyphs = \"latin\"\n");
    assert!(!arabic(&open(&home, "", "xterm-256color")));
    assert!(arabic(&open(&home, "--glyphs arabic", "xterm-256color")));
}

#[test]
fn an_arabic_article_opens_beside_its_english_counterpart() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "lang:ar is:paired", (120, 40), &[("TERM", "linux")]);
    terminal.wait_for("al-");
    terminal.keys("\r");
    terminal.wait("two texts beside each other", |screen| {
        let text = screen.contents();
        text.contains("sure") && !text.contains("Facets")
    });
    terminal.keys("\x03");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn what_is_printed_on_a_console_is_romanised_and_in_a_pipe_is_not() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "search --limit 3 lang:ar", (120, 40), &[("TERM", "linux")]);
    assert_eq!(terminal.left(), 0);
    let sent = String::from_utf8(terminal.bytes()).expect("whole characters");
    assert!(sent.contains("al-") && sent.chars().all(on_a_console), "{sent}");
    assert!(home.line("search --limit 3 lang:ar").done().contains('\u{627}'));
}
