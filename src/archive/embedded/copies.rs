//! Entries: an article and the other versions of it (the same address in another file, the same text, nearly the same
//! text). One of them is the main one, which is listed, counted and found; its copies stay stored whole, by their own
//! ids, and say whose copy they are.
//!
//! All of it is done in the transaction that stores, changes or removes an article. The index is not touched: every row
//! that it has to take in anew gets a new change number, and is told. Whether texts are the same is decided in `sketch`.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction, params};

use super::packing::Dictionaries;
use super::record;
use super::sketch::Words;
use super::store::{self, next, stored_facts};
use super::tally::Changes;
use super::{pairs, state};
use crate::archive::RowId;
use crate::article::{Article, ArticleId};

mod arrival;
mod listed;
mod stored;

pub(super) use arrival::{Arrival, again, arrival};
pub(super) use listed::{Listed, listed, searched, versions};
pub(super) use stored::{faults, link_stored, mark, restore};

/// Minutes between the dates of two versions of a text, ten days at most: a bulletin of another month is another one,
/// in whatever words.
const SPAN: i64 = 10 * 1440;

/// Rows that are looked at for one sum, the last ones: where a sentence stands in thousands of articles, they say
/// nothing.
const LOOKED_AT: usize = 16;

/// Articles that one is compared with at most, those with most sums in common.
const COMPARED: usize = 6;

/// What was done to entries in one transaction.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// Rows that the index has to read anew.
    pub(super) touched: BTreeSet<RowId>,
    /// Whether pairs went.
    pub(super) repair: bool,
}

/// The columns of an article that tell which others may be versions of it.
struct Head {
    row: RowId,
    id: ArticleId,
    lang: String,
    newest: i64,
    machine: bool,
    /// The id of the article whose address it has, where that is not its own.
    base: Option<String>,
    copy_of: Option<RowId>,
}

impl Head {
    fn of(tx: &Transaction<'_>, row: RowId) -> rusqlite::Result<Option<Self>> {
        tx.prepare_cached(
            "SELECT row, id, lang, newest, machine_translated, base, copy_of FROM article WHERE row = ?1",
        )?
        .query_row([row], |row| {
            Ok(Self {
                row: row.get(0)?,
                id: ArticleId(row.get(1)?),
                lang: row.get(2)?,
                newest: row.get(3)?,
                machine: row.get(4)?,
                base: row.get(5)?,
                copy_of: row.get(6)?,
            })
        })
        .optional()
    }

    /// The id that the file's own address makes.
    fn address(&self) -> &str {
        self.base.as_deref().unwrap_or(&self.id.0)
    }

    /// Whether the two can be versions of one text at all.
    fn may_be(&self, other: &Self) -> bool {
        self.lang == other.lang && self.machine == other.machine
    }

    fn is_near(&self, other: &Self) -> bool {
        self.newest == 0 || other.newest == 0 || (self.newest - other.newest).abs() <= SPAN
    }
}

/// Work on the entries of one transaction.
pub(super) struct Entries<'a, 't> {
    tx: &'a Transaction<'t>,
    dictionaries: &'a Dictionaries,
    changes: &'a mut Changes,
    linked: &'a mut Linked,
    /// The article that is about to go: nothing is linked to it any more.
    leaving: Option<RowId>,
}

impl<'a, 't> Entries<'a, 't> {
    pub(super) const fn new(
        tx: &'a Transaction<'t>,
        dictionaries: &'a Dictionaries,
        changes: &'a mut Changes,
        linked: &'a mut Linked,
    ) -> Self {
        Self { tx, dictionaries, changes, linked, leaving: None }
    }

    /// Looks for the entry that a listed article without copies belongs to, and makes it a version there. Says whether
    /// there is one.
    pub(super) fn join(&mut self, row: RowId, article: &Article, words: &Words) -> rusqlite::Result<bool> {
        let Some(head) = Head::of(self.tx, row)? else { return Ok(false) };
        let found = match self.of_address(&head)? {
            Some(main) => Some(main),
            None => self.alike(&head, article, words)?,
        };
        let Some(main) = found.map(|row| Head::of(self.tx, row)).transpose()?.flatten() else {
            return Ok(false);
        };
        if self.worth(&head.id)? > self.worth(&main.id)? {
            self.hand_over(&main, row)?;
            self.unlist(&main, row)?;
            self.refresh(row)?;
        } else {
            self.unlist(&head, main.row)?;
            self.refresh(main.row)?;
        }
        Ok(true)
    }

