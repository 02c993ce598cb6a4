//! Visual cells as they are sent under each [`Kind`]: what is added to a cell, and how the cells of a row change
//! places. Cells come in visual order; what comes out is text, nothing is written.
//!
//! One encoding serves the screen (cell by cell, in the backend) and printed rows ([`row()`]).

use std::borrow::Cow;

use unicode_bidi::{BidiClass, bidi_class};

use crate::terminal::profile::Kind;

mod breakers;
mod implicit;
mod stretch;
#[cfg(test)]
mod tests;
mod unshape;

/// LEFT-TO-RIGHT MARK: a strong letter without a glyph or a column.
const LRM: char = '\u{200e}';

/// A blank in another colour than the text around it, which is taken to be plain.
const APART: &str = "\x1b[34m \x1b[39m";
/// What an encoding adds to a cell, none of it with a column of its own.
pub(super) const ADDED: [char; 3] = [LRM, unshape::ZWNJ, breakers::BREAKER];

/// One cell as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent<'a> {
    /// Its text, with what the encoding adds.
    pub text: Cow<'a, str>,
    /// The place, among the cells that were given, of the one whose look it has.
    pub from: usize,
    /// The place of the one whose bold and italic it has.
    pub font: usize,
    /// A blank that must look different from what is beside it, as far as the terminal can tell: in the colour of a
    /// letter that it does not have.
    pub apart: bool,
}

impl<'a> Sent<'a> {
    const fn new(symbol: &'a str, from: usize) -> Self {
        Self { text: Cow::Borrowed(symbol), from, font: from, apart: false }
    }
}

/// Printable text for a row of visual cells from the screen's left edge, one cluster a cell. A terminal of this kind,
/// switched as [`Kind::enter`] says, shows it as the cells stand.
pub fn row<'a>(kind: Kind, cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<&str> = cells.collect();
    let sent = self::cells(kind, &cells).into_iter();
    sent.map(|cell| if cell.apart { Cow::Borrowed(APART) } else { cell.text }).collect()
}

/// The cells of a row in the order in which they are sent. As many as were given, each as wide as before; only cells
/// of right-to-left words change places, among themselves.
pub fn cells<'a>(kind: Kind, cells: &[&'a str]) -> Vec<Sent<'a>> {
    match kind {
        Kind::ImplicitLrm | Kind::ImplicitLrmForms => implicit::with_marks(kind, cells),
        Kind::ImplicitBlank | Kind::ImplicitSpans => implicit::with_blanks(kind, cells),
        Kind::VisualBreakers => breakers::cells(cells),
        _ => {
            let each = cells.iter().enumerate();
            each.map(|(from, symbol)| Sent { text: cell(kind, from, symbol), ..Sent::new("", from) })
                .collect()
        }
    }
}

/// One visual cell, in this column, under a kind that sends each for itself ([`Kind::encodes_rows`] is false).
pub fn cell(kind: Kind, column: usize, symbol: &str) -> Cow<'_, str> {
    if symbol.is_ascii() || Class::of(symbol) == Class::Other {
        return Cow::Borrowed(symbol);
    }
    match kind {
        Kind::VisualLrm => Cow::Owned(format!("{symbol}{LRM}")),
        // A text of its own, one column wide; neighbours with the same vertical alignment would be joined to one
        // run, and 0 to the plain cells beside it.
        Kind::VisualKitty => Cow::Owned(format!("\x1b]66;w=1:v={};{symbol}\x1b\\", 1 + column % 2)),
        _ => Cow::Borrowed(symbol),
    }
}

/// What a cell means to the bidirectional algorithm, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// A right-to-left letter.
    Letter,
    /// An Arabic digit, which stays to the left of what it follows.
    Digit,
    /// Anything else.
    Other,
}

impl Class {
    fn of(symbol: &str) -> Self {
        match symbol.chars().next().map(bidi_class) {
            Some(BidiClass::R | BidiClass::AL) => Self::Letter,
            Some(BidiClass::AN) => Self::Digit,
            _ => Self::Other,
        }
    }
}
