//! Years, months and days of a query as one thing that is chosen from: a histogram's rows clicked, a range taken,
//! its ends moved.
//!
//! Years alone are written `year:`, anything finer `date:`. A query in which both were typed means what both allow.

use super::edit::Mark;
use super::{Choice, DateRange, Field, Filter, Query, UNKNOWN};
use crate::article::{PartialDate, Precision};

/// The spans of one sign, and whether articles without a date are among them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Spans {
    ranges: Vec<DateRange>,
    undated: bool,
}

impl Query {
    /// What it says about a date: 2018 is within 2017..2019, and below it 2018-11 may be chosen.
    pub fn time_mark(&self, date: &PartialDate) -> Mark {
        let (asked, excluded) = (self.spans(false), self.spans(true));
        let of = |spans: &Spans, same: Mark, within: Mark| {
            let ranges = || spans.ranges.iter();
            let is = ranges().any(|range| covers(date, range) && contains(range, date));
            let above = || ranges().any(|range| contains(range, date));
            if is { Some(same) } else { above().then_some(within) }
        };
        let below = || asked.ranges.iter().chain(&excluded.ranges).any(|range| range.contains(date));
        of(&excluded, Mark::Exclude, Mark::WithinExcluded)
            .or_else(|| of(&asked, Mark::Include, Mark::WithinIncluded))
            .unwrap_or(if below() { Mark::Below } else { Mark::Off })
    }

    /// What it says about articles without a date.
    pub fn undated_mark(&self) -> Mark {
        match (self.spans(true).undated, self.spans(false).undated) {
            (true, _) => Mark::Exclude,
            (false, true) => Mark::Include,
            (false, false) => Mark::Off,
        }
    }

    /// Takes a date to its next choice: off, included, excluded; inside what is included, excluded and back.
    pub fn cycle_time(&mut self, date: &PartialDate) {
        let (mut asked, mut excluded) = (self.spans(false), self.spans(true));
        let one = DateRange { from: Some(date.clone()), to: Some(date.clone()) };
        match self.time_mark(date) {
            Mark::Off | Mark::Below => {
                asked.drop_in(date);
                asked.ranges.push(one);
            }
            Mark::WithinExcluded => {
                excluded.ranges.retain(|range| !contains(range, date));
                asked.drop_in(date);
                asked.ranges.push(one);
            }
            Mark::Include => {
                asked.drop_in(date);
                excluded.drop_in(date);
                excluded.ranges.push(one);
            }
            Mark::WithinIncluded => {
                excluded.drop_in(date);
                excluded.ranges.push(one);
            }
            Mark::Exclude => excluded.drop_in(date),
        }
        self.write(&asked, &excluded);
    }

    /// Excludes a date, or stops excluding it.
    pub fn exclude_time(&mut self, date: &PartialDate) {
        let (mut asked, mut excluded) = (self.spans(false), self.spans(true));
        let was = self.time_mark(date);
        asked.drop_in(date);
        excluded.drop_in(date);
        if !matches!(was, Mark::Exclude | Mark::WithinExcluded) {
            excluded.ranges.push(DateRange { from: Some(date.clone()), to: Some(date.clone()) });
        }
        self.write(&asked, &excluded);
    }

    /// Says this and nothing else about articles without a date.
    pub fn set_undated(&mut self, choice: Choice) {
        let (mut asked, mut excluded) = (self.spans(false), self.spans(true));
        asked.undated = choice == Choice::Include;
        excluded.undated = choice == Choice::Exclude;
        self.write(&asked, &excluded);
    }

    /// Asks for one span of time in place of those asked for; what is excluded inside it stays excluded. A span that
    /// ends before it starts changes nothing.
    pub fn set_time(&mut self, from: &PartialDate, to: &PartialDate) {
        let range = DateRange { from: Some(from.clone()), to: Some(to.clone()) };
        if DateRange::parse(&range.to_string()).is_some() {
            let asked = Spans { ranges: vec![range], undated: false };
            let excluded = self.spans(true);
            self.write(&asked, &excluded);
        }
    }

    /// Moves the first (`end` false) or the last date of the span asked for by one year, month or day, as precisely as
    /// that date is told. Nothing changes where not one span is asked for, where that end is open, or where the span
    /// would vanish. Gives whether it moved.
    pub fn move_time(&mut self, end: bool, later: bool) -> bool {
        let mut asked = self.spans(false);
        let [range] = asked.ranges.as_mut_slice() else { return false };
        let bound = if end { &mut range.to } else { &mut range.from };
        let Some(moved) = bound.as_ref().and_then(|date| neighbour(date, later)) else { return false };
        *bound = Some(moved);
        if DateRange::parse(&range.to_string()).is_none() {
            return false;
        }
        let excluded = self.spans(true);
        self.write(&asked, &excluded);
        true
    }

