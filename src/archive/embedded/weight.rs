//! What a word weighs in BM25: how rare it is among the articles that could have it.
//!
//! In an archive of two languages an Arabic word is missing from every English article, so that among all articles
//! its commonest particles look rare. They are counted among the articles of their script. And the forms of a word are
//! one word: each weighs what they weigh together. Nothing here looks at a posting.

use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::columns::Columns;
use crate::fold::is_arabic;

/// The statistics by which the forms of one word are weighed.
pub(super) struct Rarity<'a> {
    searcher: &'a Searcher,
    /// Articles in a language of the word's script.
    among: u64,
    /// The terms of one word, and in how many articles they are together, as far as each article had one of them.
    together: (Vec<Term>, u64),
}

impl<'a> Rarity<'a> {
    /// Of a folded word, or of the first of several side by side.
    pub(super) fn of(word: &str, searcher: &'a Searcher, columns: &Columns) -> Self {
        let (arabic, all) = (columns.arabic() as u64, columns.len() as u64);
        let among = match word.chars().next() {
            Some(c) if is_arabic(c) => arabic,
            Some(c) if c.is_alphabetic() => all.saturating_sub(arabic),
            _ => all,
        };
        Self { searcher, among: among.max(1), together: (Vec::new(), 0) }
    }

    /// The same for terms that are forms of one word; those that no article has are left out.
    pub(super) fn together(&self, forms: impl Iterator<Item = Term>) -> tantivy::Result<Self> {
        let mut terms = Vec::new();
        let mut articles = 0;
        for term in forms {
            let with = self.searcher.doc_freq(&term)?;
            if with > 0 {
                terms.push(term);
                articles += with;
            }
        }
        Ok(Self { searcher: self.searcher, among: self.among, together: (terms, articles) })
    }

    /// What a word weighs by itself that is in so many of the articles.
    pub(super) fn weight(&self, field: Field, articles: u64) -> tantivy::Result<Bm25Weight> {
        let length = self.total_num_tokens(field)? as f32 / self.among as f32;
        Ok(Bm25Weight::for_one_term_without_explain(articles.min(self.among), self.among, length))
    }

    /// The forms that are in the index.
    pub(super) fn terms(&self) -> &[Term] {
        &self.together.0
    }
}

impl Bm25StatisticsProvider for Rarity<'_> {
    /// Such that the mean length of an article is that of all articles.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let all = self.searcher.total_num_docs()?.max(1);
        let tokens = self.searcher.total_num_tokens(field)?;
        Ok((tokens as f64 / all as f64 * self.among as f64) as u64)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.among)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let (forms, articles) = &self.together;
        let articles = if forms.contains(term) { *articles } else { self.searcher.doc_freq(term)? };
        // An Arabic article may quote a Latin word, and an article have two forms of one.
        Ok(articles.min(self.among))
    }
}
