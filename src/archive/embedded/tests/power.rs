//! The power goes at every moment of an index's commits: what was not flushed is lost, or is there in part, in any
//! order. The archive opens, and the index agrees with the database again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::*;
use crate::archive::embedded::disk::Disk;

/// What was done to the folder, in this order.
#[derive(Clone, Debug)]
enum Done {
    /// A file was made; nothing of it is durable.
    Made(String),
    /// All of it was written and flushed; its name may still be lost.
    Finished(String, Vec<u8>),
    /// A flushed file took a name.
    Replaced(String, Vec<u8>),
    Deleted(String),
    /// All names are durable.
    Flushed,
}

type Log = Arc<Mutex<Vec<Done>>>;

/// A folder that writes down what is done to it.
#[derive(Clone, Debug)]
struct Watched {
    inner: Box<dyn Directory>,
    log: Log,
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

impl Watched {
    fn tell(&self, done: Done) {
        hold(&self.log).push(done);
    }
}

/// A file that is being written.
struct Writing {
    inner: Box<dyn TerminatingWrite + Send + Sync>,
    name: String,
    content: Vec<u8>,
    log: Log,
}

impl Write for Writing {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(data)?;
        self.content.extend_from_slice(&data[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Writing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.terminate_ref(token)?;
        hold(&self.log).push(Done::Finished(self.name.clone(), std::mem::take(&mut self.content)));
        Ok(())
    }
}

impl Directory for Watched {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.tell(Done::Deleted(name(path)));
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = self.inner.open_write(path)?.into_inner().map_err(|e| {
            OpenWriteError::wrap_io_error(io::Error::other(e.to_string()), path.to_path_buf())
        })?;
        self.tell(Done::Made(name(path)));
        let log = Arc::clone(&self.log);
        Ok(io::BufWriter::new(Box::new(Writing { inner, name: name(path), content: Vec::new(), log })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.inner.atomic_write(path, data)?;
        self.tell(Done::Replaced(name(path), data.to_vec()));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()?;
        self.tell(Done::Flushed);
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// What is on the disk when the power goes after the first `moment` operations. `keeps` says of each name that was not
/// flushed whether it made it, and so of each half of a file.
fn left(log: &[Done], moment: usize, keeps: &mut dyn FnMut() -> bool) -> BTreeMap<String, Vec<u8>> {
    let whole = |wanted: &str| {
        log.iter().find_map(|done| match done {
            Done::Finished(name, content) if name == wanted => Some(content.clone()),
            _ => None,
        })
    };
    let flushed = log[..moment].iter().rposition(|done| matches!(done, Done::Flushed)).unwrap_or(0);
    let mut files = BTreeMap::new();
    for (at, done) in log[..moment].iter().enumerate() {
        let made_it = at < flushed || keeps();
        match done {
            // The name may be durable long before what is in the file.
            Done::Made(name) if made_it => {
                let mut content = whole(name).unwrap_or_default();
                content.truncate(if keeps() { content.len() / 2 } else { 0 });
                files.insert(name.clone(), content);
            }
            Done::Finished(name, content) => {
                files.entry(name.clone()).and_modify(|now| now.clone_from(content));
            }
            Done::Replaced(name, content) if made_it => {
                files.insert(name.clone(), content.clone());
            }
            Done::Deleted(name) if made_it => {
                files.remove(name);
            }
            _ => {}
        }
    }
    files
}

#[test]
fn a_power_cut_at_any_moment_leaves_an_index_that_agrees_again() {
    let folder = TempDir::new().unwrap();
    let log = Log::default();
    {
        let log = Arc::clone(&log);
        let opener = move |folder: &Path| {
            let watched: Box<dyn Directory> =
                Box::new(Watched { inner: Disk::open(folder)?, log: Arc::clone(&log) });
            Ok(watched)
        };
        let archive = Embedded::open_with(folder.path(), Mode::Create, Arc::new(opener)).unwrap();
        let batch = filled(&archive);
        for n in 0..9 {
            let more =
                article(&format!("more{n}"), Lang::En, &format!("More {n}"), &["More of the harbour."]);
            archive.put(batch, &[more]).unwrap();
        }
        archive.remove(&["storm-en".into(), "more3".into()]).unwrap();
        archive.end_batch(batch).unwrap();
    }
    let expected = {
        let archive = Embedded::open(folder.path(), Mode::ReadWrite).unwrap();
        (ids(&archive, ""), ids(&archive, "harbour"))
    };
    assert_eq!((expected.0.len(), expected.1.len()), (12, 10));
    let log = hold(&log).clone();
    let lists = log.iter().filter(|d| matches!(d, Done::Replaced(name, _) if name == "meta.json")).count();
    assert!(lists > 10, "every commit wrote its list of segments: {lists}");

    // The moments around every list of segments, and some of the others.
    let important = |at: &usize| {
        let near = log[at.saturating_sub(2)..(at + 2).min(log.len())].iter();
        at.is_multiple_of(23)
            || near.into_iter().any(|d| matches!(d, Done::Replaced(name, _) if name == "meta.json"))
    };
    let mut state = 88_172_645_463_325_252_u64;
    let mut coin = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state & 64 == 0
    };
    let mut rebuilt = 0;
    for moment in (0..=log.len()).filter(important) {
        let cut = TempDir::new().unwrap();
        std::fs::copy(folder.path().join("articles.db"), cut.path().join("articles.db")).unwrap();
        let index = cut.path().join("index");
        std::fs::create_dir(&index).unwrap();
        for (name, content) in left(&log, moment, &mut coin) {
            std::fs::write(index.join(name), content).unwrap();
        }
        let archive = Embedded::open(cut.path(), Mode::ReadWrite).unwrap();
        rebuilt += usize::from(archive.standing().unwrap() == Standing::Unusable);
        archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!((ids(&archive, ""), ids(&archive, "harbour")), expected, "moment {moment}");
        assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "moment {moment}");
    }
    assert!(rebuilt < log.len() / 2, "most cuts leave a commit that is used: {rebuilt}");
}

#[test]
fn every_list_of_segments_names_only_what_is_durable() {
    let folder = TempDir::new().unwrap();
    let log = Log::default();
    let inner = Arc::clone(&log);
    let opener = move |folder: &Path| {
        let watched: Box<dyn Directory> =
            Box::new(Watched { inner: Disk::open(folder)?, log: Arc::clone(&inner) });
        Ok(watched)
    };
    let archive = Embedded::open_with(folder.path(), Mode::Create, Arc::new(opener)).unwrap();
    filled(&archive);
    let log = hold(&log).clone();
    let list = log.iter().rposition(|d| matches!(d, Done::Replaced(name, _) if name == "meta.json")).unwrap();
    let Done::Replaced(_, text) = &log[list] else { unreachable!("it was found as one") };
    let text = String::from_utf8(text.clone()).unwrap();
    let flushed = log[..list].iter().rposition(|d| matches!(d, Done::Flushed)).unwrap();
    let mut named = 0;
    for (at, done) in log.iter().enumerate() {
        // A segment's files begin with its id, which the list writes with dashes.
        if let Done::Finished(file, _) = done
            && text.replace('-', "").contains(file.split('.').next().unwrap())
        {
            assert!(at < flushed, "{file} is flushed, and its name too, before the list names it");
            named += 1;
        }
    }
    assert!(named > 5, "{named}");
    assert!(log[list..].iter().any(|d| matches!(d, Done::Flushed)), "and the list's own name after it");
}
