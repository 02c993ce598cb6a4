//! A machine translation made while one reads: asked for by a key, shown as it comes, stopped by another. Who makes it
//! and where it is kept is the runtime's affair; nothing is asked for that the reader did not ask for.

use std::fmt;

use crate::app::effect::Effect;
use crate::app::facing::page_words;
use crate::app::msg::{Counterpart, Untranslated};
use crate::app::page::{self, Page, Side};
use crate::app::popup::About;
use crate::app::{Model, Pane};
use crate::archive::Standing;
use crate::article::ArticleId;
use crate::config::keys::{Action, Context};
use crate::config::words::Words;

/// A translation that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Translating {
    /// The request's number.
    request: u64,
    /// Of which article.
    of: ArticleId,
    /// Paragraphs that are made, and how many there are.
    done: usize,
    total: usize,
}

/// The words of a page beside a translation that is not whole: what has no counterpart is not made yet.
struct NotYet(std::sync::Arc<dyn page::Words>, Words);

impl fmt::Debug for NotYet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NotYet({:?})", self.1.lang())
    }
}

impl page::Words for NotYet {
    fn machine_translation(&self) -> String {
        self.0.machine_translation()
    }

    fn only_on(&self, _: Side, paragraphs: usize) -> String {
        self.1.count("page.not-translated", paragraphs)
    }

    fn cut_reason(&self, slug: &str) -> String {
        self.0.cut_reason(slug)
    }
}

/// The words of a page of two sides, of which one may have been made of the other on demand.
pub fn words_beside(words: &Words, made: Option<Standing>) -> std::sync::Arc<dyn page::Words> {
    let usual = page_words(words);
    match made {
        Some(Standing::Unfinished(_)) => std::sync::Arc::new(NotYet(usual, words.clone())),
        _ => usual,
    }
}

impl Model {
    /// Asks for a translation of the article that is meant, which is shown beside it as it comes.
    pub(super) fn translate(&mut self, fx: &mut Vec<Effect>) {
        if self.popup.as_ref().is_some_and(|popup| matches!(popup.about, About::Candidates(_))) {
            self.popup = None;
        }
        let meant = self.reader.article().filter(|article| self.target().as_ref() == Some(&article.id));
        let Some(article) = meant.filter(|article| self.reader.newest() == Some(&article.id)).cloned() else {
            return self.tell("message.open-first");
        };
        if let Some(other) = &self.translating {
            let key =
                if other.of == article.id { "message.translating" } else { "message.translating-other" };
            let said = self.words.fill(key, &[("key", &self.stop_key())]);
            return self.say(said);
        }
        if article.lang.counterpart().is_none() {
            return self.tell("message.translates-two");
        }
        let request = self.next_request();
        self.translating =
            Some(Translating { request, of: article.id.clone(), done: 0, total: article.blocks.len() });
        fx.push(Effect::Translate { request, id: article.id.clone() });
    }

    /// Stops the translation that is being made; says whether there is one.
    pub(super) fn stop_translating(&self, fx: &mut Vec<Effect>) -> bool {
        if self.translating.is_some() {
            fx.push(Effect::StopTranslating);
        }
        self.translating.is_some()
    }

    /// A part of the translation has come.
    pub(super) fn translated_so_far(&mut self, request: u64, done: usize, counterpart: Option<Counterpart>) {
        let Some(making) = self.translating.as_mut().filter(|making| making.request == request) else {
            return;
        };
        making.done = done;
        let of = making.of.clone();
        // A page that is set anew has no caret: what one selects stays, and the rest comes at the end.
        if let Some(counterpart) = counterpart
            && !self.reader.page().is_some_and(Page::has_caret)
        {
            self.show_translation(&of, counterpart);
        }
    }

