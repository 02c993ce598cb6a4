//! The window on a page: where it hangs, what moves it, and what it keeps in its place.
//!
//! It hangs on a section and a row of it. Short ways are walked over exact rows; long ones over estimates.

use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side};
use crate::article::Place;

/// Where the window begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchor {
    /// The section at the window's first row.
    pub(super) section: usize,
    /// The row of it, the blank rows above it counted.
    pub(super) row: u32,
}

/// A byte of a text at a row of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) unit: Unit,
    pub(super) byte: usize,
    /// The row of the window, 0 at its top.
    pub(super) row: isize,
}

/// What one setting after another keeps in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pivot {
    /// What stands at the window's top then.
    #[default]
    Free,
    /// The beginning of the page.
    Head,
    /// A text, wherever a setting between has put it.
    Text(Spot),
}

/// A way of more windows than this is measured by estimates: nobody sees what lies between.
const EXACT_WINDOWS: u64 = 4;

impl Page {
    /// The rows of the whole page, estimated where it was not laid out yet.
    pub fn height(&self) -> usize {
        self.rows_before(self.outline.sections.len())
    }

    /// The rows above the window, estimated where they were not laid out yet.
    pub fn top(&self) -> usize {
        self.rows_before(self.anchor.section) + self.anchor.row as usize
    }

    /// How far one has come, in percent: 0 at the top, 100 where the end is in the window.
    pub fn progress(&self) -> u8 {
        if self.rows_below(1) == 0 {
            return 100;
        }
        let hidden = self.height().saturating_sub(usize::from(self.window)).max(1);
        (self.top() * 100 / hidden).min(99) as u8
    }

    /// Moves the window by so many rows, down where positive, as far as there is text. Says whether it moved.
    pub fn scroll_rows(&mut self, rows: i64) -> bool {
        let before = self.anchor;
        self.pivot = Pivot::Free;
        let exact = rows.unsigned_abs() <= EXACT_WINDOWS * u64::from(self.window.max(1));
        if rows >= 0 {
            self.descend(rows.unsigned_abs(), exact);
        } else {
            self.ascend(rows.unsigned_abs(), exact);
        }
        self.settle();
        if self.anchor != before {
            self.follow();
        }
        self.anchor != before
    }

    /// Moves the window by so many windows; a whole one leaves two rows in sight to read on from.
    pub fn scroll_pages(&mut self, pages: f32) -> bool {
        let step = f32::from(self.window.saturating_sub(2).max(1));
        self.scroll_rows((pages * step).round() as i64)
    }

    /// Moves the window to the beginning.
    pub fn to_top(&mut self) {
        self.move_to(Anchor::default());
        self.current = self.outline.first_navigable();
    }

    /// Moves the window to the end.
    pub fn to_bottom(&mut self) {
        let last = self.outline.sections.len().saturating_sub(1);
        self.move_to(Anchor { section: last, row: self.rows_of(last) });
        if let Some(section) = self.outline.sections.iter().rposition(|s| s.navigable) {
            self.current = section;
        }
    }

    /// Marks the next paragraph or bead and moves the window with it. Where the end of the marked one is below
    /// the window, the window moves on to it first. Says whether anything changed.
    pub fn next_block(&mut self) -> bool {
        let bottom = self.row_of(self.current, self.rows_of(self.current));
        let below = bottom.map_or(0, |row| row - i64::from(self.window));
        if below > 0 && self.row_of(self.current, 0).is_some_and(|row| row < i64::from(self.window)) {
            self.picked = true;
            return self.scroll_rows(below.min(i64::from(self.window.saturating_sub(1).max(1))));
        }
        let sections = self.outline.sections.iter().enumerate().skip(self.current + 1);
        let next = sections.filter(|(_, s)| s.navigable).map(|(i, _)| i).next();
        self.pick(next)
    }

    /// Marks the paragraph or bead before and moves the window with it. Says whether anything changed.
    pub fn prev_block(&mut self) -> bool {
        let above = self.row_of(self.current, self.arrange(self.current).gap).unwrap_or(0);
        if above < 0 {
            self.picked = true;
            return self.scroll_rows(above.max(-i64::from(self.window.saturating_sub(1).max(1))));
        }
        let sections = self.outline.sections.iter().enumerate().take(self.current);
        let previous = sections.filter(|(_, s)| s.navigable).map(|(i, _)| i).next_back();
        let moved = self.pick(previous);
        if !moved || self.current == self.outline.first_navigable() {
            // The head has no mark of its own: it comes into sight with the first paragraph.
            let before = self.anchor;
            self.reveal(0);
            self.reveal(self.current);
            return moved || before != self.anchor;
        }
        moved
    }

