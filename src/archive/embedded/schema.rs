//! The database's tables and how an older format becomes the present one.
//!
//! A migration, once released, is never edited: a new one is added at the end. Nothing here reads articles.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::{copies, second};

/// Marks the file as an archive of ours in `SQLite`'s header ("qari" in ASCII).
pub(super) const APPLICATION_ID: i64 = 0x7161_7269;

/// Bytes of a page of a new database. Packed articles have one to two kilobytes, of which too few fit in the four that
/// `SQLite` takes by itself: a fifth of the file would be empty.
pub(super) const PAGE: usize = 8192;

/// One script for each format: the one at index 0 makes format 1 of an empty file.
const MIGRATIONS: &[Step] = &[
    Step { script: FORMAT_1, fill: |_| Ok(()) },
    Step { script: FORMAT_2, fill: second::fill },
    Step { script: FORMAT_3, fill: |_| Ok(()) },
    Step { script: FORMAT_4, fill: |_| Ok(()) },
    Step { script: FORMAT_5, fill: copies::mark },
];

/// What makes a format of the one before.
struct Step {
    script: &'static str,
    /// What a script cannot compute.
    fill: fn(&Transaction<'_>) -> rusqlite::Result<()>,
}

/// The newest format that this program reads and writes.
pub(super) const FORMAT: i64 = MIGRATIONS.len() as i64;

/// Format 1. `row` numbers are never used again (`AUTOINCREMENT`), because the index may still hold the old one.
/// The reader's state, the pairs and the journal name articles by `id`, so they outlive a removal.
const FORMAT_1: &str = "
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE property (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE batch (id INTEGER PRIMARY KEY AUTOINCREMENT, begun TEXT NOT NULL);
CREATE TABLE article (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    lang TEXT NOT NULL,
    date TEXT,
    newest INTEGER NOT NULL,
    source TEXT,
    countries TEXT NOT NULL,
    topics TEXT NOT NULL,
    orgs TEXT NOT NULL,
    machine_translated INTEGER NOT NULL,
    pair_key TEXT,
    looked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX article_newest ON article (newest DESC, row DESC);
CREATE INDEX article_title ON article (title_key, row);
CREATE INDEX article_seq ON article (seq);
CREATE INDEX article_pair_key ON article (pair_key) WHERE pair_key IS NOT NULL;
CREATE INDEX article_unlooked ON article (row) WHERE looked = 0;
CREATE TABLE body (row INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE provenance (
    row INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE removed (seq INTEGER PRIMARY KEY, row INTEGER NOT NULL);
CREATE TABLE journal (
    batch INTEGER NOT NULL,
    id TEXT NOT NULL,
    previous BLOB,
    previous_batch INTEGER,
    PRIMARY KEY (batch, id)
) WITHOUT ROWID;
CREATE INDEX journal_id ON journal (id, batch);
CREATE TABLE pair (
    ar TEXT NOT NULL,
    en TEXT NOT NULL,
    confidence REAL NOT NULL,
    by_hand INTEGER NOT NULL,
    beads TEXT NOT NULL,
    hashes TEXT NOT NULL,
    PRIMARY KEY (ar, en)
) WITHOUT ROWID;
CREATE INDEX pair_en ON pair (en);
CREATE TABLE state (
    id TEXT PRIMARY KEY,
    read INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    tags TEXT NOT NULL,
    note TEXT,
    place INTEGER,
    seq INTEGER NOT NULL
);
CREATE INDEX state_seq ON state (seq);
CREATE TABLE tally (
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (field, value)
) WITHOUT ROWID;
";

/// Format 2: what the reader made, a second time (see `second`). The key is no `WITHOUT ROWID` one, so that the records
/// are leaves of a table, which a salvage reads without the tree above them.
const FORMAT_2: &str = "
CREATE TABLE second (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL);
";

/// Format 3: by what articles are packed (see `packing`), and of how many articles the archive was then.
const FORMAT_3: &str = "
CREATE TABLE dictionary (id INTEGER PRIMARY KEY, data BLOB NOT NULL, articles INTEGER NOT NULL);
";

/// The format from which machine translations are kept.
pub(super) const TRANSLATIONS: i64 = 4;

/// Format 4: machine translations that were made on demand (see `translations`). With row numbers, so that a salvage
/// reads them without the tree above them.
const FORMAT_4: &str = "
CREATE TABLE translation (
    of TEXT NOT NULL,
    lang TEXT NOT NULL,
    made TEXT NOT NULL,
    by TEXT NOT NULL,
    hash TEXT NOT NULL,
    whole INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (of, lang)
);
";

/// Format 5: whose copy an article is, the sources of a main article's versions, the id of the address of one that has
/// not its own; and by which sums (see `sketch`) versions are found.
const FORMAT_5: &str = "
ALTER TABLE article ADD COLUMN copy_of INTEGER;
ALTER TABLE article ADD COLUMN sources TEXT;
ALTER TABLE article ADD COLUMN base TEXT;
CREATE INDEX article_copy ON article (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX article_base ON article (base) WHERE base IS NOT NULL;
CREATE TABLE sketch (hash INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, row)) WITHOUT ROWID;
";

/// The first format with entries.
pub(super) const ENTRIES: i64 = 5;

/// Gives a database of an earlier format, of which nothing can be written, the columns of entries for the time that
/// it is open: each article is an entry of its own.
pub(super) fn bridge(conn: &Connection) -> rusqlite::Result<()> {
    if (1..ENTRIES).contains(&format(conn)?) {
        conn.execute_batch(
            "CREATE TEMP VIEW article AS SELECT *, NULL AS copy_of, NULL AS sources, NULL AS base FROM main.article",
        )?;
    }
    Ok(())
}

/// Whose a database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Made by this program.
    Ours,
    /// Nothing is in it yet.
    Empty,
    /// Made by another program.
    Foreign,
    /// Made by this program, and its mark is gone.
    Unmarked,
}

/// Whose an open database is. What is in one that has our mark is not looked at: the first frame waits for this.
pub(super) fn origin(conn: &Connection) -> rusqlite::Result<Origin> {
    let id: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == APPLICATION_ID {
        return Ok(Origin::Ours);
    }
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_master", (), |row| row.get(0))?;
    let known: i64 = conn.query_row(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('article', 'body', 'provenance', 'state', 'journal')",
        (),
        |row| row.get(0),
    )?;
    Ok(match (id, tables, known) {
        (0, 0, _) => Origin::Empty,
        (_, _, 5) => Origin::Unmarked,
        _ => Origin::Foreign,
    })
}

/// The format of an open database; 0 for an empty file.
pub(super) fn format(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The format as it is written a second time, from format 2 on: by this a damaged number is told from a newer format.
pub(super) fn noted(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    let noted: Option<String> =
        conn.query_row("SELECT value FROM property WHERE key = 'format'", (), |row| row.get(0)).optional()?;
    Ok(noted.and_then(|text| text.parse().ok()))
}

/// Brings the database to [`FORMAT`], each step in a transaction of its own.
pub(super) fn migrate(conn: &mut Connection) -> rusqlite::Result<()> {
    loop {
        // The format is read inside the transaction: another process may have migrated meanwhile.
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let format = format(&tx)?;
        let Some(step) = usize::try_from(format).ok().and_then(|at| MIGRATIONS.get(at)) else {
            return Ok(());
        };
        tx.execute_batch(step.script)?;
        (step.fill)(&tx)?;
        if format == 0 {
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.execute("INSERT INTO property VALUES ('name', lower(hex(randomblob(16))))", ())?;
        }
        tx.execute("INSERT OR REPLACE INTO property VALUES ('format', ?1)", [(format + 1).to_string()])?;
        tx.pragma_update(None, "user_version", format + 1)?;
        tx.commit()?;
    }
}
