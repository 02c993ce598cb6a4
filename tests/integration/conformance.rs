//! The bidi engine against the standard's own tests and against real lines that another implementation laid out:
//! levels and visual order are read off the cells that the screen would show.
//!
//! The data is Debian's `unicode-data` package or the corpora's copy; what is in neither place is skipped, aloud.

use std::path::{Path, PathBuf};
use std::process::Command;

use qari::text::{Controls, Direction, Line, Options, Paragraph};
use unicode_normalization::UnicodeNormalization;

/// Where a debug build would take half a minute it takes every n-th case; `.ci/run` tests the release build.
const STEP: usize = if cfg!(debug_assertions) { 17 } else { 1 };

fn corpora() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    std::env::var_os("QARI_CORPORA").map_or_else(beside, PathBuf::from)
}

/// A file of the Unicode Character Database, or `None` after saying that it is missing.
fn unicode_data(name: &str) -> Option<String> {
    let installed = Path::new("/usr/share/unicode").join(name);
    std::fs::read_to_string(installed)
        .ok()
        .or_else(|| unpacked(&format!("redistributable/conformance/unicode-15.0/{name}.xz")))
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn unpacked(name: &str) -> Option<String> {
    let path = corpora().join(name);
    let text = Command::new("xz").arg("-dc").arg(&path).output().ok().filter(|out| out.status.success());
    if text.is_none() {
        eprintln!("skipped: neither {} nor an xz to read it", path.display());
    }
    text.and_then(|out| String::from_utf8(out.stdout).ok())
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

/// One case: a text, its levels (`None` for what rule X9 removes) and its visual order.
struct Case<'a> {
    text: &'a str,
    levels: &'a [Option<u8>],
    order: &'a [usize],
}

impl Case<'_> {
    /// What is wrong with the engine's answer, if anything.
    fn fault(&self, base: Option<Direction>) -> Option<String> {
        let paragraph = Paragraph::new(self.text, &bare(base));
        // NFC writes U+2329 and U+232A otherwise; nothing else in these files may change.
        let expected: String = self.text.nfc().collect();
        if paragraph.text() != expected {
            return Some(format!("{:?} was cleaned to {:?}", self.text, paragraph.text()));
        }
        let levels = paragraph.levels(0..expected.len());
        let starts: Vec<usize> = expected.char_indices().map(|(at, _)| at).collect();
        for (at, expected) in starts.iter().zip(self.levels) {
            if expected.is_some_and(|level| levels[*at] != level) {
                return Some(format!("levels {levels:?}, not {:?}", self.levels));
            }
        }
        let line = paragraph.fit(usize::MAX);
        let members = self.members(&expected, &starts, &line);
        let places: Vec<_> = members.iter().map(|i| self.order.iter().position(|at| at == i)).collect();
        let right = places.iter().all(Option::is_some) && places.is_sorted();
        (!right).then(|| format!("cells of characters {members:?}, not in the order {:?}", self.order))
    }

    /// The character that each cell is of, by its number: the first that is seen.
    fn members(&self, text: &str, starts: &[usize], line: &Line) -> Vec<usize> {
        let unseen = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{61C}');
        let seen: Vec<usize> = text
            .chars()
            .enumerate()
            .filter(|&(i, c)| !unseen(c) && self.levels[i].is_some())
            .map(|(i, _)| i)
            .collect();
        let first = |range: &std::ops::Range<usize>| {
            seen.iter().copied().find(|&i| range.contains(&starts[i])).expect("a cell is of a character")
        };
        let members: Vec<usize> = line.cells.iter().map(|cell| first(&cell.range)).collect();
        let shown = |&i: &usize| line.cells.iter().any(|cell| cell.range.contains(&starts[i]));
        assert!(seen.iter().all(|i| shown(i) || text.ends_with('\u{2029}')), "not all of {text:?} is shown");
        members
    }
}

fn report(name: &str, cases: usize, faults: &[String]) {
    assert!(cases > 1000, "{name}: only {cases} cases were found");
    assert!(faults.is_empty(), "{name}: {} of {cases}, such as\n{}", faults.len(), faults[..1].join("\n"));
}

fn numbers<T: std::str::FromStr>(field: &str) -> Vec<Option<T>> {
    field.split_whitespace().map(|number| number.parse().ok()).collect()
}

