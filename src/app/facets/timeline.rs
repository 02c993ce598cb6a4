//! The years of the pane as a tree: years open into months and months into days, with their counts, newest first.
//!
//! A date that was seen once stays, with no articles if need be, so that rows and bars do not jump while one types.
//! What the query says about a date is asked of the query; nothing is drawn here.

use std::collections::{BTreeMap, HashSet};

use crate::archive::query::{DateRange, Mark, UNKNOWN};
use crate::archive::{Counts, Dated, Facet, FacetValue, Field, Query};
use crate::article::PartialDate;

/// A date as its parts; 0 for a month or a day that is not told.
type Parts = (u16, u8, u8);

/// The dates that were seen, with the counts of the last answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    known: BTreeMap<Parts, Counts>,
    undated: Option<Counts>,
    query: Query,
}

impl Timeline {
    /// Takes in an answer: years alone where the index was not asked yet.
    pub(super) fn take(&mut self, years: Option<&Facet>, days: &[Dated], query: &Query) {
        self.query = query.clone();
        self.known.values_mut().for_each(|counts| *counts = Counts::default());
        let values = || years.into_iter().flat_map(|facet| &facet.values);
        self.undated = values().find(|v| v.value == UNKNOWN).map(counts_of);
        for day in days {
            self.known.insert((day.year, day.month, day.day), day.counts);
        }
        if days.is_empty() {
            let years = values().filter_map(|v| Some(((v.value.parse().ok()?, 0, 0), counts_of(v))));
            self.known.extend(years);
        }
        // What is chosen stays in sight, with no articles too.
        let filters = query.filters.iter().filter(|f| matches!(f.field, Field::Year | Field::Date));
        for value in filters.flat_map(|f| &f.values).filter(|v| !v.contains("..")) {
            if let Some(date) = DateRange::parse(value).and_then(|range| range.from) {
                self.known.entry(parts(&date)).or_default();
            }
        }
    }

    /// The values that stand in the pane, parents before their children: every year, the months of open years, the
    /// days of open months, and last what has no date.
    pub(super) fn values(&self, open: &HashSet<String>, months: &[String]) -> Vec<FacetValue> {
        let mut values = Vec::new();
        for (year, counts) in self.sums(|(year, ..)| (year, 0, 0)) {
            let name = self.push(&mut values, year, counts, (None, months));
            if !self.is_open(open, &name) {
                continue;
            }
            let of_year = |(y, m, _): Parts| (y, m, 0);
            for (month, counts) in
                self.sums(of_year).into_iter().filter(|((y, m, _), _)| *y == year.0 && *m > 0)
            {
                let name = self.push(&mut values, month, counts, (Some(name.clone()), months));
                if !self.is_open(open, &name) {
                    continue;
                }
                let days = self.known.iter().rev().map(|(day, counts)| (*day, *counts));
                for (day, counts) in days.filter(|((y, m, d), _)| (*y, *m) == (year.0, month.1) && *d > 0) {
                    self.push(&mut values, day, counts, (Some(name.clone()), months));
                }
            }
        }
        if self.undated.is_some() || self.query.undated_mark() != Mark::Off {
            let Counts { count, before, after } = self.undated.unwrap_or_default();
            values.push(FacetValue { value: UNKNOWN.into(), count, before, after, ..FacetValue::default() });
        }
        values
    }

    /// Whether a row is open: on request, or because something below it is chosen.
    fn is_open(&self, open: &HashSet<String>, name: &str) -> bool {
        open.contains(name) || self.mark(name) == Mark::Below
    }

    /// Counts summed by what a date is part of, newest first.
    fn sums(&self, of: impl Fn(Parts) -> Parts) -> Vec<(Parts, Counts)> {
        let mut sums: Vec<(Parts, Counts)> = Vec::new();
        for (date, counts) in self.known.iter().rev() {
            match sums.last_mut().filter(|(last, _)| *last == of(*date)) {
                Some((_, sum)) => sum.add(*counts),
                None => sums.push((of(*date), *counts)),
            }
        }
        sums
    }

    fn push(
        &self,
        values: &mut Vec<FacetValue>,
        (year, month, day): Parts,
        counts: Counts,
        (parent, months): (Option<String>, &[String]),
    ) -> String {
        let (value, label) = match (month, day) {
            (0, _) => (format!("{year:04}"), year.to_string()),
            (month, 0) => {
                let label = months.get(usize::from(month - 1)).cloned().unwrap_or_default();
                (format!("{year:04}-{month:02}"), label)
            }
            (month, day) => (format!("{year:04}-{month:02}-{day:02}"), day.to_string()),
        };
        let Counts { count, before, after } = counts;
        let choice = self.mark(&value).choice();
        values.push(FacetValue {
            value: value.clone(),
            parent,
            label_ar: label.clone(),
            label_en: label,
            count,
            before,
            after,
            choice,
        });
        value
    }

