//! Plain text as saved from a web page: the title, the body in blocks, and everything else cut with its reason.
//!
//! The rules are general: lines that repeat, short lines at the edges, known phrases, lists in the shape of links.
//! They judge whole lines and never cut inside one. Every line ends up in exactly one place: title, block or cut.
//!
//! The page counts as a machine's translation when it says so; or when it carries its title in another language
//! too and a name stands twice in a row in its text: translators keep one of a name and its foreign spelling
//! (`براد سميث Brad Smith`), machines translate the first and copy the second.

use super::{Draft, Meta, cut, dates, furniture, language_of};
use crate::article::{Article, Block, BlockKind, Lang};

mod edges;
mod lines;
mod title;

use lines::Line;

/// Words of a title that is made from the body's first sentence.
const MADE_TITLE: usize = 14;

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
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
    title::decide(&mut page);
    edges::decide(&mut page);
    followers(&mut page);
    repeated(&mut page);
    body(&mut page);
    emit(page)
}

/// The language of the lines of running text, or of all where there are none.
fn body_of(lines: &[Line]) -> Lang {
    let long: Vec<&str> = lines.iter().filter(|l| l.is_running()).map(|l| l.text.as_str()).collect();
    if long.is_empty() {
        return language_of(&lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n"));
    }
    language_of(&long.join("\n"))
}

/// The language of an article's blocks, and of its title where there are none.
pub(super) fn body_language(article: &Article) -> Lang {
    let body: Vec<&str> = article.blocks.iter().map(|b| b.text.as_str()).collect();
    match language_of(&body.join("\n")) {
        Lang::Und => language_of(&article.title),
        lang => lang,
    }
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

/// Lines that the data knows.
fn known_lines(page: &mut Page) {
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at).filter(|l| !l.item) else { continue };
        if let Some(known) = furniture::known(&line.text, &line.folded, line.ends) {
            page.decide(at, Fate::Cut(known.reason));
        }
    }
}

/// Lines behind a label that go with it: teasers behind `Related`, the form behind `Leave a reply`.
fn followers(page: &mut Page) {
    let mut after = furniture::After::Nothing;
    let mut reason = "";
    let body_from = page.lines.iter().position(Line::is_running).unwrap_or(usize::MAX);
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at) else { continue };
        let known = furniture::known(&line.text, &line.folded, line.ends).filter(|_| !line.item);
        if after == furniture::After::All {
            page.decide(at, Fate::Cut(reason));
        } else if let Some(known) = known {
            // A form above the article is no end of the page, and a label with its link behind it (`Read also:
            // Ten ways …`) is complete.
            after = match known.after {
                furniture::After::All if at <= body_from => furniture::After::Nothing,
                furniture::After::Links if !line.is_label() => furniture::After::Nothing,
                after => after,
            };
            reason = known.reason;
        } else if after == furniture::After::Links && line.is_link_shaped() && page.is_open(at) {
            page.decide(at, Fate::Cut(reason));
        } else {
            after = furniture::After::Nothing;
        }
    }
}

/// Lines that were there before, word for word.
fn repeated(page: &mut Page) {
    let mut seen = std::collections::HashSet::new();
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at) else { continue };
        let words = line.words;
        // A short sentence may be said twice, as a refrain or an answer; a label or a whole paragraph is not.
        let again =
            !seen.insert(line.folded.clone()) && (words >= 8 || (words >= 2 && !line.ends && !line.item));
        if again {
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
        let kind = if this.item {
            BlockKind::Item
        } else if this.is_heading_shaped()
            && line(-1).is_some_and(|before| !before.is_heading_shaped())
            && line(1).is_some_and(|behind| behind.item || !behind.is_heading_shaped())
            && (this.gap_before || !gaps)
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
            Some(Fate::Body(kind)) => article.blocks.push(Block::new(kind, line.text)),
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
    Draft { article, identity: None }
}
