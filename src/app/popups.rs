//! What opens a pop-up, and what choosing in one does.

use crate::app::effect::Effect;
use crate::app::msg::Batch;
use crate::app::page::{self, Page};
use crate::app::popup::{About, Item, Popup, Question};
use crate::app::{Model, Pane};
use crate::archive::Row;
use crate::archive::saved::Edit;
use crate::article::{ArticleId, PartialDate};
use crate::config::keys::Action;

impl Model {
    pub(super) fn open_popup(&mut self, popup: Popup) {
        self.popup = Some(popup);
        self.message = None;
        self.arrange();
    }

    fn close_popup(&mut self) {
        self.popup = None;
    }

    /// Does what a key means in a pop-up.
    pub(super) fn act_in_popup(&mut self, action: Action, fx: &mut Vec<Effect>) {
        if self.act_in_review(action, fx) {
            return;
        }
        let Some(popup) = &mut self.popup else { return };
        let window = isize::try_from(popup.window()).unwrap_or(isize::MAX).saturating_sub(1).max(1);
        match action {
            Action::Down => popup.step(1),
            Action::Up => popup.step(-1),
            Action::PageDown => popup.step(window),
            Action::PageUp => popup.step(-window),
            Action::Top => popup.step(isize::MIN),
            Action::Bottom => popup.step(isize::MAX),
            Action::Back | Action::No => self.close_popup(),
            Action::Open => self.choose(false, fx),
            Action::Yes => self.choose(true, fx),
            Action::Translate if matches!(popup.about, About::Candidates(_)) => self.translate(fx),
            Action::SaveSearch | Action::RenameSearch | Action::RemoveSearch => self.act_in_saved(action),
            _ => {}
        }
    }

    /// Chooses the row under the cursor, or answers the question.
    pub(super) fn choose(&mut self, yes: bool, fx: &mut Vec<Effect>) {
        let Some(popup) = &self.popup else { return };
        let at = popup.cursor();
        match popup.about.clone() {
            About::Help if !yes => self.close_popup(),
            About::Evidence(_) if !yes => self.show_evidence_of(at),
            About::Pieces(_) if !yes => drop(self.act_in_review(Action::Open, fx)),
            About::Look if !yes => self.turn_look(at),
            About::Forms(Some(rows)) if !yes => self.turn_form(rows, at, fx),
            About::Saved(_) if !yes => self.run_saved(fx),
            About::Links(urls) if !yes => {
                fx.extend(urls.get(at).cloned().map(Effect::OpenExternal));
                self.close_popup();
            }
            About::Candidates(Some(rows)) => {
                self.close_popup();
                if let Some(row) = rows.get(at) {
                    self.face_candidate(row, yes, fx);
                }
            }
            About::Versions(Some(versions)) if !yes => {
                self.close_popup();
                self.open_version(&versions, at, fx);
            }
            About::Batches(Some(batches)) if !yes => {
                if let Some(batch) = batches.get(at) {
                    self.ask_undo(batch.clone());
                }
            }
            // Nothing is destroyed by Enter, which a finger presses by habit: it takes a yes.
            About::Ask(question) if yes => {
                self.close_popup();
                match question {
                    Question::Remove(id) => {
                        self.removing = self.title_of(&id);
                        if self.reader.id() == Some(&id) {
                            self.reader.close();
                            self.go(Pane::List);
                        }
                        fx.push(Effect::Remove { ids: vec![id] });
                    }
                    Question::Forget(name) => {
                        fx.push(Effect::EditSaved(Edit::Remove(name)));
                        self.show_saved(fx);
                    }
                    Question::Undo(batch) => fx.push(Effect::UndoBatch { batch: batch.id }),
                }
            }
            _ => {}
        }
    }

    pub(super) fn show_help(&mut self) {
        let popup = Popup::help(&self.words, &self.keymap, self.pane_context(), &self.terminal);
        self.open_popup(popup);
    }

    /// Asks before an article is removed.
    pub(super) fn ask_remove(&mut self) {
        let Some(id) = self.target() else { return };
        let title = self.title_of(&id).unwrap_or_default();
        let items = vec![Item::text(title), Item::default(), Item::text(self.words.get("ask.remove"))];
        let popup = Popup::new(About::Ask(Question::Remove(id)), self.words.get("popup.remove"), items);
        self.open_popup(popup);
    }

    fn title_of(&self, id: &ArticleId) -> Option<String> {
        let open = self.reader.article().filter(|a| a.id == *id).map(|a| a.title.clone());
        open.or_else(|| self.list.find(id).map(|row| row.title.clone()))
    }

