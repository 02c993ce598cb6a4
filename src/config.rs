//! Settings: the embedded defaults, then the user's file, then the arguments.
//!
//! A fault in the user's file is a warning with its file, line and key; it never stops the program. Reading and
//! writing files is the caller's: this room takes text and gives values.

use serde::{Deserialize, Serialize};

use crate::article::Lang;

pub mod keys;
mod plain;
pub mod terminals;
pub mod theme;
mod translate;
pub mod words;

pub use translate::Translate;

/// The settings as shipped, which the user may copy: `assets/config.toml`.
pub const DEFAULT_CONFIG: &str = include_str!("../assets/config.toml");

/// All settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The interface's language: `en`, `ar`, or `auto` for the locale's.
    pub language: String,
    /// The theme: `auto`, `dark`, `light` or `plain16`.
    pub theme: String,
    /// The Arabic keyboard whose letters type the commands: `arabic-pc`, `arabic-mac` or `none`.
    pub keyboard: String,
    /// The widest a column of text becomes, in terminal columns, 20 to 200.
    pub measure: u16,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// The output profile: `auto` or a name that `qari doctor` shows.
    pub profile: String,
    /// Vowel marks: `auto` (by terminal), `on` or `off`.
    pub marks: String,
    /// Digits in right-to-left Arabic text: `as-written`, `western` or `eastern`.
    pub digits: String,
    /// Curly quotation marks where text runs from right to left: `as-written` or `mirrored`.
    pub quotes: String,
    /// Lines set to the full width of the column: `off`, `kashida`, `spaces` or `full`.
    pub justify: String,
    /// The signs that are sent: `auto` (by terminal), `arabic` for all, or `latin`, with Arabic romanised.
    pub glyphs: String,
    /// Whether the Arabic column stands on the right in side by side.
    pub arabic_right: bool,
    /// Where copies go: `osc52`, `command`, `file` or `print`.
    pub copy: String,
    /// The command that gets a copy on its standard input, for `command`.
    pub copy_command: String,
    /// The file to whose end copies are written, for `file`.
    pub copy_file: String,
    /// Who makes a translation where the archive has none.
    pub translate: Translate,
    /// Keys by action: the user's, over those of `assets/keys.toml`.
    pub keys: toml::Table,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: "auto".into(),
            theme: "auto".into(),
            keyboard: "arabic-pc".into(),
            measure: 88,
            mouse: true,
            profile: "auto".into(),
            marks: "auto".into(),
            digits: "as-written".into(),
            quotes: "as-written".into(),
            justify: "off".into(),
            glyphs: "auto".into(),
            arabic_right: true,
            copy: "osc52".into(),
            copy_command: String::new(),
            copy_file: String::new(),
            translate: Translate::default(),
            keys: toml::Table::new(),
        }
    }
}

/// A fault in the user's settings: what was ignored and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {key}: {reason}")]
pub struct Warning {
    /// The file, as the user would name it.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// The key; empty where the file as a whole cannot be read.
    pub key: String,
    /// What is wrong and what is used instead.
    pub reason: String,
}

/// Values that a setting may take, for checking and for the message.
const CHOICES: &[(&str, &[&str])] = &[
    ("language", &["auto", "en", "ar"]),
    ("theme", &["auto", "dark", "light", "plain16"]),
    ("keyboard", &["arabic-pc", "arabic-mac", "none"]),
    ("marks", &["auto", "on", "off"]),
    ("digits", &["as-written", "western", "eastern"]),
    ("quotes", &["as-written", "mirrored"]),
    ("justify", &["off", "kashida", "spaces", "full"]),
    ("copy", &["osc52", "command", "file", "print"]),
    ("glyphs", &["auto", "arabic", "latin"]),
];

/// The values that a setting may take; none for one that is no choice among names.
pub fn choices(setting: &str) -> &'static [&'static str] {
    CHOICES.iter().find(|(name, _)| *name == setting).map_or(&[], |(_, choices)| choices)
}

/// A text column narrower than this breaks words, a wider one tires the eye.
const MEASURE: std::ops::RangeInclusive<u16> = 20..=200;

impl Config {
    /// The settings of a user's file, each faulty key left at its default and reported.
    pub fn parse(text: &str, file: &str) -> (Self, Vec<Warning>) {
        Self::parse_checked(text, file, &|_| Ok(()))
    }

