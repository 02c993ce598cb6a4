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
fn select_color(frame: &mut Vec<u8>, color: Color, ground: u16) {
    let mut parameters = |all: &[u16]| {
        for parameter in all {
            frame.push(b';');
            number(frame, *parameter);
        }
    };
    let basic = match color {
        Color::Reset => return,
        Color::Indexed(index) => return parameters(&[38 + ground, 5, index.into()]),
        Color::Rgb(red, green, blue) => {
            return parameters(&[38 + ground, 2, red.into(), green.into(), blue.into()]);
        }
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
    };
    parameters(&[basic + ground]);
}

/// Appends a number in decimal: a frame has some thousands.
pub(super) fn number(frame: &mut Vec<u8>, n: u16) {
    let mut digits = [0; 5];
    let (mut at, mut rest) = (digits.len(), n);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    frame.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_written_as_it_is_read() {
        for n in [0, 1, 9, 10, 99, 100, 255, 1000, 9999, 10_000, u16::MAX] {
            let mut frame = Vec::new();
            number(&mut frame, n);
            assert_eq!(String::from_utf8(frame).unwrap(), n.to_string());
        }
    }
}
