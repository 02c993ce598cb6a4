//! A tree as the pieces of text that a reader of the page sees one under the other, and the areas that they stand in.
//!
//! Every text of the tree ends up in exactly one piece, but for scripts and styles, which are none. Nothing here
//! judges what is furniture: an area only remembers what its markup says of itself. The tree is walked, never
//! recursed into.

use std::collections::HashSet;

use url::Url;

use super::tree::{Data, Id, Tree};
use crate::article::Link;
use crate::ingest::furniture;
use crate::ingest::page::wrap;
use crate::{fold, text};

mod broken;
mod element;
mod gather;
mod table;

use element::{Kind, is_strong, kind_of};

/// Letters of a footnote's mark, brackets with it.
const NOTE: usize = 5;

/// What a piece is in the layout of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    /// A heading and its level, 1 to 6.
    Heading(u8),
    Item,
    Quote,
    /// A row of a table of data.
    Row,
    Caption,
}

/// Text between two breaks of the layout.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    /// How many of its bytes lead somewhere, with or without an address that can be opened.
    pub(super) linked: usize,
    pub(super) shape: Shape,
    /// The number of an item of a numbered list.
    pub(super) marker: String,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    /// Whether a single `<br>` parts it from the piece before.
    soft: bool,
    /// The innermost area that it stands in.
    pub(super) area: usize,
    /// Why it is no part of any article, where its markup says so.
    pub(super) cut: Option<&'static str>,
}

impl Piece {
    /// Whether most of it is links.
    pub(super) const fn is_linked(&self) -> bool {
        self.linked * 10 >= self.text.len() * 9
    }
}

/// An element of the layout. Its pieces are those from `first` to before `end`.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) parent: Option<usize>,
    pub(super) node: Id,
    pub(super) first: usize,
    pub(super) end: usize,
    /// What its markup says it is.
    pub(super) mark: Option<furniture::Mark>,
}

/// The pieces and areas of a page; area 0 is the whole.
pub(super) struct Layout {
    pub(super) pieces: Vec<Piece>,
    pub(super) areas: Vec<Area>,
}

/// Walks a tree. Links that are relative are completed with the page's address.
pub(super) fn of(tree: &Tree, base: Option<&Url>) -> Layout {
    let mut walker = Walker {
        tree,
        base,
        layout: Layout {
            pieces: Vec::new(),
            areas: vec![Area { parent: None, node: 0, first: 0, end: 0, mark: None }],
        },
        area: 0,
        line: Line::default(),
        heading: None,
        bold: 0,
        quotes: 0,
        captions: 0,
        items: 0,
        tables: HashSet::new(),
        row: None,
        pre: 0,
        lists: Vec::new(),
        marker: String::new(),
    };
    walker.walk();
    let mut layout = walker.layout;
    broken::join(&mut layout);
    layout
}

/// The text that is being gathered.
#[derive(Default)]
struct Line {
    text: String,
    links: Vec<Link>,
    linked: usize,
    /// Where the open link began, and its address.
    open: Option<(usize, Option<String>)>,
    blank: bool,
    /// What ended since the last letter, and whether something began behind it.
    edge: Edge,
    /// Whether it is an answer to choose.
    choice: bool,
    /// Bytes that are bold.
    bold: usize,
    /// Cells of a row that began since the last text.
    cells: usize,
    /// `<br>` since the last text.
    breaks: usize,
    soft: bool,
    /// What stands in it and is no text of it.
    beside: Vec<(String, &'static str)>,
}

/// What stands between two letters that no blank parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Edge {
    #[default]
    None,
    /// The end of an element, of a link or another.
    Ended { link: bool },
    /// An end, and the beginning of the next; one of them a link.
    Between { link: bool },
}

/// A list that is open: the number of its next item, or bullets.
struct List(Option<i64>);

