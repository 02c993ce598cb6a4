//! The answers of real terminals, byte by byte as they were recorded, through the decoder that reads keys too.

use super::*;
use crate::terminal::decode::{Decoded, Decoder};

#[test]
fn a_ground_is_light_when_dark_letters_stand_out_from_it() {
    let light = |ground| Replies { ground: Some(ground), ..Replies::default() }.has_light_ground();
    assert_eq!(light([255, 255, 255]), Some(true));
    assert_eq!(light([253, 246, 227]), Some(true), "a warm white");
    assert_eq!(light([0, 255, 0]), Some(true), "green is bright");
    assert_eq!(light([0, 0, 255]), Some(false), "blue is dark");
    assert_eq!(light([0, 43, 54]), Some(false));
    assert_eq!(Replies::default().has_light_ground(), None);
}

/// Name, variables, answers, the profile that they call for.
const RECORDED: [(&str, &str, &str, &str); 34] = [
    (
        "xterm 379",
        "TERM=xterm XTERM_VERSION=XTerm(379)",
        "\x1b[8;0$y\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
        "visual",
    ),
    ("urxvt 9.30", "TERM=rxvt-unicode-256color", "\x1b[>85;95;0c\x1b[?1;2c", "visual"),
    ("st 0.9", "TERM=st-256color", "\x1b[?6c", "visual-no-marks"),
    ("alacritty 0.11", "TERM=alacritty", "\x1b[>0;1700;1c\x1b[?6c", "visual-no-marks"),
    ("alacritty 0.17, ssh", "TERM=xterm-256color", "\x1b[8;0$y\x1b[>0;2500;1c\x1b[?6c", "visual-no-marks"),
    (
        "foot 1.28, ssh",
        "TERM=xterm-256color",
        "\x1bP>|foot(1.28.0)\x1b\\\x1b[>1;012800;0c\x1b[?62;4;22;28;52c",
        "visual-no-marks",
    ),
    (
        "zutty 0.14",
        "TERM=xterm-256color ZUTTY_VERSION=0.14",
        "\x1b[>64;0;0c\x1b[?64;1;9;15;21;22c",
        "visual-no-marks",
    ),
    ("xterm.js 6", "TERM=xterm-256color", "\x1b[8;0$y\x1b[>0;276;0c\x1b[?1;2c", "visual-lrm"),
    ("VTE 0.70, ssh", "TERM=xterm-256color", "\x1b[8;1$y\x1b[>65;7006;1c\x1b[?65;1;9c", "visual-bdsm"),
    (
        "VTE 0.84",
        "TERM=xterm-256color VTE_VERSION=8401",
        "\x1b[8;1$y\x1bP>|VTE(8401)\x1b\\\x1b[>61;8401;1c\x1b[?61;1;21;22;28c",
        "visual-bdsm",
    ),
    (
        "Konsole 22.12",
        "TERM=xterm-256color KONSOLE_VERSION=221203",
        "\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c",
        "visual-konsole",
    ),
    (
        "mlterm 3.9, ssh",
        "TERM=xterm",
        "\x1b[8;0$y\x1b[>24;279;0c\x1b[?63;1;2;3;4;6;7;15;18;22;29c",
        "visual-mlterm",
    ),
    ("pterm 0.78", "TERM=xterm", "\x1b[>0;136;0c\x1b[?6c", "implicit-blank"),
    ("qterminal 1.2", "TERM=xterm-256color", "\x1b[>0;115;0c\x1b[?1;2c", "implicit-spans-no-marks"),
    (
        "a Konsole that does not tell its name",
        "TERM=xterm-256color KONSOLE_VERSION=200401",
        "\x1b[>0;115;0c\x1b[?62;1;4c",
        "visual-konsole",
    ),
    (
        "kitty 0.48",
        "TERM=xterm-kitty KITTY_WINDOW_ID=1",
        "\x1b[8;0$y\x1bP>|kitty(0.48.2)\x1b\\\x1b[>1;4000;48c\x1b[?62;52;c",
        "visual-kitty",
    ),
    (
        "kitty 0.41",
        "TERM=xterm-kitty KITTY_WINDOW_ID=1",
        "\x1b[8;0$y\x1bP>|kitty(0.41.1)\x1b\\\x1b[>1;4000;41c\x1b[?62;c",
        "visual-kitty",
    ),
    (
        "kitty 0.26",
        "TERM=xterm-kitty KITTY_WINDOW_ID=1",
        "\x1b[8;0$y\x1bP>|kitty(0.26.5)\x1b\\\x1b[>1;4000;26c\x1b[?62;c",
        "visual-breakers",
    ),
    ("kitty before its name", "TERM=xterm-kitty", "\x1b[>1;4000;19c\x1b[?62;c", "visual-breakers"),
    (
        "xterm 398, ssh",
        "TERM=xterm-256color",
        "\x1b[8;0$y\x1bP>|XTerm(398)\x1b\\\x1b[>41;398;0c\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
        "visual",
    ),
    (
        "VTE 0.80",
        "TERM=xterm-256color VTE_VERSION=8001",
        "\x1b[8;1$y\x1bP>|VTE(8001)\x1b\\\x1b[>61;8001;1c\x1b[?61;1;21;22;28c",
        "visual-bdsm",
    ),
    (
        "Konsole 26.08",
        "TERM=xterm-256color",
        "\x1bP>|Konsole 26.08.2\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c",
        "visual-konsole",
    ),
    (
        "mlterm with its name",
        "TERM=mlterm MLTERM=3.9.4",
        "\x1b[8;0$y\x1bP>|mlterm(3.9.4)\x1b\\\x1b[>24;279;0c\x1b[?63;1;2;3;4;6;7;15;18;22;29c",
        "visual-mlterm",
    ),
    (
        "foot 1.13",
        "TERM=foot COLORTERM=truecolor",
        "\x1bP>|foot(1.13.1)\x1b\\\x1b[>1;011301;0c\x1b[?62;4;22c",
        "visual-no-marks",
    ),
    (
        "WezTerm that reorders",
        "TERM=xterm-256color TERM_PROGRAM=WezTerm",
        "\x1b[8;1$y\x1bP>|WezTerm 20240203-110809\x1b\\\x1b[?65;4;6;18;22c",
        "visual-bdsm",
    ),
    ("mintty", "TERM=xterm", "\x1b[8;1$y\x1bP>|mintty 3.7.6\x1b\\\x1b[?64;1c", "visual-bdsm"),
    (
        "ghostty, ssh",
        "TERM=xterm-256color",
        "\x1b[8;0$y\x1bP>|ghostty 1.2.0\x1b\\\x1b[>1;10;0c\x1b[?62;22c",
        "visual",
    ),
    (
        "iTerm2 3.6",
        "TERM=xterm-256color TERM_PROGRAM=iTerm.app",
        "\x1bP>|iTerm2 3.6.5\x1b\\\x1b[>64;2500;0c\x1b[?64;1c",
        "visual",
    ),
    (
        "iTerm2 3.7",
        "TERM=xterm-256color TERM_PROGRAM=iTerm.app",
        "\x1bP>|iTerm2 3.7.0\x1b\\\x1b[>64;2500;0c\x1b[?64;1c",
        "implicit-lrm-forms",
    ),
    ("Windows Terminal, ssh", "TERM=xterm-256color", "\x1b[>0;10;1c\x1b[?61;6;7c", "visual"),
    ("xterm.js with its name", "TERM=xterm-256color", "\x1bP>|xterm.js(6.0.0)\x1b\\\x1b[?1;2c", "visual-lrm"),
    (
        "tmux 3.3a in an unknown terminal",
        "TERM=tmux-256color TMUX=socket,1,0 VTE_VERSION=7006",
        "\x1bP>|tmux 3.3a\x1b\\\x1b[>84;0;0c\x1b[?1;2c",
        "visual-lrm",
    ),
    ("screen 4.9", "TERM=screen STY=1.pts", "\x1b[>83;40900;0c\x1b[?1;2c", "visual-lrm"),
    (
        "xterm that Konsole's shell started",
        "TERM=xterm-256color KONSOLE_VERSION=221203",
        "\x1b[8;0$y\x1bP>|XTerm(398)\x1b\\\x1b[>41;398;0c\x1b[?64;1;2c",
        "visual",
    ),
];

