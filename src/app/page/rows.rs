//! The rows of the window: pieces at their columns, ready to be painted as they are.

use std::ops::Range;
use std::sync::Arc;

use crate::app::page::geometry::Column;
use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side, role_of};
use crate::article::{BlockKind, Place};
use crate::config::theme::Role;
use crate::text::{Cell, Direction, Line};

/// Cells to be painted at a column, from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The column of its first cell, from the pane's left edge.
    pub x: u16,
    /// The columns of its cells.
    pub width: u16,
    /// The cells. Their byte ranges are those of the text at `place`.
    pub line: Arc<Line>,
    /// What it is.
    pub role: Role,
    /// Parts of it that are something more, by bytes of the text; of two that overlap the later is seen.
    pub spans: Vec<(Range<usize>, Role)>,
    /// Where the text stands in the articles; `None` for what the page adds (marks, rules, its own lines).
    pub place: Option<(Side, Place)>,
}

impl Piece {
    /// The cells with their columns and what each is.
    pub fn cells(&self) -> impl Iterator<Item = (u16, &Cell, Role)> + '_ {
        let mut x = self.x;
        self.line.cells.iter().map(move |cell| {
            let at = x;
            x = x.saturating_add(u16::from(cell.width));
            let covers = |span: &Range<usize>| span.start < cell.range.end && cell.range.start < span.end;
            let span = self.spans.iter().rev().find(|(span, _)| covers(span));
            (at, cell, span.map_or(self.role, |(_, role)| *role))
        })
    }

    /// A single character that the page adds.
    fn glyph(x: u16, symbol: &str, role: Role) -> Self {
        let cell = Cell { symbol: symbol.into(), width: 1, range: 0..0, level: 0 };
        let line = Line { cells: vec![cell], width: 1, range: 0..0, direction: Direction::Ltr };
        Self { x, width: 1, line: Arc::new(line), role, spans: Vec::new(), place: None }
    }
}

/// One row of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRow {
    /// Its pieces; none covers another.
    pub pieces: Vec<Piece>,
    /// Whether it has text of the paragraph or bead that is marked.
    pub current: bool,
    /// The fold whose line this is, for [`Page::toggle_fold`].
    pub fold: Option<usize>,
}

/// What stands at a point of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A byte of a text.
    Text(Side, Place, usize),
    /// The line of a fold.
    Fold(usize),
}

/// What a row of the window shows, before it is placed.
#[derive(Debug)]
pub(super) struct RowPlan {
    pub(super) section: usize,
    /// The text of each column with the line of it.
    pub(super) texts: [Option<(Unit, usize)>; 2],
    /// Whether it is the first row of its section that can be seen.
    first: bool,
}

/// The mark of the current paragraph (U+258E), the rule, and the bar of a quotation.
const CURRENT: &str = "▎";
const RULE: &str = "│";
/// How sure a bead is: equal, or nearly.
const SURE: &str = "=";
const GUESSED: &str = "≈";
const ALONE: &str = "·";

impl Page {
    /// The rows of the window. Fewer than the window has where the text ends before, except side by side, where
    /// the rule goes on.
    pub fn view(&self) -> Vec<PageRow> {
        if self.width == 0 {
            return Vec::new();
        }
        let mut rows: Vec<PageRow> = self.plan().iter().map(|plan| self.row(plan)).collect();
        if let Some(x) = self.geometry.rule {
            let rule = PageRow { pieces: vec![Piece::glyph(x, RULE, Role::Rule)], ..PageRow::default() };
            rows.resize(usize::from(self.window), rule);
        }
        rows
    }

    /// What stands at a column and row of the window; `None` beside the texts.
    pub fn hit(&self, x: u16, row: u16) -> Option<Hit> {
        let row = self.view().into_iter().nth(usize::from(row))?;
        if let Some(fold) = row.fold {
            return Some(Hit::Fold(fold));
        }
        let here = |piece: &&Piece| (piece.x..piece.x.saturating_add(piece.width)).contains(&x);
        let piece = row.pieces.iter().filter(|piece| piece.place.is_some()).find(here)?;
        let (side, place) = piece.place?;
        let byte = piece.line.byte_at(usize::from(x - piece.x))?;
        Some(Hit::Text(side, place, byte))
    }

    /// The row of the window at which a byte of a text can be seen, pinned or not.
    pub(super) fn screen_row(&self, unit: Unit, byte: usize) -> Option<usize> {
        let line = self.galley.borrow_mut().line_of(&self.manuscript, unit, byte);
        self.plan().iter().position(|row| row.texts.contains(&Some((unit, line))))
    }

