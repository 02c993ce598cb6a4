//! Where the caret goes: along the cells of a line as they stand, along the text as it is read, from line to line.

use std::ops::Range;

use crate::app::page::caret::{At, Caret, Stop, rank};
use crate::app::page::geometry::{Column, Flow};
use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side};
use crate::text::{self, Direction, cursor};

/// A way for the caret to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One cell to the left on the screen; from the edge to the line that is read on there.
    Left,
    /// One cell to the right on the screen.
    Right,
    /// The next character as it is read.
    NextCharacter,
    /// The character before as it is read.
    PreviousCharacter,
    /// The beginning of the next word.
    NextWord,
    /// The beginning of this word, or of the one before.
    PreviousWord,
    /// The end of this word, or of the next.
    EndOfWord,
    /// The beginning of the next sentence.
    NextSentence,
    /// The beginning of this sentence, or of the one before.
    PreviousSentence,
    /// The beginning of the next paragraph; the end of the last.
    NextParagraph,
    /// The beginning of this paragraph, or of the one before.
    PreviousParagraph,
    /// Where the line begins to be read.
    LineStart,
    /// Where the line ends.
    LineEnd,
    /// So many lines down, or up where negative, in the same column.
    Lines(i32),
    /// So many halves of the window down, or up where negative.
    HalfWindows(i32),
    /// The beginning of the side's first text.
    Top,
    /// The end of its last.
    Bottom,
}

impl Page {
    /// Where a motion leads and the column that it keeps; `None` where it leads nowhere.
    pub(super) fn moved(&self, caret: &Caret, motion: Motion) -> Option<(At, Option<u16>)> {
        let at = caret.at;
        let (side, _) = rank(at.unit)?;
        let found = match motion {
            Motion::Left => self.beside(at, false),
            Motion::Right => self.beside(at, true),
            Motion::NextCharacter => self.character(at, true),
            Motion::PreviousCharacter => self.character(at, false),
            Motion::NextWord | Motion::NextSentence => Some(self.next_piece(at, motion)),
            Motion::EndOfWord => Some(self.word_end(at)),
            Motion::PreviousWord | Motion::PreviousSentence => self.previous_piece(at, motion),
            Motion::NextParagraph => match self.text_beside(at.unit, true) {
                Some(unit) => Some(self.first_of(unit)),
                None => Some(self.last_of(at.unit)),
            },
            Motion::PreviousParagraph => {
                let first = self.first_of(at.unit);
                let before = || self.text_beside(at.unit, false).map(|unit| self.first_of(unit));
                if first == at { before() } else { Some(first) }
            }
            Motion::LineStart => Some(self.first_on(at.unit, self.line_at(at))),
            Motion::LineEnd => Some(self.last_on(at.unit, self.line_at(at))),
            Motion::Top => self.text_from(side, 0).map(|unit| self.first_of(unit)),
            Motion::Bottom => self.last_text(side).map(|unit| self.last_of(unit)),
            Motion::Lines(lines) => return self.lines_on(caret, lines),
            Motion::HalfWindows(halves) => {
                // A whole window leaves two rows in sight to read on from, as paging does.
                let window = i32::from(self.window.saturating_sub(2));
                return self.lines_on(caret, (halves * window / 2).abs().max(1) * halves.signum());
            }
        };
        Some((found?, None))
    }

    /// One cell to the left or right. Beyond the edge at which its side's lines end to be read, the next line begins
    /// at its other edge; beyond the edge at which they begin, the line before.
    fn beside(&self, at: At, right: bool) -> Option<At> {
        let line = self.line_at(at);
        let stops = self.stops(at.unit, line);
        let here = stops.iter().position(|stop| stop.start == at.start);
        let there = here.and_then(|here| here.checked_add_signed(if right { 1 } else { -1 }));
        if let Some(stop) = there.and_then(|there| stops.get(there)) {
            return Some(stop.of(at.unit));
        }
        // By the side's direction, not the line's: between paragraphs of both it would go to and fro for ever.
        let forward = right == (self.manuscript.options(at.unit).fallback == Direction::Ltr);
        let (unit, line) = self.line_beside(at.unit, line, forward, false)?;
        let stops = self.stops(unit, line);
        let stop = if right { stops.first() } else { stops.last() };
        Some(stop.map_or_else(|| self.first_on(unit, line), |stop| stop.of(unit)))
    }

