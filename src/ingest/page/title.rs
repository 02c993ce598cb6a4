//! The title of a page: the line that it repeats, else the first of its head that can be one; and the lines that
//! say it again.
//!
//! Only the lines before the running text can be the title.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use super::{Fate, Page};
use crate::article::Lang;
use crate::ingest::{dates, furniture, language_of};

/// Words below which a line is rather a label or the name of the site, when there is another.
const TITLE: usize = 4;

/// Words of a site's name; what says more of itself twice is an advertisement.
const NAME: usize = 6;

/// Words by which a repeated title may be longer: the site's name around it.
const AROUND: usize = 8;

/// The share of the title's words, in their order, that make a line a variant of it.
const VARIANT: (usize, usize) = (85, 100);

/// Signs between a title and the site's name.
pub(in crate::ingest) const SEPARATORS: [&str; 9] =
    [" | ", " – ", " — ", " - ", " :: ", " » ", " « ", " · ", " • "];

/// Decides the title, its repetitions, and the title in the original language.
pub(super) fn decide(page: &mut Page, region: Option<&RangeInclusive<usize>>) {
    let head = region.map_or(page.lines.len(), |r| *r.start());
    let candidates: Vec<usize> = (0..head).filter(|&i| page.is_open(i) && can_be_title(page, i)).collect();
    doubled_lines(page, head);
    let Some(at) = choose(page, &candidates).or_else(|| opening_line(page, head)) else { return };
    let Some(line) = page.lines.get(at) else { return };
    let (title, site) = without_site(page, &line.text);
    let tokens: Vec<String> = crate::fold::tokens(&title).map(|t| t.text).collect();
    if page.site.is_none() {
        page.site = site.as_deref().map(|name| crate::fold::tokens(name).map(|t| t.text).collect());
    }
    if let Some(name) = site {
        page.meta.push(crate::ingest::Meta::Source(name));
    }
    page.decide(at, Fate::Title);
    repetitions(page, &title);
    page.title = Some(title);
    original(page, head, tokens.len());
}

/// Decides the lines that say the title again.
pub(super) fn repetitions(page: &mut Page, title: &str) {
    let tokens: Vec<String> = crate::fold::tokens(title).map(|t| t.text).collect();
    for i in 0..page.lines.len() {
        let Some(line) = page.lines.get(i) else { continue };
        let words: Vec<&str> = line.folded.split(' ').collect();
        if !tokens.is_empty() && !line.item && says_title(&tokens, &words, line.is_running()) {
            page.decide(i, Fate::Title);
        }
    }
}

/// The first line of a page that has no other title, though it begins like a label: `Watch: …` heads articles too.
fn opening_line(page: &mut Page, head: usize) -> Option<usize> {
    let line = page.lines.first().filter(|_| head > 0)?;
    let fits = line.words >= TITLE && furniture::whole(&line.folded).is_none() && !line.ends && !line.item;
    if fits && let Some(fate) = page.fates.first_mut() {
        *fate = None;
    }
    fits.then_some(0)
}

fn can_be_title(page: &Page, at: usize) -> bool {
    page.lines.get(at).is_some_and(|line| {
        let in_brackets = line.text.starts_with('(') && line.text.ends_with(')');
        line.words >= 2
            && !line.item
            && (!line.ends || line.asks)
            && !line.text.ends_with(':')
            && !in_brackets
            && dates::of_line(&line.text).is_none()
            && furniture::signature(&line.text).is_none()
            && halves(&line.folded).is_none()
            && !line.menu
    })
}

/// The half of a line that says the same twice: the name of a site in the head of its page.
fn halves(folded: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = folded.split(' ').collect();
    let (first, second) = words.split_at(words.len() / 2);
    (words.len() >= 4 && first == second).then(|| first.to_vec())
}

fn doubled_lines(page: &mut Page, head: usize) {
    for at in 0..head.min(page.lines.len()) {
        let Some(line) = page.lines.get(at) else { continue };
        let Some(name) = halves(&line.folded) else { continue };
        if name.len() > NAME {
            page.decide(at, Fate::Cut("advertisement"));
            continue;
        }
        page.site = Some(name.into_iter().map(str::to_owned).collect());
        let count = line.text.split_whitespace().count() / 2;
        let name = line.text.split_whitespace().take(count).collect::<Vec<_>>().join(" ");
        page.meta.push(crate::ingest::Meta::Source(name));
        page.decide(at, Fate::Cut("site-name"));
    }
}