    /// The translation is made, or will not be.
    pub(super) fn translated(
        &mut self,
        request: u64,
        result: Result<Counterpart, Untranslated>,
        fx: &mut Vec<Effect>,
    ) {
        let Some(making) = self.translating.take_if(|making| making.request == request) else { return };
        // Its row tells of it from now on.
        self.list.forget();
        let key = self.key_of(Action::Translate);
        match result {
            Ok(counterpart) => {
                self.show_translation(&making.of, counterpart);
                let said = self.words.count("message.translated", making.total);
                self.say(said);
            }
            Err(Untranslated::Stopped) => {
                let said = self.words.fill(
                    "message.translation-stopped",
                    &[
                        ("done", &making.done.to_string()),
                        ("total", &making.total.to_string()),
                        ("key", &key),
                    ],
                );
                self.say(said);
            }
            Err(Untranslated::NotSet { file }) => {
                let said = self.words.fill("message.no-translator", &[("file", &file)]);
                self.complain(said);
            }
            Err(Untranslated::Paired) => {
                let beside = self.key_of(Action::SideBySide);
                let said = self.words.fill("message.translate-paired", &[("key", &beside)]);
                self.say(said);
                if self.reader.id() == Some(&making.of) {
                    self.ask_pairs(fx);
                }
            }
            Err(Untranslated::Gone) => self.tell("message.article-gone"),
            Err(Untranslated::Failed(words)) => self.complain(words),
        }
    }

    /// Puts what is made so far beside the open article, where that is the one, nobody reads another beside it, and it
    /// is being read.
    fn show_translation(&mut self, of: &ArticleId, counterpart: Counterpart) {
        let reading = self.focus == Pane::Reader || self.panes.list.is_some();
        if self.reader.id() != Some(of) || self.reader.newest() != Some(of) {
            return;
        }
        let first = !self.reader.counterparts().is_some_and(|all| all.iter().any(|one| one.made.is_some()));
        self.reader.set_counterparts(vec![counterpart]);
        // Whoever went back from side by side while it was made stays where they went.
        if reading && (self.reader.beside || (first && self.focus == Pane::Reader)) {
            self.face(0);
        }
    }

    /// What is to be said of the counterpart that is shown, where it is a translation that is not as its article is now.
    pub(super) fn tell_standing(&mut self) {
        let Some(shown) = self.reader.counterparts().and_then(<[Counterpart]>::first) else { return };
        let key = self.key_of(Action::Translate);
        let said = match shown.made {
            Some(Standing::Outdated) => self.words.fill("message.translation-outdated", &[("key", &key)]),
            Some(Standing::Unfinished(done)) if self.translating.is_none() => {
                let total = self.reader.article().map_or(done, |article| article.blocks.len());
                let (done, total) = (done.to_string(), total.to_string());
                let with = [("done", done.as_str()), ("total", &total), ("key", &key)];
                self.words.fill("message.translation-unfinished", &with)
            }
            _ => return,
        };
        self.say(said);
    }

    /// How far the translation that is being made has come, and how it is stopped.
    pub(super) fn translating_says(&self) -> Option<String> {
        let making = self.translating.as_ref()?;
        let (far, key) = (format!("{}/{}", making.done, making.total), self.stop_key());
        Some(self.words.fill("status.translating", &[("far", &far), ("key", &key)]))
    }

    /// What the counterpart that is shown is, where a machine made it on demand.
    pub(super) fn made_says(&self) -> Option<String> {
        let shown = self.reader.counterparts()?.first()?;
        Some(match shown.made? {
            Standing::Whole => self.words.get("page.machine-translation").to_owned(),
            Standing::Outdated => self.words.get("status.outdated").to_owned(),
            Standing::Unfinished(done) => {
                let total = self.reader.article().map_or(done, |article| article.blocks.len());
                let (done, total) = (done.to_string(), total.to_string());
                self.words.fill("status.unfinished", &[("done", &done), ("total", &total)])
            }
        })
    }

    /// Whether what was made on demand of the open article is not as it is now.
    pub(super) fn made_is_partial(&self) -> bool {
        let shown = self.reader.counterparts().and_then(<[Counterpart]>::first);
        shown.and_then(|shown| shown.made).is_some_and(|made| made != Standing::Whole)
    }

    /// Whether what stands beside the open article was made on demand.
    pub(super) fn beside_made(&self) -> bool {
        let shown = self.reader.counterparts().and_then(<[Counterpart]>::first);
        shown.is_some_and(|shown| shown.made.is_some())
    }

    fn key_of(&self, action: Action) -> String {
        self.keymap.keys_of(Context::Global, action).into_iter().next().unwrap_or_default()
    }

    fn stop_key(&self) -> String {
        self.key_of(Action::Back)
    }

    fn tell(&mut self, key: &str) {
        let said = self.words.get(key).to_owned();
        self.say(said);
    }
}
