//! Counting: one pass over what the text matches gives the hits and every facet's counts, each without its own
//! selection.
//!
//! Filters are looked up by the set of values that an article has; nothing here reads the index or the database.

use std::collections::HashMap;

use super::bits::Bits;
use super::columns::Columns;
use super::labels;
use super::state::{self, Noted};
use super::tally::COUNTED;
use crate::archive::query::{DateRange, Field, Filter, Query, UNKNOWN};
use crate::archive::{ArchiveError, Cancel, Choice, Facet, FacetValue, RowId};
use crate::article::PartialDate;
use crate::fold;

/// Years from 0 (undated) to 9999 are codes of their own.
const YEARS: usize = 10_000;

/// Combinations of read, starred, paired, dated and machine-translated.
const STATES: usize = 32;
const DATED: u8 = 8;
const MACHINE: u8 = 16;

/// Articles between two looks at the cancel flag: about a tenth of a millisecond.
const LOOK: usize = 1 << 14;

/// The bit of the date filter, which has no counts of its own, after those of [`COUNTED`].
const DATE: usize = COUNTED.len();

/// What the pass found.
pub(super) struct Counted {
    /// Ranks that match everything, newest first.
    pub(super) hits: Vec<u32>,
    /// Distinct stories among them.
    pub(super) stories: usize,
    /// Undated articles that only a date or year filter left out.
    pub(super) undated: usize,
    /// Every facet's counts.
    pub(super) counts: HashMap<Field, HashMap<String, usize>>,
}

/// Whether a set of values passes the filters of its field.
fn passes(filters: &[&Filter], values: &[String]) -> bool {
    filters.iter().all(|filter| {
        let has = |wanted: &String| {
            if values.is_empty() { wanted == UNKNOWN } else { values.iter().any(|v| same(v, wanted)) }
        };
        if filter.negated {
            !filter.values.iter().any(has)
        } else if filter.all {
            filter.values.iter().all(has)
        } else {
            filter.values.iter().any(has)
        }
    })
}

/// Whether a stored value is the one that a query names: as written, or as folded.
pub(super) fn same(value: &str, wanted: &str) -> bool {
    value == wanted
        || (!wanted.is_ascii() || !value.is_ascii() || value.eq_ignore_ascii_case(wanted)) && {
            let folded = fold::fold(value);
            !folded.is_empty() && folded == fold::fold(wanted)
        }
}

/// The states that a combination of bits stands for.
fn states(bits: usize) -> Vec<String> {
    let bits = bits as u8;
    let names = [
        (state::READ, "read", "unread"),
        (state::STARRED, "starred", ""),
        (state::PAIRED, "paired", "unpaired"),
        (DATED, "dated", "undated"),
        (MACHINE, "mt", ""),
    ];
    let all = names.iter().map(|(bit, on, off)| if bits & bit == 0 { *off } else { *on });
    all.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// One field's filters and counts, by code.
struct Side {
    /// Whether each code passes; `None` where the field has no filter.
    pass: Option<Vec<bool>>,
    counts: Vec<u32>,
}

impl Side {
    fn new(query: &Query, field: Field, size: usize, values: impl Fn(usize) -> Vec<String>) -> Self {
        let filters: Vec<&Filter> = query.filters.iter().filter(|f| f.field == field).collect();
        let pass =
            (!filters.is_empty()).then(|| (0..size).map(|code| passes(&filters, &values(code))).collect());
        Self { pass, counts: vec![0; size] }
    }
}

/// What the filters make of the articles that match the text.
#[derive(Default)]
struct Sifted {
    /// Ranks that pass everything.
    hits: Vec<u32>,
    /// Ranks that fail the filters of one field and of no other, by the place of the field in [`COUNTED`].
    only: [Vec<u32>; COUNTED.len()],
    undated: usize,
}

/// The pass over all articles that match the text.
pub(super) struct Pass<'a> {
    columns: &'a Columns,
    noted: &'a Noted,
    sides: Vec<Side>,
    dates: Vec<Dates>,
    date_bits: u16,
}

impl<'a> Pass<'a> {
    pub(super) fn new(query: &Query, columns: &'a Columns, noted: &'a Noted) -> Self {
        let sides = COUNTED.map(|field| match field {
            Field::Year => year_side(query),
            Field::Is => Side::new(query, field, STATES, states),
            Field::Tag => Side::new(query, field, noted.tag_sets.len(), |code| noted.tag_sets[code].clone()),
            _ => {
                let sets = columns.facet(field).map_or(&[][..], |column| &column.sets);
                Side::new(query, field, sets.len(), |code| sets[code].clone())
            }
        });
        let dates = query.filters.iter().filter(|f| f.field == Field::Date).map(Dates::of).collect();
        let year = COUNTED.iter().position(|f| *f == Field::Year).map_or(0, |at| 1 << at);
        Self { columns, noted, sides: sides.into(), dates, date_bits: year | 1 << DATE }
    }

