//! The settings of `[translate]`: who makes a translation where the archive has none. Nothing is set as shipped.
//!
//! Nothing is run or asked here.

use super::with_key;
use serde::{Deserialize, Serialize};
use toml::de::DeTable;

/// Who translates, and how long it may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Translate {
    /// A command and its arguments: it reads a paragraph and writes its translation. `{from}` and `{to}` in an argument
    /// are the codes of the languages.
    pub command: Vec<String>,
    /// The address of a server that speaks as `LibreTranslate` does.
    pub url: String,
    /// The server's key, where it wants one.
    pub key: String,
    /// Seconds that a paragraph may take, 1 to 3600.
    pub timeout: u64,
}

impl Default for Translate {
    fn default() -> Self {
        // A model that is loaded anew for every paragraph takes half of it.
        Self { command: Vec::new(), url: String::new(), key: String::new(), timeout: 60 }
    }
}

/// An hour for a paragraph is a mistake.
const TIMEOUT: std::ops::RangeInclusive<u64> = 1..=3600;

/// A setting that was not taken: its name, where it stands in the text, and why.
pub(super) type Refused = (String, usize, String);

impl Translate {
    /// The settings of the table in a text, each faulty one left at its default.
    pub(super) fn of(table: &DeTable<'_>, text: &str) -> (Self, Vec<Refused>) {
        let (mut settings, mut refused) = (Self::default(), Vec::new());
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let written = text.get(value.span()).unwrap_or_default();
            if let Err(reason) = settings.set(&name, written) {
                refused.push((format!("translate.{name}"), key.span().start, reason));
            }
        }
        if !settings.command.is_empty() && !settings.url.is_empty() {
            let at =
                table.iter().find(|(key, _)| key.get_ref() == "url").map_or(0, |(key, _)| key.span().start);
            refused.push(("translate.url".into(), at, "'command' is set too, and goes before it".into()));
        }
        (settings, refused)
    }

    /// Sets one key from its TOML text; the error says what is used instead.
    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let whole = with_key(&*self, key, value)?;
        let candidate: Self = whole.try_into().map_err(|_| match key {
            "command" => {
                format!("'{value}' is no list of words: write [\"program\", \"argument\"]; default kept")
            }
            _ => format!("'{value}' has the wrong type: default kept"),
        })?;
        if !TIMEOUT.contains(&candidate.timeout) {
            let (low, high) = (TIMEOUT.start(), TIMEOUT.end());
            return Err(format!("'{value}' is not between {low} and {high}: default kept"));
        }
        *self = candidate;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn a_translator_is_set_in_a_table_of_its_own() {
        let text = "measure = 70\n[translate]\ncommand = [\"tr\", \"{from}\", \"a b\"]\ntimeout = 5\n[keys]\nquit = \"Q\"\n";
        let (config, warnings) = Config::parse(text, "c.toml");
        assert_eq!(warnings, []);
        assert_eq!(
            (config.translate.command.join("|"), config.translate.timeout),
            ("tr|{from}|a b".into(), 5)
        );
        assert_eq!((config.measure, config.keys.len()), (70, 1));
        let (config, warnings) = Config::parse("translate = { url = \"http://localhost:5000\" }", "c.toml");
        assert_eq!((config.translate.url.as_str(), warnings.len()), ("http://localhost:5000", 0));
    }

    #[test]
    fn what_is_wrong_in_it_is_told_by_its_line_and_the_rest_counts() {
        let text = "[translate]\ncommand = \"tr en ar\"\nurl = \"http://a\"\ntimeout = 0\nspeed = 1\n";
        let (config, warnings) = Config::parse(text, "c.toml");
        assert_eq!((config.translate.url.as_str(), config.translate.timeout), ("http://a", 60));
        let mut told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        told.sort();
        assert!(
            told[0].starts_with("c.toml:2: translate.command: '\"tr en ar\"' is no list of words"),
            "{told:?}"
        );
        assert!(
            told[1].starts_with("c.toml:4: translate.timeout: '0' is not between 1 and 3600"),
            "{told:?}"
        );
        assert!(told[2].starts_with("c.toml:5: translate.speed: unknown setting"), "{told:?}");
        let (_, both) = Config::parse("[translate]\ncommand = [\"a\"]\nurl = \"b\"\n", "c.toml");
        assert_eq!(both[0].to_string(), "c.toml:3: translate.url: 'command' is set too, and goes before it");
        assert_eq!(Config::parse("translate = 1", "c").1.len(), 1);
    }
}
