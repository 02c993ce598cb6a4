//! The caret in the texts of a page, and what is selected from there.
//!
//! The caret stands on a cell, not between two: where the direction changes, an edge between letters would have two
//! columns, a cell has one. A selection is a run of the logical text of one side, both ends taken in; which cells
//! show it is the text engine's affair. The caret stands on what the article says (titles, blocks), never on what
//! the page says about it, and going into a closed fold opens it. Nothing here is edited, or copied anywhere.

use std::ops::Range;

use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side};
use crate::config::theme::Role;
use crate::text::{Direction, Line, cursor};

mod excerpt;
mod motion;

pub use excerpt::Excerpt;
pub use motion::Motion;

/// A cell of a text by the bytes that it stands for; no bytes on a line without cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    unit: Unit,
    start: usize,
    end: usize,
}

/// The caret with the other end of what is selected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caret {
    at: At,
    /// Where the selection was begun.
    from: Option<At>,
    /// Whether the paragraphs at both ends are selected whole.
    whole: bool,
    /// The column of the pane that going from line to line keeps.
    wish: Option<u16>,
}

/// What is selected around the caret at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The word, or the next one.
    Word,
    /// The sentence.
    Sentence,
    /// The paragraph; going on from there takes whole paragraphs.
    Paragraph,
    /// The title and all blocks of its side.
    Article,
}

/// A cell where the caret can stand, with its left edge in the pane.
#[derive(Clone, Copy, Debug)]
struct Stop {
    start: usize,
    end: usize,
    left: u16,
}

/// The place of a text among those of its side that the caret goes through; `None` for the page's own lines.
fn rank(unit: Unit) -> Option<(Side, usize)> {
    match unit {
        Unit::Title(side) => Some((side, 0)),
        Unit::Original(side) => Some((side, 1)),
        Unit::Block(side, block) => Some((side, block + 2)),
        Unit::Meta(_) | Unit::Note(_) | Unit::Cut(..) | Unit::Fold(_) => None,
    }
}

impl Page {
    /// Sets the caret: on the match that one stands on, else on the first line of the marked paragraph that the
    /// window shows, else on the first line of all. Says whether there is any text to stand on.
    pub fn enter_caret(&mut self) -> bool {
        let at = self.match_in_sight().or_else(|| {
            let first = self.sides().next()?;
            let plan = self.plan();
            let current = plan.iter().filter(|row| row.section == self.current);
            let mut lines = current.chain(&plan).flat_map(|row| {
                let texts = row.texts.into_iter().flatten();
                texts.filter(|(unit, _)| rank(*unit).is_some_and(|(side, _)| side == first))
            });
            let any = plan.iter().flat_map(|row| row.texts.into_iter().flatten());
            let mut any = any.filter(|(unit, _)| rank(*unit).is_some());
            let (unit, line) = lines.next().or_else(|| any.next())?;
            Some(self.first_on(unit, line))
        });
        self.caret = at.map(|at| Caret { at, from: None, whole: false, wish: None });
        at.is_some()
    }

    fn match_in_sight(&self) -> Option<At> {
        let (unit, range) = self.current_found()?;
        self.screen_row(unit, range.start).map(|_| self.at_byte(unit, range.start))
    }

    /// Takes the caret away, and the selection with it.
    pub fn leave_caret(&mut self) {
        self.caret = None;
    }

    /// Whether there is a caret.
    pub fn has_caret(&self) -> bool {
        self.caret.is_some()
    }

    /// Whether something is selected.
    pub fn has_selection(&self) -> bool {
        self.caret.is_some_and(|caret| caret.from.is_some())
    }

    /// The side on which the caret stands.
    pub fn caret_side(&self) -> Option<Side> {
        rank(self.caret?.at.unit).map(|(side, _)| side)
    }

    /// Begins to select at the caret, or ends it. With `whole`, whole paragraphs; while a selection of the other
    /// kind goes on, it becomes one of this kind.
    pub fn toggle_selection(&mut self, whole: bool) {
        let Some(caret) = &mut self.caret else { return };
        match caret.from {
            Some(_) if caret.whole == whole => caret.from = None,
            Some(_) => {}
            None => caret.from = Some(caret.at),
        }
        caret.whole = whole;
    }

