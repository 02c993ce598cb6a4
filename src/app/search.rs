//! What is asked of the archive now: the query, its history, and the answer's counts. Pure state; the request goes
//! out as an effect that the caller returns.

use crate::app::effect::Effect;
use crate::archive::query::Filter;
use crate::archive::{self, Answer, Field, Offer, Query, Request, Sort};

/// So many changes of the query can be taken back.
const REMEMBERED: usize = 200;

/// A query and how its words are understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The query.
    pub query: Query,
    /// Any of the words rather than all.
    pub any: bool,
    /// Whether the last word stands for longer ones too. So it is found while it is typed, and what was seen then
    /// stays when the line is kept, until the words are others.
    pub typing: bool,
}

/// The state of the search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    now: Asked,
    undo: Vec<Asked>,
    redo: Vec<Asked>,
    generation: u64,
    answered: u64,
    /// The newest request for counts alone.
    counting: u64,
    /// Articles that match.
    pub total: usize,
    /// Stories among them.
    pub stories: usize,
    /// Undated articles that the date filter left out.
    pub undated: usize,
    /// How many match with any of the words, when none matches with all.
    pub any_total: Option<usize>,
    /// Whether the index was behind.
    pub partial: bool,
    /// Whether only the newest of what matches is known yet.
    pub refining: bool,
    /// What else may have been meant, and which of it a key would take.
    offers: Vec<Offer>,
    offer: usize,
}

impl Search {
    /// A search that begins with what was asked before.
    pub fn new(now: Asked) -> Self {
        Self { now, ..Self::default() }
    }

    /// What is asked.
    pub const fn asked(&self) -> &Asked {
        &self.now
    }

    /// The query.
    pub const fn query(&self) -> &Query {
        &self.now.query
    }

    /// Whether an answer is still on its way.
    pub const fn waiting(&self) -> bool {
        self.answered != self.generation
    }

    /// How many changes can be taken back.
    pub const fn depth(&self) -> usize {
        self.undo.len()
    }

    /// Whether an answer with this number is the newest.
    pub const fn is_current(&self, generation: u64) -> bool {
        generation == self.generation
    }

    /// Takes in an answer's counts. One that is still refined is no end of waiting.
    pub fn answered(&mut self, generation: u64, answer: &Answer) {
        if !answer.refining {
            self.answered = generation;
        }
        self.refining = answer.refining;
        self.total = answer.total;
        self.stories = answer.stories;
        self.undated = answer.undated;
        self.any_total = answer.any_total;
        self.partial = answer.partial;
        self.offers.clear();
        self.offer = 0;
    }

    /// Asks what else may have been meant: where nothing was found, or a word names a value of a facet. The line is
    /// what was typed.
    pub fn ask_offers(&self, answer: &Answer, typed: String) -> Option<Effect> {
        let Asked { query, any, typing } = self.now.clone();
        // A word or a name may be mistyped; of the other fields a query has no wrong value.
        let named = |filter: &Filter| matches!(filter.field, Field::Topic | Field::Org);
        let typed_wrong = !query.groups.is_empty() || query.filters.iter().any(named);
        let empty = answer.total == 0 && !answer.partial && typed_wrong;
        (empty || archive::names_facet(&query)).then(|| {
            let request = Request { query, any, typing };
            Effect::Offers { generation: self.generation, request, typed }
        })
    }

    /// Takes in offers of the newest search.
    pub fn offered(&mut self, offers: Vec<Offer>) {
        self.offers = offers;
        self.offer = 0;
    }

    /// The offers, and the place of the one that a key would take.
    pub fn offers(&self) -> (&[Offer], usize) {
        (&self.offers, self.offer)
    }

    /// Goes to the next offer, after the last to the first.
    pub const fn next_offer(&mut self) {
        self.offer = if self.offer + 1 < self.offers.len() { self.offer + 1 } else { 0 };
    }

    /// The search came to nothing; what is seen stays.
    pub const fn failed(&mut self) {
        self.answered = self.generation;
        self.refining = false;
    }

    /// Asks again for the same.
    pub fn again(&mut self) -> Effect {
        self.send()
    }

