//! What is remembered about each terminal between two starts: the output profile that was chosen for it, and what
//! its user has been told already.
//!
//! Text in, values out: the file is read and written by the caller. Nothing here knows what a profile does.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What is remembered, by the terminal's name (`Environment::key`), which is another inside a multiplexer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Terminals(BTreeMap<String, Remembered>);

/// What is remembered about one terminal. Names that a version does not know are kept and ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// The name of the output profile that its user chose; `None` leaves it to what is found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Names of the notices that were shown here.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<String>,
}

impl Terminals {
    /// Reads the text. An error says what of it is not understood, and where.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The text, for people too.
    pub fn to_text(&self) -> String {
        let tables = toml::to_string(self).unwrap_or_default();
        format!("# What qari remembers about terminals. A deleted table is a choice forgotten.\n\n{tables}")
    }

    /// What is remembered about a terminal.
    pub fn of(&self, terminal: &str) -> Remembered {
        self.0.get(terminal).cloned().unwrap_or_default()
    }

    /// Remembers this about a terminal; a terminal about which nothing is known any more goes.
    pub fn set(&mut self, terminal: &str, remembered: Remembered) {
        if remembered == Remembered::default() {
            self.0.remove(terminal);
        } else {
            self.0.insert(terminal.to_owned(), remembered);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_survives_the_text_and_a_damaged_text_is_an_error() {
        let mut terminals = Terminals::default();
        let chosen = Remembered { profile: Some("visual-lrm".into()), told: ["advice".to_owned()].into() };
        terminals.set("tmux/xterm-256color/\"odd\" = [name]", chosen.clone());
        terminals.set("xterm", chosen.clone());
        terminals.set("xterm", Remembered::default());
        let read = Terminals::parse(&terminals.to_text()).unwrap();
        assert_eq!(read, terminals);
        assert_eq!(read.of("tmux/xterm-256color/\"odd\" = [name]"), chosen);
        assert_eq!(read.of("xterm"), Remembered::default());
        assert!(Terminals::parse("[xterm]\nprofile = [").is_err());
        let later = Terminals::parse("[xterm]\nlater = 1\nprofile = \"visual\"").unwrap();
        assert_eq!(later.of("xterm").profile.as_deref(), Some("visual"));
    }
}
