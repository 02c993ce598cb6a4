//! What an answer of the workers does to the model. An answer to an old request does nothing.

use crate::app::effect::Effect;
use crate::app::list::Keep;
use crate::app::msg::{Change, Found, Job, Msg};
use crate::app::popup::About;
use crate::app::reader::Want;
use crate::app::{Model, Pane};
use crate::archive::{self, Field, State, StateChange};
use crate::article::ArticleId;

impl Model {
    pub(super) fn answer(&mut self, msg: Msg, fx: &mut Vec<Effect>) {
        match msg {
            Msg::Found { generation, result } if self.search.is_current(generation) => match result {
                Ok(found) => self.found(generation, found, fx),
                Err(fault) => {
                    self.search.failed();
                    self.complain(fault);
                }
            },
            Msg::Offers { generation, offers } if self.search.is_current(generation) => {
                self.search.offered(offers);
            }
            Msg::Forms { request, result } if request.query == *self.search.query() => {
                self.show_forms(result);
            }
            Msg::Rows { generation, asked, rows } if generation == self.rows_request => {
                self.list.take(rows);
                self.list.gone(&asked);
                self.list.trim();
                self.preview(fx);
            }
            Msg::Opened { request, result } if self.reader.awaits(request) => self.opened(result, fx),
            Msg::Pairs { request, result } if self.reader.awaits_pairs(request) => self.paired(result, fx),
            Msg::Compared { request, differences } if self.reader.awaits_pairs(request) => {
                self.compared(differences);
            }
            Msg::Candidates { request, result } if self.reader.awaits_pairs(request) => {
                self.candidates(result);
            }
            Msg::Reviewed { id, steps, result } => self.reviewed(&id, &steps, result, fx),
            Msg::Translating { request, done, counterpart } => {
                self.translated_so_far(request, done, counterpart.map(|counterpart| *counterpart));
            }
            Msg::Translated { request, result } => {
                self.translated(request, result.map(|counterpart| *counterpart), fx);
            }
            Msg::Profiles(offer) => self.calibrate(offer),
            Msg::Kept { name, result } => self.kept_profile(&name, result, fx),
            Msg::Versions { result } => self.versions(result),
            Msg::Batches { result } => self.batches(result),
            Msg::Saved { result } => self.saved(result, fx),
            Msg::SavedCounted { request, name, result } => self.saved_counted(request, name, result, fx),
            Msg::Changed(change) => self.changed(change, fx),
            Msg::Progress { job, done, total } => self.progress(job, done, total),
            Msg::Noted { id, before, change } => self.noted(&id, &before, &change, fx),
            Msg::NotNoted { id, state, words } => self.not_noted(&id, *state, words),
            Msg::Failed(words) => self.complain(words),
            Msg::Copied { what, to } => self.copied(&what, &to),
            Msg::Done(words) => self.say(words),
            _ => {}
        }
    }

    /// Shows the archive's front page before anything was asked.
    pub(super) fn show_front(&mut self, front: Found) {
        let Found { answer, first } = front;
        self.own.learn(&answer.facets);
        self.search.answered(0, &answer);
        self.held = Some(answer.total);
        self.list.show(answer.rows, first, Keep::Top);
        self.facets.show(answer.facets, &answer.days, self.search.query());
    }

    fn found(&mut self, generation: u64, found: Found, fx: &mut Vec<Effect>) {
        let Found { answer, first } = found;
        self.own.learn(&answer.facets);
        if self.search.only_counts(generation) {
            if answer.refining {
                // The counts that are shown are nearer to the whole than those of a part.
                return;
            }
            self.search.counted();
            return self.facets.show(answer.facets, &answer.days, self.search.query());
        }
        if answer.refining && self.keep != Keep::Top {
            // The article that the list is to stay on may be among those that are not known yet.
            return;
        }
        let goes_on = self.search.refining;
        self.search.answered(generation, &answer);
        if !answer.refining {
            let typed =
                self.prompt.as_ref().map_or_else(String::new, |prompt| prompt.entry.text().to_owned());
            fx.extend(self.search.ask_offers(&answer, typed));
            self.visited(&answer, fx);
            self.count_later(fx);
        }
        if self.search.query().is_empty() {
            self.held = Some(answer.total);
        }
        let keep = match std::mem::take(&mut self.keep) {
            // More of the same answer: whoever has moved in it stays on the article.
            Keep::Top if goes_on && !self.list.is_at_top() => Keep::Article,
            keep => keep,
        };
        self.list.show(answer.rows, first, keep);
        self.facets.show(answer.facets, &answer.days, self.search.query());
        self.preview(fx);
    }

