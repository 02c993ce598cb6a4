//! The records that commands print with `--json`: a contract with scripts (DESIGN.md section 7). Nothing else.

use std::fmt::Write as _;

use serde::Serialize;

use crate::archive::query::{Matcher, snippet};
use crate::archive::{Archive, ArchiveError, Form, Forms, Offer, Version, WordForms};
use crate::article::{Article, ArticleId, BlockKind, Correction, Difference, Lang, Pair, Place, Tag};
use crate::pair;

/// Characters of a snippet: two lines of a terminal.
const SNIPPET: usize = 160;

/// A record as one line of JSON. What JSON lets stand and a terminal obeys (C1 controls, DEL, bidi embeddings,
/// overrides and isolates) is escaped: a file's path or a page's metadata may have them.
pub(super) fn line(record: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(record)?;
    let obeyed = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !json.contains(obeyed) {
        return Ok(json);
    }
    let mut line = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        // Outside of strings JSON is ASCII without controls, so what is escaped here stands in one.
        if obeyed(c) {
            let _ = write!(line, "\\u{:04x}", u32::from(c));
        } else {
            line.push(c);
        }
    }
    Ok(line)
}

/// One article that a query found.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Hit {
    pub id: String,
    pub title: String,
    pub lang: &'static str,
    pub date: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub author: Option<String>,
    pub countries: Vec<String>,
    pub mentions: Vec<String>,
    pub topics: Vec<String>,
    pub pair: Vec<String>,
    /// The other versions of it, the main one first.
    pub copies: Vec<CopyRecord>,
    pub score: Option<f32>,
    pub snippet: String,
    pub highlights: Vec<(usize, usize)>,
}

/// Another version of an article.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CopyRecord {
    pub id: String,
    pub source: Option<String>,
    pub url: Option<String>,
    pub date: Option<String>,
    pub path: String,
}

impl CopyRecord {
    fn of(version: Version) -> Self {
        let Version { row, url, path } = version;
        Self { id: row.id.0, source: row.source, url, date: row.date.map(|date| date.to_string()), path }
    }
}

/// The id that a machine translation of this article has, whether or not it was made.
pub(super) fn made_of(article: &Article) -> ArticleId {
    article.lang.counterpart().map(|to| article.id.machine_translation(to)).unwrap_or_default()
}

/// The pairs of an article with articles of the archive, and none with what a machine made of it.
pub(super) fn own_pairs(archive: &dyn Archive, article: &Article) -> Result<Vec<Pair>, ArchiveError> {
    let made = made_of(article);
    let pairs = archive.pairs(&article.id)?.into_iter();
    Ok(pairs.filter(|pair| pair.ar != made && pair.en != made).collect())
}

fn values(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(|t| t.value.clone()).collect()
}

impl Hit {
    /// The record of an article under a query.
    pub(super) fn of(
        archive: &dyn Archive,
        article: &Article,
        matcher: &Matcher,
        score: Option<f32>,
    ) -> Result<Self, ArchiveError> {
        Self::with(archive, article, (matcher, score), &archive.pairs(&article.id)?)
    }

    fn with(
        archive: &dyn Archive,
        article: &Article,
        (matcher, score): (&Matcher, Option<f32>),
        pairs: &[Pair],
    ) -> Result<Self, ArchiveError> {
        let other = |p: &Pair| if p.ar == article.id { p.en.0.clone() } else { p.ar.0.clone() };
        let pair = pairs.iter().map(other).collect();
        let texts = article.blocks.iter().filter(|b| b.kind != BlockKind::Heading).map(|b| b.text.as_str());
        let mut texts = texts.collect::<Vec<_>>();
        let best = texts.iter().position(|t| !matcher.find(t).is_empty()).unwrap_or(0);
        let text = if texts.is_empty() { "" } else { texts.swap_remove(best) };
        let found = snippet(text, matcher, SNIPPET);
        Ok(Self {
            id: article.id.0.clone(),
            title: article.title.clone(),
            lang: article.lang.code(),
            date: article.date.as_ref().map(ToString::to_string),
            source: article.source.clone(),
            url: article.url.clone(),
            author: article.author.clone(),
            countries: values(&article.countries),
            mentions: values(&article.mentions),
            topics: values(&article.topics),
            pair,
            copies: archive.copies(&article.id)?.into_iter().map(CopyRecord::of).collect(),
            score,
            highlights: found.highlights.iter().map(|r| (r.start, r.end)).collect(),
            snippet: found.text,
        })
    }
}

/// One article whole, as `show --json` prints it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Whole {
    #[serde(flatten)]
    pub hit: Hit,
    pub original_title: Option<String>,
    pub machine_translated: bool,
    /// Of the picture at the top, where the page has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    pub orgs: Vec<String>,
    pub provenance: crate::article::Provenance,
    pub blocks: Vec<BlockRecord>,
    pub cut: Vec<crate::article::Cut>,
    pub beads: Vec<crate::article::Bead>,
    pub differences: Vec<DifferenceRecord>,
    pub evidence: Vec<EvidenceRecord>,
    /// What the reader corrected of all this, where something is.
    #[serde(skip_serializing_if = "Correction::is_empty")]
    pub correction: Correction,
}

