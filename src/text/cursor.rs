//! Moving a caret: logically by grapheme cluster and word, visually by cell.
//!
//! A caret is a byte of the text: it stands before the cluster that begins there. Never edits.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Direction, Line};

/// The next cluster boundary in logical order; the end of the text at its end.
pub fn next(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The cluster boundary before `byte` in logical order; 0 at the beginning.
pub fn previous(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// Where the next word begins (UAX #29; punctuation and blanks are passed over); the end of the text after the last.
pub fn next_word(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let rest = text.get(byte..).unwrap_or_default();
    let word = rest.split_word_bound_indices().find(|&(at, piece)| at > 0 && is_word(piece));
    word.map_or(text.len(), |(at, _)| byte + at)
}

/// Where the word begins that stands before `byte` or around it; 0 before the first.
pub fn previous_word(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let before = text.get(..byte).unwrap_or_default();
    before.split_word_bound_indices().rfind(|(_, piece)| is_word(piece)).map_or(0, |(at, _)| at)
}

/// The words of a text in logical order (UAX #29; punctuation and blanks are none).
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.split_word_bound_indices().filter(|(_, piece)| is_word(piece));
    words.map(|(at, piece)| at..at + piece.len())
}

/// The sentences of a text in logical order (UAX #29), without the blanks that follow them.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let sentences = text.split_sentence_bound_indices().map(|(at, piece)| at..at + piece.trim_end().len());
    sentences.filter(|range| !range.is_empty())
}

/// How many characters a reader counts in a text: its grapheme clusters.
pub fn characters(text: &str) -> usize {
    text.graphemes(true).count()
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

/// The caret one cell to the right on the line, `None` beyond its edge. After the last cell in logical order stands
/// the end of the line, at the right of a left-to-right line and at the left of a right-to-left one.
pub fn right(line: &Line, byte: usize) -> Option<usize> {
    step(line, byte, 1)
}

/// The caret one cell to the left on the line; the mirror of [`right`].
pub fn left(line: &Line, byte: usize) -> Option<usize> {
    step(line, byte, -1)
}

fn step(line: &Line, byte: usize, by: isize) -> Option<usize> {
    let end = line.cells.iter().map(|cell| cell.range.end).max().unwrap_or(line.range.start);
    let stops = line.cells.iter().filter(|cell| !cell.range.is_empty());
    let here = stops.clone().position(|cell| cell.range.contains(&byte));
    let mut starts: Vec<usize> = stops.map(|cell| cell.range.start).collect();
    let here = match line.direction {
        Direction::Ltr => {
            starts.push(end);
            here.unwrap_or(starts.len() - 1)
        }
        Direction::Rtl => {
            starts.insert(0, end);
            here.map_or(0, |at| at + 1)
        }
    };
    starts.get(here.checked_add_signed(by)?).copied()
}
