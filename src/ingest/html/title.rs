//! The title of a page: what the page shows as its headline, told by what its head says, and by its headings.
//!
//! The head often says more than the title (the site's name) or another one (for search engines); so the line of the
//! page that says nearly the same is taken where there is one.

use std::collections::HashSet;

use super::Meta;
use super::pieces::{Layout, Piece, Shape};
use crate::fold;
use crate::ingest::page::title::{SEPARATORS, common};

/// The share of the words of a headline and of the head's title that they have in common, in order, from which they
/// are the same.
const ALIKE: (usize, usize) = (6, 10);

/// Words of a site's name behind a bar.
const SITE: usize = 5;

/// Words of a title, at least, where the page has longer headings too.
const WORDS: usize = 3;

/// Words of a title, at most, and of a line of running text, at least.
const LONG: usize = 30;
const TEXT: usize = 10;

/// Pieces behind a headline in which the text begins.
const NEAR: usize = 6;

/// A title.
#[derive(Debug, Default)]
pub(super) struct Title {
    pub(super) text: String,
    /// The piece that shows it.
    pub(super) at: Option<usize>,
    /// The site's name, where it stood beside the title.
    pub(super) site: Option<String>,
}

/// Chooses it.
pub(super) fn choose(layout: &Layout, meta: &Meta) -> Title {
    let said: Vec<&str> = meta.titles.iter().map(String::as_str).chain(meta.window.as_deref()).collect();
    let folded: Vec<String> = layout.pieces.iter().map(|p| fold::fold(&p.text)).collect();
    let shown = |text: &str| {
        let wanted = fold::fold(text);
        let same = (0..folded.len()).filter(|&i| !wanted.is_empty() && folded.get(i) == Some(&wanted));
        same.filter(|&i| is_shown(layout, i)).min_by_key(|&i| (rank(layout, i), i))
    };
    if let Some(title) = instead_of_window(layout, meta, &shown) {
        return title;
    }
    // A line that says what the head says, whole or without the site's name.
    for text in &said {
        if let Some(at) = shown(text) {
            return of_piece(layout, at, site_of(&said, &folded, at));
        }
    }
    let candidates = said.iter().flat_map(|text| parts(text)).filter_map(|(part, site)| {
        let at = shown(part)?;
        let heads = layout.pieces.get(at).is_some_and(|p| matches!(p.shape, Shape::Heading(_)));
        // A short one is rather the site's name, unless it is a heading and what stands beside it is as short.
        let whole = words(part) >= WORDS || (heads && words(site) <= words(part));
        (whole || meta.site.as_deref() == Some(site)).then_some((words(part), at, site))
    });
    if let Some((_, at, site)) = candidates.max_by_key(|(words, at, _)| (*words, usize::MAX - at)) {
        return of_piece(layout, at, Some(site.to_owned()));
    }
    if let Some(at) = alike(layout, &said) {
        return of_piece(layout, at, None);
    }
    if let Some(text) = said.first() {
        let (text, site) = without_site(text, meta.site.as_deref());
        let own = !meta.titles.is_empty() || is_of_article(&words_of_text(layout), text);
        return match if own { None } else { first_heading(layout).or_else(|| headline(layout)) } {
            Some(at) => of_piece(layout, at, Some(text.to_owned())),
            None => Title { text: text.to_owned(), at: None, site: site.map(str::to_owned) },
        };
    }
    let first = first_heading(layout).or_else(|| headline(layout));
    first.map_or_else(Title::default, |at| of_piece(layout, at, None))
}

/// The line that heads the text, where the title of the window is that of the whole site, or of a section of it: such
/// a title heads nothing, and has hardly a word that the article has.
fn instead_of_window(layout: &Layout, meta: &Meta, shown: &dyn Fn(&str) -> Option<usize>) -> Option<Title> {
    let window = meta.window.as_deref().filter(|_| meta.titles.is_empty())?;
    let heads = |at: usize| {
        let stands_out = |p: &Piece| p.bold || matches!(p.shape, Shape::Heading(_));
        layout.pieces.get(at).is_some_and(stands_out) && heads_text(layout, at)
    };
    let text = words_of_text(layout);
    let mut sayings = parts(window).map(|(part, _)| part).chain([window]);
    if sayings.any(|said| is_of_article(&text, said) || shown(said).is_some_and(heads)) {
        return None;
    }
    let own = |at: &usize| layout.pieces.get(*at).is_some_and(|p| is_of_article(&text, &p.text));
    let at = first_heading(layout).filter(own).or_else(|| headline(layout))?;
    Some(of_piece(layout, at, Some(window.to_owned())))
}

fn of_piece(layout: &Layout, at: usize, site: Option<String>) -> Title {
    let text = layout.pieces.get(at).map(|p| p.text.clone()).unwrap_or_default();
    Title { text, at: Some(at), site }
}

/// Headings before other lines, links last: a teaser says the title too.
fn rank(layout: &Layout, at: usize) -> usize {
    let Some(piece) = layout.pieces.get(at) else { return usize::MAX };
    let linked = if piece.is_linked() { 10 } else { 0 };
    match piece.shape {
        Shape::Heading(level) => usize::from(level) + linked,
        Shape::Text => 7 + linked,
        _ => 8 + linked,
    }
}

