//! Counting: one pass over what the text matches gives the hits and every facet's counts, each without its own
//! selection.
//!
//! Filters are looked up by the set of values that an article has; nothing here reads the index or the database.

use std::collections::HashMap;

use super::bits::Bits;
use super::columns::{Columns, DATED, MACHINE, Sets};
use super::labels;
use super::state::{self, Noted};
use super::tally::COUNTED;
use super::timeline;
use crate::archive::query::{DateRange, Field, Filter, Query, UNKNOWN};
use crate::archive::{ArchiveError, Cancel, Choice, Counts, Dated, Facet, FacetValue};
use crate::article::PartialDate;
use crate::fold;

/// Combinations of read, starred, paired, dated and machine-translated.
const STATES: usize = 32;

/// Articles between two looks at the cancel flag: about a tenth of a millisecond.
const LOOK: usize = 1 << 14;

/// The place of time among the counted fields: years, and the dates within them, are one facet.
const YEAR: usize = 5;
const _: () = assert!(matches!(COUNTED[YEAR], Field::Year));

/// Counts by field and by value, each value once.
pub(super) type ByValue = HashMap<Field, Vec<(String, Counts)>>;

/// What the pass found.
pub(super) struct Counted {
    /// Ranks that match everything, newest first.
    pub(super) hits: Vec<u32>,
    /// Distinct stories among them.
    pub(super) stories: usize,
    /// Undated articles that only a date or year filter left out.
    pub(super) undated: usize,
    /// Every facet's counts.
    pub(super) counts: ByValue,
    /// The counts of time, as precisely as the dates are known.
    pub(super) days: Vec<Dated>,
}

/// A filter, and which of a column's values it names.
struct Named<'a> {
    filter: &'a Filter,
    /// For each value that the filter names, whether each of the column's is it.
    wanted: Vec<Vec<bool>>,
    /// Whether it names the articles without a value.
    unknown: bool,
}

impl<'a> Named<'a> {
    fn new(filter: &'a Filter, values: &[String]) -> Self {
        let named = |wanted: &String| values.iter().map(|value| same(value, wanted)).collect();
        Self { filter, wanted: filter.values.iter().map(named).collect(), unknown: filter.has_unknown() }
    }

    /// Whether a set of values passes.
    fn passes(&self, set: &[u32]) -> bool {
        let has = |wanted: &Vec<bool>| set.iter().any(|value| wanted[*value as usize]);
        if set.is_empty() {
            // Of several values, all of which are required, an article without any has not more than the one.
            let found = self.unknown && !(self.filter.all && self.filter.values.len() > 1);
            return found != self.filter.negated;
        }
        if self.filter.negated {
            !self.wanted.iter().any(has)
        } else if self.filter.all {
            self.wanted.iter().all(has)
        } else {
            self.wanted.iter().any(has)
        }
    }
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
    /// Whether each code passes what is asked for and what is excluded; `None` where the field has no such filter.
    pass: [Option<Vec<bool>>; 2],
    counts: Vec<Counts>,
}

impl Side {
    fn new(query: &Query, field: Field, sets: &Sets) -> Self {
        let pass = [false, true].map(|negated| {
            let filters = query.filters.iter().filter(|f| f.field == field && f.negated == negated);
            let filters: Vec<Named<'_>> = filters.map(|filter| Named::new(filter, &sets.values)).collect();
            let passes = |set: &[u32]| filters.iter().all(|filter| filter.passes(set));
            (!filters.is_empty()).then(|| sets.each.iter().map(|set| passes(set)).collect())
        });
        Self { pass, counts: vec![Counts::default(); sets.each.len()] }
    }
}

/// What the filters make of the articles that match the text. Lists of ranks, each from the newest; those by field
/// are by its place in [`COUNTED`].
#[derive(Default)]
struct Sifted {
    /// What passes everything.
    hits: Vec<u32>,
    /// What lacks what is asked for in one field, and nothing else is in its way.
    only: [Vec<u32>; COUNTED.len()],
    /// What one field excludes, and nothing else is in its way but what is asked for in that field.
    own: [Vec<u32>; COUNTED.len()],
    /// What has all that is asked for and is excluded.
    out: Vec<u32>,
    /// What lacks what is asked for in one field, and is excluded besides.
    only_out: [Vec<u32>; COUNTED.len()],
    undated: usize,
}

