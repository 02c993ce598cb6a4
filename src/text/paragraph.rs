//! A paragraph of text, analysed once and broken into lines at any width.
//!
//! Ties the steps of the engine together in their order; holds no step itself. Building costs what the text costs;
//! a line costs what its own slice costs.

use std::ops::Range;

use super::cluster::{self, Cluster, Kind};
use super::direction::Levels;
use super::layout::{End, Source};
use super::{
    CompactString, Direction, Glyphs, Line, Options, clean, digits, direction, glance, justify, layout,
    quotes, romanise, shape, wrap,
};

/// Shown for a cluster of two columns where there is one (REPLACEMENT CHARACTER).
const NO_ROOM: CompactString = CompactString::const_new("\u{FFFD}");

/// One paragraph of UAX #9. A line feed in it is a forced line break.
#[derive(Clone, Debug)]
pub struct Paragraph {
    text: String,
    clusters: Vec<Cluster>,
    direction: Direction,
    options: Options,
    /// What each cluster is shown as, where it is not shown as it is.
    latin: Vec<CompactString>,
    natural_width: usize,
    /// Whether each cluster is one column and none is a forced break or unseen.
    even: bool,
}

impl Paragraph {
    /// Cleans and analyses `text`. Any text will do.
    pub fn new(text: &str, options: &Options) -> Self {
        let (text, (mut clusters, direction), latin) = if options.glyphs == Glyphs::All {
            let (text, analysis) = analysed(text, options);
            (text, analysis, Vec::new())
        } else {
            romanised(text, options)
        };
        digits::show(&text, &mut clusters, direction, options.digits);
        quotes::show(&text, &mut clusters, options.quotes);
        let column =
            |cluster: &Cluster| cluster.width == 1 && matches!(cluster.kind, Kind::Text | Kind::Blank);
        let even = clusters.iter().all(column);
        let natural_width = columns(&clusters, layout::shows_end(&clusters, *options));
        Self { text, clusters, direction, options: *options, latin, natural_width, even }
    }

    /// The cleaned text in logical order: what all byte ranges refer to, and what is copied.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The base direction.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Columns on one line.
    pub fn natural_width(&self) -> usize {
        self.natural_width
    }

    /// The lines at a width, as byte ranges of [`Self::text`] in logical order that follow on each other without a
    /// gap. Breaks as UAX #14 says, and between clusters in a word longer than the line; blanks at a break belong to
    /// the line before it and do not count. Text without letters is one empty line; at width 0 there are no lines.
    pub fn breaks(&self, width: usize) -> Vec<Range<usize>> {
        self.spans(width).into_iter().map(|span| self.start(span.start)..self.start(span.end)).collect()
    }

    /// The bytes before which a line may begin (UAX #14), in order, the beginning of the text not counted.
    pub fn opportunities(&self) -> impl Iterator<Item = usize> {
        self.clusters
            .iter()
            .filter(|cluster| cluster.breaks && cluster.start > 0)
            .map(|cluster| cluster.start)
    }

    /// Lays out one line: a range that [`Self::breaks`] gave, or any other (a cluster belongs to it when it begins
    /// in it; ends beyond the text are cut off).
    pub fn line(&self, range: Range<usize>) -> Line {
        self.source().line(self.span(range), End::Natural)
    }

    /// [`Self::line`] in a column of this width: set full where [`Options::justify`] asks for it and the line is not
    /// the last; and in the one case where it is wider, a cluster of two columns where there is one, U+FFFD instead of
    /// the cluster.
    pub fn line_within(&self, range: Range<usize>, width: usize) -> Line {
        self.line_of(self.span(range), width)
    }

    fn line_of(&self, span: Range<usize>, width: usize) -> Line {
        let goes_on = span.end;
        let mut line = self.source().line(span, End::Natural);
        if line.width > width {
            let no_room = if self.latin.is_empty() { NO_ROOM } else { romanise::NO_SIGN };
            for cell in line.cells.iter_mut().filter(|cell| usize::from(cell.width) > width) {
                (cell.symbol, cell.width) = (no_room.clone(), 1);
            }
            line.width = line.cells.iter().map(|cell| usize::from(cell.width)).sum();
        }
        let broken =
            self.clusters.get(goes_on.saturating_sub(1)).is_some_and(|last| last.kind != Kind::Newline);
        if goes_on < self.clusters.len() && broken {
            justify::justify(&mut line, &self.text, width, self.options.justify);
        }
        line
    }

    /// All lines at a width.
    pub fn lines(&self, width: usize) -> Vec<Line> {
        self.spans(width).into_iter().map(|span| self.line_of(span, width)).collect()
    }

