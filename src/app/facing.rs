//! Articles opened and faced with their counterparts: asking for them, making the page when they come, and going
//! through matches from one article into the next.

use std::fmt;
use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::msg::Counterpart;
use crate::app::page::{self, Page, PageOptions, Side, SideText};
use crate::app::reader::Want;
use crate::app::translating::words_beside;
use crate::app::{Model, Pane};
use crate::archive::query::UNKNOWN;
use crate::archive::{FacetValue, Field, Standing, State, StateChange};
use crate::article::{Article, ArticleId, Lang, PartialDate};
use crate::config::keys::{Action, Context};
use crate::config::words::Words;
use crate::text::{self, Glyphs};

/// The words of a page from those of the interface.
#[derive(Clone)]
struct PageWords(Words);

impl fmt::Debug for PageWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageWords({:?})", self.0.lang())
    }
}

impl page::Words for PageWords {
    fn machine_translation(&self) -> String {
        self.0.get("page.machine-translation").to_owned()
    }

    fn only_on(&self, side: Side, paragraphs: usize) -> String {
        match side {
            Side::Ar => self.0.count("page.only-arabic", paragraphs),
            Side::En => self.0.count("page.only-english", paragraphs),
        }
    }

    fn cut_reason(&self, slug: &str) -> String {
        let key = format!("cut.{slug}");
        let words = self.0.get(&key);
        if words == key { slug.to_owned() } else { words.to_owned() }
    }
}

/// The words of a page in a language of the interface.
pub fn page_words(words: &Words) -> Arc<dyn page::Words> {
    Arc::new(PageWords(words.clone()))
}

/// What a page says about an article under its title: date, source, author, and its countries by
/// their codes.
pub fn meta(article: &Article, words: &Words) -> Vec<String> {
    let undated = || words.get("list.undated").to_owned();
    let mut meta = vec![article.date.as_ref().map_or_else(undated, PartialDate::to_day_string)];
    meta.extend(article.source.clone());
    meta.extend(article.author.clone());
    meta.extend(article.countries.iter().map(|tag| tag.value.clone()));
    meta
}

impl Model {
    /// Asks for an article.
    pub(super) fn open(&mut self, id: ArticleId, want: Want, fx: &mut Vec<Effect>) {
        self.save_place(fx);
        let request = self.next_request();
        self.reader.expect(request, id.clone(), want);
        fx.push(Effect::Open { request, id });
    }

    /// Keeps where reading stopped in the open article.
    pub(super) fn save_place(&mut self, fx: &mut Vec<Effect>) {
        let Some(id) = self.reader.id().cloned() else { return };
        let place = self.reader.place();
        let known = self.state_of(&id).map(|state| state.place);
        if self.focus == Pane::Reader && known != Some(place) {
            self.set_state(&id, StateChange { place: Some(place), ..StateChange::default() }, fx);
        }
    }

    /// The article that was asked for has come.
    pub(super) fn opened(
        &mut self,
        result: Result<Option<(Arc<Article>, State)>, String>,
        fx: &mut Vec<Effect>,
    ) {
        let want = self.reader.arrived();
        let (article, stored) = match result {
            Ok(Some(found)) => found,
            Ok(None) => {
                self.reader.close();
                let said = self.words.get("message.article-gone").to_owned();
                return self.complain(said);
            }
            Err(fault) => return self.complain(fault),
        };
        let id = article.id.clone();
        let page = Page::single(self.side_text(&article), self.page_options(&article));
        self.reader.show(article, page);
        self.mark_words();
        self.reader.set_passing(want.matches.is_some());
        // What was noted a moment ago may not be stored yet: the list knows it.
        *self.reader.state_mut() = self.list.find(&id).map_or(stored, |row| row.state.clone());
        if !self.reader.state().tags.is_empty() || self.reader.state().note.is_some() {
            self.say_again();
        }
        if want.matches.is_none() {
            self.reader.restore(self.reader.state().place);
        }
        if want.read && self.focus == Pane::Reader {
            self.mark_read(&id, true, fx);
        }
        if self.focus == Pane::Reader && want.matches.is_none() {
            self.reader.beside |= self.english_first(&id);
        }
        if self.reader.beside {
            self.ask_pairs(fx);
        }
        if let Some(first) = want.matches {
            self.arrive_at_match(first);
        }
    }

    /// Marks the words being found, or those of the search.
    pub(super) fn mark_words(&mut self) {
        if self.reader.finding() {
            let words = self.reader.find_text().to_owned();
            self.reader.find(&words);
        } else {
            self.reader.highlight(&self.matcher);
        }
    }

