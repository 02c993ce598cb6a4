//! Connections to `articles.db`: opened, checked, lent to readers, one at a time to writers; the lock that an import
//! holds, and the one by which nobody replaces a database that is open.
//!
//! Nothing here knows what is in the tables beyond their format.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::packing::Dictionaries;
use super::schema::{self, Origin};
use crate::archive::ArchiveError;

/// How an archive is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is written, not even the reader's state.
    ReadOnly,
    /// An archive that is there, to read and write.
    ReadWrite,
    /// The same, and made when it is not there.
    Create,
}

/// How long a small write waits for another process's transaction. An import's are well under a second each.
const BUSY: Duration = Duration::from_secs(5);

/// The archive's folder, and errors that name it.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The database's log, which is part of it, and the file by which its readers and writers agree.
    pub(super) fn log(&self) -> PathBuf {
        self.0.join("articles.db-wal")
    }

    pub(super) fn shared(&self) -> PathBuf {
        self.0.join("articles.db-shm")
    }

    /// Whether this program may write here: not on a medium that is read only, nor in another's folder.
    pub(super) fn is_writable(&self) -> bool {
        let may = |path: &Path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
        may(&self.0) && may(&self.database())
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn name(&self) -> String {
        self.0.display().to_string()
    }

    pub(super) fn database(&self) -> PathBuf {
        self.0.join("articles.db")
    }

    pub(super) fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    pub(super) fn io(path: &Path, source: std::io::Error) -> ArchiveError {
        if source.kind() == std::io::ErrorKind::StorageFull {
            return ArchiveError::Full { path: path.display().to_string() };
        }
        ArchiveError::Io { path: path.display().to_string(), source }
    }

    pub(super) fn fault(&self, error: &rusqlite::Error) -> ArchiveError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ArchiveError::Locked { path: self.name() }
            }
            Some(ErrorCode::NotADatabase) => self.damaged("'articles.db' is not a database"),
            Some(ErrorCode::DatabaseCorrupt) => self.damaged("'articles.db' is damaged"),
            Some(ErrorCode::DiskFull) => ArchiveError::Full { path: self.name() },
            Some(ErrorCode::ReadOnly) => ArchiveError::ReadOnly { path: self.name() },
            _ if is_full(error) => ArchiveError::Full { path: self.name() },
            _ if matches!(error, rusqlite::Error::FromSqlConversionFailure(..)) => {
                self.damaged(&error.to_string())
            }
            _ => ArchiveError::Database { path: self.name(), message: error.to_string() },
        }
    }

    pub(super) fn damaged(&self, message: &str) -> ArchiveError {
        ArchiveError::Damaged { path: self.name(), message: message.to_owned() }
    }

    pub(super) fn index_fault(&self, error: impl std::fmt::Display) -> ArchiveError {
        let message = error.to_string();
        // The engine gives the system's errors as text only, and those of its threads not at all.
        let thread = message.contains("index writer was killed") && no_room(&self.0);
        if thread || message.contains("No space left") || message.contains("StorageFull") {
            return ArchiveError::Full { path: self.name() };
        }
        ArchiveError::Index { path: self.name(), message }
    }
}

/// Whether a file beside the database had no room.
fn is_full(error: &rusqlite::Error) -> bool {
    let rusqlite::Error::ToSqlConversionFailure(source) = error else { return false };
    source.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::StorageFull)
}

/// Whether the disk of a folder has less room than the engine needs for its smallest files.
fn no_room(folder: &Path) -> bool {
    const LEAST: u64 = 1 << 20;
    rustix::fs::statvfs(folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < LEAST)
}

/// A lock whose holder never leaves what it guards half changed, so that a panic in another thread is no reason
/// to stop.
pub(super) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The database: any number of readers, one writer.
pub(super) struct Db {
    pub(super) folder: Folder,
    mode: Mode,
    pub(super) dictionaries: Dictionaries,
    idle: Mutex<Vec<Connection>>,
    writer: Mutex<Option<Connection>>,
    /// Which file was opened.
    file: OnceLock<FileId>,
    /// Held while the database is open, after its connections.
    #[expect(
        dead_code,
        reason = "held, so that nobody puts another file in the place of this one meanwhile"
    )]
    open: Option<File>,
}

