//! Rows for terminals that reorder by themselves and cannot be told to stop: each word turned around, so that the
//! terminal turns it back, and something between the words that keeps them from moving.
//!
//! It knows neither colours nor columns, and it never puts a control first in a row, to which mlterm gives a column.

use std::borrow::Cow;

use super::{Class, LRM, Sent, stretch, unshape};
use crate::terminal::profile::Kind;

/// BRAILLE PATTERN BLANK: a blank that UAX #9 takes for a left-to-right letter.
const BLANK: &str = "\u{2800}";

/// The cells of a row for a terminal that takes marks of direction: everything in its place but the letters of each
/// word, a maximal run of right-to-left letters, and marks around words and groups of Arabic digits.
pub(super) fn with_marks<'a>(kind: Kind, cells: &[&'a str]) -> Vec<Sent<'a>> {
    let classes: Vec<Class> = cells.iter().map(|symbol| Class::of(symbol)).collect();
    let mut row: Vec<Sent<'a>> =
        words_turned(&classes).map(|from| Sent::new(cells.get(from).copied().unwrap_or(" "), from)).collect();
    if kind == Kind::ImplicitLrm {
        let mut start = 0;
        for run in classes.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            if run.first() == Some(&Class::Letter) {
                unshape::word(row.get_mut(start..end).unwrap_or_default());
            }
            start = end;
        }
    }
    for (place, sent) in row.iter_mut().enumerate() {
        let class = |place: usize| classes.get(place).copied().unwrap_or(Class::Other);
        let (own, after) = (class(place), class(place + 1));
        if own != after && (own != Class::Other || after != Class::Other) {
            sent.text.to_mut().push(LRM);
        }
    }
    row
}

/// The cells of a row for a terminal that drops marks of direction: between blanks that are letters
/// ([`Kind::ImplicitBlank`]) or that have another look ([`Kind::ImplicitSpans`]), each stretch by itself.
pub(super) fn with_blanks<'a>(kind: Kind, cells: &[&'a str]) -> Vec<Sent<'a>> {
    let mut row: Vec<Sent<'a>> = Vec::with_capacity(cells.len());
    for piece in cells.chunk_by(|a, b| (*a == " ") == (*b == " ")) {
        let start = row.len();
        if piece.first() == Some(&" ") {
            row.extend((start..start + piece.len()).map(|from| Sent::new(" ", from)));
        } else {
            let stretch = stretch::turned(piece).into_iter();
            row.extend(stretch.map(|(text, place)| Sent { text, ..Sent::new("", start + place) }));
        }
    }
    let moves: Vec<bool> = cells.iter().map(|symbol| Class::of(symbol) != Class::Other).collect();
    let mut start = 0;
    let mut beside = true;
    // Blanks beside a stretch with something to move in it, and the row's first, which gives the row its direction.
    for piece in cells.chunk_by(|a, b| (*a == " ") == (*b == " ")) {
        let end = start + piece.len();
        let next_end = end + cells.iter().skip(end).take_while(|symbol| **symbol != " ").count();
        if piece.first() == Some(&" ") {
            let follows = moves.get(end..next_end).is_some_and(|next| next.contains(&true));
            let (first, last) = (start, end - 1);
            for (place, sent) in row.iter_mut().enumerate().take(end).skip(start) {
                if (beside && place == first) || (follows && place == last) {
                    set_apart(kind, sent);
                }
            }
        } else {
            beside = moves.get(start..end).is_some_and(|own| own.contains(&true));
        }
        start = end;
    }
    row
}

fn set_apart(kind: Kind, blank: &mut Sent<'_>) {
    match kind {
        Kind::ImplicitSpans => blank.apart = true,
        _ => blank.text = Cow::Borrowed(BLANK),
    }
}

/// The places of a row's cells with each word turned around.
pub(super) fn words_turned(classes: &[Class]) -> impl Iterator<Item = usize> {
    let mut start = 0;
    classes.chunk_by(|a, b| a == b).flat_map(move |run| {
        let end = start + run.len();
        let turned = run.first() == Some(&Class::Letter);
        let places = (start..end).map(move |place| if turned { start + end - 1 - place } else { place });
        start = end;
        places.collect::<Vec<_>>()
    })
}
