//! What stands before and behind the running text: labels, dates, bylines, the site's name, lists of links.
//!
//! It judges by position and shape. Inside the running text it decides nothing but runs of links.

use std::ops::RangeInclusive;

use super::lines::{LONG, Line};
use super::{Fate, Page, dates, furniture};
use crate::ingest::{Meta, dateline};

/// Words of a label above the body, at most. A standfirst has more.
const HEAD_LABEL: usize = 8;

/// Words of a standfirst directly under the title, at least.
const STANDFIRST: usize = 6;

/// Words of a label that may end with a full stop: `U.S.`
const ABBREVIATION: usize = 2;

/// Words of a label under the body, at most, behind a line of known furniture.
const TAIL_LABEL: usize = 6;

/// The same before any: the lines may be verses, or a text that knows no full stop.
const TAIL_LABEL_ALONE: usize = 4;

/// Lines behind the article from which a sentence is far from it.
const FAR: usize = 6;

/// Links in a row, from which they are a list.
const RUN: usize = 3;

/// Decides the lines at the edges of the running text.
pub(super) fn decide(page: &mut Page, region: Option<&RangeInclusive<usize>>) {
    let title = page.title_line(region);
    let Some(region) = region else {
        // No running text at all: a notice of a few lines. Only what says what it is goes.
        metadata(page, 0, page.lines.len());
        return;
    };
    let listed = |page: &Page, at: usize| page.is_open(at) && page.lines.get(at).is_some_and(|l| l.item);
    let mut last = *region.end();
    let headed = |page: &Page, at: usize| {
        page.is_open(at) && page.lines.get(at).is_some_and(|l| l.heading > 0) && listed(page, at + 1)
    };
    while listed(page, last + 1) || headed(page, last + 1) {
        last += 1;
    }
    let top = (*region.start()).max(title.unwrap_or(0));
    metadata(page, 0, top);
    below_standfirst(page, region);
    head(page, top, title);
    metadata(page, last + 1, page.lines.len());
    tail(page, last);
}

/// Dates and bylines may stand under the first paragraph of the page: it is then the standfirst.
fn below_standfirst(page: &mut Page, region: &RangeInclusive<usize>) {
    let running = |page: &Page, i: usize| page.lines.get(i).is_some_and(Line::is_running);
    let from = *region.start() + 1;
    let Some(to) = (from..=*region.end()).find(|&i| running(page, i)) else { return };
    // A day alone may head the entry of a chronicle.
    let says =
        (from..to).filter(|&i| page.lines.get(i).is_some_and(|l| !of_line(&l.text).0.is_empty())).count();
    let said = page.lines.iter().take(to).skip(from).any(|l| dates::says_published(&l.text));
    if says >= 2 || said {
        metadata(page, from, to);
    }
}

/// Dates, bylines and sources on lines of their own.
fn metadata(page: &mut Page, from: usize, to: usize) {
    for at in from..to {
        let Some(line) = page.lines.get(at).filter(|l| page.is_open(at) && !l.item && l.words <= LONG) else {
            continue;
        };
        let (metas, reason) = of_line(&line.text);
        if metas.is_empty() && dates::is_stamp(&line.text) {
            page.decide(at, Fate::Cut("date-line"));
        } else if !metas.is_empty() {
            page.meta.extend(metas);
            page.decide(at, Fate::Cut(reason));
        }
    }
}

/// What a line says of the article, part by part (`By Jane Doe | 3 March 2020`); nothing where a part says something
/// else.
pub(super) fn of_line(line: &str) -> (Vec<Meta>, &'static str) {
    if let Some(date) = dates::of_line(line) {
        return (vec![Meta::Date(date)], "date-line");
    }
    if let Some((date, agency)) = dateline::of_line(line) {
        let metas = date.map(Meta::Date).into_iter().chain(agency.map(Meta::Source));
        return (metas.collect(), "dateline");
    }
    let mut metas = Vec::new();
    let mut reason = "byline";
    let line = line.replace(" - ", "|").replace(" / ", "|");
    for part in line.split(['|', '•', '·', '–', '—']).map(str::trim).filter(|p| !p.is_empty()) {
        if let Some(date) = dates::of_line(part) {
            metas.push(Meta::Date(date));
            reason = "date-line";
        } else if let Some(meta) = furniture::signature(part) {
            metas.push(meta);
        } else if furniture::is_agency(part) {
            metas.push(Meta::Source(part.to_owned()));
        } else if !dates::is_stamp(part) && part.split_whitespace().count() > 3 {
            return (Vec::new(), reason);
        }
    }
    (metas, reason)
}

fn head(page: &mut Page, top: usize, title: Option<usize>) {
    let first = page.fates.iter().position(|f| *f == Some(Fate::Title));
    for at in 0..top {
        let Some(line) = page.lines.get(at).filter(|_| page.is_open(at)) else { continue };
        // The line under the title is often a standfirst.
        let most = if title.is_some_and(|title| at == title + 1) { STANDFIRST - 1 } else { HEAD_LABEL };
        let label = line.words <= most && (!line.ends || line.asks || line.words <= ABBREVIATION);
        let before_title = title.is_some_and(|title| at < title);
        // A live report's entry begins with its time and a heading.
        let timed =
            at.checked_sub(1).and_then(|i| page.lines.get(i)).is_some_and(|l| dates::is_clock(&l.text));
        if (timed || line.item) && !before_title {
            continue;
        }
        let above = line.is_running() && first.is_none_or(|first| at > first);
        if label || line.menu || (before_title && !above) {
            page.decide(at, Fate::Cut(if line.is_running() { "notice" } else { "navigation" }));
        }
    }
}

fn tail(page: &mut Page, last: usize) {
    // Up to the first line of known furniture it is still the article: verses, a list without markers, a signature.
    let edge = (last + 1..page.lines.len()).find(|&i| !page.is_open(i)).unwrap_or(page.lines.len());
    let announced = page.lines.get(last).is_some_and(|line| line.text.ends_with(':'));
    let behind: Vec<usize> = (last + 1..page.lines.len()).filter(|&i| page.is_open(i)).collect();
    let links = behind.iter().filter(|&&i| i > edge && page.lines.get(i).is_some_and(Line::is_link_shaped));
    let run = links.count() >= RUN;
    for &at in &behind {
        let Some(line) = page.lines.get(at).filter(|_| page.is_open(at)) else { continue };
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
    // A lone sentence far behind the article and its furniture is another article's or the site's.
    let far = edge.max(last + FAR);
    for at in far..page.lines.len() {
        if page.is_open(at) && page.lines.get(at).is_some_and(|l| l.is_running() && !l.item) {
            page.decide(at, Fate::Cut("notice"));
        }
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