    /// Makes a listed article without copies a copy of another one.
    pub(super) fn link(&mut self, copy: RowId, main: RowId) -> rusqlite::Result<()> {
        if let Some(head) = Head::of(self.tx, copy)? {
            self.unlist(&head, main)?;
        }
        self.refresh(main)
    }

    /// Brings an entry up after the text of one of its articles changed.
    pub(super) fn changed(&mut self, row: RowId, article: &Article, words: &Words) -> rusqlite::Result<()> {
        let Some(head) = Head::of(self.tx, row)? else { return Ok(()) };
        if let Some(main) = head.copy_of {
            if self.belong(&head, main)? {
                return self.refresh(main);
            }
            self.part(row, main)?;
            self.join(row, article, words)?;
            return Ok(());
        }
        let copies = self.copies(row)?;
        if copies.is_empty() {
            self.join(row, article, words)?;
            return Ok(());
        }
        self.sort_out(row, &copies)?;
        self.refresh(row)
    }

    /// Makes an article one that is listed and has no copies, before it is removed: where it was the main one of
    /// others, one of them is it from now on.
    pub(super) fn leave(&mut self, row: RowId) -> rusqlite::Result<()> {
        let Some(head) = Head::of(self.tx, row)? else { return Ok(()) };
        self.leaving = Some(row);
        if let Some(main) = head.copy_of {
            return self.part(row, main);
        }
        let copies = self.copies(row)?;
        let Some(heir) = self.worthiest(&copies)? else { return Ok(()) };
        self.hand_over(&head, heir)?;
        self.refresh(row)?;
        let rest: Vec<RowId> = copies.into_iter().filter(|copy| *copy != heir).collect();
        self.sort_out(heir, &rest)?;
        self.refresh(heir)
    }

    /// Parts those copies of an article from it that are no versions of it any more, and looks where else they belong.
    fn sort_out(&mut self, main: RowId, copies: &[RowId]) -> rusqlite::Result<()> {
        for copy in copies {
            let Some(head) = Head::of(self.tx, *copy)? else { continue };
            if self.belong(&head, main)? {
                continue;
            }
            self.list(&head)?;
            if let Some(article) = self.whole(*copy)? {
                self.join(*copy, &article, &Words::of(&article))?;
            }
        }
        Ok(())
    }

    /// Makes a copy an article of its own.
    fn part(&mut self, row: RowId, main: RowId) -> rusqlite::Result<()> {
        if let Some(head) = Head::of(self.tx, row)? {
            self.list(&head)?;
        }
        self.refresh(main)
    }

    /// Makes one of an article's copies, or another listed article, the one that the others are copies of. The article
    /// itself is left without copies.
    fn hand_over(&mut self, main: &Head, heir: RowId) -> rusqlite::Result<()> {
        if let Some(heir) = Head::of(self.tx, heir)?.filter(|heir| heir.copy_of.is_some()) {
            self.list(&heir)?;
        }
        self.tx
            .prepare_cached("UPDATE article SET copy_of = ?2 WHERE copy_of = ?1")?
            .execute([main.row, heir])?;
        Ok(())
    }

    /// The copies of an article.
    fn copies(&self, main: RowId) -> rusqlite::Result<Vec<RowId>> {
        self.tx
            .prepare_cached("SELECT row FROM article WHERE copy_of = ?1 ORDER BY row")?
            .query_map([main], |row| row.get(0))?
            .collect()
    }

