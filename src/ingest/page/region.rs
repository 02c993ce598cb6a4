//! Where on a page the article's running text is, and where the page ends.
//!
//! Paragraphs stand close together; a lone one far off is a notice or a teaser. It decides only what an ending label
//! takes with it (the form and the remarks behind `Leave a reply`) and lists that are menus.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::lines::{LONG, Line};
use super::{Fate, Page, furniture};

/// Lines from one paragraph to the next inside a body, labels and captions between them.
const NEAR: usize = 8;

/// The share of the largest group's words from which another group of paragraphs is part of the article.
const PART: usize = 4;

/// Words of a group of paragraphs from which it is part of the article whatever comes behind.
const LEAD: usize = 50;

/// Lines of furniture that part a last sentence from the article.
const FURNITURE: usize = 3;

/// Words of running text from which a page may have said its article when the comment form comes.
const SAID: usize = 60;

/// Lines behind an ending label among which a form has another known line.
const FORM: usize = 5;

/// Words of a list's items, on average, from which they say something: `Contact us` does not.
const TELLING: usize = 5;

/// The first and last line of the running text, lists not counted.
pub(super) fn of(page: &Page) -> Option<RangeInclusive<usize>> {
    let running = running(page);
    let mut groups: Vec<(usize, usize, usize)> = Vec::new();
    for at in running {
        let words = page.lines.get(at).map_or(0, |l| l.words);
        match groups.last_mut().filter(|(_, last, _)| at - *last <= NEAR) {
            Some((_, last, sum)) => (*last, *sum) = (at, *sum + words),
            None => groups.push((at, at, words)),
        }
    }
    let most = groups.iter().map(|g| g.2).max()?;
    // What comes first may be the lead, with half a page of offers behind it.
    let part = |g: &&(usize, usize, usize)| g.2 * PART >= most || g.2 >= LEAD;
    let (first, last) = (groups.iter().find(part)?.0, groups.iter().rfind(part)?.1);
    Some(first..=trimmed(page, first, last))
}

/// The end of the article without the sentences that follow it behind lines of furniture.
fn trimmed(page: &Page, first: usize, mut last: usize) -> usize {
    let mut words = 0;
    let ends: Vec<usize> = running(page).into_iter().filter(|i| (first..=last).contains(i)).collect();
    for pair in ends.windows(2).rev() {
        let [before, at] = pair else { continue };
        words += page.lines.get(*at).map_or(0, |l| l.words);
        if words >= LEAD {
            break;
        }
        if (before + 1..*at).filter(|&i| !page.is_open(i)).count() >= FURNITURE {
            last = *before;
            words = 0;
        }
    }
    last
}

/// The lines of running text that nothing has decided. A long title said twice is none of them.
fn running(page: &Page) -> Vec<usize> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in &page.lines {
        *counts.entry(&line.folded).or_default() += 1;
    }
    let twice =
        |line: &Line| line.words < 2 * LONG && counts.get(line.folded.as_str()).is_some_and(|n| *n > 1);
    let running = page.undecided().filter(|(_, l)| l.is_running() && !l.item && l.heading == 0);
    running.skip_while(|(_, l)| twice(l)).map(|(i, _)| i).collect()
}

/// Cuts what stands behind the label that ends the page. A label above the article ends nothing: what is said behind
/// it may be `most` times as much as what was said before, unless a form follows.
pub(super) fn ending(page: &mut Page, most: usize) {
    let running = running(page);
    // The words of running text before each line.
    let mut said = vec![0; page.lines.len() + 1];
    for at in running {
        if let (Some(sum), Some(line)) = (said.get_mut(at + 1), page.lines.get(at)) {
            *sum = line.words;
        }
    }
    let mut total = 0;
    for sum in &mut said {
        total += *sum;
        *sum = total;
    }
    let known = |at: usize| {
        let line = page.lines.get(at).filter(|l| !l.item)?;
        furniture::known(&line.text, &line.folded, line.ends)
    };
    let ends = |at: &usize| {
        let Some(label) = known(*at).filter(|k| k.after == furniture::After::All) else { return false };
        let before = said.get(*at).copied().unwrap_or_default();
        let behind = total - before;
        let form = (at + 1..=at + FORM).any(|i| known(i).is_some_and(|k| k.reason == label.reason));
        before > 0 && (before * most >= behind || (form && before >= SAID))
    };
    let Some(end) = (0..page.lines.len()).find(ends) else { return };
    let reason = known(end).map_or("comments", |k| k.reason);
    for at in end..page.lines.len() {
        page.decide(at, Fate::Cut(reason));
    }
}

/// Cuts the lists that are menus: outside the running text and before the title, without a line that announces
/// them; and anywhere lists of known labels.
pub(super) fn menus(page: &mut Page, region: Option<&RangeInclusive<usize>>) {
    let title = page.title_line(region).unwrap_or(0);
    let mut at = 0;
    while at < page.lines.len() {
        let length = page.lines.iter().skip(at).take_while(|l| l.item).count();
        if length > 0 && is_menu(page, at, length, title, region) {
            for i in at..at + length {
                let reason = page.lines.get(i).and_then(|l| furniture::whole(&l.folded_text()));
                page.decide(i, Fate::Cut(reason.map_or("navigation", |k| k.reason)));
            }
        }
        at += length.max(1);
    }
}

fn is_menu(
    page: &Page,
    at: usize,
    length: usize,
    title: usize,
    region: Option<&RangeInclusive<usize>>,
) -> bool {
    let items = || page.lines.iter().skip(at).take(length);
    let before = at.checked_sub(1).and_then(|i| page.lines.get(i));
    let announced = before.is_some_and(|l| l.text.ends_with(':') && l.words > 2 && page.is_open(at - 1));
    let known = items().filter(|l| furniture::whole(&l.folded_text()).is_some()).count();
    let telling =
        items().any(Line::is_running) || items().map(|l| l.words).sum::<usize>() >= TELLING * length;
    if announced && known * 2 < length.max(2) {
        return false;
    }
    let Some(region) = region else { return known * 2 >= length };
    // A single item between paragraphs may be anything; a list directly behind a paragraph is the paragraph's.
    let behind_text = before.is_some_and(|l| l.is_running() && page.is_open(at - 1));
    known * 2 >= length
        || at < title
        || (at < *region.start() && !telling)
        || (at > *region.end() && !behind_text)
}
