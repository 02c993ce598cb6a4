//! Lists that lie in the archive under one key, as JSON, and are changed in one step, so that two programs do not lose
//! each other's. A list that cannot be read is never written over.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Archive, ArchiveError};

/// Where a list is kept.
pub(super) struct List {
    /// The key.
    pub(super) key: &'static str,
    /// The key under which a list stays that could not be read.
    pub(super) aside: &'static str,
    /// What is in it, for people.
    pub(super) what: &'static str,
}

impl List {
    /// What is in it.
    ///
    /// # Errors
    /// `Unreadable` where the list is none of this version.
    pub(super) fn read<T: DeserializeOwned>(&self, archive: &dyn Archive) -> Result<Vec<T>, ArchiveError> {
        let Some(text) = archive.kept(self.key)? else { return Ok(Vec::new()) };
        serde_json::from_str(&text).map_err(|error| ArchiveError::Unreadable {
            what: self.what,
            aside: self.aside.into(),
            why: error.to_string(),
        })
    }

    /// Changes it in one step, and gives it as it is then. One that cannot be read is kept aside, and a new one begun.
    pub(super) fn edit<T: Clone + PartialEq + Serialize + DeserializeOwned>(
        &self,
        archive: &dyn Archive,
        change: &mut dyn FnMut(Vec<T>) -> Vec<T>,
    ) -> Result<Vec<T>, ArchiveError> {
        let read = |text: &str| serde_json::from_str::<Vec<T>>(text);
        loop {
            let aside = archive.kept(self.key)?.filter(|text| read(text).is_err());
            if let Some(text) = &aside {
                self.keep_aside(archive, text)?;
            }
            let mut after = None;
            archive.edit_kept(self.key, &mut |text| {
                let before = match text.map(read) {
                    None => Vec::new(),
                    Some(Ok(before)) => before,
                    Some(Err(_)) if text == aside.as_deref() => Vec::new(),
                    // Another program wrote this one meanwhile.
                    Some(Err(_)) => return None,
                };
                let edited = change(before.clone());
                let changed = edited != before;
                after = Some(edited);
                changed.then(|| serde_json::to_string(&after).expect("a list of texts and numbers is JSON"))
            })?;
            if let Some(after) = after {
                return Ok(after);
            }
        }
    }

    /// Keeps a list that cannot be read under a key of its own, beside earlier ones.
    fn keep_aside(&self, archive: &dyn Archive, text: &str) -> Result<(), ArchiveError> {
        for n in 1.. {
            let key = if n == 1 { self.aside.to_owned() } else { format!("{}-{n}", self.aside) };
            match archive.kept(&key)? {
                Some(other) if other != text => {}
                Some(_) => return Ok(()),
                None => return archive.keep(&key, text),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::saved::{Edit, Saved, edit, list};
    use crate::archive::{Embedded, Mode};

    const KEY: &str = "searches";
    const ASIDE: &str = "searches.unreadable";

    fn saved(name: &str, query: &str) -> Saved {
        Saved { name: name.into(), query: query.into(), ..Saved::default() }
    }

    #[test]
    fn a_list_of_a_later_version_is_read_as_far_as_it_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Embedded::open(folder.path(), Mode::Create).unwrap();
        archive.keep(KEY, "[{\"name\":\"a\",\"later\":1}]").unwrap();
        assert_eq!(list(&archive).unwrap(), [saved("a", "")]);
    }

    #[test]
    fn a_list_that_cannot_be_read_is_told_and_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Embedded::open(folder.path(), Mode::Create).unwrap();
        for (n, unreadable) in ["[{\"name\":", "{\"version\":2}"].into_iter().enumerate() {
            archive.keep(KEY, unreadable).unwrap();
            let told = list(&archive).unwrap_err().to_string();
            assert!(told.contains(ASIDE), "{told}");
            let after = edit(&archive, &Edit::Keep(saved("sea", "harbour"))).unwrap();
            assert_eq!(
                (after.as_slice(), list(&archive).unwrap()),
                (&[saved("sea", "harbour")][..], after.clone())
            );
            let key = if n == 0 { ASIDE.to_owned() } else { format!("{ASIDE}-2") };
            assert_eq!(archive.kept(&key).unwrap().as_deref(), Some(unreadable));
        }
        assert_eq!(archive.kept(ASIDE).unwrap().as_deref(), Some("[{\"name\":"), "the first one stays");
    }
}