    /// How much is known about an article that would be lost from sight with it: what the reader noted, corrected or
    /// had translated, a pair made by hand, a story that its file declares.
    fn worth(&self, id: &ArticleId) -> rusqlite::Result<(bool, bool, bool)> {
        self.tx
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM state WHERE id = ?1 UNION ALL
                                SELECT 1 FROM kept WHERE key = 'correction:' || ?1 UNION ALL
                                SELECT 1 FROM translation WHERE of = ?1),
                     EXISTS (SELECT 1 FROM pair WHERE ar = ?1 AND by_hand UNION ALL
                             SELECT 1 FROM pair WHERE en = ?1 AND by_hand),
                     EXISTS (SELECT 1 FROM article WHERE id = ?1 AND pair_key IS NOT NULL)",
            )?
            .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// The one that becomes the main one: the first stored of those about which most is known.
    fn worthiest(&self, rows: &[RowId]) -> rusqlite::Result<Option<RowId>> {
        let mut best = None;
        for row in rows {
            let Some(head) = Head::of(self.tx, *row)? else { continue };
            let worth = self.worth(&head.id)?;
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, *row));
            }
        }
        Ok(best.map(|(_, row)| row))
    }

    fn whole(&self, row: RowId) -> rusqlite::Result<Option<Article>> {
        whole(self.tx, self.dictionaries, row)
    }

    /// Whether an article is a version of another one.
    fn belong(&self, copy: &Head, main: RowId) -> rusqlite::Result<bool> {
        let Some(main) = Head::of(self.tx, main)? else { return Ok(false) };
        if !copy.may_be(&main) {
            return Ok(false);
        }
        if copy.address() == main.address() {
            return Ok(true);
        }
        let (Some(one), Some(two)) = (self.whole(copy.row)?, self.whole(main.row)?) else { return Ok(false) };
        let words = Words::of(&one);
        Ok(copy.is_near(&main) && words.is_like(&one.title, &Words::of(&two), &two.title))
    }

    /// The listed article whose entry has another version with the same address.
    fn of_address(&self, head: &Head) -> rusqlite::Result<Option<RowId>> {
        let mut others = self.tx.prepare_cached(
            "SELECT row FROM article WHERE id = ?1 AND row <> ?2 UNION ALL
             SELECT row FROM article WHERE base = ?1 AND row <> ?2",
        )?;
        let others: Vec<RowId> = others
            .query_map(params![head.address(), head.row], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for other in others {
            let Some(other) = Head::of(self.tx, other)?.filter(|other| head.may_be(other)) else { continue };
            let main = other.copy_of.unwrap_or(other.row);
            if main != head.row && Some(main) != self.leaving {
                return Ok(Some(main));
            }
        }
        Ok(None)
    }

    /// The listed article that has the same text, or nearly.
    fn alike(&self, head: &Head, article: &Article, words: &Words) -> rusqlite::Result<Option<RowId>> {
        // How many sums lead to an article, and whether one of them is rare.
        let mut led: BTreeMap<RowId, (usize, bool)> = BTreeMap::new();
        let mut last = self.tx.prepare_cached(
            "SELECT row FROM sketch WHERE hash = ?1 AND row <> ?2 ORDER BY row DESC LIMIT ?3",
        )?;
        for sum in words.sketch() {
            let found: Vec<RowId> = last
                .query_map(params![sum, head.row, LOOKED_AT as i64], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let rare = found.len() < LOOKED_AT;
            let mut mains = BTreeSet::new();
            for other in found {
                let Some(other) = Head::of(self.tx, other)? else { continue };
                if head.may_be(&other) {
                    mains.insert(other.copy_of.unwrap_or(other.row));
                }
            }
            for main in mains.into_iter().filter(|main| *main != head.row && Some(*main) != self.leaving) {
                let led = led.entry(main).or_default();
                *led = (led.0 + 1, led.1 | rare);
            }
        }
        let mut likely: Vec<(usize, RowId)> = led
            .into_iter()
            .filter(|(_, (sums, rare))| *rare || *sums > 1)
            .map(|(row, (sums, _))| (sums, row))
            .collect();
        likely.sort_unstable_by_key(|(sums, row)| (std::cmp::Reverse(*sums), *row));
        for (_, row) in likely.into_iter().take(COMPARED) {
            let Some(main) = Head::of(self.tx, row)?.filter(|main| head.is_near(main)) else { continue };
            let Some(other) = self.whole(main.row)? else { continue };
            if words.is_like(&article.title, &Words::of(&other), &other.title) {
                return Ok(Some(main.row));
            }
        }
        Ok(None)
    }

    /// Takes a listed article without copies out of the list, as a copy of another one.
    fn unlist(&mut self, copy: &Head, main: RowId) -> rusqlite::Result<()> {
        let facts = stored_facts(self.tx, copy.row.into())?;
        self.changes.article(&facts, state::read(self.tx, &copy.id)?.as_ref(), -1);
        self.linked.repair |= store::forget_pairs(self.tx, &copy.id)?;
        let told = pairs::Told::before(self.tx, [&copy.id])?;
        self.tx
            .prepare_cached(
                "UPDATE article SET copy_of = ?2, sources = NULL, looked = 1, seq = ?3 WHERE row = ?1",
            )?
            .execute(params![copy.row, main, next(self.tx, "change")?])?;
        self.settle(copy, told)
    }

    /// Puts a copy into the list.
    fn list(&mut self, copy: &Head) -> rusqlite::Result<()> {
        let told = pairs::Told::before(self.tx, [&copy.id])?;
        self.tx
            .prepare_cached(
                "UPDATE article SET copy_of = NULL, sources = NULL, looked = 0, seq = ?2 WHERE row = ?1",
            )?
            .execute(params![copy.row, next(self.tx, "change")?])?;
        let facts = stored_facts(self.tx, copy.row.into())?;
        self.changes.article(&facts, state::read(self.tx, &copy.id)?.as_ref(), 1);
        self.settle(copy, told)
    }

    /// Brings the counts of pairs up after an article came into the list or went.
    fn settle(&mut self, copy: &Head, told: pairs::Told) -> rusqlite::Result<()> {
        if told.any() {
            told.after(self.tx)?;
            self.linked.repair = true;
        }
        self.linked.touched.insert(copy.row);
        Ok(())
    }

    /// Notes the sources of a listed article's versions.
    fn refresh(&mut self, main: RowId) -> rusqlite::Result<()> {
        let before = stored_facts(self.tx, main.into())?;
        let sources = sources(self.tx, main)?;
        self.tx
            .prepare_cached("UPDATE article SET sources = ?2, seq = ?3 WHERE row = ?1")?
            .execute(params![main, sources, next(self.tx, "change")?])?;
        let after = stored_facts(self.tx, main.into())?;
        if before != after {
            self.changes.article(&before, None, -1);
            self.changes.article(&after, None, 1);
        }
        self.linked.touched.insert(main);
        Ok(())
    }
}

/// The sources of an article and of its copies, its own first, as they are stored with it; `None` where it has no copies.
fn sources(conn: &rusqlite::Connection, main: RowId) -> rusqlite::Result<Option<String>> {
    let mut all = conn.prepare_cached(
        "SELECT source FROM article WHERE row = ?1 OR copy_of = ?1 ORDER BY row <> ?1, row",
    )?;
    let all: Vec<Option<String>> = all.query_map([main], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut distinct: Vec<String> = Vec::new();
    for source in all.iter().flatten() {
        if !distinct.contains(source) {
            distinct.push(source.clone());
        }
    }
    Ok((all.len() > 1).then(|| record::join(&distinct)))
}

/// Whether an article is listed and counted: whether it is no copy.
pub(super) fn is_listed(tx: &Transaction<'_>, row: i64) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM article WHERE row = ?1 AND copy_of IS NULL")?.exists([row])
}

/// An article as it was imported; `None` for one that is damaged, of which a check tells.
fn whole(tx: &Transaction<'_>, dictionaries: &Dictionaries, row: RowId) -> rusqlite::Result<Option<Article>> {
    match store::whole(tx, dictionaries, row.into()) {
        Ok(article) => Ok(Some(article)),
        Err(rusqlite::Error::QueryReturnedNoRows | rusqlite::Error::FromSqlConversionFailure(..)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Notes by which sums an article is found.
pub(super) fn note(tx: &Transaction<'_>, row: i64, words: &Words) -> rusqlite::Result<()> {
    let mut note = tx.prepare_cached("INSERT OR IGNORE INTO sketch VALUES (?1, ?2)")?;
    words.sketch().into_iter().try_for_each(|sum| note.execute(params![sum, row]).map(|_| ()))
}
