//! What holds for any text at any width.

use proptest::strategy::{Just, Strategy};
use proptest::test_runner::{Config, TestCaseError};
use proptest::{arbitrary::any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::cluster;

use super::{
    Cell, CompactString, Controls, Digits, Direction, Glyphs, Justify, Line, Options, Paragraph, Quotes,
    clean, cursor, width,
};

/// Characters that have hurt layout engines: every bidi class, joiners, marks, wide and forbidden ones.
const SPECIAL: &[char] = &[
    ' ',
    ' ',
    '\n',
    '\t',
    '\r',
    'a',
    'b',
    '1',
    '2',
    '-',
    '.',
    '(',
    ')',
    '\u{AB}',
    '\u{AD}',
    '\u{A0}',
    '\u{301}',
    '\u{5D0}',
    '\u{5B8}',
    '\u{600}',
    '\u{627}',
    '\u{628}',
    '\u{644}',
    '\u{644}',
    '\u{622}',
    '\u{64E}',
    '\u{651}',
    '\u{654}',
    '\u{640}',
    '\u{661}',
    '\u{6DD}',
    '\u{70F}',
    '\u{711}',
    '\u{915}',
    '\u{94D}',
    '\u{E33}',
    '\u{1100}',
    '\u{1161}',
    '\u{200B}',
    '\u{2019}',
    '\u{201C}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{200F}',
    '\u{61C}',
    '\u{2028}',
    '\u{2029}',
    '\u{202A}',
    '\u{202B}',
    '\u{202C}',
    '\u{202D}',
    '\u{202E}',
    '\u{2060}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{20E3}',
    '\u{2329}',
    '\u{3000}',
    '\u{4E2D}',
    '\u{FB50}',
    '\u{FDFA}',
    '\u{FE0F}',
    '\u{FEFB}',
    '\u{FE70}',
    '\u{1F1EB}',
    '\u{1F468}',
    '\u{1F3FD}',
    '\u{E0041}',
    '\u{1B}',
    '\u{9B}',
];

fn text() -> impl Strategy<Value = String> {
    let special = proptest::sample::select(SPECIAL);
    let c = prop_oneof![8 => special, 1 => any::<char>()];
    proptest::collection::vec(c, 0..60).prop_map(String::from_iter)
}

fn options() -> impl Strategy<Value = Options> {
    let base = prop_oneof![Just(None), Just(Some(Direction::Ltr)), Just(Some(Direction::Rtl))];
    let digits = prop_oneof![Just(Digits::AsWritten), Just(Digits::Western), Just(Digits::Eastern)];
    let quotes = prop_oneof![Just(Quotes::AsWritten), Just(Quotes::Mirrored)];
    let glyphs = proptest::sample::select(&[Glyphs::All, Glyphs::All, Glyphs::Console, Glyphs::Ascii][..]);
    let looks = (base, digits, quotes, glyphs, any::<[bool; 5]>());
    looks.prop_map(|(base, digits, quotes, glyphs, [honour, shape, ligature, marks, trailing])| Options {
        base,
        fallback: Direction::Rtl,
        controls: if honour { Controls::Honour } else { Controls::Neutralise },
        shape,
        lam_alef_ligature: ligature,
        marks,
        trailing_blanks: trailing,
        justify: Justify::Off,
        digits,
        quotes,
        glyphs,
    })
}

/// The bytes of a line are in exactly one cell, except for unseen ones where there is no cell, and the blanks,
/// line feeds and unseen characters at the end.
fn accounted(text: &str, line: &Line) -> Result<(), TestCaseError> {
    let mut ranges: Vec<_> = line.cells.iter().map(|cell| cell.range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    let mut at = line.range.start;
    for range in ranges {
        prop_assert_eq!(range.start, at);
        prop_assert!(range.end > range.start);
        at = range.end;
    }
    let rest = text.get(at..line.range.end).expect("a line ends between characters");
    let blank = |c: char| c.is_whitespace() || width(&c.to_string()) == 0;
    prop_assert!(rest.chars().all(blank), "{rest:?} is in no cell");
    if !line.cells.is_empty() {
        let first = rest.chars().next();
        prop_assert!(first.is_none_or(char::is_whitespace), "{rest:?} does not begin with a blank");
    }
    Ok(())
}

fn well_formed(line: &Line) -> Result<(), TestCaseError> {
    prop_assert_eq!(line.width, line.cells.iter().map(|cell| usize::from(cell.width)).sum::<usize>());
    for cell in &line.cells {
        // More than two columns are those of a romanised letter with its doubling and its vowel, one a sign.
        let signs = cell.symbol.chars().filter(|&c| c <= '\u{FF}').count();
        prop_assert!((1..=2).contains(&cell.width) || usize::from(cell.width) == signs, "{cell:?}");
        prop_assert!(!cell.symbol.chars().any(char::is_control), "{cell:?}");
        prop_assert!(!cell.symbol.contains(|c| ('\u{2028}'..='\u{202E}').contains(&c)), "{cell:?}");
        prop_assert!(!cell.symbol.contains(|c| ('\u{2066}'..='\u{2069}').contains(&c)), "{cell:?}");
    }
    Ok(())
}

/// The characters that cleaning drops where explicit controls are neutralised.
fn lost(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{600}'..='\u{605}' | '\u{8E2}' | '\u{202A}'..='\u{202E}' | '\u{206A}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E007F}')
        || u32::from(c) % 0x10000 >= 0xFFFE
}

/// What the lines at a width show, back in logical order: blanks left out, which hang at the end of some lines, and
/// hyphens, which stand at the end of some.
fn logical(paragraph: &Paragraph, width: usize) -> Vec<CompactString> {
    let mut cells: Vec<_> = paragraph.lines(width).into_iter().flat_map(|line| line.cells).collect();
    cells.sort_by_key(|cell| cell.range.start);
    let hyphen = |cell: &Cell| {
        cell.symbol == "-" && paragraph.text().get(cell.range.clone()).is_some_and(|text| !text.contains('-'))
    };
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}');
    let shown = cells.into_iter().filter(|cell| !cell.symbol.chars().all(blank));
    let shown = shown.filter(|cell| !hyphen(cell));
    shown.map(|cell| cell.symbol).collect()
}

