//! The lines of a page, with what can be said of each without its neighbours: its words, its ending, its marker.
//!
//! Lines that a program broke at a fixed width are joined again, and the marks of a dump to Markdown are read;
//! nothing else is changed.

use super::{furniture, wrap};
use crate::fold;

/// Words from which a line is running text by its length alone. Headlines, with their site's name, have fewer.
pub(super) const LONG: usize = 28;

/// Words from which a line that ends like a sentence is one.
pub(super) const SENTENCE: usize = 6;

/// Words from which a line that ends with a colon is one: it says what it announces.
const ANNOUNCING: usize = 9;

/// Words from which a line is running text where a page writes no full stops.
const UNSTOPPED: usize = 15;

/// Words of a heading inside the body, at most.
const HEADING: usize = 12;

/// Words of a label without a colon.
const LABEL: usize = 4;

/// Words of a teaser that links to another article, at most.
const LINK: usize = 20;

/// Markdown headings from which a page was dumped as Markdown: one `#` may be anything.
const MARKED: usize = 2;

/// One line of the file, or several that were one paragraph.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Line {
    /// As it stood in the file, marker and all, without the blanks around it.
    pub(in crate::ingest) raw: String,
    /// Without the list marker.
    pub(in crate::ingest) text: String,
    /// Folded.
    pub(in crate::ingest) folded: String,
    /// How many words.
    pub(in crate::ingest) words: usize,
    /// Whether it is an item of a list.
    pub(in crate::ingest) item: bool,
    /// The number of an item, with its sign; empty for other markers.
    pub(in crate::ingest) number: String,
    /// Whether it ends like a sentence.
    pub(in crate::ingest) ends: bool,
    /// Whether it ends with a question or exclamation mark: a headline may.
    pub(in crate::ingest) asks: bool,
    /// Whether it ends with a colon.
    pub(in crate::ingest) announces: bool,
    /// Whether it is a breadcrumb or a row of links.
    pub(in crate::ingest) menu: bool,
    /// Whether an empty line stands before it.
    pub(in crate::ingest) gap_before: bool,
    /// The level that a dump to Markdown marked it as a heading with; 0 for none.
    pub(in crate::ingest) heading: usize,
    /// Whether it is running text by its first words, or by the habit of a page that writes no full stops.
    pub(in crate::ingest) prose: bool,
    /// Whether a dump to Markdown marked it as a quotation.
    pub(in crate::ingest) quote: bool,
}

impl Line {
    pub(in crate::ingest) fn new(raw: &str, gap_before: bool) -> Self {
        let raw = raw.trim().to_owned();
        let folded = fold::fold(&raw);
        let words = if folded.is_empty() { 0 } else { folded.split(' ').count() };
        let last = raw.trim_end_matches(CLOSING).chars().next_back();
        Self {
            text: raw.clone(),
            words,
            item: false,
            number: String::new(),
            menu: is_menu(&raw),
            ends: matches!(last, Some('.' | '!' | '?' | '؟' | '۔' | '…' | '؛' | ';')),
            asks: matches!(last, Some('!' | '?' | '؟')),
            announces: matches!(last, Some(':' | '：')),
            folded,
            raw,
            gap_before,
            prose: false,
            heading: 0,
            quote: false,
        }
    }

    /// Reads the marks of Markdown and takes them off the text.
    fn take_marks(&mut self) {
        let heading = heading_mark(&self.raw);
        let quote = self.raw.starts_with("> ");
        let marks = heading.max(usize::from(quote));
        let text = without_marks(self.raw.get(marks..).unwrap_or_default());
        if (marks > 0 || text != self.raw) && !text.is_empty() {
            let raw = std::mem::take(&mut self.raw);
            *self = Self { raw, heading, quote, ..Self::new(&text, self.gap_before) };
        }
    }

    /// The text without the marker, folded.
    pub(in crate::ingest) fn folded_text(&self) -> String {
        fold::fold(&self.text)
    }

    /// Whether it is running text: long, or a whole sentence.
    pub(in crate::ingest) const fn is_running(&self) -> bool {
        if self.prose {
            return true;
        }
        let told = self.ends && !self.asks && self.words >= SENTENCE;
        !self.menu && (self.words >= LONG || told || (self.announces && self.words >= ANNOUNCING))
    }