    /// An article for its page, its countries by their names.
    pub(super) fn side_text(&self, article: &Arc<Article>) -> SideText {
        let mut meta = meta(article, &self.words);
        let first = meta.len() - article.countries.len();
        for (code, tag) in meta.iter_mut().skip(first).zip(&article.countries) {
            *code = self.name_of(Field::Country, &tag.value);
        }
        let (sources, copy) = self.versions_say(&article.id);
        if let Some(sources) = sources {
            // Behind the date.
            let own = usize::from(article.source.is_some());
            meta.splice(1..=own, [sources]);
        }
        meta.extend(copy);
        let state = self.state_of(&article.id);
        let tags = state.iter().flat_map(|state| &state.tags);
        meta.extend(tags.map(|tag| format!("#{tag}")));
        let note = state.and_then(|state| state.note.clone()).unwrap_or_default();
        SideText { article: Arc::clone(article), meta, note }
    }

    /// Says anew under the title of each article of the page what the reader wrote on it.
    pub(super) fn say_again(&mut self) {
        let articles: Vec<_> = Side::BOTH
            .into_iter()
            .filter_map(|side| Some((side, Arc::clone(self.reader.page()?.article(side)?))))
            .collect();
        for (side, article) in articles {
            let SideText { meta, note, .. } = self.side_text(&article);
            if let Some(page) = self.reader.page_mut() {
                page.set_said(side, meta, note);
            }
        }
    }

    /// The name of a value in the interface's language, as the facets know it; the value itself where they do not.
    pub(crate) fn name_of(&self, field: Field, value: &str) -> String {
        let facet = self.facets.facets().iter().find(|f| f.field == field);
        let known = facet.and_then(|f| f.values.iter().find(|v| v.value == value));
        known.map_or_else(|| value.to_owned(), |v| self.value_name(field, v).to_owned())
    }

    /// What a value of a facet is called; for articles that have none, what they lack.
    pub(crate) fn value_name<'a>(&'a self, field: Field, value: &'a FacetValue) -> &'a str {
        if value.value == UNKNOWN { self.unknown_name(field) } else { self.facets.label(value) }
    }

    /// What articles without a value of a field are called.
    pub(crate) fn unknown_name(&self, field: Field) -> &str {
        match field {
            Field::Country => self.words.get("facet-unknown.country"),
            Field::Topic => self.words.get("facet-unknown.topic"),
            Field::Org => self.words.get("facet-unknown.org"),
            Field::Source => self.words.get("facet-unknown.source"),
            Field::Year | Field::Date => self.words.get("facet-unknown.year"),
            Field::Tag => self.words.get("facet-unknown.tag"),
            Field::Lang | Field::Is => self.words.get("facet-unknown.lang"),
        }
    }

    /// A span of time in the interface's words.
    pub(crate) fn span_name(&self, from: &PartialDate, to: &PartialDate) -> String {
        let (first, last) = (from.to_day_string(), to.to_day_string());
        if first == last {
            return text::isolate(&first);
        }
        self.words.fill("piece.span", &[("from", &first), ("to", &last)])
    }

    /// Whether Arabic is shown in Latin letters, for want of its own.
    pub(crate) fn romanises(&self) -> bool {
        self.options.glyphs != Glyphs::All
    }

    /// Whether an article that one opens is to be faced with its English counterpart, which reads better than
    /// Arabic in Latin letters.
    pub(super) fn english_first(&self, id: &ArticleId) -> bool {
        let row = self.list.find(id).filter(|row| self.romanises() && row.lang.is_rtl());
        row.is_some_and(|row| {
            row.translated == Some(Lang::En) || row.pairs.iter().any(|(lang, _)| *lang == Lang::En)
        })
    }

    pub(super) fn page_options(&self, article: &Article) -> PageOptions {
        PageOptions {
            measure: self.config.measure,
            text: self.page_text(),
            arabic_right: self.config.arabic_right != self.reader.swapped,
            first: if article.lang.is_rtl() && !self.romanises() { Side::Ar } else { Side::En },
            show_cut: self.reader.cut,
            ..PageOptions::new(page_words(&self.words))
        }
    }

