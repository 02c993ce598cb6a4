//! What a search for pairs reads of the database: which articles come next, and their profiles.
//!
//! Nothing is compared or written here.

use rusqlite::{Connection, params};

use crate::archive::embedded::db::Db;
use crate::archive::embedded::rows;
use crate::archive::{ArchiveError, Cancel, RowId};
use crate::article::Lang;
use crate::pair::Profile;

/// Articles before and after one, in the order of dates, that it is compared with at most: a week of an archive that
/// grows by 350 a day.
pub(super) const AROUND: usize = 2_500;

/// Articles that are read at once, on two threads: half a tenth of a second.
pub(super) const READ: usize = 256;

/// An article on the way: its place in the order, the change by which it is as it was read, and whether it was looked
/// at before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    pub(super) newest: i64,
    pub(super) row: RowId,
    pub(super) seq: i64,
    pub(super) looked: bool,
}

/// Where an article stands in the order: its date as [`super::record::newest`] has it, and its row.
pub(super) type Place = (i64, RowId);

impl Stop {
    pub(super) const fn place(&self) -> Place {
        (self.newest, self.row)
    }
}

/// The next articles behind a place, up to a date. Two statements, because one that compares places reads all articles
/// of the first date again.
pub(super) fn next(
    conn: &Connection,
    (newest, row): Place,
    until: i64,
) -> rusqlite::Result<Vec<(Stop, Lang)>> {
    let mut listed = list(
        conn,
        "SELECT newest, row, seq, looked, lang FROM article WHERE newest = ?1 AND row > ?2 AND copy_of IS NULL ORDER BY row LIMIT ?3",
        params![newest, row, READ as i64],
    )?;
    if listed.len() < READ {
        listed.extend(list(
            conn,
            "SELECT newest, row, seq, looked, lang FROM article
             WHERE newest > ?1 AND newest <= ?2 AND copy_of IS NULL ORDER BY newest, row LIMIT ?3",
            params![newest, until, (READ - listed.len()) as i64],
        )?);
    }
    Ok(listed)
}

/// The place behind which the articles begin that stand before another one and are compared with it.
pub(super) fn before(conn: &Connection, at: Place, from: i64) -> rusqlite::Result<Place> {
    let mut same = conn.prepare_cached(
        "SELECT row FROM article WHERE newest = ?1 AND row < ?2 AND copy_of IS NULL ORDER BY row DESC LIMIT ?3",
    )?;
    let same: Vec<RowId> = same
        .query_map(params![at.0, at.1, AROUND as i64 + 1], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if let Some(row) = same.get(AROUND) {
        return Ok((at.0, *row));
    }
    let mut before = conn.prepare_cached(
        "SELECT newest, row FROM article WHERE newest < ?1 AND newest >= ?2 AND copy_of IS NULL
         ORDER BY newest DESC, row DESC LIMIT 1 OFFSET ?3",
    )?;
    let mut rows = before.query(params![at.0, from, (AROUND - same.len()) as i64])?;
    Ok(match rows.next()? {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (from - 1, RowId::MAX),
    })
}

/// The dated articles with row numbers above one and up to another.
pub(super) fn dated_between(
    conn: &Connection,
    above: RowId,
    until: RowId,
) -> rusqlite::Result<Vec<(Stop, Lang)>> {
    list(
        conn,
        "SELECT newest, row, seq, looked, lang FROM article
         WHERE row > ?1 AND row <= ?2 AND newest > 0 AND copy_of IS NULL ORDER BY row",
        params![above, until],
    )
}

/// The undated articles that were stored last.
pub(super) fn last_undated(conn: &Connection, most: usize) -> rusqlite::Result<Vec<(Stop, Lang)>> {
    list(
        conn,
        "SELECT newest, row, seq, looked, lang FROM article WHERE newest = 0 AND copy_of IS NULL
         ORDER BY row DESC LIMIT ?1",
        params![most as i64],
    )
}

/// The stops of a statement, with their languages.
fn list(
    conn: &Connection,
    sql: &str,
    params: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<Vec<(Stop, Lang)>> {
    conn.prepare_cached(sql)?
        .query_map(params, |row| {
            let (newest, row_id, seq, looked) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((Stop { newest, row: row_id, seq, looked }, Lang::from_code(&row.get::<_, String>(4)?)))
        })?
        .collect()
}

/// The profiles of articles, in their order: none of those in other languages, gone, or damaged.
pub(super) fn profiles(
    db: &Db,
    cancel: &Cancel,
    listed: &[(Stop, Lang)],
) -> Result<Vec<(Stop, Option<Profile>)>, ArchiveError> {
    let read = |stops: &[(Stop, Lang)]| {
        db.read_with(|conn| {
            let profile = |(stop, lang): &(Stop, Lang)| {
                if cancel.is_cancelled() {
                    return Err(ArchiveError::Cancelled);
                }
                if !matches!(lang, Lang::Ar | Lang::En) {
                    return Ok((*stop, None));
                }
                match rows::whole_at(conn, &db.dictionaries, stop.row) {
                    Ok(article) => Ok((*stop, article.as_ref().map(Profile::of))),
                    // The check says so; the others are paired all the same.
                    Err(rusqlite::Error::FromSqlConversionFailure(..)) => Ok((*stop, None)),
                    Err(error) => Err(db.folder.fault(&error)),
                }
            };
            stops.iter().map(profile).collect::<Result<Vec<_>, _>>()
        })
    };
    let (one, other) = listed.split_at(listed.len() / 2);
    both(one, other, read)
}

/// Does the same work on two parts, each on a thread of its own, and gives what came of them in order.
pub(super) fn both<T: Sync, R: Send, E: Send>(
    one: &[T],
    other: &[T],
    work: impl Fn(&[T]) -> Result<Vec<R>, E> + Sync,
) -> Result<Vec<R>, E> {
    if one.is_empty() {
        return work(other);
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(other));
        let mut all = work(one)?;
        // A panic there is one of ours, and goes on here.
        all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        Ok(all)
    })
}
