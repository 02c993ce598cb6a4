//! The engine as a whole: text in, cells out. Arabic is written in code points, or in capitals that stand for
//! Hebrew letters (A is alef), so that no picture of reordered text is needed to read a test.

mod properties;
mod shortways;

use super::*;

/// Capitals become Hebrew letters, which reorder like Arabic ones and do not join.
fn rtl(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'A'..='Z' => char::from_u32(u32::from(c) - u32::from('A') + 0x5D0).unwrap(),
            c => c,
        })
        .collect()
}

/// The way back, for what a line shows.
fn caps(line: &Line) -> String {
    line.plain()
        .chars()
        .map(|c| match c {
            '\u{5D0}'..='\u{5E9}' => char::from_u32(u32::from(c) - 0x5D0 + u32::from('A')).unwrap(),
            c => c,
        })
        .collect()
}

/// What one line shows of a text whose capitals are right-to-left letters.
fn shown(text: &str) -> String {
    caps(&paragraph(&rtl(text)).fit(1000))
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    paragraph(&rtl(text)).lines(width).iter().map(caps).collect()
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new(text, &Options::default())
}

fn cells(text: &str) -> Vec<String> {
    paragraph(text).fit(1000).cells.iter().map(|cell| cell.symbol.to_string()).collect()
}

#[test]
fn marks_follow_their_base_in_visual_order() {
    // The worked example of "BiDi in Terminal Emulators", section Combining.
    assert_eq!(
        cells("\u{5E9}\u{5C1}\u{5B8}\u{5DC}\u{5D5}\u{5B9}\u{5DD}"),
        // Cleaning has put the two marks of shin in canonical order.
        ["\u{5DD}", "\u{5D5}\u{5B9}", "\u{5DC}", "\u{5E9}\u{5B8}\u{5C1}"]
    );
}

#[test]
fn direction_words_digits_and_brackets() {
    assert_eq!(shown("AB (cd) 12"), "12 (cd) BA");
    assert_eq!(shown("ab (CD) 12"), "ab (DC) 12");
    assert_eq!(shown("A [B<C>]"), "[<C>B] A");
    assert_eq!(shown("A «B»."), ".«B» A");
    assert_eq!(shown("a \u{2067}B, c\u{2069}. d"), "a c ,B. d");
    let line = paragraph("\u{627}").fit(9);
    assert_eq!((line.direction, line.offset(9)), (Direction::Rtl, 8));
}

#[test]
fn guillemets_turn_with_the_direction_they_stand_in() {
    for [open, close] in [["\u{AB}", "\u{BB}"], ["\u{2039}", "\u{203A}"]] {
        let put = |text: &str| text.replace('[', open).replace(']', close);
        let both = |text: &str, line: &str| assert_eq!(shown(&put(text)), put(line), "{text}");
        both("A [BC] D", "D [CB] A");
        both("a [bc] d", "a [bc] d");
        both("A [bc] D", "D [bc] A");
        both("a [BC] d", "a [CB] d");
        both("A \u{2066}b [c D] e\u{2069} F", "F b [c D] e A");
        both("a \u{2067}B [C d] E\u{2069} f", "a E [d C] B f");
    }
    // One kind in the other, as French and Arabic typesetters do.
    assert_eq!(shown("A \u{AB}B \u{2039}C\u{203A}\u{BB} D"), "D \u{AB}\u{2039}C\u{203A} B\u{BB} A");
}

#[test]
fn an_iso_date_after_arabic_is_isolated() {
    let letter = "\u{62F} ";
    assert_eq!(paragraph(&format!("{letter}2018-11-12")).fit(99).plain(), "12-11-2018 \u{FEA9}");
    let isolated = format!("{letter}{}", isolate("2018-11-12"));
    assert_eq!(paragraph(&isolated).fit(99).plain(), "2018-11-12 \u{FEA9}");
}

#[test]
fn letters_join_their_neighbours() {
    // beh beh beh, alef beh.
    assert_eq!(cells("\u{628}\u{628}\u{628}"), ["\u{FE90}", "\u{FE92}", "\u{FE91}"]);
    assert_eq!(cells("\u{627}\u{628}"), ["\u{FE8F}", "\u{FE8D}"]);
    // ZWNJ parts and ZWJ joins; both belong to a cell and are in no symbol.
    assert_eq!(cells("\u{628}\u{200C}\u{628}"), ["\u{FE8F}", "\u{FE8F}"]);
    assert_eq!(cells("\u{628}\u{200D}"), ["\u{FE91}"]);
    assert_eq!(cells("\u{200D}\u{628}"), ["\u{FE90}"]);
    // A tatweel joins, a mark does not part, a letter without forms joins those beside it.
    assert_eq!(cells("\u{628}\u{640}"), ["\u{640}", "\u{FE91}"]);
    assert_eq!(cells("\u{628}\u{64E}\u{628}"), ["\u{FE90}", "\u{FE91}\u{64E}"]);
    assert_eq!(cells("\u{628}\u{6B5}\u{628}"), ["\u{FE90}", "\u{6B5}", "\u{FE91}"]);
}

