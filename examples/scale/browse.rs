//! The reader in a pseudo-terminal: first frame against `less`, keys to frames, CPU of a frame, memory.

use std::path::Path;
use std::time::Duration;

use crate::Asked;
use crate::report::Report;
use crate::terminal::Terminal;

/// Starts of each program, taken in turns, so that a busy moment of the machine strikes both.
const STARTS: usize = 15;

/// Presses of each key.
const PRESSES: u32 = 20;

pub(super) fn measure(asked: &Asked, archive: &Path, size: usize, report: &mut Report) -> anyhow::Result<()> {
    let home = asked.out.display().to_string();
    let (program, archive) = (asked.program.display().to_string(), archive.display().to_string());
    let page = asked.out.join("page.txt");
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
    for (name, key) in [("moving", "j"), ("opening", "\n"), ("scrolling", " ")] {
        let before = reader.cpu();
        let mut waits = Vec::new();
        for _ in 0..PRESSES {
            reader.press(key)?;
            waits.push(reader.until_painted()?);
            if name == "opening" {
                reader.quiet(Duration::from_millis(40))?;
                reader.press("\u{1b}")?;
                reader.quiet(Duration::from_millis(40))?;
                reader.press("j")?;
            }
        }
        reader.quiet(Duration::from_millis(100))?;
        let cpu = reader.cpu().saturating_sub(before) / PRESSES;
        report.add(&format!("{name}, key to paint, ms"), median(&mut waits));
        report.add(&format!("{name}, CPU a key, ms"), cpu.as_secs_f64() * 1e3);
    }
    let before = reader.cpu();
    reader.quiet(Duration::from_secs(2))?;
    report.add("idle two seconds, CPU ms", reader.cpu().saturating_sub(before).as_secs_f64() * 1e3);
    report.add("reader, private MB", reader.anonymous() as f64 / 1e6);
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |t| t.as_secs_f64() * 1e3)
}
