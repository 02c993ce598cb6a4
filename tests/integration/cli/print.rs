//! `print`, the filter: rows that fit, in the order and the form that the options ask for.

use crate::support::{Sandbox, columns};

const TEXT: &str = "وصلت السفينة Nilelink إلى بيرايوس (اليونان) في 3 مارس 2020، وعادت إلى الإسكندرية.\n\
    \n\
    The ship left بيرايوس on Monday at 18:30 and nobody saw it again until March.\n\
    كَتَبَ الطَّالِبُ\r\n\
    لا\n";

#[test]
fn no_row_is_wider_than_asked_or_ends_in_blanks_under_any_option() {
    let home = Sandbox::new();
    let options = [
        "--profile visual",
        "--profile visual-lrm",
        "--profile implicit",
        "--profile logical",
        "--direction rtl",
        "--direction ltr",
        "--marks off",
        "--align off",
        "--justify full --digits eastern --quotes mirrored",
        "--justify kashida --profile implicit",
        "",
    ];
    for (options, width) in options.iter().zip([1_usize, 7, 12, 20, 33, 40, 80, 200, 26, 30, 15]) {
        let line = format!("print --width {width} {options}");
        let out = home.pipe(line.trim(), TEXT.as_bytes()).done();
        assert!(out.ends_with('\n'));
        for row in out.lines() {
            // A letter two cells wide is not in it, so even one column holds each.
            assert!(columns(row) <= width, "{line}: {row:?} has {}", columns(row));
            assert_eq!(row, row.trim_end(), "{line}");
        }
    }
}

#[test]
fn a_line_is_a_paragraph_and_an_empty_one_an_empty_row() {
    let home = Sandbox::new();
    let out = home.pipe("print --width 200 --align off", TEXT.as_bytes()).done();
    assert_eq!(out.lines().count(), 5);
    assert_eq!(out.lines().nth(1), Some(""));
    assert_eq!(home.pipe("print --width 9", b"").done(), "");
    assert_eq!(home.pipe("print --width 9", b"no newline").done(), "no\nnewline\n");
}

#[test]
fn visual_rows_are_in_screen_order_and_logical_rows_in_reading_order() {
    let home = Sandbox::new();
    let print = |options: &str, text: &str| home.pipe(&format!("print {options}"), text.as_bytes()).done();
    // Beh, teh in final and initial form, from left to right on the screen; lam-alef is one cell.
    assert_eq!(print("--width 4", "بت"), "  \u{FE96}\u{FE91}\n");
    assert_eq!(print("--width 4 --align off", "بت"), "\u{FE96}\u{FE91}\n");
    assert_eq!(print("--width 4", "لا"), "   \u{FEFB}\n");
    assert_eq!(print("--width 4 --profile logical --align off", "بت"), "بت\n");
    assert_eq!(
        print("--width 4 --profile visual-lrm --align off", "بت"),
        "\u{FE96}\u{200E}\u{FE91}\u{200E}\n"
    );
    // The direction of the paragraph puts the full stop at its end.
    assert_eq!(print("--width 9 --direction rtl --align off", "one."), ".one\n");
    assert_eq!(print("--width 9 --direction rtl", "one."), "     .one\n");
    assert_eq!(print("--width 9 --direction ltr", "بت."), "\u{FE96}\u{FE91}.\n");
    assert_eq!(print("--width 9", "بت."), "      .\u{FE96}\u{FE91}\n");
    // Brackets are mirrored with the text around them, digits are not turned.
    assert_eq!(print("--width 9 --align off", "ب (12)"), "(12) \u{FE8F}\n");
    // Marks stay on their letter, or go.
    assert_eq!(print("--width 4 --align off", "بَ"), "\u{FE8F}\u{064E}\n");
    assert_eq!(print("--width 4 --align off --marks off", "بَ"), "\u{FE8F}\n");
}