/// What stands on one side of the first pair only: bytes of a block's text.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DifferenceRecord {
    pub kind: &'static str,
    pub lang: &'static str,
    pub block: usize,
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// One block.
#[derive(Clone, Debug, Serialize)]
pub(super) struct BlockRecord {
    pub kind: BlockKind,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub marker: String,
    /// Its language, where it is not the article's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
    pub text: String,
}

/// Why an article has a country, topic or organisation.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EvidenceRecord {
    pub facet: &'static str,
    pub value: String,
    pub score: f32,
    pub words: Vec<WordRecord>,
}

/// Words that speak for it: the block's index, -1 for the title, and bytes of its text.
#[derive(Clone, Debug, Serialize)]
pub(super) struct WordRecord {
    pub block: i64,
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl Whole {
    /// The record of an article.
    pub(super) fn of(archive: &dyn Archive, article: &Article) -> Result<Self, ArchiveError> {
        Self::with(archive, article, archive.pairs(&article.id)?)
    }

    /// The same with these pairs.
    pub(super) fn with(
        archive: &dyn Archive,
        article: &Article,
        pairs: Vec<Pair>,
    ) -> Result<Self, ArchiveError> {
        let hit = Hit::with(archive, article, (&Matcher::default(), None), &pairs)?;
        let pair = pairs.into_iter().next();
        let differences = pair.as_ref().map(|pair| differences(archive, article, pair)).transpose()?;
        let beads = pair.map(|pair| pair.beads).unwrap_or_default();
        let groups = [
            ("country", &article.countries),
            ("mention", &article.mentions),
            ("topic", &article.topics),
            ("org", &article.orgs),
        ];
        let evidence =
            groups.iter().flat_map(|(facet, tags)| tags.iter().map(|t| evidence(article, facet, t)));
        Ok(Self {
            hit,
            original_title: article.original_title.clone(),
            machine_translated: article.machine_translated,
            caption: article.caption.clone(),
            orgs: values(&article.orgs),
            provenance: article.provenance.clone(),
            blocks: article
                .blocks
                .iter()
                .map(|b| BlockRecord {
                    kind: b.kind,
                    marker: b.marker.clone(),
                    lang: b.lang.map(Lang::code),
                    text: b.text.clone(),
                })
                .collect(),
            cut: article.cut.clone(),
            beads,
            differences: differences.unwrap_or_default(),
            evidence: evidence.collect(),
            correction: archive.correction(&article.id)?,
        })
    }
}

/// What stands on one side only of an article and its counterpart; nothing where that is gone.
fn differences(
    archive: &dyn Archive,
    article: &Article,
    pair: &Pair,
) -> Result<Vec<DifferenceRecord>, ArchiveError> {
    let own = pair.ar == article.id;
    let Some(other) = archive.get(if own { &pair.en } else { &pair.ar })? else { return Ok(Vec::new()) };
    let (ar, en) = if own { (article, &other) } else { (&other, article) };
    let record = |d: Difference| {
        let side = if d.side == Lang::Ar { ar } else { en };
        let text = side.text_at(Place::Block(d.block)).and_then(|text| text.get(d.range.clone()));
        DifferenceRecord {
            kind: d.kind.slug(),
            lang: d.side.code(),
            block: d.block,
            start: d.range.start,
            end: d.range.end,
            text: text.unwrap_or_default().to_owned(),
        }
    };
    Ok(pair::differences(ar, en, &pair.beads).into_iter().map(record).collect())
}

fn evidence(article: &Article, facet: &'static str, tag: &Tag) -> EvidenceRecord {
    let words = tag.evidence.iter().filter_map(|e| {
        let text = article.text_at(e.place)?.get(e.range.clone())?.to_owned();
        let block = match e.place {
            Place::Title => -1,
            Place::Block(i) => i as i64,
        };
        Some(WordRecord { block, start: e.range.start, end: e.range.end, text })
    });
    EvidenceRecord { facet, value: tag.value.clone(), score: tag.score, words: words.collect() }
}

/// One value of a facet.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FacetRecord {
    pub facet: &'static str,
    pub value: String,
    pub parent: Option<String>,
    pub label: Label,
    pub count: usize,
}

/// What a query may have meant instead.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OfferRecord {
    pub offer: &'static str,
    pub typed: String,
    pub meant: String,
    pub query: String,
    pub count: usize,
}

impl OfferRecord {
    pub(super) fn of(offer: &Offer) -> Self {
        Self {
            offer: offer.why.slug(),
            typed: offer.typed.clone(),
            meant: offer.meant.clone(),
            query: offer.query.to_string(),
            count: offer.count,
        }
    }
}

/// A form in which a word of a query is written.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FormRecord<'a> {
    pub word: &'a str,
    pub written: &'a str,
    pub articles: usize,
    /// Whether the query leaves it out.
    pub dropped: bool,
    /// The newest articles, in which it was counted, and how many match.
    pub read: usize,
    pub of: usize,
}

impl<'a> FormRecord<'a> {
    pub(super) fn of(found: &Forms, word: &'a WordForms, form: &'a Form) -> Self {
        let (word, Form { written, articles, dropped }) = (&word.word, form);
        Self { word, written, articles: *articles, dropped: *dropped, read: found.read, of: found.of }
    }
}

/// A name in both languages.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Label {
    pub ar: String,
    pub en: String,
}

/// A language's name for people, in English: for the plain listings.
pub(super) fn language_mark(lang: Lang) -> String {
    lang.code().to_uppercase()
}
