//! A search from the request to the answer, over one commit of the index.
//!
//! The parts are beside this file: the plan of the words, their postings, what positions and texts decide, scores,
//! the order of titles, the pass over the columns.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::Searcher;

use super::across::Across;
use super::bits::Bits;
use super::checks::{Checks, Steps};
use super::columns::Columns;
use super::copies;
use super::db::Db;
use super::dictionary::Words;
use super::facets::{Pass, assemble};
use super::index::Fields;
use super::matching::{Fault, Group, Matching, possible};
use super::plan::{Asked, plan};
use super::scores::best_first;
use super::state::Noted;
use super::titles::Titles;
use crate::archive::query::{Needle, Sort};
use crate::archive::{Answer, ArchiveError, Cancel, Request, RowId, protected};

/// One commit of the index with its columns.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) columns: Columns,
    /// The last change number taken in.
    pub(super) seq: i64,
    titles: Titles,
}

impl Snapshot {
    pub(super) fn new(searcher: Searcher, seq: i64) -> tantivy::Result<Self> {
        let columns = Columns::load(&searcher)?;
        Ok(Self { searcher, columns, seq, titles: Titles::default() })
    }
}

/// When a search that takes long tells what it has found so far, how often it looks whether to, and from when on it
/// runs on several threads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// After this time the first answer is given; each later one after `LATER` times the time of the one before.
    pub(super) first: Duration,
    pub(super) steps: Steps,
    /// Articles up to which one thread reads the postings.
    pub(super) alone: usize,
}

/// A keystroke's frame is due 50 ms after it. Counting facets and drawing have the other half.
impl Default for Patience {
    fn default() -> Self {
        // About a millisecond each: 0.3 us for a document's positions, 40 us for a text.
        let steps = Steps { positions: 4096, texts: 32 };
        // In fewer articles a thread takes longer to start than it saves.
        Self { first: Duration::from_millis(20), steps, alone: 50_000 }
    }
}

/// To count for an answer takes some milliseconds: so few answers cost a search of seconds little.
const LATER: u32 = 4;

/// Who is told what was found so far.
pub(super) type Early<'a> = dyn FnMut(Answer) + 'a;

/// Who makes an answer of what the words match so far.
type Tell<'a> = dyn FnMut(&Matched) -> Result<(), Fault> + 'a;

/// What a search runs over.
pub(super) struct Search<'a> {
    pub(super) db: &'a Db,
    pub(super) snapshot: &'a Snapshot,
    pub(super) fields: Fields,
    pub(super) noted: &'a Noted,
    pub(super) cancel: &'a Cancel,
    pub(super) patience: Patience,
}

/// What the words of a request match.
struct Matched {
    ranks: Bits,
    /// What phrases among them are worth.
    scored: Vec<(u32, f32)>,
}

