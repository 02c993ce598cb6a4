//! Counterparts found among news, paragraphs and sentences aligned, and whether a confidence means what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use qari::article::{Article, Bead, Block, BlockKind, Lang};
use qari::pair::{ACCEPT, Profile, align, best, sentences};

use crate::report::Report;

type Links = BTreeSet<(usize, usize)>;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let parallel = corpora.join("redistributable/parallel");
    if !parallel.is_dir() {
        report.skip(&parallel);
        return Ok(());
    }
    counterparts(&parallel, report)?;
    let mut beads = Vec::new();
    let news = news(&parallel, report)?;
    let f1 = news.say(report, "news paragraphs, link F1", Some(0.96), "Gale-Church .880");
    beads.extend(news.beads);
    let xquad = xquad(&parallel)?;
    xquad.say(report, "XQuAD paragraphs, link F1", Some(f1), "");
    beads.extend(xquad.beads);
    let declaration = declaration(&parallel)?;
    declaration.say(report, "Declaration of Human Rights, link F1", Some(f1), "");
    beads.extend(declaration.beads);
    report.figure("calibration error of the beads", calibration(&beads), Some(0.05), "");
    boundaries(&parallel, report)
}

/// A text file of paragraphs parted by blank lines, its first line the title where it has one.
fn article(path: &Path, lang: Lang, title: bool) -> anyhow::Result<Article> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    let mut blocks: Vec<Block> =
        text.split("\n\n").map(|p| Block::new(BlockKind::Paragraph, p.trim().replace('\n', " "))).collect();
    let title = if title && !blocks.is_empty() { blocks.remove(0).text } else { String::new() };
    Ok(Article { title, lang, blocks, ..Article::default() })
}

/// The rows of a table, without its head.
fn rows(path: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    Ok(text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}

fn field(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

fn counterparts(parallel: &Path, report: &mut Report) -> anyhow::Result<()> {
    let (ar, en) = (side(parallel, Lang::Ar)?, side(parallel, Lang::En)?);
    let wanted: BTreeMap<String, String> = rows(&parallel.join("ntrex/pairs.tsv"))?
        .iter()
        .map(|r| (field(r, 2).to_owned(), field(r, 1).to_owned()))
        .collect();
    let names: Vec<&String> = en.keys().collect();
    let profiles: Vec<Profile> = en.values().map(Profile::of).collect();
    let (mut right, mut alone) = (0, 0);
    for (name, article) in &ar {
        let ranked = best(&Profile::of(article), profiles.iter());
        let found = ranked.first().filter(|b| b.1 >= ACCEPT).and_then(|b| names.get(b.0).copied());
        let wanted = wanted.get(name).filter(|n| en.contains_key(*n));
        match wanted {
            Some(_) if found == wanted => right += 1,
            None if found.is_none() => alone += 1,
            _ => report.wrong(format!("{name}: wanted {wanted:?}, found {found:?}")),
        }
    }
    let pairs = ar.keys().filter(|name| wanted.get(*name).is_some_and(|n| en.contains_key(n))).count();
    report.figure(
        &format!("news, right of {pairs}"),
        f64::from(right),
        Some(47.0),
        "numbers, Latin words and length 46",
    );
    let orphans = ar.len() - pairs;
    report.figure(
        &format!("news, orphans left alone of {orphans}"),
        f64::from(alone),
        Some(orphans as f64),
        "",
    );
    Ok(())
}

fn side(parallel: &Path, lang: Lang) -> anyhow::Result<BTreeMap<String, Article>> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(parallel.join("ntrex").join(lang.code()))? {
        let file = file?.path();
        let name = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        found.insert(name, article(&file, lang, true)?);
    }
    Ok(found)
}

/// Links right, found and wanted; for each bead its confidence, and whether the gold has exactly it.
#[derive(Default)]
struct Tally {
    hits: usize,
    found: usize,
    gold: usize,
    beads: Vec<(f32, bool)>,
}

impl Tally {
    fn add(&mut self, beads: &[Bead], gold: &Links) {
        let found: Links =
            beads.iter().flat_map(|b| b.ar.iter().flat_map(|&a| b.en.iter().map(move |&e| (a, e)))).collect();
        self.hits += found.intersection(gold).count();
        self.found += found.len();
        self.gold += gold.len();
        self.beads.extend(beads.iter().map(|bead| (bead.confidence, is_right(bead, gold))));
    }

    /// Reports the links, and gives their F1.
    fn say(&self, report: &mut Report, name: &str, goal: Option<f64>, baselines: &str) -> f64 {
        let f1 = 2.0 * self.hits as f64 / (self.found + self.gold) as f64;
        report.figure(name, f1, goal, baselines);
        f1
    }
}

/// Whether the gold has exactly this bead: all links of its paragraphs are inside, and each of them has one.
fn is_right(bead: &Bead, gold: &Links) -> bool {
    let touched: Links =
        gold.iter().filter(|(a, e)| bead.ar.contains(a) || bead.en.contains(e)).copied().collect();
    let inside = touched.iter().all(|(a, e)| bead.ar.contains(a) && bead.en.contains(e));
    let covers = bead.ar.iter().all(|a| touched.iter().any(|t| t.0 == *a))
        && bead.en.iter().all(|e| touched.iter().any(|t| t.1 == *e));
    let empty = bead.ar.is_empty() || bead.en.is_empty();
    inside && (covers || empty && touched.is_empty())
}

/// Expected calibration error over ten bins (Naeini et al. 2015).
fn calibration(beads: &[(f32, bool)]) -> f64 {
    let mut bins: BTreeMap<u8, (f64, f64)> = BTreeMap::new();
    for &(confidence, right) in beads {
        let bin = bins.entry(((confidence * 10.0) as u8).min(9)).or_default();
        bin.0 += f64::from(confidence);
        bin.1 += f64::from(u8::from(right));
    }
    bins.values().map(|b| (b.0 - b.1).abs()).sum::<f64>() / beads.len() as f64
}

fn news(parallel: &Path, report: &mut Report) -> anyhow::Result<Tally> {
    let mut gold: BTreeMap<(String, String), Links> = BTreeMap::new();
    for row in rows(&parallel.join("ntrex/paragraph_alignment.tsv"))? {
        let links = gold.entry((field(&row, 0).to_owned(), field(&row, 1).to_owned())).or_default();
        let en: usize = field(&row, 2).parse()?;
        links.extend(field(&row, 3).split(',').filter_map(|a| a.parse().ok()).map(|ar: usize| (ar, en)));
    }
    let (mut tally, mut many, mut many_right) = (Tally::default(), 0, 0);
    for ((en, ar), links) in &gold {
        let arabic = article(&parallel.join(format!("ntrex/ar/{ar}.txt")), Lang::Ar, false)?;
        let english = article(&parallel.join(format!("ntrex/en/{en}.txt")), Lang::En, false)?;
        let beads = align(&arabic, &english);
        for bead in beads.iter().filter(|bead| !is_right(bead, links)) {
            let (ar_at, en_at) = (&bead.ar, &bead.en);
            report.wrong(format!("{ar} with {en}: {ar_at:?} with {en_at:?}, sure by {:.2}", bead.confidence));
        }
        let wide = beads.iter().filter(|b| b.ar.len() > 1 && b.en.len() > 1);
        many += wide.clone().count();
        many_right += wide.filter(|bead| is_right(bead, links)).count();
        tally.add(&beads, links);
    }
    report.figure("news paragraphs, n-m beads found", f64::from(u32::try_from(many)?), None, "");
    report.figure("news paragraphs, n-m beads right", f64::from(u32::try_from(many_right)?), None, "");
    Ok(tally)
}

fn xquad(parallel: &Path) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for n in 0..24 {
        let name = |lang: Lang| parallel.join(format!("xquad/{}/{n:02}.txt", lang.code()));
        let (ar, en) =
            (article(&name(Lang::Ar), Lang::Ar, false)?, article(&name(Lang::En), Lang::En, true)?);
        tally.add(&align(&ar, &en), &(0..ar.blocks.len()).map(|i| (i, i)).collect());
    }
    Ok(tally)
}

