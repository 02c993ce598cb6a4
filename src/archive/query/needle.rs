//! What an atom of a query looks for, token by token: the one reading that the engine and the highlights share.
//!
//! It says which tokens match, not how they are found.

use std::ops::Range;

use super::{Atom, Group, Query};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use crate::fold::{Protected, Token, clitic_forms, is_bidi_control, stem, tokens, written_form};

/// Letters that a word must have to be completed while it is typed: one letter would match half the archive.
const PREFIX_FROM: usize = 2;

/// Letters from which the completed word may also stand behind clitics; with two, those are prefixes of
/// thousands of other words.
const CLITIC_PREFIX_FROM: usize = 3;

/// Tokens side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    /// What stands at each place: one slot for a word, more for a phrase or a word that folds to several tokens
    /// (`cyber-attack`, `G20`). Never empty.
    pub slots: Vec<Slot>,
    /// For `=word`: the written form ([`written_form`]) that the original text must have there.
    pub written: Option<String>,
    /// Written forms ([`written_form`]) that the original text must not have there.
    pub without: Vec<String>,
    /// Whether other inflections are welcome, by the stem: a plain word that is asked for. Never for
    /// phrases, exact and excluded words.
    pub inflects: bool,
}

/// The folded tokens that may stand at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// Whole tokens; the word as typed comes first.
    pub forms: Vec<String>,
    /// Beginnings of tokens, for a word that is still being typed; otherwise none.
    pub prefixes: Vec<String>,
}

impl Slot {
    /// One token and nothing else.
    fn only(text: String) -> Self {
        Self { forms: vec![text], prefixes: Vec::new() }
    }

    /// A token with its clitics.
    fn expanded(text: &str) -> Self {
        Self { forms: clitic_forms(text), prefixes: Vec::new() }
    }

    /// Lets longer tokens match too.
    fn complete(&mut self) {
        let letters = self.forms.first().map_or(0, |word| word.chars().count());
        self.prefixes = match letters {
            CLITIC_PREFIX_FROM.. => self.forms.clone(),
            PREFIX_FROM.. => self.forms.first().cloned().into_iter().collect(),
            _ => Vec::new(),
        };
    }

    /// Whether a folded token may stand here.
    pub fn matches(&self, folded: &str) -> bool {
        self.forms.iter().any(|form| form == folded)
            || self.prefixes.iter().any(|prefix| folded.starts_with(prefix.as_str()))
    }
}

impl Atom {
    /// What it looks for. `expand`: words are found behind clitics too (never in an excluded group). `typing`:
    /// it is the word being typed, and matches longer words. `None` where it has no letter or digit.
    pub fn needle(&self, expand: bool, typing: bool) -> Option<Needle> {
        let (text, written, without) = match self {
            Self::Word(text) | Self::Phrase(text) => (text, None, &[][..]),
            Self::Narrowed { word, without } => (word, None, without.as_slice()),
            Self::Exact(text) => (text, Some(written_form(text)), &[][..]),
        };
        let folded: Vec<String> = tokens(text).map(|token| token.text).collect();
        let word = matches!(self, Self::Word(_) | Self::Narrowed { .. });
        let without = without.iter().map(|form| written_form(form)).collect();
        let inflects = word && expand && folded.len() == 1;
        let mut slots: Vec<Slot> = match folded.as_slice() {
            [one] if inflects => vec![Slot::expanded(one)],
            _ => folded.into_iter().map(Slot::only).collect(),
        };
        if word && typing {
            slots.last_mut()?.complete();
        }
        (!slots.is_empty()).then_some(Needle { slots, written, without, inflects })
    }
}

impl Group {
    /// What its alternatives look for. `typing`: the last one is being typed.
    pub fn needles(&self, typing: bool) -> Vec<Needle> {
        let last = self.any.len().saturating_sub(1);
        let needle =
            |(i, atom): (usize, &Atom)| atom.needle(!self.negated, typing && !self.negated && i == last);
        self.any.iter().enumerate().filter_map(needle).collect()
    }
}

impl Query {
    /// What each group looks for, in order; the first is whether the text must *not* have it. `typing`: the last
    /// word is being typed. A group without letters or digits asks for nothing and is left out.
    pub fn needles(&self, typing: bool) -> Vec<(bool, Vec<Needle>)> {
        let last = self.groups.len().saturating_sub(1);
        let groups = self.groups.iter().enumerate();
        groups
            .map(|(i, group)| (group.negated, group.needles(typing && i == last)))
            .filter(|(_, needles)| !needles.is_empty())
            .collect()
    }
}

impl Needle {
    /// The needle of a phrase in which each word may have clitics and the last may be longer.
    pub(super) fn loose_phrase(text: &str) -> Option<Self> {
        let mut slots: Vec<Slot> = tokens(text).map(|token| Slot::expanded(&token.text)).collect();
        slots.last_mut()?.complete();
        Some(Self { slots, ..Self::default() })
    }

    /// Whether a text may have it, told without cutting the text into tokens: only one that is looked for as written
    /// can be ruled out so, where the text is as it is stored, composed and without marks of direction.
    pub fn may_be_in(&self, text: &str) -> bool {
        let Some(written) = &self.written else { return true };
        text.contains(written.as_str())
            || text.chars().any(is_bidi_control)
            || is_nfc_quick(text.chars()) != IsNormalized::Yes
    }

    /// The original bytes that it covers when it stands at the beginning of these tokens of `text`.
    pub fn at(&self, text: &str, tokens: &[Token]) -> Option<Range<usize>> {
        let here = tokens.get(..self.slots.len())?;
        if !self.slots.iter().zip(here).all(|(slot, token)| slot.matches(&token.text)) {
            return None;
        }
        let range = here.first()?.range.start..here.last()?.range.end;
        let found = self.is_unfolded().then(|| text.get(range.clone()).map(written_form)).flatten();
        let right = self.written.as_ref().is_none_or(|written| found.as_ref() == Some(written));
        let wrong = found.is_some_and(|found| self.without.contains(&found));
        (right && !wrong).then_some(range)
    }

    /// Whether it asks how a word is written, which no folded token tells.
    pub fn is_unfolded(&self) -> bool {
        self.written.is_some() || !self.without.is_empty()
    }

    /// Whether it stands somewhere in a text, or, where inflections are welcome, a word of its stem; `protected` as
    /// the index has them.
    pub fn is_in(&self, text: &str, protected: &Protected) -> bool {
        let all: Vec<Token> = tokens(text).collect();
        let word = self.slots.first().and_then(|slot| slot.forms.first()).filter(|_| self.inflects);
        let wanted = word.map(|word| stem(word, protected));
        let inflected = |token: &Token| {
            wanted.as_ref().is_some_and(|wanted| stem(&token.text, protected) == *wanted)
                && !self.without.contains(&written_form(token.written(text)))
        };
        (0..all.len()).filter_map(|at| all.get(at..)).any(|rest| self.at(text, rest).is_some())
            || all.iter().any(inflected)
    }
}
