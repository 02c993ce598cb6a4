//! The feeds that a person subscribed to, with what is known of each from the last time that it was asked for. They lie
//! in the archive under one key, beside what else the reader made: a copy of the archive has them, and a salvage saves
//! them.
//!
//! Nothing is fetched here.

use serde::{Deserialize, Serialize};

use super::kept::List;
use super::{Archive, ArchiveError};

/// Where they are kept.
const LIST: List = List { key: "feeds", aside: "feeds.unreadable", what: "feeds" };

/// A feed, and how it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Feed {
    /// Its address, which no other has.
    pub url: String,
    /// Its name; empty until one was given or the feed has told it.
    pub title: String,
    /// Whether the pages of its items are read where it has only their beginning.
    pub full: bool,
    /// The `ETag` of what was stored last.
    pub etag: Option<String>,
    /// The `Last-Modified` of what was stored last, as the server wrote it.
    pub modified: Option<String>,
    /// When it was last read, or found unchanged (RFC 3339).
    pub fetched: Option<String>,
    /// Why it could not be read the last time.
    pub error: Option<String>,
    /// Until when its server asks to be left alone (RFC 3339).
    pub until: Option<String>,
    /// Whether it was taken away for good.
    pub gone: bool,
    /// Articles that it brought so far.
    pub count: usize,
}

impl Feed {
    /// A feed that was not asked for yet.
    pub fn new(url: impl Into<String>, title: impl Into<String>) -> Self {
        Self { url: url.into(), title: title.into(), ..Self::default() }
    }

    /// What people call it: its name, or its address while it has none.
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.url } else { &self.title }
    }

    /// Whether it may be asked for at a time (RFC 3339, as [`Feed::until`]): its server did not ask for more patience,
    /// and it was not taken away.
    pub fn is_due(&self, now: &str) -> bool {
        !self.gone && self.until.as_deref().is_none_or(|until| until <= now)
    }
}

/// What is done to the list. An address that is not there changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Subscribes to feeds. One that is there keeps what is known of it, and takes a new name and whether its pages are
    /// read.
    Add(Vec<Feed>),
    /// Forgets the feeds at these addresses.
    Remove(Vec<String>),
    /// How feeds stand, by the address that each had.
    Know(Vec<(String, Feed)>),
}

/// The feeds in the order in which they were subscribed to.
///
/// # Errors
/// `Unreadable` where the list is none of this version.
pub fn list(archive: &dyn Archive) -> Result<Vec<Feed>, ArchiveError> {
    LIST.read(archive)
}

/// Changes the list in one step, and gives it as it is then. One that cannot be read is kept aside, and a new one begun.
///
/// # Errors
/// Those of the archive.
pub fn edit(archive: &dyn Archive, edit: &Edit) -> Result<Vec<Feed>, ArchiveError> {
    LIST.edit(archive, &mut |list| edited(list, edit))
}

fn edited(mut list: Vec<Feed>, edit: &Edit) -> Vec<Feed> {
    let mut places: std::collections::HashMap<String, usize> =
        list.iter().enumerate().map(|(at, feed)| (feed.url.clone(), at)).collect();
    match edit {
        Edit::Add(feeds) => {
            for feed in feeds {
                let at = *places.entry(feed.url.clone()).or_insert(list.len());
                match list.get_mut(at) {
                    None => list.push(feed.clone()),
                    Some(known) => {
                        if !feed.title.is_empty() {
                            known.title.clone_from(&feed.title);
                        }
                        known.full |= feed.full;
                        // Who subscribes to it again wants it to be tried again.
                        known.gone = false;
                    }
                }
            }
        }
        Edit::Remove(urls) => list.retain(|feed| !urls.contains(&feed.url)),
        Edit::Know(known) => {
            for (url, feed) in known {
                let taken = feed.url != *url && places.contains_key(&feed.url);
                let Some(old) = places.get(url).and_then(|at| list.get_mut(*at)) else { continue };
                // What a person changed meanwhile stays.
                let title = if old.title.is_empty() { feed.title.clone() } else { old.title.clone() };
                // It moved to where another is: both stay, and the one that is asked in vain can be removed.
                let url = if taken { old.url.clone() } else { feed.url.clone() };
                *old = Feed { title, full: old.full, url, ..feed.clone() };
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Embedded, Mode};

    fn urls(list: &[Feed]) -> Vec<&str> {
        list.iter().map(|feed| feed.url.as_str()).collect()
    }

    #[test]
    fn what_is_known_of_a_feed_stays_when_it_is_subscribed_to_again() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Embedded::open(folder.path(), Mode::Create).unwrap();
        edit(&archive, &Edit::Add(vec![Feed::new("http://a/", ""), Feed::new("http://b/", "B")])).unwrap();
        let known = Feed { etag: Some("1".into()), count: 7, ..Feed::new("http://a/", "Told by the feed") };
        edit(&archive, &Edit::Know(vec![("http://a/".into(), known)])).unwrap();
        edit(&archive, &Edit::Add(vec![Feed::new("http://a/", "My name")])).unwrap();
        let all = list(&archive).unwrap();
        assert_eq!(urls(&all), ["http://a/", "http://b/"]);
        assert_eq!((all[0].name(), all[0].etag.as_deref(), all[0].count), ("My name", Some("1"), 7));
        let left = edit(&archive, &Edit::Remove(vec!["http://a/".into()])).unwrap();
        assert_eq!(urls(&left), ["http://b/"]);
    }

    #[test]
    fn a_feed_that_moved_or_was_forgotten_meanwhile_does_not_come_back() {
        let list = edited(Vec::new(), &Edit::Add(vec![Feed::new("a", "mine"), Feed::new("b", "")]));
        let moved = edited(list.clone(), &Edit::Know(vec![("a".into(), Feed::new("c", "its own"))]));
        assert_eq!((urls(&moved), moved[0].name()), (vec!["c", "b"], "mine"));
        let taken = edited(list.clone(), &Edit::Know(vec![("a".into(), Feed::new("b", ""))]));
        assert_eq!(urls(&taken), ["a", "b"], "another is there");
        assert_eq!(edited(list.clone(), &Edit::Know(vec![("x".into(), Feed::new("x", ""))])), list);
    }

    #[test]
    fn a_feed_is_due_unless_its_server_asks_for_patience() {
        let now = "2026-03-01T12:00:00Z";
        let until = |until: &str| Feed { until: Some(until.into()), ..Feed::default() };
        assert!(Feed::default().is_due(now) && until("2026-03-01T11:59:59Z").is_due(now));
        assert!(!until("2026-03-01T12:00:01Z").is_due(now));
        assert!(!Feed { gone: true, ..Feed::default() }.is_due(now));
    }
}
