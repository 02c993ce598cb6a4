//! How well articles match: BM25 of every article that has one of the words, by rank, on every core.
//!
//! A word's forms are one word: the best of them counts, and a rare form is no better than a common one. Phrases
//! come scored from where their positions were read.

use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::inflections::Inflections;
use super::matching::{Fault, Matching};
use super::plan::{Ask, Asked};
use super::weight::Rarity;

/// How much a word in a form of its own counts, beside its stem.
const WORD: f32 = 0.5;

/// How much a word in the title counts, beside counting as part of the text.
const TITLE: f32 = 1.0;

/// How much a word's stem counts, by which its other inflections are found.
const STEM: f32 = 1.0;

/// Forms of one word in one field, of which the best counts.
struct Part {
    field: Field,
    forms: Vec<(Term, Bm25Weight)>,
}

/// What a thread has found of a stem.
struct Stems {
    /// What it is worth in each rank, were it the only one's.
    worth: Vec<f32>,
    /// In how many articles it is.
    articles: u64,
    /// How often each document of the segment at hand has it.
    often: Vec<u32>,
}

/// The scores that a thread has added up.
struct Sums {
    all: Vec<f32>,
    best: Vec<f32>,
}

impl Matching<'_> {
    /// The score of every rank by a plan's words; 0 for those that have none of them.
    pub(super) fn scores(&self, plan: &[Asked]) -> Result<Vec<f32>, Fault> {
        let (mut parts, mut stems) = (Vec::new(), Vec::new());
        for ask in plan.iter().filter(|asked| !asked.negated).flat_map(|asked| &asked.any) {
            let rarity = Rarity::of(ask.first(), self.searcher, self.columns);
            let (forms, stem) = match ask {
                Ask::Word { slot, stem } | Ask::Narrowed { slot, stem, .. } => (slot.forms.as_slice(), stem),
                Ask::Phrase { words, .. } | Ask::Exact { words, .. } if words.len() == 1 => {
                    parts.extend(part(&rarity, self.fields.text, words, 1.0)?);
                    continue;
                }
                Ask::Phrase { .. } | Ask::Exact { .. } => continue,
            };
            parts.extend(part(&rarity, self.fields.text, forms, WORD)?);
            parts.extend(part(&rarity, self.fields.title, forms, TITLE)?);
            stems.extend(stem.as_ref().map(|stem| (rarity, stem)));
        }
        let size = self.columns.len();
        let widest = parts.iter().map(|part| part.forms.len()).max().unwrap_or(0);
        let new = || Sums { all: vec![0.0; size], best: vec![0.0; if widest > 1 { size } else { 0 }] };
        let sums = self.spread(new, |number, segment, sums| {
            parts.iter().try_for_each(|part| self.add(number, segment, part, sums))
        })?;
        let mut sums = sums.into_iter();
        let mut all = sums.next().map(|sums| sums.all).unwrap_or_default();
        for other in sums {
            add(&mut all, &other.all, 1.0);
        }
        for (rarity, stem) in stems {
            self.add_stem(&rarity, stem, &mut all)?;
        }
        Ok(all)
    }

    /// Adds what the words of a stem are worth: as if each stood there as its stem.
    fn add_stem(&self, rarity: &Rarity<'_>, stem: &str, all: &mut [f32]) -> Result<(), Fault> {
        let inflections = Inflections::of(stem);
        // How rare the stem is shows only when all its articles are known; until then it weighs as if one had it.
        let alone = rarity.weight(self.fields.text, 1)?;
        let new = || Stems { worth: vec![0.0; self.columns.len()], articles: 0, often: Vec::new() };
        let parts = self.spread(new, |number, segment, found| {
            self.often(segment, &inflections, &mut found.often)?;
            let norms = segment.get_fieldnorms_reader(self.fields.text)?;
            for (doc, (&n, rank)) in (0..).zip(found.often.iter().zip(self.columns.ranks(number))) {
                if n > 0
                    && let Some(worth) = found.worth.get_mut(*rank as usize)
                {
                    *worth = alone.score(norms.fieldnorm_id(doc), n);
                    found.articles += 1;
                }
            }
            Ok(())
        })?;
        let articles = parts.iter().map(|part| part.articles).sum();
        if articles > 0 {
            // The score is linear in the weight, which is the most that it can be.
            let weight = rarity.weight(self.fields.text, articles)?.max_score() / alone.max_score();
            for part in &parts {
                add(all, &part.worth, STEM * weight);
            }
        }
        Ok(())
    }

    /// How often each document of a segment has the words of a stem.
    fn often(
        &self,
        segment: &SegmentReader,
        inflections: &Inflections<'_>,
        often: &mut Vec<u32>,
    ) -> Result<(), Fault> {
        often.clear();
        often.resize(segment.max_doc() as usize, 0);
        let text = segment.inverted_index(self.fields.text)?;
        inflections.each(&text, &mut |_, info| {
            let mut postings = text.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            while !postings.docs().is_empty() {
                self.look()?;
                for (&doc, &n) in postings.docs().iter().zip(postings.freqs()) {
                    often[doc as usize] += n;
                }
                postings.advance();
            }
            Ok(())
        })
    }

    /// Adds what a part is worth in a segment.
    fn add(&self, number: usize, segment: &SegmentReader, part: &Part, sums: &mut Sums) -> Result<(), Fault> {
        let (index, norms) =
            (segment.inverted_index(part.field)?, segment.get_fieldnorms_reader(part.field)?);
        let ranks = self.columns.ranks(number);
        let mut postings = Vec::new();
        for (term, weight) in &part.forms {
            let found = index.read_block_postings(term, IndexRecordOption::WithFreqs)?;
            postings.extend(found.map(|found| (found, weight)));
        }
        let alone = postings.len() == 1;
        for (form, weight) in &mut postings {
            while !form.docs().is_empty() {
                self.look()?;
                for (&doc, &n) in form.docs().iter().zip(form.freqs()) {
                    let rank = ranks.get(doc as usize).map_or(usize::MAX, |rank| *rank as usize);
                    let score = weight.score(norms.fieldnorm_id(doc), n);
                    if alone {
                        if let Some(sum) = sums.all.get_mut(rank) {
                            *sum += score;
                        }
                    } else if let Some(best) = sums.best.get_mut(rank) {
                        *best = best.max(score);
                    }
                }
                form.advance();
            }
        }
        if !alone {
            // Ranks of other segments have nothing here.
            for &rank in ranks {
                if let Some(best) = sums.best.get_mut(rank as usize) {
                    sums.all[rank as usize] += std::mem::take(best);
                }
            }
        }
        Ok(())
    }

    /// What a phrase weighs: as rare as its words are among the articles of the first one's script.
    pub(super) fn phrase_weight(&self, terms: &[Term]) -> Result<Bm25Weight, Fault> {
        let first =
            terms.first().and_then(|term| term.value().as_str().map(str::to_owned)).unwrap_or_default();
        let rarity = Rarity::of(&first, self.searcher, self.columns);
        Ok(Bm25Weight::for_terms(&rarity, terms)?)
    }

    /// What a phrase is worth in the ranks that have it, from how often they do.
    pub(super) fn score_counted(
        &self,
        terms: &[Term],
        counted: &[(u32, u32)],
    ) -> Result<Vec<(u32, f32)>, Fault> {
        let weight = self.phrase_weight(terms)?;
        let mut counted = counted.to_vec();
        counted.sort_unstable();
        let ranks: Vec<u32> = counted.iter().map(|(rank, _)| *rank).collect();
        let mut scored = Vec::with_capacity(ranks.len());
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let norms = segment.get_fieldnorms_reader(self.fields.text)?;
            for (doc, rank) in self.columns.documents(number, &ranks) {
                if let Ok(at) = counted.binary_search_by_key(&rank, |(rank, _)| *rank) {
                    scored.push((rank, weight.score(norms.fieldnorm_id(doc), counted[at].1)));
                }
            }
        }
        Ok(scored)
    }
}