/// The device and the number of a file: a file put in its place has another.
type FileId = (u64, u64);

impl Db {
    /// Opens the database of the archive in `path`, making it where `mode` says so.
    pub(super) fn open(path: &Path, mode: Mode) -> Result<Self, ArchiveError> {
        let folder = Folder::new(path);
        let there = folder.database().is_file();
        if !there && mode != Mode::Create {
            return Err(ArchiveError::Missing { path: folder.name() });
        }
        if !there {
            std::fs::create_dir_all(path).map_err(|source| Folder::io(path, source))?;
        } else if mode != Mode::ReadOnly && !folder.is_writable() {
            return Err(ArchiveError::ReadOnly { path: folder.name() });
        }
        let open = open_lock(&folder, mode)?;
        let (idle, writer, file) = (Mutex::default(), Mutex::default(), OnceLock::new());
        let dictionaries = Dictionaries::new(path);
        let db = Self { folder, mode, dictionaries, idle, writer, file, open };
        db.check_format()?;
        Ok(db)
    }

    fn check_format(&self) -> Result<(), ArchiveError> {
        let (origin, found) = self.read(|conn| Ok((schema::origin(conn)?, schema::format(conn)?)))?;
        match origin {
            Origin::Ours => {}
            // An index beside it says that there was something.
            Origin::Empty if self.mode == Mode::Create && !self.folder.index().exists() => {}
            Origin::Empty => return Err(self.folder.damaged("'articles.db' is empty")),
            Origin::Unmarked => return Err(self.folder.damaged("'articles.db' has lost its mark")),
            Origin::Foreign => return Err(ArchiveError::Foreign { path: self.folder.name() }),
        }
        if origin == Origin::Ours {
            let noted = self.read(schema::noted)?;
            if found < 1 || noted.is_some_and(|noted| noted != found) {
                return Err(self.folder.damaged("the number of the format in 'articles.db' is damaged"));
            }
        }
        if found > schema::FORMAT {
            return Err(ArchiveError::NewerFormat { path: self.folder.name(), found, known: schema::FORMAT });
        }
        // Where nothing can be written an older format is read as it is: later ones only add to it.
        if found < schema::FORMAT && self.mode != Mode::ReadOnly {
            self.with_writer(schema::migrate)?;
        }
        Ok(())
    }

    /// Lends a connection for reading.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ArchiveError> {
        let idle = hold(&self.idle).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.connect(false).map_err(|e| self.folder.fault(&e))?,
        };
        self.same_file()?;
        let result = work(&conn).map_err(|e| self.folder.fault(&e));
        hold(&self.idle).push(conn);
        result
    }

    /// The same, for work with errors of its own.
    pub(super) fn read_with<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, ArchiveError>,
    ) -> Result<T, ArchiveError> {
        self.read(|conn| Ok(work(conn)))?
    }

    /// Runs `work` in one transaction, durable when this returns.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, ArchiveError> {
        self.with_writer(|conn| {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&tx)?;
            tx.commit()?;
            Ok(result)
        })
    }

    fn with_writer<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ArchiveError> {
        self.writable()?;
        let mut writer = hold(&self.writer);
        if writer.is_none() {
            *writer = Some(self.connect(true).map_err(|e| self.folder.fault(&e))?);
        }
        let conn = writer.as_mut().expect("it was opened above");
        self.same_file()?;
        work(conn).map_err(|e| self.folder.fault(&e))
    }

    /// Refuses to use a database that is no longer the one in the folder: its changes would be lost, and its rows are
    /// not those of the index.
    fn same_file(&self) -> Result<(), ArchiveError> {
        let now = std::fs::metadata(self.folder.database()).ok().map(|file| (file.dev(), file.ino()));
        // The first connection has just been opened.
        let same = now.is_some_and(|now| *self.file.get_or_init(|| now) == now);
        if same { Ok(()) } else { Err(ArchiveError::Replaced { path: self.folder.name() }) }
    }

    /// Refuses what an archive opened for reading must not do.
    pub(super) fn writable(&self) -> Result<(), ArchiveError> {
        if self.mode == Mode::ReadOnly {
            return Err(ArchiveError::ReadOnly { path: self.folder.name() });
        }
        Ok(())
    }

    fn connect(&self, write: bool) -> rusqlite::Result<Connection> {
        let path = self.folder.database();
        let access = match self.mode {
            Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&path, flags)?;
        conn.busy_timeout(BUSY)?;
        if self.mode != Mode::ReadOnly {
            // A file that is no archive must not be changed by looking at it.
            let origin = schema::origin(&conn)?;
            if origin == Origin::Empty {
                conn.pragma_update(None, "page_size", schema::PAGE as i64)?;
            }
            if origin != Origin::Foreign {
                conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            }
            conn.pragma_update(None, "synchronous", "FULL")?;
            if !write {
                conn.pragma_update(None, "query_only", true)?;
            }
        } else if schema::format(&conn).is_err() {
            // A read-only medium: no shared memory file can be made beside the database, nor can anyone write. What
            // is in the log alone would not be seen then.
            if std::fs::metadata(self.folder.log()).is_ok_and(|log| log.len() > 0) {
                return Ok(conn);
            }
            let conn = connect_immutable(&path)?;
            schema::bridge(&conn)?;
            return Ok(conn);
        } else {
            schema::bridge(&conn)?;
        }
        Ok(conn)
    }

    /// Takes the lock of importers, held until the file is dropped.
    pub(super) fn lock_import(&self) -> Result<File, ArchiveError> {
        self.writable()?;
        let locked = lock(self.folder.path()).map_err(|source| Folder::io(self.folder.path(), source))?;
        locked.ok_or_else(|| ArchiveError::Locked { path: self.folder.name() })
    }
}

