//! Many files read at once by several threads, given in the order in which they were named, with bounded memory.
//!
//! A file of records is read piece by piece, so that it may be larger than the memory. Nothing is stored here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};

use super::batches::{self, Batch};
use super::files::is_stream;
use super::form::{Format, HEAD};
use super::unpack::unpack;
use super::{
    Declared, Failure, IngestError, Origin, Reading, SIZE_LIMIT, STDIN, foreign, read_path, read_whole, walk,
};
use crate::article::Article;
use crate::tag::Tagger;

/// Threads that parse and tag. The archive has threads of its own that index meanwhile.
const THREADS: usize = 2;

/// Pieces between the reader and the end of the line. With the size of a piece it bounds what an import holds of its input:
/// 8 MB of records and the articles made of them.
const IN_FLIGHT: usize = 32;

/// What came of a file, or of some lines of one.
#[derive(Debug, Default)]
pub struct Piece {
    /// Its articles.
    pub articles: Vec<Article>,
    /// What could not be read.
    pub failed: Vec<Failure>,
    /// How many bytes of input this was.
    pub bytes: u64,
}

enum Job {
    File(PathBuf),
    /// A whole file that is not there any more: the standard input, a pipe.
    Bytes {
        name: String,
        format: Format,
        bytes: Vec<u8>,
    },
    Records {
        origin: String,
        batch: Batch,
    },
    Failed(Failure),
}

/// Reads files and folders, hands each piece to `each` in order, and stops early when `stop` is set or `each` fails.
///
/// # Errors
/// Those of `each`; what cannot be read is in the pieces.
pub fn read_all<E>(
    paths: &[PathBuf],
    how: &Reading,
    stop: &AtomicBool,
    mut each: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let (give, jobs) = channel();
    let (allow, allowed) = sync_channel(IN_FLIGHT);
    let (done, pieces) = channel();
    let jobs = Mutex::new(jobs);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let finder = Finder { give, allow, stop, how, next: 0 };
        scope.spawn(move || finder.find(paths));
        for _ in 0..THREADS {
            let (jobs, over, done) = (&jobs, &over, done.clone());
            // Named, so that a look at the process tells what its time goes into.
            let named = std::thread::Builder::new().name("read".to_owned());
            named
                .spawn_scoped(scope, move || work(jobs, how, over, &done))
                .expect("the system gives a program its threads");
        }
        drop(done);
        // With the permits gone, the finder ends too, whatever it waits for; the workers leave what is left.
        let result = in_order(&pieces, allowed, stop, &mut each);
        over.store(true, Ordering::Relaxed);
        result
    })
}

fn in_order<E>(
    pieces: &Receiver<(usize, Piece)>,
    allowed: Receiver<()>,
    stop: &AtomicBool,
    each: &mut impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, piece) in pieces {
        early.insert(number, piece);
        while let Some(piece) = early.remove(&next) {
            next += 1;
            let _ = allowed.recv();
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            each(piece)?;
        }
    }
    drop(allowed);
    Ok(())
}

fn work(
    jobs: &Mutex<Receiver<(usize, Job)>>,
    how: &Reading,
    over: &AtomicBool,
    done: &Sender<(usize, Piece)>,
) {
    let mut tagger = Tagger::default();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, job)) = job else { return };
        if over.load(Ordering::Relaxed) || done.send((number, read(job, how, &mut tagger))).is_err() {
            return;
        }
    }
}

fn read(job: Job, how: &Reading, tagger: &mut Tagger) -> Piece {
    let whole = |read: Result<Piece, IngestError>, path: &Path, bytes| match read {
        Ok(piece) => Piece { bytes, ..piece },
        Err(error) => Piece { failed: vec![failure(path, &error)], bytes, ..Piece::default() },
    };
    match job {
        Job::Failed(failure) => Piece { failed: vec![failure], ..Piece::default() },
        Job::File(path) => {
            let bytes = path.metadata().map_or(0, |meta| meta.len());
            whole(read_path(&path, how, tagger), &path, bytes)
        }
        Job::Bytes { name, format, bytes } => {
            let origin = Origin { path: name, format: Some(format) };
            let path = PathBuf::from(&origin.path);
            let declared = Declared::default();
            let read = read_whole(&bytes, &origin, declared, &how.mapping, tagger);
            whole(read, &path, bytes.len() as u64)
        }
        Job::Records { origin, batch } => batches::read(batch, &origin, &how.mapping, tagger),
    }
}

fn failure(path: &Path, error: &IngestError) -> Failure {
    Failure { path: path.display().to_string(), reason: error.to_string() }
}

/// Finds what is to be read.
struct Finder<'a> {
    give: Sender<(usize, Job)>,
    allow: SyncSender<()>,
    stop: &'a AtomicBool,
    how: &'a Reading,
    next: usize,
}

