//! What the terminal says it is: the questions, the answers, and the profile that they call for.
//!
//! No I/O: the guard sends the questions, the input thread finds the answers among the keys
//! ([`crate::terminal::decode`]).

use std::time::Duration;

use crate::terminal::{
    environment::{Environment, by_term},
    profile::{Advice, Kind, Profile, Reason, Repaint},
};

#[cfg(test)]
mod tests;

/// The questions, to be sent before the first clear, because one terminal (qterminal) prints part of them:
/// DECRQM for implicit bidi mode (`CSI 8 $ p`, ANSI form, no question mark), XTVERSION, secondary and primary device
/// attributes. Every terminal answers the last one, so its answer ends the rest.
///
/// With `ground` the colour of its ground is asked for too (xterm's OSC 11).
pub fn queries(ground: bool) -> &'static [u8] {
    if ground { b"\x1b[8$p\x1b[>0q\x1b]11;?\x1b\\\x1b[>c\x1b[c" } else { b"\x1b[8$p\x1b[>0q\x1b[>c\x1b[c" }
}

/// How long the answers are waited for. Measured on a local display: 20 ms, and up to a second in a kitty whose
/// window is still opening.
pub const PATIENCE: Duration = Duration::from_millis(1500);

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// DECRPM for an ANSI mode: the mode and its state (0 unknown, 1 set, 2 reset, 3 and 4 permanently so).
    Mode(u16, u8),
    /// XTVERSION: the terminal's name and version.
    Version(String),
    /// OSC 11: the colour of the ground as red, green and blue, 0 to 255.
    Ground([u8; 3]),
    /// Primary device attributes. They come last.
    Primary(Vec<u16>),
    /// Secondary device attributes: terminal type, version, a third number.
    Secondary(Vec<u16>),
}

/// What has been answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    /// State of implicit bidi mode: 1 the terminal reorders, 2 it is switched off already, 0 it does not know the
    /// mode, which does not mean that it does not reorder.
    pub bdsm: Option<u8>,
    /// The terminal's name and version in its own words, such as `VTE(8401)`.
    pub version: Option<String>,
    /// Primary device attributes; there when all other answers that will come have come.
    pub primary: Option<Vec<u16>>,
    /// Secondary device attributes.
    pub secondary: Option<Vec<u16>>,
    /// The colour of the ground: red, green and blue, 0 to 255.
    pub ground: Option<[u8; 3]>,
    /// Inside tmux: the terminal around it, as tmux knows it.
    pub outer: Option<String>,
}

impl Replies {
    /// Takes in one answer. True when it is the last one.
    pub fn add(&mut self, reply: Reply) -> bool {
        match reply {
            Reply::Mode(8, state) => self.bdsm = Some(state),
            Reply::Mode(..) => {}
            Reply::Version(version) => self.version = Some(version),
            Reply::Ground(color) => self.ground = Some(color),
            Reply::Secondary(numbers) => self.secondary = Some(numbers),
            Reply::Primary(numbers) => {
                self.primary = Some(numbers);
                return true;
            }
        }
        false
    }

    /// Whether the terminal had its own reordering switched off before it was asked, so that it must stay off.
    pub fn was_explicit(&self) -> bool {
        matches!(self.bdsm, Some(2 | 4))
    }

    /// Whether dark letters stand out from the ground better than light ones; `None` where it is not known. By luma
    /// (ITU-R BT.601): the eye sees green as the brightest and blue as the darkest.
    pub fn has_light_ground(&self) -> Option<bool> {
        let [red, green, blue] = self.ground?.map(u32::from);
        Some(299 * red + 587 * green + 114 * blue > 127_500)
    }

    /// The profile for this terminal, from its answers where they tell it apart, else from the environment
    /// ([`Environment::likely_profile`]).
    pub fn profile(&self, environment: &Environment) -> (Profile, Reason) {
        let multiplexed = environment.multiplexed()
            || self.version.as_deref().is_some_and(|version| version.starts_with("tmux "))
            || matches!(self.secondary.as_deref(), Some([83 | 84, ..]));
        if multiplexed {
            return self.multiplexed_profile();
        }
        if let Some(version) = &self.version
            && let Some(profile) = by_version(version)
        {
            return (profile, Reason::Reply(version.clone()));
        }
        if let Some(state @ (1 | 2)) = self.bdsm {
            return (Profile::new(Kind::VisualBdsm), Reason::Reply(format!("{state} for bidi mode")));
        }
        if let Some(secondary) = &self.secondary
            && let Some(profile) = by_secondary(secondary, environment)
        {
            return (profile, Reason::Reply(format!("device {}", joined(secondary))));
        }
        environment.likely_profile()
    }

    /// The kind of rows that are printed where the reader would draw for `kind`: nothing may be switched for them.
    pub fn printed(&self, kind: Kind) -> Kind {
        match kind {
            // It gives a mark of direction a column, which only moves the right margin; the blank that is a letter is a
            // box in its usual font.
            Kind::VisualMlterm => Kind::ImplicitLrm,
            Kind::VisualBdsm | Kind::VisualKonsole => {
                unswitched(Profile::new(kind), self.version.as_deref().unwrap_or_default()).kind
            }
            kind => kind,
        }
    }

