//! Which articles a plan matches, and how well: postings to bits, segment by segment.
//!
//! Filters are not applied here, so that one result serves every facet's counts.

use tantivy::query::{
    BoostQuery, DisjunctionMaxQuery, EnableScoring, PhrasePrefixQuery, PhraseQuery, Query, TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, Term};

use super::bits::Bits;
use super::columns::Columns;
use super::index::Fields;
use super::plan::{Ask, Asked};
use super::weight::Rarity;
use crate::archive::query::{Needle, Slot};
use crate::archive::{ArchiveError, Cancel, RowId};

/// How much a word in a form of its own counts, beside its stem.
const WORD: f32 = 0.5;

/// How much a word in the title counts, beside counting as part of the text.
const TITLE: f32 = 1.0;

/// How much a word's stem counts, by which its other inflections are found.
const STEM: f32 = 1.0;

/// Words that the last one of a phrase may become while it is typed.
const ENDINGS: u32 = 1_000;

/// What matching can end with, beside bits.
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

/// Says whether the article of a row has a text exactly as written.
pub(super) type Verify<'a> = dyn Fn(RowId, &Needle) -> Result<bool, ArchiveError> + 'a;

/// A commit of the index, and what a search needs beside it.
pub(super) struct Matching<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) columns: &'a Columns,
    pub(super) cancel: &'a Cancel,
    pub(super) verify: &'a Verify<'a>,
}

