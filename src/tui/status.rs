//! The top line (the program, the query, the counts) and the status line (what a key would do, or a message; how
//! far one has read), drawn.

use crate::app::Model;
use crate::app::panes::Area;
use crate::app::prompt::Purpose;
use crate::app::status::Hint;
use crate::config::theme::Role;
use crate::text::isolate_quoted;
use crate::tui::prompt;
use crate::tui::put::Canvas;

/// Draws the top line; gives the caret's cell while a query is typed there.
pub(super) fn top(model: &Model, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = model.panes.top.inset(1);
    let typing = model.prompt.as_ref().filter(|p| matches!(p.purpose, Purpose::Search(_)));
    // While one types, the counts change: the line's far end must not move with them.
    let least = if typing.is_some() { area.w / 3 } else { 0 };
    let near = far_end(canvas, area, &model.top_counts(), (Role::Dim, least));
    if let Some(typing) = typing {
        canvas.sign(near, 0, "/", Role::Key);
        let line = canvas.part(near, 2, near.w.saturating_sub(2));
        return prompt::draw(canvas, line, &typing.entry, model.popup.is_none());
    }
    trail(model, canvas, near);
    None
}

/// The pieces of what is asked; the one that has the keys stands out.
fn trail(model: &Model, canvas: &mut Canvas<'_>, area: Area) {
    let trail = model.trail(model.top_room());
    if trail.name {
        canvas.say(area, model.words.get("top.name"), Role::Accent);
    }
    for placed in &trail.placed {
        let width = placed.line.width as u16;
        let focused = model.crumb_at.filter(|at| placed.pieces.contains(at));
        let span = focused.and_then(|at| placed.bytes.get(at - placed.pieces.start).cloned());
        let spans: Vec<_> = span.into_iter().map(|bytes| (bytes, Role::Selected)).collect();
        canvas.line(canvas.part(area, placed.start, width), &placed.line, placed.role, &spans);
        if let Some(cross) = placed.cross {
            canvas.sign(area, cross, "×", if focused.is_some() { Role::Key } else { Role::Dim });
        }
    }
    if let Some((hidden, at)) = trail.more {
        let room = canvas.part(area, at, area.w.saturating_sub(at));
        let hidden = format!("+{hidden}");
        canvas.say(room, &canvas.apart(&hidden), Role::Dim);
    }
}

/// Puts words at the far end of a line and gives what is left before them, with two columns between. Both ends
/// get half where both are long; so many columns are kept for the words at least.
fn far_end(canvas: &mut Canvas<'_>, area: Area, words: &str, (role, least): (Role, u16)) -> Area {
    let words = canvas.words(words).fit(usize::from(area.w / 2));
    let width = words.width as u16;
    let far = canvas.part(area, area.w - width, width);
    canvas.line(far, &words, role, &[]);
    canvas.part(area, 0, area.w.saturating_sub(width.max(least) + 2))
}

/// Draws the status line; gives the caret's cell while words to be found are typed there.
pub(super) fn bottom(model: &Model, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = model.panes.status.inset(1);
    let fits = |words: &str| canvas.words(words).natural_width() <= usize::from(area.w / 2);
    let gauge = model.gauge(fits);
    let near = far_end(canvas, area, &gauge, (Role::Status, 0));
    let fault = model.prompt.as_ref().and_then(|p| p.fault.as_ref());
    if let Some((_, fault)) = fault {
        canvas.name(near, &isolate_quoted(fault), Role::Error);
        return None;
    }
    let find = model.prompt.as_ref().filter(|p| matches!(p.purpose, Purpose::Find(..)));
    if let Some(find) = find {
        let took = canvas.say(near, model.words.get("status.find"), Role::Key) + 1;
        let line = canvas.part(near, took, near.w.saturating_sub(took));
        return prompt::draw(canvas, line, &find.entry, model.popup.is_none());
    }
    if let Some((written, Purpose::Own(writing))) = model.prompt.as_ref().map(|p| (p, &p.purpose)) {
        let took = canvas.say(near, model.words.get(writing.label()), Role::Key) + 1;
        let line = canvas.part(near, took, near.w.saturating_sub(took));
        return prompt::draw(canvas, line, &written.entry, model.popup.is_none());
    }
    match &model.message {
        Some(message) => {
            let role = if message.error { Role::Error } else { Role::Message };
            // Errors are told in English whatever the interface's language: each in its own direction.
            canvas.name(near, &message.text, role);
        }
        // A pop-up has its keys at its own foot.
        None if model.popup.is_some() => {}
        None => hints(model, canvas, near),
    }
    None
}

/// Columns between two hints.
const APART: u16 = 2;

/// As many hints as fit whole: half a word tells nothing. Those that stay have their room before the others.
pub(super) fn hints(model: &Model, canvas: &mut Canvas<'_>, area: Area) {
    let laid = |hint: &Hint| {
        let (key, text) = (canvas.words(&canvas.apart(&hint.key)), canvas.words(&hint.text));
        let (wide, long) = (key.natural_width() as u16, text.natural_width() as u16);
        (hint.stays, key, wide, text, long)
    };
    let hints: Vec<_> = model.hints().iter().map(laid).collect();
    let wanted = |wide: u16, long: u16| wide + 1 + long + APART;
    let staying = hints.iter().filter(|(stays, ..)| *stays);
    let mut kept: u16 = staying.map(|(_, _, wide, _, long)| wanted(*wide, *long)).sum();
    let (mut at, mut full) = (0, false);
    for (stays, key, wide, text, long) in hints {
        let width = wanted(wide, long);
        if stays {
            kept -= width;
        }
        full |= at + width + kept > area.w + APART;
        if full && !(stays && at + width <= area.w + APART) {
            continue;
        }
        canvas.line(canvas.part(area, at, wide), &key.fit(usize::from(wide)), Role::Key, &[]);
        canvas.line(canvas.part(area, at + wide + 1, long), &text.fit(usize::from(long)), Role::Status, &[]);
        at += width;
    }
}
