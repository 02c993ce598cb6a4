//! What stands before and behind the running text: labels, dates, bylines, the site's name, lists of links.
//!
//! It judges by position and shape. Inside the running text it decides nothing but runs of links.

use super::lines::LONG;
use super::{Fate, Page, dates, furniture};
use crate::ingest::Meta;

/// Words of a label above the body, at most. A standfirst has more.
const HEAD_LABEL: usize = 8;

/// Words of a label that may end with a full stop: `U.S.`
const ABBREVIATION: usize = 2;

/// Words of a label under the body, at most, behind a line of known furniture.
const TAIL_LABEL: usize = 6;

/// The same before any: the lines may be verses, or a text that knows no full stop.
const TAIL_LABEL_ALONE: usize = 4;

/// Lines from one paragraph to the next inside a body, labels and captions between them.
const NEAR: usize = 8;

/// Links in a row, from which they are a list.
const RUN: usize = 3;

/// Decides the lines at the edges.
pub(super) fn decide(page: &mut Page) {
    let running: Vec<usize> =
        page.undecided().filter(|(_, l)| l.is_running() || l.item).map(|(i, _)| i).collect();
    let title = page.fates.iter().position(|f| *f == Some(Fate::Title));
    let (Some(first), Some(last)) = (dense(&running), dense_end(&running)) else {
        // No running text at all: a notice of a few lines. Only what says what it is goes.
        metadata(page, 0, page.lines.len());
        return;
    };
    let top = first.max(title.unwrap_or(0));
    metadata(page, 0, top);
    head(page, top);
    metadata(page, last + 1, page.lines.len());
    tail(page, last);
}

/// The first running line that has another near it: one alone above the article is a notice (cookies, a slogan).
fn dense(running: &[usize]) -> Option<usize> {
    let near = |pair: &&[usize]| matches!(pair, [a, b] if b - a <= NEAR);
    running.windows(2).find(near).and_then(|pair| pair.first()).or_else(|| running.first()).copied()
}

/// The last running line that has another near it.
fn dense_end(running: &[usize]) -> Option<usize> {
    let near = |pair: &&[usize]| matches!(pair, [a, b] if b - a <= NEAR);
    running.windows(2).rfind(near).and_then(|pair| pair.last()).or_else(|| running.last()).copied()
}

/// Dates, bylines and sources on lines of their own.
fn metadata(page: &mut Page, from: usize, to: usize) {
    for at in from..to {
        let Some(line) = page.lines.get(at).filter(|l| page.is_open(at) && !l.item && l.words <= LONG) else {
            continue;
        };
        let (metas, reason) = of_line(&line.text);
        if !metas.is_empty() {
            page.meta.extend(metas);
            page.decide(at, Fate::Cut(reason));
        }
    }
}

/// What a line says of the article, part by part (`By Jane Doe | 3 March 2020`); nothing where a part says something
/// else.
fn of_line(line: &str) -> (Vec<Meta>, &'static str) {
    let mut metas = Vec::new();
    let mut reason = "byline";
    if let Some(date) = dates::of_line(line) {
        return (vec![Meta::Date(date)], "date-line");
    }
    for part in line.split(['|', '•', '·', '–', '—']).map(str::trim).filter(|p| !p.is_empty()) {
        if let Some(date) = dates::of_line(part) {
            metas.push(Meta::Date(date));
            reason = "date-line";
        } else if let Some(meta) = furniture::signature(part) {
            metas.push(meta);
        } else if !part.chars().all(|c| c.is_numeric() || ": amp".contains(c))
            && part.split_whitespace().count() > 3
        {
            return (Vec::new(), reason);
        }
    }
    (metas, reason)
}

fn head(page: &mut Page, top: usize) {
    let title = page.fates.iter().rposition(|f| *f == Some(Fate::Title));
    for at in 0..top {
        let Some(line) = page.lines.get(at).filter(|_| page.is_open(at)) else { continue };
        let label = line.words <= HEAD_LABEL && (!line.ends || line.asks || line.words <= ABBREVIATION);
        let before_title = title.is_some_and(|title| at < title);
        if label || line.menu || (before_title && line.is_link_shaped()) {
            page.decide(at, Fate::Cut("navigation"));
        }
    }
}

fn tail(page: &mut Page, last: usize) {
    // Up to the first line of known furniture it is still the article: verses, a list without markers, a signature.
    let edge = (last + 1..page.lines.len()).find(|&i| !page.is_open(i)).unwrap_or(page.lines.len());
    let announced = page.lines.get(last).is_some_and(|line| line.text.ends_with(':'));
    let behind: Vec<usize> = (last + 1..page.lines.len()).filter(|&i| page.is_open(i)).collect();
    let links =
        behind.iter().filter(|&&i| i > edge && page.lines.get(i).is_some_and(super::Line::is_link_shaped));
    let run = links.count() >= RUN;
    for &at in &behind {
        let Some(line) = page.lines.get(at) else { continue };
        let short = line.words <= if at > edge { TAIL_LABEL } else { TAIL_LABEL_ALONE };
        let reason = if names_site(page, at) {
            "site-name"
        } else if line.menu
            || (short && !line.ends && (at > edge || !(announced || line.text.ends_with(':'))))
        {
            "navigation"
        } else if at > edge && run && line.is_link_shaped() {
            "links"
        } else {
            continue;
        };
        page.decide(at, Fate::Cut(reason));
    }
    // The site's notices may be long; they stand last and end without a full stop.
    for at in (0..page.lines.len()).rev() {
        if page.is_open(at) {
            let notice = page.lines.get(at).is_some_and(|l| !l.ends && !l.item) && names_site(page, at);
            if !notice {
                break;
            }
            page.decide(at, Fate::Cut("site-name"));
        }
    }
}

/// Whether a line has the site's name in it, word for word. A name of one word says nothing.
fn names_site(page: &Page, at: usize) -> bool {
    let Some(site) = page.site.as_ref().filter(|s| s.len() >= 2) else { return false };
    page.lines.get(at).is_some_and(|line| {
        format!(" {} ", line.folded).contains(&format!(" {} ", site.join(" "))) && !line.ends
    })
}
