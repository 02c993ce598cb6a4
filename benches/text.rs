//! The text engine's speed by steps, beside libfribidi in the same run: `cargo bench --bench text`.
//!
//! Prints megabytes of UTF-8 a second and ratios; asserts nothing. The text is the built-in edition, and with
//! `QARI_CORPORA` (or `../shared/corpora` beside the project) the Declaration of Human Rights.
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
const ROUNDS: usize = 60;
/// Bytes of the smaller hostile text; the larger is four times as long.
const HOSTILE: usize = 250_000;

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

fn speed(name: &str, text: &str, peer: Option<&Fribidi>) {
    let theirs = |peer: &Fribidi| libfribidi(&peer.run(&["bench", &WIDTH.to_string()], text));
    let before = peer.map(theirs);
    let paragraphs: Vec<&str> = text.lines().collect();
    let options = Options::default();
    let bare = Options { shape: false, ..options };
    let measure =
        |options: &Options| paragraphs.iter().map(|text| Paragraph::new(text, options).natural_width()).sum();
    let cleaning = best(ROUNDS, || paragraphs.iter().map(|text| clean(text, options.controls).len()).sum());
    let unjoined = best(ROUNDS, || measure(&bare));
    let joined = best(ROUNDS, || measure(&options));
    let built: Vec<Paragraph> = paragraphs.iter().map(|text| Paragraph::new(text, &options)).collect();
    let breaking = best(ROUNDS, || built.iter().map(|paragraph| paragraph.breaks(WIDTH).len()).sum());
    let lines = best(ROUNDS, || built.iter().map(|paragraph| paragraph.lines(WIDTH).len()).sum());
    let all = joined + lines;
    let rate = |seconds: f64| text.len() as f64 / seconds.max(1e-9) / 1e6;
    println!("\n{name}, {} bytes: {:.1} MB/s from text to cells", text.len(), rate(all));
    for (step, seconds) in [
        ("cleaning", cleaning),
        ("levels, clusters, opportunities", unjoined - cleaning),
        ("joining", joined - unjoined),
        ("breaking", breaking),
        ("cells", lines - breaking),
    ] {
        println!("  {step:<32}{:>8.1} MB/s {:>4.0} %", rate(seconds), 100.0 * seconds / all);
    }
    let rows = lines_of_a_screen(&built);
    println!("  a screenful of {} rows broken anew and laid out: {:.0} µs", rows.0, rows.1 * 1e6);
    if let (Some(before), Some(after)) = (before, peer.map(theirs)) {
        let theirs = before.min(after);
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

/// How the time grows with hostile text: four times the text, near four times the time where the cost is linear.
fn hostile() {
    println!("\nhostile text, time for four times the text:");
    let isolates = |n: usize| "\u{2067}".repeat(n / 6) + &"\u{2069}".repeat(n / 6);
    let texts: [(&str, &dyn Fn(usize) -> String); 5] = [
        ("no blank", &|n| "a".repeat(n)),
        ("no blank, Arabic", &|n| "\u{628}".repeat(n / 2)),
        ("nested isolates", &isolates),
        ("marks on one letter", &|n| format!("\u{628}{}", "\u{64E}".repeat(n / 2))),
        ("signs without letters", &|n| "(-\u{201C}".repeat(n / 5)),
    ];
    for (name, text) in texts {
        let time = |bytes: usize| {
            let text = text(bytes);
            best(5, || Paragraph::new(&text, &Options::default()).lines(WIDTH).len())
        };
        let (small, large) = (time(HOSTILE), time(4 * HOSTILE));
        println!("  {name:<32}{:>8.1} ms {:>5.1} times", large * 1e3, large / small);
    }
}
