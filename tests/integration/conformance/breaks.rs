//! `LineBreakTest` (UAX #14) and `GraphemeBreakTest` (UAX #29) against the engine's break opportunities and cells.
//!
//! What the rows say is carried over to cells by rules, never by allowances: to the text as cleaning leaves it, and
//! to places between two cells. The engine must then say what the library under it says, and the rows in which that is
//! not what the standard says are named here, no more and no fewer.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use qari::text::{Controls, Direction, Options, Paragraph, clean};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{VERSION, bare, character, report, rows, unicode_data};

/// The test file breaks numbers by the regular expression of UAX #14 section 8.2, example 7; the library has the
/// pairs of rule LB25, which keep together more than that.
const NUMBERS: &[&str] = &[
    "× 007D ÷ 0025 ÷",
    "× 007D × 0308 ÷ 0025 ÷",
    "× 007D ÷ 0024 ÷",
    "× 007D × 0308 ÷ 0024 ÷",
    "× 002C ÷ 0030 ÷",
    "× 002C × 0308 ÷ 0030 ÷",
    "× 0025 ÷ 2329 ÷",
    "× 0025 × 0308 ÷ 2329 ÷",
    "× 0025 ÷ 0028 ÷",
    "× 0025 × 0308 ÷ 0028 ÷",
    "× 0024 ÷ 2329 ÷",
    "× 0024 × 0308 ÷ 2329 ÷",
    "× 0024 ÷ 0028 ÷",
    "× 0024 × 0308 ÷ 0028 ÷",
    "× 002F ÷ 0030 ÷",
    "× 002F × 0308 ÷ 0030 ÷",
    "× 0029 ÷ 0025 ÷",
    "× 0029 × 0308 ÷ 0025 ÷",
    "× 0029 ÷ 0024 ÷",
    "× 0029 × 0308 ÷ 0024 ÷",
    "× 0065 × 0071 × 0075 × 0061 × 006C × 0073 × 0020 × 002E ÷ 0033 × 0035 × 0020 ÷ 0063 × 0065 × 006E × 0074 × 0073 ÷",
    "× 0063 × 006F × 0064 × 0065 × 005C ÷ 0028 × 0073 × 005C × 0029 ÷",
    "× 0063 × 006F × 0064 × 0065 × 005C ÷ 007B × 0073 × 005C × 007D ÷",
    "× 0061 × 002E ÷ 0032 × 0020 ÷",
    "× 0061 × 002E ÷ 0032 × 0020 ÷ 0915 ÷",
    "× 0061 × 002E ÷ 0032 × 0020 ÷ 672C ÷",
    "× 0061 × 002E ÷ 0032 × 3000 ÷ 672C ÷",
    "× 0061 × 002E ÷ 0032 × 3000 ÷ 307E ÷",
    "× 0061 × 002E ÷ 0032 × 3000 ÷ 0033 ÷",
    "× 0041 × 002E ÷ 0031 × 0020 ÷ BABB ÷",
    "× BD24 ÷ C5B4 × 002E × 0020 ÷ 0041 × 002E ÷ 0032 × 0020 ÷ BCFC ÷",
    "× BD10 ÷ C694 × 002E × 0020 ÷ 0041 × 002E ÷ 0033 × 0020 ÷ BABB ÷",
    "× C694 × 002E × 0020 ÷ 0041 × 002E ÷ 0034 × 0020 ÷ BABB ÷",
    "× 0061 × 002E ÷ 0032 × 3000 ÷ 300C ÷",
];

/// The library is of a Unicode after 15.1, which replaced rule LB15 (no break between an opening quotation mark, blanks
/// and an opening bracket) by `LB15a` and `LB15b`.
const QUOTES: &[&str] = &[
    "× 0022 × 0020 × 2329 ÷",
    "× 0022 × 0308 × 0020 × 2329 ÷",
    "× 0022 × 0020 × 0028 ÷",
    "× 0022 × 0308 × 0020 × 0028 ÷",
    "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 0028 × 00AB × 0020 ÷ 0308 × 0020 ÷ 00BB × 0029 ÷ 0028 × 0065 × 0308 × 0029 ÷",
    "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 00AB × 0020 × 0028 × 0020 × 0308 × 0020 × 0029 × 0020 ÷ 00BB × 0028 × 0065 × 0308 × 0029 ÷",
    "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 007B × 00AB × 0020 ÷ 0308 × 0020 ÷ 00BB × 007D ÷ 0028 × 0065 × 0308 × 0029 ÷",
    "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 00AB × 0020 × 007B × 0020 × 0308 × 0020 × 007D × 0020 ÷ 00BB × 0028 × 0065 × 0308 × 0029 ÷",
];

/// The library is of a Unicode in which U+2701 is no pictograph any more.
const PICTOGRAPHS: &[&str] = &["÷ 2701 × 200D × 2701 ÷"];

/// One row: a text, and the places in it (bytes, the beginning left out) where it says there is a boundary.
struct Row<'a> {
    name: &'a str,
    text: String,
    boundaries: Vec<usize>,
}

