//! Searches that the reader keeps under names, with what is new in them since they were last looked at. They lie in
//! the archive under one key, and are changed in one step, so that two programs do not lose each other's.
//!
//! What is new is told by the numbers of rows, which grow with every article that comes in or is changed and are never
//! given twice. Nothing here draws.

use serde::{Deserialize, Serialize};

use super::kept::List;
use super::{Archive, ArchiveError, Cancel, Query, Request, RowId};

/// Where they are kept.
const LIST: List = List { key: "searches", aside: "searches.unreadable", what: "kept searches" };

/// A search under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// Its name, which no other has.
    pub name: String,
    /// The query as text.
    pub query: String,
    /// Whether any of the words is enough.
    pub any: bool,
    /// The greatest row that had come in when it was last looked at.
    pub seen: RowId,
}

/// How many articles a saved search finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub total: usize,
    /// Those that came in, or were changed, since it was last looked at.
    pub new: usize,
    /// The greatest row that the archive has given so far, as far as these know.
    pub newest: RowId,
}

/// What is done to the list of saved searches. A name that is not there changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Keeps a search, in place of one of the same name.
    Keep(Saved),
    /// Gives a search another name, in place of one that has it.
    Rename {
        /// Its name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// Forgets a search.
    Remove(String),
    /// A search was looked at when this row was the greatest.
    Visit {
        /// Its name.
        name: String,
        /// The row.
        seen: RowId,
    },
}

/// The saved searches in the order in which they were first kept.
///
/// # Errors
///
/// `Unreadable` where the list is none of this version.
pub fn list(archive: &dyn Archive) -> Result<Vec<Saved>, ArchiveError> {
    LIST.read(archive)
}

/// Changes the list in one step, and gives it as it is then. One that cannot be read is kept aside, and a new one begun.
pub fn edit(archive: &dyn Archive, edit: &Edit) -> Result<Vec<Saved>, ArchiveError> {
    LIST.edit(archive, &mut |list| edited(list, edit))
}

fn edited(mut list: Vec<Saved>, edit: &Edit) -> Vec<Saved> {
    let place = |list: &[Saved], name: &str| list.iter().position(|saved| saved.name == name);
    match edit {
        Edit::Keep(saved) => match place(&list, &saved.name).and_then(|at| list.get_mut(at)) {
            Some(old) => *old = saved.clone(),
            None => list.push(saved.clone()),
        },
        Edit::Rename { from, to } if from != to && place(&list, from).is_some() => {
            list.retain(|saved| saved.name != *to);
            list.iter_mut().filter(|s| s.name == *from).for_each(|s| s.name.clone_from(to));
        }
        Edit::Rename { .. } => {}
        Edit::Remove(name) => list.retain(|saved| saved.name != *name),
        Edit::Visit { name, seen } => {
            // What one has seen in another window is not new again.
            list.iter_mut().filter(|s| s.name == *name).for_each(|s| s.seen = s.seen.max(*seen));
        }
    }
    list
}

impl Saved {
    /// The search itself. A query that this version cannot read any more is told as what finds it unreadable.
    pub fn request(&self) -> Result<Request, super::query::QueryError> {
        Ok(Request { query: Query::parse(&self.query)?, any: self.any, typing: false })
    }

    /// How many articles it finds, and how many of them are new. A query that cannot be read finds none.
    pub fn count(&self, archive: &dyn Archive, cancel: &Cancel) -> Result<Tally, ArchiveError> {
        let Ok(request) = self.request() else { return Ok(Tally::default()) };
        let answer = archive.search(&request, cancel)?;
        Ok(self.tally(&answer.rows))
    }

    /// The same of the rows that it finds.
    pub fn tally(&self, rows: &[RowId]) -> Tally {
        Tally {
            total: rows.len(),
            new: rows.iter().filter(|row| **row > self.seen).count(),
            newest: rows.iter().copied().max().unwrap_or(0).max(self.seen),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(name: &str, query: &str) -> Saved {
        Saved { name: name.into(), query: query.into(), ..Saved::default() }
    }

    fn names(list: &[Saved]) -> Vec<&str> {
        list.iter().map(|s| s.name.as_str()).collect()
    }

    #[test]
    fn a_search_is_kept_renamed_looked_at_and_forgotten() {
        let list = edited(Vec::new(), &Edit::Keep(saved("sea", "harbour")));
        let list = edited(list, &Edit::Keep(saved("land", "quay")));
        let list = edited(list, &Edit::Keep(saved("sea", "ships")));
        assert_eq!((names(&list), list[0].query.as_str()), (vec!["sea", "land"], "ships"));
        let list = edited(list, &Edit::Visit { name: "sea".into(), seen: 7 });
        let list = edited(list, &Edit::Visit { name: "sea".into(), seen: 3 });
        assert_eq!(list[0].seen, 7);
        let list = edited(list, &Edit::Rename { from: "land".into(), to: "sea".into() });
        assert_eq!((names(&list), list[0].query.as_str()), (vec!["sea"], "quay"));
        let list = edited(list, &Edit::Rename { from: "nothing".into(), to: "sea".into() });
        assert_eq!(names(&list), ["sea"]);
        assert!(edited(list, &Edit::Remove("sea".into())).is_empty());
    }

    #[test]
    fn what_came_in_since_is_new() {
        let search = Saved { seen: 4, ..saved("sea", "") };
        assert_eq!(search.tally(&[9, 2, 5, 4]), Tally { total: 4, new: 2, newest: 9 });
        assert_eq!(search.tally(&[]), Tally { total: 0, new: 0, newest: 4 });
    }
}
