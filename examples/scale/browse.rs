//! The reader in a pseudo-terminal: first frame against `less`, keys to frames, CPU of a frame, memory.

use std::path::Path;
use std::time::Duration;

use crate::report::Report;
use crate::terminal::Terminal;
use crate::{Asked, search};

/// Starts of each program, taken in turns, so that a busy moment of the machine strikes both.
const STARTS: usize = 15;

/// Presses of each key.
const PRESSES: usize = 20;

/// After so long without a paint nothing more comes of a key.
const QUIET: Duration = Duration::from_millis(150);

/// How long nothing is asked of the reader.
const IDLE: Duration = Duration::from_secs(5);

pub(super) fn measure(asked: &Asked, archive: &Path, size: usize, report: &mut Report) -> anyhow::Result<()> {
    let words = search::commonest(archive)?;
    // A program in a pseudo-terminal begins in its home.
    let (out, archive) = (asked.out.canonicalize()?, archive.canonicalize()?);
    let home = out.display().to_string();
    let (program, archive) = (asked.program.display().to_string(), archive.display().to_string());
    let page = out.join("page.txt");
    std::fs::write(&page, (1..30).map(|n| format!("line {n} of a page")).collect::<Vec<_>>().join("\n"))?;
    let page = page.display().to_string();
    let start = || Terminal::start(&program, &["--lang", "en", "--archive", &archive], &home);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // The first start warms the files up.
    start()?.until("the list", |screen| screen.contains("articles"))?;
    for _ in 0..STARTS {
        let first = |screen: &str| screen.contains("articles") && screen.contains("Source");
        ours.push(start()?.until("the list", first)?);
        let mut less = Terminal::start("less", &[&page], &home)?;
        theirs.push(less.until("the page", |screen| screen.contains("line 20 of"))?);
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    report.add("first frame, ms", ours);
    report.add("less, first frame, ms", theirs);
    report.add("first frame, times less", ours / theirs);

    let mut reader = start()?;
    reader.until("the list", |screen| screen.contains("articles"))?;
    reader.quiet(Duration::from_secs(if size > 200_000 { 5 } else { 2 }))?;
    read(&mut reader, report)?;
    type_words(&mut reader, &words, report)?;
    let before = reader.cpu();
    reader.quiet(IDLE)?;
    std::thread::sleep(IDLE);
    report.add("idle five seconds, CPU ms", ms(reader.cpu().saturating_sub(before)));
    report.add("reader, private MB", reader.anonymous() as f64 / 1e6);
    Ok(())
}

/// Moves, opens and scrolls.
fn read(reader: &mut Terminal, report: &mut Report) -> anyhow::Result<()> {
    let (mut moving, mut opening, mut scrolling) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PRESSES {
        moving.push(press(reader, "j")?);
        opening.push(press(reader, "\r")?);
        scrolling.push(press(reader, " ")?);
        press(reader, "\u{1b}")?;
    }
    tell(report, "moving in the list", &moving);
    tell(report, "opening an article", &opening);
    tell(report, "scrolling", &scrolling);
    Ok(())
}

/// Types a search of two common words, goes from match to match in what it finds, and makes a phrase of it.
fn type_words(
    reader: &mut Terminal,
    (first, second): &(String, String),
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut typed = Vec::new();
    press(reader, "/")?;
    for letter in format!("{first} {second}").chars() {
        typed.push(press(reader, &letter.to_string())?);
    }
    tell(report, "a keystroke in the search", &typed);
    let slowest = typed.iter().max_by_key(|pressed| pressed.settled).copied();
    tell(report, "the slowest keystroke in the search", slowest.as_slice());
    press(reader, "\r")?;
    press(reader, "\r")?;
    let matches = (0..PRESSES).map(|_| press(reader, "n")).collect::<anyhow::Result<Vec<_>>>()?;
    tell(report, "the next match", &matches);
    press(reader, "\u{1b}")?;
    press(reader, "/")?;
    for _ in 0..=(first.chars().count() + second.chars().count()) {
        press(reader, "\u{7f}")?;
    }
    for letter in format!("\"{first} {second}").chars() {
        press(reader, &letter.to_string())?;
    }
    let phrase = press(reader, "\"")?;
    tell(report, "the end of a phrase of two common words", &[phrase]);
    press(reader, "\u{1b}")?;
    Ok(())
}

/// What a key led to.
#[derive(Clone, Copy)]
struct Pressed {
    /// When something was painted; the time of a key that paints nothing is none.
    painted: Duration,
    /// When the last was painted.
    settled: Duration,
    cpu: Duration,
}

fn press(reader: &mut Terminal, key: &str) -> anyhow::Result<Pressed> {
    let before = reader.cpu();
    reader.press(key)?;
    let painted = reader.until_painted()?.unwrap_or_default();
    let settled = reader.until_settled(QUIET)?.unwrap_or(painted);
    Ok(Pressed { painted, settled, cpu: reader.cpu().saturating_sub(before) })
}

fn tell(report: &mut Report, name: &str, pressed: &[Pressed]) {
    let of = |what: fn(&Pressed) -> Duration| median(&mut pressed.iter().map(what).collect::<Vec<_>>());
    report.add(&format!("{name}, key to paint, ms"), of(|pressed| pressed.painted));
    report.add(&format!("{name}, key to the last paint, ms"), of(|pressed| pressed.settled));
    report.add(&format!("{name}, CPU a key, ms"), of(|pressed| pressed.cpu));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |time| ms(*time))
}
