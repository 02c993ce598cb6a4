//! What each action does. One arm an action; what is more than a line is a function of its own.

use crate::app::beads::Correction;
use crate::app::calibration::Step;
use crate::app::effect::Effect;
use crate::app::list::{Keep, apply};
use crate::app::page::Evidence;
use crate::app::reader::Want;
use crate::app::search::{Asked, next_sort};
use crate::app::{Model, Pane};
use crate::archive::{Choice, Field, Offer, Query, Sort, State, StateChange};
use crate::article::ArticleId;
use crate::config::keys::Action;

impl Model {
    /// Does what a key of a pane means.
    pub(super) fn act(&mut self, action: Action, fx: &mut Vec<Effect>) {
        if self.act_on_crumbs(action, fx) || self.act_in_caret(action, fx) {
            return;
        }
        match action {
            Action::Down
            | Action::Up
            | Action::HalfDown
            | Action::HalfUp
            | Action::PageDown
            | Action::PageUp
            | Action::Top
            | Action::Bottom => self.travel(action, fx),
            Action::Open => self.open_current(fx),
            Action::Back => self.back(fx),
            Action::NextPane | Action::PrevPane | Action::PaneLeft | Action::PaneRight | Action::Facets => {
                self.change_pane(action, fx);
            }
            Action::Search => self.begin_search(),
            Action::Find => self.begin_find(),
            Action::NextMatch | Action::PrevMatch => self.step_match(action == Action::NextMatch, fx),
            Action::SideBySide => self.toggle_beside(fx),
            Action::SwapColumns => self.swap_columns(),
            Action::NextBead | Action::PrevBead => {
                self.reader.step_section(action == Action::NextBead);
                self.begin_reading(fx);
            }
            Action::NextDifference => self.step_difference(true, fx),
            Action::PrevDifference => self.step_difference(false, fx),
            Action::ToggleFold => self.toggle_fold(),
            Action::MergeBeads => self.correct(Correction::Merge, fx),
            Action::SplitBead => self.correct(Correction::Split, fx),
            Action::ConfirmBead => self.correct(Correction::Confirm, fx),
            Action::NextArticle => self.neighbour(1, Want::reading(), fx),
            Action::PrevArticle => self.neighbour(-1, Want::reading(), fx),
            Action::ShowCut => self.toggle_cut(),
            Action::Translate => self.translate(fx),
            Action::PageLook => self.show_look(),
            Action::ToggleMarks => self.toggle_marks(),
            Action::Evidence => self.show_evidence(fx),
            Action::PutBack => self.show_pieces(fx),
            Action::Versions => self.ask_versions(fx),
            Action::Links => self.show_links(fx),
            Action::Help => self.show_help(),
            Action::Calibrate => fx.push(Effect::Calibrate(Step::Begin)),
            Action::Remove => self.ask_remove(),
            Action::UndoImport => self.ask_batches(fx),
            Action::OpenOriginal => self.open_original(fx),
            Action::Star => self.star(fx),
            Action::Tag => self.begin_tags(),
            Action::Note => self.begin_note(),
            Action::SavedSearches => self.show_saved(fx),
            Action::SaveSearch => self.name_search(),
            Action::ToggleRead => self.toggle_read(fx),
            Action::Caret => self.enter_caret(fx),
            Action::CopyReference => self.copy_reference(fx),
            Action::Redraw => fx.push(Effect::Redraw),
            Action::Suspend => fx.push(Effect::Suspend),
            Action::Quit => fx.extend(self.leave()),
            other => self.act_on_query(other, fx),
        }
    }

    /// The actions that edit the query.
    fn act_on_query(&mut self, action: Action, fx: &mut Vec<Effect>) {
        match action {
            Action::CycleValue => self.cycle_value(fx),
            Action::ExcludeValue => self.exclude_value(fx),
            Action::ToggleAll => self.toggle_all(fx),
            Action::BeginRange => self.begin_range(fx),
            Action::StartEarlier | Action::StartLater | Action::EndEarlier | Action::EndLater => {
                self.move_range(action, fx);
            }
            Action::FindValue => {
                self.facets.begin_find();
                self.arrange();
            }
            Action::ToggleBranch => self.facets.toggle_branch(),
            Action::SortValues => self.facets.toggle_sort(),
            Action::ClearFilters => self.clear_filters(fx),
            Action::Pieces => self.enter_crumbs(),
            Action::CycleSort => self.cycle_sort(fx),
            Action::Forms => self.ask_forms(fx),
            Action::UndoQuery if self.focus == Pane::Reader && self.take_back_beads(fx) => {}
            Action::UndoQuery if self.undo_writing(fx) => {}
            Action::RedoQuery if self.redo_writing(fx) => {}
            Action::UndoQuery => {
                let effect = self.search.undo();
                self.after_history(effect, ["message.undone", "message.nothing-to-undo"], fx);
            }
            Action::RedoQuery => {
                let effect = self.search.redo();
                self.after_history(effect, ["message.redone", "message.nothing-to-redo"], fx);
            }
            _ => {}
        }
    }

