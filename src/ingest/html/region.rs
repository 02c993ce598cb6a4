//! Where on a page the article is: the smallest area that has most of the running text behind the title, without the
//! areas that are something else.
//!
//! It counts words and links of areas; it looks at no sentence. What it leaves out has a reason.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::pieces::{Area, Layout, Piece, Shape};
use super::title::Title;
use super::tree::{Id, Tree};
use crate::article::PartialDate;
use crate::fold;
use crate::ingest::furniture;
use crate::ingest::page::lines::Line;

/// The share of the running words that an area must have to be the article without what is around it.
const MOST: (usize, usize) = (8, 10);

/// The share of a page's running words from which an area is no furniture, whatever it is called; that of comments,
/// which may be longer than the article.
const BODY: (usize, usize) = (4, 10);
const THREAD: (usize, usize) = (9, 10);

/// The share of links in an area that says by its name that it may be furniture.
const LINKED: (usize, usize) = (1, 3);

/// The share of links that makes an area a list of links, and how many there are.
const LISTED: (usize, usize) = (6, 10);
const LINKS: usize = 3;

/// Areas side by side, each a link and a few words, that are teasers.
const CARDS: usize = 3;
const CARD: usize = 60;

/// Words of running text without teasers, from which what looks like teasers is; and where the page has a title that
/// none of them says.
const LEFT: usize = 40;
const TITLED: usize = 12;

/// Pieces behind the article's area in which running text goes on with it.
const NEAR: usize = 4;

/// The part of the article's words that stands behind its area, from which the article goes on there, and how many
/// pieces that are none of it may stand between.
const REST: usize = 4;
const OUTS: usize = 2;

/// Words of an author's name, and of what is said of him, at most.
const NAME: usize = 5;
const ABOUT: usize = 40;

/// How many times as many words the article has as what stands apart behind it.
const APART: usize = 3;

/// Words from which a piece that is found in the article as JSON-LD has it is the article's.
const FOUND: usize = 6;

/// What is where.
pub(super) struct Region {
    /// The lines of the pieces.
    pub(super) lines: Vec<Line>,
    /// Why a piece is none of the article.
    pub(super) out: Vec<Option<&'static str>>,
    /// The pieces between which the article is.
    pub(super) range: Range<usize>,
}

/// Finds it.
pub(super) fn of(tree: &Tree, layout: &Layout, title: &Title, body: Option<&str>) -> Region {
    let mut lines: Vec<Line> = layout.pieces.iter().map(line).collect();
    crate::ingest::page::lines::mark_prose(&mut lines);
    let mut finder = Finder {
        tree,
        layout,
        title: title.at,
        running: layout.pieces.iter().zip(&lines).map(|(piece, line)| running(piece, line)).collect(),
        out: layout.pieces.iter().map(|p| p.cut).collect(),
        sums: Vec::new(),
    };
    finder.sum();
    finder.reject();
    finder.sum();
    finder.cards();
    finder.links();
    finder.authors();
    if let Some(body) = body {
        finder.stated(body, &lines);
    }
    finder.sum();
    let range = finder.range();
    Region { lines, out: finder.out, range }
}

/// A date in the path of an address: `/2013/08/03/`.
pub(super) fn date_in_address(url: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = url.split(['/', '-']).collect();
    let number = |text: &str, digits: Range<usize>| {
        let fits = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse::<u16>().ok() } else { None }
    };
    parts.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let year = number(year, 4..5).filter(|y| (1990..=2100).contains(y))?;
        let (month, day) = (number(month, 1..3)?, number(day, 1..3)?);
        PartialDate::new(year, u8::try_from(month).ok(), u8::try_from(day).ok())
    })
}

fn line(piece: &Piece) -> Line {
    let mut line = Line::new(&piece.text, true);
    match piece.shape {
        Shape::Heading(level) => line.heading = usize::from(level),
        Shape::Item | Shape::Row => line.item = true,
        Shape::Quote => line.quote = true,
        Shape::Text | Shape::Caption => {}
    }
    line
}

/// The words of a piece that is running text; 0 for any other.
fn running(piece: &Piece, line: &Line) -> usize {
    let text = matches!(piece.shape, Shape::Text | Shape::Quote | Shape::Item);
    // A paragraph may be full of links; a teaser is nothing else.
    let told =
        piece.linked * 10 < piece.text.len() * 7 || (line.ends && line.words >= 12 && !piece.is_linked());
    if text && piece.cut.is_none() && line.is_running() && told { line.words } else { 0 }
}

