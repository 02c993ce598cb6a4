//! What the reader made, written a second time: state and notes, pairs set by hand, what the program keeps under a
//! key, and when imports began. Articles can be imported again; these cannot.
//!
//! The copy is a record of its own, in other pages of the file, with a sum by which it is known to be sound. It is
//! never read while the archive is whole: only a check and a salvage look at it.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{record, state, store};
use crate::archive::State;
use crate::article::{ArticleId, Pair};

/// One thing that the reader made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Own {
    /// The state of an article.
    State(ArticleId, State),
    /// A pair set or corrected by hand.
    Pair(Pair),
    /// A value kept under a key.
    Kept(String, String),
    /// When an import began.
    Batch(i64, String),
}

impl Own {
    /// The name of the record: a later one of the same name takes its place.
    pub(super) fn key(&self) -> String {
        match self {
            Self::State(id, _) => format!("state {id}"),
            Self::Pair(pair) => format!("pair {} {}", pair.ar, pair.en),
            Self::Kept(key, _) => format!("kept {key}"),
            Self::Batch(id, _) => format!("import {id}"),
        }
    }
}

/// What is written: the thing, and a number by which the later of two is known.
#[derive(Serialize, Deserialize)]
struct Numbered {
    n: i64,
    own: Own,
}

/// Writes the second copy of a thing.
pub(super) fn put(tx: &Transaction<'_>, own: Own) -> rusqlite::Result<()> {
    let key = own.key();
    let value = record::to_json(&Numbered { n: store::next(tx, "second")?, own })?;
    tx.prepare_cached(
        "INSERT INTO second VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = ?2, sum = ?3",
    )?
    .execute(params![key, value, sum(&key, &value)])?;
    Ok(())
}

/// The thing in a record and its number; `None` where the record is not sound.
pub(super) fn read(key: &str, value: &str, written: i64) -> Option<(i64, Own)> {
    let sound = written == sum(key, value);
    sound.then(|| serde_json::from_str::<Numbered>(value).ok()).flatten().map(|found| (found.n, found.own))
}

fn sum(key: &str, value: &str) -> i64 {
    let digest = Sha256::new().chain_update(key).chain_update([0]).chain_update(value).finalize();
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | i64::from(*byte))
}

/// Everything that the reader made, from the tables that are read every day.
fn first(conn: &Connection) -> rusqlite::Result<Vec<Own>> {
    let mut all = Vec::new();
    let mut states = conn.prepare("SELECT id, read, starred, tags, note, place FROM state")?;
    let mut rows = states.query(())?;
    while let Some(row) = rows.next()? {
        all.push(Own::State(ArticleId(row.get(0)?), state::state_at(1)(row)?));
    }
    let mut pairs = conn.prepare("SELECT ar, en, confidence, beads FROM pair WHERE by_hand")?;
    let mut rows = pairs.query(())?;
    while let Some(row) = rows.next()? {
        let (ar, en) = (ArticleId(row.get(0)?), ArticleId(row.get(1)?));
        let beads = record::from_json(&row.get::<_, String>(3)?)?;
        all.push(Own::Pair(Pair { ar, en, confidence: row.get(2)?, beads }));
    }
    let mut kept = conn.prepare("SELECT key, value FROM kept")?;
    let mut rows = kept.query(())?;
    while let Some(row) = rows.next()? {
        all.push(Own::Kept(row.get(0)?, row.get(1)?));
    }
    let mut batches = conn.prepare("SELECT id, begun FROM batch")?;
    let mut rows = batches.query(())?;
    while let Some(row) = rows.next()? {
        all.push(Own::Batch(row.get(0)?, row.get(1)?));
    }
    Ok(all)
}

/// Forgets the copies of imports that are gone.
pub(super) fn forget_batches(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let gone = "DELETE FROM second WHERE key LIKE 'import %' AND NOT EXISTS (
                    SELECT 1 FROM batch WHERE 'import ' || id = second.key)";
    tx.execute(gone, ()).map(|_| ())
}

/// Writes the second copy of everything: for an archive that has none yet.
pub(super) fn fill(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    first(tx)?.into_iter().try_for_each(|own| put(tx, own))
}

/// The names of what differs from its second copy, or has only one.
pub(super) fn differing(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut first: BTreeMap<String, Own> = first(conn)?.into_iter().map(|own| (own.key(), own)).collect();
    let mut differing = Vec::new();
    let mut all = conn.prepare("SELECT key, value, sum FROM second")?;
    let mut rows = all.query(())?;
    while let Some(row) = rows.next()? {
        let (key, value): (String, String) = (row.get(0)?, row.get(1)?);
        let second = read(&key, &value, row.get(2)?).map(|(_, own)| own);
        if first.remove(&key) != second || second.is_none() {
            differing.push(key);
        }
    }
    differing.extend(first.into_keys());
    Ok(differing)
}
