//! Files that were seen to change, until they have settled: a file is read once its length and its time have stayed the
//! same for a while, so that none is read while it is written.
//!
//! Time and the look at a file come in from outside.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long a file must have stayed the same. Those who write without a pause of a second have written all.
pub(super) const QUIET: Duration = Duration::from_secs(1);

/// By what it is known that a file has changed: its length and when it was written.
pub(super) type Stamp = (u64, SystemTime);

/// The files that are waited for.
#[derive(Debug, Default)]
pub(super) struct Settling {
    files: HashMap<PathBuf, Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    stamp: Option<Stamp>,
    since: Duration,
}

impl Settling {
    /// A file was changed, or may have been.
    pub(super) fn note(&mut self, path: PathBuf, now: Duration) {
        self.files.insert(path, Seen { stamp: None, since: now });
    }

    /// Whether none is waited for.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files that have settled, sorted by name; they are waited for no more, and neither are those that are gone.
    /// An empty file is about to be written.
    pub(super) fn settled(&mut self, now: Duration, look: impl Fn(&Path) -> Option<Stamp>) -> Vec<PathBuf> {
        let mut settled = Vec::new();
        self.files.retain(|path, seen| {
            let stamp = look(path);
            if stamp != seen.stamp {
                *seen = Seen { stamp, since: now };
            }
            let quiet = now.saturating_sub(seen.since) >= QUIET;
            let written = stamp.is_some_and(|(length, _)| length > 0);
            if quiet && written {
                settled.push(path.clone());
            }
            // An empty one that is written later is noted again.
            !quiet
        });
        settled.sort_unstable();
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: SystemTime = SystemTime::UNIX_EPOCH;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    fn names(found: &[PathBuf]) -> Vec<&str> {
        found.iter().map(|path| path.to_str().unwrap()).collect()
    }

    #[test]
    fn a_file_is_read_once_it_has_stayed_the_same() {
        let mut files = Settling::default();
        files.note("b".into(), seconds(0));
        files.note("a".into(), seconds(0));
        for (now, length) in [(0, 10), (1, 20), (2, 30)] {
            assert!(files.settled(seconds(now), |_| Some((length, NEW))).is_empty(), "it grows: {now}");
        }
        assert_eq!(names(&files.settled(seconds(3), |_| Some((30, NEW)))), ["a", "b"]);
        assert!(files.is_empty(), "and once only");
    }

    #[test]
    fn a_change_without_growth_begins_the_wait_anew_and_what_is_gone_is_forgotten() {
        let mut files = Settling::default();
        for path in ["changed", "gone", "empty"] {
            files.note(path.into(), seconds(0));
        }
        let look = |path: &Path| match path.to_str() {
            Some("changed") => Some((5, NEW)),
            Some("empty") => Some((0, NEW)),
            _ => None,
        };
        assert!(files.settled(seconds(0), look).is_empty());
        files.note("changed".into(), seconds(1));
        assert!(files.settled(seconds(1), look).is_empty());
        assert_eq!(names(&files.settled(seconds(2), look)), ["changed"]);
        assert!(files.is_empty());
    }
}
