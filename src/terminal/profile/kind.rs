//! The kinds of output profiles: a table of names, switches and properties. Nothing is written here.

/// How right-to-left text reaches a terminal.
///
/// Every variant has a name ([`Kind::name`]), a pair of sequences ([`Kind::enter`], [`Kind::leave`]) and an encoding
/// of cells ([`crate::terminal::encode`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Cells in visual order, as they are: for terminals that never reorder (xterm, alacritty, foot, ghostty).
    Visual,
    /// Visual order, with implicit bidi mode (BDSM, ECMA-48 mode 8) switched off: VTE, mintty, wezterm.
    VisualBdsm,
    /// Visual order, with Konsole's own rendering property switched off.
    VisualKonsole,
    /// Visual order, with mlterm's own rendering property switched off.
    VisualMlterm,
    /// Visual order with U+200E after each right-to-left letter in its cell: right whether the terminal reorders or
    /// not, as long as it takes a mark of no width.
    VisualLrm,
    /// Visual order, each right-to-left cell a text of its own (OSC 66, the text sizing protocol): kitty from 0.40,
    /// which turns each run of letters around otherwise.
    VisualKitty,
    /// Visual order, an invisible letter of a left-to-right script before each word: kitty before 0.40, and inside a
    /// multiplexer, where the text sizing protocol does not get through.
    VisualBreakers,
    /// Words in logical order and base letters between U+200E, everything else in its place: Konsole from 24.05
    /// where it cannot be switched.
    ImplicitLrm,
    /// The same with joining forms: older Konsoles where they cannot be switched, and iTerm2 from 3.7.
    ImplicitLrmForms,
    /// Words in logical order and joining forms between U+2800, a blank that is a left-to-right letter: `PuTTY`,
    /// which reorders, cannot be switched, and drops U+200E, and mlterm inside a multiplexer, which gives U+200E a
    /// column.
    ImplicitBlank,
    /// The same between blanks in a colour that they do not show: qterminal, which reorders each piece of one look
    /// by itself, and takes U+2800 from a font of another width.
    ImplicitSpans,
}

impl Kind {
    /// All kinds, in the order in which they are offered to the user.
    pub const ALL: [Self; 11] = [
        Self::Visual,
        Self::VisualBdsm,
        Self::VisualKonsole,
        Self::VisualMlterm,
        Self::VisualLrm,
        Self::VisualKitty,
        Self::VisualBreakers,
        Self::ImplicitLrm,
        Self::ImplicitLrmForms,
        Self::ImplicitBlank,
        Self::ImplicitSpans,
    ];

    /// The name that options and settings use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Visual => "visual",
            Self::VisualBdsm => "visual-bdsm",
            Self::VisualKonsole => "visual-konsole",
            Self::VisualMlterm => "visual-mlterm",
            Self::VisualLrm => "visual-lrm",
            Self::VisualKitty => "visual-kitty",
            Self::VisualBreakers => "visual-breakers",
            Self::ImplicitLrm => "implicit-lrm",
            Self::ImplicitLrmForms => "implicit-lrm-forms",
            Self::ImplicitBlank => "implicit-blank",
            Self::ImplicitSpans => "implicit-spans",
        }
    }

    /// What is sent between entering the alternate screen and clearing it.
    ///
    /// The place matters: VTE keeps the mode with each row, and a row takes it over only when it is cleared.
    /// `OSC 50` goes to Konsole only: xterm and urxvt would take it for the name of a font.
    pub fn enter(self) -> &'static [u8] {
        match self {
            Self::VisualBdsm => b"\x1b[8l",
            Self::VisualKonsole => b"\x1b]50;BidiRenderingEnabled=false\x07",
            Self::VisualMlterm => b"\x1b]5379;use_ctl=false\x07",
            _ => b"",
        }
    }

    /// What undoes [`Kind::enter`]: the terminal's own default.
    pub fn leave(self) -> &'static [u8] {
        match self {
            Self::VisualBdsm => b"\x1b[8h",
            Self::VisualKonsole => b"\x1b]50;BidiRenderingEnabled=true\x07",
            Self::VisualMlterm => b"\x1b]5379;use_ctl=true\x07",
            _ => b"",
        }
    }

    /// Whether a cell is sent differently by what is beside it, so that a change may change its neighbours.
    pub fn encodes_rows(self) -> bool {
        matches!(
            self,
            Self::VisualBreakers
                | Self::ImplicitLrm
                | Self::ImplicitLrmForms
                | Self::ImplicitBlank
                | Self::ImplicitSpans
        )
    }

    /// Whether the terminal reorders each piece of one look by itself, so that each is encoded by itself.
    pub fn encodes_looks(self) -> bool {
        self == Self::ImplicitSpans
    }

    /// Whether lam-alef may be one cell. Every kind that shows the presentation form as it is can do that; Konsole
    /// shapes anew, in two cells.
    pub fn lam_alef_ligature(self) -> bool {
        self != Self::ImplicitLrm
    }
}
