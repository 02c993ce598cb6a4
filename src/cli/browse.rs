//! `qari` and `qari read`: the reader on the screen.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use crate::archive::Query;
use crate::cli::args::Common;
use crate::cli::{Done, UsageError, place, say, search};
use crate::runtime;

/// Opens the reader on the articles that a query finds.
pub(super) fn browse(common: &Common, query: &[String], profile: Option<&str>) -> anyhow::Result<Done> {
    let query = search::parse(common, query)?;
    run(common, place::open(common)?, query, profile)
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
    let done = run(common, opened, Query::default(), profile)?;
    Ok(if failed.is_empty() { done } else { Done::Partly })
}

fn run(common: &Common, opened: place::Opened, query: Query, profile: Option<&str>) -> anyhow::Result<Done> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        let why = "the reader needs a terminal: for lists and text in a pipe, 'qari search' and 'qari show'";
        return Err(UsageError(why.to_owned()).into());
    }
    let (config, warnings) = place::config(common, profile)?;
    let printed = runtime::run(&runtime::Start {
        archive: opened.archive,
        name: opened.name,
        config,
        warnings: warnings.iter().map(ToString::to_string).collect(),
        memory: place::memory_file(),
        calibrate: false,
        query,
    })?;
    if !printed.is_empty() {
        // In logical order, as it was copied: it is to be copied on from there.
        writeln!(say::out(), "{}", printed.join("\n\n"))?;
    }
    Ok(Done::Fully)
}
