//! What a page shows and in which order: its texts, and the sections that they stand in.
//!
//! A section is what starts level: one paragraph of a single article, one bead of a pair. No rows, no columns:
//! those are found when a section comes near the window.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::app::page::beads::{BeadAt, Fold};
use crate::app::page::geometry::Flow;
use crate::app::page::meta::meta_line;
use crate::app::page::{PageOptions, Side, SideText, Words, direction};
use crate::article::{Article, Block, BlockKind, Lang, Place};
use crate::text::{self, Direction, Justify, Line, Options, Paragraph};

/// One text on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unit {
    /// The title.
    Title(Side),
    /// The title of the text that it was translated from.
    Original(Side),
    /// Date, source, countries, the reader's tags.
    Meta(Side),
    /// What the reader noted about it.
    Note(Side),
    /// The block with this index.
    Block(Side, usize),
    /// The piece of page furniture with this index.
    Cut(Side, usize),
    /// The line that stands for the fold with this number.
    Fold(usize),
}

impl Unit {
    /// The side and place in its article; `None` for what is not the article's own text.
    pub(super) fn place(self) -> Option<(Side, Place)> {
        match self {
            Self::Title(side) => Some((side, Place::Title)),
            Self::Block(side, block) => Some((side, Place::Block(block))),
            _ => None,
        }
    }

    /// The text of a place.
    pub(super) fn at(side: Side, place: Place) -> Self {
        match place {
            Place::Title => Self::Title(side),
            Place::Block(block) => Self::Block(side, block),
        }
    }
}

/// The texts, and the lines that the page itself says about them.
#[derive(Debug)]
pub(super) struct Manuscript {
    sides: [Option<SideText>; 2],
    meta: [String; 2],
    /// The bytes of the meta line that say that it is a machine translation.
    notice: [Range<usize>; 2],
    /// The side and the line of each fold.
    folds: Vec<(Side, String)>,
    options: Options,
    words: Arc<dyn Words>,
}

impl Manuscript {
    pub(super) fn new(sides: [Option<SideText>; 2], folds: &[Fold], options: &PageOptions) -> Self {
        let mut manuscript = Self {
            sides,
            meta: Default::default(),
            notice: [0..0, 0..0],
            folds: Vec::new(),
            options: options.text,
            words: Arc::clone(&options.words),
        };
        manuscript.set_options(folds, options);
        manuscript
    }

    /// Takes over the options, and says its own lines in their words.
    pub(super) fn set_options(&mut self, folds: &[Fold], options: &PageOptions) {
        self.options = options.text;
        self.words = Arc::clone(&options.words);
        let line = |fold: &Fold| text::isolate(&self.words.only_on(fold.side, fold.blocks.len()));
        self.folds = folds.iter().map(|fold| (fold.side, line(fold))).collect();
        for side in Side::BOTH {
            let (line, notice) = match &self.sides[side.index()] {
                Some(text) => meta_line(text, &*self.words),
                None => (String::new(), 0..0),
            };
            self.meta[side.index()] = line;
            self.notice[side.index()] = notice;
        }
    }

    pub(super) fn set_said(&mut self, side: Side, meta: Vec<String>, note: String) {
        if let Some(text) = &mut self.sides[side.index()] {
            (text.meta, text.note) = (meta, note);
        }
    }

    pub(super) fn article(&self, side: Side) -> Option<&Arc<Article>> {
        self.sides[side.index()].as_ref().map(|text| &text.article)
    }

    /// The bytes of a side's meta line that say that it is a machine translation; empty where it is none.
    pub(super) fn notice(&self, side: Side) -> Range<usize> {
        self.notice[side.index()].clone()
    }

