//! Many files read at once by several threads, given in the order in which they were named, with bounded memory.
//!
//! A file of records is read piece by piece, so that it may be larger than the memory. Nothing is stored here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};

use super::{Failure, IngestError, Origin, SIZE_LIMIT, is_records, read_file_with, read_record, walk};
use crate::article::Article;
use crate::tag::Tagger;

/// Threads that parse and tag. The archive has threads of its own that index meanwhile.
const THREADS: usize = 2;

/// Bytes of records that are read as one piece: a hundred articles, and a fraction of a second.
const PIECE: usize = 256 << 10;

/// Pieces between the reader and the end of the line. With [`PIECE`] it bounds what an import holds of its input:
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
    Lines { origin: String, first: usize, text: Vec<u8> },
    Failed(Failure),
}

/// Reads files and folders, hands each piece to `each` in order, and stops early when `stop` is set or `each` fails.
///
/// # Errors
/// Those of `each`; what cannot be read is in the pieces.
pub fn read_all<E>(
    paths: &[PathBuf],
    stop: &AtomicBool,
    mut each: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let (give, jobs) = channel();
    let (allow, allowed) = sync_channel(IN_FLIGHT);
    let (done, pieces) = channel();
    let jobs = Mutex::new(jobs);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let finder = Finder { give, allow, stop, next: 0 };
        scope.spawn(move || finder.find(paths));
        for _ in 0..THREADS {
            let (jobs, over, done) = (&jobs, &over, done.clone());
            // Named, so that a look at the process tells what its time goes into.
            let named = std::thread::Builder::new().name("read".to_owned());
            named
                .spawn_scoped(scope, move || work(jobs, over, &done))
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

fn work(jobs: &Mutex<Receiver<(usize, Job)>>, over: &AtomicBool, done: &Sender<(usize, Piece)>) {
    let mut tagger = Tagger::default();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, job)) = job else { return };
        if over.load(Ordering::Relaxed) || done.send((number, read(job, &mut tagger))).is_err() {
            return;
        }
    }
}

fn read(job: Job, tagger: &mut Tagger) -> Piece {
    match job {
        Job::Failed(failure) => Piece { failed: vec![failure], ..Piece::default() },
        Job::File(path) => {
            let bytes = path.metadata().map_or(0, |meta| meta.len());
            match read_file_with(&path, tagger) {
                Ok(articles) => Piece { articles, bytes, ..Piece::default() },
                Err(error) => Piece { failed: vec![failure(&path, &error)], bytes, ..Piece::default() },
            }
        }
        Job::Lines { origin, first, text } => lines(&origin, first, &text, tagger),
    }
}

fn lines(origin: &str, first: usize, text: &[u8], tagger: &mut Tagger) -> Piece {
    let mut piece = Piece { bytes: text.len() as u64, ..Piece::default() };
    for (number, line) in (first..).zip(text.split(|b| *b == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let origin = Origin { path: format!("{origin}#{number}"), format: None };
        match read_record(line, &origin, tagger) {
            Ok(article) => piece.articles.push(article),
            Err(error) => piece.failed.push(Failure { path: origin.path, reason: error.to_string() }),
        }
    }
    piece
}

fn failure(path: &Path, error: &IngestError) -> Failure {
    Failure { path: path.display().to_string(), reason: error.to_string() }
}

/// Finds what is to be read.
struct Finder<'a> {
    give: Sender<(usize, Job)>,
    allow: SyncSender<()>,
    stop: &'a AtomicBool,
    next: usize,
}

impl Finder<'_> {
    fn find(mut self, paths: &[PathBuf]) {
        for path in walk(paths) {
            let going = match path {
                Ok(path) if is_records(&path) => match self.cut_up(&path) {
                    Ok(going) => going,
                    Err(source) => {
                        let error = IngestError::Io { path: path.display().to_string(), source };
                        self.send(Job::Failed(failure(&path, &error)))
                    }
                },
                Ok(path) => self.send(Job::File(path)),
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

    /// Cuts a file of records into pieces at the ends of lines. `false` when nobody wants more.
    fn cut_up(&mut self, path: &Path) -> std::io::Result<bool> {
        let absolute = path.canonicalize()?;
        let origin = absolute.display().to_string();
        let mut file = BufReader::with_capacity(PIECE, File::open(&absolute)?);
        let (mut first, mut ended) = (1, false);
        while !ended {
            let (mut text, mut count) = (Vec::with_capacity(PIECE + (PIECE >> 2)), 0);
            while text.len() < PIECE && !ended {
                let limit = SIZE_LIMIT + 1;
                let read = std::io::Read::take(&mut file, limit).read_until(b'\n', &mut text)?;
                ended = read == 0;
                count += usize::from(!ended);
                if read as u64 == limit {
                    return Ok(self.too_long(path, read));
                }
            }
            if text.is_empty() || self.send(Job::Lines { origin: origin.clone(), first, text }) {
                first += count;
            } else {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn too_long(&mut self, path: &Path, read: usize) -> bool {
        let error = IngestError::TooLarge { path: path.display().to_string(), size: read as u64 };
        self.send(Job::Failed(failure(path, &error)))
    }
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
        let read = read_all(&paths, &AtomicBool::new(false), |piece| -> Result<(), ()> {
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
        let read = read_all(&paths, &stop, |_| -> Result<(), ()> {
            pieces += 1;
            stop.store(true, Ordering::Relaxed);
            Ok(())
        });
        assert_eq!((read, pieces), (Ok(()), 1));
        assert_eq!(read_all(&paths, &AtomicBool::new(false), |_| Err("full")), Err("full"));
    }
}
