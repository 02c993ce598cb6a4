//! The reader's pane: which article is open or on its way, its page, its counterparts, and what is being found in
//! it. The page lays out and scrolls ([`crate::app::page`]); nothing here does.

use std::sync::Arc;

use crate::app::msg::Counterpart;
use crate::app::page::{Evidence, Mode, Page, PageOptions, Side};
use crate::app::panes::Area;
use crate::app::session::Session;
use crate::archive::State;
use crate::archive::query::Matcher;
use crate::article::{Article, ArticleId, Bead, Correction, Difference, Pair};
use crate::config::keys::Action;
use crate::text;

/// What is to happen when the article that was asked for has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// Whether it is opened to be read, and so counts as read.
    pub read: bool,
    /// Whether to go to its first match (`true`) or its last, on the way through all articles.
    pub matches: Option<bool>,
}

impl Want {
    /// Opened to be read.
    pub fn reading() -> Self {
        Self { read: true, ..Self::default() }
    }
}

/// The state of the pane.
#[derive(Debug, Default)]
pub struct Reader {
    article: Option<Arc<Article>>,
    /// What is noted about the open article, whether or not the list has it.
    state: State,
    page: Option<Page>,
    area: Area,
    /// What is corrected about the open article, once it was asked for and came.
    pub(crate) correction: Correction,
    /// The article on its way, with the number of the request.
    coming: Option<(u64, ArticleId, Want)>,
    /// The counterparts of the open article, once they were asked for and came.
    counterparts: Option<Vec<Counterpart>>,
    /// The beads before each correction by hand, to be taken back.
    corrected: Vec<Vec<Bead>>,
    pairs_request: Option<u64>,
    /// Words found in the open article; empty where the search's own words are marked.
    find: String,
    /// The end at which a find was told that it begins again; the next step does so.
    turning: Option<bool>,
    /// Whether one has come here from match to match, and not read anything yet.
    passing: bool,
    /// The request that the session's article waits for is not made yet.
    awaited: Option<ArticleId>,
    /// An article that is not listed, and what is said of that under its title.
    pub(crate) version: Option<(ArticleId, String)>,
    /// Whether page furniture that was cut is shown.
    pub(crate) cut: bool,
    /// Side by side.
    pub(crate) beside: bool,
    /// Whether candidates are to be offered where there is no counterpart: the reader asked for one.
    pub(crate) offer: bool,
    /// Whether the columns are in the other order than the settings say.
    pub(crate) swapped: bool,
}

impl Reader {
    /// An empty pane that waits for the article of the last session.
    pub fn new(session: &Session) -> Self {
        Self {
            awaited: session.article.clone(),
            beside: session.beside && session.reading,
            swapped: session.swapped,
            ..Self::default()
        }
    }

    /// The article of the last session.
    pub const fn awaited(&self) -> Option<&ArticleId> {
        self.awaited.as_ref()
    }

    /// The open article.
    pub const fn article(&self) -> Option<&Arc<Article>> {
        self.article.as_ref()
    }

    /// The id of the open article.
    pub fn id(&self) -> Option<&ArticleId> {
        self.article.as_ref().map(|a| &a.id)
    }

    /// The id of the article that is on its way, or else open.
    pub fn newest(&self) -> Option<&ArticleId> {
        self.coming.as_ref().map(|(_, id, _)| id).or(self.id())
    }

    /// What is noted about the open article.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The same, to be changed with what the reader did.
    pub const fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// The page.
    pub const fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// The page, to be scrolled.
    pub const fn page_mut(&mut self) -> Option<&mut Page> {
        self.page.as_mut()
    }

    /// An article was asked for.
    pub fn expect(&mut self, request: u64, id: ArticleId, want: Want) {
        self.awaited = None;
        self.coming = Some((request, id, want));
    }

    /// Whether an answer with this number is waited for.
    pub fn awaits(&self, request: u64) -> bool {
        self.coming.as_ref().is_some_and(|(number, ..)| *number == request)
    }

    /// Takes what was wanted of the article that has come.
    pub fn arrived(&mut self) -> Want {
        self.turning = None;
        self.coming.take().map(|(_, _, want)| want).unwrap_or_default()
    }

    /// Pairs or candidates were asked for.
    pub const fn expect_pairs(&mut self, request: u64) {
        self.pairs_request = Some(request);
    }

