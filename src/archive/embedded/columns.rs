//! The columns of every article in memory, newest first: what filters and counts read.
//!
//! Loaded once for each commit of the index, by streaming its dictionaries. An article's values of a facet are one
//! code: the number of the set of values, so that counting is one step for each article and facet, and a topic's
//! ancestors are counted once.

use std::collections::HashMap;
use std::hash::Hash;

use tantivy::columnar::{Cardinality, Column as Numeric};
use tantivy::{DocId, Searcher, SegmentReader};

use super::bits::Bits;
use super::index::{FACETS, column};
use super::labels;
use super::record;
use crate::archive::RowId;
use crate::archive::query::Field;

/// The rank of a document that is deleted.
const GONE: u32 = u32::MAX;

/// Codes as narrow as they can be: a million articles have a few hundred sets of topics.
#[derive(Clone, Debug)]
enum Codes {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// One facet of every article.
#[derive(Clone, Debug)]
pub(super) struct Column {
    codes: Codes,
    /// The values of each set, a topic's ancestors included; none for the set of articles without a value.
    pub(super) sets: Vec<Vec<String>>,
}

impl Column {
    /// The set of the article at a rank.
    pub(super) fn code(&self, rank: u32) -> u32 {
        match &self.codes {
            Codes::Narrow(codes) => u32::from(codes[rank as usize]),
            Codes::Wide(codes) => codes[rank as usize],
        }
    }
}

impl Column {
    /// Counts the sets of these articles.
    pub(super) fn count(&self, ranks: &[u32], counts: &mut [u32]) {
        match &self.codes {
            Codes::Narrow(codes) => ranks.iter().for_each(|r| counts[usize::from(codes[*r as usize])] += 1),
            Codes::Wide(codes) => ranks.iter().for_each(|r| counts[codes[*r as usize] as usize] += 1),
        }
    }
}

/// The columns of one commit. A rank counts articles from the newest.
#[derive(Debug)]
pub(super) struct Columns {
    /// Rows by rank. They fit 31 bits ([`record::order`]).
    rows: Vec<u32>,
    /// The first day that the date can mean, `YYYYMMDD`; 0 for undated.
    pub(super) first_day: Vec<u32>,
    /// The last day that it can mean.
    pub(super) last_day: Vec<u32>,
    /// Ranks of machine translations.
    machine: Bits,
    facets: Vec<Column>,
    /// Articles in a language of the Arabic script.
    arabic: usize,
    /// The rank of each document of each segment.
    ranks: Vec<Vec<u32>>,
}

impl Columns {
    /// Loads the columns of all segments.
    pub(super) fn load(searcher: &Searcher) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers();
        let places = places(segments)?;
        let mut ranks: Vec<Vec<u32>> = segments.iter().map(|s| vec![GONE; s.max_doc() as usize]).collect();
        for (rank, place) in places.iter().enumerate() {
            ranks[place.segment as usize][place.doc as usize] = rank as u32;
        }
        let rows = places.iter().map(|p| record::row_of(p.order) as u32).collect();
        let mut columns = Self {
            rows,
            first_day: places.iter().map(|p| record::day_of(p.order)).collect(),
            last_day: vec![0; places.len()],
            machine: Bits::none(places.len()),
            facets: Vec::with_capacity(FACETS.len()),
            arabic: 0,
            ranks,
        };
        columns.load_numbers(segments)?;
        for field in FACETS {
            let column = load_facet(segments, &columns.ranks, places.len(), field)?;
            columns.facets.push(column);
        }
        columns.arabic = columns.count_arabic();
        Ok(columns)
    }

    fn count_arabic(&self) -> usize {
        let Some(languages) = self.facet(Field::Lang) else { return 0 };
        let arabic = |set: &Vec<String>| set.iter().any(|code| ["ar", "fa", "ur"].contains(&code.as_str()));
        let arabic: Vec<bool> = languages.sets.iter().map(arabic).collect();
        (0..self.len() as u32).filter(|rank| arabic[languages.code(*rank) as usize]).count()
    }

    fn load_numbers(&mut self, segments: &[SegmentReader]) -> tantivy::Result<()> {
        for (segment, ranks) in segments.iter().zip(&self.ranks) {
            let days = read_all(segment, &segment.fast_fields().u64("last_day")?);
            let machine = read_all(segment, &segment.fast_fields().u64("machine")?);
            for ((&rank, day), machine) in
                ranks.iter().zip(days).zip(machine).filter(|((r, _), _)| **r != GONE)
            {
                self.last_day[rank as usize] = day as u32;
                if machine != 0 {
                    self.machine.insert(rank);
                }
            }
        }
        Ok(())
    }

