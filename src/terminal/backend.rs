//! Finished cells as bytes: the profile's encoding, colours, cursor, one synchronised write a frame.
//!
//! It never lays text out: cells arrive in visual order, one cluster a cell. What it guards against is the terminal:
//! reordering (by the profile), a width other than the one we count with (by addressing the next cell anew), control
//! codes (by not sending any that a cell may still hold), and glyphs that reach out of their cells (by painting whole
//! rows anew).

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use ratatui::{
    backend::{ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
    style::{Color, Modifier},
};
use unicode_bidi::{BidiClass, bidi_class};
use unicode_width::UnicodeWidthChar;

use crate::terminal::profile::{Profile, Repaint};

mod shadow;

use shadow::Shadow;

#[cfg(test)]
mod tests;

/// A ratatui backend over any writer. Nothing is written before [`flush`](ratatui::backend::Backend::flush), then
/// everything at once, so that a frame is never seen half drawn; a frame that changes nothing writes nothing.
#[derive(Debug)]
pub struct Backend<W: Write> {
    writer: W,
    profile: Profile,
    frame: Vec<u8>,
    /// A synchronised update was begun in `frame`.
    begun: bool,
    /// Where the terminal's cursor is, as far as we know.
    cursor: Option<Position>,
    /// Whether the cursor is shown, as far as we know.
    shown: Option<bool>,
    /// The colours and attributes last selected in the frame.
    style: Option<Style>,
    /// What is on the screen; kept only where whole rows are repainted.
    shadow: Shadow,
}

/// Letters, what is behind them, attributes.
type Style = (Color, Color, Modifier);

const PLAIN: Style = (Color::Reset, Color::Reset, Modifier::empty());
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// LEFT-TO-RIGHT MARK: a strong letter without a glyph or a column.
const LRM: &str = "\u{200e}";

impl<W: Write> Backend<W> {
    /// A backend that sends cells as `profile` says.
    pub fn new(writer: W, profile: Profile) -> Self {
        Self {
            writer,
            profile,
            frame: Vec::new(),
            begun: false,
            cursor: None,
            shown: None,
            style: None,
            shadow: Shadow::default(),
        }
    }

    /// Sends cells as `profile` says from now on. What is on the screen already is to be redrawn
    /// (`ratatui::Terminal::clear`).
    pub fn set_profile(&mut self, profile: Profile) {
        self.profile = profile;
    }

    /// The profile in use.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    fn begin(&mut self) {
        if !self.begun {
            self.begun = true;
            self.frame.extend_from_slice(BEGIN);
        }
    }

    fn go_to(&mut self, position: Position) {
        // Writing into memory cannot fail.
        let _ = write!(self.frame, "\x1b[{};{}H", position.y + 1, position.x + 1);
        self.cursor = Some(position);
    }

    fn select(&mut self, style: Style) {
        if self.style != Some(style) {
            select_style(&mut self.frame, style);
            self.style = Some(style);
        }
    }

    fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
        self.begin();
        let position = Position { x, y };
        if self.cursor != Some(position) {
            self.go_to(position);
        }
        self.select((cell.fg, cell.bg, cell.modifier));
        let advance = self.symbol(cell.symbol());
        self.cursor = advance.map(|columns| Position { x: x + columns, y });
    }

    /// Paints the changed rows and their neighbours from the shadow, from top to bottom: each row's background
    /// covers what the row above it let drop into it, as in a redraw of everything.
    fn rows(&mut self, changed: &BTreeSet<u16>) {
        let shadow = std::mem::take(&mut self.shadow);
        for y in shadow.around(changed) {
            let cells = shadow.row(y);
            let end = cells.last().map_or(0, |(x, columns, _)| x + columns);
            self.begin();
            self.go_to(Position { x: end, y });
            self.select(PLAIN);
            // Erased before the cells are painted: from the right margin, where the cursor may stay, the last of
            // them would be erased. Nothing is below the lowest row but what dropped out of it.
            self.frame.extend_from_slice(if shadow.is_lowest(y) { b"\x1b[J" } else { b"\x1b[K" });
            for (x, columns, cell) in cells {
                if columns > 1 {
                    // Terminals that take one column for it would leave the next as it is.
                    self.blank(x, y, columns, (cell.fg, cell.bg, cell.modifier));
                }
                self.cell(x, y, cell);
            }
        }
        self.shadow = shadow;
    }

    fn blank(&mut self, x: u16, y: u16, columns: u16, style: Style) {
        self.go_to(Position { x, y });
        self.select(style);
        self.frame.extend(std::iter::repeat_n(b' ', columns.into()));
        self.cursor = None;
    }

    /// Appends a cell's symbol. Returns the columns that every terminal will have advanced by, or nothing where
    /// terminals differ.
    fn symbol(&mut self, symbol: &str) -> Option<u16> {
        let start = self.frame.len();
        let mut characters = 0;
        let mut sure = true;
        let mut reorders = false;
        for character in symbol.chars().filter(|&character| !is_control(character)) {
            let mut utf8 = [0; 4];
            self.frame.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
            characters += 1;
            sure &= has_sure_width(character);
            reorders |= !character.is_ascii()
                && matches!(bidi_class(character), BidiClass::R | BidiClass::AL | BidiClass::AN);
        }
        if self.frame.len() == start {
            self.frame.push(b' ');
            return Some(1);
        }
        if reorders && self.profile.kind.marks_direction() {
            self.frame.extend_from_slice(LRM.as_bytes());
        }
        (sure && characters == 1).then_some(1)
    }
}

