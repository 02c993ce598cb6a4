//! Known lines of page furniture, from `assets/furniture.toml`: which line is what, and why it is cut.
//!
//! It looks at one line at a time and knows nothing of its neighbours; positions and repetitions are judged by the
//! page.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::Meta;
use crate::fold;

/// Words that a line may have and still be furniture that begins with a known phrase: a label, a teaser's
/// title, not a paragraph.
const SHORT: usize = 30;

/// Words of a notice that is known by a phrase inside it: conditions and disclaimers are wordy.
const NOTICE: usize = 60;

/// Letters between blanks in an address that was broken at a width, on average; a sentence has six.
const ADDRESS: usize = 20;

/// Words of a picture's caption with its credit, at most.
const CAPTION: usize = 45;

/// Words of a name behind `By` or `Source:`.
const NAME: usize = 6;

/// Letters of a name in markup that are read.
const NAMED: usize = 80;

/// What goes with a line of furniture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum After {
    /// Nothing.
    #[default]
    Nothing,
    /// The lines behind it that have the shape of links.
    Links,
    /// The rest of the page.
    All,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    furniture: Vec<Entry>,
    byline: Words,
    source: Words,
    machine: Inside,
    agencies: Names,
    credit: Words,
    telling: Words,
    roles: Words,
    markup: Vec<Markup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Markup {
    reason: String,
    #[serde(default)]
    sure: Vec<String>,
    #[serde(default)]
    perhaps: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    reason: String,
    #[serde(default)]
    after: After,
    #[serde(default)]
    whole: Vec<String>,
    #[serde(default)]
    start: Vec<String>,
    #[serde(default)]
    inside: Vec<String>,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Inside {
    inside: Vec<String>,
}

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
}

/// What a known line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) reason: &'static str,
    pub(super) after: After,
}

/// What the names in an element's markup say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) reason: &'static str,
    /// Whether the names say so by themselves; else what is in the element has to look like it too.
    pub(super) sure: bool,
}

/// A phrase that lines begin with.
struct Start {
    phrase: String,
    /// Whether the data has it with a colon: then a line needs one too (`Photo: …`, not `Photo wins a prize`).
    colon: bool,
    known: Known,
}

struct Table {
    whole: HashMap<String, Known>,
    start: Vec<Start>,
    inside: Vec<(String, Known)>,
    bylines: Vec<String>,
    sources: Vec<String>,
    machine: Vec<String>,
    agencies: HashSet<String>,
    credits: Vec<String>,
    telling: Vec<String>,
    roles: HashSet<String>,
    marks: HashMap<&'static str, Mark>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/furniture.toml")).expect("the embedded furniture is valid")
});

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let folded = |words: &[String]| words.iter().map(|w| fold::fold(w)).filter(|w| !w.is_empty()).collect();
    let mut table = Table {
        whole: HashMap::new(),
        start: Vec::new(),
        inside: Vec::new(),
        bylines: folded(&FILE.byline.words),
        sources: folded(&FILE.source.words),
        machine: folded(&FILE.machine.inside),
        agencies: FILE.agencies.names.iter().map(|n| fold::fold(n)).collect(),
        credits: folded(&FILE.credit.words),
        telling: folded(&FILE.telling.words),
        roles: FILE.roles.words.iter().map(|n| fold::fold(n)).collect(),
        marks: HashMap::new(),
    };
    for markup in &FILE.markup {
        for (names, sure) in [(&markup.sure, true), (&markup.perhaps, false)] {
            table.marks.extend(names.iter().map(|n| (n.as_str(), Mark { reason: &markup.reason, sure })));
        }
    }
    for entry in &FILE.furniture {
        let known = Known { reason: &entry.reason, after: entry.after };
        table.whole.extend(entry.whole.iter().map(|w| (fold::fold(w), known)));
        let start = |w: &String| Start { phrase: fold::fold(w), colon: w.ends_with(':'), known };
        table.start.extend(entry.start.iter().map(start).filter(|s| !s.phrase.is_empty()));
        table.inside.extend(entry.inside.iter().map(|w| (fold::fold(w), known)));
    }
    table
});

/// What the classes or the id of an element say that it is: `post-share-bar`, `relatedPosts`, `l-sidebar__inner`. A
/// name behind `no`, `has` or `with` speaks of a page that has it, not of the thing.
pub(super) fn marked(names: &str) -> Option<Mark> {
    let mut found: Option<Mark> = None;
    for name in names.split_ascii_whitespace() {
        let words = words_of_name(name);
        for (at, word) in words.iter().enumerate() {
            let of_page = |i: usize| {
                words.get(i).is_some_and(|w| matches!(w.as_str(), "no" | "has" | "with" | "without" | "is"))
            };
            if at.checked_sub(1).is_some_and(of_page) {
                continue;
            }
            let pair = words.get(at + 1).map(|next| format!("{word}-{next}"));
            let by_pair = pair.and_then(|pair| TABLE.marks.get(pair.as_str()));
            let Some(mark) = by_pair.or_else(|| TABLE.marks.get(word.as_str())) else { continue };
            if mark.sure {
                return Some(*mark);
            }
            found = found.or(Some(*mark));
        }
    }
    found
}