    /// The cell after or before in the order of the text.
    fn character(&self, at: At, forward: bool) -> Option<At> {
        let line = self.line_at(at);
        let stops = self.stops(at.unit, line);
        let next = if forward {
            stops.iter().filter(|stop| stop.start > at.start).min_by_key(|stop| stop.start)
        } else {
            stops.iter().filter(|stop| stop.start < at.start).max_by_key(|stop| stop.start)
        };
        if let Some(stop) = next {
            return Some(stop.of(at.unit));
        }
        let (unit, line) = self.line_beside(at.unit, line, forward, false)?;
        Some(if forward { self.first_on(unit, line) } else { self.last_on(unit, line) })
    }

    /// The beginning of the next word or sentence; the end of the last text after the last of them.
    fn next_piece(&self, at: At, motion: Motion) -> At {
        let text = self.clean_text(at.unit);
        if let Some(piece) = pieces(&text, motion).find(|piece| piece.start >= at.end.max(at.start + 1)) {
            return self.at_byte(at.unit, piece.start);
        }
        let Some(unit) = self.text_beside(at.unit, true) else { return self.last_of(at.unit) };
        let text = self.clean_text(unit);
        let first = pieces(&text, motion).next();
        first.map_or_else(|| self.first_of(unit), |piece| self.at_byte(unit, piece.start))
    }

    /// The beginning of the word or sentence around or before a cell.
    fn previous_piece(&self, at: At, motion: Motion) -> Option<At> {
        let text = self.clean_text(at.unit);
        if let Some(piece) = pieces(&text, motion).take_while(|piece| piece.start < at.start).last() {
            return Some(self.at_byte(at.unit, piece.start));
        }
        let first = self.first_of(at.unit);
        if first.start < at.start {
            return Some(first);
        }
        let unit = self.text_beside(at.unit, false)?;
        let text = self.clean_text(unit);
        let last = pieces(&text, motion).last();
        Some(last.map_or_else(|| self.first_of(unit), |piece| self.at_byte(unit, piece.start)))
    }

    /// The last cell of the word around or after a cell.
    fn word_end(&self, at: At) -> At {
        let end_in = |unit: Unit, from: usize| {
            let text = self.clean_text(unit);
            let mut ends = cursor::words(&text).map(|word| cursor::previous(&text, word.end));
            ends.find(|last| *last >= from).map(|last| self.at_byte(unit, last))
        };
        if let Some(end) = end_in(at.unit, at.end.max(at.start + 1)) {
            return end;
        }
        let Some(unit) = self.text_beside(at.unit, true) else { return self.last_of(at.unit) };
        end_in(unit, 0).unwrap_or_else(|| self.last_of(unit))
    }

    /// So many lines down or up, as far as there are any, in the column that was wished for first.
    fn lines_on(&self, caret: &Caret, lines: i32) -> Option<(At, Option<u16>)> {
        let at = caret.at;
        let (mut unit, mut line) = (at.unit, self.line_at(at));
        let wish = caret.wish.unwrap_or_else(|| {
            let stops = self.stops(unit, line);
            let here = stops.iter().find(|stop| stop.start == at.start);
            here.map_or_else(|| self.column_of(unit).x, |stop| stop.left)
        });
        let across = caret.from.is_none();
        let before = (unit, line);
        for _ in 0..lines.unsigned_abs() {
            let Some(next) = self.line_beside(unit, line, lines > 0, across) else { break };
            (unit, line) = next;
        }
        let moved = (unit, line) != before;
        moved.then(|| (self.nearest_on(unit, line, wish), Some(wish)))
    }

    /// The line after or before a line; `across` goes to the other side's text where that stands next on the page.
    fn line_beside(&self, unit: Unit, line: usize, forward: bool, across: bool) -> Option<(Unit, usize)> {
        let rows = self.galley.borrow_mut().rows(&self.manuscript, unit);
        let in_text = if forward { Some(line + 1).filter(|l| *l < rows) } else { line.checked_sub(1) };
        if let Some(line) = in_text {
            return Some((unit, line));
        }
        let stacked = across && self.geometry.flow == Flow::Stacked;
        let unit =
            if stacked { self.stacked_beside(unit, forward) } else { self.text_beside(unit, forward) }?;
        let rows = self.galley.borrow_mut().rows(&self.manuscript, unit);
        Some((unit, if forward { 0 } else { rows.saturating_sub(1) }))
    }

