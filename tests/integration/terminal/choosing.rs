//! How the profile is chosen: by option, by setting, by hand on the calibration screen, and what of it is kept.

use crate::support::pty::Terminal;
use crate::support::{Sandbox, records, text};

/// LEFT-TO-RIGHT MARK, which the profile `visual-lrm` sends after each letter.
const LRM: &str = "\u{200e}";
/// A terminal that is known not to reorder.
const XTERM: [(&str, &str); 1] = [("XTERM_VERSION", "XTerm(379)")];

/// What a whole run sends: it opens on the edition, does this, and is left.
#[track_caller]
fn sent(home: &Sandbox, line: &str, steps: impl Fn(&Terminal)) -> String {
    let mut terminal = Terminal::open(home, line, (100, 30), &XTERM);
    terminal.wait_for("Paris Call");
    steps(&terminal);
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
    String::from_utf8(terminal.bytes()).expect("whole characters")
}

#[test]
fn the_option_and_the_setting_choose_the_profile() {
    let home = Sandbox::new();
    assert!(!sent(&home, "", |_| {}).contains(LRM));
    assert!(sent(&home, "--profile visual-lrm", |_| {}).contains(LRM));
    home.write("config/qari/config.toml", "profile = \"visual-lrm\"\n");
    assert!(sent(&home, "", |_| {}).contains(LRM));
    assert!(!sent(&home, "--profile visual", |_| {}).contains(LRM), "the option wins");
    assert!(!sent(&home, "--profile auto", |_| {}).contains(LRM), "back to what is found out");
}

#[test]
fn a_profile_that_there_is_not_is_refused_with_the_names_of_those_that_there_are() {
    let home = Sandbox::new();
    for line in ["doctor --profile visuel", "doctor --json --profile visuel"] {
        home.line(line).refused(2, &["\"visuel\"", "visual-lrm", "visual-konsole"]);
    }
    home.write("config/qari/config.toml", "mouse = true\nprofile = \"visuel\"\n");
    let told = home.line("doctor --json").records();
    let warning = told[0]["warnings"][0].as_str().expect("a warning");
    assert!(warning.contains("config.toml:2: profile: unknown output profile \"visuel\""), "{warning}");
    assert!(warning.contains("visual-lrm"), "{warning}");
    let mut terminal = Terminal::open(&home, "", (160, 30), &XTERM);
    terminal.wait_for("visuel");
    terminal.keys("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_choice_made_on_the_screen_holds_for_this_terminal_on_the_next_start_and_can_be_taken_back() {
    let home = Sandbox::new();
    sent(&home, "", |terminal| {
        terminal.keys("t");
        terminal.wait_for("Which of these reads right?");
        terminal.wait_for("ONE");
        // Its number, which is before its name.
        let screen = terminal.screen();
        let row = screen.lines().find(|row| row.contains("visual-lrm")).expect("a row for it");
        terminal.keys(row.get(..4).expect("no letters yet").trim());
        terminal.wait("its row", |screen| {
            screen.contents().lines().any(|row| row.contains('▶') && row.contains("visual-lrm"))
        });
        terminal.keys("\r");
        terminal.wait_for("Do the vowel marks stand");
        terminal.keys("y");
        terminal.wait_for("kept for this terminal");
    });
    assert!(sent(&home, "", |_| {}).contains(LRM), "kept");
    assert!(!sent(&home, "--profile visual", |_| {}).contains(LRM), "the option wins over the choice");
    // The choice is no part of the archive.
    std::fs::remove_dir_all(home.path("data/qari")).unwrap();
    assert!(sent(&home, "", |_| {}).contains(LRM), "kept");

    let doctor = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("TERM", "xterm-256color").env("XTERM_VERSION", "XTerm(379)");
        crate::support::Ran::of(&mut command).done()
    };
    let told = &records(&doctor(&["doctor", "--json"]))[0];
    assert_eq!((text(told, "profile"), text(told, "chosen")), ("visual-lrm", "visual-lrm"));
    assert_eq!(text(&told["found"], "profile"), "visual");
    assert!(doctor(&["doctor"]).contains("chosen for this terminal before"));
    assert!(doctor(&["doctor", "--forget"]).contains("visual-lrm"));
    assert!(doctor(&["doctor", "--forget"]).contains("nothing was chosen"));
    assert!(!sent(&home, "", |_| {}).contains(LRM), "forgotten");
}

#[test]
fn a_choice_for_one_terminal_is_none_for_another() {
    let home = Sandbox::new();
    home.write("state/qari/terminals.toml", "[xterm-256color]\nprofile = \"visual-lrm\"\n");
    assert!(!sent(&home, "", |_| {}).contains(LRM));
    home.write("state/qari/terminals.toml", "[\"xterm-256color/XTERM_VERSION\"]\nprofile = \"visual-lrm\"\n");
    assert!(sent(&home, "", |_| {}).contains(LRM));
}

#[test]
fn the_doctor_opens_the_calibration_and_tells_what_was_kept() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "doctor --calibrate", (80, 24), &XTERM);
    terminal.wait_for("Which of these reads right?");
    terminal.keys("1\r");
    terminal.wait_for("Do the vowel marks stand");
    terminal.keys("n");
    assert_eq!(terminal.left(), 0);
    let told = String::from_utf8(terminal.bytes()).expect("whole characters");
    assert!(told.contains("visual-no-marks: chosen for this terminal before"), "{told}");
    terminal.assert_restored();
    home.line("doctor --calibrate").refused(2, &["needs a terminal"]);
    assert!(!home.path("data/qari").exists(), "it opens no archive");
}

#[test]
fn the_calibration_names_what_is_found_also_where_the_terminal_answers_after_it_opened() {
    let home = Sandbox::new();
    let mut terminal = Terminal::open(&home, "doctor --calibrate", (100, 30), &[]);
    terminal.wait_for("found out about this terminal: visual-lrm");
    // What a VTE answers: it reorders, and its device attributes.
    terminal.keys("\x1b[8;1$y\x1b[>65;7006;1c\x1b[?65;1;9c");
    terminal.wait_for("found out about this terminal: visual-bdsm");
    terminal.keys("\x1b");
    assert_eq!(terminal.left(), 0);
}
