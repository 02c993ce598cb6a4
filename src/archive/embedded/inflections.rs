//! The words of a segment that share a stem: found in its dictionary when they are asked for.
//!
//! Stems are not indexed: a second list of every text's words would be half as large as the first. Nothing here reads
//! which articles a word is in.

use std::io;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy_fst::Automaton;

use super::matching::end_of;
use crate::archive::names::protected;
use crate::archive::query::Slot;
use crate::fold::{ARABIC_SUFFIXES, Protected, Stretch, is_arabic, words_of};

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
                Stretch::Beginning(beginning) if beginning.starts_with(is_arabic) => {
                    let mut stream = words.search(Suffixed(beginning.as_bytes())).into_stream()?;
                    while stream.advance() {
                        self.told(stretch, stream.key(), stream.value(), each)?;
                    }
                }
                Stretch::Beginning(beginning) | Stretch::Wide(beginning) => {
                    let mut stream = words.range().ge(beginning).lt(end_of(beginning)).into_stream()?;
                    while stream.advance() {
                        self.told(stretch, stream.key(), stream.value(), each)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn told<E>(
        &self,
        stretch: &Stretch,
        word: &[u8],
        info: &TermInfo,
        each: &mut dyn FnMut(&str, &TermInfo) -> Result<(), E>,
    ) -> Result<(), E> {
        // Only UTF-8 was put in.
        let Ok(word) = std::str::from_utf8(word) else { return Ok(()) };
        if stretch.may_hold(word, self.stem) && self.has(word) { each(word, info) } else { Ok(()) }
    }

    fn has(&self, word: &str) -> bool {
        crate::fold::stem(word, &self.names) == self.stem
    }
}

/// The words that begin so and go on with letters of Arabic suffixes: the dictionary's tree is walked nowhere else. A
/// short stem begins a hundred thousand words, and some tens have it.
struct Suffixed<'a>(&'a [u8]);

/// How far a word has been read.
#[derive(Clone, Copy, PartialEq)]
enum Read {
    /// So many bytes of the beginning.
    Beginning(usize),
    /// The first byte of a letter behind it.
    Half(u8),
    /// It is none of them.
    Other,
}

impl Automaton for Suffixed<'_> {
    type State = Read;

    fn start(&self) -> Read {
        Read::Beginning(0)
    }

    fn is_match(&self, read: &Read) -> bool {
        *read == Read::Beginning(self.0.len())
    }

    fn can_match(&self, read: &Read) -> bool {
        *read != Read::Other
    }

    fn accept(&self, read: &Read, byte: u8) -> Read {
        match *read {
            Read::Beginning(n) => match self.0.get(n) {
                Some(next) if *next == byte => Read::Beginning(n + 1),
                Some(_) => Read::Other,
                None => Read::Half(byte),
            },
            Read::Half(first) => {
                let letter = [first, byte];
                let letter = std::str::from_utf8(&letter).ok().and_then(|letter| letter.chars().next());
                // The letters of Arabic have two bytes each.
                match letter.filter(|letter| ARABIC_SUFFIXES.contains(letter)) {
                    Some(_) => Read::Beginning(self.0.len()),
                    None => Read::Other,
                }
            }
            Read::Other => Read::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(beginning: &str, word: &str) -> bool {
        let automaton = Suffixed(beginning.as_bytes());
        let end = word.bytes().fold(automaton.start(), |read, byte| automaton.accept(&read, byte));
        automaton.can_match(&end) && automaton.is_match(&end)
    }

    #[test]
    fn a_word_goes_on_with_letters_of_suffixes_only() {
        for word in ["كتاب", "كتابه", "كتابهما", "كتابين"] {
            assert_eq!(accepts("كتاب", word), word != "كتابهما", "{word}");
        }
        for other in ["", "كتا", "كتابx", "كتابـ", "مكتاب"] {
            assert!(!accepts("كتاب", other), "{other}");
        }
        assert!(!Suffixed("كت".as_bytes()).is_match(&Read::Half(0xd9)), "half a letter is none");
    }
}
