//! Going from one thing that stands on one side of a pair only to the next. What differs is found by the workers.

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::page::{Page, Side};
use crate::article::{Difference, DifferenceKind};

impl Model {
    /// Goes to the next difference or the one before, and says what it is. After the last one it is said that there
    /// are no more, and the next press begins again.
    pub(super) fn step_difference(&mut self, forward: bool, fx: &mut Vec<Effect>) {
        let all = self.reader.differences();
        let (true, Some(page)) = (self.reader.beside, self.reader.page_mut()) else {
            let said = self.words.get("message.differences-beside").to_owned();
            return self.say(said);
        };
        let Some((index, kind, side)) = page.step_difference(forward) else {
            page.turn_differences(forward);
            let key = if all == 0 { "message.no-differences" } else { "message.differences-end" };
            let said = self.words.get(key).to_owned();
            return self.say(said);
        };
        let kind = self.words.get(kind_key(kind)).to_owned();
        let language =
            self.words.get(if side == Side::Ar { "language.ar" } else { "language.en" }).to_owned();
        let (at, all) = ((index + 1).to_string(), all.to_string());
        let with = [("at", at.as_str()), ("all", &all), ("kind", &kind), ("language", &language)];
        let said = self.words.fill("message.difference", &with);
        self.say(said);
        self.begin_reading(fx);
    }

    /// The differences of a pair whose beads were corrected have come.
    pub(super) fn compared(&mut self, differences: Vec<Difference>) {
        if self.reader.page().is_some_and(|page| Page::sides(page).count() == 2) {
            self.reader.set_differences(differences);
        }
    }
}

const fn kind_key(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Number => "difference.number",
        DifferenceKind::Date => "difference.date",
        DifferenceKind::Name => "difference.name",
        DifferenceKind::Place => "difference.place",
        DifferenceKind::Negation => "difference.negation",
    }
}
