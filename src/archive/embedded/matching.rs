//! Which articles the words of a plan match: postings to sets of ranks, on every core.
//!
//! Filters are not applied here, so that one result serves every facet's counts. Positions and texts are not read
//! here, save for a phrase whose last word is being typed: what needs them is left open for [`super::checks`].

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, Term};

use super::bits::Bits;
use super::columns::Columns;
use super::index::Fields;
use super::inflections::Inflections;
use super::phrases::{Counted, endings};
use super::plan::{Ask, Asked};
use crate::archive::query::Slot;
use crate::archive::{ArchiveError, Cancel};

/// Threads of one search at most. Its parts are the index's segments, which are few and uneven.
const THREADS: usize = 4;

/// What matching can end with, beside a set.
#[derive(Debug)]
pub(super) enum Fault {
    Cancelled,
    Index(tantivy::TantivyError),
    Archive(ArchiveError),
}

impl From<tantivy::TantivyError> for Fault {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Index(error.into())
    }
}

/// A commit of the index, and what a search needs beside it.
#[derive(Clone, Copy)]
pub(super) struct Matching<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) columns: &'a Columns,
    pub(super) cancel: &'a Cancel,
    /// Articles up to which one thread does all.
    pub(super) alone: usize,
}

/// What the postings say of a group of alternatives.
pub(super) struct Group<'p> {
    pub(super) negated: bool,
    /// The ranks that have one of the alternatives, as far as postings tell.
    pub(super) sure: Bits,
    /// Alternatives for which positions or texts must be read.
    pub(super) open: Vec<Open<'p>>,
    /// Phrases that were counted on the way: their terms, and how often each rank has them.
    pub(super) counted: Vec<Counted>,
}

impl Group<'_> {
    /// Whether the stored text must be read to answer.
    pub(super) fn reads_texts(&self) -> bool {
        self.open.iter().any(|open| matches!(open.ask, Ask::Exact { .. } | Ask::Narrowed { .. }))
    }

    /// The ranks that may have one of the alternatives.
    fn possible(&self) -> Bits {
        let mut possible = self.sure.clone();
        self.open.iter().for_each(|open| possible.or(&open.candidates));
        possible
    }
}

/// The ranks that may match all groups or, with `any`, one of those that are wanted.
pub(super) fn possible(groups: &[Group<'_>], any: bool, size: usize) -> Bits {
    let mut wanted = groups.iter().filter(|group| !group.negated).peekable();
    let mut ranks = if any && wanted.peek().is_some() { Bits::none(size) } else { Bits::all(size) };
    for group in wanted {
        if any {
            ranks.or(&group.possible());
        } else {
            ranks.and(&group.possible());
        }
    }
    for group in groups.iter().filter(|group| group.negated) {
        ranks.and_not(&group.sure);
    }
    ranks
}

/// An alternative that postings alone do not decide.
pub(super) struct Open<'p> {
    pub(super) ask: &'p Ask,
    /// The ranks that have all its words.
    pub(super) candidates: Bits,
}

