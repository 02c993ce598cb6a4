//! `qari` and `qari read`: the reader on the screen.

use std::io::{self, IsTerminal, Write};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use crate::archive::Query;
use crate::cli::args::Common;
use crate::cli::place::{self, Opened};
use crate::cli::{Done, UsageError, say, search};
use crate::config::Warning;
use crate::runtime::{self, Prepared};
use crate::tag;
use crate::text::{Options, Paragraph};

/// Both scripts, a number, a bracket and an isolated word: what takes every step of the text engine.
const SAMPLE: &str = "أولًا (1) \u{2068}one\u{2069}";

/// Opens the reader on the articles that a query finds.
pub(super) fn browse(common: &Common, query: &[String], profile: Option<&str>) -> anyhow::Result<Done> {
    let query = search::parse(common, query)?;
    run(common, || place::open(common), query, profile)
}

/// Opens the reader on files, without importing them.
pub(super) fn read(common: &Common, files: &[PathBuf], profile: Option<&str>) -> anyhow::Result<Done> {
    let (opened, failed) = place::of_files(files)?;
    for failure in &failed {
        say::warn(&format!("not read: '{}': {}", failure.path, failure.reason))?;
    }
    if opened.archive.info()?.articles == 0 {
        anyhow::bail!("nothing to read in what was named: name text or Markdown files, or folders of them");
    }
    let done = run(common, || Ok(opened), Query::default(), profile)?;
    Ok(if failed.is_empty() { done } else { Done::Partly })
}

/// What is wrong with the settings, and the screen.
type Screen = (Vec<Warning>, Prepared);

fn run(
    common: &Common,
    open: impl FnOnce() -> anyhow::Result<Opened>,
    query: Query,
    profile: Option<&str>,
) -> anyhow::Result<Done> {
    let is_terminal = io::stdout().is_terminal() && io::stdin().is_terminal();
    // The first frame waits for both: each has a processor of its own.
    let (opened, screen) = thread::scope(|scope| {
        let screen = is_terminal.then(|| scope.spawn(|| prepare(common, profile)));
        let opened =
            open().map(|opened| (is_terminal.then(|| runtime::front(opened.archive.as_ref())), opened));
        (opened, screen.map(|screen| screen.join().unwrap_or_else(|panic| resume_unwind(panic))))
    });
    let (front, opened) = opened?;
    let (Some(front), Some(screen)) = (front, screen) else {
        let why = "the reader needs a terminal: for lists and text in a pipe, 'qari search' and 'qari show'";
        return Err(UsageError(why.to_owned()).into());
    };
    let (warnings, prepared) = screen?;
    let start = runtime::Start {
        archive: opened.archive,
        name: opened.name,
        front: front?,
        warnings: warnings.iter().map(ToString::to_string).collect(),
        calibrate: false,
        query,
        settings: place::config_name(common),
    };
    let printed = runtime::run(start, prepared)?;
    if !printed.is_empty() {
        // In logical order, as it was copied: it is to be copied on from there.
        writeln!(say::out(), "{}", printed.join("\n\n"))?;
    }
    Ok(Done::Fully)
}

fn prepare(common: &Common, profile: Option<&str>) -> anyhow::Result<Screen> {
    // The archive's counts have names; whoever opens it needs them next.
    tag::topics();
    let (config, warnings) = place::config(common, profile)?;
    let prepared = runtime::prepare(config, place::memory_file())?;
    // The tables of the text engine are in the memory when the first frame is drawn.
    Paragraph::new(SAMPLE, &Options::default()).fit(usize::MAX);
    Ok((warnings, prepared))
}
