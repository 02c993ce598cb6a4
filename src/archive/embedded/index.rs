//! The full-text index: derived from the database, stores no documents, may be deleted at any time.
//!
//! Its commits carry the analysis version, the archive's own name and the last change number taken in; by these it
//! is found current, behind, or foreign. Searching is in the files beside this one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Directory, Index, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Term};

use super::analysis;
use super::copies::{self, Listed};
use super::db::{Db, Folder, hold};
use super::disk::Opener;
use super::packing::Dictionaries;
use super::record::{self, Facts};
use super::store;
use crate::archive::{ArchiveError, RowId};
use crate::article::Article;

/// The version of the fields below. A change of them is a new number.
const FIELDS: u32 = 2;

/// What the writer may hold before it writes a segment, for each of its two threads. Imports stay under 200 MB, as long
/// as no large segments are merged.
const HEAP: usize = 50 << 20;
const THREADS: usize = 2;

/// Merges at one time. With the engine's own four the import of a million articles of 3 KB held 430 MB.
const MERGING: usize = 1;

/// Articles read from the database, and committed to the index, at once when it catches up.
const STEP: i64 = 2_000;

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// The row, to delete by.
    pub(super) row: Field,
    /// Date and row in one number ([`record::order`]), by which segments are sorted, newest first.
    pub(super) order: Field,
    /// The last day that the date can mean, as `YYYYMMDD`, 0 for undated.
    pub(super) last_day: Field,
    /// 1 for a machine translation.
    pub(super) machine: Field,
    /// Title and body, folded, with positions.
    pub(super) text: Field,
    /// The title alone, folded.
    pub(super) title: Field,
    /// Sets of values, each as one text ([`record::join`]), in [`FACETS`]' order.
    pub(super) facets: [Field; 5],
}

/// The names of the columns that hold facets.
pub(super) const FACETS: [crate::archive::query::Field; 5] = {
    use crate::archive::query::Field as Facet;
    [Facet::Country, Facet::Topic, Facet::Org, Facet::Lang, Facet::Source]
};

/// The name of a facet's column.
pub(super) fn column(field: crate::archive::query::Field) -> &'static str {
    super::tally::column(field)
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(analysis::FOLDED).set_index_option(record),
        )
    };
    let fast = NumericOptions::default().set_fast();
    let fields = Fields {
        row: schema.add_u64_field("row", NumericOptions::default().set_indexed()),
        order: schema.add_u64_field("order", fast.clone()),
        last_day: schema.add_u64_field("last_day", fast.clone()),
        machine: schema.add_u64_field("machine", fast),
        text: schema.add_text_field("text", text(IndexRecordOption::WithFreqsAndPositions)),
        title: schema.add_text_field("title", text(IndexRecordOption::WithFreqs)),
        facets: FACETS.map(|f| schema.add_text_field(column(f), TextOptions::default().set_fast("raw"))),
    };
    (schema.build(), fields)
}

/// What a commit says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Payload {
    fields: u32,
    analysis: String,
    archive: String,
    seq: i64,
}

/// How the index stands to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Every change is taken in.
    Current,
    /// Changes after this number are missing.
    Behind(i64),
    /// It has changes that the database has not.
    Ahead,
    /// It is not there, of another analysis, of another archive, or damaged.
    Unusable,
}

/// The index of one archive.
pub(super) struct TextIndex {
    folder: Folder,
    archive: String,
    opener: Opener,
    open: Mutex<Option<Index>>,
    writer: Mutex<Option<IndexWriter>>,
    pub(super) fields: Fields,
}

impl TextIndex {
    /// The index of the archive whose own name is `archive`; nothing is opened yet.
    pub(super) fn new(folder: Folder, archive: String, opener: Opener) -> Self {
        Self { folder, archive, opener, open: Mutex::default(), writer: Mutex::default(), fields: schema().1 }
    }

    /// Opens the index, `None` where there is none to be used.
    pub(super) fn opened(&self) -> Option<Index> {
        let mut open = hold(&self.open);
        if open.is_none() {
            let index = Index::open((self.opener)(&self.folder.index()).ok()?).ok()?;
            if index.schema() != schema().0 {
                return None;
            }
            analysis::register(index.tokenizers());
            *open = Some(index);
        }
        open.clone()
    }

    fn payload(&self) -> Option<Payload> {
        let metas = self.opened()?.load_metas().ok()?;
        let payload: Payload = serde_json::from_str(&metas.payload?).ok()?;
        (payload == self.stamp(payload.seq)).then_some(payload)
    }

    /// The last change number that a usable index has taken in.
    pub(super) fn seq(&self) -> Option<i64> {
        self.payload().map(|payload| payload.seq)
    }