struct Walker<'t> {
    tree: &'t Tree,
    base: Option<&'t Url>,
    layout: Layout,
    area: usize,
    line: Line,
    heading: Option<u8>,
    bold: usize,
    quotes: usize,
    captions: usize,
    items: usize,
    /// The tables that have data in their cells.
    tables: HashSet<Id>,
    /// The open row of such a table: inside, nothing breaks the line.
    row: Option<Id>,
    pre: usize,
    lists: Vec<List>,
    /// The number of the item whose text has not come yet.
    marker: String,
}

enum Step {
    Enter(Id),
    Leave(Id),
}

impl Walker<'_> {
    fn walk(&mut self) {
        let mut steps = vec![Step::Enter(0)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(id) => {
                    if self.enter(id) {
                        steps.push(Step::Leave(id));
                        steps.extend(self.tree.children(id).rev().map(Step::Enter));
                    }
                }
                Step::Leave(id) => self.leave(id),
            }
        }
        self.flush();
        if let Some(whole) = self.layout.areas.first_mut() {
            whole.end = self.layout.pieces.len();
        }
    }

    /// Begins a node. Whether its children are walked.
    fn enter(&mut self, id: Id) -> bool {
        match self.tree.data(id) {
            Some(Data::Text(text)) => {
                self.text(text);
                false
            }
            Some(Data::Other) | None => true,
            Some(Data::Element { .. }) => self.element(id),
        }
    }

    fn element(&mut self, id: Id) -> bool {
        match kind_of(self.tree, id) {
            Kind::Nothing => false,
            Kind::Inline => {
                self.inline(id);
                true
            }
            Kind::Hidden => {
                let text = squeezed(&self.tree.text(id, usize::MAX));
                self.beside(text, "hidden");
                false
            }
            Kind::Break => {
                self.line.breaks += 1;
                self.line.blank = true;
                false
            }
            Kind::Rule => {
                self.flush();
                false
            }
            Kind::Image => {
                let alt = squeezed(self.tree.attribute(id, "alt").unwrap_or_default());
                self.beside(alt, "image");
                false
            }
            Kind::Choice => {
                self.choice();
                false
            }
            Kind::Superior => !self.superior(id),
            Kind::Block => {
                self.open_block(id);
                true
            }
        }
    }

    fn leave(&mut self, id: Id) {
        if !matches!(self.tree.data(id), Some(Data::Element { .. })) {
            return;
        }
        match kind_of(self.tree, id) {
            Kind::Inline => self.leave_inline(id),
            Kind::Block => self.close_block(id),
            _ => {}
        }
    }

    fn inline(&mut self, id: Id) {
        if let Edge::Ended { link } = self.line.edge {
            self.line.edge = Edge::Between { link: link || self.tree.name(id) == "a" };
        }
        match self.tree.name(id) {
            "a" => {
                self.close_link();
                let href = self.tree.attribute(id, "href");
                if let Some(href) = href {
                    self.line.open = Some((self.line.text.len(), self.address(href)));
                }
            }
            _ if is_strong(self.tree, id) => self.bold += 1,
            "q" => self.text("“"),
            _ => {}
        }
    }

    fn leave_inline(&mut self, id: Id) {
        self.line.edge = Edge::Ended { link: self.tree.name(id) == "a" };
        match self.tree.name(id) {
            "a" => self.close_link(),
            _ if is_strong(self.tree, id) => self.bold = self.bold.saturating_sub(1),
            "q" => self.text("”"),
            _ => {}
        }
    }

    /// An exponent or a footnote's mark. Whether that was all of it.
    fn superior(&mut self, id: Id) -> bool {
        let text = squeezed(&self.tree.text(id, NOTE * 4));
        let core = text.trim_matches(['[', ']', '(', ')', '*']);
        let number = !core.is_empty() && core.chars().all(char::is_numeric);
        let linked = self.tree.below(id).any(|below| self.tree.name(below) == "a");
        if text.chars().count() <= NOTE && number && (linked || core != text) {
            self.beside(text, "reference");
            return true;
        }
        let raised: Option<String> = text.chars().map(exponent).collect();
        match raised.filter(|r| !r.is_empty() && self.line.text.ends_with(|c: char| c.is_alphanumeric())) {
            Some(raised) => {
                self.text(&raised);
                true
            }
            None => false,
        }
    }

    /// An answer to choose: what stands behind it, and the question before it, are a poll.
    fn choice(&mut self) {
        self.flush();
        self.line.choice = true;
        let asked = |p: &&mut Piece| p.text.ends_with(['?', '؟', ':']) || p.cut == Some("poll");
        if let Some(question) = self.layout.pieces.last_mut().filter(asked) {
            question.cut = Some("poll");
        }
    }

    /// Ends the piece that is open. A link around blocks goes on inside them.
    fn end_piece(&mut self) {
        let open = self.line.open.take();
        if let Some((from, address)) = &open {
            self.end_link(*from, address.clone());
        }
        self.flush();
        self.line.open = open.map(|(_, address)| (0, address));
    }

    fn open_block(&mut self, id: Id) {
        let name = self.tree.name(id);
        if self.row.is_some() {
            self.line.blank = true;
            self.line.cells += usize::from(matches!(name, "td" | "th"));
            return;
        }
        self.end_piece();
        let mark = element::mark(self.tree, id);
        let first = self.layout.pieces.len();
        self.layout.areas.push(Area { parent: Some(self.area), node: id, first, end: first, mark });
        self.area = self.layout.areas.len() - 1;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            "blockquote" => self.quotes += 1,
            "figcaption" => self.captions += 1,
            "pre" => self.pre += 1,
            "ol" | "ul" | "menu" | "dir" => {
                let first = self.tree.attribute(id, "start").and_then(|n| n.parse().ok()).unwrap_or(1);
                self.lists.push(List((name == "ol").then_some(first)));
            }
            "li" => self.open_item(id),
            "table" if table::is_data(self.tree, id) => {
                self.tables.insert(id);
            }
            "tr" if table::of_row(self.tree, id).is_some_and(|t| self.tables.contains(&t)) => {
                self.row = Some(id);
            }
            _ if mark.is_some_and(|m| m.reason == "caption") => self.captions += 1,
            _ => {}
        }
    }

    fn open_item(&mut self, id: Id) {
        self.items += 1;
        self.marker.clear();
        if let Some(List(Some(next))) = self.lists.last_mut() {
            let number = self.tree.attribute(id, "value").and_then(|n| n.parse().ok()).unwrap_or(*next);
            self.marker = format!("{number}.");
            *next = number.saturating_add(1);
        }
    }

    fn close_block(&mut self, id: Id) {
        let name = self.tree.name(id);
        if self.row.is_some_and(|row| row != id) {
            self.line.blank = true;
            return;
        }
        self.end_piece();
        let end = self.layout.pieces.len();
        let mut mark = None;
        if let Some(area) = self.layout.areas.get_mut(self.area) {
            area.end = end;
            mark = area.mark;
            self.area = area.parent.unwrap_or_default();
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "figcaption" => self.captions = self.captions.saturating_sub(1),
            "pre" => self.pre = self.pre.saturating_sub(1),
            "ol" | "ul" | "menu" | "dir" => {
                self.lists.pop();
            }
            "li" => {
                self.items = self.items.saturating_sub(1);
                self.marker.clear();
            }
            "tr" => self.row = None,
            _ if mark.is_some_and(|m| m.reason == "caption") => {
                self.captions = self.captions.saturating_sub(1);
            }
            _ => {}
        }
    }
}

/// A digit as an exponent.
fn exponent(c: char) -> Option<char> {
    let at = "0123456789".find(c)?;
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(at)
}

fn is_invisible(c: char) -> bool {
    fold::is_bidi_control(c) || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// A text on one line.
fn squeezed(raw: &str) -> String {
    let clean = text::clean(raw, text::Controls::Neutralise);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