struct Finder<'a> {
    tree: &'a Tree,
    layout: &'a Layout,
    title: Option<usize>,
    running: Vec<usize>,
    out: Vec<Option<&'static str>>,
    /// The running words before each piece.
    sums: Vec<usize>,
}

impl Finder<'_> {
    /// Counts the running words again: of what is out, none.
    fn sum(&mut self) {
        let mut sum = 0;
        self.sums = vec![0];
        for (words, out) in self.running.iter().zip(&self.out) {
            sum += if out.is_none() { *words } else { 0 };
            self.sums.push(sum);
        }
    }

    fn mass(&self, range: &Range<usize>) -> usize {
        let at = |i: usize| self.sums.get(i).copied().unwrap_or_default();
        at(range.end).saturating_sub(at(range.start))
    }

    fn pieces(&self, range: &Range<usize>) -> &[Piece] {
        self.layout.pieces.get(range.clone()).unwrap_or_default()
    }

    fn take_out(&mut self, range: &Range<usize>, reason: &'static str) {
        for out in self.out.get_mut(range.clone()).unwrap_or_default() {
            out.get_or_insert(reason);
        }
    }

    /// The share of links in the letters of some pieces, as a fraction.
    fn is_linked(&self, range: &Range<usize>, share: (usize, usize)) -> bool {
        let pieces = self.pieces(range).iter().filter(|p| p.cut.is_none());
        let (linked, all) = pieces.fold((0, 0), |(l, a), p| (l + p.linked, a + p.text.len()));
        linked * share.1 >= all * share.0 && linked > 0
    }

    /// Takes out the areas that say by their names that they are furniture, and the lists of links.
    fn reject(&mut self) {
        let whole = self.mass(&(0..self.layout.pieces.len()));
        let sisters = self.sisters();
        let mut behind = 0;
        let mut rejected = Vec::new();
        for area in &self.layout.areas {
            let range = area.first..area.end;
            if range.is_empty() || range.end <= behind {
                continue;
            }
            let mass = self.mass(&range);
            let titled = self.title.is_some_and(|t| range.contains(&t));
            let reason = area.mark.and_then(|mark| {
                let (share, of) = if mark.reason == "comments" && mark.sure { THREAD } else { BODY };
                // Each paragraph of an article may have a name that furniture has: together they are the article.
                let together = sisters.get(self.names(area.node)).copied().unwrap_or_default().max(mass);
                let little = together * of < whole * share || together == 0;
                let alike =
                    mark.sure || mass == 0 || self.is_linked(&range, LINKED) || mark.reason == "aside";
                let inert = matches!(mark.reason, "template" | "noscript" | "form");
                (mark.reason != "caption" && little && alike && (!titled || inert)).then_some(mark.reason)
            });
            let links = self.pieces(&range).iter().filter(|p| p.linked > 0).count();
            let listed = || links >= LINKS && mass == 0 && self.is_linked(&range, LISTED);
            let reason = reason.or_else(|| (!titled && listed()).then_some("links"));
            if let Some(reason) = reason {
                behind = range.end;
                rejected.push((range, reason));
            }
        }
        for (range, reason) in rejected {
            self.take_out(&range, reason);
        }
    }

    /// The names that the markup gives a node.
    fn names(&self, node: Id) -> &str {
        self.tree.attribute(node, "class").unwrap_or_default()
    }

    /// The running words of all areas with the same names, those inside one another counted once.
    fn sisters(&self) -> HashMap<&str, usize> {
        let mut sums: HashMap<&str, (usize, usize)> = HashMap::new();
        for area in self.layout.areas.iter().filter(|a| a.mark.is_some()) {
            let (sum, behind) = sums.entry(self.names(area.node)).or_default();
            if area.first >= *behind {
                *sum += self.mass(&(area.first..area.end));
                *behind = area.end;
            }
        }
        sums.into_iter()
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, (sum, _))| (names, sum))
            .collect()
    }

    /// Takes out teasers: areas side by side that have a link of a heading each, and a few words under it.
    fn cards(&mut self) {
        let whole = self.mass(&(0..self.layout.pieces.len()));
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.layout.areas.len()];
        for (at, area) in self.layout.areas.iter().enumerate().skip(1) {
            if let Some(list) = area.parent.and_then(|p| children.get_mut(p)) {
                list.push(at);
            }
        }
        let mut cards: Vec<Range<usize>> = Vec::new();
        for list in &children {
            let alike: Vec<&usize> = list.iter().filter(|c| self.is_card(**c)).collect();
            if alike.len() >= CARDS && alike.len() * 2 >= list.len() {
                let areas = alike.iter().filter_map(|c| self.layout.areas.get(**c));
                cards.extend(areas.map(|a| a.first..a.end));
            }
        }
        let words: usize = cards.iter().map(|range| self.mass(range)).sum();
        let least = if self.title.is_some() { TITLED } else { LEFT };
        if whole >= words + least {
            for range in cards {
                self.take_out(&range, "related");
            }
        }
    }

    fn is_card(&self, at: usize) -> bool {
        let Some(area) = self.layout.areas.get(at) else { return false };
        let range = area.first..area.end;
        let titled = self.title.is_some_and(|t| range.contains(&t));
        let pieces = self.pieces(&range);
        let block =
            matches!(self.tree.name(area.node), "div" | "li" | "article" | "section" | "td" | "a" | "dl");
        block
            && !titled
            && range.len() <= 8
            && self.mass(&range) <= CARD
            && pieces.iter().any(|p| p.is_linked() && p.text.split(' ').count() >= 3)
    }

    /// Takes out what is said of the author: a name that stands out, and a sentence that begins with what he is.
    fn authors(&mut self) {
        let words = |at: usize| self.layout.pieces.get(at).map_or(0, |p| p.text.split(' ').count());
        let found: Vec<usize> = (1..self.layout.pieces.len())
            .filter(|&at| {
                let (Some(name), Some(said)) = (self.layout.pieces.get(at - 1), self.layout.pieces.get(at))
                else {
                    return false;
                };
                let stands_out = name.bold || matches!(name.shape, Shape::Heading(2..=6));
                self.title.is_some_and(|t| t + 1 < at)
                    && stands_out
                    && words(at - 1) <= NAME
                    && words(at) <= ABOUT
                    && furniture::opens_with_role(&said.text)
            })
            .collect();
        for at in found {
            self.take_out(&(at - 1..at + 1), "byline");
        }
    }

    /// Takes out lines that are nothing but a link, or links side by side.
    fn links(&mut self) {
        for (at, piece) in self.layout.pieces.iter().enumerate() {
            let words = piece.text.split(' ').count();
            let row = piece.links.len() >= LINKS && piece.linked * 10 >= piece.text.len() * 6;
            let told = piece.text.ends_with(['.', '؟', '?', '!', ':']) && words >= 8;
            if self.title != Some(at)
                && !told
                && ((piece.is_linked() && words >= 2) || (row && self.running.get(at) == Some(&0)))
                && let Some(out) = self.out.get_mut(at)
            {
                out.get_or_insert("links");
            }
        }
    }

    /// Keeps the pieces that the page's JSON-LD has as the article's, and takes out what stands between and is not.
    fn stated(&mut self, body: &str, lines: &[Line]) {
        let body = fold::fold(&super::unescaped(body));
        let body: Vec<&str> = body.split(' ').collect();
        let runs: HashSet<&[&str]> = body.windows(FOUND).collect();
        // A line is there when its first words and its last ones are.
        let is_there = |line: &Line| {
            let words: Vec<&str> = line.folded.split(' ').collect();
            let (first, last) = (words.first_chunk::<FOUND>(), words.last_chunk::<FOUND>());
            first.zip(last).is_some_and(|(a, b)| runs.contains(a.as_slice()) && runs.contains(b.as_slice()))
        };
        let found: HashSet<usize> =
            (0..lines.len()).filter(|&i| lines.get(i).is_some_and(is_there)).collect();
        let words: usize = found.iter().filter_map(|i| lines.get(*i)).map(|l| l.words).sum();
        // It may be the beginning only, or the text of another page.
        if words * 10 < body.len() * 7 {
            return;
        }
        for at in found {
            let hidden = self.layout.pieces.get(at).is_none_or(|p| p.cut.is_some());
            if let Some(out) = self.out.get_mut(at).filter(|_| !hidden) {
                *out = None;
            }
        }
    }

    /// The pieces between which the article is.
    fn range(&self) -> Range<usize> {
        let from = self.title.map_or(0, |t| t + 1);
        let all = self.layout.pieces.len();
        // A title that stands under its article, or in a bar beside it, says nothing of the place.
        let from = if self.mass(&(from..all)) * 2 >= self.mass(&(0..all)) { from } else { 0 };
        let root = self.around_title(from).unwrap_or_else(|| self.root(from));
        let start = match self.title {
            Some(title) if from > 0 && title < root.start.max(from) => title,
            _ => root.start,
        };
        start..self.trimmed(root.start, self.goes_on(root.start, root.end))
    }

    /// The smallest area with the title and running text, where that is no small part of the page's.
    fn around_title(&self, from: usize) -> Option<Range<usize>> {
        let title = self.title.filter(|t| t + 1 == from)?;
        let whole = self.mass(&(from..self.layout.pieces.len()));
        let behind = |area: &Area| from..area.end.max(from);
        let around = |area: &&Area| (area.first..area.end).contains(&title) && self.mass(&behind(area)) > 0;
        let smallest = self.layout.areas.iter().filter(around).min_by_key(|a| a.end - a.first)?;
        let (share, of) = BODY;
        let range = behind(smallest);
        (self.mass(&range) * of >= whole * share && self.mass(&range) >= TITLED).then_some(range)
    }

    /// The smallest area with most of the running words from a piece on.
    fn root(&self, from: usize) -> Range<usize> {
        let clipped = |range: Range<usize>| range.start.max(from)..range.end.max(from);
        let mut root = 0;
        let mut best = clipped(0..self.layout.pieces.len());
        // Areas come in the order of the page: an area's children behind it.
        for (at, area) in self.layout.areas.iter().enumerate().skip(1) {
            let range = clipped(area.first..area.end);
            let (share, of) = MOST;
            let most = self.mass(&range) * of >= self.mass(&best) * share && self.mass(&range) > 0;
            if area.parent == Some(root) && most && !self.is_one_of_many(at, root) {
                root = at;
                best = range;
            }
        }
        best
    }

    /// Whether an area has sisters of the same name with running text: the article goes on in them.
    fn is_one_of_many(&self, at: usize, parent: usize) -> bool {
        let name = |area: usize| {
            let node = self.layout.areas.get(area).map(|a| a.node).unwrap_or_default();
            (self.tree.name(node), self.tree.attribute(node, "class"))
        };
        let mine = name(at);
        self.layout.areas.iter().enumerate().any(|(other, area)| {
            other != at
                && area.parent == Some(parent)
                && self.mass(&(area.first..area.end)) > 0
                && name(other) == mine
                && mine.0 != "td"
        })
    }

    /// The end of an article without a few words that stand apart from it: behind a list of links, in another area.
    fn trimmed(&self, from: usize, end: usize) -> usize {
        let running =
            |at: &usize| self.running.get(*at).is_some_and(|w| *w > 0) && self.out.get(*at) == Some(&None);
        let mut places: Vec<usize> = (from..end).filter(running).collect();
        let mut end = end;
        while let (Some(last), Some(before)) = (places.pop(), places.last().copied()) {
            let links = |at: &usize| matches!(self.out.get(*at), Some(Some("links" | "related")));
            let apart = (before + 1..last).filter(links).count() > OUTS && !self.are_sisters(before, last);
            if apart && self.mass(&(before + 1..end)) * APART < self.mass(&(from..before + 1)) {
                end = before + 1;
            }
        }
        end
    }

    /// Whether two pieces stand side by side.
    fn are_sisters(&self, one: usize, other: usize) -> bool {
        let parent = |at: usize| {
            let area = self.layout.pieces.get(at).map(|p| p.area);
            area.and_then(|a| self.layout.areas.get(a)).map(|a| a.parent)
        };
        parent(one) == parent(other)
    }

    /// The end of an article that goes on behind its area: directly, or behind something small where much is left.
    fn goes_on(&self, from: usize, end: usize) -> usize {
        let mut end = end;
        let (mut at, mut outs) = (end, 0);
        while let (Some(piece), Some(out)) = (self.layout.pieces.get(at), self.out.get(at)) {
            outs += usize::from(out.is_some() || matches!(piece.shape, Shape::Heading(_)));
            at += 1;
            let rest = self.mass(&(at - 1..self.layout.pieces.len()));
            let much = rest * REST >= self.mass(&(from..end));
            if outs > if much { OUTS } else { 0 } || at > end + NEAR + outs {
                break;
            }
            if out.is_none() && self.running.get(at - 1).is_some_and(|words| *words > 0) {
                (end, outs) = (at, 0);
            }
        }
        end
    }
}