/// Control codes and the controls of UAX #9 that open and close a level: one of them in a cell would change the rest
/// of the screen. (Joiners and marks of direction stay.)
fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether every terminal moves on by one column for this character. Measured: letters and their presentation forms.
/// Marks, emoji, wide and ambiguous characters are not among them.
fn has_sure_width(character: char) -> bool {
    match character {
        // Latin letters with their accents, Greek, Cyrillic; not the soft hyphen.
        '\u{a0}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}' => character != '\u{ad}',
        // Arabic letters, digits and punctuation; not the marks between them, not the signs 0600-0605 and 06DD.
        '\u{606}'..='\u{6ff}' | '\u{fb50}'..='\u{fbb1}' | '\u{fe70}'..='\u{fefc}' => {
            character != '\u{6dd}' && character.width() == Some(1)
        }
        // ASCII; dashes, quotes, the ellipsis; lines and blocks.
        _ => matches!(
            character,
            ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203a}' | '\u{2500}'..='\u{259f}'
        ),
    }
}

impl<W: Write> ratatui::backend::Backend for Backend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        match self.profile.repaints {
            Repaint::Cells => content.for_each(|(x, y, cell)| self.cell(x, y, cell)),
            Repaint::Rows => {
                let mut changed = BTreeSet::new();
                for (x, y, cell) in content {
                    self.shadow.put(x, y, cell);
                    changed.insert(y);
                }
                self.rows(&changed);
            }
        }
        if self.style.take().is_some() {
            self.frame.extend_from_slice(b"\x1b[0m");
            // At the right margin terminals differ in where the cursor waits.
            self.cursor = None;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(false) {
            self.frame.extend_from_slice(b"\x1b[?25l");
            self.shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(true) {
            self.frame.extend_from_slice(b"\x1b[?25h");
            self.shown = Some(true);
        }
        Ok(())
    }

    /// The position that we put it at. The terminal is not asked: its answer would arrive among the keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor != Some(position) {
            self.go_to(position);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Clearing everything also forgets what is known about the terminal's state, so that a redraw after another
    /// program had the screen sets it all again.
    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.begin();
        self.frame.extend_from_slice(match clear_type {
            ClearType::All => b"\x1b[0m\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        });
        self.shadow.erase(clear_type, self.cursor.unwrap_or_default());
        if clear_type == ClearType::All {
            (self.cursor, self.shown) = (None, None);
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        crossterm::terminal::size().map(|(width, height)| Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let size = crossterm::terminal::window_size()?;
        Ok(WindowSize {
            columns_rows: Size { width: size.columns, height: size.rows },
            pixels: Size { width: size.width, height: size.height },
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, false) {
            self.frame.extend_from_slice(END);
        }
        if self.frame.is_empty() {
            return Ok(());
        }
        let sent = self.writer.write_all(&self.frame);
        self.frame.clear();
        sent?;
        self.writer.flush()
    }
}

/// Selects a cell's colours and attributes from plain: longer than a difference, and right after anything.
fn select_style(frame: &mut Vec<u8>, (fg, bg, modifier): Style) {
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
