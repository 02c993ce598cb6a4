//! What is asked, piece by piece, in the interface's words: the line of pieces at the top, the piece that has the
//! keys, and taking pieces away. Where each stands is worked out here, so that the mouse finds it without a drawing.

use std::ops::Range;

use crate::app::Model;
use crate::app::effect::Effect;
use crate::archive::query::{DateRange, UNKNOWN};
use crate::archive::{Field, Query, Sort};
use crate::config::keys::Action;
use crate::config::theme::Role;
use crate::text::{Line, Options, Paragraph, isolate};

/// Columns between two pieces.
const APART: u16 = 2;
/// A piece is cut to so many columns before others are left out: enough to tell which it is.
const LEAST: u16 = 8;
/// A window this wide has room for a sign at each piece on which the mouse takes it away.
const ROOMY: u16 = 60;

/// A piece of what is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crumb {
    /// In the interface's words.
    pub(crate) text: String,
    /// Asked for, excluded, or words.
    pub(crate) role: Role,
}

/// A line of the top, placed: columns are counted from where the interface begins to read.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The pieces that it shows, by their places: one, or all the words, which read as one line.
    pub(crate) pieces: Range<usize>,
    /// The bytes of each of them in the line.
    pub(crate) bytes: Vec<Range<usize>>,
    /// Its first column.
    pub(crate) start: u16,
    /// Its cells.
    pub(crate) line: Line,
    /// How it looks.
    pub(crate) role: Role,
    /// The column of the sign that takes it away.
    pub(crate) cross: Option<u16>,
}

/// The top line without its far end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    /// Whether the program's name stands first.
    pub(crate) name: bool,
    /// What stands in the line.
    pub(crate) placed: Vec<Placed>,
    /// Pieces that have no room: how many, and the column where that is said.
    pub(crate) more: Option<(usize, u16)>,
}

impl Model {
    /// The pieces of what is asked, in the order of [`Query::parts`].
    pub(crate) fn crumbs(&self) -> Vec<Crumb> {
        self.crumbs_of(self.search.query())
    }

    /// The pieces of a query.
    pub(crate) fn crumbs_of(&self, query: &Query) -> Vec<Crumb> {
        query.parts().iter().map(|part| self.crumb(part)).collect()
    }

    fn crumb(&self, part: &Query) -> Crumb {
        let Some(filter) = part.filters.first() else {
            let sorted = match part.sort {
                Sort::Date => "piece.by-date",
                Sort::Relevance => "piece.by-relevance",
                Sort::Title => "piece.by-title",
            };
            return if part.groups.is_empty() {
                Crumb { text: self.words.get(sorted).to_owned(), role: Role::Dim }
            } else {
                Crumb { text: part.to_string(), role: Role::Prompt }
            };
        };
        let names: Vec<String> = filter.values.iter().map(|v| self.piece_name(filter.field, v)).collect();
        let text = names.join(" + ");
        if filter.negated {
            Crumb { text: self.words.fill("piece.not", &[("piece", &text)]), role: Role::Exclude }
        } else {
            Crumb { text, role: Role::Include }
        }
    }

    /// A value of a filter in the interface's words.
    fn piece_name(&self, field: Field, value: &str) -> String {
        if value == UNKNOWN {
            return self.unknown_name(field).to_owned();
        }
        match (field, DateRange::parse(value)) {
            (Field::Year | Field::Date, Some(DateRange { from: Some(from), to: Some(to) })) => {
                self.span_name(&from, &to)
            }
            (Field::Year | Field::Date, Some(DateRange { from: Some(from), to: None })) => {
                self.words.fill("piece.since", &[("from", &from.to_day_string())])
            }
            (Field::Year | Field::Date, Some(DateRange { from: None, to: Some(to) })) => {
                self.words.fill("piece.until", &[("to", &to.to_day_string())])
            }
            (Field::Tag, _) => isolate(&format!("#{value}")),
            _ => isolate(&self.name_of(field, value)),
        }
    }

