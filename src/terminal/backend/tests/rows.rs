//! Whole rows for terminals whose glyphs reach out of their cells.

use super::*;

/// What each frame after the first wrote, and the emulator after the last one.
struct Shown {
    frames: Vec<String>,
    parser: vt100::Parser,
}

fn shown(profile: Profile, buffers: &[Buffer]) -> Shown {
    let area = buffers[0].area;
    let mut parser = vt100::Parser::new(area.height.try_into().unwrap(), area.width.try_into().unwrap(), 0);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(Backend::new(Vec::new(), profile), options).unwrap();
    let mut frames = Vec::new();
    for buffer in buffers {
        terminal.draw(|frame| frame.buffer_mut().clone_from(buffer)).unwrap();
        let bytes = std::mem::take(&mut terminal.backend_mut().writer);
        parser.process(&unsized_text(&bytes));
        frames.push(String::from_utf8(bytes).unwrap());
    }
    Shown { frames, parser }
}

fn rows(kind: Kind) -> Profile {
    Profile::new(kind).repainting(Repaint::Rows)
}

/// Everything that shows of a cell.
fn looks(parser: &vt100::Parser, x: u16, y: u16) -> (String, String) {
    let cell = parser.screen().cell(y, x).unwrap();
    let letter = Some(cell.contents()).filter(|letter| !letter.is_empty()).unwrap_or(" ");
    (letter.to_owned(), format!("{:?} {:?} {}", cell.fgcolor(), cell.bgcolor(), cell.bold()))
}

fn assert_same_screen(kind: Kind, buffers: &[Buffer]) {
    let by_cells = shown(Profile::new(kind), buffers);
    let by_rows = shown(rows(kind), buffers);
    for y in 0..buffers[0].area.height {
        for x in 0..buffers[0].area.width {
            let (cell, row) = (looks(&by_cells.parser, x, y), looks(&by_rows.parser, x, y));
            assert_eq!(cell, row, "{kind:?} column {x} row {y}");
        }
    }
}

/// Five rows that differ, with styles and letters from right to left, full to the right margin in some.
fn page() -> Buffer {
    let mut page =
        buffer(&["│ \u{fee1}\u{fe8e}\u{fee0}\u{feb3} │", "one     ", "   two 2", "        ", "four    "]);
    page[(1, 1)].set_style(Style::new().bold().red());
    page[(7, 2)].set_style(Style::new().on_blue());
    page[(6, 3)].set_style(Style::new().on_green());
    page
}

#[test]
fn the_screen_is_the_same_as_when_only_the_cells_are_sent() {
    let mut second = page();
    second[(4, 0)].set_symbol(&format!("{LAM}{FATHA}"));
    second[(7, 2)].set_symbol("\u{feb3}").set_style(Style::new());
    second[(1, 4)].set_symbol(" ");
    let blank = Buffer::empty(second.area);
    for kind in Kind::ALL {
        assert_same_screen(kind, &[page(), second.clone()]);
        assert_same_screen(kind, &[page(), blank.clone(), second.clone(), page()]);
    }
}

#[test]
fn a_wide_letter_that_comes_moves_and_goes_leaves_nothing() {
    let with = |x: u16, symbol: &str| {
        let mut buffer = page();
        buffer[(x, 2)].set_symbol(symbol);
        buffer[(x + 1, 2)].reset();
        buffer
    };
    for wide in ["中", "😀"] {
        let frames = [page(), with(2, wide), with(3, wide), with(6, wide), page()];
        for length in 1..=frames.len() {
            assert_same_screen(Kind::VisualLrm, &frames[..length]);
        }
    }
}

#[test]
fn changed_rows_and_their_neighbours_are_painted_from_top_to_bottom() {
    let mut second = page();
    second[(0, 1)].set_symbol("O");
    let frame = shown(rows(Kind::Visual), &[page(), second]).frames.remove(1);
    let at = |text: &str| frame.find(text).unwrap_or_else(|| panic!("{text:?} in {frame:?}"));
    let order = [
        at("\x1b[1;9H\x1b[0m\x1b[K\x1b[1;1H"),
        at("│ \u{fee1}\u{fe8e}\u{fee0}\u{feb3} │"),
        at("\x1b[2;4H\x1b[K\x1b[2;1H"),
        at("\x1b[3;9H\x1b[K\x1b[3;1H"),
        at("   two "),
    ];
    assert!(order.is_sorted(), "{order:?} in {frame:?}");
    assert!(!frame.contains("\x1b[4;") && !frame.contains("four"), "{frame:?}");
}

#[test]
fn a_blank_row_beside_a_change_is_wiped() {
    let mut second = page();
    second[(0, 4)].set_symbol(" ");
    second[(6, 3)].reset();
    let frame = shown(rows(Kind::Visual), &[page(), second]).frames.remove(1);
    assert!(frame.contains("\x1b[4;1H\x1b[0m\x1b[K\x1b[5;5H\x1b[J\x1b[5;1H"), "{frame:?}");
}

#[test]
fn below_the_lowest_row_everything_is_wiped_and_the_row_stays() {
    let first = buffer(&["abc", "def", "   "]);
    let mut second = first.clone();
    second[(1, 1)].set_symbol("\u{feb3}");
    let after = shown(rows(Kind::Visual), &[first.clone(), second.clone()]);
    assert!(after.frames[1].contains("\x1b[2;4H\x1b[J\x1b[2;1H"), "{:?}", after.frames[1]);
    assert_same_screen(Kind::Visual, &[first, second]);
}

#[test]
fn a_frame_without_changes_writes_nothing() {
    assert_eq!(shown(rows(Kind::Visual), &[page(), page()]).frames[1], "");
}

#[test]
fn marks_of_direction_go_with_every_letter_of_a_repainted_row() {
    let mut second = page();
    second[(0, 1)].set_symbol("O");
    let frame = shown(rows(Kind::VisualLrm), &[page(), second]).frames.remove(1);
    let marked = format!("\u{fee1}{LRM}\u{fe8e}{LRM}\u{fee0}{LRM}\u{feb3}{LRM}");
    assert!(frame.contains(&marked), "{frame:?}");
}

#[test]
fn what_was_cleared_is_not_painted_again() {
    let mut backend = Backend::new(Vec::new(), rows(Kind::Visual));
    let mut draw = |cells: &[(u16, u16, &str)], region: Option<(u16, u16, ClearType)>| {
        if let Some((x, y, region)) = region {
            backend.set_cursor_position((x, y)).unwrap();
            backend.clear_region(region).unwrap();
        }
        let cells: Vec<_> = cells.iter().map(|&(x, y, symbol)| (x, y, cell(symbol))).collect();
        backend.draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell))).unwrap();
        backend.flush().unwrap();
        String::from_utf8(std::mem::take(&mut backend.writer)).unwrap()
    };
    let letters = [(0, 0, "p"), (1, 0, "q"), (0, 1, "r"), (1, 1, "s"), (0, 2, "t")];
    for (region, gone, kept) in [
        (ClearType::All, "pqrst", ""),
        (ClearType::AfterCursor, "st", "pqr"),
        (ClearType::BeforeCursor, "pqrs", "t"),
        (ClearType::CurrentLine, "rs", "pqt"),
        (ClearType::UntilNewLine, "s", "pqrt"),
    ] {
        draw(&letters, Some((0, 0, ClearType::All)));
        let frame = draw(&[(3, 1, "x")], Some((1, 1, region)));
        assert!(gone.chars().all(|letter| !frame.contains(letter)), "{region:?}: {frame:?}");
        assert!(kept.chars().all(|letter| frame.contains(letter)), "{region:?}: {frame:?}");
    }
}