    /// The text of a unit, a single paragraph.
    pub(super) fn text(&self, unit: Unit) -> Cow<'_, str> {
        match unit {
            Unit::Title(side) => self.article(side).map_or("", |a| a.title.as_str()).into(),
            Unit::Original(side) => {
                self.article(side).and_then(|a| a.original_title.as_deref()).unwrap_or_default().into()
            }
            Unit::Meta(side) => self.meta[side.index()].as_str().into(),
            Unit::Note(side) => self.sides[side.index()].as_ref().map_or("", |text| &text.note).into(),
            Unit::Block(side, _) => self.block(unit, side).map_or("", |b| b.text.as_str()).into(),
            Unit::Cut(side, cut) => self.cut(side, cut).into(),
            Unit::Fold(fold) => self.folds.get(fold).map_or("", |(_, line)| line.as_str()).into(),
        }
    }

    fn cut(&self, side: Side, cut: usize) -> String {
        let Some(cut) = self.article(side).and_then(|a| a.cut.get(cut)) else { return String::new() };
        let text = cut.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let reason = format!("[{}]", self.words.cut_reason(&cut.reason));
        format!("{} {text}", text::isolate(&reason))
    }

    fn block(&self, unit: Unit, side: Side) -> Option<&Block> {
        match unit {
            Unit::Block(_, block) => self.article(side)?.blocks.get(block),
            _ => None,
        }
    }

    /// What a block is.
    pub(super) fn kind(&self, unit: Unit) -> Option<BlockKind> {
        match unit {
            Unit::Block(side, _) => self.block(unit, side).map(|b| b.kind),
            _ => None,
        }
    }

    /// The number of an item of a numbered list, laid out on its paragraph's own side.
    pub(super) fn number(&self, unit: Unit, direction: Direction) -> Option<Line> {
        let marker = self.marker(unit)?;
        let options = Options { base: Some(direction), justify: Justify::Off, ..self.options };
        Some(Paragraph::new(marker, &options).fit(usize::MAX))
    }

    /// The number of an item of a numbered list as it was written.
    pub(super) fn marker(&self, unit: Unit) -> Option<&str> {
        match unit {
            Unit::Block(side, _) => Some(self.block(unit, side)?.marker.as_str()).filter(|m| !m.is_empty()),
            _ => None,
        }
    }

    /// Columns that a text leaves free for its number in a column of this width: as many for all numbers of a list,
    /// so that its items begin under each other. None where the numbers would take a third of the column or more.
    pub(super) fn indent(&self, unit: Unit, width: u16) -> u16 {
        let Unit::Block(side, block) = unit else { return 0 };
        if self.marker(unit).is_none() {
            return 0;
        }
        let near = block.saturating_sub(LIST_LOOKED_AT)..block + LIST_LOOKED_AT;
        let widths = near.filter_map(|at| self.marker(Unit::Block(side, at))).map(text::width);
        let indent = widths.max().unwrap_or(0) + 1;
        u16::try_from(indent).ok().filter(|indent| *indent < width / 3).unwrap_or(0)
    }

    /// How a unit is laid out: where no strong letter decides, in the direction of its article's language. The
    /// page's own lines are isolated and so stand on the side of the text that they speak of.
    pub(super) fn options(&self, unit: Unit) -> Options {
        let side = match unit {
            Unit::Title(s)
            | Unit::Original(s)
            | Unit::Meta(s)
            | Unit::Note(s)
            | Unit::Block(s, _)
            | Unit::Cut(s, _) => s,
            Unit::Fold(fold) => self.folds.get(fold).map_or(Side::En, |(side, _)| *side),
        };
        let lang = self.article(side).map_or(Lang::Und, |a| a.lang);
        // Lines of a title or heading stand free; the page's own lines are no prose.
        let prose = self.kind(unit).is_some_and(|kind| kind != BlockKind::Heading);
        let justify = if prose { self.options.justify } else { Justify::Off };
        Options { fallback: direction(lang.is_rtl()), justify, ..self.options }
    }

    /// About how many rows a text takes at a width, without looking at it. Arabic letters are two bytes, blanks
    /// and digits one; a twentieth is lost at the ends of lines.
    pub(super) fn estimate(&self, unit: Unit, width: u16) -> u32 {
        let bytes = match unit {
            Unit::Block(side, _) => self.block(unit, side).map_or(0, |b| b.text.len()),
            _ => self.text(unit).len(),
        };
        let rtl = self.options(unit).fallback == direction(true);
        let columns = if rtl { bytes * 5 / 9 } else { bytes };
        (columns * 21 / 20).div_ceil(usize::from(width.max(1))).max(1) as u32
    }
}

/// Items to each side whose numbers are aligned with one's own: more do not stand in one window.
const LIST_LOOKED_AT: usize = 50;

/// What starts level: texts in one column, or in two beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    /// The texts of each column from top to bottom: of the Arabic and the English column where there are two,
    /// all in the first where there is one.
    pub(super) columns: [Vec<Unit>; 2],
    /// The bead that it belongs to, by its place among the page's beads.
    pub(super) bead: Option<usize>,
    /// The fold that it belongs to.
    pub(super) fold: Option<usize>,
    /// Whether its bead is sure; `None` where there is nothing to be sure of, or on a later part of a bead.
    pub(super) sure: Option<bool>,
    /// Whether the mark of the current paragraph may stand on it.
    pub(super) navigable: bool,
}

/// What an outline is made of.
pub(super) struct Plan<'a> {
    /// How the texts flow.
    pub(super) flow: Flow,
    /// The sides in reading order.
    pub(super) order: [Side; 2],
    /// The beads of a pair.
    pub(super) beads: Option<&'a [BeadAt]>,
    /// Its folds.
    pub(super) folds: &'a [Fold],
    /// The folds that are open.
    pub(super) open: &'a BTreeSet<usize>,
    /// Whether page furniture is shown.
    pub(super) show_cut: bool,
    /// The confidence from which a bead is sure.
    pub(super) sure_from: f32,
}

