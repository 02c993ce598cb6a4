//! Pop-ups: help, links, evidence, candidates, imports, and questions. Each is a list of rows in words with a
//! cursor or a scroll; what choosing one means is decided in [`crate::app`].

use crate::app::msg::Batch;
use crate::app::review::Piece;
use crate::archive::saved::Saved;
use crate::archive::{Form, Row, Version};
use crate::article::ArticleId;
use crate::article::correction::Kind;
use crate::config::keys::{Context, Keymap};
use crate::config::words::Words;
use crate::text::{Options, Paragraph};

/// The labels' column takes at most this share of the width.
const LABEL_SHARE: usize = 3;
/// Columns before the rows (the cursor's mark, a blank), between label and text, and after.
const MARGINS: usize = 5;

/// What a pop-up is for.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// The keys.
    Help,
    /// The look of the page: a row for each [`Aspect`](crate::app::look::Aspect).
    Look,
    /// Why these countries and topics: the value of each row, none for a heading.
    Evidence(Vec<Option<(Kind, String)>>),
    /// What was cut from the page and what of it was put back, by row.
    Pieces(Vec<Piece>),
    /// Links of the text, by row.
    Links(Vec<String>),
    /// Articles that may be the translation of the open one; `None` while they are looked for.
    Candidates(Option<Vec<Row>>),
    /// Other versions of an article; `None` while they are looked up.
    Versions(Option<Vec<Version>>),
    /// Imports that can be undone; `None` while they are looked up.
    Batches(Option<Vec<Batch>>),
    /// The written forms of the search's words, by row; `None` while they are counted.
    Forms(Option<Vec<Option<Shown>>>),
    /// Searches kept under names.
    Saved(Vec<Saved>),
    /// A question to be answered with yes or no.
    Ask(Question),
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Remove this article.
    Remove(ArticleId),
    /// Undo this import.
    Undo(Batch),
    /// Forget the search of this name.
    Forget(String),
}

/// A written form that a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The word: its group in the query, and which alternative.
    pub place: (usize, usize),
    /// The form.
    pub form: Form,
}

/// One row of a pop-up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// A heading among the rows, on which the cursor never stands.
    pub heading: bool,
    /// What stands first, in a column of its own: keys, a date.
    pub label: String,
    /// The text.
    pub text: String,
}

impl Item {
    /// A row with a text only.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A heading.
    pub fn heading(text: impl Into<String>) -> Self {
        Self { heading: true, text: text.into(), ..Self::default() }
    }

    /// A row with a label before its text.
    pub fn labelled(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { heading: false, label: label.into(), text: text.into() }
    }
}

/// A pop-up.
#[derive(Clone, Debug, PartialEq)]
pub struct Popup {
    /// What it is for.
    pub about: About,
    /// Its title.
    pub title: String,
    /// Its rows.
    pub items: Vec<Item>,
    /// Columns of the labels.
    pub label_width: usize,
    /// Columns of the texts.
    pub text_width: usize,
    /// The rows: an item, and which line of its text.
    rows: Vec<(usize, usize)>,
    cursor: usize,
    top: usize,
    window: usize,
}

impl Popup {
    /// A pop-up with the cursor on its first row.
    pub fn new(about: About, title: impl Into<String>, items: Vec<Item>) -> Self {
        let rows = (0..items.len()).map(|item| (item, 0)).collect();
        Self {
            about,
            title: title.into(),
            items,
            label_width: 0,
            text_width: 0,
            rows,
            cursor: 0,
            top: 0,
            window: usize::MAX,
        }
    }

    /// Help, read from the table of keys: the pane's own first, then those that work everywhere.
    pub fn help(words: &Words, keymap: &Keymap, pane: Context, terminal: &str) -> Self {
        let others = [
            Context::List,
            Context::Reader,
            Context::Caret,
            Context::Facets,
            Context::Pieces,
            Context::Prompt,
            Context::Popup,
        ];
        let order = [pane, Context::Global].into_iter().chain(others.into_iter().filter(|c| *c != pane));
        let mut items = Vec::new();
        for context in order {
            items.push(Item::heading(words.get(context_key(context))));
            for action in keymap.actions(context) {
                let keys = keymap.keys_of(context, action).join("  ");
                let help = format!("help.{}", action.name());
                items.push(Item::labelled(keys, words.get(&help)));
            }
        }
        if !terminal.is_empty() {
            items.push(Item::heading(words.get("help-part.terminal")));
            items.push(Item::text(terminal));
        }
        Self::new(About::Help, words.get("popup.help"), items)
    }

    /// Whether the cursor chooses a row; otherwise the rows are only read and scrolled.
    pub fn chooses(&self) -> bool {
        match &self.about {
            About::Look
            | About::Forms(Some(_))
            | About::Links(_)
            | About::Candidates(Some(_))
            | About::Versions(Some(_))
            | About::Batches(Some(_)) => true,
            About::Saved(list) => !list.is_empty(),
            About::Evidence(rows) => rows.iter().any(Option::is_some),
            About::Pieces(rows) => !rows.is_empty(),
            _ => false,
        }
    }

    /// Breaks the texts for a window of so many columns. A row that can be chosen is one line: choices align.
    pub fn wrap(&mut self, width: usize, options: &Options) {
        let measure = |text: &str| Paragraph::new(text, options).natural_width();
        let widest = self.items.iter().map(|item| measure(&item.label)).max().unwrap_or(0);
        self.label_width = widest.min(width / LABEL_SHARE);
        self.text_width = width.saturating_sub(MARGINS + self.label_width).max(1);
        let lines = |item: &Item| {
            if self.chooses() || item.heading {
                1
            } else {
                Paragraph::new(&item.text, options).breaks(self.text_width).len().max(1)
            }
        };
        let rows =
            self.items.iter().enumerate().flat_map(|(i, item)| (0..lines(item)).map(move |line| (i, line)));
        self.rows = rows.collect();
    }

