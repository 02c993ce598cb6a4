//! Themes: what each role on the screen looks like, in a colour type of our own.
//!
//! No terminal types: the screen turns these into its own. Themes are data in `assets/themes`.

use std::collections::HashMap;

use serde::Deserialize;

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    styles: HashMap<Role, Style>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawStyle {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
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

    /// A theme from its text.
    pub fn parse(name: &str, text: &str) -> Result<Self, ThemeError> {
        let fail = |reason: String| ThemeError::Malformed(name.to_owned(), reason);
        let raw: HashMap<Role, RawStyle> = toml::from_str(text).map_err(|e| fail(e.message().to_owned()))?;
        let color = |text: Option<String>| match text {
            None => Ok(None),
            Some(text) => Color::parse(&text).map(Some).ok_or_else(|| fail(format!("'{text}' is no colour"))),
        };
        let mut styles = HashMap::new();
        for (role, raw) in raw {
            let (fg, bg) = (color(raw.fg)?, color(raw.bg)?);
            let RawStyle { bold, dim, italic, underline, reverse, .. } = raw;
            styles.insert(role, Style { fg, bg, bold, dim, italic, underline, reverse });
        }
        Ok(Self { styles })
    }

    /// The same theme without any colour, for `NO_COLOR`: what was told by colour alone is told by weight.
    #[must_use]
    pub fn without_color(mut self) -> Self {
        for (role, style) in &mut self.styles {
            let had_ground = style.bg.is_some();
            style.fg = None;
            style.bg = None;
            match role {
                Role::Selection | Role::Match | Role::CurrentMatch | Role::Selected if had_ground => {
                    style.reverse = true;
                }
                // Seen in reversed text too.
                Role::Caret => (style.reverse, style.bold, style.underline) = (true, true, true),
                Role::Link | Role::Evidence => style.underline = true,
                Role::Accent | Role::Key | Role::Error | Role::Include => style.bold = true,
                _ => {}
            }
        }
        self
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
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
            assert!(plain.styles.values().all(|s| s.fg.is_none() && s.bg.is_none()), "{name}");
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
