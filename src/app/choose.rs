//! What choosing in the facets does to the query: values off, included, excluded, trees of them, ranges of time, any
//! or all, and all of it removed. How a query is edited is the query's affair.

use crate::app::Model;
use crate::app::effect::Effect;
use crate::archive::query::UNKNOWN;
use crate::archive::{Choice, Field, Query};
use crate::article::PartialDate;
use crate::config::keys::Action;
use crate::fold::fold;

impl Model {
    /// Chooses the value under the cursor, or takes the range that is being drawn out; opens what holds others.
    pub(super) fn cycle_value(&mut self, fx: &mut Vec<Effect>) {
        if let Some((from, to)) = self.facets.range() {
            self.facets.drop_range();
            let mut query = self.search.query().clone();
            query.set_time(&from, &to);
            return self.ask_query(query, fx);
        }
        if self.facets.on_branch() {
            return self.facets.toggle_branch();
        }
        let Some((field, value)) = self.chosen() else { return };
        let mut query = self.search.query().clone();
        match time(field, &value) {
            Time::On(date) => query.cycle_time(&date),
            Time::Undated => {
                let choice = query.undated_mark().choice().next();
                query.set_undated(choice);
            }
            Time::No => {
                let value = as_asked(&query, field, value);
                query.cycle_in(field, &value, &self.facets.kin(field, &value));
            }
        }
        self.ask_query(query, fx);
    }

    /// The facet and the value under the cursor.
    fn chosen(&self) -> Option<(Field, String)> {
        let (field, value) = self.facets.current()?;
        Some((field, value?.value.clone()))
    }

    /// Chooses the value that was found by typing, and ends the finding.
    pub(super) fn cycle_found(&mut self, fx: &mut Vec<Effect>) {
        let found = matches!(self.facets.current(), Some((_, Some(_))));
        self.facets.end_find();
        self.arrange();
        if found {
            self.cycle_value(fx);
        }
    }

    pub(super) fn exclude_value(&mut self, fx: &mut Vec<Effect>) {
        let Some((field, value)) = self.chosen() else { return };
        let mut query = self.search.query().clone();
        let turned = |was: Choice| if was == Choice::Exclude { Choice::Off } else { Choice::Exclude };
        match time(field, &value) {
            Time::On(date) => query.exclude_time(&date),
            Time::Undated => {
                let choice = turned(query.undated_mark().choice());
                query.set_undated(choice);
            }
            Time::No => {
                let value = as_asked(&query, field, value);
                let choice = turned(query.choice(field, &value));
                query.set_in(field, &value, choice, &self.facets.kin(field, &value));
            }
        }
        self.ask_query(query, fx);
    }

    /// Begins a range of time at the cursor, or takes the one that was begun.
    pub(super) fn begin_range(&mut self, fx: &mut Vec<Effect>) {
        if self.facets.range().is_some() {
            return self.cycle_value(fx);
        }
        let key = if self.facets.begin_range() { "message.range" } else { "message.range-needs-date" };
        let said = self.words.get(key).to_owned();
        self.say(said);
    }

    /// Moves an end of the range that is asked for.
    pub(super) fn move_range(&mut self, action: Action, fx: &mut Vec<Effect>) {
        let end = matches!(action, Action::EndEarlier | Action::EndLater);
        let later = matches!(action, Action::StartLater | Action::EndLater);
        let mut query = self.search.query().clone();
        if query.move_time(end, later) {
            return self.ask_query(query, fx);
        }
        let said = self.words.get("message.no-range").to_owned();
        self.say(said);
    }

    pub(super) fn toggle_all(&mut self, fx: &mut Vec<Effect>) {
        if let Some((field, _)) = self.facets.current() {
            let mut query = self.search.query().clone();
            query.toggle_all(field);
            if query == *self.search.query() {
                let said = self.words.get("message.all-needs-two").to_owned();
                return self.say(said);
            }
            self.ask_query(query, fx);
        }
    }

    pub(super) fn clear_filters(&mut self, fx: &mut Vec<Effect>) {
        let query = self.search.query();
        if query.filters.is_empty() {
            let said = self.words.get("message.no-filters").to_owned();
            return self.say(said);
        }
        let query = Query { filters: Vec::new(), ..query.clone() };
        self.ask_query(query, fx);
    }
}

/// What a value says of time.
enum Time {
    /// Nothing: it is of another facet.
    No,
    /// That there is no date.
    Undated,
    /// This date.
    On(PartialDate),
}

/// What a value of a facet says of time.
fn time(field: Field, value: &str) -> Time {
    match value.parse() {
        Ok(date) if field == Field::Year => Time::On(date),
        Err(_) if field == Field::Year && value == UNKNOWN => Time::Undated,
        _ => Time::No,
    }
}

/// A value as the query has it, which may be typed with other capitals or without hamza.
fn as_asked(query: &Query, field: Field, value: String) -> String {
    let filters = query.filters.iter().filter(|f| f.field == field);
    let folded = fold(&value);
    let same =
        filters.flat_map(|f| &f.values).find(|v| **v == value || fold(v) == folded && !folded.is_empty());
    same.cloned().unwrap_or(value)
}