    fn stamp(&self, seq: i64) -> Payload {
        Payload { fields: FIELDS, analysis: analysis::version(), archive: self.archive.clone(), seq }
    }

    /// How the index stands to the database.
    pub(super) fn standing(&self, conn: &Connection) -> rusqlite::Result<Standing> {
        let Some(payload) = self.payload() else { return Ok(Standing::Unusable) };
        let seq = store::counter(conn, "change")?;
        Ok(match payload.seq.cmp(&seq) {
            std::cmp::Ordering::Equal => Standing::Current,
            std::cmp::Ordering::Less => Standing::Behind(payload.seq),
            // The database is older than its index: it was put back from a copy.
            std::cmp::Ordering::Greater => Standing::Ahead,
        })
    }

    /// Makes an empty index in the place of what is there.
    pub(super) fn clear(&self) -> Result<(), ArchiveError> {
        self.close();
        let path = self.folder.index();
        if path.exists() {
            std::fs::remove_dir_all(&path).map_err(|source| Folder::io(&path, source))?;
        }
        std::fs::create_dir_all(&path).map_err(|source| Folder::io(&path, source))?;
        let sort = IndexSortByField { field: "order".into(), order: Order::Desc };
        let settings = IndexSettings { sort_by_field: Some(sort), ..IndexSettings::default() };
        let index = Index::builder()
            .schema(schema().0)
            .settings(settings)
            .open_or_create((self.opener)(&path).map_err(|e| self.folder.index_fault(e))?)
            .map_err(|e| self.folder.index_fault(e))?;
        analysis::register(index.tokenizers());
        *hold(&self.open) = Some(index);
        self.commit(0, |_| Ok(()))
    }

    /// Lets go of the files. Merges that run come to their end first.
    pub(super) fn close(&self) {
        self.end_writing();
        *hold(&self.open) = None;
    }

    /// Ends the writer, so that another process may write.
    pub(super) fn end_writing(&self) {
        if let Some(writer) = hold(&self.writer).take() {
            // A merge that failed leaves the segments as they were; the next writer tries again.
            let _ = writer.wait_merging_threads();
        }
    }

    /// Changes the index by `work` and makes it durable, as of change number `seq`.
    pub(super) fn commit(
        &self,
        seq: i64,
        work: impl FnOnce(&Changing<'_>) -> tantivy::Result<()>,
    ) -> Result<(), ArchiveError> {
        self.changing(|index| {
            work(index).map_err(|e| self.folder.index_fault(e))?;
            Ok(Some(seq))
        })
    }

    /// Changes the index by `work` while that goes on, and makes it durable as of the change number that `work`
    /// gives; where it gives none, nothing was changed.
    pub(super) fn changing(
        &self,
        work: impl FnOnce(&Changing<'_>) -> Result<Option<i64>, ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let index = self.opened().ok_or_else(|| self.folder.index_fault("it cannot be opened"))?;
        let mut writer = hold(&self.writer);
        if writer.is_none() {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(THREADS)
                .memory_budget_per_thread(HEAP)
                .num_merge_threads(MERGING)
                .build();
            *writer = Some(index.writer_with_options(options).map_err(|e| match e {
                tantivy::TantivyError::LockFailure(..) => ArchiveError::Locked { path: self.folder.name() },
                e => self.folder.index_fault(e),
            })?);
        }
        let open = writer.as_mut().expect("it was opened above");
        let result = work(&Changing { writer: open, fields: self.fields }).and_then(|seq| {
            let Some(seq) = seq else { return Ok(false) };
            let payload = serde_json::to_string(&self.stamp(seq)).map_err(|e| self.folder.index_fault(e))?;
            let commit = open.prepare_commit().and_then(|mut commit| {
                commit.set_payload(&payload);
                commit.commit()
            });
            commit.map(|_| true).map_err(|e| self.folder.index_fault(e))
        });
        if result.is_err() {
            // What was added since the last commit is forgotten with the writer.
            *writer = None;
        }
        if !result? {
            return Ok(());
        }
        // The commit's own file was renamed into its place; only now is its name as durable as what is in it.
        index.directory().sync_directory().map_err(|source| Folder::io(&self.folder.index(), source))
    }

    /// Takes in one step of the changes after number `since`. Gives the number that is taken in now.
    pub(super) fn step(
        &self,
        conn: &Connection,
        dictionaries: &Dictionaries,
        since: i64,
    ) -> Result<i64, ArchiveError> {
        let fault = |e: rusqlite::Error| self.folder.fault(&e);
        let last = store::counter(conn, "change").map_err(fault)?;
        let until = last.min(since + STEP);
        let changed = changed_rows(conn, since, until).map_err(fault)?;
        let gone = removed_rows(conn, since, until).map_err(fault)?;
        let mut articles = Vec::with_capacity(changed.len());
        for row in changed {
            articles.push((row, copies::listed(conn, dictionaries, row).map_err(fault)?));
        }
        self.commit(until, |index| {
            for row in &gone {
                index.delete(*row);
            }
            articles.iter().try_for_each(|(row, listed)| index.put_listed(i64::from(*row), listed.as_ref()))
        })?;
        Ok(until)
    }
}

fn changed_rows(conn: &Connection, since: i64, until: i64) -> rusqlite::Result<Vec<RowId>> {
    conn.prepare_cached("SELECT row FROM article WHERE seq > ?1 AND seq <= ?2 ORDER BY seq")?
        .query_map([since, until], |row| row.get(0))?
        .collect()
}

fn removed_rows(conn: &Connection, since: i64, until: i64) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached("SELECT row FROM removed WHERE seq > ?1 AND seq <= ?2")?
        .query_map([since, until], |row| row.get(0))?
        .collect()
}

/// Every answer of the engine, a panic too: on a damaged file it may stop at a place that cannot be.
pub(super) fn guarded<T>(
    folder: &Folder,
    work: impl FnOnce() -> Result<T, ArchiveError>,
) -> Result<T, ArchiveError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(folder.index_fault("a file of it is damaged")))
}