#[test]
fn the_look_of_the_text_is_what_the_options_ask_for() {
    let home = Sandbox::new();
    let print = |options: &str, text: &str| home.pipe(&format!("print {options}"), text.as_bytes()).done();
    // Two words a row; the tatweel stands before the last letter of the longer word.
    let words = "بتثنة بن بتثنة بن";
    let ragged = print("--width 9 --align off", words);
    let full = print("--width 9 --justify kashida", words);
    let first = |rows: &str| rows.lines().next().unwrap().to_owned();
    assert_eq!((columns(&first(&ragged)), columns(&first(&full))), (8, 9));
    assert_eq!(first(&full).replace('\u{640}', ""), first(&ragged));
    assert_eq!(full.lines().nth(1).unwrap().trim(), ragged.lines().nth(1).unwrap(), "the last row is ragged");
    assert_eq!(print("--width 9 --justify kashida --profile logical", words).lines().count(), 2);
    assert_eq!(print("--width 13 --justify full", "one two six three"), "one  two  six\nthree\n");
    assert_eq!(print("--width 9 --align off --digits eastern", "ب 12"), "\u{661}\u{662} \u{FE8F}\n");
    assert_eq!(print("--width 9 --align off --digits western", "ب \u{661}"), "1 \u{FE8F}\n");
    let quoted = "ب \u{201C}ب\u{201D}";
    assert_eq!(print("--width 9 --align off", quoted), "\u{201D}\u{FE8F}\u{201C} \u{FE8F}\n");
    assert_eq!(
        print("--width 9 --align off --quotes mirrored", quoted),
        "\u{201C}\u{FE8F}\u{201D} \u{FE8F}\n"
    );
}

#[test]
fn wrapped_first_and_turned_around_after() {
    let home = Sandbox::new();
    // Two words a row: the first row has the first words.
    let out = home.pipe("print --width 5 --align off --profile logical", "بت تب ثب بث".as_bytes()).done();
    assert_eq!(out, "بت تب\nثب بث\n");
    let out = home.pipe("print --width 5 --align off", "بت تب".as_bytes()).done();
    assert_eq!(out, "\u{FE90}\u{FE97} \u{FE96}\u{FE91}\n");
}

#[test]
fn it_reads_a_file_or_standard_input_and_any_bytes() {
    let home = Sandbox::new();
    home.write("in.txt", "one two");
    assert_eq!(home.line("print in.txt --width 3").done(), "one\ntwo\n");
    assert_eq!(home.pipe("print - --width 3", b"one").done(), "one\n");
    assert_eq!(home.pipe("print --width 20", b"a\xff\xfeb").done(), "a\u{FFFD}\u{FFFD}b\n");
    home.line("print nowhere.txt").refused(1, &["'nowhere.txt'"]);
    home.pipe("print --width 0", b"one").refused(2, &["--width 0"]);
}

#[test]
fn every_combination_of_options_fits_its_width_and_says_the_same() {
    let home = Sandbox::new();
    let base = |c: char| !c.is_whitespace() && !matches!(c, '\u{200E}' | '\u{64B}'..='\u{652}');
    // What is left when order, breaks and forms are taken away: the letters, sorted. Brackets may be mirrored.
    let letters = |text: &str| {
        use unicode_normalization::UnicodeNormalization;
        let mut all: Vec<char> =
            text.nfkc().map(|c| if c == ')' { '(' } else { c }).filter(|c| base(*c)).collect();
        all.sort_unstable();
        all
    };
    for width in [1_usize, 2, 20, 80] {
        for profile in ["visual", "visual-lrm", "implicit", "logical"] {
            for direction in ["auto", "rtl", "ltr"] {
                for (marks, align) in [("on", "on"), ("off", "on"), ("on", "off"), ("off", "off")] {
                    let line = format!(
                        "print --width {width} --profile {profile} --direction {direction} --marks {marks} \
                         --align {align}"
                    );
                    let out = home.pipe(&line, TEXT.as_bytes()).done();
                    for row in out.lines() {
                        assert!(columns(row) <= width, "{line}: {row:?}");
                        assert_eq!(row, row.trim_end(), "{line}");
                        assert!(
                            align == "on" || profile == "logical" || !row.starts_with("  "),
                            "{line}: {row:?}"
                        );
                    }
                    assert_eq!(letters(&out), letters(TEXT), "{line}");
                }
            }
        }
    }
}
