//! Where columns, margins and the rule between two texts stand in a pane of a given width.

use crate::app::page::{MIN_COLUMNS, Mode, PageOptions, Side};
use crate::text::Direction;

/// How the texts flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Flow {
    /// One text.
    #[default]
    Single,
    /// Two texts, paragraph under paragraph.
    Stacked,
    /// Two texts beside each other.
    Columns,
}

/// A column of text with the places in its margins. Offsets from the pane's left edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// Where its text begins.
    pub(super) x: u16,
    /// How wide its text is.
    pub(super) width: u16,
    /// Columns free on the left of the text.
    left: u16,
    /// Columns free on the right of the text.
    right: u16,
}

impl Column {
    /// Where a list marker or a quotation's bar hangs: one blank away from the text, on the paragraph's own side.
    pub(super) fn hang(self, direction: Direction) -> Option<u16> {
        match direction {
            Direction::Ltr if self.left >= 2 => Some(self.x - 2),
            Direction::Rtl if self.right >= 2 => Some(self.x + self.width + 1),
            _ => None,
        }
    }

    /// Where the mark of the current paragraph stands: outside of the list markers, on the wider margin; where
    /// both are as wide, on the paragraph's own side.
    pub(super) fn mark(self, direction: Direction) -> Option<u16> {
        let left = (self.left >= 3).then(|| self.x - 3);
        let right = (self.right >= 3).then(|| self.x + self.width + 2);
        match direction {
            Direction::Ltr => left.or(right),
            Direction::Rtl => right.or(left),
        }
    }
}

/// The columns of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Geometry {
    /// How the texts flow.
    pub(super) flow: Flow,
    /// The columns of the Arabic and of the English text; both the same where the texts do not stand beside
    /// each other.
    pub(super) columns: [Column; 2],
    /// Where the rule between two columns stands.
    pub(super) rule: Option<u16>,
    /// How wide every column of text is, at least 1.
    pub(super) text_width: u16,
}

/// The outer margin: the mark of the current paragraph, a list marker, a blank.
const OUTER: u16 = 3;
/// The margin towards the rule: a blank and a list marker.
const INNER: u16 = 2;
/// A pane this narrow gives up the place for the mark, and below the second figure the margins.
const TIGHT: u16 = 24;
const BARE: u16 = 8;

impl Geometry {
    /// The columns for a pane of this width.
    pub(super) fn new(width: u16, pair: bool, mode: Mode, options: &PageOptions) -> Self {
        match (pair, mode) {
            (false, _) => Self::one(width, Flow::Single, options.measure),
            (true, Mode::Columns) if width >= MIN_COLUMNS => Self::two(width, options),
            (true, _) => Self::one(width, Flow::Stacked, options.measure),
        }
    }

    fn one(width: u16, flow: Flow, measure: u16) -> Self {
        let margin = match width {
            0..BARE => 0,
            BARE..TIGHT => INNER,
            _ => OUTER,
        };
        let text_width = (width - 2 * margin).min(measure.max(1)).max(1);
        let x = width.saturating_sub(text_width) / 2;
        let column = Column { x, width: text_width, left: margin, right: margin };
        Self { flow, columns: [column, column], rule: None, text_width }
    }

    fn two(width: u16, options: &PageOptions) -> Self {
        let edges = 2 * (OUTER + INNER) + 1;
        let text_width = ((width - edges) / 2).min(options.measure.max(1));
        let start = (width - edges - 2 * text_width) / 2;
        let left = Column { x: start + OUTER, width: text_width, left: OUTER, right: INNER };
        let rule = left.x + text_width + INNER;
        let right = Column { x: rule + 1 + INNER, width: text_width, left: INNER, right: OUTER };
        let mut columns = [right, left];
        if !options.arabic_right {
            columns.swap(Side::Ar.index(), Side::En.index());
        }
        Self { flow: Flow::Columns, columns, rule: Some(rule), text_width }
    }
}
