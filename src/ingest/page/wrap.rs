//! Lines that a program broke at a fixed width, joined again.
//!
//! A line was broken there if the first word of the next had no room left in it. A width is believed when most
//! lines with another directly behind them were broken at it; a page may have both kinds of lines, and centred ones.

use std::ops::RangeInclusive;

use super::lines::is_item;

/// Columns that programs break lines at, margins off.
const WIDTHS: RangeInclusive<usize> = 50..=100;

/// Columns of a line that may have been broken: shorter ones are labels, or the last of a paragraph.
const FULL: usize = 40;

/// Broken lines that show a width.
const SHOWN: usize = 3;

/// Broken lines from which half of all are enough to show it.
const MANY: usize = 12;

/// A line of the file that is not empty.
struct Row<'a> {
    text: &'a str,
    /// Its columns without and with the blanks before it.
    columns: [usize; 2],
    /// The columns of its first word.
    first: usize,
    gap: bool,
}

/// The lines of a text, joined where a program broke them, each with whether an empty line stands before it.
pub(in crate::ingest) fn join(text: &str) -> Vec<(String, bool)> {
    let rows = rows(text);
    let widths = [width(&rows, 0), width(&rows, 1)];
    let mut joined: Vec<(String, bool)> = Vec::new();
    let mut before: Option<&Row> = None;
    for row in &rows {
        let broken = before.is_some_and(|b| !row.gap && !is_item(row.text) && is_broken(b, row, widths));
        match joined.last_mut().filter(|_| broken) {
            Some((line, _)) => {
                line.push(' ');
                line.push_str(row.text);
            }
            None => joined.push((row.text.to_owned(), row.gap)),
        }
        before = Some(row);
    }
    joined
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut gap = true;
    for line in text.lines() {
        let trimmed = line.trim_matches(is_blank);
        if trimmed.is_empty() {
            gap = true;
            continue;
        }
        let columns = columns(trimmed);
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let first = trimmed.split_whitespace().next().map_or(0, self::columns);
        rows.push(Row { text: trimmed, columns: [columns, columns + indent], first, gap });
        gap = false;
    }
    rows
}

/// Blanks, and the invisible signs that pages leave around them.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{2060}' | '\u{FEFF}')
}

/// The columns of a text: vowel marks and invisible signs take none.
fn columns(text: &str) -> usize {
    let wide = |c: &char| !matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200B}'..='\u{200F}');
    text.chars().filter(wide).count()
}

/// The width that most lines were broken at, with (1) or without (0) the blanks before them.
fn width(rows: &[Row], measure: usize) -> Option<usize> {
    let mut votes = [0_usize; 101];
    let mut pairs = 0;
    for pair in rows.windows(2) {
        let [line, next] = pair else { continue };
        let Some(&columns) = line.columns.get(measure).filter(|_| !next.gap && line.columns[0] >= FULL)
        else {
            continue;
        };
        pairs += 1;
        for width in columns..=columns + next.first {
            if let Some(vote) = votes.get_mut(width).filter(|_| WIDTHS.contains(&width)) {
                *vote += 1;
            }
        }
    }
    // The widest of equals: the longest line was as long as the width.
    let (width, &shown) = votes.iter().enumerate().max_by_key(|(_, votes)| **votes)?;
    let most = shown * 4 >= pairs * 3 || (shown >= MANY && shown * 2 >= pairs);
    (shown >= SHOWN && most).then_some(width)
}

fn is_broken(line: &Row, next: &Row, widths: [Option<usize>; 2]) -> bool {
    line.columns[0] >= FULL / 2
        && line.columns.iter().zip(widths).any(|(&columns, width)| {
            width.is_some_and(|width| columns <= width + 1 && columns + 1 + next.first > width)
        })
}
