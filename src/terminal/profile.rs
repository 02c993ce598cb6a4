//! Output profiles: what a terminal is told on entering and leaving, and how finished cells are sent to it.
//!
//! Plain data and a table; nothing is written here. The rules behind the table were measured on screenshots of each
//! terminal: one that does not reorder gets visual order as it is; one that does is told to stop where it can be
//! told; where it cannot (inside a multiplexer, or unknown), marks of direction between the letters leave nothing to
//! reorder, or each word is sent turned around for the terminal to turn back.

use std::fmt;

mod kind;

pub use kind::Kind;

/// What is sent to the terminal when a frame changes cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Repaint {
    /// The changed cells.
    #[default]
    Cells,
    /// The rows with a change, whole, and the rows directly above and below them: for terminals that let a glyph
    /// reach out of its cell and do not clean up after it when that cell changes. Seen in xterm with Xft fonts:
    /// Arabic tails in the next cell, dots and hamzas in the next row. Not in st, which paints whole rows by itself;
    /// and of no use in urxvt, which skips cells that are sent as they already are.
    Rows,
}

/// What the user may change in a terminal that does not let a program make everything right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// kitty turns runs of letters around unless `force_ltr yes` is in its settings.
    Kitty,
    /// `PuTTY` reorders unless its window's features say "Disable bidirectional text display".
    Putty,
}

impl Advice {
    /// The key of its words in the locale files; one line each.
    pub fn key(self) -> &'static str {
        match self {
            Self::Kitty => "advice.kitty",
            Self::Putty => "advice.putty",
        }
    }
}

/// An output profile: a kind, whether this terminal can show vowel marks, and how much it must be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Profile {
    /// How right-to-left text reaches the terminal.
    pub kind: Kind,
    /// Whether vowel marks are sent. Off where they are drawn on the wrong cell (alacritty) or hide their letter
    /// (foot).
    pub marks: bool,
    /// What is sent when cells change. It follows from the terminal alone and is not part of the profile's name.
    pub repaints: Repaint,
    /// What the user is told once, where something stays wrong. It follows from the terminal too.
    pub advice: Option<Advice>,
}

impl Profile {
    /// A profile of `kind` that sends vowel marks, and of each frame the cells that changed.
    pub const fn new(kind: Kind) -> Self {
        Self { kind, marks: true, repaints: Repaint::Cells, advice: None }
    }

    /// The same profile, sending `repaints` of each frame.
    #[must_use]
    pub const fn repainting(self, repaints: Repaint) -> Self {
        Self { repaints, ..self }
    }

    /// The same profile, with advice for the user.
    #[must_use]
    pub const fn advising(self, advice: Advice) -> Self {
        Self { advice: Some(advice), ..self }
    }

    /// Whether a screen drawn for the one stays as it is for the other.
    pub fn draws_like(&self, other: &Self) -> bool {
        (self.kind, self.marks, self.repaints) == (other.kind, other.marks, other.repaints)
    }

    /// The same profile without vowel marks.
    #[must_use]
    pub const fn without_marks(self) -> Self {
        Self { marks: false, ..self }
    }

    /// Finds a profile by its name: that of a kind, with `-no-marks` after it where marks are off.
    pub fn parse(name: &str) -> Result<Self, UnknownProfile> {
        let (kind, marks) = name.strip_suffix(NO_MARKS).map_or((name, true), |kind| (kind, false));
        Kind::ALL
            .into_iter()
            .find(|each| each.name() == kind)
            .map(|kind| Self { marks, ..Self::new(kind) })
            .ok_or_else(|| UnknownProfile(name.to_owned()))
    }
}

const NO_MARKS: &str = "-no-marks";

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if self.marks { Ok(()) } else { f.write_str(NO_MARKS) }
    }
}

impl std::str::FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, UnknownProfile> {
        Self::parse(name)
    }
}

/// A profile's name that is not in the table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown output profile \"{0}\": use one of visual, visual-bdsm, visual-konsole, visual-mlterm, visual-lrm, \
     visual-kitty, visual-breakers, implicit-lrm, implicit-lrm-forms, implicit-blank, implicit-spans, each also with -no-marks \
     after it"
)]
pub struct UnknownProfile(pub String);

/// Why a profile was chosen; shown by `qari doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The user asked for it, by option or setting.
    Asked,
    /// It was chosen for this terminal before.
    Remembered,
    /// A variable of the environment names the terminal: the variable.
    Environment(&'static str),
    /// The terminal said so itself: its reply, in readable form.
    Reply(String),
    /// The terminal multiplexer in between swallows the switches: the outer terminal as it reports it, if known.
    Multiplexer(Option<String>),
    /// Nothing is known about it; this profile is right in most terminals.
    Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("asked for"),
            Self::Remembered => f.write_str("chosen for this terminal before"),
            Self::Environment(name) => write!(f, "the environment has {name}"),
            Self::Reply(reply) => write!(f, "the terminal answered {reply}"),
            Self::Multiplexer(Some(outer)) => {
                write!(f, "inside a multiplexer, the outer terminal is {outer}")
            }
            Self::Multiplexer(None) => f.write_str("inside a multiplexer, the outer terminal is not known"),
            Self::Unknown => f.write_str("the terminal is not known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for kind in Kind::ALL {
            for profile in [Profile::new(kind), Profile::new(kind).without_marks()] {
                assert_eq!(Profile::parse(&profile.to_string()), Ok(profile));
            }
        }
    }

    #[test]
    fn a_wrong_name_is_refused_and_the_message_lists_the_right_ones() {
        let error = Profile::parse("visuel").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("\"visuel\""), "{text}");
        for kind in Kind::ALL {
            assert!(text.contains(kind.name()), "{text}");
        }
    }

    #[test]
    fn what_is_switched_off_is_switched_on_again() {
        for kind in Kind::ALL {
            assert_eq!(kind.enter().is_empty(), kind.leave().is_empty(), "{kind:?}");
        }
    }
}
