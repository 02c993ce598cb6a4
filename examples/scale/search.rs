//! A keystroke in the search, in the process itself: hits, every facet's counts and the first rows.

use std::path::Path;
use std::time::Instant;

use qari::archive::{Archive, Cancel, Embedded, Mode, Query, Request};

use crate::report::Report;

/// Rows that come with an answer, as the reader asks for them.
const ROWS: usize = 100;

/// Runs of each query; the median is told.
const RUNS: usize = 7;

/// Words of the archive by how common they are: those of its newest articles, by their counts.
fn ranked(archive: &Embedded) -> anyhow::Result<Vec<(usize, String)>> {
    let front = archive.front(40)?;
    let mut words = std::collections::BTreeSet::new();
    for row in archive.rows(&front.rows)? {
        let Some(article) = archive.get(&row.id)? else { continue };
        let text = article.blocks.first().map(|b| b.text.clone()).unwrap_or_default();
        words.extend(qari::fold::tokens(&text).map(|t| t.text).filter(|t| t.chars().count() > 2).take(20));
    }
    let mut counted = Vec::new();
    for word in words {
        let answer = archive.search(&request(&format!("={word}"), false), &Cancel::default());
        // Counted without its other forms, which is what the peers count.
        counted.push((answer.map_or(0, |a| a.total), word));
    }
    counted.sort();
    Ok(counted)
}

fn open(archive: &Path) -> anyhow::Result<Embedded> {
    Ok(Embedded::open(archive, Mode::ReadWrite)?)
}

/// A word that many articles have.
pub(super) fn common(archive: &Path) -> anyhow::Result<String> {
    Ok(ranked(&open(archive)?)?.pop().map(|(_, word)| word).unwrap_or_default())
}

/// A word that few have.
pub(super) fn rare(archive: &Path) -> anyhow::Result<String> {
    Ok(ranked(&open(archive)?)?.into_iter().find(|(n, _)| *n > 0).map(|(_, word)| word).unwrap_or_default())
}

fn request(text: &str, typing: bool) -> Request {
    let query = Query::parse(text).unwrap_or_default();
    Request { query, typing, ..Request::default() }
}

pub(super) fn measure(archive: &Path, report: &mut Report) -> anyhow::Result<()> {
    let archive = open(archive)?;
    let began = Instant::now();
    archive.search(&Request::default(), &Cancel::default())?;
    report.add("the index opened and its columns loaded, ms", began.elapsed().as_secs_f64() * 1e3);
    let ranked = ranked(&archive)?;
    let word = |from_top: usize| {
        ranked.get(ranked.len().saturating_sub(1 + from_top)).map(|(_, w)| w.clone()).unwrap_or_default()
    };
    let (first, second) = (word(0), word(1));
    let rare = ranked.iter().find(|(n, _)| *n > 0).map(|(_, w)| w.clone()).unwrap_or_default();
    let beginning: String = first.chars().take(2).collect();
    let filters = "country:US lang:ar";
    for (name, query, typing) in [
        ("nothing", String::new(), false),
        ("a rare word", rare, false),
        ("the commonest word", first.clone(), false),
        ("the commonest word, being typed", first.clone(), true),
        ("two common words", format!("{first} {second}"), false),
        ("two letters", beginning, true),
        ("two letters of another", second.chars().take(2).collect(), true),
        ("two filters", filters.to_owned(), false),
        ("a common word and two filters", format!("{first} {filters}"), false),
        ("a phrase of two common words", format!("\"{first} {second}\""), false),
        ("the commonest word by relevance", format!("{first} sort:relevance"), false),
        ("two common words by relevance", format!("{first} {second} sort:relevance"), false),
        ("the commonest word by title", format!("{first} sort:title"), false),
        ("the commonest word as written", format!("={first}"), false),
    ] {
        let request = request(&query, typing);
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let began = Instant::now();
            let answer = archive.search(&request, &Cancel::default())?;
            let rows: Vec<_> = answer.rows.iter().copied().take(ROWS).collect();
            archive.rows(&rows)?;
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        report.add(&format!("search, {name}, ms"), times[RUNS / 2]);
    }
    Ok(())
}
