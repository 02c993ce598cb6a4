//! A line being typed, drawn with what is offered under it and its caret in the right cell; a line longer than its room shows the part around
//! the caret.

use crate::app::entry::Entry;
use crate::app::{Area, Model};
use crate::config::keys::{Action, Context};
use crate::config::theme::Role;
use crate::text::Direction;
use crate::tui::put::Canvas;

/// Draws what is offered instead of the query that is typed, in the line under it: first the key that takes the one
/// that stands out, then as many as fit whole.
pub(super) fn offers(model: &Model, canvas: &mut Canvas<'_>) {
    let said = model.offers_say();
    if said.is_empty() {
        return;
    }
    let row = model.panes.rule;
    canvas.clear(row, Role::Text);
    let area = row.inset(1);
    let key = model.keymap.keys_of(Context::Prompt, Action::TakeOffer).into_iter().next().unwrap_or_default();
    let mut at = canvas.say(area, &key, Role::Key) + 1;
    for (words, chosen) in said {
        let line = canvas.words(&words);
        let width = line.natural_width();
        if usize::from(at) + width > usize::from(area.w) {
            break;
        }
        let role = if chosen { Role::Accent } else { Role::Text };
        canvas.line(canvas.part(area, at, width as u16), &line.fit(width), role, &[]);
        at += width as u16 + 2;
    }
}

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
