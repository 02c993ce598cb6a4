//! The program asks the terminal what it is: the first frame waits for nothing, the answers are never keys however
//! they come, and what they change is changed without a flash.

use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::Sandbox;
use crate::support::pty::{Manner, Terminal};

/// A title of the edition.
const TITLE: &str = "Washington Comes Aboard the Paris Call";

/// Everything that VTE answers.
const VTE: &[u8] = b"\x1b[8;1$y\x1bP>|VTE(7006)\x1b\\\x1b[>65;7006;1c\x1b[?65;1;9c";
/// Everything that xterm answers.
const XTERM: &[u8] =
    b"\x1b[8;0$y\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c";

fn open(home: &Sandbox, variables: &[(&str, &str)], manner: Manner) -> Terminal {
    let terminal = Terminal::open_as(home, "", (120, 40), variables, manner);
    terminal.wait_for(TITLE);
    terminal
}

/// Waits until nothing more is drawn; how much was.
fn at_rest(terminal: &Terminal) -> usize {
    let mut before = 0;
    loop {
        let now = terminal.bytes().len();
        if now == before {
            return now;
        }
        before = now;
        sleep(Duration::from_millis(400));
    }
}

fn places(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    bytes.windows(wanted.len()).enumerate().filter(|(_, w)| *w == wanted).map(|(at, _)| at).collect()
}

#[test]
fn without_any_answer_the_first_frame_comes_keys_work_and_leaving_takes_no_longer_than_the_patience() {
    let home = Sandbox::new();
    let silent = || Manner { prints: b"", sends: Vec::new() };
    let mut terminal = open(&home, &[], silent());
    terminal.keys("/par");
    terminal.wait_for("/ par");
    let began = Instant::now();
    terminal.keys("\x03q");
    assert_eq!(terminal.left(), 0);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    terminal.assert_restored();
    // A command that only tells waits once, and then tells what it knows.
    let mut terminal = Terminal::open_as(&home, "doctor", (120, 40), &[], silent());
    assert_eq!(terminal.left(), 0);
    terminal.assert_restored();
    assert!(terminal.screen().contains("no answer"), "{}", terminal.screen());
}

#[test]
fn answers_are_no_keys_whether_they_come_in_pieces_or_late_or_between_keys() {
    let home = Sandbox::new();
    // What VTE answers, and four keys before and between the answers.
    let mixed = b"/\x1b[8;1$yp\x1bP>|VTE(7006)\x1b\\a\x1b[>65;7006;1c\x1b[?65;1;9cr";
    let pieces = |between: u64, size: usize| Manner {
        prints: b"",
        sends: mixed.chunks(size).map(|piece| (between, piece.to_vec())).collect(),
    };
    for manner in [
        pieces(0, mixed.len()),
        Manner::dribbling(20, mixed, 20),
        Manner::dribbling(1000, mixed, 1),
        // Split within each answer.
        pieces(90, 7),
        pieces(60, 5),
        // After the patience of the probe, and slower than keys.
        Manner::dribbling(2000, mixed, 100),
    ] {
        let mut terminal = open(&home, &[("VTE_VERSION", "7006")], manner.clone());
        terminal.wait_for("/ par");
        sleep(Duration::from_millis(400));
        let first = terminal.screen().lines().next().unwrap_or_default().to_owned();
        let line = first.split("/ ").nth(1).and_then(|rest| rest.split("  ").next());
        assert_eq!(line, Some("par"), "{manner:?}: {first}");
        // All of it was taken for what it is.
        terminal.keys("\x03?G");
        terminal.wait_for("VTE(7006)");
        terminal.keys("\x03q");
        assert_eq!(terminal.left(), 0);
        terminal.assert_restored();
        assert!(!terminal.screen().contains("7006"), "nothing is left for the shell: {}", terminal.screen());
    }
}

#[test]
fn an_answer_that_changes_nothing_repaints_not_one_byte() {
    let home = Sandbox::new();
    for (variable, answer) in [(("VTE_VERSION", "7006"), VTE), (("XTERM_VERSION", "XTerm(379)"), XTERM)] {
        let manner = Manner { prints: b"", sends: vec![(4000, answer.to_vec())] };
        let mut terminal = open(&home, &[variable], manner);
        let before = at_rest(&terminal);
        sleep(Duration::from_secs(4));
        let after = terminal.bytes();
        assert_eq!(after.len(), before, "{:?}", String::from_utf8_lossy(&after[before..]));
        terminal.keys("q");
        assert_eq!(terminal.left(), 0);
    }
}

#[test]
fn an_answer_that_changes_the_profile_redraws_once_within_one_update() {
    let home = Sandbox::new();
    for (variables, answer, switch) in [
        (&[][..], VTE, &b"\x1b[8l"[..]),
        (&[][..], XTERM, b""),
        (&[("VTE_VERSION", "7006")][..], XTERM, b"\x1b[8h"),
    ] {
        let manner = Manner { prints: b"", sends: vec![(4000, answer.to_vec())] };
        let mut terminal = open(&home, variables, manner);
        let before = at_rest(&terminal);
        assert!(before > 0);
        terminal.wait_sent(before, b"\x1b[2J");
        at_rest(&terminal);
        let sent = terminal.bytes().split_off(before);
        let (begin, end) = (places(&sent, b"\x1b[?2026h")[0], places(&sent, b"\x1b[?2026l")[0]);
        assert_eq!(begin, 0, "nothing is seen before the update begins");
        let cleared = places(&sent, b"\x1b[2J");
        assert!(cleared.iter().all(|at| *at < end), "never cleared in sight");
        assert!(!switch.is_empty() || cleared.len() == 1, "{cleared:?}");
        if !switch.is_empty() {
            let at = places(&sent, switch);
            assert!(at.len() == 1 && at[0] < cleared[0], "rows take the mode over when they are cleared");
        }
        assert_eq!(places(&sent, TITLE.as_bytes()).len(), 1, "the title is drawn again once");
        let shown = terminal.screen();
        assert!(shown.contains(TITLE), "{shown}");
        terminal.keys("q");
        assert_eq!(terminal.left(), 0);
        terminal.assert_restored();
    }
}

#[test]
fn what_a_terminal_prints_of_the_questions_is_gone_with_the_first_frame() {
    let home = Sandbox::new();
    // qterminal prints the end of a question that it does not know.
    let manner = Manner { prints: b"$p@@q", ..Manner::answering(b"\x1b[>0;115;0c\x1b[?1;2c") };
    let mut terminal = open(&home, &[], manner.clone());
    assert!(!terminal.screen().contains("@@"), "{}", terminal.screen());
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    assert!(!terminal.screen().contains("@@"), "{}", terminal.screen());
}