fn environment(variables: &str) -> Environment {
    Environment::detect(|name| {
        variables
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
    })
}

/// The answers and the keys in `pieces`, each piece being what one read returned.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Replies, bool, String) {
    let (mut decoder, mut found) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut found);
    }
    let (mut replies, mut last, mut keys) = (Replies::default(), false, String::new());
    for each in found {
        match each {
            Decoded::Reply(reply) => last |= replies.add(reply),
            Decoded::Event(event) => {
                keys.extend(event.as_key_press_event().and_then(|key| key.code.as_char()));
            }
        }
    }
    (replies, last, keys)
}

#[test]
fn every_recorded_terminal_gets_its_profile_however_its_answers_are_split() {
    for (name, variables, answers, profile) in RECORDED {
        let bytes = answers.as_bytes();
        let whole = read([bytes]);
        assert!(whole.1, "{name}: the last answer is seen");
        assert_eq!(whole.0.profile(&environment(variables)).0.to_string(), profile, "{name}");
        assert_eq!(read(bytes.chunks(1)), whole, "{name}: byte by byte");
        for at in 1..bytes.len() {
            let (left, right) = bytes.split_at(at);
            assert_eq!(read([left, right]), whole, "{name}: split at {at}");
        }
    }
}

#[test]
fn a_terminal_that_says_it_is_xterm_is_sent_whole_rows() {
    let far = environment("TERM=xterm");
    assert_eq!(far.likely_profile().0.repaints, Repaint::Cells);
    for (answers, repaints) in [
        ("\x1bP>|XTerm(379)\x1b\\\x1b[?1c", Repaint::Rows),
        ("\x1b[>41;330;0c\x1b[?64;1c", Repaint::Rows),
        ("\x1bP>|xterm.js(6.0.0)\x1b\\\x1b[?1c", Repaint::Cells),
        ("\x1b[>85;95;0c\x1b[?1;2c", Repaint::Cells),
    ] {
        let (replies, ..) = read([answers.as_bytes()]);
        assert_eq!(replies.profile(&far).0.repaints, repaints, "{answers:?}");
    }
}