/// Clusters by the engine's short way and by the crate.
fn both_ways(text: &str) -> [Vec<(usize, &str)>; 2] {
    [cluster::graphemes(text).collect(), UnicodeSegmentation::grapheme_indices(text, true).collect()]
}

#[test]
fn the_short_way_to_clusters_is_right_for_every_letter() {
    for c in '\0'..='\u{FFFF}' {
        let text = String::from_iter([c, c, '\u{64E}', c, 'a', c]);
        let [short, crates] = both_ways(&text);
        assert_eq!(short, crates);
    }
}

proptest! {
    #![proptest_config(Config { cases: Config::default().cases.max(400), failure_persistence: None, ..Config::default() })]

    #[test]
    fn lines_are_the_text_and_no_wider_than_asked(text in text(), options in options(), width in 1_usize..12) {
        let paragraph = Paragraph::new(&text, &options);
        let text = paragraph.text();
        let mut at = 0;
        let breaks = paragraph.breaks(width);
        for range in &breaks {
            prop_assert_eq!(range.start, at);
            at = range.end;
            let line = paragraph.line_within(range.clone(), width);
            prop_assert_eq!(&line.range, range);
            prop_assert!(line.width <= width, "{} > {}: {:?}", line.width, width, line);
            well_formed(&line)?;
            accounted(text, &line)?;
            let bytes: usize = paragraph.levels(range.clone()).len();
            prop_assert_eq!(bytes, range.len());
        }
        prop_assert_eq!(at, text.len());
        prop_assert!(paragraph.breaks(0).is_empty());
    }

    #[test]
    fn the_short_way_to_clusters_gives_those_of_the_crate(text in text()) {
        let [short, crates] = both_ways(&text);
        prop_assert_eq!(short, crates);
    }

    #[test]
    fn a_fitted_line_is_no_wider_than_asked(text in text(), options in options(), width in 0_usize..30) {
        let paragraph = Paragraph::new(&text, &options);
        let line = paragraph.fit(width);
        prop_assert!(line.width <= width);
        well_formed(&line)?;
        if paragraph.natural_width() <= width && width > 0 {
            prop_assert_eq!(line.width, paragraph.natural_width());
            accounted(paragraph.text(), &line)?;
        }
    }

    #[test]
    fn visual_order_is_that_of_the_bidi_crate(text in text(), options in options()) {
        let paragraph = Paragraph::new(&text, &options);
        let line = paragraph.fit(1000);
        let mut cells = line.cells.clone();
        cells.sort_by_key(|cell| cell.range.start);
        // Unseen characters have levels that split or join runs, and no cell to ask the crate about.
        if paragraph.text().chars().any(|c| width(&c.to_string()) == 0) {
            return Ok(());
        }
        let levels: Vec<_> =
            cells.iter().map(|cell| unicode_bidi::Level::new(cell.level).expect("a level of the crate")).collect();
        let order = unicode_bidi::BidiInfo::reorder_visual(&levels);
        let expected: Vec<_> = order.into_iter().map(|at| cells[at].clone()).collect();
        prop_assert_eq!(line.cells, expected);
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in text(), honour in any::<bool>()) {
        let controls = if honour { Controls::Honour } else { Controls::Neutralise };
        let once = clean(&text, controls).into_owned();
        prop_assert!(matches!(clean(&once, controls), std::borrow::Cow::Borrowed(_)), "{once:?}");
        prop_assert!(honour || !once.contains(|c: char| c.is_control() && c != '\n'));
    }

    #[test]
    fn policies_agree_where_there_is_nothing_to_neutralise(text in text(), width in 1_usize..20) {
        let text = clean(&text, Controls::Neutralise);
        let honoured = Paragraph::new(&text, &Options { controls: Controls::Honour, ..Options::default() });
        let neutral = Paragraph::new(&text, &Options::default());
        prop_assert_eq!(honoured.lines(width), neutral.lines(width));
    }

    #[test]
    fn cleaning_loses_what_it_names_and_nothing_else(text in text()) {
        // Presentation forms, U+06DD and isolates become something else, which their own tests show.
        let other = |c: char| {
            matches!(c, '\u{6DD}' | '\u{2066}'..='\u{2069}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
        };
        let source: String = text.chars().filter(|&c| !other(c)).collect();
        let ends = ["\r\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"];
        let kept = ends.iter().fold(source.replace('\t', " "), |text, end| text.replace(end, "\n"));
        let kept: String = kept.chars().filter(|&c| !lost(c)).collect();
        prop_assert_eq!(clean(&source, Controls::Neutralise), kept.nfc().collect::<String>());
    }

    #[test]
    fn a_column_shows_its_cell_and_a_cell_its_columns(text in text(), options in options(), width in 1_usize..20) {
        for line in Paragraph::new(&text, &options).lines(width) {
            for (left, cell) in line.placed().filter(|(_, cell)| !cell.range.is_empty()) {
                let right = left + usize::from(cell.width);
                prop_assert_eq!(line.columns(cell.range.clone()), vec![left..right]);
                for column in left..right {
                    prop_assert_eq!(line.cell_at(column), Some(cell));
                    prop_assert_eq!(line.byte_at(column), Some(cell.range.start));
                }
                let edge = if cell.level % 2 == 1 { right } else { left };
                prop_assert_eq!(line.caret_column(cell.range.start), edge);
            }
        }
    }

    #[test]
    fn every_width_shows_the_same_cells_in_the_same_logical_order(
        text in text(), options in options(), a in 2_usize..20, b in 2_usize..200,
    ) {
        let paragraph = Paragraph::new(&text, &options);
        prop_assert_eq!(logical(&paragraph, a), logical(&paragraph, b));
    }

    #[test]
    fn any_range_any_column_any_byte(text in text(), options in options(), a in 0_usize..200, b in 0_usize..200) {
        let paragraph = Paragraph::new(&text, &options);
        let line = paragraph.line(a..b);
        well_formed(&line)?;
        line.columns(a..b);
        line.byte_at(a);
        prop_assert!(line.caret_column(b) <= line.width);
        cursor::right(&line, a);
        cursor::left(&line, b);
        for step in [cursor::next, cursor::previous, cursor::next_word, cursor::previous_word] {
            prop_assert!(paragraph.text().is_char_boundary(step(paragraph.text(), a)));
        }
    }

    #[test]
    fn walking_right_visits_every_cell_once(text in text(), options in options()) {
        let line = Paragraph::new(&text, &options).fit(1000);
        let end = line.cells.iter().map(|cell| cell.range.end).max().unwrap_or(0);
        let start = if line.direction == Direction::Rtl { end } else {
            line.cells.first().map_or(end, |cell| cell.range.start)
        };
        let walked = std::iter::successors(Some(start), |&byte| cursor::right(&line, byte)).take(1000).count();
        prop_assert_eq!(walked, line.cells.len() + 1);
    }
}
