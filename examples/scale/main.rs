//! Measures the archive at the sizes that are named: `cargo run --release --example scale -- 1000 10000 100000`.
//!
//! It writes the articles itself, imports them with the program, and holds each figure against a floor or a peer in
//! the same run. A table goes to standard output and, with a plot, to `--out`. Nothing of it is asserted: the
//! machine decides.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use qari::archive::{Archive, Embedded, Mode};

mod browse;
mod generate;
mod imports;
mod newsboat;
mod peers;
mod process;
mod report;
mod search;
mod terminal;

use report::Report;

/// The sizes of the issue, without the last, which takes an hour.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// What is asked for.
struct Asked {
    out: PathBuf,
    program: PathBuf,
    sizes: Vec<usize>,
    /// Whether importing alone is measured.
    imports_only: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", articles, path] => {
            let written = generate_file(articles.parse()?, Path::new(path))?;
            Ok(writeln!(io::stderr(), "{written:?}")?)
        }
        // A process of its own, so that its CPU time can be told from ours.
        ["tantivy", lines, folder] => peers::tantivy(Path::new(lines), Path::new(folder)),
        ["search", archive] => measure_search(Path::new(archive)),
        ["browse", archive] => measure_browse(Path::new(archive)),
        _ => measure(&asked(&words)?),
    }
}

/// The reader alone, on an archive that is there. Its pairs are taken as looked for: else that is measured too.
fn measure_browse(archive: &Path) -> anyhow::Result<()> {
    let asked = asked(&["0"])?;
    std::fs::create_dir_all(&asked.out)?;
    let mut report = Report::default();
    report.begin(held(archive)?);
    browse::measure(&asked, archive, held(archive)?, &mut report)?;
    writeln!(io::stdout(), "{}", report.table())?;
    Ok(())
}

/// How many articles an archive has.
fn held(archive: &Path) -> anyhow::Result<usize> {
    Ok(Embedded::open(archive, Mode::ReadOnly)?.front(0)?.total)
}

/// The searches alone, on an archive that is there.
fn measure_search(archive: &Path) -> anyhow::Result<()> {
    let mut report = Report::default();
    report.begin(held(archive)?);
    search::measure(archive, &mut report)?;
    writeln!(io::stdout(), "{}", report.table())?;
    Ok(())
}

fn asked(words: &[&str]) -> anyhow::Result<Asked> {
    let beside = std::env::current_exe()?.ancestors().nth(2).map(|folder| folder.join("qari"));
    let mut asked = Asked {
        out: PathBuf::from("target/scale"),
        program: beside.context("where is this program?")?,
        sizes: Vec::new(),
        imports_only: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match *word {
            "--out" => asked.out = value()?.into(),
            "--imports" => asked.imports_only = true,
            "--qari" => asked.program = value()?.into(),
            size => asked.sizes.push(size.parse().with_context(|| {
                format!(
                    "'{size}' is no number of articles; scale [--imports] [--out DIR] [--qari PROGRAM] SIZE…"
                )
            })?),
        }
    }
    if asked.sizes.is_empty() {
        asked.sizes = SIZES.to_vec();
    }
    // The reader is started with another home, and other programs from wherever they like.
    asked.out = std::path::absolute(&asked.out)?;
    asked.program = std::path::absolute(&asked.program)?;
    if !asked.program.is_file() {
        bail!("'{}' is not there: build it, or name it with --qari", asked.program.display());
    }
    Ok(asked)
}

/// Writes articles to a file. The same number gives the same file.
fn generate_file(articles: usize, path: &Path) -> anyhow::Result<generate::Written> {
    let mut out = BufWriter::new(File::create(path)?);
    let written = generate::Generator::new(2026).write(articles, &mut out)?;
    out.flush()?;
    Ok(written)
}

fn measure(asked: &Asked) -> anyhow::Result<()> {
    std::fs::create_dir_all(&asked.out)?;
    let mut report = Report::default();
    for &size in &asked.sizes {
        let lines = asked.out.join(format!("{size}.jsonl"));
        let written = generate_file(size, &lines)?;
        let archive = asked.out.join(format!("archive-{size}"));
        report.begin(size);
        report.add("words an article", written.words as f64 / size as f64);
        report.add("text, KB an article", written.text as f64 / size as f64 / 1e3);
        report.add("text, MB", written.text as f64 / 1e6);
        report.add("distinct words, thousands", written.distinct as f64 / 1e3);
        report.add("most alike two articles, % of their five-word runs", written.alike * 100.0);
        report.add("text packs, times", packs(&lines)?);
        imports::measure(asked, &lines, &archive, written.text, &mut report)?;
        if !asked.imports_only {
            browse::measure(asked, &archive, size, &mut report)?;
            newsboat::measure(asked, &lines, size, &mut report)?;
            search::measure(&archive, &mut report)?;
        }
        let table = report.table();
        std::fs::write(asked.out.join("table.md"), &table)?;
        std::fs::write(asked.out.join("plot.svg"), report.plot())?;
        writeln!(io::stderr(), "{size} articles done")?;
    }
    writeln!(io::stdout(), "{}", report.table())?;
    Ok(())
}

/// How many times smaller zstd makes the first megabytes of the lines.
fn packs(lines: &Path) -> anyhow::Result<f64> {
    let mut head = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(File::open(lines)?, 8 << 20), &mut head)?;
    let packed = zstd::bulk::compress(&head, 3)?;
    Ok(head.len() as f64 / packed.len() as f64)
}
