//! A query's words made ready for the index, once for all segments.
//!
//! What a word matches is decided by [`Needle`], which highlights share; no index is read here.

use super::analysis;
use crate::archive::Request;
use crate::archive::query::{Needle, Slot};
use crate::fold::fold;

/// Articles and prefixes that say nothing yet of the word that is being typed behind them; they begin a third of
/// all Arabic words.
const BARE: [&str; 8] = ["ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وبال"];

/// What one alternative asks of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// One of these words.
    Word {
        /// The folded words and beginnings of words.
        slot: Slot,
        /// The stem, by which other inflections are found.
        stem: Option<String>,
    },
    /// One of these words, where it is not written in a way that is not meant.
    Narrowed {
        /// The folded words and beginnings of words.
        slot: Slot,
        /// Those among them that no unwanted form folds to: where they stand nothing need be read.
        sure: Slot,
        /// The stem, by which other inflections are found.
        stem: Option<String>,
        /// What the text must have otherwise.
        needle: Needle,
    },
    /// These folded words one behind another, the last one perhaps longer.
    Phrase {
        /// Folded words.
        words: Vec<String>,
        /// Whether the last may go on.
        open: bool,
    },
    /// A word or phrase as written: the text must be read.
    Exact {
        /// What the text must have.
        needle: Needle,
        /// Its folded words: where to look.
        words: Vec<String>,
    },
}

impl Ask {
    /// The first folded word that it is about; empty for none.
    pub(super) fn first(&self) -> &str {
        match self {
            Self::Word { slot, .. } | Self::Narrowed { slot, .. } => slot.forms.first(),
            Self::Phrase { words, .. } | Self::Exact { words, .. } => words.first(),
        }
        .map_or("", String::as_str)
    }
}

/// Alternatives of which a document must have one, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) negated: bool,
    pub(super) any: Vec<Ask>,
}

/// What the words of a request ask. A group that holds the bare beginning of a word asks nothing yet.
pub(super) fn plan(request: &Request) -> Vec<Asked> {
    let groups = request.query.needles(request.typing).into_iter();
    groups
        .filter(|(_, needles)| !needles.iter().any(is_bare))
        .map(|(negated, needles)| {
            let any = needles.into_iter().map(ask).collect();
            Asked { negated, any }
        })
        .collect()
}

fn is_bare(needle: &Needle) -> bool {
    let [slot] = needle.slots.as_slice() else { return false };
    !slot.prefixes.is_empty() && slot.forms.first().is_some_and(|word| BARE.contains(&word.as_str()))
}

fn ask(needle: Needle) -> Ask {
    let words =
        |needle: &Needle| needle.slots.iter().filter_map(|slot| slot.forms.first().cloned()).collect();
    if needle.written.is_some() {
        return Ask::Exact { words: words(&needle), needle };
    }
    if needle.slots.len() != 1 {
        let open = needle.slots.last().is_some_and(|slot| !slot.prefixes.is_empty());
        return Ask::Phrase { words: words(&needle), open };
    }
    let slot = needle.slots.first().cloned().unwrap_or_default();
    let stem = slot.forms.first().filter(|_| needle.inflects).map(|word| analysis::stem(word));
    if needle.without.is_empty() {
        return Ask::Word { slot, stem };
    }
    let unwanted: Vec<String> = needle.without.iter().map(|form| fold(form)).collect();
    let forms = slot.forms.iter().filter(|form| !unwanted.contains(form)).cloned().collect();
    Ask::Narrowed { sure: Slot { forms, prefixes: Vec::new() }, slot, stem, needle }
}
