//! The command line: arguments in, a command carried out, an exit code out. One file a command.
//!
//! Data goes to standard output, everything else to standard error; nothing here draws on the screen.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::archive::ArchiveError;
use crate::article::Lang;

pub mod args;
mod browse;
mod correct;
mod doctor;
mod export;
mod fetch;
mod gather;
mod import;
mod intake;
mod manage;
mod place;
mod print;
mod record;
mod saved;
mod say;
mod search;
mod sheet;
mod show;
mod subscriptions;
mod translate;
mod watch;

use args::{Cli, Command};

/// How a command ended. The numbers are part of the contract with scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Everything was done.
    Fully = 0,
    /// It failed.
    Failed = 1,
    /// The arguments are wrong.
    Usage = 2,
    /// Some of it was done; what was not is on standard error.
    Partly = 3,
}

/// A mistake in the arguments: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// A mistake in a query, in the interface's language: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{said}")]
pub struct QueryFault {
    /// What is wrong and the way out.
    pub said: String,
    /// The language that it is said in.
    pub lang: Lang,
}

/// Runs the program on its arguments.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = match Cli::try_parse_from(args::prepare(args)) {
        Ok(cli) => run(&cli).unwrap_or_else(|error| report(&error)),
        Err(error) => {
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                    // A closed pipe is nothing to report.
                    let _ = say::help(&error);
                    Done::Fully
                }
                _ => {
                    // It quotes the arguments. There is nobody left to tell that standard error is closed.
                    let _ = say::notes(&error.render().to_string());
                    Done::Usage
                }
            }
        }
    };
    ExitCode::from(done as u8)
}

fn run(cli: &Cli) -> anyhow::Result<Done> {
    let common = &cli.common;
    place::extend_topics(common)?;
    match &cli.command {
        Command::Browse { query, profile } => browse::browse(common, query, profile.as_deref()),
        Command::Read { files, profile } => browse::read(common, files, profile.as_deref()),
        Command::Import(args::Import { undo: Some(batch), .. }) => import::undo(common, *batch),
        Command::Fetch(asked) => fetch::fetch(common, asked),
        Command::Import(asked @ args::Import { watch: true, .. }) => watch::watch(common, asked),
        Command::Import(asked) => import::import(common, asked),
        Command::Search { query, forms: true, any, .. } => search::forms(common, query, *any),
        Command::Search { query, saved: Some(name), new, limit, any, .. } => {
            saved::search(common, name, query, *limit, (*any, *new))
        }
        Command::Search { query, limit, any, .. } => search::search(common, query, *limit, *any),
        Command::Saved { task } => saved::saved(common, task.as_ref()),
        Command::Facets { query } => search::facets(common, query),
        Command::Show(show) => show::show(common, show),
        Command::Correct(asked) => correct::correct(common, asked),
        Command::Translate(asked) => translate::translate(common, asked),
        Command::Remove { query, yes } => manage::remove(common, query, *yes),
        Command::Print(print) => print::print(common, print),
        Command::Export { query, format, out } => export::export(common, query, *format, out.as_deref()),
        Command::Archive { task } => manage::archive(common, task),
        Command::Doctor { calibrate: true, .. } => doctor::calibrate(common),
        Command::Doctor { forget: true, .. } => doctor::forget(),
        Command::Doctor { profile, .. } => doctor::doctor(common, profile.as_deref()),
        Command::Completions { shell } => completions(*shell),
        Command::Man => man(),
    }
}

/// Says what went wrong in one line. A reader of our output that went away (`| head`) is no failure.
fn report(error: &anyhow::Error) -> Done {
    let closed = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    if error.downcast_ref::<io::Error>().is_some_and(closed) {
        return Done::Fully;
    }
    if let Some(fault) = error.downcast_ref::<QueryFault>() {
        // There is nobody left to tell that standard error is closed.
        let _ = say::told(fault.lang, &fault.said);
        return Done::Usage;
    }
    // The same here.
    let _ = say::warn(&format!("{error:#}"));
    if error.is::<UsageError>() || matches!(error.downcast_ref(), Some(ArchiveError::Missing { .. })) {
        return Done::Usage;
    }
    Done::Failed
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<Done> {
    use clap::CommandFactory;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "qari", &mut script);
    say::own(&script)?;
    Ok(Done::Fully)
}

fn man() -> anyhow::Result<Done> {
    use clap::CommandFactory;
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    say::own(&page)?;
    Ok(Done::Fully)
}
