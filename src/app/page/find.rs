//! What is marked inside the texts of a page: matches of a search, evidence of tags, links.
//!
//! All are byte ranges of a place's text; which cells they are is the text engine's affair.

use std::collections::HashMap;
use std::ops::Range;

use crate::app::page::differ::Differing;
use crate::app::page::outline::Unit;
use crate::app::page::{Page, Side};
use crate::article::{Article, Place, Tag};
use crate::config::theme::Role;
use crate::text;

/// Which evidence is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Evidence {
    /// None.
    #[default]
    Off,
    /// That of every country, topic and organisation of the article.
    All,
    /// That of one value: a country's code, a topic's slug, an organisation's identifier.
    Of(String),
}

/// Finds the parts of a text that match: byte ranges in order, on character boundaries.
pub type Finder<'a> = dyn Fn(&str) -> Vec<Range<usize>> + 'a;

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkAt {
    /// The text that it stands in.
    pub side: Side,
    /// Its place there.
    pub place: Place,
    /// Bytes of that place's text.
    pub range: Range<usize>,
    /// Where it leads.
    pub url: String,
}

/// What was found in the texts.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Matches in reading order.
    matches: Vec<(Unit, Range<usize>)>,
    /// The matches of each text: a run of `matches`.
    by_unit: HashMap<Unit, Range<usize>>,
    /// The match that one stands on.
    at: Option<usize>,
    evidence: HashMap<Unit, Vec<Range<usize>>>,
    shown: Evidence,
    /// What stands on one side only, in reading order.
    pub(super) differing: Vec<Differing>,
    /// The difference that one went to last.
    pub(super) differing_at: Option<usize>,
}

impl Page {
    /// Marks what `find` finds in titles and blocks, those in closed folds too; `None` takes the marks away. No
    /// match is the current one until [`Page::next_match`] or its like.
    pub fn set_matches(&mut self, find: Option<&Finder<'_>>) {
        self.found.matches.clear();
        self.found.by_unit.clear();
        self.found.at = None;
        let Some(find) = find else { return };
        for unit in self.reading_order() {
            let start = self.found.matches.len();
            let ranges = find(&text::clean(&self.manuscript.text(unit), self.options.text.controls));
            self.found.matches.extend(ranges.into_iter().map(|range| (unit, range)));
            let end = self.found.matches.len();
            if end > start {
                self.found.by_unit.insert(unit, start..end);
            }
        }
    }

    /// How many matches there are.
    pub fn matches_len(&self) -> usize {
        self.found.matches.len()
    }

    /// The index of the match that one stands on.
    pub fn current_match(&self) -> Option<usize> {
        self.found.at
    }

    /// Goes to the next match: after the one that one stands on, else from the window's top on. `None` where
    /// there is no further one; the window stays.
    pub fn next_match(&mut self) -> Option<usize> {
        let next = match self.found.at {
            Some(at) => at + 1,
            None => self.first_match_in_window(),
        };
        self.goto_match(next)
    }

    /// Goes to the match before: before the one that one stands on, else above the window's top.
    pub fn prev_match(&mut self) -> Option<usize> {
        let at = self.found.at.unwrap_or_else(|| self.first_match_in_window());
        self.goto_match(at.checked_sub(1)?)
    }

    /// Goes to a match by its index in reading order, as when one comes from another article to its first.
    pub fn goto_match(&mut self, index: usize) -> Option<usize> {
        let (unit, range) = self.found.matches.get(index)?.clone();
        self.show(unit, range.start, true);
        self.caret_at(unit, range.start);
        self.found.at = Some(index);
        Some(index)
    }

    /// Shows evidence, or hides it.
    pub fn set_evidence(&mut self, shown: Evidence) {
        self.found.evidence.clear();
        if shown != Evidence::Off {
            for side in Side::BOTH {
                let Some(article) = self.article(side).cloned() else { continue };
                let wanted = tags(&article).filter(|tag| match &shown {
                    Evidence::Of(value) => tag.value == *value,
                    _ => true,
                });
                for evidence in wanted.flat_map(|tag| &tag.evidence) {
                    let unit = Unit::at(side, evidence.place);
                    self.found.evidence.entry(unit).or_default().push(evidence.range.clone());
                }
            }
        }
        self.found.shown = shown;
    }

    /// Which evidence is shown.
    pub fn evidence(&self) -> &Evidence {
        &self.found.shown
    }

    /// The links of the texts in reading order.
    pub fn links(&self) -> Vec<LinkAt> {
        let units = self.reading_order().into_iter().filter_map(Unit::place);
        let links = units.flat_map(|(side, place)| {
            self.links_of(side, place).iter().map(move |link| LinkAt {
                side,
                place,
                range: link.range.clone(),
                url: link.url.clone(),
            })
        });
        links.collect()
    }

