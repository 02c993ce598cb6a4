//! The text engine's speed by steps, beside libfribidi in the same run: `cargo bench --bench text`.
//!
//! Prints megabytes of UTF-8 a second and ratios; asserts nothing. The text is the built-in edition, and with
//! `QARI_CORPORA` (or `../shared/corpora` beside the project) the Declaration of Human Rights. Both engines are measured
//! by the wall clock, the best of many short rounds, and in turns, so that what else runs meets both.
#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use qari::text::{Options, Paragraph, clean};

#[path = "../tests/integration/conformance/peer.rs"]
mod peer;

use peer::Fribidi;

/// Columns of a line.
const WIDTH: usize = 80;
/// The best of so many rounds counts: what else runs on the machine only ever makes a round slower.
const ROUNDS: usize = 40;
/// How often the two engines take turns.
const TURNS: usize = 4;
/// Least bytes of a text: shorter ones are repeated, so that a round is longer than the clock's grain.
const LENGTH: usize = 100_000;

fn main() {
    let peer = Fribidi::new().map_err(|why| println!("libfribidi is left out: {why}")).ok();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let edition = |lang: &str| {
        let entries = fs::read_dir(root.join("assets/edition")).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let texts = paths.filter(|path| path.to_string_lossy().ends_with(&format!(".{lang}.md")));
        texts.filter_map(|path| fs::read_to_string(path).ok()).collect::<String>()
    };
    let corpora = std::env::var_os("QARI_CORPORA")
        .map_or_else(|| root.join("../shared/corpora"), std::path::PathBuf::from);
    let declaration =
        |lang: &str| fs::read_to_string(corpora.join(format!("redistributable/udhr/udhr_{lang}.txt"))).ok();
    for (name, text) in [
        ("edition, Arabic", Some(edition("ar"))),
        ("edition, English", Some(edition("en"))),
        ("declaration, Arabic", declaration("arb")),
        ("declaration, English", declaration("eng")),
        ("declaration, Persian", declaration("pes_1")),
        ("declaration, Urdu", declaration("urd")),
    ] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            speed(name, &text, peer.as_ref());
        }
    }
    hostile();
}

/// Seconds of the best round.
fn best(rounds: usize, mut work: impl FnMut() -> usize) -> f64 {
    let round = |_| {
        let begun = Instant::now();
        black_box(work());
        begun.elapsed().as_secs_f64()
    };
    (0..rounds).map(round).fold(f64::MAX, f64::min)
}

/// Seconds of each step of ours.
#[derive(Clone, Copy)]
struct Steps {
    cleaning: f64,
    /// All of analysis but joining, cleaning included.
    unjoined: f64,
    joined: f64,
    breaking: f64,
    lines: f64,
}

impl Steps {
    fn measure(paragraphs: &[&str]) -> Self {
        let options = Options::default();
        let bare = Options { shape: false, ..options };
        let measure = |options: &Options| {
            paragraphs.iter().map(|text| Paragraph::new(text, options).natural_width()).sum()
        };
        let clean = || paragraphs.iter().map(|text| clean(text, options.controls).len()).sum();
        let built: Vec<Paragraph> = paragraphs.iter().map(|text| Paragraph::new(text, &options)).collect();
        Self {
            cleaning: best(ROUNDS, clean),
            unjoined: best(ROUNDS, || measure(&bare)),
            joined: best(ROUNDS, || measure(&options)),
            breaking: best(ROUNDS, || built.iter().map(|paragraph| paragraph.breaks(WIDTH).len()).sum()),
            lines: best(ROUNDS, || built.iter().map(|paragraph| paragraph.lines(WIDTH).len()).sum()),
        }
    }

    fn min(self, other: Self) -> Self {
        Self {
            cleaning: self.cleaning.min(other.cleaning),
            unjoined: self.unjoined.min(other.unjoined),
            joined: self.joined.min(other.joined),
            breaking: self.breaking.min(other.breaking),
            lines: self.lines.min(other.lines),
        }
    }
}

