//! Whole rows of visual cells for terminals that reorder by themselves, where rows are printed one after another
//! and nothing can be switched off. Cells come in visual order; what comes out is a string, nothing is written.

use unicode_bidi::{BidiClass, bidi_class};

/// LEFT-TO-RIGHT MARK: a strong letter without a glyph or a column.
const LRM: char = '\u{200e}';

/// What a cell means to the bidirectional algorithm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Other,
}

fn kind(symbol: &str) -> Kind {
    match symbol.chars().next().map(bidi_class) {
        Some(BidiClass::R | BidiClass::AL) => Kind::Letter,
        Some(BidiClass::AN) => Kind::Digit,
        _ => Kind::Other,
    }
}

/// Each right-to-left letter and Arabic digit with a LRM after it: nothing is left to reorder.
pub fn visual_lrm<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for symbol in cells {
        out.push_str(symbol);
        if kind(symbol) != Kind::Other {
            out.push(LRM);
        }
    }
    out
}

/// Each run of right-to-left letters in logical order, between LRMs: the terminal turns each run around in its
/// place and moves nothing else. Never begins with a control, to which some terminals give a column.
pub fn implicit<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<&str> = cells.collect();
    let mut out = String::new();
    for run in cells.chunk_by(|a, b| kind(a) == kind(b)) {
        let class = run.first().map_or(Kind::Other, |s| kind(s));
        if class != Kind::Other && !out.is_empty() && !out.ends_with(LRM) {
            out.push(LRM);
        }
        match class {
            Kind::Letter => run.iter().rev().for_each(|s| out.push_str(s)),
            _ => run.iter().for_each(|s| out.push_str(s)),
        }
        if class != Kind::Other {
            out.push(LRM);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_bidi::{BidiInfo, Level};

    /// What a terminal that reorders shows of a row, its base direction left to right, controls gone.
    fn shown(row: &str) -> String {
        let info = BidiInfo::new(row, Some(Level::ltr()));
        let Some(paragraph) = info.paragraphs.first() else { return String::new() };
        let line = info.reorder_line(paragraph, paragraph.range.clone());
        line.chars().filter(|c| *c != LRM).collect()
    }

    #[test]
    fn a_reordering_terminal_gives_back_what_was_meant() {
        // Visual cells: the letters of two words from left to right, digits, Latin and brackets between.
        for cells in ["a \u{62d}\u{62c} (\u{628}\u{627}) 12", "\u{628}\u{627}", "\u{661}\u{662} \u{628}", "x"]
        {
            let symbols = || cells.split("").filter(|s| !s.is_empty());
            assert_eq!(shown(&implicit(symbols())), cells, "implicit");
            assert_eq!(shown(&visual_lrm(symbols())), cells, "visual-lrm");
        }
    }

    #[test]
    fn left_to_right_text_is_sent_as_it_is() {
        let symbols = || "plain (12)".split("").filter(|s| !s.is_empty());
        assert_eq!(implicit(symbols()), "plain (12)");
        assert_eq!(visual_lrm(symbols()), "plain (12)");
    }
}
