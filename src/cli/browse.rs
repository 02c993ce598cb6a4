//! `qari` and `qari read`: the reader on the screen.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use crate::cli::args::{Common, join_query};
use crate::cli::{Done, UsageError, place, search};
use crate::runtime;
use crate::text::{Controls, clean};

/// Opens the reader on the articles that a query finds.
pub(super) fn browse(common: &Common, query: &[String], profile: Option<&str>) -> anyhow::Result<Done> {
    search::parse(query)?;
    run(common, place::open(common)?, &join_query(query), profile)
}

/// Opens the reader on files, without importing them.
pub(super) fn read(common: &Common, files: &[PathBuf], profile: Option<&str>) -> anyhow::Result<Done> {
    let (opened, failed) = place::of_files(files)?;
    for failure in &failed {
        let line = format!("{}: {}", failure.path, failure.reason);
        writeln!(io::stderr(), "qari: not read: {}", clean(&line, Controls::Neutralise))?;
    }
    if opened.archive.info()?.articles == 0 {
        anyhow::bail!("nothing to read in what was named: name text or Markdown files, or folders of them");
    }
    let done = run(common, opened, "", profile)?;
    Ok(if failed.is_empty() { done } else { Done::Partly })
}

fn run(common: &Common, opened: place::Opened, query: &str, profile: Option<&str>) -> anyhow::Result<Done> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        let why = "the reader needs a terminal: for lists and text in a pipe, 'qari search' and 'qari show'";
        return Err(UsageError(why.to_owned()).into());
    }
    let (mut config, warnings) = place::config(common)?;
    if let Some(profile) = profile {
        profile.clone_into(&mut config.profile);
    }
    runtime::run(&runtime::Start {
        archive: opened.archive,
        name: opened.name,
        config,
        warnings: warnings.iter().map(ToString::to_string).collect(),
        query: query.to_owned(),
        keep_session: opened.temporary.is_none(),
    })?;
    Ok(Done::Fully)
}