    /// Side by side, or back.
    pub(super) fn toggle_beside(&mut self, fx: &mut Vec<Effect>) {
        if self.reader.beside {
            let place = self.reader.place();
            self.reader.beside = false;
            if let Some(article) = self.reader.article().cloned() {
                let page = Page::single(self.side_text(&article), self.page_options(&article));
                self.reader.show(article, page);
                self.mark_words();
                self.reader.restore(place);
            }
            return self.arrange();
        }
        self.reader.offer = true;
        if self.focus != Pane::Reader {
            let (row, was) = (self.list.current().map(|r| r.id.clone()), self.reader.newest().cloned());
            self.focus = Pane::List;
            self.open_current(fx);
            if row.is_none() || row != was {
                // It opens side by side when it has come.
                self.reader.beside = row.is_some();
                return self.arrange();
            }
        }
        if self.reader.id() != self.reader.newest() || self.reader.id().is_none() {
            // The open article is about to be replaced: it is the coming one that is meant, and asking for the
            // pairs of the other would push the coming one out of its worker's slot.
            self.reader.beside = self.reader.newest().is_some();
            return self.arrange();
        }
        match self.reader.counterparts() {
            Some(counterparts) if !counterparts.is_empty() => {
                self.reader.offer = false;
                self.face(0);
                self.tell_standing();
            }
            _ => {
                self.reader.beside = true;
                self.ask_pairs(fx);
            }
        }
    }

    /// Asks for the counterparts of the open article.
    pub(super) fn ask_pairs(&mut self, fx: &mut Vec<Effect>) {
        if let Some(id) = self.reader.id().cloned() {
            let request = self.next_request();
            self.reader.expect_pairs(request);
            fx.push(Effect::LoadPairs { request, id });
        }
    }

    /// The counterparts of the open article have come.
    pub(super) fn paired(&mut self, result: Result<Vec<Counterpart>, String>, fx: &mut Vec<Effect>) {
        let counterparts = match result {
            Ok(counterparts) => counterparts,
            Err(fault) => {
                self.reader.beside = false;
                self.arrange();
                return self.complain(fault);
            }
        };
        let some = !counterparts.is_empty();
        self.reader.set_counterparts(counterparts);
        if some && self.reader.beside {
            self.face(0);
            self.tell_standing();
        } else if self.reader.beside {
            self.reader.beside = false;
            self.arrange();
            if std::mem::take(&mut self.reader.offer) {
                self.offer_candidates(fx);
            } else if let Some(article) = self.reader.article() {
                // One has come here by reading on: a sentence is enough.
                let language = self.other_language(article);
                let said = self.words.fill("message.no-counterpart", &[("language", &language)]);
                self.say(said);
            }
        }
    }

    /// Puts the open article and its counterpart beside each other.
    pub(super) fn face(&mut self, index: usize) {
        let Some(open) = self.reader.article().cloned() else { return };
        let counterpart = self.reader.counterparts().and_then(|c| c.get(index)).cloned();
        let Some(counterpart) = counterpart else { return };
        let words = words_beside(&self.words, counterpart.made);
        let unfinished = matches!(counterpart.made, Some(Standing::Unfinished(_)));
        let Counterpart { pair, article: other, differences, .. } = counterpart;
        let (ar, en) = if pair.ar == open.id { (&open, &other) } else { (&other, &open) };
        let (ar, en) = (self.side_text(ar), self.side_text(en));
        let place = self.reader.place();
        let options = PageOptions { words, ..self.page_options(&open) };
        let mut page = Page::pair(ar, en, &pair.beads, options);
        page.set_differences(&differences);
        if unfinished {
            // What is not translated yet is one run of text, and is read while one waits.
            page.toggle_fold(0);
        }
        self.reader.beside = true;
        self.reader.offer = false;
        self.focus = Pane::Reader;
        self.reader.show(open, page);
        self.arrange();
        self.mark_words();
        self.reader.restore(place);
    }

    /// The other column order.
    pub(super) fn swap_columns(&mut self) {
        self.reader.swapped = !self.reader.swapped;
        self.reset_page();
        let key = if self.reader.beside { "message.swapped" } else { "message.swapped-later" };
        let said = self.words.get(key).to_owned();
        self.say(said);
    }

    /// Shows or hides what was cut from the page.
    pub(super) fn toggle_cut(&mut self) {
        let Some(article) = self.reader.article() else { return };
        let pieces = article.cut.len();
        self.reader.cut = !self.reader.cut;
        let said = match (pieces, self.reader.cut) {
            (0, _) => self.words.get("message.nothing-cut").to_owned(),
            (n, true) => self.words.count("message.cut-shown", n),
            (_, false) => self.words.get("message.cut-hidden").to_owned(),
        };
        self.reset_page();
        self.say(said);
    }

