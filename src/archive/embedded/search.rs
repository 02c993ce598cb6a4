//! A search from the request to the answer, over one commit of the index.
//!
//! The parts are beside this file: the plan of the words, their postings, the pass over the columns.

use std::sync::{Arc, OnceLock};

use rusqlite::Connection;
use tantivy::Searcher;

use super::across::Across;
use super::columns::Columns;
use super::dictionary::Words;
use super::facets::{Pass, assemble};
use super::index::Fields;
use super::matching::{Fault, Matching};
use super::plan::{Asked, plan};
use super::state::Noted;
use super::{db::Db, record, rows};
use crate::archive::query::{Needle, Sort};
use crate::archive::{Answer, ArchiveError, Cancel, Request, RowId, protected};

use super::bits::Bits;

/// One commit of the index with its columns.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) columns: Columns,
    /// The last change number taken in.
    pub(super) seq: i64,
    /// The place of each row among the titles; made when first sorted by title.
    titles: OnceLock<Vec<u32>>,
}

impl Snapshot {
    pub(super) fn new(searcher: Searcher, seq: i64) -> tantivy::Result<Self> {
        let columns = Columns::load(&searcher)?;
        Ok(Self { searcher, columns, seq, titles: OnceLock::new() })
    }

    fn titles(&self, db: &Db) -> Result<&[u32], ArchiveError> {
        if self.titles.get().is_none() {
            let places = db.read(title_places)?;
            // Another search may have been faster; its places are as good.
            let _ = self.titles.set(places);
        }
        Ok(self.titles.get().map_or(&[][..], Vec::as_slice))
    }
}

/// The place of each row in the order of titles, by row; titles without a letter last.
fn title_places(conn: &Connection) -> rusqlite::Result<Vec<u32>> {
    let mut ordered =
        conn.prepare_cached("SELECT row FROM article ORDER BY title_key = '', title_key, row")?;
    let mut places = Vec::new();
    let mut rows = ordered.query(())?;
    let mut place = 0;
    while let Some(row) = rows.next()? {
        let at = record::size(row.get(0)?);
        if at >= places.len() {
            places.resize(at + 1, u32::MAX);
        }
        places[at] = place;
        place += 1;
    }
    Ok(places)
}

/// What a search runs over.
pub(super) struct Search<'a> {
    pub(super) db: &'a Db,
    pub(super) snapshot: &'a Snapshot,
    pub(super) fields: Fields,
    pub(super) noted: &'a Noted,
    pub(super) cancel: &'a Cancel,
}

impl Search<'_> {
    /// Answers a request.
    pub(super) fn answer(&self, request: &Request) -> Result<Answer, ArchiveError> {
        let plan = plan(request);
        let verify = |row: RowId, needle: &Needle| self.verify(row, needle);
        let matching = Matching {
            searcher: &self.snapshot.searcher,
            fields: self.fields,
            columns: &self.snapshot.columns,
            cancel: self.cancel,
            verify: &verify,
        };
        let fault = |fault: Fault| match fault {
            Fault::Cancelled => ArchiveError::Cancelled,
            Fault::Index(e) => self.db.folder.index_fault(e),
            Fault::Archive(e) => e,
        };
        let words = Words { searcher: &self.snapshot.searcher, fields: self.fields, folder: &self.db.folder };
        let across = Across::of(request, &words, self.cancel)?;
        let mut matched = matching.ranks(&plan, request.any).map_err(fault)?;
        across.add(&matching, &plan, &mut matched).map_err(fault)?;
        let counted = self.pass(request).run(&matched, self.cancel)?;
        let wanted = plan.iter().filter(|asked| !asked.negated).count();
        let any_total = if counted.hits.is_empty() && wanted > 1 && !request.any {
            let matched = matching.ranks(&plan, true).map_err(fault)?;
            Some(self.pass(request).run(&matched, self.cancel)?.hits.len())
        } else {
            None
        };
        let (hits, scores) = self.sort(request, &plan, counted.hits, (&matching, &across)).map_err(fault)?;
        let rows: Vec<RowId> = hits.iter().map(|rank| self.snapshot.columns.row(*rank)).collect();
        Ok(Answer {
            total: rows.len(),
            rows: Arc::new(rows),
            scores: scores.map(Arc::new),
            stories: counted.stories,
            undated: counted.undated,
            any_total,
            facets: assemble(counted.counts, &request.query),
            days: Arc::new(counted.days),
            partial: false,
        })
    }

    fn pass(&self, request: &Request) -> Pass<'_> {
        Pass::new(&request.query, &self.snapshot.columns, self.noted)
    }

    /// The hits, newest first, in the order asked for, with their scores.
    fn sort(
        &self,
        request: &Request,
        plan: &[Asked],
        mut hits: Vec<u32>,
        (matching, across): (&Matching<'_>, &Across),
    ) -> Result<(Vec<u32>, Option<Vec<f32>>), Fault> {
        match request.query.sort {
            Sort::Relevance if plan.iter().any(|asked| !asked.negated) => {
                let mut wanted = Bits::none(self.snapshot.columns.len());
                for rank in &hits {
                    wanted.insert(*rank);
                }
                let mut by_rank = matching.scores(plan, &wanted)?;
                across.score(matching, &wanted, &mut by_rank)?;
                // A stable sort: equals stay newest first.
                hits.sort_by(|a, b| by_rank[*b as usize].total_cmp(&by_rank[*a as usize]));
                let scores = hits.iter().map(|rank| by_rank[*rank as usize]).collect();
                Ok((hits, Some(scores)))
            }
            Sort::Date | Sort::Relevance => Ok((hits, None)),
            Sort::Title => {
                let places = self.snapshot.titles(self.db).map_err(Fault::Archive)?;
                hits.sort_by_key(|rank| {
                    let row = self.snapshot.columns.row(*rank);
                    usize::try_from(row).ok().and_then(|at| places.get(at)).copied().unwrap_or(u32::MAX)
                });
                Ok((hits, None))
            }
        }
    }

    /// Whether the stored text has a word or phrase as it is to be written.
    fn verify(&self, row: RowId, needle: &Needle) -> Result<bool, ArchiveError> {
        let Some(article) = self.db.read(|conn| rows::whole_at(conn, row))? else { return Ok(false) };
        let mut texts = std::iter::once(&article.title).chain(article.blocks.iter().map(|block| &block.text));
        Ok(texts.any(|text| needle.is_in(text, &protected())))
    }
}