    /// What stands at the top of a line with so much room, the piece that has the keys in sight.
    pub(crate) fn trail(&self, room: u16) -> Trail {
        let crumbs = self.crumbs();
        let name = crumbs.is_empty() || self.size.0 >= ROOMY;
        let mut at = 0;
        if name {
            at = self.laid(self.words.get("top.name"), room).width as u16 + APART;
        }
        let words = self.search.query().groups.iter().filter(|g| !g.any.is_empty()).count();
        let mut runs: Vec<Range<usize>> = (words..crumbs.len()).map(|piece| piece..piece + 1).collect();
        if words > 0 {
            runs.insert(0, 0..words);
        }
        let cross = if self.size.0 >= ROOMY { 2 } else { 0 };
        let naturals: Vec<u16> = runs.iter().map(|run| self.run_width(&crumbs, run)).collect();
        let room_left = room.saturating_sub(at);
        let (cap, shown) = fitted(&naturals, cross, room_left, self.focused_run(&runs));
        let mut trail = Trail { name, ..Trail::default() };
        for (run, natural) in runs.iter().zip(&naturals).skip(shown.start).take(shown.len()) {
            let (text, bytes) = run_text(&crumbs, run);
            let width = (*natural).min(cap).min(room.saturating_sub(at));
            let line = self.laid(&text, width);
            let took = line.width as u16;
            let role = crumbs.get(run.start).map_or(Role::Prompt, |crumb| crumb.role);
            let cross_at = (cross > 0).then_some(at + took + 1);
            trail.placed.push(Placed { pieces: run.clone(), bytes, start: at, line, role, cross: cross_at });
            at += took + cross + APART;
        }
        let hidden = runs.len() - shown.len();
        trail.more = (hidden > 0).then_some((hidden, at));
        trail
    }

    fn laid(&self, text: &str, width: u16) -> Line {
        Paragraph::new(text, &self.chrome_options()).fit(usize::from(width))
    }

    fn run_width(&self, crumbs: &[Crumb], run: &Range<usize>) -> u16 {
        let options: Options = self.chrome_options();
        let width = Paragraph::new(&run_text(crumbs, run).0, &options).natural_width();
        u16::try_from(width).unwrap_or(u16::MAX)
    }

    fn focused_run(&self, runs: &[Range<usize>]) -> Option<usize> {
        let piece = self.crumb_at?;
        runs.iter().position(|run| run.contains(&piece))
    }

    /// Gives the keys to the pieces, the last first: it is the one that was added last.
    pub(super) fn enter_crumbs(&mut self) {
        self.crumb_at = self.search.query().parts().len().checked_sub(1);
        if self.crumb_at.is_none() {
            let said = self.words.get("message.no-pieces").to_owned();
            self.say(said);
        }
    }

    /// An action while a piece has the keys; says whether it was one of theirs. Any other gives the keys back first.
    pub(super) fn act_on_crumbs(&mut self, action: Action, fx: &mut Vec<Effect>) -> bool {
        let Some(at) = self.crumb_at else { return false };
        let last = self.search.query().parts().len().saturating_sub(1);
        let onwards = matches!(action, Action::PieceRight) != self.is_mirrored();
        match action {
            Action::PieceLeft | Action::PieceRight if onwards => self.crumb_at = Some((at + 1).min(last)),
            Action::PieceLeft | Action::PieceRight => self.crumb_at = Some(at.saturating_sub(1)),
            Action::DropPiece => self.drop_piece(at, fx),
            Action::TurnPiece => self.turn_piece(at, fx),
            Action::UndoQuery | Action::RedoQuery | Action::Help | Action::Redraw => return false,
            Action::Back | Action::Pieces => self.crumb_at = None,
            _ => {
                self.crumb_at = None;
                return false;
            }
        }
        true
    }

    /// Takes a piece away; the next one has the keys, or, where it was the last, the one before.
    fn drop_piece(&mut self, piece: usize, fx: &mut Vec<Effect>) {
        let query = self.search.query().without_piece(piece);
        self.ask_query(query, fx);
    }

    /// Asks for what a piece excludes, or the other way round.
    fn turn_piece(&mut self, piece: usize, fx: &mut Vec<Effect>) {
        let mut query = self.search.query().clone();
        if query.turn_piece(piece) {
            return self.ask_query(query, fx);
        }
        let said = self.words.get("message.no-turning").to_owned();
        self.say(said);
    }

    /// Keeps the keys on a piece that is there, after the query changed.
    pub(super) fn keep_crumb(&mut self) {
        let pieces = self.search.query().parts().len();
        self.crumb_at = self.crumb_at.filter(|_| pieces > 0).map(|at| at.min(pieces - 1));
    }

