//! What stands on one side of a bead only: numbers, days and months, names, places and negations that the other side
//! does not have.
//!
//! A translation says most things in other words, so only what has to come back is compared, and in every form that
//! it may come back in: digits and number words, month names of every country, names by their consonants, places by
//! the country that they stand for. What has no form that can be told is left alone: a difference that is shown is
//! worth a look. Nothing here judges which side is right.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::{Article, Bead, Difference, DifferenceKind, Lang, Place};
use crate::fold;

use super::sentences;

mod calendar;
mod names;
mod negation;
mod numbers;

/// A word of a text.
struct Word {
    /// Folded.
    text: String,
    range: Range<usize>,
    /// Whether it begins with a capital letter.
    capital: bool,
}

/// A text and its words.
struct Passage<'a> {
    block: usize,
    text: &'a str,
    words: Vec<Word>,
}

/// One side of a bead.
struct Side<'a> {
    lang: Lang,
    article: &'a Article,
    passages: Vec<Passage<'a>>,
}

/// What was found on one side: what it is, where.
struct Found<T> {
    what: T,
    block: usize,
    range: Range<usize>,
}

/// What stands on one side of these beads only, in the order of the beads; text without a counterpart is no
/// difference but a gap, and is left out.
pub fn differences(arabic: &Article, english: &Article, beads: &[Bead]) -> Vec<Difference> {
    let both = beads.iter().filter(|bead| !bead.ar.is_empty() && !bead.en.is_empty());
    let sides: Vec<(Side, Side)> =
        both.map(|bead| (side(Lang::Ar, arabic, &bead.ar), side(Lang::En, english, &bead.en))).collect();
    let known = names::Known::of(&sides);
    let mut found = Vec::new();
    for (ar, en) in &sides {
        let before = found.len();
        let dates = calendar::Days::of(ar, en);
        numbers::compare(ar, en, &dates, &mut found);
        dates.compare(&mut found);
        known.compare(ar, en, &mut found);
        places(ar, en, &mut found);
        negations(ar, en, &mut found);
        if let Some(new) = found.get_mut(before..) {
            new.sort_by_key(|d| (d.side != Lang::Ar, d.block, d.range.start));
        }
    }
    found
}

fn side<'a>(lang: Lang, article: &'a Article, blocks: &[usize]) -> Side<'a> {
    let passage = |&block: &usize| {
        let text = article.blocks.get(block)?.text.as_str();
        Some(Passage { block, text, words: words(text) })
    };
    Side { lang, article, passages: blocks.iter().filter_map(passage).collect() }
}

/// The words of a text.
fn words(text: &str) -> Vec<Word> {
    fold::tokens(text)
        .map(|token| {
            let capital = token.written(text).starts_with(char::is_uppercase);
            Word { text: token.text, range: token.range, capital }
        })
        .collect()
}

/// Countries that the articles' evidence has on one side of the bead only. A place that the other side writes as a
/// name, in a spelling that the tagger does not know, is there.
fn places(ar: &Side, en: &Side, found: &mut Vec<Difference>) {
    let (on_ar, on_en) = (countries(ar), countries(en));
    let mut tell = |(mine, side): (&[Found<&str>], &Side), (others, other): (&[Found<&str>], &Side)| {
        let known: BTreeSet<&str> = others.iter().map(|f| f.what).collect();
        for place in mine.iter().filter(|f| !known.contains(f.what)) {
            let text = side.passages.iter().find(|p| p.block == place.block).map_or("", |p| p.text);
            let word = text.get(place.range.clone()).unwrap_or_default();
            if !is_currency(text.get(..place.range.start).unwrap_or_default()) && !names::writes(other, word)
            {
                found.push(difference(DifferenceKind::Place, side.lang, place.block, &place.range));
            }
        }
    };
    tell((&on_ar, ar), (&on_en, en));
    tell((&on_en, en), (&on_ar, ar));
}

/// Currencies that are called after a country where the other side has their sign.
const CURRENCIES: [&str; 6] = ["دولار", "دولارا", "جنيه", "جنيها", "ريال", "روبل"];

fn is_currency(before: &str) -> bool {
    let last = before.split_whitespace().next_back().map(fold::fold).unwrap_or_default();
    CURRENCIES.contains(&last.as_str())
}

/// The countries that stand in a side's blocks, as the tagger found them.
fn countries<'a>(side: &Side<'a>) -> Vec<Found<&'a str>> {
    let tags = side.article.countries.iter().chain(&side.article.mentions);
    let mut found = Vec::new();
    for tag in tags {
        for evidence in &tag.evidence {
            let block = side.passages.iter().find(|p| evidence.place == Place::Block(p.block));
            found.extend(block.map(|p| Found {
                what: tag.value.as_str(),
                block: p.block,
                range: evidence.range.clone(),
            }));
        }
    }
    found
}

/// Negations, sentence by sentence where one block faces one, so that each is compared with its own counterpart.
fn negations(ar: &Side, en: &Side, found: &mut Vec<Difference>) {
    let ([arabic], [english]) = (ar.passages.as_slice(), en.passages.as_slice()) else {
        let whole = |side: &Side| -> Vec<Found<negation::Cue>> {
            side.passages.iter().flat_map(|p| in_block(p, negation::find(&p.words, side.lang))).collect()
        };
        // Over several blocks no place is like another: the order decides.
        let anywhere = 0..usize::MAX;
        return negation::compare((&whole(ar), &anywhere), (&whole(en), &anywhere), found);
    };
    let all = |p: &Passage, lang: Lang| in_block(p, negation::find(&p.words, lang));
    let (on_ar, on_en) = (all(arabic, Lang::Ar), all(english, Lang::En));
    // Most paragraphs agree, and need no sentences.
    if on_ar.is_empty() && on_en.is_empty() {
        return;
    }
    let mut unsure = Vec::new();
    for (ar_range, en_range) in sentences(arabic.text, english.text) {
        let inside = |all: &[Found<negation::Cue>], range: &Range<usize>| -> Vec<Found<negation::Cue>> {
            let here = all.iter().filter(|f| range.contains(&f.range.start));
            here.map(|f| Found { what: f.what, block: f.block, range: f.range.clone() }).collect()
        };
        let (on_ar, on_en) = (inside(&on_ar, &ar_range), inside(&on_en, &en_range));
        negation::compare((&on_ar, &ar_range), (&on_en, &en_range), &mut unsure);
    }
    // What a sentence lacks and its neighbour has too many of was only set in another sentence.
    let of = |side: Lang| unsure.iter().filter(|d| d.side == side).count();
    let (ar_only, en_only) = (of(Lang::Ar), of(Lang::En));
    found.extend(unsure.into_iter().filter(|d| match d.side {
        Lang::Ar => en_only == 0,
        _ => ar_only == 0,
    }));
}

fn in_block<T>(passage: &Passage, found: Vec<(T, Range<usize>)>) -> Vec<Found<T>> {
    found.into_iter().map(|(what, range)| Found { what, block: passage.block, range }).collect()
}

fn difference(kind: DifferenceKind, side: Lang, block: usize, range: &Range<usize>) -> Difference {
    Difference { kind, side, block, range: range.clone() }
}

#[cfg(test)]
mod tests;