    /// The index, in the pair, of the bead that is marked.
    pub fn current_bead(&self) -> Option<usize> {
        let bead = self.outline.sections.get(self.current)?.bead?;
        self.beads.as_ref()?.get(bead)?.original
    }

    /// The first block of the marked section, in reading order of the sides.
    pub fn current_block(&self) -> Option<(Side, usize)> {
        self.sides().find_map(|side| Some((side, self.current_block_on(side)?)))
    }

    /// The first block of the marked section on one side.
    pub fn current_block_on(&self, side: Side) -> Option<usize> {
        self.block_in(self.current, side)
    }

    /// Moves the window so that a place, or a byte of its text, stands in its upper third, opens the fold that
    /// hides it, and marks its paragraph. Says whether there is such a place.
    pub fn goto_place(&mut self, side: Side, place: Place, byte: Option<usize>) -> bool {
        let known = self.article(side).is_some_and(|article| article.text_at(place).is_some());
        if known {
            self.show(Unit::at(side, place), byte.unwrap_or(0), false);
        }
        known
    }

    /// The block of a side at the window's top, to be kept as the reading place; `None` while the head is there.
    pub fn place_at_top(&self, side: Side) -> Option<usize> {
        if self.anchor.section < self.outline.first_navigable() {
            return None;
        }
        let sections = self.anchor.section..self.outline.sections.len();
        sections.take(self.visible_sections()).find_map(|section| self.block_in(section, side))
    }

    /// Moves the window's top to a block, kept earlier by [`Page::place_at_top`].
    pub fn restore(&mut self, side: Side, block: usize) {
        if let Some(section) = self.outline.section_of(Unit::Block(side, block)) {
            let row = self.arrange(section).gap;
            self.move_to(Anchor { section, row });
            self.current = section;
        }
    }

    /// The first block of a side in a section; for a folded one, the first that it hides.
    fn block_in(&self, section: usize, side: Side) -> Option<usize> {
        let section = self.outline.sections.get(section)?;
        section.columns.iter().flatten().find_map(|unit| match *unit {
            Unit::Block(s, block) if s == side => Some(block),
            Unit::Fold(fold) => self.folds.get(fold).filter(|f| f.side == side).map(|f| f.blocks.start),
            _ => None,
        })
    }

    /// How many sections the window touches at most: it has a row of each.
    fn visible_sections(&self) -> usize {
        usize::from(self.window).max(1)
    }

    fn move_to(&mut self, anchor: Anchor) {
        self.pivot = Pivot::Free;
        self.anchor = anchor;
        self.settle();
        self.follow();
    }

    fn descend(&mut self, rows: u64, exact: bool) {
        let mut left = u64::from(self.anchor.row) + rows;
        while self.anchor.section + 1 < self.outline.sections.len() {
            let here = u64::from(self.rows_at(self.anchor.section, exact));
            if left < here {
                break;
            }
            left -= here;
            self.anchor.section += 1;
        }
        self.anchor.row = left.min(u64::from(u32::MAX)) as u32;
    }

    fn ascend(&mut self, rows: u64, exact: bool) {
        let mut left = rows;
        while left > u64::from(self.anchor.row) && self.anchor.section > 0 {
            left -= u64::from(self.anchor.row);
            self.anchor.section -= 1;
            self.anchor.row = self.rows_at(self.anchor.section, exact);
        }
        self.anchor.row = u64::from(self.anchor.row).saturating_sub(left) as u32;
    }

    fn rows_at(&self, section: usize, exact: bool) -> u32 {
        if exact { self.rows_of(section) } else { self.rows_about(section) }
    }

    /// Makes the anchor a row that exists, and keeps the window filled where there is text to fill it.
    fn settle(&mut self) {
        let count = self.outline.sections.len();
        if count == 0 {
            self.anchor = Anchor::default();
            return;
        }
        if self.anchor.section >= count {
            self.anchor = Anchor { section: count - 1, row: u32::MAX };
        }
        let rows = self.rows_of(self.anchor.section);
        self.anchor.row = self.anchor.row.min(rows - 1);
        let window = u64::from(self.window.max(1));
        let seen = self.rows_from_top(window);
        if seen < window {
            self.ascend(window - seen, true);
        }
        self.galley.borrow_mut().tidy(self.window);
    }

