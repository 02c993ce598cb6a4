//! The bytes of frames, and what an emulator that nobody here wrote makes of them.

use ratatui::{
    Terminal, TerminalOptions, Viewport, backend::Backend as _, buffer::Buffer, layout::Rect, style::Style,
};

use super::*;
use crate::terminal::{profile::Kind, seen};
use ratatui::{buffer::Cell, style::Color};

const LRM: &str = "\u{200e}";

/// The bytes of one frame that draws `cells` from the left of the first row.
fn drawn(kind: Kind, cells: &[&str]) -> String {
    let mut backend = Backend::new(Vec::new(), Profile::new(kind));
    let cells: Vec<Cell> = cells.iter().map(|symbol| cell(symbol)).collect();
    backend.draw((0..).zip(&cells).map(|(x, cell)| (x, 0, cell))).unwrap();
    backend.flush().unwrap();
    String::from_utf8(backend.writer).unwrap()
}

fn cell(symbol: &str) -> Cell {
    let mut cell = Cell::default();
    cell.set_symbol(symbol);
    cell
}

/// The same without the synchronised update and the selections of plain style around it.
fn between(kind: Kind, cells: &[&str]) -> String {
    let frame = drawn(kind, cells);
    let inner = frame
        .strip_prefix("\x1b[?2026h\x1b[1;1H\x1b[0m")
        .and_then(|rest| rest.strip_suffix("\x1b[0m\x1b[?2026l"));
    inner.unwrap_or_else(|| panic!("{frame:?}")).to_owned()
}

/// SEEN initial, LAM medial, ALEF final, MEEM isolated.
const SEEN: &str = "\u{feb3}";
const LAM: &str = "\u{fee0}";
const ALEF: &str = "\u{fe8e}";
const MEEM: &str = "\u{fee1}";
const FATHA: &str = "\u{64e}";

#[test]
fn visual_profiles_send_cells_as_they_are() {
    for kind in [Kind::Visual, Kind::VisualBdsm, Kind::VisualKonsole, Kind::VisualMlterm] {
        assert_eq!(between(kind, &[MEEM, ALEF, LAM, SEEN, "│", "a"]), format!("{MEEM}{ALEF}{LAM}{SEEN}│a"));
    }
}

#[test]
fn visual_lrm_puts_a_mark_after_each_letter_and_digit_that_a_terminal_would_move() {
    let sent = between(Kind::VisualLrm, &["a", MEEM, ALEF, " ", "\u{663}", "\u{664}", "(", "5", "\u{5d0}"]);
    assert_eq!(
        sent,
        format!("a{MEEM}{LRM}{ALEF}{LRM} \u{663}{LRM}\u{664}{LRM}(5\u{5d0}{LRM}\x1b[1;10H")
            .replace("\x1b[1;10H", "")
    );
}

#[test]
fn a_row_sent_with_marks_is_shown_as_it_stands_by_a_terminal_that_reorders() {
    // UAX #9 with base direction left-to-right over the row is the identity on its visible cells.
    let cells = [MEEM, ALEF, " ", "\u{664}", "\u{665}", "│", "(", LAM, ")", "-", "3", SEEN, "a"];
    let row = between(Kind::VisualLrm, &cells);
    let info = unicode_bidi::ParagraphBidiInfo::new(&row, Some(unicode_bidi::Level::ltr()));
    let levels = info.reordered_levels(0..row.len());
    let order: Vec<(usize, char)> = row.char_indices().collect();
    let by_character: Vec<_> = order.iter().map(|(at, _)| levels[*at]).collect();
    let visual = unicode_bidi::BidiInfo::reorder_visual(&by_character);
    let shown: String =
        visual.into_iter().map(|index| order[index].1).filter(|c| !LRM.contains(*c)).collect();
    assert_eq!(shown, cells.concat());
}

#[test]
fn after_a_cell_of_doubtful_width_the_next_one_is_addressed() {
    let marked = format!("{SEEN}{FATHA}");
    assert_eq!(between(Kind::Visual, &[&marked, ALEF, "b"]), format!("{marked}\x1b[1;2H{ALEF}b"));
    for doubtful in ["\u{6dd}", "⇄", "😀", "中", "\u{e000}", "\u{64e}", "e\u{301}"] {
        assert_eq!(between(Kind::Visual, &[doubtful, "b"]), format!("{doubtful}\x1b[1;2Hb"));
    }
    for sure in [SEEN, "\u{fefb}", "\u{628}", "\u{660}", "؟", "é", "—", "…", "«", "▁", "┌"] {
        assert_eq!(between(Kind::Visual, &[sure, "b"]), format!("{sure}b"));
    }
}

#[test]
fn control_codes_in_a_cell_are_not_sent() {
    for hostile in ["\x1b[2J", "a\x1b", "\u{9b}31m", "\u{202e}a", "\x07", "\u{2067}"] {
        let sent = between(Kind::Visual, &[hostile]);
        assert!(!sent.chars().any(is_control), "{sent:?}");
        assert!(!sent.is_empty());
    }
}