#[test]
fn keys_typed_between_the_answers_are_neither_eaten_nor_made_up() {
    let mixed = "j\x1b[8;1$yس\x1bP>|VTE(8401)\x1b\\/\x1b[>61;8401;1cق\x1b[?61;1cg";
    let (replies, last, keys) = read(mixed.as_bytes().chunks(3));
    assert_eq!(keys, "jس/قg");
    assert!(last);
    assert_eq!(replies.bdsm, Some(1));
    assert_eq!(replies.version.as_deref(), Some("VTE(8401)"));
    assert_eq!(replies.secondary, Some(vec![61, 8401, 1]));
}

#[test]
fn no_answer_at_all_leaves_the_profile_of_the_environment() {
    let xterm = environment("TERM=xterm XTERM_VERSION=XTerm(379)");
    let (profile, reason) = Replies::default().profile(&xterm);
    assert_eq!(profile, Profile::new(Kind::Visual).repainting(Repaint::Rows));
    assert_eq!(reason, Reason::Environment("XTERM_VERSION"));
}

#[test]
fn inside_tmux_the_outer_terminal_decides() {
    let tmux = environment("TERM=tmux-256color TMUX=socket,1,0");
    for (outer, profile) in [
        ("VTE(8401)", "visual-lrm"),
        ("Konsole 26.08.2", "implicit-lrm"),
        ("Konsole 24.05.0", "implicit-lrm"),
        ("Konsole 22.12.3", "implicit-lrm-forms"),
        ("mlterm(3.9.4)", "implicit-blank"),
        ("mlterm", "implicit-blank"),
        ("kitty(0.48.2)", "visual-breakers"),
        ("kitty(0.26.5)", "visual-breakers"),
        ("xterm-kitty", "visual-breakers"),
        ("iTerm2 3.7.1", "implicit-lrm-forms"),
        ("XTerm(398)", "visual"),
        ("alacritty", "visual-no-marks"),
        ("st-256color", "visual-no-marks"),
        ("rxvt-unicode-256color", "visual"),
        ("xterm-256color", "visual-lrm"),
        ("foot(1.28.0)", "visual-no-marks"),
        ("something else", "visual-lrm"),
    ] {
        let replies = Replies { outer: Some(outer.to_owned()), ..Replies::default() };
        let (found, reason) = replies.profile(&tmux);
        assert_eq!(found.to_string(), profile, "{outer}");
        assert_eq!(reason, Reason::Multiplexer(Some(outer.to_owned())));
    }
}

#[test]
fn printed_rows_need_no_switch_and_are_those_that_the_terminal_shows_right_without() {
    for kind in Kind::ALL {
        let printed = Replies::default().printed(kind);
        assert!(printed.enter().is_empty(), "{kind:?}");
        assert!(printed == kind || !kind.enter().is_empty(), "{kind:?}");
    }
    for (version, kind) in
        [("Konsole 22.12.3", Kind::ImplicitLrmForms), ("Konsole 24.05.0", Kind::ImplicitLrm)]
    {
        let replies = Replies { version: Some(version.to_owned()), ..Replies::default() };
        assert_eq!(replies.printed(Kind::VisualKonsole), kind, "{version}");
    }
    assert_eq!(Replies::default().printed(Kind::VisualBdsm), Kind::VisualLrm);
}

#[test]
fn advice_comes_with_the_terminals_in_which_something_can_stay_wrong() {
    let unknown = environment("TERM=xterm");
    for (answers, advice) in [
        ("\x1bP>|kitty(0.39.1)\x1b\\\x1b[?62;c", Some(Advice::Kitty)),
        ("\x1bP>|kitty(0.40.0)\x1b\\\x1b[?62;c", None),
        ("\x1bP>|kitty(1.0.0)\x1b\\\x1b[?62;c", None),
        ("\x1b[>0;136;0c\x1b[?6c", Some(Advice::Putty)),
        ("\x1b[>41;379;0c\x1b[?64;1c", None),
    ] {
        let (replies, ..) = read([answers.as_bytes()]);
        assert_eq!(replies.profile(&unknown).0.advice, advice, "{answers:?}");
    }
}

#[test]
fn a_terminal_that_was_explicit_already_is_known() {
    assert!(read([&b"\x1b[8;2$y"[..]]).0.was_explicit());
    assert!(!read([&b"\x1b[8;1$y"[..]]).0.was_explicit());
    assert!(!Replies::default().was_explicit());
}

#[test]
fn an_answer_about_another_mode_is_not_taken_for_this_one() {
    let (replies, _, keys) = read([&b"\x1b[?8;1$y\x1b[4;1$y\x1b[?2501;2$y"[..]]);
    assert_eq!((replies.bdsm, keys.as_str()), (None, ""));
}