/// Adds scores, rank by rank, so many times.
fn add(all: &mut [f32], more: &[f32], times: f32) {
    all.iter_mut().zip(more).for_each(|(score, more)| *score += times * more);
}

/// The forms that occur, with their weights; `None` where none does.
fn part(rarity: &Rarity<'_>, field: Field, forms: &[String], boost: f32) -> Result<Option<Part>, Fault> {
    let rarity = rarity.together(forms.iter().map(|form| Term::from_field_text(field, form)))?;
    let mut there = Vec::new();
    for term in rarity.terms() {
        let weight = Bm25Weight::for_terms(&rarity, std::slice::from_ref(term))?;
        there.push((term.clone(), weight.boost_by(boost)));
    }
    Ok((!there.is_empty()).then_some(Part { field, forms: there }))
}

/// Ranks from the best to the worst, equals newest first, with their scores.
pub(super) fn best_first(ranks: &[u32], scores: &[f32]) -> (Vec<u32>, Vec<f32>) {
    // A score is never negative, so its bits are in its own order.
    let key = |rank: &u32| u64::from(!scores[*rank as usize].to_bits()) << 32 | u64::from(*rank);
    let mut keys: Vec<u64> = ranks.iter().map(key).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| (key as u32, f32::from_bits(!((key >> 32) as u32)))).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_and_equals_newest_first() {
        let scores = [0.5, 3.25, 0.0, 3.25, 1e-30, 120.0];
        let (ranks, sorted) = best_first(&[0, 1, 2, 3, 4, 5], &scores);
        assert_eq!(ranks, [5, 1, 3, 0, 4, 2]);
        assert_eq!(sorted, [120.0, 3.25, 3.25, 0.5, 1e-30, 0.0]);
    }
}
