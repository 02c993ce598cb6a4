//! Why an article has its countries, topics and organisations, and what was cut from it: shown, corrected by keys,
//! put back. What a correction means is said in [`crate::article::correction`]; it is stored by a worker.

use std::sync::Arc;

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::list::Keep;
use crate::app::own::Writing;
use crate::app::page::{self, Page};
use crate::app::popup::{About, Item, Popup};
use crate::archive::{value_named, value_of};
use crate::article::correction::{Judged, Kind, PutBack, Verdict};
use crate::article::{Amendment, Article, ArticleId, Correction, Place, Tag};
use crate::config::keys::{Action, Context};
use crate::text::isolate;

/// Words of evidence shown for one tag: enough to judge it, few enough for one row.
const WORDS_SHOWN: usize = 8;

/// A piece that a row shows: one that is cut, or one that was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The piece.
    pub piece: PutBack,
    /// Whether it was put back.
    pub back: bool,
}

/// The articles' groups of values: the key of the heading, the kind, the values.
fn groups(article: &Article) -> [(&'static str, Kind, &[Tag]); 4] {
    [
        ("evidence.countries", Kind::Country, &article.countries),
        ("evidence.mentions", Kind::Country, &article.mentions),
        ("evidence.topics", Kind::Topic, &article.topics),
        ("evidence.orgs", Kind::Org, &article.orgs),
    ]
}

impl Model {
    /// The countries, topics and organisations of the article with the words that speak for each.
    /// They stay marked in the text until asked again.
    pub(super) fn show_evidence(&mut self, fx: &mut Vec<Effect>) {
        if self.reader.shows_evidence() {
            return self.reader.show_evidence(page::Evidence::Off);
        }
        let Some(id) = self.reader.id().cloned() else { return self.open_first() };
        self.reader.show_evidence(page::Evidence::All);
        self.list_evidence(None);
        fx.push(Effect::Review { id, steps: Vec::new() });
    }

    /// What was cut from the page, and what of it was put back.
    pub(super) fn show_pieces(&mut self, fx: &mut Vec<Effect>) {
        let Some(id) = self.reader.id().cloned() else { return self.open_first() };
        self.list_pieces(0);
        fx.push(Effect::Review { id, steps: Vec::new() });
    }

    fn open_first(&mut self) {
        let said = self.words.get("message.open-first").to_owned();
        self.say(said);
    }

    /// Opens the list of values with the cursor on one of them.
    fn list_evidence(&mut self, on: Option<&(Kind, String)>) {
        let Some(article) = self.reader.article().cloned() else { return };
        let (mut items, mut rows) = (Vec::new(), Vec::new());
        for (heading, kind, tags) in groups(&article).into_iter().filter(|(_, _, tags)| !tags.is_empty()) {
            items.push(Item::heading(self.words.get(heading)));
            rows.push(None);
            for tag in tags {
                items.push(self.evidence_item(&article, kind, tag));
                rows.push(Some((kind, tag.value.clone())));
            }
        }
        let refused: Vec<Judged> =
            self.reader.correction.judged.iter().filter(|j| is_refused(&article, j)).cloned().collect();
        if !refused.is_empty() {
            items.push(Item::heading(self.words.get("evidence.not")));
            rows.push(None);
        }
        for Judged { kind, value, .. } in refused {
            items.push(Item::labelled(self.name(kind, &value), self.words.get("evidence.by-hand")));
            rows.push(Some((kind, value)));
        }
        if items.is_empty() {
            let key = self.keymap.keys_of(Context::Popup, Action::AddValue).into_iter().next();
            let said = self.words.fill("evidence.none", &[("key", &key.unwrap_or_default())]);
            items.push(Item::text(said));
            rows.push(None);
        }
        let at = rows.iter().position(|row| row.is_some() && row.as_ref() == on).unwrap_or(0);
        let mut popup = Popup::new(About::Evidence(rows), self.words.get("popup.evidence"), items);
        popup.place(at);
        self.open_popup(popup);
    }

    fn evidence_item(&self, article: &Article, kind: Kind, tag: &Tag) -> Item {
        let mut words: Vec<String> = Vec::new();
        for evidence in &tag.evidence {
            let text = article.text_at(evidence.place).and_then(|t| t.get(evidence.range.clone()));
            let Some(text) = text.map(isolate) else { continue };
            if !words.contains(&text) && words.len() < WORDS_SHOWN {
                words.push(text);
            }
        }
        let by_hand = self.reader.correction.verdict(kind, &tag.value).is_some();
        let words_said = words.join(self.words.get("evidence.comma"));
        let in_title = tag.evidence.iter().any(|e| e.place == Place::Title);
        let mut why = Vec::new();
        if by_hand {
            why.push(self.words.get("evidence.by-hand").to_owned());
        }
        match (words.is_empty(), in_title) {
            (true, _) if by_hand => {}
            (true, _) => why.push(self.words.get("evidence.declared").to_owned()),
            (false, true) => why.extend([words_said, self.words.get("evidence.in-title").to_owned()]),
            (false, false) => why.push(words_said),
        }
        Item::labelled(self.name(kind, &tag.value), why.join(" · "))
    }

    /// A value's name in the interface's language.
    fn name(&self, kind: Kind, value: &str) -> String {
        value_named(kind, value).name(self.words.lang()).to_owned()
    }

    /// Opens the list of pieces with the cursor on a row.
    fn list_pieces(&mut self, at: usize) {
        let Some(article) = self.reader.article().cloned() else { return };
        let correction = &self.reader.correction;
        let (mut items, mut rows) = (Vec::new(), Vec::new());
        for (piece, cut) in correction.still_cut(&article.cut).into_iter().zip(&article.cut) {
            let reason = self.words.get(&format!("cut.{}", cut.reason)).trim_start_matches("cut.").to_owned();
            items.push(Item::labelled(
                reason,
                isolate(&cut.text.split_whitespace().collect::<Vec<_>>().join(" ")),
            ));
            rows.push(Piece { piece, back: false });
        }
        for piece in correction.put_back.clone() {
            let text = isolate(&piece.text.split_whitespace().collect::<Vec<_>>().join(" "));
            items.push(Item::labelled(self.words.get("evidence.put-back"), text));
            rows.push(Piece { piece, back: true });
        }
        if rows.is_empty() {
            items.push(Item::text(self.words.get("message.nothing-cut")));
        }
        let mut popup = Popup::new(About::Pieces(rows), self.words.get("popup.pieces"), items);
        popup.place(at);
        self.open_popup(popup);
    }

    /// An action in one of the two lists; says whether it was one of theirs.
    pub(super) fn act_in_review(&mut self, action: Action, fx: &mut Vec<Effect>) -> bool {
        let Some(popup) = &self.popup else { return false };
        let at = popup.cursor();
        match &popup.about {
            About::Evidence(rows) => {
                let value = rows.get(at).cloned().flatten();
                self.act_on_value(action, value, fx)
            }
            About::Pieces(rows) => {
                let piece = rows.get(at).cloned();
                act_on_piece(action, piece).is_some_and(|step| {
                    self.amend(step, fx);
                    true
                })
            }
            _ => false,
        }
    }

    fn act_on_value(&mut self, action: Action, on: Option<(Kind, String)>, fx: &mut Vec<Effect>) -> bool {
        let verdict = match action {
            Action::AddValue => {
                if let Some(id) = self.reader.id().cloned() {
                    self.popup = None;
                    self.begin_writing(Writing::Value(id), "");
                }
                return true;
            }
            Action::Yes => Some(Verdict::Is),
            Action::MentionsOnly => Some(Verdict::Mentions),
            Action::No | Action::RemoveSearch => Some(Verdict::Not),
            Action::TakeBack => None,
            _ => return false,
        };
        let Some((kind, value)) = on else { return true };
        match verdict {
            Some(Verdict::Mentions) if kind != Kind::Country => {
                let said = self.words.get("message.only-countries").to_owned();
                self.say(said);
            }
            Some(verdict) => self.amend(Amendment::Judge(Judged { kind, value, verdict }), fx),
            None if self.reader.correction.verdict(kind, &value).is_none() => {
                let said = self.words.get("message.not-corrected").to_owned();
                self.say(said);
            }
            None => self.amend(Amendment::Forget(kind, value), fx),
        }
        true
    }

    /// Shows in the text what speaks for the value of a row alone.
    pub(super) fn show_evidence_of(&mut self, row: usize) {
        let Some(About::Evidence(rows)) = self.popup.as_ref().map(|popup| &popup.about) else { return };
        if let Some((_, value)) = rows.get(row).cloned().flatten() {
            self.reader.show_evidence(page::Evidence::Of(value));
        }
        self.popup = None;
    }

    /// A value was typed that the article is about; says whether it is one.
    pub(super) fn value_written(&mut self, id: ArticleId, typed: &str, fx: &mut Vec<Effect>) -> bool {
        if typed.is_empty() {
            self.list_evidence(None);
            return true;
        }
        match value_of(typed) {
            Ok(value) => {
                let on = (value.kind, value.value.clone());
                let judged = Judged { kind: value.kind, value: value.value, verdict: Verdict::Is };
                self.list_evidence(Some(&on));
                fx.push(Effect::Review { id, steps: vec![Amendment::Judge(judged)] });
                true
            }
            Err(fault) => {
                self.complain(fault.to_string());
                false
            }
        }
    }

    fn amend(&mut self, step: Amendment, fx: &mut Vec<Effect>) {
        if let Some(id) = self.reader.id().cloned() {
            fx.push(Effect::Review { id, steps: vec![step] });
        }
    }

    /// What is corrected about an article has come, and the article with it.
    pub(super) fn reviewed(
        &mut self,
        id: &ArticleId,
        steps: &[Amendment],
        result: Result<(Option<Arc<Article>>, Correction), String>,
        fx: &mut Vec<Effect>,
    ) {
        let (article, correction) = match result {
            Ok(found) => found,
            Err(fault) => return self.complain(fault),
        };
        if !steps.is_empty() {
            self.list.forget();
            self.keep = Keep::Article;
            fx.push(self.search.again());
        }
        if self.reader.id() != Some(id) {
            return;
        }
        self.reader.correction = correction;
        if let Some(article) = article.filter(|article| Some(article) != self.reader.article()) {
            self.show_corrected(article, fx);
        }
        let at = self.popup.as_ref().map_or(0, Popup::cursor);
        match self.popup.as_ref().map(|popup| &popup.about) {
            Some(About::Evidence(rows)) => {
                let judged = steps.iter().find_map(|step| match step {
                    Amendment::Judge(judged) => Some((judged.kind, judged.value.clone())),
                    _ => None,
                });
                let on = judged.or_else(|| rows.get(at).cloned().flatten());
                self.list_evidence(on.as_ref());
            }
            Some(About::Pieces(_)) => self.list_pieces(at),
            _ => {}
        }
    }

    /// Shows the open article as it is now, where one has read to.
    fn show_corrected(&mut self, article: Arc<Article>, fx: &mut Vec<Effect>) {
        let place = self.reader.place();
        let shown = self.reader.page().map_or(page::Evidence::Off, |page| page.evidence().clone());
        let same_text = self.reader.article().is_some_and(|before| before.blocks == article.blocks);
        let page = Page::single(self.side_text(&article), self.page_options(&article));
        self.reader.show(article, page);
        if !same_text {
            self.reader.forget_counterparts();
        }
        if self.reader.beside && self.reader.counterparts().is_some_and(|all| !all.is_empty()) {
            let focus = self.focus;
            self.face(0);
            self.focus = focus;
        } else if self.reader.beside {
            self.ask_pairs(fx);
        }
        self.mark_words();
        self.reader.show_evidence(shown);
        self.reader.restore(place);
    }
}

/// What a key does with a piece.
fn act_on_piece(action: Action, on: Option<Piece>) -> Option<Amendment> {
    let Piece { piece, back } = on?;
    match action {
        Action::Open if back => Some(Amendment::CutAgain(piece)),
        Action::Open | Action::Yes => Some(Amendment::PutBack(piece)),
        Action::No | Action::RemoveSearch | Action::TakeBack => Some(Amendment::CutAgain(piece)),
        _ => None,
    }
}

/// Whether a value was taken away by hand and stands nowhere.
fn is_refused(article: &Article, judged: &Judged) -> bool {
    let stands = |(_, kind, tags): (&str, Kind, &[Tag])| {
        kind == judged.kind && tags.iter().any(|tag| tag.value == judged.value)
    };
    judged.verdict != Verdict::Is && !groups(article).into_iter().any(stands)
}
