//! Finished cells as bytes: the profile's encoding, colours, cursor, one synchronised write a frame.
//!
//! It never lays text out: cells arrive in visual order, one cluster a cell. What it guards against is the terminal:
//! reordering (by the profile), a width other than the one we count with (by addressing the next cell anew), control
//! codes (by not sending any that a cell may still hold), and glyphs that reach out of their cells (by painting whole
//! rows anew).

use std::{
    borrow::Cow,
    collections::BTreeSet,
    io::{self, Write},
};

use ratatui::{
    backend::{ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};
use unicode_width::UnicodeWidthChar;

use crate::terminal::{
    self, encode,
    profile::{Profile, Repaint},
};

mod rows;
mod shadow;
mod style;

use shadow::{Row, Shadow};
use style::{Style, look, number, select_style};

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
    /// What is meant to be seen on the screen; kept only where whole rows are encoded or repainted.
    shadow: Shadow,
    /// The rows as they were sent, where rows are encoded.
    sent: Vec<Option<Row>>,
}

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

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
            sent: Vec::new(),
        }
    }

    /// Sends cells as `profile` says from now on. What is on the screen already is to be redrawn
    /// (`ratatui::Terminal::clear`).
    pub fn set_profile(&mut self, profile: Profile) {
        self.profile = profile;
        (self.shadow, self.sent) = (Shadow::default(), Vec::new());
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
        self.frame.extend_from_slice(b"\x1b[");
        number(&mut self.frame, position.y.saturating_add(1));
        self.frame.push(b';');
        number(&mut self.frame, position.x.saturating_add(1));
        self.frame.push(b'H');
        self.cursor = Some(position);
    }

    fn select(&mut self, style: Style) {
        if self.style != Some(style) {
            select_style(&mut self.frame, style);
            self.style = Some(style);
        }
    }

    fn cell(&mut self, x: u16, y: u16, text: &str, look: Style) {
        self.begin();
        let position = Position { x, y };
        if self.cursor != Some(position) {
            self.go_to(position);
        }
        self.select(look);
        let advance = self.symbol(x, text);
        self.cursor = advance.map(|columns| Position { x: x + columns, y });
    }

    /// Appends a cell's symbol. Returns the columns that every terminal will have advanced by, or nothing where
    /// terminals differ.
    fn symbol(&mut self, column: u16, symbol: &str) -> Option<u16> {
        // Most of a screen: no kind adds anything to it.
        if let [plain @ b' '..=b'~'] = symbol.as_bytes() {
            self.frame.push(*plain);
            return Some(1);
        }
        let held: Cow<'_, str> = if symbol.contains(is_control) {
            Cow::Owned(symbol.chars().filter(|&character| !is_control(character)).collect())
        } else {
            Cow::Borrowed(symbol)
        };
        let held = if held.is_empty() { " " } else { &*held };
        let kind = self.profile.kind;
        self.frame.extend_from_slice(encode::cell(kind, column.into(), held).as_bytes());
        let mut seen = held.chars().filter(|character| !encode::ADDED.contains(character));
        let sure = seen.next().is_some_and(has_sure_width) && seen.next().is_none();
        sure.then_some(1)
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
        let whole = self.profile.repaints == Repaint::Rows;
        if whole || self.profile.kind.encodes_rows() {
            let mut changed = BTreeSet::new();
            for (x, y, cell) in content {
                self.shadow.put(x, y, cell);
                changed.insert(y);
            }
            if whole { self.repaint(&changed) } else { self.encode(&changed) }
        } else {
            content.for_each(|(x, y, cell)| self.cell(x, y, cell.symbol(), look(cell)));
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
        let position = self.place(position.into());
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
        self.sent.clear();
        if clear_type == ClearType::All {
            (self.cursor, self.shown) = (None, None);
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        terminal::size().map(|(width, height)| Size { width, height })
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
