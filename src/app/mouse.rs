//! The mouse: a click selects or chooses, the wheel scrolls what is under it; drawn over the text, it selects there.
//! Everything here can be done with keys too. With Shift held the mouse is the terminal's own and never comes here.

use crate::app::effect::Effect;
use crate::app::list::ROWS_EACH;
use crate::app::msg::{Mouse, MouseKind};
use crate::app::page::{Extent, Hit};
use crate::app::panes::Area;
use crate::app::{Model, Pane};

/// Two presses at one place within so many milliseconds are a double click: what desktops have as their default.
const DOUBLE_MS: u64 = 500;

/// Presses of the button at one place, one soon after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clicks {
    at: (u16, u16),
    when: u64,
    /// How many; 0 before the first.
    count: u8,
    /// Whether the button is down, and went down on a text of the open article.
    held: bool,
    /// Whether the mouse was moved since.
    drawn: bool,
}

impl Clicks {
    /// One more press at this place and time; gives how many it is of, 1 to 3.
    fn press(&mut self, at: (u16, u16), now: u64) -> u8 {
        let again = self.count > 0 && self.at == at && now.saturating_sub(self.when) <= DOUBLE_MS;
        let count = if again { self.count % 3 + 1 } else { 1 };
        *self = Self { at, when: now, count, held: false, drawn: false };
        count
    }
}

/// Rows that one notch of the wheel scrolls: what most programs do.
const NOTCH: isize = 3;

impl Model {
    pub(super) fn mouse(&mut self, mouse: Mouse, fx: &mut Vec<Effect>) {
        let Mouse { kind, x, y } = mouse;
        if self.calibration.is_some() {
            return self.mouse_in_calibration(kind, y, fx);
        }
        if matches!(kind, MouseKind::Drag | MouseKind::Release) {
            return self.drawn(kind, (x, y), fx);
        }
        if self.popup.is_some() {
            return self.mouse_in_popup(kind, x, y, fx);
        }
        if kind == MouseKind::Press && self.prompt.is_some() {
            // A click ends typing as Enter does: what it changes would be lost with the next letter.
            self.accept(fx);
        }
        if kind == MouseKind::Press && self.prompt.is_none() {
            if self.panes.top.contains(x, y) {
                return self.press_crumb(x, fx);
            }
            self.crumb_at = None;
        }
        let Some(pane) = self.panes.at(x, y).filter(|_| self.prompt.is_none()) else { return };
        let Some(area) = self.panes.area(pane) else { return };
        match kind {
            MouseKind::WheelUp => self.wheel(pane, -NOTCH, fx),
            MouseKind::WheelDown => self.wheel(pane, NOTCH, fx),
            MouseKind::Press => self.press(pane, area, (x, y), fx),
            MouseKind::Drag | MouseKind::Release => {}
        }
    }

    fn wheel(&mut self, pane: Pane, by: isize, fx: &mut Vec<Effect>) {
        match pane {
            Pane::Facets => self.facets.scroll(by),
            Pane::List => {
                self.list.scroll(by.signum());
                self.preview(fx);
            }
            Pane::Reader => {
                if let Some(page) = self.reader.page_mut() {
                    page.scroll_rows(by as i64);
                }
            }
        }
    }

    fn press(&mut self, pane: Pane, area: Area, (x, y): (u16, u16), fx: &mut Vec<Effect>) {
        let row = y - area.y;
        match pane {
            Pane::Facets => {
                if self.focus != Pane::Facets {
                    self.go(Pane::Facets);
                }
                // The line in which a value is being found stands above the rows.
                let above = u16::from(self.facets.find().is_some());
                if let Some(row) = row.checked_sub(above).and_then(|row| self.facets.row_at(row)) {
                    self.facets.go_to(row);
                    let column = if self.is_mirrored() { area.x + area.w - 1 - x } else { x - area.x };
                    if self.facets.branch_sign_at(column) {
                        self.facets.toggle_branch();
                    } else {
                        self.cycle_value(fx);
                    }
                }
            }
            Pane::List => {
                let place = self.list.seen().start + usize::from(row / ROWS_EACH);
                if place >= self.list.len() {
                    return self.go(Pane::List);
                }
                // A click selects, a click on what is selected opens it.
                let again = self.focus == Pane::List && self.list.cursor() == place;
                self.save_place(fx);
                self.go(Pane::List);
                self.list.go_to(place);
                if again {
                    self.open_current(fx);
                } else {
                    self.preview(fx);
                }
            }
            Pane::Reader => {
                if let Some(id) = self.reader.id().filter(|_| self.focus != Pane::Reader).cloned() {
                    self.go(Pane::Reader);
                    self.mark_read(&id, true, fx);
                }
                self.press_in_text((x, y), (x - area.x, row));
            }
        }
    }

