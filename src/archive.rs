//! The archive: articles kept, searched, counted by facet, and the reader's own state.
//!
//! [`Archive`] is the seam: the embedded engine behind it is `SQLite` for the truth and a full-text index that
//! may be deleted at any time. Nothing here draws, asks the user, or reads article files.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::article::{Amendment, Article, ArticleId, Correction, Lang, Pair, PartialDate};

#[cfg(test)]
mod contract;
pub mod embedded;
mod error;
pub mod feeds;
mod forms;
mod kept;
mod names;
pub mod query;
pub mod saved;
mod suggest;
mod translation;
mod value;

pub use embedded::{Embedded, Mode};
pub use error::ArchiveError;
pub use forms::{Form, Forms, WordForms, forms};
pub use names::{Gazetteer, protected};
pub use suggest::{Offer, Why, names_facet};
pub use translation::{Standing, Translation};
pub use value::{Value, ValueError, value_named, value_of, values_like};

pub use query::{Choice, Field, Query, Sort};

/// What marks a query's words in a text as the index matches them, other inflections of a word included.
pub fn matcher(query: &Query, typing: bool) -> query::Matcher {
    let matcher = query::Matcher::new(query, typing);
    // The names take their time to be read: where no word is asked for, the first frame does not wait for them.
    if matcher.is_empty() { matcher } else { matcher.with_stems(protected()) }
}

/// The number of an article inside one archive, as the rows of a result are listed. Not stable across archives. Four
/// bytes: an answer lists up to a million of them.
pub type RowId = u32;

/// A flag by which a newer request stops an older one.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

/// A flag that something else sets too, such as a signal.
impl From<Arc<AtomicBool>> for Cancel {
    fn from(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }
}

impl Cancel {
    /// Asks the work that holds a clone of this to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work should stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// What is asked.
    pub query: Query,
    /// Whether the words are alternatives (any of them) rather than all required.
    pub any: bool,
    /// Whether the last word is still being typed, and so a prefix (from two letters).
    pub typing: bool,
}

/// The answer to a search.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The rows that match, in the order asked for.
    pub rows: Arc<Vec<RowId>>,
    /// How many articles match. `rows` has them all, save in [`Archive::front`].
    pub total: usize,
    /// Scores beside `rows`, only when sorted by relevance.
    pub scores: Option<Arc<Vec<f32>>>,
    /// Stories among them: a translation pair counts once.
    pub stories: usize,
    /// Undated articles that a date filter left out.
    pub undated: usize,
    /// How many would match with any of the words; set only when `rows` is empty and there are several words.
    pub any_total: Option<usize>,
    /// Every facet with its disjunctive counts.
    pub facets: Vec<Facet>,
    /// The articles that match without the dates and years asked for, by date, oldest first: the years of the facet
    /// opened into months and days. None in [`Archive::front`].
    pub days: Arc<Vec<Dated>>,
    /// Whether the index was still behind the database while this was answered.
    pub partial: bool,
    /// Whether this is a part of the answer, the rest of which comes in another: only what
    /// [`Archive::search_by_steps`] tells on the way.
    pub refining: bool,
}

/// One row of the list: what the screen shows of an article without opening it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its number in this archive.
    pub row: RowId,
    /// Its stable id.
    pub id: ArticleId,
    /// The title.
    pub title: String,
    /// The language of the body.
    pub lang: Lang,
    /// The date of publication.
    pub date: Option<PartialDate>,
    /// The publisher.
    pub source: Option<String>,
    /// The publishers of all its versions, its own first; none where it is the only one.
    pub sources: Vec<String>,
    /// How many other versions of it are stored: copies that are not listed themselves.
    pub copies: usize,
    /// The article that it is a copy of. Listed articles are none.
    pub copy_of: Option<ArticleId>,
    /// Codes of the countries that it is about.
    pub countries: Vec<String>,
    /// Slugs of its topics.
    pub topics: Vec<String>,
    /// The languages and ids of its translations, surest first.
    pub pairs: Vec<(Lang, ArticleId)>,
    /// Whether it is a machine translation.
    pub machine_translated: bool,
    /// The language of the machine translation that was made of it on demand, where it is whole and there is no pair.
    pub translated: Option<Lang>,
    /// The reader's own state of it.
    pub state: State,
}

