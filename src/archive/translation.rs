//! A machine translation that was made of an article on demand: what an archive keeps of it beside its text.
//!
//! Nothing is translated here, and nothing is stored.

use crate::article::{Article, Bead, Lang, Pair};
use crate::pair;

/// How such a translation stands to its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every paragraph of the original is translated.
    Whole,
    /// So many of its paragraphs are; making it was stopped there.
    Unfinished(usize),
    /// The original is not the one that was translated: it changed since.
    Outdated,
}

/// A machine translation that was made on demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// The text: the blocks of the original one for one, as far as they were made.
    pub article: Article,
    /// When it was made, RFC 3339.
    pub made: String,
    /// Who made it: the command's first word, or the server's host.
    pub by: String,
    /// How it stands to its original.
    pub standing: Standing,
}

impl Translation {
    /// The pair with its original: aligned by construction, what is not made yet without a counterpart; where the
    /// original changed since, by what both texts say.
    pub fn pair(&self, original: &Article) -> Pair {
        let made = &self.article;
        let arabic_first = original.lang == Lang::Ar;
        let (ar, en) = if arabic_first { (original, made) } else { (made, original) };
        let beads = if self.standing == Standing::Outdated {
            pair::align(ar, en)
        } else {
            let bead = |block: usize| {
                let (own, other) = (vec![block], made.blocks.get(block).map(|_| block).into_iter().collect());
                let (ar, en) = if arabic_first { (own, other) } else { (other, own) };
                Bead { ar, en, confidence: 1.0 }
            };
            (0..original.blocks.len()).map(bead).collect()
        };
        Pair { ar: ar.id.clone(), en: en.id.clone(), confidence: 1.0, beads }
    }
}
