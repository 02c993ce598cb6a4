//! The memory of the layout: which text was broken into which lines at the width in force.
//!
//! Breaks, once found, are kept for all texts (they are small); paragraphs and lines only for those looked at
//! last, because a paragraph keeps several bytes for each of its own.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::app::page::outline::{Manuscript, Unit};
use crate::text::{Line, Paragraph};

/// At least so many paragraphs stay built: several windows full of common size, with both sides.
const PARAGRAPHS_KEPT: usize = 256;
/// So many lines of one paragraph stay laid out: several windows full, for a text that is one long paragraph.
const LINES_KEPT: usize = 1024;

/// The layout that is known.
#[derive(Debug, Default)]
pub(super) struct Galley {
    width: u16,
    texts: HashMap<Unit, Text>,
    sections: Vec<Height>,
    clock: u64,
    built: usize,
}

/// The rows of a section with the gap above it.
#[derive(Clone, Copy, Debug, Default)]
struct Height {
    rows: u32,
    /// Whether it was laid out; else `rows` is an estimate, or 0 where none was made yet.
    exact: bool,
}

#[derive(Debug)]
struct Text {
    breaks: Vec<Range<usize>>,
    set: Option<Set>,
    used: u64,
}

/// What is dropped and built again.
#[derive(Debug)]
struct Set {
    paragraph: Paragraph,
    lines: HashMap<usize, Arc<Line>>,
}

impl Galley {
    /// Forgets everything: the texts or their options are others.
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.built = 0;
        self.sections.fill(Height::default());
    }

    /// Sets the width of the columns; breaks of another width go, built paragraphs stay.
    pub(super) fn set_width(&mut self, manuscript: &Manuscript, width: u16) {
        if width == self.width {
            return;
        }
        self.width = width;
        self.sections.fill(Height::default());
        self.texts.retain(|_, text| text.set.is_some());
        for (unit, text) in &mut self.texts {
            if let Some(set) = &mut text.set {
                text.breaks = breaks(&set.paragraph, room(manuscript, *unit, width));
                set.lines.clear();
            }
        }
    }

    /// The sections are others; there are so many.
    pub(super) fn set_sections(&mut self, count: usize) {
        self.sections.clear();
        self.sections.resize(count, Height::default());
    }

    /// The rows of a section if it was laid out.
    pub(super) fn section(&self, index: usize) -> Option<u32> {
        self.sections.get(index).filter(|height| height.exact).map(|height| height.rows)
    }

    /// The rows of a section, estimated if it was not laid out; `None` where no estimate was made yet.
    pub(super) fn about(&self, index: usize) -> Option<u32> {
        self.sections.get(index).map(|height| height.rows).filter(|rows| *rows > 0)
    }

    /// The rows of the sections before this one together. All must be laid out or estimated.
    pub(super) fn rows_before(&self, index: usize) -> usize {
        self.sections.iter().take(index).map(|height| height.rows as usize).sum()
    }

    /// Keeps the rows of a section.
    pub(super) fn keep_section(&mut self, index: usize, rows: u32, exact: bool) {
        if let Some(kept) = self.sections.get_mut(index) {
            *kept = Height { rows, exact };
        }
    }

    /// How many rows a text takes: at least one.
    pub(super) fn rows(&mut self, manuscript: &Manuscript, unit: Unit) -> usize {
        self.text(manuscript, unit).breaks.len()
    }

    /// The bytes of a line.
    pub(super) fn range(&mut self, manuscript: &Manuscript, unit: Unit, line: usize) -> Range<usize> {
        self.text(manuscript, unit).breaks.get(line).cloned().unwrap_or_default()
    }

    /// The line on which a byte stands.
    pub(super) fn line_of(&mut self, manuscript: &Manuscript, unit: Unit, byte: usize) -> usize {
        let after = self.text(manuscript, unit).breaks.partition_point(|line| line.start <= byte);
        after.saturating_sub(1)
    }

    /// A laid-out line.
    pub(super) fn line(&mut self, manuscript: &Manuscript, unit: Unit, line: usize) -> Arc<Line> {
        self.build(manuscript, unit);
        let width = usize::from(room(manuscript, unit, self.width));
        let Some(Text { breaks, set: Some(set), .. }) = self.texts.get_mut(&unit) else {
            return Arc::default();
        };
        let Some(range) = breaks.get(line).cloned() else { return Arc::default() };
        if set.lines.len() >= LINES_KEPT {
            set.lines.clear();
        }
        let Set { paragraph, lines } = set;
        Arc::clone(lines.entry(line).or_insert_with(|| Arc::new(paragraph.line_within(range, width))))
    }

    /// Drops the paragraphs that were not looked at for longest, when there are many for a window of so many rows.
    pub(super) fn tidy(&mut self, window: u16) {
        // A window shows at most two paragraphs a row; half of what stays is what it shows now.
        let stay = PARAGRAPHS_KEPT.max(4 * usize::from(window));
        if self.built <= stay {
            return;
        }
        let mut ages: Vec<u64> = self.texts.values().filter(|t| t.set.is_some()).map(|t| t.used).collect();
        ages.sort_unstable();
        let oldest = ages.get(ages.len().saturating_sub(stay / 2)).copied().unwrap_or_default();
        for text in self.texts.values_mut().filter(|t| t.used < oldest) {
            text.set = None;
        }
        self.built = self.texts.values().filter(|t| t.set.is_some()).count();
    }

    /// How many texts were laid out at this width.
    #[cfg(test)]
    pub(super) fn known(&self) -> usize {
        self.texts.len()
    }

    fn text(&mut self, manuscript: &Manuscript, unit: Unit) -> &Text {
        if !self.texts.contains_key(&unit) {
            self.build(manuscript, unit);
        }
        self.texts.get(&unit).expect("a text is kept once it was built")
    }

    /// Builds the paragraph of a text, and finds its breaks, unless they are there.
    fn build(&mut self, manuscript: &Manuscript, unit: Unit) {
        self.clock += 1;
        if let Some(text) = self.texts.get_mut(&unit) {
            text.used = self.clock;
            if text.set.is_some() {
                return;
            }
        }
        let paragraph = Paragraph::new(&manuscript.text(unit), &manuscript.options(unit));
        self.built += 1;
        let kept = self.texts.remove(&unit).map(|text| text.breaks);
        let breaks = kept.unwrap_or_else(|| breaks(&paragraph, room(manuscript, unit, self.width)));
        let set = Some(Set { paragraph, lines: HashMap::new() });
        self.texts.insert(unit, Text { breaks, set, used: self.clock });
    }
}

/// The columns that a text has in a column of this width, at least one.
fn room(manuscript: &Manuscript, unit: Unit, width: u16) -> u16 {
    width.saturating_sub(manuscript.indent(unit, width)).max(1)
}

/// The breaks of a paragraph; an empty text has one empty line.
fn breaks(paragraph: &Paragraph, width: u16) -> Vec<Range<usize>> {
    let mut breaks = paragraph.breaks(usize::from(width));
    if breaks.is_empty() {
        breaks.push(0..0);
    }
    breaks
}