impl Matching<'_> {
    /// What the postings say of a group.
    pub(super) fn group<'p>(&self, asked: &'p Asked) -> Result<Group<'p>, Fault> {
        let mut sure = Bits::none(self.columns.len());
        let (mut open, mut counted) = (Vec::new(), Vec::new());
        for ask in &asked.any {
            match ask {
                Ask::Word { slot, stem } => sure.or(&self.word(slot, stem.as_deref())?),
                Ask::Narrowed { slot, sure: as_meant, stem, .. } => {
                    sure.or(&self.word(as_meant, None)?);
                    open.push(Open { ask, candidates: self.word(slot, stem.as_deref())? });
                }
                Ask::Phrase { words, .. } if words.len() == 1 => sure.or(&self.all_of(words)?),
                Ask::Phrase { words, open: true } => {
                    for (terms, ranks) in endings(self, words)? {
                        for (rank, _) in &ranks {
                            sure.insert(*rank);
                        }
                        counted.push((terms, ranks));
                    }
                }
                Ask::Phrase { words, .. } | Ask::Exact { words, .. } => {
                    open.push(Open { ask, candidates: self.all_of(words)? });
                }
            }
        }
        Ok(Group { negated: asked.negated, sure, open, counted })
    }

    /// The term of a word of the text.
    pub(super) fn text(&self, word: &str) -> Term {
        Term::from_field_text(self.fields.text, word)
    }

    /// Stops a search that is no longer wanted.
    pub(super) fn look(&self) -> Result<(), Fault> {
        if self.cancel.is_cancelled() { Err(Fault::Cancelled) } else { Ok(()) }
    }

    /// Does a work on every segment, on several threads where there is much of it; gives what each thread made.
    pub(super) fn spread<T: Send>(
        &self,
        new: impl Fn() -> T + Sync,
        work: impl Fn(usize, &SegmentReader, &mut T) -> Result<(), Fault> + Sync,
    ) -> Result<Vec<T>, Fault> {
        let segments = self.searcher.segment_readers();
        let next = AtomicUsize::new(0);
        let run = || {
            let mut made = new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(segment) = segments.get(number) else { return Ok(made) };
                self.look()?;
                work(number, segment, &mut made)?;
            }
        };
        let alone = self.columns.len() <= self.alone;
        let threads = if alone { 1 } else { threads().min(segments.len()) };
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
            let own = run();
            let others = others.into_iter().map(|other| match other.join() {
                Ok(made) => made,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            std::iter::once(own).chain(others.collect::<Vec<_>>()).collect()
        })
    }

    /// The ranks of which each segment's work tells the documents.
    fn gather(
        &self,
        work: impl Fn(&SegmentReader, &mut Ranks<'_>) -> Result<(), Fault> + Sync,
    ) -> Result<Bits, Fault> {
        let none = || Bits::none(self.columns.len());
        let parts = self.spread(none, |number, segment, found| {
            work(segment, &mut Ranks { ranks: self.columns.ranks(number), found })
        })?;
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_else(none);
        parts.for_each(|part| all.or(&part));
        Ok(all)
    }

    fn word(&self, slot: &Slot, stem: Option<&str>) -> Result<Bits, Fault> {
        let inflections = stem.map(|stem| Inflections::of(stem).beside(slot));
        self.gather(|segment, found| {
            let text = segment.inverted_index(self.fields.text)?;
            for form in &slot.forms {
                self.term(&text, self.fields.text, form, found)?;
            }
            for beginning in &slot.prefixes {
                self.beginning(&text, beginning, found)?;
            }
            let mut cursor = None;
            let Some(inflections) = &inflections else { return Ok(()) };
            inflections.each(&text, &mut |word, info| {
                let read = slot.matches(word);
                if read { Ok(()) } else { self.entry(&text, info, &mut cursor, found) }
            })
        })
    }

    /// The ranks that have all of these words somewhere in the text.
    pub(super) fn all_of(&self, words: &[String]) -> Result<Bits, Fault> {
        let mut all: Option<Bits> = None;
        for word in words {
            let found = self.gather(|segment, found| {
                let text = segment.inverted_index(self.fields.text)?;
                self.term(&text, self.fields.text, word, found)
            })?;
            match &mut all {
                Some(all) => all.and(&found),
                None => all = Some(found),
            }
        }
        Ok(all.unwrap_or_else(|| Bits::none(self.columns.len())))
    }

    fn term(
        &self,
        index: &InvertedIndexReader,
        field: Field,
        word: &str,
        found: &mut Ranks<'_>,
    ) -> Result<(), Fault> {
        let term = Term::from_field_text(field, word);
        match index.read_block_postings(&term, IndexRecordOption::Basic)? {
            Some(mut postings) => self.insert_all(&mut postings, found),
            None => Ok(()),
        }
    }

    fn beginning(
        &self,
        index: &InvertedIndexReader,
        beginning: &str,
        found: &mut Ranks<'_>,
    ) -> Result<(), Fault> {
        let mut terms = index.terms().range().ge(beginning).lt(end_of(beginning)).into_stream()?;
        let mut cursor = None;
        while terms.advance() {
            self.entry(index, terms.value(), &mut cursor, found)?;
        }
        Ok(())
    }

    /// The documents of one entry of a dictionary. One cursor serves many entries: to make one takes longer than to
    /// read the few documents of a rare word.
    fn entry(
        &self,
        index: &InvertedIndexReader,
        info: &TermInfo,
        cursor: &mut Option<BlockSegmentPostings>,
        found: &mut Ranks<'_>,
    ) -> Result<(), Fault> {
        let postings = match cursor {
            Some(postings) => {
                index.reset_block_postings_from_terminfo(info, postings)?;
                postings
            }
            none => none.insert(index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?),
        };
        self.insert_all(postings, found)
    }

    fn insert_all(&self, postings: &mut BlockSegmentPostings, found: &mut Ranks<'_>) -> Result<(), Fault> {
        while !postings.docs().is_empty() {
            self.look()?;
            found.found.insert_named(postings.docs(), found.ranks);
            postings.advance();
        }
        Ok(())
    }
}

/// Where a segment's documents go.
struct Ranks<'a> {
    ranks: &'a [u32],
    found: &'a mut Bits,
}

/// The first text after all that begin so.
pub(super) fn end_of(beginning: &str) -> Vec<u8> {
    let mut end = beginning.as_bytes().to_vec();
    // The last byte of UTF-8 is never 255.
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    end
}

/// Threads for the parts of one search.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(THREADS)
}
