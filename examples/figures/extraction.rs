//! Articles out of HTML pages: how much of the body is read and how little else, leaks of furniture, titles and dates.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use qari::article::Lang;
use qari::ingest::{Format, Origin, language_of, read_bytes};
use serde_json::Value;

use crate::report::Report;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let folder = corpora.join("fixtures-third-party/html");
    if !folder.is_dir() {
        report.skip(&folder);
        return Ok(());
    }
    arabic(&folder, "hybrid", "trafilatura .832, readability .844", report)?;
    arabic(&folder, "real", "trafilatura .914, readability .891", report)?;
    english(&folder.join("english_fundus"), report)
}

/// What a page should give.
struct Wanted {
    file: String,
    title: String,
    date: String,
    body: String,
    must_not: Vec<String>,
    /// The encoding of the page, which the baseline has to be told.
    encoding: String,
}

/// Sums over the pages of a set.
#[derive(Default)]
struct Sums {
    pages: usize,
    f1: f64,
    leaking: usize,
    titles: usize,
    dates: usize,
    /// The F1 of `dom_smoothie` alone.
    alone: f64,
}

fn arabic(folder: &Path, set: &str, baseline: &str, report: &mut Report) -> anyhow::Result<()> {
    let gold: Value = serde_json::from_slice(&std::fs::read(folder.join(format!("{set}_gold.json")))?)?;
    let mut sums = Sums::default();
    for page in gold.as_array().context("a list of pages")? {
        let text = |key: &str| page[key].as_str().unwrap_or_default().to_owned();
        let texts = |key: &str| -> Vec<String> {
            page[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let wanted = Wanted {
            file: text("file"),
            title: text("title"),
            date: text("date_iso"),
            body: texts("paragraphs").join("\n"),
            must_not: texts("must_not"),
            encoding: text("encoding"),
        };
        let bytes = std::fs::read(folder.join(set).join(&wanted.file))?;
        judge(&bytes, &wanted, &mut sums, report)?;
    }
    give(set, 0.97, baseline, &sums, report);
    Ok(())
}

fn english(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    let (mut english, mut others) = (Sums::default(), Sums::default());
    let mut names: Vec<_> =
        std::fs::read_dir(folder)?.filter_map(|e| e.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    for name in names.iter().filter(|n| n.ends_with(".html.gz")) {
        let publisher = name.split('_').next().unwrap_or_default();
        let gold: Value = serde_json::from_slice(&std::fs::read(folder.join(format!("{publisher}.json")))?)?;
        let gold = gold.as_object().and_then(|versions| versions.values().next()).context("a version")?;
        let wanted = Wanted {
            file: name.clone(),
            title: gold["title"].as_str().unwrap_or_default().to_owned(),
            date: gold["publishing_date"].as_str().unwrap_or_default().chars().take(10).collect(),
            body: body(&gold["body"]),
            must_not: Vec::new(),
            encoding: String::new(),
        };
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(folder.join(name))?).read_to_end(&mut bytes)?;
        let sums = if language_of(&wanted.body) == Lang::En { &mut english } else { &mut others };
        judge(&bytes, &wanted, sums, report)?;
    }
    give("English", 0.90, "of other pages: trafilatura .935, dom_smoothie .912", &english, report);
    give("other languages", 0.90, "", &others, report);
    Ok(())
}

/// The standfirst, headings and paragraphs.
fn body(gold: &Value) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let texts = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let summary = texts(&gold["summary"]);
    let sections = texts(&gold["sections"]);
    let parts: Vec<Vec<Value>> =
        sections.iter().map(|s| [texts(&s["headline"]), texts(&s["paragraphs"])].concat()).collect();
    lines.extend(summary.iter().filter_map(Value::as_str));
    lines.extend(parts.iter().flatten().filter_map(Value::as_str));
    lines.join("\n")
}

fn judge(bytes: &[u8], wanted: &Wanted, sums: &mut Sums, report: &mut Report) -> anyhow::Result<()> {
    let origin =
        Origin { path: format!("/{}", wanted.file.trim_end_matches(".gz")), format: Some(Format::Html) };
    let article = read_bytes(bytes, &origin)?.into_iter().next().context("an article")?;
    let came = article.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n");
    let score = f1(&wanted.body, &came);
    let leaks: Vec<&String> = wanted.must_not.iter().filter(|m| came.contains(m.as_str())).collect();
    let date = article.date.as_ref().map_or("none".to_owned(), qari::article::PartialDate::to_day_string);
    sums.pages += 1;
    sums.f1 += score;
    sums.alone += f1(&wanted.body, &alone(&decoded(bytes, &wanted.encoding)));
    sums.leaking += usize::from(!leaks.is_empty());
    // Blanks in a row are one wherever HTML is shown.
    let title = wanted.title.split_whitespace().collect::<Vec<_>>().join(" ");
    sums.titles += usize::from(article.title == title);
    sums.dates += usize::from(date == wanted.date);
    if score < 0.97 {
        let (missing, extra) = difference(&wanted.body, &came);
        report.wrong(format!("{}: F1 {score:.3}; missing: {missing}; too much: {extra}", wanted.file));
    }
    if !leaks.is_empty() {
        report.wrong(format!("{}: leaks {leaks:?}", wanted.file));
    }
    if article.title != title {
        report.wrong(format!("{}: title wanted '{title}', came '{}'", wanted.file, article.title));
    }
    if date != wanted.date {
        report.wrong(format!("{}: date wanted {}, came {date}", wanted.file, wanted.date));
    }
    Ok(())
}

fn give(set: &str, goal: f64, baseline: &str, sums: &Sums, report: &mut Report) {
    let pages = sums.pages as f64;
    report.figure(
        &format!("{set}: mean word F1 of {} pages", sums.pages),
        sums.f1 / pages,
        Some(goal),
        baseline,
    );
    report.figure(
        &format!("{set}: the same by dom_smoothie alone"),
        sums.alone / pages,
        None,
        "told the encoding",
    );
    report.figure(
        &format!("{set}: pages leaking"),
        sums.leaking as f64,
        None,
        "goal 0; trafilatura 20 of 40",
    );
    report.figure(&format!("{set}: titles exact"), sums.titles as f64, Some(pages), "");
    report.figure(&format!("{set}: dates exact"), sums.dates as f64, Some(pages), "");
}

fn decoded<'a>(bytes: &'a [u8], encoding: &str) -> std::borrow::Cow<'a, str> {
    encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8).decode(bytes).0
}

