//! Text cut into folded tokens, each with its range in the original bytes.
//!
//! The cutting is our own because no word segmenter keeps marks, tatweel and joiners out of the token and inside
//! its range at once. It never looks at a dictionary and never changes the text that it reads.

use std::collections::VecDeque;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Letters of a token that are kept. Longer runs are no words (encoded data, a text without blanks); their range
/// still covers all of them, so that nothing behind them moves.
const MAX_CHARS: usize = 64;

/// One folded word or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded form: what is indexed and compared. Never empty.
    pub text: String,
    /// Where it stood: bytes of the original text, marks and tatweel included.
    pub range: Range<usize>,
}

impl Token {
    /// The word as it was written in the text that it was cut from; empty when given another text that is
    /// too short.
    pub fn written<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// The folded tokens of a text, in order. See [`Tokens`] for the rules.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, open: None, ready: VecDeque::new() }
}

/// The folded tokens joined by one space: the key by which labels are compared and titles sorted.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for token in tokens(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&token.text);
    }
    folded
}

/// A word as it is written, for exact comparison: NFC, without bidi controls, nothing folded.
pub fn written_form(text: &str) -> String {
    text.chars().filter(|&c| !is_bidi_control(c)).nfc().collect()
}

/// Whether a character belongs to the Arabic script's blocks.
pub const fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// Whether a character only steers direction (or is a byte order mark): it is no part of any spelling.
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{206A}'..='\u{206F}' | '\u{FEFF}')
}

/// What a character is to the cutter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An Arabic letter.
    Arabic,
    /// A letter of another script, folded as Latin is.
    Letter,
    /// A digit or number sign.
    Digit,
    /// Part of the word's spelling, not of its identity: a mark, tatweel, a joiner. Extends the range.
    Mark,
    /// Neither breaks nor extends: bidi controls.
    Silent,
    /// Between Latin letters it joins (`Sana'a`), and with a lone `s` behind it is dropped (`Russia's`).
    Apostrophe,
    /// Between single letters it joins (`U.S.`).
    Dot,
    /// Ends a token.
    Break,
}

#[expect(
    clippy::match_same_arms,
    reason = "in this order the frequent characters are told first, without a table"
)]
fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' => Kind::Letter,
        '0'..='9' => Kind::Digit,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{FF07}' => Kind::Apostrophe,
        '.' => Kind::Dot,
        '\0'..='\u{7F}' => Kind::Break,
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Kind::Digit,
        // U+06DD and U+06DE frame a verse, U+06E9 marks a prostration: between words, not in them.
        '\u{6DD}' | '\u{6DE}' | '\u{6E9}' => Kind::Break,
        // Tatweel; Quranic small letters; soft hyphen; joiners; word joiner; transliteration signs (Qurʾan, ʿAbd).
        '\u{640}'
        | '\u{6E5}'
        | '\u{6E6}'
        | '\u{AD}'
        | '\u{200C}'
        | '\u{200D}'
        | '\u{2060}'
        | '\u{2B9}'..='\u{2BF}' => Kind::Mark,
        c if is_bidi_control(c) => Kind::Silent,
        '\u{621}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Kind::Arabic,
        c if is_combining_mark(c) => Kind::Mark,
        c if is_presentation_form(c) => Kind::Arabic,
        c if c.is_numeric() => Kind::Digit,
        c if c.is_alphabetic() && is_arabic(c) => Kind::Arabic,
        c if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Break,
    }
}

/// Arabic presentation forms that stand for letters or whole words; not the ornate brackets.
const fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}')
}

/// A token while it is being read.
struct Open {
    text: String,
    chars: usize,
    kind: Kind,
    range: Range<usize>,
    /// Whether it is one letter, or letters with dots between them.
    initials: bool,
}

/// Iterator over the folded tokens of a text.
///
/// A token is a run of letters of one script, or of digits: `35هجمة` and `G20` are two tokens each, side by side.
/// Underscores and all other punctuation separate. Combining marks, tatweel, ZWNJ, ZWJ, and bidi controls
/// neither separate nor enter the folded text. Arabic: presentation forms by NFKC; آ أ إ ٱ to ا; ى ی to ي;
/// ة ۃ to ه; ک to ك; ؤ ئ to ء (so that the Levant's مسؤول is Egypt's مسئول). Digits of every script to ASCII.
/// Latin: lower case, NFKD without marks, `Russia's` to `russia`, `Sana'a` to `sanaa`, `U.S.` to `us`.
///
/// Ranges ascend and never overlap, save that the tokens of one character which stands for several words
/// (U+FDFA) share its range. They end after the last mark of their last letter.
pub struct Tokens<'a> {
    text: &'a str,
    /// Where the next character begins.
    at: usize,
    open: Option<Open>,
    ready: VecDeque<Token>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut text = String::new();
        self.advance(&mut text).map(|range| Token { text, range })
    }
}

