//! The list drawn: two rows an article, its title in its own direction, then date, languages and countries.

use crate::app::list::ROWS_EACH;
use crate::app::{Area, Model, Pane};
use crate::archive::Row;
use crate::article::{Lang, PartialDate};
use crate::config::theme::Role;
use crate::text::{Direction, isolate};
use crate::tui::put::Canvas;

/// Columns before the title: the cursor's mark, the read mark, a blank.
const GUTTER: u16 = 3;

/// Countries named in a row.
const COUNTRIES: usize = 4;

/// Draws the rows that the window shows.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Area) {
    let list = &model.list;
    if list.is_empty() {
        return nothing(model, canvas, area);
    }
    for (place, nth) in list.seen().zip(0u16..) {
        let top = nth * ROWS_EACH;
        if top >= area.h {
            break;
        }
        let here = Area { y: area.y + top, h: ROWS_EACH.min(area.h - top), ..area };
        if place == list.cursor() {
            canvas.wash(here, Role::Selection);
            mark(canvas, here, model.focus == Pane::List);
        }
        if let Some(row) = list.row(place) {
            article(model, canvas, here, row);
        } else {
            let text = canvas.part(here, GUTTER, here.w.saturating_sub(GUTTER));
            canvas.say(text.row(0), "…", Role::Dim);
        }
    }
}

/// The mark of the row that one stands on: it shows without colours too.
pub(super) fn mark(canvas: &mut Canvas<'_>, row: Area, focused: bool) {
    let symbol = if canvas.is_mirrored() { "◀" } else { "▶" };
    let role = if focused { Role::Accent } else { Role::Dim };
    canvas.sign(row, 0, symbol, role);
}

fn article(model: &Model, canvas: &mut Canvas<'_>, area: Area, row: &Row) {
    if !row.state.read {
        canvas.sign(area, 1, "●", Role::Unread);
    }
    if row.state.starred {
        canvas.sign(area.row(1), 1, "★", Role::Starred);
    } else if row.state.note.is_some() {
        canvas.sign(area.row(1), 1, "✎", Role::Starred);
    }
    let text = canvas.part(area, GUTTER, area.w.saturating_sub(GUTTER + 1));
    let fallback = if row.lang.is_rtl() { Direction::Rtl } else { Direction::Ltr };
    let title = canvas.foreign(&row.title, fallback);
    let spans: Vec<_> =
        model.matcher.find(title.text()).into_iter().map(|range| (range, Role::Match)).collect();
    let role = if row.state.read { Role::Text } else { Role::Title };
    canvas.line(text.row(0), &title.fit(usize::from(text.w)), role, &spans);
    let mut parts = about(model, row);
    let width = |names: &[String]| canvas.words(&names.join(" ")).natural_width() + DOT.chars().count();
    let mut taken: usize = parts.iter().map(|names| width(names)).sum();
    while parts.len() > 1 && taken > usize::from(text.w) + DOT.chars().count() {
        let Some(last) = parts.last_mut() else { break };
        taken -= width(last);
        // The least comes last; half a name or a dot with nothing after it tells less than nothing.
        if last.len() > 1 {
            last.pop();
            taken += width(last);
        } else {
            parts.pop();
        }
    }
    // Each is read in its own direction.
    let parts: Vec<String> = parts.iter().map(|names| canvas.apart(&names.join(" ")).into_owned()).collect();
    canvas.say(text.row(1), &parts.join(DOT), Role::Dim);
}

/// Stands between the parts of a row.
const DOT: &str = " · ";

/// The parts of the second row, `2018-11-12 · AR⇄EN · US FR`, each with the names in it.
fn about(model: &Model, row: &Row) -> Vec<Vec<String>> {
    let mut languages = row.lang.code().to_uppercase();
    let mut others: Vec<Lang> = row.pairs.iter().map(|(lang, _)| *lang).collect();
    others.dedup();
    for other in others {
        languages.push('⇄');
        languages.push_str(&other.code().to_uppercase());
    }
    if let Some(made) = row.translated.filter(|_| row.pairs.is_empty()) {
        // Small letters and a star: it is no article of its own.
        languages.push('⇄');
        languages.push_str(made.code());
        languages.push('*');
    }
    let undated = || model.words.get("list.undated").to_owned();
    let date = row.date.as_ref().map_or_else(undated, PartialDate::to_day_string);
    let mut parts = vec![vec![date], vec![languages]];
    if row.copies > 0 {
        // How many versions there are of it.
        parts.push(vec![format!("×{}", row.copies + 1)]);
    }
    if row.machine_translated {
        parts.push(vec![model.words.get("list.machine").to_owned()]);
    }
    if !row.countries.is_empty() {
        // The most important come first; more would push the source off the row.
        parts.push(row.countries.iter().take(COUNTRIES).cloned().collect());
    }
    // What one wrote oneself is worth more in a narrow row than where it came from.
    if !row.state.tags.is_empty() {
        parts.push(row.state.tags.iter().map(|tag| isolate(&format!("#{tag}"))).collect());
    }
    parts.extend(row.source.clone().map(|source| vec![source]));
    parts
}

/// An empty list says why, and what a key would do about it.
fn nothing(model: &Model, canvas: &mut Canvas<'_>, area: Area) {
    let text = area.inset(2);
    let mut row = 1;
    for sentence in model.list_says() {
        for line in &canvas.words(&sentence).lines(usize::from(text.w)) {
            canvas.line(text.row(row), line, Role::Message, &[]);
            row = row.saturating_add(1);
        }
        row = row.saturating_add(1);
    }
}
