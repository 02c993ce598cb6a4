//! Which sentences of two paragraphs that correspond are translations of each other.

use std::ops::Range;

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use crate::article::{Article, Block, BlockKind, Lang};

use super::align;

/// A sentence of fewer letters is no sentence but a piece of the next one: an initial, an abbreviation, a number
/// with its full stop.
const SHORTEST: usize = 8;

/// Sets the sentences of two passages beside each other: byte ranges of the Arabic and of the English text,
/// blanks around them left out, in order and covering all sentences.
///
/// A range is of several sentences where one side has more, and empty where its counterpart is missing. Boundaries
/// are those of UAX #29, save that a piece too short to be a sentence is joined to the one after it.
pub fn sentences(arabic: &str, english: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let (ar, en) = (split(arabic), split(english));
    let beads = align(&passage(arabic, &ar, Lang::Ar), &passage(english, &en, Lang::En));
    let (mut ar_end, mut en_end) = (0, 0);
    let mut pairs = Vec::with_capacity(beads.len());
    for bead in beads {
        let pair = (span(&ar, &bead.ar, ar_end), span(&en, &bead.en, en_end));
        (ar_end, en_end) = (pair.0.end, pair.1.end);
        pairs.push(pair);
    }
    pairs
}

/// The sentences of a text, blanks around them left out.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut found = Vec::new();
    let mut from = 0;
    for to in segmenter.segment_str(text).skip(1) {
        let piece = text.get(from..to).unwrap_or_default();
        let letters = piece.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < SHORTEST && to < text.len() {
            continue;
        }
        let start = from + (piece.len() - piece.trim_start().len());
        let end = from + piece.trim_end().len();
        if start < end {
            found.push(start..end);
        }
        from = to;
    }
    found
}

/// The sentences as an article, so that they are aligned as paragraphs are.
fn passage(text: &str, sentences: &[Range<usize>], lang: Lang) -> Article {
    let block =
        |range: &Range<usize>| Block::new(BlockKind::Paragraph, text.get(range.clone()).unwrap_or_default());
    Article { lang, blocks: sentences.iter().map(block).collect(), ..Article::default() }
}

/// From the first to the last of these sentences; nothing at `after` where there are none.
fn span(sentences: &[Range<usize>], chosen: &[usize], after: usize) -> Range<usize> {
    let at = |index: Option<&usize>| index.and_then(|&i| sentences.get(i));
    match (at(chosen.first()), at(chosen.last())) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => after..after,
    }
}
