//! The facets drawn: a name, then its values with what is chosen and how many, counts aligned at the far edge.

use crate::app::facets::{Facets, Slot};
use crate::app::{Area, Model, Pane};
use crate::archive::query::UNKNOWN;
use crate::archive::{Choice, Facet, FacetValue, Field};
use crate::config::theme::Role;
use crate::tui::put::Canvas;
use crate::tui::{list, prompt};

/// Columns before a value: the cursor's mark, the choice, a blank.
const GUTTER: u16 = 3;
/// Bars of the histogram, from a single article to the most.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Draws the rows that the window shows; gives the caret's cell while a value is being found.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Area) -> Option<(u16, u16)> {
    let facets = &model.facets;
    let mut body = area;
    let mut caret = None;
    if let Some(entry) = facets.find().filter(|_| area.h > 0) {
        let line = area.row(0);
        let typing = model.prompt.is_none() && model.focus == Pane::Facets;
        canvas.sign(line, 1, "/", Role::Key);
        caret = prompt::draw(canvas, canvas.part(line, 3, line.w.saturating_sub(4)), entry, typing);
        body = Area { y: area.y + 1, h: area.h - 1, ..area };
    }
    if facets.seen().next().is_none() {
        let key = if facets.find().is_some() { "empty.no-value" } else { "empty.facets" };
        canvas.say(body.inset(1).row(0), model.words.get(key), Role::Dim);
    }
    for ((place, slot), line) in facets.seen().zip(0u16..) {
        let row = body.row(line);
        if row.h == 0 {
            break;
        }
        if place == facets.cursor() && model.focus == Pane::Facets && slot != Slot::Gap {
            canvas.wash(row, Role::Selection);
            list::mark(canvas, row, true);
        }
        match slot {
            Slot::Gap => {}
            Slot::Head(index) => head(model, canvas, row, index),
            Slot::Value { facet, value, depth, open } => {
                if let Some(value) = facets.value(facet, value) {
                    self::value(model, canvas, row, (value, depth, open));
                }
            }
            Slot::More { hidden, .. } => more(model, canvas, row, hidden),
        }
    }
    caret
}

fn head(model: &Model, canvas: &mut Canvas<'_>, row: Area, index: usize) {
    let Some(facet) = model.facets.facets().get(index) else { return };
    let key = format!("facet.{}", facet.field.slug());
    let text = canvas.part(row, 1, row.w.saturating_sub(2));
    let took = canvas.say(text, model.words.get(&key), Role::PaneTitle);
    let rest = canvas.part(text, took + 1, text.w.saturating_sub(took + 1));
    if model.facets.is_closed(facet.field) {
        let symbol = if canvas.is_mirrored() { "◂" } else { "▸" };
        canvas.sign(rest, 0, symbol, Role::Dim);
    } else if facet.field == Field::Year {
        histogram(canvas, rest, facet);
    } else if model.search.query().filter(facet.field, false).is_some_and(|f| f.all) {
        canvas.say(rest, model.words.get("facet-words.all"), Role::Include);
    }
}

/// `2018 ▁▃▇▂ 2021`, the first year where one begins to read; neighbours share a bar where years are many.
fn histogram(canvas: &mut Canvas<'_>, area: Area, facet: &Facet) {
    let years = Facets::years(facet);
    let (Some((first, ..)), Some((last, ..))) = (years.first(), years.last()) else { return };
    let room = area.w.saturating_sub(10);
    if first == last || room == 0 {
        return;
    }
    let span = u32::from(last - first) + 1;
    let each = span.div_ceil(u32::from(room)).max(1);
    let mut bars = vec![(0usize, Choice::Off); span.div_ceil(each) as usize];
    for (year, count, choice) in &years {
        if let Some(bar) = bars.get_mut((u32::from(year - first) / each) as usize) {
            bar.0 += count;
            bar.1 = if *choice == Choice::Off { bar.1 } else { *choice };
        }
    }
    let most = bars.iter().map(|(count, _)| *count).max().unwrap_or(0).max(1);
    canvas.say(canvas.part(area, 0, 4), &first.to_string(), Role::Dim);
    for (nth, (count, choice)) in (0u16..).zip(&bars) {
        let role = match choice {
            Choice::Include => Role::Include,
            Choice::Exclude => Role::Exclude,
            Choice::Off => Role::Histogram,
        };
        let height = (count * BARS.len()).div_ceil(most);
        if let Some(bar) = height.checked_sub(1).and_then(|h| BARS.get(h)) {
            canvas.sign(area, 5 + nth, bar, role);
        }
    }
    canvas.say(canvas.part(area, 6 + bars.len() as u16, 4), &last.to_string(), Role::Dim);
}

fn value(
    model: &Model,
    canvas: &mut Canvas<'_>,
    row: Area,
    (value, depth, open): (&FacetValue, u16, Option<bool>),
) {
    let (sign, role) = match value.choice {
        Choice::Include => ("✔", Role::Include),
        Choice::Exclude => ("✘", Role::Exclude),
        Choice::Off if value.count == 0 => (" ", Role::Dim),
        Choice::Off => (" ", Role::Text),
    };
    canvas.sign(row, 1, sign, role);
    let mut start = GUTTER + 2 * depth;
    if let Some(open) = open {
        let symbol = match (open, canvas.is_mirrored()) {
            (true, _) => "▾",
            (false, false) => "▸",
            (false, true) => "◂",
        };
        canvas.sign(row, start, symbol, Role::Dim);
        start += 2;
    }
    let count = canvas.words(&value.count.to_string());
    let width = count.natural_width() as u16;
    let place = canvas.part(row, row.w.saturating_sub(width + 1), width);
    canvas.line(place, &count.fit(usize::from(width)), Role::Dim, &[]);
    let room = canvas.part(row, start, row.w.saturating_sub(start + width + 2));
    let label = match value.value.as_str() {
        UNKNOWN => model.words.get("facet-words.unknown"),
        _ => model.facets.label(value),
    };
    let took = canvas.name(room, label, role);
    // While one looks for a value, its other name says why it was found.
    if let Some(second) = other_name(model, value).filter(|_| model.facets.find().is_some()) {
        let rest = canvas.part(room, took + 2, room.w.saturating_sub(took + 2));
        canvas.name(rest, second, Role::Dim);
    }
}

/// The name in the other language, where it is another.
fn other_name<'a>(model: &Model, value: &'a FacetValue) -> Option<&'a str> {
    let first = model.facets.label(value);
    [value.label_en.as_str(), value.label_ar.as_str()].into_iter().find(|l| !l.is_empty() && *l != first)
}

fn more(model: &Model, canvas: &mut Canvas<'_>, row: Area, hidden: usize) {
    let text = canvas.part(row, GUTTER, row.w.saturating_sub(GUTTER + 1));
    let words = match hidden {
        0 => model.words.get("facet-words.fewer").to_owned(),
        n => model.words.count("facet-more", n),
    };
    canvas.say(text, &words, Role::Dim);
}
