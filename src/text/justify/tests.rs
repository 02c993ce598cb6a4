//! Where tatweels and blanks are put, and what stays as it was. Arabic is written in a transliteration, a letter
//! each; `_` is a tatweel, and a line is read in logical order.

use proptest::strategy::{Just, Strategy};
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::text::{Cell, Justify, Line, Options, Paragraph, cursor};

const LATIN: &str = "AbTtcjHxdrzsSCDFZEGfqklmnhwyYe_ ";
const ARABIC: &str = "\u{627}\u{628}\u{629}\u{62A}\u{62B}\u{62C}\u{62D}\u{62E}\u{62F}\u{631}\u{632}\u{633}\u{634}\
    \u{635}\u{636}\u{637}\u{638}\u{639}\u{63A}\u{641}\u{642}\u{643}\u{644}\u{645}\u{646}\u{647}\u{648}\u{64A}\u{649}\
    \u{621}\u{640} ";

fn arabic(text: &str) -> String {
    let letter = |c: char| LATIN.find(c).and_then(|at| ARABIC.chars().nth(at)).unwrap_or(c);
    text.chars().map(letter).collect()
}

const LAM: char = '\u{644}';
const ALEF: char = '\u{627}';
/// Letters of the transliteration that do not join the one after them.
const RIGHT_JOINING: &str = "\u{627}\u{62F}\u{631}\u{632}\u{648}\u{621}\u{629}";
/// What no tatweel is put before.
const UNJOINED: &str = "\u{621}\u{640}";

/// The line that these words make in a column wider by `slack`, more words following.
fn line(words: &str, slack: usize, options: Options) -> (Line, String) {
    let paragraph = Paragraph::new(&format!("{words}\u{200B}{}", "\u{645}".repeat(80)), &options);
    let width = crate::text::width(words) + slack;
    let range = paragraph.breaks(width).into_iter().next().unwrap();
    (paragraph.line_within(range, width), paragraph.text().to_owned())
}

fn chars<'a>(text: &'a str, cell: &Cell) -> impl Iterator<Item = char> + use<'a> {
    text.get(cell.range.clone()).unwrap().chars()
}

/// What the line shows in logical order: the text's own letters, `_` for an added tatweel, `+` for an added blank.
fn filled(words: &str, slack: usize, justify: Justify) -> String {
    let (line, text) = line(&arabic(words), slack, Options { justify, ..Options::default() });
    let mut cells: Vec<_> = line.cells.iter().collect();
    cells.sort_by_key(|cell| (cell.range.start, !cell.range.is_empty()));
    let back =
        |c: char| ARABIC.chars().position(|a| a == c).and_then(|at| LATIN.chars().nth(at)).unwrap_or(c);
    let mut shown = String::new();
    for cell in cells {
        match (cell.range.is_empty(), cell.symbol.as_str()) {
            (true, " ") => shown.push('+'),
            (true, _) => shown.push('_'),
            _ => shown.extend(chars(&text, cell).filter(|c| *c != '\u{200B}').map(back)),
        }
    }
    shown
}

fn kashida(words: &str, slack: usize) -> String {
    filled(words, slack, Justify::Kashida)
}

/// The word with one tatweel, in a line where no other word may have one.
fn word(letters: &str) -> String {
    kashida(&format!("{letters} mn mn"), 1).split(' ').next().unwrap().to_owned()
}

#[test]
fn each_rank_of_places_in_its_order() {
    assert_eq!(word("mstqbl"), "ms_tqbl", "after seen, before the final lam");
    assert_eq!(word("mktbT"), "mktb_T", "before a final teh marbuta");
    assert_eq!(word("mktbh"), "mktb_h");
    assert_eq!(word("mdnyd"), "mdny_d");
    assert_eq!(word("ktAbnA"), "ktAbn_A", "of two alefs the later");
    assert_eq!(word("mtHryn"), "mtHry_n", "before any final letter");
    assert_eq!(word("xtbry"), "xt_bry", "before a tooth that joins reh: better than before the final yeh");
    assert_eq!(word("mnqwD"), "mnq_wD", "before waw");
    assert_eq!(word("mk_tb"), "mk__tb", "where the author put one already");
}

#[test]
fn places_that_stay_as_they_are() {
    for same in ["mn", "lA", "blA", "Allh", "wllh", "bAn", "kAn", "Ardd", "dwr", "wArd"] {
        assert_eq!(word(same), same);
    }
    assert_eq!(word("AldwlT"), "Aldwl_T", "not the lam of the article");
    assert_eq!(word("wAldyn"), "wAldy_n");
    assert_eq!(word("qAl"), "q_Al", "a short word has the place that it has");
    assert_eq!(word("qAlt"), "qAl_t", "a longer one rather not after its first letter");
}

#[test]
fn long_words_go_first_and_the_line_is_filled_evenly() {
    assert_eq!(kashida("qAl mktbT", 1), "qAl mktb_T");
    let four = "mktbT mktbT mktbT mktbT";
    assert_eq!(kashida(four, 1), "mktbT mktbT mktbT mktb_T");
    assert_eq!(kashida(four, 2), "mktbT mktb_T mktbT mktb_T");
    assert_eq!(kashida(four, 3), "mktb_T mktb_T mktbT mktb_T");
}

#[test]
fn words_with_foreign_signs_are_left_alone() {
    assert_eq!(kashida("mktbT5 mn mn mn", 1), "mktbT5 mn mn +mn");
    assert_eq!(kashida("mktbTx.example mn mn mn", 1).matches('_').count(), 0);
    assert_eq!(word("mk\u{670}tbT"), "mk\u{670}tbT", "the Quran's small alef");
    assert_eq!(word("\u{AB}mktbT\u{BB}"), "\u{AB}mktb_T\u{BB}");
    assert_eq!(word("mk\u{200D}T"), "mk\u{200D}T", "a joiner is the author's own decision");
    assert_eq!(word("mktb\u{64E}\u{651}T"), "mktb\u{64E}\u{651}_T", "a mark stays on its letter");
}

