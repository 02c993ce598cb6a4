//! Countries named in sentences of the newswire, and countries that articles are about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use qari::article::Article;
use qari::tag::{self, Tagger};
use serde::Deserialize;

use crate::report::Report;

/// Codes of countries.
type Codes = BTreeSet<String>;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let sentences = corpora.join("redistributable/country/newsfane_country.tsv");
    if sentences.is_file() {
        named(&sentences, report)?;
    } else {
        report.skip(&sentences);
    }
    let articles = corpora.join("unlicensed/cnn_about_country_200.jsonl");
    if articles.is_file() {
        about(&articles, report)?;
    } else {
        report.skip(&articles);
    }
    Ok(())
}

/// What was found against what was wanted, over all texts.
#[derive(Default)]
struct Tally {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Tally {
    fn take(&mut self, found: &Codes, wanted: &Codes) {
        self.right += found.intersection(wanted).count();
        self.found += found.len();
        self.wanted += wanted.len();
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.wanted.max(1) as f64
    }
}

/// Territories with a code of their own that are no states: who marked nations left them out.
const TERRITORIES: [&str; 8] = ["HK", "MO", "PR", "GL", "GU", "VI", "PF", "NC"];

/// Sentences whose nations were marked by hand where their names stand. Nationalities, capitals and leaders were not
/// marked, so that names of states are compared alone; nor were national teams, nor nations inside the name of a
/// body, so that the sentences where nothing is marked speak for the marking more than for the reader: those with a
/// nation are the figure, all of them stand beside, and what all namings give.
fn named(path: &Path, report: &mut Report) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    let mut halves = [Tally::default(), Tally::default()];
    let mut every = [Tally::default(), Tally::default()];
    let mut all = Tally::default();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, codes, .., sentence] = fields.as_slice() else { anyhow::bail!("'{line}' is no row") };
        let wanted: Codes =
            codes.split([',', '|', ' ']).filter(|c| !c.is_empty()).map(str::to_owned).collect();
        let namings = tag::namings(sentence);
        let found: Codes = namings
            .iter()
            .filter(|n| n.by == tag::By::Name && !TERRITORIES.contains(&n.country))
            .map(|n| n.country.to_owned())
            .collect();
        let odd = id.parse::<usize>()? % 2;
        if let Some(half) = every.get_mut(odd) {
            half.take(&found, &wanted);
        }
        if let Some(half) = halves.get_mut(odd).filter(|_| !wanted.is_empty()) {
            half.take(&found, &wanted);
        }
        all.take(&namings.iter().map(|n| n.country.to_owned()).collect(), &wanted);
        if found != wanted && odd == 1 {
            report.wrong(format!("sentence: {sentence}: wanted {wanted:?}, came {found:?}"));
        }
    }
    let [even, odd] = halves;
    report.figure("sentences with a nation, micro-F1, even ones (tuned on)", even.f1(), None, "");
    report.figure("the same, odd ones, precision", odd.precision(), None, "");
    report.figure("the same, odd ones, recall", odd.recall(), None, "");
    report.figure("the same, odd ones, micro-F1", odd.f1(), Some(0.97), "names alone .960");
    let [even, odd] = every;
    report.figure("all sentences, micro-F1, even ones", even.f1(), None, "");
    report.figure("all sentences, micro-F1, odd ones", odd.f1(), None, "");
    report.figure("all, nationalities, capitals and leaders counted too", all.f1(), None, "");
    Ok(())
}

#[derive(Deserialize)]
struct About {
    #[serde(rename = "about_iso2")]
    countries: Codes,
    title: String,
    body: String,
}

/// Shares of the heaviest country's count that counting is tried with.
const SHARES: [f64; 5] = [0.2, 0.3, 0.5, 0.7, 1.0];

/// Articles whose addresses name what they are about, as the reader reads them: datelines cut.
fn about(path: &Path, report: &mut Report) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    let mut tagger = Tagger::default();
    let mut halves = [Tally::default(), Tally::default()];
    let mut ours = Tally::default();
    let (mut any, mut counted) = (Tally::default(), SHARES.map(|_| Tally::default()));
    for (n, line) in text.lines().enumerate() {
        let wanted: About = serde_json::from_str(line).with_context(|| format!("'{}'", path.display()))?;
        let article = read(&wanted, &mut tagger)?;
        let found: Codes = article.countries.iter().map(|t| t.value.clone()).collect();
        ours.take(&found, &wanted.countries);
        if let Some(half) = halves.get_mut(n % 2) {
            half.take(&found, &wanted.countries);
        }
        if found != wanted.countries {
            report.wrong(format!("about: {}: wanted {:?}, came {found:?}", article.title, wanted.countries));
        }
        let counts = counts(&article);
        let most = counts.values().copied().fold(0.0, f64::max);
        for (share, tally) in SHARES.into_iter().zip(&mut counted) {
            let found = counts.iter().filter(|(_, count)| **count >= most * share);
            tally.take(&found.map(|(code, _)| (*code).to_owned()).collect(), &wanted.countries);
        }
        any.take(&counts.keys().map(|code| (*code).to_owned()).collect(), &wanted.countries);
    }
    let best = counted.iter().map(Tally::f1).fold(0.0, f64::max);
    let [even, odd] = halves;
    report.figure("about, micro-F1, even ones (tuned on)", even.f1(), None, "");
    report.figure("about, micro-F1, odd ones", odd.f1(), None, "");
    report.figure("about, micro-F1, any mention (baseline)", any.f1(), None, "");
    report.figure("about, micro-F1, title-weighted counting at its best share (baseline)", best, None, "");
    report.figure("about, precision", ours.precision(), None, "a lower bound: the addresses are incomplete");
    report.figure("about, recall", ours.recall(), None, "");
    report.figure("about, micro-F1", ours.f1(), Some(best), "title-weighted counting, the goal");
    Ok(())
}

/// What a namings in a title counts, beside one in the body.
const TITLE: f64 = 3.0;

/// The plain way: every naming counts one, in the title three.
fn counts(article: &Article) -> BTreeMap<&'static str, f64> {
    let mut counts = BTreeMap::new();
    let texts = std::iter::once((article.title.as_str(), TITLE))
        .chain(article.blocks.iter().map(|block| (block.text.as_str(), 1.0)));
    for (text, worth) in texts {
        for naming in tag::namings(text) {
            *counts.entry(naming.country).or_default() += worth;
        }
    }
    counts
}

/// An article with its dateline cut, as an import has it.
fn read(about: &About, tagger: &mut Tagger) -> anyhow::Result<Article> {
    let blocks: Vec<serde_json::Value> = about
        .body
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|text| serde_json::json!({"kind": "paragraph", "text": text}))
        .collect();
    let line = serde_json::json!({"title": about.title, "lang": "ar", "blocks": blocks}).to_string();
    let origin = qari::ingest::Origin { path: "about.jsonl".to_owned(), format: None };
    let article =
        qari::ingest::read_bytes(line.as_bytes(), &origin)?.pop().context("a line gives an article")?;
    let mut plain = Article { title: article.title, blocks: article.blocks, ..Article::default() };
    tagger.tag(&mut plain);
    Ok(plain)
}
