//! Themes: what each role on the screen looks like, in a colour type of our own.
//!
//! No terminal types: the screen turns these into its own. Themes are data in `assets/themes`.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;

use crate::config::plain::{self, Entry, Value};

/// What a piece of the screen is, and so how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// What is secondary: dates, counts, sources.
    Dim,
    /// An article's title.
    Title,
    /// A heading inside an article.
    Heading,
    /// A quotation.
    Quote,
    /// A list marker or a quotation's bar.
    Marker,
    /// A link in the text.
    Link,
    /// Words that the search found.
    Match,
    /// The match that one stands on.
    CurrentMatch,
    /// Words that speak for a country or a topic.
    Evidence,
    /// What stands on one side of a pair only.
    Difference,
    /// Page furniture that was cut, shown on request.
    Cut,
    /// Thin rules between panes.
    Rule,
    /// The rule of the pane that has the keys.
    RuleFocused,
    /// A pane's title.
    PaneTitle,
    /// The title of the pane that has the keys.
    PaneTitleFocused,
    /// The one accent.
    Accent,
    /// The row that one stands on.
    Selection,
    /// An article not yet read.
    Unread,
    /// A star.
    Starred,
    /// A facet value asked for.
    Include,
    /// A facet value excluded.
    Exclude,
    /// Bars of the histogram.
    Histogram,
    /// What is typed into a prompt.
    Prompt,
    /// The status line.
    Status,
    /// A key named in the status line or in help.
    Key,
    /// A message.
    Message,
    /// An error.
    Error,
    /// A bead that is surely right.
    Sure,
    /// A bead that is a guess.
    Guessed,
    /// The mark of the current paragraph and its counterpart.
    Current,
    /// The ground of a pop-up.
    Popup,
    /// Text that is selected to be copied.
    Selected,
    /// The cell on which the caret stands.
    Caret,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of the terminal's sixteen, 0 to 15, as the user's palette has it.
    Ansi(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

impl Color {
    /// Reads `#rrggbb` or one of the sixteen names (`red`, `bright-red`, …).
    fn parse(text: &str) -> Option<Self> {
        const NAMES: [&str; 8] = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
        if let Some(hex) = text.strip_prefix('#').filter(|h| h.len() == 6) {
            let value = u32::from_str_radix(hex, 16).ok()?;
            let [_, r, g, b] = value.to_be_bytes();
            return Some(Self::Rgb(r, g, b));
        }
        let (name, offset) = match text.strip_prefix("bright-") {
            Some(name) => (name, 8),
            None => (text, 0),
        };
        NAMES.iter().position(|n| *n == name).map(|i| Self::Ansi(i as u8 + offset))
    }
}

/// How a role looks. What is `None` or false is left as what lies below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The letters' colour.
    pub fg: Option<Color>,
    /// The ground's colour.
    pub bg: Option<Color>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Letters and ground exchanged.
    pub reverse: bool,
}

impl Style {
    /// Takes in what a theme says of it; else what is wrong with that.
    fn set(&mut self, (name, value): (&str, Value<'_>)) -> Result<(), String> {
        let part = match (name, value) {
            ("fg" | "bg", Value::Text(text)) => {
                let color = Color::parse(text).ok_or_else(|| format!("'{text}' is no colour"))?;
                *(if name == "fg" { &mut self.fg } else { &mut self.bg }) = Some(color);
                return Ok(());
            }
            ("bold", Value::Flag(on)) => (&mut self.bold, on),
            ("dim", Value::Flag(on)) => (&mut self.dim, on),
            ("italic", Value::Flag(on)) => (&mut self.italic, on),
            ("underline", Value::Flag(on)) => (&mut self.underline, on),
            ("reverse", Value::Flag(on)) => (&mut self.reverse, on),
            _ => return Err(format!("'{name}' is no part of a look, or not of this type")),
        };
        *part.0 = part.1;
        Ok(())
    }
}

/// Why a theme cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// There is no theme of that name.
    #[error("unknown theme '{0}': the themes are dark, light, plain16")]
    Unknown(String),
    /// The file is not what a theme should be.
    #[error("theme '{0}': {1}: see assets/themes/dark.toml for the form")]
    Malformed(String, String),
}

/// A look for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// By the role's place.
    styles: [Style; Role::Caret as usize + 1],
}

impl Theme {
    /// One of the shipped themes: `dark`, `light`, `plain16`.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        let text = match name {
            "dark" => include_str!("../../assets/themes/dark.toml"),
            "light" => include_str!("../../assets/themes/light.toml"),
            "plain16" => include_str!("../../assets/themes/plain16.toml"),
            _ => return Err(ThemeError::Unknown(name.to_owned())),
        };
        Self::parse(name, text)
    }

    /// A theme from its text, which is written as the shipped ones are.
    pub fn parse(name: &str, text: &str) -> Result<Self, ThemeError> {
        let fail = |reason: String| ThemeError::Malformed(name.to_owned(), reason);
        let mut styles = [Style::default(); Role::Caret as usize + 1];
        for Entry { key, value, .. } in plain::entries(text) {
            let role: StrDeserializer<'_, serde::de::value::Error> = key.into_deserializer();
            let role = Role::deserialize(role).map_err(|error| fail(error.to_string()))?;
            let Value::Table(looks) = value else { return Err(fail(format!("'{key}' is no table"))) };
            for look in looks {
                styles[role as usize].set(look).map_err(fail)?;
            }
        }
        Ok(Self { styles })
    }

    /// The same theme without any colour, for `NO_COLOR`: what was told by colour alone is told by weight.
    #[must_use]
    pub fn without_color(mut self) -> Self {
        for role in [Role::Selection, Role::Match, Role::CurrentMatch, Role::Selected] {
            let style = &mut self.styles[role as usize];
            style.reverse |= style.bg.is_some();
        }
        for role in [Role::Link, Role::Evidence, Role::Difference] {
            self.styles[role as usize].underline = true;
        }
        for role in [Role::Accent, Role::Key, Role::Error, Role::Include] {
            self.styles[role as usize].bold = true;
        }
        // Seen in reversed text too.
        let caret = &mut self.styles[Role::Caret as usize];
        (caret.reverse, caret.bold, caret.underline) = (true, true, true);
        for style in &mut self.styles {
            (style.fg, style.bg) = (None, None);
        }
        self
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_theme_can_be_read_and_shows_the_selection() {
        for name in ["dark", "light", "plain16"] {
            let theme = Theme::named(name).unwrap();
            let seen = theme.style(Role::Selection);
            assert!(seen.bg.is_some() || seen.reverse, "{name}");
            let plain = theme.without_color();
            assert!(plain.styles.iter().all(|s| s.fg.is_none() && s.bg.is_none()), "{name}");
            assert!(plain.style(Role::Selection).reverse, "{name}");
            let (caret, selected) = (plain.style(Role::Caret), plain.style(Role::Selected));
            assert!(caret.reverse && selected.reverse && caret != selected, "{name}");
        }
    }

    #[test]
    fn a_faulty_theme_says_what_is_wrong() {
        let error = Theme::parse("mine", "text = { fg = \"reddish\" }").unwrap_err().to_string();
        assert_eq!(error, "theme 'mine': 'reddish' is no colour: see assets/themes/dark.toml for the form");
        assert!(Theme::named("neon").is_err());
    }
}
