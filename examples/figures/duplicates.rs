//! Versions of one text: how many of those planted are linked, by what was changed in them, and what is linked that
//! should not be.

use std::path::Path;

use anyhow::Context;
use qari::archive::{Archive, Embedded, Mode};
use qari::article::{Article, Block, BlockKind, Lang, Provenance};
use qari::ingest::{Origin, read_bytes};

use crate::report::Report;

/// Of the articles every so many is planted again.
const EVERY: usize = 4;

/// Words of the shortest one that is planted with a change.
const LONG: usize = 60;

/// A change of a planted version; `None` where there is nothing to change in the article.
type Change = (&'static str, fn(&Article) -> Option<Article>);

const CHANGES: &[Change] = &[
    ("nothing changed", |article| Some(article.clone())),
    ("another title", |article| {
        Some(Article { title: "عنوان آخر تماما".into(), ..article.clone() })
    }),
    ("a dateline and a share line added", |article| Some(framed(article))),
    ("a paragraph added", |article| {
        let added =
            "وأضاف المصدر ذاته أن مزيدا من التفاصيل سيعلن عنه في وقت لاحق من هذا الأسبوع بعد استكمال الإجراءات.";
        let mut changed = article.clone();
        changed.blocks.push(Block::new(BlockKind::Paragraph, added));
        Some(changed)
    }),
    ("a sentence in ten reworded", |article| Some(reworded(article))),
    ("two halves exchanged", |article| {
        let words = words(article);
        let (one, other) = words.split_at(words.len() / 2);
        Some(with_text(article, &[other, one].concat().join(" ")))
    }),
    ("digits of the other script", |article| {
        let other = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c);
        let text: String = words(article).join(" ").chars().map(other).collect();
        Some(with_text(article, &text))
    }),
    ("hamzas, dots of teh and marks left out", |article| {
        let bare = |c: char| match c {
            'أ' | 'إ' | 'آ' => Some('ا'),
            'ة' => Some('ه'),
            'ى' => Some('ي'),
            '\u{64B}'..='\u{652}' => None,
            c => Some(c),
        };
        let text: String = words(article).join(" ").chars().filter_map(bare).collect();
        Some(with_text(article, &text))
    }),
];

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let file = corpora.join("redistributable/news/ant_jawhara_1500.jsonl");
    if !file.is_file() {
        report.skip(&file);
        return Ok(());
    }
    let bytes = std::fs::read(&file)?;
    let articles = read_bytes(&bytes, &Origin { path: file.display().to_string(), format: None })?;
    let folder = tempfile::tempdir()?;
    let archive = Embedded::open(folder.path(), Mode::Create)?;
    let batch = archive.begin_batch("2026-01-01T00:00:00Z")?;
    let own = archive.put(batch, &articles)?;
    archive.end_batch(batch)?;
    report.figure("articles of a newsroom", articles.len() as f64, None, "");
    report.figure("linked among them as they are", own.linked as f64, None, "");
    for row in archive.rows(&archive.front(usize::MAX)?.rows)?.iter().filter(|row| row.copies > 0) {
        for version in archive.copies(&row.id)? {
            report.wrong(format!("linked as it is: '{}' and '{}'", row.title, version.row.title));
        }
    }
    let long: Vec<&Article> = articles.iter().filter(|a| words(a).len() >= LONG).step_by(EVERY).collect();
    let mut elsewhere = 0;
    for (name, change) in CHANGES {
        let planted: Vec<(&Article, Article)> =
            long.iter().filter_map(|a| Some((*a, planted(a, change(a)?)))).collect();
        let found = plant(&archive, &planted)?;
        let right = found.iter().filter(|found| **found == Some(true)).count();
        elsewhere += found.iter().filter(|found| **found == Some(false)).count();
        for ((original, _), _) in planted.iter().zip(&found).filter(|(_, found)| **found != Some(true)) {
            report.wrong(format!("{name}: not linked: '{}'", original.title));
        }
        let share = right as f64 / planted.len().max(1) as f64;
        report.figure(&format!("found: {name} ({})", planted.len()), share, None, "");
    }
    report.figure("planted ones linked to another article", elsewhere as f64, Some(0.0), "");
    let bulletins: Vec<(&Article, Article)> =
        long.iter().filter_map(|a| Some((*a, planted(a, other_numbers(a)?)))).collect();
    let linked = plant(&archive, &bulletins)?.into_iter().flatten().count();
    report.figure(
        &format!("linked: the same words with other numbers ({})", bulletins.len()),
        linked as f64,
        Some(0.0),
        "",
    );
    Ok(())
}

/// Stores versions and takes them back. Says of each whether it was linked to its own article, or to another.
fn plant(archive: &Embedded, planted: &[(&Article, Article)]) -> anyhow::Result<Vec<Option<bool>>> {
    let batch = archive.begin_batch("2026-01-02T00:00:00Z")?;
    let articles: Vec<Article> = planted.iter().map(|(_, article)| article.clone()).collect();
    archive.put(batch, &articles)?;
    archive.end_batch(batch)?;
    let found = planted.iter().map(|(original, article)| {
        let versions = archive.copies(&article.id).context("the versions of an article that was stored")?;
        let own = versions.iter().any(|version| version.row.id == original.id);
        Ok((!versions.is_empty()).then_some(own))
    });
    let found = found.collect::<anyhow::Result<Vec<_>>>()?;
    archive.undo_batch(batch)?;
    Ok(found)
}

/// A version under an address and a source of its own.
fn planted(original: &Article, mut changed: Article) -> Article {
    changed.id = format!("{}-again", original.id).as_str().into();
    changed.source = Some("Another paper".into());
    changed.provenance =
        Provenance { path: "/planted".into(), hash: changed.id.0.clone(), ..Provenance::default() };
    changed
}

fn words(article: &Article) -> Vec<&str> {
    article.blocks.iter().flat_map(|block| block.text.split_whitespace()).collect()
}

fn with_text(article: &Article, text: &str) -> Article {
    Article { blocks: vec![Block::new(BlockKind::Paragraph, text)], lang: Lang::Ar, ..article.clone() }
}

fn framed(article: &Article) -> Article {
    let mut changed = article.clone();
    changed.blocks.insert(0, Block::new(BlockKind::Paragraph, "تونس (وكالات) 14:30"));
    changed.blocks.push(Block::new(BlockKind::Paragraph, "شارك هذا الخبر مع أصدقائك على فيسبوك وتويتر"));
    changed
}

/// Every tenth stretch of twelve words in another order: as long as a sentence that was written anew.
fn reworded(article: &Article) -> Article {
    let mut words = words(article);
    for (n, sentence) in words.chunks_mut(12).enumerate() {
        if n % 10 == 1 {
            sentence.reverse();
        }
    }
    with_text(article, &words.join(" "))
}

/// The text with every number another one; `None` where it has fewer than three.
fn other_numbers(article: &Article) -> Option<Article> {
    let mut numbers = 0;
    let other = |word: &str| {
        let changed: String = word
            .chars()
            .map(|c| c.to_digit(10).map_or(c, |d| char::from(b'0' + ((d + 3) % 10) as u8)))
            .collect();
        changed
    };
    let words: Vec<String> = words(article)
        .into_iter()
        .map(|word| {
            numbers += usize::from(word.chars().any(|c| c.is_ascii_digit()));
            other(word)
        })
        .collect();
    (numbers >= 3).then(|| with_text(article, &words.join(" ")))
}