#[test]
fn digits_beside_letters_part_neither() {
    // 35 stuck to heh jeem meh teh-marbuta.
    assert_eq!(
        cells("35\u{647}\u{62C}\u{645}\u{629}"),
        ["\u{FE94}", "\u{FEE4}", "\u{FEA0}", "\u{FEEB}", "3", "5"]
    );
}

#[test]
fn lam_alef_is_one_cell_and_carries_the_marks_of_both() {
    assert_eq!(cells("\u{644}\u{627}"), ["\u{FEFB}"]);
    assert_eq!(cells("\u{628}\u{644}\u{64E}\u{627}\u{64B}"), ["\u{FEFC}\u{64E}\u{64B}", "\u{FE91}"]);
    assert_eq!(cells("\u{644}\u{644}\u{623}"), ["\u{FEF8}", "\u{FEDF}"]);
    assert_eq!(cells("\u{644}\u{200D}\u{627}"), ["\u{FE8E}", "\u{FEDF}"], "a joiner asks for two letters");
    let line = paragraph("\u{644}\u{64E}\u{627}").fit(9);
    assert_eq!((line.width, line.cells[0].range.clone()), (1, 0..6));
    let options = Options { lam_alef_ligature: false, ..Options::default() };
    assert_eq!(Paragraph::new("\u{644}\u{627}", &options).fit(9).plain(), "\u{FE8E}\u{FEDF}");
    let options = Options { shape: false, ..Options::default() };
    assert_eq!(Paragraph::new("\u{644}\u{627}", &options).fit(9).plain(), "\u{627}\u{644}");
}

#[test]
fn hidden_marks_stay_in_the_range_of_their_letter() {
    let options = Options { marks: false, ..Options::default() };
    let line = Paragraph::new("\u{628}\u{64E}e\u{301}", &options).fit(9);
    assert_eq!(line.plain(), "\u{E9}\u{FE8F}");
    assert_eq!(line.cells[1].range, 0..4);
}

#[test]
fn a_mark_without_a_letter_gets_a_carrier() {
    assert_eq!(cells("\u{64E}"), ["\u{25CC}\u{64E}"]);
    assert_eq!(cells("\u{11A8}"), ["\u{25CC}\u{11A8}"], "a final consonant of Hangul on its own");
    assert_eq!(cells("\u{200B}\u{200E}"), [""; 0]);
    assert_eq!(cells("a\u{200B}\u{200E}b").len(), 2);
}

#[test]
fn a_hostile_pile_of_marks_is_sent_in_part() {
    let line = paragraph(&format!("a{}", "\u{301}".repeat(100_000))).fit(9);
    assert_eq!(line.cells.len(), 1);
    assert!(line.cells[0].symbol.len() < 100);
    assert_eq!(line.cells[0].range.end, "\u{E1}".len() + 2 * 99_999);
}

