//! What can go wrong with an archive, in words that name the remedy. Nothing here is done about it.

/// What can go wrong with an archive. Every message names the value and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Another process writes to it.
    #[error("archive '{path}' is being written by another process: wait for it to end, then try again")]
    Locked {
        /// The archive's folder.
        path: String,
    },
    /// Another process has it open that would go on writing to the file to be replaced.
    #[error(
        "archive '{path}' is damaged and open in another program, which would go on writing to the damaged file: close \
         it there, then run 'qari archive rebuild' again"
    )]
    InUse {
        /// The archive's folder.
        path: String,
    },
    /// The database that was opened is no longer the one in the folder.
    #[error(
        "archive '{path}': 'articles.db' was replaced or taken away while it was open here, and this was not kept: close \
         this program and open the archive again"
    )]
    Replaced {
        /// The archive's folder.
        path: String,
    },
    /// A list that is kept in it is none that this version reads.
    #[error(
        "the {what} of this archive cannot be read ({why}): the next that is kept begins a new list, and this one \
         stays in the archive under '{aside}'"
    )]
    Unreadable {
        /// What is in the list.
        what: &'static str,
        /// The key under which it stays.
        aside: String,
        /// What is wrong with it.
        why: String,
    },
    /// It was made by a newer version.
    #[error("archive '{path}' has format {found}, this qari reads up to {known}: use a newer qari")]
    NewerFormat {
        /// The archive's folder.
        path: String,
        /// The format found there.
        found: i64,
        /// The newest format that we know.
        known: i64,
    },
    /// There is none at that place.
    #[error("there is no archive at '{path}': create one with 'qari import PATH --archive {path}'")]
    Missing {
        /// The archive's folder.
        path: String,
    },
    /// A copy was to be written where something is already.
    #[error("'{path}' is there already and is not written over: name a folder that is not there yet")]
    Occupied {
        /// The folder.
        path: String,
    },
    /// A file or folder of it cannot be read or written.
    #[error("archive '{path}': {source}: check that the folder exists and that you may write to it")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It lies where this program may not write.
    #[error(
        "archive '{path}' can only be read here, and keeps no stars and notes: 'qari archive copy' makes one that does"
    )]
    ReadOnly {
        /// The archive's folder.
        path: String,
    },
    /// There is no room to write.
    #[error("archive '{path}': the disk is full: make room and try again; what was stored before is there")]
    Full {
        /// The archive's folder, or the file.
        path: String,
    },
    /// What lies there is another program's.
    #[error("archive '{path}': 'articles.db' was not made by qari: name another folder")]
    Foreign {
        /// The archive's folder.
        path: String,
    },
    /// The database is damaged.
    #[error(
        "archive '{path}': {message}: run 'qari archive rebuild', which saves all that can still be read"
    )]
    Damaged {
        /// The archive's folder.
        path: String,
        /// What is damaged.
        message: String,
    },
    /// The database reported an error.
    #[error("archive '{path}': {message}: run 'qari archive check' on it")]
    Database {
        /// The archive's folder.
        path: String,
        /// What the engine said.
        message: String,
    },
    /// The full-text index reported an error.
    #[error("index of archive '{path}': {message}: run 'qari archive rebuild', nothing is lost")]
    Index {
        /// The archive's folder.
        path: String,
        /// What the engine said.
        message: String,
    },
    /// The search was given up because a newer one came.
    #[error("search cancelled")]
    Cancelled,
}
