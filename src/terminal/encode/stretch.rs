//! A stretch of cells without a blank, as a terminal must be given it that reorders, drops marks of direction, and
//! takes what is around the stretch for left-to-right text.
//!
//! There is no general way back from what is seen to what a terminal must be given, and some stretches have none
//! (a number at the right of a word's first letter; a bracket that finds a partner in another stretch). So each likely order is tried, and the first one
//! that UAX #9 turns into what is meant is taken; where none does, the words alone are turned around.

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::{CodePointMapData, props::BidiMirroringGlyph};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use super::{Class, implicit::words_turned};

/// The cells of the stretch in the order in which they are sent, each with its place in the stretch.
pub(super) fn turned<'a>(cells: &[&'a str]) -> Vec<(Cow<'a, str>, usize)> {
    let classes: Vec<Class> = cells.iter().map(|symbol| Class::of(symbol)).collect();
    let borrowed = |place: usize| (Cow::Borrowed(cells.get(place).copied().unwrap_or_default()), place);
    let words: Vec<_> = words_turned(&classes).map(borrowed).collect();
    if classes.iter().all(|class| *class == Class::Other) || is_shown_as(&words, cells) {
        return words;
    }
    let spans = spans(cells).into_iter();
    let found = spans.map(|span| turned_whole(cells, &span)).find(|order| is_shown_as(order, cells));
    found.unwrap_or(words)
}

/// Parts of the stretch that may be one right-to-left text: between letters, and with the digits at either end.
fn spans(cells: &[&str]) -> Vec<Range<usize>> {
    let ends = |of: fn(BidiClass) -> bool| {
        let is = |symbol: &&str| symbol.chars().next().map(bidi_class).is_some_and(of);
        Some((cells.iter().position(is)?, cells.iter().rposition(is)? + 1))
    };
    let letters = ends(|class| matches!(class, BidiClass::R | BidiClass::AL));
    let all = ends(|class| matches!(class, BidiClass::R | BidiClass::AL | BidiClass::AN | BidiClass::EN));
    let Some((begin, end)) = all else { return Vec::new() };
    let (first, last) = letters.unwrap_or((begin, end));
    vec![first..last, begin..last, first..end, begin..end, 0..cells.len()]
}

/// The stretch with a part of it as one right-to-left text in logical order: turned around, with its brackets
/// mirrored and its numbers as they are.
fn turned_whole<'a>(cells: &[&'a str], span: &Range<usize>) -> Vec<(Cow<'a, str>, usize)> {
    let place = |place: usize| cells.get(place).copied().unwrap_or_default();
    let mut order: Vec<_> = (0..span.start).map(|p| (Cow::Borrowed(place(p)), p)).collect();
    let mut left = span.end;
    while left > span.start {
        let number = number_before(cells, left).max(span.start);
        if number < left {
            order.extend((number..left).map(|p| (Cow::Borrowed(place(p)), p)));
            left = number;
        } else {
            left -= 1;
            order.push((mirrored(place(left)), left));
        }
    }
    order.extend((span.end..cells.len()).map(|p| (Cow::Borrowed(place(p)), p)));
    order
}

/// Where the number begins that ends before a place; the place itself where there is none.
fn number_before(cells: &[&str], end: usize) -> usize {
    let class = |place: usize| cells.get(place).and_then(|s| s.chars().next()).map(bidi_class);
    let digit = |place: usize| matches!(class(place), Some(BidiClass::EN | BidiClass::AN));
    let joins = |place: usize| matches!(class(place), Some(BidiClass::CS));
    let mut start = end;
    while let Some(before) = start.checked_sub(1) {
        let inside = joins(before) && start < end && before.checked_sub(1).is_some_and(digit);
        if !digit(before) && !inside {
            break;
        }
        start = before;
    }
    start
}

fn mirrored(symbol: &str) -> Cow<'_, str> {
    let first = symbol.chars().next();
    match first.and_then(|c| CodePointMapData::<BidiMirroringGlyph>::new().get(c).mirroring_glyph) {
        Some(other) => Cow::Owned(std::iter::once(other).chain(symbol.chars().skip(1)).collect()),
        None => Cow::Borrowed(symbol),
    }
}

/// Whether UAX #9, base direction left to right, makes of these cells what is meant.
fn is_shown_as(order: &[(Cow<'_, str>, usize)], meant: &[&str]) -> bool {
    let text: String = order.iter().map(|(text, _)| &**text).collect();
    let info = BidiInfo::new(&text, Some(Level::ltr()));
    let Some(paragraph) = info.paragraphs.first().filter(|_| info.paragraphs.len() == 1) else {
        return false;
    };
    let by_byte = info.reordered_levels(paragraph, paragraph.range.clone());
    let starts = order.iter().scan(0, |at, (text, _)| {
        let start = *at;
        *at += text.len();
        Some(start)
    });
    let levels: Vec<Level> =
        starts.map(|start| by_byte.get(start).copied().unwrap_or_else(Level::ltr)).collect();
    let seen = BidiInfo::reorder_visual(&levels);
    seen.len() == meant.len()
        && seen.iter().zip(meant).all(|(&place, &meant)| {
            let symbol = order.get(place).map_or("", |(text, _)| &**text);
            let turned = levels.get(place).is_some_and(Level::is_rtl);
            if turned { mirrored(symbol) == meant } else { symbol == meant }
        })
}
