//! A line being typed: its text in logical order and the caret, a byte between two grapheme clusters. How it
//! looks, and where the caret then stands, is the screen's affair.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Controls, clean};

/// Longer than this no query is typed by hand; a paste is cut here, so that laying it out stays instant.
const LONGEST: usize = 2000;

/// One editable line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    text: String,
    caret: usize,
}

impl Entry {
    /// A line with this text and the caret at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), text }
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

    /// Puts text at the caret, cleaned as the engine cleans what it lays out, so that bytes here are bytes there.
    /// Control characters become blanks (a pasted line break too) or, at the ends, go.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let clean: String = clean(text.trim_matches(char::is_control), Controls::Neutralise)
            .chars()
            .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
            .scan(0, |bytes, c| {
                *bytes += c.len_utf8();
                (*bytes <= room).then_some(c)
            })
            .collect();
        self.text.insert_str(self.caret, &clean);
        self.caret += clean.len();
    }

    /// Deletes the cluster before the caret: a letter goes with its marks.
    pub fn delete_back(&mut self) {
        let start = self.before();
        self.text.replace_range(start..self.caret, "");
        self.caret = start;
    }

    /// Deletes the cluster after the caret.
    pub fn delete_forward(&mut self) {
        self.text.replace_range(self.caret..self.after(), "");
    }

    /// Deletes back to the start of the word before the caret.
    pub fn delete_word(&mut self) {
        let (before, _) = self.split();
        let kept = before.trim_end();
        let start =
            kept.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(i, c)| i + c.len_utf8());
        self.text.replace_range(start..self.caret, "");
        self.caret = start;
    }

    /// Deletes everything before the caret.
    pub fn delete_to_start(&mut self) {
        self.text.replace_range(..self.caret, "");
        self.caret = 0;
    }

    /// Moves the caret one cluster towards the end of the text.
    pub fn forward(&mut self) {
        self.caret = self.after();
    }

    /// Moves the caret one cluster towards the beginning of the text.
    pub fn backward(&mut self) {
        self.caret = self.before();
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
}