/// A version of an article: the same text, or nearly, from another file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Version {
    /// Its row.
    pub row: Row,
    /// The address of its page.
    pub url: Option<String>,
    /// The file that it came from.
    pub path: String,
}

/// What the reader noted about an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// The reader's own tags.
    pub tags: Vec<String>,
    /// A note.
    pub note: Option<String>,
    /// Where reading stopped: the block at the top of the window.
    pub place: Option<usize>,
}

/// The values of one facet with their counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Which.
    pub field: Field,
    /// Its values: by count, then by value; years by year; children follow their parent.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacetValue {
    /// The value as the query writes it; `unknown` where articles have none.
    pub value: String,
    /// The value above it in a tree.
    pub parent: Option<String>,
    /// Its name in Arabic.
    pub label_ar: String,
    /// Its name in English.
    pub label_en: String,
    /// Articles that match the query without this facet's own selection, and have this value.
    pub count: usize,
    /// The same if nothing were excluded, in this facet or in another.
    pub before: usize,
    /// Those that are left when all is excluded that the query excludes, in this facet too.
    pub after: usize,
    /// Whether the query asks for it. A chosen value is listed even with no hits.
    pub choice: Choice,
}

/// How many articles have a value. The three are one number where nothing is excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// See [`FacetValue::count`].
    pub count: usize,
    /// See [`FacetValue::before`].
    pub before: usize,
    /// See [`FacetValue::after`].
    pub after: usize,
}

impl Counts {
    /// So many, of which nothing is excluded.
    pub const fn all(n: usize) -> Self {
        Self { count: n, before: n, after: n }
    }

    /// Counts others in.
    pub const fn add(&mut self, other: Self) {
        self.count += other.count;
        self.before += other.before;
        self.after += other.after;
    }

    /// So many times as much.
    #[must_use]
    pub const fn times(self, n: usize) -> Self {
        Self { count: self.count * n, before: self.before * n, after: self.after * n }
    }
}

/// How many articles are dated on a day, or in a month or a year of which no more is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The year, 1 to 9999.
    pub year: u16,
    /// The month, 1 to 12; 0 where only the year is known.
    pub month: u8,
    /// The day of the month; 0 where it is not known.
    pub day: u8,
    /// How many.
    pub counts: Counts,
}

/// What a batch of articles did to the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutSummary {
    /// New articles.
    pub imported: usize,
    /// Articles that were there and changed.
    pub updated: usize,
    /// Articles that were there and are the same.
    pub unchanged: usize,
    /// Of the new ones, those that are versions of an article that is there: they are stored and not listed.
    pub linked: usize,
}

/// A change of an article's state. Fields that are `None` stay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateChange {
    /// Read or not.
    pub read: Option<bool>,
    /// Starred or not.
    pub starred: Option<bool>,
    /// The tags, all of them.
    pub tags: Option<Vec<String>>,
    /// The note; the inner `None` removes it.
    pub note: Option<Option<String>>,
    /// The place in it.
    pub place: Option<Option<usize>>,
}

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Info {
    /// Its folder.
    pub path: String,
    /// Its format.
    pub format: i64,
    /// Articles in it, as they are listed.
    pub articles: usize,
    /// Other versions of them, which are stored and not listed.
    pub copies: usize,
    /// Articles by language code.
    pub languages: Vec<(String, usize)>,
    /// Translation pairs.
    pub pairs: usize,
    /// Bytes on disk.
    pub bytes: u64,
    /// The first and the last date.
    pub dates: Option<(PartialDate, PartialDate)>,
    /// Import batches: id, when (RFC 3339, empty where a salvage could not read it), articles.
    pub batches: Vec<(i64, String, usize)>,
    /// Whether the index has taken in every change.
    pub index_current: bool,
}

