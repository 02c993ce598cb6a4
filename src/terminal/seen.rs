//! What a reader sees of a row of cells as a terminal stores them: test support. UAX #9 is `unicode-bidi`'s.

use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization;

use crate::terminal::profile::Kind;

/// The cells from left to right, each as its base letters and marks, when a terminal of this kind stores `cells`:
/// in their places where it does not reorder, else by UAX #9 with base direction left to right.
pub(super) fn seen(kind: Kind, cells: &[String]) -> Vec<String> {
    let reorders = kind.name().starts_with("implicit");
    if reorders { reordered(cells) } else { cells.iter().map(|cell| plain(cell)).collect() }
}

/// The letters and marks of a cell, without what an encoding adds and without joining forms.
pub(super) fn plain(cell: &str) -> String {
    // Lines that are drawn from the font for once.
    let lines = [("|\u{17b4}", "│"), ("\u{2013}\u{17b4}", "─"), ("+\u{17b4}", "┐")];
    if let Some((_, line)) = lines.iter().find(|(sent, _)| cell == *sent) {
        return (*line).to_owned();
    }
    let seen = cell.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200c}' | '\u{17b4}'));
    let seen: String =
        seen.map(|c| if matches!(c, '\u{2800}' | '\u{a0}') { ' ' } else { c }).nfkc().collect();
    if seen.is_empty() { " ".to_owned() } else { seen }
}

/// The cells as a terminal shows them that reorders each row by UAX #9, base direction left to right.
pub(super) fn reordered(cells: &[String]) -> Vec<String> {
    let cells = cells.iter().map(|cell| if cell.is_empty() { " " } else { cell });
    let owners: Vec<(&str, bool)> =
        cells.flat_map(|cell| cell.char_indices().map(move |(at, _)| (cell, at == 0))).collect();
    let mut text = String::new();
    let mut starts = Vec::new();
    for cell in owners.iter().filter(|(_, first)| *first).map(|(cell, _)| cell) {
        starts.extend(cell.char_indices().map(|(at, _)| text.len() + at));
        text.push_str(cell);
    }
    let info = BidiInfo::new(&text, Some(Level::ltr()));
    let Some(paragraph) = info.paragraphs.first() else { return Vec::new() };
    let by_byte = info.reordered_levels(paragraph, paragraph.range.clone());
    let levels: Vec<Level> = starts.iter().map(|&at| by_byte[at]).collect();
    let visual = BidiInfo::reorder_visual(&levels).into_iter();
    visual
        .filter(|&place| owners[place].1)
        .map(|place| {
            let shown = plain(owners[place].0);
            if levels[place].is_rtl() { shown.chars().map(mirrored).collect() } else { shown }
        })
        .collect()
}

fn mirrored(c: char) -> char {
    use icu_properties::{CodePointMapData, props::BidiMirroringGlyph};
    CodePointMapData::<BidiMirroringGlyph>::new().get(c).mirroring_glyph.unwrap_or(c)
}
