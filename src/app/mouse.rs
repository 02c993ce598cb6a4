//! The mouse: a click selects or chooses, the wheel scrolls what is under it. Everything here can be done with
//! keys too.

use crate::app::effect::Effect;
use crate::app::list::ROWS_EACH;
use crate::app::msg::{Mouse, MouseKind};
use crate::app::page::Hit;
use crate::app::panes::Area;
use crate::app::{Model, Pane};

/// Rows that one notch of the wheel scrolls: what most programs do.
const NOTCH: isize = 3;

impl Model {
    pub(super) fn mouse(&mut self, mouse: Mouse, fx: &mut Vec<Effect>) {
        let Mouse { kind, x, y } = mouse;
        if self.popup.is_some() {
            return self.mouse_in_popup(kind, x, y, fx);
        }
        if kind == MouseKind::Press && self.prompt.is_some() {
            // A click ends typing as Enter does: what it changes would be lost with the next letter.
            self.accept(fx);
        }
        let Some(pane) = self.panes.at(x, y).filter(|_| self.prompt.is_none()) else { return };
        let Some(area) = self.panes.area(pane) else { return };
        match kind {
            MouseKind::WheelUp => self.wheel(pane, -NOTCH, fx),
            MouseKind::WheelDown => self.wheel(pane, NOTCH, fx),
            MouseKind::Press => self.press(pane, area, (x, y), fx),
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
                    self.cycle_value(fx);
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
                self.press_in_text(x - area.x, row, fx);
            }
        }
    }

    /// A click on a link follows it, one on a folded line opens it.
    fn press_in_text(&mut self, x: u16, row: u16, fx: &mut Vec<Effect>) {
        let Some(page) = self.reader.page_mut() else { return };
        match page.hit(x, row) {
            Some(Hit::Fold(fold)) => page.toggle_fold(fold),
            Some(Hit::Text(side, place, byte)) => {
                fx.extend(page.link_at(side, place, byte).map(|url| Effect::OpenExternal(url.to_owned())));
            }
            None => {}
        }
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
            MouseKind::Press => {}
        }
    }
}
