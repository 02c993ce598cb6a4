//! The rows of a section: where each of its texts begins, how high it is, and what stays pinned.

use crate::app::page::Page;
use crate::app::page::geometry::Flow;
use crate::app::page::outline::{self, Unit};

/// A text at its rows in its section's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) unit: Unit,
    /// Its first row, counted from the section's first row of text.
    pub(super) start: u32,
    pub(super) rows: u32,
}

/// A section laid out.
#[derive(Debug)]
pub(super) struct Arranged {
    /// Blank rows above it.
    pub(super) gap: u32,
    pub(super) columns: [Vec<Placed>; 2],
    /// Rows of each column, without the gap.
    pub(super) heights: [u32; 2],
}

impl Arranged {
    /// All its rows with the gap above: at least one.
    pub(super) fn rows(&self) -> u32 {
        self.gap + self.height()
    }

    /// Its rows of text.
    pub(super) fn height(&self) -> u32 {
        self.heights[0].max(self.heights[1]).max(1)
    }

    /// Rows by which each column is moved down when the first `hidden` rows of text are above the window.
    ///
    /// The shorter column stays beside the longer one: it scrolls until its last row has come into the window,
    /// stands still there, and leaves with the last row of the longer one.
    pub(super) fn pins(&self, hidden: u32, window: u32) -> [u32; 2] {
        self.heights.map(|rows| {
            let unseen = rows.saturating_sub(window);
            hidden.saturating_sub(unseen).min(self.height() - rows)
        })
    }

    /// The text at a row of a column, with the line in it.
    pub(super) fn at(&self, column: usize, row: u32) -> Option<(Placed, usize)> {
        let texts = &self.columns[column];
        let after = texts.partition_point(|text| text.start <= row);
        let text = texts.get(after.checked_sub(1)?)?;
        let line = row - text.start;
        (line < text.rows).then_some((*text, line as usize))
    }

    /// Where a text stands: its column and its place.
    pub(super) fn find(&self, unit: Unit) -> Option<Placed> {
        self.columns.iter().flatten().find(|text| text.unit == unit).copied()
    }

    /// The higher column, the one that is never pinned.
    pub(super) fn longer(&self) -> usize {
        usize::from(self.heights[1] > self.heights[0])
    }
}

impl Page {
    /// Lays out a section.
    pub(super) fn arrange(&self, index: usize) -> Arranged {
        let mut galley = self.galley.borrow_mut();
        let mut columns = [Vec::new(), Vec::new()];
        let mut heights = [0, 0];
        let texts = self.outline.sections.get(index).map(|s| &s.columns);
        for (column, units) in texts.into_iter().flatten().enumerate() {
            let mut above = None;
            for unit in units.iter().copied() {
                let gap = above.map_or(0, |above| outline::gap(&self.manuscript, above, unit));
                let rows = galley.rows(&self.manuscript, unit) as u32;
                columns[column].push(Placed { unit, start: heights[column] + gap, rows });
                heights[column] += gap + rows;
                above = Some(unit);
            }
        }
        let arranged = Arranged { gap: self.gap_above(index), columns, heights };
        galley.keep_section(index, arranged.rows(), true);
        arranged
    }

    /// The rows of a section, exact.
    pub(super) fn rows_of(&self, index: usize) -> u32 {
        let known = self.galley.borrow().section(index);
        known.unwrap_or_else(|| self.arrange(index).rows())
    }

    /// The rows of a section, estimated unless it was laid out.
    pub(super) fn rows_about(&self, index: usize) -> u32 {
        if let Some(rows) = self.galley.borrow().about(index) {
            return rows;
        }
        let width = self.geometry.text_width;
        let columns = self.outline.sections.get(index).map(|s| &s.columns);
        let heights = columns.into_iter().flatten().map(|units| {
            let texts = units.iter().map(|unit| self.manuscript.estimate(*unit, width));
            texts.sum::<u32>()
        });
        let rows = self.gap_above(index) + heights.max().unwrap_or(0).max(1);
        self.galley.borrow_mut().keep_section(index, rows, false);
        rows
    }

    /// The rows of all sections before this one, each estimated unless it was laid out.
    pub(super) fn rows_before(&self, index: usize) -> usize {
        for section in 0..index {
            if self.galley.borrow().about(section).is_none() {
                self.rows_about(section);
            }
        }
        self.galley.borrow().rows_before(index)
    }

    /// Blank rows above a section: as many as the widest gap between two texts that follow each other in a column.
    pub(super) fn gap_above(&self, index: usize) -> u32 {
        let sections = &self.outline.sections;
        let (Some(above), Some(here)) =
            (index.checked_sub(1).and_then(|i| sections.get(i)), sections.get(index))
        else {
            return 0;
        };
        if self.geometry.flow == Flow::Stacked {
            return 1;
        }
        let neighbours = above.columns.iter().zip(&here.columns);
        let gaps = neighbours
            .filter_map(|(above, here)| Some(outline::gap(&self.manuscript, *above.last()?, *here.first()?)));
        gaps.max().unwrap_or(1)
    }
}
