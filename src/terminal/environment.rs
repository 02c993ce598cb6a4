//! What the environment variables say about the terminal. Pure: the caller looks the variables up.
//!
//! Variables leak: a terminal that is started from another one inherits the other's. So `TERM`, which every
//! terminal sets anew, is believed before the rest, and what the terminal itself answers before both.

use crate::terminal::profile::{Kind, Profile, Reason, Repaint};

/// The variables that tell terminals apart, as they were set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `TERM`, or nothing.
    pub term: String,
    /// `TERM_PROGRAM`: `vscode`, `WezTerm`, `iTerm.app`, `Apple_Terminal`, `mintty`, `ghostty`, `tmux`.
    pub program: Option<String>,
    /// `COLORTERM`.
    pub colorterm: Option<String>,
    /// `COLORFGBG`: numbers of the sixteen colours for letters and ground, as rxvt and Konsole set it.
    pub colorfgbg: Option<String>,
    /// `NO_COLOR` is set to anything but the empty string.
    pub no_color: bool,
    /// `TMUX`: inside tmux.
    pub tmux: bool,
    /// `STY`: inside GNU screen.
    pub screen: bool,
    /// Variables of one terminal each that are set, in [`OWN`]'s order.
    own: Vec<&'static str>,
}

/// Variables that one terminal sets, with what it needs. The first that is set counts. `XTERM_VERSION` is before
/// `KONSOLE_VERSION` because Konsole's sequence would be a font's name in an xterm that Konsole's shell started;
/// VTE's is before it because VTE's sequence does nothing in xterm.
const OWN: [(&str, Profile); 9] = [
    ("WT_SESSION", Profile::new(Kind::Visual)),
    ("KITTY_WINDOW_ID", KITTY),
    ("ALACRITTY_WINDOW_ID", Profile::new(Kind::Visual).without_marks()),
    ("GHOSTTY_RESOURCES_DIR", Profile::new(Kind::Visual)),
    ("ZUTTY_VERSION", Profile::new(Kind::Visual).without_marks()),
    ("MLTERM", Profile::new(Kind::VisualMlterm)),
    ("VTE_VERSION", Profile::new(Kind::VisualBdsm)),
    ("XTERM_VERSION", Profile::new(Kind::Visual).repainting(Repaint::Rows)),
    ("KONSOLE_VERSION", Profile::new(Kind::VisualKonsole)),
];

/// kitty of any version; what it answers tells whether it has something better.
const KITTY: Profile = Profile::new(Kind::VisualBreakers);

/// Values of `TERM` that belong to one terminal, by their beginning.
const TERMS: [(&str, Profile); 9] = [
    ("xterm-kitty", KITTY),
    ("xterm-ghostty", Profile::new(Kind::Visual)),
    ("alacritty", Profile::new(Kind::Visual).without_marks()),
    ("foot", Profile::new(Kind::Visual).without_marks()),
    ("mlterm", Profile::new(Kind::VisualMlterm)),
    ("rxvt", Profile::new(Kind::Visual)),
    ("st-", Profile::new(Kind::Visual).without_marks()),
    ("linux", Profile::new(Kind::Visual).without_marks()),
    ("wezterm", Profile::new(Kind::VisualBdsm)),
];

/// Values of `TERM_PROGRAM`. VS Code's xterm.js reorders or not by its renderer, iTerm2 by its version; neither can
/// be switched.
const PROGRAMS: [(&str, Profile); 6] = [
    ("vscode", Profile::new(Kind::VisualLrm)),
    ("WezTerm", Profile::new(Kind::VisualBdsm)),
    ("mintty", Profile::new(Kind::VisualBdsm)),
    ("iTerm.app", Profile::new(Kind::VisualLrm)),
    ("Apple_Terminal", Profile::new(Kind::VisualLrm)),
    ("ghostty", Profile::new(Kind::Visual)),
];

