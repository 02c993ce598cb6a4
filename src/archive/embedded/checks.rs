//! What postings alone do not decide: phrases, by positions, and words as written, by the stored text. Newest
//! articles first, a step at a time, so that what is found can be shown before all is.
//!
//! It never sorts or counts, and looks at no clock but to stop when it is told to.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use tantivy::Term;
use tantivy::query::Bm25Weight;

use super::matching::{Fault, Group, Matching, Open, threads};
use super::phrases::{LOOK, Phrase};
use super::plan::Ask;
use crate::archive::query::Needle;
use crate::archive::{ArchiveError, RowId};

/// Says whether the article of a row has a text exactly as written.
pub(super) type Verify<'a> = dyn Fn(RowId, &Needle) -> Result<bool, ArchiveError> + Sync + 'a;

/// What is still to be decided.
pub(super) struct Checks<'a> {
    matching: Matching<'a>,
    groups: &'a [Group<'a>],
    any: bool,
    /// Whether phrases are to be scored, also where another alternative is enough to match.
    scoring: bool,
    verify: &'a Verify<'a>,
    /// Ranks that may match, newest first.
    possible: Vec<u32>,
    /// How many of them a thread takes at once.
    step: usize,
    next: AtomicUsize,
    threads: Vec<Thread>,
}

/// What one thread has open and has found.
#[derive(Default)]
struct Thread {
    /// Cursors by group, alternative and segment.
    phrases: HashMap<(usize, usize, usize), Option<Phrase>>,
    weights: HashMap<(usize, usize), Bm25Weight>,
    found: Vec<u32>,
    scored: Vec<(u32, f32)>,
}

/// Ranks that a thread takes at once: about a millisecond of positions, or of texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    pub(super) positions: usize,
    pub(super) texts: usize,
}

