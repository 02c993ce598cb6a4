//! What the screen holds, cell by cell, as far as it was told to us. Nothing is written here, and nothing is known of
//! the terminal: a cell that was never drawn is blank.

use std::collections::BTreeSet;

use ratatui::{
    backend::ClearType,
    buffer::{Cell, CellWidth},
    layout::Position,
    style::{Color, Modifier},
};

use super::style::Style;

/// Attributes that show where there is no letter.
const VISIBLE_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// A row as it is sent.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its cells from left to right, to the last that is not blank.
    pub(super) cells: Vec<Placed>,
}

/// A cell of a row as it is sent.
#[derive(Debug)]
pub(super) struct Placed {
    /// The column in which it is sent.
    pub(super) x: u16,
    /// The columns that it takes.
    pub(super) columns: u16,
    /// Its text as it is sent.
    pub(super) text: String,
    /// Its colours and attributes.
    pub(super) look: Style,
    /// The column in which it is meant to be seen.
    pub(super) from: u16,
}

impl Row {
    /// The first column behind the cells.
    pub(super) fn end(&self) -> u16 {
        self.cells.last().map_or(0, |placed| placed.x + placed.columns)
    }

    /// Whether the same was sent in its column.
    pub(super) fn has(&self, placed: &Placed) -> bool {
        self.at(placed.x).is_some_and(|old| (&old.text, old.look) == (&placed.text, placed.look))
    }

    /// The cell that was sent in a column.
    fn at(&self, x: u16) -> Option<&Placed> {
        let place = self.cells.binary_search_by_key(&x, |placed| placed.x).ok()?;
        self.cells.get(place)
    }
}

/// The rows from the top of the screen to the lowest one that was drawn, each from its first column to its last one
/// that was drawn.
#[derive(Debug, Default)]
pub(super) struct Shadow {
    rows: Vec<Vec<Cell>>,
}

impl Shadow {
    /// Takes in a cell. The columns behind a wide one hold nothing of their own.
    pub(super) fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let (x, y) = (usize::from(x), usize::from(y));
        if self.rows.len() <= y {
            self.rows.resize_with(y + 1, Vec::new);
        }
        let Some(row) = self.rows.get_mut(y) else { return };
        let end = x + usize::from(columns(cell));
        if row.len() < end {
            row.resize(end, Cell::EMPTY);
        }
        for (column, kept) in row.iter_mut().enumerate().take(end).skip(x) {
            if column == x { kept.clone_from(cell) } else { kept.reset() }
        }
    }

    /// The rows that have a change and those directly above and below them, from top to bottom.
    pub(super) fn around(&self, changed: &BTreeSet<u16>) -> BTreeSet<u16> {
        changed
            .iter()
            .flat_map(|&y| y.saturating_sub(1)..=y.saturating_add(1))
            .filter(|&y| usize::from(y) < self.rows.len())
            .collect()
    }

    /// Whether no row below this one was drawn.
    pub(super) fn is_lowest(&self, y: u16) -> bool {
        usize::from(y) + 1 >= self.rows.len()
    }

    /// The cells of a row up to the last that is not blank, each with its column and how many columns it takes.
    pub(super) fn row(&self, y: u16) -> Vec<(u16, u16, &Cell)> {
        let row = self.rows.get(usize::from(y)).map(Vec::as_slice).unwrap_or_default();
        let mut covered = 0;
        let mut cells: Vec<_> = (0..)
            .zip(row)
            .filter_map(|(x, cell)| {
                let free = x >= covered;
                free.then(|| {
                    covered = x + columns(cell);
                    (x, covered - x, cell)
                })
            })
            .collect();
        let used = cells.iter().rposition(|(_, _, cell)| !is_blank(cell)).map_or(0, |last| last + 1);
        cells.truncate(used);
        cells
    }

    /// Blanks a region, with the cursor where it is said to be.
    pub(super) fn erase(&mut self, region: ClearType, cursor: Position) {
        let (x, y) = (usize::from(cursor.x), usize::from(cursor.y));
        match region {
            ClearType::All => self.rows.clear(),
            ClearType::AfterCursor => self.rows.truncate(y + 1),
            ClearType::BeforeCursor => self.rows.iter_mut().take(y).for_each(Vec::clear),
            ClearType::CurrentLine | ClearType::UntilNewLine => {}
        }
        let Some(row) = self.rows.get_mut(y) else { return };
        match region {
            ClearType::All | ClearType::CurrentLine => row.clear(),
            ClearType::AfterCursor | ClearType::UntilNewLine => row.truncate(x),
            ClearType::BeforeCursor => row.iter_mut().take(x + 1).for_each(Cell::reset),
        }
    }
}

/// The columns that a cell takes, as ratatui counts them.
fn columns(cell: &Cell) -> u16 {
    if cell.symbol().len() <= 1 { 1 } else { cell.cell_width().max(1) }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(VISIBLE_ON_BLANK)
}