impl Search<'_> {
    /// Answers a request. `early` is told the newest articles of the answer where all of it takes long.
    pub(super) fn answer(
        &self,
        request: &Request,
        mut early: Option<&mut Early<'_>>,
    ) -> Result<Answer, ArchiveError> {
        let plan = plan(request);
        let words = Words { searcher: &self.snapshot.searcher, fields: self.fields, folder: &self.db.folder };
        let across = Across::of(request, &words, self.cancel)?;
        let mut tell = |matched: &Matched| -> Result<(), Fault> {
            if let Some(early) = early.as_deref_mut() {
                early(Answer { refining: true, ..self.finish(request, &plan, matched, &across)? });
            }
            Ok(())
        };
        let worded = |fault| self.worded(fault);
        let mut matched = self.matched(&plan, request, request.any, Some(&mut tell)).map_err(worded)?;
        let only = |plan: &[Asked]| Ok(self.matched(plan, request, false, None)?.ranks);
        across.add(&self.matching(), &plan, &only, &mut matched.ranks).map_err(worded)?;
        let mut answer = self.finish(request, &plan, &matched, &across).map_err(worded)?;
        let wanted = plan.iter().filter(|asked| !asked.negated).count();
        if answer.total == 0 && wanted > 1 && !request.any {
            let any = self.matched(&plan, request, true, None).map_err(worded)?;
            answer.any_total = Some(self.pass(request).run(&any.ranks, self.cancel)?.hits.len());
        }
        Ok(answer)
    }

    fn worded(&self, fault: Fault) -> ArchiveError {
        match fault {
            Fault::Cancelled => ArchiveError::Cancelled,
            Fault::Index(e) => self.db.folder.index_fault(e),
            Fault::Archive(e) => e,
        }
    }

    fn matching(&self) -> Matching<'_> {
        Matching {
            searcher: &self.snapshot.searcher,
            fields: self.fields,
            columns: &self.snapshot.columns,
            cancel: self.cancel,
            alone: self.patience.alone,
        }
    }

    fn pass(&self, request: &Request) -> Pass<'_> {
        Pass::new(&request.query, &self.snapshot.columns, self.noted)
    }

    /// What the words match; `tell` learns what it is so far where that takes long.
    fn matched(
        &self,
        plan: &[Asked],
        request: &Request,
        any: bool,
        mut tell: Option<&mut Tell<'_>>,
    ) -> Result<Matched, Fault> {
        let began = Instant::now();
        let matching = self.matching();
        let size = self.snapshot.columns.len();
        let groups: Vec<Group<'_>> =
            plan.iter().map(|asked| matching.group(asked)).collect::<Result<_, _>>()?;
        let ranks = possible(&groups, any, size);
        let scoring = request.query.sort == Sort::Relevance;
        let counted = if scoring { self.counted(&groups)? } else { Vec::new() };
        if groups.iter().all(|group| group.open.is_empty()) {
            return Ok(Matched { ranks, scored: counted });
        }
        let verify = |row: RowId, needle: &Needle| self.verify(row, needle);
        let possible: Vec<u32> = ranks.iter().collect();
        let steps = self.patience.steps;
        let mut checks = Checks::new(matching, &groups, (any, scoring), possible, steps, &verify);
        let mut patience = self.patience.first;
        loop {
            let done = checks.advance(tell.as_ref().map(|_| began + patience))?;
            let mut matched = Matched { ranks: Bits::none(size), scored: counted.clone() };
            checks.found().for_each(|rank| matched.ranks.insert(rank));
            matched.scored.extend(checks.scored());
            match &mut tell {
                Some(tell) if !done => tell(&matched)?,
                _ => return Ok(matched),
            }
            patience = began.elapsed().max(patience) * LATER;
        }
    }

    /// What phrases that were counted with the postings are worth.
    fn counted(&self, groups: &[Group<'_>]) -> Result<Vec<(u32, f32)>, Fault> {
        let mut scored = Vec::new();
        for (terms, ranks) in groups.iter().filter(|group| !group.negated).flat_map(|group| &group.counted) {
            scored.extend(self.matching().score_counted(terms, ranks)?);
        }
        Ok(scored)
    }

    /// The answer from what the words match: filtered, counted and sorted.
    fn finish(
        &self,
        request: &Request,
        plan: &[Asked],
        matched: &Matched,
        across: &Across,
    ) -> Result<Answer, Fault> {
        let counted = self.pass(request).run(&matched.ranks, self.cancel).map_err(Fault::Archive)?;
        let (hits, scores) = self.sort(request, plan, counted.hits, (&matched.scored, across))?;
        let rows = self.snapshot.columns.to_rows(hits);
        Ok(Answer {
            total: rows.len(),
            rows: Arc::new(rows),
            scores: scores.map(Arc::new),
            stories: counted.stories,
            undated: counted.undated,
            any_total: None,
            facets: assemble(counted.counts, &request.query),
            days: Arc::new(counted.days),
            partial: false,
            refining: false,
        })
    }

    /// The hits, newest first, in the order asked for, with their scores.
    fn sort(
        &self,
        request: &Request,
        plan: &[Asked],
        hits: Vec<u32>,
        (phrases, across): (&[(u32, f32)], &Across),
    ) -> Result<(Vec<u32>, Option<Vec<f32>>), Fault> {
        match request.query.sort {
            Sort::Relevance if plan.iter().any(|asked| !asked.negated) => {
                let mut scores = self.matching().scores(plan)?;
                for (rank, score) in phrases {
                    scores[*rank as usize] += score;
                }
                across.score(&self.matching(), &hits, &mut scores)?;
                let (hits, scores) = best_first(&hits, &scores);
                Ok((hits, Some(scores)))
            }
            Sort::Date | Sort::Relevance => Ok((hits, None)),
            Sort::Title => {
                let columns = &self.snapshot.columns;
                let order =
                    self.snapshot.titles.order(self.db, columns, self.cancel).map_err(Fault::Archive)?;
                let mut wanted = Bits::none(columns.len());
                for rank in hits {
                    wanted.insert(rank);
                }
                Ok((order.iter().copied().filter(|rank| wanted.contains(*rank)).collect(), None))
            }
        }
    }

    /// Whether the stored text has a word or phrase exactly as written.
    fn verify(&self, row: RowId, needle: &Needle) -> Result<bool, ArchiveError> {
        let texts = self.db.read(|conn| copies::searched(conn, &self.db.dictionaries, row))?;
        // The names that stems leave alone are needed only for a word whose inflections are welcome.
        let names = if needle.inflects { protected() } else { Arc::default() };
        Ok(texts.iter().any(|text| needle.may_be_in(text) && needle.is_in(text, &names)))
    }
}