#[test]
fn what_is_not_filled() {
    assert_eq!(kashida("mktbT mn", 9), "mktbT mn", "too much is missing");
    assert_eq!(kashida("mn", 1), "mn", "no place");
    let options = Options { justify: Justify::Full, ..Options::default() };
    let last = Paragraph::new(&arabic("mktbT mktbT\nmktbT mktbT"), &options);
    assert!(last.lines(12).iter().all(|line| line.width == 11), "before a forced break, and the last line");
    assert_eq!(kashida("abcd efgh ijkl", 1), "abcd efgh ijkl", "English is ragged beside kashidas");
}

#[test]
fn blanks_grow_evenly_and_after_a_full_stop_first() {
    assert_eq!(filled("abc def, ghi. jkl mno", 1, Justify::Full), "abc def, ghi. +jkl mno");
    assert_eq!(filled("abc def, ghi jkl mno", 2, Justify::Spaces), "abc def, +ghi jkl +mno");
    assert_eq!(filled("abc def\u{A0}ghi", 1, Justify::Spaces), "abc +def\u{A0}ghi", "no-break spaces stay");
}

#[test]
fn hits_clicks_and_the_caret_pass_over_what_was_added() {
    let (line, text) =
        line(&arabic("mktbT mn mn"), 1, Options { justify: Justify::Kashida, ..Options::default() });
    assert_eq!(line.columns(0..10), vec![6..12; 1], "the tatweel in the word is marked with it");
    let tatweel = line.cells.iter().position(|cell| cell.range.is_empty()).unwrap();
    assert_eq!(line.byte_at(tatweel), Some(8), "a click on it is one on the letter after it");
    let stops = std::iter::successors(Some(0), |&byte| cursor::left(&line, byte)).collect::<Vec<_>>();
    let boundaries = std::iter::successors(Some(0), |&byte| Some(cursor::next(&text, byte)));
    let inner = stops.len() - 1;
    assert_eq!(stops[..inner], boundaries.take(inner).collect::<Vec<_>>());
}

fn words() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        6 => "[AbTtcjHxdrzsSCDFZEGfqklmnhwyYe_]{1,9}".prop_map(|word| arabic(&word)),
        1 => "[a-z0-9.,]{1,8}",
        1 => Just("\u{644}\u{64E}\u{627}\u{6E1}\u{200C}\u{628}\u{200D}".to_owned()),
        1 => Just("\u{644}\u{651}\u{647}\u{60C}\n".to_owned()),
        1 => Just("\u{5D0}\u{5D1} \u{2067}\u{628}\u{628}\u{628}a\u{2069}\u{A0}".to_owned()),
    ];
    proptest::collection::vec(pieces, 1..40).prop_map(|words| words.join(" "))
}

fn justified() -> impl Strategy<Value = Justify> {
    prop_oneof![Just(Justify::Kashida), Just(Justify::Spaces), Just(Justify::Full)]
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_line_is_full_or_as_it_was_and_nothing_else_changes(
        text in words(), how in justified(), width in 1_usize..70, shape: bool, lam_alef_ligature: bool, rtl: bool
    ) {
        let text = if rtl { format!("\u{628}{text}") } else { text };
        let ragged = Options { shape, lam_alef_ligature, ..Options::default() };
        let full = Paragraph::new(&text, &Options { justify: how, ..ragged });
        let ragged = Paragraph::new(&text, &ragged);
        prop_assert_eq!(full.breaks(width), ragged.breaks(width));
        for range in full.breaks(width) {
            let (line, was) = (full.line_within(range.clone(), width), ragged.line_within(range, width));
            prop_assert!(line == was || line.width == width);
            prop_assert_eq!(line.width, line.cells.iter().map(|cell| usize::from(cell.width)).sum::<usize>());
            let own: Vec<_> = line.cells.iter().filter(|cell| !cell.range.is_empty()).cloned().collect();
            prop_assert_eq!(&own, &was.cells);
            prop_assert!(line.width == was.width || 5 * (line.width - was.width) <= width);
        }
    }

    #[test]
    fn no_tatweel_stands_where_letters_do_not_join(text in words(), width in 8_usize..70, ligature: bool) {
        let options = Options { justify: Justify::Kashida, lam_alef_ligature: ligature, ..Options::default() };
        let paragraph = Paragraph::new(&text, &options);
        for line in paragraph.lines(width) {
            let added = |at: usize| line.cells.get(at).is_some_and(|cell| cell.range.is_empty() && cell.symbol == "\u{640}");
            for at in (0..line.cells.len()).filter(|&at| added(at)) {
                let own = |cell: &&Cell| !cell.range.is_empty();
                let before = line.cells[at..].iter().find(own).unwrap();
                let after = line.cells[..at].iter().rfind(own).unwrap();
                prop_assert_eq!(before.range.end, after.range.start);
                let first = |cell: &Cell| chars(paragraph.text(), cell).next().unwrap();
                let (from, to) = (first(before), first(after));
                prop_assert!(!RIGHT_JOINING.contains(from), "{from:?} goes no further");
                prop_assert!(!UNJOINED.contains(to), "{to:?} joins nothing, or is a tatweel");
                prop_assert!(from != LAM || to != ALEF, "inside a lam-alef");
                let run = line.cells[..=at].iter().rev().take_while(|cell| cell.range.is_empty()).count();
                prop_assert!(run <= 2, "more than two at one place");
            }
        }
    }
}
