//! Searches kept under names: the pop-up that lists them with their counts and what is new, and what is done in it.
//! They are counted one after the other by a worker; a search that was run is no longer new.

use std::collections::{HashMap, VecDeque};

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::own::Writing;
use crate::app::popup::{About, Item, Popup, Question};
use crate::app::search::Asked;
use crate::archive::saved::{Edit, Saved, Tally};
use crate::archive::{Answer, Query};
use crate::config::keys::{Action, Context};

/// What is known of the kept searches.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    list: Vec<Saved>,
    counts: HashMap<String, Tally>,
    /// The number of the newest request for counts, and what is still to be counted.
    request: u64,
    waiting: VecDeque<Saved>,
    /// Whether counting waits for a search that is on its way.
    later: bool,
    /// The search that was run, and its name.
    visiting: Option<(Asked, String)>,
    /// Whether it was told once that something is new.
    told: bool,
}

impl Model {
    /// Opens the list.
    pub(super) fn show_saved(&mut self, fx: &mut Vec<Effect>) {
        self.list_saved();
        fx.push(Effect::LoadSaved);
    }

    fn list_saved(&mut self) {
        let cursor = match &self.popup {
            Some(popup) if matches!(popup.about, About::Saved(_)) => popup.cursor(),
            _ => 0,
        };
        let mut items: Vec<Item> = self.kept.list.iter().map(|saved| self.saved_item(saved)).collect();
        if items.is_empty() {
            let key = self.keymap.keys_of(Context::Popup, Action::SaveSearch).into_iter().next();
            let said = self.words.fill("saved.none", &[("key", &key.unwrap_or_default())]);
            items.push(Item::text(said));
        }
        let about = About::Saved(self.kept.list.clone());
        let mut popup = Popup::new(about, self.words.get("popup.saved"), items);
        popup.step(isize::try_from(cursor).unwrap_or(0));
        self.open_popup(popup);
    }

    fn saved_item(&self, saved: &Saved) -> Item {
        let mut parts = Vec::new();
        if let Some(tally) = self.kept.counts.get(&saved.name) {
            if tally.new > 0 {
                parts.push(self.words.count("saved.new", tally.new));
            }
            parts.push(self.words.count("count.articles", tally.total));
        }
        match Query::parse(&saved.query) {
            Ok(query) => parts.extend(self.crumbs_of(&query).into_iter().map(|crumb| crumb.text)),
            Err(fault) => parts.push(fault.to_string()),
        }
        if saved.any {
            parts.push(self.words.get("top.any").to_owned());
        }
        let text = parts.iter().map(|part| crate::text::isolate(part)).collect::<Vec<_>>().join(" · ");
        Item::labelled(saved.name.clone(), text)
    }

    /// The list has come: it is shown where it is open, and counted.
    pub(super) fn saved(&mut self, result: Result<Vec<Saved>, String>, fx: &mut Vec<Effect>) {
        let list = match result {
            Ok(list) => list,
            Err(fault) => return self.complain(fault),
        };
        self.kept.counts.retain(|name, _| list.iter().any(|saved| saved.name == *name));
        self.kept.waiting = list.iter().cloned().collect();
        self.kept.list = list;
        if self.lists_saved() {
            self.list_saved();
        }
        self.kept.request += 1;
        // What one searches for comes first, above all when the program starts.
        self.kept.later = self.search.waiting() && !self.lists_saved();
        if !self.kept.later {
            self.count_next(fx);
        }
    }

    /// Counts what was put off while a search was on its way.
    pub(super) fn count_later(&mut self, fx: &mut Vec<Effect>) {
        if std::mem::take(&mut self.kept.later) {
            self.count_next(fx);
        }
    }

    fn lists_saved(&self) -> bool {
        self.popup.as_ref().is_some_and(|popup| matches!(popup.about, About::Saved(_)))
    }

    fn count_next(&mut self, fx: &mut Vec<Effect>) {
        if let Some(saved) = self.kept.waiting.pop_front() {
            return fx.push(Effect::CountSaved { request: self.kept.request, saved });
        }
        let new: usize = self.kept.counts.values().map(|tally| tally.new).sum();
        if !std::mem::replace(&mut self.kept.told, true) && new > 0 && self.popup.is_none() {
            let key = self.keymap.keys_of(Context::Global, Action::SavedSearches).into_iter().next();
            let new = self.words.count("saved.new", new);
            let said = self.words.fill("saved.news", &[("new", &new), ("key", &key.unwrap_or_default())]);
            self.say(said);
        }
    }