    /// Whether a row has rows below it: no day has any, nor a year or month of which no more is told.
    pub(super) fn has_below(&self, value: &str) -> bool {
        match parsed(value) {
            Some((year, 0, _)) => self.known.range((year, 1, 0)..(year + 1, 0, 0)).next().is_some(),
            Some((year, month, 0)) => {
                self.known.range((year, month, 1)..(year, month + 1, 0)).next().is_some()
            }
            _ => false,
        }
    }

    /// What the query says about a row.
    pub(super) fn mark(&self, value: &str) -> Mark {
        match value.parse::<PartialDate>() {
            Ok(date) => self.query.time_mark(&date),
            Err(_) => self.query.undated_mark(),
        }
    }

    /// Every year from the first that was seen to the last, oldest first, with what is left of it and what the query
    /// says about it.
    pub(super) fn years(&self) -> Vec<(u16, usize, Mark)> {
        let (Some(first), Some(last)) = (self.known.keys().next(), self.known.keys().next_back()) else {
            return Vec::new();
        };
        let mut sums = self.sums(|(year, ..)| (year, 0, 0));
        let mut years = Vec::with_capacity(usize::from(last.0 - first.0) + 1);
        for year in first.0..=last.0 {
            let counts = match sums.last() {
                Some((parts, _)) if parts.0 == year => {
                    sums.pop().map(|(_, counts)| counts).unwrap_or_default()
                }
                _ => Counts::default(),
            };
            years.push((year, counts.after, self.mark(&format!("{year:04}"))));
        }
        years
    }
}

fn counts_of(value: &FacetValue) -> Counts {
    Counts { count: value.count, before: value.before, after: value.after }
}

fn parts(date: &PartialDate) -> Parts {
    (date.year(), date.month().unwrap_or(0), date.day().unwrap_or(0))
}

fn parsed(value: &str) -> Option<Parts> {
    value.parse().ok().as_ref().map(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(year: u16, month: u8, day: u8, n: usize) -> Dated {
        Dated { year, month, day, counts: Counts::all(n) }
    }

    fn rows(timeline: &Timeline, open: &[&str]) -> Vec<String> {
        let open = open.iter().map(|s| (*s).to_owned()).collect();
        timeline.values(&open, &[]).iter().map(|v| format!("{} {}", v.value, v.count)).collect()
    }

    #[test]
    fn years_open_into_months_and_days_newest_first_and_sums_agree() {
        let mut timeline = Timeline::default();
        let days = [dated(2018, 0, 0, 1), dated(2018, 11, 0, 2), dated(2018, 11, 5, 4), dated(2019, 2, 1, 8)];
        timeline.take(None, &days, &Query::default());
        assert_eq!(rows(&timeline, &[]), ["2019 8", "2018 7"]);
        assert_eq!(rows(&timeline, &["2018"]), ["2019 8", "2018 7", "2018-11 6"]);
        assert_eq!(rows(&timeline, &["2018", "2018-11"]), ["2019 8", "2018 7", "2018-11 6", "2018-11-05 4"]);
        assert!(
            timeline.has_below("2018") && timeline.has_below("2018-11") && !timeline.has_below("2018-11-05")
        );
        assert!(!timeline.has_below(UNKNOWN));
    }

    #[test]
    fn a_date_seen_once_stays_when_nothing_falls_on_it() {
        let mut timeline = Timeline::default();
        timeline.take(None, &[dated(2017, 1, 1, 1), dated(2019, 1, 1, 1)], &Query::default());
        timeline.take(None, &[dated(2019, 1, 1, 1)], &Query::default());
        assert_eq!(rows(&timeline, &[]), ["2019 1", "2017 0"]);
        let years: Vec<_> = timeline.years().into_iter().map(|(year, n, _)| (year, n)).collect();
        assert_eq!(years, [(2017, 0), (2018, 0), (2019, 1)]);
    }

    #[test]
    fn what_is_chosen_is_there_and_its_year_open_whatever_the_counts() {
        let mut timeline = Timeline::default();
        timeline.take(None, &[dated(2019, 1, 1, 1)], &Query::parse("date:2021-05,unknown").unwrap());
        assert_eq!(rows(&timeline, &[]), ["2021 0", "2021-05 0", "2019 1", "unknown 0"]);
        assert_eq!((timeline.mark("2021"), timeline.mark("2021-05")), (Mark::Below, Mark::Include));
        assert_eq!(timeline.mark(UNKNOWN), Mark::Include);
    }
}
