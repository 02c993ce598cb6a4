//! The index's tokenizers: our own folding, and stems of it.
//!
//! Queries are folded by the same functions in `fold`; nothing is decided here.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::archive::names::protected;
use crate::fold;
use crate::tag;

/// The tokenizer of folded words.
pub(super) const FOLDED: &str = "folded";
/// The tokenizer of stems.
pub(super) const STEMMED: &str = "stemmed";

/// The stem under which a folded word is indexed.
pub(super) fn stem(folded: &str) -> String {
    fold::stem(folded, &protected()).into_owned()
}

/// What the analysis depends on: the folding's version, and the names that are not stemmed.
pub(super) fn version() -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut names = DefaultHasher::new();
    for name in tag::protected_names() {
        name.hash(&mut names);
    }
    format!("{}-{:x}", fold::VERSION, names.finish())
}

/// Makes the tokenizers known to an index.
pub(super) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(FOLDED, Folding::default());
    let stemmer = Some(fold::Stemmer::new(protected()));
    tokenizers.register(STEMMED, Folding { stemmer, ..Folding::default() });
}

#[derive(Clone, Default)]
struct Folding {
    stemmer: Option<fold::Stemmer>,
    token: Token,
}

impl Tokenizer for Folding {
    type TokenStream<'a> = Folded<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Folded<'a> {
        self.token.reset();
        Folded { tokens: fold::tokens(text), stemmer: self.stemmer.as_mut(), token: &mut self.token }
    }
}

struct Folded<'a> {
    tokens: fold::Tokens<'a>,
    stemmer: Option<&'a mut fold::Stemmer>,
    token: &'a mut Token,
}

impl TokenStream for Folded<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.tokens.advance(&mut self.token.text) else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        if let Some(stemmer) = &mut self.stemmer {
            stemmer.stem(&mut self.token.text);
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