    /// A multiplexer swallows the switches and passes letters and marks on: what is right is right for the terminal
    /// around it as it is.
    fn multiplexed_profile(&self) -> (Profile, Reason) {
        let outer = self.outer.clone();
        let known = outer.as_deref().and_then(|name| by_version(name).or_else(|| by_term(name)));
        let name = outer.as_deref().unwrap_or_default();
        let profile = known.map_or(Profile::new(Kind::VisualLrm), |known| unswitched(known, name));
        (profile, Reason::Multiplexer(outer))
    }
}

/// What is right in a terminal of this name that cannot be reached by anything but text.
fn unswitched(outer: Profile, name: &str) -> Profile {
    // Konsole makes base letters of forms since 24.05, and left a hole after lam-alef in base letters before.
    let forms = name.strip_prefix("Konsole ").is_some_and(|number| release(number) < (24, 5));
    let (kind, advice) = match outer.kind {
        Kind::VisualBdsm => (Kind::VisualLrm, None),
        Kind::VisualKonsole if !forms => (Kind::ImplicitLrm, None),
        Kind::VisualKonsole => (Kind::ImplicitLrmForms, None),
        // It gives a mark of direction a column.
        Kind::VisualMlterm => (Kind::ImplicitBlank, None),
        Kind::VisualKitty => (Kind::VisualBreakers, Some(Advice::Kitty)),
        kind => (kind, outer.advice),
    };
    Profile { kind, advice, marks: outer.marks, ..Profile::new(kind) }
}

/// What follows from the terminal's own name. Answers in use: XTVERSION, and tmux's `client_termtype`.
fn by_version(version: &str) -> Option<Profile> {
    const NAMES: [(&str, Profile); 10] = [
        ("VTE(", Profile::new(Kind::VisualBdsm)),
        ("XTerm(", Profile::new(Kind::Visual).repainting(Repaint::Rows)),
        ("xterm.js(", Profile::new(Kind::VisualLrm)),
        ("foot(", Profile::new(Kind::Visual).without_marks()),
        ("ghostty", Profile::new(Kind::Visual)),
        ("Konsole", Profile::new(Kind::VisualKonsole)),
        ("mlterm", Profile::new(Kind::VisualMlterm)),
        ("mintty", Profile::new(Kind::VisualBdsm)),
        ("WezTerm", Profile::new(Kind::VisualBdsm)),
        ("Windows Terminal", Profile::new(Kind::Visual)),
    ];
    if let Some(number) = version.strip_prefix("kitty(") {
        // The text sizing protocol came with 0.40.
        let sizes = release(number) >= (0, 40);
        return Some(if sizes { Profile::new(Kind::VisualKitty) } else { OLD_KITTY });
    }
    if let Some(number) = version.strip_prefix("iTerm2 ") {
        // Reorders from 3.7 on, without a way to switch it off.
        let reorders = release(number) >= (3, 7);
        return Some(Profile::new(if reorders { Kind::ImplicitLrmForms } else { Kind::Visual }));
    }
    NAMES.into_iter().find(|(start, _)| version.starts_with(start)).map(|(_, profile)| profile)
}

const OLD_KITTY: Profile = Profile::new(Kind::VisualBreakers).advising(Advice::Kitty);

/// The first two numbers of a version; 0 where there is none.
fn release(version: &str) -> (u32, u32) {
    let mut numbers =
        version.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().unwrap_or_default());
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

/// What follows from the secondary device attributes of terminals that do not tell their name.
fn by_secondary(numbers: &[u16], environment: &Environment) -> Option<Profile> {
    match numbers {
        [65, _, _] => Some(Profile::new(Kind::VisualBdsm)),
        [41, _, _] => Some(Profile::new(Kind::Visual).repainting(Repaint::Rows)),
        // urxvt; Windows Terminal and the console before it.
        [85, _, _] | [0, 10, 1] => Some(Profile::new(Kind::Visual)),
        [24, (270..), _] => Some(Profile::new(Kind::VisualMlterm)),
        [0, 276, 0] => Some(Profile::new(Kind::VisualLrm)),
        [0, 136, 0] => Some(Profile::new(Kind::ImplicitBlank).advising(Advice::Putty)),
        // Konsoles that do not tell their name, and qterminal, which was made of one.
        [0, 115, 0] if environment.has("KONSOLE_VERSION") => Some(Profile::new(Kind::VisualKonsole)),
        // It draws no marks.
        [0, 115, 0] => Some(Profile::new(Kind::ImplicitSpans).without_marks()),
        [1, 4000, minor] => {
            let sizes = *minor >= 40;
            Some(if sizes { Profile::new(Kind::VisualKitty) } else { OLD_KITTY })
        }
        // alacritty: its version as major * 10000 + minor * 100 + patch.
        [0, (1000..), 1] => Some(Profile::new(Kind::Visual).without_marks()),
        _ => None,
    }
}

fn joined(numbers: &[u16]) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(";")
}
