//! Importing: articles a second, CPU time against tantivy alone, private memory, disk against text.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use qari::ingest::{self, Format, Origin};

use crate::process::{self, Took};
use crate::report::Report;
use crate::{Asked, peers};

/// Articles beyond which the other full-text search takes minutes.
const PEER_LIMIT: usize = 100_000;

/// The work of the program's threads by the beginnings of their names.
const STAGES: [(&str, &str); 4] = [
    ("read", "reading and tagging"),
    ("thrd-tantivy", "folding and indexing"),
    ("merge", "merging segments"),
    ("segment", "merging segments"),
];

/// What the program writes when all is stored and only pairs are still looked for.
const STORED: &str = "{\"stored\":";

/// Lines that are read and tagged on one thread, to part the two.
const PARTED: usize = 1_000;

pub(super) fn measure(
    asked: &Asked,
    lines: &Path,
    archive: &Path,
    text: u64,
    report: &mut Report,
) -> anyhow::Result<()> {
    let size = BufRead::lines(BufReader::new(std::fs::File::open(lines)?)).count();
    remove(archive)?;
    let import = || {
        let mut command = Command::new(&asked.program);
        command.args(["import", "--json", "--archive"]).args([archive, lines]).env("HOME", &asked.out);
        command
    };
    let took = process::run(&mut import(), STORED)?;
    let (wall, cpu) = took.marked.context("the import never said that all is stored")?;
    report.add("import, articles a second", size as f64 / wall);
    report.add("import, CPU us an article", cpu * 1e6 / size as f64);
    stages(&took, cpu, size, report);
    parts(lines, report)?;
    report.add("pairing, CPU us an article", (took.cpu - cpu) * 1e6 / size as f64);
    report.add("import, private MB at most", took.anonymous);
    weights(archive, text, report)?;
    let again = process::run(&mut import(), STORED)?;
    report.add("imported again, articles a second", size as f64 / again.wall);

    let alone = asked.out.join("tantivy");
    remove(&alone)?;
    let peer =
        process::run(Command::new(std::env::current_exe()?).arg("tantivy").args([lines, &alone]), STORED)?;
    report.add("tantivy alone, articles a second", size as f64 / peer.wall);
    report.add("tantivy alone, CPU us an article", peer.cpu * 1e6 / size as f64);
    report.add("import, times tantivy's CPU", cpu / peer.cpu);
    remove(&alone)?;

    if size <= PEER_LIMIT {
        let database = asked.out.join("fts5.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
        }
        let began = Instant::now();
        let conn = peers::fts5(lines, &database)?;
        report.add("FTS5, articles a second", size as f64 / began.elapsed().as_secs_f64());
        for (name, word) in
            [("common", crate::search::common(archive)?), ("rare", crate::search::rare(archive)?)]
        {
            let began = Instant::now();
            let count = "SELECT count(*), max(rowid) FROM news WHERE news MATCH ?1";
            let _: i64 = conn.query_row(count, [format!("\"{word}\"")], |row| row.get(0))?;
            report.add(&format!("FTS5, a {name} word counted, ms"), began.elapsed().as_secs_f64() * 1e3);
            let began = Instant::now();
            if Command::new("rg").args(["-c", &word]).arg(lines).stdout(Stdio::null()).status().is_ok() {
                report.add(&format!("rg, a {name} word counted, ms"), began.elapsed().as_secs_f64() * 1e3);
            }
        }
        drop(conn);
        let _ = std::fs::remove_file(&database);
    }
    Ok(())
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    Ok(())
}

/// Where the time of an import goes, by threads.
fn stages(took: &Took, cpu: f64, size: usize, report: &mut Report) {
    let mut stages: BTreeMap<&str, f64> = BTreeMap::new();
    for (name, seconds) in &took.threads {
        if let Some((_, stage)) = STAGES.iter().find(|(beginning, _)| name.starts_with(beginning)) {
            *stages.entry(stage).or_default() += seconds;
        }
    }
    let rest = cpu - stages.values().sum::<f64>();
    for (stage, seconds) in stages.into_iter().chain([("packing, the database and the rest", rest)]) {
        report.add(&format!("of it {stage}, us"), seconds * 1e6 / size as f64);
    }
}

/// What of reading and tagging is tagging.
fn parts(lines: &Path, report: &mut Report) -> anyhow::Result<()> {
    let lines: Vec<String> =
        BufReader::new(std::fs::File::open(lines)?).lines().take(PARTED).collect::<Result<_, _>>()?;
    let origin = Origin { path: "lines".to_owned(), format: Some(Format::Records) };
    let mut articles = ingest::read_bytes(lines.join("\n").as_bytes(), &origin)?;
    for article in &mut articles {
        for tags in [&mut article.countries, &mut article.mentions, &mut article.topics, &mut article.orgs] {
            tags.clear();
        }
    }
    let before = process::own();
    let mut tagger = qari::tag::Tagger::default();
    for article in &mut articles {
        tagger.tag(article);
    }
    report
        .add("of reading and tagging, tagging, us", (process::own() - before) * 1e6 / articles.len() as f64);
    Ok(())
}

/// What the archive weighs on the disk, and its two parts.
fn weights(archive: &Path, text: u64, report: &mut Report) -> anyhow::Result<()> {
    let (all, index) = (weigh(archive)?, weigh(&archive.join("index"))?);
    report.add("disk, times the text", all as f64 / text as f64);
    report.add("of it the database, times the text", (all - index) as f64 / text as f64);
    report.add("of it the index, times the text", index as f64 / text as f64);
    Ok(())
}

/// Bytes in a folder.
fn weigh(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let meta = entry.as_ref().map(std::fs::DirEntry::metadata);
        let path = entry.as_ref().map(std::fs::DirEntry::path);
        match (meta, path) {
            (Ok(Ok(meta)), Ok(path)) if meta.is_dir() => sum += weigh(&path)?,
            (Ok(Ok(meta)), _) => sum += meta.len(),
            _ => {}
        }
    }
    Ok(sum)
}