#[test]
fn a_frame_that_changes_nothing_writes_nothing() {
    let mut backend = Backend::new(Vec::new(), Profile::new(Kind::Visual));
    backend.hide_cursor().unwrap();
    backend.flush().unwrap();
    let length = backend.writer.len();
    backend.draw(std::iter::empty()).unwrap();
    backend.hide_cursor().unwrap();
    backend.flush().unwrap();
    assert_eq!(backend.writer.len(), length);
}

/// Draws the buffers one after the other through ratatui's own differences and returns the emulator's screen.
fn emulated(kind: Kind, buffers: &[Buffer]) -> (vt100::Parser, Vec<u8>) {
    let area = buffers[0].area;
    let mut parser = vt100::Parser::new(area.height.try_into().unwrap(), area.width.try_into().unwrap(), 0);
    let backend = Backend::new(Vec::new(), Profile::new(kind));
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(backend, options).unwrap();
    for buffer in buffers {
        terminal.draw(|frame| frame.buffer_mut().clone_from(buffer)).unwrap();
    }
    let bytes = terminal.backend().writer.clone();
    parser.process(&unsized_text(&bytes));
    (parser, bytes)
}

/// The bytes with the texts of OSC 66, which the emulator does not know, as plain text. Each is one column wide.
fn unsized_text(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut pieces = text.split("\x1b]66;");
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (inside, after) = piece.split_once("\x1b\\").unwrap();
        let plain = inside.strip_prefix("w=1:v=1;").or_else(|| inside.strip_prefix("w=1:v=2;")).unwrap();
        out.push_str(plain);
        out.push_str(after);
    }
    out.into_bytes()
}

/// A row of the emulator's cells.
fn stored(parser: &vt100::Parser, y: u16) -> Vec<String> {
    let (_, columns) = parser.screen().size();
    (0..columns.get()).map(|x| parser.screen().cell(y, x).unwrap().contents().to_owned()).collect()
}

/// A row of the emulator's cells as a reader sees them in a terminal of this kind.
fn seen_row(kind: Kind, parser: &vt100::Parser, y: u16) -> Vec<String> {
    seen::seen(kind, &stored(parser, y))
}

fn buffer(rows: &[&str]) -> Buffer {
    let width = rows.iter().map(|row| row.chars().count()).max().unwrap_or_default();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width as u16, rows.len() as u16));
    for (y, row) in rows.iter().enumerate() {
        for (x, character) in row.chars().enumerate() {
            buffer[(x as u16, y as u16)].set_char(character);
        }
    }
    buffer
}

#[test]
fn an_emulator_shows_every_cell_in_its_place_over_several_frames() {
    let first = buffer(&["│ \u{fee1}\u{fe8e}\u{fee0}\u{feb3} │ left │", "│ abc  │ more │"]);
    let mut second = buffer(&["│ \u{fee1}\u{fe8e}\u{fee0}\u{feb3} │ LEFT │", "│ a c  │ m re │"]);
    second[(4, 0)].set_symbol(&format!("{LAM}{FATHA}"));
    for kind in Kind::ALL {
        let (parser, _) = emulated(kind, &[first.clone(), second.clone()]);
        for y in 0..2 {
            let meant: Vec<String> =
                (0..second.area.width).map(|x| seen::plain(second[(x, y)].symbol())).collect();
            assert_eq!(seen_row(kind, &parser, y), meant, "{kind:?} row {y}");
        }
    }
}

#[test]
fn styles_reach_the_emulator_and_end_where_they_should() {
    let mut styled = buffer(&["abcd"]);
    styled[(1, 0)].set_style(Style::new().bold().red().on_blue());
    styled[(2, 0)].set_style(Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(200)).reversed());
    let (parser, _) = emulated(Kind::Visual, &[styled]);
    let cell = |x| parser.screen().cell(0, x).unwrap();
    assert!(cell(1).bold() && !cell(2).bold() && cell(2).inverse() && !cell(3).inverse());
    assert_eq!(cell(1).fgcolor(), vt100::Color::Idx(1));
    assert_eq!(cell(1).bgcolor(), vt100::Color::Idx(4));
    assert_eq!(cell(2).fgcolor(), vt100::Color::Rgb(1, 2, 3));
    assert_eq!(cell(2).bgcolor(), vt100::Color::Idx(200));
    assert_eq!((cell(3).fgcolor(), cell(3).bgcolor()), (vt100::Color::Default, vt100::Color::Default));
}

#[test]
fn every_frame_is_one_synchronised_update() {
    let (_, bytes) = emulated(Kind::Visual, &[buffer(&["abc"]), buffer(&["abd"])]);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches("\x1b[?2026h").count(), 2);
    assert_eq!(text.matches("\x1b[?2026l").count(), 2);
    assert!(text.find("\x1b[?2026h") < text.find("\x1b[?2026l"));
}

#[test]
fn a_redraw_after_clearing_sets_everything_again() {
    let mut backend = Backend::new(Vec::new(), Profile::new(Kind::Visual));
    backend.hide_cursor().unwrap();
    backend.clear().unwrap();
    backend.hide_cursor().unwrap();
    backend.flush().unwrap();
    let text = String::from_utf8(backend.writer).unwrap();
    let (before, after) = text.split_once("\x1b[2J").unwrap();
    assert!(before.contains("\x1b[?25l") && after.contains("\x1b[?25l"), "{text:?}");
}

mod encoded;
mod rows;
