//! The facets drawn: a name, then its values with what is chosen and how many, counts aligned at the far edge.

use crate::app::facets::{GUTTER, LEVEL, Slot};
use crate::app::{Area, Model, Pane};
use crate::archive::query::Mark;
use crate::archive::{FacetValue, Field};
use crate::config::theme::Role;
use crate::text::isolate;
use crate::tui::put::Canvas;
use crate::tui::{list, prompt};

mod bars;

/// Columns of a name for which the count before an exclusion is left out: what most names of countries and topics have.
/// Longer ones are told by so many.
const LEAST_NAME: u16 = 16;

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
    let columns = bars::Columns::of(model, canvas);
    for ((place, slot), line) in facets.seen().zip(0u16..) {
        let row = body.row(line);
        if row.h == 0 {
            break;
        }
        if facets.in_range(place) {
            canvas.wash(row, Role::Selected);
        }
        if place == facets.cursor() && model.focus == Pane::Facets && slot != Slot::Gap {
            canvas.wash(row, Role::Selection);
            list::mark(canvas, row, true);
        }
        match slot {
            Slot::Gap => {}
            Slot::Head(index) => head(model, canvas, row, index),
            Slot::Value { facet, value, depth, open } => {
                let field = facets.facets().get(facet).map(|f| f.field);
                if let (Some(field), Some(found)) = (field, facets.value(facet, value)) {
                    let shown = Shown { field, value: found, mark: facets.mark(facet, value), depth, open };
                    self::value(model, canvas, row, &shown);
                    if field == Field::Year {
                        bars::bar(model, canvas, row, (found, shown.mark, &columns));
                    }
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
    let mut start = took + 1;
    if model.facets.is_closed(facet.field) {
        let symbol = if canvas.is_mirrored() { "◂" } else { "▸" };
        canvas.sign(text, start, symbol, Role::Dim);
        start += 2;
    }
    let rest = canvas.part(text, start, text.w.saturating_sub(start));
    if facet.field == Field::Year {
        match model.facets.range() {
            Some((from, to)) => {
                canvas.say(rest, &model.span_name(&from, &to), Role::Include);
            }
            None => bars::overview(canvas, rest, &model.facets.years()),
        }
    } else if model.search.query().filter(facet.field, false).is_some_and(|f| f.all) {
        canvas.say(rest, model.words.get("facet-words.all"), Role::Include);
    }
}

/// A value as it stands in a row.
struct Shown<'a> {
    field: Field,
    value: &'a FacetValue,
    mark: Mark,
    depth: u16,
    open: Option<bool>,
}

impl Shown<'_> {
    /// Whether the query leaves it out.
    const fn is_out(&self) -> bool {
        matches!(self.mark, Mark::Exclude | Mark::WithinExcluded)
    }

    /// What is said of its articles: how many; what was there and what an exclusion leaves of it; or, of what is
    /// excluded itself, how many that takes away.
    fn counts(&self, mirrored: bool) -> String {
        let FacetValue { count, before, after, .. } = *self.value;
        match (self.is_out(), before == after) {
            (true, _) if before > 0 => format!("−{before}"),
            (false, false) if mirrored => format!("{before}←{after}"),
            (false, false) => format!("{before}→{after}"),
            _ => count.to_string(),
        }
    }
}

fn value(model: &Model, canvas: &mut Canvas<'_>, row: Area, shown: &Shown<'_>) {
    let Shown { field, value, mark, depth, open } = *shown;
    let (sign, role) = match mark {
        Mark::Include => ("✔", Role::Include),
        Mark::Exclude => ("✘", Role::Exclude),
        Mark::WithinIncluded => ("·", Role::Include),
        Mark::WithinExcluded => ("·", Role::Exclude),
        Mark::Below => ("◐", Role::Accent),
        Mark::Off => (" ", Role::Text),
    };
    canvas.sign(row, 1, sign, role);
    let role = match mark {
        Mark::Include | Mark::Exclude => role,
        _ if value.after == 0 => Role::Dim,
        _ => Role::Text,
    };
    let mut start = GUTTER + LEVEL * depth;
    if let Some(open) = open {
        let symbol = match (open, canvas.is_mirrored()) {
            (true, _) => "▾",
            (false, false) => "▸",
            (false, true) => "◂",
        };
        canvas.sign(row, start, symbol, Role::Dim);
        start += 2;
    }
    let mut counts = shown.counts(canvas.is_mirrored());
    let name = model.value_name(field, value);
    let wanted = (canvas.words(name).natural_width() as u16).min(LEAST_NAME);
    if row.w < start + wanted + counts.chars().count() as u16 + 2 && !shown.is_out() {
        counts = value.after.to_string();
    }
    // A minus stands before its number, whatever the direction of the row.
    let count = canvas.words(&if shown.is_out() { isolate(&counts) } else { counts });
    let width = count.natural_width() as u16;
    let place = canvas.part(row, row.w.saturating_sub(width + 1), width);
    canvas.line(place, &count.fit(usize::from(width)), Role::Dim, &[]);
    let room = canvas.part(row, start, row.w.saturating_sub(start + width + 2));
    let took = canvas.name(room, name, role);
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
