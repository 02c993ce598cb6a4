//! A line being typed, drawn with its caret in the right cell; a line longer than its room shows the part around
//! the caret.

use crate::app::Area;
use crate::app::entry::Entry;
use crate::config::theme::Role;
use crate::text::Direction;
use crate::tui::put::Canvas;

/// Draws the line into the first row of an area; gives the caret's cell where it is asked for.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, entry: &Entry, typing: bool) -> Option<(u16, u16)> {
    if area.w == 0 || area.h == 0 {
        return None;
    }
    let line = canvas.typed(entry);
    let room = i32::from(area.w);
    let rtl = i32::from(line.direction == Direction::Rtl);
    // A column more than the text: the caret stands after the last letter, in a right-to-left line before its
    // first column.
    let whole = line.width as i32 + 1;
    let caret = line.caret_cell(entry.caret()) as i32 + rtl;
    // It begins beside its prompt, whatever its direction: whoever types looks there.
    let left = match (canvas.is_mirrored(), whole <= room) {
        (true, true) => room - whole,
        (false, true) => 0,
        (_, false) => -(caret - room / 2).clamp(0, whole - room),
    };
    let x = i32::from(area.x) + left;
    canvas.cells(area, x + rtl, &line, Role::Prompt, &[]);
    let caret = (x + caret).clamp(i32::from(area.x), i32::from(area.x) + room - 1);
    typing.then_some((caret as u16, area.y))
}