    /// Whether an answer about pairs with this number is waited for.
    pub fn awaits_pairs(&self, request: u64) -> bool {
        self.pairs_request == Some(request)
    }

    /// The counterparts of the open article; `None` while they were not looked up.
    pub fn counterparts(&self) -> Option<&[Counterpart]> {
        self.counterparts.as_deref()
    }

    /// Takes in the counterparts of the open article.
    pub fn set_counterparts(&mut self, counterparts: Vec<Counterpart>) {
        self.counterparts = Some(counterparts);
    }

    /// The counterparts are to be asked for again.
    pub fn forget_counterparts(&mut self) {
        self.counterparts = None;
        self.corrected.clear();
    }

    /// How the paragraphs of the article and its surest counterpart correspond.
    pub fn beads(&self) -> Option<&[Bead]> {
        Some(&self.counterparts()?.first()?.pair.beads)
    }

    /// Gives the surest counterpart other beads and a confidence; gives the pair as it is then.
    pub fn set_beads(&mut self, beads: Vec<Bead>, confidence: f32) -> Option<Pair> {
        let pair = &mut self.counterparts.as_mut()?.first_mut()?.pair;
        pair.beads = beads;
        pair.confidence = confidence;
        Some(pair.clone())
    }

    /// Keeps the beads as they were before a correction.
    pub fn remember_beads(&mut self, beads: Vec<Bead>) {
        self.corrected.push(beads);
    }

    /// The beads before the last correction that was not taken back.
    pub fn beads_before(&mut self) -> Option<Vec<Bead>> {
        self.corrected.pop()
    }

    /// Shows a page of the open article.
    pub fn show(&mut self, article: Arc<Article>, page: Page) {
        if self.id() != Some(&article.id) {
            self.counterparts = None;
            self.correction = Correction::default();
            self.corrected.clear();
            self.pairs_request = None;
        }
        self.article = Some(article);
        self.page = Some(page);
        self.lay_out();
    }

    /// Closes the article: it is gone.
    pub fn close(&mut self) {
        let kept = (self.area, self.cut, self.swapped);
        *self = Self::default();
        (self.area, self.cut, self.swapped) = kept;
    }

    /// The pane has this place and size.
    pub fn resize(&mut self, area: Area) {
        self.area = area;
        self.lay_out();
    }

    fn lay_out(&mut self) {
        let mode = if self.beside { Mode::Columns } else { Mode::Single };
        if let Some(page) = &mut self.page {
            page.set_layout(self.area.w, self.area.h, mode);
        }
    }

    /// Text is laid out in another way now.
    pub fn set_text_options(&mut self, text: text::Options) {
        if let Some(page) = &mut self.page {
            let options = PageOptions { text, ..page.options().clone() };
            page.set_options(options);
        }
    }

    /// The side of the open article on its page.
    pub fn side(&self) -> Side {
        let rtl = self.article.as_ref().is_some_and(|a| a.lang.is_rtl());
        if rtl { Side::Ar } else { Side::En }
    }

    /// The block at the top of the window, where reading stops when one leaves; `None` at the head.
    pub fn place(&self) -> Option<usize> {
        self.page.as_ref()?.place_at_top(self.side())
    }

    /// Goes back to where reading stopped.
    pub fn restore(&mut self, place: Option<usize>) {
        let side = self.side();
        if let (Some(page), Some(place)) = (&mut self.page, place) {
            page.restore(side, place);
        }
    }

    /// Goes back to a place that was left: the head where it was not in the text yet.
    pub fn go_back(&mut self, place: Option<usize>) {
        match (&mut self.page, place) {
            (Some(page), None) => page.to_top(),
            _ => self.restore(place),
        }
    }

    /// Scrolls.
    pub fn travel(&mut self, action: Action) {
        let Some(page) = &mut self.page else { return };
        match action {
            Action::Down => page.scroll_rows(1),
            Action::Up => page.scroll_rows(-1),
            Action::HalfDown => page.scroll_pages(0.5),
            Action::HalfUp => page.scroll_pages(-0.5),
            Action::PageDown => page.scroll_pages(1.0),
            Action::PageUp => page.scroll_pages(-1.0),
            Action::Top => {
                page.to_top();
                true
            }
            _ => {
                page.to_bottom();
                true
            }
        };
    }

