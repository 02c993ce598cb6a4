//! The laid-out document of the reader pane: one article, or two side by side, as rows of placed pieces.
//!
//! A [`Page`] knows its articles, the window on them and what is marked; it gives the rows of the window, and
//! everything that moves the window is a method of it. No I/O, no clock, no terminal, no colour: a piece is a
//! line of cells at a column, with the [`Role`]s that a theme gives a look.
//!
//! Layout is lazy. Text is broken into lines when it comes near the window, and the breaks are kept until the
//! width changes; what is far away counts with an estimated height, so a long article opens at once. The window
//! hangs on a section of the text (a paragraph, a bead) and a row in it, not on a number of rows from the top:
//! an estimate that turns out wrong moves nothing that is on the screen. [`Page::height`], [`Page::top`] and
//! [`Page::progress`] are exact for what was laid out and estimated for the rest.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::article::{Article, Bead, BlockKind};
use crate::config::theme::Role;
use crate::text::{self, Direction};

mod beads;
mod caret;
mod differ;
mod find;
mod galley;
mod geometry;
mod meta;
mod outline;
mod rows;
mod scroll;
mod sections;
#[cfg(test)]
mod tests;

use beads::{BeadAt, Fold};
use caret::{At, Caret};
use find::Found;
use galley::Galley;
use geometry::{Flow, Geometry};
use outline::{Manuscript, Outline, Unit};
use scroll::{Anchor, Pivot, Spot};

pub use beads::Sureness;
pub use caret::{Excerpt, Extent, Motion};
pub use find::{Evidence, Finder, LinkAt};
pub use rows::{Hit, PageRow, Piece};

/// A pane narrower than this puts a pair under each other instead of beside each other: two columns of fewer
/// than about thirty letters tear sentences into single words.
pub const MIN_COLUMNS: u16 = 80;

/// One of the two texts of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The Arabic text; on a page of one article, a text in any right-to-left language.
    Ar,
    /// The English text; on a page of one article, a text in any other language.
    En,
}

impl Side {
    /// Both, in the order in which [`Bead`] names them.
    pub const BOTH: [Self; 2] = [Self::Ar, Self::En];

    /// The side beside it.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ar => Self::En,
            Self::En => Self::Ar,
        }
    }

    const fn index(self) -> usize {
        match self {
            Self::Ar => 0,
            Self::En => 1,
        }
    }
}

/// How the texts are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// One article. A page of a pair is stacked instead.
    #[default]
    Single,
    /// A pair in two columns; stacked where the pane is narrower than [`MIN_COLUMNS`].
    Columns,
    /// A pair paragraph under paragraph.
    Stacked,
}

/// The few words of the interface that stand on a page, in the interface's language.
pub trait Words: fmt::Debug + Send + Sync {
    /// Says that a text is a machine translation.
    fn machine_translation(&self) -> String;
    /// Says that so many paragraphs stand on this side only.
    fn only_on(&self, side: Side, paragraphs: usize) -> String;
    /// Says why a piece of page furniture was cut, given the reason's slug ([`crate::article::Cut::reason`]).
    fn cut_reason(&self, slug: &str) -> String;
}

/// How a page is set, as the reader wants it.
#[derive(Clone, Debug)]
pub struct PageOptions {
    /// The widest that a column of text becomes, in terminal columns.
    pub measure: u16,
    /// How paragraphs are laid out. The fallback direction is overruled by each article's language.
    pub text: text::Options,
    /// Whether the Arabic column stands on the right.
    pub arabic_right: bool,
    /// The side that comes first where one must: stacked, and in the order of matches and links.
    pub first: Side,
    /// Whether page furniture that was cut is shown, dimmed, where it stood.
    pub show_cut: bool,
    /// The confidence from which a bead counts as sure rather than guessed, 0 to 1.
    pub sure_from: f32,
    /// The words of the interface.
    pub words: Arc<dyn Words>,
}

impl PageOptions {
    /// The usual setting: a measure of 88, Arabic right and first, furniture hidden, sure from 0.8:
    /// a confidence is a probability, and of beads marked as sure at most one in five may be wrong.
    pub fn new(words: Arc<dyn Words>) -> Self {
        Self {
            measure: 88,
            text: text::Options::default(),
            arabic_right: true,
            first: Side::Ar,
            show_cut: false,
            sure_from: 0.8,
            words,
        }
    }
}