    /// Whether it could be a heading: short, without a sentence's end (a question may be one), no item.
    pub(in crate::ingest) fn is_heading_shaped(&self) -> bool {
        let quoted = self.text.starts_with(['"', '“', '«', '-', '–', '—', '(']);
        let ends = (self.ends && !self.asks) || self.text.ends_with([':', '،', ',', '"', '”', '»', ')']);
        !self.item && (1..=HEADING).contains(&self.words) && !ends && !quoted
    }

    /// Whether it announces something and says nothing itself: a few words, or a colon at its end.
    pub(in crate::ingest) fn is_label(&self) -> bool {
        self.words <= LABEL || self.text.ends_with([':', '：'])
    }

    /// Whether it could be a link to another article: not long, no sentence.
    pub(in crate::ingest) const fn is_link_shaped(&self) -> bool {
        !self.prose && self.words <= LINK && (!self.ends || self.asks)
    }
}

/// `Home > World > Europe`, `Contact | Terms of use | RSS`: three or more parts of a few words. Guillemets are
/// quotes where they come in pairs.
fn is_menu(line: &str) -> bool {
    let quotes = line.contains('«') && line.contains('»');
    let separates = |c: char| match c {
        '»' | '«' => !quotes,
        c => matches!(c, '>' | '›' | '‹' | '|' | '/' | '\\' | '•' | '·'),
    };
    // A bar is no sign of prose; a slash is.
    let most = if line.contains('|') { 8 } else { 3 };
    let parts: Vec<&str> = line.split(separates).map(str::trim).filter(|p| !p.is_empty()).collect();
    parts.len() >= 3 && parts.iter().all(|part| part.split_whitespace().count() <= most)
}

/// What may stand behind the mark that ends a sentence.
const CLOSING: [char; 12] = ['"', '\'', '”', '’', '»', ')', ']', '“', '\u{200F}', '\u{200E}', ' ', '*'];

/// The lines of a text.
pub(super) fn split(text: &str) -> Vec<Line> {
    let joined = wrap::join(text);
    let marked = joined.iter().filter(|(line, _)| heading_mark(line) > 0).count() >= MARKED;
    let mut lines: Vec<Line> = joined.into_iter().map(|(raw, gap)| Line::new(&raw, gap)).collect();
    if marked {
        lines.iter_mut().for_each(Line::take_marks);
    }
    mark_items(&mut lines);
    mark_prose(&mut lines);
    lines
}

/// Marks the running text that ends without a full stop: a sentence that goes on telling (`وأضاف أن …`), and every
/// long line of a page that ends hardly any with one. Its titles are as long as elsewhere.
pub(in crate::ingest) fn mark_prose(lines: &mut [Line]) {
    let long = |l: &&Line| l.words >= UNSTOPPED && !l.menu && !l.item;
    let (all, stopped) =
        (lines.iter().filter(long).count(), lines.iter().filter(long).filter(|l| l.ends).count());
    let careless = all >= 2 && stopped * 3 <= all;
    for line in lines.iter_mut().filter(|l| !l.menu && !l.item) {
        line.prose = (careless && line.words >= UNSTOPPED)
            || (line.words >= ANNOUNCING && furniture::goes_on(&line.folded));
    }
}

/// The level of a Markdown heading; 0 for any other line.
fn heading_mark(line: &str) -> usize {
    let level = line.chars().take_while(|c| *c == '#').count();
    let spaced = line.get(level..).is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty());
    if spaced && level <= 6 { level } else { 0 }
}

/// A text without the marks of emphasis and the escapes that a dump to Markdown leaves in it.
fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {}
            ('*', Some('*')) => {
                chars.next();
            }
            _ => plain.push(c),
        }
    }
    plain.trim().to_owned()
}

/// Whether a line begins with the marker of an item.
pub(super) fn is_item(line: &str) -> bool {
    marker(line).is_some()
}

/// What a line begins with when it is an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    /// A sign that nothing but a list has.
    Bullet,
    /// A sign that may also open a line of speech.
    Dash,
    /// A number.
    Number(u32),
}