    /// Marks the next paragraph with its counterpart, or the one before.
    pub fn step_section(&mut self, forward: bool) {
        if let Some(page) = &mut self.page {
            if forward {
                page.next_block()
            } else {
                page.prev_block()
            };
        }
    }

    /// The reader takes no more than its pane from now on.
    pub const fn leave_beside(&mut self) {
        self.beside = false;
    }

    /// Marks the words of the search, unless words are being found in the article.
    pub fn highlight(&mut self, matcher: &Matcher) {
        if self.find.is_empty() {
            mark(self.page.as_mut(), matcher);
        }
    }

    /// Finds words in the article.
    pub fn find(&mut self, typed: &str) {
        typed.trim().clone_into(&mut self.find);
        self.turning = None;
        mark(self.page.as_mut(), &Matcher::for_find(typed));
    }

    /// The words being found in the article.
    pub fn find_text(&self) -> &str {
        &self.find
    }

    /// Whether words are being found in the article.
    pub const fn finding(&self) -> bool {
        !self.find.is_empty()
    }

    /// No more words are found in the article; the caller marks those of the search again.
    pub fn stop_finding(&mut self) {
        self.find.clear();
    }

    /// Goes to the first match at or after the window's top, or else to the first of all.
    pub fn first_match(&mut self) {
        if let Some(page) = &mut self.page
            && page.next_match().is_none()
        {
            page.goto_match(0);
        }
    }

    /// Goes to the next match or the one before; says whether there is one.
    pub fn next_match(&mut self, forward: bool) -> bool {
        let Some(page) = &mut self.page else { return false };
        let moved = if forward { page.next_match().is_some() } else { page.prev_match().is_some() };
        if moved {
            self.turning = None;
        }
        moved
    }

    /// There is no further match this way: the first time one is told, the second time one begins at the other
    /// end. Says whether one has begun again.
    pub fn turn(&mut self, forward: bool) -> bool {
        let turns = self.turning.replace(forward) == Some(forward) && self.end_match(forward);
        if turns {
            self.turning = None;
        }
        turns
    }

    /// One has come here from match to match, or opened it to be read.
    pub const fn set_passing(&mut self, passing: bool) {
        self.passing = passing;
    }

    /// Whether what one does now is the first reading of an article that one came through.
    pub const fn begin_reading(&mut self) -> bool {
        std::mem::replace(&mut self.passing, false)
    }

    /// Goes to the first match of all, or to the last; says whether there is one.
    pub fn end_match(&mut self, first: bool) -> bool {
        let Some(page) = &mut self.page else { return false };
        match page.matches_len().checked_sub(1) {
            Some(last) => page.goto_match(if first { 0 } else { last }).is_some(),
            None => false,
        }
    }

    /// The match that one stands on, from 1, and how many there are.
    pub fn matches(&self) -> (Option<usize>, usize) {
        let at = self.page.as_ref().and_then(Page::current_match).map(|i| i + 1);
        (at, self.page.as_ref().map_or(0, Page::matches_len))
    }

    /// How many things stand on one side only.
    pub fn differences(&self) -> usize {
        self.page.as_ref().map_or(0, Page::differences_len)
    }

    /// Marks what stands on one side only of the pair that is shown, now that its beads are others.
    pub fn set_differences(&mut self, differences: Vec<Difference>) {
        if let Some(page) = &mut self.page {
            page.set_differences(&differences);
        }
        if let Some(shown) = self.counterparts.as_mut().and_then(|all| all.first_mut()) {
            shown.differences = differences;
        }
    }

    /// Whether the words that speak for its tags are marked.
    pub fn shows_evidence(&self) -> bool {
        self.page.as_ref().is_some_and(|page| *page.evidence() != Evidence::Off)
    }

    /// Marks the words that speak for its tags, or stops.
    pub fn show_evidence(&mut self, shown: Evidence) {
        if let Some(page) = &mut self.page {
            page.set_evidence(shown);
        }
    }
}

fn mark(page: Option<&mut Page>, matcher: &Matcher) {
    if let Some(page) = page {
        let find = |text: &str| matcher.find(text);
        page.set_matches(if matcher.is_empty() { None } else { Some(&find) });
    }
}
