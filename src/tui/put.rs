//! The one place where text becomes cells of the screen: laid-out lines, thin rules, grounds. Nothing else writes
//! text into the buffer, so nothing reaches the terminal that the text engine has not laid out.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::entry::Entry;
use crate::config::theme::{Role, Theme};
use crate::text::{Direction, Glyphs, Line, Options, Paragraph, isolate, sign};
use crate::tui::style;

/// Stands where a cell does not have the width that it claims: the row would shift.
const WRONG_WIDTH: &str = "\u{FFFD}";

/// Parts of a text that are something more, by its bytes; of two that overlap the later is seen.
pub(super) type Spans<'a> = &'a [(Range<usize>, Role)];

/// The buffer with the look and the direction of the interface.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    options: Options,
    mirrored: bool,
}

impl<'a> Canvas<'a> {
    /// A canvas on a buffer.
    pub(super) const fn new(
        buffer: &'a mut Buffer,
        theme: &'a Theme,
        options: Options,
        mirrored: bool,
    ) -> Self {
        Self { buffer, theme, options, mirrored }
    }

    /// Whether the interface runs from right to left.
    pub(super) const fn is_mirrored(&self) -> bool {
        self.mirrored
    }

    /// The direction of the interface.
    pub(super) const fn direction(&self) -> Direction {
        if self.mirrored { Direction::Rtl } else { Direction::Ltr }
    }

    /// So many columns of an area, counted from the edge at which the interface begins to read.
    pub(super) const fn part(&self, area: Area, start: u16, width: u16) -> Area {
        let start = if start < area.w { start } else { area.w };
        let width = if width < area.w - start { width } else { area.w - start };
        let x = if self.mirrored { area.x + area.w - start - width } else { area.x + start };
        Area { x, w: width, ..area }
    }

    /// A text in the interface's direction, analysed for one line.
    pub(super) fn words(&self, text: &str) -> Paragraph {
        Paragraph::new(text, &Options { base: Some(self.direction()), ..self.options })
    }

    /// A text in its own direction, or this one where no letter decides.
    pub(super) fn foreign(&self, text: &str, fallback: Direction) -> Paragraph {
        Paragraph::new(text, &Options { fallback, ..self.options })
    }