impl Tokens<'_> {
    /// The next token, its text put into a buffer that may be used again. Gives its range.
    pub fn advance(&mut self, text: &mut String) -> Option<Range<usize>> {
        loop {
            if let Some(token) = self.ready.pop_front() {
                *text = token.text;
                return Some(token.range);
            }
            if self.open.is_none()
                && let Some(range) = self.plain(text)
            {
                return Some(range);
            }
            let Some((at, c)) = self.next_char() else {
                self.close();
                let token = self.ready.pop_front()?;
                *text = token.text;
                return Some(token.range);
            };
            self.read(at, c);
        }
    }

    fn next_char(&mut self) -> Option<(usize, char)> {
        let at = self.at;
        let c = self.text.get(at..)?.chars().next()?;
        self.at += c.len_utf8();
        Some((at, c))
    }

    /// The short way for what most text is made of: plain letters or digits between plain signs. It gives what the
    /// long way would, or nothing and leaves the word to that.
    fn plain(&mut self, text: &mut String) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let from = self.at + bytes.get(self.at..)?.iter().take_while(|b| is_plain_sign(**b)).count();
        self.at = from;
        let rest = bytes.get(from..)?;
        let (length, changed) = match rest.first()? {
            b'a'..=b'z' | b'A'..=b'Z' => {
                let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic());
                let mut upper = false;
                (letters.inspect(|b| upper |= b.is_ascii_uppercase()).count(), upper)
            }
            b'0'..=b'9' => (rest.iter().take_while(|b| b.is_ascii_digit()).count(), false),
            _ => plain_arabic(rest),
        };
        // Longer runs are cut, by the long way.
        let ended = (1..=MAX_CHARS).contains(&length) && ends_plainly(rest.get(length..)?);
        let word = self.text.get(from..from + length).filter(|_| ended)?;
        text.clear();
        if !changed {
            text.push_str(word);
        } else if word.is_ascii() {
            text.push_str(word);
            text.make_ascii_lowercase();
        } else {
            text.extend(word.chars().map(fold_arabic));
        }
        self.at = from + length;
        Some(from..from + length)
    }

    fn read(&mut self, at: usize, c: char) {
        let end = at + c.len_utf8();
        match kind(c) {
            Kind::Break => self.close(),
            Kind::Silent => {}
            Kind::Mark => self.mark(c, end),
            Kind::Apostrophe => self.apostrophe(end),
            Kind::Dot => self.dot(end),
            kind => self.letter(c, kind, at..end),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            // A run of nothing but signs that fold away has no text.
            if !open.text.is_empty() {
                self.ready.push_back(Token { text: open.text, range: open.range });
            }
        }
    }

    fn mark(&mut self, c: char, end: usize) {
        if let Some(open) = &mut self.open {
            open.range.end = end;
            open.fold_hamza(c);
        }
    }

    fn apostrophe(&mut self, end: usize) {
        let latin = self.open.as_ref().is_some_and(|o| o.kind == Kind::Letter);
        let mut rest = self.text.get(end..).unwrap_or_default().chars();
        let next = rest.next().filter(|&c| kind(c) == Kind::Letter);
        let (true, Some(next)) = (latin, next) else { return self.close() };
        let last = !rest.next().is_some_and(|c| matches!(kind(c), Kind::Letter | Kind::Mark | Kind::Digit));
        if last && matches!(next, 's' | 'S') {
            self.at += 1;
            if let Some(open) = &mut self.open {
                open.range.end = end + 1;
            }
            self.close();
        }
    }

    fn dot(&mut self, end: usize) {
        let mut rest = self.text.get(end..).unwrap_or_default().chars();
        let initial = rest.next().is_some_and(|c| kind(c) == Kind::Letter)
            && !rest.next().is_some_and(|c| matches!(kind(c), Kind::Letter | Kind::Mark | Kind::Digit));
        if !(initial && self.open.as_ref().is_some_and(|o| o.kind == Kind::Letter && o.initials)) {
            self.close();
        }
    }

    fn letter(&mut self, c: char, kind: Kind, range: Range<usize>) {
        if self.open.as_ref().is_some_and(|o| o.kind != kind) {
            self.close();
        }
        match c {
            // Hangul syllables stay: they would fall apart into letters, which no reader of them expects.
            'a'..='z' | '0'..='9' | '\u{AC00}'..='\u{D7A3}' => self.push(c, kind, &range),
            'A'..='Z' => self.push(c.to_ascii_lowercase(), kind, &range),
            '\u{621}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => self.push(fold_arabic(c), kind, &range),
            '\u{660}'..='\u{669}' => self.push(digit(c as u32 - 0x660), kind, &range),
            '\u{6F0}'..='\u{6F9}' => self.push(digit(c as u32 - 0x6F0), kind, &range),
            c => self.decomposed(c, kind, &range),
        }
    }

    /// A character by its compatibility decomposition, which may be several letters, even words.
    fn decomposed(&mut self, c: char, kind: Kind, range: &Range<usize>) {
        let mut parts = Vec::new();
        decompose_compatible(c, |part| parts.push(part));
        for part in parts {
            if part.is_whitespace() {
                self.close();
            } else if is_combining_mark(part) {
                self.mark(part, range.end);
            } else if kind == Kind::Arabic && is_arabic(part) {
                if part != '\u{640}' {
                    self.push(fold_arabic(part), kind, range);
                }
            } else if let Some(letters) = stroked(part) {
                letters.chars().for_each(|l| self.push(l, kind, range));
            } else if part.is_numeric() {
                let value = part.to_digit(10).map_or(part, digit);
                self.push(value, kind, range);
            } else if part.is_alphabetic() {
                part.to_lowercase()
                    .filter(|l| !is_combining_mark(*l))
                    .for_each(|l| self.push(l, kind, range));
            } else {
                self.close();
            }
        }
    }

    fn push(&mut self, letter: char, kind: Kind, range: &Range<usize>) {
        let open = self.open.get_or_insert_with(|| Open {
            text: String::with_capacity(16),
            chars: 0,
            kind,
            range: range.clone(),
            initials: true,
        });
        // Two letters without a dot between them touch; the dot leaves one byte, and marks belong to neither.
        open.initials &= open.chars == 0 || range.start > open.range.end;
        open.range.end = range.end;
        open.chars += 1;
        if open.chars <= MAX_CHARS {
            open.text.push(letter);
        }
    }
}

