//! The words of a segment that share a stem: found in its dictionary when they are asked for.
//!
//! Stems are not indexed: a second list of every text's words would be half as large as the first. Nothing here reads
//! which articles a word is in.

use std::io;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use super::matching::end_of;
use crate::archive::names::protected;
use crate::archive::query::Slot;
use crate::fold::{Protected, Stretch, words_of};

/// A stem, and where the words that have it can stand.
pub(super) struct Inflections<'a> {
    stem: &'a str,
    stretches: Vec<Stretch>,
    names: Arc<Protected>,
}

impl<'a> Inflections<'a> {
    /// The words of a stem that [`super::analysis::stem`] gave.
    pub(super) fn of(stem: &'a str) -> Self {
        let names = protected();
        Self { stem, stretches: words_of(stem, &names), names }
    }

    /// Without what a word's own forms and beginnings cover.
    pub(super) fn beside(mut self, slot: &Slot) -> Self {
        self.stretches.retain(|stretch| match stretch {
            Stretch::Word(word) => !slot.matches(word),
            Stretch::Beginning(beginning) | Stretch::Wide(beginning) => {
                !slot.prefixes.iter().any(|prefix| beginning.starts_with(prefix))
            }
        });
        self
    }

    /// Calls `each` with every word of a segment that has the stem, once.
    pub(super) fn each<E: From<io::Error>>(
        &self,
        segment: &InvertedIndexReader,
        each: &mut dyn FnMut(&str, &TermInfo) -> Result<(), E>,
    ) -> Result<(), E> {
        let words = segment.terms();
        for stretch in &self.stretches {
            match stretch {
                Stretch::Word(word) => {
                    if let Some(info) = words.get(word)?.filter(|_| self.has(word)) {
                        each(word, &info)?;
                    }
                }
                Stretch::Beginning(beginning) | Stretch::Wide(beginning) => {
                    let mut stream = words.range().ge(beginning).lt(end_of(beginning)).into_stream()?;
                    while stream.advance() {
                        // Only UTF-8 was put in.
                        let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
                        if stretch.may_hold(word, self.stem) && self.has(word) {
                            each(word, stream.value())?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn has(&self, word: &str) -> bool {
        crate::fold::stem(word, &self.names) == self.stem
    }
}
