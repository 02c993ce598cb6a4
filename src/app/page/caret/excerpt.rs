//! What is copied from a page: the logical text as it is stored, whatever the screen makes of it.
//!
//! Joining forms, ligatures, hyphens and tatweels of the layout are never in it; joiners are. Paragraphs stand apart
//! by a blank line, list items close; an item that is taken from its beginning has its marker.

use std::ops::Range;

use crate::app::page::caret::{At, rank};
use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side};
use crate::article::BlockKind;
use crate::text;

/// A piece of an article's text, or of both sides' texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The text in logical order.
    pub text: String,
    /// How many paragraphs it has, titles and items counted.
    pub paragraphs: usize,
    /// The side that it is from; of both, the first.
    pub side: Side,
}

/// What stands before a list item on the page stands before it in a copy too.
const ITEM: &str = "• ";

impl Page {
    /// What is selected, or without a selection the paragraph under the caret. `None` without a caret.
    pub fn excerpt(&self) -> Option<Excerpt> {
        let At { unit, .. } = self.caret?.at;
        let Some((first, last, _)) = self.selection() else {
            return self.gathered([(unit, 0..usize::MAX)].into_iter());
        };
        let ((side, from), (_, to)) = (rank(first.unit)?, rank(last.unit)?);
        let units = std::iter::successors(self.text_from(side, from), |unit| {
            let (_, rank) = rank(*unit)?;
            self.text_from(side, rank + 1)
        });
        let within = units.take_while(|unit| rank(*unit).is_some_and(|(_, rank)| rank <= to));
        self.gathered(within.filter_map(|unit| Some((unit, self.selected(unit)?))))
    }

    /// The paragraphs of both sides that correspond where the caret stands, or both titles, in the order of the
    /// sides. `None` without a caret; one side alone where there is no other.
    pub fn facing_excerpt(&self) -> Option<Excerpt> {
        let At { unit, .. } = self.caret?.at;
        let bead = self.outline.section_of(unit).and_then(|s| self.outline.sections.get(s)?.bead);
        let bead = bead.and_then(|bead| self.beads.as_ref()?.get(bead));
        let units = self.sides().flat_map(|side| -> Vec<Unit> {
            match (bead, unit) {
                (Some(bead), Unit::Block(..)) => {
                    bead.blocks[side.index()].clone().map(|block| Unit::Block(side, block)).collect()
                }
                (_, Unit::Block(own, _)) => vec![unit].into_iter().filter(|_| own == side).collect(),
                _ => vec![Unit::Title(side)],
            }
        });
        self.gathered(units.map(|unit| (unit, 0..usize::MAX)))
    }

    /// Pieces of texts as one; `None` where there are none.
    fn gathered(&self, pieces: impl Iterator<Item = (Unit, Range<usize>)>) -> Option<Excerpt> {
        let mut excerpt: Option<Excerpt> = None;
        let mut above = None;
        for (unit, range) in pieces {
            let ((side, _), kind) = (rank(unit)?, self.manuscript.kind(unit));
            let item = kind == Some(BlockKind::Item);
            let number = self.manuscript.marker(unit).map(|number| format!("{number} "));
            let marker = number.unwrap_or_else(|| ITEM.to_owned());
            let marker = if item && range.start == 0 { marker.as_str() } else { "" };
            let piece = self.piece_of(unit, range);
            let excerpt = excerpt.get_or_insert(Excerpt { text: String::new(), paragraphs: 0, side });
            if let Some((above_side, above_item)) = above {
                let close = item && above_item && above_side == side;
                excerpt.text.push_str(if close { "\n" } else { "\n\n" });
            }
            excerpt.text.push_str(marker);
            excerpt.text.push_str(&piece);
            excerpt.paragraphs += 1;
            above = Some((side, item));
        }
        excerpt
    }

    /// A piece of a text by itself: an isolate that the cut has opened or closed is not in it.
    fn piece_of(&self, unit: Unit, range: Range<usize>) -> String {
        let text = self.clean_text(unit);
        let end = text.floor_char_boundary(range.end.min(text.len()));
        let start = text.floor_char_boundary(range.start).min(end);
        text::clean(text.get(start..end).unwrap_or_default(), text::Controls::Neutralise).into_owned()
    }
}
