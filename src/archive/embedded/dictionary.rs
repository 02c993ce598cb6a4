//! The words of one commit of the index: in how many articles each is, and those that begin so.
//!
//! What is looked up, and why, is decided in [`crate::archive::suggest`].

use std::io;

use tantivy::{Searcher, Term};

use super::db::Folder;
use super::index::{Fields, guarded};
use super::inflections::Inflections;
use super::matching::end_of;
use super::{Embedded, analysis};
use crate::archive::suggest::{self, Dictionary};
use crate::archive::{Archive, ArchiveError, Cancel, Offer, Request};

/// The words of a searcher.
pub(super) struct Words<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) folder: &'a Folder,
}

/// The offers of a request: see [`Archive::offers`].
pub(super) fn offers(
    archive: &Embedded,
    request: &Request,
    typed: &str,
    cancel: &Cancel,
) -> Result<Vec<Offer>, ArchiveError> {
    let Some(snapshot) = archive.snapshot()? else { return Ok(Vec::new()) };
    let (searcher, fields, folder) = (&snapshot.searcher, archive.index.fields, &archive.db.folder);
    let words = Words { searcher, fields, folder };
    guarded(folder, || {
        suggest::offers(request, typed, &words, cancel, &mut |request| {
            archive.search(request, cancel).map(|answer| answer.total)
        })
    })
}

impl Words<'_> {
    fn walk(&self, beginning: &str, each: &mut dyn FnMut(&str, usize) -> bool) -> tantivy::Result<()> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.text)?;
            let mut terms = index.terms().range().ge(beginning).lt(end_of(beginning)).into_stream()?;
            while terms.advance() {
                let articles = terms.value().doc_freq as usize;
                if let Ok(word) = std::str::from_utf8(terms.key())
                    && !each(word, articles)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

impl Words<'_> {
    fn inflects(&self, inflections: &Inflections<'_>) -> tantivy::Result<bool> {
        let mut found = false;
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.text)?;
            inflections.each::<io::Error>(&index, &mut |_, _| {
                found = true;
                Ok(())
            })?;
        }
        Ok(found)
    }
}

impl Dictionary for Words<'_> {
    fn articles(&self, folded: &str) -> Result<usize, ArchiveError> {
        let articles = self.searcher.doc_freq(&Term::from_field_text(self.fields.text, folded));
        articles.map(|n| n as usize).map_err(|e| self.folder.index_fault(e))
    }

    fn has_stem(&self, folded: &str) -> Result<bool, ArchiveError> {
        let stem = analysis::stem(folded);
        self.inflects(&Inflections::of(&stem)).map_err(|e| self.folder.index_fault(e))
    }

    fn beginning(
        &self,
        beginning: &str,
        each: &mut dyn FnMut(&str, usize) -> bool,
    ) -> Result<(), ArchiveError> {
        self.walk(beginning, each).map_err(|e| self.folder.index_fault(e))
    }
}
