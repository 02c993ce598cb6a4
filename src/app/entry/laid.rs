//! A line being typed, laid out: the one place that both the caret's movements and the screen ask.
//!
//! The filters of a query are read as units: `-country:RU` beside Arabic words keeps its minus and its colon where
//! they belong. The bytes of the cells are those of what was typed.

use std::ops::Range;

use crate::app::entry::Entry;
use crate::text::{Digits, Line, Options, Paragraph, Quotes, base_direction};

const FSI: &str = "\u{2068}";
const PDI: &str = "\u{2069}";

impl Entry {
    /// The line in one row of cells, its blanks at the end counted, its digits and quotation marks those of the keys;
    /// without a letter in it, in the options' fallback direction.
    pub fn line(&self, options: &Options) -> Line {
        let base = options.base.unwrap_or_else(|| base_direction(self.text(), options.fallback));
        let options = Options {
            base: Some(base),
            trailing_blanks: true,
            digits: Digits::AsWritten,
            quotes: Quotes::AsWritten,
            ..*options
        };
        let units = if self.is_query() { units(self.text()) } else { Vec::new() };
        let mut shown = String::with_capacity(self.text().len() + 6 * units.len());
        let mut at = 0;
        for unit in &units {
            shown.push_str(self.text().get(at..unit.start).unwrap_or_default());
            shown.push_str(FSI);
            shown.push_str(self.text().get(unit.clone()).unwrap_or_default());
            shown.push_str(PDI);
            at = unit.end;
        }
        shown.push_str(self.text().get(at..).unwrap_or_default());
        let paragraph = Paragraph::new(&shown, &options);
        let mut line = paragraph.line(0..paragraph.text().len());
        for cell in &mut line.cells {
            cell.range = typed(&units, cell.range.start)..typed(&units, cell.range.end);
        }
        line.range = 0..self.text().len();
        line
    }
}

/// The byte of what was typed, for one of what is shown.
fn typed(units: &[Range<usize>], shown: usize) -> usize {
    let mut added = 0;
    for unit in units {
        // A byte at the control itself stands for the edge that it marks.
        if shown <= unit.start + added {
            break;
        }
        added += FSI.len().min(shown - unit.start - added);
        if shown <= unit.end + added {
            break;
        }
        added += PDI.len().min(shown - unit.end - added);
    }
    shown - added
}

/// What stands between blanks and is more than a word: `-word`, `field:value`, `field:"two words"`.
fn units(text: &str) -> Vec<Range<usize>> {
    let mut units = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match c {
            '"' => quoted = !quoted,
            '«' => quoted = true,
            '»' => quoted = false,
            _ => {}
        }
        if at == text.len() || (c.is_whitespace() && !quoted) {
            let word = text.get(start..at).unwrap_or_default();
            if word.len() > 1 && (word.starts_with('-') || word.contains(':')) {
                units.push(start..at);
            }
            start = at + c.len_utf8();
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Direction;

    /// The line from left to right, unjoined; capitals stand for right-to-left letters, before and after.
    fn shown(text: &str, fallback: Direction) -> String {
        let options = Options { fallback, shape: false, ..Options::default() };
        let coded: String = text.chars().map(|c| if c.is_ascii_uppercase() { coded(c) } else { c }).collect();
        let mut entry = Entry::query(coded.as_str());
        let line = entry.line(&options);
        for cell in &line.cells {
            let typed: String = cell.symbol.chars().collect();
            let mirrored = |c: char| match c {
                '(' => ')',
                ')' => '(',
                c => c,
            };
            let source = coded.get(cell.range.clone()).unwrap();
            assert!(
                source == typed || source.chars().map(mirrored).eq(typed.chars()),
                "{source:?} {typed:?}"
            );
        }
        entry.to_start();
        line.plain().chars().map(|c| ('A'..='Z').find(|l| self::coded(*l) == c).unwrap_or(c)).collect()
    }

    fn coded(capital: char) -> char {
        char::from_u32('\u{62B}' as u32 + capital as u32 - 'A' as u32).filter(|c| c.is_alphabetic()).unwrap()
    }

    #[test]
    fn a_filter_beside_words_of_the_other_direction_keeps_its_minus_and_its_colon() {
        for fallback in [Direction::Ltr, Direction::Rtl] {
            assert_eq!(shown("AB -c:fr CD", fallback), "DC -c:fr BA");
            assert_eq!(shown("AB -12", fallback), "-12 BA");
            assert_eq!(shown("AB year:2018 (C)", fallback), "(C) year:2018 BA");
            assert_eq!(shown("ab -CD year:2018", fallback), "ab DC- year:2018");
            assert_eq!(shown("ab CD:EF -x", fallback), "ab FE:DC -x");
            assert_eq!(shown("AB s:\"c d\" E", fallback), "E s:\"c d\" BA");
        }
        // Words alone are one sentence.
        assert_eq!(shown("AB - cd", Direction::Ltr), "cd - BA");
        assert_eq!(shown("-c:fr", Direction::Rtl), "-c:fr");
    }

    #[test]
    fn every_byte_that_is_typed_belongs_to_the_cell_that_shows_it() {
        for text in ["-a:b -c:d x", "x -a:b", "-a:b ", " -ab"] {
            let line = Entry::query(text).line(&Options::default());
            assert_eq!(line.plain(), text);
            let starts: Vec<usize> = line.cells.iter().map(|c| c.range.start).collect();
            assert_eq!(starts, (0..text.len()).collect::<Vec<_>>(), "{text:?}");
        }
    }
}