#[test]
fn lines_break_in_logical_order_and_reorder_after() {
    assert_eq!(wrapped("AB cd EF", 5), ["cd BA", "FE"]);
    assert_eq!(wrapped("ab CD ef", 5), ["ab DC", "ef"]);
    assert_eq!(wrapped("abc   def ", 3), ["abc", "def"], "blanks at a break hang");
    assert_eq!(wrapped("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
    assert_eq!(wrapped("ab\n\ncd\n", 9), ["ab", "", "cd"], "the last line feed begins no line");
    assert_eq!(shown("ab\ncd"), "ab cd", "a blank where all is one line");
    assert_eq!(paragraph("ab c-d").opportunities().collect::<Vec<_>>(), [3, 5]);
    assert_eq!(wrapped("ab\u{AD}cd", 3), ["ab-", "cd"]);
    assert_eq!(wrapped("abc\u{AD}cd", 3), ["abc", "cd"], "no room for the hyphen");
    assert_eq!(wrapped("ab\u{AD}cd", 9), ["abcd"]);
}

#[test]
fn every_width_has_a_defined_outcome() {
    assert!(paragraph("ab").lines(0).is_empty());
    assert_eq!(wrapped("", 4), [""]);
    assert_eq!(wrapped("a\u{4E2D}b", 1), ["a", "\u{FFFD}", "b"]);
    assert_eq!(wrapped("\u{4E2D}\u{6587}", 3), ["\u{4E2D}", "\u{6587}"]);
    assert_eq!(paragraph("\u{4E2D}").fit(1).plain(), "…");
}

#[test]
fn a_line_cut_short_has_its_ellipsis_at_the_logical_end() {
    let fit = |text: &str, width| caps(&paragraph(&rtl(text)).fit(width));
    assert_eq!(fit("abcd ef", 6), "abcd…");
    assert_eq!(fit("ABCDEF", 4), "…CBA");
    assert_eq!(fit("AB cd EF", 6), "…cd BA");
    assert_eq!(fit("abc", 3), "abc");
    assert_eq!(fit("abc", 1), "…");
    assert_eq!(fit("abc", 0), "");
    let line = paragraph("abcdef").fit(4);
    assert_eq!(line.cells.last().unwrap().range, 3..3);
}

#[test]
fn a_highlight_may_be_several_runs() {
    let line = paragraph(&rtl("ab CD ef")).fit(99);
    let text = rtl("ab CD ef");
    let c = text.find(&rtl("C")).unwrap();
    assert_eq!(line.columns(0..c + 2), [0..3, 4..5], "a, b, the blank and C, which stands right of D");
    assert_eq!(line.columns(3..7), vec![3..5; 1]);
    assert!(line.columns(2..2).is_empty());
    assert_eq!(line.byte_at(4), Some(c));
    assert_eq!(line.byte_at(99), None);
}

#[test]
fn the_caret_stands_at_the_edge_that_its_letter_begins_at() {
    let line = paragraph(&rtl("ABc")).fit(99); // shown as cBA
    assert_eq!([0, 2, 4, 5].map(|byte| line.caret_column(byte)), [3, 2, 0, 0]);
    assert_eq!([0, 2, 4, 5].map(|byte| line.caret_cell(byte)), [2, 1, 0, -1]);
    let prompt = Options { trailing_blanks: true, ..Options::default() };
    let line = Paragraph::new("ab  ", &prompt).fit(99);
    assert_eq!((line.caret_column(3), line.caret_column(4), line.width), (3, 4, 4));
}

#[test]
fn the_caret_moves_visually_by_cell_and_logically_by_cluster() {
    let line = paragraph(&rtl("ab CD")).fit(99); // ab DC, then the end
    let mut stops = vec![0];
    while let Some(byte) = cursor::right(&line, *stops.last().unwrap()) {
        stops.push(byte);
    }
    assert_eq!(stops, [0, 1, 2, 5, 3, 7]);
    let mut back = vec![7];
    while let Some(byte) = cursor::left(&line, *back.last().unwrap()) {
        back.push(byte);
    }
    back.reverse();
    assert_eq!(back, stops);
    let text = "a\u{301}b one, two";
    assert_eq!(
        (cursor::next(text, 0), cursor::previous(text, 3), cursor::next(text, 99)),
        (3, 0, text.len())
    );
    assert_eq!((cursor::next_word(text, 0), cursor::next_word(text, 5)), (5, 10));
    assert_eq!((cursor::previous_word(text, 10), cursor::previous_word(text, 7)), (5, 5));
}

#[test]
fn width_is_that_of_the_cells() {
    assert_eq!(width("abc "), 4);
    assert_eq!(
        width("\u{627}\u{644}\u{625}\u{633}\u{644}\u{627}\u{645}"),
        5,
        "two ligatures in seven letters"
    );
    assert_eq!(width("\u{4E2D}\u{6587}"), 4);
    assert_eq!(width("\u{1F1EB}\u{1F1F7}"), 2);
    assert_eq!(width("\u{2764}\u{FE0F}"), 1);
}

#[test]
fn hostile_text_costs_what_its_length_costs() {
    // Anything quadratic would take minutes on these, not a second.
    let n = 30_000;
    let texts = [
        "\u{628}".repeat(n),
        "\u{644}\u{64E}\u{200D}".repeat(n),
        "\u{2067}a".repeat(n) + &"\u{2069}".repeat(n),
        "(\u{628}[a".repeat(n),
        format!("\u{628}{}a", "\u{200E}".repeat(n)),
        format!("a{}b", "\u{AD}".repeat(n)),
        "a\u{AD}".repeat(n),
        "\u{915}\u{94D}".repeat(n),
        "\u{1F1EB}".repeat(n),
        "\u{2067}".repeat(n) + &"\u{2069}".repeat(n),
        format!("\u{628}{}", "\u{64E}".repeat(n)),
        "(-\u{201C}".repeat(n),
        " ".repeat(n) + "a",
    ];
    for text in texts {
        let paragraph = paragraph(&text);
        assert_eq!(paragraph.breaks(1).last().unwrap().end, text.len());
        assert!(paragraph.lines(70).iter().all(|line| line.width <= 70));
        assert!(paragraph.fit(40).width <= 40);
    }
}
