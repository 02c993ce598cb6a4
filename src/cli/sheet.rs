//! How rows are printed: for which kind of terminal, with or without vowel marks, and laid out at which place.
//!
//! Rows are printed into the screen that the shell has too, so nothing is ever switched: a switch would turn what
//! stands there already. It writes nothing.

use std::io::{self, IsTerminal};

use crate::cli::args::PrintProfile;
use crate::cli::place;
use crate::config::Config;
use crate::runtime;
use crate::terminal::{Environment, Kind, Profile, Reason, Replies, encode, listen};
use crate::text::{Line, Options, Paragraph};

/// What rows are printed for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    /// How finished rows are encoded; none where text is wrapped only.
    kind: Option<Kind>,
    /// Whether vowel marks are sent where nobody has a wish.
    marks: bool,
}

/// Where a paragraph's rows are laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure<'a> {
    /// Cells for the text.
    pub width: u16,
    /// What stands before every row; of ASCII.
    pub lead: &'a str,
    /// Whether right-to-left rows are set against the right margin.
    pub align: bool,
}

/// One row as it is sent: what no foreign text can add to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    text: String,
    /// Whether it is made of cells, so that every control in it is the encoding's.
    encoded: bool,
}

impl Row {
    /// What is sent, never with blanks at its end.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is made of cells, so that every control in it is the encoding's own.
    pub(super) const fn is_encoded(&self) -> bool {
        self.encoded
    }
}

impl Sheet {
    /// For rows of this kind.
    pub(super) const fn of(kind: Kind) -> Self {
        Self { kind: Some(kind), marks: true }
    }

    /// For standard output: as the option says; else in a pipe as a plain terminal would show it, and on a terminal
    /// as the reader would write to it. `ask`: whether the terminal may be asked what it is.
    pub(super) fn new(asked: Option<PrintProfile>, config: &Config, ask: bool) -> anyhow::Result<Self> {
        match asked {
            Some(profile) => Ok(Self::asked(profile)),
            None if !io::stdout().is_terminal() => Ok(Self::of(Kind::Visual)),
            None => Self::found(config, ask),
        }
    }

    /// For a stream of messages, which wait for no answer: by the settings, by what was chosen for the terminal and
    /// by the environment.
    pub(super) fn unasked(terminal: bool, config: &Config) -> Self {
        if terminal {
            Self::found(config, false).unwrap_or(Self::of(Kind::VisualLrm))
        } else {
            Self::of(Kind::Visual)
        }
    }

    const fn asked(profile: PrintProfile) -> Self {
        match profile {
            PrintProfile::Visual => Self::of(Kind::Visual),
            PrintProfile::VisualLrm => Self::of(Kind::VisualLrm),
            PrintProfile::Implicit => Self::of(Kind::ImplicitLrm),
            PrintProfile::Logical => Self { kind: None, marks: true },
        }
    }

    /// As the reader decides: by the setting, by what was chosen for the terminal, by what it is.
    fn found(config: &Config, ask: bool) -> anyhow::Result<Self> {
        let environment = Environment::detect(|name| std::env::var(name).ok());
        let outlook =
            |replies: &Replies| runtime::outlook(config, place::memory_file(), &environment, replies);
        let mut replies = Replies::default();
        let mut profile = outlook(&replies)?.used;
        if ask && !matches!(profile.1, Reason::Asked | Reason::Remembered) {
            // A terminal that cannot be asked is what the environment says.
            replies = listen::inquire(&environment).unwrap_or_default();
            profile = outlook(&replies)?.used;
        }
        Ok(Self::printed(profile.0, &replies))
    }

    fn printed(profile: Profile, replies: &Replies) -> Self {
        Self { kind: Some(replies.printed(profile.kind)), marks: profile.marks }
    }

    /// Whether text is wrapped only.
    pub(super) const fn is_logical(self) -> bool {
        self.kind.is_none()
    }

    /// The engine's options: what undoes joining forms shows lam-alef in two columns.
    pub(super) fn options(self) -> Options {
        let marks = self.marks;
        match self.kind {
            Some(kind) => {
                Options { marks, lam_alef_ligature: kind.lam_alef_ligature(), ..Options::default() }
            }
            None => Options { marks, shape: false, lam_alef_ligature: false, ..Options::default() },
        }
    }

    /// The row of these cells, from the left edge. Foreign text has no controls left when it is cells; should it, they
    /// go here, because what is encoded passes the door as it is.
    pub(super) fn row<'a>(self, cells: impl Iterator<Item = &'a str>) -> Row {
        let tame = |cell: &&str| !cell.chars().any(char::is_control);
        let mut cells: Vec<&str> = cells.filter(tame).collect();
        cells.truncate(cells.iter().rposition(|cell| *cell != " ").map_or(0, |last| last + 1));
        let kind = self.kind.unwrap_or(Kind::Visual);
        Row { text: encode::row(kind, cells.into_iter()).trim_end().to_owned(), encoded: true }
    }

    /// The rows of a paragraph; an empty one is one empty row.
    pub(super) fn rows(self, text: &str, options: &Options, measure: Measure<'_>) -> Vec<Row> {
        let width = usize::from(measure.width);
        let paragraph = Paragraph::new(text, options);
        let lines = paragraph.lines(width);
        if lines.is_empty() {
            return vec![Row { text: String::new(), encoded: true }];
        }
        let row = |line: &Line| -> Row {
            let pad = if measure.align { line.offset(width) } else { 0 };
            let mut cells: Vec<&str> = measure.lead.split("").filter(|cell| !cell.is_empty()).collect();
            cells.extend(std::iter::repeat_n(" ", pad));
            if self.is_logical() {
                cells.push(paragraph.text().get(line.range.clone()).unwrap_or_default().trim());
                return Row { text: cells.concat().trim_end().to_owned(), encoded: false };
            }
            cells.extend(line.cells.iter().map(|cell| &*cell.symbol));
            self.row(cells.into_iter())
        };
        lines.iter().map(row).collect()
    }
}