    /// Begins to select at the caret unless something is selected.
    pub fn begin_selection(&mut self) {
        if !self.has_selection() {
            self.toggle_selection(false);
        }
    }

    /// Nothing is selected any more; the caret stays.
    pub fn end_selection(&mut self) {
        if let Some(caret) = &mut self.caret {
            caret.from = None;
            caret.whole = false;
        }
    }

    /// Puts the caret at the other end of the selection.
    pub fn swap_ends(&mut self) {
        if let Some(caret) = &mut self.caret
            && let Some(from) = &mut caret.from
        {
            std::mem::swap(&mut caret.at, from);
            self.settle_caret(None);
        }
    }

    /// Selects what stands around the caret.
    pub fn select(&mut self, extent: Extent) {
        let Some(at) = self.caret.map(|caret| caret.at) else { return };
        let around = |mut pieces: Box<dyn Iterator<Item = Range<usize>> + '_>| {
            pieces.find(|piece| piece.end > at.start)
        };
        let text = self.clean_text(at.unit);
        let (from, to) = match extent {
            Extent::Word | Extent::Sentence => {
                let found = if extent == Extent::Word {
                    around(Box::new(cursor::words(&text)))
                } else {
                    around(Box::new(cursor::sentences(&text)))
                };
                let Some(piece) = found else { return };
                let last = cursor::previous(&text, piece.end);
                (self.at_byte(at.unit, piece.start), self.at_byte(at.unit, last))
            }
            Extent::Paragraph => (self.first_of(at.unit), self.last_of(at.unit)),
            Extent::Article => {
                let Some((side, _)) = rank(at.unit) else { return };
                let (Some(first), Some(last)) = (self.text_from(side, 0), self.last_text(side)) else {
                    return;
                };
                (self.first_of(first), self.last_of(last))
            }
        };
        let whole = extent == Extent::Paragraph;
        self.caret = Some(Caret { at: to, from: Some(from), whole, wish: None });
        if extent != Extent::Article {
            self.settle_caret(None);
        }
    }

    /// Moves the caret, and the end of the selection with it. Says whether it moved.
    pub fn move_caret(&mut self, motion: Motion) -> bool {
        let Some(before) = self.caret else { return false };
        let Some((at, wish)) = self.moved(&before, motion) else { return false };
        if let Some(caret) = &mut self.caret {
            caret.at = at;
        }
        self.settle_caret(wish);
        before.at != at
    }

    /// Puts the caret on the text that faces its own on the other side, or stands nearest to that. What was
    /// selected is not any more: a selection is of one side. Says whether there is another side.
    pub fn caret_to_other_side(&mut self) -> bool {
        let Some(caret) = self.caret else { return false };
        let Some(unit) = self.facing(caret.at.unit) else { return false };
        let at = self.first_of(unit);
        self.caret = Some(Caret { at, from: None, whole: false, wish: None });
        self.settle_caret(None);
        true
    }

    /// Puts the caret on a byte of a text, as a search does.
    pub(super) fn caret_at(&mut self, unit: Unit, byte: usize) {
        if self.caret.is_some() && rank(unit).is_some() {
            let at = self.at_byte(unit, byte);
            let from = self.caret.and_then(|c| c.from).filter(|from| side(from.unit) == side(unit));
            let whole = self.caret.is_some_and(|c| c.whole) && from.is_some();
            self.caret = Some(Caret { at, from, whole, wish: None });
        }
    }

    /// The window was laid out anew: the caret is on a cell of now, and in sight.
    pub(super) fn restore_caret(&mut self) {
        let Some(caret) = self.caret else { return };
        let at = self.at_byte(caret.at.unit, caret.at.start);
        self.caret = Some(Caret { at, ..caret });
        self.settle_caret(None);
    }

    /// A button of the mouse went down at a point of the window: notes the cell there. Says whether there is one.
    pub fn press(&mut self, x: u16, row: u16) -> bool {
        self.pressed = self.text_at(x, row);
        self.pressed.is_some()
    }

    /// Puts the caret on the cell that was pressed; nothing is selected then.
    pub fn caret_to_press(&mut self) {
        if let Some(at) = self.pressed {
            self.caret = Some(Caret { at, from: None, whole: false, wish: None });
            self.settle_caret(None);
        }
    }

    /// The mouse was drawn to a point, in the window or beside it: selects from the cell that was pressed to the
    /// one nearest to that point. Beside the window, the window moves.
    pub fn drag_to(&mut self, x: u16, row: i32) {
        let Some(from) = self.pressed else { return };
        if row < 0 {
            self.scroll_rows(-1);
        } else if row >= i32::from(self.window) {
            self.scroll_rows(1);
        }
        let row = row.clamp(0, i32::from(self.window.saturating_sub(1))) as u16;
        if let Some(at) = self.nearest(x, row, side(from.unit)) {
            self.caret = Some(Caret { at, from: Some(from), whole: false, wish: None });
        }
    }

    /// The cell of a text at a point; `None` beside the texts, or where no caret can stand.
    fn text_at(&self, x: u16, row: u16) -> Option<At> {
        let plan = self.plan();
        let texts = plan.get(usize::from(row))?.texts.into_iter().flatten();
        let mut here = texts.filter(|(unit, _)| {
            let column = self.column_of(*unit);
            rank(*unit).is_some() && (column.x..column.x + column.width).contains(&x)
        });
        let (unit, line) = here.next()?;
        Some(self.nearest_on(unit, line, x))
    }

    /// The cell nearest to a point among those of a side, the row counting first.
    fn nearest(&self, x: u16, row: u16, side: Option<Side>) -> Option<At> {
        let plan = self.plan();
        let rows = plan.iter().zip(0u16..).flat_map(|(plan, at)| {
            plan.texts.into_iter().flatten().map(move |(unit, line)| (at.abs_diff(row), unit, line))
        });
        let rows = rows.filter(|(_, unit, _)| rank(*unit).is_some_and(|(s, _)| Some(s) == side));
        let (_, unit, line) = rows.min_by_key(|(distance, ..)| *distance)?;
        Some(self.nearest_on(unit, line, x))
    }

    /// What is selected of a text: bytes, the end perhaps beyond the text's.
    fn selected(&self, unit: Unit) -> Option<Range<usize>> {
        let (first, last, whole) = self.selection()?;
        let ((side, here), (first_side, from), (_, to)) = (rank(unit)?, rank(first.unit)?, rank(last.unit)?);
        if side != first_side || !(from..=to).contains(&here) {
            return None;
        }
        let start = if here == from && !whole { first.start } else { 0 };
        let end = if here == to && !whole { last.end } else { usize::MAX };
        Some(start..end)
    }

    /// Both ends of the selection in logical order, and whether whole paragraphs are selected.
    fn selection(&self) -> Option<(At, At, bool)> {
        let caret = self.caret?;
        let from = caret.from?;
        let place = |at: At| (rank(at.unit), at.start);
        let (first, last) = if place(from) <= place(caret.at) { (from, caret.at) } else { (caret.at, from) };
        Some((first, last, caret.whole))
    }

    /// The caret and the selection as marks in a line of a text; the caret is seen over all else.
    pub(super) fn caret_spans(&self, unit: Unit, line: &Range<usize>) -> Vec<(Range<usize>, Role)> {
        let Some(caret) = self.caret else { return Vec::new() };
        let touches = |range: &Range<usize>| range.start < line.end && range.end > line.start;
        let selected = self.selected(unit).filter(touches).map(|range| (range, Role::Selected));
        let here = (caret.at.unit == unit).then_some(caret.at.start..caret.at.end).filter(touches);
        selected.into_iter().chain(here.map(|range| (range, Role::Caret))).collect()
    }

    /// The column at which the caret stands on a line without cells.
    pub(super) fn bare_caret(&self, unit: Unit, line: &Line) -> Option<u16> {
        let at = self.caret?.at;
        let bare =
            at.unit == unit && at.start == at.end && line.range.start == at.start && line.cells.is_empty();
        let column = self.column_of(unit);
        bare.then(|| match line.direction {
            Direction::Ltr => column.x,
            Direction::Rtl => column.x + column.width.saturating_sub(1),
        })
    }
}

fn side(unit: Unit) -> Option<Side> {
    rank(unit).map(|(side, _)| side)
}