/// What was saved of a damaged archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Salvaged {
    /// Articles that are in the new database.
    pub articles: usize,
    /// Things that the reader made: states and notes, pairs set by hand, values kept.
    pub notes: usize,
    /// A line for each article that could not be read.
    pub lost: Vec<String>,
    /// A line for each import that cannot be undone any more, or not in full.
    pub imports: Vec<String>,
    /// A line for each article of which it is not certain whether it had been removed, and what was done with it.
    pub unsure: Vec<String>,
    /// The folder that has the damaged file.
    pub kept: String,
}

/// A store of articles. Every method may be called from any thread; searches and reads run beside a writer.
pub trait Archive: Send + Sync {
    /// What it holds.
    fn info(&self) -> Result<Info, ArchiveError>;

    /// A mark of what the archive holds: another one after any handle or process changed articles or pairs, or the
    /// index took a change in. Cheap enough to be asked every second.
    fn version(&self) -> Result<u64, ArchiveError>;

    /// Begins a batch of imports and gives its number, by which it can be undone. `now` is RFC 3339. Until it
    /// ends nobody else can begin one: they get `Locked`.
    fn begin_batch(&self, now: &str) -> Result<i64, ArchiveError>;

    /// Stores articles: new, changed (by [`crate::article::Provenance::hash`]) or the same. Durable when it
    /// returns, row and index both.
    fn put(&self, batch: i64, articles: &[Article]) -> Result<PutSummary, ArchiveError>;

    /// Ends a batch, so that others may import. Dropping the archive ends it too.
    fn end_batch(&self, batch: i64) -> Result<(), ArchiveError>;

    /// Undoes a batch as a whole: what it added goes, what it updated is as before. Gives how many articles.
    fn undo_batch(&self, batch: i64) -> Result<usize, ArchiveError>;

    /// Removes articles. Gives how many there were.
    fn remove(&self, ids: &[ArticleId]) -> Result<usize, ArchiveError>;

    /// One article, whole; also a machine translation that was made on demand, with the blocks made so far.
    fn get(&self, id: &ArticleId) -> Result<Option<Article>, ArchiveError>;

    /// The newest rows and the facets of the whole archive, without the index: for the first frame.
    fn front(&self, limit: usize) -> Result<Answer, ArchiveError>;

    /// Searches. Gives `Cancelled` soon after `cancel` is set.
    fn search(&self, request: &Request, cancel: &Cancel) -> Result<Answer, ArchiveError>;

    /// What else a request may have meant, best first, each with the number of articles that it would find: other words
    /// for those that no article has, and filters that its words name. `typed` is the line as it was typed. None
    /// where there is nothing to offer. Gives `Cancelled` soon after `cancel` is set.
    fn offers(&self, request: &Request, typed: &str, cancel: &Cancel) -> Result<Vec<Offer>, ArchiveError>;

    /// The same as [`Archive::search`], and `early` is told what was found so far where the whole answer takes longer
    /// than a keystroke may: the newest of its articles, with counts of these alone. Each such answer goes on from the
    /// one before.
    fn search_by_steps(
        &self,
        request: &Request,
        cancel: &Cancel,
        early: &mut dyn FnMut(Answer),
    ) -> Result<Answer, ArchiveError> {
        // An engine that takes no longer has nothing to tell.
        let _ = early;
        self.search(request, cancel)
    }

    /// The rows with these numbers, in this order; rows that are gone are left out.
    fn rows(&self, rows: &[RowId]) -> Result<Vec<Row>, ArchiveError>;

    /// The other versions of an article, the main one first: each whole under its own id. Only the main one is listed,
    /// found and counted; it is found by the words and the sources of all.
    fn copies(&self, id: &ArticleId) -> Result<Vec<Version>, ArchiveError>;

    /// The article's translations, surest first, with their beads; the machine translation that was made of it on
    /// demand comes last. Of such a translation, the pair with its original.
    fn pairs(&self, id: &ArticleId) -> Result<Vec<Pair>, ArchiveError>;