/// The sections of a page in order.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The sections.
    pub(super) sections: Vec<Section>,
    /// The section of each block, by side.
    blocks: [Vec<usize>; 2],
    /// The section of each fold's line.
    folds: Vec<usize>,
    /// The block that each piece of furniture follows, by side; -1 at the top.
    cuts: [Vec<i64>; 2],
}

impl Outline {
    pub(super) fn build(manuscript: &Manuscript, plan: &Plan<'_>) -> Self {
        let mut builder = Builder { manuscript, plan, cuts: Default::default(), outline: Self::default() };
        builder.note_cuts();
        builder.head();
        match plan.beads {
            None => builder.single(),
            Some(beads) => builder.pair(beads),
        }
        builder.outline
    }

    /// The section in which a text stands, or in whose fold it is hidden.
    pub(super) fn section_of(&self, unit: Unit) -> Option<usize> {
        let of_block = |side: Side, block: usize| self.blocks[side.index()].get(block).copied();
        match unit {
            Unit::Block(side, block) => of_block(side, block),
            Unit::Fold(fold) => self.folds.get(fold).copied(),
            Unit::Cut(side, cut) => match self.cuts[side.index()].get(cut) {
                Some(after) if *after >= 0 => of_block(side, *after as usize),
                _ => self.head_section(unit),
            },
            _ => self.head_section(unit),
        }
    }

    fn head_section(&self, unit: Unit) -> Option<usize> {
        let head = self.sections.iter().take_while(|s| !s.navigable);
        head.enumerate().find(|(_, s)| s.columns.iter().flatten().any(|u| *u == unit)).map(|(i, _)| i)
    }

    /// The first section that the mark may stand on; 0 where there is none.
    pub(super) fn first_navigable(&self) -> usize {
        self.sections.iter().position(|s| s.navigable).unwrap_or(0)
    }
}

struct Builder<'a> {
    manuscript: &'a Manuscript,
    plan: &'a Plan<'a>,
    /// Furniture by the block that it follows.
    cuts: [BTreeMap<i64, Vec<usize>>; 2],
    outline: Outline,
}