    /// Rows from the window's top to the end of the page, counted up to a limit.
    fn rows_from_top(&self, limit: u64) -> u64 {
        let mut rows = 0;
        for section in self.anchor.section..self.outline.sections.len() {
            rows += u64::from(self.rows_of(section));
            if rows >= limit + u64::from(self.anchor.row) {
                return limit;
            }
        }
        rows.saturating_sub(u64::from(self.anchor.row))
    }

    /// Rows below the window, counted up to a limit.
    fn rows_below(&self, limit: u64) -> u64 {
        let window = u64::from(self.window.max(1));
        self.rows_from_top(window + limit).saturating_sub(window)
    }

    /// Rows above the window, counted up to a limit.
    fn rows_above(&self, limit: u64) -> u64 {
        let mut rows = u64::from(self.anchor.row);
        for section in (0..self.anchor.section).rev() {
            if rows >= limit {
                break;
            }
            rows += u64::from(self.rows_of(section));
        }
        rows.min(limit)
    }

    /// The row of the window at which a row of a section stands; `None` when it is far from the window.
    fn row_of(&self, section: usize, row: u32) -> Option<i64> {
        let reach = self.visible_sections();
        let from = i64::from(row) - i64::from(self.anchor.row);
        let rows =
            |sections: std::ops::Range<usize>| -> i64 { sections.map(|i| i64::from(self.rows_of(i))).sum() };
        let top = self.anchor.section;
        if section >= top {
            (section - top <= reach).then(|| from + rows(top..section))
        } else {
            (top - section <= reach).then(|| from - rows(section..top))
        }
    }

    /// After a scroll: the mark stays where the reader put it while it can be seen, else it goes along with the
    /// eye, which is at the window's upper third, nearer its top at the beginning and its bottom at the end.
    fn follow(&mut self) {
        let window = i64::from(self.window);
        self.look_away();
        if self.picked && self.in_sight(self.current) {
            return;
        }
        self.picked = false;
        let above = self.rows_above(window as u64) as i64;
        let below = self.rows_below(window as u64) as i64;
        let last = window - 1;
        let eye = if above + below < window {
            above * last / (above + below).max(1)
        } else {
            above.min(window / 3).max(last - below)
        };
        let mut row = -i64::from(self.anchor.row);
        let mut section = self.anchor.section;
        while section + 1 < self.outline.sections.len() {
            row += i64::from(self.rows_of(section));
            if row > eye {
                break;
            }
            section += 1;
        }
        self.current = section.max(self.outline.first_navigable());
    }

    /// Whether a row of a section's text is in the window.
    pub(super) fn in_sight(&self, section: usize) -> bool {
        let rows = self.rows_of(section);
        let (first, last) = (self.gap_above(section), rows.saturating_sub(1));
        self.row_of(section, last).is_some_and(|row| row >= 0)
            && self.row_of(section, first).is_some_and(|row| row < i64::from(self.window))
    }

    /// Marks a section and brings it into the window.
    fn pick(&mut self, section: Option<usize>) -> bool {
        let Some(section) = section else { return false };
        self.current = section;
        self.picked = true;
        self.reveal(section);
        true
    }

    /// Moves the window as little as shows a section whole, or its beginning where it is higher than the window.
    fn reveal(&mut self, section: usize) {
        self.pivot = Pivot::Free;
        let arranged = self.arrange(section);
        let window = i64::from(self.window.max(1));
        let top = self.row_of(section, arranged.gap);
        let end = self.row_of(section, arranged.rows());
        match (top, end) {
            (Some(top), Some(end)) if top >= 0 && end <= window => {}
            (Some(top), Some(_)) if top >= 0 && i64::from(arranged.height()) <= window => {
                self.hang(section, arranged.rows(), window as u64);
            }
            _ => {
                self.anchor = Anchor { section, row: arranged.gap };
                self.settle();
            }
        }
    }

    /// Puts a row of a section at a row of the window.
    fn hang(&mut self, section: usize, row: u32, at: u64) {
        self.anchor = Anchor { section, row };
        self.ascend(at, true);
        self.settle();
    }

