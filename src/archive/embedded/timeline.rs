//! Counting time: ranks run from the newest article to the oldest, so that counting the articles of each day is
//! one pass in the order of the columns, without a table of all days.
//!
//! Filters are not looked at here.

use std::collections::BTreeMap;

use super::columns::Columns;
use crate::archive::query::UNKNOWN;
use crate::archive::{Counts, Dated};

/// The counts of every date that articles of these lists have, oldest first, and of those that have none. What each
/// article of a list counts is beside it.
pub(super) fn counted(columns: &Columns, lists: [(&[u32], Counts); 5]) -> (Vec<Dated>, Counts) {
    let mut dates: BTreeMap<(u16, u8, u8), Counts> = BTreeMap::new();
    let mut undated = Counts::default();
    for (ranks, each) in lists {
        // How many of the day that the run is on are dated by the year, by the month, by the day.
        let (mut day, mut run) = (0, [0_usize; 3]);
        for rank in ranks {
            let (first, last) = (columns.first_day[*rank as usize], columns.last_day[*rank as usize]);
            if first != day {
                put(&mut dates, day, run, each);
                (day, run) = (first, [0; 3]);
            }
            run[precision(first, last)] += 1;
        }
        if day == 0 {
            undated.add(each.times(run.iter().sum()));
        } else {
            put(&mut dates, day, run, each);
        }
    }
    let told = |((year, month, day), counts)| Dated { year, month, day, counts };
    (dates.into_iter().map(told).collect(), undated)
}

/// How precisely a date is known that can mean the days from `first` to `last`, `YYYYMMDD`: 0 by the year, 1 by the
/// month, 2 by the day.
const fn precision(first: u32, last: u32) -> usize {
    match (first == last, first / 100 == last / 100) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    }
}

fn put(dates: &mut BTreeMap<(u16, u8, u8), Counts>, day: u32, run: [usize; 3], each: Counts) {
    let (year, month) = ((day / 10_000) as u16, (day / 100 % 100) as u8);
    let keys = [(year, 0, 0), (year, month, 0), (year, month, (day % 100) as u8)];
    for (key, n) in keys.into_iter().zip(run).filter(|(_, n)| *n > 0) {
        dates.entry(key).or_default().add(each.times(n));
    }
}

/// The counts of years, of dates from the oldest on, and of articles without a date.
pub(super) fn years(days: &[Dated], undated: Counts) -> Vec<(String, Counts)> {
    let mut years: Vec<(u16, Counts)> = Vec::new();
    for dated in days {
        match years.last_mut() {
            Some((year, counts)) if *year == dated.year => counts.add(dated.counts),
            _ => years.push((dated.year, dated.counts)),
        }
    }
    let mut named: Vec<_> = years.into_iter().map(|(year, counts)| (year.to_string(), counts)).collect();
    if undated.before > 0 {
        named.push((UNKNOWN.to_owned(), undated));
    }
    named
}