impl Matching<'_> {
    /// The ranks that match the plan; with `any`, those that match one of its groups.
    pub(super) fn ranks(&self, plan: &[Asked], any: bool) -> Result<Bits, Fault> {
        if plan.is_empty() {
            return Ok(Bits::all(self.columns.len()));
        }
        let mut ranks = Bits::none(self.columns.len());
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let docs = self.segment(number, segment, plan, any)?;
            for doc in docs.iter() {
                if let Some(rank) = self.columns.rank(number, doc) {
                    ranks.insert(rank);
                }
            }
        }
        Ok(ranks)
    }

    fn segment(
        &self,
        number: usize,
        segment: &SegmentReader,
        plan: &[Asked],
        any: bool,
    ) -> Result<Bits, Fault> {
        let size = segment.max_doc() as usize;
        let wanted = plan.iter().filter(|asked| !asked.negated);
        let mut docs =
            if any && wanted.clone().next().is_some() { Bits::none(size) } else { Bits::all(size) };
        // What needs the stored text comes last, when fewest documents are left.
        let mut wanted: Vec<&Asked> = wanted.collect();
        wanted.sort_by_key(|asked| asked.is_exact());
        for asked in wanted {
            let within = if any { Bits::all(size) } else { docs.clone() };
            let found = self.group(number, segment, asked, &within)?;
            if any {
                docs.or(&found);
            } else {
                docs.and(&found);
            }
            if !any && docs.is_empty() {
                return Ok(docs);
            }
        }
        for asked in plan.iter().filter(|asked| asked.negated) {
            let found = self.group(number, segment, asked, &docs)?;
            docs.and_not(&found);
        }
        Ok(docs)
    }

    /// The documents that have one of the alternatives, at least those `within`.
    fn group(
        &self,
        number: usize,
        segment: &SegmentReader,
        asked: &Asked,
        within: &Bits,
    ) -> Result<Bits, Fault> {
        let mut found = Bits::none(segment.max_doc() as usize);
        for ask in &asked.any {
            match ask {
                Ask::Word { slot, stem } => self.word(segment, slot, stem.as_deref(), &mut found)?,
                Ask::Narrowed { slot, sure, stem, needle } => {
                    let mut doubtful = Bits::none(segment.max_doc() as usize);
                    self.word(segment, sure, None, &mut found)?;
                    self.word(segment, slot, stem.as_deref(), &mut doubtful)?;
                    doubtful.and(within);
                    doubtful.and_not(&found);
                    self.verified(number, &doubtful, needle, &mut found)?;
                }
                Ask::Phrase { words, open } => found.or(&self.phrase(segment, words, *open)?),
                Ask::Exact { needle, words } => {
                    let mut candidates = self.phrase(segment, words, false)?;
                    candidates.and(within);
                    self.verified(number, &candidates, needle, &mut found)?;
                }
            }
        }
        Ok(found)
    }

    fn word(
        &self,
        segment: &SegmentReader,
        slot: &Slot,
        stem: Option<&str>,
        found: &mut Bits,
    ) -> Result<(), Fault> {
        let text = segment.inverted_index(self.fields.text)?;
        for form in &slot.forms {
            self.term(&text, self.fields.text, form, found)?;
        }
        for beginning in &slot.prefixes {
            self.beginning(&text, beginning, found)?;
        }
        if let Some(stem) = stem {
            let stems = segment.inverted_index(self.fields.stem)?;
            self.term(&stems, self.fields.stem, stem, found)?;
        }
        Ok(())
    }

    /// Those of a segment's documents whose stored text has it.
    fn verified(
        &self,
        number: usize,
        candidates: &Bits,
        needle: &Needle,
        found: &mut Bits,
    ) -> Result<(), Fault> {
        for doc in candidates.iter() {
            self.look()?;
            let Some(rank) = self.columns.rank(number, doc) else { continue };
            if (self.verify)(self.columns.row(rank), needle).map_err(Fault::Archive)? {
                found.insert(doc);
            }
        }
        Ok(())
    }

    fn look(&self) -> Result<(), Fault> {
        if self.cancel.is_cancelled() { Err(Fault::Cancelled) } else { Ok(()) }
    }

    fn term(
        &self,
        index: &InvertedIndexReader,
        field: Field,
        word: &str,
        found: &mut Bits,
    ) -> Result<(), Fault> {
        self.look()?;
        let term = Term::from_field_text(field, word);
        if let Some(mut postings) = index.read_block_postings(&term, IndexRecordOption::Basic)? {
            insert_all(&mut postings, found);
        }
        Ok(())
    }

    fn beginning(&self, index: &InvertedIndexReader, beginning: &str, found: &mut Bits) -> Result<(), Fault> {
        let mut end = beginning.as_bytes().to_vec();
        // The last byte of UTF-8 is never 255.
        if let Some(last) = end.last_mut() {
            *last += 1;
        }
        let mut terms = index.terms().range().ge(beginning).lt(end).into_stream()?;
        while terms.advance() {
            self.look()?;
            let mut postings =
                index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            insert_all(&mut postings, found);
        }
        Ok(())
    }

    fn phrase(&self, segment: &SegmentReader, words: &[String], open: bool) -> Result<Bits, Fault> {
        self.look()?;
        let mut found = Bits::none(segment.max_doc() as usize);
        if let [word] = words {
            let text = segment.inverted_index(self.fields.text)?;
            self.term(&text, self.fields.text, word, &mut found)?;
            return Ok(found);
        }
        let weight =
            self.phrase_query(words, open).weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        weight.for_each_no_score(segment, &mut |docs| docs.iter().for_each(|doc| found.insert(*doc)))?;
        Ok(found)
    }

    fn phrase_query(&self, words: &[String], open: bool) -> Box<dyn Query> {
        let terms: Vec<Term> = words.iter().map(|w| Term::from_field_text(self.fields.text, w)).collect();
        match terms.as_slice() {
            [_, _, ..] if open => {
                let mut query = PhrasePrefixQuery::new(terms);
                query.set_max_expansions(ENDINGS);
                Box::new(query)
            }
            [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }

    /// How well each rank of `hits` matches: BM25, by rank; 0 elsewhere.
    pub(super) fn scores(&self, plan: &[Asked], hits: &Bits) -> Result<Vec<f32>, Fault> {
        let mut scores = vec![0.0; self.columns.len()];
        for ask in plan.iter().filter(|asked| !asked.negated).flat_map(|asked| &asked.any) {
            for weight in self.weights(ask)? {
                for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
                    self.look()?;
                    weight.for_each(segment, &mut |doc, score| {
                        if let Some(rank) = self.columns.rank(number, doc).filter(|r| hits.contains(*r)) {
                            scores[rank as usize] += score;
                        }
                    })?;
                }
            }
        }
        Ok(scores)
    }

    /// What an alternative weighs, in parts to be added up.
    fn weights(&self, ask: &Ask) -> Result<Vec<Box<dyn Weight>>, Fault> {
        let rarity = Rarity::of(ask.first(), self.searcher, self.columns);
        let (forms, stem) = match ask {
            Ask::Word { slot, stem } | Ask::Narrowed { slot, stem, .. } => {
                (slot.forms.as_slice(), stem.as_slice())
            }
            Ask::Phrase { words, open } => {
                let scoring = EnableScoring::enabled_from_statistics_provider(&rarity, self.searcher);
                return Ok(vec![self.phrase_query(words, *open).weight(scoring)?]);
            }
            Ask::Exact { words, .. } => {
                let scoring = EnableScoring::enabled_from_statistics_provider(&rarity, self.searcher);
                return Ok(vec![self.phrase_query(words, false).weight(scoring)?]);
            }
        };
        let mut weights = Vec::new();
        for (field, forms, boost) in [
            (self.fields.text, forms, WORD),
            (self.fields.title, forms, TITLE),
            (self.fields.stem, stem, STEM),
        ] {
            let rarity = rarity.together(forms.iter().map(|form| Term::from_field_text(field, form)))?;
            // The best of them counts: they are one word.
            let query = |term: &Term| -> Box<dyn Query> {
                Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
            };
            let best = DisjunctionMaxQuery::new(rarity.terms().iter().map(query).collect());
            let scoring = EnableScoring::enabled_from_statistics_provider(&rarity, self.searcher);
            if !rarity.terms().is_empty() {
                weights.push(BoostQuery::new(Box::new(best), boost).weight(scoring)?);
            }
        }
        Ok(weights)
    }
}

fn insert_all(postings: &mut tantivy::postings::BlockSegmentPostings, found: &mut Bits) {
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|doc| found.insert(*doc));
        postings.advance();
    }
}