    /// The code of an article's values of one field.
    fn code(&self, field: Field, rank: u32) -> u32 {
        match field {
            Field::Year => self.columns.first_day[rank as usize] / 10_000,
            Field::Is => self.state(rank),
            Field::Tag => {
                let row = self.columns.row(rank);
                self.noted.tag_set(row, self.noted.flags(row))
            }
            _ => self.columns.facet(field).map_or(0, |column| column.code(rank)),
        }
    }

    fn state(&self, rank: u32) -> u32 {
        let flags = self.noted.flags(self.columns.row(rank));
        let known = flags & (state::READ | state::STARRED | state::PAIRED);
        let dated = if self.columns.first_day[rank as usize] == 0 { 0 } else { DATED };
        let machine = if self.columns.is_machine(rank) { MACHINE } else { 0 };
        u32::from(known | dated | machine)
    }

    fn date_passes(&self, rank: u32) -> bool {
        let (first, last) = (self.columns.first_day[rank as usize], self.columns.last_day[rank as usize]);
        self.dates.iter().all(|dates| dates.pass(first, last))
    }

    /// Runs over the articles that the text matches.
    pub(super) fn run(mut self, matched: &Bits, cancel: &Cancel) -> Result<Counted, ArchiveError> {
        let Sifted { hits, only, undated } = self.sift(matched, cancel)?;
        for (at, field) in COUNTED.into_iter().enumerate() {
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            let mut counts = std::mem::take(&mut self.sides[at].counts);
            self.count(field, &hits, &mut counts);
            self.count(field, &only[at], &mut counts);
            self.sides[at].counts = counts;
        }
        let mut stories = Stories::default();
        for rank in &hits {
            stories.add(self.columns.row(*rank), self.noted);
        }
        Ok(Counted { stories: stories.count(), hits, undated, counts: self.by_value() })
    }

    /// Tells what passes every filter from what fails those of one field only.
    fn sift(&self, matched: &Bits, cancel: &Cancel) -> Result<Sifted, ArchiveError> {
        let mut sifted = Sifted::default();
        let filtered: Vec<(usize, Field, &Vec<bool>)> = COUNTED
            .into_iter()
            .zip(&self.sides)
            .enumerate()
            .filter_map(|(at, (field, side))| side.pass.as_ref().map(|pass| (at, field, pass)))
            .collect();
        if filtered.is_empty() && self.dates.is_empty() {
            sifted.hits = matched.iter().collect();
            return Ok(sifted);
        }
        for (n, rank) in matched.iter().enumerate() {
            if n.is_multiple_of(LOOK) && cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            let mut failed = u16::from(!self.date_passes(rank)) << DATE;
            for (at, field, pass) in &filtered {
                failed |= u16::from(!pass[self.code(*field, rank) as usize]) << at;
            }
            if failed == 0 {
                sifted.hits.push(rank);
                continue;
            }
            if failed.is_power_of_two()
                && let Some(only) = sifted.only.get_mut(failed.trailing_zeros() as usize)
            {
                only.push(rank);
            }
            let dateless = self.columns.first_day[rank as usize] == 0;
            sifted.undated += usize::from(dateless && failed & !self.date_bits == 0);
        }
        Ok(sifted)
    }

    /// Counts one field of these articles: a column at a time, so that it stays in the cache.
    fn count(&self, field: Field, ranks: &[u32], counts: &mut [u32]) {
        match field {
            Field::Tag if self.noted.tag_sets.len() < 2 => {
                if let Some(none) = counts.first_mut() {
                    *none += ranks.len() as u32;
                }
            }
            Field::Year | Field::Is | Field::Tag => {
                for rank in ranks {
                    counts[self.code(field, *rank) as usize] += 1;
                }
            }
            _ => {
                if let Some(column) = self.columns.facet(field) {
                    column.count(ranks, counts);
                }
            }
        }
    }

    /// Counts by value, from counts by set of values.
    fn by_value(&self) -> HashMap<Field, HashMap<String, usize>> {
        let mut all = HashMap::new();
        for (field, side) in COUNTED.into_iter().zip(&self.sides) {
            let mut counts: HashMap<String, usize> = HashMap::new();
            for (code, &n) in side.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
                let values = self.values(field, code);
                if values.is_empty() {
                    *counts.entry(UNKNOWN.to_owned()).or_default() += n as usize;
                }
                for value in values {
                    *counts.entry(value).or_default() += n as usize;
                }
            }
            all.insert(field, counts);
        }
        all
    }

    fn values(&self, field: Field, code: usize) -> Vec<String> {
        match field {
            Field::Year if code == 0 => Vec::new(),
            Field::Year => vec![code.to_string()],
            Field::Is => states(code),
            Field::Tag => self.noted.tag_sets.get(code).cloned().unwrap_or_default(),
            _ => self.columns.facet(field).and_then(|c| c.sets.get(code)).cloned().unwrap_or_default(),
        }
    }
}

