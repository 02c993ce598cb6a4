//! What a terminal that reorders makes of the encoded rows.

use super::*;
use unicode_bidi::{BidiInfo, Level};

/// What a terminal that reorders shows of a row, its base direction left to right, controls gone.
fn shown(row: &str) -> String {
    let info = BidiInfo::new(row, Some(Level::ltr()));
    let Some(paragraph) = info.paragraphs.first() else { return String::new() };
    let line = info.reorder_line(paragraph, paragraph.range.clone());
    line.chars().filter(|c| *c != LRM).collect()
}

fn symbols(cells: &str) -> impl Iterator<Item = &str> {
    cells.split("").filter(|s| !s.is_empty())
}

#[test]
fn a_reordering_terminal_gives_back_what_was_meant() {
    // Visual cells: the letters of two words from left to right, digits, Latin and brackets between.
    for cells in ["a \u{62d}\u{62c} (\u{628}\u{627}) 12", "\u{628}\u{627}", "\u{661}\u{662} \u{628}", "x"] {
        for kind in [Kind::ImplicitLrm, Kind::ImplicitLrmForms, Kind::VisualLrm] {
            assert_eq!(shown(&row(kind, symbols(cells))), cells, "{kind:?}");
        }
    }
}

/// Persian digits are European numbers to UAX #9 (class EN), which turn Arabic after an Arabic letter (rule W2).
#[test]
fn persian_digits_stay_where_they_were_meant_under_every_kind() {
    // Visual cells: a year between words, beside brackets and a fraction with its sign, stuck to a word on its left,
    // at either end of the row, in English, a range and a date.
    let rows = [
        "\u{631}\u{628}\u{62e} \u{6f1}\u{6f4}\u{6f0}\u{6f2} \u{644}\u{627}\u{633}",
        " (\u{6f3}\u{66b}\u{6f5}\u{66a}) \u{628}\u{627}",
        " \u{6f1}\u{6f2}\u{628}\u{627}",
        "\u{6f1}\u{6f2} \u{628}\u{627} \u{6f7}",
        "year \u{6f1}\u{6f2} \u{628}\u{627} (\u{6f1}) x",
        " \u{6f1}-\u{6f2} \u{628}\u{627} \u{6f1}\u{6f4}/\u{6f2}/\u{6f3}",
    ];
    for meant in rows {
        for kind in [Kind::VisualLrm, Kind::ImplicitLrm, Kind::ImplicitLrmForms, Kind::ImplicitBlank] {
            let seen = shown(&row(kind, symbols(meant))).replace('\u{2800}', " ");
            assert_eq!(seen, meant, "{kind:?}");
        }
        // Each piece of one look is reordered by itself.
        let spans = row(Kind::ImplicitSpans, symbols(meant));
        let pieces: Vec<String> = spans.split(APART).map(shown).collect();
        assert_eq!(pieces.join(" "), meant);
        // Nothing is reordered.
        let breakers = row(Kind::VisualBreakers, symbols(meant));
        let seen: String = breakers.chars().filter(|c| *c != breakers::BREAKER).collect();
        assert_eq!(seen.replace('\u{a0}', " "), meant);
    }
}

#[test]
fn left_to_right_text_is_sent_as_it_is() {
    for kind in Kind::ALL {
        assert_eq!(row(kind, symbols("plain (12)")), "plain (12)", "{kind:?}");
    }
}