    /// The window holds so many rows.
    pub fn resize(&mut self, rows: usize) {
        self.window = rows.max(1);
        self.step(0);
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The place of the cursor.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The rows that the window shows: an item with its place, and which line of its text.
    pub fn seen(&self) -> impl Iterator<Item = (usize, &Item, usize)> + '_ {
        let rows = self.rows.iter().skip(self.top).take(self.window);
        rows.filter_map(|(item, line)| Some((*item, self.items.get(*item)?, *line)))
    }

    /// The item in a row of the window.
    pub fn item_at(&self, row: usize) -> Option<usize> {
        self.rows.get(self.top.saturating_add(row)).map(|(item, _)| *item)
    }

    /// How many rows the window holds.
    pub const fn window(&self) -> usize {
        self.window
    }

    /// Puts the cursor on a row, or on the next that is no heading.
    pub fn place(&mut self, at: usize) {
        self.cursor = self.beside_heading(at.min(self.items.len().saturating_sub(1)), 0).unwrap_or(0);
    }

    /// The row itself where it is no heading, else the nearest one: on the way first, then the other way.
    fn beside_heading(&self, at: usize, by: isize) -> Option<usize> {
        let free = |at: &usize| self.items.get(*at).is_some_and(|item| !item.heading);
        let onwards = (at..self.items.len()).find(free);
        let back = (0..=at).rev().find(free);
        if by < 0 { back.or(onwards) } else { onwards.or(back) }
    }

    /// Moves the cursor, or scrolls where nothing is chosen.
    pub fn step(&mut self, by: isize) {
        let last = self.items.len().saturating_sub(1);
        let last_top = self.rows.len().saturating_sub(self.window);
        if self.chooses() {
            let to = self.cursor.saturating_add_signed(by).min(last);
            self.cursor = self.beside_heading(to, by).unwrap_or(self.cursor);
            if self.cursor < self.top {
                // A heading comes into sight with its first row.
                let heading =
                    self.cursor.checked_sub(1).filter(|at| self.items.get(*at).is_some_and(|i| i.heading));
                self.top = heading.unwrap_or(self.cursor);
            }
            if self.cursor >= self.top.saturating_add(self.window) {
                self.top = self.cursor + 1 - self.window;
            }
        } else {
            self.top = self.top.saturating_add_signed(by);
        }
        self.top = self.top.min(last_top);
    }
}

/// The key of a context's name among the words.
const fn context_key(context: Context) -> &'static str {
    match context {
        Context::Global => "help-part.global",
        Context::List => "help-part.list",
        Context::Reader => "help-part.reader",
        Context::Caret => "help-part.caret",
        Context::Facets => "help-part.facets",
        Context::Pieces => "help-part.pieces",
        Context::Prompt => "help-part.prompt",
        Context::Popup => "help-part.popup",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Lang;
    use crate::config::keys::Action;

    #[test]
    fn help_names_every_action_that_has_a_key() {
        let (keymap, _) = Keymap::new(&toml::Table::new(), "arabic-pc");
        let words = Words::of(Lang::En);
        let help = Popup::help(&words, &keymap, Context::Reader, "");
        for action in Action::ALL {
            let line = words.get(&format!("help.{}", action.name())).to_owned();
            assert!(help.items.iter().any(|i| i.text == line && !i.label.is_empty()), "{}", action.name());
        }
        assert!(help.items[0].heading);
        assert_eq!(help.items[0].text, words.get("help-part.reader"));
    }

    #[test]
    fn help_scrolls_and_a_choice_moves_its_cursor_and_both_stop_at_the_ends() {
        let items = || (0..10).map(|i| Item::text(i.to_string())).collect::<Vec<_>>();
        let mut help = Popup::new(About::Help, "", items());
        help.resize(4);
        help.step(3);
        let seen = |popup: &Popup| popup.seen().map(|(item, ..)| item).collect::<Vec<_>>();
        assert_eq!(seen(&help), [3, 4, 5, 6]);
        help.step(isize::MAX);
        assert_eq!(seen(&help), [6, 7, 8, 9]);
        let mut links = Popup::new(About::Links(vec![String::new(); 10]), "", items());
        links.resize(4);
        links.step(4);
        assert_eq!((links.cursor(), seen(&links)), (4, vec![1, 2, 3, 4]));
        links.step(isize::MIN);
        assert_eq!((links.cursor(), seen(&links)), (0, vec![0, 1, 2, 3]));
        Popup::new(About::Help, "", Vec::new()).step(5);
    }

    #[test]
    fn a_long_text_is_broken_and_scrolled_to_its_end_but_a_choice_is_one_row() {
        let long = || vec![Item::labelled("k", "one two three four five six seven"), Item::text("end")];
        let mut help = Popup::new(About::Help, "", long());
        help.wrap(20, &Options::default());
        assert_eq!((help.label_width, help.text_width), (1, 14));
        assert_eq!(help.height(), 4);
        help.resize(2);
        help.step(isize::MAX);
        assert_eq!(help.seen().map(|(item, _, line)| (item, line)).collect::<Vec<_>>(), [(0, 2), (1, 0)]);
        let mut links = Popup::new(About::Links(vec![String::new(); 2]), "", long());
        links.wrap(20, &Options::default());
        assert_eq!(links.height(), 2);
    }
}
