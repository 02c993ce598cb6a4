//! Which articles a plan matches, and how well: postings to bits, segment by segment.
//!
//! Filters are not applied here, so that one result serves every facet's counts.

use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, EnableScoring, Occur, PhrasePrefixQuery, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, Term};

use super::bits::Bits;
use super::columns::Columns;
use super::index::Fields;
use super::plan::{Ask, Asked};
use crate::archive::query::Needle;
use crate::archive::{ArchiveError, Cancel, RowId};

/// How much a word in the title counts, beside counting as part of the text.
const TITLE: f32 = 2.0;

/// How much a word's stem counts beside the word: enough to order articles that have other forms of it only.
const STEM: f32 = 0.3;

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
                Ask::Word { slot, stem } => {
                    let text = segment.inverted_index(self.fields.text)?;
                    for form in &slot.forms {
                        self.term(&text, self.fields.text, form, &mut found)?;
                    }
                    for beginning in &slot.prefixes {
                        self.beginning(&text, beginning, &mut found)?;
                    }
                    if let Some(stem) = stem {
                        let stems = segment.inverted_index(self.fields.stem)?;
                        self.term(&stems, self.fields.stem, stem, &mut found)?;
                    }
                }
                Ask::Phrase { words, open } => found.or(&self.phrase(segment, words, *open)?),
                Ask::Exact { needle, words } => {
                    let mut candidates = self.phrase(segment, words, false)?;
                    candidates.and(within);
                    for doc in candidates.iter() {
                        self.look()?;
                        let Some(rank) = self.columns.rank(number, doc) else { continue };
                        if (self.verify)(self.columns.row(rank), needle).map_err(Fault::Archive)? {
                            found.insert(doc);
                        }
                    }
                }
            }
        }
        Ok(found)
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
        let clauses = plan.iter().filter(|asked| !asked.negated).flat_map(|asked| &asked.any);
        let mut parts = Vec::new();
        for ask in clauses {
            parts.extend(self.scored(ask)?.into_iter().map(|query| (Occur::Should, query)));
        }
        let query = BooleanQuery::new(parts);
        let weight = query.weight(EnableScoring::enabled_from_searcher(self.searcher))?;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            self.look()?;
            weight.for_each(segment, &mut |doc, score| {
                if let Some(rank) = self.columns.rank(number, doc).filter(|rank| hits.contains(*rank)) {
                    scores[rank as usize] = score;
                }
            })?;
        }
        Ok(scores)
    }

    fn scored(&self, ask: &Ask) -> Result<Vec<Box<dyn Query>>, Fault> {
        let (forms, stem) = match ask {
            Ask::Word { slot, stem } => (&slot.forms, stem),
            Ask::Phrase { words, open } => return Ok(vec![self.phrase_query(words, *open)]),
            Ask::Exact { words, .. } => return Ok(vec![self.phrase_query(words, false)]),
        };
        let stem: Vec<String> = stem.iter().cloned().collect();
        let parts = [
            self.best_of(self.fields.text, forms, 1.0)?,
            self.best_of(self.fields.title, forms, TITLE)?,
            self.best_of(self.fields.stem, &stem, STEM)?,
        ];
        Ok(parts.into_iter().flatten().collect())
    }

    /// The best of a word's forms: they are one word, and a rare form of it is no better than a common one.
    fn best_of(&self, field: Field, forms: &[String], boost: f32) -> Result<Option<Box<dyn Query>>, Fault> {
        let mut there: Vec<Box<dyn Query>> = Vec::new();
        for form in forms {
            let term = Term::from_field_text(field, form);
            if self.searcher.doc_freq(&term)? > 0 {
                there.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
            }
        }
        if there.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(BoostQuery::new(Box::new(DisjunctionMaxQuery::new(there)), boost))))
    }
}

fn insert_all(postings: &mut tantivy::postings::BlockSegmentPostings, found: &mut Bits) {
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|doc| found.insert(*doc));
        postings.advance();
    }
}