    /// How many articles are in a language of the Arabic script.
    pub(super) const fn arabic(&self) -> usize {
        self.arabic
    }

    /// How many articles there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row at a rank.
    pub(super) fn row(&self, rank: u32) -> RowId {
        RowId::from(self.rows[rank as usize])
    }

    /// Whether the article at a rank is a machine translation.
    pub(super) fn is_machine(&self, rank: u32) -> bool {
        self.machine.contains(rank)
    }

    /// The rank of a segment's document; `None` when it is deleted.
    pub(super) fn rank(&self, segment: usize, doc: DocId) -> Option<u32> {
        self.ranks.get(segment)?.get(doc as usize).copied().filter(|rank| *rank != GONE)
    }

    /// The column of a facet that the index holds.
    pub(super) fn facet(&self, field: Field) -> Option<&Column> {
        FACETS.iter().position(|f| *f == field).and_then(|at| self.facets.get(at))
    }
}

/// A document and what it is sorted by.
#[derive(Clone, Copy)]
struct Place {
    order: u64,
    segment: u32,
    doc: DocId,
}

/// All living documents, newest first.
fn places(segments: &[SegmentReader]) -> tantivy::Result<Vec<Place>> {
    let mut places = Vec::new();
    for (number, segment) in segments.iter().enumerate() {
        let orders = read_all(segment, &segment.fast_fields().u64("order")?);
        let living = (0..).zip(orders).filter(|(doc, _)| !segment.is_deleted(*doc));
        places.extend(living.map(|(doc, order)| Place { order, segment: number as u32, doc }));
    }
    // Each segment is in order already: the stable sort only merges the runs.
    places.sort_by_key(|place| std::cmp::Reverse(place.order));
    Ok(places)
}

/// The number of every document of a segment, read at once; the greatest number stands for none.
fn read_all(segment: &SegmentReader, column: &Numeric<u64>) -> Vec<u64> {
    let mut all = vec![u64::MAX; segment.max_doc() as usize];
    if column.get_cardinality() == Cardinality::Full && column.values.num_vals() == segment.max_doc() {
        column.values.get_range(0, &mut all);
    } else {
        for (doc, number) in (0..).zip(&mut all) {
            *number = column.first(doc).unwrap_or(u64::MAX);
        }
    }
    all
}

/// Numbers for things, in the order in which they come.
struct Numbers<T>(HashMap<T, u32>);

impl<T: Hash + Eq> Numbers<T> {
    fn of(&mut self, thing: T) -> (u32, bool) {
        let next = self.0.len() as u32;
        let number = *self.0.entry(thing).or_insert(next);
        (number, number == next)
    }
}

fn load_facet(
    segments: &[SegmentReader],
    ranks: &[Vec<u32>],
    size: usize,
    field: Field,
) -> tantivy::Result<Column> {
    let mut numbers = Numbers(HashMap::new());
    let mut sets = vec![Vec::new()];
    numbers.of(String::new());
    let mut codes = vec![0_u32; size];
    for (segment, ranks) in segments.iter().zip(ranks) {
        let Some(column) = segment.fast_fields().str(column(field))? else { continue };
        // One value an article at most: a damaged file may claim any number.
        let mut of_segment = Vec::with_capacity(column.num_terms().min(ranks.len()));
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            let joined = String::from_utf8_lossy(terms.key()).into_owned();
            let (number, new) = numbers.of(joined.clone());
            if new {
                let values = record::split(&joined);
                sets.push(if field == Field::Topic { labels::with_ancestors(&values) } else { values });
            }
            of_segment.push(number);
        }
        let ords = read_all(segment, column.ords());
        for (&rank, ord) in ranks.iter().zip(ords) {
            if rank != GONE {
                let ord = usize::try_from(ord).unwrap_or(usize::MAX);
                codes[rank as usize] = of_segment.get(ord).copied().unwrap_or(0);
            }
        }
    }
    let codes = if u16::try_from(sets.len()).is_ok() {
        Codes::Narrow(codes.into_iter().map(|code| code as u16).collect())
    } else {
        Codes::Wide(codes)
    };
    Ok(Column { codes, sets })
}
