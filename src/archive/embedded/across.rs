//! What a question finds in the other language, when any of its words will do and the best come first: articles about
//! the countries, topics and organisations that it names, and names that sound like its own.
//!
//! It adds to what the words find and counts less than they do; a word that is left out stays left out.

use super::bits::Bits;
use super::columns::Columns;
use super::dictionary::Words;
use super::matching::{Fault, Matching};
use super::plan::{Ask, Asked};
use crate::archive::query::{Field, Slot, Sort};
use crate::archive::{ArchiveError, Cancel, Request, suggest};
use crate::fold::clitic_forms;

/// What being about a named value is worth: less than any word that tells articles apart.
const NAMED: f32 = 1.0;

/// What a name counts that only sounds alike, beside the name itself.
const SOUND: f32 = 0.5;

/// What is looked for beside the words.
#[derive(Default)]
pub(super) struct Across {
    plan: Vec<Asked>,
    values: Vec<(Field, String)>,
}

impl Across {
    /// Of a request; nothing unless any of its words will do and the best come first.
    pub(super) fn of(request: &Request, words: &Words<'_>, cancel: &Cancel) -> Result<Self, ArchiveError> {
        if !request.any || request.query.sort != Sort::Relevance {
            return Ok(Self::default());
        }
        let names = suggest::names_alike(&request.query, words, cancel)?;
        let word = |name: String| Ask::Word {
            slot: Slot { forms: clitic_forms(&name), prefixes: Vec::new() },
            stem: None,
        };
        let any: Vec<Ask> = names.into_iter().map(word).collect();
        let plan = if any.is_empty() { Vec::new() } else { vec![Asked { negated: false, any }] };
        Ok(Self { plan, values: suggest::named_values(&request.query) })
    }

    fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.values.is_empty()
    }

    /// How many of the named values each set of a facet has, by facet.
    fn worth<'a>(&self, columns: &'a Columns) -> Vec<(&'a super::columns::Column, Vec<f32>)> {
        let of = |(field, value): &(Field, String)| {
            let column = columns.facet(*field)?;
            let place = column.sets.values.iter().position(|known| known == value)? as u32;
            let has = |set: &[u32]| if set.contains(&place) { NAMED } else { 0.0 };
            Some((column, column.sets.each.iter().map(|set| has(set)).collect()))
        };
        self.values.iter().filter_map(of).collect()
    }

    /// Adds what it finds to the ranks that the words of a plan matched; `only` gives those that another plan matches.
    pub(super) fn add(
        &self,
        matching: &Matching<'_>,
        plan: &[Asked],
        only: &dyn Fn(&[Asked]) -> Result<Bits, Fault>,
        matched: &mut Bits,
    ) -> Result<(), Fault> {
        if self.is_empty() {
            return Ok(());
        }
        let size = matching.columns.len();
        let mut more = Bits::none(size);
        for asked in &self.plan {
            more.or(&matching.group(asked)?.sure);
        }
        for (column, worth) in self.worth(matching.columns) {
            (0..size as u32)
                .filter(|rank| worth[column.code(*rank) as usize] > 0.0)
                .for_each(|rank| more.insert(rank));
        }
        let barred: Vec<Asked> = plan.iter().filter(|asked| asked.negated).cloned().collect();
        if !barred.is_empty() {
            more.and(&only(&barred)?);
        }
        matched.or(&more);
        Ok(())
    }

    /// Adds what it is worth to the scores of hits, by rank.
    pub(super) fn score(
        &self,
        matching: &Matching<'_>,
        hits: &[u32],
        scores: &mut [f32],
    ) -> Result<(), Fault> {
        if !self.plan.is_empty() {
            let alike = matching.scores(&self.plan)?;
            scores.iter_mut().zip(alike).for_each(|(score, more)| *score += SOUND * more);
        }
        for (column, worth) in self.worth(matching.columns) {
            for rank in hits {
                scores[*rank as usize] += worth[column.code(*rank) as usize];
            }
        }
        Ok(())
    }
}