    /// The address of the link at a byte of a place.
    pub fn link_at(&self, side: Side, place: Place, byte: usize) -> Option<&str> {
        let link = self.links_of(side, place).iter().find(|link| link.range.contains(&byte))?;
        Some(&link.url)
    }

    fn links_of(&self, side: Side, place: Place) -> &[crate::article::Link] {
        let Place::Block(block) = place else { return &[] };
        let block = self.article(side).and_then(|article| article.blocks.get(block));
        block.map_or(&[], |block| &block.links)
    }

    /// Titles and blocks, also those in closed folds, in the order in which they are read: section by section,
    /// within one the first side before the other.
    pub(super) fn reading_order(&self) -> Vec<Unit> {
        let mut units: Vec<(usize, usize, Unit)> = Vec::new();
        for (rank, side) in self.sides().enumerate() {
            let blocks = self.article(side).map_or(0, |article| article.blocks.len());
            let titles = std::iter::once(Unit::Title(side));
            for unit in titles.chain((0..blocks).map(|block| Unit::Block(side, block))) {
                units.push((self.outline.section_of(unit).unwrap_or(0), rank, unit));
            }
        }
        // Stable: the blocks of a bead stay in their order.
        units.sort_by_key(|(section, rank, _)| (*section, *rank));
        units.into_iter().map(|(_, _, unit)| unit).collect()
    }

    /// The first match that is not above the window.
    fn first_match_in_window(&self) -> usize {
        let section = |unit| self.outline.section_of(unit).unwrap_or(0);
        let anchor = self.anchor;
        let first = self.found.matches.partition_point(|(unit, _)| section(*unit) < anchor.section);
        let arranged = self.arrange(anchor.section);
        let hidden = |(unit, range): &(Unit, Range<usize>)| {
            let Some(text) = arranged.find(*unit).filter(|_| section(*unit) == anchor.section) else {
                return false;
            };
            let line = self.galley.borrow_mut().line_of(&self.manuscript, *unit, range.start) as u32;
            arranged.gap + text.start + line < anchor.row
        };
        let above = self.found.matches.iter().skip(first).take_while(|found| hidden(found)).count();
        first + above
    }

    /// The match that one stands on.
    pub(super) fn current_found(&self) -> Option<(Unit, Range<usize>)> {
        self.found.matches.get(self.found.at?).cloned()
    }

    /// After the window moved: a match that went out of sight is no longer the one that one stands on.
    pub(super) fn look_away(&mut self) {
        let section = self.found.at.and_then(|at| self.outline.section_of(self.found.matches.get(at)?.0));
        if section.is_none_or(|section| !self.in_sight(section)) {
            self.found.at = None;
        }
        self.look_away_from_difference();
    }

    /// What is marked in a line of a text, with its role; of two that overlap the later is seen.
    pub(super) fn spans(&self, unit: Unit, line: &Range<usize>) -> Vec<(Range<usize>, Role)> {
        let mut spans = Vec::new();
        let touches = |range: &Range<usize>| range.start < line.end && range.end > line.start;
        if let Some((side, place)) = unit.place() {
            let links = self.links_of(side, place).iter().map(|link| link.range.clone());
            spans.extend(links.filter(touches).map(|range| (range, Role::Link)));
        }
        if let Unit::Meta(side) = unit {
            spans.extend(Some(self.manuscript.notice(side)).filter(touches).map(|r| (r, Role::Guessed)));
        }
        spans.extend(self.differing_spans(unit, line));
        let evidence = self.found.evidence.get(&unit).into_iter().flatten();
        spans.extend(evidence.filter(|range| touches(range)).map(|r| (r.clone(), Role::Evidence)));
        if let Some(run) = self.found.by_unit.get(&unit) {
            let matches = self.found.matches.get(run.clone()).unwrap_or_default();
            let first = matches.partition_point(|(_, range)| range.end <= line.start);
            let here = matches.iter().enumerate().skip(first).take_while(|(_, (_, r))| r.start < line.end);
            spans.extend(here.map(|(index, (_, range))| {
                let current = self.found.at == Some(run.start + index);
                (range.clone(), if current { Role::CurrentMatch } else { Role::Match })
            }));
        }
        spans.extend(self.caret_spans(unit, line));
        spans
    }
}

fn tags(article: &Article) -> impl Iterator<Item = &Tag> {
    article.countries.iter().chain(&article.topics).chain(&article.orgs)
}