impl<'a> Checks<'a> {
    pub(super) fn new(
        matching: Matching<'a>,
        groups: &'a [Group<'a>],
        (any, scoring): (bool, bool),
        possible: Vec<u32>,
        steps: Steps,
        verify: &'a Verify<'a>,
    ) -> Self {
        let step = if groups.iter().any(Group::reads_texts) { steps.texts } else { steps.positions }.max(1);
        let threads = threads().min(possible.len().div_ceil(step)).max(1);
        let threads = std::iter::repeat_with(Thread::default).take(threads).collect();
        Self { matching, groups, any, scoring, verify, possible, step, next: AtomicUsize::new(0), threads }
    }

    /// Goes on until all is decided, which is told, or the time is over. One step is taken in any case.
    pub(super) fn advance(&mut self, until: Option<Instant>) -> Result<bool, Fault> {
        let mut threads = std::mem::take(&mut self.threads);
        let this = &*self;
        let results: Vec<Result<(), Fault>> = thread::scope(|scope| {
            let mut each = threads.iter_mut();
            let own = each.next();
            let others: Vec<_> = each.map(|thread| scope.spawn(move || this.run(thread, until))).collect();
            let own = own.map_or(Ok(()), |thread| this.run(thread, until));
            let others = others.into_iter().map(|other| match other.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            std::iter::once(own).chain(others.collect::<Vec<_>>()).collect()
        });
        self.threads = threads;
        results.into_iter().collect::<Result<(), Fault>>()?;
        Ok(self.next.load(Ordering::Relaxed) * self.step >= self.possible.len())
    }

    /// The ranks found so far, in no order.
    pub(super) fn found(&self) -> impl Iterator<Item = u32> {
        self.threads.iter().flat_map(|thread| &thread.found).copied()
    }

    /// What the phrases found so far are worth, by rank; a rank may come more than once.
    pub(super) fn scored(&self) -> impl Iterator<Item = (u32, f32)> {
        self.threads.iter().flat_map(|thread| &thread.scored).copied()
    }

    fn run(&self, thread: &mut Thread, until: Option<Instant>) -> Result<(), Fault> {
        loop {
            self.matching.look()?;
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(ranks) = self.possible.chunks(self.step).nth(at) else { return Ok(()) };
            let found = self.decide(thread, ranks)?;
            thread.found.extend(found);
            if until.is_some_and(|until| Instant::now() >= until) {
                return Ok(());
            }
        }
    }

    /// Those of some ranks that match.
    fn decide(&self, thread: &mut Thread, ranks: &[u32]) -> Result<Vec<u32>, Fault> {
        let wanted = self.groups.iter().enumerate().filter(|(_, group)| !group.negated);
        let mut live = ranks.to_vec();
        if self.any && wanted.clone().next().is_some() {
            live.clear();
            for (number, group) in wanted {
                live.extend(self.having(thread, number, group, ranks)?);
            }
            live.sort_unstable();
            live.dedup();
        } else {
            // What needs the stored text comes last, when fewest are left.
            let mut wanted: Vec<_> = wanted.filter(|(_, group)| !group.open.is_empty()).collect();
            wanted.sort_by_key(|(_, group)| group.reads_texts());
            for (number, group) in wanted {
                live = self.having(thread, number, group, &live)?;
            }
        }
        for (number, group) in self.groups.iter().enumerate().filter(|(_, group)| group.negated) {
            let having = self.having(thread, number, group, &live)?;
            live.retain(|rank| having.binary_search(rank).is_err());
        }
        Ok(live)
    }

    /// Those of some ranks, which ascend, that have one of a group's alternatives.
    fn having(
        &self,
        thread: &mut Thread,
        number: usize,
        group: &Group<'_>,
        ranks: &[u32],
    ) -> Result<Vec<u32>, Fault> {
        let (mut having, mut rest): (Vec<u32>, Vec<u32>) =
            ranks.iter().partition(|rank| group.sure.contains(**rank));
        for (place, open) in group.open.iter().enumerate() {
            let scored = self.scoring && !group.negated && matches!(open.ask, Ask::Phrase { .. });
            let asked = if scored { ranks } else { &rest };
            let asked = asked.iter().copied().filter(|rank| open.candidates.contains(*rank)).collect();
            let found = self.open(thread, (number, place), open, asked)?;
            rest.retain(|rank| found.binary_search(rank).is_err());
            having.extend(found);
        }
        having.sort_unstable();
        having.dedup();
        Ok(having)
    }

    /// Those of some candidates that have what an alternative asks, ascending.
    fn open(
        &self,
        thread: &mut Thread,
        at: (usize, usize),
        open: &Open<'_>,
        mut asked: Vec<u32>,
    ) -> Result<Vec<u32>, Fault> {
        let (words, needle) = match open.ask {
            Ask::Phrase { words, .. } => (words.as_slice(), None),
            Ask::Exact { words, needle } => (words.as_slice(), Some(needle)),
            Ask::Narrowed { needle, .. } => (&[][..], Some(needle)),
            Ask::Word { .. } => return Ok(Vec::new()),
        };
        if words.len() > 1 {
            asked = self.side_by_side(thread, at, words, &asked)?;
        }
        let Some(needle) = needle else { return Ok(asked) };
        let mut found = Vec::new();
        for rank in asked {
            self.matching.look()?;
            if (self.verify)(self.matching.columns.row(rank), needle).map_err(Fault::Archive)? {
                found.push(rank);
            }
        }
        Ok(found)
    }

    /// Those of some ranks that have a phrase.
    fn side_by_side(
        &self,
        thread: &mut Thread,
        (group, place): (usize, usize),
        words: &[String],
        ranks: &[u32],
    ) -> Result<Vec<u32>, Fault> {
        let terms: Vec<Term> = words.iter().map(|word| self.matching.text(word)).collect();
        if self.scoring && !thread.weights.contains_key(&(group, place)) {
            let weight = self.matching.phrase_weight(&terms)?;
            thread.weights.insert((group, place), weight);
        }
        let mut found = Vec::new();
        for (number, segment) in self.matching.searcher.segment_readers().iter().enumerate() {
            let documents = self.matching.columns.documents(number, ranks);
            if documents.is_empty() {
                continue;
            }
            let phrase = match thread.phrases.entry((group, place, number)) {
                std::collections::hash_map::Entry::Occupied(open) => open.into_mut(),
                std::collections::hash_map::Entry::Vacant(new) => {
                    let index = segment.inverted_index(self.matching.fields.text)?;
                    new.insert(Phrase::open(&index, &terms)?)
                }
            };
            let Some(phrase) = phrase else { continue };
            let norms = segment.get_fieldnorms_reader(self.matching.fields.text)?;
            for (n, (doc, rank)) in documents.into_iter().enumerate() {
                if n % LOOK == 0 {
                    self.matching.look()?;
                }
                let count = phrase.count(doc);
                if count == 0 {
                    continue;
                }
                found.push(rank);
                if let Some(weight) = thread.weights.get(&(group, place)) {
                    thread.scored.push((rank, weight.score(norms.fieldnorm_id(doc), count)));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}