impl Sifted {
    /// Puts down a rank by the fields that ask for something else and those that exclude it.
    fn put(&mut self, rank: u32, lacks: u16, excluded: u16) {
        let at = lacks.trailing_zeros() as usize;
        if lacks | excluded == 0 {
            self.hits.push(rank);
        } else if excluded == 0 {
            if lacks.is_power_of_two()
                && let Some(only) = self.only.get_mut(at)
            {
                only.push(rank);
            }
        } else {
            if excluded.is_power_of_two()
                && lacks & !excluded == 0
                && let Some(own) = self.own.get_mut(excluded.trailing_zeros() as usize)
            {
                own.push(rank);
            }
            if lacks == 0 {
                self.out.push(rank);
            } else if lacks.is_power_of_two()
                && let Some(only) = self.only_out.get_mut(at)
            {
                only.push(rank);
            }
        }
    }

    /// What has a value in the field at a place, by what it counts in: what is left, what the field excludes, what any
    /// field excludes.
    fn lists(&self, at: usize) -> [(&[u32], Counts); 5] {
        let left = Counts::all(1);
        let own = Counts { count: 1, ..Counts::default() };
        let out = Counts { before: 1, ..Counts::default() };
        [
            (&self.hits, left),
            (&self.only[at], left),
            (&self.own[at], own),
            (&self.out, out),
            (&self.only_out[at], out),
        ]
    }
}