/// The words of a name of markup: `relatedPosts`, `related-posts` and `related_posts` have two.
fn words_of_name(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars().take(NAMED) {
        if !c.is_alphanumeric() || (lower && c.is_uppercase()) {
            words.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// What a line is, if it is known furniture. `folded` is the line folded, `sentence` whether it ends like one: a
/// phrase that begins a sentence of the body (`Share prices fell.`) is no label.
pub(super) fn known(line: &str, folded: &str, sentence: bool) -> Option<Known> {
    let decoration = Known { reason: "decoration", after: After::Nothing };
    let caption = Known { reason: "caption", after: After::Nothing };
    if folded.is_empty() {
        return Some(decoration);
    }
    if let Some(reason) = by_sign(line, folded) {
        return Some(Known { reason, after: After::Nothing });
    }
    let by_phrase = whole(folded).or_else(|| beginning(line, folded, sentence));
    by_phrase.or_else(|| is_credited(line, folded, sentence).then_some(caption))
}

/// What a line is by its signs: a rightholder's notice, a picture's, the initials of editors, an address that a machine wrote, the name of a picture that a
/// dump without pictures left.
fn by_sign(line: &str, folded: &str) -> Option<&'static str> {
    let words = folded.split(' ').count();
    let address = ["//", "http://", "https://"].iter().any(|start| line.starts_with(start));
    let initials = line.contains('/')
        && line.split('/').all(|p| {
            (1..=4).contains(&p.chars().count()) && p.chars().all(|c| c.is_lowercase() || fold::is_arabic(c))
        });
    if line.starts_with(['©', 'ⓒ']) && words <= SHORT {
        Some("reposting")
    } else if line.contains('©') && words <= SHORT {
        Some("caption")
    } else if initials {
        Some("byline")
    } else if address
        && line.contains(['?', '%', '&'])
        && line.chars().count() >= ADDRESS * line.split_whitespace().count()
    {
        Some("links")
    } else if line.starts_with('[') && line.ends_with(']') && words <= 3 {
        Some("image")
    } else {
        None
    }
}

/// Whether a line ends with a picture's credit: `The old wall (Reuters)`, `The old wall. Credit: Jane Doe`. A sentence
/// with an agency behind it is the end of a report.
fn is_credited(line: &str, folded: &str, sentence: bool) -> bool {
    if folded.split(' ').count() > CAPTION {
        return false;
    }
    let credited = |text: &str| {
        let text = format!(" {} ", fold::fold(text));
        TABLE.credits.iter().any(|w| has_words(&text, w))
    };
    let bracket = line.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|l| l.rsplit_once('('));
    if let Some((before, inside)) = bracket {
        let before = before.trim_end();
        let told = sentence || before.ends_with(['.', '!', '؟', '"', '”', '»']);
        let signed = inside.split(['/', '-', ',', '،', '+']).any(is_agency);
        return !before.is_empty() && (credited(inside) || (signed && !told));
    }
    // The name of a credit is all that stands behind it.
    let behind =
        line.rsplit_once(':').filter(|(_, name)| (1..=NAME).contains(&name.split_whitespace().count()));
    behind.is_some_and(|(before, _)| {
        let last = before.split(['.', '|', ')']).next_back().unwrap_or_default();
        let glued = before.split_whitespace().next_back().is_some_and(|w| w.ends_with("Credit"));
        glued || (last.split_whitespace().count() <= 2 && credited(last))
    })
}

/// A line that says a known phrase and nothing else.
pub(super) fn whole(folded: &str) -> Option<Known> {
    TABLE.whole.get(folded).copied()
}

fn beginning(line: &str, folded: &str, sentence: bool) -> Option<Known> {
    let table = &*TABLE;
    let words = folded.split(' ').count();
    if words > NOTICE {
        return None;
    }
    let starts = |start: &Start| {
        let phrase = start.phrase.as_str();
        folded.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            && (!start.colon || has_colon(line, phrase))
            // One word begins many sentences; a label is short.
            && (phrase.contains(' ') || words <= 8)
            && words <= SHORT
            && !(sentence && words > 12)
    };
    let padded = format!(" {folded} ");
    let inside = |phrase: &str| has_words(&padded, phrase);
    let by_start = table.start.iter().find(|start| starts(start)).map(|start| start.known);
    by_start.or_else(|| table.inside.iter().find(|(phrase, _)| inside(phrase)).map(|(_, known)| *known))
}

/// Whether a folded text, blanks around it, has a phrase in it, word for word.
fn has_words(padded: &str, phrase: &str) -> bool {
    padded.match_indices(phrase).any(|(at, found)| {
        let blank = |at: Option<usize>| at.and_then(|at| padded.as_bytes().get(at)) == Some(&b' ');
        blank(at.checked_sub(1)) && blank(Some(at + found.len()))
    })
}

/// Whether a colon stands behind the words of a phrase at the beginning of a line.
fn has_colon(line: &str, phrase: &str) -> bool {
    let words = phrase.split(' ').count();
    let behind = fold::tokens(line).nth(words - 1).and_then(|last| line.get(last.range.end..));
    behind.is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// The author or publisher that a line names and nothing else: `By Jane Doe`, `المصدر: رويترز`.
pub(super) fn signature(line: &str) -> Option<Meta> {
    let name = |words: &[String], colon: bool| {
        let tokens: Vec<fold::Token> = fold::tokens(line).collect();
        let phrase = words.iter().filter(|w| starts_with(&tokens, w)).max_by_key(|w| w.len())?;
        let behind = tokens.get(phrase.split(' ').count() - 1)?.range.end;
        let rest = line.get(behind..)?;
        let has_colon = rest.trim_start().starts_with([':', '：']);
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || ":：-–—|/".contains(c));
        let count = rest.split_whitespace().count();
        let capital = rest.starts_with(|c: char| c.is_uppercase() || fold::is_arabic(c));
        let end = rest.ends_with(['.', '!', '?', '؟', '،', ',']);
        let named = (1..=NAME).contains(&count) && capital && !end && (has_colon || !colon);
        named.then(|| without_role(rest).to_owned())
    };
    let arabic = line.contains(fold::is_arabic);
    // كتب is also the verb of a sentence, and نقلا عن begins one: without the colon they sign nothing.
    let author = name(&TABLE.bylines, arabic && !fold::fold(line).starts_with("بقلم"));
    author.map(Meta::Author).or_else(|| name(&TABLE.sources, true).map(Meta::Source))
}

/// A name without what its bearer is: `Jane Doe, Transport Correspondent`.
fn without_role(name: &str) -> &str {
    let parts =
        name.split_once([',', '،']).or_else(|| name.split_once(" for ")).or_else(|| name.split_once(" in "));
    let role = |rest: &str| fold::tokens(rest).any(|t| TABLE.roles.contains(&t.text));
    match parts {
        Some((name, rest)) if role(rest) && !name.trim().is_empty() => name.trim(),
        _ => name,
    }
}

fn starts_with(tokens: &[fold::Token], phrase: &str) -> bool {
    let mut at = tokens.iter();
    phrase.split(' ').all(|word| at.next().is_some_and(|t| t.text == word))
}

/// Whether a line begins as a sentence that goes on with a report, and no title does.
pub(super) fn goes_on(folded: &str) -> bool {
    TABLE
        .telling
        .iter()
        .any(|start| folded.strip_prefix(start.as_str()).is_some_and(|rest| rest.starts_with(' ')))
}

/// Whether a line says that a machine translated the text.
pub(super) fn says_machine(folded: &str) -> bool {
    let padded = format!(" {folded} ");
    TABLE.machine.iter().any(|phrase| has_words(&padded, phrase))
}

/// Whether a text begins with what its subject is: `محرر في …`, `Correspondent for …`.
pub(super) fn opens_with_role(text: &str) -> bool {
    fold::tokens(text).next().is_some_and(|first| TABLE.roles.contains(&first.text))
}

/// Whether a name is a news agency's.
pub(super) fn is_agency(name: &str) -> bool {
    let folded = fold::fold(name);
    TABLE.agencies.contains(&folded)
        || folded.strip_prefix("وكاله ").is_some_and(|n| TABLE.agencies.contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(line: &str) -> Option<&'static str> {
        known(line, &fold::fold(line), line.ends_with('.')).map(|k| k.reason)
    }

    #[test]
    fn known_lines_are_known_however_they_are_spelt() {
        assert_eq!(reason("إقرأ أيضاً:"), Some("related"));
        assert_eq!(reason("SHARE THIS:"), Some("share"));
        assert_eq!(reason("(يتبع)"), Some("to-be-continued"));
        assert_eq!(reason("5 min read"), Some("reading-time"));
        assert_eq!(reason("Photo: the old wall"), Some("caption"));
        assert_eq!(reason("Photo of the old wall wins a prize"), None);
        assert_eq!(reason("© 2020 The Harbour Times"), Some("reposting"));
        assert_eq!(reason("Copyright 2020 The Harbour Times"), Some("reposting"));
    }

    #[test]
    fn a_sentence_that_begins_like_a_label_is_none() {
        assert_eq!(
            reason("Share prices fell again on Tuesday as the harbour stayed closed for a third day."),
            None
        );
        assert_eq!(
            reason("Follow us into the old town and you will find that every second shop sells rope."),
            None
        );
    }

    #[test]
    fn a_signature_is_a_name_behind_its_word() {
        assert_eq!(signature("By Jane Doe"), Some(Meta::Author("Jane Doe".to_owned())));
        assert_eq!(signature("بقلم: ليلى منصور"), Some(Meta::Author("ليلى منصور".to_owned())));
        assert_eq!(signature("المصدر: وكالات"), Some(Meta::Source("وكالات".to_owned())));
        assert_eq!(signature("By noon the harbour was empty."), None);
        assert_eq!(signature("كتب الوزير رسالة"), None);
    }
}
