//! The index's tokenizers: our own folding, and stems of it.
//!
//! Queries are folded by the same functions in `fold`; nothing is decided here.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::archive::names::protected;
use crate::fold::{self, Protected};
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
    tokenizers.register(FOLDED, Folding { stem: false, protected: protected(), token: Token::default() });
    tokenizers.register(STEMMED, Folding { stem: true, protected: protected(), token: Token::default() });
}

#[derive(Clone)]
struct Folding {
    stem: bool,
    protected: Arc<Protected>,
    token: Token,
}

impl Tokenizer for Folding {
    type TokenStream<'a> = Folded<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Folded<'a> {
        self.token.reset();
        Folded {
            tokens: fold::tokens(text),
            stem: self.stem,
            protected: &self.protected,
            token: &mut self.token,
        }
    }
}

struct Folded<'a> {
    tokens: fold::Tokens<'a>,
    stem: bool,
    protected: &'a Protected,
    token: &'a mut Token,
}

impl TokenStream for Folded<'_> {
    fn advance(&mut self) -> bool {
        let Some(next) = self.tokens.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = next.range.start;
        self.token.offset_to = next.range.end;
        self.token.text.clear();
        if self.stem {
            self.token.text.push_str(&fold::stem(&next.text, self.protected));
        } else {
            self.token.text.push_str(&next.text);
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
