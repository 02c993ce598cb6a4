//! A keystroke in the search, in the process itself: hits, every facet's counts and the first rows.
//!
//! CPU time is told beside time, because the machine may be busy with other things; and the first answer beside the
//! complete one, where a search gives the newest articles before it has looked at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use qari::archive::{Answer, Archive, Cancel, Embedded, Mode, Query, Request};
use qari::article::Lang;

use crate::report::Report;
use crate::terminal;

/// Rows that come with an answer, as the reader asks for them.
const ROWS: usize = 100;

/// Runs of each query, and of one that takes long: the least of them is told.
const RUNS: usize = 7;
const LONG_RUNS: usize = 2;
const LONG: Duration = Duration::from_millis(500);

/// Articles that are looked at for words.
const SAMPLE: usize = 300;

/// Words of the newest articles with the number of these that have them, least first.
fn ranked(archive: &Embedded, lang: Lang) -> anyhow::Result<Vec<(usize, String)>> {
    let front = archive.front(SAMPLE)?;
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for row in archive.rows(&front.rows)?.into_iter().filter(|row| row.lang == lang) {
        let Some(article) = archive.get(&row.id)? else { continue };
        let tokens = article.blocks.iter().flat_map(|block| qari::fold::tokens(&block.text));
        let distinct: BTreeSet<String> = tokens.map(|t| t.text).filter(|t| t.chars().count() > 2).collect();
        for word in distinct {
            *words.entry(word).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, String)> = words.into_iter().map(|(word, n)| (n, word)).collect();
    ranked.sort();
    Ok(ranked)
}

fn open(archive: &Path) -> anyhow::Result<Embedded> {
    Ok(Embedded::open(archive, Mode::ReadWrite)?)
}

/// The words that most articles have.
struct Words {
    first: String,
    second: String,
    english: String,
    rare: String,
}

impl Words {
    fn of(archive: &Embedded) -> anyhow::Result<Self> {
        let (arabic, english) = (ranked(archive, Lang::Ar)?, ranked(archive, Lang::En)?);
        let nth = |words: &[(usize, String)], n: usize| words.get(n).map(|w| w.1.clone()).unwrap_or_default();
        let last = |words: &[(usize, String)], n: usize| nth(words, words.len().saturating_sub(n));
        Ok(Self {
            first: last(&arabic, 1),
            second: last(&arabic, 2),
            english: last(&english, 1),
            rare: nth(&arabic, 0),
        })
    }
}

/// The two words that most articles have.
pub(super) fn commonest(archive: &Path) -> anyhow::Result<(String, String)> {
    let words = Words::of(&open(archive)?)?;
    Ok((words.first, words.second))
}

/// A word that many articles have.
pub(super) fn common(archive: &Path) -> anyhow::Result<String> {
    Ok(Words::of(&open(archive)?)?.first)
}

/// A word that few have.
pub(super) fn rare(archive: &Path) -> anyhow::Result<String> {
    Ok(Words::of(&open(archive)?)?.rare)
}

fn request(text: &str, typing: bool) -> Request {
    let query = Query::parse(text).unwrap_or_default();
    Request { query, typing, ..Request::default() }
}

/// What one search took.
#[derive(Clone, Copy)]
struct Took {
    first: Duration,
    whole: Duration,
    /// Of all threads.
    cpu: Duration,
    hits: usize,
}

/// Searches on a thread of its own, which is at rest when its CPU time is read.
fn search(archive: &Embedded, request: &Request) -> anyhow::Result<Took> {
    let (tell, told) = channel::<anyhow::Result<(Duration, Duration, usize)>>();
    let (release, released) = channel::<()>();
    let (start, signal) = channel::<()>();
    thread::scope(|threads| {
        let searching = threads.spawn(move || {
            // Until its time is read for the first time.
            let _ = signal.recv();
            let began = Instant::now();
            let rows = |answer: &Answer| -> anyhow::Result<Duration> {
                let rows: Vec<_> = answer.rows.iter().copied().take(ROWS).collect();
                archive.rows(&rows)?;
                Ok(began.elapsed())
            };
            let mut first = None;
            let found = archive.search_by_steps(request, &Cancel::default(), &mut |answer| {
                first = first.or_else(|| rows(&answer).ok());
            });
            let result = found.map_err(anyhow::Error::from).and_then(|answer| {
                let whole = rows(&answer)?;
                Ok((first.unwrap_or(whole), whole, answer.total))
            });
            let _ = tell.send(result);
            let _ = released.recv();
        });
        let (before, ended) = (terminal::cpu(std::process::id()), terminal::ended_cpu());
        drop(start);
        let told = told.recv()?;
        // It goes to sleep, and its time is booked.
        thread::sleep(Duration::from_millis(2));
        let cpu = terminal::cpu(std::process::id()).saturating_sub(before);
        // Threads of the search that have ended are told in hundredths of a second only.
        let cpu = cpu.max(terminal::ended_cpu().saturating_sub(ended));
        drop(release);
        let _ = searching.join();
        let (first, whole, hits) = told?;
        Ok(Took { first, whole, cpu, hits })
    })
}

/// The least of several runs.
fn least(archive: &Embedded, request: &Request) -> anyhow::Result<Took> {
    let mut best = search(archive, request)?;
    let runs = if best.whole > LONG { LONG_RUNS } else { RUNS };
    for _ in 1..runs {
        let took = search(archive, request)?;
        best.first = best.first.min(took.first);
        best.whole = best.whole.min(took.whole);
        best.cpu = best.cpu.min(took.cpu);
    }
    Ok(best)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// How long a search goes on after it was cancelled, at worst: cancelled at several moments of it.
fn cancelled(archive: &Embedded, request: &Request, whole: Duration) -> anyhow::Result<Duration> {
    let mut worst = Duration::ZERO;
    for part in 1..10 {
        let cancel = Cancel::default();
        let (tell, told) = channel();
        thread::scope(|threads| -> anyhow::Result<()> {
            let flag = cancel.clone();
            threads.spawn(move || {
                let result = archive.search_by_steps(request, &flag, &mut |_| {});
                let _ = tell.send((Instant::now(), result.is_err()));
            });
            thread::sleep(whole * part / 10);
            let at = Instant::now();
            cancel.cancel();
            let (ended, given_up) = told.recv()?;
            if given_up {
                worst = worst.max(ended.saturating_duration_since(at));
            }
            Ok(())
        })?;
    }
    Ok(worst)
}

/// The searches that are measured: name, query, whether it is being typed.
fn searches(words: &Words) -> Vec<(&'static str, String, bool)> {
    let Words { first, second, english, rare } = words;
    let beginning = |word: &str| word.chars().take(2).collect::<String>();
    let filters = "country:US lang:ar";
    vec![
        ("nothing", String::new(), false),
        ("a rare word", rare.clone(), false),
        ("the commonest word", first.clone(), false),
        ("the commonest word without clitics and stem", format!("\"{first}\""), false),
        ("the commonest word, being typed", first.clone(), true),
        ("the commonest English word", english.clone(), false),
        ("two common words", format!("{first} {second}"), false),
        ("two letters", beginning(first), true),
        ("two letters of another", beginning(second), true),
        ("two English letters", beginning(english), true),
        ("two filters", filters.to_owned(), false),
        ("a common word and two filters", format!("{first} {filters}"), false),
        ("two common words and two filters", format!("{first} {second} {filters}"), false),
        ("a phrase of two common words", format!("\"{first} {second}\""), false),
        ("the commonest word by relevance", format!("{first} sort:relevance"), false),
        ("two common words by relevance", format!("{first} {second} sort:relevance"), false),
        ("a phrase of two common words by relevance", format!("\"{first} {second}\" sort:relevance"), false),
        ("the commonest word by title", format!("{first} sort:title"), false),
        ("a rare word as written", format!("={rare}"), false),
        ("the commonest word as written", format!("={first}"), false),
    ]
}

pub(super) fn measure(archive: &Path, report: &mut Report) -> anyhow::Result<()> {
    let archive = open(archive)?;
    let began = Instant::now();
    archive.search(&Request::default(), &Cancel::default())?;
    report.add("the index opened and its columns loaded, ms", ms(began.elapsed()));
    report.add("private MB with the columns", terminal::anonymous(std::process::id()) as f64 / 1e6);
    let began = Instant::now();
    archive.search(&request("sort:title", false), &Cancel::default())?;
    report.add("first sorted by title, ms", ms(began.elapsed()));
    for (name, query, typing) in searches(&Words::of(&archive)?) {
        let request = request(&query, typing);
        let took = least(&archive, &request)?;
        report.add(&format!("search, {name}, hits"), took.hits as f64);
        if took.first < took.whole {
            report.add(&format!("search, {name}, first answer, ms"), ms(took.first));
        }
        report.add(&format!("search, {name}, ms"), ms(took.whole));
        report.add(&format!("search, {name}, CPU ms"), ms(took.cpu));
        let worst = cancelled(&archive, &request, took.whole.min(LONG))?;
        report.add(&format!("search, {name}, given up when cancelled after, ms"), ms(worst));
    }
    report.add("private MB after all searches", terminal::anonymous(std::process::id()) as f64 / 1e6);
    Ok(())
}
