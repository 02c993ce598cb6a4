//! Where the panes are for a size of the window: plain arithmetic, done when the size or the focus changes, so
//! that paging and the mouse never wait for a drawing. Nothing is drawn here.

/// A rectangle of the screen in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// Columns.
    pub w: u16,
    /// Rows.
    pub h: u16,
}

impl Area {
    /// A rectangle from its left top corner and its size.
    pub const fn new(x: u16, y: u16, w: u16, h: u16) -> Self {
        Self { x, y, w, h }
    }

    /// Whether a cell is inside.
    pub const fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && y >= self.y && x - self.x < self.w && y - self.y < self.h
    }

    /// The rectangle without so many columns at either side.
    #[must_use]
    pub const fn inset(self, columns: u16) -> Self {
        Self {
            x: self.x + if self.w > columns { columns } else { 0 },
            w: self.w.saturating_sub(2 * columns),
            ..self
        }
    }

    /// One row of it, counted from its top; no rows where it has none.
    #[must_use]
    pub const fn row(self, index: u16) -> Self {
        Self { y: self.y.saturating_add(index), h: if index < self.h { 1 } else { 0 }, ..self }
    }

    /// The rectangle mirrored inside a window of this width.
    const fn mirrored(self, window: u16) -> Self {
        Self { x: window.saturating_sub(self.x + self.w), ..self }
    }
}

/// A pane that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The facets that narrow the list.
    Facets,
    /// The list of articles.
    #[default]
    List,
    /// The open article.
    Reader,
}

/// How many panes stand beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Nothing fits: the window says so.
    #[default]
    TooSmall,
    /// One pane fills the window.
    One,
    /// One of list and reader fills the window, the facets lie over it.
    Narrow,
    /// List and reader, the facets lie over the list.
    Two,
    /// Facets, list and reader.
    Three,
}

/// Narrower than this, or lower than [`LEAST_ROWS`], no line of text is worth reading.
pub const LEAST_COLUMNS: u16 = 20;
/// See [`LEAST_COLUMNS`]: the top line, its rule, two rows of one article, the status line, and one to spare.
pub const LEAST_ROWS: u16 = 6;
/// The facets need this much for the longest country's name and its count; wider adds nothing.
const FACETS_WIDTH: (u16, u16) = (24, 30);
/// The list's width: titles get shorter than their first clause below the first, and need no more than the second.
const LIST_WIDTH: (u16, u16) = (30, 52);

/// What decides the arrangement besides the size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The pane that has the focus.
    pub focus: Pane,
    /// Whether the reader takes the whole width.
    pub whole: bool,
    /// Whether the interface runs from right to left.
    pub mirrored: bool,
}

/// The arrangement of one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// How many panes.
    pub shape: Shape,
    /// The whole window.
    pub window: Area,
    /// The top line: the program, the query, the counts.
    pub top: Area,
    /// The rule under it, which carries the panes' titles.
    pub rule: Area,
    /// The status line.
    pub status: Area,
    /// The facets, where they are seen.
    pub facets: Option<Area>,
    /// Whether the facets lie over the others.
    pub over: bool,
    /// The list, where it is seen.
    pub list: Option<Area>,
    /// The reader, where it is seen.
    pub reader: Option<Area>,
}

impl Panes {
    /// The arrangement for a window of so many columns and rows.
    pub fn new(w: u16, h: u16, wish: Wish) -> Self {
        let shape = shape(w, h);
        let window = Area::new(0, 0, w, h);
        if shape == Shape::TooSmall {
            return Self { shape, window, ..Self::default() };
        }
        let body = Area::new(0, 2, w, h - 3);
        let mut panes = Self {
            shape,
            window,
            top: window.row(0),
            rule: window.row(1),
            status: window.row(h - 1),
            ..Self::default()
        };
        panes.arrange(body, wish);
        if wish.mirrored {
            for area in [&mut panes.facets, &mut panes.list, &mut panes.reader].into_iter().flatten() {
                *area = area.mirrored(w);
            }
        }
        panes
    }

