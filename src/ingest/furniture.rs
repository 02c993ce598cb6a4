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

/// Words of a name behind `By` or `Source:`.
const NAME: usize = 6;

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
    };
    for entry in &FILE.furniture {
        let known = Known { reason: &entry.reason, after: entry.after };
        table.whole.extend(entry.whole.iter().map(|w| (fold::fold(w), known)));
        let start = |w: &String| Start { phrase: fold::fold(w), colon: w.ends_with(':'), known };
        table.start.extend(entry.start.iter().map(start).filter(|s| !s.phrase.is_empty()));
        table.inside.extend(entry.inside.iter().map(|w| (fold::fold(w), known)));
    }
    table
});

/// What a line is, if it is known furniture. `folded` is the line folded, `sentence` whether it ends like one: a
/// phrase that begins a sentence of the body (`Share prices fell.`) is no label.
pub(super) fn known(line: &str, folded: &str, sentence: bool) -> Option<Known> {
    whole(folded).or_else(|| beginning(line, folded, sentence))
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
    let inside = |phrase: &str| format!(" {folded} ").contains(&format!(" {phrase} "));
    let by_start = table.start.iter().find(|start| starts(start)).map(|start| start.known);
    by_start.or_else(|| table.inside.iter().find(|(phrase, _)| inside(phrase)).map(|(_, known)| *known))
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
        ((1..=NAME).contains(&count) && capital && !end && (has_colon || !colon)).then(|| rest.to_owned())
    };
    let arabic = line.contains(fold::is_arabic);
    // كتب is also the verb of a sentence, and نقلا عن begins one: without the colon they sign nothing.
    let author = name(&TABLE.bylines, arabic && !fold::fold(line).starts_with("بقلم"));
    author.map(Meta::Author).or_else(|| name(&TABLE.sources, true).map(Meta::Source))
}

fn starts_with(tokens: &[fold::Token], phrase: &str) -> bool {
    let mut at = tokens.iter();
    phrase.split(' ').all(|word| at.next().is_some_and(|t| t.text == word))
}

/// Whether a line says that a machine translated the text.
pub(super) fn says_machine(folded: &str) -> bool {
    TABLE.machine.iter().any(|phrase| format!(" {folded} ").contains(&format!(" {phrase} ")))
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
        assert_eq!(reason("© 2020 The Harbour Times"), None);
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