/// A line for every fault of an index that is current: files that do not match their checksum or cannot be read,
/// articles that it has and the database has not.
pub(super) fn faults(index: &TextIndex, db: &Db) -> Result<Vec<String>, ArchiveError> {
    let Some(open) = index.opened() else { return Ok(Vec::new()) };
    let read = guarded(&index.folder, || {
        let fault = |e: tantivy::TantivyError| index.folder.index_fault(e);
        let damaged = open.validate_checksum().map_err(fault)?;
        let reader = open.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fault)?;
        Ok((damaged, reader.searcher().num_docs()))
    });
    let (damaged, indexed) = match read {
        Ok(read) => read,
        Err(error) => return Ok(vec![error.to_string()]),
    };
    let mut faults: Vec<String> = damaged
        .iter()
        .map(|file| format!("index: '{}' is damaged: run 'qari archive rebuild'", file.display()))
        .collect();
    let stored: i64 = db.read(|conn| {
        conn.query_row("SELECT count(*) FROM article WHERE copy_of IS NULL", (), |row| row.get(0))
    })?;
    if indexed != stored.unsigned_abs() {
        faults.push(format!(
            "index: {indexed} articles, the database has {stored}: run 'qari archive rebuild'"
        ));
    }
    Ok(faults)
}

/// A change of the index that is being made.
pub(super) struct Changing<'a> {
    writer: &'a IndexWriter,
    fields: Fields,
}

impl Changing<'_> {
    /// Takes a row out.
    pub(super) fn delete(&self, row: i64) {
        self.writer.delete_term(Term::from_field_u64(self.fields.row, row.unsigned_abs()));
    }

    /// Puts a row in, in the place of its older form.
    pub(super) fn put(&self, row: i64, article: &Article) -> tantivy::Result<()> {
        self.put_with(row, article, &[], &Facts::of(article).sources)
    }

    /// Puts a row in with what its copies bring, or takes it out where it is not listed.
    pub(super) fn put_listed(&self, row: i64, listed: Option<&Listed>) -> tantivy::Result<()> {
        if let Some(listed) = listed {
            return self.put_with(row, &listed.article, &listed.texts, &listed.sources);
        }
        self.delete(row);
        Ok(())
    }

    fn put_with(
        &self,
        row: i64,
        article: &Article,
        texts: &[String],
        sources: &[String],
    ) -> tantivy::Result<()> {
        self.delete(row);
        let (fields, facts) = (&self.fields, Facts { sources: sources.to_vec(), ..Facts::of(article) });
        let mut document = tantivy::TantivyDocument::new();
        document.add_u64(fields.row, row.unsigned_abs());
        document.add_u64(fields.order, record::order(record::newest(facts.date.as_ref()), row));
        document.add_u64(fields.last_day, facts.date.as_ref().map_or(0, |d| u64::from(d.last_day())));
        document.add_u64(fields.machine, u64::from(article.machine_translated));
        document.add_text(fields.title, &article.title);
        // Each text is a value of its own: the index leaves a gap, and no phrase reaches across.
        let blocks = article.blocks.iter().map(|b| b.text.as_str());
        let copies = texts.iter().map(String::as_str);
        for text in std::iter::once(article.title.as_str()).chain(blocks).chain(copies) {
            document.add_text(fields.text, text);
        }
        for (field, facet) in fields.facets.iter().zip(FACETS) {
            let mut values = facts.values(facet);
            values.sort_unstable();
            document.add_text(*field, record::join(&values));
        }
        self.writer.add_document(document)?;
        Ok(())
    }
}
