//! A line being typed: its text in logical order and the caret, a byte between two grapheme clusters. How it
//! looks, and where the caret then stands, is the screen's affair.
//!
//! The text is at all times what the engine's cleaning leaves of it, so that bytes here are bytes of what is laid
//! out, and it holds nothing that one could neither see nor know to delete.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Controls, clean, cursor};

mod laid;

/// Longer than this no query is typed by hand; a paste is cut here, so that laying it out stays instant.
const LONGEST: usize = 2000;

/// One editable line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    text: String,
    caret: usize,
    /// It is in the query language.
    query: bool,
}

impl Entry {
    /// A line with this text and the caret at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), text, query: false }
    }

    /// The same for a line in the query language.
    pub fn query(text: impl Into<String>) -> Self {
        Self { query: true, ..Self::new(text) }
    }

    /// Whether it is in the query language.
    pub const fn is_query(&self) -> bool {
        self.query
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret: the byte that the next character is put at.
    pub const fn caret(&self) -> usize {
        self.caret
    }

    /// Whether nothing was typed.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Puts text at the caret. Line breaks and other controls become blanks or, at the ends, go.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let (before, after) = self.split();
        // Of a paste of megabytes only what may stay is looked at: cleaning drops, and at most triples.
        let text = text.trim_matches(char::is_control);
        let text = text.get(..text.floor_char_boundary(4 * LONGEST)).unwrap_or_default();
        let text = line_of(text);
        let text = text.get(..text.floor_char_boundary(room)).unwrap_or_default();
        *self = self.with(&format!("{before}{text}"), after);
    }

    /// Deletes the cluster before the caret: a letter goes with its marks, and of lam-alef the alef first.
    pub fn delete_back(&mut self) {
        let (before, after) = self.split();
        let before = before.get(..self.before()).unwrap_or_default();
        *self = self.with(before, after);
    }

    /// Deletes the cluster after the caret.
    pub fn delete_forward(&mut self) {
        let after = self.text.get(self.after()..).unwrap_or_default();
        *self = self.with(self.split().0, after);
    }

    /// Deletes back to the start of the word before the caret.
    pub fn delete_word(&mut self) {
        let (before, _) = self.split();
        let kept = before.trim_end();
        let start =
            kept.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(i, c)| i + c.len_utf8());
        let kept = kept.get(..start).unwrap_or_default();
        *self = self.with(kept, self.split().1);
    }

    /// Deletes everything before the caret.
    pub fn delete_to_start(&mut self) {
        *self = self.with("", self.split().1);
    }

    /// Moves the caret one cluster towards the end of the text.
    pub fn forward(&mut self) {
        self.caret = self.after();
    }

    /// Moves the caret one cluster towards the beginning of the text.
    pub fn backward(&mut self) {
        self.caret = self.before();
    }

    /// Moves the caret to where the next word begins.
    pub fn next_word(&mut self) {
        self.caret = cursor::next_word(&self.text, self.caret);
    }

    /// Moves the caret to where the word before begins.
    pub fn previous_word(&mut self) {
        self.caret = cursor::previous_word(&self.text, self.caret);
    }

    /// Moves the caret to the beginning of the text.
    pub const fn to_start(&mut self) {
        self.caret = 0;
    }

    /// Moves the caret to the end of the text.
    pub const fn to_end(&mut self) {
        self.caret = self.text.len();
    }

    /// Moves the caret to a byte, or to the cluster boundary before it.
    pub fn place(&mut self, byte: usize) {
        let bounds = self.text.grapheme_indices(true).map(|(i, _)| i).chain([self.text.len()]);
        self.caret = bounds.take_while(|i| *i <= byte).last().unwrap_or(0);
    }

    /// The line with the caret between two parts. Where these become one cluster (a mark comes to stand before a
    /// letter's, a hamza joins its alef) the caret stands after it.
    fn with(&self, before: &str, after: &str) -> Self {
        let text = line_of(&format!("{before}{after}"));
        let least = line_of(before).len();
        let mut bounds = text.grapheme_indices(true).map(|(at, _)| at);
        let caret = bounds.find(|at| *at >= least).unwrap_or(text.len());
        Self { text, caret, ..*self }
    }

    fn split(&self) -> (&str, &str) {
        self.text.split_at_checked(self.caret).unwrap_or((&self.text, ""))
    }

    fn before(&self) -> usize {
        let cluster = self.split().0.graphemes(true).next_back().map_or(0, str::len);
        self.caret - cluster
    }

    fn after(&self) -> usize {
        self.caret + self.split().1.graphemes(true).next().map_or(0, str::len)
    }
}

