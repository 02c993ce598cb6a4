//! Rows that are sent as a whole: because the terminal's glyphs reach out of their cells, or because a word's cells
//! change places in the encoding.

use std::collections::BTreeSet;
use std::io::Write;

use ratatui::{
    buffer::Cell,
    layout::Position,
    style::{Color, Modifier},
};

use super::Backend;
use super::shadow::{Placed, Row};
use super::style::{PLAIN, Style, look};
use crate::terminal::encode;

/// Attributes that are another font.
const FONT: Modifier = Modifier::BOLD.union(Modifier::ITALIC);

impl<W: Write> Backend<W> {
    /// Paints the changed rows and their neighbours from the shadow, from top to bottom: each row's background
    /// covers what the row above it let drop into it, as in a redraw of everything.
    pub(super) fn repaint(&mut self, changed: &BTreeSet<u16>) {
        for y in self.shadow.around(changed) {
            let row = self.encoded(y);
            let lowest = self.shadow.is_lowest(y);
            self.begin();
            self.go_to(Position { x: row.end(), y });
            self.select(PLAIN);
            // Erased before the cells are painted: from the right margin, where the cursor may stay, the last of
            // them would be erased. Nothing is below the lowest row but what dropped out of it.
            self.frame.extend_from_slice(if lowest { b"\x1b[J" } else { b"\x1b[K" });
            for placed in &row.cells {
                self.placed(y, placed);
            }
            self.keep(y, row);
        }
    }

    /// Sends what is different in the changed rows once they are encoded.
    pub(super) fn encode(&mut self, changed: &BTreeSet<u16>) {
        for &y in changed {
            let row = self.encoded(y);
            let before = self.sent.get_mut(usize::from(y)).and_then(Option::take);
            let old_end = before.as_ref().map_or(u16::MAX, Row::end);
            let before = before.unwrap_or_default();
            if old_end > row.end() {
                self.begin();
                self.go_to(Position { x: row.end(), y });
                self.select(PLAIN);
                self.frame.extend_from_slice(b"\x1b[K");
            }
            for placed in row.cells.iter().filter(|placed| !before.has(placed)) {
                self.placed(y, placed);
            }
            self.keep(y, row);
        }
    }

    /// A row of the shadow as it is sent.
    fn encoded(&self, y: u16) -> Row {
        let cells = self.shadow.row(y);
        if !self.profile.kind.encodes_rows() {
            let own = |(x, columns, cell): (u16, u16, &Cell)| {
                let text = cell.symbol().to_owned();
                Placed { x, columns, text, look: look(cell), from: x }
            };
            return Row { cells: cells.into_iter().map(own).collect() };
        }
        let kind = self.profile.kind;
        let one_look =
            |a: &(u16, u16, &Cell), b: &(u16, u16, &Cell)| !kind.encodes_looks() || look(a.2) == look(b.2);
        let (mut x, mut row) = (0, Row::default());
        for piece in cells.chunk_by(one_look) {
            let symbols: Vec<&str> = piece.iter().map(|(.., cell)| cell.symbol()).collect();
            for sent in encode::cells(kind, &symbols) {
                let (Some(&(from, columns, own)), Some((.., font))) =
                    (piece.get(sent.from), piece.get(sent.font))
                else {
                    continue;
                };
                let (fg, bg, attributes) = look(own);
                let mut look = (fg, bg, (attributes - FONT) | (font.modifier & FONT));
                if sent.apart {
                    set_apart(&mut look);
                }
                row.cells.push(Placed { x, columns, text: sent.text.into_owned(), look, from });
                x += columns;
            }
        }
        row
    }

    /// Where the terminal's cursor must be put so that it is seen at a place: a terminal that turns a word around
    /// turns the cursor around with it.
    pub(super) fn place(&self, seen: Position) -> Position {
        let row = self.sent.get(usize::from(seen.y)).and_then(Option::as_ref);
        let placed = row.and_then(|row| row.cells.iter().find(|placed| placed.from == seen.x));
        placed.map_or(seen, |placed| Position { x: placed.x, ..seen })
    }

    fn keep(&mut self, y: u16, row: Row) {
        if !self.profile.kind.encodes_rows() {
            return;
        }
        let y = usize::from(y);
        if self.sent.len() <= y {
            self.sent.resize_with(y + 1, || None);
        }
        if let Some(kept) = self.sent.get_mut(y) {
            *kept = Some(row);
        }
    }

    fn placed(&mut self, y: u16, placed: &Placed) {
        let Placed { x, columns, text, look, .. } = placed;
        if *columns > 1 {
            // Terminals that take one column for it would leave the next as it is.
            self.blank(*x, y, *columns, *look);
        }
        self.cell(*x, y, text, *look);
    }

    fn blank(&mut self, x: u16, y: u16, columns: u16, style: Style) {
        self.go_to(Position { x, y });
        self.select(style);
        self.frame.extend(std::iter::repeat_n(b' ', columns.into()));
        self.cursor = None;
    }
}

/// Gives a blank a colour of the letter that it does not have; where that shows all the same, as with a line under
/// it, the blank stays as it is.
fn set_apart((fg, _, attributes): &mut Style) {
    if !attributes.intersects(Modifier::UNDERLINED | Modifier::CROSSED_OUT | Modifier::REVERSED) {
        *fg = if *fg == Color::Blue { Color::Red } else { Color::Blue };
    }
}