impl Finder<'_> {
    fn find(mut self, paths: &[PathBuf]) {
        for path in walk(paths) {
            let going = match path {
                Ok(path) if is_one_piece(&path, self.how) => self.send(Job::File(path)),
                Ok(path) => {
                    self.open(&path).unwrap_or_else(|error| self.send(Job::Failed(failure(&path, &error))))
                }
                Err(failure) => self.send(Job::Failed(failure)),
            };
            if !going {
                return;
            }
        }
    }

    /// Hands a job on when there is room; `false` when nobody wants more.
    fn send(&mut self, job: Job) -> bool {
        let number = self.next;
        self.next += 1;
        !self.stop.load(Ordering::Relaxed)
            && self.allow.send(()).is_ok()
            && self.give.send((number, job)).is_ok()
    }

    /// Opens a file that may have many articles, and hands it on in pieces or whole. `false` when nobody wants more.
    fn open(&mut self, path: &Path) -> Result<bool, IngestError> {
        let io = |source| IngestError::Io { path: path.display().to_string(), source };
        let (origin, file): (String, Box<dyn Read + Send>) = if path.as_os_str() == STDIN {
            (STDIN.to_owned(), Box::new(io::stdin()))
        } else if is_stream(path) {
            // A pipe is another one next time, whatever it is called.
            (STDIN.to_owned(), Box::new(File::open(path).map_err(io)?))
        } else {
            let absolute = path.canonicalize().map_err(io)?;
            (absolute.display().to_string(), Box::new(File::open(&absolute).map_err(io)?))
        };
        let mut from = unpack(file).map_err(io)?;
        let mut head = Vec::new();
        from.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(io)?;
        if let Some(what) = foreign::told(&head) {
            return Err(IngestError::Foreign { path: origin, what });
        }
        let format = self.how.format.unwrap_or_else(|| Format::of_head(Format::of_path(path), &head));
        let mut from = BufReader::new(Cursor::new(head).chain(from));
        if batches::has_records(format) {
            return self.cut_up(format, &mut from, &origin);
        }
        if origin != STDIN {
            return Ok(self.send(Job::File(path.to_owned())));
        }
        let mut bytes = Vec::new();
        let size = from.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(io)? as u64;
        if size > SIZE_LIMIT {
            return Err(IngestError::TooLarge { path: origin, size });
        }
        Ok(self.send(Job::Bytes { name: origin, format, bytes }))
    }

    fn cut_up(&mut self, format: Format, from: &mut dyn BufRead, origin: &str) -> Result<bool, IngestError> {
        let how = self.how;
        batches::cut_up(format, from, &how.mapping, origin, &mut |batch| {
            self.send(Job::Records { origin: origin.to_owned(), batch })
        })
    }
}

/// Whether a file is read by one thread as a whole, without looking into it first: its name promises an article, and
/// it is no larger than one.
fn is_one_piece(path: &Path, how: &Reading) -> bool {
    let format = how.format.or_else(|| Format::of_path(path));
    let small = || path.metadata().is_ok_and(|meta| meta.len() <= SIZE_LIMIT);
    format.is_some_and(|format| !batches::has_records(format)) && !is_stream(path) && small()
}

/// How many bytes there are to read, for telling how far a reading is.
pub fn total_bytes(paths: &[PathBuf]) -> u64 {
    walk(paths).filter_map(|path| path.ok()?.metadata().ok()).map(|meta| meta.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(numbers: std::ops::Range<usize>) -> String {
        let filler = "a tide comes in and a tide goes out ".repeat(20);
        let line = |n| format!("{{\"title\":\"No {n}\",\"text\":\"{filler}\"}}");
        numbers.map(line).collect::<Vec<_>>().join("\n") + "\n"
    }

    #[test]
    fn pieces_come_in_the_order_of_the_files_whichever_thread_was_first() {
        let folder = tempfile::tempdir().unwrap();
        // Several pieces, then files that are read at once.
        std::fs::write(folder.path().join("a.jsonl"), records(0..500)).unwrap();
        for n in 500..540 {
            std::fs::write(folder.path().join(format!("b{n}.md")), format!("---\ntitle: No {n}\n---\nx\n"))
                .unwrap();
        }
        let missing = folder.path().join("none.jsonl");
        let (mut titles, mut failed, mut bytes) = (Vec::new(), Vec::new(), 0);
        let paths = [folder.path().to_owned(), missing.clone()];
        let read =
            read_all(&paths, &Reading::default(), &AtomicBool::new(false), |piece| -> Result<(), ()> {
                titles.extend(piece.articles.into_iter().map(|a| a.title));
                failed.extend(piece.failed);
                bytes += piece.bytes;
                Ok(())
            });
        assert_eq!(read, Ok(()));
        assert_eq!(titles, (0..540).map(|n| format!("No {n}")).collect::<Vec<_>>());
        assert_eq!(failed.len(), 1);
        assert_eq!(bytes, total_bytes(&paths));
    }

    #[test]
    fn reading_ends_when_it_is_stopped_and_when_the_taker_fails() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.jsonl"), records(0..2_000)).unwrap();
        let paths = [folder.path().to_owned()];
        let (stop, mut pieces) = (AtomicBool::new(false), 0);
        let read = read_all(&paths, &Reading::default(), &stop, |_| -> Result<(), ()> {
            pieces += 1;
            stop.store(true, Ordering::Relaxed);
            Ok(())
        });
        assert_eq!((read, pieces), (Ok(()), 1));
        assert_eq!(
            read_all(&paths, &Reading::default(), &AtomicBool::new(false), |_| Err("full")),
            Err("full")
        );
    }
}