/// Whether a piece stands in no area of menus and the like.
fn is_shown(layout: &Layout, at: usize) -> bool {
    let Some(piece) = layout.pieces.get(at).filter(|p| p.cut.is_none()) else { return false };
    let mut area = Some(piece.area);
    while let Some(this) = area.and_then(|a| layout.areas.get(a)) {
        let elsewhere =
            ["navigation", "hidden", "template", "noscript", "related", "footer", "form", "share"];
        if this.mark.is_some_and(|m| m.sure && elsewhere.contains(&m.reason)) {
            return false;
        }
        area = this.parent;
    }
    true
}

/// The heading that says nearly what the head says.
fn alike(layout: &Layout, said: &[&str]) -> Option<usize> {
    let said: Vec<Vec<String>> = said.iter().map(|t| fold::tokens(t).map(|t| t.text).collect()).collect();
    let score = |piece: &Piece| {
        let text = fold::fold(&piece.text);
        let line: Vec<&str> = text.split(' ').collect();
        let scores = said.iter().filter(|title| title.len() >= WORDS && line.len() >= WORDS).map(|title| {
            let (share, whole) = ALIKE;
            let same = common(title, &line);
            // A headline that is part of the other, or nearly the same.
            let enough = same * whole >= title.len().min(line.len()) * share && same >= WORDS;
            if enough { same * 100 / title.len().max(line.len()) } else { 0 }
        });
        scores.max().unwrap_or_default()
    };
    let headings = layout.pieces.iter().enumerate().filter(|(at, piece)| {
        matches!(piece.shape, Shape::Heading(1..=3))
            && words(&piece.text) <= 2 * LONG
            && !piece.is_linked()
            && is_shown(layout, *at)
    });
    let best = headings.map(|(at, piece)| (score(piece), rank(layout, at), at));
    let (score, _, at) = best.max_by_key(|(score, rank, at)| (*score, usize::MAX - rank, usize::MAX - at))?;
    (score > 0).then_some(at)
}

/// The first heading of the highest level that has the words of a title.
fn first_heading(layout: &Layout) -> Option<usize> {
    let heading = |level: u8| {
        layout.pieces.iter().enumerate().position(|(at, piece)| {
            piece.shape == Shape::Heading(level) && words(&piece.text) >= WORDS && is_shown(layout, at)
        })
    };
    (1..=3).find_map(heading)
}

/// The first line that stands out above running text, where headings are made of fonts.
fn headline(layout: &Layout) -> Option<usize> {
    let stands_out = |(at, piece): &(usize, &Piece)| {
        piece.bold
            && piece.shape == Shape::Text
            && !piece.is_linked()
            && (WORDS..=LONG).contains(&words(&piece.text))
            && !piece.text.ends_with(['.', ':', '،'])
            && heads_text(layout, *at)
            && is_shown(layout, *at)
    };
    layout.pieces.iter().enumerate().find(stands_out).map(|(at, _)| at)
}

/// Whether running text stands behind a piece, a few others between them.
fn heads_text(layout: &Layout, at: usize) -> bool {
    let mut behind =
        layout.pieces.iter().skip(at + 1).take(NEAR).filter(|p| !p.is_linked() && p.cut.is_none());
    behind.any(|p| words(&p.text) >= TEXT)
}

/// The words of a page's running text.
fn words_of_text(layout: &Layout) -> HashSet<String> {
    let running = layout.pieces.iter().filter(|p| !p.is_linked() && words(&p.text) >= TEXT);
    running.flat_map(|p| fold::tokens(&p.text).map(|t| t.text)).collect()
}

/// Whether half the longer words of a title occur among those of the running text.
fn is_of_article(said: &HashSet<String>, title: &str) -> bool {
    let long: Vec<String> = fold::tokens(title).map(|t| t.text).filter(|t| t.chars().count() > 3).collect();
    let found = long.iter().filter(|word| said.contains(*word)).count();
    long.len() >= 2 && found * 2 >= long.len()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The ways to part a title from a site's name, with the name.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let separators = SEPARATORS.iter().chain(&[": ", " : ", "|", " « ", "- "]);
    separators.flat_map(|separator| {
        let (last, first) = (text.rsplit_once(separator), text.split_once(separator));
        let last = last.map(|(title, site)| (title.trim(), site.trim()));
        last.into_iter().chain(first.map(|(site, title)| (title.trim(), site.trim())))
    })
}

/// A title without the site's name: where the site is known, or where a few words stand behind a bar or a dash.
fn without_site<'a>(text: &'a str, site: Option<&str>) -> (&'a str, Option<&'a str>) {
    let known = site.map(fold::fold).unwrap_or_default();
    let named = |part: &str| {
        let folded = fold::fold(part);
        !folded.is_empty() && (known.contains(&folded) || (!known.is_empty() && folded.contains(&known)))
    };
    if let Some((title, site)) = parts(text).find(|(title, site)| named(site) && words(title) >= WORDS) {
        return (title, Some(site));
    }
    let behind = [" | ", " - ", " – ", " — ", " :: "].iter().find_map(|separator| {
        let (title, site) = text.rsplit_once(separator)?;
        (words(site) <= SITE && words(title) > SITE).then_some((title.trim(), Some(site.trim())))
    });
    behind.unwrap_or((text, None))
}

/// The name that the window's title has beside the title of a piece.
fn site_of(said: &[&str], folded: &[String], at: usize) -> Option<String> {
    let title = folded.get(at)?;
    said.iter()
        .flat_map(|text| parts(text))
        .find_map(|(part, site)| (fold::fold(part) == *title && words(site) <= SITE).then(|| site.to_owned()))
}
