//! Plain text as saved from a web page: the title, the body in blocks, and everything else cut with its reason.
//!
//! The rules are general: lines that repeat, short lines at the edges, known phrases, lists in the shape of links.
//! They judge whole lines and never cut inside one. Every line ends up in exactly one place: title, block or cut.
//!
//! The page counts as a machine's translation when it says so; or when it carries its title in another language
//! too and a name stands twice in a row in its text: translators keep one of a name and its foreign spelling
//! (`براد سميث Brad Smith`), machines translate the first and copy the second.

use std::ops::RangeInclusive;

use super::{Draft, Meta, cut, dates, furniture, language_of};
use crate::article::{Article, Block, BlockKind, Lang};

mod edges;
pub(super) mod lines;
mod region;
pub(super) mod title;
pub(super) mod wrap;

use lines::Line;

/// Words of a title that is made from the body's first sentence.
const MADE_TITLE: usize = 14;

/// Words of a label, and how often a page says one that is no heading.
const LABEL: usize = 4;
const OFTEN: usize = 4;

/// How many times as long as their article readers' remarks may be, where the layout of the page is known.
const REMARKS: usize = 3;

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fate {
    Title,
    /// The title of the text that this one was translated from.
    Original,
    Body(BlockKind),
    Cut(&'static str),
}

/// A page while its lines are judged, rule after rule; the first rule that judges a line decides.
struct Page {
    lines: Vec<Line>,
    fates: Vec<Option<Fate>>,
    lang: Lang,
    title: Option<String>,
    /// The publisher's name, where the page's own repetitions show it.
    site: Option<Vec<String>>,
    meta: Vec<Meta>,
}

impl Page {
    fn undecided(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().enumerate().filter(|(i, _)| self.is_open(*i))
    }

    fn is_open(&self, at: usize) -> bool {
        self.fates.get(at).is_some_and(Option::is_none)
    }

    /// The last line that says the title above the running text.
    fn title_line(&self, region: Option<&RangeInclusive<usize>>) -> Option<usize> {
        let head = region.map_or(self.lines.len(), |r| *r.start());
        self.fates.iter().take(head + 1).rposition(|f| *f == Some(Fate::Title))
    }

    fn decide(&mut self, at: usize, fate: Fate) {
        if let Some(open @ None) = self.fates.get_mut(at) {
            *open = Some(fate);
        }
    }
}

/// Reads a page. The text is clean already.
pub(super) fn read(text: &str) -> Draft {
    let lines = lines::split(text);
    let fates = vec![None; lines.len()];
    let mut page = Page { lang: body_of(&lines), lines, fates, title: None, site: None, meta: Vec::new() };
    known_lines(&mut page);
    region::ending(&mut page, 1);
    let region = region::of(&page);
    title::decide(&mut page, region.as_ref());
    region::menus(&mut page, region.as_ref());
    edges::decide(&mut page, region.as_ref());
    followers(&mut page);
    repeated(&mut page);
    body(&mut page);
    emit(page)
}

/// What the rules for lines say of the article of a page whose layout is known.
pub(super) struct Judged {
    /// Of each line; nothing for a line of the body.
    pub(super) fates: Vec<Option<Fate>>,
    pub(super) meta: Vec<Meta>,
    pub(super) machine: bool,
}

/// Judges lines whose place in the layout is known: some are decided already, and headings, items and quotations are
/// marked. The title's line, where there is one, is decided too.
pub(super) fn judge(lines: Vec<Line>, fates: Vec<Option<Fate>>, title: &str, site: Option<&str>) -> Judged {
    let site = site.map(|name| crate::fold::tokens(name).map(|t| t.text).collect());
    let mut page =
        Page { lang: body_of(&lines), lines, fates, title: Some(title.to_owned()), site, meta: Vec::new() };
    known_lines(&mut page);
    // Where the title is known, remarks may be longer than the article that they are on.
    region::ending(&mut page, REMARKS);
    let region = region::of(&page);
    title::repetitions(&mut page, title);
    edges::decide(&mut page, region.as_ref());
    followers(&mut page);
    repeated(&mut page);
    let machine = page.lines.iter().any(|l| furniture::says_machine(&l.folded));
    Judged { fates: page.fates, meta: page.meta, machine }
}

/// What a line says of its article and nothing else: when it was published, and by whom.
pub(super) fn says(line: &str) -> Vec<Meta> {
    edges::of_line(line).0
}

/// The language of the lines of running text, or of all where there are none.
fn body_of(lines: &[Line]) -> Lang {
    let long: Vec<&str> = lines.iter().filter(|l| l.is_running()).map(|l| l.text.as_str()).collect();
    if long.is_empty() {
        return language_of(&lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n"));
    }
    language_of(&long.join("\n"))
}

/// Words of a body that tell its language by themselves: where they tell none, it is one that is not known here.
const TELLING: usize = 30;

/// The language of an article's blocks; where they are too few to tell one, what the page says of itself, and else
/// that of its title.
pub(super) fn body_language(article: &Article, said: Lang) -> Lang {
    let body: Vec<&str> = article.blocks.iter().map(|b| b.text.as_str()).collect();
    let words = body.iter().flat_map(|text| text.split_whitespace()).take(TELLING).count();
    match (language_of(&body.join("\n")), said) {
        (Lang::Und, _) if words == TELLING => Lang::Und,
        (Lang::Und, Lang::Und) => language_of(&article.title),
        (Lang::Und, said) => said,
        (lang, _) => lang,
    }
}

/// The lines of a text without its markup or furniture, joined where a program broke them.
pub(super) fn joined_lines(text: &str) -> Vec<String> {
    wrap::join(text).into_iter().map(|(line, _)| line).collect()
}

/// A title for an article that has none: its first words. They stay in the body.
pub(super) fn title_from_body(article: &Article) -> String {
    let Some(first) = article.blocks.first() else { return String::new() };
    let mut words = first.text.split_whitespace();
    let mut title = words.by_ref().take(MADE_TITLE).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        title.push('…');
    }
    title
}

/// Lines that the data knows, and the times of a live report's entries.
fn known_lines(page: &mut Page) {
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at) else { continue };
        if line.item && !line.folded_text().is_empty() {
            continue;
        }
        if dates::is_clock(&line.text) {
            page.decide(at, Fate::Cut("date-line"));
            continue;
        }
        if let Some(known) = furniture::known(&line.text, &line.folded, line.ends) {
            page.decide(at, Fate::Cut(known.reason));
        }
    }
}

