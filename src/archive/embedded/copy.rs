//! A copy of an archive in a new folder, as the archive is at one moment, while others read and write it.
//!
//! It is written beside its place under another name and takes its place when it is whole and durable, so that what
//! was broken off is never taken for an archive. The copy's index is built when it is opened; nothing here reads it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, params};

use super::db::{self, Db, Folder};
use super::packing::Dictionaries;
use crate::archive::{ArchiveError, Cancel};

/// How often it is looked whether the copy is still wanted: soon enough for one who waits at the keyboard.
const LOOK: Duration = Duration::from_millis(20);

/// Writes the copy.
pub(super) fn copy(db: &Db, folder: &Path, cancel: &Cancel) -> Result<(), ArchiveError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| Folder::io(&path, source)
    };
    refuse_occupied(folder)?;
    let (parent, part) = part_of(folder)?;
    std::fs::create_dir_all(&parent).map_err(io(&parent))?;
    if part.exists() && db::lock(&part).map_err(io(&part))?.is_none() {
        return Err(ArchiveError::Locked { path: part.display().to_string() });
    }
    let part = Part::make(part)?;
    let file = part.0.join("articles.db");
    write(db, &file, cancel)?;
    finish(db, &file, &part.0)?;
    File::open(&file).and_then(|f| f.sync_all()).map_err(io(&file))?;
    File::open(&part.0).and_then(|f| f.sync_all()).map_err(io(&part.0))?;
    // The system refuses to put a folder in the place of one that has something in it.
    std::fs::rename(&part.0, folder).map_err(io(folder))?;
    File::open(&parent).and_then(|f| f.sync_all()).map_err(io(&parent))
}

/// Only a folder that is not there, or empty, is filled.
fn refuse_occupied(folder: &Path) -> Result<(), ArchiveError> {
    let occupied = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    if occupied {
        return Err(ArchiveError::Occupied { path: folder.display().to_string() });
    }
    Ok(())
}

/// The folder above a folder, and where the copy stands until it is whole.
fn part_of(folder: &Path) -> Result<(PathBuf, PathBuf), ArchiveError> {
    let absolute = std::path::absolute(folder).map_err(|source| Folder::io(folder, source))?;
    let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(ArchiveError::Occupied { path: folder.display().to_string() });
    };
    let mut part = std::ffi::OsString::from(".");
    part.push(name);
    part.push(".part");
    Ok((parent.to_owned(), parent.join(part)))
}

/// The folder of a copy that is not whole yet. It goes with what was left in it, unless it took its place.
struct Part(PathBuf, #[expect(dead_code, reason = "held, so that no second copy is written there")] File);

impl Part {
    fn make(path: PathBuf) -> Result<Self, ArchiveError> {
        let fault = |source| Folder::io(&path, source);
        if path.exists() {
            // What a copy left that was killed: nobody holds its lock.
            std::fs::remove_dir_all(&path).map_err(fault)?;
        }
        std::fs::create_dir(&path).map_err(fault)?;
        match db::lock(&path).map_err(fault)? {
            Some(lock) => Ok(Self(path, lock)),
            None => Err(ArchiveError::Locked { path: path.display().to_string() }),
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After the renaming there is nothing of this name. What cannot be removed now the next copy removes.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes the database as it is at this moment, and gives up when it is not wanted any more.
fn write(db: &Db, file: &Path, cancel: &Cancel) -> Result<(), ArchiveError> {
    let ended = AtomicBool::new(false);
    let copied = db.read(|conn| {
        let interrupt = conn.get_interrupt_handle();
        std::thread::scope(|threads| {
            threads.spawn(|| {
                while !ended.load(Ordering::Acquire) {
                    if cancel.is_cancelled() {
                        interrupt.interrupt();
                    }
                    std::thread::park_timeout(LOOK);
                }
            });
            let copied = vacuum_into(conn, file);
            ended.store(true, Ordering::Release);
            copied
        })
    });
    if cancel.is_cancelled() { Err(ArchiveError::Cancelled) } else { copied }
}

fn vacuum_into(conn: &Connection, file: &Path) -> rusqlite::Result<()> {
    // The pragma would refuse any file to be written, the copy too.
    conn.pragma_update(None, "query_only", false)?;
    let copied = conn.execute("VACUUM INTO ?1", params![file.display().to_string()]);
    conn.pragma_update(None, "query_only", true)?;
    copied.map(|_| ())
}

/// Gives the copy a name of its own: it goes its own way from here, and the index of the one is none for the other.
/// And writes what stands beside a database.
fn finish(db: &Db, file: &Path, folder: &Path) -> Result<(), ArchiveError> {
    let finish = || -> rusqlite::Result<()> {
        let conn = Connection::open(file)?;
        conn.execute("UPDATE property SET value = lower(hex(randomblob(16))) WHERE key = 'name'", ())?;
        Dictionaries::write_files(&conn, folder)
    };
    finish().map_err(|e| db.folder.fault(&e))
}
