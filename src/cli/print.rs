//! `qari print`: a filter that lays out text for the terminal, each input line a paragraph.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;

use crate::app::look::Look;
use crate::cli::args::{Common, LookArgs, Print, PrintDirection, Switch};
use crate::cli::say::WIDTH;
use crate::cli::sheet::{Measure, Sheet};
use crate::cli::{Done, UsageError, place, say};
use crate::config::Config;
use crate::runtime;
use crate::terminal::Environment;
use crate::text::{Direction, Glyphs, Options};

/// Lays out a file or standard input.
pub(super) fn print(common: &Common, args: &Print) -> anyhow::Result<Done> {
    let width = width_or_terminal(args.width)?;
    let (config, _) = place::config(common, None)?;
    let mut input = open(args.file.as_deref())?;
    // What is typed on the terminal is the text: none of it may be taken for an answer.
    let typed = is_stdin(args.file.as_deref()) && io::stdin().is_terminal();
    let sheet = Sheet::new(args.profile, &config, !typed)?;
    let mut out = say::buffered();
    let options = Options {
        base: match args.direction {
            PrintDirection::Auto => None,
            PrintDirection::Rtl => Some(Direction::Rtl),
            PrintDirection::Ltr => Some(Direction::Ltr),
        },
        marks: args.marks == Switch::On,
        glyphs: glyphs_on(io::stdout().is_terminal(), &config.glyphs),
        ..dressed(sheet, &args.look, Config::default())
    };
    let measure = Measure { width, lead: "", align: args.align == Switch::On };
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line).context("cannot read the input")? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        for row in sheet.rows(text, &options, measure) {
            out.row(&row)?;
        }
        line.clear();
    }
    out.flush()?;
    Ok(Done::Fully)
}

fn is_stdin(file: Option<&Path>) -> bool {
    file.is_none_or(|path| path == Path::new("-"))
}

fn open(file: Option<&Path>) -> anyhow::Result<Box<dyn BufRead>> {
    match file.filter(|_| !is_stdin(file)) {
        None => Ok(Box::new(io::stdin().lock())),
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

/// The signs that are printed: all in a pipe, which may lead anywhere; on a terminal those that it can show.
pub(super) fn glyphs_on(terminal: bool, setting: &str) -> Glyphs {
    if !terminal {
        return Glyphs::All;
    }
    runtime::glyphs(setting, &Environment::detect(|name| std::env::var(name).ok()))
}

/// The engine's options with the look that the settings and the arguments over them ask for. Text that is wrapped
/// only has no look.
pub(super) fn dressed(sheet: Sheet, look: &LookArgs, mut config: Config) -> Options {
    look.over(&mut config);
    if sheet.is_logical() { sheet.options() } else { Look::default().dress(sheet.options(), &config) }
}