impl<'a> Row<'a> {
    fn new(name: &'a str) -> Self {
        let (mut text, mut boundaries) = (String::new(), Vec::new());
        for field in name.split_whitespace() {
            match field {
                "÷" if text.is_empty() => {}
                "÷" => boundaries.push(text.len()),
                "×" => {}
                hex => text.push(character(hex)),
            }
        }
        Self { name, text, boundaries }
    }

    /// The places `boundaries` of the text where cleaning has moved them. Two that nothing stands between any more
    /// are one.
    fn cleaned(&self, boundaries: &[usize]) -> Vec<usize> {
        let before = |&at: &usize| clean(self.text.split_at(at).0, Controls::Honour).len();
        let mut moved: Vec<usize> = boundaries.iter().map(before).filter(|&at| at > 0).collect();
        moved.dedup();
        moved
    }
}

/// What a file's rows tell of the engine and of the library.
#[derive(Default)]
struct Verdict<'a> {
    rows: usize,
    /// Rows in which the engine differs from what the library says, carried over to cells.
    ours: Vec<String>,
    /// Rows that the library fails.
    library: Vec<&'a str>,
}

impl<'a> Verdict<'a> {
    fn add(&mut self, row: &Row<'a>, library: &[usize], expected: &[usize], ours: &[usize]) {
        self.rows += 1;
        if library != row.boundaries {
            self.library.push(row.name);
        }
        if ours != expected {
            self.ours.push(format!("{}: {ours:?}, not {expected:?}", row.name));
        }
    }

    fn report(mut self, name: &str, data: &str, mut named: Vec<&str>) {
        report(name, self.rows, &self.ours);
        if data.starts_with(&format!("# {name}{VERSION}")) {
            named.sort_unstable();
            self.library.sort_unstable();
            assert_eq!(self.library, named, "{name}: the rows that the library fails");
        }
    }
}

/// The places inside the clusters of a text that are wider than two columns, which no cell can hold: before each
/// character with a width of its own.
fn cuts(text: &str) -> impl Iterator<Item = usize> {
    let wide = text.grapheme_indices(true).filter(|(_, cluster)| cluster.width() > 2);
    wide.flat_map(|(start, cluster)| {
        let own = |&(at, c): &(usize, char)| at > 0 && c.width().unwrap_or(0) > 0;
        cluster.char_indices().filter(own).map(move |(at, _)| start + at)
    })
}

fn options() -> Options {
    Options { base: Some(Direction::Ltr), ..bare(None) }
}

#[test]
fn line_break_test() {
    let Some(data) = unicode_data("auxiliary/LineBreakTest.txt") else { return };
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut verdict = Verdict::default();
    for row in rows(&data).map(Row::new) {
        let library: Vec<usize> = segmenter.segment_str(&row.text).filter(|&at| at > 0).collect();
        let paragraph = Paragraph::new(&row.text, &options());
        let end = paragraph.text().len();
        let ours: Vec<usize> = paragraph.opportunities().chain((end > 0).then_some(end)).collect();
        // A line cannot end inside a cell.
        let text = paragraph.text();
        let ends: Vec<usize> =
            text.grapheme_indices(true).map(|(at, c)| at + c.len()).chain(cuts(text)).collect();
        let mut expected = row.cleaned(&library);
        expected.retain(|at| ends.contains(at));
        verdict.add(&row, &library, &expected, &ours);
    }
    verdict.report("LineBreakTest", &data, [NUMBERS, QUOTES].concat());
}

/// The ends of the cells that clusters with these ends become on one line: what is never seen goes to the cell before
/// it, at the beginning to the one after, and nothing is left of blanks before a line feed at the end.
fn on_one_line(text: &str, ends: &[usize]) -> Vec<usize> {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let unseen = |cluster: &str| cluster.chars().all(|c| ignorable.contains(c));
    let shown = match text.strip_suffix('\n') {
        Some(text) => text.trim_end_matches([' ', '\n']),
        None => text,
    };
    let mut cells: Vec<usize> = Vec::new();
    let (mut start, mut begun) = (0, false);
    for &end in ends.iter().filter(|&&end| end <= shown.len()) {
        let hidden = unseen(text.get(start..end).unwrap());
        match cells.last_mut() {
            Some(last) if hidden || !begun => *last = end,
            _ => cells.push(end),
        }
        begun |= !hidden;
        start = end;
    }
    if begun { cells } else { Vec::new() }
}

#[test]
fn grapheme_break_test() {
    let Some(data) = unicode_data("auxiliary/GraphemeBreakTest.txt") else { return };
    let mut verdict = Verdict::default();
    for row in rows(&data).map(Row::new) {
        let library: Vec<usize> =
            row.text.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()).collect();
        let paragraph = Paragraph::new(&row.text, &options());
        let mut ours: Vec<usize> =
            paragraph.fit(usize::MAX).cells.iter().map(|cell| cell.range.end).collect();
        ours.sort_unstable();
        let mut ends = row.cleaned(&library);
        ends.extend(cuts(paragraph.text()));
        ends.sort_unstable();
        verdict.add(&row, &library, &on_one_line(paragraph.text(), &ends), &ours);
    }
    verdict.report("GraphemeBreakTest", &data, PICTOGRAPHS.to_vec());
}