/// An article and what its page says about it under the title.
#[derive(Clone, Debug)]
pub struct SideText {
    /// The article.
    pub article: Arc<Article>,
    /// The parts of the line under the title (date, source, names of countries), in the interface's words.
    /// Each is isolated from its neighbours.
    pub meta: Vec<String>,
    /// What the reader noted about it; empty where nothing.
    pub note: String,
}

impl SideText {
    /// With the date, the source and the codes of the countries as the article has them.
    pub fn new(article: Arc<Article>) -> Self {
        let mut meta: Vec<String> = article.date.iter().map(ToString::to_string).collect();
        meta.extend(article.source.clone());
        let countries: Vec<&str> = article.countries.iter().map(|t| t.value.as_str()).collect();
        if !countries.is_empty() {
            meta.push(countries.join(" "));
        }
        Self { article, meta, note: String::new() }
    }
}

/// The laid-out document with the window on it.
#[derive(Debug)]
pub struct Page {
    options: PageOptions,
    manuscript: Manuscript,
    /// How the paragraphs of a pair correspond; `None` for a single article.
    beads: Option<Vec<BeadAt>>,
    folds: Vec<Fold>,
    /// The folds that are open, by their number.
    open: BTreeSet<usize>,
    mode: Mode,
    width: u16,
    window: u16,
    geometry: Geometry,
    outline: Outline,
    galley: RefCell<Galley>,
    anchor: Anchor,
    /// What a resize keeps in its place, until the window is moved: so a resize and its opposite cancel out.
    pivot: Pivot,
    /// The section that is marked.
    current: usize,
    /// Whether the mark was put there by the reader, and so stays while it can be seen.
    picked: bool,
    found: Found,
    caret: Option<Caret>,
    /// The cell on which a button of the mouse went down last.
    pressed: Option<At>,
}

impl Page {
    /// The page of one article.
    pub fn single(text: SideText, options: PageOptions) -> Self {
        let side = if text.article.lang.is_rtl() { Side::Ar } else { Side::En };
        let mut sides = [None, None];
        sides[side.index()] = Some(text);
        Self::new(sides, None, Mode::Single, options)
    }

    /// The page of a pair. Beads are taken as far as they fit the articles; a block that no bead names stands
    /// on its side alone, so nothing is lost by a pair that was made for an older version of a text.
    pub fn pair(ar: SideText, en: SideText, beads: &[Bead], options: PageOptions) -> Self {
        let lengths = [ar.article.blocks.len(), en.article.blocks.len()];
        let beads = beads::fit(beads, lengths);
        Self::new([Some(ar), Some(en)], Some(beads), Mode::Columns, options)
    }

    fn new(
        sides: [Option<SideText>; 2],
        beads: Option<Vec<BeadAt>>,
        mode: Mode,
        options: PageOptions,
    ) -> Self {
        let folds = beads.as_deref().map(beads::folds).unwrap_or_default();
        let manuscript = Manuscript::new(sides, &folds, &options);
        let mut page = Self {
            options,
            manuscript,
            beads,
            folds,
            open: BTreeSet::new(),
            mode,
            width: 0,
            window: 0,
            geometry: Geometry::default(),
            outline: Outline::default(),
            galley: RefCell::new(Galley::default()),
            anchor: Anchor::default(),
            pivot: Pivot::Free,
            current: 0,
            picked: false,
            found: Found::default(),
            caret: None,
            pressed: None,
        };
        page.typeset();
        page.current = page.outline.first_navigable();
        page
    }

    /// Fits the page to a pane of so many columns and rows. The text that stood at the top stays there.
    pub fn set_layout(&mut self, width: u16, height: u16, mode: Mode) {
        if (width, height, mode) == (self.width, self.window, self.mode) {
            return;
        }
        let keep = self.keep();
        let same_setting = width == self.width && mode == self.mode;
        (self.width, self.window, self.mode) = (width, height, mode);
        if !same_setting {
            self.typeset();
        }
        self.restore_kept(keep, true);
        self.restore_caret();
    }

    /// Sets the page anew with other options. The text that stood at the top stays there.
    pub fn set_options(&mut self, options: PageOptions) {
        let keep = self.keep();
        self.options = options;
        self.manuscript.set_options(&self.folds, &self.options);
        self.galley.borrow_mut().clear();
        self.typeset();
        self.restore_kept(keep, true);
        self.restore_caret();
    }

