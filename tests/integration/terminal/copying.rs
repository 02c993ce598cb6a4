//! Copies as they leave the program: sequences to the terminal, a command, a file, standard output.

use std::fs;

use crate::support::Sandbox;
use crate::support::pty::Terminal;

/// A title of the edition, and the same in base64.
const TITLE: &str = "Washington Comes Aboard the Paris Call";
const BASE64: &str = "V2FzaGluZ3RvbiBDb21lcyBBYm9hcmQgdGhlIFBhcmlzIENhbGw=";

/// Opens the article, sets the caret and copies its title.
fn copy_title(home: &Sandbox, variables: &[(&str, &str)]) -> Terminal {
    let terminal = Terminal::open(home, "", (120, 40), variables);
    terminal.wait_for(TITLE);
    terminal.keys("\r");
    terminal.wait_for("page on");
    terminal.keys("v");
    terminal.wait_for("select");
    terminal.keys("ggy");
    terminal
}

fn leave(mut terminal: Terminal) {
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    terminal.assert_restored();
}

#[test]
fn a_copy_reaches_the_terminals_clipboard() {
    let home = Sandbox::new();
    let terminal = copy_title(&home, &[]);
    terminal.wait_sent(0, format!("\x1b]52;c;{BASE64}\x1b\\").as_bytes());
    terminal.wait_for("1 paragraph, 38 characters");
    leave(terminal);
}

#[test]
fn in_a_tmux_that_cannot_be_asked_it_is_sent_to_it_and_past_it() {
    let home = Sandbox::new();
    // No server listens there: a tmux is what the terminal is, and none is to be run.
    let nowhere = home.path("no-tmux,1,0").display().to_string();
    let terminal = copy_title(&home, &[("TMUX", &nowhere), ("TERM", "tmux-256color")]);
    let own = format!("\x1b]52;c;{BASE64}\x1b\\");
    let past = format!("\x1bPtmux;\x1b\x1b]52;c;{BASE64}\x1b\x1b\\\x1b\\");
    terminal.wait_sent(0, format!("{own}{past}").as_bytes());
    leave(terminal);
}

#[test]
fn through_screen_it_is_sent_in_its_wrapper() {
    let home = Sandbox::new();
    let terminal = copy_title(&home, &[("STY", "1.pts"), ("TERM", "screen-256color")]);
    terminal.wait_sent(0, format!("\x1bP\x1b]52;c;{BASE64}\x07\x1b\\").as_bytes());
    leave(terminal);
}

#[test]
fn a_command_gets_it_and_the_terminal_does_not() {
    let home = Sandbox::new();
    let file = home.path("taken");
    let settings = format!("copy = \"command\"\ncopy_command = \"cat > '{}'\"\n", file.display());
    home.write("config/qari/config.toml", settings);
    let terminal = copy_title(&home, &[]);
    terminal.wait_for("given to");
    assert_eq!(fs::read_to_string(file).unwrap(), TITLE);
    assert!(!terminal.bytes().windows(5).any(|w| w == b"\x1b]52;"));
    leave(terminal);
}

#[test]
fn a_command_that_fails_is_told() {
    let home = Sandbox::new();
    home.write("config/qari/config.toml", "copy = \"command\"\ncopy_command = \"no-such-program-here\"\n");
    let terminal = copy_title(&home, &[]);
    terminal.wait_for("'no-such-program-here' failed");
    leave(terminal);
}

#[test]
fn copies_are_printed_when_the_screen_has_been_left() {
    let home = Sandbox::new();
    home.write("config/qari/config.toml", "copy = \"print\"\n");
    let mut terminal = copy_title(&home, &[]);
    terminal.wait_for("printed on leaving");
    let before = terminal.bytes().len();
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    let after = terminal.bytes().split_off(before);
    let after = String::from_utf8_lossy(&after).into_owned();
    let (_, left) = after.split_once("\x1b[?1049l").expect("the screen is left");
    assert!(left.contains(TITLE), "{left:?}");
    terminal.assert_restored();
}
