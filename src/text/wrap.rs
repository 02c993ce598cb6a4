//! Line breaks in logical order (UAX #14), greedily, by the columns that the cells will take.
//!
//! Opportunities are marked once a paragraph; breaking at a width is one pass over the clusters. Never reorders.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::cluster::{Cluster, Kind, is_mark};
use super::facts::Fact;

pub(super) mod words;

/// Marks the clusters that a line may begin with.
pub(super) fn mark(text: &str, clusters: &mut [Cluster]) {
    let sorts = text.char_indices().map(|(at, c)| (at, words::sort(c)));
    let mut rest = clusters.iter_mut().peekable();
    words::opportunities(text, sorts, |at| offer(&mut rest, at));
}

/// The same by the facts of the clusters, of which each is one character with marks.
pub(super) fn mark_plain(text: &str, clusters: &mut [Cluster], facts: &[Fact]) {
    let mut places = Vec::with_capacity(clusters.len() / 4);
    let sorts = clusters.iter().zip(facts).map(|(cluster, fact)| (cluster.start, fact.sort));
    words::opportunities(text, sorts, |at| places.push(at));
    let mut rest = clusters.iter_mut().peekable();
    for at in places {
        offer(&mut rest, at);
    }
}

fn offer<'a>(rest: &mut Peekable<impl Iterator<Item = &'a mut Cluster>>, at: usize) {
    while rest.next_if(|cluster| cluster.start < at).is_some() {}
    if let Some(cluster) = rest.next_if(|cluster| cluster.start == at) {
        cluster.breaks = true;
    }
}

/// Calls `offer` with every place in `text` that UAX #14 lets a line begin or end at, in order. The beginning and the
/// end of the text are among them.
fn segment(text: &str, offer: impl FnMut(usize)) {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    segmenter.segment_str(&without_dictionary_scripts(text)).for_each(offer);
}

/// The text with the letters of Thai, Lao, Khmer and Myanmar, which only a dictionary breaks, as letters of the
/// same length in bytes that do not break. The segmenter would do the same with them, but not without a word on
/// stderr in builds with debug assertions, and that tears the screen.
fn without_dictionary_scripts(text: &str) -> Cow<'_, str> {
    let complex = |c: char| {
        matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{1950}'..='\u{19FF}' | '\u{1A20}'..='\u{1AAF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AADF}')
            && (c.is_alphabetic() || is_mark(c))
    };
    if !text.contains(complex) {
        return Cow::Borrowed(text);
    }
    // TIFINAGH LETTER YA: three bytes, class AL.
    Cow::Owned(text.chars().map(|c| if complex(c) { '\u{2D30}' } else { c }).collect())
}

/// The lines of a paragraph as ranges of clusters, none wider than `width` unless it is one cluster that is.
///
/// Blanks at a break hang: they belong to the line and do not count. A word longer than the line is cut between
/// clusters. `hang_last` says whether blanks at the end of the text hang too. Linear in the number of clusters:
/// what is scanned twice is the part of a word that moved to the next line, and it moves once.
pub(super) fn lines(clusters: &[Cluster], width: usize, hang_last: bool) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    if width == 0 {
        return lines;
    }
    let tail = if hang_last { clusters.len() } else { content_end(clusters) };
    let mut line = Open::at(0);
    let mut index = 0;
    while let Some(cluster) = clusters.get(index) {
        if cluster.breaks && index > line.start {
            line.offer(index, width, clusters);
        }
        match cluster.kind {
            Kind::Newline => {
                lines.push(line.start..index + 1);
                line = Open::at(index + 1);
            }
            Kind::Blank if index < tail => line.hanging += usize::from(cluster.width),
            Kind::Hyphen | Kind::Unseen => {}
            Kind::Blank | Kind::Text => {
                let columns = line.columns + line.hanging + usize::from(cluster.width);
                if columns > width && line.columns + line.hanging > 0 {
                    let at = line.opportunity.unwrap_or_else(|| line.forced(index, width, clusters));
                    lines.push(line.start..at);
                    line = Open::at(at);
                    index = at;
                    continue;
                }
                (line.columns, line.hanging) = (columns, 0);
            }
        }
        index += 1;
    }
    if line.start < clusters.len() || lines.is_empty() {
        lines.push(line.start..clusters.len());
    }
    lines
}

/// [`lines`], where each cluster is one column and none is a forced break or unseen: where a line is full is known,
/// and it ends at the last opportunity before.
pub(super) fn plain_lines(clusters: &[Cluster], width: usize, hang_last: bool) -> Vec<Range<usize>> {
    if width == 0 {
        return Vec::new();
    }
    let tail = if hang_last { clusters.len() } else { content_end(clusters) };
    let mut lines = Vec::with_capacity(clusters.len() / width + 1);
    let mut start = 0;
    let shown =
        |&at: &usize| at >= tail || clusters.get(at).is_some_and(|cluster| cluster.kind == Kind::Text);
    while let Some(full) = (start + width..clusters.len()).find(shown) {
        let line = clusters.get(start + 1..=full).unwrap_or_default();
        let end = line.iter().rposition(|cluster| cluster.breaks).map_or(full, |at| start + 1 + at);
        lines.push(start..end);
        start = end;
    }
    if start < clusters.len() || lines.is_empty() {
        lines.push(start..clusters.len());
    }
    lines
}

/// Where the blanks at the end of the text begin.
fn content_end(clusters: &[Cluster]) -> usize {
    let blank = |cluster: &&Cluster| !matches!(cluster.kind, Kind::Text | Kind::Newline);
    clusters.len() - clusters.iter().rev().take_while(blank).count()
}

/// The line being filled.
struct Open {
    start: usize,
    /// Columns up to the last cell that is no blank.
    columns: usize,
    /// Columns of the blanks after it.
    hanging: usize,
    /// The last cluster before which the line may end.
    opportunity: Option<usize>,
}

impl Open {
    fn at(start: usize) -> Self {
        Self { start, columns: 0, hanging: 0, opportunity: None }
    }

    fn offer(&mut self, index: usize, width: usize, clusters: &[Cluster]) {
        let hyphen = clusters.get(index - 1).is_some_and(|before| before.kind == Kind::Hyphen);
        let room = self.columns > 0 && self.columns + self.hanging < width;
        if !hyphen || room {
            self.opportunity = Some(index);
        }
    }

    /// Where a line without an opportunity ends: before `index`, and before the soft hyphens there when the hyphen
    /// that they would show has no room.
    fn forced(&self, index: usize, width: usize, clusters: &[Cluster]) -> usize {
        if self.columns + self.hanging < width {
            return index;
        }
        let line = clusters.get(self.start..index).unwrap_or_default();
        index - line.iter().rev().take_while(|cluster| cluster.kind == Kind::Hyphen).count()
    }
}
