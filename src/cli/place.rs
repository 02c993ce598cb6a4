//! Which archive a command works on, and where the program keeps its files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use etcetera::BaseStrategy;

use crate::app::calibration::AUTO;
use crate::archive::{Archive, ArchiveError, Embedded, Mode};
use crate::cli::UsageError;
use crate::cli::args::Common;
use crate::cli::say;
use crate::config::words::Words;
use crate::config::{Config, Warning};
use crate::ingest::{self, Reading};
use crate::runtime;
use crate::tag;
use crate::terminal::Profile;

/// The name that stands for the built-in edition.
pub(super) const EDITION: &str = "edition";

/// An open archive and its name for people.
pub(super) struct Opened {
    /// The archive.
    pub archive: Arc<dyn Archive>,
    /// Its name: the folder's, or the edition's.
    pub name: String,
    /// A folder that lives only as long as the program.
    _temporary: Option<tempfile::TempDir>,
}

/// The program's own folder for data.
fn data_folder() -> anyhow::Result<PathBuf> {
    let base = etcetera::choose_base_strategy().context("the home folder is not known: set HOME")?;
    Ok(base.data_dir().join("qari"))
}

/// The settings' file: the one named, or the configuration folder's.
pub(super) fn config_file(common: &Common) -> Option<PathBuf> {
    let standard =
        || Some(etcetera::choose_base_strategy().ok()?.config_dir().join("qari").join("config.toml"));
    common.config.clone().or_else(standard)
}

/// The same for people, short where it lies in their home; empty where there is no place for it.
pub(super) fn config_name(common: &Common) -> String {
    let Some(file) = config_file(common) else { return String::new() };
    let inside = etcetera::home_dir().ok().and_then(|home| Some(file.strip_prefix(home).ok()?.to_owned()));
    inside.map_or_else(|| file.display().to_string(), |inside| format!("~/{}", inside.display()))
}

/// The file in which it is kept what was chosen for each terminal: in the state folder, where the platform has one,
/// because it is neither a setting that one writes nor part of an archive.
pub(super) fn memory_file() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(folder.join("qari").join("terminals.toml"))
}

/// Takes in the user's own topics, which stand in `topics.toml` beside the settings, and tells what is wrong with them.
pub(super) fn extend_topics(common: &Common) -> anyhow::Result<()> {
    let Some(file) = config_file(common).map(|file| file.with_file_name("topics.toml")) else {
        return Ok(());
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read the topics '{}'", file.display()));
        }
    };
    for tag::Fault { line, key, reason } in tag::extend(&text) {
        let warning = Warning { file: file.display().to_string(), line, key, reason };
        say::warn(&warning.to_string())?;
    }
    Ok(())
}

/// Refuses a profile that there is not.
fn known_profile(config: &Config) -> Result<(), String> {
    if config.profile == AUTO {
        return Ok(());
    }
    Profile::parse(&config.profile).map(drop).map_err(|error| format!("{error}: default kept"))
}

/// The settings with the arguments over them, and what is wrong with the file.
pub(super) fn config(common: &Common, profile: Option<&str>) -> anyhow::Result<(Config, Vec<Warning>)> {
    let (mut config, warnings) = match config_file(common) {
        Some(file) => match std::fs::read_to_string(&file) {
            Ok(text) => Config::parse_checked(&text, &file.display().to_string(), &known_profile),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && common.config.is_none() => {
                (Config::default(), Vec::new())
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read the settings '{}'", file.display()));
            }
        },
        None => (Config::default(), Vec::new()),
    };
    if let Some(lang) = &common.lang {
        config.language.clone_from(lang);
    }
    if let Some(theme) = &common.theme {
        config.theme.clone_from(theme);
    }
    if let Some(glyphs) = &common.glyphs {
        config.glyphs.clone_from(glyphs);
    }
    if let Some(profile) = profile {
        if profile != AUTO {
            Profile::parse(profile).map_err(|error| UsageError(error.to_string()))?;
        }
        profile.clone_into(&mut config.profile);
    }
    Ok((config, warnings))
}

/// The interface's words: English ones where the settings cannot be read, which is told elsewhere.
pub(super) fn words(common: &Common) -> Words {
    let config = config(common, None).map(|(config, _)| config).unwrap_or_default();
    Words::of(config.interface_lang(runtime::locale().as_deref()))
}

/// The archive that was named, by argument or environment. `None` where none was.
fn named(common: &Common) -> anyhow::Result<Option<PathBuf>> {
    let from_env = || std::env::var_os("QARI_ARCHIVE").filter(|v| !v.is_empty()).map(PathBuf::from);
    let Some(path) = common.archive.clone().or_else(from_env) else { return Ok(None) };
    if let Some(url) = path.to_str().filter(|t| t.contains("://")) {
        let remedy = "name a folder, or 'edition'";
        return Err(UsageError(format!("'{url}': archives at a URL are not understood: {remedy}")).into());
    }
    Ok(Some(path))
}

/// The data folder's own archive, whether or not it is there yet.
pub(super) fn standard() -> anyhow::Result<PathBuf> {
    Ok(data_folder()?.join("archive"))
}

/// Whether the archive that is meant is there; the built-in edition, which takes nothing in, counts as none.
pub(super) fn is_there(common: &Common) -> anyhow::Result<bool> {
    Ok(match named(common)? {
        Some(path) => path != Path::new(EDITION) && path.exists(),
        None => standard()?.exists(),
    })
}

/// Opens the archive to read it (and to keep the reader's own state in it).
pub(super) fn open(common: &Common) -> anyhow::Result<Opened> {
    match named(common)? {
        Some(path) if path == Path::new(EDITION) => edition(),
        Some(path) => existing(&path),
        None => match standard() {
            Ok(path) if path.exists() => existing(&path),
            _ => edition(),
        },
    }
}