    /// The whole text on one line; where that is wider than `width`, cut between clusters in logical order, with an
    /// ellipsis at the logical end: at the left of a right-to-left paragraph. At width 0 there are no cells.
    pub fn fit(&self, width: usize) -> Line {
        if self.natural_width <= width {
            return self.source().line(0..self.clusters.len(), End::Natural);
        }
        if width == 0 {
            return Line { direction: self.direction, ..Line::default() };
        }
        let mut room = width - 1;
        let fits = |cluster: &&Cluster| {
            let left = room.checked_sub(seen_width(cluster));
            room = left.unwrap_or(0);
            left.is_some()
        };
        let kept = self.clusters.iter().take_while(fits).count();
        self.source().line(0..kept, End::Ellipsis)
    }

    /// The level of each byte of `range` after rule L1 on it as a line, controls included.
    pub fn levels(&self, range: Range<usize>) -> Vec<u8> {
        let span = self.span(range);
        let levels = self.source().line_levels(span.clone());
        let bytes = span
            .zip(levels)
            .flat_map(|(index, level)| std::iter::repeat_n(level, self.start(index + 1) - self.start(index)));
        bytes.collect()
    }

    /// Whether [`wrap::plain_lines`] may break it.
    #[cfg(test)]
    pub(super) fn is_even(&self) -> bool {
        self.even
    }

    fn spans(&self, width: usize) -> Vec<Range<usize>> {
        let hang_last = !self.options.trailing_blanks;
        if self.even {
            wrap::plain_lines(&self.clusters, width, hang_last)
        } else {
            wrap::lines(&self.clusters, width, hang_last)
        }
    }

    pub(super) fn source(&self) -> Source<'_> {
        Source {
            text: &self.text,
            clusters: &self.clusters,
            options: &self.options,
            latin: &self.latin,
            direction: self.direction,
        }
    }

    fn start(&self, index: usize) -> usize {
        self.clusters.get(index).map_or(self.text.len(), |cluster| cluster.start)
    }

    fn span(&self, range: Range<usize>) -> Range<usize> {
        let index = |byte| self.clusters.partition_point(|cluster| cluster.start < byte);
        let start = index(range.start);
        start..index(range.end).max(start)
    }
}

/// The cleaned text, its clusters and its direction, by the short way where at most cleaning stands against it.
fn analysed(text: &str, options: &Options) -> (String, (Vec<Cluster>, Direction)) {
    if let Some(short) = glance::clusters(text, options) {
        return (text.to_owned(), short);
    }
    let clean = clean(text, options.controls);
    let short = if clean == text { None } else { glance::clusters(&clean, options) };
    let analysis = short.unwrap_or_else(|| general(&clean, options));
    (clean.into_owned(), analysis)
}

/// The same where letters are shown as Latin ones, and what each cluster is shown as: all from left to right.
fn romanised(text: &str, options: &Options) -> (String, (Vec<Cluster>, Direction), Vec<CompactString>) {
    let text = clean(text, options.controls).into_owned();
    let mut clusters = cluster::clusters(&text, &Levels::Uniform(0));
    let latin = romanise::latin(&text, &mut clusters, options.glyphs);
    wrap::mark(&text, &mut clusters);
    (text, (clusters, Direction::Ltr), latin)
}

/// The clusters of any clean text and its direction, step by step.
pub(super) fn general(text: &str, options: &Options) -> (Vec<Cluster>, Direction) {
    let direction = options.base.unwrap_or_else(|| direction::base_direction(text, options.fallback));
    let levels = direction::levels(text, direction);
    let mut clusters = cluster::clusters(text, &levels);
    if options.shape {
        shape::shape(text, &mut clusters, options.lam_alef_ligature);
    }
    wrap::mark(text, &mut clusters);
    (clusters, direction)
}

fn seen_width(cluster: &Cluster) -> usize {
    match cluster.kind {
        Kind::Text | Kind::Blank | Kind::Newline => usize::from(cluster.width),
        Kind::Hyphen | Kind::Unseen => 0,
    }
}

fn columns(clusters: &[Cluster], shows_end: bool) -> usize {
    let hangs = |cluster: &&Cluster| !shows_end && cluster.kind != Kind::Text;
    let end = clusters.len() - clusters.iter().rev().take_while(hangs).count();
    clusters.iter().take(end).map(seen_width).sum()
}

/// Columns of a text laid out on one line, blanks at its end included: what `str::width` is for elsewhere, which
/// counts lam-alef otherwise than it is painted.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    Paragraph::new(text, &Options { trailing_blanks: true, ..Options::default() }).natural_width()
}
