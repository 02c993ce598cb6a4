//! One line put into visual order: rule L1 on its slice, rule L2 with the unseen controls still there, then cells
//! with their marks (L3) and mirrored (L4).
//!
//! Costs what its slice costs, never what the paragraph does, and never decides where a line ends.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiMirroringGlyph;

use super::cluster::{Cluster, Kind, Role};
use super::{Cell, CompactString, Direction, Line, Options, direction};

/// What of a paragraph a line is made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) clusters: &'a [Cluster],
    pub(super) options: &'a Options,
    pub(super) direction: Direction,
}

/// What stands at the logical end of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The end of the paragraph or a break.
    Natural,
    /// An ellipsis: the rest is cut.
    Ellipsis,
}

/// A member of reordering: its level and its cell, if it has one.
type Member = (u8, Option<usize>);

impl Source<'_> {
    /// Where the cluster `index` begins; the end of the text after the last.
    fn start(&self, index: usize) -> usize {
        self.clusters.get(index).map_or(self.text.len(), |cluster| cluster.start)
    }

    /// Lays out the clusters `span`.
    pub(super) fn line(&self, span: Range<usize>, end: End) -> Line {
        let range = self.start(span.start)..self.start(span.end);
        let levels = self.line_levels(span.clone());
        let seen = self.seen_end(&span, end);
        let hyphen = (end == End::Natural && seen == span.end && !span.is_empty())
            .then(|| self.hyphen(seen))
            .flatten();
        let (mut cells, mut members) = self.cells(span.start..seen - usize::from(hyphen.is_some()), &levels);
        let base = direction::base_level(self.direction);
        if end == End::Ellipsis {
            members.push((base, Some(cells.len())));
            let symbol = CompactString::const_new("…");
            cells.push(Cell { symbol, width: 1, range: range.end..range.end, level: base });
        } else if let Some(cell) = hyphen.filter(|_| !cells.is_empty()) {
            members.push((cell.level, Some(cells.len())));
            cells.push(cell);
        }
        let width = cells.iter().map(|cell| usize::from(cell.width)).sum();
        Line { cells: reorder(cells, &mut members), width, range, direction: self.direction }
    }

    /// Levels of the clusters `span` after rule L1, as if they were one line.
    pub(super) fn line_levels(&self, span: Range<usize>) -> Vec<u8> {
        let base = direction::base_level(self.direction);
        let clusters = self.clusters.get(span).unwrap_or_default();
        let mut levels: Vec<u8> = clusters.iter().map(|cluster| cluster.level).collect();
        let mut trailing = true;
        for (cluster, level) in clusters.iter().zip(&mut levels).rev() {
            match cluster.role {
                Role::Separator => trailing = true,
                Role::Space | Role::Removed => {}
                Role::Content => trailing = false,
            }
            if trailing {
                *level = base;
            }
        }
        levels
    }

    /// Where the blanks that hang at the end of `span` begin.
    fn seen_end(&self, span: &Range<usize>, end: End) -> usize {
        let clusters = self.clusters.get(span.clone()).unwrap_or_default();
        let mut seen = span.end;
        if end == End::Natural && seen == self.clusters.len() && shows_end(clusters, *self.options) {
            return seen;
        }
        for (index, cluster) in (span.start..span.end).zip(clusters).rev() {
            match cluster.kind {
                Kind::Blank | Kind::Newline => seen = index,
                Kind::Unseen | Kind::Hyphen => {}
                Kind::Text => break,
            }
        }
        seen
    }

    /// The hyphen that a soft hyphen at the break before the cluster `end` becomes.
    fn hyphen(&self, end: usize) -> Option<Cell> {
        let next = self.clusters.get(end).filter(|next| next.kind != Kind::Newline)?;
        let last = self.clusters.get(end.checked_sub(1)?).filter(|last| last.kind == Kind::Hyphen)?;
        let symbol = CompactString::const_new("-");
        Some(Cell { symbol, width: 1, range: last.start..next.start, level: last.level })
    }

    /// The cells of `span` in logical order, and all that takes part in reordering. Bytes that are not seen go to
    /// the cell before them, at the beginning to the one after.
    fn cells(&self, span: Range<usize>, levels: &[u8]) -> (Vec<Cell>, Vec<Member>) {
        let mut cells: Vec<Cell> = Vec::with_capacity(span.len());
        let mut members = Vec::with_capacity(span.len());
        let mut begun = self.start(span.start);
        for (index, &level) in span.clone().zip(levels) {
            let Some(cluster) = self.clusters.get(index) else { break };
            let end = self.start(index + 1);
            if matches!(cluster.kind, Kind::Text | Kind::Blank | Kind::Newline) {
                members.push((level, Some(cells.len())));
                let text = self.text.get(cluster.start..end).unwrap_or_default();
                let base = if level % 2 == 1 { mirrored(cluster.base) } else { cluster.base };
                let symbol = cluster.symbol(base, text, self.options.marks);
                cells.push(Cell { symbol, width: cluster.width, range: begun..end, level });
                begun = end;
            } else {
                if cluster.role != Role::Removed {
                    members.push((level, None));
                }
                if let Some(last) = cells.last_mut() {
                    last.range.end = end;
                    begun = end;
                }
            }
        }
        (cells, members)
    }
}

/// Whether the blanks at the end of a paragraph are cells: asked for, and not cut off by a line feed.
pub(super) fn shows_end(clusters: &[Cluster], options: Options) -> bool {
    options.trailing_blanks && clusters.last().is_none_or(|last| last.kind != Kind::Newline)
}

/// Rule L4.
fn mirrored(c: char) -> char {
    if matches!(c, 'A'..='Z' | 'a'..='z' | '0'..='9' | ' ' | '\u{600}'..='\u{6FF}' | '\u{FB50}'..='\u{FEFF}')
    {
        return c;
    }
    CodePointMapData::<BidiMirroringGlyph>::new().get(c).mirroring_glyph.unwrap_or(c)
}

/// Rule L2: from the highest level down to the lowest odd one, reverses every run at that level or above.
fn reorder(mut cells: Vec<Cell>, members: &mut [Member]) -> Vec<Cell> {
    let highest = members.iter().map(|&(level, _)| level).max().unwrap_or(0);
    let lowest = members.iter().map(|&(level, _)| level).min().unwrap_or(0);
    if highest == lowest {
        if highest % 2 == 1 {
            cells.reverse();
        }
        return cells;
    }
    for level in ((lowest | 1)..=highest).rev() {
        for run in members.chunk_by_mut(|a, b| (a.0 >= level) == (b.0 >= level)) {
            if run.first().is_some_and(|first| first.0 >= level) {
                run.reverse();
            }
        }
    }
    let mut cells: Vec<Option<Cell>> = cells.into_iter().map(Some).collect();
    members.iter().filter_map(|&(_, cell)| cells.get_mut(cell?)?.take()).collect()
}