/// What follows from a value of `TERM`, where it belongs to one terminal.
pub(super) fn by_term(term: &str) -> Option<Profile> {
    TERMS.into_iter().find(|(start, _)| term.starts_with(start)).map(|(_, profile)| profile)
}

impl Environment {
    /// Reads the variables through `get`, which is `|name| std::env::var(name).ok()` outside tests.
    pub fn detect(get: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| get(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let program = set("TERM_PROGRAM");
        Self {
            tmux: set("TMUX").is_some() || term.starts_with("tmux") || program.as_deref() == Some("tmux"),
            screen: set("STY").is_some() && set("TMUX").is_none(),
            own: OWN.into_iter().map(|(name, _)| name).filter(|name| set(name).is_some()).collect(),
            colorterm: set("COLORTERM"),
            colorfgbg: set("COLORFGBG"),
            no_color: set("NO_COLOR").is_some(),
            term,
            program,
        }
    }

    /// Whether a multiplexer stands between the program and the terminal.
    pub fn multiplexed(&self) -> bool {
        self.tmux || self.screen || self.term.starts_with("screen")
    }

    /// Whether the variable of one terminal is set (`VTE_VERSION`, `KONSOLE_VERSION`, …).
    pub fn has(&self, variable: &str) -> bool {
        self.own.contains(&variable)
    }

    /// Whether the ground is said to be light. White and the bright colours are, but for bright black.
    pub fn has_light_ground(&self) -> Option<bool> {
        let ground: u8 = self.colorfgbg.as_deref()?.rsplit(';').next()?.parse().ok()?;
        (ground < 16).then_some(ground == 7 || ground > 8)
    }

    /// What the first frame is drawn for, before the terminal has answered.
    pub fn likely_profile(&self) -> (Profile, Reason) {
        // Multiplexers swallow the switches, and the variables may be those of another client.
        if self.multiplexed() {
            return (Profile::new(Kind::VisualLrm), Reason::Multiplexer(None));
        }
        if let Some(profile) = by_term(&self.term) {
            return (profile, Reason::Environment("TERM"));
        }
        let program = self.program.as_deref();
        if let Some((_, profile)) = PROGRAMS.into_iter().find(|&(name, _)| program == Some(name)) {
            return (profile, Reason::Environment("TERM_PROGRAM"));
        }
        match OWN.into_iter().find(|&(name, _)| self.has(name)) {
            Some((name, profile)) => (profile, Reason::Environment(name)),
            None => (Profile::new(Kind::VisualLrm), Reason::Unknown),
        }
    }

    /// The name under which a choice is remembered: the same for all windows of one terminal program.
    pub fn key(&self) -> String {
        let layer = if self.tmux {
            "tmux"
        } else if self.multiplexed() {
            "screen"
        } else {
            ""
        };
        let program = self.program.as_deref().unwrap_or_default();
        let own = self.own.join("+");
        let parts = [layer, &self.term, program, &own];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_follows_the_last_number_of_colorfgbg() {
        for (value, light) in [
            ("COLORFGBG=0;15", Some(true)),
            ("COLORFGBG=15;default;0", Some(false)),
            ("COLORFGBG=12;8", Some(false)),
            ("COLORFGBG=0;7", Some(true)),
            ("COLORFGBG=0;default", None),
            ("COLORFGBG=0;16", None),
            ("TERM=xterm", None),
        ] {
            assert_eq!(environment(value).has_light_ground(), light, "{value}");
        }
    }

    fn environment(variables: &str) -> Environment {
        Environment::detect(|name| {
            variables
                .split_whitespace()
                .filter_map(|pair| pair.split_once('='))
                .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
        })
    }

    #[test]
    fn each_terminal_is_known_by_its_variables() {
        for (variables, profile) in [
            ("TERM=xterm XTERM_VERSION=XTerm(379)", "visual"),
            ("TERM=rxvt-unicode-256color COLORTERM=rxvt-xpm COLORFGBG=0;15", "visual"),
            ("TERM=st-256color", "visual-no-marks"),
            ("TERM=alacritty COLORTERM=truecolor", "visual-no-marks"),
            ("TERM=foot COLORTERM=truecolor", "visual-no-marks"),
            ("TERM=xterm-256color ZUTTY_VERSION=0.14", "visual-no-marks"),
            ("TERM=xterm-256color TERM_PROGRAM=vscode", "visual-lrm"),
            ("TERM=xterm-256color COLORTERM=truecolor VTE_VERSION=7006", "visual-bdsm"),
            ("TERM=xterm-256color COLORTERM=truecolor KONSOLE_VERSION=221203", "visual-konsole"),
            ("TERM=mlterm MLTERM=3.9.0", "visual-mlterm"),
            ("TERM=xterm-kitty KITTY_WINDOW_ID=1", "visual-breakers"),
            ("TERM=xterm-ghostty TERM_PROGRAM=ghostty", "visual"),
            ("TERM=xterm-256color WT_SESSION=0-1", "visual"),
            ("TERM=xterm TERM_PROGRAM=mintty", "visual-bdsm"),
            ("TERM=xterm-256color TERM_PROGRAM=WezTerm", "visual-bdsm"),
            ("TERM=linux", "visual-no-marks"),
            ("TERM=xterm", "visual-lrm"),
            ("", "visual-lrm"),
        ] {
            let (found, _) = environment(variables).likely_profile();
            assert_eq!(found.to_string(), profile, "{variables}");
        }
    }

    #[test]
    fn variables_that_leaked_from_another_terminal_do_not_mislead() {
        for (variables, profile) in [
            ("TERM=alacritty VTE_VERSION=7006", "visual-no-marks"),
            ("TERM=rxvt-unicode-256color KONSOLE_VERSION=221203", "visual"),
            ("TERM=xterm XTERM_VERSION=XTerm(379) KONSOLE_VERSION=221203", "visual"),
            ("TERM=xterm XTERM_VERSION=XTerm(379) VTE_VERSION=7006", "visual-bdsm"),
            ("TERM=tmux-256color TMUX=socket,1,0 TERM_PROGRAM=tmux VTE_VERSION=7006", "visual-lrm"),
            ("TERM=screen STY=1.pts VTE_VERSION=7006", "visual-lrm"),
            ("TERM=screen-256color TMUX=socket,1,0 KONSOLE_VERSION=221203", "visual-lrm"),
        ] {
            let (found, _) = environment(variables).likely_profile();
            assert_eq!(found.to_string(), profile, "{variables}");
        }
    }

    #[test]
    fn whole_rows_are_repainted_where_the_terminal_needs_it() {
        for (variables, repaints) in [
            ("TERM=xterm XTERM_VERSION=XTerm(379)", Repaint::Rows),
            ("TERM=rxvt-unicode-256color", Repaint::Cells),
            ("TERM=st-256color", Repaint::Cells),
            ("TERM=alacritty XTERM_VERSION=XTerm(379)", Repaint::Cells),
            ("TERM=xterm", Repaint::Cells),
            ("TERM=tmux-256color TMUX=socket,1,0 XTERM_VERSION=XTerm(379)", Repaint::Cells),
        ] {
            let (profile, _) = environment(variables).likely_profile();
            assert_eq!(profile.repaints, repaints, "{variables}");
        }
    }

    #[test]
    fn a_choice_is_remembered_apart_inside_tmux() {
        let outside = environment("TERM=xterm-256color VTE_VERSION=7006");
        let inside = environment("TERM=xterm-256color VTE_VERSION=7006 TMUX=socket,1,0");
        assert_eq!(outside.key(), "xterm-256color/VTE_VERSION");
        assert_ne!(outside.key(), inside.key());
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        let found = environment("TERM=xterm NO_COLOR= TMUX= VTE_VERSION=");
        assert!(!found.no_color && !found.tmux && !found.has("VTE_VERSION"));
    }
}