/// A filter by dates or years.
struct Dates {
    negated: bool,
    unknown: bool,
    /// First and last day of each span.
    spans: Vec<(u32, u32)>,
}

impl Dates {
    fn of(filter: &Filter) -> Self {
        let spans = filter.ranges().iter().map(DateRange::days).collect();
        Self { negated: filter.negated, unknown: filter.has_unknown(), spans }
    }

    /// Whether a date passes that can mean the days from `first` to `last`; 0 for none. What can fall into a span
    /// is within it, as [`DateRange::contains`] has it.
    fn pass(&self, first: u32, last: u32) -> bool {
        let within = if first == 0 {
            self.unknown
        } else {
            self.spans.iter().any(|(from, to)| first <= *to && last >= *from)
        };
        within != self.negated
    }
}

/// Years may be ranges, so their filters are not sets of values.
fn year_side(query: &Query) -> Side {
    let filters: Vec<Dates> =
        query.filters.iter().filter(|f| f.field == Field::Year).map(Dates::of).collect();
    let days = |year: u32| if year == 0 { (0, 0) } else { (year * 10_000 + 101, year * 10_000 + 1231) };
    let passes = |year| filters.iter().all(|dates| dates.pass(days(year).0, days(year).1));
    let pass = (!filters.is_empty()).then(|| (0..YEARS as u32).map(passes).collect());
    Side { pass, counts: vec![0; YEARS] }
}

/// Distinct stories: every article without a translation, and each group of translations once.
#[derive(Default)]
struct Stories {
    single: usize,
    told: std::collections::HashSet<RowId>,
}

impl Stories {
    fn add(&mut self, row: RowId, noted: &Noted) {
        if noted.flags(row) & state::PAIRED == 0 {
            self.single += 1;
        } else {
            self.told.insert(noted.story(row));
        }
    }

    fn count(&self) -> usize {
        self.single + self.told.len()
    }
}

/// The facets of an answer from their counts: chosen values are listed even with none.
pub(super) fn assemble(mut counts: HashMap<Field, HashMap<String, usize>>, query: &Query) -> Vec<Facet> {
    COUNTED
        .into_iter()
        .map(|field| {
            let mut found = counts.remove(&field).unwrap_or_default();
            if matches!(field, Field::Tag | Field::Is) {
                // Having no tag is no value that one looks for; it is listed when asked for.
                found.remove(UNKNOWN);
            }
            for wanted in query.filters.iter().filter(|f| f.field == field).flat_map(|f| &f.values) {
                if !wanted.contains("..") && !found.keys().any(|value| same(value, wanted)) {
                    found.insert(wanted.clone(), 0);
                }
            }
            let values =
                found.into_iter().map(|(value, count)| describe(field, value, count, query)).collect();
            Facet { field, values: sorted(field, values) }
        })
        .collect()
}

fn describe(field: Field, value: String, count: usize, query: &Query) -> FacetValue {
    let (label_ar, label_en) = labels::labels(field, &value);
    let parent = (field == Field::Topic).then(|| labels::parent(&value)).flatten().map(str::to_owned);
    let meant = |f: &&Filter| {
        let year = || value.parse().ok().and_then(PartialDate::year_only);
        f.values.iter().any(|wanted| same(&value, wanted))
            || field == Field::Year
                && year().is_some_and(|y| f.ranges().iter().any(|range| range.contains(&y)))
    };
    let chosen = query.filters.iter().filter(|f| f.field == field).filter(meant);
    let choice =
        chosen.map(|f| if f.negated { Choice::Exclude } else { Choice::Include }).max_by_key(|c| *c as u8);
    FacetValue { value, parent, label_ar, label_en, count, choice: choice.unwrap_or_default() }
}

/// By count, then value; years by year, undated last; children behind their parent.
fn sorted(field: Field, mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    if field == Field::Year {
        values.sort_by(|a, b| (a.value == UNKNOWN, &a.value).cmp(&(b.value == UNKNOWN, &b.value)));
        return values;
    }
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    if field != Field::Topic {
        return values;
    }
    let (roots, mut children): (Vec<_>, Vec<_>) = values.into_iter().partition(|v| v.parent.is_none());
    let mut tree = Vec::new();
    for root in roots {
        below(root, &mut children, &mut tree);
    }
    // A child whose parent is not listed stands for itself.
    tree.append(&mut children);
    tree
}

fn below(value: FacetValue, children: &mut Vec<FacetValue>, tree: &mut Vec<FacetValue>) {
    let (own, others) = std::mem::take(children)
        .into_iter()
        .partition(|c: &FacetValue| c.parent.as_ref() == Some(&value.value));
    *children = others;
    tree.push(value);
    let own: Vec<FacetValue> = own;
    for child in own {
        below(child, children, tree);
    }
}
