//! However it ends, the terminal is as it was: by key, by signal, stopped and continued, with its window closed.

use rustix::process::Signal;

use crate::support::Sandbox;
use crate::support::pty::{Manner, Terminal, gone};

/// A title of the edition.
const TITLE: &str = "Washington Comes Aboard the Paris Call";

fn browse(home: &Sandbox, variables: &[(&str, &str)]) -> Terminal {
    let terminal = Terminal::open(home, "", (120, 40), variables);
    terminal.wait_for(TITLE);
    terminal
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).filter(|w| *w == wanted).count()
}

#[test]
fn q_gives_the_terminal_back() {
    let home = Sandbox::new();
    let mut terminal = browse(&home, &[]);
    terminal.wait("the reader's screen", |screen| screen.alternate_screen() && screen.hide_cursor());
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    terminal.assert_restored();
    assert!(!terminal.screen().contains(TITLE), "nothing of the reader stays: {}", terminal.screen());
}

#[test]
fn signals_that_end_it_give_the_terminal_back_even_while_one_types() {
    for (signal, keys) in [(Signal::TERM, ""), (Signal::HUP, ""), (Signal::TERM, "/par"), (Signal::INT, "?")]
    {
        let home = Sandbox::new();
        let mut terminal = browse(&home, &[]);
        terminal.keys(keys);
        match keys {
            "/par" => terminal.wait_for("par"),
            "?" => terminal.wait_for("Keys"),
            _ => {}
        }
        terminal.signal(signal);
        let code = terminal.left();
        assert!(code == 0 || code > 128, "{signal:?} after {keys:?} ended with {code}");
        terminal.assert_restored();
    }
}

#[test]
fn ctrl_z_stops_it_and_coming_back_draws_everything_again() {
    let home = Sandbox::new();
    let mut terminal = browse(&home, &[]);
    terminal.keys("\x1a");
    terminal.wait_for("<ready>");
    terminal.assert_restored();
    terminal.keys("\n");
    terminal.wait("the reader's screen", vt100::Screen::alternate_screen);
    terminal.wait_for(TITLE);
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    terminal.assert_restored();
}

#[test]
fn a_program_stopped_from_outside_takes_the_terminal_again() {
    let home = Sandbox::new();
    let mut terminal = browse(&home, &[]);
    // Nothing can be restored before this signal; the shell takes its modes back by itself.
    terminal.signal(Signal::TSTP);
    terminal.wait_sent(0, b"<ready>");
    let before = terminal.bytes().len();
    terminal.keys("\r\n");
    terminal.wait_sent(before, TITLE.split(' ').next().unwrap().as_bytes());
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    terminal.assert_restored();
}

#[test]
fn a_terminal_that_turns_lines_around_by_itself_is_told_to_stop_and_to_go_on() {
    let home = Sandbox::new();
    let mut terminal = browse(&home, &[("VTE_VERSION", "7006")]);
    terminal.keys("\x1a");
    terminal.wait_for("<ready>");
    let stopped = terminal.bytes();
    assert_eq!((count(&stopped, b"\x1b[8l"), count(&stopped, b"\x1b[8h")), (1, 1));
    terminal.keys("\n");
    terminal.wait_for(TITLE);
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    let all = terminal.bytes();
    assert_eq!((count(&all, b"\x1b[8l"), count(&all, b"\x1b[8h")), (2, 2));
    let last = |wanted: &[u8]| all.windows(wanted.len()).rposition(|w| w == wanted).unwrap();
    assert!(last(b"\x1b[8h") < last(b"\x1b[?1049l"), "before the alternate screen is left");

    // One that was never told is not told to go on.
    let mut terminal = browse(&home, &[("XTERM_VERSION", "XTerm(379)")]);
    terminal.keys("q");
    terminal.left();
    assert_eq!(count(&terminal.bytes(), b"\x1b[8h"), 0);
}

#[test]
fn a_window_that_is_closed_ends_it() {
    let home = Sandbox::new();
    let terminal = browse(&home, &[]);
    gone(terminal.close_window());
}

#[test]
fn stars_and_the_last_query_are_there_on_the_next_start() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "lang:en year:2018", (120, 40), &[]);
    terminal.wait_for("1 of 8");
    terminal.keys("*");
    terminal.wait_for("starred");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    let starred = home.line("search --json --archive edition is:starred").records();
    assert_eq!(starred.len(), 1);
    assert_eq!((&starred[0]["lang"], &starred[0]["date"]), (&"en".into(), &"2018-11-12".into()));
    let mut terminal = Terminal::open(&home, "", (120, 40), &[]);
    // Each piece of the query in words, and how it is taken away.
    terminal.wait_for("English ×");
    terminal.wait_for("2018 ×");
    terminal.wait_for("1 of 8");
    terminal.keys("q");
    terminal.left();
}