    /// The text after or before one on its side, also where a fold hides it.
    fn text_beside(&self, unit: Unit, forward: bool) -> Option<Unit> {
        let (side, rank) = rank(unit)?;
        if forward {
            return self.text_from(side, rank + 1);
        }
        (0..rank).rev().find_map(|rank| self.text_ranked(side, rank))
    }

    /// The first text of a side at this place or after it.
    pub(super) fn text_from(&self, side: Side, rank: usize) -> Option<Unit> {
        (rank..self.ranks(side)).find_map(|rank| self.text_ranked(side, rank))
    }

    /// The last text of a side.
    pub(super) fn last_text(&self, side: Side) -> Option<Unit> {
        (0..self.ranks(side)).rev().find_map(|rank| self.text_ranked(side, rank))
    }

    fn ranks(&self, side: Side) -> usize {
        self.article(side).map_or(0, |article| article.blocks.len() + 2)
    }

    /// The text at a place of a side, unless it is empty.
    fn text_ranked(&self, side: Side, rank: usize) -> Option<Unit> {
        let unit = match rank {
            0 => Unit::Title(side),
            1 => Unit::Original(side),
            _ => Unit::Block(side, rank - 2),
        };
        (!self.manuscript.text(unit).is_empty()).then_some(unit)
    }

    /// The text after or before one where the sides stand under each other; a closed fold stands for its texts.
    fn stacked_beside(&self, unit: Unit, forward: bool) -> Option<Unit> {
        let here = self.outline.section_of(unit)?;
        let texts = |section: usize| -> Vec<Unit> {
            let units =
                self.outline.sections.get(section).into_iter().flat_map(|s| s.columns.iter().flatten());
            let texts = units.flat_map(|unit| match *unit {
                Unit::Fold(fold) if !self.open.contains(&fold) => {
                    let fold = self.folds.get(fold);
                    fold.map(|f| f.blocks.clone().map(|b| Unit::Block(f.side, b)).collect())
                        .unwrap_or_default()
                }
                unit => vec![unit],
            });
            texts.filter(|unit| rank(*unit).is_some() && !self.manuscript.text(*unit).is_empty()).collect()
        };
        let own = texts(here);
        let at = own.iter().position(|text| *text == unit)?;
        let beside = at.checked_add_signed(if forward { 1 } else { -1 }).and_then(|at| own.get(at));
        if let Some(unit) = beside {
            return Some(*unit);
        }
        if forward {
            return (here + 1..self.outline.sections.len()).find_map(|s| texts(s).first().copied());
        }
        (0..here).rev().find_map(|s| texts(s).last().copied())
    }

    /// The text on the other side that stands where this one does: the one as far down in its section, or one of
    /// the nearest section above or below that has any.
    pub(super) fn facing(&self, unit: Unit) -> Option<Unit> {
        let (side, rank_here) = rank(unit)?;
        let other = side.other();
        if rank_here < 2 {
            return self.text_from(other, 0);
        }
        let here = self.outline.section_of(unit)?;
        let texts = |section: usize, side: Side| -> Vec<Unit> {
            let units =
                self.outline.sections.get(section).into_iter().flat_map(|s| s.columns.iter().flatten());
            units.copied().filter(|unit| rank(*unit).is_some_and(|(s, _)| s == side)).collect()
        };
        let own = texts(here, side).iter().position(|text| *text == unit).unwrap_or(0);
        let facing = texts(here, other);
        if let Some(unit) = facing.get(own.min(facing.len().saturating_sub(1))) {
            return Some(*unit);
        }
        let above = (0..here).rev().find_map(|section| texts(section, other).last().copied());
        above.or_else(|| (here..self.outline.sections.len()).find_map(|s| texts(s, other).first().copied()))
    }

    /// The cells of a line where the caret can stand, from left to right: not those that layout put in.
    pub(super) fn stops(&self, unit: Unit, line: usize) -> Vec<Stop> {
        let line = self.line(unit, line);
        let column = self.column_of(unit);
        let x = self.left_edge(unit, &line, column);
        let cells = line.placed().filter(|(_, cell)| !cell.range.is_empty());
        let stop = |(left, cell): (usize, &text::Cell)| Stop {
            start: cell.range.start,
            end: cell.range.end,
            left: x.saturating_add(left as u16),
        };
        cells.map(stop).collect()
    }

