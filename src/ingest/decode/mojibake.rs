//! Mojibake: UTF-8 that somebody read as windows-1252 or windows-1256 and saved again, `Ø§Ù„` or `ط§ظ„` for `ال`.
//!
//! The letters are turned back into the bytes that they were read from, run by run; a run is repaired only where these
//! bytes are UTF-8. That does not happen by chance: in real text a letter that stands for a lead byte is not followed
//! by the signs that stand for the bytes behind it. Nothing is guessed: where letters were lost, it is only said.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1256};

use crate::fold;

/// How often a text may have been misread and saved again.
const TIMES: usize = 3;

/// Letters outside ASCII that have to come out of the repaired runs. Fewer may be a play with letters.
const LETTERS: usize = 6;

/// Runs that can be repaired for one that cannot; below, the text is damaged rather than misread.
const SURE: usize = 9;

/// The letter that each byte from 0x80 was read as, backwards.
type Bytes = HashMap<char, u8>;

static TABLES: LazyLock<[(&str, Bytes); 2]> = LazyLock::new(|| {
    [WINDOWS_1252, WINDOWS_1256].map(|encoding: &'static Encoding| {
        let letter = |byte: u8| encoding.decode_without_bom_handling(&[byte]).0.chars().next();
        let table = (0x80..=0xFF).filter_map(|byte| Some((letter(byte)?, byte)));
        // The program that misread it may have let the bytes without a letter stand as control characters.
        let control = (0x80..=0x9F_u8).map(|byte| (char::from(byte), byte));
        (encoding.name(), control.chain(table).collect())
    })
});

/// A text that was misread, as it was before (nothing where it cannot be told), and what to say of it.
pub(super) fn repair(text: &str) -> Option<(Option<String>, String)> {
    let mut now: Option<String> = None;
    let mut read_as = Vec::new();
    for _ in 0..TIMES {
        let current = now.as_deref().unwrap_or(text);
        let tries = TABLES.iter().map(|(name, table)| (*name, attempt(current, table)));
        // Both tables explain some texts; the one that explains more is right.
        let Some((name, attempt)) = tries.filter(|(_, a)| a.shown()).max_by_key(|(_, a)| a.letters) else {
            break;
        };
        if attempt.bad * SURE > attempt.good {
            read_as.push(format!("misread as {name}, not repaired"));
            break;
        }
        read_as.push(format!("misread as {name}"));
        now = Some(attempt.text);
    }
    (!read_as.is_empty()).then(|| (now, read_as.join(", ")))
}

/// A text with the runs repaired that can be.
#[derive(Default)]
struct Attempt {
    text: String,
    good: usize,
    bad: usize,
    letters: usize,
}

impl Attempt {
    /// Whether it shows that the text was misread.
    const fn shown(&self) -> bool {
        self.letters >= LETTERS && self.good >= 2 || (self.good >= 1 && self.letters >= 2 * LETTERS)
    }

    fn run(&mut self, run: &str, table: &Bytes) {
        let bytes: Option<Vec<u8>> = run.chars().map(|c| table.get(&c).copied()).collect();
        if let Some(repaired) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            self.good += 1;
            self.letters += repaired.chars().filter(|c| c.is_alphanumeric()).count();
            self.text.push_str(&repaired);
        } else {
            self.bad += usize::from(is_suspect(run, table));
            self.text.push_str(run);
        }
    }
}

fn attempt(text: &str, table: &Bytes) -> Attempt {
    let mut attempt = Attempt::default();
    if !is_suspect(text, table) {
        return attempt;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len());
        let (plain, behind) = rest.split_at(ascii);
        attempt.text.push_str(plain);
        let end = behind.find(|c: char| c.is_ascii()).unwrap_or(behind.len());
        let (run, behind) = behind.split_at(end);
        if !run.is_empty() {
            attempt.run(run, table);
        }
        rest = behind;
    }
    attempt
}

/// Whether a letter that stands for the lead byte of an Arabic or accented letter is followed by a sign that stands
/// for the byte behind it, and that no such letter has behind it in a word.
fn is_suspect(text: &str, table: &Bytes) -> bool {
    let mut before = None;
    text.chars().any(|c| {
        let byte = (!c.is_ascii()).then(|| table.get(&c).copied()).flatten();
        let lead = before.is_some_and(|b| matches!(b, 0xC3 | 0xD8..=0xDB));
        let follows = byte.is_some_and(|b| (0x80..0xC0).contains(&b))
            && !fold::is_arabic(c)
            && !"«»“”’‘،؛؟".contains(c);
        before = byte;
        lead && follows
    })
}
