//! `qari print`: a filter that lays out text for the terminal, each input line a paragraph.

use std::borrow::Cow;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;

use crate::app::look::Look;
use crate::cli::args::{Common, LookArgs, Print, PrintDirection, PrintProfile, Switch};
use crate::cli::say::WIDTH;
use crate::cli::{Done, UsageError, place, say};
use crate::config::Config;
use crate::runtime;
use crate::terminal::{Environment, Kind, encode};
use crate::text::{Direction, Glyphs, Line, Options, Paragraph};

/// Lays out a file or standard input.
pub(super) fn print(common: &Common, args: &Print) -> anyhow::Result<Done> {
    let width = width_or_terminal(args.width)?;
    let profile = args.profile.unwrap_or_else(default_profile);
    let mut out = io::BufWriter::new(say::out());
    let options = Options {
        base: match args.direction {
            PrintDirection::Auto => None,
            PrintDirection::Rtl => Some(Direction::Rtl),
            PrintDirection::Ltr => Some(Direction::Ltr),
        },
        marks: args.marks == Switch::On,
        glyphs: glyphs_on(io::stdout().is_terminal(), &place::config(common, None)?.0.glyphs),
        ..dressed(profile, &args.look, Config::default())
    };
    let mut input = open(args.file.as_deref())?;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line).context("cannot read the input")? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        for row in rows(text, width, options, profile, args.align == Switch::On) {
            writeln!(out, "{row}")?;
        }
        line.clear();
    }
    out.flush()?;
    Ok(Done::Fully)
}

/// The rows of a paragraph; an empty one is one empty row.
pub(super) fn rows(
    text: &str,
    width: u16,
    options: Options,
    profile: PrintProfile,
    align: bool,
) -> Vec<String> {
    let width = usize::from(width);
    let paragraph = Paragraph::new(text, &options);
    let lines = paragraph.lines(width);
    if lines.is_empty() {
        return vec![String::new()];
    }
    let pad = |line: &Line| if align { line.offset(width) } else { 0 };
    lines.iter().map(|line| row(&paragraph, line, pad(line), profile)).collect()
}

fn open(file: Option<&Path>) -> anyhow::Result<Box<dyn BufRead>> {
    match file {
        None => Ok(Box::new(io::stdin().lock())),
        Some(path) if path == Path::new("-") => Ok(Box::new(io::stdin().lock())),
        Some(path) => {
            let file = std::fs::File::open(path).with_context(|| {
                format!("cannot read '{}': check the name and that you may read it", path.display())
            })?;
            Ok(Box::new(io::BufReader::new(file)))
        }
    }
}

/// The width asked for, else the terminal's, else 80; zero is a mistake.
pub(super) fn width_or_terminal(asked: Option<u16>) -> anyhow::Result<u16> {
    match asked {
        Some(0) => Err(UsageError("--width 0 holds no text: give at least 1".to_owned()).into()),
        Some(width) => Ok(width),
        None if io::stdout().is_terminal() => Ok(crate::terminal::columns().unwrap_or(WIDTH)),
        None => Ok(WIDTH),
    }
}

/// By the terminal: what reorders by itself is sent what survives it. Piped, what a plain terminal would show.
pub(super) fn default_profile() -> PrintProfile {
    profile_on(io::stdout().is_terminal())
}

/// The same for a stream that is a terminal or not.
pub(super) fn profile_on(terminal: bool) -> PrintProfile {
    if !terminal {
        return PrintProfile::Visual;
    }
    let environment = Environment::detect(|name| std::env::var(name).ok());
    match environment.likely_profile(None).0.kind {
        Kind::Visual => PrintProfile::Visual,
        Kind::VisualKonsole | Kind::VisualMlterm | Kind::ImplicitLrm => PrintProfile::Implicit,
        _ => PrintProfile::VisualLrm,
    }
}

/// The signs that are printed: all in a pipe, which may lead anywhere; on a terminal those that it can show.
pub(super) fn glyphs_on(terminal: bool, setting: &str) -> Glyphs {
    if !terminal {
        return Glyphs::All;
    }
    runtime::glyphs(setting, &Environment::detect(|name| std::env::var(name).ok()))
}

/// The engine's options for a profile: what undoes joining forms shows lam-alef in two columns.
pub(super) fn options_of(profile: PrintProfile) -> Options {
    match profile {
        PrintProfile::Visual | PrintProfile::VisualLrm => Options::default(),
        PrintProfile::Implicit => {
            let lam_alef_ligature = Kind::ImplicitLrm.lam_alef_ligature();
            Options { lam_alef_ligature, ..Options::default() }
        }
        PrintProfile::Logical => Options { shape: false, lam_alef_ligature: false, ..Options::default() },
    }
}

/// The same with the look that the settings and the arguments over them ask for. Text that is wrapped only has no
/// look.
pub(super) fn dressed(profile: PrintProfile, look: &LookArgs, mut config: Config) -> Options {
    look.over(&mut config);
    match profile {
        PrintProfile::Logical => options_of(profile),
        _ => Look::default().dress(options_of(profile), &config),
    }
}

/// One row as it is sent: never trailing blanks.
fn row(paragraph: &Paragraph, line: &Line, pad: usize, profile: PrintProfile) -> String {
    let symbols = line.cells.iter().map(|c| &*c.symbol);
    let body: Cow<'_, str> = match profile {
        PrintProfile::Logical => paragraph.text().get(line.range.clone()).unwrap_or_default().trim().into(),
        PrintProfile::Visual => line.plain().into(),
        PrintProfile::VisualLrm => encode::row(Kind::VisualLrm, symbols).into(),
        PrintProfile::Implicit => encode::row(Kind::ImplicitLrm, symbols).into(),
    };
    format!("{:pad$}{}", "", body).trim_end().to_owned()
}