/// Lines behind a label that go with it: teasers behind `Related`.
fn followers(page: &mut Page) {
    let mut at = 0;
    while at < page.lines.len() {
        let known = page.lines.get(at).filter(|l| !l.item).and_then(|line| {
            // A label with its link behind it (`Read also: Ten ways …`) is complete.
            furniture::known(&line.text, &line.folded, line.ends).filter(|_| line.is_label())
        });
        at += 1;
        let Some(known) = known.filter(|k| k.after == furniture::After::Links) else { continue };
        let teasers = (at..page.lines.len())
            .take_while(|&i| {
                let fate = page.fates.get(i).and_then(Option::as_ref);
                let line = page.lines.get(i);
                // Other furniture may stand among them; another label begins its own list.
                matches!(fate, None | Some(Fate::Cut(_)))
                    && line.is_some_and(|l| l.is_link_shaped() && furniture::whole(&l.folded).is_none())
            })
            .count();
        let teasers = teasers - usize::from(ends_in_heading(page, at, teasers));
        for i in at..at + teasers {
            page.decide(i, Fate::Cut(known.reason));
        }
        at += teasers;
    }
}

/// Whether the last of some teasers is rather the heading of the paragraph behind them: much shorter than they are.
fn ends_in_heading(page: &Page, at: usize, teasers: usize) -> bool {
    let words = |i: usize| page.lines.get(i).map_or(0, |l| l.words);
    let Some(last) = teasers.checked_sub(1).filter(|n| *n > 0).map(|n| at + n) else { return false };
    let others: usize = (at..last).map(words).sum();
    let text_behind = page.is_open(last + 1) && page.lines.get(last + 1).is_some_and(Line::is_running);
    text_behind
        && page.lines.get(last).is_some_and(Line::is_heading_shaped)
        && words(last) * 2 * (teasers - 1) <= others
}

