//! Lines that single `<br>`s part at the width of a window, joined again: somebody broke them by hand, or a program did.
//!
//! The rules are those for text: a width is believed when most lines were broken at it.

use super::{Layout, Piece};
use crate::article::Link;
use crate::ingest::page::wrap;

/// Joins them.
pub(super) fn join(layout: &mut Layout) {
    let broken = broken(&layout.pieces);
    if !broken.contains(&true) {
        return;
    }
    let mut kept: Vec<Piece> = Vec::with_capacity(layout.pieces.len());
    // Where each piece went, for the areas' ranges.
    let mut places = Vec::with_capacity(layout.pieces.len() + 1);
    for (piece, broken) in layout.pieces.drain(..).zip(broken) {
        let count = kept.len();
        if let Some(before) = kept.last_mut().filter(|_| broken) {
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

/// Whether each piece is the rest of the one before.
fn broken(pieces: &[Piece]) -> Vec<bool> {
    let mut broken = vec![false; pieces.len()];
    let mut from = 0;
    while from < pieces.len() {
        let chained = |pair: &&[Piece]| matches!(pair, [a, b] if b.soft && a.area == b.area && a.bold == b.bold && a.cut.is_none() && b.cut.is_none());
        let length = 1 + pieces.get(from..).unwrap_or_default().windows(2).take_while(chained).count();
        let group = pieces.get(from..from + length).unwrap_or_default();
        let text: Vec<&str> = group.iter().map(|p| p.text.as_str()).collect();
        let mut at = from;
        for (line, _) in if length > 2 { wrap::join(&text.join("\n")) } else { Vec::new() } {
            let mut whole = 0;
            while whole < line.len() {
                whole += pieces.get(at).map_or(line.len(), |p| p.text.len() + 1);
                at += 1;
                if let Some(rest) = broken.get_mut(at).filter(|_| whole < line.len()) {
                    *rest = true;
                }
            }
        }
        from += length;
    }
    broken
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