impl Builder<'_> {
    fn note_cuts(&mut self) {
        for side in Side::BOTH {
            let Some(article) = self.manuscript.article(side).filter(|_| self.plan.show_cut) else {
                continue;
            };
            let last = article.blocks.len() as i64 - 1;
            for (index, cut) in article.cut.iter().enumerate() {
                let after = cut.after.clamp(-1, last);
                self.cuts[side.index()].entry(after).or_default().push(index);
                self.outline.cuts[side.index()].push(after);
            }
        }
    }

    fn cuts_after(&self, side: Side, after: i64) -> impl Iterator<Item = Unit> + use<'_> {
        let cuts = self.cuts[side.index()].get(&after).into_iter().flatten();
        cuts.map(move |cut| Unit::Cut(side, *cut))
    }

    /// Titles, titles of the originals, dates and sources: level with each other side by side, else text by text.
    fn head(&mut self) {
        let manuscript = self.manuscript;
        let lines = |side: Side| {
            [vec![Unit::Title(side)], vec![Unit::Original(side)], vec![Unit::Meta(side), Unit::Note(side)]]
                .map(|units| {
                    units.into_iter().filter(|u| !manuscript.text(*u).is_empty()).collect::<Vec<_>>()
                })
        };
        let cuts = Side::BOTH.map(|side| self.cuts_after(side, -1).collect::<Vec<_>>());
        if self.plan.flow == Flow::Columns {
            let [[ar0, ar1, ar2], [en0, en1, en2]] = Side::BOTH.map(lines);
            let [ar3, en3] = cuts;
            for columns in [[ar0, en0], [ar1, en1], [ar2, en2], [ar3, en3]] {
                self.push(Section { columns, ..Section::default() });
            }
        } else {
            for side in self.plan.order {
                let head = lines(side).concat();
                self.push(Section { columns: [head, Vec::new()], ..Section::default() });
            }
            for side in self.plan.order {
                let cut = cuts[side.index()].clone();
                self.push(Section { columns: [cut, Vec::new()], ..Section::default() });
            }
        }
    }

    /// Adds a section unless it is empty, and notes where its texts stand.
    fn push(&mut self, section: Section) {
        let index = self.outline.sections.len();
        if section.columns.iter().all(Vec::is_empty) {
            return;
        }
        for unit in section.columns.iter().flatten() {
            if let Unit::Block(side, block) = *unit {
                self.note_block(side, block, index);
            }
        }
        self.outline.sections.push(section);
    }

    fn note_block(&mut self, side: Side, block: usize, section: usize) {
        let sections = &mut self.outline.blocks[side.index()];
        if sections.len() <= block {
            sections.resize(block + 1, section);
        }
        sections[block] = section;
    }

    fn single(&mut self) {
        for side in Side::BOTH {
            let count = self.manuscript.article(side).map_or(0, |a| a.blocks.len());
            for block in 0..count {
                let columns = [self.run(side, block..block + 1), Vec::new()];
                self.push(Section { columns, navigable: true, ..Section::default() });
            }
        }
    }

    /// Blocks with the furniture that followed each.
    fn run(&self, side: Side, blocks: Range<usize>) -> Vec<Unit> {
        let with_cuts = |block: usize| {
            std::iter::once(Unit::Block(side, block)).chain(self.cuts_after(side, block as i64))
        };
        blocks.flat_map(with_cuts).collect()
    }

    fn pair(&mut self, beads: &[BeadAt]) {
        let mut folds = self.plan.folds.iter().enumerate().peekable();
        let mut index = 0;
        while let Some(bead) = beads.get(index) {
            if let Some((number, fold)) = folds.next_if(|(_, fold)| fold.beads.start == index) {
                self.fold(beads, number, fold);
                index = fold.beads.end;
            } else {
                self.bead(index, bead);
                index += 1;
            }
        }
    }

    /// A bead with text on both sides: level as a whole, or block by block where both sides are the same sequence
    /// of list items and headings.
    fn bead(&mut self, index: usize, bead: &BeadAt) {
        let [ar, en] = bead.blocks.clone();
        let manuscript = self.manuscript;
        let kinds = |side, blocks: Range<usize>| -> Vec<_> {
            blocks.map(|block| manuscript.kind(Unit::Block(side, block))).collect()
        };
        let (kinds_ar, kinds_en) = (kinds(Side::Ar, ar.clone()), kinds(Side::En, en.clone()));
        let structured = kinds_ar == kinds_en && kinds_ar.iter().any(|k| *k != Some(BlockKind::Paragraph));
        let parts: Vec<[Range<usize>; 2]> =
            if structured { ar.zip(en).map(|(a, e)| [a..a + 1, e..e + 1]).collect() } else { vec![[ar, en]] };
        let mut sure = Some(bead.confidence >= self.plan.sure_from);
        for [ar, en] in parts {
            let columns = self.flow([self.run(Side::Ar, ar), self.run(Side::En, en)]);
            self.push(Section { columns, bead: Some(index), sure: sure.take(), navigable: true, fold: None });
        }
    }

    /// Texts by side as texts by column.
    fn flow(&self, mut sides: [Vec<Unit>; 2]) -> [Vec<Unit>; 2] {
        if self.plan.flow == Flow::Columns {
            return sides;
        }
        let [first, second] = self.plan.order.map(|side| std::mem::take(&mut sides[side.index()]));
        [[first, second].concat(), Vec::new()]
    }

    /// A run of text on one side only: its line, and its blocks where it is open. What was cut after a hidden
    /// block stands under the line.
    fn fold(&mut self, beads: &[BeadAt], number: usize, fold: &Fold) {
        let open = self.plan.open.contains(&number);
        let side = fold.side;
        let here = self.outline.sections.len();
        self.outline.folds.push(here);
        let mut line = vec![Unit::Fold(number)];
        if !open {
            for block in fold.blocks.clone() {
                line.extend(self.cuts_after(side, block as i64));
                self.note_block(side, block, here);
            }
        }
        let section = Section { fold: Some(number), navigable: true, ..Section::default() };
        let place = |units: Vec<Unit>| {
            let mut sides = [Vec::new(), Vec::new()];
            sides[side.index()] = units;
            sides
        };
        let columns = self.flow(place(line));
        self.push(Section { columns, bead: Some(fold.beads.start), ..section.clone() });
        if !open {
            return;
        }
        for index in fold.beads.clone() {
            for block in beads[index].blocks[side.index()].clone() {
                let columns = self.flow(place(self.run(side, block..block + 1)));
                self.push(Section { columns, bead: Some(index), ..section.clone() });
            }
        }
    }
}

/// Blank rows between two texts that follow each other in a column.
pub(super) fn gap(manuscript: &Manuscript, above: Unit, below: Unit) -> u32 {
    let item = |unit| manuscript.kind(unit) == Some(BlockKind::Item);
    let close = match (above, below) {
        (Unit::Title(_) | Unit::Original(_), Unit::Original(_) | Unit::Meta(_) | Unit::Note(_))
        | (Unit::Meta(_), Unit::Note(_))
        | (Unit::Cut(..), Unit::Cut(..)) => true,
        // Stacked, a paragraph and its counterpart stand together.
        (Unit::Block(a, _), Unit::Block(b, _)) if a != b => true,
        _ => item(above) && item(below),
    };
    u32::from(!close)
}
