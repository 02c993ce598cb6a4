//! What news is about, against the sections that an editor filed it under. Title and body are seen, never the section.
//!
//! A section is no topic of our tree, so the tree is mapped to the sections first: by roots, and where a root holds
//! what a newspaper prints in several sections, by leaves. An article is in the section of its first topic; one without
//! a topic is in none, and counts as missed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use qari::article::{Article, Block, BlockKind};
use qari::tag::{self, Tagger};
use serde::Deserialize;

use crate::report::Report;

/// The sections that are topics, each with the roots and leaves of our tree that stand for it.
const SECTIONS: [(&str, &[&str]); 6] = [
    ("politic", &["politics", "diplomacy", "defence", "legislation", "human-rights"]),
    ("economy", &["economy", "energy"]),
    ("society", &["society", "law", "disasters", "health", "environment", "religion"]),
    ("culture", &["culture"]),
    ("technology", &["science-technology", "cyber-security"]),
    ("sport", &["sport"]),
];

#[derive(Deserialize)]
struct Filed {
    category: String,
    title: String,
    body: String,
}

/// What was found and filed: right, found besides, missed.
#[derive(Default)]
struct Tally {
    right: f64,
    found: f64,
    filed: f64,
}

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    sections(corpora, report)?;
    translations(&corpora.join("redistributable/parallel/ntrex"), report)
}

/// English news has no sections here: its topics are held against those of its translation.
fn translations(news: &Path, report: &mut Report) -> anyhow::Result<()> {
    if !news.is_dir() {
        report.skip(news);
        return Ok(());
    }
    let pairs = std::fs::read_to_string(news.join("pairs.tsv")).context("'pairs.tsv'")?;
    let mut tagger = Tagger::default();
    let (mut same, mut all) = (0, 0);
    for row in pairs.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [_, en, ar, ..] = fields.as_slice() else { anyhow::bail!("'{row}' is no row") };
        // An orphan has one side only.
        let (en, ar) = (news.join(format!("en/{en}.txt")), news.join(format!("ar/{ar}.txt")));
        if !en.is_file() || !ar.is_file() {
            continue;
        }
        let [(title, english), (_, arabic)] = [topics_of(&en, &mut tagger)?, topics_of(&ar, &mut tagger)?];
        let root = |topics: &[String]| topics.first().and_then(|t| tag::topic(t)).map(|t| t.parent);
        all += 1;
        if root(&english) == root(&arabic) {
            same += 1;
        } else {
            report.wrong(format!("{title}: in English {english:?}, in Arabic {arabic:?}"));
        }
    }
    let name = format!("translations whose first topics have one root, of {all}");
    report.figure(&name, f64::from(same), None, "");
    Ok(())
}

/// The title and the topics of a text file of paragraphs parted by blank lines, the first its title.
fn topics_of(path: &Path, tagger: &mut Tagger) -> anyhow::Result<(String, Vec<String>)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    let mut paragraphs = text.split("\n\n").map(|p| p.trim().replace('\n', " "));
    let title = paragraphs.next().unwrap_or_default();
    let blocks = paragraphs.map(|p| Block::new(BlockKind::Paragraph, p)).collect();
    let mut article = Article { title, blocks, ..Article::default() };
    tagger.tag(&mut article);
    Ok((article.title, article.topics.into_iter().map(|t| t.value).collect()))
}

fn sections(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let path = corpora.join("redistributable/news/ant_jawhara_1500.jsonl");
    if !path.is_file() {
        report.skip(&path);
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("'{}'", path.display()))?;
    let mut tagger = Tagger::default();
    let mut told = Vec::new();
    for line in text.lines() {
        let filed: Filed = serde_json::from_str(line).with_context(|| format!("'{}'", path.display()))?;
        let Some((wanted, _)) = SECTIONS.iter().find(|(name, _)| *name == filed.category) else { continue };
        let blocks = filed.body.lines().map(|line| Block::new(BlockKind::Paragraph, line)).collect();
        let mut article = Article { title: filed.title, blocks, ..Article::default() };
        tagger.tag(&mut article);
        let topics: Vec<&str> = article.topics.iter().map(|t| t.value.as_str()).collect();
        let came = topics.first().and_then(|t| section(t));
        if came != Some(*wanted) {
            report.wrong(format!(
                "{}: wanted {wanted}, came {} by {topics:?}",
                article.title,
                came.unwrap_or("none")
            ));
        }
        told.push((*wanted, came));
    }
    say(report, &told)
}

/// The section that a leaf of our tree stands for: its own, else that of its root.
fn section(leaf: &str) -> Option<&'static str> {
    let of = |slug: &str| SECTIONS.iter().find(|(_, slugs)| slugs.contains(&slug)).map(|(name, _)| *name);
    of(leaf).or_else(|| of(tag::topic(leaf)?.parent?))
}

fn say(report: &mut Report, told: &[(&str, Option<&str>)]) -> anyhow::Result<()> {
    let halves = ["even articles", "odd articles"]
        .map(|name| (name, told.iter().skip(usize::from(name.starts_with("odd"))).step_by(2)));
    for (name, half) in halves {
        let half: Vec<_> = half.copied().collect();
        report.figure(
            &format!("sections, macro-F1, {name} of {}", half.len()),
            macro_f1(&tallies(&half)),
            None,
            "",
        );
    }
    let tallies = tallies(told);
    for (section, slugs) in SECTIONS {
        let tally = tallies.get(section).context("every section has articles")?;
        let name = format!("{section} ({}), F1 of {}", slugs.join(", "), tally.filed);
        report.figure(&name, f1(tally), None, "");
    }
    let untold = told.iter().filter(|(_, came)| came.is_none()).count();
    report.figure("articles without a topic", untold as f64, None, "");
    let name = format!("sections, macro-F1 of all {}", told.len());
    report.figure(&name, macro_f1(&tallies), Some(0.8), "");
    Ok(())
}

fn tallies<'a>(told: &[(&'a str, Option<&'a str>)]) -> BTreeMap<&'a str, Tally> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (wanted, came) in told {
        tallies.entry(wanted).or_default().filed += 1.0;
        if let Some(came) = came {
            let tally = tallies.entry(came).or_default();
            tally.found += 1.0;
            tally.right += f64::from(u8::from(came == wanted));
        }
    }
    tallies
}

fn f1(tally: &Tally) -> f64 {
    2.0 * tally.right / (tally.found + tally.filed).max(1.0)
}

fn macro_f1(tallies: &BTreeMap<&str, Tally>) -> f64 {
    SECTIONS.iter().map(|(name, _)| tallies.get(name).map_or(0.0, f1)).sum::<f64>() / SECTIONS.len() as f64
}