/// The candidate that the page repeats, else the first that is long enough and in the body's language, else the
/// longest.
fn choose(page: &Page, candidates: &[usize]) -> Option<usize> {
    let line = |at: usize| page.lines.get(at);
    // How many lines say it, alone or beside the site's name.
    let mut said: HashMap<String, usize> = HashMap::new();
    for line in &page.lines {
        let parts: HashSet<String> =
            variants(&line.text).map(crate::fold::fold).chain([line.folded.clone()]).collect();
        for part in parts {
            *said.entry(part).or_default() += 1;
        }
    }
    let repeats = |at: usize| line(at).and_then(|l| said.get(&l.folded)).map_or(0, |count| count - 1);
    let long = |at: &usize| line(*at).is_some_and(|l| l.words >= TITLE);
    let own = |at: &usize| {
        line(*at)
            .is_some_and(|l| matches!((language_of(&l.text), page.lang), (a, b) if a == b || a == Lang::Und))
    };
    let first = |keep: &dyn Fn(&usize) -> bool| candidates.iter().copied().find(|at| keep(at));
    // Menus stand twice too; the longest of what is repeated is the headline.
    let words = |at: usize| (line(at).map(|l| l.words), usize::MAX - at);
    let headlines = candidates.iter().copied().filter(|at| long(at) && own(at) && repeats(*at) > 0);
    // The first-level headings of a dump to Markdown: the headline, and often the site's name.
    let marked = candidates.iter().copied().filter(|at| own(at) && line(*at).is_some_and(|l| l.heading == 1));
    marked
        .max_by_key(|&at| words(at))
        .filter(|&at| long(&at) || repeats(at) > 0)
        .or_else(|| headlines.max_by_key(|&at| words(at)))
        .or_else(|| first(&|at| long(at) && own(at)))
        .or_else(|| first(&|at| own(at) && repeats(*at) > 0))
        .or_else(|| candidates.iter().copied().filter(own).max_by_key(|&at| words(at)))
        .or_else(|| first(&|at| long(at)))
}

/// The parts of a line around one separator, the parts first that are longer.
fn variants(text: &str) -> impl Iterator<Item = &str> {
    SEPARATORS.iter().flat_map(|separator| {
        let around = [text.split_once(separator), text.rsplit_once(separator)];
        around.into_iter().flatten().flat_map(|(a, b)| [a.trim(), b.trim()])
    })
}

/// The title of a line `Title | Site`, and the site. The page itself has to show which is which: the title stands
/// alone on another line, or the site's name does; a bar before one to four last words shows it too.
fn without_site(page: &Page, text: &str) -> (String, Option<String>) {
    let alone = |part: &str| {
        let folded = crate::fold::fold(part);
        page.lines.iter().any(|l| l.folded == folded)
    };
    for separator in SEPARATORS {
        for (a, b) in [text.rsplit_once(separator), text.split_once(separator)].into_iter().flatten() {
            let (a, b) = (a.trim(), b.trim());
            let count = |part: &str| part.split_whitespace().count();
            let (short, title) = if count(a) < count(b) { (a, b) } else { (b, a) };
            let bar = separator == " | " && short == b && count(title) >= TITLE;
            if (1..=4).contains(&count(short)) && count(title) >= 2 && (alone(title) || alone(short) || bar) {
                return (title.to_owned(), Some(short.to_owned()));
            }
        }
    }
    // The title may stand on another line with the site's name around it.
    let folded = crate::fold::fold(text);
    let site = page.lines.iter().find_map(|line| {
        SEPARATORS.iter().find_map(|separator| {
            [line.text.rsplit_once(separator), line.text.split_once(separator)]
                .into_iter()
                .flatten()
                .find_map(|(a, b)| {
                    let (a, b) = (a.trim(), b.trim());
                    let other = if crate::fold::fold(a) == folded { b } else { a };
                    let fits = crate::fold::fold(a) == folded || crate::fold::fold(b) == folded;
                    (fits && other.split_whitespace().count() <= 5).then(|| other.to_owned())
                })
        })
    });
    (text.to_owned(), site)
}

/// Whether a line says the title again: the same words, or nearly all of them in order with a few around them. A
/// sentence of the body that uses the title's words has more besides.
fn says_title(title: &[String], line: &[&str], running: bool) -> bool {
    if title.iter().eq(line.iter()) {
        return true;
    }
    let (share, whole) = VARIANT;
    !running
        && title.len() >= TITLE
        && line.len() <= title.len() + AROUND
        && common(title, line) * whole >= title.len() * share
}

/// The length of the longest common subsequence of words.
pub(in crate::ingest) fn common(a: &[String], b: &[&str]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (j, other) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or_default();
            let left = row.get(j).copied().unwrap_or_default();
            let here = if word == other { diagonal + 1 } else { above.max(left) };
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = here;
            }
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A line of the head in another language, about as long as the title, is the title of the text that was
/// translated.
fn original(page: &mut Page, head: usize, length: usize) {
    if page.lang == Lang::Und {
        return;
    }
    let found = (0..head).find(|&i| {
        page.is_open(i)
            && page.lines.get(i).is_some_and(|line| {
                let lang = language_of(&line.text);
                let alike = line.words * 2 >= length && line.words <= length * 2;
                lang != Lang::Und && lang != page.lang && line.words >= TITLE && alike && !line.menu
            })
    });
    if let Some(at) = found {
        page.decide(at, Fate::Original);
    }
}