    /// A text for a line of the interface, kept apart from what is beside it; as it is where that is seen by nobody:
    /// plain ASCII in a line from left to right, which is laid out by a shorter way.
    pub(super) fn apart<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let plain = !self.mirrored && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if plain { Cow::Borrowed(text) } else { Cow::Owned(isolate(text)) }
    }

    /// What is being typed, laid out.
    pub(super) fn typed(&self, entry: &Entry) -> Line {
        entry.line(&Options { fallback: self.direction(), ..self.options })
    }

    /// A text in this direction, whatever its letters say.
    pub(super) fn sentence(&self, text: &str, direction: Direction) -> Paragraph {
        Paragraph::new(text, &Options { base: Some(direction), ..self.options })
    }

    /// Puts interface text into the first row of an area, cut with an ellipsis. Gives the columns it took.
    pub(super) fn say(&mut self, area: Area, text: &str, role: Role) -> u16 {
        let line = self.words(text).fit(usize::from(area.w));
        self.line(area, &line, role, &[]);
        line.width as u16
    }

    /// Puts a laid-out line into the first row of an area, against the edge where its direction begins, clipped.
    pub(super) fn line(&mut self, area: Area, line: &Line, role: Role, spans: Spans<'_>) {
        let x = area.x.saturating_add(line.offset(usize::from(area.w)) as u16);
        self.cells(area, x.into(), line, role, spans);
    }

    /// Puts a laid-out line with its left edge at a column, which may lie outside; what is outside the first row
    /// of the area is clipped.
    pub(super) fn cells(&mut self, area: Area, x: i32, line: &Line, role: Role, spans: Spans<'_>) {
        if area.h == 0 {
            return;
        }
        let base = style::of(self.theme, role);
        let (left, right) = (i32::from(area.x), i32::from(area.x) + i32::from(area.w));
        for (column, cell) in line.placed() {
            let at = x.saturating_add(column as i32);
            let end = at + i32::from(cell.width);
            if at < left || end > right || cell.width == 0 {
                continue;
            }
            let covers = |span: &Range<usize>| span.start < cell.range.end && cell.range.start < span.end;
            let over = spans.iter().rev().find(|(span, _)| covers(span));
            let look = over.map_or(base, |(_, role)| style::over(base, style::of(self.theme, *role)));
            let fits = cell.symbol.width() == usize::from(cell.width);
            // A blank that keeps words together is a blank on the screen, and in what is copied from it.
            let symbol = match cell.symbol.as_str() {
                "\u{A0}" => " ",
                symbol if fits => symbol,
                _ if self.options.glyphs != Glyphs::All => "?",
                _ => WRONG_WIDTH,
            };
            match self.options.glyphs {
                // Signs that did not come from the engine: the page's own marks.
                fewer @ (Glyphs::Console | Glyphs::Ascii) if cell.width == 1 => {
                    self.cell(at as u16, area.y, &sign(symbol, fewer), look);
                }
                _ => self.cell(at as u16, area.y, symbol, look),
            }
            for beside in 1..u16::from(cell.width) {
                self.cell(at as u16 + beside, area.y, if fits { "" } else { " " }, look);
            }
        }
    }

    /// Puts a name in its own direction where names begin, whatever their script. Gives the columns it took.
    pub(super) fn name(&mut self, area: Area, name: &str, role: Role) -> u16 {
        let line = self.foreign(name, self.direction()).fit(usize::from(area.w));
        let place = self.part(area, 0, line.width as u16);
        self.line(place, &line, role, &[]);
        line.width as u16
    }

    /// Puts a sign so many columns from the edge at which the interface begins to read, where there is room.
    pub(super) fn sign(&mut self, area: Area, start: u16, symbol: &str, role: Role) {
        let place = self.part(area, start, 1);
        if place.w > 0 && place.h > 0 {
            self.glyph(place.x, place.y, symbol, role);
        }
    }

    /// Puts one of the interface's own signs, a column wide.
    pub(super) fn glyph(&mut self, x: u16, y: u16, symbol: &str, role: Role) {
        let look = style::of(self.theme, role);
        match self.options.glyphs {
            Glyphs::All => self.cell(x, y, symbol, look),
            fewer => self.cell(x, y, &sign(symbol, fewer), look),
        }
    }

    /// Draws a horizontal rule through the first row of an area.
    pub(super) fn rule(&mut self, area: Area, role: Role) {
        for x in area.x..area.x.saturating_add(area.w) {
            self.glyph(x, area.y, "─", role);
        }
    }

    /// Draws a vertical rule beside rows.
    pub(super) fn upright(&mut self, x: u16, rows: Range<u16>, role: Role) {
        for y in rows {
            self.glyph(x, y, "│", role);
        }
    }

    /// Lays a ground under what an area shows.
    pub(super) fn wash(&mut self, area: Area, role: Role) {
        let look = style::of(self.theme, role);
        self.each(area, |cell| {
            cell.set_style(look);
        });
    }

    /// Empties an area.
    pub(super) fn clear(&mut self, area: Area, role: Role) {
        let look = style::of(self.theme, role);
        // A wide cell cut in half by the area's edge would swallow the area's first column.
        let before = Area { x: area.x.saturating_sub(1), w: u16::from(area.x > 0), ..area };
        self.each(before, |cell| {
            if cell.symbol().width() > 1 {
                cell.set_symbol(" ");
            }
        });
        self.each(area, |cell| {
            cell.reset();
            cell.set_style(look);
        });
    }

    fn each(&mut self, area: Area, mut act: impl FnMut(&mut ratatui::buffer::Cell)) {
        let inside = self.buffer.area.intersection(Rect::new(area.x, area.y, area.w, area.h));
        if inside.is_empty() {
            return;
        }
        for y in inside.top()..inside.bottom() {
            let start = self.buffer.index_of(inside.x, y);
            let row = self.buffer.content.get_mut(start..start + usize::from(inside.width));
            row.unwrap_or_default().iter_mut().for_each(&mut act);
        }
    }

    fn cell(&mut self, x: u16, y: u16, symbol: &str, look: Style) {
        if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
            cell.set_symbol(symbol);
            cell.set_style(look);
        }
    }
}