impl Open {
    /// Waw or yeh with a combining hamza (NFD, or from a presentation form) is the letter ؤ or ئ.
    fn fold_hamza(&mut self, mark: char) {
        if mark == '\u{654}' && self.text.ends_with(['و', 'ي']) && self.chars <= MAX_CHARS {
            self.text.pop();
            self.text.push('ء');
        }
    }
}

const fn fold_arabic(c: char) -> char {
    match c {
        'آ' | 'أ' | 'إ' | 'ٱ' | '\u{672}' | '\u{673}' | '\u{675}' => 'ا',
        'ى' | '\u{6CC}' => 'ي',
        'ة' | '\u{6C0}'..='\u{6C3}' | '\u{6BE}' => 'ه',
        '\u{6A9}' | '\u{6AA}' => 'ك',
        'ؤ' | 'ئ' => 'ء',
        c => c,
    }
}

/// ASCII signs and blanks: between words they are nothing, the dot and the apostrophe too.
const fn is_plain_sign(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

/// How many bytes at the beginning are letters of U+0621 to U+064A without tatweel, and whether folding changes one.
fn plain_arabic(bytes: &[u8]) -> (usize, bool) {
    let (mut length, mut changed) = (0, false);
    for pair in bytes.chunks_exact(2) {
        match pair {
            [0xD8, 0xA2..=0xA6 | 0xA9] | [0xD9, 0x89] => changed = true,
            [0xD8, 0xA1..=0xBF] | [0xD9, 0x81..=0x8A] => {}
            _ => break,
        }
        length += 2;
    }
    (length, changed)
}

/// Whether what stands behind a run of letters ends it, whatever follows: the end of the text, an ASCII sign that is
/// neither dot nor apostrophe, an Arabic comma, semicolon or question mark.
fn ends_plainly(behind: &[u8]) -> bool {
    match behind {
        [] | [0xD8, 0x8C | 0x9B | 0x9F, ..] => true,
        [byte, ..] => is_plain_sign(*byte) && !matches!(byte, b'.' | b'\''),
    }
}

/// Latin letters whose stroke or ligature Unicode does not decompose.
const fn stroked(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tokens of a text, character by character.
    fn the_long_way(text: &str) -> Vec<Token> {
        let mut tokens = tokens(text);
        while let Some((at, c)) = tokens.next_char() {
            tokens.read(at, c);
        }
        tokens.close();
        tokens.ready.into()
    }

    proptest! {
        #[test]
        fn the_short_way_gives_what_the_long_way_gives(
            text in "[a-dA-DsS0-9 .,'’_\u{621}-\u{64A}\u{64B}\u{654}\u{660}\u{60C}\u{61F}\u{200F}éßﻻ]{0,40}"
        ) {
            prop_assert_eq!(tokens(&text).collect::<Vec<_>>(), the_long_way(&text));
        }
    }

    #[test]
    fn a_run_at_the_limit_is_cut_by_neither_way_too_early() {
        for letters in [MAX_CHARS - 1, MAX_CHARS, MAX_CHARS + 1] {
            for text in ["x".repeat(letters), "ب".repeat(letters), "7".repeat(letters)] {
                assert_eq!(tokens(&text).collect::<Vec<_>>(), the_long_way(&text), "{letters} of {text}");
            }
        }
    }
}