fn speed(name: &str, text: &str, peer: Option<&Fribidi>) {
    let text = text.repeat(LENGTH.div_ceil(text.len()));
    let paragraphs: Vec<&str> = text.lines().collect();
    let mut theirs = f64::MAX;
    let mut ours = Steps::measure(&paragraphs);
    for _ in 0..TURNS {
        if let Some(peer) = peer {
            theirs = theirs.min(libfribidi(&peer.run(&["bench", &WIDTH.to_string()], &text)));
        }
        ours = ours.min(Steps::measure(&paragraphs));
    }
    let all = ours.joined + ours.lines;
    let rate = |seconds: f64| text.len() as f64 / seconds.max(1e-9) / 1e6;
    println!("\n{name}, {} bytes: {:.1} MB/s from text to cells", text.len(), rate(all));
    for (step, seconds) in [
        ("cleaning", ours.cleaning),
        ("levels, clusters, opportunities", ours.unjoined - ours.cleaning),
        ("joining", ours.joined - ours.unjoined),
        ("breaking", ours.breaking),
        ("cells", ours.lines - ours.breaking),
    ] {
        let part = 100.0 * seconds.max(0.0) / all;
        if part < 0.5 {
            println!("  {step:<32} lost in the rest");
        } else {
            println!("  {step:<32}{:>8.1} MB/s {part:>4.0} %", rate(seconds));
        }
    }
    let built: Vec<Paragraph> =
        paragraphs.iter().map(|text| Paragraph::new(text, &Options::default())).collect();
    let rows = lines_of_a_screen(&built);
    println!("  a screenful of {} rows broken anew and laid out: {:.0} µs", rows.0, rows.1 * 1e6);
    if peer.is_some() {
        println!(
            "  libfribidi, levels to reordering: {:.1} MB/s; ours / theirs {:.2}",
            rate(theirs),
            theirs / all
        );
    }
}

/// Seconds that libfribidi takes for levels, joining, shaping and reordering; decoding is not counted.
fn libfribidi(printed: &str) -> f64 {
    let steps = printed.lines().filter_map(|line| line.split_once(' ')).filter(|(step, _)| *step != "decode");
    steps.filter_map(|(_, nanoseconds)| nanoseconds.parse::<f64>().ok()).sum::<f64>() / 1e9
}

/// What a change of width costs: the paragraphs that fill a screen are broken at another width and laid out.
fn lines_of_a_screen(built: &[Paragraph]) -> (usize, f64) {
    const ROWS: usize = 50;
    let mut rows = 0;
    let seen = built.iter().take_while(|paragraph| {
        let room = rows < ROWS;
        rows += paragraph.breaks(WIDTH).len();
        room
    });
    let seen: Vec<&Paragraph> = seen.collect();
    let work = || seen.iter().map(|paragraph| paragraph.lines(WIDTH - 7).len()).sum();
    (rows, best(ROUNDS, work))
}

/// Text of so many bytes, or of so many of what it is made of.
type Maker<'a> = &'a dyn Fn(usize) -> String;

/// How the time grows with hostile text: four times the text, near four times the time where the cost is linear.
fn hostile() {
    println!("\nhostile text, time for four times the text:");
    let isolates = |n: usize| "\u{2067}".repeat(n) + &"\u{2069}".repeat(n);
    let texts: [(&str, usize, Maker); 6] = [
        ("10 MB without a blank", 10_000_000, &|n| "a".repeat(n)),
        ("10 MB without a blank, Arabic", 10_000_000, &|n| "\u{628}".repeat(n / 2)),
        ("100,000 nested isolates", 100_000, &isolates),
        ("a million marks on one letter", 1_000_000, &|n| format!("\u{628}{}", "\u{64E}".repeat(n))),
        ("a million marks, out of order", 1_000_000, &|n| {
            format!("\u{628}{}", "\u{651}\u{64E}".repeat(n / 2))
        }),
        ("1 MB of signs without letters", 1_000_000, &|n| "(-\u{201C}".repeat(n / 5)),
    ];
    for (name, size, text) in texts {
        let time = |size: usize| {
            let text = text(size);
            best(3, || Paragraph::new(&text, &Options::default()).lines(WIDTH).len())
        };
        let (small, large) = (time(size / 4), time(size));
        println!("  {name:<32}{:>8.1} ms {:>5.1} times", large * 1e3, large / small);
    }
}
