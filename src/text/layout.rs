//! One line put into visual order: rule L1 on its slice, rule L2 with the unseen controls still there, then cells
//! with their marks (L3) and mirrored (L4).
//!
//! Costs what its slice costs, never what the paragraph does, and never decides where a line ends.

use std::ops::{Range, RangeInclusive};

use icu_properties::CodePointMapData;
use icu_properties::props::BidiMirroringGlyph;

use super::cluster::{Cluster, Kind, Look, Role};
use super::{Cell, CompactString, Direction, Glyphs, Line, Options, direction, romanise, symbol};

/// What of a paragraph a line is made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) clusters: &'a [Cluster],
    pub(super) options: &'a Options,
    /// What each cluster is shown as where the terminal has not all glyphs; else empty.
    pub(super) latin: &'a [CompactString],
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

/// A member of reordering that has no cell.
#[derive(Clone, Copy)]
struct Unseen {
    level: u8,
    /// The number of cells before it in logical order.
    before: usize,
}

impl Source<'_> {
    /// Where the cluster `index` begins; the end of the text after the last.
    fn start(&self, index: usize) -> usize {
        self.clusters.get(index).map_or(self.text.len(), |cluster| cluster.start)
    }

    /// Lays out the clusters `span`.
    pub(super) fn line(&self, span: Range<usize>, end: End) -> Line {
        let short = if end == End::Natural { self.plain_line(&span) } else { None };
        short.unwrap_or_else(|| self.general_line(span, end))
    }

    /// The short way, for a line on which every cluster is a cell or a blank: its cells are made where they stand.
    pub(super) fn plain_line(&self, span: &Range<usize>) -> Option<Line> {
        let clusters = self.clusters.get(span.clone())?;
        let inner = match clusters.split_last() {
            Some((last, inner)) if last.kind == Kind::Newline => inner,
            _ => clusters,
        };
        let plain = |cluster: &Cluster| {
            matches!(cluster.kind, Kind::Text | Kind::Blank)
                && matches!(cluster.role, Role::Content | Role::Space)
        };
        if !self.latin.is_empty() || !inner.iter().all(plain) {
            return None;
        }
        let range = self.start(span.start)..self.start(span.end);
        let seen = self.seen_end(span, End::Natural) - span.start;
        // Rule L1.
        let content = inner.iter().rposition(|cluster| cluster.role == Role::Content).map_or(0, |at| at + 1);
        let base = direction::base_level(self.direction);
        let level = |at: usize, cluster: &Cluster| if at < content { cluster.level } else { base };
        let shown = clusters.get(..seen)?;
        let cell = |(at, cluster): (usize, &Cluster)| {
            let end = self.start(span.start + at + 1);
            self.cell(cluster, level(at, cluster), cluster.start..end)
        };
        let first = shown.first().map_or(base, |cluster| level(0, cluster));
        let uniform = (content >= seen || first == base)
            && shown.iter().take(content).all(|cluster| cluster.level == first);
        let mut cells = Vec::with_capacity(seen);
        if uniform && first % 2 == 0 {
            cells.extend(shown.iter().enumerate().map(cell));
        } else if uniform {
            cells.extend(shown.iter().enumerate().rev().map(cell));
        } else {
            let place = |(at, cluster)| (level(at, cluster), (at, cluster));
            let mut order: Vec<(u8, (usize, &Cluster))> = shown.iter().enumerate().map(place).collect();
            let levels = || order.iter().map(|&(level, _)| level);
            let (lowest, highest) = (levels().min().unwrap_or(0), levels().max().unwrap_or(0));
            reverse_runs(&mut order, (lowest | 1)..=highest, |&(level, _)| level);
            cells.extend(order.into_iter().map(|(_, member)| cell(member)));
        }
        let width = shown.iter().map(|cluster| usize::from(cluster.width)).sum();
        Some(Line { cells, width, range, direction: self.direction })
    }

    /// Any line: cells in logical order first, then reordered with what is not seen.
    pub(super) fn general_line(&self, span: Range<usize>, end: End) -> Line {
        let range = self.start(span.start)..self.start(span.end);
        let levels = self.line_levels(span.clone());
        let seen = self.seen_end(&span, end);
        let hyphen = (end == End::Natural && seen == span.end && !span.is_empty())
            .then(|| self.hyphen(seen))
            .flatten();
        let (mut cells, unseen) = self.cells(span.start..seen - usize::from(hyphen.is_some()), &levels);
        let base = direction::base_level(self.direction);
        if end == End::Ellipsis {
            let symbol = match self.options.glyphs {
                Glyphs::All => CompactString::const_new("…"),
                fewer => romanise::sign("…", fewer),
            };
            cells.push(Cell { symbol, width: 1, range: range.end..range.end, level: base });
        } else if let Some(cell) = hyphen.filter(|_| !cells.is_empty()) {
            cells.push(cell);
        }
        let width = cells.iter().map(|cell| usize::from(cell.width)).sum();
        Line { cells: reorder(cells, &unseen), width, range, direction: self.direction }
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

    /// The cell of a cluster whose bytes are `range`.
    #[inline]
    fn cell(&self, cluster: &Cluster, level: u8, range: Range<usize>) -> Cell {
        let base = if level % 2 == 1 { mirrored(cluster.base) } else { cluster.base };
        let symbol = if cluster.look == Look::Single {
            symbol::of(base)
        } else {
            let text = self.text.get(range.clone()).unwrap_or_default();
            cluster.symbol(base, text, self.options.marks)
        };
        Cell { symbol, width: cluster.width, range, level }
    }

    /// The cells of `span` in logical order, and what takes part in reordering unseen. Bytes that are not seen go to
    /// the cell before them, at the beginning to the one after.
    fn cells(&self, span: Range<usize>, levels: &[u8]) -> (Vec<Cell>, Vec<Unseen>) {
        let mut cells: Vec<Cell> = Vec::with_capacity(span.len() + 1);
        let mut unseen = Vec::new();
        let mut begun = self.start(span.start);
        let next = self.clusters.get(span.start + 1..).unwrap_or_default();
        let ends = next.iter().map(|next| next.start).chain([self.text.len()]);
        let clusters = self.clusters.get(span.clone()).unwrap_or_default();
        for (index, ((cluster, end), &level)) in span.zip(clusters.iter().zip(ends).zip(levels)) {
            if matches!(cluster.kind, Kind::Text | Kind::Blank | Kind::Newline) {
                let mut cell = self.cell(cluster, level, cluster.start..end);
                if let Some(latin) = self.latin.get(index) {
                    cell.symbol.clone_from(latin);
                }
                cell.range.start = begun;
                cells.push(cell);
                begun = end;
            } else {
                if cluster.role != Role::Removed {
                    unseen.push(Unseen { level, before: cells.len() });
                }
                if let Some(last) = cells.last_mut() {
                    last.range.end = end;
                    begun = end;
                }
            }
        }
        (cells, unseen)
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
fn reorder(mut cells: Vec<Cell>, unseen: &[Unseen]) -> Vec<Cell> {
    let levels = || cells.iter().map(|cell| cell.level).chain(unseen.iter().map(|unseen| unseen.level));
    let highest = levels().max().unwrap_or(0);
    let lowest = levels().min().unwrap_or(0);
    if highest == lowest {
        if highest % 2 == 1 {
            cells.reverse();
        }
        cells
    } else if unseen.is_empty() {
        reverse_runs(&mut cells, (lowest | 1)..=highest, |cell| cell.level);
        cells
    } else {
        reorder_members(cells, unseen, (lowest | 1)..=highest)
    }
}

fn reverse_runs<T>(members: &mut [T], levels: RangeInclusive<u8>, level_of: impl Fn(&T) -> u8) {
    for level in levels.rev() {
        for run in members.chunk_by_mut(|a, b| (level_of(a) >= level) == (level_of(b) >= level)) {
            if run.first().is_some_and(|first| level_of(first) >= level) {
                run.reverse();
            }
        }
    }
}

/// The same where members without a cell part or join runs: all members in logical order are put into the order of
/// the line, and those with a cell remain.
fn reorder_members(cells: Vec<Cell>, unseen: &[Unseen], levels: RangeInclusive<u8>) -> Vec<Cell> {
    let mut members: Vec<(u8, Option<Cell>)> = Vec::with_capacity(cells.len() + unseen.len());
    let mut unseen = unseen.iter().peekable();
    for (index, cell) in cells.into_iter().enumerate() {
        while let Some(next) = unseen.next_if(|next| next.before <= index) {
            members.push((next.level, None));
        }
        members.push((cell.level, Some(cell)));
    }
    members.extend(unseen.map(|next| (next.level, None)));
    reverse_runs(&mut members, levels, |&(level, _)| level);
    members.into_iter().filter_map(|(_, cell)| cell).collect()
}