/// Lines that were there before, word for word.
fn repeated(page: &mut Page) {
    let mut seen = std::collections::HashSet::new();
    let mut counts = std::collections::HashMap::<String, usize>::new();
    for line in &page.lines {
        *counts.entry(line.folded.clone()).or_default() += 1;
    }
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at) else { continue };
        let words = line.words;
        // A short sentence may be said twice, as a refrain or an answer; a label or a whole paragraph is not.
        let again =
            !seen.insert(line.folded.clone()) && (words >= 8 || (words >= 2 && !line.ends && !line.item));
        let label = words <= LABEL && !line.ends && !line.item && !line.announces;
        let often = label && counts.get(&line.folded).is_some_and(|n| *n >= OFTEN);
        if again || often {
            page.decide(at, Fate::Cut("repeated"));
        }
    }
}

/// What is left is the body: items by their markers, headings by their shape, the rest paragraphs.
fn body(page: &mut Page) {
    let open: Vec<usize> = page.undecided().map(|(i, _)| i).collect();
    // The first line always counts as having a gap before it.
    let gaps = page.lines.iter().filter(|l| l.gap_before).count() > 1;
    for (n, &at) in open.iter().enumerate() {
        let line = |offset: isize| {
            let index = n.checked_add_signed(offset)?;
            open.get(index).and_then(|&i| page.lines.get(i))
        };
        let Some(this) = line(0) else { continue };
        let timed =
            at.checked_sub(1).and_then(|i| page.lines.get(i)).is_some_and(|l| dates::is_clock(&l.text));
        let kind = if this.item {
            BlockKind::Item
        } else if this.quote {
            BlockKind::Quote
        } else if this.heading > 0
            || (this.is_heading_shaped()
                && (timed || line(-1).is_some_and(|before| !before.is_heading_shaped()))
                && line(1).is_some_and(|behind| behind.item || !behind.is_heading_shaped())
                && (this.gap_before || !gaps))
        {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        page.decide(at, Fate::Body(kind));
    }
}

fn emit(page: Page) -> Draft {
    let doubled = page.lines.iter().any(lines::has_doubled_name);
    let says = page.lines.iter().any(|l| furniture::says_machine(&l.folded));
    let mut article =
        Article { title: page.title.unwrap_or_default(), lang: page.lang, ..Article::default() };
    let mut title_seen = false;
    for (line, fate) in page.lines.into_iter().zip(page.fates) {
        match fate {
            Some(Fate::Title) if !title_seen => {
                title_seen = true;
                if line.raw.trim() != article.title {
                    cut(&mut article, &line.raw, "title-line");
                }
            }
            Some(Fate::Title) => cut(&mut article, &line.raw, "repeated-title"),
            Some(Fate::Original) => {
                cut(&mut article, &line.raw, "original-title");
                article.original_title.get_or_insert(line.text);
            }
            Some(Fate::Cut(reason)) => cut(&mut article, &line.raw, reason),
            Some(Fate::Body(kind)) => {
                article.blocks.push(Block { marker: line.number, ..Block::new(kind, line.text) });
            }
            None => article.blocks.push(Block::new(BlockKind::Paragraph, line.text)),
        }
    }
    for meta in page.meta {
        match meta {
            Meta::Date(date) => article.date = article.date.or(Some(date)),
            Meta::Author(name) => article.author = article.author.or(Some(name)),
            Meta::Source(name) => article.source = article.source.or(Some(name)),
        }
    }
    article.machine_translated = says || (article.original_title.is_some() && doubled);
    Draft { article, ..Draft::default() }
}
