//! The piece of a text that shows best why it matched.
//!
//! Plain logical text: no markup, no layout, no direction marks added.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Matcher;

/// What stands where text was left out.
const ELLIPSIS: char = '…';

/// A piece of a text with the matches in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The piece, in logical order; `…` at an end where text was left out.
    pub text: String,
    /// Bytes of `text` to highlight, ascending.
    pub highlights: Vec<Range<usize>>,
}

/// The piece of at most `max_chars` characters with the most matches, cut at word edges; the beginning of the text
/// where nothing matches. Never cuts a grapheme cluster.
pub fn snippet(text: &str, matcher: &Matcher, max_chars: usize) -> Snippet {
    let hits = matcher.find(text);
    let window = window(text, &hits, max_chars);
    let Some(piece) = text.get(window.clone()) else { return Snippet::default() };
    let mut cut = String::with_capacity(piece.len() + 2 * ELLIPSIS.len_utf8());
    if window.start > 0 && !piece.is_empty() {
        cut.push(ELLIPSIS);
    }
    let shift = cut.len();
    cut.push_str(piece);
    if window.end < text.len() && !piece.is_empty() {
        cut.push(ELLIPSIS);
    }
    let inside = hits.into_iter().filter(|hit| hit.end > window.start && hit.start < window.end);
    let moved = |at: usize| at.clamp(window.start, window.end) - window.start + shift;
    let highlights = inside.map(|hit| moved(hit.start)..moved(hit.end)).collect();
    Snippet { text: cut, highlights }
}

/// A place where the text may be cut: between two grapheme clusters.
struct Edge {
    byte: usize,
    /// Characters before it.
    chars: usize,
    /// Whether a blank, or nothing, stands before it and none behind it.
    opens: bool,
    /// Whether a blank, or nothing, stands behind it and none before it.
    closes: bool,
}

fn edges(text: &str) -> Vec<Edge> {
    let mut all = Vec::new();
    let (mut chars, mut blank) = (0, true);
    for (byte, cluster) in text.grapheme_indices(true) {
        let here = cluster.chars().all(char::is_whitespace);
        all.push(Edge { byte, chars, opens: blank && !here, closes: here && !blank });
        chars += cluster.chars().count();
        blank = here;
    }
    all.push(Edge { byte: text.len(), chars, opens: false, closes: !blank });
    all
}

fn window(text: &str, hits: &[Range<usize>], max_chars: usize) -> Range<usize> {
    let edges = edges(text);
    let total = edges.last().map_or(0, |edge| edge.chars);
    if total <= max_chars {
        return 0..text.len();
    }
    let room = max_chars.saturating_sub(2);
    let chars_at =
        |byte: usize| edges.get(edges.partition_point(|e| e.byte < byte)).map_or(total, |e| e.chars);
    let spans: Vec<Range<usize>> = hits.iter().map(|hit| chars_at(hit.start)..chars_at(hit.end)).collect();
    let best = densest(&spans, room);
    // A third of what is left stands before the matches: what follows them says more.
    let lead = room.saturating_sub(best.len()) / 3;
    let from = best.start.saturating_sub(lead).min(total.saturating_sub(room)).min(best.start);
    let index = |chars: usize| edges.partition_point(|e| e.chars < chars);
    let (from, first) = (index(from), index(best.start));
    let start = (from..=first).find(|&i| edges.get(i).is_some_and(|e| e.opens)).unwrap_or(first);
    let limit = edges.get(start).map_or(0, |e| e.chars) + room;
    let end = edges.partition_point(|e| e.chars <= limit).saturating_sub(1).max(start);
    let kept = index(best.end).min(end);
    let end =
        (kept.max(start + 1)..=end).rev().find(|&i| edges.get(i).is_some_and(|e| e.closes)).unwrap_or(end);
    let byte = |i: usize| edges.get(i).map_or(text.len(), |e| e.byte);
    byte(start)..byte(end)
}

/// The span from the match that has the most others after it within `room` characters, to the last of those.
fn densest(spans: &[Range<usize>], room: usize) -> Range<usize> {
    let (mut best, mut most, mut behind) = (0..0, 0, 0);
    for (i, first) in spans.iter().enumerate() {
        behind = behind.max(i + 1);
        while spans.get(behind).is_some_and(|span| span.end <= first.start + room) {
            behind += 1;
        }
        if behind - i > most {
            most = behind - i;
            best = first.start..spans.get(behind - 1).map_or(first.end, |span| span.end);
        }
    }
    best
}