fn existing(path: &Path) -> anyhow::Result<Opened> {
    if path.is_file() {
        let why = format!("'{}' is a file: an archive is a folder; 'qari read' opens files", path.display());
        return Err(UsageError(why).into());
    }
    let archive = match Embedded::open(path, Mode::ReadWrite) {
        // What can be read is read; that nothing is kept of it is told once.
        Err(error @ ArchiveError::ReadOnly { .. }) => {
            say::warn(&error.to_string())?;
            Embedded::open(path, Mode::ReadOnly)?
        }
        opened => opened?,
    };
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    Ok(Opened { archive: Arc::new(archive), name, _temporary: None })
}

/// The folder of the archive that is meant, whether or not it is there and sound.
pub(super) fn folder(common: &Common) -> anyhow::Result<PathBuf> {
    match named(common)? {
        Some(path) if path == Path::new(EDITION) => Ok(data_folder()?.join(EDITION)),
        Some(path) => Ok(path),
        None => match standard() {
            Ok(path) if path.exists() => Ok(path),
            _ => Ok(data_folder()?.join(EDITION)),
        },
    }
}

/// Opens the archive to take articles out of it. The built-in edition stays whole.
pub(super) fn open_to_remove(common: &Common) -> anyhow::Result<Opened> {
    let opened = open(common)?;
    if opened.name == EDITION {
        let why = "nothing is removed from the built-in edition: name an archive with --archive";
        return Err(UsageError(why.to_owned()).into());
    }
    Ok(opened)
}

/// Opens the archive to bring articles in; creates it where it is not there yet.
pub(super) fn create(common: &Common) -> anyhow::Result<Opened> {
    let path = match named(common)? {
        Some(path) if path == Path::new(EDITION) => {
            let why =
                "the built-in edition takes in no articles: name a folder with --archive, or leave it out";
            return Err(UsageError(why.to_owned()).into());
        }
        Some(path) => path,
        None => standard()?,
    };
    let archive = Embedded::open(&path, Mode::Create)?;
    Ok(Opened { archive: Arc::new(archive), name: path.display().to_string(), _temporary: None })
}

/// The built-in edition as an archive of its own: in the data folder, so that what one stars in it is kept; where
/// that cannot be written, in a folder that goes with the program.
fn edition() -> anyhow::Result<Opened> {
    let kept = data_folder().and_then(|folder| {
        let archive = Embedded::open(&folder.join(EDITION), Mode::Create)?;
        fill_edition(&archive)?;
        Ok(Opened { archive: Arc::new(archive), name: EDITION.to_owned(), _temporary: None })
    });
    kept.or_else(|error| {
        // A folder that cannot be written is no reason not to read; one that holds something else is told.
        if let Some(
            ArchiveError::NewerFormat { .. }
            | ArchiveError::Database { .. }
            | ArchiveError::Damaged { .. }
            | ArchiveError::Foreign { .. },
        ) = error.downcast_ref()
        {
            return Err(error);
        }
        let folder = tempfile::tempdir().context("cannot make a temporary folder: set TMPDIR")?;
        let archive = Embedded::open(folder.path(), Mode::Create)?;
        fill_edition(&archive)?;
        Ok(Opened { archive: Arc::new(archive), name: EDITION.to_owned(), _temporary: Some(folder) })
    })
}

/// Brings the edition's articles in when this program's edition is not the one that is there, or not all of it.
fn fill_edition(archive: &Embedded) -> anyhow::Result<()> {
    let current = ingest::edition_hash();
    let kept = archive.kept(EDITION)?.unwrap_or_default();
    let (hash, count) = kept.split_once(' ').unwrap_or_default();
    if hash == current && count == archive.front(0)?.total.to_string() {
        return Ok(());
    }
    let articles = ingest::edition();
    let batch = archive.begin_batch(&jiff::Timestamp::now().to_string())?;
    archive.put(batch, &articles)?;
    archive.end_batch(batch)?;
    archive.find_pairs(&crate::archive::Cancel::default(), &mut |_, _| {})?;
    archive.keep(EDITION, &format!("{current} {}", articles.len()))?;
    Ok(())
}

/// An archive of files that lives only as long as the program; what cannot be read is told.
pub(super) fn of_files(paths: &[PathBuf]) -> anyhow::Result<(Opened, Vec<ingest::Failure>)> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder: set TMPDIR")?;
    let archive = Embedded::open(folder.path(), Mode::Create)?;
    let (mut articles, mut failed) = (Vec::new(), Vec::new());
    ingest::read_all(paths, &Reading::default(), &AtomicBool::new(false), |piece| -> anyhow::Result<()> {
        articles.extend(piece.articles);
        failed.extend(piece.failed);
        Ok(())
    })?;
    let batch = archive.begin_batch(&jiff::Timestamp::now().to_string())?;
    archive.put(batch, &articles)?;
    archive.end_batch(batch)?;
    archive.find_pairs(&crate::archive::Cancel::default(), &mut |_, _| {})?;
    let name = match paths {
        [one] => one.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        _ => String::new(),
    };
    Ok((Opened { archive: Arc::new(archive), name, _temporary: Some(folder) }, failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_process_may_write_to_the_edition_once_it_is_filled() {
        let folder = tempfile::tempdir().unwrap();
        let first = Embedded::open(folder.path(), Mode::Create).unwrap();
        fill_edition(&first).unwrap();
        let second = Embedded::open(folder.path(), Mode::ReadWrite).unwrap();
        assert!(second.begin_batch("2026-01-01T00:00:00Z").is_ok());
    }
}
