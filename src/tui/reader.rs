//! The reader drawn: the page's rows put where the page says. Lays out nothing itself.

use crate::app::{Area, Model};
use crate::config::theme::Role;
use crate::tui::put::Canvas;

/// Draws the window of the page, or says what the pane is for.
pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Area) {
    let Some(page) = model.reader.page() else {
        let text = area.inset(2);
        let lines = canvas.words(model.reader_says()).lines(usize::from(text.w));
        for (line, row) in lines.iter().zip(1u16..) {
            canvas.line(text.row(row), line, Role::Dim, &[]);
        }
        return;
    };
    for (row, line) in page.view().iter().zip(0u16..) {
        let place = area.row(line);
        for piece in &row.pieces {
            let x = i32::from(area.x) + i32::from(piece.x);
            canvas.cells(place, x, &piece.line, piece.role, &piece.spans);
        }
    }
}
