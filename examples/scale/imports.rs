//! Importing: articles a second, CPU time against tantivy alone, private memory, disk against text.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::report::Report;
use crate::{Asked, peers, terminal};

/// Articles beyond which the other full-text search takes minutes.
const PEER_LIMIT: usize = 100_000;

/// What a process took.
struct Took {
    wall: f64,
    cpu: f64,
    anonymous: f64,
}

pub(super) fn measure(
    asked: &Asked,
    lines: &Path,
    archive: &Path,
    text: u64,
    report: &mut Report,
) -> anyhow::Result<()> {
    let size = std::io::BufRead::lines(std::io::BufReader::new(std::fs::File::open(lines)?)).count();
    remove(archive)?;
    let took = run(Command::new(&asked.program)
        .args(["import", "--json", "--archive"])
        .args([archive, lines])
        .env("HOME", &asked.out))?;
    report.add("import, articles a second", size as f64 / took.wall);
    report.add("import, CPU us an article", took.cpu * 1e6 / size as f64);
    report.add("import, private MB at most", took.anonymous);
    report.add("disk, times the text", weigh(archive)? as f64 / text as f64);

    let alone = asked.out.join("tantivy");
    remove(&alone)?;
    let peer = run(Command::new(std::env::current_exe()?).arg("tantivy").args([lines, &alone]))?;
    report.add("tantivy alone, articles a second", size as f64 / peer.wall);
    report.add("tantivy alone, CPU us an article", peer.cpu * 1e6 / size as f64);
    report.add("import, times tantivy's CPU", took.cpu / peer.cpu);
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

/// Runs a program to its end and watches its memory.
fn run(command: &mut Command) -> anyhow::Result<Took> {
    let before = children()?;
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut anonymous = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        anonymous = anonymous.max(terminal::anonymous(child.id()));
        std::thread::sleep(Duration::from_millis(20));
    };
    let wall = began.elapsed().as_secs_f64();
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(Took { wall, cpu: children()? - before, anonymous: anonymous as f64 / 1e6 })
}

/// CPU seconds of all children that have ended (proc(5), `cutime` and `cstime`).
fn children() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').context("a line without its name")?.1;
    let ticks: u64 = fields.split_whitespace().skip(13).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    // The kernel tells user space hundredths of a second, whatever its own clock.
    Ok(ticks as f64 / 100.0)
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
