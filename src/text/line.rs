//! From columns to bytes and back on a laid-out line: highlights, the mouse, the caret.
//!
//! Never lays out, and knows nothing of the screen: column 0 is the line's own left edge.

use std::ops::Range;

use super::{Cell, Direction, Line};

impl Line {
    /// Each cell with the column of its left edge.
    pub fn placed(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().scan(0, |column, cell| {
            let left = *column;
            *column += usize::from(cell.width);
            Some((left, cell))
        })
    }

    /// The columns that show a byte range of the paragraph: runs from left to right, merged where they touch. One
    /// logical range may be several runs. A cell shows the range as soon as one of its bytes lies in it, one that is
    /// not in the text where the range goes on on both sides of it.
    pub fn columns(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (left, cell) in self.placed() {
            if range.is_empty() || cell.range.start >= range.end || range.start >= cell.range.end {
                continue;
            }
            let right = left + usize::from(cell.width);
            match runs.last_mut() {
                Some(run) if run.end == left => run.end = right,
                _ => runs.push(left..right),
            }
        }
        runs
    }

    /// The cell that covers a column.
    pub fn cell_at(&self, column: usize) -> Option<&Cell> {
        self.placed().find(|(left, cell)| column < left + usize::from(cell.width)).map(|(_, cell)| cell)
    }

    /// The first byte of what stands in a column.
    pub fn byte_at(&self, column: usize) -> Option<usize> {
        self.cell_at(column).map(|cell| cell.range.start)
    }

    /// The column boundary (0 to the line's width) where a caret before `byte` stands: the left edge of a
    /// left-to-right cell, the right edge of a right-to-left one, the far end of the line after its last cell.
    pub fn caret_column(&self, byte: usize) -> usize {
        let (edge, _) = self.caret(byte);
        edge
    }

    /// The column of the cell that a block caret before `byte` covers. At the end of a right-to-left line this is
    /// the column left of the line, so −1: a prompt keeps a column free there.
    pub fn caret_cell(&self, byte: usize) -> isize {
        match self.caret(byte) {
            (_, Some((left, _))) => left as isize,
            (edge, None) if self.direction == Direction::Rtl => edge as isize - 1,
            (edge, None) => edge as isize,
        }
    }

    fn caret(&self, byte: usize) -> (usize, Option<(usize, &Cell)>) {
        match self.placed().find(|(_, cell)| cell.range.contains(&byte)) {
            Some((left, cell)) if cell.level % 2 == 1 => (left + usize::from(cell.width), Some((left, cell))),
            Some((left, cell)) => (left, Some((left, cell))),
            None if self.direction == Direction::Rtl => (0, None),
            None => (self.width, None),
        }
    }

    /// The symbols from left to right: what a terminal that reorders nothing shows.
    pub fn plain(&self) -> String {
        self.cells.iter().map(|cell| cell.symbol.as_str()).collect()
    }

    /// Blank columns before the line in a column of text `width` wide: a right-to-left line is set against the
    /// right margin.
    pub fn offset(&self, width: usize) -> usize {
        match self.direction {
            Direction::Ltr => 0,
            Direction::Rtl => width.saturating_sub(self.width),
        }
    }
}
