//! Storing the articles of one transaction: each is new, changed, the same, or a version of one that is there.
//!
//! Nothing is committed here, and the index is not touched: it is told which rows it has to take in.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use super::{Prepared, counter, insert, is_same, journal, known, replace};
use crate::archive::embedded::copies::{self, Arrival, Entries, Linked};
use crate::archive::embedded::packing::{Dictionaries, Packer};
use crate::archive::embedded::tally::Changes;
use crate::archive::embedded::{pairs, record};
use crate::archive::{PutSummary, RowId};
use crate::article::{Article, ArticleId};

/// What a transaction stored.
#[derive(Debug, Default)]
pub(in crate::archive::embedded) struct Stored {
    pub(in crate::archive::embedded) summary: PutSummary,
    /// Rows that are new or changed, and which of the articles is in each.
    pub(in crate::archive::embedded) changed: Vec<(i64, usize)>,
    /// Rows of entries that changed: none of those above.
    pub(in crate::archive::embedded) touched: BTreeSet<RowId>,
    /// The last change number.
    pub(in crate::archive::embedded) seq: i64,
}

/// Stores the articles of one transaction, and links versions of one text.
pub(in crate::archive::embedded) fn put(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    batch: i64,
    articles: &[Prepared<'_>],
) -> rusqlite::Result<Stored> {
    let mut putting = Putting::new(tx, dictionaries, batch);
    for (at, prepared) in articles.iter().enumerate() {
        putting.take(prepared, at)?;
    }
    putting.end()
}

/// Stores articles each by itself, as they were in another database; [`copies::restore`] links them.
pub(in crate::archive::embedded) fn put_back(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    batch: i64,
    articles: &[Prepared<'_>],
) -> rusqlite::Result<()> {
    let mut putting = Putting { linking: false, ..Putting::new(tx, dictionaries, batch) };
    for prepared in articles {
        putting.store(prepared, None)?;
    }
    putting.end().map(|_| ())
}

/// What became of an article.
#[derive(Clone, Copy, Debug)]
enum Became {
    Imported { row: i64, linked: bool },
    Updated { row: i64 },
    Unchanged,
}

/// The storing of articles in one transaction.
struct Putting<'a, 't> {
    tx: &'a Transaction<'t>,
    dictionaries: &'a Dictionaries,
    batch: i64,
    /// Whether versions of one text are linked.
    linking: bool,
    changes: Changes,
    linked: Linked,
    repair: bool,
    stored: Stored,
}

impl<'a, 't> Putting<'a, 't> {
    fn new(tx: &'a Transaction<'t>, dictionaries: &'a Dictionaries, batch: i64) -> Self {
        Self {
            tx,
            dictionaries,
            batch,
            linking: true,
            changes: Changes::default(),
            linked: Linked::default(),
            repair: false,
            stored: Stored::default(),
        }
    }

    /// Stores an article as what it is to those that are there.
    fn take(&mut self, prepared: &Prepared<'_>, at: usize) -> rusqlite::Result<()> {
        let article = prepared.article;
        let versions = match known(self.tx, &article.id)? {
            Some((row, hash)) if !is_same(self.tx, self.dictionaries, row, &hash, article)? => {
                match copies::arrival(self.tx, self.dictionaries, article, row)? {
                    Arrival::Update => None,
                    Arrival::Same => {
                        self.stored.summary.unchanged += 1;
                        return Ok(());
                    }
                    Arrival::Versions(versions) => Some(versions),
                }
            }
            Some(_) => None,
            None => copies::again(self.tx, article)?.map(|version| vec![version]),
        };
        let became = match versions {
            None => self.store(prepared, None)?,
            Some(versions) => self.versions(&versions)?,
        };
        let summary = &mut self.stored.summary;
        match became {
            Became::Unchanged => summary.unchanged += 1,
            Became::Updated { row } => {
                summary.updated += 1;
                self.stored.changed.push((row, at));
            }
            Became::Imported { row, linked } => {
                summary.imported += 1;
                summary.linked += usize::from(linked);
                self.stored.changed.push((row, at));
            }
        }
        Ok(())
    }

    /// Stores versions of one article. Gives what became of the last.
    fn versions(&mut self, versions: &[(Article, Option<ArticleId>)]) -> rusqlite::Result<Became> {
        let mut packer = Packer::new(self.dictionaries.newest(self.tx)?.as_deref())?;
        let mut last = Became::Unchanged;
        for (article, base) in versions {
            last = self.store(&Prepared::new(article, &mut packer)?, base.as_ref())?;
            if let Became::Imported { row, .. } | Became::Updated { row } = last {
                // It is not the article that came, by which the others are indexed.
                self.linked.touched.insert(record::row(row));
            }
        }
        Ok(last)
    }

    /// Stores an article under its id; `base` is the id of the one whose address it has.
    fn store(&mut self, prepared: &Prepared<'_>, base: Option<&ArticleId>) -> rusqlite::Result<Became> {
        let (tx, article) = (self.tx, prepared.article);
        let known = known(tx, &article.id)?;
        if let Some((row, hash)) = &known
            && is_same(tx, self.dictionaries, *row, hash, article)?
        {
            return Ok(Became::Unchanged);
        }
        let row = known.map(|(row, _)| row);
        journal(tx, self.batch, &article.id.0, row)?;
        let is_new = row.is_none();
        let row = if let Some(row) = row {
            self.repair |= replace(tx, self.batch, row, prepared, &mut self.changes)?;
            row
        } else {
            let (row, paired) = insert(tx, self.batch, prepared, base, &mut self.changes)?;
            self.repair |= paired;
            row
        };
        copies::note(tx, row, &prepared.words)?;
        let linked = self.linking && self.link(row, prepared, is_new)?;
        Ok(if is_new { Became::Imported { row, linked } } else { Became::Updated { row } })
    }

    /// Brings the entries up. Says whether a new article became a version of another one.
    fn link(&mut self, row: i64, prepared: &Prepared<'_>, is_new: bool) -> rusqlite::Result<bool> {
        let mut entries = Entries::new(self.tx, self.dictionaries, &mut self.changes, &mut self.linked);
        if is_new {
            return entries.join(record::row(row), prepared.article, &prepared.words);
        }
        entries.changed(record::row(row), prepared.article, &prepared.words).map(|()| false)
    }

    fn end(mut self) -> rusqlite::Result<Stored> {
        self.changes.write(self.tx)?;
        if self.repair || self.linked.repair {
            pairs::changed(self.tx)?;
        }
        self.stored.seq = counter(self.tx, "change")?;
        // What entries are made of is read again.
        let touched = self.linked.touched;
        self.stored.changed.retain(|(row, _)| !touched.contains(&record::row(*row)));
        Ok(Stored { touched, ..self.stored })
    }
}
