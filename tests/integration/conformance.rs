//! The bidi engine against the standard's own tests, against real lines that another implementation laid out, and
//! against libfribidi: all is read off the cells that the screen would show.
//!
//! The data is Debian's `unicode-data` package or the corpora's copy; what is in neither place is skipped, aloud.
//! `QARI_REQUIRE` names what must not be skipped, with commas: `unicode`, `corpora`, `fribidi`.

use std::path::{Path, PathBuf};
use std::process::Command;

use qari::text::{Controls, Direction, Options};

#[path = "conformance/bidi.rs"]
mod bidi;
#[path = "conformance/breaks.rs"]
mod breaks;
#[path = "conformance/joining.rs"]
mod joining;
#[path = "conformance/peer.rs"]
mod peer;
#[path = "conformance/rendering.rs"]
mod rendering;

/// Where a debug build would take half a minute it takes every n-th case; `.ci/run` tests the release build.
const STEP: usize = if cfg!(debug_assertions) { 17 } else { 1 };

/// The Unicode version of Debian's and the corpora's files, which counts and lists of names here are for.
const VERSION: &str = "-15.0.0.txt";

fn corpora() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    std::env::var_os("QARI_CORPORA").map_or_else(beside, PathBuf::from)
}

/// Says that a suite is skipped, or fails where `QARI_REQUIRE` names what it needs.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn skipped(need: &str, why: &str) {
    let required = std::env::var("QARI_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|name| name == need), "QARI_REQUIRE names {need}, but {why}");
    eprintln!("skipped: {why}");
}

/// A file of the Unicode Character Database, or `None` after saying that it is missing.
fn unicode_data(name: &str) -> Option<String> {
    let installed = Path::new("/usr/share/unicode").join(name);
    let copy = || {
        let file = name.rsplit('/').next().unwrap_or(name);
        unpacked(&format!("redistributable/conformance/unicode-15.0/{file}.xz")).ok()
    };
    let data = std::fs::read_to_string(&installed).ok().or_else(copy);
    if data.is_none() {
        skipped("unicode", &format!("neither {} nor the corpora's copy is there", installed.display()));
    }
    data
}

/// A compressed file of the corpora, or why it cannot be read.
fn unpacked(name: &str) -> Result<String, String> {
    let path = corpora().join(name);
    let out = Command::new("xz").arg("-dc").arg(&path).output().ok().filter(|out| out.status.success());
    out.and_then(|out| String::from_utf8(out.stdout).ok())
        .ok_or_else(|| format!("neither {} nor an xz to read it", path.display()))
}

/// Everything as UAX #9 says, nothing of our own: controls honoured, letters as they are.
fn bare(base: Option<Direction>) -> Options {
    Options {
        base,
        controls: Controls::Honour,
        shape: false,
        lam_alef_ligature: false,
        trailing_blanks: true,
        ..Options::default()
    }
}

fn report(name: &str, cases: usize, faults: &[String]) {
    assert!(cases > 500, "{name}: only {cases} cases were found");
    assert!(faults.is_empty(), "{name}: {} of {cases}, such as\n{}", faults.len(), faults[..1].join("\n"));
}

/// The rows of a Unicode test file, comments left out.
fn rows(data: &str) -> impl Iterator<Item = &str> {
    data.lines().map(|row| row.split('#').next().unwrap_or_default().trim()).filter(|row| !row.is_empty())
}

/// The character of a code point in hexadecimal.
fn character(hex: &str) -> char {
    u32::from_str_radix(hex, 16)
        .ok()
        .and_then(char::from_u32)
        .unwrap_or_else(|| panic!("no character '{hex}'"))
}
