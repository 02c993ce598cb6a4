//! Storing many articles: packed and prepared beside the transactions, indexed while the next are stored.
//!
//! What is stored of an article is in [`super::store`]; nothing is committed here by itself.

use super::packing::Dictionaries;
use super::{Embedded, TOGETHER, copies, corrections, store};
use crate::archive::{ArchiveError, Cancel, PutSummary};
use crate::article::Article;

impl Embedded {
    /// Stores articles; the importers' lock is held.
    pub(super) fn put_all(&self, batch: i64, articles: &[Article]) -> Result<PutSummary, ArchiveError> {
        self.bring_up(&Cancel::default(), &mut |_, _| {})?;
        let mut summary = PutSummary::default();
        self.index.changing(|index| {
            let mut seq = None;
            for chunk in articles.chunks(TOGETHER) {
                let dictionaries = &self.db.dictionaries;
                if let Some(new) = self.db.read(|conn| Dictionaries::learn(conn, chunk))? {
                    self.db.write(|tx| dictionaries.keep(tx, &new))?;
                }
                let dictionary = self.db.read(|conn| dictionaries.newest(conn))?;
                let prepared = store::prepare(chunk, dictionary.as_deref());
                let prepared = prepared.map_err(|e| self.db.folder.fault(&e))?;
                let done = self.db.write(|tx| store::put(tx, dictionaries, batch, &prepared))?;
                summary.imported += done.summary.imported;
                summary.updated += done.summary.updated;
                summary.unchanged += done.summary.unchanged;
                summary.linked += done.summary.linked;
                let changed = done.changed.iter().filter_map(|(row, at)| Some((*row, chunk.get(*at)?)));
                let changed = self.db.read(|conn| corrections::corrected_all(conn, changed))?;
                for (row, article) in changed {
                    // The index's own threads take it in while the next chunk is stored.
                    index.put(row, &article).map_err(|e| self.db.folder.index_fault(e))?;
                    seq = Some(done.seq);
                }
                for row in done.touched {
                    let listed = self.db.read(|conn| copies::listed(conn, dictionaries, row))?;
                    let put = index.put_listed(i64::from(row), listed.as_ref());
                    put.map_err(|e| self.db.folder.index_fault(e))?;
                    seq = Some(done.seq);
                }
            }
            Ok(seq)
        })?;
        Ok(summary)
    }
}