/// How often a lock is asked for that somebody holds.
const AGAIN: Duration = Duration::from_millis(20);

/// The file whose lock everybody shares who has the database open, and nobody has who replaces it.
const OPEN_LOCK: &str = "open.lock";

/// Takes a share of the lock of an open database; `None` where nothing can be written, or the file system has no locks.
fn open_lock(folder: &Folder, mode: Mode) -> Result<Option<File>, ArchiveError> {
    let mut options = OpenOptions::new();
    options.read(true);
    if mode != Mode::ReadOnly {
        options.create(true).truncate(false).write(true);
    }
    let Ok(file) = options.open(folder.path().join(OPEN_LOCK)) else { return Ok(None) };
    match patiently(BUSY, || file.try_lock_shared()) {
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Locked { path: folder.name() }),
        locked => Ok(locked.is_ok().then_some(file)),
    }
}

/// Makes sure that nobody has the database of a folder open, and opens it while the file given is held.
pub(super) fn alone(folder: &Folder) -> Result<File, ArchiveError> {
    /// Who is about to end may do so.
    const ENDING: Duration = Duration::from_millis(500);
    let path = folder.path().join(OPEN_LOCK);
    let io = |source| Folder::io(&path, source);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(io)?;
    match patiently(ENDING, || file.try_lock()) {
        Err(TryLockError::WouldBlock) => Err(ArchiveError::InUse { path: folder.name() }),
        // A file system without locks.
        _ => Ok(file),
    }
}

/// Asks for a lock for a while.
fn patiently(
    patience: Duration,
    mut ask: impl FnMut() -> Result<(), TryLockError>,
) -> Result<(), TryLockError> {
    let begun = Instant::now();
    loop {
        match ask() {
            Err(TryLockError::WouldBlock) if begun.elapsed() < patience => std::thread::sleep(AGAIN),
            answer => return answer,
        }
    }
}

/// Takes the importers' lock of a folder; `None` while another process has it.
pub(super) fn lock(folder: &Path) -> std::io::Result<Option<File>> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("import.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(source),
    }
}

fn connect_immutable(path: &Path) -> rusqlite::Result<Connection> {
    // A URI's own characters are escaped; the rest of a path may stand as it is.
    let escaped = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Connection::open_with_flags(
        format!("file:{escaped}?immutable=1"),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_the_database_that_has_no_room_says_so() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let fault =
            Folder::new(Path::new("archive")).fault(&rusqlite::Error::ToSqlConversionFailure(full.into()));
        assert!(matches!(fault, ArchiveError::Full { .. }), "{fault}");
    }
}
