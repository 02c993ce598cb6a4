//! `qari saved` and `qari search --saved`: searches that are kept under names in the archive.

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;

use crate::archive::saved::{self, Edit, Saved};
use crate::archive::{Answer, Archive, ArchiveError, Query, Request, RowId};
use crate::cli::args::{Common, SavedTask, join_query};
use crate::cli::say::{self, Listing};
use crate::cli::{Done, UsageError, place, record, search};
use crate::text::isolate;

/// One kept search, as `--json` prints it.
#[derive(Serialize)]
struct Record<'a> {
    name: &'a str,
    query: &'a str,
    any: bool,
    count: usize,
    new: usize,
}

/// Lists the kept searches, or changes them.
pub(super) fn saved(common: &Common, task: Option<&SavedTask>) -> anyhow::Result<Done> {
    let opened = place::open(common)?;
    let archive = opened.archive.as_ref();
    let edit = match task {
        None | Some(SavedTask::List) => return list(common, &opened),
        Some(SavedTask::Keep { name, query, any }) => {
            let name = name.trim();
            if name.is_empty() {
                return Err(UsageError("a search is kept under a name: write one".to_owned()).into());
            }
            let request = Request { query: search::parse(common, query)?, any: *any, typing: false };
            let seen = newest(&search::found(&opened, &request)?);
            Edit::Keep(Saved { name: name.to_owned(), query: request.query.to_string(), any: *any, seen })
        }
        Some(SavedTask::Rename { name, to }) => {
            named(archive, name)?;
            Edit::Rename { from: name.clone(), to: to.trim().to_owned() }
        }
        Some(SavedTask::Remove { name }) => Edit::Remove(named(archive, name)?.name),
        Some(SavedTask::Seen { name }) => {
            let search = named(archive, name)?;
            let seen = newest(&search::found(&opened, &search.request()?)?);
            Edit::Visit { name: search.name, seen }
        }
    };
    if matches!(&edit, Edit::Rename { to, .. } if to.is_empty()) {
        return Err(UsageError("the new name is empty: write one".to_owned()).into());
    }
    // Only keeping one comes so far: it is told what becomes of a list that cannot be read.
    if let Err(unreadable @ ArchiveError::Unreadable { .. }) = saved::list(archive) {
        say::warn(&unreadable.to_string())?;
    }
    saved::edit(archive, &edit)?;
    Ok(Done::Fully)
}

fn newest(answer: &Answer) -> RowId {
    answer.rows.iter().copied().max().unwrap_or(0)
}

/// The kept search of a name.
fn named(archive: &dyn Archive, name: &str) -> anyhow::Result<Saved> {
    let all = saved::list(archive)?;
    all.iter().find(|saved| saved.name == name).cloned().ok_or_else(|| {
        let names: Vec<String> = all.iter().map(|saved| format!("'{}'", saved.name)).collect();
        let remedy = if names.is_empty() {
            "keep one with 'qari saved keep NAME QUERY'".to_owned()
        } else {
            format!("there are {}", names.join(", "))
        };
        UsageError(format!("no search is kept as '{name}': {remedy}")).into()
    })
}

fn list(common: &Common, opened: &place::Opened) -> anyhow::Result<Done> {
    let all = saved::list(opened.archive.as_ref())?;
    let listing = Listing::new();
    let mut out = say::buffered();
    if all.is_empty() && !common.json {
        say::note("no search is kept: 'qari saved keep NAME QUERY' keeps one")?;
    }
    for search in &all {
        let tally = search.tally(&search::found(opened, &search.request()?)?.rows);
        if common.json {
            let Saved { name, query, any, .. } = search;
            let record = Record { name, query, any: *any, count: tally.total, new: tally.new };
            writeln!(out, "{}", record::line(&record)?)?;
        } else {
            let (name, query) = (isolate(&search.name), isolate(&search.query));
            listing.line(&mut out, &format!("{:>8}  {:>4} new  {name}  {query}", tally.total, tally.new))?;
        }
    }
    out.flush()?;
    Ok(Done::Fully)
}

/// Lists what a kept search finds, narrowed by the words that are given besides.
pub(super) fn search(
    common: &Common,
    name: &str,
    words: &[String],
    limit: usize,
    (any, new): (bool, bool),
) -> anyhow::Result<Done> {
    let opened = place::open(common)?;
    let search = named(opened.archive.as_ref(), name)?;
    let mut request = search.request()?;
    if !words.is_empty() {
        let text = format!("{} {}", search.query, join_query(words));
        request.query = Query::parse_with(&text, &crate::archive::Gazetteer)
            .map_err(|error| UsageError(format!("in the query '{text}': {error}")))?;
    }
    request.any |= any;
    let mut answer = search::found(&opened, &request)?;
    if new {
        keep_new(&mut answer, search.seen);
    }
    search::list(common, &opened, (&request, &answer), limit)
}

/// Keeps the rows that came in later than this one, with their scores.
fn keep_new(answer: &mut Answer, seen: RowId) {
    let is_new: Vec<bool> = answer.rows.iter().map(|row| *row > seen).collect();
    let mut keep = is_new.iter();
    Arc::make_mut(&mut answer.rows).retain(|_| keep.next().copied().unwrap_or_default());
    if let Some(scores) = &mut answer.scores {
        let mut keep = is_new.iter();
        Arc::make_mut(scores).retain(|_| keep.next().copied().unwrap_or_default());
    }
    answer.total = answer.rows.len();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_keeps_its_order_and_its_scores() {
        let mut answer = Answer {
            rows: Arc::new(vec![9, 2, 7]),
            scores: Some(Arc::new(vec![3.0, 2.0, 1.0])),
            total: 3,
            ..Answer::default()
        };
        keep_new(&mut answer, 2);
        assert_eq!((answer.total, answer.rows.as_slice()), (2, &[9, 7][..]));
        assert_eq!(answer.scores.unwrap().as_slice(), [3.0, 1.0]);
    }
}