    /// What each row of the window shows.
    pub(super) fn plan(&self) -> Vec<RowPlan> {
        let window = usize::from(self.window);
        let mut rows = Vec::with_capacity(window);
        let mut skip = self.anchor.row;
        for section in self.anchor.section..self.outline.sections.len() {
            if rows.len() >= window {
                break;
            }
            let arranged = self.arrange(section);
            let pins = arranged.pins(skip.saturating_sub(arranged.gap), u32::from(self.window));
            let first = skip.max(arranged.gap);
            let left = (window - rows.len()) as u32;
            for row in skip..arranged.rows().min(skip.saturating_add(left)) {
                let texts = [0, 1].map(|column| {
                    let row = row.checked_sub(arranged.gap + pins[column])?;
                    arranged.at(column, row).map(|(text, line)| (text.unit, line))
                });
                rows.push(RowPlan { section, texts, first: row == first });
            }
            skip = 0;
        }
        rows
    }

    /// A row with its pieces at their columns.
    fn row(&self, plan: &RowPlan) -> PageRow {
        let section = &self.outline.sections[plan.section];
        let some = plan.texts.iter().any(Option::is_some);
        let current = some && plan.section == self.current && section.navigable;
        let mut row = PageRow { current, ..PageRow::default() };
        let mut direction = None;
        for (text, column) in plan.texts.iter().zip(self.geometry.columns) {
            let Some((unit, line)) = *text else { continue };
            let piece = self.piece(unit, line, column);
            let towards = piece.line.direction;
            direction = Some(towards);
            row.pieces.extend(self.hanging(unit, line, column, towards));
            if current && let Some(x) = column.mark(towards) {
                row.pieces.push(Piece::glyph(x, CURRENT, Role::Current));
            }
            row.pieces.extend(self.bare_caret(unit, &piece.line).map(|x| Piece::glyph(x, " ", Role::Caret)));
            row.pieces.push(piece);
            if let Unit::Fold(fold) = unit {
                row.fold = Some(fold);
            }
        }
        let sureness = match (section.sure, section.fold) {
            (Some(true), _) => Some((SURE, Role::Sure)),
            (Some(false), _) => Some((GUESSED, Role::Guessed)),
            (None, Some(_)) => Some((ALONE, Role::Dim)),
            (None, None) => None,
        };
        let sureness = sureness.filter(|_| plan.first);
        if let Some(x) = self.geometry.rule {
            let (symbol, role) = sureness.unwrap_or((RULE, Role::Rule));
            row.pieces.push(Piece::glyph(x, symbol, role));
        } else if let (Some((symbol, role)), Some(direction)) = (sureness, direction) {
            // Stacked there is no rule: the mark stands in the margin that the paragraph leaves free.
            let free = self.geometry.columns[0].hang(opposite(direction));
            row.pieces.extend(free.map(|x| Piece::glyph(x, symbol, role)));
        }
        row.pieces.sort_by_key(|piece| piece.x);
        row
    }

    /// A line of a text against the edge of its column at which it begins.
    fn piece(&self, unit: Unit, line: usize, column: Column) -> Piece {
        let line = self.galley.borrow_mut().line(&self.manuscript, unit, line);
        let width = line.width.min(usize::from(u16::MAX)) as u16;
        let x = self.left_edge(unit, &line, column);
        let spans = self.spans(unit, &line.range);
        Piece { x, width, role: role_of(&self.manuscript, unit), spans, place: unit.place(), line }
    }

    /// The column of the pane at which a line's first cell stands.
    pub(super) fn left_edge(&self, unit: Unit, line: &Line, column: Column) -> u16 {
        let indent = self.manuscript.indent(unit, column.width);
        let width = line.width.min(usize::from(u16::MAX)) as u16;
        match line.direction {
            Direction::Ltr => column.x + indent,
            Direction::Rtl => column.x + column.width.saturating_sub(indent.saturating_add(width)),
        }
    }

    /// What stands beside a line: in the margin a bullet, a quotation's bar, whether a fold is open; in the column,
    /// where its items leave room for it, the number of an item.
    fn hanging(&self, unit: Unit, line: usize, column: Column, direction: Direction) -> Option<Piece> {
        if line == 0 && self.manuscript.indent(unit, column.width) > 0 {
            let number = self.manuscript.number(unit, direction)?;
            let width = number.width.min(usize::from(u16::MAX)) as u16;
            let x = match direction {
                Direction::Ltr => column.x,
                Direction::Rtl => column.x + column.width.saturating_sub(width),
            };
            let (role, line) = (Role::Marker, Arc::new(number));
            return Some(Piece { x, width, line, role, spans: Vec::new(), place: None });
        }
        let symbol = match (unit, self.manuscript.kind(unit)) {
            (Unit::Fold(fold), _) if line == 0 => match direction {
                _ if self.open.contains(&fold) => "▾",
                Direction::Ltr => "▸",
                Direction::Rtl => "◂",
            },
            (_, Some(BlockKind::Item)) if line == 0 => "•",
            (_, Some(BlockKind::Quote)) => RULE,
            _ => return None,
        };
        column.hang(direction).map(|x| Piece::glyph(x, symbol, Role::Marker))
    }
}

const fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::Ltr => Direction::Rtl,
        Direction::Rtl => Direction::Ltr,
    }
}
