//! Which files an import takes in: those that are named, and those under the folders that are named.
//!
//! Files are found here, never opened.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use serde::{Deserialize, Serialize};

/// Endings of the files that are taken out of a folder. A file that is named itself is tried whatever it is called.
const ENDINGS: [&str; 5] = ["txt", "text", "md", "markdown", "jsonl"];

/// Something that was asked for and could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The file or folder, as it was named.
    pub path: String,
    /// What is wrong, and the remedy.
    pub reason: String,
}

/// The files to be read, in a stable order: each path in its turn, folders sorted by name, deep. Hidden files and
/// other formats in a folder are left out silently; what cannot be listed is a [`Failure`], and the rest goes on.
pub fn walk(paths: &[PathBuf]) -> impl Iterator<Item = Result<PathBuf, Failure>> + use<> {
    Vec::from(paths).into_iter().flat_map(|path| -> Box<dyn Iterator<Item = Result<PathBuf, Failure>>> {
        match path.metadata() {
            Ok(found) if found.is_dir() => Box::new(folder(&path)),
            Ok(_) => Box::new(std::iter::once(Ok(path))),
            Err(error) => {
                let reason = format!("{error}: check the path");
                Box::new(std::iter::once(Err(Failure { path: path.display().to_string(), reason })))
            }
        }
    })
}

fn folder(root: &Path) -> impl Iterator<Item = Result<PathBuf, Failure>> + use<> {
    let named = root.display().to_string();
    // Links are followed, and a link that leads round in a circle is reported by the walker.
    let walker = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .build();
    walker.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) && supported(entry.path()) => {
            Some(Ok(entry.into_path()))
        }
        Ok(_) => None,
        Err(error) => {
            Some(Err(Failure { path: named.clone(), reason: format!("{error}: the rest was read") }))
        }
    })
}

fn supported(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|e| ENDINGS.contains(&e.as_str()))
}
