//! The calibration screen drawn: what can be tried, the samples in two panes with a rule between them, and what
//! right looks like. It fills the window; the samples are drawn as every other text is.

use crate::app::calibration::{ARABIC, Calibration, ENGLISH, Question, Try};
use crate::app::{Area, Model};
use crate::config::theme::Role;
use crate::text::{Direction, isolate};
use crate::tui::put::Canvas;
use crate::tui::{list, status};

/// Columns before a row's name: the cursor's mark, a blank, its number, a blank.
const GUTTER: u16 = 4;

/// Draws the screen over everything.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, calibration: &Calibration) {
    let area = model.panes.window;
    let marks = calibration.question() != Question::Line;
    heading(model, canvas, area.row(0), if marks { "calibrate.marks" } else { "calibrate.line" });
    let mut y = 1;
    let tries = calibration.tries();
    let widest = tries.iter().map(|each| each.name.len()).max().unwrap_or(0) as u16;
    for place in calibration.seen() {
        let (Some(each), row) = (tries.get(place), area.row(y)) else { break };
        if place == calibration.cursor() {
            canvas.wash(row, Role::Selection);
            list::mark(canvas, row, true);
        }
        self::row(model, canvas, row, (calibration, each, place, widest));
        y += 1;
    }
    y = samples(canvas, area, y);
    let last = area.h.saturating_sub(1);
    let right = model.words.get(if marks { "calibrate.right-marks" } else { "calibrate.right-line" });
    let text = area.inset(1);
    paragraph(canvas, Area { y: text.y + y, h: last.saturating_sub(y), ..text }, right);
    let foot = text.row(last);
    match &model.message {
        Some(message) if message.error => {
            canvas.say(foot, &message.text, Role::Error);
        }
        _ => status::hints(model, canvas, foot),
    }
}

fn heading(model: &Model, canvas: &mut Canvas<'_>, row: Area, key: &str) {
    canvas.rule(row, Role::RuleFocused);
    let words = canvas.words(model.words.get(key)).fit(usize::from(row.w.saturating_sub(4)));
    let place = canvas.part(row, 1, words.width as u16 + 2);
    canvas.clear(place, Role::Text);
    canvas.line(place.inset(1), &words, Role::PaneTitleFocused, &[]);
}

fn row(
    model: &Model,
    canvas: &mut Canvas<'_>,
    row: Area,
    (calibration, each, place, widest): (&Calibration, &Try, usize, u16),
) {
    // There are ten digits to choose by.
    if place < 10 {
        canvas.say(canvas.part(row, 2, 1), &place.to_string(), Role::Dim);
    }
    let name = canvas.part(row, GUTTER, widest);
    canvas.name(name, &isolate(&each.name), Role::Key);
    let rest = canvas.part(row, GUTTER + widest + 2, row.w.saturating_sub(GUTTER + widest + 3));
    let words = model.words.fill(&each.words, &[("profile", calibration.automatic())]);
    canvas.say(rest, &words, Role::Text);
}

/// A text over the rows of an area; what does not fit is cut in the last of them, with an ellipsis.
fn paragraph(canvas: &mut Canvas<'_>, area: Area, text: &str) {
    let words = canvas.words(text);
    let mut breaks = words.breaks(usize::from(area.w)).into_iter().peekable();
    for y in 0..area.h {
        let Some(range) = breaks.next() else { break };
        if y + 1 == area.h && breaks.peek().is_some() {
            let rest = words.text().get(range.start..).unwrap_or_default();
            canvas.say(area.row(y), rest, Role::Text);
        } else {
            let line = words.line_within(range, usize::from(area.w));
            canvas.line(area.row(y), &line, Role::Text, &[]);
        }
    }
}

/// The two panes from a row on, with rules around and between; gives the row after them.
fn samples(canvas: &mut Canvas<'_>, area: Area, top: u16) -> u16 {
    let left = Area { w: (area.w / 2).saturating_sub(1), ..area };
    let middle = left.x + left.w + 1;
    let right = Area { x: middle + 1, w: area.w.saturating_sub(middle + 1), ..area };
    let (left, right) = (left.inset(1), right.inset(1));
    let english = canvas.foreign(ENGLISH, Direction::Ltr).lines(usize::from(left.w));
    let arabic = canvas.sentence(ARABIC, Direction::Rtl).lines(usize::from(right.w));
    let rows = (english.len().max(arabic.len()) as u16).min(area.h.saturating_sub(top + 3));
    canvas.rule(area.row(top), Role::Rule);
    canvas.glyph(middle, top, "┬", Role::Rule);
    for (lines, pane) in [(&english, left), (&arabic, right)] {
        for (line, row) in lines.iter().zip(0..rows) {
            canvas.line(pane.row(top + 1 + row), line, Role::Text, &[]);
        }
    }
    canvas.upright(middle, top + 1..top + 1 + rows, Role::Rule);
    let end = top + 1 + rows;
    canvas.rule(area.row(end), Role::Rule);
    canvas.glyph(middle, end, "┴", Role::Rule);
    end + 1
}
