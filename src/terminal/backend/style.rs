//! Colours and attributes as the escape sequence that selects them. Nothing is known here of what is selected already.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Letters, what is behind them, attributes.
pub(super) type Style = (Color, Color, Modifier);

/// A cell's.
pub(super) fn look(cell: &Cell) -> Style {
    (cell.fg, cell.bg, cell.modifier)
}

/// What the terminal starts with.
pub(super) const PLAIN: Style = (Color::Reset, Color::Reset, Modifier::empty());

/// Selects a cell's colours and attributes from plain: longer than a difference, and right after anything.
pub(super) fn select_style(frame: &mut Vec<u8>, (fg, bg, modifier): Style) {
    const ATTRIBUTES: [(Modifier, u8); 9] = [
        (Modifier::BOLD, b'1'),
        (Modifier::DIM, b'2'),
        (Modifier::ITALIC, b'3'),
        (Modifier::UNDERLINED, b'4'),
        (Modifier::SLOW_BLINK, b'5'),
        (Modifier::RAPID_BLINK, b'6'),
        (Modifier::REVERSED, b'7'),
        (Modifier::HIDDEN, b'8'),
        (Modifier::CROSSED_OUT, b'9'),
    ];
    frame.extend_from_slice(b"\x1b[0");
    for (_, digit) in ATTRIBUTES.into_iter().filter(|&(attribute, _)| modifier.contains(attribute)) {
        frame.extend_from_slice(&[b';', digit]);
    }
    select_color(frame, fg, 0);
    select_color(frame, bg, 10);
    frame.push(b'm');
}

/// Appends a colour's parameters; `ground` is 0 for letters and 10 for what is behind them.
fn select_color(frame: &mut Vec<u8>, color: Color, ground: u8) {
    let basic = |number: u8| format!(";{}", number + ground);
    let text = match color {
        Color::Reset => return,
        Color::Black => basic(30),
        Color::Red => basic(31),
        Color::Green => basic(32),
        Color::Yellow => basic(33),
        Color::Blue => basic(34),
        Color::Magenta => basic(35),
        Color::Cyan => basic(36),
        Color::Gray => basic(37),
        Color::DarkGray => basic(90),
        Color::LightRed => basic(91),
        Color::LightGreen => basic(92),
        Color::LightYellow => basic(93),
        Color::LightBlue => basic(94),
        Color::LightMagenta => basic(95),
        Color::LightCyan => basic(96),
        Color::White => basic(97),
        Color::Indexed(index) => format!("{};5;{index}", basic(38)),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", basic(38)),
    };
    frame.extend_from_slice(text.as_bytes());
}