/// The profiles with a switch: their name, what switches the terminal's own reordering off, and on again.
const SWITCHES: [(&str, &[u8], &[u8]); 3] = [
    ("visual-bdsm", b"\x1b[8l", b"\x1b[8h"),
    ("visual-konsole", b"\x1b]50;BidiRenderingEnabled=false\x07", b"\x1b]50;BidiRenderingEnabled=true\x07"),
    ("visual-mlterm", b"\x1b]5379;use_ctl=false\x07", b"\x1b]5379;use_ctl=true\x07"),
];

#[test]
fn however_it_ends_a_terminal_reorders_again_that_was_told_not_to() {
    for (profile, off, on) in SWITCHES {
        for way in ["q", "stop and continue", "TERM", "HUP", "INT"] {
            let home = Sandbox::new();
            let mut terminal = Terminal::open(&home, &format!("browse --profile {profile}"), (120, 40), &[]);
            terminal.wait_for(TITLE);
            assert_eq!((count(&terminal.bytes(), off), count(&terminal.bytes(), on)), (1, 0), "{profile}");
            let mut times = 1;
            match way {
                "TERM" => terminal.signal(Signal::TERM),
                "HUP" => terminal.signal(Signal::HUP),
                "INT" => terminal.signal(Signal::INT),
                "q" => terminal.keys("q"),
                _ => {
                    terminal.keys("\x1a");
                    terminal.wait_for("<ready>");
                    assert_eq!(count(&terminal.bytes(), on), 1, "{profile} is stopped");
                    let before = terminal.bytes().len();
                    terminal.keys("\n");
                    terminal.wait_sent(before, off);
                    terminal.wait_sent(before, b"\x1b[?2026l");
                    terminal.keys("q");
                    times = 2;
                }
            }
            terminal.left();
            terminal.assert_restored();
            let all = terminal.bytes();
            assert_eq!((count(&all, off), count(&all, on)), (times, times), "{profile}, {way}");
            let last = |wanted: &[u8]| all.windows(wanted.len()).rposition(|w| w == wanted).unwrap();
            assert!(last(off) < last(on) && last(on) < last(b"\x1b[?1049l"), "{profile}, {way}");
        }
    }
}

#[test]
fn a_terminal_that_did_not_reorder_before_does_not_afterwards() {
    // Its mode was reset already, says its answer: by the user, or by a program that one came from.
    let explicit = b"\x1b[8;2$y\x1bP>|VTE(7006)\x1b\\\x1b[>65;7006;1c\x1b[?65;1;9c";
    for (after, keys) in [(0, "q"), (0, "\x1a"), (700, "q")] {
        let home = Sandbox::new();
        let manner = Manner { prints: b"", sends: vec![(after, explicit.to_vec())] };
        let mut terminal = Terminal::open_as(&home, "", (120, 40), &[("VTE_VERSION", "7006")], manner);
        terminal.wait_for(TITLE);
        if after == 0 {
            // Once the answers are taken in, help tells of them.
            terminal.open_until("?G", "\x03", "VTE(7006)");
            terminal.keys("\x03");
        }
        terminal.keys(keys);
        if keys == "\x1a" {
            terminal.wait_for("<ready>");
            terminal.keys("\n");
            terminal.wait_for(TITLE);
            terminal.keys("q");
        }
        assert_eq!(terminal.left(), 0);
        terminal.assert_restored();
        let all = terminal.bytes();
        assert_eq!(count(&all, b"\x1b[8h"), 0, "after {after} ms, by {keys:?}");
        assert!(count(&all, b"\x1b[8l") > 0);
    }
}

#[test]
fn rows_that_a_growing_window_adds_are_cleared_under_the_switch() {
    let home = Sandbox::new();
    let mut terminal = browse(&home, &[("VTE_VERSION", "7006")]);
    let before = terminal.bytes().len();
    terminal.resize((130, 50));
    // VTE's rows take the mode over when they are cleared.
    terminal.wait_sent(before, b"\x1b[2J");
    terminal.wait_sent(before, TITLE.split(' ').next().unwrap().as_bytes());
    assert_eq!(count(&terminal.bytes()[before..], b"\x1b[8h"), 0);
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
}
