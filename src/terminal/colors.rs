//! How many colours the terminal shows. It only tells; which colours are used is the theme's business.

use crate::terminal::environment::Environment;

/// How many colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorDepth {
    /// None: `NO_COLOR` is set, or the terminal is dumb. Bold, dim, underline and reverse remain.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The 256 of xterm's palette.
    Indexed256,
    /// 24 bits.
    True,
}

/// Terminals that show 24 bits even where `COLORTERM` did not come along, as through ssh.
const TRUE_TERMS: [&str; 5] = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"];
const TRUE_OWN: [&str; 4] = ["WT_SESSION", "KITTY_WINDOW_ID", "VTE_VERSION", "KONSOLE_VERSION"];

/// The colour depth that the environment promises. `NO_COLOR` as <https://no-color.org> says: any value but the
/// empty one.
pub fn colors(environment: &Environment) -> ColorDepth {
    let term = environment.term.as_str();
    if environment.no_color || term == "dumb" {
        return ColorDepth::None;
    }
    // GNU screen passes the outer terminal's COLORTERM on but does not take 24-bit colours.
    let screen = environment.screen || (term.starts_with("screen") && !environment.tmux);
    let said = matches!(environment.colorterm.as_deref(), Some("truecolor" | "24bit"));
    let known = term.ends_with("-direct")
        || TRUE_TERMS.iter().any(|start| term.starts_with(start))
        || TRUE_OWN.iter().any(|name| environment.has(name));
    if !screen && (said || known) {
        ColorDepth::True
    } else if term.contains("256color") || term == "mlterm" {
        ColorDepth::Indexed256
    } else {
        ColorDepth::Sixteen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_follows_the_environment() {
        for (variables, depth) in [
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")][..],
                ColorDepth::None,
            ),
            (&[("TERM", "dumb")], ColorDepth::None),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "")], ColorDepth::True),
            (&[("TERM", "xterm-kitty")], ColorDepth::True),
            (&[("TERM", "xterm-256color"), ("VTE_VERSION", "7006")], ColorDepth::True),
            (&[("TERM", "rxvt-unicode-256color"), ("COLORTERM", "rxvt-xpm")], ColorDepth::Indexed256),
            (&[("TERM", "screen.xterm-256color"), ("COLORTERM", "truecolor")], ColorDepth::Indexed256),
            (&[("TERM", "tmux-256color"), ("TMUX", "x"), ("COLORTERM", "truecolor")], ColorDepth::True),
            (&[("TERM", "linux")], ColorDepth::Sixteen),
            (&[("TERM", "xterm")], ColorDepth::Sixteen),
        ] {
            let environment = Environment::detect(|name| {
                variables.iter().find_map(|(key, value)| (*key == name).then(|| (*value).to_owned()))
            });
            assert_eq!(colors(&environment), depth, "{variables:?}");
        }
    }
}
