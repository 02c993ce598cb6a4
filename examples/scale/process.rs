//! A program run to its end and watched: time, private memory, and which of its threads took the CPU.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::terminal;

/// Time between two looks at it. What a thread does after the last look is not told as its own.
const BETWEEN: Duration = Duration::from_millis(20);

/// What a process took.
pub(super) struct Took {
    pub(super) wall: f64,
    pub(super) cpu: f64,
    /// Private memory at most, in MB.
    pub(super) anonymous: f64,
    /// The same two times up to the line that was waited for.
    pub(super) marked: Option<(f64, f64)>,
    /// CPU seconds up to that line by the names of threads, the main thread's and what nobody saw left out.
    pub(super) threads: BTreeMap<String, f64>,
}

/// A moment in the life of a process.
struct Moment {
    wall: f64,
    cpu: f64,
}

/// Runs a program to its end. Its output is read for the first line that begins with `mark`.
pub(super) fn run(command: &mut Command, mark: &'static str) -> anyhow::Result<Took> {
    let before = children()?;
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let (id, output) = (child.id(), child.stdout.take().context("its output was asked for")?);
    let reader = std::thread::spawn(move || {
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let found = lines.by_ref().find(|line| line.starts_with(mark));
        let moment = found
            .map(|_| Moment { wall: began.elapsed().as_secs_f64(), cpu: cpu(&format!("/proc/{id}/stat")) });
        // It must not wait for a reader that has left.
        lines.for_each(drop);
        moment
    });
    let (mut anonymous, mut threads) = (0, HashMap::new());
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        anonymous = anonymous.max(terminal::anonymous(id));
        threads.extend(tasks(id));
        std::thread::sleep(BETWEEN);
    };
    let wall = began.elapsed().as_secs_f64();
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    let marked = reader.join().ok().flatten().map(|moment| (moment.wall, moment.cpu));
    let mut by_name = BTreeMap::new();
    for (name, seconds) in threads.into_values() {
        *by_name.entry(name).or_default() += seconds;
    }
    Ok(Took { wall, cpu: children()? - before, anonymous: anonymous as f64 / 1e6, marked, threads: by_name })
}

/// Name and CPU seconds of the threads of a process by their number, without the main one.
fn tasks(id: u32) -> Vec<(u32, (String, f64))> {
    let tasks = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let task = |entry: std::fs::DirEntry| {
        let number = entry.file_name().to_str()?.parse().ok().filter(|number| *number != id)?;
        let name = std::fs::read_to_string(entry.path().join("comm")).ok()?;
        let times = std::fs::read_to_string(entry.path().join("schedstat")).ok()?;
        let seconds = times.split(' ').next()?.parse::<f64>().ok()? / 1e9;
        Some((number, (name.trim().to_owned(), seconds)))
    };
    tasks.filter_map(task).collect()
}

/// CPU seconds of this thread so far.
pub(super) fn own() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split(' ').next().and_then(|n| n.parse::<f64>().ok()).map_or(0.0, |n| n / 1e9)
}

/// CPU seconds of all children that have ended.
fn children() -> anyhow::Result<f64> {
    Ok(ticks(&std::fs::read_to_string("/proc/self/stat")?, 13))
}

/// CPU seconds of a process with all its threads, by its line in /proc; 0 when it is gone.
fn cpu(path: &str) -> f64 {
    ticks(&std::fs::read_to_string(path).unwrap_or_default(), 11)
}

/// Two times next to each other in a line of proc(5): `utime` and `stime`, or the children's, two further.
fn ticks(line: &str, at: usize) -> f64 {
    let fields = line.rsplit_once(')').map_or("", |(_, behind)| behind);
    let ticks = fields.split_whitespace().skip(at).take(2).filter_map(|n| n.parse::<u64>().ok());
    // The kernel tells user space hundredths of a second, whatever its own clock.
    ticks.sum::<u64>() as f64 / 100.0
}
