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

#[test]
fn left_to_right_text_is_sent_as_it_is() {
    for kind in Kind::ALL {
        assert_eq!(row(kind, symbols("plain (12)")), "plain (12)", "{kind:?}");
    }
}
