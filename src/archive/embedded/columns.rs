//! The columns of every article in memory, newest first: what filters and counts read.
//!
//! Loaded once for each commit of the index, by streaming its dictionaries. An article's values of a facet are one
//! code: the number of the set of values, so that counting is one step for each article and facet, and a topic's
//! ancestors are counted once.

use std::collections::HashMap;
use std::hash::Hash;

use tantivy::columnar::{Cardinality, Column as Numeric};
use tantivy::{DocId, Searcher, SegmentReader};

use super::index::{FACETS, column};
use super::labels;
use super::record;
use crate::archive::RowId;
use crate::archive::query::Field;

/// Marks the place of a document that is deleted; the rest of it is the rank of the next one that lives, so that the
/// places of a segment ascend. Ranks fit 31 bits as rows do.
const GONE: u32 = 1 << 31;

/// The article has a date. Beside the bits of [`super::state`], which are below.
pub(super) const DATED: u8 = 8;
/// It is a machine translation.
pub(super) const MACHINE: u8 = 16;

/// Codes as narrow as they can be: a million articles have a few hundred sets of topics.
#[derive(Clone, Debug)]
enum Codes {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// Sets of values, each value named once.
#[derive(Clone, Debug, Default)]
pub(super) struct Sets {
    /// The values.
    pub(super) values: Vec<String>,
    /// Each set by the places of its values in `values`.
    pub(super) each: Vec<Box<[u32]>>,
    places: HashMap<String, u32>,
}

impl Sets {
    /// Adds a set.
    pub(super) fn push(&mut self, values: Vec<String>) {
        let place = |value: String| {
            if let Some(place) = self.places.get(&value) {
                return *place;
            }
            let place = self.values.len() as u32;
            self.values.push(value.clone());
            self.places.insert(value, place);
            place
        };
        self.each.push(values.into_iter().map(place).collect());
    }
}

impl FromIterator<Vec<String>> for Sets {
    fn from_iter<T: IntoIterator<Item = Vec<String>>>(sets: T) -> Self {
        let mut all = Self::default();
        sets.into_iter().for_each(|set| all.push(set));
        all
    }
}

/// One facet of every article.
#[derive(Clone, Debug)]
pub(super) struct Column {
    codes: Codes,
    /// The values of each set, a topic's ancestors included; none for the set of articles without a value.
    pub(super) sets: Sets,
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
    rows: Vec<RowId>,
    /// The first day that the date can mean, `YYYYMMDD`; 0 for undated.
    pub(super) first_day: Vec<u32>,
    /// The last day that it can mean.
    pub(super) last_day: Vec<u32>,
    /// [`DATED`] and [`MACHINE`] by rank.
    known: Vec<u8>,
    facets: Vec<Column>,
    /// Articles in a language of the Arabic script.
    arabic: usize,
    /// The rank of each document of each segment, ascending; [`GONE`] is set for those that are deleted.
    ranks: Vec<Vec<u32>>,
}

impl Columns {
    /// Loads the columns of all segments.
    pub(super) fn load(searcher: &Searcher) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers();
        let places = places(segments)?;
        let ranks = ranks(segments, &places);
        let rows = places.iter().map(|p| record::row_of(p.order)).collect();
        let mut columns = Self {
            rows,
            first_day: places.iter().map(|p| record::day_of(p.order)).collect(),
            last_day: vec![0; places.len()],
            known: places.iter().map(|p| if record::day_of(p.order) == 0 { 0 } else { DATED }).collect(),
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
        let named =
            |place: &u32| ["ar", "fa", "ur"].contains(&languages.sets.values[*place as usize].as_str());
        let arabic: Vec<bool> = languages.sets.each.iter().map(|set| set.iter().any(named)).collect();
        (0..self.len() as u32).filter(|rank| arabic[languages.code(*rank) as usize]).count()
    }

    fn load_numbers(&mut self, segments: &[SegmentReader]) -> tantivy::Result<()> {
        for (segment, ranks) in segments.iter().zip(&self.ranks) {
            let days = read_all(segment, &segment.fast_fields().u64("last_day")?);
            let machine = read_all(segment, &segment.fast_fields().u64("machine")?);
            let living = ranks.iter().zip(days).zip(machine).filter(|((rank, _), _)| **rank < GONE);
            for ((&rank, day), machine) in living {
                self.last_day[rank as usize] = day as u32;
                if machine != 0 {
                    self.known[rank as usize] |= MACHINE;
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
        self.rows[rank as usize]
    }

    /// The rows of these ranks, in their place.
    pub(super) fn to_rows(&self, mut ranks: Vec<u32>) -> Vec<RowId> {
        for rank in &mut ranks {
            *rank = self.rows[*rank as usize];
        }
        ranks
    }

    /// Whether the article at a rank is dated and whether it is a machine translation, as bits.
    pub(super) fn known(&self, rank: u32) -> u8 {
        self.known[rank as usize]
    }

    /// The ranks of a segment's documents, ascending; what is deleted has one that is beyond all others.
    pub(super) fn ranks(&self, segment: usize) -> &[u32] {
        self.ranks.get(segment).map_or(&[], Vec::as_slice)
    }

    /// The documents of a segment at these ranks, which ascend.
    pub(super) fn documents(&self, segment: usize, ranks: &[u32]) -> Vec<(DocId, u32)> {
        let (Some(first), Some(last)) = (ranks.first(), ranks.last()) else { return Vec::new() };
        let all = self.ranks(segment);
        let from = all.partition_point(|rank| rank & !GONE < *first);
        let to = all.partition_point(|rank| rank & !GONE <= *last);
        let mut wanted = ranks.iter().copied().peekable();
        let mut found = Vec::new();
        for (doc, &rank) in (from as DocId..).zip(all.get(from..to).unwrap_or_default()) {
            while wanted.next_if(|wanted| *wanted < rank & !GONE).is_some() {}
            if wanted.peek() == Some(&rank) {
                found.push((doc, rank));
            }
        }
        found
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

/// The rank of each document of each segment, whose documents are in order.
fn ranks(segments: &[SegmentReader], places: &[Place]) -> Vec<Vec<u32>> {
    let mut ranks: Vec<Vec<u32>> = segments.iter().map(|s| vec![GONE; s.max_doc() as usize]).collect();
    for (rank, place) in places.iter().enumerate() {
        ranks[place.segment as usize][place.doc as usize] = rank as u32;
    }
    for ranks in &mut ranks {
        let mut next = places.len() as u32;
        for rank in ranks.iter_mut().rev() {
            if *rank == GONE {
                *rank |= next;
            } else {
                next = *rank;
            }
        }
    }
    ranks
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
    let mut sets = Sets::default();
    sets.push(Vec::new());
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
            if rank < GONE {
                let ord = usize::try_from(ord).unwrap_or(usize::MAX);
                codes[rank as usize] = of_segment.get(ord).copied().unwrap_or(0);
            }
        }
    }
    let codes = if u16::try_from(sets.each.len()).is_ok() {
        Codes::Narrow(codes.into_iter().map(|code| code as u16).collect())
    } else {
        Codes::Wide(codes)
    };
    Ok(Column { codes, sets })
}
