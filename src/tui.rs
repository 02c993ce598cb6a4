//! The model drawn: one file a pane. Reads the model and changes nothing in it; all text goes through
//! one function, `put::Canvas::cells`, as cells that the text engine has laid out.
//!
//! ```text
//!  qari  cyber  country:US                        12 of 240 articles
//! ── Facets ────────┬── Articles ───────────┬── Reader ──────────────
//!  Country          │ ▶● The US holds ba…   │ The US holds back
//!   ✔ United States9│    2018-11-12 · AR⇄EN │ …
//! ───────────────────────────────────────────────────────────────────
//!  Enter open  / search  f facets                             34 %
//! ```

use ratatui::buffer::Buffer;

use crate::app::{Area, Model, Pane, Shape};
use crate::config::theme::{Role, Theme};
use crate::tui::put::Canvas;

mod calibrate;
mod facets;
mod list;
mod popup;
mod prompt;
mod put;
mod reader;
mod status;
mod style;
#[cfg(test)]
mod tests;

/// Draws the model into a buffer of the window's size, and gives the cell of the caret while a line is typed.
///
/// A buffer of another size than the model was told shows what fits.
pub fn view(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let window = model.panes.window;
    let mut canvas = Canvas::new(buffer, theme, model.options, model.is_mirrored());
    canvas.clear(window, Role::Text);
    if model.panes.shape == Shape::TooSmall {
        too_small(model, &mut canvas, window);
        return None;
    }
    if let Some(calibration) = &model.calibration {
        calibrate::draw(model, &mut canvas, calibration);
        return None;
    }
    let mut caret = status::top(model, &mut canvas);
    if !model.panes.over {
        facets_pane(model, &mut canvas, &mut caret);
    }
    if let Some(area) = model.panes.list {
        list::draw(model, &mut canvas, area);
    }
    if let Some(area) = model.panes.reader {
        reader::draw(model, &mut canvas, area);
    }
    rules(model, &mut canvas);
    prompt::offers(model, &mut canvas);
    if model.panes.over {
        if let Some(area) = model.panes.facets {
            canvas.clear(
                Area {
                    h: area.h + 1,
                    y: area.y - 1,
                    w: area.w + 1,
                    x: area.x - u16::from(model.is_mirrored()),
                },
                Role::Text,
            );
            title(model, &mut canvas, Pane::Facets, area);
            let x = if model.is_mirrored() { area.x - 1 } else { area.x + area.w };
            canvas.upright(x, area.y..area.y + area.h, Role::RuleFocused);
            canvas.glyph(x, area.y - 1, "┬", Role::RuleFocused);
        }
        facets_pane(model, &mut canvas, &mut caret);
    }
    caret = status::bottom(model, &mut canvas).or(caret);
    if model.popup.is_some() {
        popup::draw(model, &mut canvas);
        return None;
    }
    caret
}

fn facets_pane(model: &Model, canvas: &mut Canvas<'_>, caret: &mut Option<(u16, u16)>) {
    if let Some(area) = model.panes.facets {
        *caret = facets::draw(model, canvas, area).or(*caret);
    }
}

/// The rule under the top line with the panes' titles, and the rules between the panes.
fn rules(model: &Model, canvas: &mut Canvas<'_>) {
    let panes = &model.panes;
    canvas.rule(panes.rule, Role::Rule);
    let shown =
        [Pane::Facets, Pane::List, Pane::Reader].into_iter().filter(|p| !(panes.over && *p == Pane::Facets));
    let mut areas = Vec::new();
    for pane in shown {
        if let Some(area) = panes.area(pane) {
            title(model, canvas, pane, area);
            areas.push(area);
        }
    }
    areas.sort_by_key(|area| area.x);
    for area in areas.iter().skip(1) {
        canvas.glyph(area.x - 1, panes.rule.y, "┬", Role::Rule);
        canvas.upright(area.x - 1, area.y..area.y + area.h, Role::Rule);
    }
}

/// The title of a pane in the rule above it.
fn title(model: &Model, canvas: &mut Canvas<'_>, pane: Pane, area: Area) {
    let focused = model.focus == pane;
    let (line, role) =
        if focused { (Role::RuleFocused, Role::PaneTitleFocused) } else { (Role::Rule, Role::PaneTitle) };
    let above = Area { y: area.y - 1, h: 1, ..area };
    canvas.rule(above, line);
    let key = match pane {
        Pane::Facets => "pane.facets",
        Pane::List => "pane.list",
        Pane::Reader => "pane.reader",
    };
    let words = model.words.get(key);
    let words = canvas.words(words).fit(usize::from(area.w.saturating_sub(4)));
    let place = canvas.part(above, 1, words.width as u16 + 2);
    canvas.clear(place, Role::Text);
    canvas.line(place.inset(1), &words, role, &[]);
}

fn too_small(model: &Model, canvas: &mut Canvas<'_>, window: Area) {
    let size = format!("{}x{}", window.w, window.h);
    let words = model.words.fill("empty.too-small", &[("size", &size)]);
    let lines = canvas.words(&words).lines(usize::from(window.w));
    for (line, row) in lines.iter().zip(0..window.h) {
        canvas.line(window.row(row), line, Role::Message, &[]);
    }
}