/// The marker of a line and the bytes that it takes.
fn marker(line: &str) -> Option<(Marker, usize)> {
    let first = line.chars().next()?;
    let behind = |at: usize| line.get(at..).map(|rest| at + rest.len() - rest.trim_start().len());
    let spaced = |at: usize| line.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let after = first.len_utf8();
    match first {
        '•' | '◦' | '▪' | '▫' | '‣' | '●' | '○' | '■' | '□' | '⁃' | '∙' | '◾' | '✓' | '✔' | '►' | '▶'
        | '➤' | '❖' | '\u{F0B7}' => Some((Marker::Bullet, behind(after)?)),
        '·' | '*' | '+' if spaced(after) => Some((Marker::Bullet, behind(after)?)),
        '-' | '–' | '—' if spaced(after) => Some((Marker::Dash, behind(after)?)),
        _ => {
            let line_at = usize::from(first == '(');
            let digits = line.get(line_at..)?;
            let length: usize =
                digits.chars().take_while(|c| c.is_numeric()).take(2).map(char::len_utf8).sum();
            let number = fold::fold(digits.get(..length)?).parse().ok()?;
            let mark = digits.get(length..)?.chars().next()?;
            let end = line_at + length + mark.len_utf8();
            let closed = matches!(mark, '.' | ')' | '-' | '–' | '/');
            (closed && spaced(end)).then(|| Some((Marker::Number(number), behind(end)?)))?
        }
    }
}

/// Marks the items and takes their markers off. A dash or a number alone makes no list: two together do, numbers
/// in order.
fn mark_items(lines: &mut [Line]) {
    let markers: Vec<Option<(Marker, usize)>> = lines.iter().map(|l| marker(&l.text)).collect();
    let neighbour = |at: Option<usize>| at.and_then(|i| markers.get(i)).and_then(|m| m.map(|(m, _)| m));
    for (at, line) in lines.iter_mut().enumerate() {
        let Some(&Some((marker, length))) = markers.get(at) else { continue };
        let (before, behind) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
        let listed = match marker {
            Marker::Bullet => true,
            Marker::Dash => before == Some(Marker::Dash) || behind == Some(Marker::Dash),
            Marker::Number(n) => {
                behind == Some(Marker::Number(n + 1)) || before == n.checked_sub(1).map(Marker::Number)
            }
        };
        let text = line.text.get(length..).unwrap_or_default();
        if listed && !text.is_empty() {
            if matches!(marker, Marker::Number(_)) {
                line.number = line.text.get(..length).unwrap_or_default().trim().to_owned();
            }
            line.text = text.to_owned();
            line.item = true;
        }
    }
}

/// Whether a name of one or two Latin words with capitals stands twice in a row: `Brad Smith Brad Smith`.
pub(super) fn has_doubled_name(line: &Line) -> bool {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.chars().count() >= 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(char::is_alphanumeric)
    };
    (1..=2).any(|length| {
        words.windows(2 * length).any(|pair| {
            let (first, second) = pair.split_at(length);
            // The second may carry the sentence's comma.
            let same = first.iter().zip(second).all(|(a, b)| a == &b.trim_end_matches([',', '.', ';', ':']));
            same && first.iter().all(is_name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_lose_their_markers_and_lone_dashes_stay() {
        let lines =
            split("• bread\n  • خبز\n- one\n- two\nso\n- alone\n١- أول\n٢- ثان\n2018. A year\n(1) x\n(2) y");
        let items: Vec<&str> = lines.iter().filter(|l| l.item).map(|l| l.text.as_str()).collect();
        assert_eq!(items, ["bread", "خبز", "one", "two", "أول", "ثان", "x", "y"]);
        let numbers: Vec<&str> = lines.iter().filter(|l| l.item).map(|l| l.number.as_str()).collect();
        assert_eq!(numbers, ["", "", "", "", "١-", "٢-", "(1)", "(2)"], "a number says more than a bullet");
    }

    #[test]
    fn lines_broken_at_a_width_are_joined_and_others_are_not() {
        let broken = "The harbour was closed on Monday after the storm had torn\n\
                      away a part of the eastern wall, and the ships that were\n\
                      waiting outside had to turn to the next port in the south\n\
                      of the bay.\n\nA second paragraph.";
        assert_eq!(split(broken).len(), 2);
        assert_eq!(split("One line.\nAnother line.\nA third line.\nA fourth.").len(), 4);
    }

    #[test]
    fn a_name_that_stands_twice_is_seen() {
        let doubled = |text: &str| has_doubled_name(&Line::new(text, false));
        assert!(doubled("said Jane Doe Jane Doe, the owner"));
        assert!(doubled("made by ACME ACME and others"));
        assert!(!doubled("it had had enough of New York, New Jersey"));
    }
}