    /// The same, where `check` refuses what only the caller can judge: it is asked after each key that was set.
    pub fn parse_checked(
        text: &str,
        file: &str,
        check: &dyn Fn(&Self) -> Result<(), String>,
    ) -> (Self, Vec<Warning>) {
        let mut config = Self::default();
        let mut warnings = Vec::new();
        let table = match toml::de::DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |s| line_of(text, s.start));
                let reason = format!("{}: the defaults are used", error.message());
                warnings.push(Warning { file: file.into(), line, key: String::new(), reason });
                return (config, warnings);
            }
        };
        for (key, value) in table.get_ref() {
            let line = line_of(text, key.span().start);
            let name = key.get_ref().to_string();
            if let ("translate", toml::de::DeValue::Table(table)) = (name.as_str(), value.get_ref()) {
                let (settings, refused) = Translate::of(table, text);
                config.translate = settings;
                warnings.extend(refused.into_iter().map(|(key, at, reason)| Warning {
                    file: file.into(),
                    line: line_of(text, at),
                    key,
                    reason,
                }));
                continue;
            }
            let value = text.get(value.span()).unwrap_or_default();
            if let Err(reason) = config.set(&name, value, check) {
                warnings.push(Warning { file: file.into(), line, key: name, reason });
            }
        }
        if let Ok(Some(keys)) = text.parse::<toml::Table>().map(|mut t| t.remove("keys")) {
            match keys {
                toml::Value::Table(keys) => config.keys = keys,
                other => warnings.push(Warning {
                    file: file.into(),
                    line: 1,
                    key: "keys".into(),
                    reason: format!(
                        "'{other}' is not a table: write [keys] and lines like next-match = [\"n\"]"
                    ),
                }),
            }
        }
        (config, warnings)
    }

    /// Sets one key from its TOML text; the error says what is used instead.
    fn set(
        &mut self,
        key: &str,
        value: &str,
        also: &dyn Fn(&Self) -> Result<(), String>,
    ) -> Result<(), String> {
        if key == "keys" {
            return Ok(());
        }
        let whole = with_key(&*self, key, value)?;
        let candidate: Self =
            whole.try_into().map_err(|_| format!("'{value}' has the wrong type: default kept"))?;
        candidate.check(key)?;
        also(&candidate)?;
        *self = candidate;
        Ok(())
    }

    fn check(&self, key: &str) -> Result<(), String> {
        if key == "measure" && !MEASURE.contains(&self.measure) {
            let (low, high) = (MEASURE.start(), MEASURE.end());
            return Err(format!("'{}' is not between {low} and {high}: default kept", self.measure));
        }
        let choices = choices(key);
        match self.choice(key) {
            Some(value) if !choices.contains(&value) => {
                Err(format!("'{value}' is none of {}: default kept", choices.join(", ")))
            }
            _ => Ok(()),
        }
    }

    /// The value of a setting that is a choice among names ([`choices`]).
    pub fn choice(&self, setting: &str) -> Option<&str> {
        let value = match setting {
            "language" => &self.language,
            "theme" => &self.theme,
            "keyboard" => &self.keyboard,
            "marks" => &self.marks,
            "digits" => &self.digits,
            "quotes" => &self.quotes,
            "justify" => &self.justify,
            "copy" => &self.copy,
            "glyphs" => &self.glyphs,
            _ => return None,
        };
        Some(value)
    }

    /// The interface's language, given the locale's (`LC_ALL`, `LC_MESSAGES` or `LANG`).
    pub fn interface_lang(&self, locale: Option<&str>) -> Lang {
        match self.language.as_str() {
            "ar" => Lang::Ar,
            "en" => Lang::En,
            _ if locale.is_some_and(|l| Lang::from_code(l) == Lang::Ar) => Lang::Ar,
            _ => Lang::En,
        }
    }
}

/// The line, from 1, of a byte of a text.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// Settings as a table in which one key has another value, given as TOML text; the error says what is used instead.
fn with_key(settings: &impl Serialize, key: &str, value: &str) -> Result<toml::Table, String> {
    let one: toml::Table =
        format!("{key} = {value}").parse().map_err(|_| format!("'{value}' cannot be read: default kept"))?;
    let mut whole = toml::Table::try_from(settings).map_err(|e| e.to_string())?;
    if !whole.contains_key(key) {
        let known: Vec<&str> = whole.keys().map(String::as_str).collect();
        return Err(format!("unknown setting, ignored: the settings are {}", known.join(", ")));
    }
    whole.extend(one);
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_the_defaults() {
        let (config, warnings) = Config::parse(DEFAULT_CONFIG, "config.toml");
        assert_eq!((config, warnings), (Config::default(), Vec::new()));
    }

    #[test]
    fn a_faulty_setting_is_a_warning_and_the_others_count() {
        let text = "measure = 70\ntheme = \"neon\"\ncolour = 1\nmouse = \"yes\"\n";
        let (config, warnings) = Config::parse(text, "c.toml");
        assert_eq!((config.measure, config.theme.as_str(), config.mouse), (70, "auto", true));
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(
            said.iter().any(|w| w.starts_with("c.toml:2: theme: 'neon' is none of auto, dark")),
            "{said:?}"
        );
        assert!(said.iter().any(|w| w.starts_with("c.toml:3: colour: unknown setting")), "{said:?}");
    }

    #[test]
    fn every_choice_has_a_value_and_a_wrong_one_is_told() {
        for (setting, choices) in CHOICES {
            assert!(
                Config::default().choice(setting).is_some_and(|value| choices.contains(&value)),
                "{setting}"
            );
            let (config, warnings) = Config::parse(&format!("{setting} = \"neon\""), "c.toml");
            assert_eq!((config, warnings.len()), (Config::default(), 1), "{setting}");
        }
        assert_eq!(Config::parse("justify = \"full\"", "c").0.choice("justify"), Some("full"));
        assert!(choices("measure").is_empty());
    }

    #[test]
    fn a_file_that_is_no_toml_leaves_the_defaults() {
        let (config, warnings) = Config::parse("a = 1\nmeasure = [", "c.toml");
        assert_eq!((config, warnings.len()), (Config::default(), 1));
        assert_eq!(warnings[0].line, 2);
    }

    #[test]
    fn the_locale_decides_the_language_only_when_left_to_it() {
        let mut config = Config::default();
        assert_eq!(config.interface_lang(Some("ar_EG.UTF-8")), Lang::Ar);
        assert_eq!(config.interface_lang(None), Lang::En);
        config.language = "en".into();
        assert_eq!(config.interface_lang(Some("ar_EG.UTF-8")), Lang::En);
    }
}