    /// A press on the top line: on a sign or on the piece that has the keys, it takes the piece away; on another piece,
    /// it gives that the keys.
    pub(super) fn press_crumb(&mut self, x: u16, fx: &mut Vec<Effect>) {
        let area = self.panes.top.inset(1);
        let column =
            if self.is_mirrored() { (area.x + area.w).checked_sub(x + 1) } else { x.checked_sub(area.x) };
        let Some(column) = column else { return };
        let room = self.top_room();
        let hit = self.trail(room).placed.into_iter().find_map(|placed| {
            let end = placed.start + placed.line.width as u16;
            if placed.cross == Some(column) {
                return Some((placed.pieces.end - 1, true));
            }
            (placed.start..end).contains(&column).then(|| {
                let left = if self.is_mirrored() { end - 1 - column } else { column - placed.start };
                (placed.piece_at(usize::from(left)), false)
            })
        });
        match hit {
            Some((piece, true)) => self.drop_piece(piece, fx),
            Some((piece, false)) if self.crumb_at == Some(piece) => self.drop_piece(piece, fx),
            Some((piece, false)) => self.crumb_at = Some(piece),
            None => self.crumb_at = None,
        }
    }

    /// The counts at the far end of the top line, as much of them as there is room for, and none while a piece has the
    /// keys in a narrow window.
    pub(crate) fn top_counts(&self) -> String {
        let w = self.panes.top.inset(1).w;
        if self.crumb_at.is_some() && self.size.0 < ROOMY {
            return String::new();
        }
        let counts = self.counts();
        let options = Options { base: Some(self.direction()), ..self.options };
        if Paragraph::new(&counts, &options).natural_width() <= usize::from(w / 2) {
            return counts;
        }
        counts.split(" · ").next().unwrap_or_default().to_owned()
    }

    /// Columns of the top line before the counts.
    pub(crate) fn top_room(&self) -> u16 {
        let w = self.panes.top.inset(1).w;
        let options = Options { base: Some(self.direction()), ..self.options };
        let counts = Paragraph::new(&self.top_counts(), &options).fit(usize::from(w / 2)).width as u16;
        w.saturating_sub(if counts == 0 { 0 } else { counts + 2 })
    }
}

impl Placed {
    /// The piece at a column of the line from its left.
    fn piece_at(&self, column: usize) -> usize {
        let cell =
            self.line.placed().find(|(at, cell)| (*at..*at + usize::from(cell.width)).contains(&column));
        let byte = cell.map_or(0, |(_, cell)| cell.range.start);
        let nth = self.bytes.iter().position(|bytes| byte < bytes.end);
        self.pieces.start + nth.unwrap_or(self.pieces.len().saturating_sub(1))
    }
}

/// The text of pieces that read as one line, and the bytes of each.
fn run_text(crumbs: &[Crumb], run: &Range<usize>) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut bytes = Vec::new();
    for crumb in crumbs.get(run.clone()).unwrap_or_default() {
        if !text.is_empty() {
            text.push(' ');
        }
        bytes.push(text.len()..text.len() + crumb.text.len());
        text.push_str(&crumb.text);
    }
    (text, bytes)
}

/// To how many columns pieces are cut, and which of them are shown, so that they fit and one of them is in sight.
fn fitted(naturals: &[u16], cross: u16, room: u16, focus: Option<usize>) -> (u16, Range<usize>) {
    let wanted = |cap: u16, which: &[u16]| -> u16 {
        which.iter().map(|width| (*width).min(cap) + cross + APART).fold(0, u16::saturating_add)
    };
    let widest = naturals.iter().copied().max().unwrap_or(0).min(room).max(1);
    let least = LEAST.min(widest);
    if let Some(cap) = (least..=widest).rev().find(|cap| wanted(*cap, naturals) <= room + APART) {
        return (cap, 0..naturals.len());
    }
    // The count of those left out takes a sign and its digits.
    let room = room.saturating_sub(4);
    let from = |start: usize| {
        let mut end = start;
        while end < naturals.len()
            && naturals.get(start..=end).is_some_and(|some| wanted(least, some) <= room + APART)
        {
            end += 1;
        }
        start..end.max(start + 1).min(naturals.len())
    };
    let start = (0..naturals.len()).find(|start| focus.is_none_or(|f| from(*start).contains(&f)));
    let shown = from(start.unwrap_or(0));
    let cap = (least..=widest)
        .rev()
        .find(|cap| naturals.get(shown.clone()).is_some_and(|some| wanted(*cap, some) <= room + APART));
    (cap.unwrap_or(least), shown)
}
