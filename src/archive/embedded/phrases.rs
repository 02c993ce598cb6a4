//! Words side by side: counted in one document after another, by their positions.
//!
//! A cursor goes forward only, and stops between documents when its search is cancelled.

use std::io;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use super::matching::{Fault, Matching, end_of};

/// Words that the last one of a phrase may become while it is typed.
const ENDINGS: usize = 1_000;

/// Documents between two looks at the cancel flag: some hundredths of a millisecond.
pub(super) const LOOK: usize = 64;

/// The words of a phrase in one segment.
pub(super) struct Phrase {
    words: Vec<SegmentPostings>,
    ends: Vec<u32>,
    here: Vec<u32>,
}

impl Phrase {
    /// A cursor before the first document; `None` where the segment lacks a word.
    pub(super) fn open(index: &InvertedIndexReader, terms: &[Term]) -> io::Result<Option<Self>> {
        let mut words = Vec::with_capacity(terms.len());
        for term in terms {
            let Some(word) = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else {
                return Ok(None);
            };
            words.push(word);
        }
        Ok(Some(Self { words, ends: Vec::new(), here: Vec::new() }))
    }

    /// How often a document has the phrase. Documents are asked for in ascending order.
    pub(super) fn count(&mut self, doc: DocId) -> u32 {
        let behind = self.words.len() as u32;
        for (at, word) in (1..).zip(&mut self.words) {
            if word.doc() < doc {
                word.seek(doc);
            }
            if word.doc() != doc {
                return 0;
            }
            // Every position is counted to where the phrase would end.
            if at == 1 {
                word.positions_with_offset(behind - at, &mut self.ends);
            } else {
                word.positions_with_offset(behind - at, &mut self.here);
                keep_common(&mut self.ends, &self.here);
            }
            if self.ends.is_empty() {
                return 0;
            }
        }
        self.ends.len() as u32
    }
}

/// Keeps what ascending numbers have in common with others.
fn keep_common(numbers: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter().peekable();
    numbers.retain(|number| {
        while others.next_if(|other| *other < number).is_some() {}
        others.peek() == Some(&number)
    });
}

/// The terms of a phrase, and how often the ranks have it.
pub(super) type Counted = (Vec<Term>, Vec<(u32, u32)>);

/// A phrase whose last word may be longer: each of the phrases that it may become.
pub(super) fn endings(matching: &Matching<'_>, words: &[String]) -> Result<Vec<Counted>, Fault> {
    let Some((beginning, whole)) = words.split_last() else { return Ok(Vec::new()) };
    let first: Vec<Term> = whole.iter().map(|word| matching.text(word)).collect();
    let candidates = matching.all_of(whole)?;
    let parts = matching.spread(Vec::new, |number, segment, found: &mut Vec<Counted>| {
        let index = segment.inverted_index(matching.fields.text)?;
        let ranks = matching.columns.ranks(number);
        let mut terms = index.terms().range().ge(beginning).lt(end_of(beginning)).into_stream()?;
        for _ in 0..ENDINGS {
            if !terms.advance() {
                break;
            }
            let word = String::from_utf8_lossy(terms.key()).into_owned();
            let phrase: Vec<Term> = first.iter().cloned().chain([matching.text(&word)]).collect();
            let Some(mut cursor) = Phrase::open(&index, &phrase)? else { continue };
            let mut last = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            let mut counted = Vec::new();
            for n in 0.. {
                if n % LOOK == 0 {
                    matching.look()?;
                }
                let doc = last.doc();
                if doc == TERMINATED {
                    break;
                }
                let rank = ranks.get(doc as usize).copied().unwrap_or(u32::MAX);
                if candidates.contains(rank) {
                    counted.extend(Some((rank, cursor.count(doc))).filter(|(_, n)| *n > 0));
                }
                last.advance();
            }
            if !counted.is_empty() {
                found.push((phrase, counted));
            }
        }
        Ok(())
    })?;
    Ok(parts.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_is_kept_in_its_order() {
        let mut numbers = vec![1, 4, 5, 9, 12];
        keep_common(&mut numbers, &[0, 4, 6, 9, 13]);
        assert_eq!(numbers, [4, 9]);
        keep_common(&mut numbers, &[]);
        assert!(numbers.is_empty());
    }
}