    fn arrange(&mut self, body: Area, wish: Wish) {
        if wish.whole && wish.focus == Pane::Reader {
            self.reader = Some(body);
            return;
        }
        let between = |share: u16, (least, most): (u16, u16)| (body.w / share).clamp(least, most);
        let (facets, list) = (between(5, FACETS_WIDTH), between(3, LIST_WIDTH));
        match self.shape {
            Shape::TooSmall => {}
            Shape::One => match wish.focus {
                Pane::Facets => self.facets = Some(body),
                Pane::List => self.list = Some(body),
                Pane::Reader => self.reader = Some(body),
            },
            Shape::Narrow => {
                self.over = wish.focus == Pane::Facets;
                self.facets = self.over.then_some(Area { w: facets + 6, ..body });
                match wish.focus {
                    Pane::Reader => self.reader = Some(body),
                    Pane::Facets | Pane::List => self.list = Some(body),
                }
            }
            Shape::Two => {
                self.over = wish.focus == Pane::Facets;
                self.facets = self.over.then_some(Area { w: facets + 6, ..body });
                (self.list, self.reader) = split(body, list);
            }
            Shape::Three => {
                let (left, rest) = split(body, facets);
                self.facets = left;
                (self.list, self.reader) = split(rest.unwrap_or_default(), list);
            }
        }
    }

    /// The area of a pane, where it is seen.
    pub fn area(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Facets => self.facets,
            Pane::List => self.list,
            Pane::Reader => self.reader,
        }
    }

    /// The pane under a cell, the topmost first.
    pub fn at(&self, x: u16, y: u16) -> Option<Pane> {
        [Pane::Facets, Pane::List, Pane::Reader]
            .into_iter()
            .find(|pane| self.area(*pane).is_some_and(|area| area.contains(x, y)))
    }
}

/// Cuts off `w` columns, one column between for the rule.
fn split(area: Area, w: u16) -> (Option<Area>, Option<Area>) {
    let rest = area.w.saturating_sub(w + 1);
    (Some(Area { w: w.min(area.w), ..area }), Some(Area { x: area.x + w + 1, w: rest, ..area }))
}

const fn shape(w: u16, h: u16) -> Shape {
    match w {
        _ if w < LEAST_COLUMNS || h < LEAST_ROWS => Shape::TooSmall,
        ..60 => Shape::One,
        60..80 => Shape::Narrow,
        80..120 => Shape::Two,
        _ => Shape::Three,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panes(w: u16, h: u16, focus: Pane) -> Panes {
        Panes::new(w, h, Wish { focus, ..Wish::default() })
    }

    fn seen(panes: &Panes) -> Vec<Pane> {
        [Pane::Facets, Pane::List, Pane::Reader].into_iter().filter(|p| panes.area(*p).is_some()).collect()
    }

    #[test]
    fn the_width_decides_how_many_panes_stand_beside_each_other() {
        use Pane::{Facets, List, Reader};
        assert_eq!(seen(&panes(200, 50, List)), [Facets, List, Reader]);
        assert_eq!(seen(&panes(120, 40, Reader)), [Facets, List, Reader]);
        assert_eq!(seen(&panes(119, 40, List)), [List, Reader]);
        assert_eq!(seen(&panes(80, 24, Facets)), [Facets, List, Reader]);
        assert!(panes(80, 24, Facets).over);
        assert_eq!(seen(&panes(79, 24, List)), [List]);
        assert_eq!(seen(&panes(60, 24, Facets)), [Facets, List]);
        assert_eq!(seen(&panes(59, 24, Facets)), [Facets]);
        assert_eq!(seen(&panes(40, 12, Reader)), [Reader]);
        assert_eq!(panes(19, 12, List).shape, Shape::TooSmall);
        assert_eq!(panes(40, 5, List).shape, Shape::TooSmall);
    }

    #[test]
    fn panes_beside_each_other_leave_one_column_for_the_rule_and_fill_the_window() {
        for w in 80..260 {
            for mirrored in [false, true] {
                let p = Panes::new(w, 24, Wish { mirrored, ..Wish::default() });
                let mut areas: Vec<Area> = [p.facets, p.list, p.reader].into_iter().flatten().collect();
                areas.sort_by_key(|a| a.x);
                assert_eq!(areas[0].x, 0);
                for two in areas.windows(2) {
                    assert_eq!(two[0].x + two[0].w + 1, two[1].x, "width {w}");
                }
                let last = areas.last().unwrap();
                assert_eq!(last.x + last.w, w);
            }
        }
    }

    #[test]
    fn a_mirrored_window_has_the_list_at_the_right_of_the_reader() {
        let p = Panes::new(100, 24, Wish { mirrored: true, ..Wish::default() });
        assert!(p.list.unwrap().x > p.reader.unwrap().x);
    }

    #[test]
    fn side_by_side_takes_the_whole_width_while_the_reader_has_the_focus() {
        let whole = |focus| Panes::new(160, 40, Wish { focus, whole: true, mirrored: false });
        assert_eq!(seen(&whole(Pane::Reader)), [Pane::Reader]);
        assert_eq!(whole(Pane::Reader).reader.unwrap().w, 160);
        assert_eq!(seen(&whole(Pane::List)).len(), 3);
    }
}