    /// Says other things about an article under its title: the reader wrote something on it.
    pub fn set_said(&mut self, side: Side, meta: Vec<String>, note: String) {
        self.manuscript.set_said(side, meta, note);
        self.set_options(self.options.clone());
    }

    /// The options in force.
    pub fn options(&self) -> &PageOptions {
        &self.options
    }

    /// Shows or hides the page furniture that was cut.
    pub fn show_cut(&mut self, show: bool) {
        let options = PageOptions { show_cut: show, ..self.options.clone() };
        self.set_options(options);
    }

    /// How the texts really are set now: what was asked for, as far as the width allows.
    pub fn mode(&self) -> Mode {
        match self.geometry.flow {
            Flow::Single => Mode::Single,
            Flow::Columns => Mode::Columns,
            Flow::Stacked => Mode::Stacked,
        }
    }

    /// The article of a side.
    pub fn article(&self, side: Side) -> Option<&Arc<Article>> {
        self.manuscript.article(side)
    }

    /// The sides that have a text, in reading order.
    pub fn sides(&self) -> impl Iterator<Item = Side> + '_ {
        [self.options.first, self.options.first.other()]
            .into_iter()
            .filter(|side| self.manuscript.article(*side).is_some())
    }

    /// How many beads are sure, how many guessed, and how many have text on one side only. Zeros for a single
    /// article.
    pub fn sureness(&self) -> Sureness {
        beads::count(self.beads.as_deref().unwrap_or_default(), self.options.sure_from)
    }

    /// Opens or closes a fold, by its number in [`PageRow::fold`]. Its line stays where it is on the screen.
    pub fn toggle_fold(&mut self, fold: usize) {
        if fold >= self.folds.len() {
            return;
        }
        let unit = Unit::Fold(fold);
        let keep = match self.screen_row(unit, 0) {
            Some(row) => (Some(Spot { unit, byte: 0, row: row as isize }), self.current_unit()),
            None => self.keep(),
        };
        if !self.open.remove(&fold) {
            self.open.insert(fold);
        }
        self.rebuild();
        self.restore_kept(keep, false);
    }

    /// Opens or closes the fold that the mark stands on, or in; says whether there is one.
    pub fn toggle_current_fold(&mut self) -> bool {
        let fold = self.outline.sections.get(self.current).and_then(|s| s.fold);
        if let Some(fold) = fold {
            self.toggle_fold(fold);
            if let Some(section) = self.outline.section_of(Unit::Fold(fold)) {
                self.current = section;
            }
        }
        fold.is_some()
    }

    /// Geometry and outline anew for width, mode and options; kept breaks go when the columns' width changed.
    fn typeset(&mut self) {
        let pair = self.beads.is_some();
        self.geometry = Geometry::new(self.width, pair, self.mode, &self.options);
        self.galley.borrow_mut().set_width(&self.manuscript, self.geometry.text_width);
        self.rebuild();
    }

    /// The outline anew: what is shown and in which order.
    fn rebuild(&mut self) {
        let order = [self.options.first, self.options.first.other()];
        let plan = outline::Plan {
            flow: self.geometry.flow,
            order,
            beads: self.beads.as_deref(),
            folds: &self.folds,
            open: &self.open,
            show_cut: self.options.show_cut,
            sure_from: self.options.sure_from,
        };
        self.outline = Outline::build(&self.manuscript, &plan);
        self.galley.borrow_mut().set_sections(self.outline.sections.len());
    }
}

/// The role of a text by what it is.
fn role_of(manuscript: &Manuscript, unit: Unit) -> Role {
    match unit {
        Unit::Title(_) => Role::Title,
        Unit::Original(_) | Unit::Meta(_) | Unit::Fold(_) => Role::Dim,
        Unit::Note(_) => Role::Message,
        Unit::Cut(..) => Role::Cut,
        Unit::Block(..) => match manuscript.kind(unit) {
            Some(BlockKind::Heading) => Role::Heading,
            Some(BlockKind::Quote) => Role::Quote,
            _ => Role::Text,
        },
    }
}

/// The direction of a language.
const fn direction(rtl: bool) -> Direction {
    if rtl { Direction::Rtl } else { Direction::Ltr }
}
