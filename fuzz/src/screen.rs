//! The text engine, and the bytes that come from a terminal.

use qari::terminal::Replies;
use qari::terminal::decode::{Decoded, Decoder, Pending};
use qari::text::{
    Controls, Digits, Direction, Glyphs, Justify, Line, Options, Paragraph, Quotes, clean, cursor, width,
};

use super::held;

/// Text, and behind it three bytes that say how it is laid out and how wide.
pub fn layout(data: &[u8]) {
    let (text, how) = data.split_at(data.len().saturating_sub(3));
    let &[first, second, columns] = how else { return };
    let text = String::from_utf8_lossy(text);
    let cleaned = clean(&text, Controls::Neutralise);
    held::clean(&cleaned, "cleaned once");
    let columns = usize::from(columns).clamp(1, 200);
    let paragraph = Paragraph::new(&text, &options(first, second));
    let text = paragraph.text();
    let mut at = 0;
    for range in paragraph.breaks(columns) {
        assert_eq!(range.start, at, "lines follow on each other");
        at = range.end;
        let line = paragraph.line_within(range.clone(), columns);
        assert_eq!(line.range, range);
        assert!(line.width <= columns, "{} columns in {columns}", line.width);
        sound(text, &line);
        accounted(text, &line);
        assert_eq!(paragraph.levels(range.clone()).len(), range.len());
    }
    assert_eq!(at, text.len(), "the lines are the text");
    let fitted = paragraph.fit(columns);
    assert!(fitted.width <= columns);
    sound(text, &fitted);
    for step in [cursor::next, cursor::previous, cursor::next_word, cursor::previous_word] {
        assert!(text.is_char_boundary(step(text, columns)));
    }
}

fn options(first: u8, second: u8) -> Options {
    let bit = |n: u8| first >> n & 1 == 1;
    Options {
        base: [None, None, Some(Direction::Ltr), Some(Direction::Rtl)][usize::from(first & 3)],
        fallback: if bit(2) { Direction::Rtl } else { Direction::Ltr },
        controls: if bit(3) { Controls::Honour } else { Controls::Neutralise },
        shape: !bit(4),
        lam_alef_ligature: !bit(5),
        marks: !bit(6),
        trailing_blanks: bit(7),
        justify: [Justify::Off, Justify::Kashida, Justify::Spaces, Justify::Full][usize::from(second & 3)],
        digits: [Digits::AsWritten, Digits::Western, Digits::Eastern][usize::from(second >> 2 & 3) % 3],
        quotes: if second >> 4 & 1 == 1 { Quotes::Mirrored } else { Quotes::AsWritten },
        glyphs: [Glyphs::All, Glyphs::All, Glyphs::Console, Glyphs::Ascii][usize::from(second >> 5 & 3)],
    }
}

/// Cells that fill the line's width, with nothing in them that a terminal would obey.
fn sound(text: &str, line: &Line) {
    assert_eq!(line.width, line.cells.iter().map(|cell| usize::from(cell.width)).sum::<usize>());
    for cell in &line.cells {
        assert!(cell.width > 0 && text.get(cell.range.clone()).is_some(), "{cell:?}");
        let obeyed = |c: char| {
            c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        };
        assert!(!cell.symbol.chars().any(obeyed), "{cell:?}");
    }
}

/// Every byte of a line is in one cell, save unseen ones and the blanks at its end; cells without bytes only fill.
fn accounted(text: &str, line: &Line) {
    let mut ranges: Vec<_> =
        line.cells.iter().map(|cell| cell.range.clone()).filter(|range| !range.is_empty()).collect();
    ranges.sort_by_key(|range| range.start);
    let mut at = line.range.start;
    for range in ranges {
        assert_eq!(range.start, at, "{line:?}");
        at = range.end;
    }
    let rest = text.get(at..line.range.end).expect("a line ends between characters");
    let blank = |c: char| c.is_whitespace() || width(&c.to_string()) == 0;
    assert!(rest.chars().all(blank), "{rest:?} is in no cell");
}

/// What a terminal sends: the same whether it comes at once or byte by byte, and never the end of what follows.
pub fn replies(data: &[u8]) {
    let (mut whole, mut at_once) = (Decoder::default(), Vec::new());
    whole.feed(data, &mut at_once);
    let (mut split, mut by_bytes) = (Decoder::default(), Vec::new());
    data.chunks(1).for_each(|byte| split.feed(byte, &mut by_bytes));
    assert_eq!(at_once, by_bytes);
    assert_eq!(whole.pending(), split.pending());
    whole.give_up(&mut at_once);
    split.give_up(&mut by_bytes);
    assert_eq!(at_once, by_bytes);
    assert_eq!(whole.pending(), Pending::Nothing);
    let mut replies = Replies::default();
    for decoded in at_once {
        if let Decoded::Reply(reply) = decoded {
            replies.add(reply);
        }
    }
    let mut after = Vec::new();
    whole.feed(b"q", &mut after);
    assert_eq!(after.len(), 1, "a key is a key again");
}
