//! Rows for kitty without its text sizing protocol: it takes each run of cells in one font as one text, and turns it
//! around when the first letter in it that has a script is of a right-to-left one, unless the user has set
//! `force_ltr`. An invisible letter of a left-to-right script before each word is right in both settings.
//!
//! Blanks and boxes are no part of a run, so a blank before a word becomes one that is (U+00A0), and takes on the
//! word's bold and italic, because each of these is a font of its own. Where the terminal takes Arabic from another
//! font than the blank, nothing that is sent helps: [`crate::terminal::Advice::Kitty`].

use std::borrow::Cow;

use super::{Class, Sent};

/// KHMER VOWEL INHERENT AQ: no glyph, no column, a script from left to right.
pub(super) const BREAKER: char = '\u{17b4}';
/// NO-BREAK SPACE.
const BLANK: char = '\u{a0}';

/// The row's cells, each in its place.
pub(super) fn cells<'a>(cells: &[&'a str]) -> Vec<Sent<'a>> {
    let mut row: Vec<Sent<'a>> =
        cells.iter().enumerate().map(|(from, symbol)| Sent::new(symbol, from)).collect();
    let mut start = 0;
    for run in cells.chunk_by(|a, b| is_in_run(a) == is_in_run(b)) {
        let first = run.iter().position(|symbol| is_turned(symbol));
        if let Some(first) = first.map(|place| start + place) {
            let places = start.saturating_sub(1)..start + run.len();
            // A change of font would begin another run.
            for sent in row.get_mut(places).unwrap_or_default() {
                sent.font = first;
            }
            if let Some(before) = first.checked_sub(1).and_then(|place| row.get_mut(place)) {
                stand_before(before);
            }
        }
        start += run.len();
    }
    row
}

fn stand_before(sent: &mut Sent<'_>) {
    match &*sent.text {
        " " => sent.text = Cow::Owned(String::from_iter([BLANK, BREAKER])),
        text if is_in_run(text) => sent.text.to_mut().push(BREAKER),
        text => {
            if let Some(line) = text.chars().next().and_then(from_font) {
                sent.text = Cow::Owned(String::from_iter([line, BREAKER]));
            }
        }
    }
}

/// What stands for a line of a pop-up's border that cuts a word: drawn from the font for once, so that a breaker can
/// ride on it.
fn from_font(line: char) -> Option<char> {
    Some(match line {
        '─' | '━' | '═' | '╌' | '┄' => '\u{2013}',
        '│' | '┃' | '║' | '╎' | '┆' => '|',
        '\u{2500}'..='\u{257f}' => '+',
        _ => return None,
    })
}

/// Whether kitty draws a cell from a font: blanks, lines, blocks and Braille it makes itself.
fn is_in_run(symbol: &str) -> bool {
    !matches!(symbol.chars().next(), None | Some(' ' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}'))
}

/// Whether a run that begins with this is turned around: letters, and Arabic digits and signs.
fn is_turned(symbol: &str) -> bool {
    symbol.starts_with(|c| matches!(c, '\u{600}'..='\u{8ff}')) || Class::of(symbol) == Class::Letter
}
