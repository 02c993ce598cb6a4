//! Organisations and people: no set has them marked, so that what is found in an article is held against what is found in
//! its translation by a professional; countries beside them, by the same measure.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use qari::article::{Article, Block, BlockKind, Tag};
use qari::tag::Tagger;

use crate::report::Report;

/// Words around a naming that is shown.
const AROUND: usize = 40;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let news = corpora.join("redistributable/parallel/ntrex");
    if !news.is_dir() {
        report.skip(&news);
        return Ok(());
    }
    let pairs = std::fs::read_to_string(news.join("pairs.tsv")).context("'pairs.tsv'")?;
    let mut tagger = Tagger::default();
    let (mut orgs, mut countries) = ([0; 3], [0; 3]);
    for row in pairs.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [_, en, ar, ..] = fields.as_slice() else { anyhow::bail!("'{row}' is no row") };
        // An orphan has one side only.
        let (en, ar) = (news.join(format!("en/{en}.txt")), news.join(format!("ar/{ar}.txt")));
        if !en.is_file() || !ar.is_file() {
            continue;
        }
        let (en, ar) = (tagged(&en, &mut tagger)?, tagged(&ar, &mut tagger)?);
        for (side, other) in [(&en, &ar), (&ar, &en)] {
            for tag in side.orgs.iter().filter(|t| other.orgs.iter().all(|o| o.value != t.value)) {
                report.wrong(format!("{} on one side only: {}", tag.value, naming(side, tag)));
            }
        }
        count(&en.orgs, &ar.orgs, &mut orgs);
        count(
            &en.countries.iter().chain(&en.mentions).cloned().collect::<Vec<_>>(),
            &ar.countries.iter().chain(&ar.mentions).cloned().collect::<Vec<_>>(),
            &mut countries,
        );
    }
    let [both, english, arabic] = orgs;
    report.figure("found in the English articles", f64::from(english), None, "");
    report.figure("found in the Arabic ones", f64::from(arabic), None, "");
    report.figure(
        "agreement of the two, F1",
        f64::from(2 * both) / f64::from((english + arabic).max(1)),
        None,
        "",
    );
    let [both, english, arabic] = countries;
    let f1 = f64::from(2 * both) / f64::from((english + arabic).max(1));
    report.figure("countries of the two, agreement, F1", f1, None, "");
    Ok(())
}

/// A text file of paragraphs parted by blank lines, the first its title.
fn tagged(path: &Path, tagger: &mut Tagger) -> anyhow::Result<Article> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    let mut paragraphs = text.split("\n\n").map(|p| p.trim().replace('\n', " "));
    let title = paragraphs.next().unwrap_or_default();
    let blocks = paragraphs.map(|p| Block::new(BlockKind::Paragraph, p)).collect();
    let mut article = Article { title, blocks, ..Article::default() };
    tagger.tag(&mut article);
    Ok(article)
}

/// Counts the values of both sides, of the first, and of the second.
fn count(one: &[Tag], other: &[Tag], counts: &mut [i32; 3]) {
    let values = |tags: &[Tag]| tags.iter().map(|t| t.value.clone()).collect::<BTreeSet<_>>();
    let (one, other) = (values(one), values(other));
    for (count, more) in counts.iter_mut().zip([one.intersection(&other).count(), one.len(), other.len()]) {
        *count += i32::try_from(more).unwrap_or(i32::MAX);
    }
}

/// The words of a naming, with what stands around them.
fn naming(article: &Article, tag: &Tag) -> String {
    let Some(evidence) = tag.evidence.first() else { return "declared".to_owned() };
    let text = article.text_at(evidence.place).unwrap_or_default();
    let (before, rest) = text.split_at_checked(evidence.range.start).unwrap_or(("", text));
    let before: Vec<char> = before.chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let behind: String = rest.chars().take(evidence.range.len() + AROUND).collect();
    format!("{before}{behind}")
}
