//! The index's tokenizer: our own folding.
//!
//! Queries are folded by the same functions in `fold`; nothing is decided here.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::archive::names::protected;
use crate::fold;

/// The tokenizer of folded words.
pub(super) const FOLDED: &str = "folded";

/// The stem of a folded word, by which its other inflections are found.
pub(super) fn stem(folded: &str) -> String {
    fold::stem(folded, &protected()).into_owned()
}

/// What the analysis depends on: the folding's version. Stems are none of it, they are taken of the words that are
/// searched for.
pub(super) fn version() -> String {
    fold::VERSION.to_string()
}

/// Makes the tokenizer known to an index.
pub(super) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(FOLDED, Folding::default());
}

#[derive(Clone, Default)]
struct Folding {
    token: Token,
}

impl Tokenizer for Folding {
    type TokenStream<'a> = Folded<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Folded<'a> {
        self.token.reset();
        Folded { tokens: fold::tokens(text), token: &mut self.token }
    }
}

struct Folded<'a> {
    tokens: fold::Tokens<'a>,
    token: &'a mut Token,
}

impl TokenStream for Folded<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.tokens.advance(&mut self.token.text) else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
