//! What counts as equal in Arabic and English: one folding for indexing, querying and highlighting.
//!
//! Pure functions over text: no I/O, no index, no screen. [`tokens`] cuts and folds and remembers where each
//! token stood in the original bytes; [`stem()`] and [`clitic_forms`] work on folded tokens. Nothing here removes
//! stop words: a phrase, or the lone word على, could not be searched any more.
//!
//! A change of what [`tokens`] or [`fold`] give for some text is a new [`VERSION`]: indexes keep that. Stems and forms
//! are taken of the words that are searched for.

mod clitics;
pub mod keyboard;
mod spelling;
mod stem;
mod token;

pub use clitics::clitic_forms;
pub use spelling::{edits, variants};
pub use stem::{ARABIC_SUFFIXES, Protected, Stretch, light10, stem, words_of};
pub use token::{Token, Tokens, fold, is_arabic, is_bidi_control, tokens, written_form};

/// The version of the analysis. An index that was made by another one has to be built again.
pub const VERSION: u32 = 1;

#[cfg(test)]
mod tests;
