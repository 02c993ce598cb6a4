//! What differs between the two sides of translated news: how much is told where a professional translated, and how
//! much of what is changed on purpose is found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use qari::article::{Article, Bead, Block, BlockKind, Difference, DifferenceKind, Lang};
use qari::pair::differences;
use qari::tag::Tagger;

use crate::report::Report;

const KINDS: [DifferenceKind; 5] = [
    DifferenceKind::Number,
    DifferenceKind::Date,
    DifferenceKind::Name,
    DifferenceKind::Place,
    DifferenceKind::Negation,
];

/// English months, one of which takes another's place.
const MONTHS: [&str; 8] =
    ["January", "February", "April", "June", "September", "October", "November", "December"];

/// A document with its translation, segment by segment.
struct Document {
    ar: Article,
    en: Article,
}

impl Document {
    fn beads(&self) -> Vec<Bead> {
        (0..self.ar.blocks.len()).map(|i| Bead { ar: vec![i], en: vec![i], confidence: 1.0 }).collect()
    }

    fn differences(&self) -> Vec<Difference> {
        differences(&self.ar, &self.en, &self.beads())
    }
}

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let file = corpora.join("redistributable/parallel/ntrex/segments.tsv");
    if !file.is_file() {
        report.skip(&file);
        return Ok(());
    }
    let documents = documents(&file)?;
    let segments: usize = documents.iter().map(|d| d.ar.blocks.len()).sum();
    let mut told: BTreeMap<DifferenceKind, usize> = BTreeMap::new();
    for document in &documents {
        for difference in document.differences() {
            *told.entry(difference.kind).or_default() += 1;
            report.wrong(shown(document, &difference));
        }
    }
    report.figure("segments of translated news", segments as f64, None, "");
    let all: usize = told.values().sum();
    report.figure("told there, a hundred segments", 100.0 * all as f64 / segments as f64, None, "");
    for kind in KINDS {
        let count = told.get(&kind).copied().unwrap_or_default();
        report.figure(&format!("of them {kind:?}"), 100.0 * count as f64 / segments as f64, None, "");
    }
    for kind in KINDS {
        planted(&documents, kind, report);
    }
    Ok(())
}

/// A difference for a person to judge.
fn shown(document: &Document, difference: &Difference) -> String {
    let text =
        |article: &Article| article.blocks.get(difference.block).map(|b| b.text.clone()).unwrap_or_default();
    let (ar, en) = (text(&document.ar), text(&document.en));
    let own = if difference.side == Lang::Ar { &ar } else { &en };
    let word = own.get(difference.range.clone()).unwrap_or_default();
    format!("{:?} '{word}' only {}: {ar} | {en}", difference.kind, difference.side.code())
}

fn documents(file: &Path) -> anyhow::Result<Vec<Document>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("'{}'", file.display()))?;
    let mut found: BTreeMap<&str, (Vec<Block>, Vec<Block>)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| row.get(at).copied().unwrap_or_default();
        let (ar, en) = found.entry(cell(0)).or_default();
        ar.push(Block::new(BlockKind::Paragraph, cell(3)));
        en.push(Block::new(BlockKind::Paragraph, cell(2)));
    }
    let mut tagger = Tagger::default();
    let mut with_tags = |lang, blocks| {
        let mut article = Article { lang, blocks, ..Article::default() };
        tagger.tag(&mut article);
        article
    };
    Ok(found
        .into_values()
        .map(|(ar, en)| Document { ar: with_tags(Lang::Ar, ar), en: with_tags(Lang::En, en) })
        .collect())
}

/// Changes one thing of a kind in each segment that has one, and sees whether it is found, and what else is.
fn planted(documents: &[Document], kind: DifferenceKind, report: &mut Report) {
    let (mut planted, mut found, mut new) = (0, 0, 0);
    let mut tagger = Tagger::default();
    for document in documents {
        let key = |d: &Difference| (d.kind, d.side, d.block, d.range.start);
        let before: BTreeSet<_> = document.differences().iter().map(|d| format!("{:?}", key(d))).collect();
        for block in 0..document.en.blocks.len() {
            let Some(text) = changed(document, block, kind) else { continue };
            let mut en = document.en.clone();
            if let Some(block) = en.blocks.get_mut(block) {
                block.text = text;
            }
            (en.countries, en.mentions, en.topics, en.orgs) = Default::default();
            tagger.tag(&mut en);
            let after = Document { ar: document.ar.clone(), en }.differences();
            let here = |d: &&Difference| d.block == block && !before.contains(&format!("{:?}", key(d)));
            let fresh: Vec<&Difference> = after.iter().filter(here).collect();
            planted += 1;
            found += usize::from(fresh.iter().any(|d| d.kind == kind));
            // What moved with the change is told once more; it is no new alarm.
            let others = fresh.iter().filter(|d| d.kind != kind).count();
            new += others;
        }
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    report.figure(&format!("{kind:?} planted, found of {planted}"), share(found, planted), None, "");
    report.figure(&format!("{kind:?} planted, precision"), share(found, found + new), None, "");
}

/// The English text of a block with one thing of a kind changed; `None` where it has none.
fn changed(document: &Document, block: usize, kind: DifferenceKind) -> Option<String> {
    let text = &document.en.blocks.get(block)?.text;
    match kind {
        DifferenceKind::Number => {
            let word =
                text.split_whitespace().find(|w| w.len() > 1 && w.bytes().all(|b| b.is_ascii_digit()))?;
            let other = word.parse::<u32>().ok()? + 7;
            Some(text.replacen(word, &other.to_string(), 1))
        }
        DifferenceKind::Date => {
            let month = MONTHS.iter().find(|month| text.contains(**month))?;
            let other = if *month == "April" { "October" } else { "April" };
            Some(text.replacen(month, other, 1))
        }
        DifferenceKind::Negation => {
            let lost = [" not ", " never ", "n't "].iter().find(|cue| text.contains(**cue))?;
            Some(text.replacen(lost, " ", 1))
        }
        DifferenceKind::Place => {
            let here = |e: &&qari::article::Evidence| e.place == qari::article::Place::Block(block);
            let mut tags = document.en.countries.iter().chain(&document.en.mentions);
            let (code, range) =
                tags.find_map(|t| t.evidence.iter().find(here).map(|e| (&t.value, e.range.clone())))?;
            let other = if code == "BR" { "Japan" } else { "Brazil" };
            let (front, back) = (text.get(..range.start)?, text.get(range.end..)?);
            Some(format!("{front}{other}{back}"))
        }
        DifferenceKind::Name => {
            let often = |word: &&str| {
                word.len() > 5
                    && word.chars().all(char::is_alphabetic)
                    && word.starts_with(char::is_uppercase)
                    && document.en.blocks.iter().filter(|b| b.text.contains(*word)).count() > 3
            };
            let name = text.split_whitespace().skip(1).find(often)?;
            Some(text.replace(name, "Zandbergen"))
        }
    }
}