    /// One of them was counted.
    pub(super) fn saved_counted(
        &mut self,
        request: u64,
        name: String,
        result: Result<Tally, String>,
        fx: &mut Vec<Effect>,
    ) {
        if request != self.kept.request {
            return;
        }
        match result {
            Ok(tally) => {
                self.kept.counts.insert(name, tally);
            }
            Err(fault) => self.complain(fault),
        }
        if self.lists_saved() {
            self.list_saved();
        }
        self.count_next(fx);
    }

    /// The search under the cursor of the list.
    fn saved_at_cursor(&self) -> Option<Saved> {
        match self.popup.as_ref().map(|popup| (&popup.about, popup.cursor())) {
            Some((About::Saved(list), at)) => list.get(at).cloned(),
            _ => None,
        }
    }

    /// Does what a key means in the list.
    pub(super) fn act_in_saved(&mut self, action: Action) {
        if !self.lists_saved() {
            return;
        }
        match (action, self.saved_at_cursor()) {
            (Action::SaveSearch, _) => self.name_search(),
            (Action::RenameSearch, Some(saved)) => {
                self.popup = None;
                self.begin_writing(Writing::Rename(saved.name.clone()), &saved.name);
            }
            (Action::RemoveSearch, Some(saved)) => {
                let items =
                    vec![self.saved_item(&saved), Item::default(), Item::text(self.words.get("ask.forget"))];
                let title = self.words.get("popup.forget").to_owned();
                self.open_popup(Popup::new(About::Ask(Question::Forget(saved.name)), title, items));
            }
            _ => {}
        }
    }

    /// Runs the search under the cursor.
    pub(super) fn run_saved(&mut self, fx: &mut Vec<Effect>) {
        let Some(saved) = self.saved_at_cursor() else { return };
        match saved.request() {
            Ok(request) => {
                self.popup = None;
                let asked = Asked { query: request.query, any: saved.any, typing: false };
                self.kept.visiting = Some((asked.clone(), saved.name));
                self.ask(asked, fx);
                if self.panes.list.is_none() {
                    self.go(crate::app::Pane::List);
                }
            }
            Err(fault) => self.complain(fault.to_string()),
        }
    }

    /// The answer to a kept search that was run has come: what is in it is seen.
    pub(super) fn visited(&mut self, answer: &Answer, fx: &mut Vec<Effect>) {
        let Some((asked, name)) = self.kept.visiting.take() else { return };
        // Whoever asked for something else meanwhile has not seen it.
        if asked != *self.search.asked() {
            return;
        }
        let Some(saved) = self.kept.list.iter().find(|saved| saved.name == name) else { return };
        let tally = saved.tally(&answer.rows);
        let key = if tally.new > 0 { "saved.visited-new" } else { "saved.visited" };
        let new = self.words.count("saved.new", tally.new);
        let said = self.words.fill(key, &[("name", &name), ("new", &new)]);
        self.say(said);
        fx.push(Effect::EditSaved(Edit::Visit { name, seen: tally.newest }));
    }

    /// Asks for a name under which what is asked is kept; its pieces in words are the proposal.
    pub(super) fn name_search(&mut self) {
        self.popup = None;
        let pieces = self.crumbs();
        let proposed = pieces.iter().map(|crumb| crumb.text.as_str()).collect::<Vec<_>>().join(" ");
        self.begin_writing(Writing::Name, &proposed);
    }

    /// Keeps what is asked under a name.
    pub(super) fn keep_search(&mut self, name: &str, fx: &mut Vec<Effect>) {
        if name.is_empty() {
            let said = self.words.get("saved.no-name").to_owned();
            return self.say(said);
        }
        let asked = self.search.asked();
        let saved = Saved {
            name: name.to_owned(),
            query: asked.query.to_string(),
            any: asked.any,
            seen: self.list.newest(),
        };
        fx.push(Effect::EditSaved(Edit::Keep(saved)));
        let said = self.words.fill("saved.kept", &[("name", name)]);
        self.say(said);
    }

    pub(super) fn rename_search(&mut self, from: String, to: &str, fx: &mut Vec<Effect>) {
        if !to.is_empty() && to != from {
            fx.push(Effect::EditSaved(Edit::Rename { from, to: to.to_owned() }));
        }
        self.show_saved(fx);
    }
}