    /// The spans of a sign. Where years and dates are both asked for, both must hold.
    fn spans(&self, negated: bool) -> Spans {
        let of = |field: Field| {
            self.filter(field, negated)
                .map(|filter| Spans { ranges: filter.ranges(), undated: filter.has_unknown() })
        };
        match (of(Field::Year), of(Field::Date)) {
            (Some(years), Some(dates)) if negated => Spans {
                ranges: years.ranges.into_iter().chain(dates.ranges).collect(),
                undated: years.undated || dates.undated,
            },
            (Some(years), Some(dates)) => {
                let both = years.ranges.iter().flat_map(|a| dates.ranges.iter().filter_map(|b| common(a, b)));
                Spans { ranges: both.collect(), undated: years.undated && dates.undated }
            }
            (one, other) => one.or(other).unwrap_or_default(),
        }
    }

    fn write(&mut self, asked: &Spans, excluded: &Spans) {
        for (negated, spans) in [(false, asked), (true, excluded)] {
            if self.spans(negated) == *spans {
                continue;
            }
            let of_time = |f: &Filter| matches!(f.field, Field::Year | Field::Date) && f.negated == negated;
            let place = self.filters.iter().position(of_time).unwrap_or(self.filters.len());
            self.filters.retain(|f| !of_time(f));
            let mut values: Vec<String> = Vec::new();
            for value in
                spans.ranges.iter().map(ToString::to_string).chain(spans.undated.then(|| UNKNOWN.into()))
            {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            if values.is_empty() {
                continue;
            }
            let bounds = || spans.ranges.iter().flat_map(|range| [&range.from, &range.to]).flatten();
            let years = bounds().all(|date| date.precision() == Precision::Year);
            let field = if years { Field::Year } else { Field::Date };
            self.filters.insert(place, Filter { field, negated, all: false, values });
        }
    }
}

impl Spans {
    /// Drops what lies inside a date.
    fn drop_in(&mut self, date: &PartialDate) {
        self.ranges.retain(|range| !covers(date, range));
    }
}

/// Whether every day that a date can mean is in a range.
fn contains(range: &DateRange, date: &PartialDate) -> bool {
    let (first, last) = range.days();
    first <= date.first_day() && date.last_day() <= last
}

/// Whether a date can mean every day of a range.
fn covers(date: &PartialDate, range: &DateRange) -> bool {
    let (first, last) = range.days();
    date.first_day() <= first && last <= date.last_day()
}

/// What two ranges have in common.
fn common(a: &DateRange, b: &DateRange) -> Option<DateRange> {
    let from = [&a.from, &b.from].into_iter().flatten().max_by_key(|date| date.first_day());
    let to = [&a.to, &b.to].into_iter().flatten().min_by_key(|date| date.last_day());
    let both = DateRange { from: from.cloned(), to: to.cloned() };
    DateRange::parse(&both.to_string())
}

/// The year, month or day after a date that is told as precisely, or the one before.
fn neighbour(date: &PartialDate, later: bool) -> Option<PartialDate> {
    let year = |year: u16| if later { year.checked_add(1) } else { year.checked_sub(1) };
    let month = |(y, m): (u16, u8)| match (m, later) {
        (12, true) => Some((year(y)?, 1)),
        (1, false) => Some((year(y)?, 12)),
        (m, true) => Some((y, m + 1)),
        (m, false) => Some((y, m - 1)),
    };
    let (y, m) = (date.year(), date.month());
    match (m, date.day()) {
        (None, _) => PartialDate::year_only(year(y)?),
        (Some(m), None) => {
            let (y, m) = month((y, m))?;
            PartialDate::new(y, Some(m), None)
        }
        (Some(m), Some(1)) if !later => {
            let (y, m) = month((y, m))?;
            let last = PartialDate::new(y, Some(m), None)?.last_day() % 100;
            PartialDate::new(y, Some(m), u8::try_from(last).ok())
        }
        (Some(m), Some(d)) => {
            let day = if later { d + 1 } else { d - 1 };
            PartialDate::new(y, Some(m), Some(day)).or_else(|| {
                let (y, m) = month((y, m))?;
                PartialDate::new(y, Some(m), Some(1))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, change: impl FnOnce(&mut Query)) -> String {
        let mut query = Query::parse(text).unwrap();
        change(&mut query);
        query.to_string()
    }

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_goes_from_off_to_included_to_excluded_and_years_are_written_as_years() {
        let cycled = |text: &str, at: &str| after(text, |q| q.cycle_time(&date(at)));
        assert_eq!(cycled("sea", "2018"), "sea year:2018");
        assert_eq!(cycled("sea year:2018", "2018"), "sea -year:2018");
        assert_eq!(cycled("sea -year:2018", "2018"), "sea");
        assert_eq!(cycled("year:2018", "2019-05"), "date:2018,2019-05");
        assert_eq!(cycled("date:2018,2019-05", "2019-05"), "year:2018 -date:2019-05");
    }

    #[test]
    fn inside_what_is_included_a_date_is_excluded_and_back() {
        let cycled = |text: &str, at: &str| after(text, |q| q.cycle_time(&date(at)));
        assert_eq!(cycled("year:2018", "2018-11"), "year:2018 -date:2018-11");
        assert_eq!(cycled("year:2018 -date:2018-11", "2018-11"), "year:2018");
        assert_eq!(cycled("date:2018-11,2018-12", "2018"), "year:2018", "a year takes its months in");
        assert_eq!(cycled("-year:2018", "2018-11"), "date:2018-11", "nothing is left of an excluded year");
        assert_eq!(cycled("date:2018-01..2018-12", "2018"), "-year:2018", "the whole year by its months");
    }

    #[test]
    fn marks_tell_what_stands_above_and_below() {
        let mark = |text: &str, at: &str| Query::parse(text).unwrap().time_mark(&date(at));
        assert_eq!(mark("year:2018", "2018"), Mark::Include);
        assert_eq!(mark("year:2017..2019", "2018"), Mark::WithinIncluded);
        assert_eq!(mark("year:2018", "2018-11-03"), Mark::WithinIncluded);
        assert_eq!(mark("date:2018-11", "2018"), Mark::Below);
        assert_eq!(mark("-date:2018-11", "2018"), Mark::Below);
        assert_eq!(mark("-year:2018", "2018-11"), Mark::WithinExcluded);
        assert_eq!(mark("year:2018 -date:2018-11", "2018-11"), Mark::Exclude);
        assert_eq!(mark("date:2018-11..", "2019"), Mark::WithinIncluded);
        assert_eq!(mark("year:2018", "2019"), Mark::Off);
    }

    #[test]
    fn a_range_is_taken_and_its_ends_are_moved_by_their_own_unit() {
        assert_eq!(
            after("year:2012 sea", |q| q.set_time(&date("2018-11"), &date("2019-02"))),
            "sea date:2018-11..2019-02"
        );
        assert_eq!(after("year:2012", |q| q.set_time(&date("2019"), &date("2018"))), "year:2012");
        let moved = |text: &str, end, later| after(text, |q| assert!(q.move_time(end, later)));
        assert_eq!(moved("date:2018-11..2019-02", false, false), "date:2018-10..2019-02");
        assert_eq!(moved("date:2018-12..2019-02", false, true), "date:2019-01..2019-02");
        assert_eq!(moved("date:2018-11..2019-12", true, true), "date:2018-11..2020-01");
        assert_eq!(moved("year:2018", true, true), "year:2018..2019");
        assert_eq!(moved("year:2018..2019", true, false), "year:2018");
        assert_eq!(moved("date:2020-02-28", true, true), "date:2020-02-28..2020-02-29");
        assert_eq!(moved("date:2020-03-01", false, false), "date:2020-02-29..2020-03-01");
        assert_eq!(moved("date:2020-12-31", true, true), "date:2020-12-31..2021-01-01");
        let mut still = Query::parse("year:2018").unwrap();
        assert!(!still.move_time(true, false) && !still.move_time(false, true), "a span does not vanish");
        assert!(!Query::parse("year:2018..").unwrap().move_time(true, true), "an open end stays open");
        assert!(!Query::parse("year:2018,2020").unwrap().move_time(true, true), "two spans have no one end");
    }

    #[test]
    fn years_and_dates_typed_together_are_what_both_allow() {
        assert_eq!(
            after("year:2018 date:2018-11..2020", |q| q.cycle_time(&date("2021-01"))),
            "date:2018-11..2018,2021-01"
        );
    }

    #[test]
    fn articles_without_a_date_are_chosen_beside_the_dates() {
        let set = |text: &str, choice| after(text, |q| q.set_undated(choice));
        assert_eq!(set("date:2018-11", Choice::Include), "date:2018-11,unknown");
        assert_eq!(set("year:unknown", Choice::Exclude), "-year:unknown");
        assert_eq!(set("-year:unknown", Choice::Off), "");
    }
}