    /// The button went down on the text: a double click selects the word there, a triple one the paragraph; a single
    /// one sets the caret where there is one already. On a folded line it opens it.
    fn press_in_text(&mut self, at: (u16, u16), (x, row): (u16, u16)) {
        let count = self.clicks.press(at, self.now);
        let Some(page) = self.reader.page_mut() else { return };
        if let Some(Hit::Fold(fold)) = page.hit(x, row) {
            return page.toggle_fold(fold);
        }
        if !page.press(x, row) {
            return;
        }
        self.clicks.held = true;
        if count > 1 || page.has_caret() {
            page.caret_to_press();
        }
        match count {
            2 => page.select(Extent::Word),
            3 => page.select(Extent::Paragraph),
            _ => {}
        }
    }

    /// The mouse was moved with its button down, or the button went up. A click that ends where it began, without a
    /// caret, follows the link there.
    fn drawn(&mut self, kind: MouseKind, (x, y): (u16, u16), fx: &mut Vec<Effect>) {
        let (Some(area), true) = (self.panes.reader, self.clicks.held) else { return };
        let Some(page) = self.reader.page_mut() else { return };
        if kind == MouseKind::Drag {
            if self.clicks.drawn || (x, y) != self.clicks.at {
                self.clicks.drawn = true;
                page.drag_to(x.saturating_sub(area.x), i32::from(y) - i32::from(area.y));
            }
            return;
        }
        self.clicks.held = false;
        if self.clicks.drawn || self.clicks.count > 1 || page.has_caret() {
            return;
        }
        let place = (x.saturating_sub(area.x), y.saturating_sub(area.y));
        if let Some(Hit::Text(side, place, byte)) = page.hit(place.0, place.1) {
            fx.extend(page.link_at(side, place, byte).map(|url| Effect::OpenExternal(url.to_owned())));
        }
    }

    fn mouse_in_calibration(&mut self, kind: MouseKind, y: u16, fx: &mut Vec<Effect>) {
        let Some(calibration) = &self.calibration else { return };
        let place = match kind {
            MouseKind::WheelUp => calibration.cursor().saturating_sub(1),
            MouseKind::WheelDown => calibration.cursor() + 1,
            // The rows begin under the title.
            MouseKind::Press => match y.checked_sub(1).map(|row| calibration.seen().start + usize::from(row))
            {
                Some(place) if calibration.seen().contains(&place) => place,
                _ => return,
            },
            MouseKind::Drag | MouseKind::Release => return,
        };
        self.try_row(place, fx);
    }

    fn mouse_in_popup(&mut self, kind: MouseKind, x: u16, y: u16, fx: &mut Vec<Effect>) {
        let area = self.popup_area();
        let Some(popup) = &mut self.popup else { return };
        match kind {
            MouseKind::WheelUp => popup.step(-NOTCH),
            MouseKind::WheelDown => popup.step(NOTCH),
            MouseKind::Press if !area.contains(x, y) => {
                self.act_in_popup(crate::config::keys::Action::Back, fx);
            }
            MouseKind::Press if popup.chooses() => {
                let row = y.checked_sub(area.y + 1).map(usize::from);
                if let Some(item) = row.and_then(|row| popup.item_at(row)) {
                    popup.step(item as isize - popup.cursor() as isize);
                    self.choose(false, fx);
                }
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::Release => {}
        }
    }
}