/// The pass over all articles that match the text.
pub(super) struct Pass<'a> {
    columns: &'a Columns,
    noted: &'a Noted,
    sides: Vec<Side>,
    states: Sets,
    tags: Sets,
    /// Filters by dates or years.
    dates: Vec<Dates>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(query: &Query, columns: &'a Columns, noted: &'a Noted) -> Self {
        let states: Sets = (0..STATES).map(states).collect();
        let tags: Sets = noted.tag_sets.iter().cloned().collect();
        let none = Sets::default();
        let sides = COUNTED.map(|field| match field {
            // Dates may be ranges, so their filters are not sets of values, nor their counts by code.
            Field::Year => Side { pass: [None, None], counts: Vec::new() },
            Field::Is => Side::new(query, field, &states),
            Field::Tag => Side::new(query, field, &tags),
            _ => Side::new(query, field, columns.facet(field).map_or(&none, |column| &column.sets)),
        });
        let of_time = |f: &&Filter| matches!(f.field, Field::Year | Field::Date);
        let dates = query.filters.iter().filter(of_time).map(Dates::of).collect();
        Self { columns, noted, sides: sides.into(), states, tags, dates }
    }

    /// The code of an article's values of one field.
    fn code(&self, field: Field, rank: u32) -> u32 {
        match field {
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
        u32::from(flags & (state::READ | state::STARRED | state::PAIRED) | self.columns.known(rank))
    }

    /// The bits of time: whether an article lacks the dates asked for, and whether its own are excluded.
    fn by_date(&self, rank: u32) -> [u16; 2] {
        let (first, last) = (self.columns.first_day[rank as usize], self.columns.last_day[rank as usize]);
        let mut bits = [0; 2];
        for dates in self.dates.iter().filter(|dates| !dates.pass(first, last)) {
            bits[usize::from(dates.negated)] = 1 << YEAR;
        }
        bits
    }

    /// Runs over the articles that the text matches.
    pub(super) fn run(mut self, matched: &Bits, cancel: &Cancel) -> Result<Counted, ArchiveError> {
        let sifted = self.sift(matched, cancel)?;
        for (at, field) in COUNTED.into_iter().enumerate().filter(|(at, _)| *at != YEAR) {
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            let mut counts = std::mem::take(&mut self.sides[at].counts);
            for (ranks, each) in sifted.lists(at) {
                self.count(field, ranks, each, &mut counts);
            }
            self.sides[at].counts = counts;
        }
        let (days, undated) = timeline::counted(self.columns, sifted.lists(YEAR));
        let stories = self.stories(&sifted.hits);
        let mut counts = self.by_value();
        counts.insert(Field::Year, timeline::years(&days, undated));
        Ok(Counted { stories, undated: sifted.undated, hits: sifted.hits, counts, days })
    }

    /// Distinct stories: every article without a translation, and each group of translations once.
    fn stories(&self, hits: &[u32]) -> usize {
        if self.noted.story_end() == 0 {
            return hits.len();
        }
        let mut single = 0;
        let mut told = Bits::none(self.noted.story_end());
        for rank in hits {
            let row = self.columns.row(*rank);
            if self.noted.flags(row) & state::PAIRED == 0 {
                single += 1;
            } else {
                told.insert(self.noted.story(row));
            }
        }
        single + told.count()
    }

    /// Tells what passes every filter from what some are in the way of.
    fn sift(&self, matched: &Bits, cancel: &Cancel) -> Result<Sifted, ArchiveError> {
        let mut sifted = Sifted::default();
        let mut filtered: Vec<(usize, Field, usize, &Vec<bool>)> = Vec::new();
        for (at, (field, side)) in COUNTED.into_iter().zip(&self.sides).enumerate() {
            let asked = side.pass.iter().enumerate();
            filtered.extend(asked.filter_map(|(sign, pass)| Some((at, field, sign, pass.as_ref()?))));
        }
        if filtered.is_empty() && self.dates.is_empty() {
            sifted.hits = matched.iter().collect();
            return Ok(sifted);
        }
        for (n, rank) in matched.iter().enumerate() {
            if n.is_multiple_of(LOOK) && cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            let mut failed = self.by_date(rank);
            for (at, field, sign, pass) in &filtered {
                failed[*sign] |= u16::from(!pass[self.code(*field, rank) as usize]) << at;
            }
            let [lacks, excluded] = failed;
            sifted.put(rank, lacks, excluded);
            let dateless = self.columns.first_day[rank as usize] == 0;
            sifted.undated += usize::from(dateless && lacks | excluded == 1 << YEAR);
        }
        Ok(sifted)
    }

    /// Counts one field of these articles: a column at a time, so that it stays in the cache.
    fn count(&self, field: Field, ranks: &[u32], each: Counts, counts: &mut [Counts]) {
        if ranks.is_empty() {
            return;
        }
        let mut codes = vec![0; counts.len()];
        match field {
            Field::Tag if self.noted.tag_sets.len() < 2 => {
                if let Some(none) = codes.first_mut() {
                    *none = ranks.len() as u32;
                }
            }
            Field::Year | Field::Is | Field::Tag => {
                for rank in ranks {
                    codes[self.code(field, *rank) as usize] += 1;
                }
            }
            _ => {
                if let Some(column) = self.columns.facet(field) {
                    column.count(ranks, &mut codes);
                }
            }
        }
        for (sum, n) in counts.iter_mut().zip(codes) {
            sum.add(each.times(n as usize));
        }
    }

    /// Counts by value, from counts by set of values.
    fn by_value(&self) -> ByValue {
        let none = Sets::default();
        let mut all = HashMap::new();
        for (field, side) in COUNTED.into_iter().zip(&self.sides) {
            let sets = match field {
                Field::Is => &self.states,
                Field::Tag => &self.tags,
                _ => self.columns.facet(field).map_or(&none, |column| &column.sets),
            };
            all.insert(field, by_set(sets, &side.counts));
        }
        all
    }
}

