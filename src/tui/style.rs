//! The theme's looks as the drawing library's. Decides nothing about what looks how.

use ratatui::style::{Color as Paint, Modifier, Style};

use crate::config::theme::{Color, Role, Theme};

/// The look of a role.
pub(super) fn of(theme: &Theme, role: Role) -> Style {
    let look = theme.style(role);
    let mut style = Style::new();
    style.fg = look.fg.map(paint);
    style.bg = look.bg.map(paint);
    let marks = [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
    ];
    for (_, modifier) in marks.into_iter().filter(|(wanted, _)| *wanted) {
        style = style.add_modifier(modifier);
    }
    style
}

/// The look of a mark inside a text of another look. One with a ground of its own is seen as the theme has it on
/// every ground: what exchanges its colours or changes its letters (bold black is grey) does not reach it.
pub(super) fn over(base: Style, mark: Style) -> Style {
    let seen = base.patch(mark);
    if mark.bg.is_none() {
        return seen;
    }
    let foreign = Modifier::BOLD | Modifier::DIM | Modifier::REVERSED;
    seen.remove_modifier(foreign.difference(mark.add_modifier))
}

/// One of the terminal's sixteen by its index keeps the user's palette: it is sent as such.
const fn paint(color: Color) -> Paint {
    match color {
        Color::Ansi(index) => match index {
            0 => Paint::Black,
            1 => Paint::Red,
            2 => Paint::Green,
            3 => Paint::Yellow,
            4 => Paint::Blue,
            5 => Paint::Magenta,
            6 => Paint::Cyan,
            7 => Paint::Gray,
            8 => Paint::DarkGray,
            9 => Paint::LightRed,
            10 => Paint::LightGreen,
            11 => Paint::LightYellow,
            12 => Paint::LightBlue,
            13 => Paint::LightMagenta,
            14 => Paint::LightCyan,
            15 => Paint::White,
            other => Paint::Indexed(other),
        },
        Color::Rgb(r, g, b) => Paint::Rgb(r, g, b),
    }
}
