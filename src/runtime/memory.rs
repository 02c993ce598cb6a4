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
        self.all().of(&self.terminal)
    }

    /// Remembers this instead. The rest of the file is read again first: another window may have written it.
    pub(crate) fn remember(&self, remembered: Remembered) -> io::Result<()> {
        let no_folder = || io::Error::other("there is no folder for it: set HOME");
        let file = self.file.as_ref().ok_or_else(no_folder)?;
        let folder = file.parent().ok_or_else(no_folder)?;
        let mut all = self.all();
        all.set(&self.terminal, remembered);
        fs::create_dir_all(folder)?;
        // Whole or not at all, and readable for whoever may read the folder's other files.
        let mut whole = tempfile::NamedTempFile::new_in(folder)?;
        whole.write_all(all.to_text().as_bytes())?;
        whole.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    fn all(&self) -> Terminals {
        let text = self.file.as_ref().and_then(|file| fs::read_to_string(file).ok());
        text.map(|text| Terminals::parse(&text)).unwrap_or_default()
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
    fn without_a_place_nothing_is_kept_and_that_is_said() {
        let memory = Memory::default();
        assert_eq!(memory.recall(), Remembered::default());
        assert!(memory.remember(chosen("visual")).is_err());
    }
}