fn declaration(parallel: &Path) -> anyhow::Result<Tally> {
    let rows = rows(&parallel.join("udhr/sections.tsv"))?;
    let side = |n: usize, lang| Article {
        lang,
        blocks: rows.iter().map(|r| Block::new(BlockKind::Paragraph, field(r, n))).collect(),
        ..Article::default()
    };
    let mut tally = Tally::default();
    tally.add(&align(&side(4, Lang::Ar), &side(3, Lang::En)), &(0..rows.len()).map(|i| (i, i)).collect());
    Ok(tally)
}

/// Whole documents as one passage: their segments, which are sentences, or pieces of one, or two.
fn boundaries(parallel: &Path, report: &mut Report) -> anyhow::Result<()> {
    let mut documents: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in rows(&parallel.join("ntrex/segments.tsv"))? {
        documents.entry(field(&row, 0).to_owned()).or_default().push(row);
    }
    let (mut right, mut all) = (0, 0);
    for segments in documents.values() {
        let text = |at: usize| {
            let (mut text, mut ends) = (String::new(), Vec::new());
            for segment in segments {
                text.push_str(field(segment, at).trim());
                ends.push(text.len());
                text.push(' ');
            }
            (text, ends)
        };
        let ((ar, ar_ends), (en, en_ends)) = (text(3), text(2));
        let found = sentences(&ar, &en);
        // A boundary is right when one of the gold stands there on both sides.
        let wanted: Links = ar_ends.into_iter().zip(en_ends).collect();
        right += found.iter().filter(|(a, e)| wanted.contains(&(a.end, e.end))).count();
        all += found.len();
    }
    report.figure("news, sentence boundaries found that are right", right as f64 / all as f64, None, "");
    Ok(())
}