    fn travel(&mut self, action: Action, fx: &mut Vec<Effect>) {
        if self.focus == Pane::Reader {
            self.reader.travel(action);
            return self.begin_reading(fx);
        }
        let window = match self.focus {
            Pane::Facets => usize::from(self.panes.facets.map_or(1, |a| a.h)),
            _ => self.list.window(),
        };
        let window = isize::try_from(window).unwrap_or(1).max(1);
        let by = match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::HalfDown => (window / 2).max(1),
            Action::HalfUp => -(window / 2).max(1),
            Action::PageDown => window,
            Action::PageUp => -window,
            Action::Top => isize::MIN,
            _ => isize::MAX,
        };
        if self.focus == Pane::Facets {
            self.facets.step(by);
        } else {
            self.list.step(by);
            self.preview(fx);
        }
    }

    /// Opens the article under the list's cursor to be read.
    pub(super) fn open_current(&mut self, fx: &mut Vec<Effect>) {
        if self.focus != Pane::List {
            return;
        }
        if self.list.is_empty() {
            return self.help_out_of_nothing(fx);
        }
        let Some(row) = self.list.current() else { return };
        let id = row.id.clone();
        self.go(Pane::Reader);
        if self.reader.newest() != Some(&id) {
            self.open(id.clone(), Want::default(), fx);
        } else if self.english_first(&id) && !self.reader.beside {
            self.toggle_beside(fx);
        }
        self.mark_read(&id, true, fx);
    }

    /// With no hits, Enter does what the list offers: drop the filter that is in the way, or take any of the words.
    fn help_out_of_nothing(&mut self, fx: &mut Vec<Effect>) {
        let asked = match self.way_out() {
            Some(Exit::Drop(query)) => Asked { query, ..self.search.asked().clone() },
            Some(Exit::Offer(offer)) => {
                Asked { query: offer.query, any: self.search.asked().any, typing: false }
            }
            Some(Exit::Any(_)) => Asked { any: true, ..self.search.asked().clone() },
            None => return,
        };
        self.ask(asked, fx);
    }

    /// What would bring hits where there are none.
    pub(crate) fn way_out(&self) -> Option<Exit> {
        if !self.list.is_empty() || self.search.waiting() {
            return None;
        }
        let asked = self.search.asked();
        let (offers, chosen) = self.search.offers();
        if let Some(offer) = offers.get(chosen) {
            return Some(Exit::Offer(offer.clone()));
        }
        if let Some(n) = self.search.any_total.filter(|n| *n > 0 && !asked.any) {
            return Some(Exit::Any(n));
        }
        // A facet's own selection does not narrow its own counts: where they are not all zero, it is in the way.
        let in_the_way = self.facets.facets().iter().find(|facet| {
            facet.values.iter().any(|v| v.choice != Choice::Off) && facet.values.iter().any(|v| v.count > 0)
        });
        let query = &asked.query;
        let field = in_the_way.map(|f| f.field).or_else(|| query.filters.last().map(|f| f.field))?;
        let without = query.without(field);
        // Years and the dates within them are one facet.
        Some(Exit::Drop(if field == Field::Year { without.without(Field::Date) } else { without }))
    }

    /// Back, one step at a time: a translation that is being made, side by side, the reader, the facets, the words of the search.
    fn back(&mut self, fx: &mut Vec<Effect>) {
        match self.focus {
            _ if self.stop_translating(fx) => {}
            Pane::Reader if self.reader.finding() => {
                self.reader.stop_finding();
                self.rematch();
            }
            Pane::Reader if self.reader.shows_evidence() => self.reader.show_evidence(Evidence::Off),
            Pane::Reader if self.reader.beside => self.toggle_beside(fx),
            Pane::Facets if self.facets.drop_range() => {}
            Pane::Reader | Pane::Facets => {
                self.save_place(fx);
                self.go(Pane::List);
                self.preview(fx);
            }
            Pane::List => {
                let asked = self.search.asked();
                if !asked.query.groups.is_empty() || asked.any {
                    let query = Query { groups: Vec::new(), ..asked.query.clone() };
                    self.ask(Asked { query, any: false, typing: false }, fx);
                }
            }
        }
    }

    fn change_pane(&mut self, action: Action, fx: &mut Vec<Effect>) {
        const ORDER: [Pane; 3] = [Pane::Facets, Pane::List, Pane::Reader];
        let here = ORDER.iter().position(|p| *p == self.focus).unwrap_or(1);
        let forward = match action {
            Action::NextPane => true,
            Action::PrevPane => false,
            Action::PaneRight => !self.is_mirrored(),
            Action::PaneLeft => self.is_mirrored(),
            _ if self.focus == Pane::Facets => return self.back(fx),
            _ => {
                self.reader.leave_beside();
                return self.go(Pane::Facets);
            }
        };
        let sideways = matches!(action, Action::PaneLeft | Action::PaneRight);
        let to = match (here, forward) {
            (2, true) | (0, false) if sideways => return,
            (_, true) => (here + 1) % 3,
            (_, false) => (here + 2) % 3,
        };
        let to = ORDER.get(to).copied().unwrap_or_default();
        match to {
            Pane::Reader if self.focus == Pane::List => return self.open_current(fx),
            Pane::Reader if self.reader.id().is_none() => return self.go(Pane::List),
            _ => {}
        }
        self.reader.leave_beside();
        self.save_place(fx);
        self.go(to);
        self.preview(fx);
    }

    fn cycle_sort(&mut self, fx: &mut Vec<Effect>) {
        let sort = next_sort(self.search.query().sort);
        let query = Query { sort, ..self.search.query().clone() };
        self.ask_query(query, fx);
        let key = match sort {
            Sort::Date => "sort.date",
            Sort::Relevance => "sort.relevance",
            Sort::Title => "sort.title",
        };
        let said = self.words.get(key).to_owned();
        self.say(said);
    }

    fn after_history(&mut self, effect: Option<Effect>, [done, nothing]: [&str; 2], fx: &mut Vec<Effect>) {
        let key = if effect.is_some() { done } else { nothing };
        let said = self.words.get(key).to_owned();
        self.say(said);
        if let Some(effect) = effect {
            fx.push(effect);
            self.keep = Keep::Article;
            self.rematch();
        }
    }

    /// Asks for another query with its words understood as before; the cursor stays on its article.
    pub(super) fn ask_query(&mut self, query: Query, fx: &mut Vec<Effect>) {
        let asked = Asked { query, ..self.search.asked().clone() };
        self.ask(asked, fx);
        self.keep = Keep::Article;
    }

    /// Asks for something else, which can be taken back.
    pub(super) fn ask(&mut self, asked: Asked, fx: &mut Vec<Effect>) {
        fx.extend(self.search.change(asked, None));
        self.rematch();
    }

    fn star(&mut self, fx: &mut Vec<Effect>) {
        let Some(id) = self.target() else { return };
        let starred = !self.state_of(&id).is_some_and(|state| state.starred);
        self.set_state(&id, StateChange { starred: Some(starred), ..StateChange::default() }, fx);
        let key = if starred { "message.starred" } else { "message.unstarred" };
        let said = self.words.get(key).to_owned();
        self.say(said);
    }

    fn toggle_read(&mut self, fx: &mut Vec<Effect>) {
        let Some(id) = self.target() else { return };
        let read = !self.state_of(&id).is_some_and(|state| state.read);
        self.mark_read(&id, read, fx);
        let key = if read { "message.read" } else { "message.unread" };
        let said = self.words.get(key).to_owned();
        self.say(said);
    }

    /// An article that one came to from match to match counts as read once one reads on in it.
    pub(super) fn begin_reading(&mut self, fx: &mut Vec<Effect>) {
        if let Some(id) = self.reader.id().cloned()
            && self.reader.begin_reading()
        {
            self.mark_read(&id, true, fx);
        }
    }

    /// Marks an article as read or not, unless it is so.
    pub(super) fn mark_read(&mut self, id: &ArticleId, read: bool, fx: &mut Vec<Effect>) {
        if self.reader.id() == Some(id) {
            self.reader.set_passing(false);
        }
        if self.state_of(id).is_none_or(|state| state.read != read) {
            self.set_state(id, StateChange { read: Some(read), ..StateChange::default() }, fx);
        }
    }

    /// What is noted about an article, where the list or the reader has it.
    pub(super) fn state_of(&self, id: &ArticleId) -> Option<&State> {
        let open = || (self.reader.id() == Some(id)).then(|| self.reader.state());
        self.list.find(id).map(|row| &row.state).or_else(open)
    }

    /// Stores a change of an article's state and shows it at once.
    pub(super) fn set_state(&mut self, id: &ArticleId, change: StateChange, fx: &mut Vec<Effect>) {
        self.show_state(id, &change);
        fx.push(Effect::SetState { id: id.clone(), change });
    }

    /// Shows a change of an article's state.
    pub(super) fn show_state(&mut self, id: &ArticleId, change: &StateChange) {
        self.list.change(id, change);
        if self.reader.id() == Some(id) {
            apply(self.reader.state_mut(), change);
        }
    }

    /// What is to be kept before the program ends, on request or because it must; then the end.
    pub fn leave(&mut self) -> Vec<Effect> {
        let mut fx = Vec::new();
        self.save_place(&mut fx);
        fx.push(Effect::SaveSession(self.session()));
        fx.push(Effect::Quit);
        fx
    }
}

/// A way out of a search without hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Other words, or a filter in their place.
    Offer(Offer),
    /// The query without the filter that is in the way.
    Drop(Query),
    /// So many articles have any of the words.
    Any(usize),
}
