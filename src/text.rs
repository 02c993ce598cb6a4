//! The bidi text engine: a paragraph of foreign text in, terminal cells out, and the way back.
//!
//! Plain data and pure functions: no I/O, no terminal, no threads, no colour. Order of work (UAX #9, #14, #29):
//! clean, direction, levels, joining forms, line breaks in logical order, then each line reordered into cells.

mod clean;
mod cluster;
pub mod cursor;
mod digits;
mod direction;
mod facts;
mod glance;
mod insert;
mod justify;
mod layout;
mod line;
mod paragraph;
mod quotes;
mod romanise;
mod shape;
mod symbol;
#[cfg(test)]
mod tests;
mod wrap;

pub use clean::{clean, isolate};
pub use compact_str::CompactString;
pub use direction::base_direction;
pub use insert::{isolate_address, isolate_path, isolate_quoted};
pub use paragraph::{Paragraph, width};
pub use romanise::sign;

use std::ops::Range;

/// A writing direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// What the door does with explicit bidi controls in foreign text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Controls {
    /// Overrides and embeddings are dropped, isolates kept only where balanced: every screen's policy.
    #[default]
    Neutralise,
    /// They work as UAX #9 says: for the conformance tests.
    Honour,
}

/// Whether lines are set to the full width of their column. The last line of a paragraph never is, nor a line before
/// a forced break, nor one that lacks too much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Justify {
    /// Ragged on the side where lines end.
    #[default]
    Off,
    /// Right-to-left paragraphs are full, by kashida first and wider word spaces after; others are ragged.
    Kashida,
    /// All paragraphs are full, by wider word spaces only.
    Spaces,
    /// Right-to-left paragraphs as with [`Self::Kashida`], others as with [`Self::Spaces`].
    Full,
}

/// Which digits are shown in right-to-left paragraphs of Arabic script. What the text says, its levels and what is
/// copied stay as they are: only the shape changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Digits {
    /// Those that the text has.
    #[default]
    AsWritten,
    /// 0 to 9.
    Western,
    /// U+0660..0669, in Persian and Urdu text U+06F0..06F9; not in Latin words, links, versions and ISO dates.
    Eastern,
}

/// How curly quotation marks (U+2018, U+2019, U+201C, U+201D) look where text runs from right to left. Unicode
/// mirrors guillemets, but not these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// As the text has them.
    #[default]
    AsWritten,
    /// So that both turn towards what they enclose, whichever way they were typed.
    Mirrored,
}

/// The signs that a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Glyphs {
    /// All that the text has.
    #[default]
    All,
    /// Those of a console's font: Latin 1, thin lines, blocks. Arabic is romanised.
    Console,
    /// ASCII alone: the terminal takes no UTF-8. Arabic is romanised.
    Ascii,
}

/// How a paragraph is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// A fixed base direction; `None` finds it by rules P2 and P3.
    pub base: Option<Direction>,
    /// The direction where no strong letter decides.
    pub fallback: Direction,
    /// What is done with explicit bidi controls.
    pub controls: Controls,
    /// Whether letters are given their joining forms.
    pub shape: bool,
    /// Whether lam-alef becomes its ligature in one cell rather than two letters in two.
    pub lam_alef_ligature: bool,
    /// Whether vowel marks are shown.
    pub marks: bool,
    /// Whether blanks at the end of the text are cells that count and wrap, as a prompt needs them, rather than
    /// hang beyond the margin, as on a page.
    pub trailing_blanks: bool,
    /// Whether lines are set to the full width.
    pub justify: Justify,
    /// Which digits are shown.
    pub digits: Digits,
    /// How curly quotation marks look.
    pub quotes: Quotes,
    /// What the terminal can show. Where it is not all, every line runs from left to right in Latin letters.
    pub glyphs: Glyphs,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base: None,
            fallback: Direction::Ltr,
            controls: Controls::Neutralise,
            shape: true,
            lam_alef_ligature: true,
            marks: true,
            trailing_blanks: false,
            justify: Justify::Off,
            digits: Digits::AsWritten,
            quotes: Quotes::AsWritten,
            glyphs: Glyphs::All,
        }
    }
}

/// One grapheme cluster where it stands on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is sent to the terminal: a base character in its joining form, then its marks.
    pub symbol: CompactString,
    /// Columns it takes: 1, 2 for wide characters, or as many as a romanised letter has signs; never 0.
    pub width: u8,
    /// Bytes of the paragraph's text that it stands for, unseen controls beside it included. Empty for what is
    /// not in the text: the ellipsis of a line cut short, the tatweels and blanks that fill a line.
    pub range: Range<usize>,
    /// Its embedding level; odd is right-to-left.
    pub level: u8,
}

/// One laid-out line: cells from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The cells in visual order.
    pub cells: Vec<Cell>,
    /// Columns that the cells take together.
    pub width: usize,
    /// Bytes of the paragraph's text that the line shows, the blanks at its break included.
    pub range: Range<usize>,
    /// The paragraph's base direction: a right-to-left line is set against the right margin.
    pub direction: Direction,
}