    /// Shows a byte of a text in the window's upper third, opening its fold, and marks its section. Where it is
    /// in the window already and `calm` is asked for, nothing moves.
    pub(super) fn show(&mut self, unit: Unit, byte: usize, calm: bool) {
        let Some(section) = self.unfold(unit) else { return };
        if !(calm && self.screen_row(unit, byte).is_some()) {
            self.pivot = Pivot::Free;
            let arranged = self.arrange(section);
            let line = self.galley.borrow_mut().line_of(&self.manuscript, unit, byte) as u32;
            let start = arranged.find(unit).map_or(0, |text| text.start);
            self.hang(section, arranged.gap + start + line, u64::from(self.window / 3));
        }
        self.current = section.max(self.outline.first_navigable());
        self.picked = true;
    }

    /// Opens the fold that hides a text, if one does; gives the section in which the text stands.
    pub(super) fn unfold(&mut self, unit: Unit) -> Option<usize> {
        let section = self.outline.section_of(unit)?;
        let hidden = self.arrange(section).find(unit).is_none();
        let Some(fold) = self.outline.sections.get(section).and_then(|s| s.fold).filter(|_| hidden) else {
            return Some(section);
        };
        self.open.insert(fold);
        let keep = self.keep();
        self.rebuild();
        self.restore_kept(keep, false);
        self.outline.section_of(unit)
    }

    /// Moves the window as little as shows a byte of a text, opening its fold, and marks its section.
    pub(super) fn keep_in_sight(&mut self, unit: Unit, byte: usize) {
        let Some(section) = self.unfold(unit) else { return };
        if self.screen_row(unit, byte).is_none() {
            let arranged = self.arrange(section);
            let line = self.galley.borrow_mut().line_of(&self.manuscript, unit, byte) as u32;
            let row = arranged.gap + arranged.find(unit).map_or(0, |text| text.start) + line;
            match self.row_of(section, row) {
                Some(at) if at < 0 => self.scroll_rows(at),
                Some(at) if at >= i64::from(self.window) => self.scroll_rows(at + 1 - i64::from(self.window)),
                _ => false,
            };
        }
        // Far away, or pinned elsewhere than counted: then it comes into the window's upper third.
        self.show(unit, byte, true);
    }

    /// The text that is marked.
    pub(super) fn current_unit(&self) -> Option<Unit> {
        self.outline.sections.get(self.current)?.columns.iter().flatten().next().copied()
    }

    /// What a new setting is to keep: the text at the window's top, and the mark.
    pub(super) fn keep(&self) -> (Option<Spot>, Option<Unit>) {
        let spot = match self.pivot {
            Pivot::Free => self.spot_at_top(),
            Pivot::Head => None,
            Pivot::Text(spot) => Some(spot),
        };
        (spot, self.current_unit())
    }

    /// The first text at or below the window's top that is not pinned there.
    fn spot_at_top(&self) -> Option<Spot> {
        let Anchor { section, row } = self.anchor;
        if section == 0 && row == 0 {
            return None;
        }
        let arranged = self.arrange(section);
        let texts = &arranged.columns[arranged.longer()];
        let hidden = row.saturating_sub(arranged.gap);
        let text = texts.iter().find(|text| text.start + text.rows > hidden)?;
        let line = hidden.saturating_sub(text.start);
        let byte = self.galley.borrow_mut().range(&self.manuscript, text.unit, line as usize).start;
        let below = i64::from(arranged.gap + text.start + line) - i64::from(row);
        Some(Spot { unit: text.unit, byte, row: below as isize })
    }

    /// Brings back what was kept. With `hold`, later settings keep the same text until the window is moved; a mark
    /// that the reader put somewhere comes into sight even so.
    pub(super) fn restore_kept(&mut self, (spot, current): (Option<Spot>, Option<Unit>), hold: bool) {
        if let Some(section) = current.and_then(|unit| self.outline.section_of(unit)) {
            self.current = section;
        }
        self.current = self.current.max(self.outline.first_navigable());
        self.anchor = Anchor::default();
        if let Some(spot) = spot
            && let Some(section) = self.outline.section_of(spot.unit)
        {
            let arranged = self.arrange(section);
            let line = self.galley.borrow_mut().line_of(&self.manuscript, spot.unit, spot.byte) as u32;
            let row = arranged.find(spot.unit).map_or(0, |text| text.start + line);
            self.anchor = Anchor { section, row: arranged.gap + row };
            if spot.row >= 0 {
                self.ascend(spot.row.unsigned_abs() as u64, true);
            }
        }
        self.settle();
        if hold && self.picked && !self.in_sight(self.current) {
            self.reveal(self.current);
        }
        self.pivot = match spot {
            _ if !hold => Pivot::Free,
            None => Pivot::Head,
            Some(spot) => Pivot::Text(spot),
        };
    }
}