    /// Makes the matcher anew that highlights what was asked, in the list and in the reader.
    pub(super) fn rematch(&mut self) {
        self.matcher = archive::matcher(self.search.query(), self.search.asked().typing);
        self.reader.highlight(&self.matcher);
        self.keep_crumb();
    }

    fn changed(&mut self, change: Change, fx: &mut Vec<Effect>) {
        if change == Change::Noted {
            if self.search.refining {
                self.keep = Keep::Article;
            }
            return fx.push(self.search.count_again());
        }
        let removed = self.removing.take_if(|_| matches!(change, Change::Removed(_)));
        let said = match (change, removed) {
            (Change::Removed(1), Some(title)) => {
                Some(self.words.fill("message.removed", &[("title", &title)]))
            }
            (change, _) => self.changed_says(change),
        };
        if let Some(said) = said {
            self.say(said);
        }
        if !matches!(change, Change::Indexed) {
            self.list.forget();
        }
        self.keep = Keep::Place;
        fx.push(self.search.again());
        if matches!(change, Change::Paired(_) | Change::Elsewhere) && self.reader.id().is_some() {
            self.ask_pairs(fx);
        }
    }

    /// What there is to say about a change.
    fn changed_says(&self, change: Change) -> Option<String> {
        match change {
            Change::Removed(n) => Some(self.words.count("changed.removed", n)),
            Change::Undone(n) => Some(self.words.count("changed.undone", n)),
            Change::Imported(n) => Some(self.words.count("changed.imported", n)),
            Change::Paired(n) if n > 0 => Some(self.words.count("changed.paired", n)),
            Change::Paired(_) | Change::Elsewhere | Change::Indexed | Change::Noted => None,
        }
    }

    /// Counts an article among the read or starred ones, or out of them. It is one of those that are listed, as a rule,
    /// and nobody asked for those: then nothing else is counted otherwise, and what takes long in a large archive is
    /// spared.
    fn noted(&mut self, id: &ArticleId, before: &State, change: &StateChange, fx: &mut Vec<Effect>) {
        let asked = &self.search.query().filters;
        let sure = !self.search.waiting()
            && !asked.iter().any(|filter| filter.field == Field::Is)
            && self.list.holds(id)
            && self.facets.note(before, change);
        if !sure {
            self.changed(Change::Noted, fx);
        }
    }

    /// Shows an article's state as it is, not as it was to be.
    fn not_noted(&mut self, id: &ArticleId, state: State, words: String) {
        let State { read, starred, tags, note, place } = state;
        let real = StateChange {
            read: Some(read),
            starred: Some(starred),
            tags: Some(tags),
            note: Some(note),
            place: Some(place),
        };
        self.show_state(id, &real);
        self.complain(words);
    }

    fn progress(&mut self, job: Job, done: usize, total: usize) {
        self.jobs.retain(|(other, ..)| *other != job);
        if done < total || total == 0 {
            self.jobs.push((job, done, total));
        }
    }

    /// Asks for the rows that the window shows and that are not there.
    pub(super) fn load_rows(&mut self, fx: &mut Vec<Effect>) {
        let rows = self.list.wanted();
        if !rows.is_empty() && self.list.ask(&rows) {
            self.rows_request += 1;
            fx.push(Effect::LoadRows { generation: self.rows_request, rows });
        }
    }

    /// Where the reader stands beside the list, it shows the article under the list's cursor.
    pub(super) fn preview(&mut self, fx: &mut Vec<Effect>) {
        let beside_list = self.panes.list.is_some() && self.panes.reader.is_some();
        if !beside_list || self.focus == Pane::Reader || self.reader.beside {
            return;
        }
        let Some(row) = self.list.current() else { return };
        if self.reader.newest() != Some(&row.id) {
            self.open(row.id.clone(), Want::default(), fx);
        }
    }

    fn candidates(&mut self, result: Result<Vec<archive::Row>, String>) {
        let open = self.popup.as_ref().is_some_and(|p| matches!(p.about, About::Candidates(_)));
        match result {
            _ if !open => {}
            Ok(rows) => self.show_candidates(rows),
            Err(fault) => {
                self.popup = None;
                self.complain(fault);
            }
        }
    }
}
