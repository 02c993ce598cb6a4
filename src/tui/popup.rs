//! Pop-ups drawn: a thin frame with a title, the rows, and at the foot what a key would do.

use crate::app::popup::{Item, Popup};
use crate::app::{Area, Model};
use crate::config::theme::Role;
use crate::text::isolate;
use crate::tui::put::Canvas;
use crate::tui::{list, status};

/// Draws the pop-up over what is there.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let Some(popup) = &model.popup else { return };
    let area = model.popup_area();
    if area.w < 4 || area.h < 4 {
        return;
    }
    canvas.clear(area, Role::Popup);
    frame(canvas, area);
    let title = canvas.words(&popup.title).fit(usize::from(area.w - 4));
    let place = canvas.part(area.row(0), 1, title.width as u16 + 2);
    canvas.clear(place, Role::Popup);
    canvas.line(place.inset(1), &title, Role::PaneTitleFocused, &[]);
    let inner = Area { y: area.y + 1, h: area.h - 2, ..area.inset(1) };
    for ((place, item, part), line) in popup.seen().zip(0u16..) {
        let row = inner.row(line);
        if row.h == 0 || line + 1 >= inner.h {
            break;
        }
        if popup.chooses() && place == popup.cursor() {
            canvas.wash(row, Role::Selection);
            list::mark(canvas, row, true);
        }
        self::item(canvas, row, popup, (item, part));
    }
    status::hints(model, canvas, inner.inset(1).row(inner.h - 1));
}

/// One line of an item: its label on the first, and its text from where the texts begin.
fn item(canvas: &mut Canvas<'_>, row: Area, popup: &Popup, (item, part): (&Item, usize)) {
    if item.heading {
        canvas.say(canvas.part(row, 1, row.w.saturating_sub(2)), &item.text, Role::Heading);
        return;
    }
    let label = popup.label_width as u16;
    let mut start = 2;
    if label > 0 {
        if part == 0 {
            canvas.name(canvas.part(row, start, label), &isolate(&item.label), Role::Key);
        }
        start += label + 2;
    }
    let room = canvas.part(row, start, popup.text_width as u16);
    let text = canvas.foreign(&item.text, canvas.direction());
    let line = if popup.chooses() {
        text.fit(usize::from(room.w))
    } else {
        text.lines(popup.text_width).into_iter().nth(part).unwrap_or_default()
    };
    // A text in the other direction still begins where the texts begin.
    let place = canvas.part(room, 0, line.width as u16);
    canvas.line(place, &line, Role::Text, &[]);
}

fn frame(canvas: &mut Canvas<'_>, area: Area) {
    let (right, bottom) = (area.x + area.w - 1, area.y + area.h - 1);
    canvas.rule(area.row(0), Role::RuleFocused);
    canvas.rule(area.row(area.h - 1), Role::RuleFocused);
    canvas.upright(area.x, area.y + 1..bottom, Role::RuleFocused);
    canvas.upright(right, area.y + 1..bottom, Role::RuleFocused);
    let corners = [(area.x, area.y, "┌"), (right, area.y, "┐"), (area.x, bottom, "└"), (right, bottom, "┘")];
    for (x, y, corner) in corners {
        canvas.glyph(x, y, corner, Role::RuleFocused);
    }
}
