//! The line being typed: a query of the archive, words in the open article, or a facet's value. Each change is
//! acted on at once; Enter keeps what was found, Esc brings back what was there before.

use crate::app::effect::Effect;
use crate::app::entry::Entry;
use crate::app::fault::worded;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::search::Asked;
use crate::app::{Model, Pane};
use crate::archive::{Gazetteer, Query};
use crate::config::keys::{Action, Context, Key, KeyCode, Lookup};
use crate::text::{Direction, Line, cursor};

impl Model {
    /// Opens the prompt of the archive, with the query that is in force.
    pub(super) fn begin_search(&mut self) {
        let asked = self.search.asked().clone();
        let mut text = asked.query.to_string();
        if !text.is_empty() {
            text.push(' ');
        }
        self.prompt = Some(Prompt::new(Purpose::Search(asked), text));
    }

    /// Opens the prompt of the open article.
    pub(super) fn begin_find(&mut self) {
        if self.reader.id().is_none() || self.panes.reader.is_none() {
            let said = self.words.get("message.open-first").to_owned();
            return self.say(said);
        }
        self.go(Pane::Reader);
        let before = Purpose::Find(self.reader.find_text().to_owned(), self.reader.place());
        self.prompt = Some(Prompt::new(before, ""));
    }

    /// A key while a line is typed.
    pub(super) fn type_key(&mut self, key: Key, fx: &mut Vec<Effect>) {
        let found = self.keymap.lookup(Context::Prompt, &[key]);
        if let (KeyCode::Char(c), false, false, Lookup::None) = (key.code, key.ctrl, key.alt, found) {
            return self.edit(fx, |entry| entry.insert(c.encode_utf8(&mut [0; 4])));
        }
        let Lookup::Found(action) = found else { return };
        match action {
            Action::Accept => self.accept(fx),
            Action::Cancel => self.cancel(fx),
            Action::Down => self.step_while_typing(1, fx),
            Action::Up => self.step_while_typing(-1, fx),
            Action::CursorLeft => self.caret_sideways(cursor::left),
            Action::CursorRight => self.caret_sideways(cursor::right),
            Action::CursorWordLeft => self.caret_by_word(Direction::Rtl),
            Action::CursorWordRight => self.caret_by_word(Direction::Ltr),
            Action::CursorStart => self.move_caret(Entry::to_start),
            Action::CursorEnd => self.move_caret(Entry::to_end),
            // With nothing left to delete, the prompt closes: as in vi.
            Action::DeleteBack if self.typed().is_some_and(Entry::is_empty) => self.cancel(fx),
            Action::DeleteBack => self.edit(fx, Entry::delete_back),
            Action::DeleteForward => self.edit(fx, Entry::delete_forward),
            Action::DeleteWord => self.edit(fx, Entry::delete_word),
            Action::DeleteToStart => self.edit(fx, Entry::delete_to_start),
            Action::TakeOffer | Action::NextOffer if self.writes() => {
                self.complete(action == Action::TakeOffer);
            }
            Action::TakeOffer => self.take_offer(fx),
            Action::NextOffer => self.search.next_offer(),
            _ => {}
        }
    }

    /// Pasted text goes into the line; without one it does nothing, for a page of commands must not run.
    pub(super) fn paste(&mut self, text: &str, fx: &mut Vec<Effect>) {
        if self.context() == Context::Prompt {
            self.edit(fx, |entry| entry.insert(text));
        }
    }

    /// The line being typed.
    pub(crate) fn typed(&self) -> Option<&Entry> {
        match &self.prompt {
            Some(prompt) => Some(&prompt.entry),
            None if self.finds_value() => self.facets.find(),
            None => None,
        }
    }

    /// Moves the caret one cell the way its key points, whatever the scripts of the line.
    fn caret_sideways(&mut self, step: impl Fn(&Line, usize) -> Option<usize>) {
        let options = self.chrome_options();
        let to = self.typed().and_then(|entry| step(&entry.line(&options), entry.caret()));
        if let Some(byte) = to {
            self.move_caret(|entry| entry.place(byte));
        }
    }