    /// Asks again for the same, for the counts of the facets alone: what is listed stays. An answer that is still
    /// on its way will be asked for anew, rows and all.
    pub fn count_again(&mut self) -> Effect {
        let listed = !self.waiting() || self.only_counts(self.generation);
        let effect = self.send();
        if listed {
            self.counting = self.generation;
        }
        effect
    }

    /// Whether the request with this number was for counts alone.
    pub const fn only_counts(&self, generation: u64) -> bool {
        self.counting == generation && generation > 0
    }

    /// The counts alone have come; what is known of the list stays as it was.
    pub const fn counted(&mut self) {
        self.answered = self.generation;
    }

    /// Asks for something else while it is being typed; nothing is remembered yet.
    pub fn preview(&mut self, asked: Asked) -> Option<Effect> {
        (asked != self.now).then(|| {
            self.now = asked;
            self.send()
        })
    }

    /// Goes back to what was asked before one typed.
    pub fn restore(&mut self, asked: Asked) -> Option<Effect> {
        (asked != self.now).then(|| {
            self.now = asked;
            self.send()
        })
    }

    /// Asks for something else, which can be taken back. `before` is what was asked before it was typed.
    pub fn change(&mut self, asked: Asked, before: Option<Asked>) -> Option<Effect> {
        let before = before.unwrap_or_else(|| self.now.clone());
        if asked != before {
            self.undo.push(before);
            self.redo.clear();
            let over = self.undo.len().saturating_sub(REMEMBERED);
            self.undo.drain(..over);
        }
        self.now = asked;
        Some(self.send())
    }

    /// Takes the last change back; `None` where there is none.
    pub fn undo(&mut self) -> Option<Effect> {
        let before = self.undo.pop()?;
        self.redo.push(std::mem::replace(&mut self.now, before));
        Some(self.send())
    }

    /// Makes the change again that was taken back.
    pub fn redo(&mut self) -> Option<Effect> {
        let after = self.redo.pop()?;
        self.undo.push(std::mem::replace(&mut self.now, after));
        Some(self.send())
    }

    /// Whether a change can be taken back.
    pub const fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    fn send(&mut self) -> Effect {
        self.generation += 1;
        self.refining = false;
        let Asked { query, any, typing } = self.now.clone();
        let request = Request { query, any, typing };
        Effect::Search { generation: self.generation, request }
    }
}

/// The order after this one.
pub const fn next_sort(sort: Sort) -> Sort {
    match sort {
        Sort::Date => Sort::Relevance,
        Sort::Relevance => Sort::Title,
        Sort::Title => Sort::Date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title() -> Asked {
        Asked { query: Query { sort: Sort::Title, ..Query::default() }, ..Asked::default() }
    }

    #[test]
    fn a_change_is_taken_back_and_made_again() {
        let mut search = Search::default();
        assert_eq!(search.undo(), None);
        assert!(search.change(title(), None).is_some());
        assert!(search.waiting() && search.can_undo());
        assert!(search.undo().is_some());
        assert_eq!(*search.asked(), Asked::default());
        assert!(search.redo().is_some());
        assert_eq!(*search.asked(), title());
        assert_eq!(search.redo(), None);
    }

    #[test]
    fn what_was_typed_counts_as_one_change_from_before_it_was_typed() {
        let mut search = Search::default();
        let before = search.asked().clone();
        assert!(search.preview(title()).is_some());
        assert!(search.preview(title()).is_none(), "the same is not asked twice");
        assert!(!search.can_undo());
        assert!(search.change(title(), Some(before)).is_some());
        search.undo();
        assert_eq!(*search.asked(), Asked::default());
    }

    #[test]
    fn only_the_newest_number_is_current() {
        let mut search = Search::default();
        let Effect::Search { generation: old, .. } = search.again() else { panic!("a search") };
        let Effect::Search { generation: new, .. } = search.again() else { panic!("a search") };
        assert!(!search.is_current(old) && search.is_current(new));
        search.answered(new, &Answer::default());
        assert!(!search.waiting());
    }
}
