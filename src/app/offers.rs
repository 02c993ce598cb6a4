//! What a search may have meant instead, and the written forms of its words: what is shown of them and what a key does
//! with them. What is offered is found by the archive.

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::popup::{About, Item, Popup, Shown};
use crate::app::prompt::Purpose;
use crate::app::search::Asked;
use crate::archive::{Forms, Offer, Request, Why};
use crate::article::Lang;
use crate::text::isolate;

impl Model {
    /// Puts the offer in the place of what is typed.
    pub(super) fn take_offer(&mut self, fx: &mut Vec<Effect>) {
        let (offers, chosen) = self.search.offers();
        let Some(query) = offers.get(chosen).map(|offer| offer.query.to_string()) else { return };
        let Some(prompt) = self.prompt.as_mut().filter(|p| matches!(p.purpose, Purpose::Search(_))) else {
            return;
        };
        prompt.entry.to_end();
        prompt.entry.delete_to_start();
        prompt.entry.insert(&format!("{query} "));
        self.search_typed(fx);
    }

    /// The offers as they stand under the line that is typed: words, and whether a key would take them. None while
    /// no query is typed.
    pub(crate) fn offers_say(&self) -> Vec<(String, bool)> {
        let searching = self.prompt.as_ref().is_some_and(|p| matches!(p.purpose, Purpose::Search(_)));
        let (offers, chosen) = self.search.offers();
        if !searching || offers.is_empty() {
            return Vec::new();
        }
        let mut said = Vec::new();
        let mut before = None;
        for (at, offer) in offers.iter().enumerate() {
            let facet = offer.why == Why::Facet;
            if before.replace(facet) != Some(facet) {
                let lead = if facet { "offer.facet" } else { "offer.meant" };
                said.push((self.words.get(lead).to_owned(), false));
            }
            said.push((self.offer_says(offer), at == chosen));
        }
        said
    }

    fn offer_says(&self, offer: &Offer) -> String {
        let n = offer.count.to_string();
        let label = offer.label.as_ref();
        match label.map(|(ar, en)| if self.words.lang() == Lang::Ar { ar } else { en }) {
            Some(name) => {
                let values = [("meant", offer.meant.as_str()), ("name", name), ("n", &n)];
                self.words.fill("offer.value", &values)
            }
            None => self.words.fill("offer.word", &[("meant", &offer.meant), ("n", &n)]),
        }
    }

    /// Asks in which forms the words of the search are written.
    pub(super) fn ask_forms(&mut self, fx: &mut Vec<Effect>) {
        let Asked { query, any, typing } = self.search.asked().clone();
        let items = vec![Item::text(self.words.get("forms.looking"))];
        self.open_popup(Popup::new(About::Forms(None), self.words.get("forms.title"), items));
        fx.push(Effect::Forms { request: Request { query, any, typing } });
    }

    pub(super) fn show_forms(&mut self, result: Result<Forms, String>) {
        if !self.popup.as_ref().is_some_and(|popup| popup.about == About::Forms(None)) {
            return;
        }
        let forms = match result {
            Ok(forms) => forms,
            Err(fault) => {
                self.popup = None;
                return self.complain(fault);
            }
        };
        let title = self.words.get("forms.title").to_owned();
        if forms.words.iter().all(|word| word.forms.is_empty()) {
            // Without an article that matches there is nothing to choose from.
            let key = if forms.words.is_empty() { "forms.none" } else { "empty.no-hits" };
            let items = vec![Item::text(self.words.get(key))];
            return self.open_popup(Popup::new(About::Forms(None), title, items));
        }
        let (mut items, mut rows) = (Vec::new(), Vec::new());
        for word in &forms.words {
            for form in &word.forms {
                let shown = Shown { place: word.place, form: form.clone() };
                items.push(self.form_item(&shown));
                rows.push(Some(shown));
            }
        }
        items.push(Item::text(self.forms_read(&forms)));
        rows.push(None);
        self.open_popup(Popup::new(About::Forms(Some(rows)), title, items));
    }

    /// Of how many articles the counts are.
    fn forms_read(&self, forms: &Forms) -> String {
        if forms.read == forms.of {
            return self.words.count("forms.read-all", forms.read);
        }
        let read = self.words.count("forms.read", forms.read);
        format!("{read} {}", self.words.count("forms.of", forms.of))
    }

    fn form_item(&self, shown: &Shown) -> Item {
        let n = self.words.count("count.articles", shown.form.articles);
        let text = if shown.form.dropped { format!("{n} · {}", self.words.get("forms.dropped")) } else { n };
        Item::labelled(isolate(&shown.form.written), text)
    }

    /// Leaves a form out of the search, or takes it back.
    pub(super) fn turn_form(&mut self, mut rows: Vec<Option<Shown>>, at: usize, fx: &mut Vec<Effect>) {
        let Some(Some(shown)) = rows.get_mut(at) else { return };
        shown.form.dropped = !shown.form.dropped;
        let mut asked = self.search.asked().clone();
        asked.query.toggle_form(shown.place, &shown.form.written);
        let item = self.form_item(shown);
        if let Some(popup) = &mut self.popup {
            if let Some(place) = popup.items.get_mut(at) {
                *place = item;
            }
            popup.about = About::Forms(Some(rows));
        }
        self.ask(asked, fx);
    }
}
