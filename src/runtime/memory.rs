//! What is remembered about terminals, on the disk: one small file in the reader's own state folder, so that a
//! choice holds whichever archive is open. What it means is `config::terminals`'.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::config::terminals::{Remembered, Terminals};

/// The file, and the terminal that this process runs on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    file: Option<PathBuf>,
    terminal: String,
}

impl Memory {
    /// Of a terminal's name; nothing is kept where there is no file.
    pub(crate) fn new(file: Option<PathBuf>, terminal: String) -> Self {
        Self { file, terminal }
    }

    /// What is remembered about this terminal; nothing where the file cannot be read.
    pub(crate) fn recall(&self) -> Remembered {
        self.all().unwrap_or_default().of(&self.terminal)
    }

    /// Remembers this instead. The rest of the file is read again first: another window may have written it. A file
    /// that cannot be read or understood is left as it is: choices may be in it.
    pub(crate) fn remember(&self, remembered: Remembered) -> io::Result<()> {
        let no_folder = || io::Error::other("there is no folder for it: set HOME");
        let file = self.file.as_ref().ok_or_else(no_folder)?;
        let folder = file.parent().ok_or_else(no_folder)?;
        let mut all = self.all()?;
        all.set(&self.terminal, remembered);
        fs::create_dir_all(folder)?;
        // Whole or not at all; nobody but its owner need read it.
        let mut whole = tempfile::NamedTempFile::new_in(folder)?;
        whole.write_all(all.to_text().as_bytes())?;
        whole.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// Nothing where there is no file.
    fn all(&self) -> io::Result<Terminals> {
        let Some(file) = &self.file else { return Ok(Terminals::default()) };
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Terminals::default()),
            Err(error) => return Err(io::Error::new(error.kind(), format!("'{}': {error}", file.display()))),
        };
        Terminals::parse(&text).map_err(|error| {
            let (place, what) = (file.display(), error.message());
            io::Error::other(format!("'{place}' is damaged ({what}): mend or delete it"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(profile: &str) -> Remembered {
        Remembered { profile: Some(profile.to_owned()), ..Remembered::default() }
    }

    #[test]
    fn a_choice_is_kept_for_its_terminal_and_leaves_the_others_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("not/there/yet.toml");
        let on = |terminal: &str| Memory::new(Some(file.clone()), terminal.to_owned());
        let (first, second) = (on("xterm"), on("tmux/xterm"));
        first.remember(chosen("visual")).unwrap();
        second.remember(chosen("visual-lrm")).unwrap();
        assert_eq!(first.recall(), chosen("visual"));
        first.remember(Remembered::default()).unwrap();
        assert_eq!((first.recall(), second.recall()), (Remembered::default(), chosen("visual-lrm")));
    }

    #[test]
    fn a_file_that_is_not_understood_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("terminals.toml");
        let memory = Memory::new(Some(file.clone()), "xterm".to_owned());
        for damaged in ["[other]\nprofile = \"visual\"\n[xterm]\nprofile = [", "[xterm]\nprofile = 3"] {
            fs::write(&file, damaged).unwrap();
            assert_eq!(memory.recall(), Remembered::default());
            let said = memory.remember(chosen("visual")).unwrap_err().to_string();
            assert!(
                said.contains("terminals.toml' is damaged") && said.ends_with("mend or delete it"),
                "{said}"
            );
            assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
        }
    }

    #[test]
    fn without_a_place_nothing_is_kept_and_that_is_said() {
        let memory = Memory::default();
        assert_eq!(memory.recall(), Remembered::default());
        assert!(memory.remember(chosen("visual")).is_err());
    }
}
