//! `BidiTest` and `BidiCharacterTest` (UAX #9): levels and visual order, through the path that every screen takes.
//!
//! Nothing here looks at letters' forms or at line breaks.

use qari::text::{Direction, Line, Paragraph};
use unicode_normalization::UnicodeNormalization;

use super::{STEP, VERSION, bare, character, report, rows, unicode_data};

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

fn numbers<T: std::str::FromStr>(field: &str) -> Vec<Option<T>> {
    field.split_whitespace().map(|number| number.parse().ok()).collect()
}

/// Nothing of the files is passed over.
fn count(name: &str, data: &str, cases: usize, expected: usize) {
    if STEP == 1 && data.starts_with(&format!("# {name}{VERSION}")) {
        assert_eq!(cases, expected, "{name}: cases");
    }
}

#[test]
fn bidi_character_test() {
    let Some(data) = unicode_data("BidiCharacterTest.txt") else { return };
    let (mut cases, mut faults) = (0, Vec::new());
    for row in rows(&data).step_by(STEP) {
        let fields: Vec<&str> = row.split(';').collect();
        let text: String = fields[0].split_whitespace().map(character).collect();
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
    count("BidiCharacterTest", &data, cases, 91_707);
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
    count("BidiTest", &data, cases, 770_241);
    report("BidiTest", cases, &faults);
}