    fn ask_undo(&mut self, batch: Batch) {
        let items = vec![self.batch_item(&batch), Item::default(), Item::text(self.words.get("ask.undo"))];
        let popup = Popup::new(About::Ask(Question::Undo(batch)), self.words.get("popup.undo"), items);
        self.open_popup(popup);
    }

    fn batch_item(&self, batch: &Batch) -> Item {
        let when = match batch.when.as_str() {
            // A salvage could not read it.
            "" => format!("#{}", batch.id),
            when => when.get(..16).unwrap_or(when).replace('T', " "),
        };
        Item::labelled(when, self.words.count("count.articles", batch.articles))
    }

    /// Asks for the imports that can be undone.
    pub(super) fn ask_batches(&mut self, fx: &mut Vec<Effect>) {
        let items = vec![Item::text(self.words.get("popup.looking"))];
        let popup = Popup::new(About::Batches(None), self.words.get("popup.batches"), items);
        self.open_popup(popup);
        fx.push(Effect::LoadBatches);
    }

    /// The imports that can be undone have come.
    pub(super) fn batches(&mut self, result: Result<Vec<Batch>, String>) {
        if !self.popup.as_ref().is_some_and(|p| matches!(p.about, About::Batches(_))) {
            return;
        }
        match result {
            Ok(batches) if batches.is_empty() => {
                self.close_popup();
                let said = self.words.get("message.no-imports").to_owned();
                self.say(said);
            }
            Ok(batches) => {
                let items = batches.iter().map(|b| self.batch_item(b)).collect();
                let title = self.words.get("popup.batches").to_owned();
                self.open_popup(Popup::new(About::Batches(Some(batches)), title, items));
            }
            Err(fault) => {
                self.close_popup();
                self.complain(fault);
            }
        }
    }

    /// The article has no counterpart: what comes near is offered.
    pub(super) fn offer_candidates(&mut self, fx: &mut Vec<Effect>) {
        let Some(article) = self.reader.article().cloned() else { return };
        let request = self.next_request();
        self.reader.expect_pairs(request);
        let language = self.other_language(&article);
        let title = self.words.fill("popup.no-counterpart", &[("language", &language)]);
        let items = vec![Item::text(self.words.get("popup.looking"))];
        self.open_popup(Popup::new(About::Candidates(None), title, items));
        fx.push(Effect::LoadCandidates { request, id: article.id.clone() });
    }

    pub(super) fn show_candidates(&mut self, rows: Vec<Row>) {
        let Some(article) = self.reader.article() else { return };
        let language = self.other_language(article);
        let title = self.words.fill("popup.no-counterpart", &[("language", &language)]);
        if rows.is_empty() {
            let items = vec![Item::text(self.words.get("popup.no-candidates"))];
            return self.open_popup(Popup::new(About::Candidates(None), title, items));
        }
        let date = |row: &Row| row.date.as_ref().map_or_else(String::new, PartialDate::to_day_string);
        let items = rows.iter().map(|row| Item::labelled(date(row), row.title.clone())).collect();
        self.open_popup(Popup::new(About::Candidates(Some(rows)), title, items));
    }

    /// Opens a candidate beside the open article; with `confirm`, the pair is kept.
    fn face_candidate(&mut self, row: &Row, confirm: bool, fx: &mut Vec<Effect>) {
        let Some(open) = self.reader.id().cloned() else { return };
        let request = self.next_request();
        let other = row.id.clone();
        self.reader.expect_pairs(request);
        self.reader.beside = true;
        fx.push(if confirm {
            Effect::ConfirmPair { request, open, other }
        } else {
            Effect::Align { request, open, other }
        });
    }

    /// The links of the text; a single one is followed at once.
    pub(super) fn show_links(&mut self, fx: &mut Vec<Effect>) {
        let links = self.reader.page().map(Page::links).unwrap_or_default();
        if links.is_empty() {
            let said = self.words.get("message.no-links").to_owned();
            return self.say(said);
        }
        if let [only] = links.as_slice() {
            return fx.push(Effect::OpenExternal(only.url.clone()));
        }
        let text_of = |link: &page::LinkAt| {
            let article = self.reader.page().and_then(|p| p.article(link.side));
            let text = article.and_then(|a| a.text_at(link.place)).and_then(|t| t.get(link.range.clone()));
            text.unwrap_or_default().to_owned()
        };
        let items = links
            .iter()
            .map(|link| Item::labelled(text_of(link), crate::text::isolate_address(&link.url)))
            .collect();
        let urls = links.into_iter().map(|link| link.url).collect();
        let popup = Popup::new(About::Links(urls), self.words.get("popup.links"), items);
        self.open_popup(popup);
    }
}
