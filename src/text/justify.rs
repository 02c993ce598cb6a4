//! A line set to the full width of its column: by kashida (tatweels between joined letters) and by wider word spaces.
//!
//! Works on a finished line: it adds cells and changes none, so breaks, levels, forms and marks are those of the
//! ragged line. An added cell has an empty byte range: every byte stays in exactly one cell, a highlight that runs
//! over the place covers it, a caret never stops on it, and nothing of it is copied.

mod places;
#[cfg(test)]
mod tests;

use super::{Cell, CompactString, Direction, Justify, Line};

/// The largest part of a line that is filled up, as its divisor. A line that lacks more than a fifth was broken
/// before something long (a link, in a narrow column a long word); filled up it would be all gaps.
const MOST_SLACK: usize = 5;
/// ARABIC TATWEEL.
const TATWEEL: char = '\u{640}';

/// A place on a line that may grow by a column, after a cell in logical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// The cell, by its place in the line from the left.
    cell: usize,
    /// How well the place bears it: lower is better.
    rank: u8,
}

/// Sets a line to `width` columns, or leaves it as it is: where it is full, where too much is missing, and where the
/// places for it do not suffice. The caller leaves out what is never set full: the last line of a paragraph.
pub(super) fn justify(line: &mut Line, text: &str, width: usize, how: Justify) {
    let slack = width.saturating_sub(line.width);
    if how == Justify::Off || slack == 0 || slack > width / MOST_SLACK {
        return;
    }
    let order = logical_order(line);
    let stretches = || places::stretches(line, text, &order);
    let spaces = places::spaces(line, text, &order);
    // A round gives each place one column at most. A second tatweel at one place is looser than one wider blank.
    let rounds = match (how, line.direction) {
        (Justify::Off, _) | (Justify::Kashida, Direction::Ltr) => return,
        (Justify::Kashida | Justify::Full, Direction::Rtl) => {
            let stretches = stretches();
            [stretches.clone(), spaces.clone(), stretches, spaces]
        }
        (Justify::Spaces | Justify::Full, _) => [spaces.clone(), spaces, Vec::new(), Vec::new()],
    };
    let Some(added) = fill(&rounds, slack, line.cells.len()) else { return };
    grow(line, &added);
    line.width = width;
}

/// The cells that stand for bytes, in logical order, by their place in the line.
fn logical_order(line: &Line) -> Vec<usize> {
    let mut order: Vec<usize> =
        line.cells.iter().enumerate().filter(|(_, cell)| !cell.range.is_empty()).map(|(at, _)| at).collect();
    order.sort_unstable_by_key(|&at| line.cells.get(at).map_or(0, |cell| cell.range.start));
    order
}

/// How many columns each cell gets after it, round by round; `None` where that does not fill the line.
fn fill(rounds: &[Vec<Place>], slack: usize, cells: usize) -> Option<Vec<u8>> {
    let mut added = vec![0; cells];
    let mut left = slack;
    for places in rounds {
        let now = left.min(places.len());
        for place in spread(places, now) {
            *added.get_mut(place.cell)? += 1;
        }
        left -= now;
    }
    (left == 0).then_some(added)
}

/// So many of the places, spread evenly: the line is cut into as many stretches, and of each the best place is taken,
/// of equals the later one, as calligraphers lengthen a line towards its end.
fn spread(places: &[Place], count: usize) -> impl Iterator<Item = Place> {
    let part = move |index: usize| index * places.len() / count.max(1);
    (0..count).filter_map(move |index| {
        let stretch = places.get(part(index)..part(index + 1))?;
        stretch.iter().rev().min_by_key(|place| place.rank).copied()
    })
}

/// Puts the added cells in: a blank beside a blank, a tatweel on the side where its letter goes on.
fn grow(line: &mut Line, added: &[u8]) {
    let mut cells = Vec::with_capacity(line.cells.len() + added.len());
    for (cell, &count) in std::mem::take(&mut line.cells).into_iter().zip(added) {
        let symbol =
            if places::is_space(&cell) { cell.symbol.clone() } else { CompactString::from_iter([TATWEEL]) };
        let (end, level) = (cell.range.end, cell.level);
        let more = std::iter::repeat_n(Cell { symbol, width: 1, range: end..end, level }, usize::from(count));
        if level % 2 == 1 {
            cells.extend(more);
            cells.push(cell);
        } else {
            cells.push(cell);
            cells.extend(more);
        }
    }
    line.cells = cells;
}
