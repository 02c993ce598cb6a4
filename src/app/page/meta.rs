//! The line under a title: its parts apart from each other, whatever their direction. Which parts is not known here.

use std::ops::Range;

use crate::app::page::{SideText, Words};
use crate::text;

/// Between two parts of the line under a title. No row begins with it: the first blank does not break.
const BETWEEN: &str = "\u{A0}· ";

/// The line under a title, its parts isolated from each other, and the bytes of the machine translation's mark.
/// It breaks between parts, and within one only where a row has no room for it: a name is read as one.
pub(super) fn meta_line(side: &SideText, words: &dyn Words) -> (String, Range<usize>) {
    let whole = |part: &str| text::isolate(&part.split_whitespace().collect::<Vec<_>>().join("\u{A0}"));
    let parts = side.meta.iter().filter(|part| !part.trim().is_empty());
    let mut line = parts.map(|part| whole(part)).collect::<Vec<_>>().join(BETWEEN);
    if !side.article.machine_translated {
        return (line, 0..0);
    }
    if !line.is_empty() {
        line.push_str(BETWEEN);
    }
    let mark = words.machine_translation().replace(' ', "\u{A0}");
    let isolated = text::isolate(&mark);
    let start = line.len() + isolated.find(&mark).unwrap_or(0);
    line.push_str(&isolated);
    let notice = start..start + mark.len();
    (line, notice)
}