    /// Articles in the other language that may be its translation, best first, when there is no pair.
    fn candidates(&self, id: &ArticleId, limit: usize) -> Result<Vec<Row>, ArchiveError>;

    /// Stores a pair as made or corrected by hand; it wins over what is found.
    fn confirm_pair(&self, pair: &Pair) -> Result<(), ArchiveError>;

    /// Finds and aligns the pairs of articles that were never looked at; `progress` is told how many were looked at
    /// and how many there are to look at. Gives how many pairs were made. Ends soon after `cancel` is set, with what
    /// was made so far, and the next call goes on from there.
    fn find_pairs(
        &self,
        cancel: &Cancel,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<usize, ArchiveError>;

    /// The machine translation that was made of an article on demand. It is no article of the archive: it is never
    /// listed, counted or found, and goes with its original.
    fn translation(&self, of: &ArticleId) -> Result<Option<Translation>, ArchiveError>;

    /// Stores a machine translation of an article as it was read, in the place of an earlier one. Its id is that of
    /// [`ArticleId::machine_translation`], its blocks are those of the original one for one, or the first of them while
    /// it is being made. `by` is who made it, `now` is RFC 3339.
    fn store_translation(
        &self,
        original: &Article,
        translation: &Article,
        by: &str,
        now: &str,
    ) -> Result<(), ArchiveError>;

    /// Removes the machine translation that was made of an article. Says whether there was one.
    fn remove_translation(&self, of: &ArticleId) -> Result<bool, ArchiveError>;

    /// The reader's state of an article, the usual one where nothing was noted.
    fn state(&self, id: &ArticleId) -> Result<State, ArchiveError>;

    /// Changes the reader's state of an article.
    fn set_state(&self, id: &ArticleId, change: &StateChange) -> Result<(), ArchiveError>;

    /// What the reader corrected about an article. [`Archive::get`] and all that is found and counted has it already.
    fn correction(&self, id: &ArticleId) -> Result<Correction, ArchiveError>;

    /// All corrections, by the id of the article, also of articles that are not there now.
    fn corrections(&self) -> Result<Vec<(ArticleId, Correction)>, ArchiveError>;

    /// Changes what is corrected about an article, in one step, and gives the correction as it is then. It wins over
    /// what later imports find, and waits for an article that is not there.
    fn amend(&self, id: &ArticleId, steps: &[Amendment]) -> Result<Correction, ArchiveError>;

    /// A value kept by the program under a key (`session`, `terminal:NAME`), and `None` where there is none.
    fn kept(&self, key: &str) -> Result<Option<String>, ArchiveError>;

    /// Keeps a value under a key.
    fn keep(&self, key: &str, value: &str) -> Result<(), ArchiveError>;

    /// Changes the value kept under a key in one step, so that of two processes neither loses what the other kept.
    /// `edit` is given the value and gives the new one; `None` leaves it as it is.
    fn edit_kept(
        &self,
        key: &str,
        edit: &mut dyn FnMut(Option<&str>) -> Option<String>,
    ) -> Result<(), ArchiveError>;

    /// Brings the index up to the database; `progress` is told done and total. Gives `Cancelled` soon after
    /// `cancel` is set; what was taken in stays, and the next call goes on from there.
    fn catch_up(&self, cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> Result<(), ArchiveError>;

    /// Builds the index again from the database, and can be stopped in the same way: [`Archive::catch_up`] goes on.
    fn rebuild(&self, cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> Result<(), ArchiveError>;

    /// Checks database and index; gives a line for every fault, none where it is whole.
    fn check(&self) -> Result<Vec<String>, ArchiveError>;

    /// Writes a consistent copy of the archive to a new folder, while others may read and write. A copy that fails
    /// or is cancelled leaves nothing there.
    fn copy_to(&self, folder: &std::path::Path, cancel: &Cancel) -> Result<(), ArchiveError>;
}
