//! Which files an import takes in: those that are named, and those under the folders that are named.
//!
//! Files are found here, never opened.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use serde::{Deserialize, Serialize};

use super::form::is_supported;

/// The name of the standard input in place of a file's.
pub const STDIN: &str = "-";

/// What browsers put behind a page's name for the folder of what belongs to the page, in the languages they are
/// sold in most.
const COMPANIONS: [&str; 4] = ["_files", "-files", ".files", "_ملفات"];

/// Endings of saved pages.
const PAGES: [&str; 4] = ["html", "htm", "xhtml", "shtml"];

/// Whether a file is read once and from its beginning only: the standard input, a pipe, a device.
pub(super) fn is_stream(path: &Path) -> bool {
    let odd = |found: std::fs::Metadata| !found.is_file() && !found.is_dir();
    path.as_os_str() == STDIN || path.metadata().is_ok_and(odd)
}

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
        if path.as_os_str() == STDIN {
            return Box::new(std::iter::once(Ok(path)));
        }
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
        .filter_entry(|entry| entry.depth() == 0 || !belongs_to_page(entry.path()))
        .build();
    walker.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) && is_supported(entry.path()) => {
            Some(Ok(entry.into_path()))
        }
        Ok(_) => None,
        Err(error) => {
            Some(Err(Failure { path: named.clone(), reason: format!("{error}: the rest was read") }))
        }
    })
}

/// Whether an import of a folder takes in this file of it: in a form that is read, not hidden, and not among what
/// belongs to a saved page.
pub fn takes(root: &Path, path: &Path) -> bool {
    let Ok(inner) = path.strip_prefix(root) else { return false };
    let hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".");
    let folders = path.ancestors().skip(1).take_while(|folder| *folder != root);
    is_supported(path) && !inner.iter().any(hidden) && !folders.into_iter().any(belongs_to_page)
}

/// Whether a folder holds what belongs to a saved page beside it: its frames are no articles.
fn belongs_to_page(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let page = COMPANIONS.iter().find_map(|ending| name.strip_suffix(ending));
    let beside =
        |page: &str| PAGES.iter().any(|ending| path.with_file_name(format!("{page}.{ending}")).is_file());
    page.is_some_and(beside) && path.is_dir()
}
