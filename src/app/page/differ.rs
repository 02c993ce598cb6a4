//! What stands on one side of a pair only, marked in the texts, and going from one to the next.
//!
//! What differs is found elsewhere; here it is put in reading order and shown.

use std::ops::Range;

use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side};
use crate::article::{Difference, DifferenceKind, Lang};
use crate::config::theme::Role;

/// A difference on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differing {
    unit: Unit,
    range: Range<usize>,
    kind: DifferenceKind,
    side: Side,
}

impl Page {
    /// Marks what stands on one side only; an empty list takes the marks away.
    pub fn set_differences(&mut self, differences: &[Difference]) {
        let order = self.reading_order();
        let place = |unit: &Unit| order.iter().position(|known| known == unit).unwrap_or(usize::MAX);
        let mut found: Vec<(usize, Differing)> = differences
            .iter()
            .map(|difference| {
                let side = if difference.side == Lang::Ar { Side::Ar } else { Side::En };
                let unit = Unit::Block(side, difference.block);
                let (kind, range) = (difference.kind, difference.range.clone());
                (place(&unit), Differing { unit, range, kind, side })
            })
            .filter(|(place, _)| *place < order.len())
            .collect();
        found.sort_by_key(|(place, difference)| (*place, difference.range.start));
        self.found.differing = found.into_iter().map(|(_, difference)| difference).collect();
        self.found.differing_at = None;
    }

    /// How many differences are marked.
    pub fn differences_len(&self) -> usize {
        self.found.differing.len()
    }

    /// Goes to the next difference or the one before, from the one that one went to last or else from the marked
    /// paragraph on; gives its index, what it is, and the side that has it. `None` where there is no further one.
    pub fn step_difference(&mut self, forward: bool) -> Option<(usize, DifferenceKind, Side)> {
        let here = |section: usize| {
            let before = |d: &Differing| self.outline.section_of(d.unit).unwrap_or(0) < section;
            self.found.differing.iter().take_while(|d| before(d)).count()
        };
        let index = match (self.found.differing_at, forward) {
            (Some(at), true) => at + 1,
            (Some(at), false) => at.checked_sub(1)?,
            (None, true) => here(self.current),
            (None, false) => here(self.current).checked_sub(1)?,
        };
        let Differing { unit, range, kind, side } = self.found.differing.get(index)?.clone();
        self.show(unit, range.start, true);
        self.caret_at(unit, range.start);
        self.found.differing_at = Some(index);
        Some((index, kind, side))
    }

    /// Goes back to before the first, or behind the last.
    pub fn turn_differences(&mut self, forward: bool) {
        self.found.differing_at = if forward { None } else { Some(self.found.differing.len()) };
        if forward {
            self.current = 0;
        }
    }

    /// After the window moved: a difference that went out of sight is no longer the one that one stands on.
    pub(super) fn look_away_from_difference(&mut self) {
        let unit = self.found.differing_at.and_then(|at| self.found.differing.get(at)).map(|d| d.unit);
        let section = unit.and_then(|unit| self.outline.section_of(unit));
        if section.is_some_and(|section| !self.in_sight(section)) {
            self.found.differing_at = None;
        }
    }

    /// The differences in a line of a text.
    pub(super) fn differing_spans(&self, unit: Unit, line: &Range<usize>) -> Vec<(Range<usize>, Role)> {
        let here = |d: &&Differing| d.unit == unit && d.range.start < line.end && d.range.end > line.start;
        let at = self.found.differing_at.and_then(|at| self.found.differing.get(at));
        let role = |d: &Differing| if at == Some(d) { Role::CurrentMatch } else { Role::Difference };
        self.found.differing.iter().filter(here).map(|d| (d.range.clone(), role(d))).collect()
    }
}