    fn reset_page(&mut self) {
        let Some(article) = self.reader.article().cloned() else { return };
        let options = self.page_options(&article);
        if let Some(page) = self.reader.page_mut() {
            // What it says of folds belongs to what is folded.
            let words = Arc::clone(&page.options().words);
            page.set_options(PageOptions { words, ..options });
        }
        self.mark_words();
    }

    pub(super) fn toggle_fold(&mut self) {
        if !self.reader.page_mut().is_some_and(Page::toggle_current_fold) {
            let said = self.words.get("message.no-fold").to_owned();
            self.say(said);
        }
    }

    /// The next match, or the one before. After the last, the words of the archive's search are looked for in the
    /// next article of the list; words found in the open article alone begin again there.
    pub(super) fn step_match(&mut self, forward: bool, fx: &mut Vec<Effect>) {
        if self.reader.id().is_some() && self.panes.reader.is_some() && self.reader.next_match(forward) {
            return self.tell_matches();
        }
        if self.matcher.is_empty() {
            return self.turn_match(forward);
        }
        let want = Want { read: false, matches: Some(forward) };
        self.neighbour(if forward { 1 } else { -1 }, want, fx);
    }

    fn turn_match(&mut self, forward: bool) {
        let said = match self.reader.finding() {
            false => "message.nothing-to-find",
            true if self.reader.matches().1 == 0 => "message.not-found",
            true if self.reader.turn(forward) => return self.tell_matches(),
            true if forward => "message.last-match",
            true => "message.first-match",
        };
        let action = if forward { Action::NextMatch } else { Action::PrevMatch };
        let key = self.keymap.keys_of(Context::Global, action).into_iter().next().unwrap_or_default();
        let said = self.words.fill(said, &[("key", &key)]);
        self.say(said);
    }

    /// Opens the article after or before the open one in the list.
    pub(super) fn neighbour(&mut self, by: isize, want: Want, fx: &mut Vec<Effect>) {
        let here = self.reader.newest().and_then(|id| self.list.place_of(id)).unwrap_or(self.list.cursor());
        let there = here.checked_add_signed(by).filter(|place| *place < self.list.len());
        let Some(place) = there else {
            let key = if by > 0 { "message.last-article" } else { "message.first-article" };
            let said = self.words.get(key).to_owned();
            return self.say(said);
        };
        self.list.go_to(place);
        // Its row is on its way, where it is not there.
        let Some(row) = self.list.row(place).cloned() else { return };
        let said = self.words.fill("message.next-article", &[("title", &row.title)]);
        self.say(said);
        self.open(row.id, want, fx);
        self.go(Pane::Reader);
    }

    /// One has come from another article: to its first match, or its last; without one, one stays at its head.
    fn arrive_at_match(&mut self, first: bool) {
        if self.reader.end_match(first) {
            return;
        }
        let title = self.reader.article().map(|a| a.title.clone()).unwrap_or_default();
        let said = if self.reader.finding() {
            self.words.get("message.not-found").to_owned()
        } else {
            self.words.fill("message.no-match-here", &[("title", &title)])
        };
        self.say(said);
    }

    /// Says on which match one stands.
    pub(super) fn tell_matches(&mut self) {
        let (at, all) = self.reader.matches();
        let said = match (at, all) {
            (_, 0) => self.words.get("message.not-found").to_owned(),
            (Some(at), all) => {
                self.words.fill("message.match", &[("at", &at.to_string()), ("all", &all.to_string())])
            }
            (None, all) => self.words.count("message.matches", all),
        };
        self.say(said);
    }

    /// Opens the original: its address, or else the file that it came from.
    pub(super) fn open_original(&mut self, fx: &mut Vec<Effect>) {
        let open = self.reader.article().filter(|a| Some(a.id.clone()) == self.target());
        let Some(article) = open else {
            let said = self.words.get("message.open-first").to_owned();
            return self.say(said);
        };
        let path = Some(&article.provenance.path).filter(|p| !p.is_empty() && !p.starts_with("edition:"));
        if let Some(url) = &article.url {
            fx.push(Effect::OpenExternal(url.clone()));
        } else if let Some(path) = path {
            fx.push(Effect::OpenFile(path.clone()));
        } else {
            let said = self.words.get("message.no-original").to_owned();
            self.say(said);
        }
    }

    /// The language on the other side of an article.
    pub(super) fn other_language(&self, article: &Article) -> String {
        let key = if article.lang == Lang::Ar { "language.en" } else { "language.ar" };
        self.words.get(key).to_owned()
    }
}