    /// Moves the caret by a word: onwards where the key points the way in which the line is read, else back.
    fn caret_by_word(&mut self, towards: Direction) {
        let Some(read) = self.typed().map(|entry| entry.line(&self.chrome_options()).direction) else {
            return;
        };
        self.move_caret(if towards == read { Entry::next_word } else { Entry::previous_word });
    }

    fn move_caret(&mut self, how: impl FnOnce(&mut Entry)) {
        let finds_value = self.finds_value();
        let entry = match &mut self.prompt {
            Some(prompt) => Some(&mut prompt.entry),
            None if finds_value => self.facets.find_mut(),
            None => None,
        };
        if let Some(entry) = entry {
            how(entry);
        }
    }

    fn edit(&mut self, fx: &mut Vec<Effect>, how: impl FnOnce(&mut Entry)) {
        self.move_caret(how);
        if self.finds_value() {
            return self.facets.found();
        }
        match self.prompt.as_ref().map(|p| &p.purpose) {
            Some(Purpose::Search(_)) => self.search_typed(fx),
            Some(Purpose::Find(..)) => self.find_typed(),
            Some(Purpose::Own(_)) | None => {}
        }
    }

    /// Asks for what stands in the prompt; while it is no query, what was found last stays.
    pub(super) fn search_typed(&mut self, fx: &mut Vec<Effect>) {
        let Some(prompt) = &mut self.prompt else { return };
        match Query::parse_with(prompt.entry.text(), &Gazetteer) {
            Ok(query) => {
                prompt.fault = None;
                let Purpose::Search(before) = &prompt.purpose else { return };
                // How the old words were understood says nothing about new ones.
                let asked = if before.query.groups == query.groups {
                    Asked { query, ..before.clone() }
                } else {
                    Asked { query, any: false, typing: true }
                };
                fx.extend(self.search.preview(asked));
                self.rematch();
            }
            Err(fault) => prompt.fault = Some((fault.column, worded(&self.words, &fault))),
        }
    }

    fn find_typed(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        self.reader.find(prompt.entry.text());
        self.reader.first_match();
    }

    /// Keeps what was typed.
    pub(super) fn accept(&mut self, fx: &mut Vec<Effect>) {
        if self.finds_value() {
            self.cycle_found(fx);
            return;
        }
        let Some(prompt) = self.prompt.take() else { return };
        match prompt.purpose {
            Purpose::Search(before) => {
                if let Some((column, fault)) = &prompt.fault {
                    let column = column.to_string();
                    let said =
                        self.words.fill("message.query-fault", &[("column", &column), ("fault", fault)]);
                    self.prompt = Some(Prompt { purpose: Purpose::Search(before), ..prompt });
                    return self.complain(said);
                }
                let now = self.search.asked().clone();
                fx.extend(self.search.change(now, Some(before)));
                self.rematch();
                if self.panes.list.is_none() || self.focus == Pane::Facets {
                    self.reader.leave_beside();
                    self.go(Pane::List);
                }
            }
            Purpose::Find(..) if prompt.entry.is_empty() => {
                self.reader.stop_finding();
                self.rematch();
            }
            Purpose::Find(..) => self.tell_matches(),
            Purpose::Own(writing) => self.written(writing, &prompt.entry, fx),
        }
    }

    fn cancel(&mut self, fx: &mut Vec<Effect>) {
        if self.finds_value() {
            self.facets.end_find();
            return self.arrange();
        }
        match self.prompt.take().map(|p| p.purpose) {
            Some(Purpose::Search(before)) => {
                fx.extend(self.search.restore(before));
                self.rematch();
            }
            Some(Purpose::Find(before, place)) => {
                if before.is_empty() {
                    self.reader.stop_finding();
                } else {
                    self.reader.find(&before);
                }
                self.rematch();
                self.reader.go_back(place);
            }
            Some(Purpose::Own(_)) | None => {}
        }
    }

    /// Up and down move in what is being narrowed, without leaving the line.
    fn step_while_typing(&mut self, by: isize, fx: &mut Vec<Effect>) {
        match self.prompt.as_ref().map(|p| &p.purpose) {
            Some(Purpose::Search(_)) => {
                self.list.step(by);
                self.preview(fx);
            }
            Some(Purpose::Find(..)) => {
                self.reader.next_match(by > 0);
            }
            Some(Purpose::Own(_)) => self.complete(by > 0),
            None => self.facets.step(by),
        }
    }
}