#[test]
fn bidi_character_test() {
    let Some(data) = unicode_data("BidiCharacterTest.txt") else { return };
    let (mut cases, mut faults) = (0, Vec::new());
    for row in data.lines().filter(|row| !row.starts_with('#') && !row.is_empty()).step_by(STEP) {
        let fields: Vec<&str> = row.split(';').collect();
        let code = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).unwrap();
        let text: String = fields[0].split_whitespace().map(code).collect();
        let base = match fields[1] {
            "0" => Some(Direction::Ltr),
            "1" => Some(Direction::Rtl),
            _ => None,
        };
        let order: Vec<usize> = numbers(fields[4]).into_iter().flatten().collect();
        let case = Case { text: &text, levels: &numbers(fields[3]), order: &order };
        cases += 1;
        faults.extend(case.fault(base).map(|fault| format!("{row}: {fault}")));
        let direction = Paragraph::new(&text, &bare(base)).direction();
        if (direction == Direction::Rtl) != (fields[2] == "1") {
            faults.push(format!("{row}: direction {direction:?}"));
        }
    }
    report("BidiCharacterTest", cases, &faults);
}

/// A character of each bidi class that cleaning keeps and that has a cell of its own where there can be one.
fn sample(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{5D0}',
        "AL" => '\u{627}',
        "EN" => '1',
        "ES" => '+',
        "ET" => '$',
        "AN" => '\u{661}',
        "CS" => ',',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "NSM" => '\u{5C4}',
        "BN" => '\u{200B}',
        "LRE" => '\u{202A}',
        "RLE" => '\u{202B}',
        "PDF" => '\u{202C}',
        "LRO" => '\u{202D}',
        "RLO" => '\u{202E}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("no bidi class {other:?}"),
    }
}

#[test]
fn bidi_test() {
    let Some(data) = unicode_data("BidiTest.txt") else { return };
    let (mut cases, mut faults) = (0, Vec::new());
    let (mut levels, mut order) = (Vec::new(), Vec::new());
    for (number, row) in data.lines().enumerate() {
        if let Some(field) = row.strip_prefix("@Levels:") {
            levels = numbers(field);
        } else if let Some(field) = row.strip_prefix("@Reorder:") {
            order = numbers(field).into_iter().flatten().collect();
        }
        let case = row.split_once(';').filter(|_| !row.starts_with(['#', '@']) && number % STEP == 0);
        let Some((classes, bits)) = case else { continue };
        let bits = u8::from_str_radix(bits.trim(), 16).unwrap();
        let text: String = classes.split_whitespace().map(sample).collect();
        for (bit, base) in [(1, None), (2, Some(Direction::Ltr)), (4, Some(Direction::Rtl))] {
            if bits & bit != 0 {
                cases += 1;
                let case = Case { text: &text, levels: &levels, order: &order };
                faults.extend(case.fault(base).map(|fault| format!("{row} {base:?}: {fault}")));
            }
        }
    }
    report("BidiTest", cases, &faults);
}

/// Takes out what has no cell: controls, and the filler after a ligature in the other implementation's rows.
fn seen(text: &str) -> String {
    let unseen = |&c: &char| matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    text.chars().filter(|c| !unseen(c)).nfc().collect()
}

/// The other implementation leaves lam and alef apart where a mark stands between: as ligatures, like the others.
fn ligated(text: &str) -> String {
    let pairs = [('\u{FE82}', 0xFEF5), ('\u{FE84}', 0xFEF7), ('\u{FE88}', 0xFEF9), ('\u{FE8E}', 0xFEFB)];
    pairs.iter().fold(text.to_owned(), |text, &(alef, isolated)| {
        let ligature = |code| String::from(char::from_u32(code).unwrap());
        text.replace(&format!("{alef}\u{FEDF}"), &ligature(isolated))
            .replace(&format!("{alef}\u{FEE0}"), &ligature(isolated + 1))
    })
}

#[test]
fn real_lines_in_visual_order_and_joined() {
    let Some(data) = unpacked("redistributable/rendering/bidi_real_lines.tsv.xz") else { return };
    let (mut rows, mut faults) = (0, Vec::new());
    for row in data.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let base = if fields[1] == "rtl" { Direction::Rtl } else { Direction::Ltr };
        let shown = |options: Options| Paragraph::new(fields[2], &options).fit(usize::MAX).plain();
        rows += 1;
        if shown(bare(Some(base))) != seen(fields[4]) {
            faults.push(format!("order of {} {}", fields[0], fields[1]));
        }
        // A combining madda is one letter with its alef here (NFC) and has no form of its own there.
        let shaped = Options { shape: true, lam_alef_ligature: true, ..bare(Some(base)) };
        if !fields[2].contains('\u{653}') && shown(shaped) != ligated(&seen(fields[5])) {
            faults.push(format!("joining of {} {}", fields[0], fields[1]));
        }
    }
    report("real lines", rows, &faults);
}
