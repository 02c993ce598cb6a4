//! How well qari reads: every figure of extraction, encodings, dates, languages, tags and pairs, on real data that
//! is not part of the project, with simple baselines beside them and, if asked, what came out wrong.
//!
//! Nothing is fetched and no archive is touched. What is not there is said and left out.

mod countries;
mod dates;
mod differences;
mod duplicates;
mod encodings;
mod extraction;
mod feeds;
mod language;
mod organisations;
mod pairs;
mod records;
mod report;
mod topics;

use std::path::{Path, PathBuf};

use clap::Parser;

use report::Report;

/// Measures how well articles are read out of files.
#[derive(Parser)]
struct Asked {
    /// What to measure; everything unless named.
    kinds: Vec<String>,
    /// The folder of test data; `$QARI_CORPORA`, else `../shared/corpora` beside the project.
    #[arg(long)]
    corpora: Option<PathBuf>,
    /// How many wrong outputs of each kind to show.
    #[arg(long, default_value_t = 0)]
    wrong: usize,
}

/// A kind of figures: its name and what measures it, given the folder of test data.
type Kind = (&'static str, fn(&Path, &mut Report) -> anyhow::Result<()>);

const KINDS: &[Kind] = &[
    ("extraction", extraction::measure),
    ("encodings", encodings::measure),
    ("feeds", feeds::measure),
    ("records", records::measure),
    ("dates", dates::measure),
    ("language", language::measure),
    ("countries", countries::measure),
    ("organisations", organisations::measure),
    ("topics", topics::measure),
    ("pairs", pairs::measure),
    ("differences", differences::measure),
    ("duplicates", duplicates::measure),
];

fn main() -> anyhow::Result<()> {
    let asked = Asked::parse();
    if let Some(unknown) = asked.kinds.iter().find(|name| KINDS.iter().all(|(kind, _)| kind != name)) {
        let known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        anyhow::bail!("'{unknown}' is nothing that is measured: name some of {}", known.join(", "));
    }
    let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora").into();
    let told = asked.corpora.or_else(|| std::env::var_os("QARI_CORPORA").map(PathBuf::from));
    let corpora: PathBuf = told.unwrap_or_else(beside);
    let mut report = Report::new(asked.wrong);
    for (name, measure) in KINDS {
        if asked.kinds.is_empty() || asked.kinds.iter().any(|kind| kind == name) {
            report.begin(name);
            measure(&corpora, &mut report)?;
        }
    }
    report.end();
    Ok(())
}