/// The body as the kept extraction crate finds it.
fn alone(html: &str) -> String {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Formatted,
        candidate_select_mode: dom_smoothie::CandidateSelectMode::DomSmoothie,
        ..dom_smoothie::Config::default()
    };
    let read = dom_smoothie::Readability::new(html, None, Some(config)).and_then(|mut r| r.parse());
    read.map(|article| article.text_content.to_string()).unwrap_or_default()
}

/// The words of a text: runs of letters and digits.
fn words(text: &str) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// F1 of two texts as bags of words.
fn f1(wanted: &str, came: &str) -> f64 {
    let (wanted, came) = (words(wanted), words(came));
    let same: usize = wanted.iter().map(|(word, n)| *n.min(came.get(word).unwrap_or(&0))).sum();
    let all = wanted.values().sum::<usize>() + came.values().sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * same as f64 / all as f64 }
}

/// Some words that are missing, and some that are too much.
fn difference(wanted: &str, came: &str) -> (String, String) {
    let (wanted, came) = (words(wanted), words(came));
    let only = |a: &HashMap<&str, usize>, b: &HashMap<&str, usize>| {
        let mut words: Vec<&str> =
            a.iter().filter(|(w, n)| b.get(**w).is_none_or(|m| m < n)).map(|(w, _)| *w).collect();
        words.sort_unstable_by_key(|w| std::cmp::Reverse(w.len()));
        format!("{} words, as {}", words.len(), words.into_iter().take(8).collect::<Vec<_>>().join(" "))
    };
    (only(&wanted, &came), only(&came, &wanted))
}