fn by_set(sets: &Sets, counts: &[Counts]) -> Vec<(String, Counts)> {
    let (mut by_value, mut unknown) = (vec![Counts::default(); sets.values.len()], Counts::default());
    // What is counted in any way is counted with nothing excluded.
    for (set, n) in sets.each.iter().zip(counts).filter(|(_, n)| n.before > 0) {
        if set.is_empty() {
            unknown.add(*n);
        }
        for value in set {
            by_value[*value as usize].add(*n);
        }
    }
    let named = sets.values.iter().cloned().zip(by_value);
    let mut counts: Vec<(String, Counts)> = named.filter(|(_, n)| n.before > 0).collect();
    if unknown.before > 0 {
        match counts.iter_mut().find(|(value, _)| value == UNKNOWN) {
            Some((_, known)) => known.add(unknown),
            None => counts.push((UNKNOWN.to_owned(), unknown)),
        }
    }
    counts
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
    /// is within it, as [`DateRange::contains`] has it; excluded is only what certainly does, as an excluded word is
    /// not expanded either.
    fn pass(&self, first: u32, last: u32) -> bool {
        let hit = |(from, to): &(u32, u32)| {
            if self.negated { first >= *from && last <= *to } else { first <= *to && last >= *from }
        };
        let within = if first == 0 { self.unknown } else { self.spans.iter().any(hit) };
        within != self.negated
    }
}

/// The facets of an answer from their counts: chosen values are listed even with none.
pub(super) fn assemble(mut counts: ByValue, query: &Query) -> Vec<Facet> {
    COUNTED
        .into_iter()
        .map(|field| {
            let mut found = counts.remove(&field).unwrap_or_default();
            let untagged = matches!(found.as_slice(), [(value, _)] if value == UNKNOWN);
            if field == Field::Is || (field == Field::Tag && untagged) {
                // Where nothing has a tag, having none tells nothing.
                found.retain(|(value, _)| value != UNKNOWN);
            }
            for wanted in query.filters.iter().filter(|f| f.field == field).flat_map(|f| &f.values) {
                if !wanted.contains("..") && !found.iter().any(|(value, _)| same(value, wanted)) {
                    found.push((wanted.clone(), Counts::default()));
                }
            }
            sort(field, &mut found);
            let values = found.into_iter().map(|(value, counts)| describe(field, value, counts, query));
            let values: Vec<FacetValue> = values.collect();
            Facet { field, values: if field == Field::Topic { as_tree(values) } else { values } }
        })
        .collect()
}

fn describe(field: Field, value: String, counts: Counts, query: &Query) -> FacetValue {
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
    let Counts { count, before, after } = counts;
    let choice = choice.unwrap_or_default();
    FacetValue { value, parent, label_ar, label_en, count, before, after, choice }
}

/// By count, then value; years by year, undated last.
fn sort(field: Field, found: &mut [(String, Counts)]) {
    if field == Field::Year {
        return found.sort_unstable_by(|(a, _), (b, _)| (a == UNKNOWN, a).cmp(&(b == UNKNOWN, b)));
    }
    found.sort_unstable_by(|(a, n), (b, m)| m.count.cmp(&n.count).then_with(|| a.cmp(b)));
}

/// Children behind their parent; one whose parent is not listed stands for itself, at the end.
fn as_tree(values: Vec<FacetValue>) -> Vec<FacetValue> {
    let mut order = Vec::with_capacity(values.len());
    for root in (0..values.len()).filter(|at| values.get(*at).is_some_and(|v| v.parent.is_none())) {
        below(root, &values, &mut order);
    }
    let mut values: Vec<Option<FacetValue>> = values.into_iter().map(Some).collect();
    let mut tree: Vec<FacetValue> =
        order.into_iter().filter_map(|at| values.get_mut(at).and_then(Option::take)).collect();
    tree.extend(values.into_iter().flatten());
    tree
}

/// Puts down the place of a value, and behind it those of the values under it.
fn below(at: usize, values: &[FacetValue], order: &mut Vec<usize>) {
    order.push(at);
    let Some(above) = values.get(at) else { return };
    for (child, value) in values.iter().enumerate() {
        if value.parent.as_ref() == Some(&above.value) {
            below(child, values, order);
        }
    }
}
