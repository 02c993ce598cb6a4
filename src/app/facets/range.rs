//! A range of time drawn out in the pane: begun at a date, drawn to another with the keys that move the cursor.

use super::{Facets, Slot};
use crate::archive::Field;
use crate::article::PartialDate;

impl Facets {
    /// The date of a row, where it has one.
    pub(super) fn date_at(&self, row: usize) -> Option<PartialDate> {
        match *self.slots.get(row)? {
            Slot::Value { facet, value, .. } if self.answered.get(facet)?.field == Field::Year => {
                self.value(facet, value)?.value.parse().ok()
            }
            _ => None,
        }
    }

    /// Begins a range of time at the row under the cursor; says whether that has a date.
    pub fn begin_range(&mut self) -> bool {
        self.anchor = self.date_at(self.cursor).map(|date| date.to_day_string());
        self.anchor.is_some()
    }

    /// Gives the range up; says whether there was one.
    pub fn drop_range(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    /// The range that is being drawn out, earlier date first.
    pub fn range(&self) -> Option<(PartialDate, PartialDate)> {
        let anchor: PartialDate = self.anchor.as_ref()?.parse().ok()?;
        let here = self.date_at(self.cursor)?;
        let key = |date: &PartialDate| (date.first_day(), date.last_day());
        Some(if key(&anchor) <= key(&here) { (anchor, here) } else { (here, anchor) })
    }

    /// Whether a row is inside the range that is being drawn out.
    pub fn in_range(&self, row: usize) -> bool {
        match (self.range(), self.date_at(row)) {
            (Some((from, to)), Some(date)) => {
                from.first_day() <= date.first_day() && date.last_day() <= to.last_day()
            }
            _ => false,
        }
    }

    /// Moves the cursor among the dates, for a range has no other end.
    pub(super) fn draw_out(&mut self, by: isize) {
        let dated = |row: usize| self.date_at(row).is_some();
        let wanted = self.cursor.saturating_add_signed(by).min(self.slots.len().saturating_sub(1));
        let way: Box<dyn Iterator<Item = usize>> =
            if by < 0 { Box::new((wanted..self.cursor).rev()) } else { Box::new(self.cursor + 1..=wanted) };
        self.cursor = way.take_while(|row| dated(*row)).last().unwrap_or(self.cursor);
        self.follow();
    }
}
