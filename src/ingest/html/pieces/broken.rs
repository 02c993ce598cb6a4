//! Lines that a single `<br>` parts in the middle of a sentence, joined again: somebody broke them by hand, at the width
//! of a window.

use super::{Layout, Piece};
use crate::article::Link;

/// Letters of a line that may have been broken where its window ended.
const BROKEN: std::ops::RangeInclusive<usize> = 40..=110;

/// Joins them.
pub(super) fn join(layout: &mut Layout) {
    let mut kept: Vec<Piece> = Vec::with_capacity(layout.pieces.len());
    // Where each piece went, for the areas' ranges.
    let mut places = Vec::with_capacity(layout.pieces.len() + 1);
    for piece in layout.pieces.drain(..) {
        let count = kept.len();
        if let Some(before) = kept.last_mut().filter(|before| is_broken(before, &piece)) {
            places.push(count - 1);
            before.append(piece);
        } else {
            places.push(count);
            kept.push(piece);
        }
    }
    places.push(kept.len());
    for area in &mut layout.areas {
        area.first = places.get(area.first).copied().unwrap_or_default();
        area.end = places.get(area.end).copied().unwrap_or_default();
    }
    layout.pieces = kept;
}

fn is_broken(before: &Piece, piece: &Piece) -> bool {
    let stops = [':', '.', '!', '?', '؟', '…', '؛', '"', '”', '»', ')'];
    piece.soft
        && before.area == piece.area
        && before.bold == piece.bold
        && before.cut.is_none()
        && !before.text.ends_with(stops)
        && !piece.text.starts_with(['-', '–', '•', '*', '·'])
        && BROKEN.contains(&before.text.rsplit('\n').next().map_or(0, |l| l.chars().count()))
}

impl Piece {
    fn append(&mut self, piece: Self) {
        let shift = self.text.len() + 1;
        self.text.push(' ');
        self.text.push_str(&piece.text);
        self.linked += piece.linked;
        let moved = |l: Link| Link { range: l.range.start + shift..l.range.end + shift, url: l.url };
        self.links.extend(piece.links.into_iter().map(moved));
    }
}