    /// The column in which a text stands.
    pub(super) fn column_of(&self, unit: Unit) -> Column {
        let side = rank(unit).map_or(self.options.first, |(side, _)| side);
        self.geometry.columns[side.index()]
    }

    fn line(&self, unit: Unit, line: usize) -> std::sync::Arc<text::Line> {
        self.galley.borrow_mut().line(&self.manuscript, unit, line)
    }

    fn line_at(&self, at: At) -> usize {
        self.galley.borrow_mut().line_of(&self.manuscript, at.unit, at.start)
    }

    /// A text as its bytes are counted.
    pub(super) fn clean_text(&self, unit: Unit) -> String {
        text::clean(&self.manuscript.text(unit), self.options.text.controls).into_owned()
    }

    /// The cell that stands for a byte; where none does (a blank at a line's end), the one read after it, or at the
    /// end of the text the last.
    pub(super) fn at_byte(&self, unit: Unit, byte: usize) -> At {
        let line = self.galley.borrow_mut().line_of(&self.manuscript, unit, byte);
        let stops = self.stops(unit, line);
        let after = stops.iter().filter(|stop| stop.end > byte).min_by_key(|stop| stop.start);
        if let Some(stop) = after {
            return stop.of(unit);
        }
        let rows = self.galley.borrow_mut().rows(&self.manuscript, unit);
        if line + 1 < rows { self.first_on(unit, line + 1) } else { self.last_on(unit, line) }
    }

    /// The cell of a line nearest to a column of the pane.
    pub(super) fn nearest_on(&self, unit: Unit, line: usize, x: u16) -> At {
        let stops = self.stops(unit, line);
        let nearest = stops.iter().min_by_key(|stop| {
            // A wide cell is as near as its nearer column.
            let right = stops.iter().map(|s| s.left).filter(|left| *left > stop.left).min();
            let last = right.map_or(stop.left, |right| right - 1);
            if x < stop.left { stop.left - x } else { x.saturating_sub(last) }
        });
        nearest.map_or_else(|| self.bare(unit, line), |stop| stop.of(unit))
    }

    /// The cell of a line that is read first.
    pub(super) fn first_on(&self, unit: Unit, line: usize) -> At {
        let stops = self.stops(unit, line);
        let first = stops.iter().min_by_key(|stop| stop.start);
        first.map_or_else(|| self.bare(unit, line), |stop| stop.of(unit))
    }

    /// The cell of a line that is read last.
    fn last_on(&self, unit: Unit, line: usize) -> At {
        let stops = self.stops(unit, line);
        let last = stops.iter().max_by_key(|stop| stop.start);
        last.map_or_else(|| self.bare(unit, line), |stop| stop.of(unit))
    }

    /// The place on a line without cells.
    fn bare(&self, unit: Unit, line: usize) -> At {
        let Range { start, .. } = self.galley.borrow_mut().range(&self.manuscript, unit, line);
        At { unit, start, end: start }
    }

    /// The first cell of a text.
    pub(super) fn first_of(&self, unit: Unit) -> At {
        self.first_on(unit, 0)
    }

    /// The last cell of a text.
    pub(super) fn last_of(&self, unit: Unit) -> At {
        let rows = self.galley.borrow_mut().rows(&self.manuscript, unit);
        self.last_on(unit, rows.saturating_sub(1))
    }

    /// Keeps the column that was wished for, and the caret in sight.
    pub(super) fn settle_caret(&mut self, wish: Option<u16>) {
        if let Some(caret) = &mut self.caret {
            caret.wish = wish;
            let At { unit, start, .. } = caret.at;
            self.keep_in_sight(unit, start);
        }
    }
}

impl Stop {
    const fn of(self, unit: Unit) -> At {
        At { unit, start: self.start, end: self.end }
    }
}

/// The words of a text or its sentences, by the motion that goes along them.
fn pieces(text: &str, motion: Motion) -> Box<dyn Iterator<Item = Range<usize>> + '_> {
    match motion {
        Motion::NextSentence | Motion::PreviousSentence => Box::new(cursor::sentences(text)),
        _ => Box::new(cursor::words(text)),
    }
}
