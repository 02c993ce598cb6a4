//! The folder of the index as the search engine sees it: files of this machine's disk, and reading where nothing can be
//! written.
//!
//! # What survives a power cut
//!
//! The database commits with `synchronous=FULL` in WAL mode, for which `SQLite` promises that a transaction that has
//! returned survives a loss of power (<https://sqlite.org/pragma.html#pragma_synchronous>): it flushes the log before
//! the call returns, and the file before the log is reused. The index is committed only after that, so it can be behind
//! the database, never ahead of it. The engine flushes every file of a segment when it is finished, the folder before
//! it writes its list of segments, and that list to another name before it is renamed; we flush the folder once more
//! after it. A power cut leaves the old list or the new one. Where a disk lies and the list names what is not there, the
//! index is found unusable and built again. `tests/power.rs` plays this with every order of operations that was seen.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// How the folder of an index is opened: [`Disk::open`], save where a test stands between.
pub(super) type Opener = Arc<dyn Fn(&Path) -> Result<Box<dyn Directory>, OpenDirectoryError> + Send + Sync>;

/// The folder of an index.
#[derive(Clone, Debug)]
pub(super) struct Disk(MmapDirectory);

impl Disk {
    /// Opens the folder, which is there.
    pub(super) fn open(folder: &Path) -> Result<Box<dyn Directory>, OpenDirectoryError> {
        Ok(Box::new(Self(MmapDirectory::open(folder)?)))
    }
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.0.acquire_lock(lock) {
            // This lock keeps a writer from deleting what is being opened. Where nothing can be written there is none.
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && refused(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            taken => taken,
        }
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(watch_callback)
    }
}

fn refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