/// What may stand in the line: cleaned text without breaks and without signs that have neither a shape nor a meaning
/// in a query (isolates, direction marks, zero-width spaces). Joiners are spelling.
fn line_of(text: &str) -> String {
    let unseen = |c: char| {
        matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2069}')
    };
    let text = clean(text, Controls::Neutralise);
    let line: String =
        text.chars().filter(|c| !unseen(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    // What stood apart may compose now.
    clean(&line, Controls::Neutralise).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line with `|` where the caret stands.
    fn shown(entry: &Entry) -> String {
        let (before, after) = entry.split();
        format!("{before}|{after}")
    }

    #[test]
    fn a_letter_goes_with_its_marks() {
        let mut entry = Entry::new("با\u{64E}"); // alef carries a fatha
        entry.delete_back();
        assert_eq!(shown(&entry), "ب|");
        entry.to_start();
        entry.delete_forward();
        assert_eq!(shown(&entry), "|");
        entry.delete_back();
        entry.delete_forward();
        assert_eq!(shown(&entry), "|");
    }

    #[test]
    fn words_are_deleted_whole_with_the_blanks_after_them() {
        let mut entry = Entry::new("country:FR  مجلس  ");
        entry.delete_word();
        assert_eq!(shown(&entry), "country:FR  |");
        entry.delete_word();
        assert_eq!(shown(&entry), "|");
    }

    #[test]
    fn a_paste_becomes_one_line_and_is_put_at_the_caret() {
        let mut entry = Entry::new("ab");
        entry.backward();
        entry.insert("\nx\r\ny\u{1b}[31m\n");
        assert_eq!(shown(&entry), "ax y[31m|b");
        entry.insert(&"ا".repeat(5000));
        assert!(entry.text().len() <= LONGEST);
    }

    #[test]
    fn the_caret_never_stands_inside_a_cluster() {
        let mut entry = Entry::new("e\u{301}x");
        entry.place(1);
        assert_eq!(entry.caret(), 0);
        entry.forward();
        assert_eq!(entry.caret(), 3);
        entry.place(99);
        assert_eq!(entry.caret(), 4);
    }

    #[test]
    fn of_lam_alef_the_alef_goes_first_and_joiners_go_with_their_letter() {
        let mut entry = Entry::new("بلا");
        entry.delete_back();
        assert_eq!(shown(&entry), "بل|");
        let mut entry = Entry::new("لا");
        entry.to_start();
        entry.delete_forward();
        assert_eq!(shown(&entry), "|ا");
        // Persian "mi-": the zero-width non-joiner is the end of its letter's cluster.
        let mut entry = Entry::new("می\u{200C}");
        entry.delete_back();
        assert_eq!(shown(&entry), "م|");
    }

    #[test]
    fn what_is_typed_letter_by_letter_is_what_is_pasted_whole() {
        for text in ["ا\u{654}خ", "e\u{301}te\u{301}", "لا\u{655}", "ب\u{651}\u{64E}ت", "\u{64E}ب"] {
            let mut typed = Entry::default();
            text.chars().for_each(|c| typed.insert(c.encode_utf8(&mut [0; 4])));
            let mut pasted = Entry::default();
            pasted.insert(text);
            assert_eq!(typed, pasted, "{text:?}");
            assert_eq!(clean(typed.text(), Controls::Neutralise), typed.text());
        }
    }

    #[test]
    fn what_becomes_one_cluster_has_the_caret_after_it() {
        let mut entry = Entry::new("\u{654}ب");
        entry.to_start();
        entry.insert("ا");
        assert_eq!(shown(&entry), "أ|ب");
        entry.to_start();
        entry.insert("\u{200F}\u{2067}");
        assert_eq!(shown(&entry), "|أب");
    }

    #[test]
    fn words_are_passed_in_reading_order() {
        let mut entry = Entry::new("مجلس country:FR الأمن");
        let mut stops = Vec::new();
        while entry.caret() > 0 {
            entry.previous_word();
            stops.push(entry.split().1.to_owned());
        }
        assert_eq!(stops, ["الأمن", "country:FR الأمن", "مجلس country:FR الأمن"]);
        entry.next_word();
        assert_eq!(shown(&entry), "مجلس |country:FR الأمن");
    }

    #[test]
    fn a_paste_of_a_megabyte_is_cut() {
        for piece in ["ا\u{64E}", "\u{1b}[31m\n", "\u{FDFA}", "\u{202E}", "x"] {
            let mut entry = Entry::new("ab");
            entry.backward();
            entry.insert(&piece.repeat(1_000_000 / piece.len()));
            assert!(entry.text().len() <= LONGEST + 3 && entry.text().ends_with('b'), "{piece:?}");
            assert!(!entry.text().contains(char::is_control));
            assert_eq!(entry.split().1, "b");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_and_deleted_the_caret_stands_between_clusters_of_clean_text(
            steps in proptest::collection::vec((0..9u8, "[ab \u{627}\u{644}\u{654}\u{64E}\u{301}\u{2067}\u{2069}\u{200C}\u{FEFB}\n]{0,4}"), 0..40)
        ) {
            let mut entry = Entry::default();
            for (what, text) in steps {
                match what {
                    0 => entry.delete_back(),
                    1 => entry.delete_forward(),
                    2 => entry.delete_word(),
                    3 => entry.backward(),
                    4 => entry.forward(),
                    5 => entry.next_word(),
                    6 => entry.previous_word(),
                    _ => entry.insert(&text),
                }
                let kept = clean(entry.text(), Controls::Neutralise);
                proptest::prop_assert_eq!(&kept, entry.text());
                let mut bounds = entry.text().grapheme_indices(true).map(|(i, _)| i).chain([entry.text().len()]);
                proptest::prop_assert!(bounds.any(|b| b == entry.caret()));
            }
        }
    }
}
